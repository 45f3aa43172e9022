"""Care-home subsidy: the exact share that was promised, and each condition by name."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import people

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy

PERSON = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}


def told(**facts):
    return care_home_subsidy.estimate(**{**PERSON, "care_home_cost": "36000", **facts})


@given(data=st.data())
def test_as_stated_everyone_eligible_gets_exactly_four_fifths_to_half_a_fen(data):
    facts = data.draw(people(care_home_subsidy))
    terms = bc.policy().views("care_home_subsidy").stated
    lines = care_home_subsidy.assess(care_home_subsidy.facts(**facts), terms)
    if lines.is_eligible:
        assert abs(lines.payout - Fraction(4, 5) * facts["care_home_cost"]) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("facts", "line", "words"),
    [
        ({"age": 59}, "is_elderly", "short by 1"),
        ({"care_need": "none"}, "needs_care", "Able to care for oneself"),
        ({"is_in_economic_hardship": False}, "is_in_hardship", "economic hardship"),
        ({"care_home_stars": 3}, "has_few_enough_stars", "star rating is 3"),
        ({"care_home_stars": 5}, "has_few_enough_stars", "over by 3"),
    ],
)
def test_a_refusal_names_the_condition_that_failed_and_by_how_much(facts, line, words):
    estimate = told(**facts)
    assert (estimate.eligible, estimate.amount) == (False, Decimal("0.00"))
    assert [reason.line for reason in estimate.reasons] == [line]
    assert words in str(estimate.reasons[0].says)


def test_everything_that_fails_is_named_not_the_first_thing_only():
    estimate = told(age=40, care_need="none", is_in_economic_hardship=False, care_home_stars=5)
    assert len(estimate.reasons) == 4


def test_whether_an_unrated_home_counts_is_left_open():
    estimate = told(care_home_stars=0)
    assert estimate.eligible is None
    assert (estimate.at_least, estimate.amount, estimate.at_most) == (0, 0, Decimal("28800.00"))
    assert estimate.undecided == ("fewest_stars",)


@pytest.mark.parametrize(("cost", "subsidy"), [("0.01", "0.01"), ("0.02", "0.02"), ("0.03", "0.02"), ("0", "0.00")])
def test_a_cost_of_a_few_fen_is_rounded_half_up_once(cost, subsidy):
    # 0.008, 0.016 and 0.024 yuan to the nearest fen.
    assert told(care_home_cost=cost).amount == Decimal(subsidy)
