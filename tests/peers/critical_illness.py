"""Critical-illness insurance of residents in Shandong (大病保险): of what basic insurance left, each band at its rate.

Facts and amounts are of one person and year.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
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

FACTS = ()


class Facts(NamedTuple, Generic[T]):
    has_resident_insurance: YesNo[T]
    eligible_cost: Money[T]
    basic_insurance_paid: Money[T]


class Terms(RuleTerms):
    bands: Schedule[Money[int], Rate] = term("Share of each band", more_is="generous")
    limit: Money[int] = term("Most a year", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_insured: Condition[T] = line("Insured", otherwise="Not insured")
    left: Money[T] = line("Left by basic insurance")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    # What basic insurance left of the cost,
    left = above(facts.eligible_cost, facts.basic_insurance_paid)
    # ... each band at its rate, up to the limit.
    paid = least(share(terms.bands, of=left), terms.limit)
    is_insured = facts.has_resident_insurance
    return Lines(is_insured=is_insured, left=left, is_eligible=is_insured, payout=when(is_insured, paid))


rule = Rule(
    name="shandong_critical_illness",
    title=say("Critical-illness insurance"),
    period=say("a year"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
