"""A tax of a home, of OpenFisca's template: an amount for each square metre, and no less than a minimum.

Facts and amounts are of one household and year.
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
    line,
    most,
    say,
    term,
    times,
    when,
    yes_no,
)

FACTS = (
    Fact("accommodation_size", Kind.WHOLE, "Size of the home", "How large is the home?", "square metres", most=1_000),
    yes_no("owns_or_rents", "Owns or rents the home", "Do you own or rent the home?"),
)


class Facts(NamedTuple, Generic[T]):
    accommodation_size: Whole[T]
    owns_or_rents: YesNo[T]


class Terms(RuleTerms):
    per_square_metre: Money[int] = term("For a square metre", more_is="generous")
    minimum: Money[int] = term("Minimum", more_is="generous")


class Lines(RuleLines, Generic[T]):
    owns_or_rents: Condition[T] = line("Owns or rents", otherwise="Lives there for free")
    by_size: Money[T] = line("By size")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    by_size = times(terms.per_square_metre, facts.accommodation_size)
    tax = when(facts.owns_or_rents, most(by_size, terms.minimum))
    return Lines(owns_or_rents=facts.owns_or_rents, by_size=by_size, is_eligible=facts.owns_or_rents, payout=tax)


rule = Rule(
    name="template_housing_tax",
    title=say("Tax of a home"),
    period=say("a year"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
