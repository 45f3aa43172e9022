"""The times for one person: the bodies, the import, a cold answer and a warm `estimate()`, each with a comparison.

    python benchmarks/one_person.py [--openfisca PYTHON] [--rounds 21]

PYTHON is the Python of an environment that has OpenFisca (`openfisca/requirements.txt`). Without it, the rows that
compare with OpenFisca are left out. `README.md` has the method and the results.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from one_answer import PERSON

from benefitcalc import policy
from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.facts import reading
from benefitcalc.rules import ANNOUNCED as RULES

HERE = Path(__file__).parent
OWN = {rule.name: {name: PERSON[name] for name in rule.facts._fields} for rule in RULES}
"""What each rule asks of the person, and no more."""

BODY_CALLS = 4_000
WARM_CALLS = 40
"""Calls in a row that make one time of one round."""

ROUTES = ("fast", "documented")
"""The two ways to ask OpenFisca for one person: see `openfisca/one_case.py`."""


# The four payout bodies, written by hand: whole fen, whole per cent, half a fen up.

POOLING_PERCENT, POOLING_LIMIT = 50, 47_500
RAISED_PERCENT, RAISED_LIMIT = 75, 71_250
POOLING_DEDUCTIBLE = 5_000
CHRONIC_PERCENT, CHRONIC_LIMIT = 65, NO_LIMIT
CHRONIC_DEDUCTIBLE = 50_000
ASSISTANCE_PERCENT, ASSISTANCE_LIMIT = 75, NO_LIMIT
OTHERS_ARE_COVERED = True
SUBSIDY_PERCENT = 80
ELDERLY_FROM = 60
FEWEST_STARS, MOST_STARS = 1, 2
PARTIAL = 1


def pooling_by_hand(is_insured, cost):
    above = max(cost - POOLING_DEDUCTIBLE, 0)
    before = min((above * POOLING_PERCENT + 50) // 100, POOLING_LIMIT, cost)
    paid = min((above * RAISED_PERCENT + 50) // 100, RAISED_LIMIT, cost)
    return is_insured, above, before, paid, is_insured, paid if is_insured else 0


def chronic_by_hand(is_insured, is_recognised, cost):
    above = max(cost - CHRONIC_DEDUCTIBLE, 0)
    paid = min((above * CHRONIC_PERCENT + 50) // 100, CHRONIC_LIMIT)
    is_eligible = is_insured and is_recognised
    return is_insured, is_recognised, above, paid, is_eligible, paid if is_eligible else 0


def assistance_by_hand(is_dibao, is_in_extreme_hardship, is_in_other_group, cost, basic_paid, critical_paid):  # noqa: PLR0917 - as the law asks
    is_other = is_in_other_group and OTHERS_ARE_COVERED
    is_eligible = is_dibao or is_in_extreme_hardship or is_other
    left = max(cost - (basic_paid + critical_paid), 0)
    paid = min((left * ASSISTANCE_PERCENT + 50) // 100, ASSISTANCE_LIMIT)
    return is_dibao, is_in_extreme_hardship, is_other, left, paid, is_eligible, paid if is_eligible else 0


def subsidy_by_hand(age, care_need, is_in_hardship, stars, cost):
    is_elderly = age >= ELDERLY_FROM
    needs_care = care_need >= PARTIAL
    is_few, is_enough = stars <= MOST_STARS, stars >= FEWEST_STARS
    paid = (cost * SUBSIDY_PERCENT + 50) // 100
    is_eligible = is_elderly and needs_care and is_in_hardship and is_few and is_enough
    return is_elderly, needs_care, is_in_hardship, is_few, is_enough, paid, is_eligible, paid if is_eligible else 0


def four_by_hand():
    return (
        pooling_by_hand(True, 80_000),
        chronic_by_hand(True, True, 1_000_000),
        assistance_by_hand(True, False, False, 1_000_000, 600_000, 50_000),
        subsidy_by_hand(82, 1, True, 2, 3_600_000),
    )


def four_bodies():
    """Return a function that runs the bodies of the four rules that give money, with prepared facts and terms."""
    prepared = [(rule.assess, facts_of(rule), policy().views(rule.name).stated) for rule in RULES if rule.gives_money]
    (
        (pooling, pooling_facts, pooling_terms),
        (chronic, chronic_facts, chronic_terms),
        (assistance, assistance_facts, assistance_terms),
        (subsidy, subsidy_facts, subsidy_terms),
    ) = prepared

    def run():
        return (
            pooling(pooling_facts, pooling_terms),
            chronic(chronic_facts, chronic_terms),
            assistance(assistance_facts, assistance_terms),
            subsidy(subsidy_facts, subsidy_terms),
        )

    return run


def facts_of(rule):
    """Return the facts of the person as the body of a rule takes them."""
    return rule.facts(**reading.read(OWN[rule.name], rule.facts._fields))


def stated_only(rule):
    """Return the amount only: the facts are parsed and checked, and the body runs once by the stated terms."""
    return rule.assess(facts_of(rule), policy().views(rule.name).stated)


# Rows of the table.


class Row(NamedTuple):
    """Two series of times, one pair per round, and their target: a maximum of time, or a minimum of speed."""

    measure: str
    beside: str
    ours: list[float]
    theirs: list[float]
    at_most: float | None = None
    at_least: float | None = None

    def cells(self):
        """Return the cells of the row: the median, the least and the greatest of the ratios of all rounds."""
        pairs = zip(self.ours, self.theirs, strict=True)
        if self.at_least is None:
            ratios, how = sorted(ours / theirs for ours, theirs in pairs), "as long"
        else:
            ratios, how = sorted(theirs / ours for ours, theirs in pairs), "as fast"
        found = f"{median(ratios):.2f}x {how} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        return (
            self.measure,
            shown(median(self.ours)),
            self.beside,
            shown(median(self.theirs)),
            found,
            *self.verdict(ratios),
        )

    def verdict(self, ratios):
        """Return the target, and whether the median meets it."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}x", "met" if median(ratios) <= self.at_most else "not met"
        if self.at_least is not None:
            return f"at least {self.at_least:g}x", "met" if median(ratios) >= self.at_least else "not met"
        return "", ""


def shown(time):
    """Return a time in seconds with a suitable unit."""
    if time >= 0.01:
        return f"{time * 1e3:.0f} ms"
    return f"{time * 1e6:.0f} µs" if time >= 2e-5 else f"{time * 1e6:.1f} µs"


def show(heads, rows):
    """Print an aligned Markdown table."""
    table = [heads, *rows]
    widths = [max(len(row[at]) for row in table) for at in range(len(heads))]
    table.insert(1, tuple("-" * width for width in widths))
    for row in table:
        print("|", " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), "|")


# Times.


def seconds(call, count):
    """Return the time of one call in seconds: the mean of a number of calls."""
    start = perf_counter()
    for _ in range(count):
        call()
    return (perf_counter() - start) / count


def interleaved(calls, rounds):
    """Return a time for each call and round, by name; every second round runs the calls in reverse order."""
    times = {name: [] for name in calls}
    for round_ in range(rounds + 1):
        for name in list(calls)[:: 1 if round_ % 2 else -1]:
            took = calls[name]()
            if round_:  # the first round warms up
                times[name].append(took)
    return times


def of_process(command, environment, folder):
    """Return the time of a whole process in seconds, from start to end."""
    start = perf_counter()
    subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def bodies(rounds):
    ours = four_bodies()
    assert tuple(tuple(vars(lines).values()) for lines in ours()) == four_by_hand(), (
        "the bodies and the hand-written arithmetic disagree"
    )
    times = interleaved(
        {"ours": partial(seconds, ours, BODY_CALLS), "by hand": partial(seconds, four_by_hand, BODY_CALLS)}, rounds
    )
    return [Row("four payout bodies", "the same by hand on ints", times["ours"], times["by hand"], at_most=10)]


def imports(rounds, environment, folder):
    codes = {
        "bare": "pass",
        "ours": "import benefitcalc",
        "pydantic": "import pydantic\nclass M(pydantic.BaseModel): a: int",
    }
    times = interleaved(
        {name: partial(of_process, [sys.executable, "-c", code], environment, folder) for name, code in codes.items()},
        rounds,
    )
    beyond = {
        name: [took - bare for took, bare in zip(times[name], times["bare"], strict=True)]
        for name in ("ours", "pydantic")
    }
    return [
        Row("`import benefitcalc`", "pydantic and one model", times["ours"], times["pydantic"], at_most=1.4),
        Row("... less a bare `python`", "... less a bare `python`", beyond["ours"], beyond["pydantic"]),
    ]


def cold(rounds, environment, folder, openfisca):
    scripts = {
        "ours": [sys.executable, str(HERE / "one_answer.py")],
        "OpenFisca": [openfisca, str(HERE / "openfisca" / "one_case.py")],
    }
    check_same(*(json.loads(subprocess.check_output(each, env=environment, cwd=folder)) for each in scripts.values()))
    times = interleaved(
        {name: partial(of_process, command, environment, folder) for name, command in scripts.items()}, rounds
    )
    return [Row("cold: six rules, a process", "OpenFisca's, cold", times["ours"], times["OpenFisca"], at_most=1)]


def warm(rounds, ask):
    """Return the rows of warm answers, and of each rule. ``ask`` makes OpenFisca time one round."""
    calls = {
        "own facts": {rule.name: partial(rule.estimate, **OWN[rule.name]) for rule in RULES},
        "all facts": {rule.name: partial(rule.estimate, **PERSON) for rule in RULES},
        "stated only": {rule.name: partial(stated_only, rule) for rule in RULES},
    }

    def ours():
        return {kind: {name: seconds(call, WARM_CALLS) for name, call in each.items()} for kind, each in calls.items()}

    times = interleaved({"ours": ours, "OpenFisca": partial(ask, WARM_CALLS)}, rounds)
    estimates = [each["own facts"] for each in times["ours"]]
    one, six = [middle(each) for each in estimates], [total(each) for each in estimates]
    six_of_all_facts = [total(each["all facts"]) for each in times["ours"]]
    amounts = [middle(each["stated only"]) for each in times["ours"]]
    theirs = {route: [each["six"][route] for each in times["OpenFisca"]] for route in ROUTES}
    alone = {route: [middle(each["alone"][route]) for each in times["OpenFisca"]] for route in ROUTES}
    rows = [
        *(Row("one `estimate()`", f"its six rules, {route}", one, theirs[route], at_least=5) for route in ROUTES),
        *(Row("one `estimate()`", f"its one rule, {route}", one, alone[route], at_least=5) for route in ROUTES),
        *(Row("six `estimate()`", f"its six rules, {route}", six, theirs[route], at_least=5) for route in ROUTES),
        Row("... given all facts each", "its six rules, fast", six_of_all_facts, theirs["fast"]),
        Row("one amount, no more", "its one rule, fast", amounts, alone["fast"]),
    ]
    each_rule = [
        Row(
            name,
            "its one rule, fast",
            [each[name] for each in estimates],
            [each["alone"]["fast"][name] for each in times["OpenFisca"]],
        )
        for name in OWN
    ]
    return rows, each_rule


def middle(times_of_rules):
    """Return the median over the rules."""
    return median(times_of_rules.values())


def total(times_of_rules):
    """Return the sum over the six rules."""
    return sum(times_of_rules.values())


# OpenFisca.


@contextmanager
def openfisca_child(python, environment):
    """Start OpenFisca in its own Python; return its description, and a function that makes it time one round.

    Where the system allows it, this process and that one share a core from here on: they take turns, and what else
    the machine does then slows both alike.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with subprocess.Popen(
        [python, str(HERE / "openfisca_times.py")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as child:

        def ask(question):
            print(json.dumps(question), file=child.stdin, flush=True)
            return json.loads(child.stdout.readline())

        yield ask({rule: list(facts) for rule, facts in OWN.items()}), ask
        child.stdin.close()


def check_same_case(told):
    """Check that both sides have the same person and the same answers of six rules, for each way to ask OpenFisca."""
    assert dict.fromkeys(PERSON, False) | told["facts"] == PERSON, "the two sides have different persons"
    estimates = {rule.name: rule.estimate(**OWN[rule.name]) for rule in RULES}
    ours = {name: each.eligible if each.amount is None else str(each.amount) for name, each in estimates.items()}
    for theirs in told["answers"]:
        check_same(ours, theirs)


def check_same(ours, theirs):
    """Check that both gave the same amounts to the fen, and the same yes or no."""
    assert ours.keys() == theirs.keys()
    for name, answer in ours.items():
        found = theirs[name]
        same = answer is found if isinstance(answer, bool) else Decimal(answer) == round(Decimal(found), 2)
        assert same, f"{name}: benefitcalc gives {answer}, OpenFisca {found}"


def main():
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="How long one person takes.")
    parser.add_argument("--openfisca", metavar="PYTHON", help="the Python of an environment that has OpenFisca-Core")
    parser.add_argument("--rounds", type=int, default=21)
    asked = parser.parse_args()
    versions = [
        f"CPython {sys.version.split()[0]}",
        *(f"{name} {version(name)}" for name in ("benefitcalc", "pydantic")),
    ]
    each_rule = []
    with TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        rows = [*bodies(asked.rounds), *imports(asked.rounds, environment, folder)]
        if asked.openfisca:
            python = str(Path(asked.openfisca).absolute())
            rows += cold(asked.rounds, environment, folder, python)
            with openfisca_child(python, environment) as (told, ask):
                check_same_case(told)
                versions.append(f"OpenFisca-Core {told['version']} on CPython {told['python']}")
                warm_rows, each_rule = warm(asked.rounds, ask)
                rows += warm_rows
    print(f"{', '.join(versions)}; {os.cpu_count()} cores; {asked.rounds} rounds.\n")
    heads = ("measure", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [row.cells() for row in rows])
    if each_rule:
        print("\nOne rule, like for like: `estimate()` beside a simulation of this rule alone (fast route).\n")
        show(heads[:5], [row.cells()[:5] for row in each_rule])
    else:
        print("\nThe rows that compare with OpenFisca are left out: they need --openfisca PYTHON (see README.md).")


if __name__ == "__main__":
    main()
