"""GETTSIM's own side of `../comparison.py`: child benefit for one child by German law, which is what it is for."""

from functools import partial
from importlib.metadata import version

import numpy as np
from gettsim import InputData, MainTarget, TTTargets, main
from side import seconds, serve, tried

CHILD = {"alter": 10, "arbeitsstunden_w": 0.0, "p_id": 0, "in_ausbildung": True, "p_id_empfänger": 0}


DAY = "2025-01-01"
STATE = {}
"""The law of the day, built once and kept."""


def answer(facts, on=DAY, **named):
    """The monthly child benefit of one child."""
    columns = {name: np.array([value]) for name, value in facts.items()}
    own = {name: columns.pop(name) for name in ("in_ausbildung", "p_id_empfänger")}
    found = main(
        main_target=MainTarget.results.tree,
        policy_date_str=on,
        input_data=InputData.tree(columns | {"kindergeld": own}),
        tt_targets=TTTargets(tree={"kindergeld": {"betrag_m": None}}),
        **named,
    )
    return found["kindergeld"]["betrag_m"][0]


def told(folder):  # noqa: ARG001 - the people are not of its country
    """What trying shows."""
    STATE["policy_environment"] = main(main_target=MainTarget.policy_environment, policy_date_str=DAY)
    return {
        "version": version("gettsim"),
        "missing": {
            "forgotten": tried(answer, {name: value for name, value in CHILD.items() if name != "alter"}),
            "nan": tried(answer, CHILD | {"arbeitsstunden_w": float("nan")}),
            "negative": tried(answer, CHILD | {"arbeitsstunden_w": -5.0}),
            "age": tried(answer, CHILD | {"alter": -10}),
            "late": tried(answer, CHILD, on="2050-01-01"),
            "early": tried(answer, CHILD, on="1990-01-01"),
        },
    }


def times(question):  # noqa: ARG001 - there is one question
    """One child."""
    return seconds(partial(answer, CHILD, **STATE), 1)


if __name__ == "__main__":
    serve(lambda: answer(CHILD), told, times)
