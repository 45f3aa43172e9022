"""The shape of a benefit along one fact as a small picture: breakpoints, jumps, and the person's own place.

The points are exactly those of `benefitcalc.engine.curve`; only their positions in the picture are rounded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from benefitcalc.analysis.shapes import end, up_to
from benefitcalc.core.amounts import FEN_DECIMALS, yuan
from benefitcalc.core.words import Kind
from benefitcalc.engine.curve import Curve, Point
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS, Fact, Held, span_of
from benefitcalc.facts.reading import Known
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import Views
from benefitcalc.text.currency import in_currency
from benefitcalc.text.localized import compact
from benefitcalc.text.message import N_, Message, Refused, Text, say
from benefitcalc.web.replies import texts


class Frame(NamedTuple):
    """The size of a picture, and the area of the shape in it; the labels of the axes are outside of this area."""

    width: int = 360
    height: int = 220
    left: int = 66
    right: int = 346
    top: int = 16
    bottom: int = 186


FRAME = Frame()

OLDEST = 100
"""The end of a picture along an age, unless the person is older."""

OF_AN_AGE = FACTS["age"].most
"""A number that may be greater than any age, such as the months since the year 0, has no picture."""

FEW = 10
"""Ranges of fewer whole numbers than this have a row of figures for each."""

MOST_TICKS = 4
"""The greatest number of steps between the labels of an axis."""


LONG, EXACTLY = 1_000_000, 8
"""An axis that reaches ``LONG`` has short labels, so that they do not overlap, with at most ``EXACTLY`` decimals."""


class Tick(NamedTuple):
    """A label of an axis."""

    at: float
    says: Message


class Mark(NamedTuple):
    """A point of the picture."""

    x: float
    y: float


class Cliff(NamedTuple):
    """A jump: its position, its ends, and the value that holds there."""

    x: float
    below: float
    at: float
    above: float

    @property
    def hollow(self) -> list[float]:
        """The ends that do not hold at the jump."""
        return [end for end in (self.below, self.above) if end != self.at]


class Row(NamedTuple):
    """A point of the shape in figures: in the strict, the stated and the generous view."""

    place: Message
    values: tuple[Message, ...]


class Drawing(NamedTuple):
    """A picture, and the same as figures."""

    over: str
    title: Message
    band: str
    line: str
    cliffs: tuple[Cliff, ...]
    own: Mark | None
    own_says: Message | None
    along: tuple[Tick, ...]
    up: tuple[Tick, ...]
    rows: tuple[Row, ...]
    frame: Frame = FRAME


def drawings(rule: Rule, facts: Known, law: Policy) -> list[Drawing]:
    """Return the pictures that the facts allow: along the first cost, and along the first count with a jump."""
    counts = [name for name in rule.facts._fields if FACTS[name].kind is Kind.WHOLE and FACTS[name].most <= OF_AN_AGE]
    known = {name: facts.get(name, FACTS[name].span) for name in rule.facts._fields}
    made = [_drawing_along(rule, known, over, law) for over in (*rule.costs[:1], *counts)]
    found = [each for each in made if each]
    drawn = [each for number, each in enumerate(found) if number == 0 or each.cliffs][:2]
    return in_currency(drawn, law.currency)


def _drawing_along(rule: Rule, facts: Mapping[str, Held], over: str, law: Policy) -> Drawing | None:
    """Return the picture along one fact; None if another fact is unknown, or if there is no shape to be seen."""
    fact, (least, most) = FACTS[over], span_of(facts[over])
    at = _in_units(fact, least) if least == most else None
    furthest = Fraction(0) if most == fact.span.high else _in_units(fact, most)
    try:
        curves = [rule.curve_of({**facts, over: fact.span}, law, over, view) for view in Views._fields]
    except Refused:  # another fact is unknown, or this fact can have only one value
        return None
    whole = [curve.points for curve in curves]
    last = _end(fact, whole, furthest)
    shapes = [up_to(last, shape) for shape in whole]
    greatest = max(max(each[1:]) for each in shapes[2])
    return _Paper(rule, fact, curves, shapes, greatest).drawing(at) if greatest else None


def _end(fact: Fact, shapes: Iterable[Sequence[Point]], own: Fraction) -> Fraction:
    if fact.kind is not Kind.MONEY:
        return max(Fraction(OLDEST), own)
    return end(shapes, own)


class _Paper(NamedTuple):
    """The coordinates of a picture: its range and its height."""

    rule: Rule
    fact: Fact
    curves: Sequence[Curve]
    shapes: Sequence[Sequence[Point]]
    top: Fraction

    @property
    def low(self) -> Fraction:
        return self.shapes[0][0].x

    @property
    def high(self) -> Fraction:
        return self.shapes[0][-1].x

    def drawing(self, x: Fraction | None) -> Drawing:
        strict, stated, generous = self.shapes
        own = None if x is None else self.curves[1].at(x)
        title = say("{told}", told=texts.CURVE_TITLE) if self.rule.gives_money else say("{told}", told=texts.CURVE_WHO)
        return Drawing(
            over=self.fact.name,
            title=say("{told}{fact}", told=title, fact=say(self.fact.meaning)),
            band=f"M{self._path(self._run(generous))}L{self._path([*self._run(strict)][::-1])}Z",
            line="".join(self._pieces(stated)),
            cliffs=tuple(
                Cliff(self.x(each.x), self.y(each.below), self.y(each.at), self.y(each.above))
                for each in stated
                if each.is_jump
            ),
            own=None if x is None or own is None else Mark(self.x(x), self.y(Fraction(own))),
            own_says=None if x is None or own is None else self._own(x, Fraction(own)),
            along=tuple(Tick(self.x(at), says) for at, says in _round_numbers(self.low, self.high)),
            up=tuple(self._up()),
            rows=tuple(self._rows()),
        )

    def x(self, value: Fraction) -> float:
        return round(FRAME.left + float((value - self.low) / (self.high - self.low)) * (FRAME.right - FRAME.left), 1)

    def y(self, value: Fraction) -> float:
        return round(FRAME.bottom - float(value / self.top) * (FRAME.bottom - FRAME.top), 1)

    def _run(self, points: Iterable[Point]) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield the outline of a shape, with its jumps as vertical edges."""
        for each in points:
            yield from ((each.x, value) for value in (each.below, each.at, each.above))

    def _path(self, run: Iterable[tuple[Fraction, Fraction]]) -> str:
        return "L".join(dict.fromkeys(f"{self.x(x)},{self.y(y)}" for x, y in run))

    def _pieces(self, points: Iterable[Point]) -> Iterator[str]:
        """Yield the line in pieces, broken at jumps."""
        for one, other in pairwise(points):
            yield f"M{self._path(((one.x, one.above), (other.x, other.below)))}"

    def _own(self, x: Fraction, value: Fraction) -> Message:
        return say("{you}{place} → {value}", you=texts.YOU, place=self._place(x), value=self._value(value))

    def _place(self, x: Fraction) -> Message:
        if self.fact.kind is Kind.MONEY:
            return _yuan(x)
        return say("{x} {unit:word}", x=int(x), unit=self.fact.unit)

    def _value(self, value: Fraction) -> Message:
        return _yuan(value) if self.rule.gives_money else say("{told:word}", told="yes" if value else "no")

    def _up(self) -> Iterator[Tick]:
        yes_no = [(each, self._value(each)) for each in (Fraction(0), Fraction(1))]
        for at, says in _round_numbers(Fraction(0), self.top) if self.rule.gives_money else yes_no:
            yield Tick(self.y(at), says)

    def _rows(self) -> Iterator[Row]:
        """Yield figures at every point where any shape changes; for few whole numbers, at each number."""
        places = {each.x for shape in self.shapes for each in shape}
        if self.fact.kind is Kind.WHOLE and self.high - self.low < FEW:
            places = {Fraction(each) for each in range(int(self.low), int(self.high) + 1)}
        for place in sorted(places):
            exact = [curve.at(_as_given(self.fact, place)) for curve in self.curves]
            yield Row(self._place(place), tuple(self._value(Fraction(value)) for value in exact))


def _as_given(fact: Fact, place: Fraction) -> Fraction:
    """Return a point as a user would give it, rounded up to the fen."""
    return _in_units(fact, ceil(place * 100)) if fact.kind is Kind.MONEY else Fraction(int(place))


def _in_units(fact: Fact, value: int) -> Fraction:
    """Return a value in the unit of the picture: yuan, or unchanged."""
    return Fraction(value, 10**FEN_DECIMALS) if fact.kind is Kind.MONEY else Fraction(value)


def _yuan(value: Fraction) -> Message:
    fen = value * 100
    told = say("{value:yuan}", value=str(yuan(round(fen))))
    return told if fen.denominator == 1 else say(N_("about {value}"), value=told)


def _round_numbers(low: Fraction, high: Fraction) -> list[tuple[Fraction, Message]]:
    """Return a few round numbers between the ends, each with its label."""
    ticks = _ticks(low, high)
    return [(each, _short(int(each)) if ticks[-1] >= LONG else say("{x}", x=f"{int(each):,}")) for each in ticks]


def _short(figure: int) -> Message:
    """Return a number in 万 and 亿, or in thousands (K) and millions (M), exactly, as Unicode defines them."""
    return say("{figure}", figure=Text(zh=compact(figure, "zh", EXACTLY), en=compact(figure, "en", EXACTLY)))


def _ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return a few round numbers between the ends."""
    power = Fraction(10) ** (len(str(int(high - low))) - 1)
    steps = (power * part for part in _PARTS)
    step = next(each for each in steps if (high - low) / each <= MOST_TICKS and each.denominator == 1)
    first = ceil(low / step)
    return [step * each for each in range(first, int(high / step) + 1)]


_PARTS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5))
"""The possible steps between two labels, as parts of a power of ten."""
