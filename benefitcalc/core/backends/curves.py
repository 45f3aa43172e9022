"""A rule's body read along one fact: a piecewise-linear function of it, with exact breaks, jumps included.

A value is cut into cells on each of which it is one straight line: points and the open stretches between, in turn.
The line is that of the unrounded body; figures of the law that the fact does not touch are rounded as ever. Beside the
line stands how far the rounded body may lie from it (``least`` to ``most``, in fen). Where rounding may turn a
comparison, or which of two amounts is the lesser, a stretch of its own says so. Who wants the rounded body exactly then
knows at which whole numbers it has to be looked at.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from math import ceil, floor
from typing import Any, NamedTuple

from benefitcalc.core.rates import Portion, Rate, Rounding, Schedule
from benefitcalc.core.words import Kernel, Value, folded, register, rounded

Number = int | Fraction
HALF = Fraction(1, 2)


class Cell(NamedTuple):
    """A point, where ``low`` is ``high``, or all that lies strictly between the two."""

    low: Number
    high: Number
    slope: Number
    base: Number
    least: Number = 0
    most: Number = 0
    is_rough: bool = False
    """Whether the line is not the value itself, since the law rounds to more than a fen in very many steps."""

    def line(self, at: Number) -> Number:
        """The unrounded value, where ``at`` lies in the cell; else where its line would go on."""
        return self.slope * at + self.base

    @property
    def middle(self) -> Number:
        """A number within the cell."""
        return self.low if self.low == self.high else Fraction(self.low + self.high) / 2

    @property
    def is_exact(self) -> bool:
        """Whether the line alone says what the rounded value is."""
        return self.least == self.most


class Along(Value):  # noqa: PLW1641 - a value compared with another is one along the fact, and no key of anything
    """A value for all that one fact may be."""

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

    def __eq__(self, other: object) -> "Along":  # type: ignore[override]  # along the fact, not a truth
        return _each(_is_same, self, other)


def straight(low: Number, high: Number, slope: Number, base: Number) -> Along:
    """One line from ``low`` to ``high``; with a slope of 1 and a base of 0, the fact itself."""
    return Along(Cell(*ends, slope, base) for ends in ((low, low), (low, high), (high, high)))


def _joined(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells without the points at which nothing changes."""
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
    """A word said of values, on each part of them on which every one is one line."""
    alongs = [value for value in values if isinstance(value, Along)]
    breaks = sorted({cell.low for along in alongs for cell in along.cells})

    def cut(value: Any) -> Iterator[Cell]:
        along = value if isinstance(value, Along) else straight(breaks[0], breaks[-1], 0, int(value))
        return (part for cell in along.cells for part in _cut(cell, breaks))

    return Along(cell for parts in zip(*map(cut, values), strict=True) for cell in word(*parts))


def _cut(cell: Cell, breaks: Sequence[Number]) -> Iterator[Cell]:
    """The parts of a cell, cut at those of the breaks, in rising order, that lie within."""
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
    """Two lines, cut where one passes the other, or may by rounding; with their difference within each part.

    The difference is unrounded, the least and the most that it may be; none of the three changes its sign in a part.
    """
    [gap] = _difference(one, other)
    is_cut = gap.slope and gap.low < gap.high  # a point is one part
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
    """Of two lines the one that the unrounded values pick, by how far the rounded ones lie beyond each other."""
    if most <= 0:
        return picked
    return _rounded_to(picked, other) if least >= 0 else _either(picked, other)


def _rounded_to(line: Cell, other: Cell) -> Cell:
    """A line beside which the rounded value is that of another one."""
    gaps = [other.line(end) - line.line(end) for end in (line.low, line.high)]
    is_rough = line.is_rough or other.is_rough
    return line._replace(least=min(gaps) + other.least, most=max(gaps) + other.most, is_rough=is_rough)


def _either(line: Cell, other: Cell) -> Cell:
    """A line beside which the rounded value may be that of another one."""
    there = _rounded_to(line, other)
    return there._replace(least=min(line.least, there.least), most=max(line.most, there.most))


def _share(portion: Portion, amount: Along) -> Along:
    return _each(partial(_rounded_to_unit, portion), _each(partial(_taken, portion), amount))


def _taken(portion: Portion, cell: Cell) -> Iterator[Cell]:
    """What is taken of a line, not yet rounded: cut where it, or by rounding its value, passes from band to band."""
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
    """The line, as slope and base, along which what is taken goes in the band in which a value lies."""
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
    """The parts of a cell, cut where its line, or what rounding makes of it, comes to one of these values."""
    if not cell.slope or cell.low == cell.high:
        yield cell
        return
    offs = {0, cell.least, cell.most}
    breaks = sorted({(value - cell.base - off) / Fraction(cell.slope) for value in values for off in offs})
    yield from _cut(cell, breaks)


def _rounded_to_unit(portion: Portion, cell: Cell) -> Iterator[Cell]:
    """A line rounded: to the fen beside the line, to a larger unit of the law in steps, as far as they are not many."""
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
"""Into so many steps a line is cut where the law rounds to more than a fen; past that it is rough."""

_TO_NEAREST = {Rounding.NEAREST, Rounding.NEAREST_EVEN}


def _to_unit(value: Number, to: int, way: Rounding) -> int:
    exact = Fraction(value)
    found: int = rounded(exact.numerator, exact.denominator * to, way)
    return found * to


def _rounded_to_fen(way: Rounding, cell: Cell) -> Cell:
    if cell.is_exact and (cell.low == cell.high or not cell.slope):  # one amount
        unrounded = cell.line(cell.low)
        off = _to_unit(unrounded + cell.least, 1, way) - unrounded
        return cell._replace(least=off, most=off)
    is_whole = Fraction(cell.slope).denominator == Fraction(cell.base + cell.least).denominator == 1
    if cell.is_exact and is_whole:  # whole fen of every whole number
        return cell
    down, up = _OFF[way]
    return cell._replace(least=cell.least + down, most=cell.most + up)


_OFF: dict[Rounding, tuple[Number, Number]] = {
    Rounding.DOWN: (-1, 0),
    Rounding.NEAREST_EVEN: (-HALF, HALF),
    Rounding.NEAREST: (-HALF, HALF),
    Rounding.UP: (0, 1),
}
"""How far a rounded amount may lie from the unrounded one, in fen."""


register(
    Along,
    Kernel(
        choose=partial(_each, _choose),
        share=_share,
        least=lambda *amounts: folded(partial(_each, _lesser), min, amounts),
        most=lambda *amounts: folded(partial(_each, _greater), max, amounts),
    ),
)
