"""Ireland's universal social charge (Taxes Consolidation Act 1997, Part 18D): a share of each band of an income.

Facts and amounts are of one person and year.
"""

from enum import IntEnum
from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    YEAR,
    Condition,
    Level,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    Whole,
    YesNo,
    all_of,
    any_of,
    choose,
    derived,
    level,
    line,
    means,
    pick,
    say,
    share,
    term,
    when,
)


class MedicalCard(IntEnum):
    """Which medical card a person has."""

    NONE = 0
    GP_VISIT = 1
    FULL = 2


FACTS = (
    derived("year_of_birth", "birth_date", YEAR, "Year of birth", "In which year were you born?", unit="", most=2_100),
    level("medical_card", MedicalCard, "Medical card", "Which medical card do you have?"),
    means("aggregate_income", "Income of the year", "What is your income of the year?"),
)


class Facts(NamedTuple, Generic[T]):
    year_of_birth: Whole[T]
    medical_card: Level[T]
    aggregate_income: Money[T]


class Terms(RuleTerms):
    exempt_to: Money[int] = term("Exempt up to", more_is="strict")
    born_to: Whole[int] = term("Last year of birth with the reduced rates", more_is="neither")
    reduced_to: Money[int] = term("Reduced rates up to", more_is="neither")
    bands: Schedule[Money[int], Rate] = term("Rate of each band", more_is="generous")
    reduced: Schedule[Money[int], Rate] = term("Reduced rate of each band", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_charged: Condition[T] = line("Above {exempt_to:yuan}", otherwise="Not above {exempt_to:yuan}")
    is_reduced: YesNo[T] = line("Reduced rates", otherwise="Full rates")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    income = facts.aggregate_income
    # Section 531AM: an income that is not above the limit is not charged; one above it is, from the first euro.
    is_charged = income > terms.exempt_to
    # Section 531AN: a person of 70 in the year, or with a full card, whose income is not above another limit,
    has_card = pick(facts.medical_card, {MedicalCard.NONE: False, MedicalCard.GP_VISIT: False, MedicalCard.FULL: True})
    is_reduced = all_of(income <= terms.reduced_to, any_of(facts.year_of_birth <= terms.born_to, has_card))
    # ... pays at the reduced rates.
    charge = choose(is_reduced, share(terms.reduced, of=income), share(terms.bands, of=income))
    return Lines(is_charged=is_charged, is_reduced=is_reduced, is_eligible=is_charged, payout=when(is_charged, charge))


rule = Rule(
    name="ireland_social_charge",
    title=say("Universal social charge"),
    period=say("a year"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
