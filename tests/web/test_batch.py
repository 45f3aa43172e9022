"""Amounts alone, for one person or for many in one request: the same as the library gives each of them."""

import pytest

from benefitcalc.rules import RULES, care_home_subsidy
from benefitcalc.web.api.schemas import MOST_PEOPLE
from benefitcalc.web.replies.problems import MOST_PROBLEMS

GRANDMOTHER = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000"}
PEOPLE = [
    {**GRANDMOTHER, "care_home_stars": 2},
    GRANDMOTHER,
    {},
    {**GRANDMOTHER, "care_home_stars": 0},
    {**GRANDMOTHER, "age": "50..90", "is_dibao": True},
    {"age": 40},
]
AMOUNTS = ("eligible", "amount", "at_least", "at_most", "missing")


def told(estimate):
    """The amounts of an estimate, as JSON has them."""
    return estimate.model_dump(mode="json", include={*AMOUNTS})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_person_of_a_batch_gets_what_an_estimate_gives(client, rule):
    answer = client.post("/api/v1/batch", json={"rule": rule.name, "people": PEOPLE}).json()
    assert answer["people"] == [told(rule.estimate(each)) for each in PEOPLE]
    assert (answer["rule"], answer["policy"]) == (rule.name, rule.law().id)


@pytest.mark.parametrize("on", [None, "2023-05-01", "2026-05-01"])
def test_a_batch_goes_by_the_law_of_a_day_and_says_which_that_is(client, on):
    people = [{"birth_date": "1941-05-02", "care_need": "full"} if on else {}]
    answer = client.post("/api/v1/batch", json={"rule": "care_home_subsidy", "people": people, "on": on}).json()
    own = care_home_subsidy.estimate(people[0], on=on)
    assert answer["people"] == [told(own)]
    assert {name: answer[name] for name in ("policy", "on", "standing")} == own.model_dump(
        mode="json", include={"policy", "on", "standing"}
    )


def test_nobody_is_a_batch_too(client):
    answer = client.post("/api/v1/batch", json={"rule": "care_home_subsidy", "people": []})
    assert (answer.status_code, answer.json()["people"]) == (200, [])


def test_what_is_wrong_is_told_by_the_number_of_the_person_all_at_once(client):
    people = [{"age": 200, "sex": "x"}, {}, "somebody", {"aeg": 3}]
    answer = client.post("/api/v1/batch?lang=en", json={"rule": "bread", "people": people, "day": 3})
    assert [each["field"] for each in answer.json()["problems"]] == ["day", "rule"]
    answer = client.post("/api/v1/batch?lang=en", json={"rule": "care_home_subsidy", "people": people})
    problems = answer.json()["problems"]
    assert [each["field"] for each in problems] == ["people.1.age", "people.1.sex", "people.3", "people.4.aeg"]
    assert problems[0]["says"] == "'200' is not a whole number from 0 to 150"
    assert answer.json()["detail"].startswith("person 1: age: '200' is not a whole number")
    chinese = client.post("/api/v1/batch?lang=zh", json={"rule": "care_home_subsidy", "people": people}).json()
    assert chinese["detail"].startswith("第 1 人：age：")


def test_a_thousand_people_are_answered_and_one_more_is_refused(client):
    asked = {"rule": "care_home_subsidy", "people": [GRANDMOTHER] * MOST_PEOPLE}
    assert len(client.post("/api/v1/batch", json=asked).json()["people"]) == 1_000
    answer = client.post("/api/v1/batch?lang=en", json={**asked, "people": [{}] * 1_001})
    assert (answer.status_code, answer.json()["detail"]) == (422, "too many people; at most 1000")


def test_no_more_problems_are_looked_for_than_are_told(client):
    asked = {"rule": "care_home_subsidy", "people": [{"aeg": 3}] * MOST_PEOPLE}
    assert len(client.post("/api/v1/batch", json=asked).json()["problems"]) == MOST_PROBLEMS


@pytest.mark.parametrize("people", [None, {}, "all"])
def test_what_is_no_list_of_people_is_refused(client, people):
    answer = client.post("/api/v1/batch?lang=en", json={"rule": "care_home_subsidy", "people": people})
    assert answer.json()["problems"] == [{"field": "people", "pointer": "#/people", "says": "give a list"}]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_an_amount_alone_is_that_of_the_estimate(client, rule):
    asked = {"rule": rule.name, "facts": {"age": 82}, "on": "2023-05-01"}
    own = rule.estimate(age=82, on="2023-05-01")
    answer = client.post("/api/v1/estimate?detail=amount", json=asked).json()
    assert answer == own.model_dump(mode="json", include={*AMOUNTS, "rule", "policy", "on", "standing"})


def test_all_is_told_unless_the_amount_alone_is_asked_for(client):
    asked = {"rule": "care_home_subsidy", "facts": GRANDMOTHER}
    answers = [client.post(f"/api/v1/estimate{query}", json=asked).json() for query in ("", "?detail=all")]
    assert answers[0] == answers[1]


def test_another_detail_is_refused_with_those_that_there_are(client):
    answer = client.post("/api/v1/estimate?detail=much&lang=en", json={"rule": "bread"})
    assert [each["field"] for each in answer.json()["problems"]] == ["detail", "rule"]
    assert answer.json()["problems"][0]["says"] == "'much' is not one of: all, amount"
