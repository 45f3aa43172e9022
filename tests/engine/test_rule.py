"""A rule as its author meets it: what cannot be is said when it is made."""

from dataclasses import fields
from functools import partial
from typing import Generic, NamedTuple

import pytest
from invented import ANYBODY, bread_allowance, written

import benefitcalc as bc
from benefitcalc.core.words import Money, T, Whole, YesNo
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.policy.terms import TERMS, RuleTerms, term
from benefitcalc.rules import care_home_subsidy, outpatient_pooling


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


# What a fact may be called, and how long a number may be ------------------------------------------------------------

LONG = 10**5_000
"""Python writes out no more than 4,300 digits."""

STAY = {"care_need": "full", "is_in_economic_hardship": True, "care_home_stars": 2, "care_home_cost": 100}


@pytest.mark.parametrize("name", ["self", "rule", "severity", "file", "facts", "law"])
@pytest.mark.parametrize(
    "ask",
    [
        outpatient_pooling.estimate,
        partial(outpatient_pooling.curve, over="outpatient_cost"),
        partial(bc.expected, outpatient_pooling, "outpatient_cost", None),
        partial(bc.chart, outpatient_pooling, "outpatient_cost", "shape.svg"),
    ],
    ids=["estimate", "curve", "expected", "chart"],
)
def test_whatever_a_fact_is_called_it_is_no_error_of_the_call(ask, name):
    with pytest.raises(bc.Refused, match=f"^'{name}' is not a known fact"):
        ask(**{name: 1})


def test_an_option_that_is_given_a_fact_is_refused_by_its_name():
    with pytest.raises(bc.Refused) as refused:
        outpatient_pooling.estimate(policy=1, on=2, lang=3)
    assert [str(each).split(":")[0] for each in refused.value.problems[:2]] == ["policy", "on"]
    assert str(refused.value.problems[2]).startswith("'lang' is not a known fact")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: outpatient_pooling.estimate(outpatient_cost=LONG, has_resident_insurance=LONG),
        lambda: outpatient_pooling.estimate(age=LONG),
        lambda: outpatient_pooling.estimate(age=[LONG, LONG]),
        lambda: outpatient_pooling.estimate(on=LONG),
        lambda: outpatient_pooling.estimate(policy=LONG),
        lambda: outpatient_pooling.curve(over=LONG),
        lambda: care_home_subsidy.curve(over="age", **STAY).at(LONG),
        lambda: bc.screen({LONG: 1}),
        lambda: bc.screen({}, rules=[LONG]),
        lambda: bc.settle({"total_bill": LONG}),
        lambda: bc.year([{LONG: LONG, "date": LONG, "kind": LONG, "cost": LONG}]),
        lambda: bc.verify({"rule": LONG}),
        lambda: bc.policy(LONG),
        lambda: bc.policy().with_terms({LONG: 1}),
        lambda: bc.policy().with_terms({"outpatient_pooling.rate": LONG}),
        lambda: bc.policy().with_terms({"outpatient_pooling.deductible": LONG}),
        lambda: bc.policy().with_terms({"care_home_subsidy.elderly_from": LONG}),
        lambda: bc.policy().with_terms({"care_home_subsidy.elderly_from": {"assumed": LONG, "because": "made up"}}),
        lambda: bc.policy().with_terms(LONG),
    ],
)
def test_a_number_too_long_to_be_written_is_refused_in_both_languages(ask):
    with pytest.raises(bc.Refused) as refused:
        ask()
    assert all(each.explain(lang) for each in refused.value.problems for lang in ("en", "zh"))
