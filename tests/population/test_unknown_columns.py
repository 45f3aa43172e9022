"""Facts that are null in a table: answered where the others decide, as `Rule.estimate` answers, on every engine."""

from typing import Any, Generic, NamedTuple

import duckdb
import pytest
from engines import ENGINES, answered, as_columns, every_engine, missing
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import NOWHERE, bread_allowance, written
from strategies import people

import benefitcalc as bc
from benefitcalc.core.words import Money, N, T, Whole, YesNo, above, any_of, least, most, when
from benefitcalc.engine.lines import RuleLines, line
from benefitcalc.policy.terms import RuleTerms, term
from benefitcalc.population import unknown_columns
from benefitcalc.population.dataframes import opened
from benefitcalc.population.tables import Asked
from benefitcalc.rules import ANNOUNCED, care_home_subsidy, medical_assistance, outpatient_pooling
from benefitcalc.text.message import say

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
def half_known(draw, rules=ANNOUNCED, law=None):
    """Some people of whom some facts are not known, often nearly all."""
    crowd = []
    for _ in range(draw(st.integers(1, 40))):
        facts: dict[str, Any] = {}
        for rule in rules:
            facts |= draw(people(rule, law))
        often = draw(st.sampled_from([0, 1, 5, 9]))
        crowd.append({name: None if draw(st.integers(0, 9)) < often else value for name, value in facts.items()})
    return crowd


@every_law
@every_engine
def test_a_row_with_nulls_gets_what_the_scalar_body_gives_line_by_line(engine, law):
    rules = [care_home_subsidy] if engine is ENGINES["spark"] else ANNOUNCED  # of all rules Spark plans for a minute

    @settings(max_examples=max(1, 9 // engine.times), deadline=None)
    @given(half_known(rules))
    def agree(crowd):
        table = engine.back(bc.assess_table(engine.made(as_columns(crowd)), policy=law, rules=rules, detail="lines"))
        expected = [{k: v for rule in rules for k, v in answered(rule, each, law).items()} for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected
        assert table["missing"].to_list() == [missing(rules, each, law) for each in crowd]
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
    table = engine.back(bc.assess_table(engine.made(as_columns([facts])), rules=ANNOUNCED[:2], detail="amount"))
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


def stored(connection: Any, *insured: bool | None) -> Any:
    """People as a table that a database holds, each with a cost of 800 yuan."""
    people_ = [{"has_resident_insurance": yes, "outpatient_cost": 800_00} for yes in insured]
    connection.register("given", as_columns(people_).to_arrow())
    connection.execute("create table people as from given")
    return connection.table("people")


def columns_for_rows_with_nulls(table: Any) -> list[str]:
    """The columns of the library's own that a plan has for rows in which facts are null."""
    asked = Asked.of(None, outpatient_pooling, "range")
    return [name for name in asked.plan(opened(table, asked.columns), "en").own if "apart" in name]


def test_a_table_without_nulls_is_computed_as_if_there_were_no_such_thing():
    table = as_columns([{"has_resident_insurance": 1, "outpatient_cost": 800_00}])
    assert columns_for_rows_with_nulls(table) == []
    assert bc.assess_table(table, rules=outpatient_pooling)["missing"].to_list() == [None]


def test_a_table_of_duckdb_without_nulls_is_computed_as_if_there_were_no_such_thing():
    assert columns_for_rows_with_nulls(stored(duckdb.connect(), True, False)) == []
    assert columns_for_rows_with_nulls(stored(duckdb.connect(), True, None))


def test_a_query_of_duckdb_is_not_computed_to_count_its_nulls():
    query = stored(duckdb.connect(), True).select("*, error('computed') as failed")
    assert columns_for_rows_with_nulls(query.select("has_resident_insurance, outpatient_cost_fen"))
    assert columns_for_rows_with_nulls(query)


def test_a_null_that_comes_into_a_table_after_its_nulls_were_counted_is_told():
    connection = duckdb.connect()
    result = bc.assess_table(stored(connection, True), rules=outpatient_pooling)
    connection.execute("insert into people values (null, 80000)")
    assert result.select("outpatient_pooling_fen, problem, missing").fetchall() == [
        (562_50, None, None),
        (None, "has_resident_insurance is missing", None),
    ]


# A rule that is computed in ways in which the others are not ----------------------------------------------------


class OddFacts(NamedTuple, Generic[T]):
    age: Whole[T]
    outpatient_cost: Money[T]
    chronic_cost: Money[T]
    eligible_cost: Money[T]
    care_home_cost: Money[T]


class OddTerms(RuleTerms):
    middle: Money[int] = term("Middle", more_is="generous")
    from_age: Whole[int] = term("First age", more_is="strict")


class OddLines(RuleLines, Generic[T]):
    years: Whole[T] = line("Years")
    distance: Money[T] = line("Distance")
    is_eligible: YesNo[T]
    payout: Money[T]


def odd(facts: OddFacts[N], terms: OddTerms) -> OddLines[N]:
    """All costs together for children and the old; and how far a cost is from the middle, up to 100 yuan."""
    cost = facts.outpatient_cost
    distance = least(most(above(cost, terms.middle), above(terms.middle, cost)), 100_00)
    is_eligible = any_of(facts.age <= 9, facts.age >= terms.from_age)
    together = cost + facts.chronic_cost + facts.eligible_cost + facts.care_home_cost
    return OddLines(
        years=above(facts.age, terms.from_age),
        distance=distance,
        is_eligible=is_eligible,
        payout=when(is_eligible, together),
    )


odd_allowance = bc.Rule(
    name="odd_allowance",
    title=say("Odd allowance"),
    period=say("a day"),
    facts=OddFacts,
    terms=OddTerms,
    lines=OddLines,
    assess=odd,
)
ODD = """
id = "oddland"
status = "in_force"
title = "Odd"
announced = 2020-01-01
since = 2020-01-01
until = 2020-12-31

[odd_allowance]
place = "page 1"
middle = { exactly = 10.00, place = "page 1" }
from_age = { exactly = 60, place = "page 1" }
"""


def odd_people(engine: Any, tmp_path: Any, *people_: tuple[int | None, ...], **changes: str) -> dict[str, list[Any]]:
    """What the odd rule gives people: their age, and four costs in fen."""
    table = as_columns([dict(zip(OddFacts._fields, each, strict=True)) for each in people_])
    law = bc.policy(written(tmp_path, ODD, **changes))
    result = bc.assess_table(engine.made(table), policy=law, rules=odd_allowance, detail="lines")
    return {
        name.removeprefix("odd_allowance_"): each for name, each in engine.back(result).to_dict(as_series=False).items()
    }


@every_engine
def test_a_cost_that_counts_up_and_down_may_be_anything_between_the_bounds_of_the_line(engine, tmp_path):
    told = odd_people(engine, tmp_path, (70, 30_00, 0, 0, 0), (70, None, 0, 0, 0))
    assert told["distance_fen"] == [20_00, None]
    assert told["distance_at_least_fen"] == [20_00, 0]
    assert told["distance_at_most_fen"] == [20_00, 100_00]


@every_engine
def test_an_age_that_is_not_known_counts_from_the_least_to_the_greatest(engine, tmp_path):
    told = odd_people(engine, tmp_path, (70, 1_00, 0, 0, 5_00), (None, 1_00, 0, 0, 5_00))
    assert told["years"] == [10, None]
    assert (told["years_at_least"], told["years_at_most"]) == ([10, 0], [10, 150 - 60])
    assert (told["fen"], told["at_least_fen"], told["at_most_fen"]) == ([6_00, None], [6_00, 0], [6_00, 6_00])
    assert (told["eligible"], told["missing"]) == (["yes", "depends"], [None, "age"])


@every_engine
def test_ages_apart_that_come_to_the_same_are_told_from_those_between(engine, tmp_path):
    told = odd_people(engine, tmp_path, *((age, None, 0, 0, 0) for age in (9, 10, 59, 60)))
    assert told["eligible"] == ["yes", "no", "no", "yes"]
    assert told["fen"] == [None, 0, 0, None]
    assert told["missing"] == ["outpatient_cost", None, None, "outpatient_cost"]


@every_engine
def test_of_many_costs_that_are_not_known_each_matters_where_the_sum_does(engine, tmp_path):
    told = odd_people(engine, tmp_path, (70, None, None, None, None), (30, None, None, None, None), (70, 1, None, 2, 3))
    assert told["fen"] == [None, 0, None]
    assert (told["at_least_fen"], told["at_most_fen"]) == ([0, 0, 6], [None, 0, None])
    assert told["missing"] == [", ".join(OddFacts._fields[1:]), None, "chronic_cost"]


def test_past_the_greatest_number_of_completions_what_is_known_still_decides(tmp_path, monkeypatch):
    monkeypatch.setattr(unknown_columns, "MOST_SCENARIOS", 1)
    # Of no other test: what was read of a document is kept.
    other = {"middle": 'middle = { exactly = 10.01, place = "page 1" }'}
    told = odd_people(
        ENGINES["duckdb"], tmp_path, (30, None, 0, 0, 0), (70, None, 0, 0, 1), (None, 2, 0, 0, 1), **other
    )
    assert (told["fen"], told["eligible"]) == ([0, None, None], ["no", "yes", "depends"])
    # The third would get 3 fen at most; the range is wider, from what the whole line may be.
    assert (told["at_least_fen"], told["at_most_fen"]) == ([0, 1, 0], [0, None, None])
    assert told["missing"] == [None, "outpatient_cost", "age"]
