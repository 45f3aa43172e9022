"""Medical assistance: the floor that was promised, the order of payers, the groups."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import people

import benefitcalc as bc
from benefitcalc.rules import medical_assistance

NOBODY = {"is_dibao": False, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}


def told(cost="10000", basic="6000", critical="500", **groups):
    bill = {"eligible_cost": cost, "basic_insurance_paid": basic, "critical_illness_paid": critical}
    return medical_assistance.estimate(**{**NOBODY, **groups}, **bill)


@given(data=st.data())
def test_as_stated_everyone_covered_gets_the_floor_of_three_quarters_to_half_a_fen(data):
    lines = medical_assistance.assess(
        medical_assistance.facts(**data.draw(people(medical_assistance))),
        bc.policy().views("medical_assistance").stated,
    )
    if lines.is_eligible:
        assert lines.payout >= Fraction(3, 4) * lines.burden - Fraction(1, 2)


@given(data=st.data())
def test_what_is_paid_never_exceeds_what_insurance_left(data):
    facts = data.draw(people(medical_assistance))
    for terms in bc.policy().views("medical_assistance"):
        lines = medical_assistance.assess(medical_assistance.facts(**facts), terms)
        paid_before = facts["basic_insurance_paid"] + facts["critical_illness_paid"]
        assert lines.payout <= facts["eligible_cost"] - paid_before


@pytest.mark.parametrize("critical", ["4000.01", "9999"])
def test_payments_above_the_eligible_cost_are_an_error_that_names_both(critical):
    with pytest.raises(bc.Refused) as refused:
        told(critical=critical, is_dibao=True)
    assert "critical_illness_paid" in str(refused.value)
    assert "eligible_cost of 10,000.00 yuan" in str(refused.value)


def test_payments_that_equal_the_eligible_cost_are_no_error():
    assert told(critical="4000", is_dibao=True).amount == Decimal("0.00")


@pytest.mark.parametrize("group", ["is_dibao", "is_in_extreme_hardship"])
def test_each_group_that_is_named_is_enough(group):
    estimate = told(**{group: True})
    assert estimate.eligible is True
    assert [reason.line for reason in estimate.reasons] == [group]


@pytest.mark.parametrize(
    ("burden", "strict"),
    [("39999.98", "29999.99"), ("39999.99", "29999.99"), ("40000.00", "30000.00"), ("40000.01", "30000.00")],
)
def test_the_other_reading_of_the_yearly_ceiling_binds_exactly_where_it_should(burden, strict):
    # Three quarters: 29,999.985, 29,999.9925, 30,000, 30,000.0075; half a fen up, then the ceiling of 30,000.
    assert told(burden, "0", "0", is_dibao=True).at_least == Decimal(strict)


def test_whether_another_group_is_covered_is_left_open():
    estimate = told(is_in_other_hardship_group=True)
    assert estimate.eligible is None
    assert "covers_other_groups" in estimate.undecided
    assert estimate.reasons[-1].holds is None


def test_somebody_in_no_group_is_told_each_group_that_there_is():
    estimate = told()
    assert (estimate.eligible, estimate.at_most) == (False, Decimal("0.00"))
    assert [reason.line for reason in estimate.reasons] == ["is_dibao", "is_in_extreme_hardship", "is_other"]


def test_several_groups_at_once_do_not_add_up():
    everything = dict.fromkeys(NOBODY, True)
    assert told(**everything).amount == told(is_dibao=True).amount
