"""A rule as its author meets it: what cannot be is said when it is made."""

from dataclasses import fields
from typing import Generic, NamedTuple

import pytest
from invented import ANYBODY, bread_allowance, written

import benefitcalc as bc
from benefitcalc.policy import POLICY_FOLDER
from benefitcalc.rules import care_home_subsidy
from benefitcalc.terms import TERMS, RuleTerms, term
from benefitcalc.words import Money, T, Whole, YesNo


class WrongFacts(NamedTuple, Generic[T]):
    age: YesNo[T]
    loaves: Whole[T]
    is_rural: YesNo[T]


class WrongTerms(RuleTerms):
    is_rural: Money[int] = term("Rural", more_is="generous")


def test_a_rule_that_cannot_be_is_refused_with_everything_to_mend():
    parts = {field.name: getattr(bread_allowance, field.name) for field in fields(bread_allowance)}
    with pytest.raises(ValueError, match="the rule bread_allowance cannot be: ") as refused:
        bc.Rule(**{**parts, "facts": WrongFacts, "terms": WrongTerms, "wording": {}})
    for fault in (
        "another rule has that name, with other terms",
        "the fact age is of the kind WHOLE",
        "loaves is not a known fact",
        "the line bread has no wording",
        "is_rural is both a fact and a term",
    ):
        assert fault in str(refused.value)
    assert TERMS["bread_allowance"] is bread_allowance.terms


def test_a_policy_is_taken_itself_or_by_its_id_or_its_file(tmp_path):
    facts = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}
    answers = {
        care_home_subsidy.estimate(policy=which, care_home_cost=100, **facts).policy_digest
        for which in (None, "zhangdian-2022", bc.policy(), POLICY_FOLDER / "zhangdian-2022.toml")
    }
    assert answers == {bc.policy().digest}
    assert bread_allowance.estimate(policy=written(tmp_path), **ANYBODY).policy == "nowhere"


def test_a_whole_description_of_a_person_serves_every_rule():
    estimate = care_home_subsidy.estimate(
        age=82, care_need="full", is_in_economic_hardship=True, care_home_stars=1, care_home_cost=100, is_dibao=True
    )
    assert "is_dibao" not in estimate.facts
