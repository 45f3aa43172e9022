"""Critical-illness insurance (居民大病保险): a share, by bands, of what basic insurance leaves an insured resident.

Facts and amounts are for one person and calendar year.
"""

from typing import Generic, NamedTuple

from benefitcalc.authoring import (
    N_,
    Condition,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    Schedule,
    T,
    YesNo,
    above,
    any_of,
    choose,
    least,
    line,
    say,
    share,
    term,
    when,
)


class Facts(NamedTuple, Generic[T]):
    """The facts of the person."""

    has_resident_insurance: YesNo[T]
    is_dibao: YesNo[T]
    is_in_extreme_hardship: YesNo[T]
    is_back_in_poverty: YesNo[T]
    eligible_cost: Money[T]
    basic_insurance_paid: Money[T]


class Terms(RuleTerms):
    """The figures of the policy: the bands, the bands of the poorest, and the yearly maximum."""

    bands: Schedule[Money[int], Rate] = term(N_("Bands"), more_is="generous")
    bands_of_the_poorest: Schedule[Money[int], Rate] = term(N_("Bands for the poorest"), more_is="generous")
    payment_limit: Money[int] = term(N_("Payment ceiling"), more_is="generous", is_ceiling=True)
    payment_limit_of_the_poorest: Money[int] = term(
        N_("Payment ceiling for the poorest"), more_is="generous", is_ceiling=True
    )


class Lines(RuleLines, Generic[T]):
    """The calculation, line by line."""

    is_insured: Condition[T] = line(
        N_("Insured in the resident basic medical insurance"),
        otherwise=N_("Not insured in the resident basic medical insurance, which alone pays this benefit"),
    )
    is_poorest: YesNo[T] = line(N_("In extreme hardship, on Dibao, or back in poverty"))
    burden: Money[T] = line(N_("Cost within the insurance rules that basic insurance left"))
    ordinary: Money[T] = line(N_("By the bands, at most {payment_limit:yuan}"))
    poorest: Money[T] = line(N_("By the bands for the poorest, at most {payment_limit_of_the_poorest:yuan}"))
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    """Return the lines; above each statement is the place in the reply that it implements."""
    # Reply, critical-illness insurance: for those in the resident basic medical insurance,
    is_insured = facts.has_resident_insurance
    # ... of what basic insurance leaves of the cost within the rules,
    burden = above(facts.eligible_cost, facts.basic_insurance_paid)
    # ... each band from the deductible on at its rate, up to the most that is paid in a year;
    ordinary = least(share(terms.bands, of=burden), terms.payment_limit)
    # ... for persons in extreme hardship, on Dibao or back in poverty from a lower deductible on and at higher rates.
    is_poorest = any_of(facts.is_in_extreme_hardship, facts.is_dibao, facts.is_back_in_poverty)
    poorest = least(share(terms.bands_of_the_poorest, of=burden), terms.payment_limit_of_the_poorest)
    return Lines(
        is_insured=is_insured,
        is_poorest=is_poorest,
        burden=burden,
        ordinary=ordinary,
        poorest=poorest,
        is_eligible=is_insured,
        payout=when(is_insured, choose(is_poorest, poorest, ordinary)),
    )


rule = Rule(
    name="critical_illness_insurance",
    title=say(N_("Critical-illness insurance")),
    period=say(N_("for the calendar year")),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
    never_falls=True,
)
