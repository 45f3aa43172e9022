"""The pydantic model of a rule's facts: it takes what an estimate takes, and refuses what that refuses."""

import json

import pytest
from pydantic import ValidationError

from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import RULES, care_home_subsidy, medical_assistance, outpatient_pooling

MEDICAL = medical_assistance.facts_model


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_model_has_the_facts_that_its_rule_takes_and_no_others(rule):
    assert tuple(rule.facts_model.model_fields) == rule.takes
    assert rule.takes[: len(rule.facts._fields)] == rule.facts._fields


def test_a_rule_takes_the_day_from_which_a_fact_follows():
    assert care_home_subsidy.takes[-1] == "birth_date"
    assert "birth_date" not in outpatient_pooling.takes


def test_what_was_read_is_written_as_json_has_it():
    given = MEDICAL(is_dibao="是", eligible_cost="1.2万", basic_insurance_paid=[100, 200])
    assert given.is_dibao is True
    assert given.eligible_cost == "12000.00"
    assert given.basic_insurance_paid == "100.00..200.00"
    assert given.critical_illness_paid is None


def test_an_estimate_takes_a_model_as_a_mapping():
    given = MEDICAL.model_validate_json('{"is_dibao": true, "eligible_cost": "10000", "basic_insurance_paid": 6000}')
    told = medical_assistance.estimate(dict(given))
    assert told == medical_assistance.estimate(is_dibao=True, eligible_cost=10_000, basic_insurance_paid=6_000)


def test_everything_that_is_wrong_is_told_at_its_own_place():
    with pytest.raises(ValidationError) as refused:
        MEDICAL(is_dibaoo=True, eligible_cost=1.5, is_dibao="perhaps")
    assert [each["loc"] for each in refused.value.errors()] == [("is_dibao",), ("eligible_cost",), ("is_dibaoo",)]
    assert "a float cannot hold yuan exactly" in str(refused.value)


def test_facts_at_odds_with_one_another_are_refused():
    with pytest.raises(ValidationError, match=r"6\.00 yuan is 1\.00 yuan more than eligible_cost of 5\.00 yuan"):
        MEDICAL(eligible_cost=5, basic_insurance_paid=6)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_schema_is_of_the_rule_alone(rule, lang):
    found = rule.json_schema(lang)
    assert list(found["properties"]) == list(rule.takes)
    assert found["properties"]["is_dibao" if "is_dibao" in rule.takes else rule.takes[0]]["title"]
    assert len(json.dumps(found)) < len(json.dumps(schema.json_schema(FACTS, lang))) / 2
    assert not found["additionalProperties"]


def test_a_model_describes_each_fact_as_the_schema_does():
    described, of_rule = MEDICAL.model_json_schema()["properties"], medical_assistance.json_schema("en")["properties"]
    for name in medical_assistance.takes:
        assert described[name] == {**of_rule[name], "default": None}


def test_what_is_no_object_is_refused_as_pydantic_does():
    with pytest.raises(ValidationError) as refused:
        MEDICAL.model_validate([1])
    assert [(each["loc"], each["type"]) for each in refused.value.errors()] == [((), "model_type")]
