"""Shares in SQL: right for every sign, unit and way, and past 64 bits."""

import duckdb
import polars as pl
import postgres
import pytest

from benefitcalc.core.backends.printed import Tape
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import share, times
from benefitcalc.population.sql_engines import ENGINES
from benefitcalc.population.sql_program import TARGET, SqlProgram
from benefitcalc.text.message import Refused

AMOUNTS = [0, 1, 49, 50, 51, 99, 100, 101, 150, 10**9 + 1, 99_999_999_999, 10**11]
RATES = {
    "half": Rate(1, 2),
    "third": Rate(1, 3),
    "fine": Rate(999_999_999_999, 10**12),
    "bands": Schedule((Row(0, Rate(1, 3)), Row(100, Rate(3, 4)), Row(10**10, Rate(1)))),
}


def _by_duckdb(query):
    return duckdb.sql(query).fetchall()


def _by_postgres(query):
    rows = pl.read_csv(postgres.run(f"COPY ({query}) TO stdout (FORMAT csv);").encode(), has_header=False)
    return rows.rows()


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize(
    ("by", "engine"), [(_by_duckdb, "duckdb"), (_by_postgres, "postgres")], ids=["duckdb", "postgres"]
)
def test_a_share_is_rounded_as_in_python_above_zero_and_below(by, engine, rate):
    tape = Tape()
    own, cost = tape.figure("rate", rate), tape.fact("eligible_cost")
    lines = {
        f"{sign}_{to}_{way.name}".lower(): share(own, of=amount, to=to, way=way)
        for sign, amount in (("plus", cost), ("minus", 7 - cost))
        for to in (1, 100)
        for way in Rounding
    }
    program = SqlProgram(tape, lines, "shared", ENGINES[engine].division)
    law = ", ".join(f"CAST({value} AS BIGINT) AS {name}" for name, value in program.columns().items())
    people = " UNION ALL ".join(
        f"SELECT {at} AS id, CAST({each} AS BIGINT) AS eligible_cost" for at, each in enumerate(AMOUNTS)
    )
    shared = {name: program.computation(TARGET, ref) for name, ref in program.steps() if name.startswith("shared")}
    kept = "".join(f", {text} AS {name}" for name, text in shared.items())
    given = f"(SELECT *{kept} FROM ({people}) AS people) AS given"
    texts = ", ".join(program.computation(TARGET, ref) for name, ref in program.steps() if name not in shared)
    found = by(f"SELECT {texts} FROM {given} CROSS JOIN (SELECT {law}) AS law ORDER BY id")
    expected = [
        tuple(share(rate, of=of, to=to, way=way) for of in (each, 7 - each) for to in (1, 100) for way in Rounding)
        for each in AMOUNTS
    ]
    assert found == expected


def test_a_value_that_may_outgrow_64_bits_is_refused():
    tape = Tape()
    lines = {"line": times(tape.figure("fee", 10**12), tape.fact("eligible_cost"))}
    with pytest.raises(Refused, match=r"may outgrow whole numbers of 64 bits in SQL: law.fee . eligible_cost"):
        SqlProgram(tape, lines, "shared", ENGINES["duckdb"].division)
