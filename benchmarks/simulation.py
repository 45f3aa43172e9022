"""What a simulation takes: totals of one law and of a thousand, beside tables, comparisons, Polars by hand and reading.

    python benchmarks/simulation.py [--rows 100000 1000000 10000000] [--rounds 7]

Times are those of the processor, of all threads together, since other work may run on the machine; each ratio is of the
same round. Before anything is timed, the totals must be the same to the fen. The figures found are in `README.md`.
"""

import argparse
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import by_hand_polars
import numpy as np
import polars as pl
from facts import PAYOUTS
from one_person import Row, interleaved, show
from people import people

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, chronic_outpatient, medical_assistance, outpatient_pooling

RULES = (outpatient_pooling, chronic_outpatient, medical_assistance, care_home_subsidy)
RISE = "outpatient_pooling.payment_uplift"
ENDS = ("", "_at_least", "_at_most")
COMPARED = 25
"""So many reforms are timed beside as many comparisons."""

REFORMS = 1_000
"""So many are timed in one sweep."""


def seconds(call):
    """The time of the processor that a call takes."""
    start = process_time()
    call()
    return process_time() - start


def reading(ready):
    """Every byte of every array read once, as whole words: what no totals can be quicker than."""
    for own in ready.values():
        for column in (*own.facts.values(), own.weight):
            np.add.reduce(column[: len(column) // 8 * 8].view(np.uint64))


def assessed(table):
    """The same totals from a table."""
    columns = [f"{rule.name}{end}_fen" for rule in RULES for end in ENDS]
    return bc.assess_table(table, rules=RULES).select(pl.sum(*columns)).row(0)


def by_hand(table):
    """The totals as stated, of people who are known to be right."""
    payouts = by_hand_polars.payouts()
    return table.lazy().select(**{name: payouts[name].sum() for name in PAYOUTS}).collect(engine="streaming").row(0)


def of_simulation(totals):
    """The totals of a run, as `assessed` has them."""
    return tuple(int(100 * getattr(each, f"total{end}")) for each in totals.totals for end in ENDS)


def one_reading(views):
    """The terms as stated, as if they were the only reading."""
    return {rule: type(each)(each.stated, each.stated, each.stated) for rule, each in views.items()}


def of_one_law(rows, rounds):
    table = people(rows, wrong=0)
    simulation = bc.simulation(table, rules=RULES, native=True)
    sums = simulation.summed
    [ready] = sums.args
    three, one = simulation.known, one_reading(simulation.known)
    print(f"{rows:,} people: {memory_of(ready):.0f} bytes of each.")
    assert of_simulation(simulation.run()) == assessed(table)
    assert of_simulation(simulation.run())[::3] == by_hand(table)
    calls = {
        "three views": partial(sums, three),
        "as stated": partial(sums, one),
        "reading": partial(reading, ready),
        "table": partial(assessed, table),
        "by hand": partial(by_hand, table),
        "polars": partial(bc.simulation(table, rules=RULES, native=False).summed, three),
        "preparing": partial(bc.simulation, table, rules=RULES, native=True),
    }
    times = interleaved({name: partial(seconds, call) for name, call in calls.items()}, rounds)
    what = f"{rows:,} people, {{}}".format
    views = times["three views"]
    yield Row(what("as stated"), "Polars by hand", times["as stated"], times["by hand"], at_least=2)
    yield Row(what("as stated"), "every input read once", times["as stated"], times["reading"], at_most=2)
    yield Row(what("three views"), "one view", views, times["as stated"], at_most=1.6)
    yield Row(what("three views"), "assess_table and a sum", views, times["table"], at_least=10)
    yield Row(what("three views"), "the same on Polars", views, times["polars"], at_least=1)
    yield Row(what("prepared"), "assess_table and a sum", times["preparing"], times["table"], at_most=1)


def of_many(rows, rounds):
    """So many reforms, beside as many comparisons."""
    table = people(rows, wrong=0)
    simulation = bc.simulation(table, rules=RULES, native=True)
    simulation.run()
    figures = [f"0.{at:03d}" for at in range(COMPARED)]
    policies = [bc.policy().with_terms({RISE: figure}) for figure in figures]

    def compared():
        for policy in policies:
            bc.compare(None, policy, table, rules=RULES)

    calls = {"sweep": partial(simulation.sweep, {RISE: figures}), "compare": compared}
    times = interleaved({name: partial(seconds, call) for name, call in calls.items()}, rounds)
    yield Row(f"{rows:,} people, {COMPARED} reforms", "as many compare", times["sweep"], times["compare"], at_least=25)


def of_a_thousand(rows, rounds):
    """A thousand reforms in one sweep, by the processor and by the clock."""
    simulation = bc.simulation(people(rows, wrong=0), rules=RULES, native=True)
    simulation.run()
    times = []
    for round_ in range(rounds):
        figures = [f"0.{at:03d}{round_}" for at in range(REFORMS)]  # no figure twice: what was computed is kept
        starts = process_time(), perf_counter()
        simulation.sweep({RISE: figures})
        times.append((process_time() - starts[0], perf_counter() - starts[1]))
    processor, clock = (median(each) for each in zip(*times, strict=True))
    what = f"{rows:,} people, {REFORMS:,} reforms in one sweep"
    return f"{what}: {processor:.2f} s of the processor, {clock:.2f} s by the clock."


def memory_of(ready):
    """The bytes of each row, in the arrays and in the columns that they were made from."""
    people = next(iter(ready.values()))
    arrays = sum(each.nbytes for own in ready.values() for each in (*own.facts.values(), own.weight))
    return (arrays + people.whole.frame.estimated_size()) / people.whole.frame.height


CODE = """
from time import process_time
import polars as pl, benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, chronic_outpatient, medical_assistance, outpatient_pooling
people = pl.read_parquet("people.parquet")
rules = (outpatient_pooling, chronic_outpatient, medical_assistance, care_home_subsidy)
ready = bc.simulation(people, rules=rules, native=False)
ready.run()
start = process_time()
bc.simulation(people, rules=rules, native={native}).run()
print(process_time() - start)
"""


def of_first_use(rounds):
    """The first simulation of a process, of four rules, when benefitcalc and Polars are at work already."""
    with TemporaryDirectory() as folder:
        people(1_000, wrong=0).write_parquet(Path(folder) / "people.parquet")

        def first(native):
            command = [sys.executable, "-c", CODE.format(native=native)]
            return float(subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout)

        times = interleaved({native: partial(first, native) for native in (True, False)}, rounds)
        yield Row("1,000 people, first use, compiling", "the same on Polars", times[True], times[False])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    heads = ("what", "ours", "beside", "theirs", "ratio", "to reach", "")
    rows = [row for each in given.rows for row in of_one_law(each, given.rounds)]
    rows += [*of_many(200_000, 3), *of_first_use(3)]
    show(heads, [row.cells() for row in rows])
    print(of_a_thousand(200_000, 3))


if __name__ == "__main__":
    main()
