"""A person's visits through the years: what each adds, the sum of each calendar year, and both in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Unpack

from benefitcalc.engine.estimate import Estimate, headline
from benefitcalc.engine.parts import Sentence
from benefitcalc.engine.rule import Rule
from benefitcalc.engine.wording import (
    NOT_KNOWN,
    TO_BRING,
    Explained,
    Explanation,
    Passage,
    line_message,
    notice_messages,
    papers,
    warnings,
    what_is_missing,
)
from benefitcalc.facts import reading
from benefitcalc.facts.derived import without_day_asked
from benefitcalc.facts.fact import FACTS, Held
from benefitcalc.facts.typed import Facts
from benefitcalc.person.course import CHANGED, Counts, Course, Laws, Visit
from benefitcalc.person.visits import COSTS, GivenVisit, read_person, read_visits, sums
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.timeline import speaking_of
from benefitcalc.rules import rules_of
from benefitcalc.text import errors
from benefitcalc.text.currency import in_currency
from benefitcalc.text.errors import collect
from benefitcalc.text.formats import Between
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Message, Problem, Refused, Text, listed, say


class Year(Explained):
    """The visits one by one, and the sum of each calendar year: an estimate for each benefit.

    ``policy`` is the document of all visits; None if each follows the document of its day.
    """

    policy: str | None
    visits: tuple[Visit, ...]
    totals: FixedDict[tuple[Estimate, ...]]
    """By calendar year, as text: one estimate for each benefit to which a visit of that year added something."""
    notices: tuple[Sentence, ...]
    currency: Text | None = None

    def total(self, year: int, rule: str) -> Estimate:
        """Return the sum of a calendar year's visits; KeyError if there is none."""
        return {each.rule: each for each in self.totals[str(year)]}[rule]

    def _explanation(self) -> Explanation:
        return in_currency(of_year(self), self.currency)


def year(
    visits: Iterable[Mapping[str, object]],
    given: Mapping[str, object] = reading.NOTHING,
    /,
    *,
    policy: Policy | str | Path | None = None,
    rules: Iterable[Rule | str] | Rule | str | None = None,
    **facts: Unpack[Facts],
) -> Year:
    """What each visit of one person adds to the year, visit by visit.

    A visit has a ``date``; a ``kind`` ("outpatient", "chronic", "inpatient") with its eligible ``cost``, or facts that
    add up over a year, by their names; and may be ``cancelled``. It may say what the person is on that day, yes or no,
    where that changes in the year, such as ``is_dibao``. Visits are taken in the order of their dates, those of
    one day as they come. One that is cancelled, or outside the policy's dates, adds nothing and says so; each calendar
    year begins anew. The facts of the person, as `Rule.estimate`
    takes them, are the same for all visits; what is not known may be left out,
    costs too. ``rules`` are those to whose facts some visit brings anything, unless others are given. Outpatient and
    chronic costs count towards medical assistance where the person may be meant; what basic insurance paid of them is
    not known there, unless the visit says so.

    Raises `Refused` with everything that is wrong, each with the number of its visit.
    """
    pinned, own, person, read = collect(
        lambda: None if policy is None else law_of(policy),
        lambda: None if rules is None else rules_of(rules),
        lambda: read_person(reading.gathered(given, facts)),
        lambda: read_visits(visits),
    )
    laws = Laws(pinned, own)
    asked = [each for each in laws.rules if own is not None or (each.accumulates and _matters(each, read, person))]
    if read and not asked:
        silent = N_("the policy {policy} says nothing of what these visits bring; it has: {benefits}")
        law = pinned or speaking_of()
        raise Refused(say(silent, policy=law.id, benefits=listed(list(law.benefits))))
    errors.refuse(without_day_asked(person, {name for rule in asked for name in rule.facts._fields}, None))
    told: list[Visit] = []
    totals: dict[str, tuple[Estimate, ...]] = {}
    years = {at: list(of_year) for at, of_year in groupby(read, key=lambda visit: visit.day.year)}
    counted = {at: [each for each in of_year if laws.counts(each, asked) == "counted"] for at, of_year in years.items()}
    _refuse_sums(counted)
    is_mixed = False
    used: dict[tuple[Rule, Policy], None] = {}
    for at, of_year in years.items():
        course = Course(laws, asked, person, {name for each in counted[at] for name in each.facts})
        told.extend(course.take(visit) for visit in of_year)
        is_mixed |= bool(course.mixed)
        used |= course.used
        if found := course.totals():
            totals[str(at)] = found
    if pinned is not None:
        used |= {(rule, pinned): None for rule in asked}
    documents = list(dict.fromkeys(law for _, law in used))
    single = documents[0] if len(documents) == 1 else None
    of_law = (notice for rule, law in used for notice in rule.provenance(law).notices)
    days = [_dated(single)] if single else [CHANGED] if is_mixed else []
    notices = dict.fromkeys([*days, *of_law])
    currency = documents[0].currency if documents else None
    result = Year(
        policy=single and single.id, visits=tuple(told), totals=totals, notices=tuple(notices), currency=currency
    )
    return in_currency(result, currency)


def _matters(rule: Rule, visits: Iterable[GivenVisit], person: Mapping[str, Held]) -> bool:
    """Whether a visit names a fact of the rule; or implies one, and the person may be eligible by their facts."""
    own = set(rule.facts._fields)
    may_be_meant = any(person[name] is not False for name in own & person.keys())
    return any(own & (visit.facts.keys() if may_be_meant else visit.named) for visit in visits)


def _dated(law: Policy) -> Message:
    days = {"since": law.first_day.isoformat(), "until": law.last_day.isoformat()}
    if law.last_day == date.max:
        return say(N_("The terms are those from {since:date} on; a visit before adds nothing."), since=days["since"])
    return say(N_("The terms are those of {since:date} to {until:date}; a visit outside adds nothing."), **days)


def _refuse_sums(years: Mapping[int, Iterable[GivenVisit]]) -> None:
    """Raise `Refused`, for all years at once, if the sum of a year's visits is impossible."""
    problems: list[Problem] = []
    for number, counted in years.items():
        with errors.kept(problems, "years", number):
            sums(counted)
    errors.refuse(problems)


def of_year(year: Year) -> Explanation:
    """Return in words what each visit adds, the sum of the year, and what is unknown."""
    totals = [(at, each) for at, of_year in year.totals.items() for each in of_year]
    facts = {name: value for _, each in totals for name, value in each.facts.items()}
    # For unknown costs, the question is about a visit, not about the sum of a year.
    missing = [name for name in facts if any(name in each.missing for _, each in totals)]
    questions = what_is_missing([name for name in missing if not FACTS[name].accumulates], ())
    of_visits = [lost for visit in year.visits if visit.counts == "counted" for lost in _lost(visit, missing)]
    counted = sum(visit.counts == "counted" for visit in year.visits)
    in_all = [say(N_("{year}: {answer}"), year=at, answer=headline(each)) for at, each in totals]
    return Explanation(
        [say(N_("{counted} of {all} visits count."), counted=counted, all=len(year.visits)), *warnings(year.notices)],
        [
            Passage(N_("Visit by visit"), [each for visit in year.visits for each in _visit(visit)]),
            Passage(N_("The year in all"), in_all),
            Passage(NOT_KNOWN, [*questions, *of_visits]),
            Passage(TO_BRING, list(papers(facts))),
            Passage(N_("Please note"), [say(_NOT_PRORATED), *notice_messages(year.notices)]),
        ],
    )


def _visit(visit: Visit) -> Iterator[Message]:
    has_own_cost = any(name in visit.facts for name in COSTS)
    for name, written in visit.facts.items():
        value = FACTS[name].message_value(written)
        is_unknown = written is None or isinstance(value, Between)
        if has_own_cost and (name == "eligible_cost" or (name not in COSTS and is_unknown)):
            continue  # it is implied by the cost
        brought = say(N_("{fact}: {value:yuan}"), fact=say(_BROUGHT[name]), value=value)
        yield say(_COUNTS[visit.counts], date=visit.date.isoformat(), brought=brought)
    if visit.counts == "counted" and not visit.added:
        yield say(N_("→ This counts towards none of the benefits."))
    for each in visit.added:
        told = {"benefit": each.title, "added": line_message(each.added), "so_far": line_message(each.so_far)}
        if each.left:
            yield say(N_("→ {benefit}: {added}; {so_far}; {left}"), **told, left=line_message(each.left))
        else:
            yield say(N_("→ {benefit}: {added}; {so_far}"), **told)


def _lost(visit: Visit, missing: Iterable[str]) -> Iterator[Message]:
    """Yield the unknown amounts of a visit that matter."""
    for name, written in visit.facts.items():
        if name in missing and (written is None or isinstance(FACTS[name].message_value(written), Between)):
            label = say(_BROUGHT[name])
            told = say(N_("{fact}: {value:yuan}"), fact=label, value=FACTS[name].message_value(written))
            yield say(N_("{date:date}. {brought}"), date=visit.date.isoformat(), brought=told)


_BROUGHT = {
    "outpatient_cost": N_("Outpatient visit"),
    "chronic_cost": N_("Treatment of the chronic or special disease"),
    "inpatient_cost": N_("Treatment in hospital"),
    "inpatient_insurance_paid": N_("Paid by basic insurance for the treatment in hospital"),
    "eligible_cost": N_("Treatment in hospital"),
    "total_bill": N_("The whole bill"),
    "commercial_paid": N_("Paid by commercial insurance"),
    "basic_insurance_paid": N_("Paid by basic insurance"),
    "critical_illness_paid": N_("Paid by critical-illness insurance"),
}
"""The text for an amount of one visit; the texts of facts are about a year."""


_COUNTS: dict[Counts, str] = {
    "counted": N_("{date:date}. {brought}"),
    "cancelled": N_("{date:date}. {brought}. Cancelled: it adds nothing."),
    "outside": N_("{date:date}. {brought}. Outside the policy's dates: it adds nothing."),
}


_NOT_PRORATED = N_("Nothing is prorated: each calendar year has its deductible and its limit whole.")
