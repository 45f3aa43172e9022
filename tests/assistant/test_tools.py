"""What a tool of the assistant answers, and how it refuses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import benefitcalc as bc
from benefitcalc.assistant.tools import refused, tools

HOME = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000"}
IN_2023 = {"on": "2023-05-01"}


def call(name, arguments, lang="en"):
    return tools(lang)[name].call(arguments, lang)


def refusal(name, arguments, lang="en"):
    with pytest.raises(bc.Refused) as caught:
        call(name, arguments, lang)
    return refused(caught.value, arguments, lang)


def test_every_rule_is_a_tool_with_the_facts_that_it_asks_for():
    for rule in bc.RULES:
        asked = tools("en")[rule.name].schema["properties"]["facts"]["properties"]
        assert set(rule.facts._fields) <= set(asked)


def test_a_tool_of_a_rule_has_no_fact_of_another_rule():
    asked = tools("en")["care_home_subsidy"].schema["properties"]["facts"]["properties"]
    assert "outpatient_cost" not in asked


def test_the_answer_has_the_amounts_of_the_estimate_as_text():
    found = call("care_home_subsidy", {"facts": {**HOME, "care_home_stars": 2}, **IN_2023}).data
    assert (found["amount"], found["at_least"], found["at_most"]) == ("28800.00",) * 3  # 80 % of 36,000
    assert (found["standing"], found["ask"]) == ("announced", [])


def test_an_unknown_star_rating_gives_a_range_and_the_question_to_ask():
    answer = call("care_home_subsidy", {"facts": HOME, **IN_2023})
    assert (answer.data["at_least"], answer.data["at_most"], answer.data["amount"]) == ("0.00", "28800.00", None)
    [asked] = answer.data["ask"]
    assert asked["fact"] == "care_home_stars"
    assert answer.says.endswith(asked["question"])


def test_questions_are_in_the_language_that_the_call_asks_for():
    answer = call("care_home_subsidy", {"facts": HOME, "lang": "zh"})
    assert "星级" in answer.data["ask"][0]["question"]


def test_without_a_day_the_answer_is_of_today(monkeypatch):
    monkeypatch.setattr("benefitcalc.assistant.tools._today", lambda: date(2024, 11, 1))
    assert call("outpatient_pooling", {}).data["on"] == "2024-11-01"


def test_a_screening_has_one_next_question_and_asks_nothing_that_was_declined():
    rules = {"rules": ["care_home_subsidy"], "facts": HOME, **IN_2023}
    assert call("screen", rules).data["next_question"]["fact"] == "care_home_stars"
    assert call("screen", {**rules, "declined": ["care_home_stars"]}).data["next_question"] is None


def test_the_next_question_is_asked_in_the_language_of_the_answer():
    says = call("screen", {"rules": ["care_home_subsidy"], "facts": HOME, **IN_2023, "lang": "zh"}).says
    assert says.splitlines()[-1].startswith("接着请问：养老机构是几星级")


def test_the_explanation_has_a_receipt_that_can_be_computed_again():
    found = call("explain", {"rule": "care_home_subsidy", "facts": {**HOME, "care_home_stars": 2}, **IN_2023})
    bc.verify(found.data["receipt"])
    assert found.says.startswith("Care-home subsidy (as announced then): 28,800.00 yuan")


def test_a_settlement_names_each_payer():
    bill = {"has_resident_insurance": True, "total_bill": 1000, "outpatient_cost": 800, "chronic_cost": 0}
    nobody_else = {"inpatient_cost": 0, "commercial_paid": 0, "is_dibao": False, "is_in_extreme_hardship": False}
    poor = {"is_back_in_poverty": False, "is_gravely_ill_under_rigid_expenses": False}
    parts = call("settle", {"facts": {**bill, **nobody_else, **poor}, "on": "2024-11-01"}).data["parts"]
    paid = {part["name"]: part["amount"] for part in parts}
    assert (paid["outpatient_pooling"], paid["resident"]) == ("475.00", "525.00")  # 65 % of 750, at most 475


def test_the_law_of_a_day_names_a_document_for_each_benefit():
    rows = {row["benefit"]: row for row in call("law_on", {"on": "2024-11-01"}).data["law"]}
    assert (rows["outpatient_pooling"]["policy"], rows["outpatient_pooling"]["standing"]) == (
        "zibo-outpatient-2024",
        "in_force",
    )


def test_a_refusal_names_every_problem_with_its_path_and_what_the_fact_takes():
    found = refusal("care_home_subsidy", {"facts": {"age": -3, "care_ned": "full", "care_home_cost": 3.501}, "more": 1})
    assert [problem["path"] for problem in found.data["problems"]] == [
        ["more"],
        ["care_ned"],
        ["age"],
        ["care_home_cost"],
    ]
    pointers = [problem["pointer"] for problem in found.data["problems"]]
    assert pointers == ["#/more", "#/facts/care_ned", "#/facts/age", "#/facts/care_home_cost"]
    assert found.data["problems"][2]["takes"] == "years, 0 to 150"
    assert "did you mean care_need?" in found.says


def test_a_fact_beside_facts_is_told_where_it_belongs():
    found = refusal("care_home_subsidy", HOME)
    place = "not known here; there are: facts, on, policy, lang; what is known of the person belongs in facts"
    assert [each["says"] for each in found.data["problems"]] == [f"'{name}' is {place}" for name in HOME]
    assert not any("takes" in each for each in found.data["problems"])


def test_an_explanation_without_a_rule_is_told_which_rules_there_are():
    [problem] = refusal("explain", {"facts": HOME}).data["problems"]
    assert problem["says"].startswith("give a rule; there are: outpatient_pooling, ")


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"rules": "care_home_subsidy"}, ["rules"]),
        ({"rules": [1]}, ["rules"]),
        ({"rules": ["none"]}, ["rules"]),
        ({"declined": ["age", "none"]}, ["declined"]),
        ({"declined": ""}, ["declined"]),
        ({"on": ""}, ["on"]),
        ({"policy": "none"}, ["policy"]),
        ({"on": "tomorrow"}, ["on"]),
        ({"lang": "fr"}, ["lang"]),
        ({"lang": 3}, ["lang"]),
    ],
)
def test_a_wrong_argument_is_refused_at_its_path(arguments, path):
    [problem] = refusal("screen", arguments).data["problems"]
    assert problem["path"] == path
    assert problem["pointer"] == "#/" + "/".join(map(str, path))


@pytest.mark.parametrize("facts", [[82], '{"age": 82}', None])
def test_facts_that_are_no_object_are_refused_at_their_place(facts):
    [problem] = refusal("screen", {"facts": facts}).data["problems"]
    assert (problem["path"], problem["pointer"]) == (["facts"], "#/facts")


def test_a_rule_that_is_missing_has_the_pointer_of_its_place():
    [problem] = refusal("explain", {}).data["problems"]
    assert problem["pointer"] == "#/rule"


def test_an_amount_may_be_a_number_with_decimals():
    found = call("care_home_subsidy", {"facts": {**HOME, "care_home_stars": 2, "care_home_cost": 1200.55}, **IN_2023})
    assert found.data["amount"] == "960.44"  # 80 % of 1,200.55


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3),
    max_leaves=5,
)
ARGUMENTS = st.dictionaries(st.sampled_from(["facts", "on", "policy", "lang", "rules", "declined", "rule", "x"]), JSON)
FACTS = st.dictionaries(st.sampled_from([*HOME, "birth_date", "sex", "total_bill"]), JSON, max_size=4)


@given(st.sampled_from(list(tools("en"))), ARGUMENTS | FACTS.map(lambda facts: {"facts": facts}))
def test_any_arguments_are_answered_or_refused(name, arguments):
    try:
        found = call(name, arguments)
    except bc.Refused as error:
        found = refused(error, arguments, "zh")
        assert found.data["problems"]
    assert found.says
