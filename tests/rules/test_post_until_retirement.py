"""Public-welfare posts up to statutory retirement: what an age alone decides, and what the month of birth does."""

import polars as pl
import pytest

import benefitcalc as bc
from benefitcalc.person.interview import Interview
from benefitcalc.rules import post_until_retirement

TODAY = "2026-11-28"
UNEMPLOYED = {
    **dict.fromkeys(
        ("is_rural", "is_lifted_from_poverty", "is_low_income", "has_disability", "is_in_zero_employment_household"),
        False,
    ),
    "is_unemployed": True,
    "sex": "male",
}


def told(**facts):
    return post_until_retirement.estimate(on=TODAY, **{**UNEMPLOYED, **facts})


@pytest.mark.parametrize(
    ("age", "eligible"), [(55, True), (58, True), (59, None), (60, None), (62, None), (63, False), (80, False)]
)
def test_an_age_alone_decides_where_no_month_of_birth_could_change_it(age, eligible):
    # At 59 the month of the 60th birthday may have begun, and at 63 nobody is before it.
    assert told(age=age).eligible is eligible


def test_at_an_age_in_between_the_month_of_birth_is_asked_for_and_decides():
    assert told(age=61).missing == ("birth_month", "months_since_birth")
    assert told(birth_date="1965-10-05").eligible is False  # 60 years and 3 months, in January 2026
    assert told(birth_date="1966-12-05").eligible is True  # 60 years and 6 months, in June 2027


def test_a_refusal_says_at_what_age_somebody_retires():
    [reason] = told(birth_date="1965-10-05").reasons
    assert "it is at 60 years and 3 months, and 61 years and 1 month have passed" in str(reason.says)


def test_an_interview_asks_for_the_age_first_and_for_the_month_of_birth_only_where_it_matters():
    interview, asked = Interview({}, on=TODAY, needs=("work",)), []
    answers = {"age": "61", "sex": "male", "birth_month": "1965-10"}
    while question := interview.screening.next_question:
        asked.append(question.fact)
        interview = interview.answer(question.fact, answers.get(question.fact, "no"))
    assert asked[0] == "age"
    assert "birth_month" in asked
    assert "months_since_birth" not in asked  # it follows from the month and the day


def test_an_age_and_months_that_are_of_no_one_day_are_refused():
    with pytest.raises(bc.Refused, match="age of 30 and months_since_birth of 700 are not of the same day"):
        told(age=30, months_since_birth=700)


@pytest.mark.parametrize(("months", "fits"), [(359, False), (360, True), (372, True), (373, False)])
def test_somebody_of_30_was_born_30_times_12_to_31_times_12_months_ago(months, fits):
    if fits:
        assert told(age=30, months_since_birth=months).facts["months_since_birth"] == months
        return
    with pytest.raises(bc.Refused, match="not of the same day"):
        told(age=30, months_since_birth=months)


def test_a_table_says_what_an_estimate_says_whichever_of_the_numbers_is_null():
    rows = [
        {"age": age, "birth_month": born, "months_since_birth": months}
        for age, born, months in (
            (30, None, None), (61, None, None), (61, 23_540, None), (61, None, 738), (None, 23_540, None),
            (None, None, 735), (None, None, None), (58, 23_600, 700),
        )
    ]  # fmt: skip
    table = pl.DataFrame([{**row, **UNEMPLOYED} for row in rows], infer_schema_length=None)
    rule = post_until_retirement
    found = bc.assess_table(table, rules=rule, policy="shandong-posts-2025", detail="amount")
    every = [rule.estimate(**{**UNEMPLOYED, **row}) for row in rows]
    verdict = {True: "yes", False: "no", None: "depends"}
    assert found[f"{rule.name}_eligible"].to_list() == [verdict[each.eligible] for each in every]
    assert found["missing"].to_list() == [", ".join(each.missing) or None for each in every]


def test_a_row_whose_age_and_months_are_of_no_one_day_has_a_problem():
    row = {**UNEMPLOYED, "age": 30, "birth_month": 23_600, "months_since_birth": 700}
    rule = post_until_retirement
    found = bc.assess_table(pl.DataFrame([row]), rules=rule, policy="shandong-posts-2025", detail="amount")
    assert found["problem"].to_list() == ["age, months_since_birth: not of the same day"]


def test_a_fact_is_told_apart_only_where_a_term_that_it_is_compared_with_changes_something():
    views = post_until_retirement.views(bc.policy("shandong-posts-2025"))
    # From 16, 45, 40 or 45 and 50 or 55 on, and past 65; no age is compared with months.
    assert post_until_retirement.thresholds(views)["age"] == {16, 40, 45, 50, 55, 66}


@pytest.mark.parametrize("group", ["is_lifted_from_poverty", "is_low_income", "has_disability"])
def test_each_rural_group_alone_brings_a_rural_resident_in(group):
    assert told(age=30, is_rural=True, **{group: True}).eligible is True


def test_a_household_where_nobody_has_work_brings_an_urban_resident_in_and_no_rural_one():
    of = {"age": 30, "is_in_zero_employment_household": True}
    assert (told(is_rural=False, **of).eligible, told(is_rural=True, **of).eligible) == (True, False)


@pytest.mark.parametrize(("way", "months"), [("up", 601), ("down", 600)])
def test_half_a_month_of_delay_is_rounded_as_the_law_says(way, months):
    # A woman of the first month that is delayed, who retired at 50 before: half a month later.
    law = bc.policy("shandong-posts-2025").with_terms({"post_until_retirement.delay_rounds": way})
    woman = {**UNEMPLOYED, "sex": "female", "birth_date": "1975-01-15"}
    found = post_until_retirement.estimate(policy=law, on="2026-01-01", **woman)
    assert found.line("retires_at").at_least == months
