"""Allowance for persons in extreme hardship (特困人员供养标准): for living, and for care according to the care need.

Facts are about one person; amounts are for one month.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    CareNeed,
    Condition,
    Level,
    Money,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    YesNo,
    choose,
    line,
    pick,
    say,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    is_in_extreme_hardship: YesNo[T]
    is_rural: YesNo[T]
    care_need: Level[T]


class Terms(RuleTerms):
    """The figures of the policy, yuan a month."""

    urban_living: Money[int] = term(N_("Allowance for living, urban"), more_is="generous")
    rural_living: Money[int] = term(N_("Allowance for living, rural"), more_is="generous")
    care_of_the_able: Money[int] = term(
        N_("Allowance for care of a person who can care for oneself"), more_is="generous"
    )
    care_of_the_partly_able: Money[int] = term(
        N_("Allowance for care of a person who partly cannot care for oneself"), more_is="generous"
    )
    care_of_the_unable: Money[int] = term(
        N_("Allowance for care of a person who cannot care for oneself"), more_is="generous"
    )


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_in_extreme_hardship: Condition[T] = line(
        N_("A person in extreme hardship"), otherwise=N_("Not recognised as a person in extreme hardship")
    )
    living: Money[T] = line(N_("For living: {urban_living:yuan} in town, {rural_living:yuan} in the country"))
    care: Money[T] = line(N_("For care, by how far the person is unable to care for oneself"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # Notice, standards of support in extreme hardship: for living, urban or rural,
    living = choose(facts.is_rural, terms.rural_living, terms.urban_living)
    # ... and for care: full self-care, half care, full care.
    care = pick(
        facts.care_need,
        {
            CareNeed.NONE: terms.care_of_the_able,
            CareNeed.PARTIAL: terms.care_of_the_partly_able,
            CareNeed.FULL: terms.care_of_the_unable,
        },
    )
    return Lines(
        is_in_extreme_hardship=facts.is_in_extreme_hardship,
        living=living,
        care=care,
        is_eligible=facts.is_in_extreme_hardship,
        payout=when(facts.is_in_extreme_hardship, living + care),
    )


rule = Rule(
    name="extreme_hardship_allowance",
    title=say(N_("Allowance for persons in extreme hardship")),
    period=say(N_("for the month")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
