"""Other countries' law comes out as other projects publish it, in every way that there is to read a rule."""


import polars as pl
import pytest
from engines import ENGINES
from peers.laws import DISTRICT, REGIMES

import benefitcalc as bc
from benefitcalc.districts import own, using

TOP = 2_000_000
"""An amount above all that the cases and the figures have."""

every_regime = pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.name)
every_case = pytest.mark.parametrize(
    ("regime", "case"),
    [pytest.param(regime, case, id=f"{regime.name}: {case.name}") for regime in REGIMES for case in regime.cases],
)


@pytest.fixture(scope="module", autouse=True)
def peers():
    with using(own(), DISTRICT):
        yield


def answer(regime, **facts):
    return regime.rule.estimate(policy=regime.law, **facts)


@every_case
def test_one_person_gets_what_is_published(regime, case):
    assert answer(regime, **case.facts).amount == case.expected


@pytest.mark.parametrize("engine", [ENGINES["polars"], ENGINES["duckdb"]], ids=["polars", "duckdb"])
@every_regime
def test_each_row_of_a_table_gets_what_is_published(regime, engine):
    numbered = pl.DataFrame({"number": range(len(regime.cases)), **regime.columns()})
    found = bc.assess_table(engine.made(numbered), rules=[regime.rule], policy=regime.law, detail="amount")
    amounts = engine.back(found).sort("number")[f"{regime.rule.name}_fen"].to_list()
    assert amounts == [case.expected * 100 for case in regime.cases]


@every_case
def test_the_published_amount_lies_within_what_is_told_where_a_fact_is_not_known(regime, case):
    for name in regime.rule.facts._fields:
        found = answer(regime, **{**case.facts, name: None})
        assert found.at_least <= case.expected, name
        assert found.at_most is None or case.expected <= found.at_most, name
