"""Rates, as people write them: exact, in lowest terms, in order."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefitcalc.core.rates import WHOLE, Portion, Rate, Rounding
from benefitcalc.core.words import rounded
from benefitcalc.text.message import Refused

fractions = st.fractions(0, 1, max_denominator=10_000)


def rate(fraction: Fraction) -> Rate:
    return Rate.of(f"{fraction.numerator}/{fraction.denominator}")


@given(st.decimals(0, 1, places=6), st.decimals(0, 1, places=6))
def test_a_rate_raised_by_another_is_exact(rate, uplift):
    with decimal.localcontext(prec=50):
        assert Decimal(str(Rate.of(rate).raised_by(Rate.of(uplift)))) == rate * (1 + uplift)


@pytest.mark.parametrize(
    "given", ["1.000001", "-0.1", "0.0000001", "abc", "NaN", "Infinity", "1E-9", "1E+999999", "2/1", "1/0", "1/10001"]
)
def test_what_is_not_a_rate_is_refused(given):
    with pytest.raises(Refused, match="must be a rate"):
        Rate.of(given)


@pytest.mark.parametrize("share", ["0.75", "0.7", "0.567891", "1", "0", "1/12", "1/10000", "1/3"])
def test_a_rate_is_written_as_a_person_would(share):
    expected = "0.0001" if share == "1/10000" else share
    assert (str(Rate.of(share)), repr(Rate.of(share))) == (expected, f"Rate({expected!r})")


def test_a_rate_is_written_exactly_however_many_decimals_it_has():
    assert str(Rate(1, 10**30)) == f"0.{1:030d}"


@given(fractions)
def test_a_fraction_and_its_decimals_are_one_rate(fraction):
    found = rate(fraction)
    assert Rate.of(str(found)) == found if "/" in str(found) or len(str(found)) < len("0.123456") + 1 else True
    assert Fraction(found.numerator, found.denominator) == fraction


@given(fractions, fractions)
def test_rates_are_in_the_order_of_their_fractions(one, other):
    assert (rate(one) < rate(other)) == (one < other)
    assert (rate(one) <= rate(other)) == (one <= other)
    assert (rate(one) == rate(other)) == (one == other)
    assert hash(rate(one)) == hash(rate(one))


@given(fractions, fractions)
def test_rates_are_added_and_subtracted_exactly(one, other):
    total, less = rate(one) + rate(other), rate(one) - rate(other)
    assert Fraction(total.numerator, total.denominator) == one + other
    assert Fraction(less.numerator, less.denominator) == one - other


def test_a_rate_is_no_number():
    assert WHOLE != 1
    assert str(WHOLE) == "1"


@pytest.mark.parametrize(
    ("way", "of_thirds", "of_quarters"),
    [
        # -1, 0, 1, 2, 3, 4, 5 thirds; 1, 2, 3, 4, 5, 6, 10 quarters.
        (Rounding.DOWN, [-1, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1, 2]),
        (Rounding.UP, [0, 0, 1, 1, 1, 2, 2], [1, 1, 1, 1, 2, 2, 3]),
        (Rounding.NEAREST, [0, 0, 0, 1, 1, 1, 2], [0, 1, 1, 1, 1, 2, 3]),
        (Rounding.NEAREST_EVEN, [0, 0, 0, 1, 1, 1, 2], [0, 0, 1, 1, 1, 2, 2]),
    ],
)
def test_a_fraction_is_rounded_in_each_way(way, of_thirds, of_quarters):
    assert [rounded(numerator, 3, way) for numerator in range(-1, 6)] == of_thirds
    assert [rounded(numerator, 4, way) for numerator in (1, 2, 3, 4, 5, 6, 10)] == of_quarters


@pytest.mark.parametrize(
    ("portion", "text"),
    [
        (Portion(WHOLE), "1"),
        (Portion(WHOLE, 10), "1 NEAREST to 10"),
        (Portion(WHOLE, 1, Rounding.UP), "1 UP to 1"),
    ],
)
def test_a_portion_says_its_rounding_where_the_law_states_one(portion, text):
    assert str(portion) == text
