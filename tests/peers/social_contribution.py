"""A social security contribution, of OpenFisca's template: each band of the gross salary at its rate.

Facts and amounts are of one person and month.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    YesNo,
    line,
    means,
    say,
    share,
    term,
)

FACTS = (means("gross_salary", "Gross salary of the month", "What is the gross salary of the month?"),)


class Facts(NamedTuple, Generic[T]):
    gross_salary: Money[T]


class Terms(RuleTerms):
    bands: Schedule[Money[int], Rate] = term("Contribution of each band", more_is="generous")


class Lines(RuleLines, Generic[T]):
    contribution: Money[T] = line("{bands}")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    contribution = share(terms.bands, of=facts.gross_salary)
    return Lines(contribution=contribution, is_eligible=True, payout=contribution)


rule = Rule(
    name="template_social_contribution",
    title=say("Social security contribution"),
    period=say("a month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
