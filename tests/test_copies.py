"""Copies and pickles of the library's results are equal to them, and keep no state of their process."""

import copy
import inspect
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from invented import bread_allowance
from scipy import stats

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS, OPTIONS, yes_no
from benefitcalc.person.interview import Interview
from benefitcalc.rules import care_home_subsidy, extreme_hardship_support, outpatient_pooling
from benefitcalc.text.extras import MissingExtra
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import Message, say

INSURED = {"has_resident_insurance": True}
VISIT = {"date": "2023-02-01", "kind": "outpatient", "cost": 100}
MADE = {
    "rule": lambda: outpatient_pooling,
    "rule of another module": lambda: bread_allowance,
    "fact": lambda: FACTS["care_need"],
    "policy": bc.policy,
    "reform": lambda: bc.policy().with_terms({"outpatient_pooling.rate": "0.55"}),
    "message": lambda: say("{a} and {b}", a=1, b=say("c")),
    "estimate": lambda: outpatient_pooling.estimate(**INSURED),
    "curve": lambda: outpatient_pooling.curve(over="outpatient_cost", **INSURED),
    "steps": lambda: care_home_subsidy.curve(
        over="care_home_stars", age=82, care_need="full", is_in_economic_hardship=True, care_home_cost=100
    ),
    "screening": lambda: bc.screen(INSURED),
    "settlement": lambda: bc.settle(INSURED),
    "year": lambda: bc.year([VISIT], INSURED),
    "proofs": lambda: bc.prove(rules=[extreme_hardship_support]),
    "expected": lambda: bc.expected(outpatient_pooling, "outpatient_cost", stats.expon(scale=500), **INSURED),
    "interview": lambda: Interview({}).answer("age", "82"),
    "level": lambda: bc.CareNeed.FULL,
}
COPIES = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": lambda it: pickle.loads(pickle.dumps(it))}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("name", MADE)
def test_a_copy_is_equal(name, how):
    made = MADE[name]()
    copied = COPIES[how](made)
    assert type(copied) is type(made)
    assert copied == made
    if name != "interview":  # it has a dict
        assert hash(copied) == hash(made)


def test_a_curve_that_was_pickled_answers_as_before():
    curve = pickle.loads(pickle.dumps(MADE["curve"]()))
    assert curve.at(800) == MADE["curve"]().at(800)
    assert curve.solve(100) == MADE["curve"]().solve(100)


@pytest.mark.parametrize(
    "other",
    [
        {"over": "outpatient_cost", "outpatient_cost": "0..500", **INSURED},
        {"over": "outpatient_cost", "has_resident_insurance": False},
        {"over": "outpatient_cost", "view": "strict", **INSURED},
        {"over": "has_resident_insurance", "outpatient_cost": 800},
        {"over": "outpatient_cost", "policy": bc.policy().with_terms({"outpatient_pooling.rate": "0.55"}), **INSURED},
    ],
)
def test_another_curve_is_not_equal(other):
    assert outpatient_pooling.curve(**other) != MADE["curve"]()


def test_rules_that_differ_in_any_part_are_not_equal():
    assert len({*bc.RULES, bread_allowance}) == len(bc.RULES) + 1
    for changed in (
        {"never_falls": False},
        {"assess": partial(outpatient_pooling.assess)},
        {"title": say("Another")},
    ):
        assert replace(outpatient_pooling, **changed) != outpatient_pooling


def test_a_rule_and_its_copy_answer_once():
    rules = [outpatient_pooling, copy.deepcopy(outpatient_pooling), pickle.loads(pickle.dumps(outpatient_pooling))]
    assert len(bc.screen({}, rules=rules).estimates) == 1


@pytest.mark.parametrize("name", ["estimate", "curve"])
def test_a_pickle_of_another_process_is_found_in_a_set(tmp_path, name):
    file = tmp_path / "pickled"
    program = (
        "import pickle, sys, pathlib, test_copies\n"
        "made = test_copies.MADE[sys.argv[2]]()\n"
        "hash(made)\n"  # so that it is remembered
        "pathlib.Path(sys.argv[1]).write_bytes(pickle.dumps(made))"
    )
    seeds = {**os.environ, "PYTHONHASHSEED": "5", "PYTHONPATH": str(Path(__file__).parent)}
    subprocess.run([sys.executable, "-W", "error", "-c", program, str(file), name], env=seeds, check=True)
    assert pickle.loads(file.read_bytes()) in {MADE[name]()}


def test_a_changed_copy_says_what_it_is_and_not_what_the_first_said():
    first = say("{a}", a=1)
    first.explain("zh"), hash(first)
    changed = first.model_copy(update={"values": Fixed(a=2)})
    assert (changed.explain("zh"), first.explain("zh")) == ("2", "1")
    assert hash(changed) == hash(say("{a}", a=2))


def test_a_changed_copy_of_a_policy_has_a_digest_of_its_own():
    law = bc.policy()
    changed = law.model_copy(update={"id": "another"})
    assert law.digest != changed.digest
    assert bc.Policy.model_validate(changed.model_dump(by_alias=True)).digest == changed.digest


def test_a_message_that_was_said_is_pickled_without_what_it_said():
    said = say("{a}", a="heard")
    assert said.explain("zh") == "heard"
    assert vars(pickle.loads(pickle.dumps(said))).keys() == set(Message.model_fields)


@pytest.mark.parametrize(
    "error",
    [bc.Refused(say("a"), say("b")), MissingExtra(say("{name}", name="c"), "polars")],
    ids=["refused", "missing"],
)
@pytest.mark.parametrize("how", COPIES)
def test_an_error_says_the_same_in_another_process(error, how):
    copied = COPIES[how](error)
    assert (type(copied), str(copied), copied.explain("zh")) == (type(error), str(error), error.explain("zh"))
    assert getattr(copied, "name", None) == getattr(error, "name", None)


@pytest.mark.parametrize("name", ["policy", "on", "over", "cost", "a fact", "class", ""])
def test_a_fact_cannot_have_the_name_of_an_option_or_no_name_of_a_keyword(name):
    with pytest.raises(ValueError, match="a fact cannot have the name"):
        yes_no(name, "Meaning", "Question?")
    assert name not in FACTS


def test_every_option_beside_facts_is_taken():
    asked = [bc.Rule.estimate, bc.Rule.curve, bc.expected, bc.chart]
    options = {
        each.name
        for ask in asked
        for each in inspect.signature(ask).parameters.values()
        if each.kind is inspect.Parameter.KEYWORD_ONLY
    }
    assert options <= set(OPTIONS)
