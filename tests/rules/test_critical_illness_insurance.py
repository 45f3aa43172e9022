"""Critical-illness insurance: deductibles, bands and ceilings of its own."""

from decimal import Decimal

import pytest

from benefitcalc.rules import critical_illness_insurance

POOR = ("is_dibao", "is_in_extreme_hardship", "is_back_in_poverty")
NOBODY = dict.fromkeys(POOR, False)


def told(left, *groups, **facts):
    person = {"has_resident_insurance": True, **NOBODY, **dict.fromkeys(groups, True)}
    return critical_illness_insurance.estimate(**person | {"eligible_cost": left, "basic_insurance_paid": 0} | facts)


@pytest.mark.parametrize(
    ("left", "amount"),
    [
        ("17999.99", "0.00"),
        ("18000.00", "0.00"),
        ("18000.01", "0.01"),  # 0.006
        ("18000.02", "0.01"),  # 0.012
        ("99999.99", "49199.99"),  # 81,999.99 x 0.60 = 49,199.994
        ("100000.00", "49200.00"),
        ("100000.01", "49200.01"),  # ... and 0.0065
        ("587733.32", "399999.99"),  # 399,999.99
        ("587733.33", "400000.00"),  # 399,999.9975
        ("587733.34", "400000.00"),  # 400,000.005, which is above the ceiling
    ],
)
def test_the_deductible_the_bands_and_the_ceiling_bind_exactly_where_they_should(left, amount):
    assert told(left).amount == Decimal(amount)


@pytest.mark.parametrize("group", POOR)
def test_each_group_of_the_poor_has_half_the_deductible_and_five_points_more(group):
    # 51,000 x 0.65, against 42,000 x 0.60.
    assert told("60000", group).amount == Decimal("33150.00")
    assert told("60000").amount == Decimal("25200.00")


def test_several_groups_at_once_do_not_add_up():
    assert told("60000", *POOR).amount == Decimal("33150.00")


def test_whether_the_poor_have_a_ceiling_is_left_open():
    assert told("544812.50", "is_dibao").undecided == ()
    above = told("544812.51", "is_dibao")
    assert (above.at_least, above.at_most) == (Decimal("400000.00"), Decimal("400000.01"))
    assert above.undecided == ("payment_limit_of_the_poorest",)


def test_it_pays_of_what_basic_insurance_left():
    # 100,000 less 40,000.
    assert told("100000", basic_insurance_paid="40000").amount == Decimal("25200.00")


def test_only_the_insured_are_paid():
    refused = told("60000", has_resident_insurance=False)
    assert (refused.eligible, refused.amount) == (False, Decimal("0.00"))
    assert [reason.line for reason in refused.reasons] == ["is_insured"]


def test_its_curve_bends_where_the_bands_begin_and_at_the_ceiling():
    facts = {"has_resident_insurance": True, **NOBODY, "basic_insurance_paid": 0}
    curve = critical_illness_insurance.curve(over="eligible_cost", eligible_cost="0..700000", **facts)
    ceiling = 300_000 + (Decimal(400_000) - Decimal(184_200)) / Decimal("0.75")
    assert [round(float(kink.x), 4) for kink in curve.kinks[:4]] == [18_000, 100_000, 200_000, 300_000]
    assert float(curve.kinks[4].x) == pytest.approx(float(ceiling))


def test_before_the_first_day_on_which_it_was_seen_it_has_no_terms():
    assert told("60000", on="2023-07-19").standing == "not_yet"
    assert told("60000", on="2023-07-20").standing == "in_force"
