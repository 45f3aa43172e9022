"""The exact shape of a benefit along one fact: breakpoints, jumps, and the solutions for an amount.

The shape is that of the unrounded body, so its breakpoints and slopes are exact fractions. `Curve.at` and `Curve.solve`
use the body itself, rounded to the fen.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import starmap
from math import ceil, floor
from typing import Any, NamedTuple

from benefitcalc.core import amounts
from benefitcalc.core.amounts import FEN_DECIMALS, GREATEST, yuan
from benefitcalc.core.backends.curves import Along, Cell, Number, steps, straight
from benefitcalc.core.backends.ranges import Range
from benefitcalc.core.words import Kind
from benefitcalc.engine.scenarios import Scenarios
from benefitcalc.facts import parsing, relations
from benefitcalc.facts.fact import FACTS, Held, Scalar, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.text import errors
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import N_, Problem, Refused, say, shown

MOST_LOOKED_AT = 200_000
"""The greatest number of whole numbers that `Curve.solve` tests one by one, where rounding requires it."""

MOST_DECIMALS = 12
"""A fraction with more decimals than this is printed as a fraction."""

CurveValue = Decimal | bool


class Point(NamedTuple):
    """A point where the shape changes: the value just below it, at it, and just above it.

    ``x`` is in the unit of the fact (yuan, years, stars). The values are not rounded: yuan, or 0 for no and 1 for yes.
    """

    x: Fraction
    below: Fraction
    at: Fraction
    above: Fraction

    @property
    def is_jump(self) -> bool:
        """Whether the value jumps at the point."""
        return not self.below == self.at == self.above


class Interval(NamedTuple):
    """The closed interval from ``low`` to ``high`` of a fact, in the form in which a person would give it."""

    low: Decimal | Scalar
    high: Decimal | Scalar


@dataclass(frozen=True)
class Curve:
    """A benefit as a function of one fact, with the other facts and the terms fixed. `Rule.curve` returns it."""

    rule: str
    over: str
    view: str
    line: str
    """The line of the rule: its payout, or for a rule without money, whether a person is eligible."""
    kind: Kind
    _along: Along = field(compare=False)  # derived from the body
    _body: Callable[[int], int]

    def __repr__(self) -> str:
        low, high = self.ends
        return f"<Curve {self.rule}: {self.line} over {self.over} from {low} to {high}, {self.view}>"

    @property
    def points(self) -> tuple[Point, ...]:
        """The points where the shape changes, and the two ends of the fact's range; between them the shape is linear.

        Raises `Refused` if rounding to a large unit makes so many steps that a line is only an approximation.
        """
        self._refuse_rough(self._along.cells)
        return tuple(
            Point(Fraction(at, self._in_x), *(Fraction(each, self._in_y) for each in values))
            for at, *values in _changes(self._along.cells)
        )

    @property
    def kinks(self) -> tuple[Point, ...]:
        """The points where the slope changes without a jump."""
        return tuple(point for point in self.points[1:-1] if not point.is_jump)

    @property
    def cliffs(self) -> tuple[Point, ...]:
        """The points where the value jumps."""
        return tuple(point for point in self.points if point.is_jump)

    @property
    def ends(self) -> Interval:
        """The range of the fact on this curve."""
        return self._interval(*(self._along.cells[end].low for end in (0, -1)))

    @property
    def limit(self) -> Fraction | None:
        """The greatest value, if the curve stays at it from some point up to the end; otherwise None."""
        last, end = self.points[-2:]
        greatest = max(value for point in self.points for value in (point.below, point.at, point.above))
        return greatest if last.above == end.below == greatest else None

    @property
    def rounding(self) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
        """Yield ``(low, high, bound)``: where the rounded value may differ from the unrounded one, and by how much."""
        for cell in self._along.cells:
            by = max(abs(Fraction(cell.least)), abs(Fraction(cell.most)))
            if by and cell.low < cell.high:
                yield Fraction(cell.low, self._in_x), Fraction(cell.high, self._in_x), by / self._in_y

    def rows(self) -> list[dict[str, Decimal | Fraction]]:
        """Return the points as table rows with exact texts: a decimal, or a fraction if its decimals do not end."""
        return [{name: _decimal_or_fraction(value) for name, value in point._asdict().items()} for point in self.points]

    def at(self, x: object) -> CurveValue:
        """Return the body's value at ``x``: yuan to the fen, or a Boolean. Raises `Refused` for an invalid ``x``."""
        return self._in_units(self._body(self._read(x)))

    def slope_at(self, x: object) -> Fraction:
        """Return the slope to the right of ``x`` (at the upper end, to the left), in yuan per unit of the fact."""
        at = self._place(x)
        stretches = [cell for cell in self._along.cells if cell.low < cell.high]
        cell = next((cell for cell in stretches if cell.low <= at < cell.high), stretches[-1])
        return Fraction(cell.slope * self._in_x, self._in_y)

    def area(self, a: object, b: object) -> Fraction:
        """Return the exact integral of the unrounded value from ``a`` to ``b``, in yuan times the unit of the fact."""
        low, high = self._place(a), self._place(b)
        if low > high:
            return -self.area(b, a)
        total = Fraction(0)
        within = [cell for cell in self._along.cells if max(cell.low, low) < min(cell.high, high)]
        self._refuse_rough(within)
        for cell in within:
            left, right = max(cell.low, low), min(cell.high, high)
            total += cell.line(Fraction(left + right) / 2) * (right - left)
        return total / (self._in_x * self._in_y)

    def solve(self, amount: object) -> tuple[Interval, ...]:
        """Return all intervals of the fact in which the rounded benefit is exactly ``amount`` yuan, in rising order.

        The result may be empty. Raises `Refused` if the argument is not an amount, and if rounding leaves too many
        single cases to test.
        """
        wanted = amounts.fen(amount) if self.kind is Kind.MONEY else int(parsing.truth(amount))
        found: list[list[int]] = []
        for low, high in (each for cell in self._along.cells for each in self._within(cell, wanted)):
            if found and low == found[-1][1] + 1:
                found[-1][1] = high
            else:
                found.append([low, high])
        return tuple(self._interval(low, high) for low, high in found)

    def _within(self, cell: Cell, wanted: int) -> Iterator[tuple[int, int]]:
        """Yield the intervals of whole numbers in a cell that give the wanted value."""
        is_point = cell.low == cell.high
        first, last = (ceil(cell.low), floor(cell.high)) if is_point else (floor(cell.low) + 1, ceil(cell.high) - 1)
        if cell.slope:
            ends = sorted((wanted - cell.base - off) / Fraction(cell.slope) for off in (cell.least, cell.most))
            first, last = max(first, ceil(ends[0])), min(last, floor(ends[1]))
        elif not cell.least <= wanted - cell.base <= cell.most:
            return
        if first > last:
            return
        if cell.is_exact:
            yield first, last
            return
        if last - first >= MOST_LOOKED_AT:
            told = N_("{amount:yuan}: rounding leaves {count} cases, too many to look at each")
            raise Refused(say(told, amount=str(yuan(wanted)), count=last - first + 1))
        yield from ((each, each) for each in range(first, last + 1) if self._body(each) == wanted)

    def _refuse_rough(self, cells: Iterable[Cell]) -> None:
        if any(cell.is_rough for cell in cells):
            raise Refused(say(N_("has too many steps of rounding; give a narrower range")).at(self.over))

    def _read(self, x: object) -> int:
        with errors.at(self.over):
            is_whole = isinstance(x, Fraction) and (x * self._in_x).denominator == 1
            value = int(x * self._in_x) if is_whole else FACTS[self.over].read(x)  # type: ignore[operator]  # a fraction
        if isinstance(value, Span) or not FACTS[self.over].values(Span(value, value)) or not self._has(value):
            ends = dict(zip(("low", "high"), map(str, self.ends), strict=True))
            told = say(N_("'{given}' is not a value from {low} to {high}"), given=shown(x), **ends)
            raise Refused(told.at(self.over))
        return value

    def _has(self, at: Number) -> bool:
        return self._along.cells[0].low <= at <= self._along.cells[-1].low

    def _place(self, x: object) -> Number:
        if not isinstance(x, Fraction):
            return self._read(x)
        return x * self._in_x if self._has(x * self._in_x) else self._read(x)

    def _interval(self, low: Number, high: Number) -> Interval:
        over = FACTS[self.over]
        if over.levels:  # a level's value holds up to the next level
            high = over.values(Span(int(low), int(high)))[-1]
        values = (yuan(int(end)) if over.kind is Kind.MONEY else over.write(int(end)) for end in (low, high))
        return Interval(*values)  # type: ignore[arg-type]  # a single value is never written as None

    def _in_units(self, value: int) -> CurveValue:
        return yuan(value) if self.kind is Kind.MONEY else bool(value)

    @property
    def _in_x(self) -> int:
        return 10**FEN_DECIMALS if FACTS[self.over].kind is Kind.MONEY else 1

    @property
    def _in_y(self) -> int:
        return 10**FEN_DECIMALS if self.kind is Kind.MONEY else 1


def _decimal_or_fraction(value: Fraction) -> Decimal | Fraction:
    """Print a fraction as a decimal if it is one, otherwise as a fraction."""
    places = next((places for places in range(MOST_DECIMALS) if 10**places % value.denominator == 0), None)
    return value if places is None else Decimal(f"{value * 10**places}E-{places}")


def written(number: Decimal | Fraction) -> str:
    """A number of a row as text: ``712.5``, and never ``7E-7``; or ``1/3``."""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def along(span: Span, body: Callable[[Any], Any]) -> Along:
    """Evaluate a body along an amount, on the backend of curves."""
    found = body(straight(*span, 1, 0))
    return found if isinstance(found, Along) else straight(*span, 0, int(found))


def _values(course: Mapping[Span, Range], body: "Body") -> dict[int, int]:
    """Return the value of a body at each value of a counted fact or levels."""
    fact = FACTS[body.over]
    return {
        at: each.low if each.low == each.high else int(body(at))
        for span, each in course.items()
        for at in fact.values(span)
    }


def _changes(cells: Iterable[Cell]) -> Iterator[tuple[Number, ...]]:
    """Yield the points at which the line changes, with the value below, at and above each."""
    every = list(cells)
    for place in range(0, len(every), 2):
        point = every[place]
        below, above = every[max(place - 1, 0)], every[min(place + 1, len(every) - 1)]
        values = tuple(cell.line(point.low) for cell in (below, point, above))
        is_end = place in (0, len(every) - 1)
        if is_end or len(set(values)) > 1 or below.slope != above.slope:
            yield point.low, *values


@dataclass(frozen=True)
class Body:
    """One line of a rule's body as a function of one fact, with the other facts fixed. Compared by its parts."""

    assess: Callable[[Any, Any], Any]
    facts: Callable[..., Any]
    terms: Any
    line: str
    over: str
    known: Mapping[str, Held]

    def of(self, facts: Mapping[str, Any]) -> Any:
        """Return the value of the line for these facts, on any backend."""
        return getattr(self.assess(self.facts(**facts), self.terms), self.line)

    def __call__(self, value: Any) -> Any:
        """Return the value of the line for this value of the fact, on any backend."""
        return self.of({**self.known, self.over: value})


def shape(body: Body, thresholds: Mapping[str, Collection[int]]) -> tuple[Along, Body]:
    """What a body gives along its fact, and the body itself, what else is not known being filled in.

    ``thresholds`` are as `Scenarios.of` takes them. Refused where the fact can only be one value, and
    where it matters what another is that is not known.
    """
    over, facts = body.over, relations.narrowed(body.known)
    low, high = span_of(facts[over])
    span = Span(low, min(high, GREATEST))
    scenarios = Scenarios.of({**facts, over: span if span.low < span.high else low}, thresholds)
    value = body.of(scenarios.facts)
    matter = [name for name in scenarios.relevant_facts([value]) if name != over]
    problems = [] if all(map(scenarios.is_enumerated, matter)) else [_give_one(name) for name in matter]
    if span.low >= span.high:
        told = N_("can only be {value} here; leave it out, or give a range")
        problems.append(say(told, value=FACTS[over].message_value(FACTS[over].write(low))).at(over))
    errors.refuse(problems)
    others = {name: span_of(fact).low for name, fact in facts.items()}
    is_amount = FACTS[over].kind is Kind.MONEY

    def read(filled: Mapping[str, int], course: Mapping[Span, Range]) -> tuple[Along, Body]:
        own = replace(body, known=Fixed({**others, **filled, over: facts[over]}))
        return along(span, own) if is_amount else steps(_values(course, own)), own

    found = starmap(read, scenarios.courses(value, over, matter))
    first = next(found)
    if any(each.cells != first[0].cells for each, _ in found):
        raise Refused(*map(_give_one, matter))
    return first


def _give_one(fact: str) -> Problem:
    return say(N_("give one value; a curve is of what is known")).at(fact)
