"""Evaluate a rule's body with a less and a more generous figure at once, to find whether each value rises or falls.

The direction of each value is derived word by word, for all facts and all other figures. So a direction is proved
without a comparison of the two complete answers. Where it depends on which of two values is the lesser, ``is_never``
answers that, once for each question.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial, reduce
from typing import Any

import z3

from benefitcalc.core.backends.symbols import Formula, formula
from benefitcalc.core.rates import Portion, Rate, Row, Schedule
from benefitcalc.core.words import Kernel, Value, choose, least, most, register, share


class Way(Enum):
    """The direction of a value as the figure becomes more generous."""

    SAME = 0
    UP = 1
    DOWN = -1
    EITHER = None

    def together(self, other: "Way") -> "Way":
        """Return the direction of a value that rises with both."""
        if self is Way.SAME or self is other:
            return other
        return self if other is Way.SAME else Way.EITHER

    @property
    def back(self) -> "Way":
        """The opposite direction."""
        return self if self.value is None else Way(-self.value)


IsNever = Callable[[Sequence[Formula]], bool]
"""Whether the conditions are known to exclude each other: no person and no figures make all of them true."""


class Course(Value):  # noqa: PLW1641 - never a dict key: == gives a course
    """A value (``of``) for all figures, with its direction (``way``)."""

    __slots__ = ("is_never", "of", "way")

    def __init__(self, of: Any, way: Way, is_never: IsNever) -> None:
        self.of = of
        self.way = way
        self.is_never = is_never

    def __add__(self, other: Any) -> "Course":
        return self.with_(self.of + _of(other), self.way.together(way_of(other)))

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Course":
        return self.with_(self.of - _of(other), self.way.together(way_of(other).back))

    def __rsub__(self, other: int) -> "Course":
        return self.with_(other - self.of, self.way.back)

    def __ge__(self, other: Any) -> "Course":
        return self.with_(self.of >= _of(other), self.way.together(way_of(other).back))

    def __le__(self, other: Any) -> "Course":
        return self.with_(self.of <= _of(other), self.way.back.together(way_of(other)))

    def __eq__(self, other: object) -> "Course":  # type: ignore[override]  # a course, not a Boolean
        is_same = self.way is Way.SAME is way_of(other)
        return self.with_(self.of == _of(other), Way.SAME if is_same else Way.EITHER)

    # Arithmetic of rates, where a rate is a course.

    def __mul__(self, other: Any) -> "Course":
        # A product goes in the direction of one factor if the other factor is not negative.
        beside = [one for one, by in ((self, other), (other, self)) if way_of(by) is not Way.SAME]
        is_known = all(_is_no_less(each, 0) for each in beside)
        return self.with_(self.of * _of(other), self.way.together(way_of(other)) if is_known else Way.EITHER)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> "Course":
        return self.with_(self.of // other, self.way)

    def with_(self, of: Any, way: Way) -> "Course":
        """Return another course with the same ``is_never``."""
        return Course(of, way, self.is_never)


def way_of(value: Any) -> Way:
    """Return the direction of a value; a plain value does not change."""
    return value.way if isinstance(value, Course) else Way.SAME


def _of(value: Any) -> Any:
    return value.of if isinstance(value, Course) else value


def _is_no_less(one: Any, other: Any, *where: Formula) -> bool:
    """Whether ``one >= other`` is known wherever the conditions hold. A Boolean counts as 0 or 1."""
    less = _number(one) < _number(other)
    if isinstance(less, bool):
        return not less
    asked = next(each for each in (one, other) if isinstance(each, Course))
    return asked.is_never([less, *where])


def _number(value: Any) -> Any:
    found = formula(_of(value))
    return z3.If(found, 1, 0) if z3.is_bool(found) else int(found) if isinstance(found, bool) else found


def _choose(condition: Course, then: Any, otherwise: Any) -> Course:
    of = choose(condition.of, _of(then), _of(otherwise))
    return condition.with_(of, _way_chosen(condition, then, otherwise))


def _way_chosen(condition: Course, then: Any, otherwise: Any) -> Way:
    way = way_of(then).together(way_of(otherwise))
    if condition.way is Way.SAME:
        return way
    holds = formula(condition.of)
    for each in (Way.UP, Way.DOWN):
        if condition.way is not Way.EITHER and way in {Way.SAME, each}:
            # From the lesser to the greater value, if the order is known either before the condition changes or after.
            greater, lesser = (then, otherwise) if condition.way is each else (otherwise, then)
            if any(_is_no_less(greater, lesser, where) for where in (holds, z3.Not(holds))):
                return each
    return Way.EITHER


def _share(portion: Portion, amount: Course) -> Course:
    rate, to, way = portion
    if isinstance(rate, Schedule):  # no band of an amount is negative, and no rate
        goes = reduce(Way.together, (way_of(row.figure.numerator) for row in rate.rows), amount.way)
        plain: Any = Schedule(tuple(Row(row.start, _plain_rate(row.figure)) for row in rate.rows))
    else:
        goes, plain = (rate.numerator * amount).way, _plain_rate(rate)
    taken = share(plain, of=amount.of, to=to, way=_of(way))
    return amount.with_(taken, goes.together(way_of(way)))


def _plain_rate(rate: Rate) -> Rate:
    return Rate(_of(rate.numerator), rate.denominator)


def _extreme(word: Callable[..., Any], *amounts: Any) -> Course:
    asked = next(each for each in amounts if isinstance(each, Course))
    return asked.with_(word(*map(_of, amounts)), reduce(Way.together, map(way_of, amounts)))


register(Course, Kernel(choose=_choose, share=_share, least=partial(_extreme, least), most=partial(_extreme, most)))
