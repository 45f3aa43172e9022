"""Support for persons in extreme hardship: who is promised a place."""

import pytest

from benefitcalc.rules import extreme_hardship_support


def told(age=70, wants=True, recognised=True):
    return extreme_hardship_support.estimate(is_in_extreme_hardship=recognised, age=age, wants_placement=wants)


@pytest.mark.parametrize(("age", "promised"), [(59, False), (60, True), (61, True)])
def test_a_willing_person_is_promised_a_place_from_the_age_of_older_people_on(age, promised):
    assert told(age).line("is_promised_a_place").holds is promised


def test_nobody_is_both_promised_a_place_and_cared_for_at_home():
    for age in (45, 60):
        for wants in (True, False):
            estimate = told(age, wants)
            assert estimate.line("is_promised_a_place").holds is not estimate.line("is_cared_for_at_home").holds


def test_without_the_recognition_nothing_is_promised():
    estimate = told(recognised=False)
    assert estimate.eligible is False
    assert not any(line.holds for line in estimate.lines)


def test_it_gives_no_money():
    estimate = told()
    assert (estimate.amount, estimate.at_least, estimate.at_most) == (None, None, None)
