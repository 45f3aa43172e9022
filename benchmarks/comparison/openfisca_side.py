"""OpenFisca's side of `../comparison.py`, with the model of `../openfisca`."""

import sys
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from side import COST, GREAT, RULES, WIDE, count_wrong, exact_in, in_fen, seconds, serve, tried

sys.path.insert(0, str(Path(__file__).parents[1] / "openfisca"))

from openfisca_core.periods import ETERNITY
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.variables import Variable
from openfisca_zhangdian import ZhangdianSystem
from openfisca_zhangdian.entities import Person

RESIDENT = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": COST,
}
PATIENT = {"is_dibao": True, "eligible_cost": 10_000, "basic_insurance_paid": 6_000, "critical_illness_paid": 500}
STATE = {}
"""What is built once and kept: the systems and the people."""


class birth(Variable):  # noqa: N801 - written the OpenFisca way
    """A date, as a country package declares it."""

    value_type = date
    entity = Person
    definition_period = ETERNITY
    label = "Date of birth"


def answer(system, rule, facts, year="2023"):
    """One rule for one person by way of the JSON-like situation: the documented way."""
    situation = {"persons": {"person": {name: {year: value} for name, value in facts.items()}}}
    return SimulationBuilder().build_from_entities(system, situation).calculate(rule, year)[0]


def wrapped(system):
    """An amount in whole fen that passes 32 bits, set as an array and read back."""
    simulation = SimulationBuilder().build_default_simulation(system)
    simulation.set_input("care_home_cost", "2023", np.array([WIDE * 100]))
    return simulation.calculate("care_home_cost", "2023")[0]


def told(core, folder):
    """What trying shows."""
    from populations import SYSTEMS, facts_of, simulation_of  # builds both systems, which a cold answer has no use for

    system, whole = SYSTEMS["float"], SYSTEMS["int"]
    system.add_variables(birth)
    STATE.update(system=system, simulation_of=simulation_of, systems=SYSTEMS)
    STATE["facts"] = {money: facts_of(folder / "facts", money) for money in SYSTEMS}
    ask = partial(tried, answer, system)
    wrong = {}
    for money in SYSTEMS:
        found = payouts(money)
        in_whole_fen = found if money == "int" else {rule: in_fen(yuan) for rule, yuan in found.items()}
        wrong[money] = count_wrong(in_whole_fen, exact_in(folder))
    return {
        "version": version(core),
        "traps": {
            "great": ask("care_home_cost", {"care_home_cost": GREAT}),
            "wide, situation": tried(answer, whole, "care_home_cost", {"care_home_cost": WIDE * 100}),
            "wide, array": tried(wrapped, whole),
        },
        "missing": {
            "forgotten": ask("medical_assistance", {k: v for k, v in PATIENT.items() if not k.endswith("_paid")}),
            "stars": ask("care_home_subsidy", {k: v for k, v in RESIDENT.items() if k != "care_home_stars"}),
            "birth": ask("birth", {}),
            "nan": ask("care_home_subsidy", RESIDENT | {"care_home_cost": float("nan")}),
            "negative": ask("care_home_subsidy", RESIDENT | {"care_home_cost": -5}),
            "age": ask("care_home_subsidy", RESIDENT | {"age": -10}),
            "misspelt": ask("care_home_subsidy", RESIDENT | {"care_ned": "full"}),
            "late": ask("care_home_subsidy", RESIDENT, year="2050"),
            "early": ask("care_home_subsidy", RESIDENT, year="1990"),
        },
        "wrong": wrong,
    }


def payouts(money):
    """The two rules for all people, the inputs set first."""
    simulation = STATE["simulation_of"](STATE["systems"][money], STATE["facts"][money])
    return {rule: simulation.calculate(rule, "2023") for rule in RULES}


def times(question):
    """One person, documented way; or the people, money held this way."""
    if question == "one":
        return seconds(partial(answer, STATE["system"], "care_home_subsidy", RESIDENT), 40)
    return seconds(partial(payouts, question), 1)


def main(core):
    """The cold answer, or a child."""
    serve(lambda: answer(ZhangdianSystem(), "care_home_subsidy", RESIDENT), partial(told, core), times)


if __name__ == "__main__":
    main("OpenFisca-Core")
