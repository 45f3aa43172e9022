"""Tables: the same answers as for one person, on every engine; a wrong row costs nothing but its own results."""

import re
from decimal import Decimal
from typing import Any, Generic, NamedTuple

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, answered, as_columns, every_engine, every_engine_but_spark, no_people
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import NOWHERE, bread_allowance, written
from strategies import ASKED, people

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.words import Kind, Money, N, T, YesNo, any_of, when
from benefitcalc.engine.lines import RuleLines
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.terms import RuleTerms, term
from benefitcalc.population.dataframes import polars_opened
from benefitcalc.population.tables import Asked, Summary
from benefitcalc.rules import ANNOUNCED, RULES, care_home_subsidy, outpatient_pooling
from benefitcalc.text.message import say

VAGUE = bc.policy().with_terms(
    {
        "care_home_subsidy.rate": {"about": "0.8", "give_or_take": "0.1", "words": "x", "because": "x", "place": "x"},
        "medical_assistance.yearly_limit": {"assumed": "none", "or": "10.01", "because": "x"},
        "outpatient_pooling.rate": "0.3333",
        "outpatient_pooling.payment_uplift": "0.7777",
    }
)
LAWS = {"as announced": bc.policy(), "vaguer, and with eight decimals": VAGUE}
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)


@st.composite
def crowds(draw, rules=ANNOUNCED):
    """Some people, each with all facts that the rules ask for."""
    one = st.tuples(*(people(rule) for rule in rules)).map(
        lambda each: {k: v for facts in each for k, v in facts.items()}
    )
    return draw(st.lists(one, min_size=1, max_size=40))


def one_person(**changed: Any) -> pl.DataFrame:
    """Somebody whose facts are all in order, as a table of one row."""
    plain = [name for name, fact in FACTS.items() if fact.kind is not Kind.DAY]
    facts = {name: 1 if "is_" in name or "has_" in name else 0 for name in plain}
    table = as_columns([facts | {"age": 60, "care_need": 1, "outpatient_cost": 80_000, "eligible_cost": 50_000}])
    return table.with_columns(
        **{name: pl.Series([value]) if not isinstance(value, pl.Series) else value for name, value in changed.items()}
    )


def results_of(row: pl.DataFrame, rule: bc.Rule) -> list[Any]:
    return [row[name].item() for name in row.columns if name.startswith(rule.name)]


# The same answers -------------------------------------------------------------------------------------------------


@every_law
@every_engine
def test_a_row_gets_what_the_scalar_body_gives_line_by_line(engine, law):
    @settings(max_examples=max(1, 30 // engine.times))
    @given(crowds())
    def agree(crowd):
        table = engine.back(bc.assess_table(engine.made(as_columns(crowd)), policy=law, detail="lines"))
        expected = [{k: v for rule in ANNOUNCED for k, v in answered(rule, each, law).items()} for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected
        assert table["problem"].null_count() == len(crowd)

    agree()


@every_engine
def test_invented_law_is_answered_on_every_engine_too(engine, tmp_path):
    law = bc.policy(written(tmp_path, NOWHERE))

    @settings(max_examples=max(1, 30 // engine.times))
    @given(st.lists(people(bread_allowance, law), min_size=1, max_size=40))
    def agree(crowd):
        rules = [bread_allowance]
        table = engine.back(bc.assess_table(engine.made(as_columns(crowd)), policy=law, rules=rules, detail="lines"))
        expected = [answered(bread_allowance, each, law) for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected

    agree()


@every_engine
def test_with_a_day_each_rule_answers_by_the_document_of_that_day(engine):
    # By hand: half of 750 is 375; from October 2024 on 65 %, 487.50, is cut to 475; as announced half more than 375.
    table = as_columns([{"has_resident_insurance": 1, "outpatient_cost": 800_00}])
    found = {}
    for day in ("2021-12-31", "2023-05-01", "2023-06-01", "2024-11-01"):
        result = bc.assess_table(engine.made(table), rules=outpatient_pooling, on=day, detail="amount")
        found[day] = engine.back(result).select("outpatient_pooling_fen", "outpatient_pooling_standing").row(0)
    assert found == {
        "2021-12-31": (562_50, "not_yet"),
        "2023-05-01": (562_50, "announced"),
        "2023-06-01": (375_00, "in_force"),
        "2024-11-01": (475_00, "in_force"),
    }


@pytest.mark.parametrize("day", ["2022-06-01", "2023-06-01", "2024-11-01", "2026-11-28"])
def test_with_a_day_alone_the_rules_of_that_day_answer_as_in_screen(day):
    answering = bc.screen({}, on=day).estimates
    laws = {rule: bc.policy(each.policy) for each in answering for rule in RULES if rule.name == each.rule}
    plain = {name: int("is_" in name or "has_" in name) for name, fact in FACTS.items() if fact.kind is not Kind.DAY}
    costs = ("outpatient_cost", "chronic_cost", "eligible_cost", "care_home_cost", "home_service_cost")
    crowd = [
        plain
        | dict.fromkeys(costs, cost)
        | {"age": age, "months_since_birth": age * 12, "ability_level": 3, "is_in_extreme_hardship": age % 2}
        for cost, age in ((0, 82), (800_00, 45), (60_000_00, 61), (500_000_00, 60))
    ]
    table = bc.assess_table(as_columns(crowd), on=day)
    expected = [{k: v for rule, law in laws.items() for k, v in answered(rule, each, law).items()} for each in crowd]
    own = [name for name in table.columns if name in expected[0]]
    assert len(own) == sum(4 if rule.gives_money else 1 for rule in laws)
    assert table.select(own).to_dicts() == [{name: each[name] for name in own} for each in expected]
    assert [table[f"{each.rule}_standing"][0] for each in answering] == [each.standing for each in answering]


def test_a_policy_that_is_pinned_says_that_the_day_is_outside_it():
    table = as_columns([{"has_resident_insurance": 1, "outpatient_cost": 800_00}])
    found = bc.assess_table(table, policy="zhangdian-2022", rules=outpatient_pooling, on="2026-11-28", detail="amount")
    assert found.select("outpatient_pooling_fen", "outpatient_pooling_standing").row(0) == (562_50, "expired")


def test_without_a_day_no_standing_is_told():
    table = bc.assess_table(one_person(), rules=outpatient_pooling)
    assert "outpatient_pooling_standing" not in table.columns


@every_engine
def test_the_largest_amounts_and_the_finest_rates_are_exact(engine):
    rates = {"outpatient_pooling.rate": "0.9999", "outpatient_pooling.payment_uplift": "0.9999"}
    limits = {"outpatient_pooling.payment_limit": "999999999.99", "outpatient_pooling.limit_uplift": "0.9999"}
    law = bc.policy().with_terms(
        rates | limits | {"medical_assistance.rate": "0.9999", "care_home_subsidy.rate": "0.0001"}
    )
    plain = [name for name, fact in FACTS.items() if fact.kind is not Kind.DAY]
    facts = {name: FACTS[name].most or 1 for name in plain} | {"age": 60, "care_home_stars": 2}
    money = dict.fromkeys(("outpatient_cost", "chronic_cost", "eligible_cost", "care_home_cost"), GREATEST)
    crowd = [facts | {name: cost - less for name, cost in money.items()} for less in range(8)]
    crowd = [each | {"basic_insurance_paid": 0, "critical_illness_paid": 0} for each in crowd]
    table = engine.back(bc.assess_table(engine.made(as_columns(crowd)), policy=law, detail="lines"))
    for rule in ANNOUNCED:
        expected = [answered(rule, each, law) for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected


@every_engine_but_spark
def test_each_detail_adds_to_the_one_before(engine):
    @settings(max_examples=max(1, 12 // engine.times))
    @given(crowds())
    def agree(crowd):
        table = engine.made(as_columns(crowd))
        added = {each: engine.back(bc.assess_table(table, detail=each)) for each in ("amount", "range", "lines")}
        for less, more in (("amount", "range"), ("range", "lines")):
            assert added[less].equals(added[more].select(added[less].columns))
            assert set(added[less].columns) < set(added[more].columns)

    agree()


def test_amounts_alone_are_the_amounts_and_for_rules_without_money_whether_eligible():
    added = set(bc.assess_table(one_person(), detail="amount").columns) - set(one_person().columns)
    money = {f"{rule.name}_fen" for rule in ANNOUNCED if rule.gives_money}
    assert added == money | {"extreme_hardship_support_eligible", "public_welfare_post_eligible", "missing", "problem"}


def test_amounts_are_int64_and_answers_are_text():
    table = bc.assess_table(one_person())
    kinds = {name: dtype for name, dtype in table.schema.items() if name not in one_person().columns}
    assert all(dtype == (pl.Int64 if name.endswith("_fen") else pl.String) for name, dtype in kinds.items())


def test_one_rule_may_be_given_as_it_is():
    assert bc.assess_table(one_person(), rules=ANNOUNCED[0]).equals(bc.assess_table(one_person(), rules=ANNOUNCED[:1]))


def test_a_name_that_is_nearly_right_is_asked_about():
    with pytest.raises(bc.Refused, match="age: there is no such column, though 'agee' is alike; needed: whole numbers"):
        bc.assess_table(one_person().rename({"age": "agee"}))


@pytest.mark.parametrize("name", ["Outpatient_Cost", "outpatient_costs", " outpatient_cost", "Outpatient_Cost_Yuan"])
def test_an_amount_under_a_name_that_is_nearly_right_is_asked_about_with_its_units(name):
    with pytest.raises(bc.Refused) as refused:
        bc.assess_table(one_person().rename({"outpatient_cost_fen": name}))
    assert str(refused.value) == (
        f"outpatient_cost: there is no such column, though '{name}' is alike; needed: yuan with decimals in "
        "outpatient_cost (Decimal, at most two), yuan in outpatient_cost_yuan (Decimal, or whole numbers), or whole "
        "fen in outpatient_cost_fen (Int64)"
    )


def test_only_the_rules_that_are_asked_for_need_their_facts():
    rule = ANNOUNCED[0]
    table = one_person().select("has_resident_insurance", "outpatient_cost_fen")
    assert bc.assess_table(table, rules=[rule], detail="amount").columns[2:] == [
        f"{rule.name}_fen",
        "missing",
        "problem",
    ]


@every_engine
def test_yuan_in_decimals_are_the_same_as_fen(engine):
    costs = {"outpatient_cost": ("999.99", 5, 2), "chronic_cost": ("1234.5", 38, 1), "care_home_cost": ("36000", 9, 0)}
    yuan = {name: pl.Series([Decimal(cost)], dtype=pl.Decimal(*kind)) for name, (cost, *kind) in costs.items()}
    fen = {f"{name}_fen": int(Decimal(cost) * 100) for name, (cost, *_) in costs.items()}
    in_yuan = engine.back(bc.assess_table(engine.made(one_person().drop(fen).with_columns(**yuan)), detail="lines"))
    in_fen = bc.assess_table(one_person(**fen), detail="lines")
    added = [name for name in in_fen.columns if name not in one_person().columns]
    assert in_yuan.select(added).equals(in_fen.select(added))


@every_engine
def test_whole_yuan_are_taken_under_the_name_that_says_so(engine):
    whole = one_person().drop("outpatient_cost_fen").with_columns(outpatient_cost_yuan=pl.Series([800], dtype=pl.Int16))
    result = engine.back(bc.assess_table(engine.made(whole), rules=ANNOUNCED[0], detail="amount"))
    assert result["outpatient_pooling_fen"].to_list() == [562_50]  # (800 - 50) x 75 %
    exact = whole.with_columns(outpatient_cost_yuan=pl.Series([Decimal("800.00")], dtype=pl.Decimal(10, 2)))
    assert bc.assess_table(exact, rules=ANNOUNCED[0])["outpatient_pooling_fen"].to_list() == [562_50]


def test_whole_numbers_under_a_bare_name_are_refused_with_the_three_names():
    with pytest.raises(bc.Refused) as refused:
        bc.assess_table(one_person().drop("outpatient_cost_fen").with_columns(outpatient_cost=800))
    told = str(refused.value)
    assert "in outpatient_cost (Decimal" in told
    assert "in outpatient_cost_yuan (Decimal, or whole numbers)" in told
    assert "in outpatient_cost_fen (Int64)" in told


MONEY_AT_THE_BOUND = {
    "whole fen": ("_fen", pl.Series([GREATEST, GREATEST + 1])),
    "whole yuan": ("_yuan", pl.Series([GREATEST // 100, GREATEST // 100 + 1])),
    "decimals": ("", pl.Series([Decimal("1000000000.00"), Decimal("1000000000.01")], dtype=pl.Decimal(20, 2))),
    "decimals in yuan": (
        "_yuan",
        pl.Series([Decimal("1000000000.0"), Decimal("1000000000.1")], dtype=pl.Decimal(20, 1)),
    ),
}


@pytest.mark.parametrize(("ending", "column"), MONEY_AT_THE_BOUND.values(), ids=MONEY_AT_THE_BOUND)
def test_the_greatest_amount_is_taken_in_each_form_and_the_next_is_not(ending, column):
    table = pl.concat([one_person().drop("chronic_cost_fen")] * 2).with_columns(column.alias(f"chronic_cost{ending}"))
    result = bc.assess_table(table, rules=ANNOUNCED[1], detail="amount")
    assert result["chronic_outpatient_fen"].to_list() == [64_999_967_500, None]  # 65 % of what is above 500 yuan
    assert result["problem"].to_list() == [None, f"chronic_cost{ending} {PAST}"]


@pytest.mark.parametrize(
    ("name", "greatest", "next_"),
    [
        ("chronic_cost_fen", "100000000000", "100000000001"),
        ("chronic_cost_fen", "000,100,000,000,000.0", "1000000000000"),
        ("chronic_cost_yuan", "1000000000", "1000000001"),
        ("chronic_cost", "1,000,000,000.00", "1000000000.01"),
    ],
)
def test_the_greatest_amount_as_text_is_taken_and_the_next_is_not(name, greatest, next_):
    table = pl.concat([one_person().drop("chronic_cost_fen")] * 2).with_columns(pl.Series(name, [greatest, next_]))
    opened = polars_opened(table.lazy(), as_text=[name])
    plan = Asked.of(None, ANNOUNCED[1], "amount").plan(opened, "en")
    result = plan(table.lazy()).collect()
    assert result["chronic_outpatient_fen"].to_list() == [64_999_967_500, None]
    assert result["problem"].to_list() == [None, f"{name} {PAST}"]


@pytest.mark.parametrize(("name", "most"), [("age", 150), ("care_home_stars", 5)])
@pytest.mark.parametrize("dtype", [pl.Int64, pl.Float64, pl.Int16])
def test_the_greatest_whole_number_is_taken_and_the_next_is_not(name, most, dtype):
    table = pl.concat([one_person()] * 4).with_columns(pl.Series(name, [0, most, most + 1, -1], dtype=dtype))
    wrong = f"{name} is not a whole number from 0 to {most}"
    assert bc.assess_table(table)["problem"].to_list() == [None, None, wrong, wrong]


# The same kind of table -------------------------------------------------------------------------------------------


@every_engine
def test_a_table_comes_back_as_what_it_was_with_every_row_and_column(engine):
    many = as_columns([dict.fromkeys(FACTS, 0) | {"age": age} for age in range(50)])
    many = many.with_columns(name=pl.format("row {}", pl.int_range(50)), age=pl.int_range(50, dtype=pl.Int64))
    given_table = engine.made(many)
    result = bc.assess_table(given_table)
    assert type(result) is type(given_table)
    told = engine.back(result)
    assert told.columns[: len(many.columns)] == many.columns
    assert told.select("name", "age").equals(many.select("name", "age"))


@every_engine_but_spark
def test_a_table_without_rows_stays_one(engine):
    table = engine.back(bc.assess_table(engine.made(no_people(ANNOUNCED)), detail="lines"))
    assert table.height == 0
    assert {"outpatient_pooling_before_fen", "problem"} <= set(table.columns)


def test_a_lazy_table_is_not_computed():
    def fails(_):
        raise AssertionError("computed")

    frame = one_person().lazy().map_batches(fails, schema=one_person().schema)
    assert isinstance(bc.assess_table(frame), pl.LazyFrame)


def test_pandas_keeps_its_index_and_its_own_types():
    table = one_person().to_pandas().set_axis(["somebody"])
    result = bc.assess_table(pd.concat([table, table.set_axis(["somebody"])]))
    assert list(result.index) == ["somebody", "somebody"]
    assert result["outpatient_pooling_fen"].dtype == "Int64"
    assert result["problem"].isna().all()


def test_pandas_columns_of_many_types_are_read():
    table = one_person().to_pandas()
    table = pd.concat([table, table], ignore_index=True)
    table["age"] = pd.array([60, None], dtype="Int64")
    table["care_home_stars"] = [2.0, float("nan")]
    table["is_dibao"] = pd.Series([True, None], dtype=object)
    table["care_need"] = pd.Categorical(["full", "partial"])
    table["is_rural"] = pd.array([True, None], dtype="boolean")
    table = table.drop(columns="outpatient_cost_fen").assign(outpatient_cost=[Decimal("8E+2"), Decimal("800.001")])
    result = bc.assess_table(table)
    assert result["outpatient_pooling_fen"].tolist() == [56250, pd.NA]
    assert result["problem"][1].split("; ") == [
        "outpatient_cost has a fraction of a fen (0.01 yuan), the smallest amount",
    ]
    assert result["missing"].tolist() == [pd.NA, "age, care_home_stars, is_rural"]  # who is in hardship needs no Dibao


def test_one_decimal_of_many_places_costs_no_other_row_of_a_pandas_table():
    table = pd.concat([one_person().drop("outpatient_cost_fen").to_pandas()] * 3, ignore_index=True)
    result = bc.assess_table(table.assign(outpatient_cost=[Decimal(0), Decimal("1E-7"), Decimal("800.00")]))
    assert result["outpatient_pooling_fen"].tolist() == [0, pd.NA, 56250]
    assert result["problem"][1] == "outpatient_cost has a fraction of a fen (0.01 yuan), the smallest amount"


@pytest.mark.parametrize("value", [10**30, object()])
def test_pandas_values_that_no_column_holds_are_refused(value):
    table = one_person().drop("outpatient_cost_fen").to_pandas()
    with pytest.raises(bc.Refused, match="outpatient_cost: "):
        bc.assess_table(table.assign(outpatient_cost=pd.Series([value], dtype=object)))


@pytest.mark.parametrize("past", [Decimal("Infinity"), Decimal("1E+40")])
def test_one_amount_past_every_bound_costs_no_other_row_of_a_pandas_table(past):
    table = pd.concat([one_person().drop("outpatient_cost_fen").to_pandas()] * 3, ignore_index=True)
    amounts = pd.Series([past, Decimal("NaN"), Decimal("800.00")], dtype=object)
    result = bc.assess_table(table.assign(outpatient_cost=amounts))
    assert result["outpatient_pooling_fen"].tolist() == [pd.NA, pd.NA, 56250]
    above = "outpatient_cost is more than one billion yuan, the greatest amount this library computes"
    assert result["problem"].tolist() == [above, pd.NA, pd.NA]
    assert result["missing"].tolist() == [pd.NA, "outpatient_cost", pd.NA]


@pytest.mark.parametrize("past", [10**30, -(10**30)])
def test_one_whole_number_past_every_bound_costs_no_other_row_of_a_pandas_table(past):
    table = pd.concat([one_person().to_pandas()] * 3, ignore_index=True)
    result = bc.assess_table(table.assign(age=pd.Series([past, pd.NA, 60], dtype=object)))
    assert result["problem"].tolist() == ["age is not a whole number from 0 to 150", pd.NA, pd.NA]
    assert result["missing"].tolist() == [pd.NA, "age", pd.NA]


def test_a_sparse_column_of_pandas_is_read():
    table = one_person().to_pandas()
    result = bc.assess_table(table.assign(age=pd.arrays.SparseArray([60])))
    assert result["problem"].isna().all()


def test_arrow_columns_that_polars_cannot_read_are_refused(capfd):
    table = one_person().drop("outpatient_cost_fen").to_arrow()
    wide = pa.array([Decimal("1.00")], pa.decimal256(50, 2))
    with pytest.raises(bc.Refused, match="outpatient_cost: a column of decimal256"):
        bc.assess_table(table.append_column("outpatient_cost", wide))
    assert capfd.readouterr().err == ""  # Polars would tell of a panic


def test_a_part_that_is_more_than_the_whole_is_told_though_another_part_is_missing():
    table = one_person(basic_insurance_paid_fen=50_001, critical_illness_paid_fen=pl.Series([None], dtype=pl.Int64))
    told = "basic_insurance_paid_fen, critical_illness_paid_fen: more paid than eligible_cost_fen"
    assert bc.assess_table(table)["problem"].to_list() == [told]


def test_arrow_columns_in_pieces_slices_and_dictionaries_are_read():
    one = one_person().to_arrow(compat_level=pl.CompatLevel.oldest())
    level = one.column_names.index("care_need")
    one = one.set_column(level, "care_need", one["care_need"].dictionary_encode())
    many = pa.concat_tables([one, one, one])
    assert bc.assess_table(many.slice(1, 2))["care_home_subsidy_eligible"].to_pylist() == ["depends"] * 2


@every_engine_but_spark
@pytest.mark.parametrize("text", ["PARTIAL", "半失能"])
def test_a_level_is_read_as_people_write_it(engine, text):
    tables = [engine.made(one_person(care_need=each)) for each in (text, "partial")]
    said, plain = (engine.back(bc.assess_table(each, detail="lines")).drop("care_need") for each in tables)
    assert said.equals(plain)
    assert said["problem"].to_list() == [None]


def test_polars_categories_are_text():
    table = one_person(
        care_need=pl.Series(["full"], dtype=pl.Categorical), sex=pl.Series(["male"], dtype=pl.Enum(["male", "female"]))
    )
    assert bc.assess_table(table)["problem"].to_list() == [None]


def test_the_plan_of_spark_holds_no_python():
    engine = ENGINES["spark"]
    no_stars = one_person(care_home_stars=pl.Series([None], dtype=pl.Int64))
    of_no_text = [rule for rule in ANNOUNCED if not {"care_need", "sex"} & set(rule.facts._fields)]
    for table, rules in ((one_person(), of_no_text), (no_stars, [care_home_subsidy])):
        plan = bc.assess_table(engine.made(table), rules=rules, detail="lines")._jdf.queryExecution().toString()
        assert "Project" in plan
        assert ("apart" in plan) is (table is no_stars)
        assert not re.search(r"Python|Pandas|Arrow[A-Z]|BatchEval", plan)


# Rows that are wrong ----------------------------------------------------------------------------------------------

BEYOND = 2**63 - 1
PAST = "is more than one billion yuan, the greatest amount this library computes"
WRONG = [
    ("outpatient_cost_fen", -1, "is less than zero"),
    ("outpatient_cost_fen", -BEYOND - 1, "is less than zero"),
    ("outpatient_cost_fen", GREATEST + 1, PAST),
    ("chronic_cost_fen", BEYOND, PAST),
    ("age", -1, "is not a whole number from 0 to 150"),
    ("age", 151, "is not a whole number from 0 to 150"),
    ("care_home_stars", BEYOND, "is not a whole number from 0 to 5"),
    ("care_need", "filled", "is not one of: none, partial, full"),
    ("sex", "unsaid", "is not one of: female, male"),
]
WRONG_FLOATS = [
    ("age", value, "is not a whole number from 0 to 150") for value in (60.5, -0.5, 151.0, 1e300, float("inf"))
]


@pytest.mark.parametrize("wrong", [WRONG, WRONG_FLOATS], ids=["whole numbers", "floats"])
@every_engine
def test_a_wrong_value_empties_the_results_of_the_rules_that_read_it_and_no_other(engine, wrong):
    right = one_person().cast({"age": pl.Float64} if wrong is WRONG_FLOATS else {})
    rows = [right.with_columns(pl.Series(column, [value], right[column].dtype)) for column, value, _ in wrong]
    result = engine.back(bc.assess_table(engine.made(pl.concat([right, *rows])), detail="lines"))
    assert result["problem"].to_list() == [None, *(f"{column} {reason}" for column, _, reason in wrong)]
    for at, (column, _, _) in enumerate(wrong, start=1):
        for rule in ANNOUNCED:
            reads = column.removesuffix("_fen") in rule.facts._fields
            expected = results_of(result.slice(0, 1), rule)
            assert None not in expected
            assert results_of(result.slice(at, 1), rule) == [None if reads else each for each in expected]


def test_a_value_that_is_not_a_number_is_wrong_where_the_engine_has_one():
    for engine in (ENGINES["polars"], ENGINES["duckdb"], ENGINES["pyarrow"]):
        result = engine.back(bc.assess_table(engine.made(one_person(age=float("nan")))))
        assert result["problem"].to_list() == ["age is not a whole number from 0 to 150"]


def test_a_column_of_nulls_alone_is_not_known_of_any_row():
    table = one_person().with_columns(age=pl.lit(None), is_dibao=pl.lit(None), outpatient_cost_fen=pl.lit(None))
    result = bc.assess_table(table)
    assert result["problem"].to_list() == [None]
    assert result["missing"].to_list() == ["outpatient_cost, age"]  # whoever is in extreme hardship needs no Dibao


@every_engine
def test_decimals_are_judged_before_they_are_multiplied(engine):
    wrong = {"-0.01": "is less than zero", "1000000000.01": PAST, "9" * 36 + ".99": PAST}
    yuan = pl.Series("outpatient_cost", map(Decimal, wrong), dtype=pl.Decimal(38, 2))
    table = pl.concat([one_person().drop("outpatient_cost_fen")] * 3).with_columns(yuan)
    result = engine.back(bc.assess_table(engine.made(table)))
    assert result["problem"].to_list() == [f"outpatient_cost {reason}" for reason in wrong.values()]
    assert result["outpatient_pooling_fen"].null_count() == 3
    assert result["chronic_outpatient_fen"].null_count() == 0


@pytest.mark.parametrize("dtype", [pl.Int8, pl.Int16, pl.UInt8, pl.UInt32, pl.UInt64, pl.Int128, pl.Decimal(20, 0)])
def test_whole_numbers_of_any_width_are_read(dtype):
    narrow = one_person().with_columns(pl.col("age", "chronic_cost_fen").cast(dtype))
    assert (
        bc.assess_table(narrow)
        .drop("age", "chronic_cost_fen")
        .equals(bc.assess_table(one_person()).drop("age", "chronic_cost_fen"))
    )


@pytest.mark.parametrize("dtype", [pl.UInt64, pl.Int128])
def test_whole_numbers_that_64_bits_cannot_hold_are_past_the_bound(dtype):
    table = one_person(outpatient_cost_fen=pl.Series([2**64 - 1], dtype=dtype))
    assert bc.assess_table(table)["problem"][0].startswith("outpatient_cost_fen is more than one billion yuan")


@every_engine_but_spark
def test_more_paid_than_the_cost_is_a_problem_of_that_row(engine):
    table = pl.concat([one_person(basic_insurance_paid_fen=50_000, critical_illness_paid_fen=paid) for paid in (0, 1)])
    result = engine.back(bc.assess_table(engine.made(table)))
    told = "basic_insurance_paid_fen, critical_illness_paid_fen: more paid than eligible_cost_fen"
    assert result["problem"].to_list() == [None, told]
    assert result["medical_assistance_fen"].to_list() == [0, None]


def test_everything_wrong_with_a_row_is_said_at_once():
    table = one_person(age=-1, outpatient_cost_fen=-1, is_rural=pl.Series([None], dtype=pl.Boolean))
    told = "outpatient_cost_fen is less than zero; age is not a whole number from 0 to 150"
    assert bc.assess_table(table)["problem"].to_list() == [told]


@every_engine
def test_where_all_rows_are_wrong_all_are_kept(engine):
    wrong = one_person(age=-1).select("is_in_extreme_hardship", "age", "wants_placement")
    rules = ANNOUNCED[3:4]
    result = engine.back(bc.assess_table(engine.made(pl.concat([wrong.clear(), *[wrong] * 3])), rules=rules))
    assert result["extreme_hardship_support_eligible"].to_list() == [None] * 3
    assert result["problem"].to_list() == ["age is not a whole number from 0 to 150"] * 3


def test_a_problem_is_told_in_chinese_where_that_is_asked():
    assert bc.assess_table(one_person(age=-1), lang="zh")["problem"].to_list() == ["age 不是 0 到 150 的整数"]


# What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"age": "60"}, "age: a column of String; needed: whole numbers (Int64)"),
        ({"is_dibao": 1}, "is_dibao: a column of Int64; needed: true or false (Boolean)"),
        ({"care_need": 2}, "care_need: a column of Int64; needed: text: none, partial, full"),
        (
            {"outpatient_cost_fen": 1.0},
            "outpatient_cost_fen: a column of Float64; needed: yuan with decimals in outpatient_cost (Decimal, at most",
        ),
        ({"outpatient_cost": 1}, "outpatient_cost, outpatient_cost_fen: the same fact twice; leave one out"),
        ({"problem": 1}, "problem: this column would be overwritten; rename it"),
        ({"Care_Home_Subsidy_Fen": 1}, "Care_Home_Subsidy_Fen: this column would be overwritten; rename it"),
        ({"benefitcalc_0": 1}, "benefitcalc_0: this column would be overwritten; rename it"),
    ],
)
@every_engine
def test_a_column_that_cannot_be_used_is_refused_before_any_work(engine, changed, told):
    with pytest.raises(bc.Refused) as refused:
        bc.assess_table(engine.made(one_person(**changed)))
    assert told in str(refused.value).replace("string", "String")


@pytest.mark.parametrize("dtype", [pl.Decimal(20, 3), pl.Float64, pl.Int64, pl.String])
def test_yuan_that_engines_would_round_each_its_way_are_refused(dtype):
    table = one_person().drop("outpatient_cost_fen").with_columns(outpatient_cost=pl.lit(1).cast(dtype))
    with pytest.raises(bc.Refused, match="outpatient_cost: a column of"):
        bc.assess_table(table)


def test_everything_wrong_with_a_table_is_said_at_once():
    with pytest.raises(bc.Refused) as refused:
        bc.assess_table(one_person(age="60").drop("sex", "outpatient_cost_fen").rename({"is_rural": "Is_Rural"}))
    assert [str(problem).partition(":")[0] for problem in refused.value.problems] == [
        "outpatient_cost",
        "age",
        "is_rural",
        "sex",
    ]
    assert "is_rural: there is no such column, though 'Is_Rural' is alike; needed: true or false" in str(refused.value)


@pytest.mark.parametrize(
    "nothing", [None, 5, {"age": [1]}, [1], pl.Series([1]), "people.csv", nw.from_native(one_person())]
)
def test_what_is_no_table_is_refused(nothing):
    with pytest.raises(bc.Refused, match="a table is one of: Polars, pandas, PyArrow, DuckDB, PySpark; not"):
        bc.assess_table(nothing)


def test_a_pandas_table_with_twofold_names_or_mixed_values_is_refused():
    table = one_person().to_pandas()
    with pytest.raises(bc.Refused, match="more than one column has the same name"):
        bc.assess_table(pd.concat([table, table[["age"]]], axis=1))
    with pytest.raises(bc.Refused, match="age: values of several kinds in one column"):
        bc.assess_table(pd.concat([table, table]).assign(age=pd.Series([1, "x"], dtype=object).array))


def test_what_is_asked_wrongly_is_refused():
    with pytest.raises(bc.Refused, match="rules: there is no rule bread"):
        bc.assess_table(one_person(), rules=["bread"])
    with pytest.raises(bc.Refused, match="problem: there is no such column"):
        bc.summary(one_person())
    with pytest.raises(bc.Refused, match="give at least one rule"):
        bc.assess_table(one_person(), rules=[])
    with pytest.raises(bc.Refused, match="'much' is not one of: amount, range, lines"):
        bc.assess_table(one_person(), detail="much")
    with pytest.raises(bc.Refused, match="bread_allowance"):
        bc.assess_table(one_person(), rules=[bread_allowance])


# Counts -----------------------------------------------------------------------------------------------------------


@every_engine
def test_a_summary_counts_rows_and_problems(engine):
    table = pl.concat([one_person(), one_person(age=-1), one_person(age=-1, outpatient_cost_fen=-1)])
    found = bc.summary(bc.assess_table(engine.made(table)))
    assert (found.rows, found.with_problem) == (3, 2)
    assert found.problems == {"age is not a whole number from 0 to 150": 2, "outpatient_cost_fen is less than zero": 1}
    assert str(found).splitlines()[:2] == ["2 of 3 rows have a problem", "2 × age is not a whole number from 0 to 150"]


def test_a_summary_of_many_problems_names_the_most_frequent_and_counts_the_others():
    facts = sorted(ASKED)[:13]
    summary = Summary(13, 13, {f"{name} is wrong": 1 for name in facts})
    told = summary.explain("en").splitlines()
    assert len(told) == 12
    assert told[-1] == "and 3 other problems"


def test_problems_and_facts_that_are_as_frequent_come_in_the_order_of_their_letters():
    nobody = {name: pl.Series([None], dtype=pl.Boolean) for name in ("is_rural", "is_in_extreme_hardship")}
    rows = [one_person(outpatient_cost_fen=-1), one_person(chronic_cost_fen=-1), one_person(age=-1, **nobody)]
    found = bc.summary(bc.assess_table(pl.concat([*rows, one_person(age=-1)])))
    assert list(found.problems.items()) == [
        ("age is not a whole number from 0 to 150", 2),
        ("chronic_cost_fen is less than zero", 1),
        ("outpatient_cost_fen is less than zero", 1),
    ]


def test_a_summary_counts_rows_that_lack_facts_apart_from_those_with_a_problem():
    no_sex, no_insurance = pl.Series([None], dtype=pl.String), pl.Series([None], dtype=pl.Boolean)
    people = [one_person(is_rural=False, age=52, sex=no_sex), one_person(has_resident_insurance=no_insurance)]
    both = one_person(age=-1, has_resident_insurance=no_insurance)
    found = bc.summary(bc.assess_table(pl.concat([one_person(), *people, both]), strict=False))
    assert (found.rows, found.with_problem, found.with_missing) == (4, 1, 3)
    assert found.missing == {"has_resident_insurance": 2, "sex": 1}
    told = "3 of 4 rows lack facts that matter: has_resident_insurance (2), sex (1)"
    assert str(found).splitlines()[-1] == told


def test_strict_lets_rows_pass_that_merely_lack_facts():
    nobody_knows = one_person(has_resident_insurance=pl.Series([None], dtype=pl.Boolean))
    assert bc.assess_table(nobody_knows, strict=True)["missing"].to_list() == ["has_resident_insurance"]


@every_engine_but_spark
def test_strict_raises_with_counts_where_a_row_has_a_problem(engine):
    bc.assess_table(engine.made(one_person()), strict=True)
    table = pl.concat([one_person(), one_person(age=-1)])
    with pytest.raises(bc.Refused, match="1 of 2 rows have a problem"):
        bc.assess_table(engine.made(table), strict=True)


def test_a_duckdb_table_stays_a_query():
    result = bc.assess_table(duckdb.from_arrow(one_person().to_arrow()))
    assert isinstance(result, duckdb.DuckDBPyRelation)


class WorkFacts(NamedTuple, Generic[T]):
    has_work: YesNo[T]
    is_unemployed: YesNo[T]


class WorkTerms(RuleTerms):
    grant: Money[int] = term("Grant", more_is="generous")


class WorkLines(RuleLines, Generic[T]):
    is_eligible: YesNo[T]
    payout: Money[T]


def assess_work(facts: WorkFacts[N], terms: WorkTerms) -> WorkLines[N]:
    is_either = any_of(facts.has_work, facts.is_unemployed)
    return WorkLines(is_eligible=is_either, payout=when(is_either, terms.grant))


@every_engine_but_spark
def test_work_beside_unemployment_is_a_problem_of_that_row(engine, tmp_path):
    title, period = say("Work grant"), say("once")
    rule = Rule("work_grant", title, period, WorkFacts, WorkTerms, WorkLines, assess_work)
    own = NOWHERE.partition("[")[0] + '[work_grant]\nplace = "page 1"\ngrant = { exactly = 9.00, place = "page 1" }\n'
    table = pl.DataFrame({"has_work": [True, True, False], "is_unemployed": [True, False, True]})
    result = engine.back(bc.assess_table(engine.made(table), rules=[rule], policy=written(tmp_path, own)))
    assert result["problem"].to_list() == ["has_work, is_unemployed: at odds", None, None]
