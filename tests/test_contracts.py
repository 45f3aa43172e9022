"""The import contracts of pyproject.toml: the package keeps them, and each finds a breach that is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import benefitcalc

PACKAGE = Path(benefitcalc.__file__).parent
PROJECT = Path(__file__).parents[1] / "pyproject.toml"

BREACHES = {
    "a rule imports a library of data frames": ("rules/chronic_outpatient.py", "polars", "A rule imports benefitcalc."),
    "a rule imports a backend": (
        "rules/chronic_outpatient.py",
        "benefitcalc.core.backends.columns",
        "A rule imports benefitcalc.authoring alone",
    ),
    "a rule imports another rule": (
        "rules/chronic_outpatient.py",
        "benefitcalc.rules.medical_assistance",
        "A rule imports no other rule",
    ),
    "a new module of the root imports the command line": ("attic.py", "benefitcalc.cli.main", "A room imports the"),
    "a room imports the room beside it": (
        "population/tables.py",
        "benefitcalc.person.year",
        "A room imports the rooms below it, and none beside it",
    ),
    "a circle inside a room": ("web/replies/texts.py", "benefitcalc.web.app", "No room has a circle of imports"),
    "a library outside its room": ("facts/fact.py", "pandas", "Libraries of data frames stay in population"),
    "a library of numbers outside its room": ("engine/curve.py", "scipy", "Libraries of numbers and charts stay in"),
    "machine code outside its rooms": ("engine/rule.py", "llvmlite", "Arrays and machine code stay in analysis and"),
    "the solver outside its room": ("engine/rule.py", "z3", "The solver stays in analysis and its backend"),
    "the protocol of assistants outside its room": ("cli/answers.py", "mcp", "The Model Context Protocol stays in"),
    "a library of the web outside its room": ("cli/answers.py", "fastapi", "Libraries of the web stay in web"),
}


def checked(folder):
    """Return the checker's output for the package in a folder."""
    command = [Path(sys.executable).with_name("lint-imports"), "--config", PROJECT, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_package_keeps_its_contracts():
    ran = checked(PACKAGE.parent)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(("file", "imported", "contract"), BREACHES.values(), ids=BREACHES)
def test_a_planted_breach_is_found(tmp_path, file, imported, contract):
    copy = tmp_path / "benefitcalc"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("*.mo", "*.po", "__pycache__"))
    with (copy / file).open("a", encoding="utf-8") as module:
        module.write(f"\nimport {imported}\n")
    ran = checked(tmp_path)
    assert ran.returncode == 1
    broken = [line for line in ran.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), ran.stdout
