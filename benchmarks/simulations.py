"""How long a population takes beside OpenFisca-Core and PolicyEngine-Core, and how many of their amounts are right.

    python benchmarks/simulations.py --openfisca PYTHON --policyengine PYTHON [--rows 10000000] [--rounds 7]

Each PYTHON is that of an environment of its own (`openfisca/requirements.txt`, `policyengine/requirements.txt`). The
people are those of `people.py`, all right, since the two check nothing. Times are those of the processor, of all
threads. What is measured and how, and the figures found, are in `README.md`.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import by_hand_numpy
import numpy as np
import polars as pl
from facts import PAYOUTS
from one_person import Row, interleaved, show
from people import people
from populations import ours
from same import refuse_difference
from simulation import RULES, by_hand, of_simulation, one_reading, seconds

import benefitcalc as bc

HERE = Path(__file__).parent
COUNTED = 1_000_000
"""People whose amounts are compared with the exact ones."""

MONEY = {"float": "float32 yuan", "int": "int32 fen"}
FASTER = {
    ("PolicyEngine", "float"): 1.5,
    ("PolicyEngine", "int"): 3,
    ("OpenFisca", "float"): 1.5,
    ("OpenFisca", "int"): 4,
}
"""The targets: so many times as fast as they calculate and sum the payouts of people whose inputs are set."""


def save(frame, folder):
    """The facts as NumPy files, and the exact amounts of the first people."""
    (folder / "facts").mkdir()
    (folder / "exact").mkdir()
    for name, values in by_hand_numpy.arrays(frame).items():
        np.save(folder / "facts" / f"{name}.npy", values)
    exact = ours(frame.head(COUNTED)).select(PAYOUTS)
    by_hand = dict(zip(PAYOUTS, by_hand_numpy.whole(by_hand_numpy.arrays(frame.head(COUNTED))), strict=True))
    refuse_difference("NumPy by hand", pl.DataFrame(by_hand), exact)
    for column in exact:
        np.save(folder / "exact" / f"{column.name}.npy", column.to_numpy())


@contextmanager
def child(python, script, folder):
    """One of the two in its own Python: what it says of itself, and a function that has it time a simulation."""
    with subprocess.Popen(
        [python, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:

        def ask(question):
            print(json.dumps(question), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        yield ask(str(folder)), ask
        process.stdin.close()


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long a population takes beside two other engines of rules.")
    parser.add_argument("--openfisca", metavar="PYTHON", help="the Python of an environment that has OpenFisca-Core")
    parser.add_argument("--policyengine", metavar="PYTHON", help="that of one that has PolicyEngine-Core")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    pythons = {"OpenFisca": asked.openfisca, "PolicyEngine": asked.policyengine}
    versions = [f"benefitcalc {version('benefitcalc')}", f"Polars {version('polars')}"]
    with TemporaryDirectory() as name, ExitStack() as stack:
        frame = people(asked.rows, wrong=0)
        save(frame, Path(name))
        simulation = bc.simulation(frame, rules=RULES, native=True)
        assert of_simulation(simulation.run())[::3] == by_hand(frame)
        as_stated = partial(simulation.summed, one_reading(simulation.known))
        calls, wrong = {"simulation": partial(seconds, as_stated), "table": partial(seconds, partial(ours, frame))}, []
        for engine, python in pythons.items():
            if python:
                script = HERE / engine.lower() / "populations.py"
                told, ask = stack.enter_context(child(python, script, name))
                versions.append(f"{engine}-Core {told['version']} with NumPy {told['numpy']}")
                wrong += [(engine, MONEY[money], *cells(found)) for money, found in told["wrong"].items()]
                calls |= {(engine, money): partial(ask, money) for money in MONEY}
        times = interleaved(calls, asked.rounds)
    prepared, table = times.pop("simulation"), times.pop("table")
    rows = []
    for (engine, money), rounds in times.items():
        calculated = [each["payouts"] for each in rounds]
        whole = [each["inputs"] + each["payouts"] for each in rounds]
        theirs = f"{engine}, {MONEY[money]}"
        rows += [
            Row("a simulation, totals", f"{theirs}: payouts", prepared, calculated, at_least=FASTER[engine, money]),
            Row("`assess_table`", f"{theirs}: inputs too", table, whole),
        ]
    cores = f"{os.cpu_count()} cores, {pl.thread_pool_size()} threads of Polars"
    print(f"CPython {sys.version.split()[0]}, {', '.join(versions)}; {cores}.")
    print(f"{asked.rows:,} people; {asked.rounds} rounds.\n")
    show(
        ("ours", "time", "beside", "its time", "ratio: median (least to greatest)", "target", ""),
        [row.cells() for row in rows],
    )
    print(f"\nWrong answers to {min(COUNTED, asked.rows):,} people; those of benefitcalc are exact.\n")
    show(("engine", "money held as", "amounts wrong by a fen or more", "people with one", "greatest error"), wrong)


def cells(found):
    """How wrong it is, as the table shows it."""
    return f"{found['amounts']:,}", f"{found['people']:,}", f"{found['most'] / 100:,.2f} yuan"


if __name__ == "__main__":
    main()
