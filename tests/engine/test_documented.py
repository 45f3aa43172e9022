"""The help of a rule: what it takes, in which unit, and the question after it."""

import copy
import inspect
import pickle
import pydoc

import pytest
from invented import bread_allowance

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import RULES, care_home_subsidy, outpatient_pooling


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("method", ["estimate", "curve"])
def test_help_lists_the_facts_of_the_rule_with_question_and_unit(rule, method):
    told = pydoc.render_doc(getattr(rule, method), renderer=pydoc.plaintext)
    for name in rule.facts._fields:
        assert f"{name}: {FACTS[name].question} ({FACTS[name].unit}" in told
    assert "What the rule gives one person" in told or "The exact shape" in told


def test_help_names_the_choices_of_what_has_no_unit():
    told = inspect.getdoc(care_home_subsidy.estimate)
    assert "fully (full)? (none / partial / full)" in told
    assert "is_dibao" not in told


def test_a_signature_names_the_facts_of_the_rule_beside_the_options():
    named = inspect.signature(outpatient_pooling.estimate).parameters
    assert list(named) == ["given", "policy", "on", "has_resident_insurance", "outpatient_cost", "facts"]
    assert list(inspect.signature(bc.Rule.estimate).parameters) == ["self", "given", "policy", "on", "facts"]


def test_each_rule_has_help_of_its_own():
    assert inspect.getdoc(bread_allowance.estimate) != inspect.getdoc(outpatient_pooling.estimate)
    assert outpatient_pooling.estimate is outpatient_pooling.estimate


def test_help_changes_neither_a_rule_nor_its_copies():
    inspect.getdoc(outpatient_pooling.estimate)
    for copied in (copy.copy(outpatient_pooling), pickle.loads(pickle.dumps(outpatient_pooling))):
        assert copied == outpatient_pooling
        assert "estimate" not in vars(copied)
