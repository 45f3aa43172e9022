"""A parenting allowance, of OpenFisca's template: an amount for a household of small income with a small child.

Facts and amounts are of one household and month.
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
    all_of,
    choose,
    line,
    means,
    say,
    term,
    when,
    yes_no,
)

FACTS = (
    means("household_income", "Income of the household", "What is the income of the household?"),
    yes_no("is_single_parent", "A single parent", "Do you bring up the child alone?"),
    Fact("youngest_age", Kind.WHOLE, "Age of the youngest", "How old is the youngest child?", "years", most=150),
)


class Facts(NamedTuple, Generic[T]):
    household_income: Money[T]
    is_single_parent: YesNo[T]
    youngest_age: Whole[T]


class Terms(RuleTerms):
    income_threshold: Money[int] = term("Highest income", more_is="generous")
    couple_below: Whole[int] = term("Age at which it ends for a couple", more_is="generous")
    single_below: Whole[int] = term("Age at which it ends for a single parent", more_is="generous")
    amount: Money[int] = term("Amount", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_poor: Condition[T] = line("Income is small enough", otherwise="Income is too high")
    has_small_child: Condition[T] = line("A small child", otherwise="No small child")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    is_poor = facts.household_income <= terms.income_threshold
    ends_at = choose(facts.is_single_parent, terms.single_below, terms.couple_below)
    has_small_child = facts.youngest_age < ends_at
    is_eligible = all_of(is_poor, has_small_child)
    return Lines(
        is_poor=is_poor,
        has_small_child=has_small_child,
        is_eligible=is_eligible,
        payout=when(is_eligible, terms.amount),
    )


rule = Rule(
    name="template_parenting_allowance",
    title=say("Parenting allowance"),
    period=say("a month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
