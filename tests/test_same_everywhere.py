"""Results are identical bytes for every hash order, locale, console encoding and decimal context."""

import json
import os
import subprocess
import sys
from decimal import Decimal, Inexact, Rounded, localcontext
from pathlib import Path

import every_answer
import pytest
from invented import NOWHERE, bread_allowance, written

import benefitcalc as bc
from benefitcalc.engine.provenance import provenance
from benefitcalc.rules import outpatient_pooling
from benefitcalc.text.message import say_of

PROGRAM = Path(every_answer.__file__)
PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""In a C locale, Python would use UTF-8 by default."""


def computed(file, environment, *arguments):
    """Every answer as a process of its own computes it; warnings are errors."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    command = [sys.executable, "-W", "error", str(PROGRAM), str(file), *arguments]
    subprocess.run(command, env={**own, **PLAIN, **environment}, check=True)
    return file.read_bytes()


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return computed(tmp_path_factory.mktemp("here") / "answers", {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"})


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ({"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONIOENCODING": "cp1252"}, []),
        ({"PYTHONHASHSEED": "3", "LC_ALL": "C", "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "gbk"}, []),
        ({"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}, ["3"]),
    ],
    ids=["another hash seed, C and cp1252", "a third hash seed, C and gbk", "three digits"],
)
def test_every_answer_is_the_same_bytes(tmp_path, here, environment, arguments):
    there = computed(tmp_path / "answers", environment, *arguments)
    for one, other in zip(here.splitlines(), there.splitlines(), strict=True):
        assert one == other


def test_every_kind_of_answer_was_computed(here):
    names = [json.loads(line)[0] for line in here.splitlines()]
    assert len(names) == len(set(names))
    for kind in (
        "screen",
        "settle",
        "receipt",
        "year",
        "curve",
        "expected",
        "proofs",
        "comparison",
        "summary",
        "schema",
    ):
        assert any(name.startswith(kind) for name in names), kind


@pytest.mark.parametrize("prec", [1, 3])
def test_a_difference_of_two_policies_is_exact(prec):
    figures = dict.fromkeys(("gained", "lost"), "0.00") | {"before": "0.00", "after": "712.50"}
    counts = dict.fromkeys(("people", "with_problem", "with_missing", "gaining", "losing"), 0)
    change = bc.Comparison.model_validate(
        {"before": "a", "after": "b", "changes": [{"rule": "r", "group": {}, **counts, **figures}]}
    ).changes[0]
    with localcontext(prec=prec, traps=[Inexact, Rounded]):
        assert str(change.difference) == str(change.figures()["difference"]) == "712.50"


@pytest.mark.parametrize("prec", [1, 3])
def test_the_rows_of_a_curve_are_exact(prec):
    with localcontext(prec=prec, traps=[Inexact, Rounded]):
        rows = outpatient_pooling.curve(
            over="outpatient_cost", has_resident_insurance=True, outpatient_cost="0..1234.56"
        )
        assert rows.rows()[-1]["at"] == Decimal("712.5")  # the limit: 475 and half as much again


def test_the_keys_of_a_message_stand_in_the_order_of_its_sentence():
    names = list("qwertyuiop")
    said = say_of("".join(f"{{{name}}}" for name in [*names, "q", "w-e"]), {name: name for name in sorted(names)})
    assert list(said.values) == names


def test_what_an_answer_rests_on_is_told_in_one_order_whatever_the_layout_of_the_policy_file(tmp_path):
    head, section, terms = NOWHERE.partition('place = "page 1"\n')
    turned = "\n".join(reversed(terms.splitlines()))
    one, other = (bc.policy(written(tmp_path, text)) for text in (NOWHERE, head + section + turned))
    assert list(one.benefits["bread_allowance"].terms) != list(other.benefits["bread_allowance"].terms)
    # Not from the memory that equal policies share.
    found = [provenance.__wrapped__(each, "bread_allowance", bread_allowance.terms) for each in (one, other)]
    assert found[0] == found[1]
