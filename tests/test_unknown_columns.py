"""Facts that are null in a table: answered where the others decide, as `Rule.estimate` answers, on every engine."""

from typing import Any

import pytest
from engines import answered, as_columns, every_engine, missing
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import NOWHERE, bread_allowance, written
from strategies import people

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, medical_assistance, outpatient_pooling

VAGUE = bc.policy().with_terms(
    {
        "care_home_subsidy.rate": {"about": "0.8", "give_or_take": "0.1", "words": "x", "because": "x", "place": "x"},
        "medical_assistance.yearly_limit": {"assumed": "none", "or": "10.01", "because": "x"},
        "outpatient_pooling.rate": "0.3333",
        "outpatient_pooling.payment_uplift": "0.7777",
        "chronic_outpatient.rate": "0",
    }
)
LAWS = {"as announced": bc.policy(), "vaguer": VAGUE}
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)


@st.composite
def half_known(draw, rules=bc.RULES, law=None):
    """Some people of whom some facts are not known, often nearly all."""
    crowd = []
    for _ in range(draw(st.integers(1, 30))):
        facts: dict[str, Any] = {}
        for rule in rules:
            facts |= draw(people(rule, law))
        often = draw(st.sampled_from([0, 1, 5, 9]))
        crowd.append({name: None if draw(st.integers(0, 9)) < often else value for name, value in facts.items()})
    return crowd


@every_law
@every_engine
def test_a_row_with_nulls_gets_what_the_scalar_body_gives_line_by_line(engine, law):
    @settings(max_examples=max(1, 50 // engine.times), deadline=None)
    @given(half_known())
    def agree(crowd):
        table = engine.back(bc.assess_table(engine.made(as_columns(crowd)), policy=law, detail="lines"))
        expected = [{k: v for rule in bc.RULES for k, v in answered(rule, each, law).items()} for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected
        assert table["missing"].to_list() == [missing(bc.RULES, each, law) for each in crowd]
        assert table["problem"].null_count() == len(crowd)

    agree()


@every_engine
def test_a_row_that_is_decided_is_answered_though_facts_are_null(engine):
    # At fifty nobody gets the subsidy, whatever the home; at eighty-two the stars decide: 80 % of 1,000 or nothing.
    people_ = [
        {"age": 50, "care_need": 1, "is_in_economic_hardship": 1, "care_home_stars": None, "care_home_cost": None},
        {"age": 82, "care_need": 1, "is_in_economic_hardship": 1, "care_home_stars": None, "care_home_cost": 1_000_00},
        {"age": 82, "care_need": 1, "is_in_economic_hardship": 1, "care_home_stars": 2, "care_home_cost": None},
    ]
    table = engine.back(bc.assess_table(engine.made(as_columns(people_)), rules=care_home_subsidy))
    assert table["care_home_subsidy_eligible"].to_list() == ["no", "depends", "yes"]
    assert table["care_home_subsidy_fen"].to_list() == [0, None, None]
    assert table["care_home_subsidy_at_least_fen"].to_list() == [0, 0, 0]
    assert table["care_home_subsidy_at_most_fen"].to_list() == [0, 800_00, None]
    assert table["missing"].to_list() == [None, "care_home_stars", "care_home_cost"]
    assert table["problem"].null_count() == 3


@every_engine
def test_what_is_wrong_and_what_is_not_known_are_told_each_in_its_column(engine):
    facts = {
        "has_resident_insurance": None,
        "outpatient_cost": 800_00,
        "has_chronic_recognition": 1,
        "chronic_cost": -1,
    }
    table = engine.back(bc.assess_table(engine.made(as_columns([facts])), rules=bc.RULES[:2], detail="amount"))
    assert table["problem"].to_list() == ["chronic_cost_fen is less than zero"]
    assert table["missing"].to_list() == ["has_resident_insurance"]
    assert table["outpatient_pooling_fen"].to_list() == table["chronic_outpatient_fen"].to_list() == [None]


def test_a_cost_that_is_not_known_is_at_least_what_was_paid_of_it():
    # "No less than 75 %" of what is left, so up to all of it: nothing where all was paid; without the cost no limit.
    facts = dict.fromkeys(medical_assistance.facts._fields, 0) | {"is_dibao": 1}
    all_paid = facts | {"eligible_cost": 100_00, "basic_insurance_paid": 100_00, "critical_illness_paid": None}
    part_paid = facts | {"eligible_cost": 100_00, "basic_insurance_paid": 20_00, "critical_illness_paid": None}
    no_cost = facts | {"eligible_cost": None, "basic_insurance_paid": 20_00}
    table = bc.assess_table(as_columns([all_paid, part_paid, no_cost]), rules=medical_assistance)
    assert table["medical_assistance_fen"].to_list() == [0, None, None]
    assert table["medical_assistance_at_most_fen"].to_list() == [0, 80_00, None]
    assert table["missing"].to_list() == [None, "critical_illness_paid", "eligible_cost"]


def test_invented_law_is_answered_with_nulls_too(tmp_path):
    law = bc.policy(written(tmp_path, NOWHERE))

    @settings(max_examples=50, deadline=None)
    @given(half_known([bread_allowance], law))
    def agree(crowd):
        table = bc.assess_table(as_columns(crowd), policy=law, rules=bread_allowance, detail="lines")
        expected = [answered(bread_allowance, each, law) for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected
        assert table["missing"].to_list() == [missing([bread_allowance], each, law) for each in crowd]

    agree()


def test_a_table_without_nulls_is_computed_as_if_there_were_no_such_thing():
    table = as_columns([{"has_resident_insurance": 1, "outpatient_cost": 800_00}])
    plan = bc.tables.Asked.of(None, outpatient_pooling, "range")
    opened = bc.engines.opened(table, plan.columns)
    assert all("apart" not in str(each) for step in plan.plan(opened, "en").steps for each in step)
    assert bc.assess_table(table, rules=outpatient_pooling)["missing"].to_list() == [None]
