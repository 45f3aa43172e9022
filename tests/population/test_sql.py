"""The SELECT that a database runs, against what Polars computes of the same people."""

import random
from collections.abc import Callable
from functools import cache

import duckdb
import polars as pl
import postgres
import pytest
from engines import _to_spark as to_spark
from engines import as_columns, spark
from polars.testing import assert_frame_equal
from strategies import thresholds

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS

DOCUMENTS = sorted(bc.policies())
DETAILS = ["amount", "range", "lines"]
ASKED = [
    *((document, DETAILS[at % 3]) for at, document in enumerate(DOCUMENTS)),
    *(("zibo-chronic-2023", detail) for detail in DETAILS),
]
"""Every document, and every detail; all of both would take a minute and a half."""

MANY = 400
"""How many people are drawn for each document."""


def _value(name, near, rng):
    fact = FACTS[name]
    match fact.kind:
        case Kind.MONEY:
            most = rng.choice([10**4, 10**6, 10**8, GREATEST])
            return min(
                rng.choice([rng.randint(0, most), max(0, rng.choice(near or [0]) + rng.randint(-1, 1))]), GREATEST
            )
        case Kind.YES_NO:
            return rng.random() < 0.5
        case Kind.LEVEL:
            return rng.choice(list(fact.levels))
    return rng.choice([rng.randint(0, fact.most), *(each for each in near if 0 <= each <= fact.most)])


@cache
def crowd(document: str) -> pl.DataFrame:
    """Drawn people: known, half known, hardly known, and some with wrong values or more paid than there was to pay."""
    rng, law = random.Random(document), bc.policy(document)
    rules = [rule for rule in bc.RULES if rule.name in law.benefits]
    near = {kind: [each for rule in rules for each in thresholds(rule, kind, law)] for kind in (Kind.MONEY, Kind.WHOLE)}
    names = list(dict.fromkeys(name for rule in rules for name in rule.facts._fields))
    people = []
    for _ in range(MANY):
        often = rng.choice([0, 0, 0.1, 0.5, 0.9])
        drawn = {name: _value(name, near.get(FACTS[name].kind, []), rng) for name in names}
        if "eligible_cost" in drawn and rng.random() < 0.9:  # else mostly more is paid than there was to pay
            for part in ("basic_insurance_paid", "critical_illness_paid"):
                drawn |= {part: rng.randint(0, drawn["eligible_cost"] // 2)} if part in drawn else {}
        people.append({name: None if rng.random() < often else value for name, value in drawn.items()})
    return _spoiled(as_columns(people), rng).with_row_index("id").cast({"id": pl.Int64})


def _spoiled(table: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """The table with a wrong value in one of ten rows, and levels as people write them."""
    columns = {}
    for column in table:
        values = column.to_list()
        for at in range(len(values)):
            if rng.random() < 0.1 / table.width:
                values[at] = {pl.Int64: rng.choice([-1, 10**12, 2**63 - 1]), pl.String: "so-so"}.get(
                    column.dtype, values[at]
                )
            elif column.dtype == pl.String and values[at]:
                values[at] = rng.choice([values[at], f" \u3000{values[at].upper()}\t\u00a0"])
        columns[column.name] = pl.Series(values, dtype=column.dtype)
    return pl.DataFrame(columns)


def _by_postgres(table: pl.DataFrame, schema: pl.Schema, **asked: str) -> pl.DataFrame:
    postgres.filled(table)
    return postgres.asked(bc.sql(dialect="postgres", **asked), schema)


def _by_duckdb(people: pl.DataFrame, _: pl.Schema, **asked: str) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.register("people", people)
        return connection.sql(bc.sql(dialect="duckdb", **asked)).pl()


def _by_spark(table: pl.DataFrame, _: pl.Schema, **asked: str) -> pl.DataFrame:
    to_spark(table).createOrReplaceTempView("people")
    return pl.DataFrame(pl.from_arrow(spark().sql(bc.sql(dialect="spark", **asked)).toArrow()))


By = Callable[..., pl.DataFrame]
every_database = pytest.mark.parametrize("by", [_by_postgres, _by_duckdb], ids=["postgres", "duckdb"])


def agrees(by: By, table: pl.DataFrame, **asked: str) -> None:
    expected = bc.assess_table(table, **asked)
    found = by(table, expected.schema, **asked)
    assert found.columns == expected.columns
    assert_frame_equal(found.sort("id"), expected)


@every_database
@pytest.mark.parametrize(("document", "detail"), ASKED)
def test_a_database_gives_each_row_what_polars_gives_it(by, document, detail):
    agrees(by, crowd(document), policy=document, detail=detail)


def test_spark_gives_each_row_what_polars_gives_it():
    agrees(_by_spark, crowd("zibo-extreme-hardship-2023"), policy="zibo-extreme-hardship-2023", detail="range")


def test_spark_gives_rows_of_which_all_is_known_what_polars_gives_them():
    known = crowd("zibo-critical-illness-2023").drop_nulls()
    assert len(known) > MANY / 10
    agrees(_by_spark, known, policy="zibo-critical-illness-2023", detail="lines")


@pytest.mark.parametrize("by", [_by_postgres, _by_duckdb, _by_spark], ids=["postgres", "duckdb", "spark"])
def test_an_age_is_counted_from_a_birth_date_where_a_day_is_given(by):
    days = pl.Series("birth_date", ["1944-05-06", "1963-05-01", "1963-05-02", "2030-01-01", None]).str.to_date()
    table = crowd("care-voucher-2026").drop_nulls().head(5).drop("age").with_columns(days)
    agrees(by, table, policy="care-voucher-2026", on="2023-05-01")


def test_a_name_that_would_inject_is_quoted():
    name = 'people"; DROP TABLE people; --'
    assert f'FROM "{name.replace(chr(34), chr(34) * 2)}" AS' in bc.sql(table=name, policy="care-voucher-2026")


def test_a_table_whose_name_needs_quotes_is_read():
    table = crowd("care-voucher-2026")
    postgres.filled(table, '"A ""b"')
    expected = bc.assess_table(table, policy="care-voucher-2026")
    found = postgres.asked(bc.sql(policy="care-voucher-2026", table='A "b'), expected.schema)
    assert_frame_equal(found.sort("id"), expected)


def test_everything_that_cannot_be_said_is_refused_at_once():
    with pytest.raises(bc.Refused) as refused:
        bc.sql(dialect="oracle", detail="all", table="a..b")
    assert [each.path for each in refused.value.problems] == [("detail",), ("dialect",), ("table",)]
