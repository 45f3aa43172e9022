"""Every fact that may be known of a person, each stated once: name, kind, meaning, unit, question, and what shows it.

A rule, a table's column, a form's field and a flag of a command line call a fact alike. Facts are of one
person; amounts are of one calendar year unless the fact says otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from benefitcalc import amounts, answers
from benefitcalc.answers import Span
from benefitcalc.districts import districts
from benefitcalc.fact import KNOWN, Fact, Held, Scalar, held, money, yes_no
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.words import CareNeed, Kind, Sex

# What usually shows a fact. Which papers an office wants, the document does not say.
_INSURANCE_CARD = N_("medical-insurance card")
_SETTLEMENT_SHEETS = N_("settlement sheets of the visits")
_IDENTITY_CARD = N_("identity card")
_HOUSEHOLD_REGISTER = N_("household register")

# A meaning heads a value in a list of facts; a question is asked as it stands.
ANNOUNCED = (
    # Health
    yes_no(
        "has_resident_insurance",
        N_("Insured in the resident basic medical insurance"),
        N_("Are you insured in the resident basic medical insurance?"),
        _INSURANCE_CARD,
    ),
    money(
        "total_bill",
        N_("The whole medical bill of the calendar year, before anybody paid"),
        N_("What did all medical treatment of the calendar year cost, before anybody paid?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "outpatient_cost",
        N_("Eligible cost of ordinary outpatient visits in the calendar year"),
        N_(
            "What did ordinary outpatient visits cost in the calendar year, counting only what the insurance "
            "catalogue covers?"
        ),
        _SETTLEMENT_SHEETS,
    ),
    yes_no(
        "has_chronic_recognition",
        N_("Recognised as having an outpatient chronic or special disease"),
        N_("Has the insurance recognised that you have an outpatient chronic or special disease?"),
        N_("the recognition of the chronic or special disease"),
    ),
    money(
        "chronic_cost",
        N_("Eligible cost of outpatient treatment of the recognised disease in the calendar year"),
        N_(
            "What did outpatient treatment of the recognised chronic or special disease cost in the calendar "
            "year, counting only what the insurance catalogue covers?"
        ),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "inpatient_cost",
        N_("Eligible cost of inpatient treatment in the calendar year"),
        N_(
            "What did inpatient treatment cost in the calendar year, counting only what the insurance catalogue covers?"
        ),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "inpatient_insurance_paid",
        N_("What the basic medical insurance paid of the inpatient treatment"),
        N_("How much of the inpatient treatment did the basic medical insurance pay (see the settlement sheet)?"),
        _SETTLEMENT_SHEETS,
    ),
    yes_no(
        "is_dibao",
        N_("In a household on the minimum living guarantee (Dibao)"),
        N_("Is your household on the minimum living guarantee (Dibao)?"),
        N_("Dibao certificate"),
    ),
    yes_no(
        "is_in_extreme_hardship",
        N_("Recognised as a person in extreme hardship"),
        N_("Are you recognised as a person in extreme hardship?"),
        N_("certificate of support for persons in extreme hardship"),
    ),
    yes_no(
        "is_in_other_hardship_group",
        N_("In another group that an office counts as in hardship"),
        N_("Does an office count you in another group in hardship, such as the edge of Dibao?"),
        N_("the office's recognition of the group in hardship"),
    ),
    money(
        "eligible_cost",
        N_("Medical cost within the insurance rules in the calendar year, before anybody paid"),
        N_("What was the medical cost within the insurance rules in the calendar year, before anybody paid?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "basic_insurance_paid",
        N_("What the basic medical insurance paid of that cost"),
        N_("How much of that cost did the basic medical insurance pay (see the settlement sheet)?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "critical_illness_paid",
        N_("What the critical-illness insurance paid in the calendar year"),
        N_("How much did the critical-illness insurance pay in the calendar year (see the settlement sheet)?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "commercial_paid",
        N_("What commercial insurance paid of the medical bill"),
        N_("How much of the medical bill did commercial insurance pay?"),
        N_("the commercial insurer's settlement"),
    ),
    # Older people
    Fact(
        "age",
        Kind.WHOLE,
        N_("Age in completed years"),
        N_("How old are you, in completed years?"),
        N_("years"),
        most=150,
        shown_by=_IDENTITY_CARD,
    ),
    Fact(
        "care_need",
        Kind.LEVEL,
        N_("How far unable to care for oneself"),
        N_("How far are you unable to care for yourself: not at all (none), partly (partial) or fully (full)?"),
        levels=CareNeed,
        shown_by=N_("the assessment of the ability to care for oneself"),
    ),
    yes_no(
        "is_in_economic_hardship",
        N_("An older person in economic hardship"),
        N_("Does the civil-affairs office count you as an older person in economic hardship?"),
        N_("the recognition of economic hardship"),
    ),
    Fact(
        "care_home_stars",
        Kind.WHOLE,
        N_("Star rating of the care home, 0 for a home without one"),
        N_("How many stars does the care home have (1 to 5, or 0 if it has not been rated)?"),
        N_("stars"),
        most=5,
        shown_by=N_("the care home's star rating, for which the home can be asked"),
    ),
    money(
        "care_home_cost",
        N_("Cost that the care home charged, for whichever period"),
        N_("What did the care home charge (for a month or for a year: the subsidy is for the same period)?"),
        N_("the care home's bills"),
        accumulates=False,
    ),
    yes_no(
        "wants_placement",
        N_("Wants to live in a support institution"),
        N_("Would you like to live in a support institution?"),
    ),
    # Work
    yes_no("is_rural", N_("A rural resident"), N_("Are you a rural resident?"), _HOUSEHOLD_REGISTER),
    Fact(
        "sex",
        Kind.LEVEL,
        N_("Sex"),
        N_("What is your sex: female or male?"),
        levels=Sex,
        shown_by=_IDENTITY_CARD,
    ),
    yes_no(
        "is_lifted_from_poverty",
        N_("Entitled to the policies for people lifted from poverty"),
        N_("Are you entitled to the policies for people lifted from poverty?"),
        N_("the recognition as lifted from poverty"),
    ),
    yes_no(
        "is_low_income",
        N_("Counted as a low-income person"),
        N_("Does the civil-affairs office count you as a low-income person?"),
        N_("the recognition of low income"),
    ),
    yes_no(
        "has_disability",
        N_("With a disability"),
        N_("Do you have a disability (as a rule, a disability certificate)?"),
        N_("disability certificate"),
    ),
    yes_no("is_unemployed", N_("Unemployed"), N_("Are you unemployed?"), N_("registration of unemployment")),
    yes_no(
        "is_in_zero_employment_household",
        N_("In a household where nobody of working age has work"),
        N_("Is your household one in which nobody who can and wants to work has work (a zero-employment household)?"),
        N_("the recognition as a zero-employment household"),
    ),
)
"""What the rules of the announcement ask for, in the order in which it is asked."""

FACTS = KNOWN
"""The facts by name: those above, and after them those of the packages of districts."""


class Parts(NamedTuple):
    """Amounts that together are never more than the amounts, taken together, that they are part of."""

    wholes: tuple[str, ...]
    parts: tuple[str, ...]


PAID_OF = (
    Parts(("eligible_cost",), ("basic_insurance_paid", "critical_illness_paid")),
    Parts(("inpatient_cost",), ("inpatient_insurance_paid",)),
)
"""What was paid of a cost is never above it."""

PARTS_OF = (
    Parts(("basic_insurance_paid",), ("inpatient_insurance_paid",)),
    *PAID_OF,
    Parts(("eligible_cost",), ("inpatient_cost",)),
    # The settlement sheets: basic and critical-illness insurance pay of what the insurance catalogue covers,
    Parts(("outpatient_cost", "chronic_cost", "inpatient_cost"), ("inpatient_insurance_paid", "critical_illness_paid")),
    # ... and what it covers, and what was paid in all, is never above the bill.
    Parts(("total_bill",), ("outpatient_cost", "chronic_cost", "inpatient_cost")),
    Parts(("total_bill",), ("eligible_cost",)),
    Parts(("total_bill",), ("inpatient_insurance_paid", "critical_illness_paid", "commercial_paid")),
)
"""What amounts imply of one another; a whole that is a part of another stands before it."""


def read(given: Mapping[str, object], wanted: Iterable[str]) -> dict[str, Held]:
    """The wanted facts, read; Refused with everything that is wrong with what was given.

    A fact that is left out or ``None`` is unknown, never zero and never no. A fact that is known here and
    not wanted is checked like the others, so that one description of a person serves every rule.
    """
    if not isinstance(given, Mapping):
        raise Refused(say(N_("give facts by their names, not {given}"), given=shown(given)))
    districts()  # their facts are known from here on
    problems = unknown((name for name in given if name not in FACTS), FACTS)
    values: dict[str, Held] = {}
    for name, value in given.items():
        if name in FACTS:
            try:
                values[name] = FACTS[name].read(value)
            except Refused as refused:
                problems.extend(of_fact(name, reason) for reason in refused.problems)
    problems.extend(contradictions(values))
    if problems:
        raise Refused(*problems)
    return {name: values[name] if name in values else FACTS[name].span for name in wanted}


def narrowed(facts: Mapping[str, Held]) -> Mapping[str, Held]:
    """The facts, what is not known narrowed to what the others leave possible: nothing paid is above its cost.

    Refused where they contradict one another, so that no value is ever made of what cannot be.
    """
    if told := list(contradictions(facts)):
        raise Refused(*told)
    if not any(isinstance(value, Span) for value in facts.values()):
        return facts
    ends = {name: span_of(value) for name, value in facts.items()}
    is_narrower = True
    while is_narrower:
        before = dict(ends)
        for wholes, parts in PARTS_OF:
            own = [part for part in parts if part in ends]
            if own and all(whole in ends for whole in wholes):
                least, most = sum(ends[part].low for part in own), sum(ends[whole].high for whole in wholes)
                for whole in wholes:
                    others = most - ends[whole].high
                    ends[whole] = Span(max(ends[whole].low, least - others), ends[whole].high)
                for part in own:
                    others = least - ends[part].low
                    ends[part] = Span(ends[part].low, min(ends[part].high, most - others))
        is_narrower = ends != before
    return {name: held(*ends[name]) for name in facts}


def day(given: object) -> date | None:
    """The day asked about, as `answers.day` reads it; None where none was given."""
    try:
        return None if given is None else answers.day(given)
    except Refused as refused:
        raise Refused(*(of_fact("on", reason) for reason in refused.problems)) from refused


def write(facts: Mapping[str, Held]) -> dict[str, Scalar | None]:
    """Facts as JSON writes them; `read` reads them back."""
    return {name: FACTS[name].write(value) for name, value in facts.items()}


def of_fact(name: str, reason: Message) -> Message:
    """What is wrong with a fact, under its name."""
    return say(N_("{fact}: {reason}"), fact=name, reason=reason)


def span_of(value: Held) -> Span:
    """What a fact may be, also where it is known."""
    return value if isinstance(value, Span) else Span(value, value)


def contradictions(values: Mapping[str, Held]) -> Iterable[Message]:
    """The amounts that are less than what they must be at least, by what is known of their parts.

    Where amounts as they were given say so, what follows from them of others is not told as well.
    """
    found = list(_contradictions(values))
    given = [told for told, is_given in found if is_given]
    return given or [told for told, _ in found]


def _contradictions(values: Mapping[str, Held]) -> Iterator[tuple[Message, bool]]:
    least = {name: span_of(value).low for name, value in values.items()}
    for wholes, parts in PARTS_OF:
        known = {part: least[part] for part in parts if least.get(part)}
        if not known:
            continue
        total, most = sum(known.values()), sum(span_of(values.get(whole, FACTS[whole].span)).high for whole in wholes)
        if total > most:
            told = say(
                N_("{parts}: {total:yuan} is {total-whole:yuan} more than {name} of {whole:yuan}"),
                parts=listed(list(known)),
                total=str(amounts.yuan(total)),
                name=listed(wholes),
                whole=str(amounts.yuan(most)),
            )
            yield told, known.keys() <= values.keys()
        elif len(wholes) == 1:  # what is not known of a whole is at least what is known of its parts
            least[wholes[0]] = max(least.get(wholes[0], 0), total)


MOST_SUGGESTED = 3
LONGEST_MEANT = 64
"""For so many names, each of so many signs, the one that may be meant is looked for: it takes long."""


def unknown(names: Iterable[object], known: Iterable[str]) -> list[Message]:
    """That each of these names is none of those that are known; of the first few, which may be meant."""
    every, given = list(known), [name if isinstance(name, str) else shown(name) for name in names]
    few, more = given[:MOST_SUGGESTED], given[MOST_SUGGESTED:]
    return [
        *(_meant(name, every) for name in few),
        *(say(N_("'{fact}' is not a known fact"), fact=shown(name)) for name in more),
    ]


def _meant(name: str, every: list[str]) -> Message:
    close = get_close_matches(name, every, n=1) if len(name) <= LONGEST_MEANT else []
    if close:
        return say(N_("'{fact}' is not a known fact; did you mean {close}?"), fact=shown(name), close=close[0])
    return say(N_("'{fact}' is not a known fact; there are: {facts}"), fact=shown(name), facts=listed(every))
