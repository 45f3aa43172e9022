"""A person's visits through the year: what each adds, the sum so far, and what is left of a limit.

A visit adds the year with it minus the year before it. So the visits of a calendar year add up to the year's amount to
the fen, deductibles and limits included; their order changes the parts but never the sum. Nothing is prorated: a
policy that starts or ends within a year has its full deductible and its full limit.

Each visit follows the law of its day. After a change of law within the year, a visit adds its amount by the law of its
day without the ceiling, limited to that day's ceiling minus what the year has paid.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, Unpack

from benefitcalc.core.amounts import NO_LIMIT, UNBOUNDED
from benefitcalc.core.backends.increments import Rise
from benefitcalc.core.backends.ranges import EVERY, Cases, ends, ranges_of, unknown
from benefitcalc.core.words import Kind, above, least, most
from benefitcalc.engine.answer import line_maker, stated_first
from benefitcalc.engine.estimate import Estimate, headline
from benefitcalc.engine.parts import Line, Sentence, Told
from benefitcalc.engine.rule import Rule, more
from benefitcalc.engine.scenarios import Scenarios
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
from benefitcalc.facts.fact import FACTS, Held, Scalar, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.relations import PAID_OF, PARTS_OF
from benefitcalc.facts.typed import Facts
from benefitcalc.person.visits import COSTS, GivenVisit, plus, read_person, read_visits, sums
from benefitcalc.policy import timeline
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import Views
from benefitcalc.policy.timeline import speaking_of
from benefitcalc.rules import by_name, of_policy, rules_of
from benefitcalc.text import errors
from benefitcalc.text.currency import in_currency
from benefitcalc.text.errors import collect
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Between, Message, Problem, Refused, Text, listed, say

Counts = Literal["counted", "cancelled", "outside"]


class VisitEffect(Told):
    """The effect of one visit on one benefit: what it adds, the sum of the year so far, and what is left of the limit.

    ``left`` is None if the benefit has no limit, or pays nothing. Amounts are in yuan. Their ranges hold for every
    interpretation of the terms and every value of the unknown facts. The range of ``added`` may be wider than necessary
    if the cost of an earlier visit of the year is unknown; the range of ``so_far`` is not.
    """

    rule: str
    title: Message
    added: Line
    so_far: Line
    left: Line | None


class Visit(Told):
    """One visit, in order of dates: its amounts, whether it counts, and what it adds to each benefit."""

    date: date
    facts: FixedDict[Scalar | None]
    counts: Counts
    added: tuple[VisitEffect, ...]


class YearTotal(Estimate):
    """The sum of a year's visits under more than one document; the lines are those of the last document."""

    def receipt(self) -> dict[str, Any]:
        """Raise `Refused`: no single document gives this sum, so it cannot be computed again from one."""
        raise Refused(say(N_("the visits go by more than one document; there is a receipt for none of them alone")))


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
        course = _Course(laws, asked, person, {name for each in counted[at] for name in each.facts})
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


CHANGED = say(
    N_(
        "The law, or what the person is, changed within the year: each visit goes by its own day. Costs since the "
        "beginning of the year count towards the deductible of that day, and what was paid counts towards its ceiling."
    )
)
"""The notice for a year with more than one document; that costs before the change count is an assumption."""


class Laws:
    """The document of each rule on the day of a visit."""

    def __init__(self, pinned: Policy | None, rules: tuple[Rule, ...] | None) -> None:
        self.rules = rules if rules is not None else of_policy(pinned) if pinned else tuple(by_name().values())
        self.counting = {rule: timeline.counting(rule.name, pinned, is_asked=rules is not None) for rule in self.rules}

    def on(self, rule: Rule, day: date) -> Policy | None:
        """Return the document of a rule on a day; None if it has no law that day."""
        return next((each.policy for each in self.counting[rule] if each.covers(day)), None)

    def counts(self, visit: GivenVisit, rules: Iterable[Rule]) -> Counts:
        """Return whether a visit adds anything, or why not."""
        if visit.is_cancelled:
            return "cancelled"
        concerned = [rule for rule in rules if visit.facts.keys() & set(rule.facts._fields)]
        is_outside = all(self.on(rule, visit.day) is None for rule in concerned or rules)
        return "outside" if is_outside else "counted"


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


class _Course:
    """The visits of one calendar year, one after another."""

    def __init__(
        self, laws: Laws, rules: Sequence[Rule], person: Mapping[str, Held], brought: AbstractSet[str]
    ) -> None:
        self.laws, self.rules, self.person = laws, rules, person
        names = {name for rule in rules for name in rule.facts._fields if FACTS[name].accumulates}
        # If visits state only a part, its whole is unknown, and never zero.
        wholes = [(of[0], set(parts)) for of, parts in PARTS_OF if len(of) == 1]
        names -= {whole for whole, parts in wholes if whole not in brought and parts & brought}
        nothing: dict[str, Held] = dict.fromkeys((name for name in FACTS if name in names), 0)
        self.sums = {rule: dict(nothing) for rule in rules}
        """For each rule, the sums of the visits so far under a law of the rule."""
        self.last: dict[Rule, Policy] = {}
        """For each rule, the document of the last visit that counted."""
        self.status = dict(person)
        """The person's facts on the day of the last visit."""
        self.used: dict[tuple[Rule, Policy], None] = {}
        """The rules that answered, each with its documents."""
        self.day: date | None = None
        """The day of the last visit that counted."""
        self.paid: dict[Rule, list[Span]] = {}
        """For each rule, what the year has paid so far, in each view."""
        self.mixed: set[Rule] = set()
        """The rules whose document, or the person's facts, changed within the year."""
        # For each rule, the year before a visit is the year with the previous visit, and a limit seldom changes.
        self._read = lru_cache(maxsize=4 * len(rules))(self._computed)

    def take(self, visit: GivenVisit) -> Visit:
        written, counts = reading.write(visit.facts), self.laws.counts(visit, self.rules)
        added = tuple(self._taken(visit)) if counts == "counted" else ()
        self.day = visit.day if counts == "counted" else self.day
        return Visit(date=visit.day, facts=written, counts=counts, added=added)

    def _taken(self, visit: GivenVisit) -> Iterator[VisitEffect]:
        status = {**self.person, **visit.status}
        if status != self.status:
            changed = {name for name in status if status[name] != self.status.get(name)}
            self.mixed |= {rule for rule in self.last if changed & set(rule.facts._fields)}
            self.status = status
        for rule in self.rules:
            law = self.laws.on(rule, visit.day)
            if law is not None and visit.facts.keys() & set(rule.facts._fields):
                before = dict(self.sums[rule])
                now = {name: plus(before[name], part) for name, part in visit.facts.items() if name in before}
                self.sums[rule] |= now
                if rule in self.last and self.last[rule] != law:
                    self.mixed.add(rule)
                yield self._added(rule, law, before, visit.facts)
                self.last[rule] = law
                self.used[rule, law] = None

    def totals(self) -> tuple[Estimate, ...]:
        """Return the sum of each benefit as an estimate by the document of the last visit."""
        return tuple(self._total(rule, self.last[rule]) for rule in self.rules if rule in self.last)

    def _total(self, rule: Rule, law: Policy) -> Estimate:
        found = rule.estimate_of(self._facts(rule, self.sums[rule]), law, self.day)
        if rule not in self.mixed:
            return found
        payout = _MAKE["so_far"](*stated_first(_values(self.paid[rule])))
        amounts = payout.model_dump(include={"amount", "at_least", "at_most"})
        lines = [each.model_copy(update=amounts) if each.name == "payout" else each for each in found.lines]
        updated = found.model_dump() | {**amounts, "lines": lines, "notices": (CHANGED, *found.notices)}
        return YearTotal.model_validate(updated)

    def _added(self, rule: Rule, law: Policy, before: Mapping[str, Held], brought: Mapping[str, Held]) -> VisitEffect:
        views, is_first = rule.views(law), rule not in self.last
        limits = self._limits(rule, views)
        if rule in self.mixed:
            uncapped = Views(*(terms.without_ceilings() for terms in views))
            added, so_far = self._cut(rule, self._rise(rule, uncapped, before, brought, is_first=False), limits)
        else:
            added = self._rise(rule, views, before, brought, is_first=is_first)
            _, so_far = self._paid(rule, views, self.sums[rule])
        self.paid[rule] = [Span(*ends(each)) for each in so_far]
        return VisitEffect(
            rule=rule.name,
            title=rule.title,
            added=_MAKE["added"](*stated_first(added)),
            so_far=_MAKE["so_far"](*stated_first(so_far)),
            left=_left(limits, so_far),
        )

    def _rise(
        self, rule: Rule, views: Views, before: Mapping[str, Held], brought: Mapping[str, Held], *, is_first: bool
    ) -> Views:
        """Return the increase of the year's amount by a visit."""
        (then, paid_before), (now, so_far) = self._paid(rule, views, before), self._paid(rule, views, self.sums[rule])
        added = more(so_far, paid_before, is_first)
        if not is_first and any(each.low < each.high for view in added for each in ranges_of(view)):
            rises = {
                name: Rise(then[name], value, *span_of(brought[name])) if name in brought else Rise(value, value, 0, 0)
                for name, value in now.items()
            }
            added = Views(*map(_within, added, rule.payouts(rises, views)))
        if rule.never_falls and all(whole in brought for (whole,), parts in PAID_OF if brought.keys() & set(parts)):
            added = Views(*(above(each, 0) for each in added))
        return added

    def _cut(self, rule: Rule, added: Views, limits: Views) -> tuple[Views, Views]:
        """Return what a visit adds, limited to the ceiling minus what the year has paid; and the sum paid after it."""
        found = []
        for adds, limit, paid in zip(added, limits, self.paid[rule], strict=True):
            (low, high), (ceiling_low, ceiling_high) = ends(adds), ends(limit)
            left = Span(max(ceiling_low - paid.high, 0), max(ceiling_high - paid.low, 0))
            found.append(Span(min(low, left.low), min(high, left.high)))
        so_far = [
            Span(paid.low + more.low, paid.high + more.high) for paid, more in zip(self.paid[rule], found, strict=True)
        ]
        return _values(found), _values(so_far)

    def _limits(self, rule: Rule, views: Views) -> Views:
        """Return what the rule pays for an unbounded cost without payments by others."""
        endless = dict.fromkeys(rule.costs, UNBOUNDED) | dict.fromkeys(rule.payments, 0)
        sums = {name: endless.get(name, value) for name, value in self.sums[rule].items()}
        return self._paid(rule, views, sums)[1]

    def _paid(self, rule: Rule, views: Views, sums: Mapping[str, Held]) -> tuple[Mapping[str, Any], Views]:
        """Return the facts as a body takes them, and what the rule pays for them in each view."""
        return self._read(rule, views, tuple(self._facts(rule, sums).values()))

    def _computed(self, rule: Rule, views: Views, values: tuple[Held, ...]) -> tuple[Mapping[str, Any], Views]:
        given = dict(zip(rule.facts._fields, values, strict=True))
        # A payment may be reported before its cost, so only a whole year narrows the unknown facts.
        facts = Scenarios.of(given, rule.thresholds(views)).facts
        return facts, rule.payouts(facts, views)

    def _facts(self, rule: Rule, sums: Mapping[str, Held]) -> dict[str, Held]:
        every = {**self.status, **sums}
        return {name: every[name] if name in every else FACTS[name].span for name in rule.facts._fields}


def _values(spans: Iterable[Span]) -> Views:
    """Return amounts of which only bounds are known, by view, as values for a body."""
    return Views(*(low if low == high else Cases({unknown(low, high, "year"): EVERY}) for low, high in spans))


def _left(limits: Views, so_far: Views) -> Line | None:
    """Return what is left of the limit; None if no view has a limit, or if nothing can be paid."""
    if max(ends(limit)[1] for limit in limits) >= NO_LIMIT or not any(ends(limit)[1] for limit in limits):
        return None
    left = Views(*(above(limit, paid) for limit, paid in zip(limits, so_far, strict=True)))
    return _MAKE["left"](*stated_first(left))


_MAKE = {
    name: line_maker(name, say(label), Kind.MONEY, "amount")
    for name, label in (
        ("added", N_("this visit adds")),
        ("so_far", N_("so far in the year")),
        ("left", N_("left of the limit")),
    )
}


def _within(added: Any, rise: Rise) -> Any:
    """Return what a visit adds, narrowed by the rise of the year; the difference of two ranges may be wider."""
    return most(least(added, rise.high), rise.low)


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
