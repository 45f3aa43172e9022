"""How far a shape is drawn."""

from fractions import Fraction

from benefitcalc.analysis.shapes import end, up_to
from benefitcalc.engine.curve import Point


def point(x, *values):
    return Point(Fraction(x), *map(Fraction, values))


RISING = [point(0, 0, 0, 0), point(100, 50, 50, 20), point(1_000, 920, 920, 920)]
"""Half of what is above nothing up to 100, then from 20 on each yuan."""


def test_a_drawing_ends_a_quarter_past_the_last_change_or_past_ones_own_place():
    assert end([RISING]) == 125
    assert end([RISING], Fraction(801)) == 1_002  # 1,001.25, up to the next yuan
    assert end([[RISING[0], RISING[-1]]]) == 1_000


def test_a_shape_is_cut_where_its_line_is_at_the_end():
    assert up_to(Fraction(125), RISING) == [*RISING[:2], point(125, 45, 45, 45)]
    assert up_to(Fraction(2_000), RISING) == RISING
