"""Medical assistance of the city (医疗救助): a share, by group, of what insurance leaves; then a share of the rest.

Facts and amounts are for one person and calendar year. If a person is in several groups, the best one counts.
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
    any_of,
    least,
    line,
    most,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    is_dibao: YesNo[T]
    is_in_extreme_hardship: YesNo[T]
    is_back_in_poverty: YesNo[T]
    is_at_edge_of_dibao: YesNo[T]
    is_watched_for_poverty: YesNo[T]
    is_gravely_ill_under_rigid_expenses: YesNo[T]
    disposable_income_per_head: Money[T]
    eligible_cost: Money[T]
    basic_insurance_paid: Money[T]
    critical_illness_paid: Money[T]


class Terms(RuleTerms):
    """The figures of the publication: three groups, and the second assistance of two of them."""

    poorest_rate: Rate = term(N_("Rate for the poorest"), more_is="generous")
    poorest_limit: Money[int] = term(N_("Yearly ceiling for the poorest"), more_is="generous", is_ceiling=True)
    poorest_again_above: Money[int] = term(N_("Deductible of the second assistance for the poorest"), more_is="strict")
    edge_deductible: Money[int] = term(N_("Deductible at the edge of Dibao"), more_is="strict")
    edge_rate: Rate = term(N_("Rate at the edge of Dibao"), more_is="generous")
    edge_limit: Money[int] = term(N_("Yearly ceiling at the edge of Dibao"), more_is="generous", is_ceiling=True)
    edge_again_above: Money[int] = term(
        N_("Deductible of the second assistance at the edge of Dibao"), more_is="strict"
    )
    again_rate: Rate = term(N_("Rate of the second assistance"), more_is="generous")
    again_limit: Money[int] = term(N_("Yearly ceiling of the second assistance"), more_is="generous", is_ceiling=True)
    strained_share: Rate = term(
        N_("Deductible under rigid expenses, as a share of the city's income per head"), more_is="strict"
    )
    strained_rate: Rate = term(N_("Rate under rigid expenses"), more_is="generous")
    strained_limit: Money[int] = term(N_("Yearly ceiling under rigid expenses"), more_is="generous", is_ceiling=True)


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_poorest: Group[T] = line(
        N_("In extreme hardship, on Dibao, or back in poverty"),
        otherwise=N_("Neither in extreme hardship, nor on Dibao, nor back in poverty"),
    )
    is_at_edge: Group[T] = line(
        N_("At the edge of Dibao, or watched against falling back into poverty"),
        otherwise=N_("Neither at the edge of Dibao nor watched against falling back into poverty"),
    )
    is_strained: Group[T] = line(
        N_("Gravely ill in a household with rigid expenses"),
        otherwise=N_("Not recognised as gravely ill in a household with rigid expenses"),
    )
    burden: Money[T] = line(N_("What basic and critical-illness insurance left to pay"))
    poorest: Money[T] = line(N_("For the poorest: {poorest_rate:percent} of it, at most {poorest_limit:yuan}"))
    poorest_again: Money[T] = line(
        N_("... and {again_rate:percent} of what remains above {poorest_again_above:yuan}, at most {again_limit:yuan}")
    )
    at_edge: Money[T] = line(
        N_("At the edge of Dibao: {edge_rate:percent} of it above {edge_deductible:yuan}, at most {edge_limit:yuan}")
    )
    at_edge_again: Money[T] = line(
        N_("... and {again_rate:percent} of what remains above {edge_again_above:yuan}, at most {again_limit:yuan}")
    )
    income_share: Money[T] = line(N_("{strained_share:percent} of the city's income per head of the year before"))
    strained: Money[T] = line(
        N_("Under rigid expenses: {strained_rate:percent} of it above that, at most {strained_limit:yuan}")
    )
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the publication that it implements."""
    # Table of medical assistance: its base is what both insurances leave of the cost within the rules.
    burden = above(facts.eligible_cost, facts.basic_insurance_paid + facts.critical_illness_paid)
    # Table, row 1: persons in extreme hardship, on Dibao, or back in poverty; no deductible,
    is_poorest = any_of(facts.is_dibao, facts.is_in_extreme_hardship, facts.is_back_in_poverty)
    poorest = least(share(terms.poorest_rate, of=burden), terms.poorest_limit)
    # ... and assistance again on what remains above this.
    poorest_left = above(burden - poorest, terms.poorest_again_above)
    poorest_again = least(share(terms.again_rate, of=poorest_left), terms.again_limit)
    # Table, row 2: members of households at the edge of Dibao, and persons watched against falling back into poverty,
    is_at_edge = any_of(facts.is_at_edge_of_dibao, facts.is_watched_for_poverty)
    at_edge = least(share(terms.edge_rate, of=above(burden, terms.edge_deductible)), terms.edge_limit)
    # ... and assistance again on what remains above this.
    edge_left = above(burden - at_edge, terms.edge_again_above)
    at_edge_again = least(share(terms.again_rate, of=edge_left), terms.again_limit)
    # Table, row 3: the gravely ill of households with rigid expenses, above a share of last year's income per head.
    is_strained = facts.is_gravely_ill_under_rigid_expenses
    income_share = share(terms.strained_share, of=facts.disposable_income_per_head)
    strained = least(share(terms.strained_rate, of=above(burden, income_share)), terms.strained_limit)
    # Several statuses at once: the best one counts, they do not add up.
    is_eligible = any_of(is_poorest, is_at_edge, is_strained)
    payout = most(
        when(is_poorest, poorest + poorest_again),
        when(is_at_edge, at_edge + at_edge_again),
        when(is_strained, strained),
    )
    return Lines(
        is_poorest=is_poorest,
        is_at_edge=is_at_edge,
        is_strained=is_strained,
        burden=burden,
        poorest=poorest,
        poorest_again=poorest_again,
        at_edge=at_edge,
        at_edge_again=at_edge_again,
        income_share=income_share,
        strained=strained,
        is_eligible=is_eligible,
        payout=payout,
    )


rule = Rule(
    name="city_medical_assistance",
    title=say(N_("Medical assistance of the city")),
    period=say(N_("for the calendar year")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
    never_falls=True,
)
