"""Critical-illness insurance (居民大病保险): a share, rising by bands, of what basic insurance leaves to pay.

Facts and amounts are of one person and calendar year.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Condition,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    YesNo,
    above,
    any_of,
    choose,
    least,
    line,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """What is known of the person."""

    has_resident_insurance: YesNo[T]
    is_dibao: YesNo[T]
    is_in_extreme_hardship: YesNo[T]
    is_back_in_poverty: YesNo[T]
    eligible_cost: Money[T]
    basic_insurance_paid: Money[T]


class Terms(RuleTerms):
    """The figures of the policy: bands and a ceiling, and those of the poor."""

    bands: Schedule[Money[int], Rate] = term(N_("Rates by what is left to pay"), more_is="generous")
    payment_limit: Money[int] = term(N_("Payment ceiling"), more_is="generous")
    bands_of_the_poor: Schedule[Money[int], Rate] = term(
        N_("Rates by what is left to pay, for the poor"), more_is="generous"
    )
    payment_limit_of_the_poor: Money[int] = term(N_("Payment ceiling for the poor"), more_is="generous")


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_insured: Condition[T] = line(
        N_("Insured in the resident basic medical insurance"),
        otherwise=N_("Not insured in the resident basic medical insurance, which alone pays this benefit"),
    )
    is_poor: YesNo[T] = line(N_("In extreme hardship, on Dibao, or back in poverty"))
    burden: Money[T] = line(N_("What basic insurance left to pay"))
    ordinary: Money[T] = line(
        N_("For ordinary residents: of each band above the deductible its rate, up to the ceiling")
    )
    of_the_poor: Money[T] = line(N_("For the poor: a lower deductible and higher rates"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """The body: each statement below the place in the document that it carries out."""
    # Reply of 2023-07-20, critical-illness insurance: for those in the resident basic medical insurance,
    is_insured = facts.has_resident_insurance
    # ... on what basic insurance leaves of the cost within the rules:
    burden = above(facts.eligible_cost, facts.basic_insurance_paid)
    # ... of each band above the deductible its rate, up to the ceiling;
    ordinary = least(share(terms.bands, of=burden), terms.payment_limit)
    # ... in extreme hardship, on Dibao or back in poverty from a lower deductible on, and at higher rates.
    is_poor = any_of(facts.is_in_extreme_hardship, facts.is_dibao, facts.is_back_in_poverty)
    of_the_poor = least(share(terms.bands_of_the_poor, of=burden), terms.payment_limit_of_the_poor)
    return Lines(
        is_insured=is_insured,
        is_poor=is_poor,
        burden=burden,
        ordinary=ordinary,
        of_the_poor=of_the_poor,
        is_eligible=is_insured,
        payout=when(is_insured, choose(is_poor, of_the_poor, ordinary)),
    )


rule = Rule(
    name="critical_illness_insurance",
    title=say(N_("Critical-illness insurance")),
    period=say(N_("for the calendar year")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
    never_falls=True,
)
