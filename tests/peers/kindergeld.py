"""Germany's child benefit (Kindergeld): an amount a month for each child, by how many there are.

Facts and amounts are of one claimant and month.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Fact,
    Kind,
    Money,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    Whole,
    YesNo,
    above,
    line,
    say,
    term,
    times,
    when,
)

FACTS = (Fact("children_with_claim", Kind.WHOLE, "Children with a claim", "For how many children?", most=30),)


class Facts(NamedTuple, Generic[T]):
    children_with_claim: Whole[T]


class Terms(RuleTerms):
    one: Whole[int] = term("One child", more_is="neither")
    two: Whole[int] = term("Two children", more_is="neither")
    three: Whole[int] = term("Three children", more_is="neither")
    first: Money[int] = term("For the first child", more_is="generous")
    second: Money[int] = term("For the second child", more_is="generous")
    third: Money[int] = term("For the third child", more_is="generous")
    further: Money[int] = term("For each further child", more_is="generous")


class Lines(RuleLines, Generic[T]):
    has_children: Condition[T] = line("Children with a claim", otherwise="No child with a claim")
    for_three: Money[T] = line("For the first three")
    for_others: Money[T] = line("For the others")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    has_children = facts.children_with_claim >= terms.one
    # The first three children, each with an amount of its own,
    first = when(has_children, terms.first)
    second = when(facts.children_with_claim >= terms.two, terms.second)
    third = when(facts.children_with_claim >= terms.three, terms.third)
    for_three = first + second + third
    # ... and one amount for each further child.
    for_others = times(terms.further, above(facts.children_with_claim, terms.three))
    return Lines(
        has_children=has_children,
        for_three=for_three,
        for_others=for_others,
        is_eligible=has_children,
        payout=when(has_children, for_three + for_others),
    )


rule = Rule(
    name="germany_kindergeld",
    title=say("Child benefit"),
    period=say("a month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
