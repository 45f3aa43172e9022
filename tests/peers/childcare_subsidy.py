"""China's childcare subsidy (育儿补贴): an amount a calendar year for a child up to its third birthday.

Facts and amounts are of one child and calendar year; years are counted from 2000.
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
    all_of,
    choose,
    least,
    line,
    say,
    term,
    times,
    when,
)

FACTS = (
    Fact("born_in_year_after_2000", Kind.WHOLE, "Year of birth", "In which year was the child born?", most=99),
    Fact("born_in_month", Kind.WHOLE, "Month of birth", "In which month was the child born?", most=12),
    Fact("asked_year_after_2000", Kind.WHOLE, "Calendar year", "For which calendar year?", most=99),
)


class Facts(NamedTuple, Generic[T]):
    born_in_year_after_2000: Whole[T]
    born_in_month: Whole[T]
    asked_year_after_2000: Whole[T]


class Terms(RuleTerms):
    first_year: Whole[int] = term("First calendar year", more_is="neither")
    years: Whole[int] = term("Years of a child", more_is="generous")
    a_year: Money[int] = term("For a calendar year", more_is="generous")
    months_a_year: Whole[int] = term("Months of a year", more_is="neither")
    a_month: Money[int] = term("For a month", more_is="generous")


class Lines(RuleLines, Generic[T]):
    has_begun: Condition[T] = line("The subsidy has begun", otherwise="Before the subsidy")
    is_born: Condition[T] = line("The child is born", otherwise="Before the child is born")
    is_small: Condition[T] = line("Small enough", otherwise="Too old")
    of_months: Money[T] = line("By months")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    has_begun = facts.asked_year_after_2000 >= terms.first_year
    is_born = facts.born_in_year_after_2000 <= facts.asked_year_after_2000
    last_year = facts.born_in_year_after_2000 + terms.years
    # A child born since the subsidy began: the calendar year of birth and those after it, in full;
    is_new = facts.born_in_year_after_2000 >= terms.first_year
    is_in_its_years = facts.asked_year_after_2000 < last_year
    # ... one born before: each month up to that of the third birthday.
    past = times(terms.months_a_year, facts.asked_year_after_2000)
    until = times(terms.months_a_year, last_year) + facts.born_in_month
    of_months = least(times(terms.a_month, above(until, past)), terms.a_year)
    is_small = choose(is_new, is_in_its_years, until > past)
    is_eligible = all_of(has_begun, is_born, is_small)
    return Lines(
        has_begun=has_begun,
        is_born=is_born,
        is_small=is_small,
        of_months=of_months,
        is_eligible=is_eligible,
        payout=when(is_eligible, choose(is_new, terms.a_year, of_months)),
    )


rule = Rule(
    name="china_childcare_subsidy",
    title=say("Childcare subsidy"),
    period=say("a calendar year"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
