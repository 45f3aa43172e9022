"""Machine code on doubles rounds every share as whole numbers do, up to the last whole number for which it is used."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from benefitcalc.core.backends.printed import Tape
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import share
from benefitcalc.population.native_loop import compiled
from benefitcalc.population.native_program import EXACT, NativeProgram

COST = 10**11


def shared(rate, amount, to, way):
    """A share as a program for amounts up to this one."""
    tape = Tape()
    payout = share(tape.figure("rate", rate), of=tape.fact("outpatient_cost"), to=to, way=way)
    return NativeProgram(tape, {"payout": payout}, "shared", {"outpatient_cost": (0, amount)}.__getitem__)


def in_machine_code(program, amount):
    """What the program gives for an amount."""
    machine = compiled(program, ("int8", "float64"), 1)
    law = np.array([*program.columns().values()], np.float64)
    weight, cost, sums = np.ones(1, np.int8), np.array([amount], np.float64), np.empty(6)
    machine.run(0, 1, *(each.ctypes.data for each in (sums, law, weight, cost)))
    return int(sums[0])


WAYS = st.sampled_from(Rounding)


@pytest.mark.parametrize("way", Rounding)
@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2**50), st.integers(-1, 1))
@example(numerator=1, denominator=1, halves=2**49 - 3, beside=0)
@example(numerator=3, denominator=7, halves=2**47, beside=-1)
def test_a_share_beside_a_half_or_a_whole_unit_is_rounded_as_whole_numbers_are(
    way, numerator, denominator, halves, beside
):
    rate = Rate(numerator, denominator)
    # So many half units, and one fen more or less.
    amount = max(0, halves * rate.denominator // (2 * rate.numerator) + beside)
    program = shared(rate, amount, 1, way)
    assume(program.is_exact)
    assert in_machine_code(program, amount) == share(rate, of=amount, way=way)


@pytest.mark.parametrize("way", Rounding)
def test_whole_and_half_units_are_exact_though_the_factor_one_by_the_unit_is_not(way):
    # As doubles, 49 times (1 / 49) is less than 1.
    for rate in (Rate(1, 49), Rate(1, 98)):
        program = shared(rate, 1_000, 1, way)
        for amount in range(1_000):
            assert in_machine_code(program, amount) == share(rate, of=amount, way=way)


@pytest.mark.parametrize("way", Rounding)
def test_the_greatest_dividend_is_rounded_exactly(way):
    # Of thirds and sevenths of whole numbers of up to 50 bits, the last thousand before the bound.
    for rate in (Rate(1, 3), Rate(2, 7), Rate(999_983, 1_000_000), Rate(1, 9_973)):
        last = EXACT // (2 * rate.numerator) - 2 * rate.denominator
        program = shared(rate, last, 1, way)
        assert program.is_exact
        assert not shared(rate, last + 3 * rate.denominator, 1, way).is_exact
        for amount in range(last - 500, last):
            assert in_machine_code(program, amount) == share(rate, of=amount, way=way)


@settings(max_examples=60, deadline=None)
@given(WAYS, st.sampled_from([1, 10, 100, 1_000]), st.integers(0, COST), st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_schedule_s_bands_are_added_before_they_are_rounded(way, to, amount, first, second):
    rate = Schedule((Row(0, Rate(first, 10_000)), Row(50_000, Rate(second, 10_000))))
    program = shared(rate, amount, to, way)
    assume(program.is_exact)
    assert in_machine_code(program, amount) == share(rate, of=amount, to=to, way=way)
