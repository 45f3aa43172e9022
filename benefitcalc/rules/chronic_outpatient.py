"""Outpatient chronic and special diseases (门诊慢特病): part of the cost of treating a recognised disease.

Facts and amounts are for one person and calendar year.
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
    T,
    YesNo,
    above,
    all_of,
    least,
    line,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    has_resident_insurance: YesNo[T]
    has_chronic_recognition: YesNo[T]
    chronic_cost: Money[T]


class Terms(RuleTerms):
    """The figures of the policy; the announcement states only the rate."""

    rate: Rate = term(N_("Reimbursement rate"), more_is="generous")
    deductible: Money[int] = term(N_("Deductible"), more_is="strict")
    payment_limit: Money[int] = term(N_("Payment ceiling"), more_is="generous", is_ceiling=True)


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_insured: Condition[T] = line(
        N_("Insured in the resident basic medical insurance"),
        otherwise=N_("Not insured in the resident basic medical insurance, which alone pays this benefit"),
    )
    is_recognised: Condition[T] = line(
        N_("Recognised as having an outpatient chronic or special disease"),
        otherwise=N_("Not recognised as having an outpatient chronic or special disease; without it nothing is paid"),
    )
    above_deductible: Money[T] = line(N_("Cost above the deductible of {deductible:yuan}"))
    reimbursement: Money[T] = line(N_("The announced share of it, {rate:percent}"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # Healthcare campaign, chronic and special diseases: for those in the resident basic medical insurance
    is_insured = facts.has_resident_insurance
    # ... whose disease the insurance has recognised,
    is_recognised = facts.has_chronic_recognition
    # ... on what lies above the deductible,
    above_deductible = above(facts.chronic_cost, terms.deductible)
    # ... the announced share, up to the ceiling.
    reimbursement = least(share(terms.rate, of=above_deductible), terms.payment_limit)
    is_eligible = all_of(is_insured, is_recognised)
    return Lines(
        is_insured=is_insured,
        is_recognised=is_recognised,
        above_deductible=above_deductible,
        reimbursement=reimbursement,
        is_eligible=is_eligible,
        payout=when(is_eligible, reimbursement),
    )


rule = Rule(
    name="chronic_outpatient",
    title=say(N_("Outpatient chronic and special diseases")),
    period=say(N_("for the calendar year")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
    never_falls=True,
)
