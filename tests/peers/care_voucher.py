"""China's voucher for care services of the old (养老服务消费补贴): a share of the services of the month, up to a limit.

Facts and amounts are of one person and month.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Fact,
    Kind,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    Whole,
    YesNo,
    all_of,
    is_not,
    least,
    line,
    money,
    say,
    share,
    term,
    when,
)

FACTS = (
    Fact("disability_grade", Kind.WHOLE, "Grade of disability", "Which grade was assessed?", most=4),
    money("care_services_of_month", "Care services of the month", "What did the care services cost?", "the bill"),
)


class Facts(NamedTuple, Generic[T]):
    age: Whole[T]
    disability_grade: Whole[T]
    is_in_extreme_hardship: YesNo[T]
    care_services_of_month: Money[T]


class Terms(RuleTerms):
    old_from: Whole[int] = term("First age", more_is="strict")
    least_level: Whole[int] = term("Lowest grade", more_is="strict")
    rate: Rate = term("Share of the services", more_is="generous")
    limit: Money[int] = term("Most a month", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_old: Condition[T] = line("Old enough", otherwise="Too young")
    needs_care: Condition[T] = line("Needs care", otherwise="The grade is too low")
    is_not_supported: Condition[T] = line("Not in extreme hardship", otherwise="In extreme hardship")
    voucher: Money[T] = line("{rate:percent} of the services")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    # The old who need care, but for persons in extreme hardship,
    is_old = facts.age >= terms.old_from
    needs_care = facts.disability_grade >= terms.least_level
    is_not_supported = is_not(facts.is_in_extreme_hardship)
    is_eligible = all_of(is_old, needs_care, is_not_supported)
    # ... get a share of what the services cost, up to the limit.
    voucher = least(share(terms.rate, of=facts.care_services_of_month), terms.limit)
    return Lines(
        is_old=is_old,
        needs_care=needs_care,
        is_not_supported=is_not_supported,
        voucher=voucher,
        is_eligible=is_eligible,
        payout=when(is_eligible, voucher),
    )


rule = Rule(
    name="china_care_voucher",
    title=say("Voucher for care services"),
    period=say("a month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
