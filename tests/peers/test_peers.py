"""Other countries' law comes out as other projects publish it, in every way that there is to read a rule."""

import inspect
import re
from pathlib import Path

import polars as pl
import pytest
from engines import ENGINES
from peers.laws import DISTRICT, MODULES, REGIMES

import benefitcalc as bc
from benefitcalc.core.words import Kind
from benefitcalc.districts import own, using
from benefitcalc.facts.fact import FACTS

TOP = 2_000_000
"""An amount above all that the cases and the figures have."""

every_regime = pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.name)
CASES = [pytest.param(regime, case, id=f"{regime.name}: {case.name}") for regime in REGIMES for case in regime.cases]
every_case = pytest.mark.parametrize(("regime", "case"), CASES)
every_other_case = pytest.mark.parametrize(
    ("regime", "case"), {f"{each.values[0].name} {each.values[1].facts}": each for each in CASES}.values()
)
"""The cases that differ in more than their names."""


@pytest.fixture(scope="module", autouse=True)
def peers():
    with using(own(), DISTRICT):
        yield


def answer(regime, **facts):
    return regime.rule.estimate(policy=regime.law, **facts)


@pytest.mark.many_cases
@every_case
def test_one_person_gets_what_is_published(regime, case):
    assert answer(regime, **case.facts).amount == case.expected


@pytest.mark.many_cases
@pytest.mark.parametrize("engine", [ENGINES["polars"], ENGINES["duckdb"]], ids=["polars", "duckdb"])
@every_regime
def test_each_row_of_a_table_gets_what_is_published(regime, engine):
    numbered = pl.DataFrame({"number": range(len(regime.cases)), **regime.columns()})
    found = bc.assess_table(engine.made(numbered), rules=[regime.rule], policy=regime.law, detail="amount")
    amounts = engine.back(found).sort("number")[f"{regime.rule.name}_fen"].to_list()
    assert amounts == [case.expected * 100 for case in regime.cases]


@pytest.mark.many_cases
@every_other_case
def test_the_published_amount_lies_within_what_is_told_where_a_fact_is_not_known(regime, case):
    for name in regime.rule.facts._fields:
        found = answer(regime, **{**case.facts, name: None})
        assert found.at_least <= case.expected, name
        assert found.at_most is None or case.expected <= found.at_most, name


def given(name):
    """A fact of which nothing is known but that an amount is no more than the highest of the test."""
    return f"0..{TOP}" if FACTS[name].kind is Kind.MONEY else None


def ends_of(name, case):
    """Between what an amount lies: insurance pays no more than what treatment cost."""
    low = case.facts["basic_insurance_paid"] if name == "eligible_cost" else 0
    return low, case.facts["eligible_cost"] if name == "basic_insurance_paid" else TOP


def values(regime, name, case):
    """What a fact may be: all of it, or where that is much its ends, what it is, and what lies around the figures."""
    match FACTS[name].kind:
        case Kind.MONEY:
            return {*ends_of(name, case), case.facts[name]}
        case Kind.YES_NO:
            return {True, False}
        case Kind.LEVEL:
            return set(FACTS[name].choices)
    most = FACTS[name].most
    figures = {
        number + by for view in regime.law.views(regime.rule.name) for number in view.numbers() for by in (-1, 0, 1)
    }
    return set(range(most + 1)) if most < 100 else {0, most, case.facts[name], *(figures & set(range(most)))}


TIGHT_AND_NOT_CALLED_SO = {("usc2024", "aggregate_income"), ("beeg2024", "income_before_birth")}
"""An income that chooses between rising charges, or rates: the range is exact, and `is_tight` does not say so."""


@every_other_case
def test_what_is_told_where_a_fact_is_not_known_is_just_what_it_may_come_to(regime, case):
    for name in regime.rule.facts._fields:
        found = answer(regime, **{**case.facts, name: given(name)})
        amounts = [answer(regime, **{**case.facts, name: value}).amount for value in values(regime, name, case)]
        assert found.is_tight or (regime.name, name) in TIGHT_AND_NOT_CALLED_SO, name
        assert (found.at_least, found.at_most) == (min(amounts), max(amounts)), name


@pytest.mark.many_cases
@every_other_case
def test_a_curve_over_each_fact_goes_through_what_is_published(regime, case):
    for name in regime.rule.facts._fields:
        curve = regime.rule.curve(over=name, policy=regime.law, **{**case.facts, name: None})
        assert curve.at(case.facts[name]) == case.expected, name


@pytest.mark.many_cases
@every_regime
def test_every_promise_about_each_law_is_proved_by_every_reading(regime):
    proofs = bc.prove(regime.law, rules=[regime.rule]).proofs
    assert {proof.promise: dict(proof.verdicts) for proof in proofs if not proof.holds_in_every_reading} == {}


# The page that shows them ----------------------------------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "other-law.md").read_text(encoding="utf-8")


def lines_of(*functions):
    return sum(bool(line.strip()) for each in functions for line in inspect.getsource(each).splitlines())


@pytest.mark.parametrize(
    ("law", "name"),
    [
        ("child benefit, Germany", "de_kindergeld"),
        ("winter fuel payment, United Kingdom", "uk_wfa"),
        ("child allowance, Japan", "jp_child_allowance"),
    ],
)
def test_the_page_counts_the_lines_of_the_calculation(law, name):
    module = MODULES[name]
    counted = lines_of(module.assess, *([module.brings] if hasattr(module, "brings") else []))
    assert re.search(rf"^\| {law} \|.*\| (\d+) \|$", PAGE, re.M)[1] == str(counted)


def test_the_page_counts_the_cases_of_each_law():
    counted = [sum(len(regime.cases) for regime in REGIMES if regime.rule is each.rule) for each in MODULES.values()]
    assert sorted(map(int, re.findall(r"^\| \[.*\| (\d+) \| [^|]+ \|$", PAGE, re.M))) == sorted(counted)
    assert f"{sum(counted)} cases" in PAGE
