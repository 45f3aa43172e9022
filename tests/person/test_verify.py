"""A receipt computes its answer again; any difference is named."""

import copy
import json

import pytest

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, outpatient_pooling


@pytest.fixture
def receipt():
    return outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost="800", on="2023-05-01").receipt()


def changed(receipt, path, value):
    other = copy.deepcopy(receipt)
    *way, last = path
    part = other
    for step in way:
        part = part[step]
    part[last] = value
    return other


def test_a_receipt_is_plain_json_with_all_it_was_computed_from(receipt):
    assert json.loads(json.dumps(receipt)) == receipt
    assert receipt["policy"] == {"id": "zhangdian-2022", "digest": bc.policy().digest}
    assert receipt["facts"] == {"has_resident_insurance": True, "outpatient_cost": "800.00"}
    assert receipt["terms"]["strict"]["payment_uplift"] == "0"
    assert receipt["result"]["amount"] == "562.50"
    assert {"library", "on", "lines", "rule"} <= receipt.keys()


def test_an_honest_receipt_is_verified_also_after_json(receipt):
    bc.verify(receipt)
    bc.verify(json.loads(json.dumps(receipt)))


@pytest.mark.parametrize(
    ("path", "value", "names"),
    [
        (("result", "amount"), "562.51", 'result.amount: the receipt has "562.51", computed again it is "562.50"'),
        (("result", "at_most"), "600.00", "result"),
        (("result", "eligible"), False, "result"),
        (("result", "undecided"), [], "result"),
        (("facts", "outpatient_cost"), "900.00", "result"),
        (("facts", "has_resident_insurance"), False, "result"),
        (("terms", "stated", "rate"), "0.6", "terms: they are not those of the policy"),
        (("lines", 2, "amount"), "1.00", "lines.before.amount"),
        (("lines",), [], "lines: the receipt has "),
        (("lines",), [1], "lines: "),
        (("result", "more"), 1, "result.more: the receipt has 1, computed again it is null"),
        (("policy", "digest"), "0" * 64, "policy.digest: the receipt has the digest"),
        (("library",), "9.9.9", "digest"),
        (("on",), "2024-05-01", "digest"),
        (("digest",), "0" * 64, "digest"),
        (("result", "eligible"), 1, "parts that were not computed"),
        (("result", "more"), None, "parts that were not computed"),
        (("facts", "age"), None, "parts that were not computed"),
        (("on",), "banana", "on: 'banana' is not a day"),
        (("on",), "2023-5-1", "on: the receipt has"),
        (("lines", 0, "holds"), 1.0, "parts that were not computed"),
        (("lines", 0, "name"), "payout", "lines.is_insured.name"),
    ],
)
def test_any_change_to_a_receipt_is_found_and_named(receipt, path, value, names):
    with pytest.raises(bc.Refused, match=names) as refused:
        bc.verify(changed(receipt, path, value))
    assert refused.value.explain("zh") != str(refused.value)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("rule",), "bread", "there is no rule bread; there are: outpatient_pooling"),
        (("facts",), {}, "result.amount: the receipt has"),
        (("facts", "outpatient_cost"), "much", "is not an amount"),
        (("terms",), {}, "not a receipt; missing, wrong or not known: terms.generous, terms.stated, terms.strict"),
        (("terms", "stated"), {}, "the terms must be: payment_uplift, "),
        (("extra",), 1, "not a receipt; missing, wrong or not known: extra"),
        (("terms", "stated", "rate"), "much", "must be a rate"),
        (("policy",), None, "not a receipt"),
    ],
)
def test_what_is_not_a_receipt_is_refused_with_the_reason(receipt, path, value, why):
    with pytest.raises(bc.Refused, match=why):
        bc.verify(changed(receipt, path, value))


@pytest.mark.parametrize("missing", ["rule", "policy", "library", "on", "facts", "terms"])
def test_a_receipt_with_a_part_missing_is_refused(receipt, missing):
    del receipt[missing]
    with pytest.raises(bc.Refused, match=f"not a receipt; missing, wrong or not known: {missing}"):
        bc.verify(receipt)


def test_lines_that_were_added_or_moved_are_found(receipt):
    forged = {"name": "payout", "amount": "9999.00", "at_least": "9999.00", "at_most": "9999.00"}
    for lines in (
        [forged, *receipt["lines"]],
        receipt["lines"][::-1],
        [{"name": []}],
        [*receipt["lines"][:-1], forged],
    ):
        with pytest.raises(bc.Refused, match="lines"):
            bc.verify(changed(receipt, ("lines",), lines))


def test_a_receipt_that_holds_itself_or_no_json_is_refused(receipt):
    receipt["result"]["self"] = receipt
    with pytest.raises(bc.Refused, match="not a receipt"):
        bc.verify(receipt)
    receipt["result"]["self"] = object()
    with pytest.raises(bc.Refused, match="not a receipt"):
        bc.verify(receipt)


@pytest.mark.parametrize("given", [None, [], "{}", 1])
def test_something_else_altogether_is_refused(given):
    with pytest.raises(bc.Refused, match="a receipt is a mapping"):
        bc.verify(given)


def test_a_receipt_of_a_reform_is_verified_from_its_own_terms():
    reform = bc.policy().with_terms({"care_home_subsidy.rate": "0.85"})
    facts = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}
    receipt = care_home_subsidy.estimate(policy=reform, care_home_cost="36000", **facts).receipt()
    assert receipt["result"]["amount"] == "30600.00"
    bc.verify(receipt)
    bc.verify(receipt, policy=reform)
    with pytest.raises(bc.Refused, match="the receipt has the digest"):
        bc.verify(receipt, policy=bc.policy())
    with pytest.raises(bc.Refused, match="result"):
        bc.verify(changed(receipt, ("terms", "stated", "rate"), "0.86"))
