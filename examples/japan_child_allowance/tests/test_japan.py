"""Japan's child allowance, as an installed district; the cases are those of OpenFisca-Japan's tests."""

import polars as pl
import pytest
from benefitcalc_japan import child_allowance

import benefitcalc as bc

PLACES = ("first", "second", "third", "fourth", "fifth")

# The ages of the children, with + for one of school age or younger, and yen a month.
CASES = {
    "": 0,
    "2+": 15_000,
    "2+ 2+": 30_000,
    "2+ 2+ 2+": 60_000,
    "2+ 2+ 2+ 2+": 90_000,
    "2+ 2+ 2+ 2+ 2+": 120_000,
    "3+": 10_000,
    "18+": 10_000,
    "18+ 3+": 20_000,
    "18+ 3+ 3+": 50_000,
    "19": 0,
    "15+ 12+ 2+": 50_000,
    "18+ 13+ 12+": 50_000,
    "19 13+ 12+": 40_000,
    "22 22 18+": 30_000,
    "23 22 18+": 10_000,
    "13+": 10_000,
}


def facts(children):
    given = {}
    for place, child in zip(PLACES, [*children.split(), *["150"] * 5], strict=False):
        given |= {f"{place}_age": int(child.rstrip("+")), f"{place}_in_school": child.endswith("+")}
    return given


@pytest.mark.parametrize(("children", "expected"), CASES.items())
def test_a_published_case_comes_out(children, expected):
    assert child_allowance.estimate(**facts(children)).amount == expected


def test_a_table_gives_each_household_what_one_is_given():
    table = pl.DataFrame([facts(children) for children in CASES])
    found = bc.assess_table(table, policy="japan-child-allowance-2024", detail="amount")
    assert [fen // 100 for fen in found["japan_child_allowance_fen"].to_list()] == list(CASES.values())


@pytest.mark.parametrize("unknown", [f"{place}_{what}" for place in PLACES for what in ("age", "in_school")])
def test_the_right_amount_lies_within_what_is_told_where_a_fact_is_not_known(unknown):
    for children, expected in CASES.items():
        found = child_allowance.estimate(**{**facts(children), unknown: None})
        assert found.at_least <= expected <= found.at_most


def test_amounts_are_said_in_yen():
    found = child_allowance.estimate(**facts("2+"), on="2024-11-01")
    assert found.explain("en").startswith("Child allowance: exactly 15,000.00 yen a month.")
    assert found.explain("zh").startswith("儿童津贴：")
    assert "日元" in found.explain("zh")


def test_every_promise_about_the_rule_is_proved():
    proofs = bc.prove("japan-child-allowance-2024").proofs
    assert [each.promise for each in proofs if not each.holds] == []
