"""Names whose libraries are optional: loaded once they are asked for, and told how to be installed."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import benefitcalc as bc
from benefitcalc.text.extras import Lazy, loader

LAZY = ["Summary", "assess_file", "assess_table", "assess_visits", "summary"]
LIBRARIES = ["polars", "narwhals", "numpy", "pandas", "pyarrow", "duckdb", "pyspark"]

# As if these libraries had never been installed.
WITHOUT = """
import sys

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent)
"""


def run(program, *arguments, without=()):
    """What a fresh Python makes of a program; warnings are errors."""
    command = [sys.executable, "-W", "error", "-c", WITHOUT.format(absent=[*without]) + program, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


# Nothing that is not asked for ------------------------------------------------------------------------------------


def test_importing_the_library_loads_no_library_of_tables():
    ran = run(f"import benefitcalc; print([name for name in {LIBRARIES} if name in sys.modules])")
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_answering_one_person_loads_no_library_of_tables():
    answer = 'care_home_subsidy.estimate(age=82, care_need="full", is_in_economic_hardship=True, care_home_stars=2'
    ran = run(
        f'from benefitcalc.rules import care_home_subsidy; print({answer}, care_home_cost="36000").amount, '
        f"[name for name in {LIBRARIES} if name in sys.modules])"
    )
    assert (ran.stdout, ran.stderr) == ("28800.00 []\n", "")


def test_asking_for_help_loads_no_library_of_tables():
    ran = run(
        "import atexit, benefitcalc.cli.main\n"
        f"atexit.register(lambda: print([name for name in {LIBRARIES} if name in sys.modules]))\n"
        "benefitcalc.cli.main.main(['table', '--help'])"
    )
    assert ran.returncode == 0
    assert ran.stdout.startswith("usage: benefitcalc table ")
    assert ran.stdout.endswith("[]\n")


# What is asked for ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LAZY)
def test_an_optional_name_is_what_its_module_has_and_is_listed(name):
    thing = getattr(bc, name)
    assert thing is getattr(sys.modules[thing.__module__], name)
    assert name in bc.__all__


@pytest.mark.parametrize("name", ["assess_tables", "Polars", "__wrapped__", "files_", ""])
def test_an_unknown_name_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=f"^module 'benefitcalc' has no attribute '{name}'$"):
        getattr(bc, name)
    assert not hasattr(bc, name)


def test_an_unknown_name_cannot_be_imported():
    with pytest.raises(ImportError, match="cannot import name 'assess_tables' from 'benefitcalc'"):
        exec("from benefitcalc import assess_tables")


def test_the_public_names_are_listed_with_the_version():
    assert set(dir(bc)) == {*bc.__all__, "__version__"}
    assert bc.__version__ == version("benefitcalc")


# Without the libraries --------------------------------------------------------------------------------------------


def test_without_the_extra_the_library_is_imported_and_answers_one_person():
    ran = run(
        "import benefitcalc as bc\n"
        "print(bc.RULES[0].estimate(has_resident_insurance=True, outpatient_cost=800).amount)",
        without=LIBRARIES,
    )
    assert (ran.stdout, ran.stderr) == ("562.50\n", "")


@pytest.mark.parametrize("missing", ["polars", "narwhals"])
def test_a_library_that_is_missing_is_told_with_the_extra_that_has_it_each_time(missing):
    program = f"""
import benefitcalc
for name in {LAZY * 2}:
    try:
        getattr(benefitcalc, name)("people.csv", "answers.csv", strict=True)
    except ModuleNotFoundError as error:
        print(error.name, error.__cause__ is not None, error)
"""
    ran = run(program, without=[missing])
    needs = [f"benefitcalc.{name} needs {missing}: pip install 'benefitcalc[tables]'" for name in LAZY * 2]
    assert ran.stdout.splitlines() == [f"{missing} True {each}" for each in needs]
    assert ran.stderr == ""


def test_without_any_library_every_public_name_can_be_imported_and_asked_for():
    program = """
from benefitcalc import *
import benefitcalc
print([name for name in benefitcalc.__all__ if not hasattr(benefitcalc, name) or name not in globals()])
print(RULES[0].estimate(has_resident_insurance=True, outpatient_cost=800).amount)
try:
    assess_table(None)
except ModuleNotFoundError as error:
    print(error.explain("en"))
"""
    ran = run(program, without=[*LIBRARIES, "scipy", "matplotlib", "z3", "fastapi", "uvicorn", "jinja2"])
    told = "benefitcalc.assess_table needs narwhals: pip install 'benefitcalc[tables]'"
    assert (ran.stdout.splitlines(), ran.stderr) == (["[]", "562.50", told], "")


def test_a_name_whose_library_is_missing_can_be_looked_at():
    load = loader("package", {"Thing": Lazy("module_that_nobody_has", extra="many")})
    thing = load("Thing")
    assert (thing.__name__, thing.__module__, isinstance(5, thing)) == ("Thing", "package", False)
    assert not hasattr(thing, "of")
    with pytest.raises(AttributeError, match=r"^of: package\.Thing needs module_that_nobody_has: pip install 'package"):
        thing.of(5)


def test_the_extra_that_is_told_is_that_of_the_name():
    load = loader("package", {"thing": Lazy("module_that_nobody_has", extra="many")})
    with pytest.raises(ModuleNotFoundError) as told:
        load("thing")()
    assert str(told.value) == "package.thing needs module_that_nobody_has: pip install 'package[many]'"


def test_a_missing_module_of_a_name_that_needs_no_extra_is_told_as_it_is():
    with pytest.raises(ModuleNotFoundError) as told:
        loader("package", {"thing": Lazy("module_that_nobody_has")})("thing")
    assert str(told.value) == "No module named 'module_that_nobody_has'"


def test_an_error_within_a_module_is_not_told_as_a_missing_library(tmp_path, monkeypatch):
    (tmp_path / "module_with_an_error.py").write_text("1 / 0", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ZeroDivisionError):
        loader("package", {"thing": Lazy("module_with_an_error", extra="x")})("thing")


@pytest.mark.parametrize("missing", ["polars", "narwhals"])
def test_without_the_extra_the_command_line_says_what_to_install(tmp_path, missing):
    source, target = tmp_path / "people.csv", tmp_path / "answers.csv"
    source.write_text("has_resident_insurance,outpatient_cost\nyes,800\n", encoding="utf-8")
    program = "import benefitcalc.cli.main; sys.exit(benefitcalc.cli.main.main(sys.argv[1:]))"
    ran = run(program, "table", str(source), str(target), without=[missing])
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"benefitcalc.assess_file needs {missing}: pip install 'benefitcalc[tables]'\n"
    assert sorted(file.name for file in Path(tmp_path).iterdir()) == ["people.csv"]
