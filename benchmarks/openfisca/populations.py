"""A population, the four rules that give money, with OpenFisca: run by its own Python, it times them when asked to.

The first line read names a folder with the facts of `simulations.py` as NumPy files. It is answered with the versions
and, for each way to hold money, how many of the amounts and of the people are wrong by at least one fen. Each further
line names a way to hold money ("float": yuan in float32, the default; "int": whole fen in int32); it is answered with
the seconds of the processor that a simulation took to be made and given its inputs, and to calculate the four payouts
and their sums.

As quick as an experienced user would have it: a default simulation, arrays of the type that the variables have, a
period that is made once, indices for the enumerated fact, and parameters that the system keeps. Garbage is collected
before each time is taken.
"""

import gc
import json
import sys
from importlib.metadata import version
from pathlib import Path
from time import process_time

import numpy as np
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder
from openfisca_zhangdian import ZhangdianSystem
from openfisca_zhangdian.whole_fen import WholeFenSystem

PERIOD = period("2023")
PAYOUTS = (
    "outpatient_pooling",
    "chronic_outpatient",
    "medical_assistance",
    "care_home_subsidy",
)
FEN = "_fen"
SYSTEMS = {"float": ZhangdianSystem(), "int": WholeFenSystem()}


def facts_of(folder, money):
    """The facts as arrays, money held this way."""
    facts = {}
    for file in folder.glob("*.npy"):
        values = np.load(file)
        if file.stem.endswith(FEN):
            name = file.stem.removesuffix(FEN)
            facts[name] = (values / 100).astype(np.float32) if money == "float" else values.astype(np.int32)
        elif values.dtype == np.int64:
            facts[file.stem] = values.astype(np.int32)
        else:
            facts[file.stem] = values
    return facts


def simulation_of(system, facts):
    """A simulation of these people."""
    simulation = SimulationBuilder().build_default_simulation(system, count=len(facts["age"]))
    for name, values in facts.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def calculate(simulation):
    """The four payouts."""
    return [simulation.calculate(name, PERIOD) for name in PAYOUTS]


def times(system, facts):
    """How long a simulation takes to be made with its inputs, and to calculate and sum the payouts, in seconds."""
    gc.collect()
    start = process_time()
    simulation = simulation_of(system, facts)
    made = process_time()
    results = calculate(simulation)
    [each.sum(dtype=np.int64 if each.dtype == np.int32 else np.float64) for each in results]
    done = process_time()
    del simulation, results
    return {"inputs": made - start, "payouts": done - made}


def mistakes(system, facts, exact, money):
    """How many amounts, and how many people, are wrong by a fen or more; and the greatest error in fen."""
    amounts, people, most = 0, np.zeros(len(exact[0]), bool), 0
    for found, expected in zip(calculate(simulation_of(system, facts)), exact):
        in_fen = np.floor(found.astype(np.float64) * 100 + 0.5).astype(np.int64) if money == "float" else found
        error = np.abs(in_fen[: len(expected)] - expected)
        amounts += int(np.count_nonzero(error))
        people |= error > 0
        most = max(most, int(error.max()))
    return {"amounts": amounts, "people": int(people.sum()), "most": most}


def main(core):
    """Say how right it is; then time a simulation whenever asked to."""
    folder = Path(json.loads(sys.stdin.readline()))
    facts = {money: facts_of(folder / "facts", money) for money in SYSTEMS}
    exact = [np.load(folder / "exact" / f"{name}{FEN}.npy") for name in PAYOUTS]
    wrong = {money: mistakes(SYSTEMS[money], facts[money], exact, money) for money in SYSTEMS}
    say({"version": version(core), "numpy": version("numpy"), "python": sys.version.split()[0], "wrong": wrong})
    for line in sys.stdin:
        money = json.loads(line)
        say(times(SYSTEMS[money], facts[money]))


def say(what):
    """One JSON line."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main("OpenFisca-Core")
