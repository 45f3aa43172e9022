"""Voucher for care services (养老服务消费补贴): part of the care costs of an older person with impaired abilities.

Facts are about one person; amounts are for one calendar month, and a voucher is valid only in its month.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    AbilityLevel,
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
    is_not,
    least,
    line,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person and the month."""

    age: Whole[T]
    ability_level: Level[T]
    is_in_extreme_hardship: YesNo[T]
    has_institutional_care_allowance: YesNo[T]
    is_in_home_care_scheme: YesNo[T]
    home_service_cost: Money[T]
    institution_service_cost: Money[T]


class Terms(RuleTerms):
    """The figures of the policy."""

    home_rate: Rate = term(N_("Share of services at home"), more_is="generous")
    institution_rate: Rate = term(N_("Share of services in an institution"), more_is="generous")
    monthly_limit: Money[int] = term(N_("Most of a month, both together"), more_is="generous")
    elderly_from: Whole[int] = term(N_("Age from which a person counts as older"), more_is="strict")


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_elderly: Condition[T] = line(
        N_("Aged {elderly_from} or over"),
        otherwise=N_("Aged {age}; the voucher begins at {elderly_from} (short by {elderly_from-age})"),
    )
    is_impaired: Condition[T] = line(
        N_("Assessed as moderately, severely or completely impaired"),
        otherwise=N_("Assessed as intact or mildly impaired; the voucher begins at moderate impairment"),
    )
    is_without_hardship_support: Condition[T] = line(
        N_("Without support for persons in extreme hardship"),
        otherwise=N_("Supported as a person in extreme hardship, which the voucher does not go with"),
    )
    is_without_institutional_care: Condition[T] = line(
        N_("Without the allowance for care in an institution of older people in economic hardship"),
        otherwise=N_(
            "Given the allowance for care in an institution of older people in economic hardship, which the voucher "
            "does not go with"
        ),
    )
    is_without_home_care_scheme: Condition[T] = line(
        N_("Without services of the scheme for care at home and in the community"),
        otherwise=N_(
            "Given services of the scheme for care at home and in the community, which the voucher does not go with"
        ),
    )
    at_home: Money[T] = line(N_("At home: {home_rate:percent} of what is left to pay"))
    in_an_institution: Money[T] = line(N_("In an institution: {institution_rate:percent} of what is left to pay"))
    voucher: Money[T] = line(N_("Both together, at most {monthly_limit:yuan} a month"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the document that it implements."""
    # National voucher for care services: for people of this age or over
    is_elderly = facts.age >= terms.elderly_from
    # ... whose abilities are assessed as moderately impaired or worse,
    is_impaired = facts.ability_level >= AbilityLevel.MODERATE
    # ... and who are given none of three other kinds of support.
    is_without_hardship_support = is_not(facts.is_in_extreme_hardship)
    is_without_institutional_care = is_not(facts.has_institutional_care_allowance)
    is_without_home_care_scheme = is_not(facts.is_in_home_care_scheme)
    # ... A share of what long-term-care insurance leaves of services at home, another one of those in an institution,
    at_home = share(terms.home_rate, of=facts.home_service_cost)
    in_an_institution = share(terms.institution_rate, of=facts.institution_service_cost)
    # ... together up to the most of a month.
    voucher = least(at_home + in_an_institution, terms.monthly_limit)
    is_eligible = all_of(
        is_elderly,
        is_impaired,
        is_without_hardship_support,
        is_without_institutional_care,
        is_without_home_care_scheme,
    )
    return Lines(
        is_elderly=is_elderly,
        is_impaired=is_impaired,
        is_without_hardship_support=is_without_hardship_support,
        is_without_institutional_care=is_without_institutional_care,
        is_without_home_care_scheme=is_without_home_care_scheme,
        at_home=at_home,
        in_an_institution=in_an_institution,
        voucher=voucher,
        is_eligible=is_eligible,
        payout=when(is_eligible, voucher),
    )


rule = Rule(
    name="care_service_voucher",
    title=say(N_("Voucher for care services")),
    period=say(N_("for the month")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)
