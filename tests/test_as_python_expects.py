"""What Python's own tools do with what the library gives: show it on one line, ask whether it is true, describe it."""

import warnings
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from scipy import stats
from test_copies import INSURED, MADE

import benefitcalc as bc
from benefitcalc.rules import chronic_outpatient, outpatient_pooling

SHOWN = {
    "rule": "<Rule outpatient_pooling: Outpatient pooling>",
    "policy": "<Policy zhangdian-2022: announced, 2022-01-01 to 2024-12-31>",
    "reform": "<Policy zhangdian-2022+reform: reform, 2022-01-01 to 2024-12-31>",
    "curve": "<Curve outpatient_pooling: payout over outpatient_cost from 0.00 to 1000000000.00, stated>",
    "estimate": "<Estimate: Outpatient pooling (as announced then): 0.00 yuan to 736.25 yuan for the calendar year, "
    "depending on what is not known yet.>",
    "screening": "<Screening: What is known settles 0 of 6 benefits.>",
    "settlement": "<Settlement: What the bill is, and so what you pay, depends on what is not known yet.>",
    "year": "<Year: 1 of 1 visits count.>",
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_answer_is_shown_on_one_line_that_tells_what_it_is(name):
    assert repr(MADE[name]()) == SHOWN[name]


@pytest.mark.parametrize("name", ["rule", "policy", "reform", "curve"])
def test_what_is_printed_is_what_is_shown(name):
    assert str(MADE[name]()) == SHOWN[name]


@pytest.mark.parametrize("name", MADE)
def test_nothing_public_is_shown_on_more_than_a_line(name):
    assert "\n" not in repr(MADE[name]())


def test_what_is_expected_and_what_is_compared_say_of_what_they_are():
    cost = bc.expected(outpatient_pooling, "outpatient_cost", stats.uniform(50, 950), **INSURED)
    # Of 0 to 950 yuan above the deductible, half on average, at 75 %.
    assert repr(cost) == "<Expected outpatient_pooling over outpatient_cost: mean 356.25 by zhangdian-2022>"
    people = pl.DataFrame({"has_resident_insurance": [True], "outpatient_cost_fen": [800_00]})
    change = bc.compare(None, None, people, rules=outpatient_pooling)
    assert repr(change) == "<Comparison zhangdian-2022 with zhangdian-2022: outpatient_pooling>"
    assert (str(cost), str(change)) == (repr(cost), repr(change))


def test_the_law_shows_its_documents():
    assert repr(bc.law()).startswith("<Law: zhangdian-2022, ")


@pytest.mark.parametrize("name", ["estimate", "screening", "settlement", "year", "proofs"])
def test_an_answer_is_neither_true_nor_false(name):
    with pytest.raises(TypeError, match="is an answer in several parts, and neither true nor false"):
        bool(MADE[name]())


@pytest.mark.parametrize("name", ["estimate", "screening", "settlement", "year", "proofs"])
def test_an_answer_and_its_notebook_cell_speak_the_language_of_the_environment(monkeypatch, name):
    made = MADE[name]()
    for each in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert made.explain() == made.explain("zh")
    assert 'lang="zh"' in made._repr_html_()
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert made.explain() == made.explain("en")
    assert 'lang="en"' in made._repr_html_()


def test_text_of_an_answer_is_english_whatever_the_environment(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    estimate = MADE["estimate"]()
    assert str(estimate) == estimate.explain("en")
    assert repr(estimate) == SHOWN["estimate"]
    with pytest.raises(bc.Refused) as refused:
        outpatient_pooling.estimate(age=-1)
    assert str(refused.value) == refused.value.explain("en") != refused.value.explain()
    assert refused.value.explain() == refused.value.explain("zh")


def test_the_rows_of_a_curve_are_numbers():
    law = bc.policy().with_terms({"chronic_outpatient.payment_limit": "100", "chronic_outpatient.rate": "0.65"})
    curve = chronic_outpatient.curve(over="chronic_cost", policy=law, has_chronic_recognition=True, **INSURED)
    # 100 / 0.65 above the deductible of 500 is no decimal.
    assert [row["x"] for row in curve.rows()] == [0, 500, Fraction(8500, 13), Decimal("1e9")]
    assert [row["at"] for row in curve.rows()] == [0, 0, 100, 100]


@pytest.mark.parametrize("model", [bc.Estimate, bc.Screening, bc.Settlement, bc.Year, bc.Policy, bc.Proofs, bc.Kept])
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_a_model_describes_itself_without_a_warning(model, mode):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert model.model_json_schema(mode=mode)["type"] == "object"
