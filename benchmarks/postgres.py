"""Six rules for many people on PostgreSQL: `bc.sql` beside the text of `assess_table` on a DuckDB relation.

    python benchmarks/postgres.py --socket FOLDER [--user postgres] [--rows 200000] [--seconds 150] [--detail amount]

``psql`` runs both on a server that is there already, each once with every fact known and once with one fact in ten
unknown. The relation's text is made to run there as far as need be: one sign of division is another's,
and two functions are defined. A statement that takes longer than ``--seconds`` is ended, and told as longer than that.
"""

import argparse
import subprocess
from time import perf_counter

import duckdb
import numpy as np
import polars as pl
from people import people

import benefitcalc as bc

POLICY = "zhangdian-2022"
TYPES = {"Boolean": "BOOLEAN", "Int64": "BIGINT", "String": "TEXT"}
FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION typeof(anyelement) RETURNS text LANGUAGE sql AS 'SELECT pg_typeof($1)::text';"
    "CREATE OR REPLACE FUNCTION \"trim\"(varchar, text) RETURNS text LANGUAGE sql AS 'SELECT btrim($1, $2)';"
)
OTHERS = (
    "wants_placement is_rural is_lifted_from_poverty is_low_income has_disability is_unemployed"
    " is_in_zero_employment_household"
)
"""The facts of the six rules that `people` does not draw; each holds for every other person."""


def psql(asked, script):
    """How long psql takes for a script; None where it was ended."""
    command = ["psql", "-h", asked.socket, "-U", asked.user, "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    begun = perf_counter()
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    if done.returncode and "statement timeout" not in done.stderr:
        raise SystemExit(done.stderr)
    return None if done.returncode else perf_counter() - begun


def crowd(rows, often):
    """So many people; so often a fact of one is not known."""
    rng = np.random.default_rng(2022)
    drawn = people(rows, wrong=0).with_columns(
        *(pl.Series(name, rng.random(rows) < 0.5) for name in OTHERS.split()),
        pl.Series("sex", ["female", "male"]).gather(rng.integers(0, 2, rows)),
    )
    if not often:
        return drawn
    return drawn.with_columns(
        pl.when(pl.Series(rng.random(rows) >= often)).then(pl.col(name)).alias(name) for name in drawn.columns
    )


def fill(asked, frame):
    """The people as a table of the server."""
    columns = ", ".join(f'"{name}" {TYPES[str(dtype)]}' for name, dtype in frame.schema.items())
    rows = frame.write_csv(include_header=False, null_value="\\N")
    made = f"DROP TABLE IF EXISTS people; CREATE TABLE people ({columns});"
    psql(asked, f"{made} COPY people FROM stdin (FORMAT csv, NULL '\\N');\n{rows}\\.\nANALYZE people;")


def relation_text(frame, detail):
    """What `assess_table` on a DuckDB table gives, as PostgreSQL can run it."""
    connection = duckdb.connect()
    connection.from_arrow(frame.to_arrow()).create("people")
    text = bc.assess_table(connection.table("people"), policy=POLICY, detail=detail).sql_query()
    return text.replace("//", "/").replace("memory.main.people", "people").replace("main.people", "people")


def told(seconds, asked):
    """A time in words."""
    return f"more than {asked.seconds} s" if seconds is None else f"{seconds:.1f} s"


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Six rules for many people on PostgreSQL.")
    parser.add_argument("--socket", required=True)
    parser.add_argument("--user", default="postgres")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seconds", type=int, default=150)
    parser.add_argument("--detail", default="amount")
    asked = parser.parse_args()
    limit = f"SET statement_timeout = '{asked.seconds}s'; SET jit = off;"
    psql(asked, FUNCTIONS)
    for name, often in {"all known": 0, "one fact in ten not known": 0.1}.items():
        frame = crowd(asked.rows, often)
        fill(asked, frame)
        texts = {"bc.sql": bc.sql(policy=POLICY, detail=asked.detail), "relation": relation_text(frame, asked.detail)}
        for which, text in texts.items():
            seconds = psql(asked, f"{limit} CREATE TEMP TABLE told AS {text};")
            print(f"{name}: {which} {told(seconds, asked)}", flush=True)


if __name__ == "__main__":
    main()
