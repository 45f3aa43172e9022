"""A body read on two years at once: between what the second is more than the first."""

from hypothesis import given
from hypothesis import strategies as st
from portions import portions

from benefitcalc.core.backends.increments import Rise
from benefitcalc.core.backends.ranges import EVERY, Cases, ends, unknown
from benefitcalc.core.words import share


def test_a_rise_is_carried_through_sums_differences_and_comparisons():
    cost = Rise(100, 130, 30, 30)
    more, less = 5 + cost, 200 - cost
    assert (more.before, more.now, more.low, more.high) == (105, 135, 30, 30)
    assert (less.before, less.now, less.low, less.high) == (100, 70, -30, -30)
    at_most, same = cost <= 120, cost == 130
    assert (at_most.before, at_most.now) == (True, False)
    assert (same.before, same.now) == (False, True)


@given(portions(st.integers(0, 90), st.sampled_from([1, 7, 20])), st.integers(0, 100), st.integers(-50, 50))
def test_what_a_share_rises_by_lies_between_the_ends_that_are_told(portion, before, more):
    told = taken(portion, Rise(before, before + more, more, more))
    rise = taken(portion, before + more) - taken(portion, before)
    assert (told.before, told.now) == (taken(portion, before), taken(portion, before + more))
    assert told.low <= rise <= told.high


@given(portions(st.integers(0, 90), st.sampled_from([1, 7, 20])), st.integers(0, 60), st.integers(0, 60), st.data())
def test_so_it_does_where_neither_year_is_known(portion, low, width, data):
    before = Cases({unknown(low, low + width, "before"): EVERY})
    more = data.draw(st.integers(0, 40))
    told = taken(portion, Rise(before, before + more, more, more))
    for known in range(low, low + width + 1):
        rise = taken(portion, known + more) - taken(portion, known)
        assert ends(told.low)[0] <= rise <= ends(told.high)[1]


def taken(portion, amount):
    return share(portion.rate, of=amount, to=portion.to, way=portion.way)
