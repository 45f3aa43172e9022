"""Invented law for the tests, which uses every word: the heating allowance of Nowhere."""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Level,
    Money,
    N,
    Rate,
    Rounding,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    Sex,
    T,
    Whole,
    YesNo,
    least,
    line,
    pick,
    say,
    share,
    step,
    term,
    times,
    when,
)


class Facts(NamedTuple, Generic[T]):
    age: Whole[T]
    sex: Level[T]
    care_home_stars: Whole[T]
    care_home_cost: Money[T]


class Terms(RuleTerms):
    bands: Schedule[Money[int], Rate] = term("Share of the cost", more_is="generous")
    classes: Schedule[Whole[int], Money[int]] = term("Allowance by age", more_is="generous")
    per_star: Money[int] = term("For each star", more_is="generous")
    women: Money[int] = term("For women", more_is="generous")
    men: Money[int] = term("For men", more_is="generous", at_least="women")
    younger_than: Whole[int] = term("Below this age", more_is="neither")
    unit: Money[int] = term("Unit of rounding", more_is="neither")
    way: Rounding = term("Way of rounding", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_young: Condition[T] = line("Below {younger_than}", otherwise="Aged {age}")
    of_cost: Money[T] = line("{bands}, rounded to {unit:yuan}")
    by_age: Money[T] = line("By age")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    is_young = facts.age < terms.younger_than
    of_cost = share(terms.bands, of=facts.care_home_cost, to=terms.unit, way=terms.way)
    by_age = step(terms.classes, at=facts.age)
    by_sex = pick(facts.sex, {Sex.FEMALE: terms.women, Sex.MALE: terms.men})
    given = of_cost + by_age + by_sex + times(terms.per_star, facts.care_home_stars)
    payout = when(is_young, least(given, facts.care_home_cost))
    return Lines(is_young=is_young, of_cost=of_cost, by_age=by_age, is_eligible=is_young, payout=payout)


def made() -> Rule:
    """Return the rule; inside `benefitcalc.districts.using` it is removed afterwards."""
    return Rule(
        name="heating_allowance",
        title=say("Heating allowance"),
        period=say("for the winter"),
        facts=Facts,
        terms=Terms,
        lines=Lines,
        assess=assess,
    )


DOCUMENT = """
id = "nowhere"
status = "in_force"
title = "Heating for Nowhere"
announced = 2020-01-01
since = 2020-01-01
until = 2020-12-31

[heating_allowance]
place = "page 1"
per_star = { exactly = 5.00, place = "page 2" }
women = { exactly = 20.00, place = "page 2" }
men = { exactly = 30.00, place = "page 2" }
younger_than = { exactly = 100, place = "page 2" }
unit = { exactly = 10.00, place = "page 3" }
way = { exactly = "down", place = "page 3" }

[heating_allowance.bands]
place = "page 2"
rows = [
  { from = 100.00, rate = "1/3" },
  { from = 400.00, rate = { about = 0.50, give_or_take = 0.05, words = "about", because = "five points" } },
]

[heating_allowance.classes]
because = "not stated"
rows = [{ from = 18, amount = 7.00 }, { from = 65, amount = 9.00 }]
"""
