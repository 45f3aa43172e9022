"""What a resident reads first: one of four states, how much, and what to do next."""

import pytest

from benefitcalc.facts import reading
from benefitcalc.person.advice import STATES, advice
from benefitcalc.rules import care_home_subsidy, care_service_voucher, chronic_outpatient, outpatient_pooling

TODAY = "2026-11-28"
HOME = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": 3200,
}
VOUCHER = {
    "age": 82,
    "ability_level": "moderate",
    "is_in_extreme_hardship": False,
    "has_institutional_care_allowance": False,
    "is_in_home_care_scheme": False,
    "home_service_cost": 0,
    "institution_service_cost": 1000,
}


def told(rule, **facts):
    return advice(rule.estimate(on=TODAY, **facts), reading.known(facts))


def words(found, lang="en"):
    return " | ".join(each.explain(lang) for each in found.steps)


@pytest.mark.parametrize(
    ("rule", "facts", "state"),
    [
        (care_service_voucher, VOUCHER, "yes"),
        (care_service_voucher, {**VOUCHER, "ability_level": None}, "could"),
        (care_service_voucher, {**VOUCHER, "age": 40}, "no"),
        (chronic_outpatient, {"has_resident_insurance": True, "has_chronic_recognition": False}, "could"),
        (chronic_outpatient, {"has_resident_insurance": False, "has_chronic_recognition": True}, "no"),
        (care_home_subsidy, HOME, "then"),
        (care_home_subsidy, {**HOME, "is_in_economic_hardship": False}, "then"),
        (care_home_subsidy, {**HOME, "age": 40}, "no"),
    ],
)
def test_the_state_follows_from_standing_eligibility_and_missing_recognitions(rule, facts, state):
    assert told(rule, **facts).state == state
    mark = STATES.get(state, "expired; as stated on February 9, 2022")
    assert told(rule, **facts).marks[0].explain("en") == mark


def test_a_recognition_that_is_missing_is_named_with_the_place_where_it_is_asked_for():
    found = told(care_home_subsidy, **{**HOME, "is_in_economic_hardship": False})
    assert "先申请“经济困难老年人”：到户口所在镇（街道）的社会救助窗口" in words(found, "zh")
    # 80 % of 3,200 yuan, as the announcement has it.
    assert found.how_much.explain("zh") == "符合条件的话，每月大约 2560 元；不符合就没有"


def test_the_line_to_call_has_three_questions():
    assert "打 12345 问：①现在还发吗、发到哪天？②我们算不算？③到哪里办、带什么材料？" in words(
        told(care_home_subsidy, **HOME), "zh"
    )
    assert "①现在是多少？" in words(told(care_service_voucher, **VOUCHER), "zh")


def test_only_the_papers_that_this_person_needs_are_named():
    found = words(told(care_service_voucher, **VOUCHER))
    assert "the report on the assessment of abilities" in found
    assert "extreme hardship" not in found


def test_an_amount_of_a_monthly_cost_is_said_by_the_month_and_in_whole_yuan_where_it_is_not_sure():
    cost = {**HOME, "care_home_cost": "3200..3201"}
    # 80 % of 3,200 and of 3,201 yuan: 2,560.00 and 2,560.80.
    assert told(care_home_subsidy, **cost).how_much.explain("en") == "2560 to 2561 yuan a month"


def test_who_has_employees_insurance_is_told_that_these_rules_are_not_theirs():
    found = told(outpatient_pooling, has_resident_insurance=False)
    assert (found.state, found.because is None) == ("no", False)
    assert "参加职工医保的，另有规定" in words(found, "zh")


@pytest.mark.parametrize("recognised", [False, None])
def test_who_has_diabetes_without_recognition_is_told_of_the_two_diseases_and_of_recognition(recognised):
    found = told(chronic_outpatient, has_resident_insurance=True, has_chronic_recognition=recognised)
    assert "两病" in words(found, "zh")
    assert "先申请“门诊慢特病认定”：带上病历，到定点医院医保办" in words(found, "zh")


def test_no_money_is_said_to_be_missing_and_an_unknown_cost_is():
    found = told(chronic_outpatient, has_resident_insurance=True, has_chronic_recognition=True)
    # 60 % of what lies above 500 yuan, and no ceiling is known: it may be anything.
    assert found.how_much.explain("en") == "how much depends on what is not known yet"
    assert "Still to be answered" in words(found)


def test_where_a_recognition_is_asked_for_is_told_as_the_usual_way_since_no_document_says_it():
    found = told(chronic_outpatient, has_resident_insurance=True, has_chronic_recognition=False)
    assert "as a rule" in words(found)
    assert "一般如此，以 12345 答复为准" in words(found, "zh")
