"""Shares of an amount, computed independently with fractions: bands, units, rounding modes."""

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from hypothesis import strategies as st

from benefitcalc.core.rates import Portion, Rate, Rounding, Row, Schedule

RATES = [Rate(0), Rate(1, 2), Rate(1, 3), Rate(7, 100), Rate(13, 20), Rate(1)]


def bands(*rows: tuple[int, str]) -> Schedule[int, Rate]:
    return Schedule(tuple(Row(start, Rate.of(rate)) for start, rate in rows))


def taken(portion: Portion, amount: Fraction | int) -> Fraction:
    """Return the share before rounding."""
    if isinstance(portion.rate, Rate):
        return Fraction(portion.rate.numerator, portion.rate.denominator) * amount
    ends = [*(row.start for row in portion.rate.rows), None]
    total = Fraction(0)
    for row, (low, high) in zip(portion.rate.rows, pairwise(ends), strict=True):
        within = (amount if high is None else min(amount, high)) - low
        total += Fraction(row.figure.numerator, row.figure.denominator) * max(within, 0)
    return total


def to_unit(portion: Portion, exact: Fraction) -> int:
    """Round as the portion says."""
    units = exact / portion.to
    match portion.way:
        case Rounding.DOWN:
            whole = floor(units)
        case Rounding.UP:
            whole = ceil(units)
        case Rounding.NEAREST:
            whole = floor(units + Fraction(1, 2))
        case Rounding.NEAREST_EVEN:
            whole = round(units)  # of a fraction, exact, and half to even
    return whole * portion.to


def by_hand(portion: Portion, amount: int) -> int:
    return to_unit(portion, taken(portion, amount))


def portions(starts: st.SearchStrategy[int], units: st.SearchStrategy[int]) -> st.SearchStrategy[Portion]:
    """Draw a rate or up to three bands, with one of these units and any rounding mode."""
    rates = st.sampled_from(RATES)
    rows = st.lists(st.tuples(starts, rates), min_size=1, max_size=3, unique_by=lambda row: row[0]).map(sorted_rows)
    return st.builds(Portion, rates | rows, units, st.sampled_from(list(Rounding)))


def sorted_rows(rows: list[tuple[int, Rate]]) -> Schedule[int, Rate]:
    return Schedule(tuple(Row(start, rate) for start, rate in sorted(rows, key=lambda row: row[0])))
