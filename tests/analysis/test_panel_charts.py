"""Charts of a simulation: what is drawn of a sweep, of its uncertainty, and of who gains and loses."""

import os

import polars as pl
import pytest

import benefitcalc as bc
from benefitcalc.analysis import drawing
from benefitcalc.rules import outpatient_pooling

RISE, LIMIT_RISE = "outpatient_pooling.payment_uplift", "outpatient_pooling.limit_uplift"
PEOPLE = pl.DataFrame(
    {"has_resident_insurance": True, "outpatient_cost_fen": [150_00] * 10 + [250_00] * 10, "income": range(20)}
)


def has_chinese() -> bool:
    try:
        drawing._font(frozenset("居民门诊统筹"))
    except bc.Refused:
        return False
    return True


def simulation(**columns):
    return bc.simulation(PEOPLE, rules=outpatient_pooling, **columns)


def test_a_sweep_is_drawn_as_the_cost_against_its_figure():
    # 10 people with 100 and 10 with 200 above the deductible, at half of it, and at all.
    [panel] = simulation().sweep({RISE: ["1", "0"]}).panels()
    assert (panel.places, panel.lines[0].values) == ([0, 1], [1_500, 3_000])
    assert panel.x.explain() == "Rise of the reimbursement rate"


def test_uncertainty_is_drawn_as_quantiles_of_each_group():
    found = simulation(deciles="income").uncertainty({RISE: "0", LIMIT_RISE: "0"}, n=3)
    [panel] = found.panels()
    assert [each.explain() for each in panel.places][:2] == ["1", "2"]
    assert (panel.lines[0].values[0], panel.bands[0].high[-1]) == (100, 200)


def test_gains_are_drawn_above_and_losses_below_by_decile():
    [panel] = simulation(deciles="income").compare({RISE: "0.5"}, {RISE: "0"}).panels()
    gained, lost = panel.bars
    assert (gained.values[0], lost.values[0], lost.values[9]) == (0, -50, -100)
    assert panel.x.explain() == "Decile"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_is_written_to_a_file_in_both_languages(tmp_path, lang):
    if lang == "zh" and not has_chinese() and not os.environ.get("BENEFITCALC_REQUIRE_FONTS"):
        pytest.skip("no font here has Chinese")
    ready = simulation(by="income")
    found = {
        "sweep": ready.sweep({RISE: ["0", "0.5"]}),
        "uncertainty": ready.uncertainty({RISE: ["0", "1"], LIMIT_RISE: "0"}, n=3),
        "gains": ready.compare({RISE: "0"}, {}),
    }
    for name, each in found.items():
        written = bc.chart(each, tmp_path / f"{name}.svg", lang=lang)
        assert written.read_bytes() == bc.chart(each, tmp_path / "again.svg", lang=lang).read_bytes()


@pytest.mark.parametrize(
    "figures", [{RISE: ["0", "1"], LIMIT_RISE: ["0"]}, {"outpatient_pooling.payment_limit": ["none"]}]
)
def test_a_sweep_of_several_figures_or_of_none_with_numbers_has_no_chart(tmp_path, figures):
    with pytest.raises(bc.Refused, match="sweep: a chart is of one figure, with numbers; sweep one alone"):
        bc.chart(simulation().sweep(figures), tmp_path / "sweep.svg")
