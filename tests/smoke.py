"""Check an installed wheel without anything else: no checkout, no extra, no test tool.

python -I tests/smoke.py

Amounts are worked out by hand, as in worked_cases.py.
"""

import json
import os
import subprocess
import sysconfig
from decimal import Decimal
from pathlib import Path
from typing import Any

import benefitcalc as bc
from benefitcalc.rules import ANNOUNCED

RESIDENT: dict[str, Any] = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": "36000",
}
POOR: dict[str, Any] = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
JOBLESS: dict[str, Any] = {
    "is_rural": False,
    "age": 47,
    "sex": "female",
    "is_lifted_from_poverty": False,
    "is_low_income": False,
    "has_disability": False,
    "is_unemployed": True,
    "is_in_zero_employment_household": True,
}

# The rule, the person, the amount (none for a rule without money) and the rule's name in Chinese.
ANSWERS: tuple[tuple[str, dict[str, Any], str | None, str], ...] = (
    # 75 % of 800 less 50.
    ("outpatient_pooling", {"has_resident_insurance": True, "outpatient_cost": "800"}, "562.50", "门诊统筹"),
    # 65 % of 2,500 less 500.
    (
        "chronic_outpatient",
        {"has_resident_insurance": True, "has_chronic_recognition": True, "chronic_cost": "2500"},
        "1300.00",
        "慢特病",
    ),
    # 75 % of the 6,000 that are left.
    (
        "medical_assistance",
        {**POOR, "eligible_cost": "10000", "basic_insurance_paid": "4000", "critical_illness_paid": "0"},
        "4500.00",
        "医疗救助",
    ),
    (
        "extreme_hardship_support",
        {"is_in_extreme_hardship": True, "age": 70, "wants_placement": True},
        None,
        "特困",
    ),
    # 80 % of 36,000.
    ("care_home_subsidy", RESIDENT, "28800.00", "养老机构补贴"),
    ("public_welfare_post", JOBLESS, None, "公益性岗位"),
)

THEN = "2023-05-01"
"""A day on which the announcement answers for all of its benefits."""

EXTRAS = {
    "assess_table": "tables",
    "chart": "plot",
    "expected": "actuarial",
    "kept": "proof",
    "prove": "proof",
    "simulation": "tables",
    "sql": "tables",
}


def command(*arguments: str) -> tuple[int, str, str]:
    """What the installed command prints."""
    program = Path(sysconfig.get_path("scripts"), "benefitcalc")
    env = {**os.environ, "PYTHONUTF8": "1"}
    env.pop("PYTHONPATH", None)
    ran = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", env=env, check=False)
    return ran.returncode, ran.stdout, ran.stderr


def flags(facts: dict[str, Any]) -> list[str]:
    """Facts as they are given to the command line."""
    said = {name: {True: "yes", False: "no"}.get(value, str(value)) for name, value in facts.items()}
    return [text for name, value in said.items() for text in (f"--{name.replace('_', '-')}", value)]


def is_installed() -> None:
    """The installed package is tested, not a checkout."""
    assert Path(bc.__file__).is_relative_to(sysconfig.get_path("purelib")), bc.__file__


def every_rule_answers_in_both_languages_with_a_receipt() -> None:
    """Amounts, words from the compiled catalogue, receipts, and the command line."""
    assert [name for name, *_ in ANSWERS] == [rule.name for rule in ANNOUNCED]
    for rule, (name, facts, amount, chinese) in zip(ANNOUNCED, ANSWERS, strict=True):
        answer = rule.estimate(on=THEN, **facts)
        assert answer.eligible, name
        assert answer.amount == (None if amount is None else Decimal(amount)), (name, answer.amount)
        assert chinese in answer.explain("zh"), name
        assert "Where it stands" in answer.explain("en"), name
        bc.verify(json.loads(json.dumps(answer.receipt())))
        for lang in ("zh", "en"):
            code, out, err = command("estimate", name, *flags(facts), "--on", THEN, "--lang", lang)
            assert (code, out.strip(), err) == (0, answer.explain(lang).strip(), ""), (code, out, err)


def the_policies_are_listed() -> None:
    """The policy files are in the wheel."""
    code, out, err = command("policy", "list", "--lang", "en")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == list(bc.policies())


def what_is_missing_is_told() -> None:
    """Without an extra, the use of its names raises an error that names the extra."""
    for name, extra in EXTRAS.items():
        told = ""
        try:
            getattr(bc, name)()
        except ModuleNotFoundError as error:
            told = str(error)
        assert f"pip install 'benefitcalc[{extra}]'" in told, f"{name}: {told or 'is there; take an empty environment'}"
    for asked, extra in ((("serve",), "web"), (("table", "a.csv", "b.csv"), "tables")):
        code, out, err = command(*asked)
        assert (code, out, err.count("\n")) == (1, "", 1), (code, out, err)
        assert f"pip install 'benefitcalc[{extra}]'" in err, err


if __name__ == "__main__":
    is_installed()
    every_rule_answers_in_both_languages_with_a_receipt()
    the_policies_are_listed()
    what_is_missing_is_told()
