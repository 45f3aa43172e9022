"""Evaluate a rule's body along one fact: an exact piecewise-linear function of the fact, with breakpoints and jumps.

A value is a sequence of cells, in turn a point and the open interval up to the next point. On each cell it is one
straight line: the value of the body without rounding. (Figures of the law that do not depend on the fact are rounded
as usual.) ``least`` and ``most`` bound the difference between the rounded value and the line, in fen. Where rounding
may change a comparison, or decide which amount is the lesser, there is a separate cell. So a caller who needs the
exact rounded values knows at which whole numbers to evaluate the body.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import ceil, floor
from typing import Any, NamedTuple

from benefitcalc.core.rates import Portion, Rate, Rounding, Schedule
from benefitcalc.core.words import Kernel, Value, folded, register, rounded

Number = int | Fraction
HALF = Fraction(1, 2)


class Cell(NamedTuple):
    """A point (``low == high``) or the open interval from ``low`` to ``high``, with the line ``slope * at + base``."""

    low: Number
    high: Number
    slope: Number
    base: Number
    least: Number = 0
    most: Number = 0
    is_rough: bool = False
    """Whether the line is only an approximation, because rounding to a large unit would make too many steps."""

    def line(self, at: Number) -> Number:
        """Return the unrounded value at ``at``. Outside the cell, the line is extended."""
        return self.slope * at + self.base

    @property
    def middle(self) -> Number:
        """A number in the cell."""
        return self.low if self.low == self.high else Fraction(self.low + self.high) / 2

    @property
    def is_exact(self) -> bool:
        """Whether the line alone gives the rounded value."""
        return self.least == self.most


class Along(Value):  # noqa: PLW1641 - never a dict key: == gives a function of the fact
    """A value as a function of one fact, over the whole range of the fact."""

    __slots__ = ("cells",)

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = _joined(cells)

    def __add__(self, other: Any) -> "Along":
        return _each(_sum, self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Along":
        return _each(_difference, self, other)

    def __rsub__(self, other: int) -> "Along":
        return _each(_difference, other, self)

    def __ge__(self, other: Any) -> "Along":
        return _each(_is_at_least, self, other)

    def __le__(self, other: Any) -> "Along":
        return _each(_is_at_least, other, self)

    def __eq__(self, other: object) -> "Along":  # type: ignore[override]  # a function of the fact, not a Boolean
        return _each(_is_same, self, other)


def straight(low: Number, high: Number, slope: Number, base: Number) -> Along:
    """Return one line from ``low`` to ``high``. With slope 1 and base 0 it is the fact itself."""
    return Along(Cell(*ends, slope, base) for ends in ((low, low), (low, high), (high, high)))


def steps(values: Mapping[int, int]) -> Along:
    """Return a function that has each value from its number on, up to the next number; the numbers are in order."""
    numbers = list(values)
    changes = (at for before, at in pairwise(numbers) if values[before] != values[at])
    ends = list(dict.fromkeys((numbers[0], *changes, numbers[-1])))
    nexts = zip(ends, [*ends[1:], ends[-1]], strict=True)
    return Along([Cell(at, end, 0, values[at]) for at, after in nexts for end in (at, after)][:-1])


def _joined(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Remove the points at which nothing changes, and join the cells beside them."""
    found: list[Cell] = []
    for cell in cells:
        if len(found) > 1 and cell.low < cell.high:
            before, point = found[-2:]
            is_one_line = before[2:] == cell[2:] and point.line(point.low) == cell.line(point.low)
            if is_one_line and cell.least <= point.least and point.most <= cell.most:
                found[-2:] = [cell._replace(low=before.low)]
                continue
        found.append(cell)
    return tuple(found)


def _each(word: Callable[..., Iterable[Cell]], *values: Any) -> Along:
    """Apply a word to the values, separately on each part where all of them are one line."""
    alongs = [value for value in values if isinstance(value, Along)]
    breaks = sorted({cell.low for along in alongs for cell in along.cells})

    def cut(value: Any) -> Iterator[Cell]:
        along = value if isinstance(value, Along) else straight(breaks[0], breaks[-1], 0, int(value))
        return (part for cell in along.cells for part in _cut(cell, breaks))

    return Along(cell for parts in zip(*map(cut, values), strict=True) for cell in word(*parts))


def _cut(cell: Cell, breaks: Sequence[Number]) -> Iterator[Cell]:
    """Split a cell at the breakpoints inside it; ``breaks`` are in rising order."""
    for at in breaks[bisect_right(breaks, cell.low) : bisect_left(breaks, cell.high)]:
        yield cell._replace(high=at)
        yield cell._replace(low=at, high=at)
        cell = cell._replace(low=at)
    yield cell


def _sum(one: Cell, other: Cell) -> Iterator[Cell]:
    yield Cell(
        one.low,
        one.high,
        one.slope + other.slope,
        one.base + other.base,
        one.least + other.least,
        one.most + other.most,
        one.is_rough or other.is_rough,
    )


def _difference(one: Cell, other: Cell) -> Iterator[Cell]:
    less = other._replace(slope=-other.slope, base=-other.base, least=-other.most, most=-other.least)
    yield from _sum(one, less)


def _apart(one: Cell, other: Cell) -> Iterator[tuple[Cell, Cell, Number, Number, Number]]:
    """Split two lines where they cross, or may cross by rounding; yield the parts with the difference within each.

    The three numbers are the unrounded difference, its least and its greatest value with rounding. None of them changes
    its sign within a part.
    """
    [gap] = _difference(one, other)
    is_cut = gap.slope and gap.low < gap.high  # a point is not split
    breaks = sorted(-(gap.base + off) / Fraction(gap.slope) for off in {0, gap.least, gap.most}) if is_cut else []
    for left, right in zip(_cut(one, breaks), _cut(other, breaks), strict=True):
        by = gap.line(left.middle)
        yield left, right, by, by + gap.least, by + gap.most


def _is_at_least(one: Cell, other: Cell) -> Iterator[Cell]:
    for cell, beside, by, least, most in _apart(one, other):
        yield _truth(cell, beside, holds=by >= 0, surely=least >= 0, perhaps=most >= 0)


def _is_same(one: Cell, other: Cell) -> Iterator[Cell]:
    for cell, beside, by, least, most in _apart(one, other):
        yield _truth(cell, beside, holds=by == 0, surely=least == most == 0, perhaps=least <= 0 <= most)


def _truth(cell: Cell, other: Cell, *, holds: bool, surely: bool, perhaps: bool) -> Cell:
    is_rough = surely != perhaps and (cell.is_rough or other.is_rough)
    return Cell(cell.low, cell.high, 0, int(holds), surely - holds, perhaps - holds, is_rough)


def _choose(condition: Cell, then: Cell, otherwise: Cell) -> Iterator[Cell]:
    chosen, other = (then, otherwise) if condition.base else (otherwise, then)
    if not condition.is_exact:
        yield _either(chosen, other)._replace(is_rough=condition.is_rough or chosen.is_rough or other.is_rough)
    elif condition.least:
        yield _rounded_to(chosen, other)
    else:
        yield chosen


def _lesser(one: Cell, other: Cell) -> Iterator[Cell]:
    for left, right, by, least, most in _apart(one, other):
        yield _picked(left, right, least, most) if by <= 0 else _picked(right, left, -most, -least)


def _greater(one: Cell, other: Cell) -> Iterator[Cell]:
    for left, right, by, least, most in _apart(one, other):
        yield _picked(left, right, -most, -least) if by >= 0 else _picked(right, left, least, most)


def _picked(picked: Cell, other: Cell, least: Number, most: Number) -> Cell:
    """Return the line that the unrounded values pick; ``least`` and ``most`` bound the excess of the rounded ones."""
    if most <= 0:
        return picked
    return _rounded_to(picked, other) if least >= 0 else _either(picked, other)


def _rounded_to(line: Cell, other: Cell) -> Cell:
    """Return a line whose rounded value is the rounded value of the other line."""
    gaps = [other.line(end) - line.line(end) for end in (line.low, line.high)]
    is_rough = line.is_rough or other.is_rough
    return line._replace(least=min(gaps) + other.least, most=max(gaps) + other.most, is_rough=is_rough)


def _either(line: Cell, other: Cell) -> Cell:
    """Return a line whose rounded value may be its own or that of the other line."""
    there = _rounded_to(line, other)
    return there._replace(least=min(line.least, there.least), most=max(line.most, there.most))


def _share(portion: Portion, amount: Along) -> Along:
    return _each(partial(_rounded_to_unit, portion), _each(partial(_taken, portion), amount))


def _taken(portion: Portion, cell: Cell) -> Iterator[Cell]:
    """Take the share of a line, before rounding. Split it where its value, rounded or not, enters another band."""
    starts = [row.start for row in portion.rate.rows] if isinstance(portion.rate, Schedule) else []
    for part in _cut_at(cell, starts):
        (slope, base), *beside = (_line_at(portion, part.line(part.middle) + off) for off in (0, part.least, part.most))
        ends = [part.line(end) for end in (part.low, part.high)]
        least, most = (
            [by * (end + off) + plus - slope * end - base for end in ends]
            for (by, plus), off in zip(beside, (part.least, part.most), strict=True)
        )
        slope, base = slope * part.slope, slope * part.base + base
        yield Cell(part.low, part.high, slope, base, min(least), max(most), part.is_rough)


def _line_at(portion: Portion, value: Number) -> tuple[Number, Number]:
    """Return the slope and the base of the share in the band of a value."""
    if isinstance(portion.rate, Rate):
        return Fraction(portion.rate.numerator, portion.rate.denominator), 0
    slope: Number = 0
    base: Number = 0
    for row in portion.rate.rows:
        if row.start <= value:
            before, slope = slope, Fraction(row.figure.numerator, row.figure.denominator)
            base += (before - slope) * row.start
    return slope, base


def _cut_at(cell: Cell, values: Iterable[Number]) -> Iterator[Cell]:
    """Split a cell where its line, or a bound of its rounded value, reaches one of the values."""
    if not cell.slope or cell.low == cell.high:
        yield cell
        return
    offs = {0, cell.least, cell.most}
    breaks = sorted({(value - cell.base - off) / Fraction(cell.slope) for value in values for off in offs})
    yield from _cut(cell, breaks)


def _rounded_to_unit(portion: Portion, cell: Cell) -> Iterator[Cell]:
    """Round a line. To fen, the bounds widen; to a larger unit, the line becomes steps, unless these are too many."""
    to, way = portion.to, portion.way
    if to == 1:
        yield _rounded_to_fen(way, cell)
        return
    low, high = sorted(cell.line(end) for end in (cell.low, cell.high))
    if (high - low) / to > MOST_STEPS:
        yield cell._replace(least=cell.least - to, most=cell.most + to, is_rough=True)
        return
    first, last = floor((low + min(cell.least, 0)) / to) - 1, ceil((high + max(cell.most, 0)) / to) + 1
    middle = HALF * to if way in _TO_NEAREST else 0
    for part in _cut_at(cell, [at * to + middle for at in range(first, last + 1)]):
        value = part.line(part.middle)
        least, at, most = (_to_unit(value + off, to, way) for off in (part.least, 0, part.most))
        yield part._replace(slope=0, base=at, least=least - at, most=most - at)


MOST_STEPS = 5_000
"""The greatest number of steps of a line that is rounded to more than a fen; above it the line is rough."""

_TO_NEAREST = {Rounding.NEAREST, Rounding.NEAREST_EVEN}


def _to_unit(value: Number, to: int, way: Rounding) -> int:
    exact = Fraction(value)
    found: int = rounded(exact.numerator, exact.denominator * to, way)
    return found * to


def _rounded_to_fen(way: Rounding, cell: Cell) -> Cell:
    if cell.is_exact and (cell.low == cell.high or not cell.slope):  # a single amount
        unrounded = cell.line(cell.low)
        off = _to_unit(unrounded + cell.least, 1, way) - unrounded
        return cell._replace(least=off, most=off)
    is_whole = Fraction(cell.slope).denominator == Fraction(cell.base + cell.least).denominator == 1
    if cell.is_exact and is_whole:  # whole fen at every whole number
        return cell
    down, up = _OFF[way]
    return cell._replace(least=cell.least + down, most=cell.most + up)


_OFF: dict[Rounding, tuple[Number, Number]] = {
    Rounding.DOWN: (-1, 0),
    Rounding.NEAREST_EVEN: (-HALF, HALF),
    Rounding.NEAREST: (-HALF, HALF),
    Rounding.UP: (0, 1),
}
"""Bounds of the rounded amount minus the unrounded one, in fen."""


register(
    Along,
    Kernel(
        choose=partial(_each, _choose),
        share=_share,
        least=lambda *amounts: folded(partial(_each, _lesser), min, amounts),
        most=lambda *amounts: folded(partial(_each, _greater), max, amounts),
    ),
)
