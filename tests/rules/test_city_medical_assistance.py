"""The city's medical assistance: deductibles, rates and ceilings of three groups, of which the best one counts."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import city_medical_assistance, medical_assistance

POOREST, EDGE, STRAINED = "is_in_extreme_hardship", "is_at_edge_of_dibao", "is_gravely_ill_under_rigid_expenses"
GROUPS = ["is_dibao", POOREST, "is_back_in_poverty", EDGE, "is_watched_for_poverty", STRAINED]
NOBODY = dict.fromkeys(GROUPS, False) | {
    "disposable_income_per_head": "40000",
    "basic_insurance_paid": 0,
    "critical_illness_paid": 0,
}


def left(burden, *groups):
    """Somebody of these groups whom insurance leaves so much to pay."""
    return {**NOBODY, **dict.fromkeys(groups, True), "eligible_cost": burden}


def paid(burden, *groups):
    return str(city_medical_assistance.estimate(**left(burden, *groups)).amount)


def test_of_a_burden_of_60000_in_extreme_hardship_12500_are_left_to_pay():
    # 75 % = 45,000, at most 30,000; (30,000 - 5,000) x 70 % = 17,500.
    facts = left("150000", POOREST) | {"basic_insurance_paid": "80000", "critical_illness_paid": "10000"}
    found = city_medical_assistance.estimate(**facts, on="2025-11-30")
    lines = {line.name: str(line.amount) for line in found.lines}
    assert (lines["burden"], lines["poorest"], lines["poorest_again"]) == ("60000.00", "30000.00", "17500.00")
    assert Decimal(lines["burden"]) - found.amount == 12_500
    assert (found.at_least, found.at_most, found.undecided) == (found.amount, found.amount, ())


def test_after_critical_illness_insurance_the_patient_keeps_5513_75_of_60000():
    facts = left("60000", POOREST) | {"critical_illness_paid": "33150"}
    found = city_medical_assistance.estimate(**facts)
    lines = {line.name: str(line.amount) for line in found.lines}
    assert (lines["poorest"], lines["poorest_again"]) == ("20137.50", "1198.75")
    assert 60_000 - 33_150 - found.amount == Decimal("5513.75")


@pytest.mark.parametrize(
    ("burden", "group", "amount"),
    [
        ("19999.99", POOREST, "14999.99"),  # 14,999.9925; 4,999.9975 are left, nothing again
        ("20000.00", POOREST, "15000.00"),  # 5,000.00 are left
        ("20000.04", POOREST, "15000.04"),  # 15,000.03; 5,000.01 are left, 0.007 of them again
        ("40000.00", POOREST, "33500.00"),  # 30,000.00, and 70 % of 5,000
        ("63571.43", POOREST, "50000.00"),  # 30,000.00, and 70 % of 28,571.43 is 20,000.001
        ("3000.00", EDGE, "0.00"),
        ("3000.01", EDGE, "0.01"),  # half a fen up
        ("3000.02", EDGE, "0.01"),
        ("43000.00", EDGE, "29100.00"),  # 20,000.00, and 70 % of 13,000
        ("58571.43", EDGE, "40000.00"),  # 20,000.00, and 70 % of 28,571.43
        ("10000.00", STRAINED, "0.00"),  # a quarter of an income of 40,000
        ("10001.00", STRAINED, "0.60"),
        ("43333.33", STRAINED, "20000.00"),
        ("90000.00", STRAINED, "20000.00"),
    ],
)
def test_each_group_has_its_own_deductible_rate_and_ceiling(burden, group, amount):
    assert paid(burden, group) == amount


def test_the_best_status_counts_and_several_do_not_add_up():
    alone = {group: Decimal(paid("50000", group)) for group in (POOREST, EDGE, STRAINED)}
    for groups in itertools.chain(*(itertools.combinations(alone, size) for size in (2, 3))):
        assert Decimal(paid("50000", *groups)) == max(alone[group] for group in groups)


def test_without_a_status_nothing_is_paid():
    found = city_medical_assistance.estimate(**left("50000"))
    assert (found.eligible, str(found.amount), len(found.reasons)) == (False, "0.00", 3)


def test_an_unknown_status_is_whatever_it_may_be():
    known = left("50000") | {EDGE: None, POOREST: None}
    found = city_medical_assistance.estimate(**known)
    # Neither, the edge, or extreme hardship: 0, 20,000 + 70 % of 20,000, 30,000 + 70 % of 15,000.
    assert (str(found.at_least), str(found.at_most), found.eligible) == ("0.00", "40500.00", None)
    assert found.missing == (POOREST, EDGE)
    assert found.is_tight


def test_an_unknown_cost_has_the_range_of_its_least_and_its_greatest_cost():
    found = city_medical_assistance.estimate(**left("15000..35000", POOREST))
    for burden in range(15_000, 35_001, 1_000):
        assert found.at_least <= Decimal(paid(burden, POOREST)) <= found.at_most
    # 75 % of 15,000; 75 % of 35,000, and 70 % of what the remaining 8,750 is above 5,000.
    assert (found.at_least, found.at_most) == (Decimal(11_250), Decimal(26_250 + 2_625))
    assert found.is_tight


def test_the_curve_is_exact_and_has_its_breaks_where_the_document_has_them():
    curve = city_medical_assistance.curve(over="eligible_cost", **{**left(0, POOREST), "eligible_cost": "0..90000"})
    assert [kink.x for kink in curve.kinks] == [20_000, 40_000, Fraction(445_000, 7)]
    assert str(curve.at("60000")) == "47500.00"
    assert curve.cliffs == ()


def test_every_promise_holds_for_everybody():
    proofs = bc.prove("zibo-assistance-2023")
    assert all(proof.holds_in_every_reading for proof in proofs.proofs)
    promises = {proof.promise for proof in proofs.proofs}
    assert {"poorest_75_percent_up_to_the_ceiling", "never_falls_with_eligible_cost"} <= promises
    assert "never_falls_with_disposable_income_per_head" not in promises  # it is no cost


def test_a_screening_by_its_document_asks_for_what_it_asks_for():
    found = bc.screen({"is_dibao": False, "eligible_cost": "50000"}, policy="zibo-assistance-2023")
    assert [each.rule for each in found.estimates] == ["city_medical_assistance"]
    assert found.next_question.fact in city_medical_assistance.facts._fields


def test_the_announcement_says_nothing_of_it():
    with pytest.raises(bc.Refused, match="zhangdian-2022 says nothing of city_medical_assistance"):
        city_medical_assistance.estimate(policy="zhangdian-2022", **left("1", POOREST))


def test_a_description_of_a_person_serves_what_was_announced_and_what_is_in_force():
    person = left("60000", POOREST) | {"is_in_other_hardship_group": False}
    promised = medical_assistance.estimate(**person)
    # The announcement: at least 75 %, with a ceiling of 30,000 or none.
    assert [str(each) for each in (promised.at_least, promised.amount)] == ["30000.00", "45000.00"]
    assert str(city_medical_assistance.estimate(**person).amount) == "47500.00"


def test_it_carries_out_what_was_announced_as_medical_assistance():
    binding = bc.law().on(bc.law().documents[-1].first_day)["medical_assistance"]
    assert (binding.rule, binding.policy.id) == ("city_medical_assistance", "zibo-assistance-2023")


def test_a_figure_that_was_not_seen_before_a_day_says_so():
    told = " ".join(
        each.says.en for each in bc.policy("zibo-assistance-2023").benefits["city_medical_assistance"].notices
    )
    assert "first seen on 2024-09-03, those for rigid expenses on 2025-11-11" in told


def test_the_income_of_the_25_percent_is_that_of_the_city_s_residents():
    assert "the city's residents" in FACTS["disposable_income_per_head"].question
