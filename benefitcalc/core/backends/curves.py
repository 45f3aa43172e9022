"""A rule's body read along one fact: a piecewise-linear function of it, with exact breaks, jumps included.

A value is cut into cells on each of which it is one straight line: points and the open stretches between, in turn.
The line is that of the unrounded body; figures of the law that the fact does not touch are rounded as ever. Beside the
line stands how far the rounded body may lie from it (``least`` to ``most``, in fen). Where rounding may turn a
comparison, or which of two amounts is the lesser, a stretch of its own says so. Who wants the rounded body exactly then
knows at which whole numbers it has to be looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from benefitcalc.core.rates import WHOLE
from benefitcalc.core.words import Kernel, Value, folded, register

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


def _cut(cell: Cell, breaks: Iterable[Number]) -> Iterator[Cell]:
    """The parts of a cell, cut at those of the breaks, in rising order, that lie within."""
    for at in breaks:
        if cell.low < at < cell.high:
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
    for cell, _, by, least, most in _apart(one, other):
        yield _truth(cell, holds=by >= 0, surely=least >= 0, perhaps=most >= 0)


def _is_same(one: Cell, other: Cell) -> Iterator[Cell]:
    for cell, _, by, least, most in _apart(one, other):
        yield _truth(cell, holds=by == 0, surely=least == most == 0, perhaps=least <= 0 <= most)


def _truth(cell: Cell, *, holds: bool, surely: bool, perhaps: bool) -> Cell:
    return Cell(cell.low, cell.high, 0, int(holds), surely - holds, perhaps - holds)


def _choose(condition: Cell, then: Cell, otherwise: Cell) -> Iterator[Cell]:
    chosen, other = (then, otherwise) if condition.base else (otherwise, then)
    if not condition.is_exact:
        yield _either(chosen, other)
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
    return line._replace(least=min(gaps) + other.least, most=max(gaps) + other.most)


def _either(line: Cell, other: Cell) -> Cell:
    """A line beside which the rounded value may be that of another one."""
    there = _rounded_to(line, other)
    return line._replace(least=min(line.least, there.least), most=max(line.most, there.most))


def _share_of(rate: Fraction, cell: Cell) -> Iterator[Cell]:
    slope, base = rate * cell.slope, rate * cell.base
    if not cell.is_exact:
        off: tuple[Number, Number] = (rate * cell.least - HALF, rate * cell.most + HALF)
    elif cell.low == cell.high or not slope:  # one amount
        unrounded = slope * cell.low + base
        off = ((unrounded + rate * cell.least + HALF) // 1 - unrounded,) * 2
    elif slope.denominator == (base + rate * cell.least).denominator == 1:  # whole fen of every whole number
        off = (rate * cell.least,) * 2
    else:
        off = (rate * cell.least - HALF, rate * cell.least + HALF)
    yield Cell(cell.low, cell.high, slope, base, *off)


register(
    Along,
    Kernel(
        choose=partial(_each, _choose),
        share=lambda rate, amount: _each(partial(_share_of, Fraction(rate.parts, WHOLE.parts)), amount),
        least=lambda *amounts: folded(partial(_each, _lesser), min, amounts),
        most=lambda *amounts: folded(partial(_each, _greater), max, amounts),
    ),
)
