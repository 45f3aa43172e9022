"""The voucher for care services: who is meant, two rates, one ceiling, one year."""

from decimal import Decimal

import pytest

from benefitcalc.rules import care_service_voucher

OTHERS = {
    "is_in_extreme_hardship": "is_without_hardship_support",
    "has_institutional_care_allowance": "is_without_institutional_care",
    "is_in_home_care_scheme": "is_without_home_care_scheme",
}


def told(home=0, institution=0, on="2026-06-01", **facts):
    person = {"age": 75, "ability_level": "severe", **dict.fromkeys(OTHERS, False), **facts}
    return care_service_voucher.estimate(on=on, **person, home_service_cost=home, institution_service_cost=institution)


@pytest.mark.parametrize(
    ("home", "institution", "amount"),
    [
        ("100", "0", "50.00"),
        ("0", "2000", "800.00"),
        ("0", "1999.98", "799.99"),  # 799.992
        ("0", "1999.99", "800.00"),  # 799.996
        ("0", "2000.03", "800.00"),  # 800.012
        ("1599.98", "0", "799.99"),
        ("1600.02", "0", "800.00"),  # 800.01
        ("1000", "700", "780.00"),
        ("1000", "800", "800.00"),  # 500 + 320
    ],
)
def test_each_rate_and_the_ceiling_of_both_bind_exactly_where_they_should(home, institution, amount):
    assert told(home, institution).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("level", "eligible"),
    [("intact", False), ("mild", False), ("moderate", True), ("severe", True), ("complete", True)],
)
def test_it_begins_at_moderate_impairment_and_the_level_changes_nothing_else(level, eligible):
    answer = told(100, ability_level=level)
    assert (answer.eligible, answer.amount) == (eligible, 50 if eligible else 0)


@pytest.mark.parametrize(
    ("said", "eligible"), [("轻度失能", False), ("中度失能", True), ("中度", True), ("完全失能", True)]
)
def test_a_level_is_understood_as_the_assessment_says_it(said, eligible):
    assert told(100, ability_level=said).eligible is eligible


def test_the_need_of_care_of_other_benefits_is_no_level_of_the_assessment():
    assert "care_need" not in care_service_voucher.facts._fields


@pytest.mark.parametrize(("age", "eligible"), [(59, False), (60, True)])
def test_it_begins_at_60(age, eligible):
    assert told(100, age=age).eligible is eligible


@pytest.mark.parametrize("support", OTHERS)
def test_it_does_not_go_with_other_support_of_the_kind(support):
    refused = told(100, **{support: True})
    assert (refused.eligible, refused.amount) == (False, Decimal("0.00"))
    assert [reason.line for reason in refused.reasons] == [OTHERS[support]]


@pytest.mark.parametrize(
    ("day", "standing"),
    [("2025-12-31", "not_yet"), ("2026-01-01", "in_force"), ("2026-12-31", "in_force"), ("2027-01-01", "expired")],
)
def test_it_is_of_2026_alone(day, standing):
    assert told(100, on=day).standing == standing
