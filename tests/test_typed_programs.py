"""A type checker finds the mistakes of a program that uses the library, and nothing wrong in one without."""

import re
import subprocess
import sys

PROGRAM = """
from decimal import Decimal

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, outpatient_pooling

person: bc.Facts = {"age": 82, "care_need": bc.CareNeed.FULL, "care_home_cost": Decimal("36000.50")}
care_home_subsidy.estimate(person)
care_home_subsidy.estimate(**person)
care_home_subsidy.estimate(age="70..80", care_need="full", birth_date="1944-05-06", care_home_cost=(100, None))
outpatient_pooling.curve(over="outpatient_cost", view="strict", has_resident_insurance=True)
bc.screen(age=82, rules="care_home_subsidy", policy="zhangdian-2022")
bc.settle(total_bill="1000")
bc.year([{"date": "2023-02-01", "cost": 5}], has_resident_insurance=True)
care_home_subsidy.estimate({"a fact of another package": 3})

care_home_subsidy.estimate(aeg=3)  # wrong
care_home_subsidy.estimate(care_home_cost=36000.5)  # wrong
care_home_subsidy.estimate(birth_date=1944)  # wrong
care_home_subsidy.estimate(3)  # wrong
outpatient_pooling.curve(over="outpatient_cost", view="sttrict")  # wrong
bc.screen(aeg=3)  # wrong
bc.screen(rules=3)  # wrong
bc.settle(total_bil=3)  # wrong
bc.year([], has_resident_insurence=True)  # wrong
mistaken: bc.Facts = {"aeg": 3}  # wrong
"""


def test_mypy_finds_every_mistake_and_no_other(tmp_path):
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", "program.py"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    found = {int(number) for number in re.findall(r"^program\.py:(\d+): error:", ran.stdout, re.MULTILINE)}
    wrong = {at for at, line in enumerate(PROGRAM.splitlines(), start=1) if line.endswith("# wrong")}
    assert found == wrong, ran.stdout + ran.stderr
