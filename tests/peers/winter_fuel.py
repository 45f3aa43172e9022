"""The winter fuel allowance of the United Kingdom: one of two amounts a winter, by age, for a household of one.

Facts and amounts are of one person and winter.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Money,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    Whole,
    YesNo,
    all_of,
    any_of,
    choose,
    is_not,
    line,
    means,
    say,
    term,
    when,
    yes_no,
)

FACTS = (
    yes_no("lives_in_scotland", "Lives in Scotland", "Do you live in Scotland?"),
    yes_no("lives_in_england_or_wales", "Lives in England or Wales", "Do you live in England or Wales?"),
    yes_no("gets_means_tested_benefit", "Gets a means-tested benefit", "Do you get a means-tested benefit?"),
    means("taxable_income", "Taxable income", "What is the taxable income of the year?"),
)


class Facts(NamedTuple, Generic[T]):
    age: Whole[T]
    lives_in_scotland: YesNo[T]
    lives_in_england_or_wales: YesNo[T]
    gets_means_tested_benefit: YesNo[T]
    taxable_income: Money[T]


class Terms(RuleTerms):
    pension_age: Whole[int] = term("Pension age", more_is="strict")
    higher_from: Whole[int] = term("Age of the higher amount", more_is="strict")
    requires_benefits: YesNo[bool] = term("Whether it is for those with a benefit alone", more_is="strict")
    tests_income: YesNo[bool] = term("Whether a small income will do", more_is="generous")
    income_below: Money[int] = term("Income that is too high", more_is="generous")
    lower: Money[int] = term("Lower amount", more_is="generous")
    higher: Money[int] = term("Higher amount", more_is="generous", at_least="lower")


class Lines(RuleLines, Generic[T]):
    is_old: Condition[T] = line("Of pension age", otherwise="Below pension age")
    lives_outside_scotland: Condition[T] = line("Not in Scotland", otherwise="In Scotland")
    passes_the_test: Condition[T] = line("Passes the test of means", otherwise="Does not pass the test of means")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    is_old = facts.age >= terms.pension_age
    lives_outside_scotland = is_not(facts.lives_in_scotland)
    # With a benefit; or, where the law tests incomes, in England or Wales with a small income; or nothing is required.
    has_small_income = all_of(facts.lives_in_england_or_wales, facts.taxable_income < terms.income_below)
    passes_by_income = all_of(has_small_income, terms.tests_income)
    passes_the_test = any_of(facts.gets_means_tested_benefit, passes_by_income, is_not(terms.requires_benefits))
    is_eligible = all_of(is_old, lives_outside_scotland, passes_the_test)
    amount = choose(facts.age >= terms.higher_from, terms.higher, terms.lower)
    return Lines(
        is_old=is_old,
        lives_outside_scotland=lives_outside_scotland,
        passes_the_test=passes_the_test,
        is_eligible=is_eligible,
        payout=when(is_eligible, amount),
    )


rule = Rule(
    name="uk_winter_fuel",
    title=say("Winter fuel allowance"),
    period=say("a winter"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
