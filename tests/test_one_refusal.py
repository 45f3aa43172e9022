"""What is wrong with a fact is refused in one sentence and at one path, wherever the fact was given."""

import json

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.assistant.tools import refused, tools
from benefitcalc.cli.main import main
from benefitcalc.rules import care_home_subsidy
from benefitcalc.web import create_app

RULE, ON = "care_home_subsidy", "2026-11-27"

WRONG = [
    ("care_home_cost", "abc", "'abc' is not an amount of yuan; write it like 1200.50, 1,200.50 or 1.2万"),
    ("care_home_cost", -5, "less than zero; give the amount without a minus"),
    ("care_home_cost", "800.005", "more than two decimals; a fen (0.01 yuan) is the smallest amount"),
    ("care_home_cost", 10**30, "more than one billion yuan, the greatest amount this library computes"),
    ("care_home_cost", True, "yes or no is not an amount; give yuan, such as 1200.50"),
    ("care_home_cost", [5, 1], "'[5, 1]': the lower end is above the upper one"),
    ("age", 151, "'151' is not a whole number from 0 to 150"),
    ("age", 82.5, "'82.5' is not a whole number from 0 to 150"),
    ("age", "80多岁", "'80多岁' is not exact; give a number, or the range that it may be, such as 80..89"),
    ("care_need", "some", "'some' is not one of: none, partial, full"),
    ("is_in_economic_hardship", "maybe", "'maybe' is neither yes nor no"),
    (
        "birth_date",
        "1999-02-30",
        "'1999-02-30' is not a day; write it like 1944-05-06, or 1944-05 or 1944 where no more is known",
    ),
    ("care_ned", "full", "'care_ned' is not a known fact; did you mean care_need?"),
]


def of_library(call):
    with pytest.raises(bc.Refused) as caught:
        call()
    return [(".".join(map(str, each.path)), each.message.explain("en")) for each in caught.value.problems]


def of_api(route, asked):
    answer = TestClient(create_app(), base_url="http://127.0.0.1").post(f"/api/v1/{route}?lang=en", json=asked)
    return [(each["field"], each["says"]) for each in answer.json()["problems"]]


def of_assistant(tool, facts):
    arguments = {"facts": facts, "on": ON}
    with pytest.raises(bc.Refused) as caught:
        tools("en")[tool].call(arguments, "en")
    told = refused(caught.value, arguments, "en").data["problems"]
    return [(".".join(map(str, each["path"])), each["says"]) for each in told]


def of_model(facts, read=care_home_subsidy.facts_model.model_validate):
    with pytest.raises(ValidationError) as caught:
        read(facts)
    return [(".".join(map(str, each["loc"])), each["msg"]) for each in caught.value.errors()]


ENTRANCES = {
    "estimate": lambda facts: of_library(lambda: care_home_subsidy.estimate(facts, on=ON)),
    "screen": lambda facts: of_library(lambda: bc.screen(facts, on=ON)),
    "settle": lambda facts: of_library(lambda: bc.settle(facts, on=ON)),
    "estimate over HTTP": lambda facts: of_api("estimate", {"rule": RULE, "facts": facts, "on": ON}),
    "screen over HTTP": lambda facts: of_api("screen", {"facts": facts, "on": ON}),
    "settle over HTTP": lambda facts: of_api("settle", {"facts": facts, "on": ON}),
    "a tool of one rule": lambda facts: of_assistant(RULE, facts),
    "the tool screen": lambda facts: of_assistant("screen", facts),
    "a typed model": of_model,
    "a typed model from JSON": lambda facts: of_model(
        json.dumps(facts), care_home_subsidy.facts_model.model_validate_json
    ),
}
BELOW = {
    "household": (lambda facts: of_library(lambda: bc.household({"wang": facts}, on=ON)), "members.wang."),
    "household over HTTP": (lambda facts: of_api("household", {"members": {"wang": facts}, "on": ON}), "members.wang."),
    "batch over HTTP": (lambda facts: of_api("batch", {"rule": RULE, "people": [facts], "on": ON}), "people.1."),
}
"""Entrances for several people, with the path of the person."""


@pytest.mark.parametrize("refuses", ENTRANCES.values(), ids=ENTRANCES)
@pytest.mark.parametrize(("name", "given", "says"), WRONG)
def test_a_wrong_fact_is_refused_in_one_sentence_at_its_name(refuses, name, given, says):
    assert refuses({name: given}) == [(name, says)]


@pytest.mark.parametrize(("refuses", "person"), BELOW.values(), ids=BELOW)
@pytest.mark.parametrize(("name", "given", "says"), WRONG)
def test_a_wrong_fact_of_one_of_several_is_refused_in_the_same_sentence_below_the_person(
    refuses, person, name, given, says
):
    assert refuses({name: given}) == [(person + name, says)]


@pytest.mark.parametrize(("name", "given", "says"), WRONG)
def test_the_command_line_prints_the_same_sentence_after_the_name_of_the_fact(tmp_path, capsys, name, given, says):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({name: given}), encoding="utf-8")
    assert main(["screen", str(file), "--on", ON, "--lang=en"]) == 1
    told = says if name in says else f"{name}: {says}"  # a sentence that names the fact stands by itself
    assert capsys.readouterr().err.splitlines() == [told]


def test_facts_at_odds_are_refused_in_one_sentence_at_one_path():
    facts = {"eligible_cost": 5, "basic_insurance_paid": 6}
    rule = bc.rules.medical_assistance
    found = of_library(lambda: rule.estimate(facts))
    assert found == [
        ("eligible_cost", "basic_insurance_paid: 6.00 yuan is 1.00 yuan more than eligible_cost of 5.00 yuan")
    ]
    assert of_api("estimate", {"rule": rule.name, "facts": facts}) == found
    assert of_assistant(rule.name, facts) == found
    assert of_model(facts, rule.facts_model.model_validate) == found


@pytest.mark.parametrize(("written", "read"), [("1200.5", "1200.50"), ("1200.50", "1200.50"), ("12e2", "1200.00")])
def test_an_amount_with_decimals_in_json_is_read_as_it_was_written(written, read):
    model = care_home_subsidy.facts_model.model_validate_json(f'{{"care_home_cost": {written}}}')
    assert model.care_home_cost == read
