"""Visits: what each adds to the year, to the fen, and what a wrong visit does to those after it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest
from dated import EARLY, LATE, having
from engines import ENGINES, as_columns, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import bread_allowance, written
from polars.testing import assert_frame_equal
from strategies import around, thresholds

import benefitcalc as bc
from benefitcalc import assess_visits  # here, since coverage is paused in the first test
from benefitcalc.core.amounts import GREATEST, fen, yuan
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import (
    chronic_outpatient,
    city_medical_assistance,
    critical_illness_insurance,
    medical_assistance,
    outpatient_pooling,
    public_welfare_post,
)

RULES = (outpatient_pooling, chronic_outpatient, medical_assistance)
SUMS = ("outpatient_cost", "chronic_cost", "eligible_cost", "basic_insurance_paid", "critical_illness_paid")
engines_with_windows = pytest.mark.parametrize(
    "engine",
    [ENGINES[name] for name in ("polars", "polars lazy", "duckdb", "spark")],
    ids=["polars", "lazy", "duckdb", "spark"],
)
engines_with_windows_but_spark = pytest.mark.parametrize(
    "engine", [ENGINES[name] for name in ("polars", "polars lazy", "duckdb")], ids=["polars", "polars lazy", "duckdb"]
)
"""For the many ways in which a visit is wrong: Spark plans for seconds, and a few of them are tried on it too."""
PERSON = {
    "has_resident_insurance": 1,
    "has_chronic_recognition": 1,
    "is_dibao": 1,
    "is_in_extreme_hardship": 0,
    "is_in_other_hardship_group": 0,
    **dict.fromkeys(SUMS, 0),
}


def visits(*rows: dict[str, Any], **types: Any) -> pl.DataFrame:
    """Visits of one person, "A", in 2022, in the order given, where a row does not say otherwise."""
    own = [
        {"who": "A", "year": 2022, "no": at} | {k: v for k, v in row.items() if k in {"who", "year", "no"}}
        for at, row in enumerate(rows)
    ]
    facts = as_columns([PERSON | {k: v for k, v in row.items() if k in PERSON} for row in rows])
    return pl.concat([pl.DataFrame(own, schema_overrides=types), facts], how="horizontal")


def assessed(engine, table: pl.DataFrame, **options: Any) -> pl.DataFrame:
    options = {"person": "who", "year": "year", "order": "no", "rules": RULES} | options
    return engine.back(assess_visits(engine.made(table), **options))


@st.composite
def crowds(draw):
    """Visits of some persons in some years, with costs around the thresholds, in any order."""
    money = thresholds(outpatient_pooling, Kind.MONEY, bc.policy()) + thresholds(
        chronic_outpatient, Kind.MONEY, bc.policy()
    )
    cost = around(money, 10_000_000) | st.integers(0, 100_000)
    rows = []
    for who in "AB":
        for year in (2022, 2023):
            status = {name: draw(st.booleans()) for name in PERSON if name not in SUMS}
            for at in range(draw(st.integers(0, 4))):
                eligible = draw(cost)
                paid = draw(st.integers(0, eligible))
                costs = {"outpatient_cost": draw(cost), "chronic_cost": draw(cost), "eligible_cost": eligible}
                parts = {"basic_insurance_paid": paid, "critical_illness_paid": draw(st.integers(0, eligible - paid))}
                rows.append({"who": who, "year": year, "no": at, **status, **costs, **parts})
    return visits(*draw(st.permutations(rows))) if rows else visits({})


@engines_with_windows
def test_the_visits_of_a_year_add_up_to_the_year_to_the_fen(engine):
    @settings(max_examples=max(1, 50 // engine.times))
    @given(crowds())
    def agree(table):
        result = assessed(engine, table, detail="amount")
        assert result["problem"].null_count() == table.height
        # Up to each visit, what was added is the amount of the costs so far.
        for visit in result.rows(named=True):
            same = (pl.col("who") == visit["who"]) & (pl.col("year") == visit["year"]) & (pl.col("no") <= visit["no"])
            year = result.filter(same)
            sums = {name: year[f"{name}_fen"].sum() for name in SUMS}
            person = {name: bool(year[name][0]) for name in PERSON if name not in SUMS} | sums
            for rule in RULES:
                facts = {name: person[name] for name in rule.facts._fields}
                whole = rule.read(facts, bc.policy().views(rule.name)).stated.payout
                assert year[f"{rule.name}_fen"].sum() == whole
                assert year[f"{rule.name}_fen"].min() >= 0

    agree()


@every_engine
def test_the_deductible_falls_on_the_first_visits_and_the_limit_ends_the_last(engine):
    # By hand: 50 yuan deductible, then 75 %, at most 712.50 yuan a year.
    costs = [30_00, 40_00, 100_00, 900_00, 10_00]
    table = visits(*({"outpatient_cost": cost} for cost in costs))
    result = assessed(engine, table.reverse(), detail="amount", rules=[outpatient_pooling]).sort("no")
    assert result["outpatient_pooling_fen"].to_list() == [0, 15_00, 75_00, 712_50 - 90_00, 0]


@engines_with_windows
def test_a_new_year_and_another_person_begin_anew(engine):
    table = visits(
        {"outpatient_cost": 800_00}, {"outpatient_cost": 800_00, "year": 2023}, {"outpatient_cost": 800_00, "who": "B"}
    )
    result = assessed(engine, table, rules=[outpatient_pooling]).sort("no")
    assert result["outpatient_pooling_fen"].to_list() == [562_50] * 3


def test_the_range_of_a_visit_is_what_it_adds_by_any_view():
    table = visits({"outpatient_cost": 800_00}, {"outpatient_cost": 800_00})
    result = assessed(ENGINES["polars"], table)
    # By hand: by the strict view 375.00 and then to its limit of 475.00, by the generous one 581.25 and then to 736.25.
    assert result["outpatient_pooling_at_least_fen"].to_list() == [375_00, 100_00]
    assert result["outpatient_pooling_at_most_fen"].to_list() == [581_25, 155_00]
    assert result["outpatient_pooling_fen"].to_list() == [562_50, 150_00]
    assert result["outpatient_pooling_eligible"].to_list() == ["yes", "yes"]


def test_the_year_is_that_of_a_dated_order_where_none_is_named():
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]
    table = visits(*({"outpatient_cost": 60_00} for _ in days)).with_columns(no=pl.Series(days))
    assert assessed(ENGINES["polars"], table, year=None)["outpatient_pooling_fen"].to_list() == [7_50, 7_50, 45_00]
    at_noon = table.with_columns(no=pl.Series([datetime(d.year, d.month, d.day, 12) for d in days]))  # noqa: DTZ001 - no zone is meant
    assert assessed(ENGINES["polars"], at_noon, year=None)["outpatient_pooling_fen"].to_list() == [7_50, 7_50, 45_00]


# Wrong visits -----------------------------------------------------------------------------------------------------


@engines_with_windows
def test_a_problem_in_one_visit_marks_the_later_ones_of_that_year_and_of_no_other(engine):
    wrong = pl.when(pl.col("no") == 1).then(-1).otherwise("outpatient_cost_fen").alias("outpatient_cost_fen")
    rows = [{"outpatient_cost": 100_00, "no": at} for at in range(3)]
    other = [{**row, "year": 2023, "no": at + 10} for at, row in enumerate(rows)]
    result = assessed(engine, visits(*rows, *other).with_columns(wrong)).sort("no")
    later = "outpatient_cost_fen: a problem in an earlier visit of the year"
    assert result["problem"].to_list() == [None, "outpatient_cost_fen is less than zero", later, None, None, None]
    assert result["outpatient_pooling_fen"].to_list() == [37_50, None, None, 37_50, 75_00, 75_00]
    assert result["chronic_outpatient_fen"].to_list() == [0] * 6


@engines_with_windows
def test_a_fact_that_is_not_known_leaves_its_visit_and_the_later_ones_of_that_year_open(engine):
    unknown = pl.when(pl.col("no") == 1).then(None).otherwise("outpatient_cost_fen").alias("outpatient_cost_fen")
    rows = [{"outpatient_cost": 100_00, "no": at} for at in range(3)]
    other = [{**row, "year": 2023, "no": at + 10} for at, row in enumerate(rows)]
    result = assessed(engine, visits(*rows, *other).with_columns(unknown)).sort("no")
    assert result["problem"].null_count() == 6
    assert result["missing"].to_list() == [None, "outpatient_cost", "outpatient_cost", None, None, None]
    assert result["outpatient_pooling_fen"].to_list() == [37_50, None, None, 37_50, 75_00, 75_00]
    assert result["outpatient_pooling_eligible"].to_list() == ["yes", None, None, "yes", "yes", "yes"]
    assert result["chronic_outpatient_fen"].to_list() == [0] * 6


@engines_with_windows
def test_a_fact_of_the_person_that_is_never_known_is_missing_and_not_a_problem(engine):
    nobody_knows = pl.lit(None, dtype=pl.Boolean).alias("is_dibao")
    result = assessed(engine, visits({}, {}).with_columns(nobody_knows), rules=[medical_assistance]).sort("no")
    assert result["problem"].null_count() == 2
    assert result["missing"].to_list() == ["is_dibao"] * 2
    assert result["medical_assistance_fen"].to_list() == [None] * 2


@engines_with_windows
def test_a_visit_outside_the_days_of_the_policy_adds_nothing_as_in_year(engine):
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    table = visits(*({"outpatient_cost": 2_000_00} for _ in days)).with_columns(no=pl.Series(days))
    result = assessed(engine, table, year=None, policy="zhangdian-2022").sort("no")
    given = [{"date": day, "outpatient_cost": 2_000} for day in days]
    year = bc.year(given, {"has_resident_insurance": True}, rules=[outpatient_pooling], policy="zhangdian-2022")
    assert result["counts"].to_list() == [visit.counts for visit in year.visits]
    assert result["counts"].to_list() == ["outside", "counted", "counted", "outside"]
    assert result["outpatient_pooling_fen"].to_list() == [0, 712_50, 712_50, 0]
    assert result["outpatient_pooling_at_most_fen"].to_list()[::3] == [0, 0]
    assert result["outpatient_pooling_eligible"].to_list() == ["no", "yes", "yes", "no"]
    assert result["problem"].null_count() == 4


@engines_with_windows_but_spark
def test_visits_of_a_policy_that_begins_in_a_year_count_from_its_first_day(engine, tmp_path):
    # The bread allowance: half of what is above 10 yuan; the visit before the first day uses up nothing of these.
    law = bc.policy(written(tmp_path, since="since = 2020-03-01"))
    days = [date(2020, 2, 29), date(2020, 3, 1), date(2020, 3, 2)]
    for first, third in ((50_00, 10_00), (-1, 10_00)):
        table = pl.DataFrame(
            {"who": "A", "no": days, "age": 30, "is_rural": True, "is_low_income": False}
        ).with_columns(outpatient_cost_fen=pl.Series([first, 10_00, 20_00]))
        options = {"person": "who", "order": "no", "policy": law, "rules": [bread_allowance], "detail": "amount"}
        result = engine.back(assess_visits(engine.made(table), **options)).sort("no")
        assert result["bread_allowance_fen"].to_list()[1:] == [0, third]


def test_a_year_alone_tells_whether_a_visit_is_outside():
    table = visits(*({"outpatient_cost": 800_00, "year": year} for year in (2021, 2022, 2024, 2025)))
    assert assessed(ENGINES["polars"], table)["outpatient_pooling_fen"].to_list() == [0, 562_50, 562_50, 0]


@engines_with_windows_but_spark
def test_more_paid_than_a_visit_cost_marks_the_later_ones(engine):
    table = visits({"eligible_cost": 100}, {"eligible_cost": 100, "basic_insurance_paid": 101}, {"eligible_cost": 100})
    result = assessed(engine, table, rules=[medical_assistance]).sort("no")
    assert result["medical_assistance_fen"].to_list() == [75, None, None]
    assert result["problem"].to_list()[1:] == [
        "basic_insurance_paid_fen, critical_illness_paid_fen: more paid than eligible_cost_fen",
        "eligible_cost_fen: a problem in an earlier visit of the year",
    ]


@engines_with_windows_but_spark
def test_a_fact_that_differs_within_the_year_is_a_problem_of_all_its_visits(engine):
    table = visits({"is_dibao": 1}, {"is_dibao": 0}, {"is_dibao": 1, "year": 2023})
    result = assessed(engine, table).sort("no")
    assert result["problem"].to_list() == ["is_dibao: not the same in all visits of the year"] * 2 + [None]
    assert result["medical_assistance_eligible"].to_list() == [None, None, "yes"]
    assert result["outpatient_pooling_eligible"].to_list() == ["yes"] * 3


@engines_with_windows_but_spark
def test_two_visits_in_one_place_are_a_problem_of_both_and_of_the_later_ones(engine):
    table = visits({"no": 1}, {"no": 2}, {"no": 2}, {"no": 3}, {"no": 4, "who": "B"})
    result = assessed(engine, table).sort("who", "no")
    twice, later = "no: the same in two visits of the year", "no: a problem in an earlier visit of the year"
    assert result["problem"].to_list() == [None, twice, twice, later, None]


@engines_with_windows_but_spark
def test_a_visit_that_cannot_be_placed_leaves_the_persons_other_visits_open_too(engine):
    rows = visits(
        {}, {"year": None}, {"year": 2030}, {"who": "B"}, {"who": None}, {"who": "C", "no": None}, year=pl.Int64
    )
    result = assessed(engine, rows.with_row_index("row").cast({"row": pl.Int64})).sort("row")
    elsewhere = "year, no: missing in another visit of this person"
    assert result["problem"].to_list() == [
        elsewhere,
        "year is missing",
        elsewhere,
        None,
        "who is missing",
        "no is missing",
    ]


@engines_with_windows_but_spark
def test_a_year_whose_sum_is_past_the_bound_is_a_problem_from_there_on(engine):
    table = visits({"chronic_cost": GREATEST}, {"chronic_cost": 1}, {"chronic_cost": GREATEST})
    result = assessed(engine, table, rules=[chronic_outpatient]).sort("no")
    past = (
        "chronic_cost_fen: the sum of the year is more than one billion yuan, the greatest amount this library computes"
    )
    assert result["problem"].to_list() == [None, past, past]
    assert result["chronic_outpatient_fen"].to_list() == [64_999_967_500, None, None]


def test_strict_raises_where_a_visit_has_a_problem():
    with pytest.raises(bc.Refused, match="2 of 2 rows have a problem"):
        assessed(ENGINES["polars"], visits({"no": 1}, {"no": 1}), strict=True)
    assert assessed(ENGINES["polars"], visits({"no": 1}), strict=True).height == 1


def test_a_table_without_visits_stays_one():
    assert assessed(ENGINES["polars"], visits({}).clear()).height == 0


# By the law of each day -------------------------------------------------------------------------------------------

IN_FORCE = (critical_illness_insurance, city_medical_assistance)
CHANGES = [date(2022, 1, 1), date(2023, 5, 12), date(2023, 7, 20), date(2024, 10, 1), date(2025, 1, 1)]
DAYS = sorted({day + timedelta(days=by) for day in CHANGES for by in (-1, 0, 1)} | {date(2026, 6, 1)})
DATED = {name: 0 for rule in (*RULES, *IN_FORCE) for name in rule.facts._fields}


def dated(*rows: dict[str, Any]) -> pl.DataFrame:
    """Visits of one person, in the order given, each with its day."""
    keys = pl.DataFrame({"who": ["A"] * len(rows), "no": [row["day"] for row in rows]})
    facts = as_columns([DATED | {name: value for name, value in row.items() if name != "day"} for row in rows])
    return pl.concat([keys, facts], how="horizontal")


@st.composite
def dated_visits(draw):
    """Visits of one person around the days on which the law changes, in any order; each with every fact."""
    own = [name for name, fact in FACTS.items() if name in DATED and not fact.accumulates]
    of_kind = {Kind.YES_NO: st.integers(0, 1) | st.just(1), Kind.MONEY: st.integers(0, 10_000_00)}
    status = {name: draw(of_kind[FACTS[name].kind]) for name in own}
    cost = around([50_00, 500_00, 950_00, 1_000_00, 18_000_00], 600_000_00) | st.integers(0, 2_000_00)
    rows = []
    for day in draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=8, unique=True)):
        eligible = draw(cost)
        paid = draw(st.integers(0, eligible))
        parts = {"basic_insurance_paid": paid, "critical_illness_paid": draw(st.integers(0, eligible - paid))}
        costs = {"outpatient_cost": draw(cost), "chronic_cost": draw(cost), "eligible_cost": eligible}
        rows.append({"day": day, **status, **costs, **parts})
    return rows


def as_one_year(rows: list[dict[str, Any]], **options: Any) -> bc.Year:
    """The same visits as `benefitcalc.year` takes them."""
    known = {name: value for name, value in rows[0].items() if name in DATED and not FACTS[name].accumulates}
    status = {name: FACTS[name].write(value) for name, value in known.items()}
    brought = [{name: value for name, value in row.items() if name not in status and name != "day"} for row in rows]
    given_ = [
        {"date": row["day"], **{name: yuan(value) for name, value in facts.items()}}
        for row, facts in zip(rows, brought, strict=True)
    ]
    return bc.year(given_, status, **options)


@pytest.mark.parametrize("rules", [(*RULES, *IN_FORCE), None], ids=["rules that are asked for", "those of each day"])
@engines_with_windows
def test_each_visit_goes_by_the_law_of_its_day_as_in_year(engine, rules):
    @settings(max_examples=max(1, 12 // engine.times))
    @given(dated_visits())
    def agree(rows):
        result = assessed(engine, dated(*rows), year=None, rules=rules).sort("no")
        year = as_one_year(rows, rules=rules)
        assert result["counts"].to_list() == [visit.counts for visit in year.visits]
        assert result["problem"].null_count() == len(rows)
        every = [name for name in result.columns if name.endswith("_standing")]
        for row, visit in zip(result.rows(named=True), year.visits, strict=True):
            added = {each.rule: each.added for each in visit.added}
            assert {name for name in every if row[name]} == {f"{rule}_standing" for rule in added}
            for name in every:
                rule = name.removesuffix("_standing")
                line = added.get(rule)
                told = [row[f"{rule}{end}_fen"] for end in ("", "_at_least", "_at_most")]
                assert told == ([fen(each) for each in (line.amount, line.at_least, line.at_most)] if line else [0] * 3)

    agree()


@engines_with_windows
def test_after_a_change_of_law_a_visit_is_cut_to_the_ceiling_of_its_day(engine):
    # By hand: half of 750 is 375; then 65 % of 800 is 520, and of the ceiling of 475 there are 100 left.
    rows = [
        {"day": day, "has_resident_insurance": 1, "outpatient_cost": 800_00}
        for day in (date(2024, 3, 1), date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1))
    ]
    result = assessed(engine, dated(*rows), year=None, rules=[outpatient_pooling]).sort("no")
    assert result["outpatient_pooling_fen"].to_list() == [375_00, 100_00, 0, 475_00]


def test_a_ceiling_that_falls_below_what_was_paid_takes_nothing_back_and_adds_nothing():
    # By hand: 75 % of 950 is 712.50 as announced; from 2023-05-12 on the ceiling is 475.
    rows = [
        {"day": day, "has_resident_insurance": 1, "outpatient_cost": cost}
        for day, cost in ((date(2023, 1, 2), 1_000_00), (date(2023, 6, 1), 1_000_00), (date(2023, 7, 1), 500_00))
    ]
    result = assessed(ENGINES["polars"], dated(*rows), year=None, rules=[outpatient_pooling])
    assert result["outpatient_pooling_fen"].to_list() == [712_50, 0, 0]
    assert result["outpatient_pooling_standing"].to_list() == ["announced", "in_force", "in_force"]


@engines_with_windows
def test_a_visit_outside_all_law_adds_nothing_and_says_so(engine):
    rows = [{"day": day, "has_resident_insurance": 1, "outpatient_cost": 800_00} for day in DAYS[:2]]
    result = assessed(engine, dated(*rows), year=None, rules=[outpatient_pooling]).sort("no")
    assert result["counts"].to_list() == ["outside", "counted"]
    assert result["outpatient_pooling_fen"].to_list() == [0, 562_50]
    assert result["outpatient_pooling_standing"].to_list() == [None, "announced"]


def test_a_problem_of_one_visit_leaves_the_later_ones_open_across_a_change_of_law():
    rows = [{"day": day, "has_resident_insurance": 1, "outpatient_cost": 800_00} for day in DAYS if day.year == 2024]
    table = dated(*rows).with_columns(
        outpatient_cost_fen=pl.when(pl.int_range(pl.len()) == 1).then(-1).otherwise("outpatient_cost_fen")
    )
    result = assessed(ENGINES["polars"], table, year=None, rules=[outpatient_pooling])
    assert result["outpatient_pooling_fen"].to_list() == [375_00, *[None] * (len(rows) - 1)]


def test_visits_without_days_go_by_the_announcement():
    assert assessed(ENGINES["polars"], visits({"outpatient_cost": 800_00, "year": 2024}))[
        "outpatient_pooling_fen"
    ].to_list() == [562_50]


def test_a_rule_that_a_visit_may_lower_is_refused_where_its_law_changes(tmp_path):
    table = dated({"day": DAYS[0]})
    with having(tmp_path, EARLY, LATE), pytest.raises(bc.Refused, match="bread_allowance: a visit may lower"):
        assessed(ENGINES["polars"], table, year=None, rules=[bread_allowance])


# What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"who": 1.5}, "who: a column of Float64; needed: Int64, String"),
        ({"no": 1.5}, "no: a column of Float64; needed: Date, Datetime, Int64"),
        ({"no": "1"}, "no: a column of String; needed: Date, Datetime, Int64"),
        ({"year": "2022"}, "year: a column of String; needed: Int64"),
        ({"problem": 1}, "problem: this column would be overwritten; rename it"),
        ({"is_dibao": 1}, "is_dibao: a column of Int32; needed: true or false (Boolean)"),
    ],
)
def test_a_column_that_cannot_be_used_is_refused(changed, told):
    table = visits({}).with_columns(**{name: pl.lit(value) for name, value in changed.items()})
    with pytest.raises(bc.Refused) as refused:
        assessed(ENGINES["polars"], table)
    assert told in str(refused.value)


def test_an_order_that_came_as_text_is_refused_since_ten_would_come_before_nine():
    table = visits({}, {}).to_pandas()
    for order in (pd.Series([Decimal(9), Decimal(10)], dtype=object), pd.Categorical(["Feb", "Mar"], ordered=True)):
        with pytest.raises(bc.Refused, match="no: a column of String; needed: Date, Datetime, Int64"):
            assess_visits(table.assign(no=order), person="who", year="year", order="no", rules=RULES)


def test_a_time_with_a_zone_needs_a_year_of_its_own():
    zoned = pl.Series([datetime(2022, 12, 31, 16, tzinfo=UTC)]).dt.convert_time_zone("Asia/Shanghai")
    table = visits({"outpatient_cost": 60_00, "year": 2023}).with_columns(no=zoned)
    with pytest.raises(bc.Refused, match="no: the year depends on the time zone; name a column for year"):
        assessed(ENGINES["polars"], table, year=None)
    assert assessed(ENGINES["polars"], table)["outpatient_pooling_fen"].to_list() == [7_50]


def test_a_missing_key_is_refused():
    with pytest.raises(bc.Refused, match="who: there is no such column\nyear: there is no such column"):
        assessed(ENGINES["polars"], visits({}).drop("who", "year"))
    with pytest.raises(bc.Refused, match="no: a column of Int64; needed: Date, Datetime"):
        assessed(ENGINES["polars"], visits({}), year=None)


def test_rules_without_anything_to_add_up_are_refused():
    with pytest.raises(bc.Refused, match="public_welfare_post: nothing that it asks for adds up"):
        assessed(ENGINES["polars"], visits({}), rules=[public_welfare_post])
    with pytest.raises(bc.Refused, match="lines are of a year"):
        assessed(ENGINES["polars"], visits({}), detail="lines")


def test_without_rules_they_are_those_to_which_a_visit_brings_something():
    table = visits({"outpatient_cost": 800_00}, {"chronic_cost": 3_000_00})
    assert_frame_equal(assessed(ENGINES["polars"], table, rules=None), assessed(ENGINES["polars"], table))
