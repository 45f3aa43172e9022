"""What the scripts of this folder share. Each is one engine, run by the Python of that engine's own environment.

Run with `cold`, a script answers the care-home subsidy of one person and prints the amount: the cold answer. Run
without, it is a child of `../comparison.py`: the first line it reads names a folder with people; it says what it found
by trying (rounding, missing values, wrong amounts); each further line asks for the time of one round.
"""

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np

COST = 36_000
ROUNDED = {"up": (0.07,), "down": (0.29,), "nearest": (0.125, 1.005, 2.675)}
"""Amounts in yuan that are to be rounded to the fen, by direction."""

GREAT = 20_000_001
"""Yuan that are given and read back."""

WIDE = 21_474_837
"""Yuan of which there are more fen than 32 bits hold."""

RULES = ("care_home_subsidy", "outpatient_pooling")


def tried(call, *given, **named):
    """What a call answers, as text; or that it was refused, by which exception."""
    try:
        return str(call(*given, **named))
    except Exception as error:  # whatever an engine raises is what is shown
        return f"refused ({type(error).__name__})"


def seconds(call, count):
    """The time of one call, in seconds, as the mean of so many calls in a row."""
    gc.collect()
    start = perf_counter()
    for _ in range(count):
        call()
    return (perf_counter() - start) / count


def facts_in(folder):
    """The facts of the people by name."""
    return {file.stem: np.load(file) for file in (folder / "facts").glob("*.npy")}


def exact_in(folder):
    """The exact amounts of the two rules, in fen."""
    return {rule: np.load(folder / "exact" / f"{rule}_fen.npy") for rule in RULES}


def count_wrong(found, exact):
    """How many amounts of each rule are not the exact ones; both in whole fen."""
    return {rule: int(np.count_nonzero(np.asarray(found[rule]) != exact[rule])) for rule in RULES}


def in_fen(yuan):
    """Amounts in yuan as whole fen, to the nearest."""
    return np.floor(yuan.astype(np.float64) * 100 + 0.5).astype(np.int64)


def say(what):
    """One JSON line."""
    print(json.dumps(what), flush=True)


def serve(cold, told, times):
    """Be the one script or the other: see above. ``told`` takes the folder; ``times`` a question."""
    if sys.argv[1:] == ["cold"]:
        print(cold())
        return
    folder = Path(json.loads(sys.stdin.readline()))
    say(told(folder))
    for line in sys.stdin:
        say(times(json.loads(line)))
