"""The time for a population in memory: `assess_table` compared with Polars and NumPy by hand.

    python benchmarks/populations.py [--rows 1000000 10000000] [--rounds 9]

`README.md` has the method and the results. The people are those of `people.py`; the code by hand is in
`by_hand_polars.py` and `by_hand_numpy.py`. Before the times are measured, all methods must give the same columns in
every row, also in a table in which most rows have a wrong fact.
"""

import argparse
import gc
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from statistics import median
from time import perf_counter

import by_hand_numpy
import by_hand_polars
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from facts import PAYOUTS
from one_person import Row, interleaved, show
from people import PEOPLE, people
from same import refuse_difference

import benefitcalc as bc
from benefitcalc.rules import ANNOUNCED

RULES = tuple(rule for rule in ANNOUNCED if rule.gives_money)
GROWTH = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
ENGINES_ROWS = 1_000_000
CHECKED_ROWS = 200_000
BLOCK = 65_536
"""Rows in one of NumPy's blocks: the quickest of the sizes from 4,096 to 500,000, by two threads."""


def ours(table):
    """Run `assess_table`."""
    return bc.assess_table(table, rules=RULES, detail="amount")


# The same by hand.


def plain(frame):
    """Run one query by hand."""
    return by_hand_polars.query(frame).collect(engine="streaming")


def in_python(frame):
    """Run one query by hand; Python computes the texts, for invalid rows only."""
    return by_hand_polars.query_in_python(frame).collect(engine="streaming")


BY_HAND = {
    "Polars by hand, one query": plain,
    "Polars by hand, texts in Python": in_python,
    "Polars by hand, two steps": by_hand_polars.in_two_steps,
}
IN_NUMPY = {
    "NumPy by hand, whole arrays": by_hand_numpy.whole,
    "NumPy by hand, blocks": partial(by_hand_numpy.in_blocks, block=BLOCK),
    "NumPy by hand, blocks, 2 threads": partial(by_hand_numpy.in_blocks, block=BLOCK, threads=2),
}


# The roofline: every byte of every column read once, and one column written.


def memory_of(frame):
    """Return the memory of each column in Polars, in whole words; texts of up to 12 bytes are stored in their views."""
    columns = [column.to_arrow(compat_level=pl.CompatLevel.newest()) for column in frame.rechunk()]
    buffers = [buffer for column in columns for buffer in column.buffers()[:2] if buffer is not None]
    return [np.frombuffer(buffer, np.uint64, buffer.size // 8) for buffer in buffers]


def touch(memory, rows, threads=2):
    """Read all of this memory and write a column, with a number of threads."""
    written = np.empty(rows, np.int64)

    def work(number):
        for words in memory:
            np.add.reduce(words[len(words) * number // threads : len(words) * (number + 1) // threads])
        written[rows * number // threads : rows * (number + 1) // threads] = number

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return written


# Times.


def timed(call, *given):
    """Return the time of one call in seconds, without garbage collection and without the release of the result."""
    gc.collect()
    start = perf_counter()
    result = call(*given)
    took = perf_counter() - start
    del result
    return took


def in_memory(rows, rounds):
    """Return the rows of the table for a number of people."""
    table = []
    for wrong, share in PEOPLE.items():
        frame = people(rows, wrong=share)
        arrays, memory = by_hand_numpy.arrays(frame), memory_of(frame)
        check(frame, arrays)
        calls = {
            "ours": partial(timed, ours, frame),
            **{name: partial(timed, call, frame) for name, call in BY_HAND.items()},
            **{name: partial(timed, call, arrays) for name, call in IN_NUMPY.items()},
            "reading and writing, no more": partial(timed, touch, memory, rows),
        }
        times = interleaved(calls, rounds)
        mine = times.pop("ours")
        for name, theirs in times.items():
            targets = {"at_most": 1.15} if name in BY_HAND else {"at_least": 1.8} if name in IN_NUMPY else {}
            table.append(Row(f"{rows:,} people, {wrong}", name, mine, theirs, **targets))
    return table


def growth(most, rounds):
    """Print nanoseconds per row by the number of rows, ours and by hand."""
    sizes = [rows for rows in GROWTH if rows <= most]
    table = []
    for wrong, share in PEOPLE.items():
        for rows in sizes:
            frame = people(rows, wrong=share)
            arrays = by_hand_numpy.arrays(frame)
            calls = {
                "ours": partial(timed, ours, frame),
                **{name: partial(timed, call, frame) for name, call in BY_HAND.items() if call is not in_python},
                "NumPy": partial(timed, by_hand_numpy.whole, arrays),
            }
            times = interleaved(calls, rounds)
            table.append((wrong, f"{rows:,}", *(f"{median(each) / rows * 1e9:,.1f}" for each in times.values())))
    return table


def engines(rows, rounds):
    """Compare the other kinds of table with a Polars DataFrame."""
    table = []
    for wrong, share in PEOPLE.items():
        frame = people(rows, wrong=share)
        arrow = frame.to_arrow()
        lazy, relation = frame.lazy(), duckdb.from_arrow(arrow)
        types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.large_string(): pd.StringDtype()}
        panda = arrow.to_pandas(types_mapper=types.get)
        calls = {
            "Polars DataFrame": lambda frame=frame: ours(frame),
            "Polars LazyFrame, collected": lambda lazy=lazy: ours(lazy).collect(),
            "... by the streaming engine": lambda lazy=lazy: ours(lazy).collect(engine="streaming"),
            "pandas": lambda panda=panda: ours(panda),
            "PyArrow": lambda arrow=arrow: ours(arrow),
            "DuckDB, fetched as Polars": lambda relation=relation: ours(relation).pl(),
        }
        expected = plain(frame)
        for name, call in calls.items():
            found = call()
            found = pl.from_pandas(found) if isinstance(found, pd.DataFrame) else pl.DataFrame(found)
            refuse_difference(name, found, expected)
        times = interleaved({name: partial(timed, call) for name, call in calls.items()}, rounds)
        own = times["Polars DataFrame"]
        table += [Row(f"{name}, {wrong}", "Polars DataFrame", each, own) for name, each in times.items()]
    return table


# The same work.


def check(frame, arrays):
    """Check that all methods give the same columns, for these people and for people with wrong facts."""
    expected = plain(frame)
    refuse_difference("benefitcalc", ours(frame), expected)
    for name, call in BY_HAND.items():
        refuse_difference(name, call(frame), expected)
    for name, call in IN_NUMPY.items():
        amounts = dict(zip(PAYOUTS, call(arrays), strict=True))
        refuse_difference(name, pl.DataFrame(amounts), expected.select(pl.col(PAYOUTS).fill_null(-1)))
    spoiled = people(CHECKED_ROWS, wrong=2)
    for name, call in BY_HAND.items():
        refuse_difference(name, call(spoiled), ours(spoiled))


def main():
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="How long a population takes in memory.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    names = ("benefitcalc", "polars", "narwhals", "numpy", "pandas", "pyarrow", "duckdb")
    versions = [f"CPython {sys.version.split()[0]}", *(f"{name} {version(name)}" for name in names)]
    print(f"{', '.join(versions)}; {os.cpu_count()} cores, {pl.thread_pool_size()} threads; {asked.rounds} rounds.\n")
    heads = ("ours: `assess_table`", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [row.cells() for rows in asked.rows for row in in_memory(rows, asked.rounds)])
    print("\nNanoseconds a row.\n")
    show(("people", "rows", "ours", "one query", "two steps", "NumPy"), growth(max(asked.rows), asked.rounds))
    rows = min(ENGINES_ROWS, max(asked.rows))
    print(f"\nOther kinds of table, {rows:,} people.\n")
    show(heads[:5], [row.cells()[:5] for row in engines(rows, asked.rounds)])


if __name__ == "__main__":
    main()
