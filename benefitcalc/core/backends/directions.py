"""A rule's body read twice at once, with one figure of the law less and more generous: whether a value rises or falls.

Word by word it is known of each value which way it goes, whatever the facts and all other figures are; so that a
direction is shown without looking at both answers as a whole. Where that depends on which of two values is the lesser,
somebody who knows is asked, once for each question.
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
    """Where a value goes as the figure becomes more generous."""

    SAME = 0
    UP = 1
    DOWN = -1
    EITHER = None

    def together(self, other: "Way") -> "Way":
        """Where a value goes that rises with each of two."""
        if self is Way.SAME or self is other:
            return other
        return self if other is Way.SAME else Way.EITHER

    @property
    def back(self) -> "Way":
        """Where a value goes that falls as this one rises."""
        return self if self.value is None else Way(-self.value)


IsNever = Callable[[Sequence[Formula]], bool]
"""Whether it is known that there is nobody, whatever the figures are, of whom all of these are true."""


class Course(Value):  # noqa: PLW1641 - a course compared with a value is one, and no key of anything
    """A value by whatever figures, and where it goes."""

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

    def __eq__(self, other: object) -> "Course":  # type: ignore[override]  # a course, not a truth
        is_same = self.way is Way.SAME is way_of(other)
        return self.with_(self.of == _of(other), Way.SAME if is_same else Way.EITHER)

    # What rates are computed with, where a rate is a course.

    def __mul__(self, other: Any) -> "Course":
        # A product goes where one factor goes if the other is not negative.
        beside = [one for one, by in ((self, other), (other, self)) if way_of(by) is not Way.SAME]
        is_known = all(_is_no_less(each, 0) for each in beside)
        return self.with_(self.of * _of(other), self.way.together(way_of(other)) if is_known else Way.EITHER)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> "Course":
        return self.with_(self.of // other, self.way)

    def with_(self, of: Any, way: Way) -> "Course":
        """Another value, and where it goes."""
        return Course(of, way, self.is_never)


def way_of(value: Any) -> Way:
    """Where a value goes; a plain one nowhere."""
    return value.way if isinstance(value, Course) else Way.SAME


def _of(value: Any) -> Any:
    return value.of if isinstance(value, Course) else value


def _is_no_less(one: Any, other: Any, *where: Formula) -> bool:
    """Whether one value is known never to be less than another, where something is so; a truth counts as 0 or 1."""
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
            # From the lesser to the greater, if it is known to be that either before the condition turns or after.
            greater, lesser = (then, otherwise) if condition.way is each else (otherwise, then)
            if any(_is_no_less(greater, lesser, where) for where in (holds, z3.Not(holds))):
                return each
    return Way.EITHER


def _share(portion: Portion, amount: Course) -> Course:
    rate, to, way = portion
    if isinstance(rate, Schedule):  # no band of an amount is negative, nor is a rate
        goes = reduce(Way.together, (way_of(row.figure.numerator) for row in rate.rows), amount.way)
        plain: Any = Schedule(tuple(Row(row.start, _plain(row.figure)) for row in rate.rows))
    else:
        goes, plain = (rate.numerator * amount).way, _plain(rate)
    return amount.with_(share(plain, of=amount.of, to=to, way=way), goes)


def _plain(rate: Rate) -> Rate:
    return Rate(_of(rate.numerator), rate.denominator)


def _extreme(word: Callable[..., Any], *amounts: Any) -> Course:
    asked = next(each for each in amounts if isinstance(each, Course))
    return asked.with_(word(*map(_of, amounts)), reduce(Way.together, map(way_of, amounts)))


register(Course, Kernel(choose=_choose, share=_share, least=partial(_extreme, least), most=partial(_extreme, most)))
