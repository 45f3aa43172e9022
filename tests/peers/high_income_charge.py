"""The British high income child benefit charge: a hundredth of child benefit for each 200 pounds above 60,000.

Facts and amounts are of one person and tax year.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Fact,
    Kind,
    Money,
    N,
    Rate,
    Rounding,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    Whole,
    YesNo,
    above,
    all_of,
    line,
    means,
    say,
    share,
    step,
    term,
    times,
    when,
)

FACTS = (
    Fact("benefit_children", Kind.WHOLE, "Children", "For how many children is child benefit paid?", most=12),
    means("adjusted_net_income", "Adjusted net income of the year", "What is your adjusted net income?"),
    means("partner_net_income", "The partner's adjusted net income", "What is your partner's adjusted net income?"),
)


class Facts(NamedTuple, Generic[T]):
    benefit_children: Whole[T]
    adjusted_net_income: Money[T]
    partner_net_income: Money[T]


class Terms(RuleTerms):
    eldest: Money[int] = term("For the eldest child a week", more_is="generous")
    other: Money[int] = term("For each other child a week", more_is="generous")
    weeks: Whole[int] = term("Weeks of the year", more_is="neither")
    one_child: Whole[int] = term("The eldest child", more_is="neither")
    threshold: Money[int] = term("Income that is not charged", more_is="strict")
    whole: Rate = term("All of child benefit", more_is="neither")
    percentage: Schedule[Money[int], Rate] = term("Percentage by income", more_is="generous")
    unit: Money[int] = term("Unit of rounding", more_is="neither")
    way: Rounding = term("Way of rounding", more_is="generous")


class Lines(RuleLines, Generic[T]):
    has_children: Condition[T] = line("Child benefit is paid", otherwise="No child benefit is paid")
    is_above: Condition[T] = line("Above {threshold:yuan}", otherwise="Not above {threshold:yuan}")
    is_higher: Condition[T] = line("The higher income of the two", otherwise="Not the higher income of the two")
    child_benefit: Money[T] = line("Child benefit of the year, in whole pounds")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    income = facts.adjusted_net_income
    # Section 681B: whose income is above the limit, and above that of the partner, is charged.
    has_children = facts.benefit_children >= terms.one_child
    is_above = income > terms.threshold
    is_higher = income > facts.partner_net_income
    is_eligible = all_of(has_children, is_above, is_higher)
    # Section 681C(1) and (3): child benefit of the year, down to whole pounds,
    eldest = when(has_children, times(terms.eldest, terms.weeks))
    others = times(times(terms.other, terms.weeks), above(facts.benefit_children, terms.one_child))
    child_benefit = share(terms.whole, of=eldest + others, to=terms.unit, way=terms.way)
    # ... and section 681C(2) and (3): of it the percentage of the income, down to whole pounds.
    charge = step(terms.percentage, at=income, of=child_benefit, to=terms.unit, way=terms.way)
    return Lines(
        has_children=has_children,
        is_above=is_above,
        is_higher=is_higher,
        child_benefit=child_benefit,
        is_eligible=is_eligible,
        payout=when(is_eligible, charge),
    )


rule = Rule(
    name="uk_high_income_charge",
    title=say("High income child benefit charge"),
    period=say("a tax year"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
