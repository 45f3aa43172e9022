"""The geometry that charts and pictures of a benefit share: how far they go, and lines between points."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from benefitcalc.engine.curve import Point

ROOM, FLAT = Fraction(5, 4), 1_000
"""How far a shape is drawn past its last breakpoint, as a factor; and how far if that breakpoint is zero."""


def end(shapes: Iterable[Sequence[Point]], own: Fraction = Fraction(0)) -> Fraction:
    """Return where a drawing of amounts ends: a little past the last breakpoint of any shape, or past ``own``."""
    turns = [point.x for shape in shapes for point in shape[:-1]]
    return Fraction(ceil(max(*turns, own) * ROOM) or FLAT)


def height(one: Point, other: Point, x: Fraction) -> Fraction:
    """Return the height at ``x`` of the straight line from one point to the next."""
    return one.above + (other.below - one.above) * (x - one.x) / (other.x - one.x)


def up_to(end: Fraction, shape: Sequence[Point]) -> list[Point]:
    """Return a shape up to ``end``, or the whole shape if it ends earlier."""
    last = next((at for at, point in enumerate(shape) if point.x >= end), len(shape) - 1)
    point = shape[last]
    if point.x > end:
        at_end = height(shape[last - 1], point, end)
        point = Point(end, at_end, at_end, at_end)
    return [*shape[:last], point._replace(above=point.at)]
