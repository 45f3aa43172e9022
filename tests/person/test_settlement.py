"""Settlements: who pays which part of a bill, by hand, by a second calculation, and whatever is not known."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise, product
from typing import Any

import pytest
import second_calculation as second
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from invented import bread_allowance, written
from strategies import around, outside

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST, fen
from benefitcalc.core.words import Kind
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.facts.fact import FACTS
from benefitcalc.person.payers import ANNOUNCED, PAYERS, Payers, Reading
from benefitcalc.person.payers import divide as divided
from benefitcalc.policy.terms import Views
from benefitcalc.rules import RULES

FACTS_USED, RULES_USED = ANNOUNCED.facts, ANNOUNCED.rules

NOTHING = {
    name: False if FACTS[name].kind is Kind.YES_NO else 0
    for name in FACTS_USED
}  # fmt: skip
"""Somebody in no insurance and in no group, without a bill."""

INSURED = {**NOTHING, "has_resident_insurance": True, "has_chronic_recognition": True}
BILL = {
    **INSURED,
    "is_dibao": True,
    "total_bill": 60_000,
    "outpatient_cost": 1_000,
    "chronic_cost": 3_000,
    "inpatient_cost": 40_000,
    "inpatient_insurance_paid": 24_000,
    "critical_illness_paid": 5_000,
    "commercial_paid": 2_000,
}
BILL_IN_FEN = {name: fen(given) if FACTS[name].kind is Kind.MONEY else given for name, given in BILL.items()}
TRUTHS = tuple(name for name in FACTS_USED if FACTS[name].kind is Kind.YES_NO)
COSTS = ("outpatient_cost", "chronic_cost", "inpatient_cost")
PAID = ("inpatient_insurance_paid", "critical_illness_paid", "commercial_paid")


def settled(person: Mapping[str, object] = NOTHING, /, **bill: object) -> bc.Settlement:
    return bc.settle({**NOTHING, **person, **bill})


def amounts(settlement: bc.Settlement, *names: str) -> tuple[str, ...]:
    return tuple(str(settlement.line(name).amount) for name in names)


def ranges(settlement: bc.Settlement, name: str) -> tuple[str, str]:
    line = settlement.line(name)
    return str(line.at_least), str(line.at_most)


# By hand ----------------------------------------------------------------------------------------------------------


def test_a_bill_with_all_kinds_of_cost_is_paid_in_the_order_of_the_announcement():
    told = bc.settle(BILL)
    # Pooling: 75 % of 1,000 - 50 is 712.50, just the limit. Chronic: 65 % of 3,000 - 500 is 1,625.
    # Basic insurance in all: 712.50 + 1,625 + 24,000 = 26,337.50.
    # Burden: 44,000 eligible - 26,337.50 - 5,000 = 12,662.50; assistance: 75 % of it, 9,496.875, half a fen up.
    # Resident: 60,000 - 26,337.50 - 5,000 - 2,000 - 9,496.88 = 17,165.62.
    assert amounts(told, *PAYERS) == ("712.50", "1625.00", "24000.00", "5000.00", "9496.88", "2000.00", "17165.62")
    assert amounts(told, "total_bill", "outside_catalogue", "burden") == ("60000.00", "16000.00", "12662.50")
    # Strict: 475 and 60 % of 2,500 = 1,500. Generous: 775 ‰ of 950 is 736.25, 475 x 1.55 too; 70 % of 2,500 = 1,750.
    assert ranges(told, "outpatient_pooling") == ("475.00", "736.25")
    assert ranges(told, "chronic_outpatient") == ("1500.00", "1750.00")
    # Burden: 44,000 - 24,000 - 5,000 = 15,000, less 1,975 by the strict readings, less 2,486.25 by the generous ones.
    assert ranges(told, "burden") == ("12513.75", "13025.00")
    # Least assistance: 75 % of 12,513.75 - 2,000 of commercial cover first = 7,885.3125. Most: all of 13,025.
    assert ranges(told, "medical_assistance") == ("7885.31", "13025.00")
    # Whole assistance leaves what is outside, 16,000, less commercial 2,000. Most: strict insurance, and 75 % of
    # 13,025 - 2,000 = 8,268.75: 60,000 - 24,000 - 5,000 - 2,000 - 1,975 - 8,268.75 = 18,756.25.
    assert ranges(told, "resident") == ("14000.00", "18756.25")


def test_nobody_insured_has_assistance_alone():
    told = settled(is_dibao=True, total_bill=10_000, outpatient_cost=2_000, chronic_cost=3_000, inpatient_cost=5_000)
    # No insurance pays, so all 10,000 are left: 75 % is 7,500, up to the whole.
    assert amounts(told, *PAYERS) == ("0.00", "0.00", "0.00", "0.00", "7500.00", "0.00", "2500.00")
    assert ranges(told, "resident") == ("0.00", "2500.00")


def test_in_no_hardship_group_insurance_pays_and_the_resident_the_rest():
    costs = {"outpatient_cost": 800, "chronic_cost": 1_500, "inpatient_cost": 2_000, "inpatient_insurance_paid": 1_400}
    told = settled(INSURED | costs, total_bill=5_000)
    # 75 % of 750 is 562.50, 65 % of 1,000 is 650: 5,000 - 562.50 - 650 - 1,400 = 2,387.50.
    assert amounts(told, *PAYERS) == ("562.50", "650.00", "1400.00", "0.00", "0.00", "0.00", "2387.50")
    # 5,000 - 1,400 = 3,600, less 77.5 % of 750 and 70 % of 1,000: 581.25 + 700; or 50 % and 60 %: 375 + 600.
    assert ranges(told, "resident") == ("2318.75", "2625.00")


def test_assistance_is_never_more_than_what_all_insurers_left():
    bill = {"total_bill": 10_000, "inpatient_cost": 10_000, "inpatient_insurance_paid": 6_000}
    told = settled(INSURED | bill | {"is_dibao": True, "commercial_paid": 3_500})
    # Burden 4,000, of which 75 % are 3,000; but the insurers left 10,000 - 6,000 - 3,500 = 500.
    assert amounts(told, "burden", "medical_assistance", "resident") == ("4000.00", "500.00", "0.00")
    # With commercial cover counted first the burden is 500, and 75 % of it 375.
    assert ranges(told, "medical_assistance") == ("375.00", "500.00")
    assert ranges(told, "resident") == ("0.00", "125.00")


def test_what_is_outside_the_catalogue_stays_the_residents():
    bill = {"total_bill": 20_000, "inpatient_cost": 8_000, "inpatient_insurance_paid": 6_000}
    told = settled(INSURED | bill | {"is_in_extreme_hardship": True})
    # 75 % of the 2,000 left is 1,500; 12,000 are outside, and stay so if assistance pays the 2,000 whole.
    assert amounts(told, "outside_catalogue", "medical_assistance", "resident") == ("12000.00", "1500.00", "12500.00")
    assert ranges(told, "resident") == ("12000.00", "12500.00")


def test_a_bill_of_nothing_is_paid_by_nobody():
    told = settled(INSURED, is_dibao=True)
    assert {str(each) for line in told.lines for each in (line.amount, line.at_least, line.at_most)} == {"0.00"}
    assert told.undecided == ()


def test_limits_end_what_insurance_and_assistance_pay():
    bill = {"total_bill": 105_000, "outpatient_cost": 5_000, "inpatient_cost": 100_000}
    told = settled(INSURED | bill | {"inpatient_insurance_paid": 40_000, "is_dibao": True})
    # 75 % of 4,950 would be 3,712.50; the limit is 475 x 1.5 = 712.50, or 475, or 475 x 1.55 = 736.25.
    # Burden: 105,000 - 40,712.50 = 64,287.50; 75 % of it 48,215.625; nothing limits it as stated.
    # Resident: 105,000 - 40,000 - 712.50 - 48,215.63 = 16,071.87.
    assert amounts(told, "outpatient_pooling", "medical_assistance", "resident") == ("712.50", "48215.63", "16071.87")
    assert ranges(told, "outpatient_pooling") == ("475.00", "736.25")
    # At most 30,000 by the limit published later, or all of 105,000 - 40,475.
    assert ranges(told, "medical_assistance") == ("30000.00", "64525.00")
    assert ranges(told, "resident") == ("0.00", "34525.00")
    assert "medical_assistance.yearly_limit" in told.undecided


def test_costs_that_are_not_known_are_eligible_up_to_the_whole_bill_and_no_more():
    told = settled(total_bill=1_000, outpatient_cost="0..1000", chronic_cost="0..1000")
    # Nobody is insured, so all that is eligible is left.
    assert ranges(told, "burden") == ("0.00", "1000.00")


def test_whether_another_hardship_group_is_covered_is_left_open():
    bill = {"total_bill": 1_000, "inpatient_cost": 1_000, "inpatient_insurance_paid": 600}
    told = settled(INSURED | bill, is_in_other_hardship_group=True)
    # 75 % of 400 is 300; where the group is not covered nothing is paid, and 400 is the whole.
    assert amounts(told, "medical_assistance", "resident") == ("300.00", "100.00")
    assert ranges(told, "resident") == ("0.00", "400.00")
    assert told.undecided == ("medical_assistance.rate", "medical_assistance.covers_other_groups")


def test_what_insurance_is_computed_to_pay_is_never_more_than_the_sheets_leave():
    bill = {"total_bill": 2_000, "outpatient_cost": 1_000, "chronic_cost": 1_000, "commercial_paid": 1_200}
    told = settled(INSURED | bill | {"is_dibao": True})
    # 800 are left: pooling takes 712.50 (475, 736.25), chronic disease the rest of its 325 (300, 350).
    # The least is left by the generous pooling, 800 - 736.25; the most by the strict one, 800 - 475 of up to 350.
    assert amounts(told, "outpatient_pooling", "chronic_outpatient", "resident") == ("712.50", "87.50", "0.00")
    assert ranges(told, "chronic_outpatient") == ("63.75", "325.00")


def test_each_term_that_matters_by_itself_is_undecided_and_no_other():
    # Of the 950 above the deductible both uplifts matter, of 2,500 of chronic disease the rate; of the 12,662.50 left
    # the rate of assistance and whether 2,000 of commercial cover count first. The limit of 30,000 is far.
    assert bc.settle(BILL).undecided == (
        "outpatient_pooling.payment_uplift",
        "outpatient_pooling.limit_uplift",
        "chronic_outpatient.rate",
        "medical_assistance.rate",
        "commercial_order",
    )


# What holds for every bill ----------------------------------------------------------------------------------------


@st.composite
def bills(draw: st.DrawFn, *, most: int = 300_000_00, plausible: bool = False) -> dict[str, int]:
    """All the facts of one person, in fen, whose parts fit one another.

    Plausible, critical-illness insurance paid no more than basic insurance leaves of the eligible cost.
    """
    near = {"outpatient_cost": [50_00, 1_000_00], "chronic_cost": [500_00], "inpatient_cost": [30_000_00, 40_000_00]}
    facts: dict[str, int] = {name: draw(st.booleans()) for name in TRUTHS}
    for name in COSTS:
        facts[name] = draw(around(near[name], most) | st.integers(0, 5_000_00))
    facts["inpatient_insurance_paid"] = draw(some_of(facts["inpatient_cost"]))
    facts["total_bill"] = sum(facts[name] for name in COSTS) + draw(some_of(20_000_00))
    eligible = facts["inpatient_cost"] if plausible else sum(facts[name] for name in COSTS)
    facts["critical_illness_paid"] = draw(some_of(eligible - facts["inpatient_insurance_paid"]))
    by_sheets = facts["inpatient_insurance_paid"] + facts["critical_illness_paid"]
    facts["commercial_paid"] = draw(some_of(facts["total_bill"] - by_sheets))
    return {name: facts[name] for name in FACTS_USED}


def some_of(amount: int) -> st.SearchStrategy[int]:
    return (
        st.integers(0, amount) | st.integers(0, amount // 5) | st.just(0) | st.integers(amount - amount // 20, amount)
    )


def in_fen(settlement: bc.Settlement, which: str = "amount") -> dict[str, int]:
    return {line.name: fen(getattr(line, which)) for line in settlement.lines}


@given(bills() | bills(most=GREATEST // 4))
def test_the_parts_add_up_to_the_bill_and_none_is_negative(facts):
    told = bc.settle(outside(facts))
    assert [line.name for line in told.parts] == list(PAYERS)
    assert told.parts[-1] == told.resident
    assert sum(fen(line.amount) for line in told.parts) == facts["total_bill"] == in_fen(told)["total_bill"]
    for line in told.lines:
        assert 0 <= line.at_least <= line.amount <= line.at_most


@settings(max_examples=100)
@given(bills())
def test_assistance_is_at_most_what_all_insurers_left(facts):
    part = in_fen(bc.settle(outside(facts)))
    insurers = sum(part[name] for name in PAYERS if name not in ("medical_assistance", "resident"))
    assert part["medical_assistance"] <= facts["total_bill"] - insurers
    assert part["medical_assistance"] <= part["burden"]


@given(bills())
def test_the_burden_is_the_eligible_cost_less_what_basic_and_critical_illness_insurance_pay(facts):
    part = in_fen(bc.settle(outside(facts)))
    paid = ("outpatient_pooling", "chronic_outpatient", "inpatient_insurance", "critical_illness_insurance")
    eligible = sum(facts[name] for name in COSTS)
    assert part["burden"] == eligible - sum(part[name] for name in paid)


def test_the_burden_of_a_bill_of_which_commercial_insurance_paid_most_is_what_basic_insurance_did_not():
    # Of 1,000 commercial insurance paid 900, and pooling no more than the other 100.
    told = settled(INSURED, total_bill=1_000, outpatient_cost=1_000, commercial_paid=900)
    assert amounts(told, "outpatient_pooling", "burden") == ("100.00", "900.00")


@given(bills(plausible=True))
def test_without_commercial_cover_the_resident_pays_all_that_is_outside_the_catalogue(facts):
    told = bc.settle(outside({**facts, "commercial_paid": 0}))
    beyond = facts["total_bill"] - sum(facts[name] for name in COSTS)
    assert fen(told.resident.at_least) >= beyond
    assert fen(told.line("outside_catalogue").amount) == beyond


@settings(max_examples=60)
@given(bills())
def test_insurance_never_pays_what_is_outside_the_catalogue(facts):
    # As above, where critical-illness insurance paid more than basic insurance leaves of the eligible cost.
    eligible = sum(facts[name] for name in COSTS)
    paid = facts["inpatient_insurance_paid"]
    critical = min(facts["critical_illness_paid"], eligible - paid)
    told = bc.settle(outside({**facts, "commercial_paid": 0, "critical_illness_paid": critical}))
    assert fen(told.resident.at_least) >= facts["total_bill"] - eligible


def by(*chosen: Any) -> Reading:
    """One way to read the terms of the three rules, and the order of commercial insurance."""
    *terms, first = chosen
    return Reading(dict(zip((rule.name for rule in RULES_USED), terms, strict=True)), first)


def divide(facts: Mapping[str, Any], reading: Reading) -> Any:
    """Who pays what as announced."""
    return divided(facts, reading, Payers(ANNOUNCED, critical_by_sheet=True))


POOLING, CHRONIC, ASSISTANCE = (rule.name for rule in RULES_USED)
FIGURES: dict[str, dict[str, dict[str, Any]]] = {
    POOLING: {
        "strict": {"payment_uplift": "0", "limit_uplift": "0"},
        "between": {"payment_uplift": "0.37", "limit_uplift": "0.21"},
        "stated": {"payment_uplift": "0.5", "limit_uplift": "0.5"},
        "generous": {"payment_uplift": "0.55", "limit_uplift": "0.55"},
    },
    CHRONIC: {
        "strict": {"rate": "0.6"},
        "between": {"rate": "0.6333"},
        "stated": {"rate": "0.65"},
        "generous": {"rate": "0.7"},
    },
    ASSISTANCE: {
        "strict": {"rate": "0.75", "covers_other_groups": False, "yearly_limit": "30000"},
        "between": {"rate": "0.75", "covers_other_groups": True, "yearly_limit": "30000"},
        "stated": {"rate": "0.75", "covers_other_groups": True, "yearly_limit": "none"},
        "more": {"rate": "0.8765", "covers_other_groups": True, "yearly_limit": "45000"},
        "generous": {"rate": "1", "covers_other_groups": True, "yearly_limit": "none"},
    },
}
"""The announcement's figures by their readings, from the least generous to the most, and some between."""


def policy_read(**readings: str) -> bc.Policy:
    """The announcement with each benefit read one way alone."""
    figures = {
        f"{benefit}.{term}": figure
        for benefit, reading in readings.items()
        for term, figure in FIGURES[benefit][reading].items()
    }
    return bc.policy().with_terms(figures)


ONE_BENEFIT_READ = {
    benefit: [policy_read(**{benefit: reading}) for reading in FIGURES[benefit] if reading != "more"]
    for benefit in FIGURES
}


@pytest.mark.parametrize("benefit", FIGURES)
@settings(max_examples=30)
@given(facts=bills())
def test_a_more_generous_reading_of_a_benefit_never_makes_the_resident_pay_more(benefit, facts):
    residents = [bc.settle(outside(facts), policy=law).resident for law in ONE_BENEFIT_READ[benefit]]
    for less, more in pairwise(residents):
        assert less.amount >= more.amount
        assert less.at_most >= more.at_most
        assert less.at_least >= more.at_least


BETWEEN = [
    policy_read(**dict(zip(FIGURES, chosen, strict=True)))
    for chosen in product(("between", "strict", "generous"), ("between", "generous"), ("between", "more", "strict"))
]


@settings(max_examples=15)
@given(bills())
def test_every_reading_between_the_outermost_lies_within_the_ranges(facts):
    told = bc.settle(outside(facts))
    for law in BETWEEN:
        for line, own in zip(told.lines, bc.settle(outside(facts), policy=law).lines, strict=True):
            assert line.at_least <= own.at_least <= own.amount <= own.at_most <= line.at_most


# A second calculation ---------------------------------------------------------------------------------------------


def paid_by_hand(facts: Mapping[str, Any], pooling, chronic, assistance, *, commercial_first: bool) -> dict[str, Any]:
    """Who pays what, in exact yuan, by what the announcement says; each benefit is read as its view says.

    Basic insurance, critical-illness insurance, assistance on what they leave of the eligible cost; what the sheets
    say was paid is certain, and nothing computed is more than what is left of the bill.
    """
    yuan = {name: Fraction(facts[name], 100) for name in FACTS_USED if name not in TRUTHS}
    truths = {name: bool(facts[name]) for name in TRUTHS}
    left = yuan["total_bill"] - sum(yuan[name] for name in PAID)
    is_insured = truths["has_resident_insurance"]

    pooled = second.outpatient_pooling(
        view=pooling, has_resident_insurance=is_insured, outpatient_cost=yuan["outpatient_cost"]
    ).payout
    pooled = min(pooled, left)
    treated = second.chronic_outpatient(
        view=chronic,
        has_resident_insurance=is_insured,
        has_chronic_recognition=truths["has_chronic_recognition"],
        chronic_cost=yuan["chronic_cost"],
    ).payout
    treated = min(treated, left - pooled)

    other_insurers = yuan["critical_illness_paid"] + (yuan["commercial_paid"] if commercial_first else 0)
    assisted = second.medical_assistance(
        view=assistance,
        **{name: truths[name] for name in ("is_dibao", "is_in_extreme_hardship", "is_in_other_hardship_group")},
        eligible_cost=sum(yuan[name] for name in COSTS),
        basic_insurance_paid=pooled + treated + yuan["inpatient_insurance_paid"],
        critical_illness_paid=other_insurers,
    ).payout
    assisted = min(assisted, left - pooled - treated)

    return {
        "outpatient_pooling": pooled,
        "chronic_outpatient": treated,
        "inpatient_insurance": yuan["inpatient_insurance_paid"],
        "critical_illness_insurance": yuan["critical_illness_paid"],
        "medical_assistance": assisted,
        "commercial_insurance": yuan["commercial_paid"],
        "resident": left - pooled - treated - assisted,
    }


@given(bills(plausible=True) | bills(most=GREATEST // 4, plausible=True))
def test_an_independent_second_calculation_agrees_to_the_fen(facts):
    told = bc.settle(outside(facts))
    by_hand = paid_by_hand(facts, "stated", "stated", "stated", commercial_first=False)
    assert {line.name: Fraction(line.amount) for line in told.parts} == by_hand


def every_way(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for *views, first in product(*[Views._fields] * len(RULES_USED), (True, False)):
        yield paid_by_hand(facts, *views, commercial_first=first)


@settings(max_examples=40)
@given(bills(plausible=True))
def test_the_second_calculation_by_every_reading_fills_the_ranges(facts):
    told = bc.settle(outside(facts))
    every = list(every_way(facts))
    for line in told.parts:
        values = [each[line.name] for each in every]
        assert (min(values), max(values)) == (Fraction(line.at_least), Fraction(line.at_most))


@settings(max_examples=100)
@given(bills())
def test_the_ranges_reach_from_the_least_to_the_most_that_any_reading_gives(facts):
    told = bc.settle(outside(facts))
    views = [bc.policy().views(rule.name) for rule in RULES_USED]
    every = [divide(facts, by(*terms, first)) for *terms, first in product(*views, (True, False))]
    for line in told.lines:
        values = [getattr(lines, line.name) for lines in every]
        assert (min(values), max(values)) == (fen(line.at_least), fen(line.at_most))


@settings(max_examples=50)
@given(bills(plausible=True))
def test_the_order_of_commercial_insurance_is_undecided_exactly_where_it_changes_something(facts):
    told = bc.settle(outside(facts))
    assert "commercial_order" in {each.name for each in told.assumptions}
    changes = any(
        paid_by_hand(facts, *views, commercial_first=True) != paid_by_hand(facts, *views, commercial_first=False)
        for views in product(*[Views._fields] * len(RULES_USED))
    )
    assert ("commercial_order" in told.undecided) == changes


@pytest.mark.parametrize("commercial", [0, 100_00, 300_00])
@pytest.mark.parametrize("critical", range(0, 701_00, 100_00))
def test_the_order_of_commercial_insurance_is_undecided_where_it_matters_by_any_reading_of_the_benefits(
    critical, commercial
):
    # Critical-illness insurance paid so much that as stated, and not by the strict reading, pooling pays all the rest.
    facts = {**NOTHING, "has_resident_insurance": True, "is_dibao": True, "outpatient_cost": 1_000_00}
    facts |= {"total_bill": 1_000_00, "critical_illness_paid": critical, "commercial_paid": commercial}
    readings = product(*(bc.policy().views(rule.name) for rule in RULES_USED))
    changes = any(divide(facts, by(*each, False)) != divide(facts, by(*each, True)) for each in readings)
    assert ("commercial_order" in bc.settle(outside(facts)).undecided) == changes


READINGS = {
    "outpatient_pooling.payment_uplift": (POOLING, "payment_uplift"),
    "outpatient_pooling.limit_uplift": (POOLING, "limit_uplift"),
    "chronic_outpatient.rate": (CHRONIC, "rate"),
    "medical_assistance.rate": (ASSISTANCE, "rate"),
    "medical_assistance.covers_other_groups": (ASSISTANCE, "covers_other_groups"),
    "medical_assistance.yearly_limit": (ASSISTANCE, "yearly_limit"),
}
"""The terms of several readings."""


@settings(max_examples=20)
@given(bills())
@example(BILL_IN_FEN)
def test_undecided_names_exactly_the_terms_whose_reading_changes_a_part(facts):
    told = bc.settle(outside(facts))
    combined = {rule.name: list(term_by_term(rule)) for rule in RULES_USED}
    outcomes = {}
    for chosen in product(*combined.values(), (True, False)):
        (pooling, of_pooling), (chronic, of_chronic), (assisted, of_assisted), first = chosen
        lines = divide(facts, by(pooling, chronic, assisted, first))
        outcomes[*of_pooling, *of_chronic, *of_assisted, first] = [getattr(lines, payer) for payer in PAYERS]
    changing = {
        name
        for at, name in enumerate((*READINGS, "commercial_order"))
        for key, parts in outcomes.items()
        for other in {each[at] for each in outcomes}
        if parts != outcomes[*key[:at], other, *key[at + 1 :]]
    }
    assert set(told.undecided) == changing


def term_by_term(rule: bc.Rule) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """The terms of a rule with each vague one read strictly or generously, and which way each is read."""
    views = bc.policy().views(rule.name)
    vague = [term for benefit, term in READINGS.values() if benefit == rule.name]
    for ways in product((0, 1), repeat=len(vague)):
        written_terms = views.stated.write()
        for term, way in zip(vague, ways, strict=True):
            written_terms[term] = (views.strict, views.generous)[way].write()[term]
        yield rule.terms.read(written_terms), ways


# What is not known ------------------------------------------------------------------------------------------------


@st.composite
def hidden(draw: st.DrawFn, names: tuple[str, ...] = FACTS_USED) -> tuple[dict[str, int], dict[str, int]]:
    """All the facts of a person, and those of them that are known."""
    facts = draw(bills())
    unknown = {name for name in names if draw(st.integers(0, 2)) == 0}
    return facts, {name: value for name, value in facts.items() if name not in unknown}


def lies_within(inner: Any, outer: Any) -> bool:
    below = outer.at_most is None or (inner.at_most is not None and inner.at_most <= outer.at_most)
    return below and outer.at_least <= inner.at_least


@settings(max_examples=60)
@given(hidden())
def test_whatever_the_unknown_facts_are_the_settlement_lies_within_the_ranges(drawn):
    facts, known = drawn
    open_, full = bc.settle(outside(known)), bc.settle(outside(facts))
    for line, own in zip(open_.lines, full.lines, strict=True):
        assert lies_within(own, line), line.name
        assert line.amount in (None, own.amount)
    assert set(open_.missing) <= facts.keys() - known.keys()
    if not open_.missing:
        assert [line for line in open_.parts if line.amount is None] == []
        assert open_.parts == full.parts


@settings(max_examples=40)
@given(hidden(), st.data())
def test_learning_a_fact_never_leaves_the_ranges(drawn, data):
    facts, known = drawn
    assume(known != facts)
    name = data.draw(st.sampled_from([each for each in facts if each not in known]))
    before, after = bc.settle(outside(known)), bc.settle(outside({**known, name: facts[name]}))
    for line, own in zip(before.lines, after.lines, strict=True):
        assert lies_within(own, line), line.name
    assert set(after.missing) <= set(before.missing) - {name}
    # A cost that does not matter by itself may still bound what somebody paid of it.
    bounds_another = name in (*COSTS, "total_bill") and {*before.missing} & {*PAID}
    if name not in before.missing and not bounds_another:
        assert after.parts == before.parts


@settings(max_examples=30)
@given(hidden(), st.data())
def test_a_range_of_an_amount_holds_whatever_it_is(drawn, data):
    facts, known = drawn
    name = data.draw(st.sampled_from((*COSTS, *PAID, "total_bill")))
    low = data.draw(st.integers(0, facts[name]))
    high = data.draw(st.integers(facts[name], facts[name] + 1_000_00))
    spans = {**outside(known), name: tuple(outside({name: end})[name] for end in (low, high))}
    for line, own in zip(bc.settle(spans).lines, bc.settle(outside(facts)).lines, strict=True):
        assert lies_within(own, line), line.name


def test_where_nothing_is_known_it_says_what_that_depends_on():
    assert bc.settle({}).explain("en").startswith("What the bill is, and so what you pay, depends on what is not known")
    bill = bc.settle({"total_bill": "at least 20000"}).explain("zh").splitlines()[0]
    assert bill == "总费用 20,000.00 元以上；还差几个情况，本人承担多少暂时算不出。"


def test_what_follows_from_a_contradiction_is_not_told_as_well():
    with pytest.raises(bc.Refused) as refused:
        bc.settle({"inpatient_insurance_paid": 200, "total_bill": 100})
    assert [str(each) for each in refused.value.problems] == [
        "inpatient_insurance_paid: 200.00 yuan is 100.00 yuan more than total_bill of 100.00 yuan"
    ]


def test_where_an_amount_is_not_known_it_says_that_the_range_may_be_wide():
    told = bc.settle({name: given for name, given in BILL.items() if name != "commercial_paid"})
    assert not told.is_tight
    assert told.explain("en").count("the ranges hold, and may be wider than they need be") == 1
    assert "wider than they need be" not in bc.settle(BILL).explain("en")


@settings(max_examples=25)
@given(hidden(TRUTHS))
def test_where_only_yes_or_no_is_unknown_the_ranges_are_tight(drawn):
    facts, known = drawn
    told = bc.settle(outside(known))
    assert told.is_tight
    unknown = [name for name in TRUTHS if name not in known]
    scenarios = [
        {**facts, **dict(zip(unknown, answers, strict=True))} for answers in product((False, True), repeat=len(unknown))
    ]
    views = [bc.policy().views(rule.name) for rule in RULES_USED]
    readings = [by(*terms, first) for *terms, first in product(*views, (True, False))]
    found = [[divide(each, reading) for reading in readings] for each in scenarios]
    for line in told.lines:
        values = [getattr(lines, line.name) for each in found for lines in each]
        assert (min(values), max(values)) == (fen(line.at_least), fen(line.at_most))
    # A fact is missing exactly where it alone can change what is told of a part: the amount as stated, or an end.
    stated = readings.index(by(*(each.stated for each in views), False))
    parts = []
    for each in found:
        by_payer = [[getattr(lines, payer) for lines in each] for payer in PAYERS]
        parts.append([(values[stated], min(values), max(values)) for values in by_payer])
    for name in unknown:
        others = [scenarios.index({**each, name: not each[name]}) for each in scenarios]
        changes = any(parts[at] != parts[other] for at, other in enumerate(others))
        assert (name in told.missing) == changes


def test_of_an_unknown_bill_the_resident_pays_what_is_left_of_it_and_no_more_is_said():
    told = bc.settle({**NOTHING, "total_bill": None, "inpatient_cost": 1_000, "inpatient_insurance_paid": 600})
    assert told.missing == ("total_bill",)
    # Nothing but the 600 is paid; the bill is at least 1,000.
    assert (told.resident.amount, told.resident.at_least, told.resident.at_most) == (None, Decimal("400.00"), None)
    assert told.line("total_bill").at_least == Decimal("1000.00")


def test_what_an_answer_would_make_is_what_the_resident_would_pay():
    bill = {"total_bill": 1_000, "inpatient_cost": 1_000, "inpatient_insurance_paid": 600}
    told = bc.settle({**NOTHING, **bill, "is_dibao": None})
    assert told.missing == ("is_dibao",)
    # Of the 400 left assistance pays nothing, or from 75 % to all.
    assert [(each.answer, str(each.at_least), str(each.at_most), each.settles) for each in told.what_if] == [
        (False, "400.00", "400.00", True),
        (True, "0.00", "100.00", True),
    ]


def test_a_fact_that_changes_an_amount_as_stated_and_neither_of_its_ends_is_asked_for(tmp_path):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    file = tmp_path / "others.toml"
    file.write_text(text.replace("assumed = true\nor = false", "assumed = false\nor = true"), encoding="utf-8")
    bill = {"total_bill": 2_000, "inpatient_cost": 1_000, "commercial_paid": 1_000}
    person = {"is_in_other_hardship_group": True, "is_dibao": None}
    told = bc.settle({**NOTHING, **bill, **person}, policy=file)
    # Others are meant too, or are not: assistance pays all of 1,000, or nothing, which the commercial cover leaves of
    # it where that counts first. As stated it pays 750 to a household on Dibao, and to others nothing.
    assert ranges(told, "medical_assistance") == ("0.00", "1000.00")
    assert told.missing == ("is_dibao",)


def test_nothing_known_is_no_error():
    told = bc.settle({})
    assert told.missing == FACTS_USED
    assert all(line.amount is None and line.at_most is None for line in told.parts if line.name == "resident")
    # The one limit that there is holds whatever the bill: 475 x 1.55.
    assert told.line("outpatient_pooling").at_most == Decimal("736.25")


# What is refused --------------------------------------------------------------------------------------------------

CONTRADICTIONS = {
    "total_bill": 100,
    "outpatient_cost": 60,
    "chronic_cost": 50,
    "inpatient_cost": 10,
    "inpatient_insurance_paid": 20,
    "critical_illness_paid": 50,
    "commercial_paid": 40,
}
AT_ODDS = (
    # 20 - 10; 60 + 50 + 10 (or the 20 that were paid of it) - 100; 20 + 50 + 40 - 100.
    r"inpatient_insurance_paid: 20.00 yuan is 10.00 yuan more than inpatient_cost of 10.00 yuan",
    r"outpatient_.*, chronic_.*, inpatient_cost: 1[23]0.00 yuan is [23]0.00 yuan more than total_bill of 100.00 yuan",
    r"inpatient_.*, critical_.*, commercial_paid: 110.00 yuan is 10.00 yuan more than total_bill of 100.00 yuan",
)
ASKED = {
    "settle": bc.settle,
    "screen": bc.screen,
    **{rule.name: lambda facts, rule=rule: rule.estimate(**facts) for rule in RULES},
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_facts_at_odds_are_refused_all_at_once_whoever_is_asked(asked):
    with pytest.raises(bc.Refused) as refused:
        asked({**CONTRADICTIONS, "age": -1})
    told = str(refused.value).splitlines()
    assert len(told) == 1 + len(AT_ODDS)
    assert told[0].startswith("age: ")
    for line, form in zip(told[1:], AT_ODDS, strict=True):
        assert re.fullmatch(form, line)
    assert "{" not in refused.value.explain("zh")


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_the_least_that_parts_may_be_is_held_against_the_most_that_the_whole_may_be(asked):
    with pytest.raises(bc.Refused, match=r"inpatient_insurance_paid: .* more than inpatient_cost"):
        asked({"inpatient_cost": "5..10", "inpatient_insurance_paid": "20..30"})
    asked({"inpatient_cost": "5..25", "inpatient_insurance_paid": "20..30"})


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_facts_at_odds_by_way_of_an_unknown_one_are_refused_too(asked):
    # Of inpatient treatment 100 were paid, so it cost 100; with 30 of outpatient visits the bill is 130 and not 120.
    with pytest.raises(bc.Refused, match=r"total_bill|outpatient_cost|inpatient_insurance_paid"):
        asked({"total_bill": 120, "outpatient_cost": 30, "inpatient_insurance_paid": 100})


@settings(max_examples=40)
@given(bills(), st.data())
def test_a_part_above_the_whole_is_refused(facts, data):
    name = data.draw(st.sampled_from((*COSTS, *PAID)))
    with pytest.raises(bc.Refused, match=name):
        bc.settle(outside({**facts, name: facts["total_bill"] + 1}))


def test_all_that_is_wrong_is_named_at_once(tmp_path):
    with pytest.raises(bc.Refused) as refused:
        bc.settle({"outpatient_cost": 5.0, "is_dibo": True, "total_bill": -1}, policy=tmp_path / "none", on="banana")
    told = str(refused.value)
    for fault in ("none: cannot be read", "on: 'banana'", "outpatient_cost: a float", "'is_dibo' is not", "total_bill"):
        assert fault in told
    assert "{" not in refused.value.explain("zh")


@pytest.mark.parametrize("silent", [rule.name for rule in RULES_USED])
def test_a_policy_that_is_silent_about_one_of_the_benefits_is_refused(tmp_path, silent):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    tables = text.split("\n\n")
    kept = [table for table in tables if not table.lstrip("[").startswith((f"{silent}]", f"{silent}."))]
    file = tmp_path / "silent.toml"
    file.write_text("\n\n".join(kept), encoding="utf-8")
    assert silent not in bc.policy(file).benefits
    with pytest.raises(bc.Refused, match=silent):
        bc.settle(NOTHING, policy=file)


def test_a_policy_of_other_benefits_is_refused(tmp_path):
    with pytest.raises(bc.Refused, match="outpatient_pooling"):
        bc.settle(NOTHING, policy=written(tmp_path))


# The receipt ------------------------------------------------------------------------------------------------------

PARTLY_KNOWN = {**BILL, "is_dibao": None, "commercial_paid": "1000..3000"}


@settings(max_examples=15)
@given(hidden())
def test_the_receipt_of_a_settlement_is_verified_also_after_json(drawn):
    receipt = bc.settle(outside(drawn[1]), on="2023-05-01").receipt()
    bc.verify(receipt)
    bc.verify(json.loads(json.dumps(receipt)), policy=bc.policy())


def places(part: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a receipt, the whole ones and what is inside them."""
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in steps:
        yield (*way, step)
        yield from places(inner, (*way, step))


def moved(value: Any) -> list[Any]:
    """Other values of the same shape and of others."""
    if isinstance(value, bool):
        return [not value, None]
    if isinstance(value, str):
        return ["0.01", value + "0", value[:-1], None]
    if isinstance(value, list):
        return [[], [*value, "more"], None]
    return [{}, 1] if isinstance(value, dict) else [False, "2024-01-01"]


def changed_in_one_place(receipt: dict[str, Any], most: int | None) -> Iterator[dict[str, Any]]:
    """The receipt without each of its parts, and with other values of each, at most so many."""
    for *way, last in places(receipt):
        original = receipt
        for step in way:
            original = original[step]
        for value in [KeyError, *(each for each in moved(original[last]) if each != original[last])][:most]:
            other = copy.deepcopy(receipt)
            part = other
            for step in way:
                part = part[step]
            if value is KeyError:
                del part[last]
            else:
                part[last] = value
            yield other


@pytest.mark.many_cases
@pytest.mark.parametrize(("facts", "most"), [(BILL, 3), (PARTLY_KNOWN, 1)], ids=["known", "partly known"])
def test_every_change_to_a_part_of_a_receipt_is_found(facts, most):
    receipt = bc.settle(facts).receipt()
    changes = list(changed_in_one_place(receipt, most))
    assert len(changes) > 100
    for changed in changes:
        with pytest.raises(bc.Refused):
            bc.verify(changed)


def signed_again(receipt: dict[str, Any]) -> dict[str, Any]:
    """The receipt with the digest that belongs to its content, as a forger would write it."""
    content = {name: part for name, part in receipt.items() if name != "digest"}
    return {**content, "digest": sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()}


def test_figures_that_do_not_follow_from_the_facts_are_named_even_with_a_new_digest():
    receipt = bc.settle(BILL).receipt()
    receipt["lines"][-1]["amount"] = "1.00"
    receipt["result"]["undecided"] = []
    with pytest.raises(bc.Refused) as refused:
        bc.verify(signed_again(receipt))
    assert 'lines.resident.amount: the receipt has "1.00", computed again it is "17165.62"' in str(refused.value)
    assert "result.undecided" in str(refused.value)


def test_the_terms_of_another_policy_are_found():
    reform = bc.policy().with_terms({"chronic_outpatient.rate": "0.8"})
    receipt = bc.settle(BILL, policy=reform).receipt()
    bc.verify(receipt, policy=reform)
    with pytest.raises(bc.Refused) as refused:
        bc.verify(receipt, policy=bc.policy())
    assert "the receipt has the digest" in str(refused.value)
    assert "terms.chronic_outpatient: they are not those of the policy" in str(refused.value)
    announced = {"id": bc.policy().id, "digest": bc.policy().digest}
    forged = signed_again({**receipt, "policies": dict.fromkeys(receipt["policies"], announced)})
    with pytest.raises(bc.Refused, match=r"^terms.chronic_outpatient: they are not those of .* zhangdian-2022$"):
        bc.verify(forged)


@pytest.mark.parametrize("rule", [rule.name for rule in RULES_USED])
def test_a_receipt_without_the_terms_of_one_rule_is_refused(rule):
    receipt = bc.settle(BILL).receipt()
    del receipt["terms"][rule]
    with pytest.raises(bc.Refused, match=f"the terms of {rule} are missing"):
        bc.verify(signed_again(receipt))


def test_terms_of_a_rule_too_many_are_found():
    receipt = bc.settle(BILL).receipt()
    receipt["terms"]["care_home_subsidy"] = receipt["terms"]["chronic_outpatient"]
    with pytest.raises(bc.Refused, match="terms"):
        bc.verify(signed_again(receipt))


def test_the_terms_of_an_estimate_are_none_of_a_settlement_and_the_other_way():
    receipt = bc.settle(BILL).receipt()
    estimate = bc.screen(BILL).estimate("chronic_outpatient").receipt()
    for mixed in ({**receipt, "terms": estimate["terms"]}, {**estimate, "terms": receipt["terms"]}):
        with pytest.raises(bc.Refused, match="terms"):
            bc.verify(signed_again(mixed))


# Data and words ---------------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(hidden())
def test_a_settlement_goes_through_json(drawn):
    told = bc.settle(outside(drawn[1]))
    again = bc.Settlement.model_validate_json(told.model_dump_json())
    assert again == told
    assert again.explain("zh") == told.explain("zh")


@settings(max_examples=15)
@given(hidden())
def test_a_settlement_can_be_said_in_both_languages(drawn):
    told = bc.settle(outside(drawn[1]))
    for lang in ("zh", "en"):
        text = told.explain(lang)
        assert "{" not in text
        for line in told.lines:
            assert line.label.explain(lang) in text


def test_the_headline_says_what_the_resident_pays():
    first = bc.settle(BILL).explain("en").splitlines()[0]
    assert first == (
        "Of the bill of 60,000.00 yuan you pay about 17,165.62 yuan, by other readings of the terms 14,000.00 yuan to"
        " 18,756.25 yuan."
    )


def test_an_answer_that_is_asked_for_says_what_the_resident_would_pay():
    person = {"has_resident_insurance": True, "is_in_extreme_hardship": None}
    text = settled(person, total_bill=1_000, outpatient_cost=1_000).explain("en")
    # Pooling pays 475 or 736.25, so 525 or 263.75 are left; assistance pays 75 % of 525 at least.
    assert text.startswith("Of the bill of 1,000.00 yuan you pay 0.00 yuan to 525.00 yuan, depending on what is not")
    assert "hardship? no: you pay 263.75 yuan to 525.00 yuan; yes: you pay 0.00 yuan to 131.25 yuan" in text


def test_the_order_of_commercial_insurance_stands_among_the_assumptions_or_what_is_left_open():
    order = "Whether commercial insurance counts before medical assistance"
    left_open = "What the document leaves open, and the answer depends on"
    without, with_cover = settled(total_bill=100), bc.settle(BILL)
    assert left_open not in without.explain("en")
    assert without.explain("en").index("What is assumed") < without.explain("en").index(order)
    text = with_cover.explain("en")
    assert text.index(left_open) < text.index(order) < text.index("What is assumed")


def test_the_day_is_told_and_the_policy_named():
    told = bc.settle(NOTHING, on="2025-05-01", policy="zhangdian-2022")
    assert told.policies["chronic_outpatient"].digest == bc.policy().digest
    assert "is after December 31, 2024" in told.explain("en")


def test_the_bill_is_told_before_who_pays_which_part_of_it():
    _, told = bc.settle(BILL).explain("en").split("\nThe bill\n")
    bill, _ = told.split("\n\nWho pays which part\n")
    assert [line.strip().partition(":")[0] for line in bill.splitlines()] == [
        "The whole bill",
        "of it outside the insurance catalogue",
        "of it eligible and left by basic and critical-illness insurance",
    ]


def test_the_places_of_every_rule_that_pays_are_told():
    _, told = bc.settle(BILL).explain("en").split("\nWhere it stands\n")
    assert [name in told.partition("\n\n")[0] for name in ("outpatient pooling", "chronic", "assistance")] == [True] * 3


def test_facts_may_be_given_by_keyword():
    told = bc.settle(total_bill=1_000, commercial_paid=400)
    assert amounts(told, "total_bill", "commercial_insurance") == ("1000.00", "400.00")


def test_facts_of_others_rules_are_left_aside():
    assert bc.settle({**BILL, "age": 82, "care_home_cost": 100}) == bc.settle(BILL)


# By the law in force ----------------------------------------------------------------------------------------------

POOR = {
    "has_resident_insurance": True,
    "has_chronic_recognition": False,
    "is_in_extreme_hardship": True,
    "total_bill": 100_000,
    "outpatient_cost": 0,
    "chronic_cost": 0,
    "inpatient_cost": 100_000,
    "inpatient_insurance_paid": 40_000,
    "commercial_paid": 0,
}
"""Somebody in extreme hardship whom basic insurance leaves 60,000 yuan."""

TODAY = "2026-11-28"


def part(settlement: bc.Settlement, payer: str) -> Decimal | None:
    return settlement.line(payer).amount


def test_critical_illness_insurance_is_computed_where_law_in_force_states_it():
    told = bc.settle(POOR, on=TODAY)
    # 33,150 of 60,000; of the rest of 26,850 first 20,137.50 and then 1,198.75.
    assert str(told.on) == TODAY
    assert part(told, "critical_illness_insurance") == Decimal("33150.00")
    assert part(told, "medical_assistance") == Decimal("20137.50") + Decimal("1198.75")
    assert part(told, "resident") == Decimal("5513.75")
    assert told.policy is None
    assert told.policies["critical_illness_insurance"].id == "zibo-critical-illness-2023"
    bc.verify(told.receipt())


def test_critical_illness_insurance_pays_of_what_chronic_treatment_is_paid_for_too_leaves():
    bill = {"has_chronic_recognition": True, "inpatient_cost": 90_000, "chronic_cost": 10_000}
    told = bc.settle({**POOR, **bill}, on=TODAY)
    # Chronic: 60 % of 9,500. Of 100,000 - 40,000 - 5,700 = 54,300, 65 % of what lies above 9,000.
    assert part(told, "chronic_outpatient") == 5_700
    assert part(told, "critical_illness_insurance") == 29_445
    assert part(told, "burden") == 24_855


def test_critical_illness_insurance_pays_no_more_than_basic_and_commercial_insurance_leave():
    told = bc.settle({**POOR, "commercial_paid": 55_000}, on=TODAY)
    # By the rule 33,150; of 100,000 basic and commercial insurance leave 5,000.
    assert amounts(told, "critical_illness_insurance", "medical_assistance", "resident") == ("5000.00", "0.00", "0.00")


def test_what_critical_illness_insurance_pays_by_any_rule_is_never_more_than_basic_insurance_leaves(tmp_path):
    # An invented rule pays half of 990. Of 1,000 pooling pays 712.50; another 1,000 of the bill is not eligible.
    facts = {**INSURED, "outpatient_cost": 1_000_00, "total_bill": 2_000_00, "age": 30, "is_rural": True}
    terms = {rule.name: bc.policy().views(rule.name).stated for rule in RULES_USED}
    terms |= {bread_allowance.name: bc.policy(written(tmp_path)).views(bread_allowance.name).stated}
    payers = Payers(ANNOUNCED._replace(critical=bread_allowance), critical_by_sheet=False)
    lines = divided({**facts, "is_low_income": False}, Reading(terms, commercial_first=False), payers)
    assert lines.critical_illness_insurance == 287_50


def test_the_receipt_says_of_which_day_the_law_is():
    assert bc.settle(POOR, on=TODAY).receipt()["on"] == TODAY
    assert bc.settle(POOR).receipt()["on"] is None


def test_what_the_sheet_says_counts_and_the_difference_is_told():
    told = bc.settle({**POOR, "critical_illness_paid": 30_000}, on=TODAY)
    assert part(told, "critical_illness_insurance") == 30_000
    assert "says 30,000.00 yuan, which counts; by the rule it is 33,150.00 yuan." in told.explain("en")
    same = bc.settle({**POOR, "critical_illness_paid": 33_150}, on=TODAY)
    assert "which counts" not in same.explain("en")
    bc.verify(told.receipt())


def test_before_the_law_in_force_a_bill_is_settled_as_announced():
    told = bc.settle(POOR, on="2023-05-01")
    assert told.policy == "zhangdian-2022"
    assert "critical_illness_paid" in told.missing


def test_a_day_of_which_some_documents_speak_is_settled_by_each_of_them():
    told = bc.settle(POOR, on="2023-06-01")
    assert {name: each.id for name, each in told.policies.items()} == {
        "outpatient_pooling": "zibo-outpatient-2023",
        "chronic_outpatient": "zibo-chronic-2023",
        "medical_assistance": "zhangdian-2022",
    }
    bc.verify(told.receipt())


def test_what_is_told_of_the_day_names_the_benefits_of_each_document_where_there_are_several():
    several = bc.settle(POOR, on="2023-06-01").explain("en")
    assert "\nMedical assistance: The terms are those of January 1, 2022 to December 31, 2024; " in several
    assert "\nThe terms are those of January 1, 2022" in bc.settle(POOR, on="2023-05-01").explain("en")


def test_a_forged_document_of_one_payer_is_found():
    receipt = bc.settle(POOR, on=TODAY).receipt()
    receipt["policies"]["outpatient_pooling"] = receipt["policies"]["chronic_outpatient"]
    with pytest.raises(bc.Refused, match=r"terms.outpatient_pooling: they are not those of .* zibo-chronic-2023"):
        bc.verify(signed_again(receipt))
