"""The statutory retirement age by month of birth (National People's Congress, decision of 2024-09-13, from 2025-01-01).

``retirement-age.csv`` has each month of birth for which the age rises; the decision states it as a rule. What a
schedule needs of a person are two whole numbers that follow from the date of birth: the month of birth, by which the
age is found, and the months since it, which are compared with that age.
"""

import csv
from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefitcalc.facts import reading
from benefitcalc.rules import post_until_retirement

FILE = Path(__file__).parent / "retirement-age.csv"


class Rises(NamedTuple):
    """How the age of a group rises: from which month of birth, from which age, a month for how many, and how far."""

    first: str
    years: int
    months_for_each: int
    most: int


DECISION = {
    "man60": Rises("1965-01", 60, 4, 36),
    "woman55": Rises("1970-01", 55, 4, 36),
    "woman50": Rises("1975-01", 50, 2, 60),
}


def rows(group):
    """The month of birth, the delay, the age in months and the month of retirement; months count from the year 0."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == group:
                years, _, months = row["statutory_age"].removesuffix("m").partition("y")
                age = int(years) * 12 + int(months)
                yield months_of(row["birth_month"]), int(row["delay_months"]), age, months_of(row["retires_month"])


def schedule(group):
    """The table as a schedule has it: the age in months from each month of birth at which it rises."""
    rise = DECISION[group]
    every = [(months_of(rise.first) - 1, rise.years * 12), *((born, age) for born, _, age, _ in rows(group))]
    return [(after, age) for (_, before), (after, age) in pairwise(every) if age != before]


def months_of(text):
    year, month = map(int, text.split("-"))
    return year * 12 + month - 1


def delay(born, rise):
    """As the decision says it, a month at a time: each further so many months of birth bring one, up to the most."""
    found, month = 0, months_of(rise.first)
    while month <= born and found < rise.most:
        found, month = found + 1, month + rise.months_for_each
    return found


@pytest.mark.parametrize("group", DECISION)
def test_the_table_is_what_the_decision_says(group):
    rise = DECISION[group]
    for born, later, age, retires in rows(group):
        assert later == delay(born, rise)
        assert age == rise.years * 12 + later
        assert retires == born + age


@pytest.mark.parametrize("group", DECISION)
def test_the_table_has_every_month_from_the_first_to_the_one_from_which_nothing_rises(group):
    rise, born = DECISION[group], [each[0] for each in rows(group)]
    assert born == list(range(months_of(rise.first), born[-1] + 1))
    assert delay(born[-1], rise) == rise.most > delay(born[-1] - 1, rise)


@pytest.mark.parametrize("group", DECISION)
def test_a_schedule_has_a_row_for_each_month_by_which_the_age_rises(group):
    rise, steps = DECISION[group], schedule(group)
    assert len(steps) == rise.most
    assert {later - born for (born, _), (later, _) in pairwise(steps)} == {rise.months_for_each}
    assert [age for _, age in steps] == list(range(rise.years * 12 + 1, rise.years * 12 + rise.most + 1))


def is_of_age(group, born, on):
    """Whether somebody has reached the age, from what a rule would be given."""
    known = reading.read({"birth_date": born}, ["birth_month", "months_since_birth"], on)
    ages = [age for first, age in schedule(group) if first <= known["birth_month"]]
    return known["months_since_birth"] >= (ages[-1] if ages else DECISION[group].years * 12)


@pytest.mark.parametrize(
    ("group", "born", "retires"),
    [
        # Published examples.
        ("man60", date(1966, 1, 15), date(2026, 5, 1)),
        ("woman50", date(1976, 6, 30), date(2027, 3, 1)),
        ("man60", date(1966, 12, 1), date(2027, 6, 1)),
        # Before the first month nothing rises.
        ("man60", date(1964, 12, 31), date(2024, 12, 1)),
        ("woman55", date(1990, 2, 1), date(2048, 2, 1)),
    ],
)
def test_a_person_is_of_age_from_the_month_of_retirement_on(group, born, retires):
    before = retires - timedelta(days=1)
    assert [is_of_age(group, born, on) for on in (before, retires)] == [False, True]


@given(row=st.integers(0, 140), at=st.integers(1, 31))
def test_the_day_of_birth_within_its_month_changes_nothing(row, at):
    born, *_, retires = list(rows("man60"))[row]
    year, month = divmod(born, 12)
    birth = date(year, month + 1, min(at, monthrange(year, month + 1)[1]))
    first = date(retires // 12, retires % 12 + 1, 1)
    assert [is_of_age("man60", birth, on) for on in (first - timedelta(days=1), first)] == [False, True]


# The rule of public-welfare posts, by the document --------------------------------------------------------

NOBODY = dict.fromkeys(
    ("is_rural", "is_lifted_from_poverty", "is_low_income", "has_disability", "is_in_zero_employment_household"), False
)


def of_today(group, born, on):
    """What the rule finds of somebody in town without work: whether before retirement, and at how many months it is."""
    sex = "male" if group == "man60" else "female"
    found = post_until_retirement.estimate(**NOBODY, is_unemployed=True, sex=sex, birth_date=born, on=on)
    reading_of_women = {"man60": "amount", "woman55": "at_most", "woman50": "at_least"}[group]
    return found.line("is_before_retirement").holds, getattr(found.line("retires_at"), reading_of_women)


def day_of(month, at=1):
    return date(month // 12, month % 12 + 1, at)


@pytest.mark.parametrize("group", DECISION)
def test_every_month_of_birth_of_the_table_has_its_age(group):
    for born, _, age, retires in rows(group):
        assert of_today(group, day_of(born), day_of(retires))[1] == age


@pytest.mark.parametrize("group", DECISION)
def test_a_month_of_birth_before_the_table_has_the_age_as_it_was_and_one_after_it_that_of_the_last(group):
    first, *_, last = rows(group)
    rise = DECISION[group]
    assert of_today(group, day_of(first[0] - 1, 28), date(2030, 1, 1))[1] == rise.years * 12
    assert of_today(group, day_of(last[0] + 120), date(2060, 1, 1))[1] == rise.years * 12 + rise.most


def test_a_man_of_every_month_of_the_table_may_hold_a_post_until_the_day_before_the_month_of_retirement():
    for born, _, _, retires in rows("man60"):
        months = [day_of(retires) - timedelta(days=1), day_of(retires), day_of(retires + 1)]
        assert [of_today("man60", day_of(born, 15), on)[0] for on in months] == [True, False, False]


@pytest.mark.parametrize("group", ["woman50", "woman55"])
def test_a_woman_is_before_retirement_below_the_earlier_age_and_past_it_from_the_later_one_on(group):
    for born, _, _, retires in rows(group):
        before, at = (of_today(group, day_of(born, 15), on)[0] for on in (day_of(retires - 1), day_of(retires)))
        # Which of the two ages counts is not known, so that between them it is open.
        assert (before, at) == ((True, None) if group == "woman50" else (None, False))
