"""Care-home subsidy (养老机构补贴): part of the cost of a home with few stars, for an older person in hardship.

Facts are about one person; the subsidy is for the same period as the given cost.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    CareNeed,
    Condition,
    Level,
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
    line,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person and the home."""

    age: Whole[T]
    care_need: Level[T]
    is_in_economic_hardship: YesNo[T]
    care_home_stars: Whole[T]
    care_home_cost: Money[T]


class Terms(RuleTerms):
    """The figures of the policy; the announcement states the rate and the most stars."""

    rate: Rate = term(N_("Subsidised share of the cost"), more_is="generous")
    most_stars: Whole[int] = term(N_("Most stars of the home"), more_is="generous")
    fewest_stars: Whole[int] = term(N_("Fewest stars of the home"), more_is="strict")
    elderly_from: Whole[int] = term(N_("Age from which a person counts as older"), more_is="strict")


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_elderly: Condition[T] = line(
        N_("Aged {elderly_from} or over"),
        otherwise=N_("Aged {age}; the subsidy begins at {elderly_from} (short by {elderly_from-age})"),
    )
    needs_care: Condition[T] = line(
        N_("Partly or fully unable to care for oneself"),
        otherwise=N_("Able to care for oneself; the subsidy is for those who partly or fully are not"),
    )
    is_in_hardship: Condition[T] = line(
        N_("An older person in economic hardship"), otherwise=N_("Not counted as an older person in economic hardship")
    )
    has_few_enough_stars: Condition[T] = line(
        N_("The home's star rating is at most {most_stars}"),
        otherwise=N_(
            "The home's star rating is {care_home_stars}; the subsidy is for ratings of at most {most_stars} (over "
            "by {care_home_stars-most_stars})"
        ),
    )
    has_enough_stars: Condition[T] = line(
        N_("The home's star rating is at least {fewest_stars}"),
        otherwise=N_(
            "The home's star rating is {care_home_stars}; whether an unrated home counts is not stated, so a rating "
            "of at least {fewest_stars} is taken to be needed"
        ),
    )
    subsidy: Money[T] = line(N_("The subsidised share of the cost, {rate:percent}"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # Care campaign, subsidy for living in a care home: for older people
    is_elderly = facts.age >= terms.elderly_from
    # ... who are partly or fully unable to care for themselves,
    needs_care = facts.care_need >= CareNeed.PARTIAL
    # ... and in economic hardship,
    is_in_hardship = facts.is_in_economic_hardship
    # ... in a home of at most so many stars (whether one without any counts is not said),
    has_few_enough_stars = facts.care_home_stars <= terms.most_stars
    has_enough_stars = facts.care_home_stars >= terms.fewest_stars
    # ... this share of what was really paid.
    subsidy = share(terms.rate, of=facts.care_home_cost)
    is_eligible = all_of(is_elderly, needs_care, is_in_hardship, has_few_enough_stars, has_enough_stars)
    return Lines(
        is_elderly=is_elderly,
        needs_care=needs_care,
        is_in_hardship=is_in_hardship,
        has_few_enough_stars=has_few_enough_stars,
        has_enough_stars=has_enough_stars,
        subsidy=subsidy,
        is_eligible=is_eligible,
        payout=when(is_eligible, subsidy),
    )


rule = Rule(
    name="care_home_subsidy",
    title=say(N_("Care-home subsidy")),
    period=say(N_("for the period of the cost")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
