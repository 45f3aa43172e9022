"""Two policies for the same people: what a reform costs, who gains, who loses; by hand and on every engine."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from engines import ENGINES
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import written
from strategies import outside, people

import benefitcalc as bc
from benefitcalc.core.amounts import fen, yuan
from benefitcalc.rules import chronic_outpatient, outpatient_pooling, public_welfare_post

WITHOUT_RISE = bc.policy().with_terms(
    {"outpatient_pooling.payment_uplift": "0", "outpatient_pooling.limit_uplift": "0"}
)
PEOPLE = pl.DataFrame(
    {
        "has_resident_insurance": [True, True, True, False, True],
        "outpatient_cost_fen": [800_00, 2_000_00, 40_00, 900_00, -1],
        "town": ["a", "b", "a", "a", "b"],
    }
)


@pytest.mark.parametrize("name", ENGINES)
def test_what_the_rise_of_50_percent_costs_by_hand_on_every_engine(name):
    # 800: (800 - 50) / 2 = 375 before, half as much again after. 2,000: the limits, 475 and 712.50. The others nothing.
    found = bc.compare(WITHOUT_RISE, None, ENGINES[name].made(PEOPLE), rules=outpatient_pooling, by="town")
    assert [dict(change.group) for change in found.changes] == [{"town": "a"}, {"town": "b"}]
    a, b = found.of("outpatient_pooling", town="a"), found.of("outpatient_pooling", town="b")
    assert (a.people, a.with_problem, a.before, a.after) == (3, 0, Decimal("375.00"), Decimal("562.50"))
    assert (a.gaining, a.gained, a.losing, a.lost) == (1, Decimal("187.50"), 0, 0)
    assert (b.people, b.with_problem, b.before, b.after) == (2, 1, 475, Decimal("712.50"))
    assert b.difference == Decimal("237.50")
    assert (found.before, found.after) == ("zhangdian-2022+reform", "zhangdian-2022")


def test_what_one_gains_another_may_lose():
    # A limit of 500 where the announced one is 712.50, and no deductible: 800 gives 500, and 40 gives 30.
    reform = bc.policy().with_terms(
        {
            "outpatient_pooling.limit_uplift": "0",
            "outpatient_pooling.payment_limit": "500",
            "outpatient_pooling.deductible": "0",
        }
    )
    [change] = bc.compare(None, reform, PEOPLE, rules=[outpatient_pooling]).changes
    assert (change.losing, change.lost) == (2, Decimal("62.50") + Decimal("212.50"))
    assert (change.gaining, change.gained) == (1, 30)
    assert change.difference == change.gained - change.lost
    assert change.group == {}


def test_groups_may_be_of_several_columns_and_a_group_without_a_value_is_one():
    table = PEOPLE.with_columns(old=pl.Series([True, True, None, None, False]))
    found = bc.compare(WITHOUT_RISE, None, table, rules=outpatient_pooling, by=["town", "old"])
    groups = [tuple(change.group.values()) for change in found.changes]
    assert groups == [("a", True), ("a", None), ("b", False), ("b", True)]
    assert found.of("outpatient_pooling", town="a", old=None).people == 2
    with pytest.raises(KeyError):
        found.of("outpatient_pooling", town="c", old=None)


def test_each_rule_is_compared_by_itself_and_no_total_is_made():
    table = PEOPLE.with_columns(has_chronic_recognition=True, chronic_cost_fen=1_000_00)
    found = bc.compare(WITHOUT_RISE, None, table, rules=[outpatient_pooling, chronic_outpatient])
    assert [change.rule for change in found.changes] == ["outpatient_pooling", "chronic_outpatient"]
    assert found.changes[1].difference == 0
    assert not hasattr(found, "difference")


@settings(max_examples=40, deadline=None)
@given(st.lists(people(outpatient_pooling), min_size=1, max_size=6))
def test_it_comes_to_what_two_estimates_of_each_person_come_to(drawn):
    rows = [
        {"has_resident_insurance": each["has_resident_insurance"], "outpatient_cost_fen": each["outpatient_cost"]}
        for each in drawn
    ]
    [change] = bc.compare(WITHOUT_RISE, None, pl.DataFrame(rows), rules=outpatient_pooling).changes
    amounts = [
        [outpatient_pooling.estimate(policy=policy, **outside(person)).amount for policy in (WITHOUT_RISE, None)]
        for person in drawn
    ]
    assert change.before == sum((before for before, _ in amounts), Decimal())
    assert change.after == sum((after for _, after in amounts), Decimal())
    assert change.gaining == sum(after > before for before, after in amounts)
    assert change.lost == sum((max(before - after, Decimal()) for before, after in amounts), Decimal())


def test_nobody_at_all_costs_nothing():
    [change] = bc.compare(WITHOUT_RISE, None, PEOPLE.clear(), rules=outpatient_pooling).changes
    assert (change.people, change.before, change.after) == (0, 0, 0)
    assert bc.compare(WITHOUT_RISE, None, PEOPLE.clear(), rules=outpatient_pooling, by="town").changes == ()


def test_sums_of_many_great_amounts_are_exact():
    table = pl.DataFrame(
        {"has_resident_insurance": True, "has_chronic_recognition": True, "chronic_cost_fen": [10**11] * 1_000}
    )
    [change] = bc.compare(None, None, table, rules=chronic_outpatient).changes
    assert (
        change.before
        == 1_000
        * chronic_outpatient.estimate(
            has_resident_insurance=True, has_chronic_recognition=True, chronic_cost=10**9
        ).amount
        == yuan(1_000 * fen("649999675.00"))
    )  # 65 % of a billion less 500


def test_a_comparison_goes_through_json():
    found = bc.compare(WITHOUT_RISE, None, PEOPLE, rules=outpatient_pooling, by="town")
    assert bc.Comparison.model_validate_json(found.model_dump_json()) == found


def test_all_rules_that_give_money_are_compared_unless_others_are_given():
    with pytest.raises(bc.Refused) as refused:
        bc.compare(WITHOUT_RISE, None, PEOPLE)
    assert "care_home_cost" in str(refused.value)
    assert "is_rural" not in str(refused.value)


def test_a_rule_without_money_and_a_column_that_is_not_there_are_refused_together():
    with pytest.raises(bc.Refused) as refused:
        bc.compare(None, None, PEOPLE, rules=public_welfare_post, by=["town", "street"])
    assert [str(each) for each in refused.value.problems] == [
        "public_welfare_post gives no money",
        "street: there is no such column",
    ]


def test_what_is_no_policy_and_no_rule_is_refused_together():
    with pytest.raises(bc.Refused) as refused:
        bc.compare("nowhere", 5, PEOPLE, rules=[3])
    assert len(refused.value.problems) == 3


def test_what_is_no_table_is_refused():
    with pytest.raises(bc.Refused, match="a table is one of"):
        bc.compare(None, None, [1, 2], rules=outpatient_pooling, by="town")


@pytest.mark.parametrize("name", ENGINES)
def test_a_group_without_a_value_among_numbers_is_one_on_every_engine(name):
    table = PEOPLE.with_columns(house=pl.Series([10, 2, None, 10, 9]))
    found = bc.compare(WITHOUT_RISE, None, ENGINES[name].made(table), rules=outpatient_pooling, by="house")
    assert [change.group["house"] for change in found.changes] == [2, 9, 10, None]


@pytest.mark.parametrize("name", ["polars", "polars lazy", "pyarrow", "duckdb"])
def test_what_is_no_number_and_what_is_null_are_one_group_with_all_its_people(name):
    house = pl.Series([float("nan"), None, 0.0, -0.0, float("nan")])
    found = bc.compare(
        WITHOUT_RISE, None, ENGINES[name].made(PEOPLE.with_columns(house=house)), rules=outpatient_pooling, by="house"
    )
    assert [change.group["house"] for change in found.changes] == [0, None]
    # In 0: 40 yuan, below the deductible, and one not insured. In None: 800, 2,000 and one with a problem.
    none = found.of("outpatient_pooling", house=None)
    assert (none.people, none.with_problem, none.after) == (3, 1, Decimal("562.50") + Decimal("712.50"))


@pytest.mark.parametrize("name", ENGINES)
def test_people_whose_amount_depends_on_what_is_missing_are_counted_apart(name):
    insured = pl.Series([True, None, None, False, True])
    table = PEOPLE.with_columns(
        has_resident_insurance=insured, outpatient_cost_fen=pl.Series([800_00, 800_00, 40_00, None, -1])
    )
    [change] = bc.compare(WITHOUT_RISE, None, ENGINES[name].made(table), rules=outpatient_pooling).changes
    # Whether insured or not, 40 yuan give nothing; whoever is not insured gets nothing whatever the cost.
    assert (change.people, change.with_missing, change.with_problem) == (5, 1, 1)
    assert (change.before, change.after) == (375, Decimal("562.50"))


def test_pandas_floats_beside_nulls_are_whole_numbers_and_days_are_text():
    table = PEOPLE.with_columns(house=pl.Series([10, 2, None, 10, 9]), day=pl.lit(date(2023, 5, 1))).to_pandas()
    assert table["house"].dtype == float
    found = bc.compare(WITHOUT_RISE, None, table, rules=outpatient_pooling, by=["house", "day"])
    assert [change.group["house"] for change in found.changes] == [2, 9, 10, None]
    assert {change.group["day"][:10] for change in found.changes} == {"2023-05-01"}
    assert bc.Comparison.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (["town", "town"], "town: is named twice"),
        (5, "5: there is no such column"),
        (None, "None: there is no such column"),
        ([["town"]], r"\['town'\]: there is no such column"),
        ("people", "people: the result has a column of this name; rename it"),
        ("rule", "rule: the result has a column of this name; rename it"),
    ],
)
def test_columns_that_make_no_groups_are_refused(by, why):
    table = PEOPLE.with_columns(people=1, rule=pl.lit("x"))
    with pytest.raises(bc.Refused, match=f"^{why}$"):
        bc.compare(None, None, table, rules=outpatient_pooling, by=by)


def test_two_policies_without_a_benefit_in_common_are_told_so(tmp_path):
    with pytest.raises(bc.Refused, match="zhangdian-2022 and nowhere have no benefit of money in common"):
        bc.compare(None, written(tmp_path), PEOPLE)
