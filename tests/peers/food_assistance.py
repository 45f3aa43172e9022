"""United States food assistance (SNAP): an allotment by household, less 30 % of net income up to whole dollars.

Facts and amounts are of one household and month.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    Condition,
    Fact,
    Kind,
    Money,
    N,
    Rate,
    Rounding,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    Whole,
    YesNo,
    above,
    all_of,
    any_of,
    choose,
    least,
    line,
    means,
    most,
    say,
    share,
    step,
    term,
    times,
    when,
    yes_no,
)

FACTS = (
    Fact("household_size", Kind.WHOLE, "Members of the household", "How many are in the household?", most=20),
    yes_no("has_elderly_or_disabled", "Somebody elderly or disabled", "Is a member 60 or over, or disabled?"),
    means("earned_income_of_month", "Earned income of the month", "What is earned in the month?"),
    means("other_income_of_month", "Other income of the month", "What other income is there in the month?"),
    means("shelter_cost_of_month", "Shelter costs of the month", "What does shelter cost in the month?"),
)


class Facts(NamedTuple, Generic[T]):
    household_size: Whole[T]
    has_elderly_or_disabled: YesNo[T]
    earned_income_of_month: Money[T]
    other_income_of_month: Money[T]
    shelter_cost_of_month: Money[T]


class Terms(RuleTerms):
    gross_limit: Schedule[Whole[int], Money[int]] = term("Most gross income", more_is="generous")
    net_limit: Schedule[Whole[int], Money[int]] = term("Most net income", more_is="generous")
    standard_deduction: Schedule[Whole[int], Money[int]] = term("Standard deduction", more_is="generous")
    allotment: Schedule[Whole[int], Money[int]] = term("Most that is paid", more_is="generous")
    largest: Whole[int] = term("Largest household of the tables", more_is="neither")
    gross_more: Money[int] = term("Gross income of each further member", more_is="generous")
    net_more: Money[int] = term("Net income of each further member", more_is="generous")
    allotment_more: Money[int] = term("Allotment of each further member", more_is="generous")
    small_to: Whole[int] = term("Largest household with a minimum", more_is="neither")
    minimum: Money[int] = term("Least that is paid to a small household", more_is="generous")
    earned_deduction: Rate = term("Share of earned income that does not count", more_is="generous")
    half: Rate = term("Share of income above which shelter counts", more_is="strict")
    shelter_limit: Money[int] = term("Most shelter that counts", more_is="generous")
    contribution: Rate = term("Share of net income", more_is="strict")
    unit: Money[int] = term("Unit of rounding", more_is="neither")
    way: Rounding = term("Way of rounding", more_is="strict")


class Lines(RuleLines, Generic[T]):
    is_below_gross: Condition[T] = line("Gross income within the limit", otherwise="Gross income above the limit")
    is_below_net: Condition[T] = line("Net income within the limit", otherwise="Net income above the limit")
    net_income: Money[T] = line("Net income")
    own_part: Money[T] = line("{contribution:percent} of net income, up to whole dollars")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    size, is_exempt = facts.household_size, facts.has_elderly_or_disabled
    more = above(size, terms.largest)
    # Section 273.9(a): gross income is limited, unless somebody is elderly or disabled.
    gross_income = facts.earned_income_of_month + facts.other_income_of_month
    gross_limit = step(terms.gross_limit, at=size) + times(terms.gross_more, more)
    is_below_gross = any_of(is_exempt, gross_income <= gross_limit)
    # Section 273.9(d): a share of what is earned does not count, nor does a standard deduction,
    earned = facts.earned_income_of_month - share(terms.earned_deduction, of=facts.earned_income_of_month)
    adjusted = above(earned + facts.other_income_of_month, step(terms.standard_deduction, at=size))
    # ... nor shelter above half of the rest, up to a limit, unless somebody is elderly or disabled.
    shelter = above(facts.shelter_cost_of_month, share(terms.half, of=adjusted))
    net_income = above(adjusted, choose(is_exempt, shelter, least(shelter, terms.shelter_limit)))
    # Section 273.9(a): net income is limited for everybody.
    is_below_net = net_income <= step(terms.net_limit, at=size) + times(terms.net_more, more)
    is_eligible = all_of(is_below_gross, is_below_net)
    # Section 273.10(e)(2): the allotment less a share of net income, up to whole dollars,
    own_part = share(terms.contribution, of=net_income, to=terms.unit, way=terms.way)
    allotment = step(terms.allotment, at=size) + times(terms.allotment_more, more)
    # ... and for a small household no less than a minimum.
    is_small = all_of(size <= terms.small_to, size != 0)
    benefit = most(above(allotment, own_part), when(is_small, terms.minimum))
    return Lines(
        is_below_gross=is_below_gross,
        is_below_net=is_below_net,
        net_income=net_income,
        own_part=own_part,
        is_eligible=is_eligible,
        payout=when(is_eligible, benefit),
    )


rule = Rule(
    name="us_food_assistance",
    title=say("Food assistance"),
    period=say("a month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
