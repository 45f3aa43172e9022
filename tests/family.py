"""Invented law for the tests: a family benefit with many figures, which depends on age and income.

The facts are borrowed: the age is that of the eldest child, the stars are the number of children, the chronic cost is
the household's income, and the outpatient cost is the cost of child care.
"""

from typing import Generic, NamedTuple

from benefitcalc.core.rates import Rate
from benefitcalc.core.words import Condition, Money, N, T, Whole, YesNo, all_of, choose, least, share, when
from benefitcalc.engine.lines import RuleLines, line
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import RuleTerms, term
from benefitcalc.text.message import say


class Facts(NamedTuple, Generic[T]):
    age: Whole[T]
    care_home_stars: Whole[T]
    is_low_income: YesNo[T]
    chronic_cost: Money[T]
    outpatient_cost: Money[T]


class Terms(RuleTerms):
    base: Money[int] = term("Monthly base", more_is="generous")
    fewest_children: Whole[int] = term("Fewest children", more_is="strict")
    large_from: Whole[int] = term("Children of a large family", more_is="strict")
    rate: Rate = term("Rate", more_is="generous")
    large_rate: Rate = term("Rate of a large family, in addition", more_is="generous")
    first_age: Whole[int] = term("First age of a rise", more_is="strict")
    second_age: Whole[int] = term("Second age of a rise", more_is="strict")
    first_rise: Rate = term("Rise at the first age", more_is="generous")
    second_rise: Rate = term("Rise at the second age, in addition", more_is="generous")
    until_age: Whole[int] = term("Last age", more_is="generous")
    first_ceiling: Money[int] = term("First ceiling of income", more_is="generous")
    second_band: Money[int] = term("How far the second ceiling lies above", more_is="generous")
    ceiling_if_large: Money[int] = term("Rise of the ceilings for a large family", more_is="generous")
    middle_part: Rate = term("Part that is left above the first ceiling", more_is="generous")
    upper_part: Rate = term("Part of that which is left above the second ceiling", more_is="generous")
    low_ceiling: Money[int] = term("Ceiling of the supplement", more_is="generous")
    supplement: Rate = term("Supplement for low incomes, of the benefit", more_is="generous")
    lump_sum: Money[int] = term("Lump sum for recognised low incomes", more_is="generous")
    care_rate: Rate = term("Part of child care that is paid", more_is="generous")
    care_limit: Money[int] = term("Most that is paid of child care", more_is="generous")
    least_paid: Money[int] = term("Less than this is not paid", more_is="strict")


class Lines(RuleLines, Generic[T]):
    has_children: Condition[T] = line("Enough children", otherwise="Too few children")
    is_young: Condition[T] = line("Young enough", otherwise="Too old")
    full: Money[T] = line("In full")
    after_income: Money[T] = line("By income")
    care: Money[T] = line("Of child care")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    has_children = facts.care_home_stars >= terms.fewest_children
    is_young = facts.age <= terms.until_age
    is_large = facts.care_home_stars >= terms.large_from
    # The benefit, by the number of children and the age of the eldest,
    of_all = share(terms.rate, of=terms.base)
    of_large = when(is_large, share(terms.large_rate, of=terms.base))
    of_first_age = when(facts.age >= terms.first_age, share(terms.first_rise, of=terms.base))
    of_second_age = when(facts.age >= terms.second_age, share(terms.second_rise, of=terms.base))
    full = of_all + of_large + of_first_age + of_second_age
    # ... of which a part is left above each ceiling of income,
    first_ceiling = when(is_large, terms.ceiling_if_large) + terms.first_ceiling
    middle = share(terms.middle_part, of=full)
    upper = share(terms.upper_part, of=middle)
    is_below_second = facts.chronic_cost <= first_ceiling + terms.second_band
    above_first = choose(is_below_second, middle, upper)
    after_income = choose(facts.chronic_cost <= first_ceiling, full, above_first)
    # ... with supplements, and part of the care.
    supplement = when(facts.chronic_cost <= terms.low_ceiling, share(terms.supplement, of=after_income))
    lump_sum = when(facts.is_low_income, terms.lump_sum)
    care = least(share(terms.care_rate, of=facts.outpatient_cost), terms.care_limit)
    total = after_income + supplement + lump_sum + care
    is_eligible = all_of(has_children, is_young)
    payout = when(is_eligible, when(total >= terms.least_paid, total))
    return Lines(
        has_children=has_children,
        is_young=is_young,
        full=full,
        after_income=after_income,
        care=care,
        is_eligible=is_eligible,
        payout=payout,
    )


family_benefit = Rule(
    name="family_benefit",
    title=say("Family benefit"),
    period=say("for the month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)

LAW = """
id = "families"
status = "in_force"
title = "Families of Nowhere"
announced = 2020-01-01
since = 2020-01-01
until = 2020-12-31

[family_benefit]
place = "page 1"
base = { exactly = 466.44, place = "page 1" }
fewest_children = { exactly = 2, place = "page 1" }
large_from = { exactly = 3, place = "page 1" }
rate = { exactly = 0.32, place = "page 1" }
large_rate = { exactly = 0.41, place = "page 1" }
first_age = { exactly = 11, place = "page 2" }
second_age = { exactly = 14, place = "page 2" }
first_rise = { exactly = 0.09, place = "page 2" }
second_rise = { exactly = 0.07, place = "page 2" }
until_age = { exactly = 20, place = "page 2" }
first_ceiling = { exactly = 74966.00, place = "page 3" }
second_band = { exactly = 24960.00, place = "page 3" }
ceiling_if_large = { exactly = 6247.00, place = "page 3" }
middle_part = { exactly = 0.50, place = "page 3" }
upper_part = { exactly = 0.50, place = "page 3" }
low_ceiling = { exactly = 30000.00, place = "page 4" }
supplement = { exactly = 0.20, place = "page 4" }
lump_sum = { exactly = 50.00, place = "page 4" }
care_rate = { exactly = 0.85, place = "page 5" }
care_limit = { exactly = 500.00, place = "page 5" }
least_paid = { exactly = 15.00, place = "page 5" }
"""
