"""One person, six rules, with OpenFisca: a cold script and a warm function.

Run as a script, it builds the system, reads one household dict, calculates the six rules for
2023 and prints them as one JSON line. Imported (with this folder on the import path), it gives
`answer`, the warm cost of a single case.

The choices made, each to be as quick as an experienced user of OpenFisca would be:

- The system is built once by the caller and kept; it also keeps the parameters of the year.
- There is one entity, the person: OpenFisca-Core accepts a system without group entities.
- No tracing, which is the default; the light tracer of OpenFisca, which detects cycles, stays.
- The period is made once: as text it would be parsed again for each input and each rule.
- `answer` builds a default simulation of one person and sets its inputs. This is public and takes
  about a third of the time of `build_from_entities`, which copies and checks a JSON-like situation
  and parses its periods. `answer_from_entities` is that other way, and what the script uses.
- `answer` gives an enumerated input its index, as `build_from_entities` does, since encoding
  a one-item array of text is slower.
- A rule is one formula, without variables in between; the facts that are not given take their
  default value (false, 0, no care need, female).
- Variables are added from an imported module, so that a cold start uses its compiled form, and
  each rule has one YAML file.
- Money is float32, the default of OpenFisca, so results are exact to about seven digits.
- One person at a time is what is timed, not what OpenFisca is best at: the same formulas take
  arrays of persons, at a far smaller cost per person.
"""

import json

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

# isort: split
from openfisca_zhangdian import ZhangdianSystem

YEAR = "2023"
PERIOD = period(YEAR)

RULES = (
    "outpatient_pooling",
    "chronic_outpatient",
    "medical_assistance",
    "care_home_subsidy",
    "extreme_hardship_support",
    "public_welfare_post",
)

FACTS = {
    "has_resident_insurance": True,
    "outpatient_cost": 800,
    "has_chronic_recognition": True,
    "chronic_cost": 10000,
    "is_dibao": True,
    "eligible_cost": 10000,
    "basic_insurance_paid": 6000,
    "critical_illness_paid": 500,
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": 36000,
    "is_in_extreme_hardship": False,
    "sex": "male",
    "is_rural": False,
}


def calculate(simulation):
    """Return the six results of the only person, as Python numbers and booleans."""
    return {rule: simulation.calculate(rule, PERIOD)[0].item() for rule in RULES}


def answer(system, facts):
    """Return the six results for one person, from plain facts, the quickest public way."""
    simulation = SimulationBuilder.build_default_simulation(system)
    for name, value in facts.items():
        variable = system.get_variable(name, check_existence=True)
        is_enum = variable.value_type is Enum
        item = variable.possible_values[value].index if is_enum else value
        simulation.set_input(name, PERIOD, item)
    return calculate(simulation)


def answer_from_entities(system, facts):
    """Return the same results by way of the JSON-like situation of the OpenFisca web API."""
    situation = {"persons": {"person": {name: {YEAR: value} for name, value in facts.items()}}}
    return calculate(SimulationBuilder().build_from_entities(system, situation))


def main():
    """Build the system, calculate the example and print it."""
    print(json.dumps(answer_from_entities(ZhangdianSystem(), FACTS)))


if __name__ == "__main__":
    main()
