"""What a simulation takes: totals of one law and of a thousand, beside tables, comparisons, Polars by hand and reading.

    python benchmarks/simulation.py [--rows 200000 1000000] [--rounds 7]

Times are those of the processor, of all threads together, since other work may run on the machine; each ratio is of the
same round. Before anything is timed, the totals must be the same to the fen. The figures found are in `README.md`.
"""

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import by_hand_polars
import polars as pl
from facts import PAYOUTS
from one_person import Row, interleaved, of_process, show
from people import people

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, chronic_outpatient, medical_assistance, outpatient_pooling

RULES = (outpatient_pooling, chronic_outpatient, medical_assistance, care_home_subsidy)
RISE = "outpatient_pooling.payment_uplift"
ENDS = ("", "_at_least", "_at_most")
REFORMS = 25
"""So many are timed of the thousand that are spoken of."""


def seconds(call):
    """The time of the processor that a call takes."""
    start = process_time()
    call()
    return process_time() - start


def reading(ready):
    """Every array read once: what no totals can be quicker than."""
    for own in ready.values():
        for column in (*own.facts.values(), own.weight):
            column.sum()


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
    figures = [f"0.{at:03d}" for at in range(REFORMS)]
    policies = [bc.policy().with_terms({RISE: figure}) for figure in figures]

    def compared():
        for policy in policies:
            bc.compare(None, policy, table, rules=RULES)

    calls = {"sweep": partial(simulation.sweep, {RISE: figures}), "compare": compared}
    times = interleaved({name: partial(seconds, call) for name, call in calls.items()}, rounds)
    yield Row(f"{rows:,} people, {REFORMS} reforms", "as many compare", times["sweep"], times["compare"], at_least=25)


CODE = """
import polars as pl, benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, chronic_outpatient, medical_assistance, outpatient_pooling
people = pl.read_parquet("people.parquet")
rules = (outpatient_pooling, chronic_outpatient, medical_assistance, care_home_subsidy)
bc.simulation(people, rules=rules, native={native}).run()
"""


def of_first_use(rounds):
    """A process that compiles, and one that reads what was compiled, beside one on Polars."""
    with TemporaryDirectory() as folder:
        people(1_000, wrong=0).write_parquet(Path(folder) / "people.parquet")
        at = {
            name: [sys.executable, "-c", CODE.format(native=native)] for name, native in (("own", True), ("p", False))
        }

        def process(name, cache):
            return of_process(at[name], {**os.environ, "XDG_CACHE_HOME": cache}, folder)

        def compiling():
            with TemporaryDirectory() as empty:
                return process("own", empty)

        calls = {"first": compiling, "disk": partial(process, "own", folder), "polars": partial(process, "p", folder)}
        times = interleaved(calls, rounds)
        yield Row("a process, compiling", "a process on Polars", times["first"], times["polars"])
        yield Row("a process, from disk", "a process on Polars", times["disk"], times["polars"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    heads = ("what", "ours", "beside", "theirs", "ratio", "to reach", "")
    rows = [row for each in given.rows for row in of_one_law(each, given.rounds)]
    rows += [*of_many(200_000, 3), *of_first_use(3)]
    show(heads, [row.cells() for row in rows])


if __name__ == "__main__":
    main()
