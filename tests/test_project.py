"""The project itself: what it imports, what it says of itself, and that its own rules are checked."""

import ast
import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_the_arrows_point_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_core_needs_pydantic_and_babel_and_nothing_else():
    needed = {re.split(r"[<>=]", name)[0] for name in PROJECT["project"]["dependencies"]}
    assert needed == {"pydantic", "babel"}


def test_every_library_that_is_imported_is_declared():
    imported = set()
    for file in (ROOT / "benefitcalc").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module.partition(".")[0])
    extras = PROJECT["project"]["optional-dependencies"].values()
    named = [*PROJECT["project"]["dependencies"], *itertools.chain.from_iterable(extras)]
    declared = {re.split(r"[<>=\[]", name)[0].replace("z3-solver", "z3") for name in named}
    assert {"starlette", "polars", "babel"} <= imported
    brought = {"pandas", "pydantic_core"}  # by the user of such a table; by pydantic
    assert imported - sys.stdlib_module_names - {"benefitcalc"} - brought <= declared


def test_an_import_loads_neither_babel_nor_numpy():
    loaded = python("import benefitcalc, sys; print(*sys.modules)").split()
    assert "pydantic" in loaded
    assert not {"babel", "numpy"} & set(loaded)


def test_an_estimate_loads_babel_only_once_it_is_said():
    told = "from benefitcalc.rules import outpatient_pooling as r"
    told += "; e = r.estimate(has_resident_insurance=True, outpatient_cost=1)"
    assert python(f"{told}; import sys; print('babel' in sys.modules)") == "False"
    assert python(f"{told}; e.explain('zh'); import sys; print('babel' in sys.modules)") == "True"


def test_the_public_names_are_sorted_and_all_there():
    assert sorted(bc.__all__, key=lambda name: (not name.isupper(), name)) == bc.__all__
    assert all(getattr(bc, name) is not None for name in bc.__all__)


def test_the_package_carries_its_types():
    assert (ROOT / "benefitcalc" / "py.typed").exists()


@pytest.mark.parametrize("mark", ["the main job", "all tests"])
def test_both_readmes_give_the_same_command(mark):
    commands = set()
    for readme in ("README.md", "README.zh-CN.md"):
        found = re.findall(rf"<!-- {mark} -->\n```sh\n(.+)\n```", (ROOT / readme).read_text(encoding="utf-8"))
        assert len(found) == 1, "one line, so that it can be copied whole"
        commands.add(found[0].replace("--lang zh", "--lang en"))
    assert len(commands) == 1


def test_the_build_calls_the_commands_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme_command 'all tests'" in script
    assert "readme_command 'the main job'" in script


PAGES = sorted(str(page.relative_to(ROOT)) for page in (*ROOT.glob("*.md"), *ROOT.glob("*/*.md")))


@pytest.mark.parametrize("readme", PAGES)
def test_a_link_to_a_file_or_picture_leads_somewhere(readme):
    page = ROOT / readme
    for target in re.findall(r"""(?:\]\(|src=")([^)"#:]+)[)"]""", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_version_is_the_same_everywhere():
    version = PROJECT["project"]["version"]
    told = python("from benefitcalc.engine.provenance import library_version; print(library_version())")
    assert told == version
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_is_cited_is_what_is_packaged():
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = PROJECT["project"]
    assert cited.partition("keywords:\n")[2].splitlines() == [f"  - {keyword}" for keyword in project["keywords"]]
    assert f"license: {project['license']}\n" in cited
    assert "".join(f"  - name: {author['name']}\n" for author in project["authors"]) in cited


def test_every_hardship_and_care_fact_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    plain = {"age", "sex", "is_rural", "is_unemployed", "has_work", "wants_placement"}
    plain |= {"basic_insurance_paid", "care_home_cost"}
    missing = {name for name in FACTS if name not in plain and f"`{name}`" not in glossary}
    assert missing == set()
    assert all(f"`{rule.name}`" in glossary for rule in bc.RULES)


def test_each_test_that_security_names_exists():
    named = set(re.findall(r"`(tests/[^`]+)::([^`]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert named
    missing = {
        f"{file}::{test}" for file, test in named if f"\ndef {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    }
    assert missing == set()


def test_each_attack_names_the_test_of_its_defence():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| attack |")]
    assert rows
    assert all("::test_" in row.rsplit("|", 2)[1] for row in rows)
