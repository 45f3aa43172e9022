"""Support for persons in extreme hardship (特困供养): in an institution for older people who want it, or at home.

Facts are about one person. The rule gives no money; it says which support the announcement promises.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Condition,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    Whole,
    YesNo,
    all_of,
    is_not,
    line,
    say,
    term,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    is_in_extreme_hardship: YesNo[T]
    age: Whole[T]
    wants_placement: YesNo[T]


class Terms(RuleTerms):
    """The figures of the policy; the announcement states no figure for a person."""

    elderly_from: Whole[int] = term(N_("Age from which a person counts as older"), more_is="strict")


class Lines(RuleLines, Generic[T]):
    """The answer, line by line."""

    is_in_extreme_hardship: Condition[T] = line(
        N_("A person in extreme hardship"), otherwise=N_("Not recognised as a person in extreme hardship")
    )
    is_promised_a_place: YesNo[T] = line(
        N_("Promised a place in a support institution, as a willing person of {elderly_from} or over")
    )
    is_cared_for_at_home: YesNo[T] = line(N_("Supported and cared for at home"))
    is_eligible: YesNo[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # Care campaign, support for persons in extreme hardship: an older person
    is_elderly = facts.age >= terms.elderly_from
    # ... who wants a place in an institution is promised one;
    is_promised_a_place = all_of(facts.is_in_extreme_hardship, is_elderly, facts.wants_placement)
    # ... those who are supported where they live are cared for there.
    is_cared_for_at_home = all_of(facts.is_in_extreme_hardship, is_not(is_promised_a_place))
    return Lines(
        is_in_extreme_hardship=facts.is_in_extreme_hardship,
        is_promised_a_place=is_promised_a_place,
        is_cared_for_at_home=is_cared_for_at_home,
        is_eligible=facts.is_in_extreme_hardship,
    )


rule = Rule(
    name="extreme_hardship_support",
    title=say(N_("Support for persons in extreme hardship")),
    period=say(N_("for as long as the recognition lasts")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
