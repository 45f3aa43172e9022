"""Tax-Calculator's side of `../comparison.py`: income and payroll tax by US law, which is what it is for."""

from functools import partial
from importlib.metadata import version

import numpy as np
import pandas as pd
import taxcalc as tc
from side import GREAT, seconds, serve, tried

FILER = {"MARS": 1, "e00200": 50_000.0, "e00200p": 50_000.0, "age_head": 40}
STATE = {}


def law(year):
    """The law of a year."""
    policy = tc.Policy()
    policy.set_year(year)
    return policy


def calculated(facts, year=2023, policy=None):
    """A calculator with all of the law worked out for these tax units; the law may be one that was kept."""
    columns = {name: np.atleast_1d(values) for name, values in facts.items()}
    rows = len(columns["MARS"])
    data = pd.DataFrame({"RECID": np.arange(1, rows + 1), "FLPDYR": np.full(rows, year), **columns})
    records = tc.Records(data=data, start_year=year, gfactors=None, weights=None)
    calculator = tc.Calculator(policy=policy or law(year), records=records, verbose=False)
    calculator.calc_all()
    return calculator


def answer(facts, name="iitax", **named):
    """The income tax of one tax unit, or another of its results."""
    return calculated(facts, **named).array(name)[0]


def told(folder):
    """What trying shows."""
    wage = np.load(folder / "facts" / "eligible_cost_fen.npy") / 100
    STATE["policy"] = law(2023)
    STATE["people"] = {"MARS": np.ones(len(wage), int), "e00200": wage, "e00200p": wage}
    return {
        "version": version("taxcalc"),
        "traps": {"great": tried(answer, FILER | {"e00200": GREAT, "e00200p": GREAT}, "c00100")},
        "missing": {
            "forgotten": tried(answer, {"MARS": 1}),
            "birth": tried(answer, {name: value for name, value in FILER.items() if name != "age_head"}, "age_head"),
            "nan": tried(answer, FILER | {"e00300": float("nan")}),
            "negative": tried(answer, FILER | {"e00200": -5.0, "e00200p": -5.0}, "payrolltax"),
            "age": tried(answer, FILER | {"age_head": -10}),
            "misspelt": tried(answer, FILER | {"e0020": 1}),
            "late": tried(answer, FILER, year=2050),
            "early": tried(answer, FILER, year=1990),
        },
    }


def times(question):
    """One tax unit; or a million."""
    return seconds(partial(calculated, FILER if question == "one" else STATE["people"], policy=STATE["policy"]), 1)


if __name__ == "__main__":
    serve(lambda: answer(FILER), told, times)
