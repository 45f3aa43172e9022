"""Outpatient pooling (居民门诊统筹): part of the cost of ordinary outpatient visits of an insured resident.

Facts and amounts are for one person and calendar year.
"""

from functools import cached_property
from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    WHOLE,
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
    outpatient_cost: Money[T]


class Terms(RuleTerms):
    """The figures of the policy; the announcement states the rise, but not its base."""

    payment_uplift: Rate = term(N_("Rise of the reimbursement rate"), more_is="generous")
    limit_uplift: Rate = term(N_("Rise of the payment ceiling"), more_is="generous")
    deductible: Money[int] = term(N_("Deductible"), more_is="strict")
    rate: Rate = term(N_("Reimbursement rate, before any rise"), more_is="generous")
    payment_limit: Money[int] = term(N_("Payment ceiling, before any rise"), more_is="generous", is_ceiling=True)

    @cached_property
    def raised_rate(self) -> Rate:
        """The exact rate after the rise."""
        return self.rate.raised_by(self.payment_uplift)

    @cached_property
    def raised_limit(self) -> Money[int]:
        """The ceiling after the rise, in fen."""
        return share(WHOLE.raised_by(self.limit_uplift), of=self.payment_limit)


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_insured: Condition[T] = line(
        N_("Insured in the resident basic medical insurance"),
        otherwise=N_("Not insured in the resident basic medical insurance, which alone pays this benefit"),
    )
    above_deductible: Money[T] = line(N_("Cost above the deductible of {deductible:yuan}"))
    before: Money[T] = line(N_("Before any rise: {rate:percent} of it, at most {payment_limit:yuan}"))
    reimbursement: Money[T] = line(N_("With any rise: {raised_rate:percent} of it, at most {raised_limit:yuan}"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # Healthcare campaign, outpatient pooling: for those in the resident basic medical insurance,
    is_insured = facts.has_resident_insurance
    # ... on what lies above the deductible (which the announcement leaves as it was),
    above_deductible = above(facts.outpatient_cost, terms.deductible)
    # ... the benefit as it stood by the figures since published, never more than the cost,
    before = least(share(terms.rate, of=above_deductible), terms.payment_limit, facts.outpatient_cost)
    # ... raised: the rate and the ceiling, each by its rise.
    raised = share(terms.raised_rate, of=above_deductible)
    reimbursement = least(raised, terms.raised_limit, facts.outpatient_cost)
    return Lines(
        is_insured=is_insured,
        above_deductible=above_deductible,
        before=before,
        reimbursement=reimbursement,
        is_eligible=is_insured,
        payout=when(is_insured, reimbursement),
    )


rule = Rule(
    name="outpatient_pooling",
    title=say(N_("Outpatient pooling")),
    period=say(N_("for the calendar year")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
    never_falls=True,
)
