"""The OpenFisca part of `one_person.py`: run by the Python of OpenFisca, it times the rules for one person on request.

First it reads one line, the facts of each rule as JSON, and says which case it has and what it answers. Then each
line is the number of repetitions of one round, whose times it prints, in seconds a call.
"""

import json
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent / "openfisca"))

from one_case import FACTS, PERIOD, RULES, YEAR, answer, answer_from_entities
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulations import SimulationBuilder
from openfisca_zhangdian import ZhangdianSystem


def one_rule(system, rule, facts):
    """Compute one rule in the fastest public way, as `one_case.answer` does for six."""
    simulation = SimulationBuilder.build_default_simulation(system)
    for name, value in facts.items():
        variable = system.get_variable(name, check_existence=True)
        is_enum = variable.value_type is Enum
        item = variable.possible_values[value].index if is_enum else value
        simulation.set_input(name, PERIOD, item)
    return simulation.calculate(rule, PERIOD)[0].item()


def one_rule_from_entities(system, rule, facts):
    """Compute one rule in the documented way, as `one_case.answer_from_entities` does for six."""
    situation = {"persons": {"person": {name: {YEAR: value} for name, value in facts.items()}}}
    return SimulationBuilder().build_from_entities(system, situation).calculate(rule, PERIOD)[0].item()


def seconds(call, count):
    """Return the time of one call in seconds: the mean of a number of calls."""
    start = perf_counter()
    for _ in range(count):
        call()
    return (perf_counter() - start) / count


def main():
    """Print what is timed; then time one round for each request."""
    wanted = json.loads(sys.stdin.readline())
    system = ZhangdianSystem()
    own = {rule: {name: FACTS[name] for name in wanted[rule] if name in FACTS} for rule in RULES}
    six = {"fast": partial(answer, system, FACTS), "documented": partial(answer_from_entities, system, FACTS)}
    alone = {
        "fast": {rule: partial(one_rule, system, rule, own[rule]) for rule in RULES},
        "documented": {rule: partial(one_rule_from_entities, system, rule, own[rule]) for rule in RULES},
    }
    answers = [call() for call in six.values()]
    answers += [{rule: call() for rule, call in calls.items()} for calls in alone.values()]
    say({"version": version("OpenFisca-Core"), "python": sys.version.split()[0], "facts": FACTS, "answers": answers})
    for line in sys.stdin:
        count = int(line)
        say(
            {
                "six": {route: seconds(call, count) for route, call in six.items()},
                "alone": {
                    route: {rule: seconds(call, count) for rule, call in calls.items()}
                    for route, calls in alone.items()
                },
            }
        )


def say(what):
    """Print one JSON line."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
