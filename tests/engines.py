"""One fixture for every engine: convert a Polars table to the engine's own kind, and convert its result back.

Spark needs Java. Without Java its tests are skipped; with ``BENEFITCALC_REQUIRE_SPARK=1`` they fail.
"""

import os
import shutil
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from benefitcalc.core.words import Kind
from benefitcalc.engine.parts import Answer
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy


class Engine(NamedTuple):
    """A kind of table, with its conversions from and to Polars."""

    made: Callable[[pl.DataFrame], Any]
    back: Callable[[Any], pl.DataFrame]
    times: int = 1
    """The factor by which fewer tables are drawn than for Polars. Polars also computes for the next three engines."""


@cache
def spark() -> Any:
    """The one Spark session of the tests, on two threads of this machine."""
    required = os.environ.get("BENEFITCALC_REQUIRE_SPARK") == "1"
    if not required and shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java 17, which is not on this machine")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySpark warns of the pandas it finds, which is not asked for
        from pyspark.sql import SparkSession

        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.adaptive.enabled": "false",  # a few rows need no second plan
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # each plan runs once
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.codegen.hugeMethodLimit": "8000",
            "spark.sql.debug.maxToStringFields": "10000",  # plans are told whole
        }
        builder = SparkSession.builder.master("local[2]").appName("benefitcalc")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _to_pandas(table: pl.DataFrame) -> pd.DataFrame:
    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return table.to_arrow(compat_level=pl.CompatLevel.oldest()).to_pandas(types_mapper=kinds.get)


def _from_spark(table: Any) -> pl.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pl.DataFrame(pl.from_arrow(table.toArrow()))


def _to_spark(table: pl.DataFrame) -> Any:
    arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest())
    # Plans for rows with nulls take Spark long, so its schema says which columns have none.
    fields = [field.with_nullable(arrow[field.name].null_count > 0) for field in arrow.schema]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spark().createDataFrame(arrow.cast(pa.schema(fields)))


ENGINES = {
    "polars": Engine(lambda table: table, lambda table: table),
    "polars lazy": Engine(lambda table: table.lazy(), lambda table: table.collect(), times=3),
    "pandas": Engine(_to_pandas, pl.from_pandas, times=3),
    "pyarrow": Engine(lambda table: table.to_arrow(), lambda table: pl.DataFrame(pl.from_arrow(table)), times=3),
    "duckdb": Engine(lambda table: duckdb.from_arrow(table.to_arrow()), lambda table: table.pl(), times=5),
    "spark": Engine(_to_spark, _from_spark, times=50),
}


def as_columns(people: list[Mapping[str, int | None]]) -> pl.DataFrame:
    """Return people, given as facts inside the library, as a table with one column per fact; money in whole fen.

    None becomes null in the table.
    """
    names = list(people[0]) if people else []
    columns = {
        _column(name): pl.Series([_outside(name, each[name]) for each in people], dtype=_dtype(name)) for name in names
    }
    return pl.DataFrame(columns)


def no_people(rules: tuple[Rule, ...]) -> pl.DataFrame:
    """A table with a column for each fact of these rules, and no row."""
    names = dict.fromkeys(name for rule in rules for name in rule.facts._fields)
    return pl.DataFrame({_column(name): pl.Series([], dtype=_dtype(name)) for name in names})


def answer_of(rule: Rule, facts: Mapping[str, int | None], law: Policy) -> Answer:
    """Return the answer for one person; None means unknown."""
    own = {name: FACTS[name].span if facts[name] is None else facts[name] for name in rule.facts._fields}
    return rule.answer(own, law.views(rule.name))


def answered(rule: Rule, facts: Mapping[str, int | None], law: Policy) -> dict[str, Any]:
    """Return the expected columns for one person with every detail, from the body on numbers."""
    answer = answer_of(rule, facts, law)
    told: dict[str, Any] = {f"{rule.name}_eligible": _word(answer.eligible)}
    for line in answer.lines:
        name = rule.name if line.name == "payout" else f"{rule.name}_{line.name}"
        if line.name == "is_eligible":
            continue
        kind = rule.lines.entries()[line.name].kind
        if kind is Kind.YES_NO:
            told[name] = _word(line.holds)
        else:
            scale, ending = (100, "_fen") if kind is Kind.MONEY else (1, "")
            figures = {"": line.amount, "_at_least": line.at_least, "_at_most": line.at_most}
            for which, figure in figures.items():
                told[f"{name}{which}{ending}"] = None if figure is None else int(figure * scale)
    return told


def missing(rules: Iterable[Rule], facts: Mapping[str, int | None], law: Policy) -> str | None:
    """Return the expected missing facts of one person, in the order of the rules."""
    needed = {name for rule in rules for name in answer_of(rule, facts, law).missing}
    asked = dict.fromkeys(name for rule in rules for name in rule.facts._fields)
    return ", ".join(name for name in asked if name in needed) or None


def _word(holds: bool | None) -> str:
    return {True: "yes", False: "no", None: "depends"}[holds]


def _column(name: str) -> str:
    return f"{name}_fen" if FACTS[name].kind is Kind.MONEY else name


def _dtype(name: str) -> Any:
    return {Kind.YES_NO: pl.Boolean, Kind.LEVEL: pl.String}.get(FACTS[name].kind, pl.Int64)


def _outside(name: str, value: int | None) -> Any:
    if value is None:
        return None
    match FACTS[name].kind:
        case Kind.YES_NO:
            return bool(value)
        case Kind.LEVEL:
            return FACTS[name].write(value)
        case _:
            return int(value)


every_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
every_engine_but_spark = pytest.mark.parametrize(
    "engine",
    [engine for name, engine in ENGINES.items() if name != "spark"],
    ids=[each for each in ENGINES if each != "spark"],
)
"""For many cases of one kind. Spark plans for seconds, so it gets only one case of each kind."""
