"""A law that uses every word of the vocabulary, evaluated on every backend."""

from decimal import Decimal
from fractions import Fraction

import pytest
from engines import ENGINES, as_columns
from heating import DOCUMENT, made
from invented import written

import benefitcalc as bc
from benefitcalc.districts import District, own, using
from benefitcalc.facts.levels import Sex


@pytest.fixture(scope="module", autouse=True)
def rule():
    with using(own()):
        found = made()
    with using(own(), District("nowhere", (), (found,), (), None)):
        yield found


@pytest.fixture(scope="module")
def law(rule, tmp_path_factory):
    return bc.policy(written(tmp_path_factory.mktemp("law"), DOCUMENT))


def by_hand(age: int, sex: Sex, stars: int, cost: int, rate: str = "0.5") -> int:
    """In fen, by the document: a third from 100 to 400 yuan, then the rate; down to ten yuan."""
    share = Fraction(min(max(cost - 100_00, 0), 300_00), 3) + Fraction(rate) * max(cost - 400_00, 0)
    of_cost = int(share) // 10_00 * 10_00
    by_age = 9_00 if age >= 65 else 7_00 if age >= 18 else 0
    given = of_cost + by_age + (30_00 if sex is Sex.MALE else 20_00) + 5_00 * stars
    return min(given, cost) if age < 100 else 0


CASES = [
    (age, sex, stars, cost)
    for age in (17, 18, 64, 65, 99, 100)
    for sex in Sex
    for stars in (0, 5)
    for cost in (0, 50_00, 100_00, 130_00, 129_99, 400_00, 419_99, 420_00, 1_000_000_01)
]


def facts(age, sex, stars, cost):
    return {"age": age, "sex": sex, "care_home_stars": stars, "care_home_cost": Decimal(cost).scaleb(-2)}


@pytest.mark.parametrize("case", CASES)
def test_one_person_gets_what_the_document_says_and_no_more_than_it_could_say(rule, law, case):
    answer = rule.estimate(policy=law, **facts(*case))
    assert answer.amount * 100 == by_hand(*case)
    assert answer.at_least * 100 == by_hand(*case, rate="0.45")
    assert answer.at_most * 100 == by_hand(*case, rate="0.55")


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_each_engine_gives_in_each_row_what_one_person_gets(rule, law, engine):
    table = as_columns([dict(zip(rule.facts._fields, case, strict=True)) for case in CASES])
    found = engine.back(bc.assess_table(engine.made(table), rules=[rule], policy=law))
    assert sorted(found["heating_allowance_fen"].to_list()) == sorted(by_hand(*case) for case in CASES)


EVERY = {"age": range(151), "sex": Sex, "stars": range(6), "cost": range(1_000_01)}
PERSON = {"age": 64, "sex": Sex.MALE, "stars": 2, "cost": 419_99}


@pytest.mark.parametrize(
    ("unknown", "given"), [("age", {}), ("sex", {}), ("stars", {}), ("cost", {"care_home_cost": "0..1000"})]
)
def test_a_fact_that_is_not_known_gives_just_what_it_may_come_to(rule, law, unknown, given):
    certain = law.with_terms({"heating_allowance.bands.400.rate": "0.5"})
    name = {"stars": "care_home_stars", "cost": "care_home_cost"}.get(unknown, unknown)
    answer = rule.estimate(policy=certain, **{**facts(**PERSON), name: None, **given})
    amounts = [by_hand(**{**PERSON, unknown: value}) for value in EVERY[unknown]]
    assert (answer.at_least * 100, answer.at_most * 100) == (min(amounts), max(amounts))
    assert answer.is_tight


def test_a_curve_is_the_law_with_its_steps(rule, law):
    curve = rule.curve(
        over="care_home_cost", policy=law, age=30, sex="female", care_home_stars=0, care_home_cost="0..500"
    )
    for cost in (0, 26_99, 27_00, 27_01, 129_99, 130_00, 400_00, 420_00):
        assert curve.at(Decimal(cost).scaleb(-2)) * 100 == by_hand(30, Sex.FEMALE, 0, cost)
    # The cost itself up to 27 yuan, 27 up to 130, then ten more for each 30 yuan: 27 / 2 * 27, 103 * 27, 30 * 37.
    assert curve.area(0, 160) == Fraction(27 * 27, 2) + 103 * 27 + 30 * 37


def test_every_promise_about_the_rule_is_proved_with_figures_that_a_document_could_have(rule, law):
    proofs = bc.prove(law, rules=[rule]).proofs
    assert {(each.promise, *each.verdicts.values()) for each in proofs if not each.holds} == set()
    proved = {each.promise for each in proofs}
    assert {"more_generous_bands", "more_generous_classes", "more_generous_way", "more_generous_men"} <= proved
    assert not {"more_generous_unit", "more_generous_younger_than"} & proved


def test_an_answer_goes_through_json_and_its_receipt_is_verified(rule, law):
    answer = rule.estimate(policy=law, **facts(64, Sex.MALE, 2, 419_99))
    assert bc.Estimate.model_validate_json(answer.model_dump_json()) == answer
    bc.verify(answer.receipt(), policy=law)
    assert answer.terms.stated["bands"] == "100.00: 1/3; 400.00: 0.5"
    assert answer.terms.stated["way"] == "down"


def test_an_answer_says_the_schedule_where_it_stands_and_why_it_is_assumed(rule, law):
    answer = rule.estimate(policy=law, **facts(64, Sex.MALE, 2, 419_99))
    said = answer.explain("en")
    assert "Share of the cost: from 100.00 yuan on 1/3, from 400.00 yuan on about 50%" in said
    assert "Allowance by age: from 18 on 7.00 yuan, from 65 on 9.00 yuan. The reason: not stated" in said
    assert "Way of rounding: exactly down (page 3)" in said
    assert "half a fen" not in said
    assert answer.undecided == ("bands",)


def test_a_reform_changes_one_row_by_where_it_begins(rule, law):
    changed = law.with_terms({"heating_allowance.classes.65.amount": "12.00"})
    amounts = [rule.estimate(policy=each, **facts(65, Sex.MALE, 0, 130_00)).amount for each in (law, changed)]
    assert amounts == [Decimal("49.00"), Decimal("52.00")]
    with pytest.raises(bc.Refused, match=r"heating_allowance.classes.66.amount: is not known; there are: .*classes.65"):
        law.with_terms({"heating_allowance.classes.66.amount": "12.00"})
