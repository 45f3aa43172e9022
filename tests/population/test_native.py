"""Machine code sums the same people to the same fen as Polars does."""

import sys
from decimal import Decimal
from functools import cache

import polars as pl
import pytest
from engines import as_columns
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import people

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST
from benefitcalc.population import native_program
from benefitcalc.rules import (
    care_home_subsidy,
    chronic_outpatient,
    critical_illness_insurance,
    medical_assistance,
    outpatient_pooling,
)
from benefitcalc.text.extras import MissingExtra

PAYOUTS = (outpatient_pooling, chronic_outpatient, medical_assistance, care_home_subsidy)
RATES = {rule: f"{rule.name}.rate" for rule in PAYOUTS}


def in_both(table, rules, reform=None, **columns):
    """What a law gives by Polars, and in machine code."""
    return [bc.simulation(table, rules=rules, native=each, **columns).run(reform) for each in (False, True)]


@pytest.mark.parametrize("rule", [*PAYOUTS, critical_illness_insurance], ids=lambda rule: rule.name)
def test_it_sums_what_polars_sums_of_drawn_people_under_drawn_reforms(rule):
    @settings(max_examples=15, deadline=None)
    @given(st.lists(people(rule), min_size=1, max_size=8), st.integers(0, 1000), st.data())
    def sums_alike(drawn, rate, data):
        table = as_columns(drawn)
        groups = data.draw(st.lists(st.sampled_from("ab"), min_size=len(drawn), max_size=len(drawn)))
        weights = data.draw(st.lists(st.integers(0, 10**6), min_size=len(drawn), max_size=len(drawn)))
        table = table.with_columns(town=pl.Series(groups), many=pl.Series(weights))
        reform = {RATES[rule]: Decimal(rate) / 1000} if rule in RATES else None
        by_polars, by_machine = in_both(table, rule, reform, by="town", weights="many")
        assert by_machine == by_polars

    sums_alike()


def test_rows_that_are_wrong_or_not_known_are_counted_alike():
    table = pl.DataFrame(
        {
            "has_resident_insurance": [True, None, None, False, True, True],
            "outpatient_cost_fen": [800_00, 800_00, 40_00, None, -1, None],
            "town": ["a", "b", "a", "b", "a", "a"],
        }
    )
    by_polars, by_machine = in_both(table, outpatient_pooling, by="town")
    assert by_machine == by_polars
    [a, b] = by_machine.totals
    assert (a.people, a.with_problem, a.with_missing, b.with_missing) == (4, 1, 1, 1)


@pytest.mark.parametrize("weight", [10**8, 10**9])
def test_sums_that_would_outgrow_64_bits_are_exact(weight):
    # 65 % of a billion yuan less 500: 6.5e18 fen for 10^8 people, and for 10^9 past 9.2e18 in one row.
    table = pl.DataFrame(
        {"has_resident_insurance": True, "has_chronic_recognition": True, "chronic_cost_fen": [GREATEST] * 3}
    ).with_columns(many=pl.lit(weight))
    by_polars, by_machine = in_both(table, chronic_outpatient, weights="many")
    assert by_machine == by_polars
    assert by_machine.totals[0].total == 3 * weight * Decimal("649999675.00")


def test_terms_whose_products_would_outgrow_64_bits_are_left_to_polars():
    table = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [GREATEST, 100_00]})
    reform = {"outpatient_pooling.rate": "0.123457", "outpatient_pooling.payment_uplift": "0.654321"}
    ready = bc.simulation(table, rules=outpatient_pooling, native=True)
    views = ready.figures.laws(reform)[outpatient_pooling]
    within = {"has_resident_insurance": (1, 1), "outpatient_cost": (0, GREATEST)}
    assert native_program.loop(outpatient_pooling, views, within) is None
    by_polars, by_machine = in_both(table, outpatient_pooling, reform)
    assert by_machine == by_polars


def test_one_compilation_serves_every_reform():
    within = {"has_resident_insurance": (0, 1), "outpatient_cost": (0, 10**7)}
    simulation = bc.simulation(
        pl.DataFrame({"has_resident_insurance": [True], "outpatient_cost_fen": [0]}), rules=outpatient_pooling
    )
    reforms = [None, {"outpatient_pooling.rate": "0.7"}, {"outpatient_pooling.payment_limit": "none"}]
    loops = [
        native_program.loop(outpatient_pooling, simulation.figures.laws(each)[outpatient_pooling], within)
        for each in reforms
    ]
    assert len({each.program for each in loops}) == 1


@cache
def many():
    """As many people as machine code is worth it for."""
    return pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [150_00] * 100_000})


def test_many_rows_are_summed_in_pieces_by_several_threads():
    # A million people with 100 yuan above the deductible, at 75 %; the rows of two groups alternate.
    people = pl.concat([many()] * 10).with_columns(town=pl.int_range(pl.len()) % 2)
    a, b = bc.simulation(people, rules=outpatient_pooling, by="town", native=True).run().totals
    assert (a.total, b.total) == (37_500_000, 37_500_000)


def test_machine_code_is_for_many_rows_unless_it_is_asked_for():
    # 100,000 times 100 yuan above the deductible at 75 %.
    large, small = many(), many().head(10)
    assert bc.simulation(large, rules=outpatient_pooling).run().totals[0].total == 7_500_000
    assert bc.simulation(large, rules=outpatient_pooling).is_native
    assert not bc.simulation(small, rules=outpatient_pooling).is_native
    assert not bc.simulation(large, rules=outpatient_pooling, native=False).is_native


def test_without_llvmlite_polars_computes_and_machine_code_is_told_to_be_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    for name in ("native", "native_loop", "native_program"):
        monkeypatch.delitem(sys.modules, f"benefitcalc.population.{name}")
        monkeypatch.delattr(f"benefitcalc.population.{name}")
    assert not bc.simulation(many(), rules=outpatient_pooling).is_native
    with pytest.raises(MissingExtra, match="native=True needs llvmlite: pip install 'benefitcalc\\[native\\]'"):
        bc.simulation(many(), rules=outpatient_pooling, native=True)
