"""The JSON API: the library's answers over HTTP, and everything that is wrong with a request told at once."""

import json
import sys
import threading

import pytest

import benefitcalc as bc
from benefitcalc.districts import POLICY_FOLDER, District, own, using
from benefitcalc.engine.estimate import Estimate
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import care_home_subsidy
from benefitcalc.text import errors
from benefitcalc.web.api.schemas import MOST_VISITS, EstimateAsked, ScreenAsked, SettleAsked, YearAsked

policy_files = sys.modules["benefitcalc.policy"]  # `benefitcalc.policy` is the function

GRANDMOTHER = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000"}
BILL = {"has_resident_insurance": True, "total_bill": 2000, "outpatient_cost": 1000}
VISITS = [{"date": "2023-02-01", "kind": "outpatient", "cost": "30"}, {"date": "2023-03-01", "outpatient_cost": 70}]


def test_an_estimate_is_that_of_the_library_with_its_words_and_its_receipt(client):
    asked = {"rule": "care_home_subsidy", "facts": GRANDMOTHER, "on": "2023-05-01"}
    answer = client.post("/api/v1/estimate?lang=zh", json=asked)
    own = care_home_subsidy.estimate(**GRANDMOTHER, on="2023-05-01")
    assert answer.status_code == 200
    assert Estimate.model_validate(answer.json()["estimate"]) == own
    assert answer.json()["explanation"] == own.explain("zh")
    assert answer.json()["receipt"] == own.receipt()
    bc.verify(answer.json()["receipt"])


def test_figures_are_read_as_they_are_written(client):
    # 0.1 + 0.2 is no amount of fen where it is read as a binary fraction; 562.57 is 75 % of 750.10, half a fen up.
    body = '{"rule": "outpatient_pooling", "facts": {"has_resident_insurance": true, "outpatient_cost": 800.10}}'
    answer = client.post("/api/v1/estimate", content=body, headers={"content-type": "application/json"})
    assert answer.json()["estimate"]["amount"] == "562.58"
    assert answer.json()["estimate"]["facts"]["outpatient_cost"] == "800.10"


def test_a_screening_asks_for_what_matters_most_and_not_again_for_what_was_declined(client):
    found = client.post("/api/v1/screen", json={}).json()["screening"]
    assert found["next_question"]["fact"] == "has_resident_insurance"
    asked = {"declined": ["age"], "rules": ["care_home_subsidy", "extreme_hardship_support"]}
    found = client.post("/api/v1/screen", json=asked).json()["screening"]
    assert [each["rule"] for each in found["estimates"]] == ["care_home_subsidy", "extreme_hardship_support"]
    assert found["next_question"]["fact"] == "is_in_extreme_hardship"
    assert client.post("/api/v1/screen", json={"declined": ["age"]}).json()["screening"]["next_question"] != found


FAMILY = {"grandmother": GRANDMOTHER, "father": {"age": 47, "is_unemployed": True}}


def test_a_household_is_that_of_the_library_with_its_words(client):
    asked = {"members": FAMILY, "shared": {"is_dibao": False}, "on": "2023-05-01", "declined": ["members.father.sex"]}
    answer = client.post("/api/v1/household?lang=zh", json=asked).json()
    own = bc.household(FAMILY, shared={"is_dibao": False}, on="2023-05-01", declined=["members.father.sex"])
    assert bc.Household.model_validate(answer["household"]) == own
    assert answer["explanation"] == own.explain("zh")


def test_a_settlement_has_a_receipt_that_can_be_checked(client):
    answer = client.post("/api/v1/settle", json={"facts": BILL, "on": "2023-05-01"}).json()
    own = bc.settle(BILL, on="2023-05-01")
    assert answer["settlement"]["lines"] == own.as_dict("en")["lines"]
    assert answer["explanation"] == own.explain("en")
    bc.verify(answer["receipt"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_sentence_of_an_answer_is_told_in_the_language_asked_for(client, lang):
    answer = client.post(f"/api/v1/estimate?lang={lang}", json={"rule": "care_home_subsidy", "facts": {"age": 82}})
    estimate = answer.json()["estimate"]
    assert estimate["title"]["text"] == {"zh": "养老机构补贴", "en": "Care-home subsidy"}[lang]
    assert bc.Estimate.model_validate(estimate).as_dict(lang) == estimate


def test_a_year_is_told_visit_by_visit(client):
    answer = client.post("/api/v1/year", json={"visits": VISITS, "facts": {"has_resident_insurance": True}})
    own = bc.year(VISITS, {"has_resident_insurance": True})
    assert answer.json()["year"] == own.as_dict("en")


def test_the_policies_and_the_rules_are_listed_with_every_question(client):
    policies = client.get("/api/v1/policies?lang=en").json()["policies"]
    assert [each["id"] for each in policies] == list(bc.policies())
    policy = next(each for each in policies if each["id"] == "zhangdian-2022")
    assert (policy["id"], policy["status"], policy["digest"]) == ("zhangdian-2022", "announced", bc.policy().digest)
    told = client.get("/api/v1/rules?lang=zh").json()
    assert [each["name"] for each in told["rules"]] == [rule.name for rule in bc.RULES]
    assert [each["name"] for each in told["facts"]] == list(FACTS)
    [age] = [each for each in told["facts"] if each["name"] == "age"]
    assert (age["question"], age["unit"], age["kind"]) == ("您今年多大（周岁，如 82）？", "岁", "whole")
    [care] = [each for each in told["facts"] if each["name"] == "care_need"]
    assert care["choices"] == {"none": "能自理", "partial": "半失能", "full": "失能"}


# Languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "accepted", "lang"),
    [
        ("?lang=zh", "en", "zh"),
        ("?lang=zh_Hans_CN", "en", "zh"),
        ("?lang=ZH-cn", "en", "zh"),
        ("?lang=en&lang=zh", "zh", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "fr;q=1, en;q=0.3, zh;q=0.2", "en"),
        ("", "zh;q=nonsense", "en"),
        ("", "zh;level=1", "zh"),
        ("", "", "en"),
    ],
)
def test_words_are_in_the_language_asked_for_then_in_that_of_the_headers(client, asked, accepted, lang):
    answer = client.post(
        f"/api/v1/estimate{asked}",
        json={"rule": "care_home_subsidy", "facts": GRANDMOTHER},
        headers={"accept-language": accepted},
    )
    assert answer.headers["content-language"] == lang
    assert answer.json()["explanation"] == care_home_subsidy.estimate(**GRANDMOTHER).explain(lang)


# Refusals ---------------------------------------------------------------------------------------------------------


def problems(answer, status=422):
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    return told["problems"]


def test_everything_that_is_wrong_is_told_at_once_with_its_field(client):
    asked = {
        "rule": "bread",
        "facts": {"age": -1, "care_need": "parti", "agee": 3, "care_home_cost": 1.234},
        "on": "tomorrow",
        "policy": "atlantis",
        "more": 1,
    }
    told = problems(client.post("/api/v1/estimate?lang=zh", json=asked))
    fields = [each["field"] for each in told]
    assert sorted(fields) == sorted(["more", "policy", "rule", "on", "age", "care_need", "agee", "care_home_cost"])
    assert told[fields.index("age")]["says"] == "“-1”不是 0 到 150 的整数"


def test_a_language_that_there_is_not_is_a_problem_like_the_others(client):
    told = problems(client.post("/api/v1/settle?lang=fr", json={"facts": {"age": -1}}))
    assert [each["field"] for each in told] == ["lang", "age"]
    for none in ("?lang=", "?lang=fr&lang=zh", "?lang=zhen", "?lang=%20zh"):
        assert [each["field"] for each in problems(client.get(f"/api/v1/rules{none}"))] == ["lang"]
    for path in ("policies", "rules"):
        assert [each["field"] for each in problems(client.get(f"/api/v1/{path}?lang=fr"))] == ["lang"]


def test_problems_of_visits_are_told_by_their_number(client):
    visits = [{"kind": "bread"}, {"date": "2023-02-01", "kind": "outpatient", "cost": -1}, 3]
    told = problems(client.post("/api/v1/year", json={"visits": visits, "facts": {"outpatient_cost": 3}}))
    assert [each["field"] for each in told] == [
        "outpatient_cost",
        "visits.1.date",
        "visits.1.kind",
        "visits.2.cost",
        "visits.3",
    ]


def test_problems_of_a_household_are_told_by_their_member(client):
    members = {"grandmother": {"age": -1, "is_dibao": True}, "father": 3}
    asked = {"members": members, "shared": {"is_dibao": False, "age": 3}, "more": 1, "declined": ["age"]}
    told = problems(client.post("/api/v1/household?lang=zh", json=asked))
    assert [each["field"] for each in told] == [
        "more",
        "shared.age",
        "declined",
        "members.grandmother.age",
        "members.father",
    ]
    assert told[3]["says"] == "“-1”不是 0 到 150 的整数"


@pytest.mark.parametrize("given", [{"members": {}}, {}, {"members": [1]}, {"members": {str(n): {} for n in range(21)}}])
def test_a_household_has_1_to_20_members(client, given):
    assert [each["field"] for each in problems(client.post("/api/v1/household", json=given))] == ["members"]


@pytest.mark.parametrize("declined", [0, "", {}, False])
def test_what_is_declined_of_a_household_is_a_list(client, declined):
    asked = {"members": FAMILY, "declined": declined}
    assert [each["field"] for each in problems(client.post("/api/v1/household", json=asked))] == ["declined"]


def test_amounts_at_odds_are_told_under_the_amount_that_is_too_small(client):
    asked = {"facts": {"total_bill": 10, "outpatient_cost": 20}}
    assert [each["field"] for each in problems(client.post("/api/v1/settle", json=asked))] == ["total_bill"]


@pytest.mark.parametrize("asked", ["screen", "estimate"])
def test_work_beside_unemployment_is_told_under_its_own_name(client, asked):
    given = {"rule": "public_welfare_post"} if asked == "estimate" else {}
    body = {**given, "facts": {"has_work": True, "is_unemployed": True}}
    assert [each["field"] for each in problems(client.post(f"/api/v1/{asked}", json=body))] == ["has_work"]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"rules": "care_home_subsidy"}, ["rules"]),
        ({"rules": []}, ["rules"]),
        ({"rules": ["bread"], "declined": ["agee", 3]}, ["rules", "declined", "declined"]),
        ({"declined": {}}, ["declined"]),
        ({"facts": []}, ["facts"]),
        ({"policy": 3}, ["policy"]),
        ({"on": 3}, ["on"]),
    ],
)
def test_what_is_of_another_kind_than_it_should_be_is_a_problem(client, asked, fields):
    assert [each["field"] for each in problems(client.post("/api/v1/screen", json=asked))] == fields


def test_no_more_than_a_hundred_problems_are_told(client):
    told = problems(client.post("/api/v1/year", json={"visits": [{"x": 1}] * 200}))
    assert len(told) == 100


def test_too_many_visits_are_refused(client):
    told = problems(client.post("/api/v1/year?lang=zh", json={"visits": VISITS[:1] * (MOST_VISITS + 1)}))
    assert [each["says"] for each in told] == ["就诊次数太多，最多 500 次"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff{}", 400),
        (b"[]", 422),
        (b'"text"', 422),
        (b'{"facts": {"age": NaN}}', 400),
        (b'{"facts": {"age": -Infinity}}', 400),
        (b'{"facts": {"age": 1}, "facts": {}}', 400),
        (b'{"facts": {"care_home_cost": 1e99999999999999999999}}', 400),
        (b'{"facts": {"care_home_cost": 1e999999}}', 422),
        (b'{"facts": {"age": 1e999999999999999999}}', 422),  # written out, it would fill any memory
        (b'{"facts": {"age": [0, -1e999999999999999999]}}', 422),
        (b'{"facts": {"age": ' + b"9" * 5000 + b"}}", 400),
        (b"[" * 60_000, 400),
        (b'{"facts": {"age": "\\ud800"}}', 400),
        (b'{"facts": {"\\udfff": 1}}', 400),
        (b'{"facts": {"age": "\\ud83d\\ude00", "care_home_cost": 1.0}}', 422),
        (b'{"a":' * 7 + b"1" + b"}" * 7, 400),
        (b'{"a":' * 6 + b"[]" + b"}" * 6, 400),
        (json.dumps({"facts": {f"a{number}": 1 for number in range(65)}}).encode(), 422),
    ],
)
def test_a_body_that_is_no_object_of_exact_json_is_refused(client, body, status):
    answer = client.post("/api/v1/screen", content=body, headers={"content-type": "application/json"})
    assert problems(answer, status)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            b'{"facts": {"care_home_cost": ' + b"9" * 60_000 + b"}}",
            "a number is too long; write it with at most 100 signs",
        ),
        (
            b'{"facts": {"care_home_cost": 1.' + b"0" * 99 + b"}}",
            "a number is too long; write it with at most 100 signs",
        ),
        (b'{"facts": {"care_home_cost": 1e99999999999999999999}}', "a number is too large"),
        (b'{"facts": {"care_home_cost": 1', "this is not JSON in UTF-8"),
        (b'{"a":' * 7 + b"1" + b"}" * 7, "nested too deeply; at most 6 lists and objects in one another"),
        (
            b'{"a":' * 9_000 + b"1" + b"}" * 9_000,  # only some versions of Python parse it
            "nested too deeply; at most 6 lists and objects in one another",
        ),
    ],
    ids=["long", "long decimals", "large", "broken off", "deep", "very deep"],
)
def test_what_is_wrong_with_a_body_is_said(client, body, says):
    answer = client.post("/api/v1/screen?lang=en", content=body, headers={"content-type": "application/json"})
    assert [each["says"] for each in problems(answer, 400)] == [says]


def test_a_number_of_a_hundred_signs_is_read_exactly(client):
    body = b'{"facts": {"care_home_cost": 1.' + b"0" * 97 + b"1}, " + b'"rule": "care_home_subsidy"}'
    answer = client.post("/api/v1/estimate", content=body, headers={"content-type": "application/json"})
    assert [each["field"] for each in problems(answer)] == ["care_home_cost"]


def test_six_objects_in_one_another_are_not_too_deep(client):
    body = {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}
    assert [each["field"] for each in problems(client.post("/api/v1/settle", json=body))] == ["a"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("estimate", {"rule": "care_home_subsidy", "facts": {"agee": 1}}),
        ("estimate", {"rule": "care_home_subsidy", "factss": {}}),
        ("screen", {"facts": {"agee": 1}}),
        ("screen", {"declined": ["agee"]}),
        ("settle", {"facts": {"agee": 1}}),
        ("year", {"visits": [{"agee": 1}]}),
    ],
)
def test_which_name_may_be_meant_is_not_looked_for_where_others_are_answered(client, monkeypatch, path, asked):
    threads, own = [], errors.get_close_matches

    def looked_for(*args, **more):
        threads.append(threading.current_thread().name)
        return own(*args, **more)

    monkeypatch.setattr(errors, "get_close_matches", looked_for)
    assert problems(client.post(f"/api/v1/{path}", json=asked))
    assert threads
    assert all(name.startswith("benefitcalc") for name in threads)


def test_thousands_of_names_that_are_not_known_are_answered_with_few_suggestions(client, monkeypatch):
    looked_for = []
    monkeypatch.setattr(errors, "get_close_matches", lambda *args, **more: looked_for.append(args) or [])
    assert problems(client.post("/api/v1/screen", json={"declined": [f"a{number}" for number in range(5000)]}))
    assert len(looked_for) == 3
    assert problems(client.post("/api/v1/year", json={"visits": [{f"a{number}": 1 for number in range(60)}] * 100}))
    assert len(looked_for) == 3 + 3 * 100


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_kind_of_content_is_refused(client, kind):
    answer = client.post("/api/v1/screen", content=b"{}", headers={"content-type": kind})
    assert [each["says"] for each in problems(answer, 415)] == ["send application/json"]


def test_what_is_not_there_is_told_as_problem_details_too(client):
    assert problems(client.get("/api/v1/nothing"), 404) == []
    answer = client.get("/api/v1/estimate")
    assert problems(answer, 405) == []
    assert answer.headers["allow"] == "POST"


def test_text_that_was_given_comes_back_as_text_alone(client):
    hostile = "<script>alert(1)</script>"
    answer = client.post("/api/v1/screen", json={"facts": {hostile: 1, "age": hostile}})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert all(hostile in each["says"] for each in problems(answer))


def test_a_problem_of_the_policy_names_its_field_once(client):
    [problem] = client.post("/api/v1/settle", json={"policy": 3}).json()["problems"]
    assert problem == {
        "field": "policy",
        "pointer": "#/policy",
        "says": "give a policy, its id or a Path, not '3'",
    }


# Each field of each request ---------------------------------------------------------------------------------------


@pytest.fixture
def another(tmp_path):
    """A second policy document, as a package brings it: a deductible of 150 yuan, half of a care home's cost."""
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    for old, new in (
        ('id = "zhangdian-2022"', 'id = "another"'),
        ("[outpatient_pooling.deductible]\nassumed = 50.00", "[outpatient_pooling.deductible]\nassumed = 150.00"),
        ("[care_home_subsidy.rate]\nexactly = 0.80", "[care_home_subsidy.rate]\nexactly = 0.50"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = tmp_path / "another.toml"
    file.write_text(text, encoding="utf-8")
    brought = District("another", policies=(file,), rules=(), facts=(), locale=None)
    with using(own(), brought):
        yield


def of_rules(names):
    return names and [rule for rule in bc.RULES if rule.name in names]


LIBRARY = {
    "estimate": lambda rule, facts=(), policy=None, on=None: getattr(bc.rules, rule).estimate(
        **dict(facts), policy=policy, on=on
    ),
    "screen": lambda facts=(), rules=None, **more: bc.screen(dict(facts), rules=of_rules(rules), **more),
    "settle": lambda facts=(), **more: bc.settle(dict(facts), **more),
    "year": lambda visits, facts=(), **more: bc.year(visits, dict(facts), **more),
}
ANSWER = {"estimate": "estimate", "screen": "screening", "settle": "settlement", "year": "year"}
FIELDS = {
    "estimate": {
        "rule": ["care_home_subsidy", "outpatient_pooling"],
        "facts": [{**GRANDMOTHER, "care_home_stars": 2}, {"age": 40}],
        "policy": ["zhangdian-2022", "another", None],  # of two of one day the one that is first by its name
        "on": ["2023-05-01", "2026-05-01", None],
    },
    "screen": {
        "facts": [{"outpatient_cost": 800}, {"age": 82}],
        "rules": [["outpatient_pooling", "care_home_subsidy"], ["medical_assistance"], None],
        "declined": [["has_resident_insurance"], [*GRANDMOTHER, "has_resident_insurance"], None],
        "policy": ["another", "zhangdian-2022"],
        "on": ["2023-05-01", "2026-05-01", None],
    },
    "settle": {
        "facts": [BILL, {**BILL, "outpatient_cost": 1100}],
        "policy": ["another", "zhangdian-2022"],
        "on": ["2023-05-01", "2026-05-01", None],
    },
    "year": {
        "visits": [VISITS, VISITS[1:]],
        "facts": [{"has_resident_insurance": True}, {"has_resident_insurance": False}],
        "policy": ["another", "zhangdian-2022"],
    },
}
"""Of each field what is asked first, and what else changes the answer; None leaves it out."""

MODELS = {"estimate": EstimateAsked, "screen": ScreenAsked, "settle": SettleAsked, "year": YearAsked}


@pytest.mark.parametrize(("path", "field"), [(path, field) for path, fields in FIELDS.items() for field in fields])
def test_each_field_of_each_request_changes_the_answer_as_it_changes_that_of_the_library(client, another, path, field):
    first = {name: values[0] for name, values in FIELDS[path].items()}
    found = []
    for value in FIELDS[path][field]:
        asked = {name: given for name, given in {**first, field: value}.items() if given is not None}
        answer = client.post(f"/api/v1/{path}?lang=en", json=asked).json()
        own = LIBRARY[path](**asked)
        assert answer[ANSWER[path]] == own.as_dict("en")
        assert answer["explanation"] == own.explain("en")
        found.append(answer)
    assert all(found[0] != other for other in found[1:])


def test_no_field_of_a_request_is_left_out_of_these():
    assert {path: set(fields) for path, fields in FIELDS.items()} == {
        path: set(model.model_fields) for path, model in MODELS.items()
    }


def test_a_second_policy_is_listed_and_gives_what_it_states(client, another):
    listed = [each["id"] for each in client.get("/api/v1/policies").json()["policies"]]
    assert listed == sorted(["another", *(each.id for each in bc.law().documents if each.id != "another")])
    asked = {"rule": "care_home_subsidy", "facts": {**GRANDMOTHER, "care_home_stars": 2}, "policy": "another"}
    assert client.post("/api/v1/estimate", json=asked).json()["estimate"]["amount"] == "18000.00"  # half of 36,000
    settled = client.post("/api/v1/settle", json={"facts": BILL, "policy": "another"}).json()["settlement"]
    assert settled["policy"] == "another"


# Pointers ---------------------------------------------------------------------------------------------------------


def pointers(client, path, body, **query):
    """The JSON Pointer of each problem of a request, by its field."""
    problems = client.post(f"/api/v1/{path}", json=body, params=query).json()["problems"]
    return {each["field"]: each["pointer"] for each in problems}


def test_a_problem_points_to_its_place_in_the_body(client):
    body = {"rule": "care_home_subsidy", "facts": {"age": -1}, "on": "x", "polcy": 1}
    expected = {"age": "#/facts/age", "on": "#/on", "polcy": "#/polcy"}
    assert pointers(client, "estimate", body) == expected


def test_a_pointer_counts_from_zero_and_its_field_from_one(client):
    visits = [{"date": "2023-05-01", "kind": "outpatient", "cost": -1}, {"date": "x"}]
    expected = {"visits.1.cost": "#/visits/0/cost", "visits.2.date": "#/visits/1/date"}
    assert pointers(client, "year", {"visits": visits}) == expected


def test_a_sum_of_a_year_that_is_too_much_points_to_the_visits_that_add_up_to_it(client):
    visits = [{"date": "2023-05-01", "kind": "chronic", "cost": cost} for cost in ("1000000000", "0.01")]
    found = pointers(client, "year", {"visits": visits, "facts": {"has_resident_insurance": True}})
    assert found["years.2023.chronic_cost"] == "#/visits"


def test_a_pointer_escapes_a_slash_and_a_tilde(client):
    found = pointers(client, "household", {"members": {"a/b": {"age": -3}, "c~d": {"age": -3}}})
    assert list(found.values()) == ["#/members/a~1b/age", "#/members/c~0d/age"]


def test_what_is_wrong_in_the_address_has_no_pointer(client):
    assert pointers(client, "estimate", {"rule": "care_home_subsidy"}, detail="half") == {"detail": None}


def test_a_missing_field_has_the_pointer_of_its_place(client):
    assert pointers(client, "estimate", {}) == {"rule": "#/rule"}


# An amount alone --------------------------------------------------------------------------------------------------


def test_an_amount_at_its_own_path_is_that_of_an_estimate_in_short(client):
    body = {"rule": "care_home_subsidy", "facts": {"age": 82}}
    long, short = (client.post(f"/api/v1/{path}", json=body).json() for path in ("estimate?detail=amount", "amount"))
    assert short == long
