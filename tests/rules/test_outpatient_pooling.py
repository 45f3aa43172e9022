"""Outpatient pooling: thresholds and promises of its own."""

from decimal import Decimal

import pytest

from benefitcalc.rules import outpatient_pooling


def told(cost: str, **more):
    return outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost=cost, **more)


@pytest.mark.parametrize(
    ("cost", "strict", "stated"),
    [
        ("49.99", "0.00", "0.00"),
        ("50.00", "0.00", "0.00"),
        ("50.01", "0.01", "0.01"),  # 0.005 and 0.0075, half a fen up
        ("999.98", "474.99", "712.49"),  # 949.98 x 0.50 and x 0.75 = 712.485, half a fen up
        ("999.99", "475.00", "712.49"),  # 474.995, half a fen up; 712.4925
        ("1000.00", "475.00", "712.50"),
        ("1000.01", "475.00", "712.50"),
    ],
)
def test_the_deductible_and_the_ceiling_bind_exactly_where_they_should(cost, strict, stated):
    estimate = told(cost)
    assert estimate.at_least == Decimal(strict)
    assert estimate.amount == Decimal(stated)


def test_the_line_before_is_the_amount_without_the_announced_rise():
    assert told("800").line("before").amount == Decimal("375.00")
    assert told("5000").line("before").amount == Decimal("475.00")


def test_the_rise_alone_separates_the_strict_amount_from_the_line_before():
    estimate = told("800")
    assert estimate.at_least == estimate.line("before").amount


def test_a_raised_rate_above_one_never_pays_more_than_the_cost():
    from benefitcalc import policy

    reform = policy().with_terms({"outpatient_pooling.rate": "0.90", "outpatient_pooling.deductible": "0"})
    assert told("100", policy=reform).at_most == Decimal("100.00")


def test_somebody_without_the_insurance_is_told_so_and_still_sees_the_lines():
    estimate = outpatient_pooling.estimate(has_resident_insurance=False, outpatient_cost="800")
    assert estimate.eligible is False
    assert [reason.line for reason in estimate.reasons] == ["is_insured"]
    assert "Not insured" in str(estimate.reasons[0].says)
    assert estimate.line("reimbursement").amount == Decimal("562.50")
