"""Outpatient chronic and special diseases: thresholds and promises of its own."""

from decimal import Decimal

import pytest

from benefitcalc.rules import chronic_outpatient


def told(cost: str, **facts):
    person = {"has_resident_insurance": True, "has_chronic_recognition": True, **facts}
    return chronic_outpatient.estimate(chronic_cost=cost, **person)


@pytest.mark.parametrize(
    ("cost", "stated"),
    [("499.99", "0.00"), ("500.00", "0.00"), ("500.01", "0.01"), ("500.02", "0.01"), ("501.00", "0.65")],
)
def test_the_deductible_binds_exactly_where_it_should(cost, stated):
    assert told(cost).amount == Decimal(stated)


@pytest.mark.parametrize(
    ("fact", "line"), [("has_resident_insurance", "is_insured"), ("has_chronic_recognition", "is_recognised")]
)
def test_insurance_and_recognition_are_each_needed(fact, line):
    estimate = told("10000", **{fact: False})
    assert (estimate.eligible, estimate.amount) == (False, Decimal("0.00"))
    assert [reason.line for reason in estimate.reasons] == [line]


def test_it_says_that_less_was_still_paid_than_was_announced():
    notices = " ".join(str(getattr(notice, "says", notice)) for notice in told("10000").notices)
    assert "60 %" in notices
