"""Evaluate a rule's body once, when the rule is created, to check that every backend can compute it.

A `Trace` stands for a fact or a figure of known kind. An operation that no backend has is recorded with its line in the
body and with what to write instead. The evaluation then continues, so an author sees all problems at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import currentframe
from linecache import getline
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any

from benefitcalc.core.rates import Portion, Rate, Rounding, Row, Schedule
from benefitcalc.core.words import Kernel, Kind, Value, register

_OWN = Path(__file__).parent.parent
"""The directory of the words and the backends. The first stack frame outside of it is the author's line."""

_CALLED: dict[Kind | None, str] = {
    None: "a number",
    Kind.MONEY: "an amount",
    Kind.YES_NO: "a yes or no",
    Kind.WHOLE: "a whole number",
    Kind.LEVEL: "a level",
    Kind.RATE: "a rate",
    Kind.ROUNDING: "a way of rounding",
    Kind.SCHEDULE: "a schedule",
}
_COUNTED = {Kind.MONEY, Kind.WHOLE, None}


@dataclass
class Tracing:
    """What the evaluation of a body recorded."""

    problems: dict[str, None] = field(default_factory=dict)
    """The unsupported operations: a sentence each, in the order of the body."""
    units: set[str] = field(default_factory=set)
    """The terms that are units of rounding."""
    assumes_rounding: bool = False
    """Whether the law leaves a rounding mode open somewhere."""
    compared: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    """For each fact the terms that it is compared with, and how far past such a figure another outcome begins: 0 or 1.
    """

    def meet(self, one: "Trace", other: Any, *past: int) -> None:
        """Write down that what one is made of is compared with what the two are made of.

        ``past`` is how far past the other the outcome changes as one rises; where a fact is not itself what is
        compared, it may be either way.
        """
        terms = one.of | (other.of if isinstance(other, Trace) else frozenset())
        for name in one.of:
            shifts = past if name in one.itself else (0, 1)
            self.compared.setdefault(name, set()).update((term, each) for term in terms for each in shifts)

    def refuse(self, sentence: str) -> None:
        """Record a problem at the author's line that is running now."""
        frame = currentframe()
        while frame is not None and _is_own(frame):
            frame = frame.f_back
        if frame is not None:
            self._write(frame.f_code.co_filename, frame.f_lineno, sentence)

    def stopped_by(self, error: TypeError) -> None:
        """Record at the author's line why the evaluation stopped there."""
        steps = [frame for frame, _ in walk_tb(error.__traceback__) if not _is_own(frame)]
        lines = [at for frame, at in walk_tb(error.__traceback__) if frame is steps[-1]]
        self._write(steps[-1].f_code.co_filename, lines[-1], str(error))

    def _write(self, file: str, line: int, sentence: str) -> None:
        text = getline(file, line).strip()
        where = f"line {line}, `{text}`" if text else f"line {line}"
        self.problems[f"{where}: {sentence}"] = None


def _is_own(frame: FrameType) -> bool:
    return _OWN in Path(frame.f_code.co_filename).parents


class Trace(Value):  # noqa: PLW1641 - never a dict key: == gives a trace
    """A value of known kind, which comes from the law only (``is_law``) or depends on a person.

    A choice between plain numbers has no kind, since plain numbers have none.
    """

    __slots__ = ("is_law", "itself", "kind", "name", "of", "tracing")

    def __init__(self, tracing: Tracing, kind: Kind | None, name: str = "", *, is_law: bool = False) -> None:
        self.tracing, self.kind, self.name, self.is_law = tracing, kind, name, is_law
        self.of = self.itself = frozenset((name,) if name else ())
        """The facts and terms of which it is made, and those of them that it may be as they are."""

    def made(self, kind: Kind | None, *others: Any) -> "Trace":
        """Return the trace of a value computed from this one and others."""
        every = [self, *_traces(others)]
        made = Trace(self.tracing, kind, is_law=all(each.is_law for each in every))
        made.of = frozenset().union(*(each.of for each in every))
        return made

    # What a body may use: sums, differences and comparisons of values of one kind.

    def __add__(self, other: Any) -> "Trace":
        return self._summed(other, "added to")

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Trace":
        return self._summed(other, "subtracted from")

    __rsub__ = __sub__

    def __ge__(self, other: Any) -> "Trace":
        return self._compared(other, 0)

    def __le__(self, other: Any) -> "Trace":
        return self._compared(other, 1)

    def __eq__(self, other: object) -> "Trace":  # type: ignore[override]  # a trace, not a Boolean
        return self._compared(other, 0, 1)

    def _summed(self, other: Any, how: str) -> "Trace":
        if self.kind is None and isinstance(other, Trace) and other.kind is not None:
            return other + self
        if self.kind not in _COUNTED:
            told = "; count with choose(condition, 1, 0)" if self.kind is Kind.YES_NO else ""
            self.tracing.refuse(f"{_CALLED[self.kind]} is in no sum or difference{told}")
        elif _kind(other) is not None and _kind(other) is not self.kind:
            self.tracing.refuse(f"{_CALLED[_kind(other)]} is not {how} {_CALLED[self.kind]}")
        self._check_number(other)
        return self.made(self.kind, other)

    def _compared(self, other: Any, *past: int) -> "Trace":
        self.tracing.meet(self, other, *past)
        if isinstance(other, Trace):
            self.tracing.meet(other, self, *(1 - each for each in past))
        if self.kind is not None and _kind(other) not in (None, self.kind):
            self.tracing.refuse(f"{_CALLED[self.kind]} is compared with {_CALLED[_kind(other)]}")
        self._check_number(other)
        return self.made(Kind.YES_NO, other)

    def _check_number(self, other: Any) -> None:
        if not isinstance(other, Trace | int):
            self.tracing.refuse(
                f"{other!r} is a {type(other).__name__}; amounts are whole fen, and a part is share(rate, of=amount)"
            )

    # What no backend supports; each method returns a value, so that the evaluation continues.

    def __bool__(self) -> bool:
        self.tracing.refuse(
            "a body runs once for everybody: write choose, when, all_of, any_of, is_not, least, most"
            " instead of if, and, or, not, min, max, or comparisons in a chain"
        )
        return True

    def _no_product(self, other: Any) -> "Trace":
        if isinstance(other, Trace) and not (self.is_law or other.is_law):
            told = "the product of two facts is not computed"
        else:
            told = "write share(rate, of=amount) for a part, times(figure, count) for an amount for each"
        self.tracing.refuse(f"there is no * in a body: {told}")
        return self.made(self.kind, other)

    __mul__ = __rmul__ = _no_product

    def _no_division(self, other: Any) -> "Trace":
        self.tracing.refuse(
            "there is no /, // or % in a body: a part is a rate of the document, such as 1/12 in share(rate, of=amount)"
        )
        return self.made(self.kind, other)

    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _no_division

    def _no_number(self, *_: Any) -> Any:
        self.tracing.refuse("int, float, round, abs, unary minus and range need one number; a body has everybody's")
        return 0

    __int__ = __index__ = __round__ = __abs__ = __neg__ = __pos__ = __trunc__ = __floor__ = __ceil__ = _no_number

    def __float__(self) -> float:
        return float(self._no_number())


def _kind(value: Any) -> Kind | None:
    """Return the kind of a value; None for a plain number, which fits most kinds."""
    if isinstance(value, bool):
        return Kind.YES_NO
    return value.kind if isinstance(value, Trace) else None


def _traces(values: Iterable[Any]) -> Iterator[Trace]:
    return (value for value in values if isinstance(value, Trace))


def _choose(condition: Any, then: Any, otherwise: Any) -> Any:
    tracing = next(_traces((condition, then, otherwise))).tracing
    if _kind(condition) is not Kind.YES_NO:
        tracing.refuse("what chooses is yes or no, such as a comparison")
    return _together(tracing, (then, otherwise), condition)


def _together(tracing: Tracing, values: Iterable[Any], *beside: Any) -> Trace:
    """Return the trace of one of several values, which must have the same kind."""
    every = list(values)
    kinds = list(dict.fromkeys(kind for kind in map(_kind, every) if kind is not None))
    if len(kinds) > 1:
        tracing.refuse(f"{_CALLED[kinds[0]]} and {_CALLED[kinds[1]]} cannot stand for one another")
    is_law = all(each.is_law for each in _traces((*every, *beside)))
    one_of = Trace(tracing, kinds[0] if kinds else None, is_law=is_law)
    one_of.of = frozenset().union(*(each.of for each in _traces(every)))
    one_of.itself = frozenset().union(*(each.itself for each in _traces(every)))
    return one_of


def _share(portion: Portion, amount: Trace) -> Trace:
    rate, tracing = portion.rate, amount.tracing
    to: Any = portion.to
    figure: Any = rate.numerator if isinstance(rate, Rate) else None
    if isinstance(figure, Trace):  # from `times`
        if not figure.is_law:
            tracing.refuse(
                "times takes an amount of the law; the product of two facts is not computed;"
                " the amount of a class is step(schedule, at=value, of=count)"
            )
        if amount.kind not in (Kind.WHOLE, None):
            tracing.refuse(
                f"times counts a whole number, not {_CALLED[amount.kind]}; write share(rate, of=amount) for a part of"
                " an amount, step(schedule, at=value) for the amount of a class"
            )
        way: object = portion.way
        if isinstance(to, Trace) or isinstance(way, Trace):
            tracing.refuse("an amount for each of a whole number is exact: leave out to and way, which round a rate")
        return amount.made(figure.kind, figure)
    if not isinstance(rate, Rate | Schedule):
        tracing.refuse(f"share takes a rate or a schedule of the document, not {rate!r}")
    elif amount.kind not in _COUNTED:
        tracing.refuse(f"a share is of an amount, not of {_CALLED[amount.kind]}")
    if isinstance(to, Trace):
        tracing.units.add(to.name)
        if not (to.is_law and to.name):
            tracing.refuse("the unit of rounding is a figure of the document: to=terms....")
    tracing.assumes_rounding |= isinstance(portion.way, Rounding)
    for row in rate.rows if isinstance(rate, Schedule) else ():
        tracing.meet(amount, row.start, 0)
    taken = amount.made(amount.kind)
    taken.of = frozenset()  # what is compared with it lies at no figure of the document
    return taken


def _extreme(*values: Any) -> Trace:
    return _together(next(_traces(values)).tracing, values)


register(Trace, Kernel(choose=_choose, share=_share, least=_extreme, most=_extreme))


class TracedRate(Rate):
    """A rate of the document with an unknown value."""

    __slots__ = ("tracing",)
    tracing: Tracing

    def __init__(self, tracing: Tracing) -> None:
        super().__init__(1, 2)
        object.__setattr__(self, "tracing", tracing)

    def raised_by(self, uplift: Rate) -> Rate:  # noqa: ARG002 - any uplift
        """Return another unknown rate."""
        return self

    def _no_arithmetic(self, *_: Any) -> Any:
        self.tracing.refuse("a rate is only raised, and taken of an amount: share(rate, of=amount)")
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _no_arithmetic


def traced_term(tracing: Tracing, name: str, kind: Kind, begins: Kind | None = None, gives: Kind | None = None) -> Any:
    """Return a figure of the document. With ``begins`` and ``gives``, the kinds of a row, it is a two-row schedule."""
    if kind is Kind.RATE:
        return TracedRate(tracing)
    if begins is not None and gives is not None:
        figure = traced_term(tracing, name, gives)
        start: Any = Trace(tracing, begins, name, is_law=True)
        return Schedule((Row(start, figure), Row(start, figure)))
    return Trace(tracing, kind, name, is_law=True)


def misfits(lines: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Yield the lines whose values differ in kind from their declaration."""
    for name, value in lines.items():
        kind = _kind(value)
        if kind is not None and kind is not kinds[name]:
            yield f"the line {name} is {_CALLED[kinds[name]]}, and its value {_CALLED[kind]}"
