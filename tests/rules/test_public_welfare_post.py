"""Public-welfare posts: groups, ages, and the two readings of 'rural'."""

import pytest

from benefitcalc.rules import public_welfare_post

NOBODY = dict.fromkeys(
    (
        "is_rural", "is_lifted_from_poverty", "is_low_income", "has_disability", "is_unemployed",
        "is_in_zero_employment_household",
    ),
    False,
)  # fmt: skip


def told(age=30, sex="female", **facts):
    return public_welfare_post.estimate(**{**NOBODY, "age": age, "sex": sex, **facts})


@pytest.mark.parametrize("group", ["is_lifted_from_poverty", "is_low_income", "has_disability"])
def test_each_rural_group_is_enough_in_the_country_and_left_open_in_town(group):
    assert told(is_rural=True, **{group: True}).eligible is True
    in_town = told(**{group: True})
    assert in_town.eligible is None
    assert in_town.undecided == ("rural_groups_must_be_rural",)


@pytest.mark.parametrize(
    ("sex", "age", "eligible"),
    [
        ("female", 39, False), ("female", 40, None), ("female", 44, None), ("female", 45, True), ("female", 50, True),
        ("female", 51, None), ("female", 55, None), ("female", 56, False), ("male", 44, False), ("male", 54, None),
        ("male", 55, True), ("male", 60, True), ("male", 61, False),
    ],
)  # fmt: skip
def test_older_unemployed_people_in_town_are_in_between_their_ages(sex, age, eligible):
    assert told(age, sex, is_unemployed=True).eligible is eligible


@pytest.mark.parametrize(("age", "eligible"), [(15, False), (16, True), (65, True), (66, False)])
def test_a_rural_resident_is_in_from_working_age_to_the_last_age(age, eligible):
    assert told(age, is_rural=True, has_disability=True).eligible is eligible


def test_somebody_in_town_of_that_age_who_has_work_is_not_among_the_older_unemployed():
    # At 42 she would be among the older unemployed by one reading of the ages, and is too young for the country's.
    assert told(47, is_unemployed=False).line("is_older_unemployed").holds is False
    assert (told(42, is_unemployed=True).eligible, told(42, is_unemployed=False).eligible) == (None, False)


def test_somebody_older_in_the_country_is_not_among_the_older_unemployed_in_town():
    found = told(47, is_rural=True, is_unemployed=True)
    assert (found.line("is_older_unemployed").holds, found.line("is_older_rural").holds) == (False, True)


def test_a_refusal_by_age_says_by_how_much():
    reasons = told(80, is_rural=True, has_disability=True).reasons
    assert [str(reason.says) for reason in reasons] == ["Aged 80; the last age for a post is 65 (over by 15)"]


def test_a_refusal_names_every_group_that_the_person_is_not_in():
    assert len(told().reasons) == 6


def test_it_says_that_the_list_of_groups_is_open():
    notices = " ".join(str(getattr(notice, "says", notice)) for notice in told().notices)
    assert "none of the groups that it names" in notices


def test_somebody_in_two_groups_is_told_both():
    reasons = told(46, is_rural=True, is_low_income=True).reasons
    assert {"is_low_income", "is_older_rural"} <= {reason.line for reason in reasons}


def test_the_ages_that_the_sources_disagree_on_are_told_with_their_range():
    older_from, last_age = (told(47).line(name) for name in ("older_from", "last_age"))
    assert (older_from.at_least, older_from.amount, older_from.at_most) == (40, 45, 45)
    assert (last_age.at_least, last_age.amount, last_age.at_most) == (50, 55, 55)
