"""The law of a day over HTTP, and answers by it; by law invented for the tests."""

import pytest
from dated import EARLY, LATE, TARGET, having

import benefitcalc as bc

PERSON = {"age": 30, "is_rural": True, "is_low_income": False, "outpatient_cost": 110}


@pytest.fixture(autouse=True)
def law(tmp_path):
    """Two documents that bind, one that announced more, and those of benefitcalc itself."""
    with having(tmp_path, EARLY, LATE, TARGET) as found:
        yield found


def bread(answer):
    return next(each for each in answer.json()["law"] if each["benefit"] == "bread_allowance")


@pytest.mark.parametrize(("lang", "says"), [("en", "as last seen on May 5, 2020"), ("zh", "按 2020年5月5日查到的规定")])
def test_the_law_of_a_day_names_the_document_and_says_how_to_take_it(client, lang, says):
    assert bread(client.get(f"/api/v1/law?on=2022-05-01&lang={lang}")) == {
        "benefit": "bread_allowance", "title": "Bread <allowance>", "rule": "bread_allowance", "policy": "late",
        "standing": "in_force", "says": says, "since": "2021-03-01", "until": None, "seen_until": "2020-05-05",
    }  # fmt: skip


def test_the_law_of_a_day_has_every_benefit(client):
    answer = client.get("/api/v1/law?on=2022-05-01").json()
    assert answer["on"] == "2022-05-01"
    assert [each["benefit"] for each in answer["law"]] == list(bc.law().benefits)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "is missing; write it like 2023-05-01"),
        ("on=today", "'today' is not a day; write it like 2023-05-01"),
    ],
)
def test_the_law_of_no_day_is_refused_as_no_clock_is_asked(client, query, says):
    answer = client.get(f"/api/v1/law?{query}")
    assert answer.status_code == 422
    assert answer.json()["problems"] == [{"field": "on", "pointer": None, "says": says}]


def test_a_timeline_has_each_document_and_the_gap(client):
    found = client.get("/api/v1/timeline?benefit=bread_allowance").json()
    assert found["benefit"] == "bread_allowance"
    assert [(each["since"], each["until"], each["policy"], each["status"]) for each in found["timeline"]] == [
        ("2020-01-01", "2020-12-31", "early", "in_force"),
        ("2021-01-01", "2021-02-28", None, None),
        ("2021-03-01", None, "late", "in_force"),
        ("2019-07-01", "2021-06-30", "target", "announced"),
    ]


@pytest.mark.parametrize("query", ["", "benefit=cake"])
def test_a_timeline_of_no_benefit_is_refused_with_those_that_there_are(client, query):
    answer = client.get(f"/api/v1/timeline?{query}")
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    assert problem["field"] == "benefit"
    assert "bread_allowance" in problem["says"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"on": "2020-06-01"}, ("early", "in_force")),
        ({"on": "2021-01-15"}, ("target", "announced")),
        ({"on": "2021-05-01", "policy": "early"}, ("early", "expired")),
        ({}, ("late", "in_force")),
    ],
    ids=["in force", "announced", "a policy", "no day"],
)
def test_an_estimate_is_by_the_document_of_the_day(client, asked, expected):
    answer = client.post("/api/v1/estimate", json={"rule": "bread_allowance", "facts": PERSON, **asked}).json()
    assert (answer["estimate"]["policy"], answer["estimate"]["standing"]) == expected
    bc.verify(answer["receipt"])


def test_a_screening_of_a_day_by_several_documents_has_no_policy_of_its_own(client):
    found = client.post("/api/v1/screen", json={"facts": PERSON, "on": "2020-06-01"}).json()["screening"]
    assert found["policy"] is None
    assert {each["policy"] for each in found["estimates"]} == {"early", "zhangdian-2022"}


def test_a_document_without_an_end_is_listed_without_one(client):
    listed = {each["id"]: each["until"] for each in client.get("/api/v1/policies").json()["policies"]}
    assert (listed["early"], listed["late"]) == ("2020-12-31", None)
