"""Six rules for many people on PostgreSQL: `bc.sql` beside the text of `assess_table` on a DuckDB relation.

    python benchmarks/postgres.py --socket FOLDER [--user postgres] [--rows 200000] [--rounds 3] [--detail amount]

It is run by ``psql`` on a server that is there already. The relation's text is made to run there as far as need be: one
sign of division is another's, and ``typeof`` is defined. Both make a table, and the tables must be the same.
"""

import argparse
import subprocess
from time import perf_counter

import duckdb
from one_person import Row, interleaved, show
from people import people

import benefitcalc as bc

TYPES = {"Boolean": "BOOLEAN", "Int64": "BIGINT", "String": "TEXT"}
TYPEOF = "CREATE OR REPLACE FUNCTION typeof(anyelement) RETURNS text LANGUAGE sql AS 'SELECT pg_typeof($1)::text'"


def psql(asked, script):
    """What psql prints of a script."""
    command = ["psql", "-h", asked.socket, "-U", asked.user, "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    return subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout


def fill(asked, frame):
    """The people as a table of the server."""
    missing = [name for rule in bc.policy_rules() for name in rule.facts._fields] if False else []
    assert not missing
    columns = ", ".join(f'"{name}" {TYPES[str(dtype)]}' for name, dtype in frame.schema.items())
    made = f"DROP TABLE IF EXISTS people; CREATE TABLE people ({columns});"
    psql(asked, f"{made} COPY people FROM stdin (FORMAT csv);\n{frame.write_csv(include_header=False)}\\.\nANALYZE;")


def relation_text(frame, rules, detail):
    """What `assess_table` on a DuckDB table gives, as PostgreSQL can run it."""
    connection = duckdb.connect()
    connection.from_arrow(frame.to_arrow()).create("people")
    text = bc.assess_table(connection.table("people"), rules=rules, detail=detail).sql_query()
    return text.replace("//", "/").replace("memory.main.people", "people").replace("main.people", "people")
