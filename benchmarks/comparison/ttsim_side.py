"""ttsim's side of `../comparison.py`: the engine of GETTSIM, with two of the rules as a policy package of its own."""

from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from side import COST, GREAT, ROUNDED, RULES, count_wrong, exact_in, facts_in, in_fen, seconds, serve, tried
from ttsim import InputData, MainTarget, OrigPolicyObjects, TTTargets, main
from ttsim.tt import Currency, UnitSystem

PACKAGE = {
    "orig_policy_objects": OrigPolicyObjects.root(Path(__file__).parent / "ttsim_zhangdian"),
    "unit_system": UnitSystem(currencies={"CNY": Currency(statutory_from="0001-01-01")}),
}
RESIDENT = {
    "age": 82,
    "needs_care": True,
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost_y": float(COST),
}
MONEY = {"float": "_y", "int": "_fen"}
STATE = {}


def answers(targets, facts, on="2023-01-01"):
    """The columns asked for, for columns of facts."""
    columns = {name: np.atleast_1d(values) for name, values in facts.items()}
    rows = len(next(iter(columns.values())))
    return main(
        main_target=MainTarget.results.tree,
        policy_date_str=on,
        input_data=InputData.tree({"p_id": np.arange(rows), **columns}),
        tt_targets=TTTargets(tree=dict.fromkeys(targets)),
        **PACKAGE,
    )


def answer(facts, target="care_home_subsidy_y", **named):
    """One amount for one person."""
    return answers([target], facts, **named)[target][0]


def without(name):
    """The resident, of whom one fact is not given."""
    return {fact: value for fact, value in RESIDENT.items() if fact != name}


def payouts(money):
    """The two rules for all people."""
    end = MONEY[money]
    found = answers([rule + end for rule in RULES], STATE[money])
    return {rule: found[rule + end] for rule in RULES}


def to_even(facts):
    """Outpatient pooling in exact fen, half a fen to the even one: as NumPy rounds, and so ttsim."""
    hundredths = np.maximum(facts["outpatient_cost_fen"] - 50_00, 0) * 75
    fen, rest = np.divmod(hundredths, 100)
    rounded = fen + ((rest > 50) | ((rest == 50) & (fen % 2 == 1)))
    return np.minimum(rounded, 712_50) * facts["has_resident_insurance"]


def told(folder):
    """What trying shows."""
    facts = facts_in(folder)
    names = ("age", "is_in_economic_hardship", "care_home_stars", "has_resident_insurance")
    plain = {name: facts[name] for name in names} | {"needs_care": facts["care_need"] >= 1}
    costs = {name: facts[f"{name}_fen"] for name in ("care_home_cost", "outpatient_cost")}
    STATE["float"] = plain | {f"{name}_y": fen / 100 for name, fen in costs.items()}
    STATE["int"] = plain | {f"{name}_fen": fen for name, fen in costs.items()}
    exact = exact_in(folder)
    found = {rule: in_fen(yuan) for rule, yuan in payouts("float").items()}
    rounded = {
        direction: [tried(answer, {"care_home_cost_y": yuan}, f"cost_{direction}_y") for yuan in all_yuan]
        for direction, all_yuan in ROUNDED.items()
    }
    return {
        "version": version("ttsim-backend"),
        "traps": {"great": f"{answer({'care_home_cost_y': float(GREAT)}, 'cost_nearest_y'):.2f}", **rounded},
        "missing": {
            "forgotten": tried(answer, without("care_home_cost_y")),
            "stars": tried(answer, without("care_home_stars")),
            "nan": tried(answer, RESIDENT | {"care_home_cost_y": float("nan")}),
            "negative": tried(answer, RESIDENT | {"care_home_cost_y": -5.0}),
            "age": tried(answer, RESIDENT | {"age": -10}),
            "misspelt": tried(answer, RESIDENT | {"ages": 1}),
            "late": tried(answer, RESIDENT, on="2050-01-01"),
            "early": tried(answer, RESIDENT, on="1990-01-01"),
        },
        "wrong": {
            "float": count_wrong(found, exact),
            "even": count_wrong(found, exact | {"outpatient_pooling": to_even(facts)}),
            "int": count_wrong(payouts("int"), exact),
        },
    }


def times(question):
    """One person; or the people, money held this way."""
    if question == "one":
        return seconds(partial(answer, RESIDENT), 3)
    return seconds(partial(payouts, question), 1)


if __name__ == "__main__":
    serve(lambda: answer(RESIDENT), told, times)
