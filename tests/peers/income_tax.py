"""China's tax on a year of comprehensive income (个人所得税): what is above the deductions, each band at its rate.

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
    line,
    means,
    say,
    share,
    term,
)

FACTS = (
    means("income_of_year", "Income of the year", "What was the income of the year?"),
    means("deductions_of_year", "Deductions of the year", "What may be deducted in the year?"),
)


class Facts(NamedTuple, Generic[T]):
    income_of_year: Money[T]
    deductions_of_year: Money[T]


class Terms(RuleTerms):
    basic_deduction: Money[int] = term("Basic deduction", more_is="strict")
    bands: Schedule[Money[int], Rate] = term("Tax of each band", more_is="generous")


class Lines(RuleLines, Generic[T]):
    has_taxable_income: Condition[T] = line("Income is above the deductions", otherwise="No taxable income")
    taxable: Money[T] = line("Taxable income")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    # Income less what is deducted,
    deducted = facts.deductions_of_year + terms.basic_deduction
    taxable = above(facts.income_of_year, deducted)
    # ... each band at its rate.
    tax = share(terms.bands, of=taxable)
    is_taxed = facts.income_of_year > deducted
    return Lines(has_taxable_income=is_taxed, taxable=taxable, is_eligible=is_taxed, payout=tax)


rule = Rule(
    name="china_income_tax",
    title=say("Tax on income"),
    period=say("a year"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
