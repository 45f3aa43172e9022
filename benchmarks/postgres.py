"""Six rules for many people on PostgreSQL: `bc.sql` beside the text of `assess_table` on a DuckDB relation.

    python benchmarks/postgres.py --socket FOLDER [--user postgres] [--rows 200000] [--rounds 5] [--seconds 150]

``psql`` runs them on a server that is there already, in turn, with every fact known and with one fact in ten unknown;
told are medians. Of the relation's text there are two: that of a query, whose nulls DuckDB does not count, so that it
is complete as `bc.sql` is; and that of a table, which leaves out what handles nulls where there are none. Both are made
to run there as far as need be: one sign of division is another's, and two functions are defined. The time of the
server's process is told beside the time of the clock, since other work on the machine lengthens the latter alone. A
statement that takes longer than ``--seconds`` is ended, told as longer than that, and not run again.
"""

import argparse
import re
import subprocess
from statistics import median

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
    """What psql says of a script; None where it was ended."""
    command = ["psql", "-h", asked.socket, "-U", asked.user, "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    if done.returncode and "statement timeout" not in done.stderr:
        raise SystemExit(done.stderr)
    return None if done.returncode else done.stderr


USAGE = re.compile(r"(\S+) s user, (\S+) s system, (\S+) s elapsed")
SETTINGS = "SET statement_timeout = '{}s'; SET jit = off; SET client_min_messages = log; SET log_statement_stats = on;"


def times(asked, text):
    """The seconds that a query takes, by the clock and of the server's process; None where it was ended."""
    said = psql(asked, f"{SETTINGS.format(asked.seconds)} CREATE TEMP TABLE told AS {text};")
    if said is None:
        return None
    user, system, elapsed = map(float, USAGE.findall(said)[-1])
    return elapsed, user + system


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


def relation_text(frame, detail, source):
    """What `assess_table` gives on a relation of DuckDB, as PostgreSQL can run it."""
    connection = duckdb.connect()
    connection.from_arrow(frame.to_arrow()).create("people")
    text = bc.assess_table(source(connection), policy=POLICY, detail=detail).sql_query()
    return text.replace("//", "/").replace("memory.main.people", "people").replace("main.people", "people")


def in_turn(asked, texts):
    """The times of each text, a round after another."""
    found = {which: [] for which in texts}
    for _ in range(asked.rounds):
        for which, text in texts.items():
            if None not in found[which]:
                found[which].append(times(asked, text))
    return found


def told(found, asked):
    """Times in words: medians, and the least and the greatest."""
    if None in found:
        return f"more than {asked.seconds} s"
    clock, process = zip(*found, strict=True)
    return f"{median(clock):.1f} s ({min(clock):.1f} to {max(clock):.1f}), process {median(process):.2f} s"


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Six rules for many people on PostgreSQL.")
    parser.add_argument("--socket", required=True)
    parser.add_argument("--user", default="postgres")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=150)
    parser.add_argument("--detail", default="amount")
    asked = parser.parse_args()
    psql(asked, FUNCTIONS)
    for name, often in {"all known": 0, "one fact in ten not known": 0.1}.items():
        frame = crowd(asked.rows, often)
        fill(asked, frame)
        texts = {
            "bc.sql": bc.sql(policy=POLICY, detail=asked.detail),
            "relation of a query": relation_text(frame, asked.detail, lambda duck: duck.sql("SELECT * FROM people")),
            "relation of a table": relation_text(frame, asked.detail, lambda duck: duck.table("people")),
        }
        if often:  # both texts are then the same
            del texts["relation of a table"]
        for which, found in in_turn(asked, texts).items():
            print(f"{name}: {which} {told(found, asked)}", flush=True)


if __name__ == "__main__":
    main()
