"""Medical assistance (医疗救助): part of what insurance leaves a poor household to pay.

Facts and amounts are for one person and calendar year.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Group,
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
    any_of,
    least,
    line,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    is_dibao: YesNo[T]
    is_in_extreme_hardship: YesNo[T]
    is_in_other_hardship_group: YesNo[T]
    eligible_cost: Money[T]
    basic_insurance_paid: Money[T]
    critical_illness_paid: Money[T]


class Terms(RuleTerms):
    """The figures of the policy; the announcement states a minimum rate."""

    rate: Rate = term(N_("Assistance rate"), more_is="generous")
    covers_other_groups: YesNo[bool] = term(N_("Whether other groups in hardship are covered"), more_is="generous")
    yearly_limit: Money[int] = term(N_("Yearly ceiling of assistance"), more_is="generous", is_ceiling=True)


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_dibao: Group[T] = line(
        N_("In a household on the minimum living guarantee (Dibao)"),
        otherwise=N_("Not in a household on the minimum living guarantee (Dibao)"),
    )
    is_in_extreme_hardship: Group[T] = line(
        N_("A person in extreme hardship"), otherwise=N_("Not recognised as a person in extreme hardship")
    )
    is_other: Group[T] = line(
        N_("In another group in hardship that is covered"),
        otherwise=N_("Not in another group in hardship that is covered"),
    )
    burden: Money[T] = line(N_("What basic and critical-illness insurance left to pay"))
    assistance: Money[T] = line(N_("The announced least share of it, {rate:percent}"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # Healthcare campaign, medical assistance: households on Dibao, persons in extreme hardship, and others.
    is_other = all_of(facts.is_in_other_hardship_group, terms.covers_other_groups)
    is_eligible = any_of(facts.is_dibao, facts.is_in_extreme_hardship, is_other)
    # ... after basic and critical-illness insurance have paid,
    burden = above(facts.eligible_cost, facts.basic_insurance_paid + facts.critical_illness_paid)
    # ... at least this share of what is left.
    assistance = least(share(terms.rate, of=burden), terms.yearly_limit)
    return Lines(
        is_dibao=facts.is_dibao,
        is_in_extreme_hardship=facts.is_in_extreme_hardship,
        is_other=is_other,
        burden=burden,
        assistance=assistance,
        is_eligible=is_eligible,
        payout=when(is_eligible, assistance),
    )


rule = Rule(
    name="medical_assistance",
    title=say(N_("Medical assistance")),
    period=say(N_("for the calendar year")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
    never_falls=True,
)
