"""The cost of the support for nulls in a table without nulls.

    python benchmarks/nulls.py [--rows 1000000] [--rounds 9] [--detail amount]

`assess_table` is compared with the plan for a table whose columns are known to have no nulls. That plan has no steps
for rows with nulls. `README.md` has the method and the results.
"""

import argparse
from functools import partial
from typing import get_args

import duckdb
import polars as pl
from one_person import Row, interleaved, show
from people import people
from populations import RULES, timed
from same import refuse_difference

import benefitcalc as bc
from benefitcalc.population import dataframes
from benefitcalc.population.result_columns import Detail
from benefitcalc.population.tables import Asked


def ours(table, detail):
    """Run `assess_table`."""
    return bc.assess_table(table, rules=RULES, detail=detail)


def known(table, detail):
    """Run the same for a table whose columns are known to have no nulls."""
    asked = Asked.of(None, RULES, detail)
    opened = dataframes.opened(table, ())._replace(whole=asked.columns)  # of no column the nulls are counted
    return opened.apply(asked.plan(opened, "en"))


def as_polars(relation):
    """Return the rows of a DuckDB relation."""
    return relation.pl()


def fetched(fetch, call, given, detail):
    """Return all rows of a result."""
    return fetch(call(given, detail))


def main():
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="What it costs that facts may be null.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--detail", choices=get_args(Detail), default="amount")
    asked = parser.parse_args()
    frame = people(asked.rows, wrong=0)
    connection = duckdb.connect()
    relation = connection.from_arrow(frame.to_arrow())
    relation.create("people")
    kinds = {
        "Polars DataFrame": (frame, lambda result: result),
        "Polars LazyFrame, collected": (frame.lazy(), pl.LazyFrame.collect),
        "... by the streaming engine": (frame.lazy(), partial(pl.LazyFrame.collect, engine="streaming")),
        "Arrow in DuckDB, fetched": (relation, as_polars),
        "table of DuckDB, fetched": (connection.table("people"), as_polars),
        "query of DuckDB, fetched": (connection.sql("from people"), as_polars),
    }
    table = []
    for name, (given, fetch) in kinds.items():
        calls = {each: partial(fetched, fetch, each, given, asked.detail) for each in (ours, known)}
        refuse_difference(name, *(call() for call in calls.values()))
        times = interleaved({each: partial(timed, call) for each, call in calls.items()}, asked.rounds)
        table.append(Row(name, "known to hold none", times[ours], times[known], at_most=1.1))
    heads = ("nulls may be there", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [row.cells() for row in table])


if __name__ == "__main__":
    main()
