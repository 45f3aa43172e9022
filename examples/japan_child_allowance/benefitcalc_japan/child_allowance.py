"""Japan's child allowance (児童手当): an amount a month for each child who is not past the school year of age eighteen.

Facts and amounts are of one household and month; children are in order of age, the eldest first. A place without a
child has the age of an adult and is not of school age, which ends with the school year of age eighteen.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
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
    any_of,
    choose,
    line,
    say,
    term,
    when,
    yes_no,
)

_YEARS = N_("years")

FACTS = (
    Fact("first_age", Kind.WHOLE, N_("Age of the first child"), N_("How old is the first child?"), _YEARS, most=150),
    yes_no("first_in_school", N_("The first child is of school age"), N_("Is the first child of school age?")),
    Fact("second_age", Kind.WHOLE, N_("Age of the second child"), N_("How old is the second child?"), _YEARS, most=150),
    yes_no("second_in_school", N_("The second child is of school age"), N_("Is the second of school age?")),
    Fact("third_age", Kind.WHOLE, N_("Age of the third child"), N_("How old is the third child?"), _YEARS, most=150),
    yes_no("third_in_school", N_("The third child is of school age"), N_("Is the third child of school age?")),
    Fact("fourth_age", Kind.WHOLE, N_("Age of the fourth child"), N_("How old is the fourth child?"), _YEARS, most=150),
    yes_no("fourth_in_school", N_("The fourth child is of school age"), N_("Is the fourth of school age?")),
    Fact("fifth_age", Kind.WHOLE, N_("Age of the fifth child"), N_("How old is the fifth child?"), _YEARS, most=150),
    yes_no("fifth_in_school", N_("The fifth child is of school age"), N_("Is the fifth child of school age?")),
)
"""What Japan asks for. A household with more children has more places; five are those of the published cases."""


class Facts(NamedTuple, Generic[T]):
    """What is known of the household."""

    first_age: Whole[T]
    first_in_school: YesNo[T]
    second_age: Whole[T]
    second_in_school: YesNo[T]
    third_age: Whole[T]
    third_in_school: YesNo[T]
    fourth_age: Whole[T]
    fourth_in_school: YesNo[T]
    fifth_age: Whole[T]
    fifth_in_school: YesNo[T]


class Terms(RuleTerms):
    """The figures of the law, and the order in which the amounts stand."""

    counts_until: Whole[int] = term(N_("Last age at which a child counts in the order"), more_is="generous")
    one: Whole[int] = term(N_("One child"), more_is="neither")
    before_the_third: Whole[int] = term(N_("So many elder children make a third child"), more_is="neither")
    grows_from: Whole[int] = term(N_("Age from which a child brings the lower amount"), more_is="generous")
    grown: Money[int] = term(N_("For a grown child"), more_is="generous")
    small: Money[int] = term(N_("For a small child"), more_is="generous", at_least="grown")
    third: Money[int] = term(N_("For the third child and each after it"), more_is="generous", at_least="small")


class Lines(RuleLines, Generic[T]):
    """What each child brings."""

    has_child: Condition[T] = line(N_("A child of school age"), otherwise=N_("No child of school age"))
    first: Money[T] = line(N_("For the first child"))
    second: Money[T] = line(N_("For the second child"))
    third: Money[T] = line(N_("For the third child"))
    fourth: Money[T] = line(N_("For the fourth child"))
    fifth: Money[T] = line(N_("For the fifth child"))
    is_eligible: YesNo[T]
    payout: Money[T]


def brings(age: N, in_school: N, elder: N | int, terms: Terms) -> N:
    """What a child brings who has so many elder ones that count."""
    by_age = choose(age >= terms.grows_from, terms.grown, terms.small)
    return when(in_school, choose(elder >= terms.before_the_third, terms.third, by_age))


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """The body: each statement below the place in the law that it carries out."""
    # Article 6: a child counts in the order while it is of the age said there,
    elder_than_second = when(facts.first_age <= terms.counts_until, terms.one)
    elder_than_third = elder_than_second + when(facts.second_age <= terms.counts_until, terms.one)
    elder_than_fourth = elder_than_third + when(facts.third_age <= terms.counts_until, terms.one)
    elder_than_fifth = elder_than_fourth + when(facts.fourth_age <= terms.counts_until, terms.one)
    # ... and brings an amount until the school year of age eighteen is over.
    first = brings(facts.first_age, facts.first_in_school, 0, terms)
    second = brings(facts.second_age, facts.second_in_school, elder_than_second, terms)
    third = brings(facts.third_age, facts.third_in_school, elder_than_third, terms)
    fourth = brings(facts.fourth_age, facts.fourth_in_school, elder_than_fourth, terms)
    fifth = brings(facts.fifth_age, facts.fifth_in_school, elder_than_fifth, terms)
    has_child = any_of(
        facts.first_in_school,
        facts.second_in_school,
        facts.third_in_school,
        facts.fourth_in_school,
        facts.fifth_in_school,
    )
    return Lines(
        has_child=has_child,
        first=first,
        second=second,
        third=third,
        fourth=fourth,
        fifth=fifth,
        is_eligible=has_child,
        payout=first + second + third + fourth + fifth,
    )


rule = Rule(
    name="japan_child_allowance",
    title=say(N_("Child allowance")),
    period=say(N_("a month")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
