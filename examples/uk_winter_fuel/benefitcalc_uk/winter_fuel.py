"""The winter fuel payment of the United Kingdom: one of two amounts a winter, by age.

Facts and amounts are of one person who lives alone, and one winter.
"""

from enum import IntEnum
from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Condition,
    Level,
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
    level,
    line,
    means,
    say,
    term,
    when,
    yes_no,
)


class Country(IntEnum):
    """The countries of the United Kingdom."""

    ENGLAND = 1
    WALES = 2
    SCOTLAND = 3
    NORTHERN_IRELAND = 4


FACTS = (
    level(
        "uk_country",
        Country,
        N_("Country of the United Kingdom"),
        N_("In which country of the United Kingdom do you live?"),
        words={
            Country.ENGLAND: N_("England"),
            Country.WALES: N_("Wales"),
            Country.SCOTLAND: N_("Scotland"),
            Country.NORTHERN_IRELAND: N_("Northern Ireland"),
        },
    ),
    yes_no(
        "gets_means_tested_benefit",
        N_("Gets a means-tested benefit"),
        N_("Do you get a means-tested benefit, such as pension credit?"),
    ),
    means("uk_taxable_income", N_("Taxable income"), N_("What is your taxable income of the year?"), unit=N_("pounds")),
)
"""What the United Kingdom asks for, beside the age."""


class Facts(NamedTuple, Generic[T]):
    """What is known of the person."""

    age: Whole[T]
    uk_country: Level[T]
    gets_means_tested_benefit: YesNo[T]
    uk_taxable_income: Money[T]


class Terms(RuleTerms):
    """The figures of the law."""

    pension_age: Whole[int] = term(N_("Pension age"), more_is="strict")
    higher_from: Whole[int] = term(N_("Age of the higher amount"), more_is="strict")
    requires_benefits: YesNo[bool] = term(N_("Whether it is for those with a benefit alone"), more_is="strict")
    tests_income: YesNo[bool] = term(N_("Whether a small income will do"), more_is="generous")
    income_below: Money[int] = term(N_("Income that is too high"), more_is="generous")
    lower: Money[int] = term(N_("Lower amount"), more_is="generous")
    higher: Money[int] = term(N_("Higher amount"), more_is="generous", at_least="lower")


class Lines(RuleLines, Generic[T]):
    """Who gets it."""

    is_old: Condition[T] = line(N_("Of pension age"), otherwise=N_("Below pension age"))
    lives_outside_scotland: Condition[T] = line(N_("Not in Scotland"), otherwise=N_("In Scotland"))
    passes_the_test: Condition[T] = line(
        N_("Passes the test of means"), otherwise=N_("Does not pass the test of means")
    )
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """The body: each statement below the place in the law that it carries out."""
    # Regulation 2(1)(a): of pensionable age,
    is_old = facts.age >= terms.pension_age
    # ... regulation 1(2): not in Scotland, which has a payment of its own,
    lives_outside_scotland = facts.uk_country != Country.SCOTLAND
    # ... regulation 2(2)(b): with a benefit, where the law asks for one. A reform lets a small income do as well.
    lives_in_england_or_wales = any_of(facts.uk_country == Country.ENGLAND, facts.uk_country == Country.WALES)
    has_small_income = all_of(lives_in_england_or_wales, facts.uk_taxable_income < terms.income_below)
    passes_by_income = all_of(has_small_income, terms.tests_income)
    passes_the_test = any_of(facts.gets_means_tested_benefit, passes_by_income, is_not(terms.requires_benefits))
    is_eligible = all_of(is_old, lives_outside_scotland, passes_the_test)
    # By age, one of two amounts.
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
    title=say(N_("Winter fuel payment")),
    period=say(N_("a winter")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
