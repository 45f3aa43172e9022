"""What no backend can do is refused when a rule is made, by a sentence that names the line."""

from dataclasses import replace
from typing import Generic

import pytest
from invented import bread_allowance

import benefitcalc as bc
from benefitcalc.core.rates import Rate, Rounding, Schedule
from benefitcalc.core.words import Money, T, Whole, YesNo, choose, least, most, share, step, times, when
from benefitcalc.engine.lines import RuleLines
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import RuleTerms, term


class Terms(RuleTerms):
    rate: Rate = term("Rate", more_is="generous")
    other: Rate = term("Other", more_is="generous")
    limit: Money[int] = term("Limit", more_is="generous")
    unit: Money[int] = term("Unit", more_is="neither")
    way: Rounding = term("Way", more_is="generous")
    from_age: Whole[int] = term("First age", more_is="strict")
    bands: Schedule[Money[int], Rate] = term("Bands", more_is="generous")
    classes: Schedule[Whole[int], Money[int]] = term("Classes", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_eligible: YesNo[T]
    payout: Money[T]


def rule_with(payout, is_eligible=lambda f, t: f.is_rural) -> Rule:
    def assess(facts, terms):
        return Lines(is_eligible=is_eligible(facts, terms), payout=payout(facts, terms))

    return replace(bread_allowance, name="made_up", terms=Terms, lines=Lines, assess=assess)


@pytest.fixture(autouse=True)
def _nothing_stays():
    with bc.districts.using(bc.districts.own()):
        yield


COST = "outpatient_cost"

REFUSED = {
    "a product": (
        lambda f, t: f.outpatient_cost * 2,
        "there is no * in a body: write share(rate, of=amount) for a part",
    ),
    "a product of two facts": (lambda f, t: f.age * f.outpatient_cost, "the product of two facts is not computed"),
    "a division": (lambda f, t: f.outpatient_cost / 12, "there is no /, // or % in a body"),
    "a whole division": (lambda f, t: f.outpatient_cost // 12, "there is no /, // or % in a body"),
    "a remainder": (lambda f, t: f.outpatient_cost % 100, "there is no /, // or % in a body"),
    "a division of a figure": (lambda f, t: t.limit / 12, "a part is a rate of the document, such as 1/12"),
    "an if": (lambda f, t: t.limit if f.is_rural else 0, "instead of if, and, or, not"),
    "an and": (lambda f, t: when(f.is_rural and f.is_low_income, 5), "instead of if, and, or, not"),
    "a not": (lambda f, t: when(not f.is_rural, 5), "write choose, when, all_of, any_of, is_not"),
    "a chain": (lambda f, t: when(0 <= f.age <= 9, 5), "comparisons in a chain"),
    "max": (lambda f, t: max(f.outpatient_cost, 5), "instead of if, and, or, not, min, max"),
    "min": (lambda f, t: min(5, f.outpatient_cost), "instead of if, and, or, not, min, max"),
    "a float": (lambda f, t: f.outpatient_cost + 0.5, "0.5 is a float; amounts are whole fen"),
    "a float among amounts": (lambda f, t: least(f.outpatient_cost, 0.5), "no reading works on float"),
    "round": (lambda f, t: round(f.outpatient_cost), "need one number; a body has everybody's"),
    "int": (lambda f, t: int(f.outpatient_cost), "need one number; a body has everybody's"),
    "float()": (lambda f, t: float(f.outpatient_cost), "need one number"),
    "a minus alone": (lambda f, t: -f.outpatient_cost, "unary minus"),
    "a share of a plain number": (lambda f, t: share(0.5, of=f.outpatient_cost), "share takes a rate or a schedule"),
    "a share of a fact": (lambda f, t: share(f.age, of=f.outpatient_cost), "share takes a rate or a schedule"),
    "a chosen rate": (
        lambda f, t: share(choose(f.is_rural, t.rate, t.other), of=f.outpatient_cost),
        "a rate is not chosen: choose between shares",
    ),
    "a rate in a sum": (lambda f, t: share(t.rate + t.other, of=f.outpatient_cost), "a rate is only raised, and taken"),
    "a share of yes or no": (lambda f, t: share(t.rate, of=f.is_rural), "a share is of an amount, not of a yes or no"),
    "a fact for each": (lambda f, t: times(f.outpatient_cost, f.age), "times takes an amount of the law"),
    "a chosen figure for each": (
        lambda f, t: times(choose(f.is_rural, t.limit, 0), f.age),
        "times takes an amount of the law",
    ),
    "so many for each yuan": (
        lambda f, t: times(t.limit, f.outpatient_cost),
        "times counts a whole number, not an amount; write share(rate, of=amount) for a part of an amount",
    ),
    "a unit that is a fact": (
        lambda f, t: share(t.rate, of=f.outpatient_cost, to=f.outpatient_cost),
        "the unit of rounding is a figure of the document",
    ),
    "yes and yes": (lambda f, t: times(t.limit, f.is_rural + f.is_low_income), "count with choose(condition, 1, 0)"),
    "a count and yes": (lambda f, t: when(f.is_rural, 1) + f.is_low_income, "count with choose(condition, 1, 0)"),
    "years and yuan": (lambda f, t: f.outpatient_cost + f.age, "a whole number is not added to an amount"),
    "years beside yuan": (
        lambda f, t: when(f.outpatient_cost >= f.age, 5),
        "an amount is compared with",
    ),
    "years or yuan": (lambda f, t: most(f.age, f.outpatient_cost), "cannot stand for one another"),
    "an amount that chooses": (lambda f, t: when(f.outpatient_cost, 5), "what chooses is yes or no"),
    "years for an amount": (lambda f, t: f.age, "the line payout is an amount, and its value a whole number"),
    "a step of rates": (
        lambda f, t: share(step(t.bands, at=f.outpatient_cost), of=f.outpatient_cost),
        "of a schedule take step(schedule, at=value, of=amount)",
    ),
    "a step of amounts for each": (
        lambda f, t: times(step(t.classes, at=f.age), f.age),
        "the amount of a class is step(schedule, at=value, of=count)",
    ),
    "a step of amounts of yuan": (
        lambda f, t: step(t.classes, at=f.age, of=f.outpatient_cost),
        "step(schedule, at=value) for the amount of a class",
    ),
    "a step of amounts for each that is rounded": (
        lambda f, t: step(t.classes, at=f.age, of=f.age, to=t.unit),
        "leave out to and way, which round a rate",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_no_backend_can_do_is_refused_when_the_rule_is_made(what):
    payout, sentence = REFUSED[what]
    with pytest.raises(ValueError, match="the rule made_up cannot be: ") as refused:
        rule_with(payout)
    assert sentence in str(refused.value)


def test_every_fault_is_told_at_once_with_its_own_line():
    def payout(facts, terms):
        half = facts.outpatient_cost / 2
        return half * 3

    with pytest.raises(ValueError, match=r"`half = facts.outpatient_cost / 2`: there is no /") as refused:
        rule_with(payout)
    assert "`return half * 3`: there is no *" in str(refused.value)


def test_what_the_terms_compute_is_read_too():
    class Divided(Terms):
        @property
        def a_month(self):
            return self.limit / 12

    def assess(facts, terms):
        return Lines(is_eligible=facts.is_rural, payout=terms.a_month)

    with pytest.raises(ValueError, match=r"`return self.limit / 12`: there is no /, // or %"):
        replace(bread_allowance, name="made_up", terms=Divided, lines=Lines, assess=assess)


ALLOWED = {
    "sums and words": lambda f, t: least(share(t.rate, of=most(f.outpatient_cost - t.limit, 0)) + 5, t.limit),
    "bands": lambda f, t: share(t.bands, of=f.outpatient_cost),
    "rounding of the law": lambda f, t: share(t.rate, of=f.outpatient_cost, to=t.unit, way=t.way),
    "classes": lambda f, t: step(t.classes, at=f.age),
    "a rounded rate of a class": lambda f, t: step(
        t.bands, at=f.outpatient_cost, of=f.outpatient_cost, to=t.unit, way=t.way
    ),
    "so many times": lambda f, t: times(t.limit, f.age + 1),
    "a raised rate": lambda f, t: share(t.rate.raised_by(t.other), of=t.limit),
    "all comparisons": lambda f, t: when(f.age > t.from_age, 1) + when(f.age < 9, 2) + when(f.age != 3, 4),
}


@pytest.mark.parametrize("body", ALLOWED.values(), ids=ALLOWED)
def test_what_every_backend_can_do_is_allowed(body):
    assert rule_with(body).checked.problems == {}


def test_a_rule_that_always_says_how_it_rounds_assumes_no_rounding():
    assert rule_with(ALLOWED["bands"]).checked.assumes_rounding
    stated = rule_with(ALLOWED["rounding of the law"]).checked
    assert not stated.assumes_rounding
    assert stated.units == {"unit"}


@pytest.mark.parametrize(
    "payout",
    [
        lambda f, t: when(when(f.is_rural, 1) + when(f.is_low_income, 1) >= t.from_age, t.limit),
        lambda f, t: when(when(f.is_rural, 5_00) >= t.limit, t.limit),
        lambda f, t: times(t.limit, when(f.is_rural, 1)),
        lambda f, t: t.limit + when(f.is_rural, 1),
        lambda f, t: share(t.rate, of=when(f.is_rural, 5_00)),
    ],
)
def test_what_is_chosen_between_plain_numbers_counts_as_they_do(payout):
    assert rule_with(payout).checked.problems == {}
