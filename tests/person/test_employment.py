"""Zero employment: what follows from what is known of the members' work, and what stays unknown."""

import pytest

from benefitcalc.facts import reading
from benefitcalc.person.employment import zero_employment
from benefitcalc.policy.loading import policy
from benefitcalc.rules import care_home_subsidy, public_welfare_post

# The document's ages for a post, for residents of a town: from 16; women to 50 or 55, men to 60.
UNEMPLOYED = {"age": 47, "sex": "male", "is_unemployed": True}
IN_WORK = {"age": 44, "sex": "female", "has_work": True}
AT_HOME = {"age": 44, "sex": "female", "has_work": False, "is_unemployed": False}
RETIRED = {"age": 82}
CHILD = {"age": 9}


def found(*members, rule=public_welfare_post):
    known = {f"member {number}": reading.known(facts) for number, facts in enumerate(members, start=1)}
    return zero_employment(known, [(rule, policy())], None)


@pytest.mark.parametrize(
    ("members", "holds"),
    [
        ([UNEMPLOYED], True),
        ([UNEMPLOYED, UNEMPLOYED], True),
        ([UNEMPLOYED, RETIRED, CHILD], True),
        ([UNEMPLOYED, AT_HOME], True),
        ([UNEMPLOYED, IN_WORK], False),
        ([IN_WORK], False),
        ([AT_HOME], None),
        ([RETIRED, CHILD], None),
        ([UNEMPLOYED, {}], None),
    ],
)
def test_it_follows_where_nobody_of_working_age_has_work_and_somebody_is_unemployed(members, holds):
    assert found(*members).holds is holds


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({}, ["has_work", "age", "sex"]),
        ({"age": 44}, ["has_work"]),
        ({"age": 58}, ["has_work", "sex"]),
        ({"is_unemployed": False, "age": 44}, ["has_work"]),
        ({"has_work": True}, ["age", "sex"]),
    ],
)
def test_what_it_depends_on_is_named_by_the_member_and_the_fact(more, missing):
    assert found(UNEMPLOYED, more).missing == tuple(f"members.member 2.{name}" for name in missing)


def test_not_to_be_unemployed_is_not_to_have_work():
    told = found(UNEMPLOYED, {"age": 44, "is_unemployed": False})
    assert told.holds is None
    assert "member 2: In work" in str(told.says)


@pytest.mark.parametrize(("age", "holds"), [(15, None), (16, False), (50, False), (51, None), (55, None), (56, None)])
def test_who_may_be_past_the_last_age_and_has_work_leaves_it_open(age, holds):
    assert found(UNEMPLOYED, {"age": age, "sex": "female", "has_work": True}).holds is holds


def test_a_woman_whom_one_reading_alone_has_of_working_age_is_not_known_to_be():
    told = found(UNEMPLOYED, {"age": 52, "sex": "female", "has_work": True})
    assert (told.holds, told.missing) == (None, ())
    assert "the office can tell" in str(told.says)


def test_a_fact_may_be_known_in_part():
    assert found(UNEMPLOYED, {"age": "70..80"}).holds is True
    assert found(UNEMPLOYED, {"age": "50..80", "sex": "male"}).missing == (
        "members.member 2.has_work",
        "members.member 2.age",
    )


def test_where_nobody_is_known_to_be_unemployed_that_is_what_is_missing():
    assert found({"age": 44, "has_work": False}).missing == ("members.member 1.is_unemployed",)


def test_nothing_is_said_of_it_where_no_post_is_asked_about():
    assert found(UNEMPLOYED, rule=care_home_subsidy) is None


def test_a_conclusion_says_who_it_rests_on_and_what_an_office_asks_beside():
    assert found(UNEMPLOYED, IN_WORK).says.explain("zh") == "不是零就业家庭；在劳动年龄内并且有工作的：member 2。"
    told = found(UNEMPLOYED, RETIRED).says.explain("zh")
    assert "其中失业的：member 1" in told
    assert "经营性、投资性收入" in told
