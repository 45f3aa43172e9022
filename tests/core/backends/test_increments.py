"""A body read on two years at once: between what the second is more than the first."""

from benefitcalc.core.backends.increments import Rise


def test_a_rise_is_carried_through_sums_differences_and_comparisons():
    cost = Rise(100, 130, 30, 30)
    more, less = 5 + cost, 200 - cost
    assert (more.before, more.now, more.low, more.high) == (105, 135, 30, 30)
    assert (less.before, less.now, less.low, less.high) == (100, 70, -30, -30)
    at_most, same = cost <= 120, cost == 130
    assert (at_most.before, at_most.now) == (True, False)
    assert (same.before, same.now) == (False, True)
