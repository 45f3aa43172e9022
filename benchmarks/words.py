"""The bodies and answers of rules in this version beside those of another checkout: a ratio of CPU time.

    python benchmarks/words.py /path/of/another/checkout

Each version runs in a process of its own, which is asked once a round, in turn.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROUNDS = 101
HERE = Path(__file__).parents[1]
SIDE = """
import sys
from time import process_time

import benefitcalc as bc
from benefitcalc.facts import reading
from benefitcalc.rules import care_home_subsidy, chronic_outpatient, medical_assistance, outpatient_pooling

PEOPLE = {
    outpatient_pooling: {"has_resident_insurance": True, "outpatient_cost": "2100"},
    chronic_outpatient: {"has_resident_insurance": True, "has_chronic_recognition": True, "chronic_cost": "10500"},
    medical_assistance: {
        "is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False,
        "eligible_cost": "60000", "basic_insurance_paid": "36000", "critical_illness_paid": "0",
    },
    care_home_subsidy: {
        "age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000",
        "care_home_stars": 2,
    },
}
law = bc.policy("zhangdian-2022")
bodies = [
    (rule.assess, rule.facts(**reading.read(facts, rule.facts._fields)), law.views(rule.name).stated)
    for rule, facts in PEOPLE.items()
]

def body():
    for assess, facts, terms in bodies:
        assess(facts, terms)

def answer():
    for rule, facts in PEOPLE.items():
        rule.estimate(policy=law, **facts)

WORK = {"body": (body, 1_000), "answer": (answer, 20)}
for line in sys.stdin:
    work, times = WORK[line.strip()]
    began = process_time()
    for _ in range(times):
        work()
    print(process_time() - began, flush=True)
"""


def side(checkout: Path) -> subprocess.Popen[str]:
    """Start one version."""
    where = {**os.environ, "PYTHONPATH": str(checkout)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", SIDE], env=where, cwd=checkout, **pipes)  # type: ignore[call-overload, no-any-return]


def timed(process: subprocess.Popen[str], work: str) -> float:
    """Return the CPU time of the work in one version."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{work}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def main() -> None:
    """Print the ratios."""
    sides = [side(HERE), side(Path(sys.argv[1]).resolve())]
    for work in ("body", "answer"):
        ratios = []
        for at in range(ROUNDS + 1):
            order = sides if at % 2 else sides[::-1]
            times = {id(each): timed(each, work) for each in order}
            ratios.append(times[id(sides[0])] / times[id(sides[1])])
        told = sorted(ratios[1:])
        print(f"{work}: {median(told):.2f} ({told[0]:.2f} to {told[-1]:.2f})")


if __name__ == "__main__":
    main()
