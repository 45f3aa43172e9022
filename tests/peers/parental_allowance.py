"""Germany's parental allowance (Elterngeld): a share of the income before the birth, by the income.

Facts and amounts are of one parent and month of the child's life.
"""

from enum import IntEnum
from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    COMPLETED_MONTHS,
    Condition,
    Fact,
    Kind,
    Level,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    Whole,
    YesNo,
    above,
    all_of,
    choose,
    day,
    derived,
    least,
    level,
    line,
    means,
    most,
    pick,
    say,
    share,
    step,
    term,
    times,
    when,
)


class Variant(IntEnum):
    """Which allowance a parent takes."""

    BASIC = 1
    PLUS = 2


FACTS = (
    day("child_birth_date", "Day of birth of the child", "When was the child born?", "the birth certificate"),
    derived(
        "child_months",
        "child_birth_date",
        COMPLETED_MONTHS,
        "Full months of the child",
        "How many full months old is the child?",
        unit="months",
        most=400,
    ),
    level("elterngeld_variant", Variant, "Basiselterngeld or ElterngeldPlus", "Which allowance do you take?"),
    Fact("children_of_birth", Kind.WHOLE, "Children of the birth", "How many children were born?", most=8),
    means("income_before_birth", "Income a month before the birth", "What was your income a month before the birth?"),
)


class Facts(NamedTuple, Generic[T]):
    child_months: Whole[T]
    elterngeld_variant: Level[T]
    children_of_birth: Whole[T]
    income_before_birth: Money[T]


class Terms(RuleTerms):
    percentage: Schedule[Money[int], Rate] = term("Percentage by income", more_is="generous")
    floor: Money[int] = term("Least", more_is="generous")
    limit: Money[int] = term("Most", more_is="generous")
    for_each_more: Money[int] = term("For each further child of the birth", more_is="generous")
    basic_months: Whole[int] = term("Months of Basiselterngeld", more_is="generous")
    plus_months: Whole[int] = term("Months of ElterngeldPlus", more_is="generous")
    half: Rate = term("Share of ElterngeldPlus", more_is="generous")
    one: Whole[int] = term("One child", more_is="neither")


class Lines(RuleLines, Generic[T]):
    is_born: Condition[T] = line("A child is born", otherwise="No child is born")
    is_in_time: Condition[T] = line("In the months of the allowance", otherwise="After the months of the allowance")
    of_income: Money[T] = line("Of the income, {floor:yuan} to {limit:yuan}")
    for_others: Money[T] = line("{for_each_more:yuan} for each further child")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    income = facts.income_before_birth
    # Section 4: for a child, in its first months.
    is_born = facts.children_of_birth >= terms.one
    months = pick(facts.elterngeld_variant, {Variant.BASIC: terms.basic_months, Variant.PLUS: terms.plus_months})
    is_in_time = facts.child_months < months
    is_eligible = all_of(is_born, is_in_time)
    # Section 2: the percentage of the income's class, of the income, between two amounts,
    of_income = least(most(step(terms.percentage, at=income, of=income), terms.floor), terms.limit)
    # ... section 2a(4): and an amount for each further child of the birth.
    for_others = times(terms.for_each_more, above(facts.children_of_birth, terms.one))
    # Section 4a(2): of both, ElterngeldPlus is a share.
    is_plus = facts.elterngeld_variant == Variant.PLUS
    own = choose(is_plus, share(terms.half, of=of_income), of_income)
    others = choose(is_plus, share(terms.half, of=for_others), for_others)
    return Lines(
        is_born=is_born,
        is_in_time=is_in_time,
        of_income=of_income,
        for_others=for_others,
        is_eligible=is_eligible,
        payout=when(is_eligible, own + others),
    )


rule = Rule(
    name="germany_elterngeld",
    title=say("Parental allowance"),
    period=say("a month"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
