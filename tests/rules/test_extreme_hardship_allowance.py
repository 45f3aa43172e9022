"""The allowance in extreme hardship: two amounts a month, by place and by how far a person needs care."""

from decimal import Decimal

import pytest

from benefitcalc.rules import extreme_hardship_allowance


def told(is_rural, care_need, on="2024-06-01", is_in_extreme_hardship=True):
    facts = {"is_rural": is_rural, "care_need": care_need, "is_in_extreme_hardship": is_in_extreme_hardship}
    return extreme_hardship_allowance.estimate(on=on, **facts)


@pytest.mark.parametrize(
    ("is_rural", "care_need", "amount"),
    [
        (False, "none", 1_320 + 240),
        (False, "partial", 1_320 + 685),
        (False, "full", 1_320 + 1_090),
        (True, "none", 1_140 + 240),
        (True, "partial", 1_140 + 685),
        (True, "full", 1_140 + 1_090),
    ],
)
def test_living_and_care_add_up(is_rural, care_need, amount):
    assert told(is_rural, care_need).amount == amount


def test_the_amounts_of_a_year_end_with_it():
    assert told(True, "none", on="2023-12-31").amount == 1_050 + 240
    assert told(True, "none", on="2024-01-01").amount == 1_140 + 240
    assert told(True, "none", on="2025-01-01").standing == "expired"


def test_what_is_known_of_2023_is_of_the_lower_grade():
    told_of_2023 = told(True, "none", on="2023-06-01")
    assert {each.grade for each in told_of_2023.assumptions if each.source} == {"B"}


def test_somebody_who_is_not_recognised_gets_nothing():
    refused = told(True, "full", is_in_extreme_hardship=False)
    assert (refused.eligible, refused.amount) == (False, Decimal("0.00"))
    assert [reason.line for reason in refused.reasons] == ["is_in_extreme_hardship"]


def test_nothing_is_rounded():
    assert "rounding" not in {each.name for each in told(True, "none").assumptions}


def test_an_unknown_need_of_care_is_a_range():
    unknown = told(True, None)
    assert (unknown.at_least, unknown.at_most) == (1_140 + 240, 1_140 + 1_090)
