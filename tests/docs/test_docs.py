"""The documentation: built without a warning, every block of code in it run, all of it there in Chinese."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po
from catalogues import AS_IT_IS, CATALOGUES, DOCS
from serving import served

import benefitcalc as bc
from benefitcalc import authoring
from benefitcalc.analysis.properties import promise_problems
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import checked
from benefitcalc.rules import of_policy
from benefitcalc.text.message import Refused
from benefitcalc.web.server import configured


def built(builder: str, folder: Path, *how: str) -> Path:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", builder, *how]
    ran = subprocess.run(
        [*command, "-d", folder / "doctrees", DOCS, folder / builder], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return folder / builder


# Built ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """The texts of every page, by the name of the page."""
    folder = built("gettext", tmp_path_factory.mktemp("gettext"))
    return {str(file.relative_to(folder).with_suffix("")): catalogue(file) for file in folder.rglob("*.pot")}


def catalogue(file: Path) -> dict[str, str]:
    with file.open("rb") as opened:
        return {str(each.id): str(each.string) for each in read_po(opened) if each.id}


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Unknown facts and vague terms"), ("zh_CN", "不清楚的情况与含糊的条款")]
)
def test_the_site_is_built_without_a_warning(tmp_path, lang, title):
    for file in CATALOGUES.rglob("*.mo"):
        file.unlink()  # they are made anew
    site = built("html", tmp_path, "-D", f"language={lang}")
    assert f"<h1>{title}" in (site / "unknown.html").read_text(encoding="utf-8")
    assert {page.name: marks(page) for page in site.rglob("*.html") if marks(page)} == {}


SHOWN_AS_IT_IS = re.compile(r"<(pre|code|dt|script|style|title)\b.*?</\1>", re.S)


def marks(page: Path) -> list[str]:
    """Marks of Markdown that are left in a page as text, as those beside a Chinese full stop may be."""
    return re.findall(r".{0,20}(?:\*\*|\]\(|`)", SHOWN_AS_IT_IS.sub("", page.read_text(encoding="utf-8")))


def test_every_page_is_there_in_chinese_whole_and_up_to_date(sources):
    pages = sources.keys() - AS_IT_IS
    kept = {str(file.relative_to(CATALOGUES).with_suffix("")): catalogue(file) for file in CATALOGUES.rglob("*.po")}
    assert kept.keys() == pages
    for page in pages:
        assert kept[page].keys() == sources[page].keys(), page
        assert all(kept[page].values()), page


def test_no_text_is_fuzzy_or_left_from_an_earlier_one():
    for file in CATALOGUES.rglob("*.po"):
        with file.open("rb") as opened:
            found = read_po(opened)
        assert not found.obsolete, file.name
        assert not any(each.fuzzy for each in found if each.id), file.name


# What stands between a pair of marks, and must be the same in both languages: code, and where a link leads.
KEPT_AS_IT_IS = re.compile(r"`[^`\n]+`|\]\([^)\n]+\)")


def test_code_and_links_of_a_text_are_those_of_its_translation():
    for file in CATALOGUES.rglob("*.po"):
        for source, told in catalogue(file).items():
            if told:  # another test wants each to be told
                assert {*KEPT_AS_IT_IS.findall(told)} == {*KEPT_AS_IT_IS.findall(source)}, (file.name, source)


# Referred to -------------------------------------------------------------------------------------------------------

ROOT = DOCS.parent
REFERENCE = (DOCS / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", [bc, authoring], ids=["benefitcalc", "authoring"])
def test_the_reference_has_every_public_name(module):
    told = {
        *re.findall(r"(?m)^\.\. \w+:: (?:benefitcalc\.)?(\w+)$", REFERENCE),
        *re.findall(r"`([A-Z_]+\b|\w+)", REFERENCE),
    }
    assert {*module.__all__} <= told


def test_the_reference_shows_no_module_whole():
    assert "automodule" not in REFERENCE


# A file or a folder of the project, as text names it.
NAMED = re.compile(r"`((?:\.ci|benchmarks|benefitcalc|docs|examples|tests)/[\w./-]+)")
PAGES = [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("examples/*/README.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_of_the_project_that_a_page_names_is_there(page):
    named = {*NAMED.findall(page.read_text(encoding="utf-8"))}
    assert {name for name in named if not any((at / name).exists() for at in (ROOT, page.parent))} == set()


# Run --------------------------------------------------------------------------------------------------------------


class Block(NamedTuple):
    """A block of code on a page: its language, what stands in it, and why it is not run, if it is not."""

    page: str
    line: int
    kind: str
    code: str
    why_not: str | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


BLOCK = re.compile(r"^(?:<!-- not run: (?P<why>[^>]+) -->\n)?```(?P<kind>[a-z]+)\n(?P<code>.*?)^```$", re.M | re.S)


def blocks(*kinds: str) -> list[Block]:
    return [
        Block(
            str(page.relative_to(DOCS)),
            text.count("\n", 0, found.start("code")),
            found["kind"],
            found["code"],
            found["why"],
        )
        for page in sorted(DOCS.rglob("*.md"))
        for text in [page.read_text(encoding="utf-8")]
        for found in BLOCK.finditer(text)
        if not kinds or found["kind"] in kinds
    ]


def test_every_block_is_of_a_language_that_is_run_or_read_here_or_a_doctest():
    assert {each.kind for each in blocks()} <= {
        "python",
        "sh",
        "toml",
        "json",
        "ini",
        "nginx",
        "ts",
        "java",
    }  # ini and nginx in tests/web; ts and java as in examples/clients, by its run.sh
    assert not [each for each in blocks("python") if ">>>" not in each.code and not each.why_not]


@pytest.fixture(scope="module")
def address():
    with served(configured("127.0.0.1", 0)) as found:
        yield found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{Path('/usr/bin')}:{Path('/bin')}")
    Path("people.csv").write_text(",".join(FACTS) + "\n" + "," * (len(FACTS) - 1) + "\n", encoding="utf-8")
    Path("person.json").write_text('{"age": 82, "care_need": "partial"}', encoding="utf-8")
    shutil.copy(POLICY_FOLDER / "zhangdian-2022.toml", "mine.toml")
    return tmp_path


def ran(block: Block, address: tuple[str, int]) -> str:
    host, port = address
    code = block.code.replace("http://127.0.0.1:8000", f"http://{host}:{port}")
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("block", [each for each in blocks("sh") if not each.why_not], ids=str)
@pytest.mark.usefixtures("folder")
def test_a_block_of_commands_runs(block, address):
    assert ran(block, address) is not None


@pytest.mark.usefixtures("folder")
def test_a_block_of_json_below_a_command_is_what_it_answers(address):
    every = blocks("sh", "json")
    pairs = [(one, other) for one, other in pairwise(every) if other.kind == "json" and not other.why_not]
    assert pairs
    for command, answer in pairs:
        told, shown = json.loads(ran(command, address)), json.loads(answer.code)
        assert {name: told[name] for name in shown if shown[name] != "…"} == {
            name: value for name, value in shown.items() if value != "…"
        }


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_a_block_of_toml_belongs_into_a_policy_file_or_a_project(block):
    given = tomllib.loads(block.code, parse_float=Decimal)
    if "project" not in given:
        check(merged(speaking_of(given), given))


def read(name: str) -> dict:
    return tomllib.loads((POLICY_FOLDER / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)


ANNOUNCEMENT, CRITICAL_ILLNESS = read("zhangdian-2022"), read("zibo-critical-illness-2023")


def speaking_of(piece: dict) -> dict:
    """The document that a piece of one belongs into."""
    return CRITICAL_ILLNESS if "critical_illness_insurance" in piece else ANNOUNCEMENT


def merged(document: dict, piece: dict) -> dict:
    """A document with a piece of one in its place."""
    both = {
        name: merged(document[name], piece[name])
        for name in piece
        if isinstance(document.get(name), dict) and isinstance(piece[name], dict)
    }
    return {**document, **piece, **both}


def check(document: dict) -> None:
    law = checked(document, "a block")
    assert not [problem for rule in of_policy(law) for problem in promise_problems(rule, law)]


def test_a_block_of_toml_that_is_no_policy_would_be_found():
    wrong = {"care_home_subsidy": {"promises": {"80_percent": {"pays": {"exactly": Decimal("8.80")}}}}}
    with pytest.raises(Refused):
        check(merged(ANNOUNCEMENT, wrong))
