"""A person's visits through the year: what each adds, what they come to so far, and what is left of a limit.

What a visit adds is the year with it less the year before it, so the visits of a calendar year add up to the year's
amount to the fen, deductibles and limits included; their order changes the parts and never the sum. Nothing is
prorated: a policy that begins or ends within a year has its deductible and its limit whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from benefitcalc import answers, situation
from benefitcalc.amounts import GREATEST, NO_LIMIT, UNBOUNDED, yuan
from benefitcalc.answers import Span
from benefitcalc.completions import Completions
from benefitcalc.estimate import Estimate, Explained, Line, Sentence, Told, Written, basis
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.policy import Policy, law_of
from benefitcalc.readings.ranges import ends
from benefitcalc.rule import Rule, all_read, line_maker, stated_first
from benefitcalc.rules import RULES
from benefitcalc.situation import FACTS, PARTS_OF, Held
from benefitcalc.statement import FixedDict
from benefitcalc.terms import Views
from benefitcalc.words import Kind

if TYPE_CHECKING:
    from benefitcalc.explain import Account

KINDS = {
    "outpatient": "outpatient_cost",
    "门诊": "outpatient_cost",
    "chronic": "chronic_cost",
    "慢特病": "chronic_cost",
    "门诊慢特病": "chronic_cost",
    "inpatient": "eligible_cost",
    "住院": "eligible_cost",
}
"""The fact to which the cost of a visit of each kind belongs."""

KEYS = ("date", "kind", "cost", "cancelled")
"""What a visit may have beside facts."""

Counts = Literal["counted", "cancelled", "outside"]


class Added(Told):
    """What one visit does to one benefit: what it adds, what the year comes to with it, what is left of the limit.

    ``left`` is None where the benefit has no limit, or nothing to limit. Amounts are yuan; their ranges hold for every
    reading of the terms and for whatever is not known. That of ``added`` may be wider than need be where the cost of an
    earlier visit of the year is not known; that of ``so_far`` is not.
    """

    rule: str
    title: Message
    added: Line
    so_far: Line
    left: Line | None


class Visit(Told):
    """One visit, in the order of dates: what it brought, whether it counts, and what it adds to each benefit."""

    date: date
    facts: FixedDict[Written | None]
    counts: Counts
    added: tuple[Added, ...]


class Year(Explained):
    """Visits one by one, and what those of each calendar year add up to: an estimate for each benefit."""

    policy: str
    visits: tuple[Visit, ...]
    totals: FixedDict[tuple[Estimate, ...]]
    """By calendar year, as text: one estimate for each benefit to which a visit of that year brought anything."""
    notices: tuple[Sentence, ...]

    def total(self, year: int, rule: str) -> Estimate:
        """What the visits of a calendar year come to; KeyError where there is none."""
        return {each.rule: each for each in self.totals[str(year)]}[rule]

    def _account(self) -> "Account":
        from benefitcalc import explain

        totals = [(year, each) for year, of_year in self.totals.items() for each in of_year]
        facts = dict.fromkeys(name for _, each in totals for name in each.facts)
        missing = [name for name in facts if any(name in each.missing for _, each in totals)]
        counted = sum(visit.counts == "counted" for visit in self.visits)
        opening = say(N_("{counted} of {all} visits count."), counted=counted, all=len(self.visits))
        return explain.Account(
            [opening, *explain.warnings(self.notices)],
            [
                explain.Passage(N_("Visit by visit"), [each for visit in self.visits for each in _told(visit)]),
                explain.Passage(
                    N_("The year in all"),
                    [say(N_("{year}: {answer}"), year=year, answer=explain.headline(each)) for year, each in totals],
                ),
                explain.Passage(explain.NOT_KNOWN, list(explain.what_is_missing(missing, ()))),
                explain.Passage(explain.TO_BRING, list(explain.papers(facts))),
                explain.Passage(N_("Please note"), [say(_NOT_PRORATED), *explain.noted(self.notices)]),
            ],
        )


def year(
    visits: Iterable[Mapping[str, object]],
    given: Mapping[str, object] | None = None,
    *,
    policy: Policy | str | Path | None = None,
    rules: Iterable[Rule] | None = None,
) -> Year:
    """What each visit of one person adds to the year, visit by visit.

    A visit has a ``date``; a ``kind`` ("outpatient", "chronic", "inpatient") with its eligible ``cost``, or facts that
    add up over a year, by their names; and may be ``cancelled``. Visits are taken in the order of their dates, those of
    one day as they come. One that is cancelled, or outside the policy's dates, adds nothing and says so; each calendar
    year begins anew. ``given`` are the facts of the person, the same for all visits; what is not known may be left out,
    costs too. ``rules`` are those to whose facts some visit brings anything, unless others are given.

    Refused, all at once, with everything that is wrong, by the number of the visit.
    """
    law, person, read = all_read(lambda: law_of(policy), lambda: _person(given or {}), lambda: _visits(visits))
    brought = {name for visit in read for name in visit.facts}
    concerned = [rule for rule in RULES if rule.accumulates and brought & set(rule.facts._fields)]
    asked = concerned if rules is None else list(rules)
    told: list[Visit] = []
    totals: dict[str, tuple[Estimate, ...]] = {}
    for at in sorted({visit.day.year for visit in read}):
        course = _Course(law, asked, person)
        told.extend(course.take(visit) for visit in read if visit.day.year == at)
        if course.last is not None:
            totals[str(at)] = course.totals(course.last)
    days = {"since": law.first_day.isoformat(), "until": law.until.isoformat()}
    dates = say(N_("The terms are those of {since:date} to {until:date}; a visit outside adds nothing."), **days)
    notices = dict.fromkeys(notice for rule in asked for notice in basis(law, rule.name).notices)
    return Year(policy=law.id, visits=tuple(told), totals=totals, notices=(dates, *notices))


class _Read(NamedTuple):
    """A visit as it was read."""

    day: date
    facts: dict[str, Held]
    is_cancelled: bool


class _Course:
    """The visits of one calendar year, taken one after another."""

    def __init__(self, law: Policy, rules: Sequence[Rule], person: Mapping[str, Held]) -> None:
        self.law, self.rules, self.person = law, rules, person
        names = {name for rule in rules for name in rule.facts._fields if FACTS[name].accumulates}
        self.sums: dict[str, Held] = dict.fromkeys((name for name in FACTS if name in names), 0)
        self.concerned: set[str] = set()
        """The facts that the visits so far brought."""
        self.last: date | None = None
        """The day of the last visit that counted."""

    def take(self, visit: _Read) -> Visit:
        """The visit with what it adds."""
        written = situation.write(visit.facts)
        if visit.is_cancelled:
            return Visit(date=visit.day, facts=written, counts="cancelled", added=())
        if not self.law.first_day <= visit.day <= self.law.until:
            return Visit(date=visit.day, facts=written, counts="outside", added=())
        before = dict(self.sums)
        self.sums |= {name: _plus(before[name], part) for name, part in visit.facts.items() if name in before}
        added = tuple(self._added(rule, before) for rule in self._of(visit.facts))
        self.concerned |= visit.facts.keys()
        self.last = visit.day
        return Visit(date=visit.day, facts=written, counts="counted", added=added)

    def totals(self, on: date) -> tuple[Estimate, ...]:
        """What each benefit comes to, as estimates."""
        return tuple(rule.estimate_of(self._facts(rule, self.sums), self.law, on) for rule in self._of(self.concerned))

    def _of(self, brought: Iterable[str]) -> list[Rule]:
        """The rules to which any of these facts matters."""
        return [rule for rule in self.rules if set(brought) & set(rule.facts._fields)]

    def _added(self, rule: Rule, before: Mapping[str, Held]) -> Added:
        views = self.law.views(rule.name)
        then, now = (self._completed(rule, sums, views) for sums in (before, self.sums))
        added = rule.increment(then, now, self.last is None, views)
        so_far = Views(*(lines.payout for lines in rule.read(now, views)))
        endless = {name: UNBOUNDED if name in _costs(rule) else value for name, value in self.sums.items()}
        limits = Views(*(lines.payout for lines in rule.read(self._completed(rule, endless, views), views)))
        return Added(
            rule=rule.name,
            title=rule.title,
            added=_MAKE["added"](*stated_first(added)),
            so_far=_MAKE["so_far"](*stated_first(so_far)),
            left=_left(limits, so_far),
        )

    def _completed(self, rule: Rule, sums: Mapping[str, Held], views: Views) -> Mapping[str, Any]:
        return Completions.of(situation.narrowed(self._facts(rule, sums)), rule.turns(views)).facts

    def _facts(self, rule: Rule, sums: Mapping[str, Held]) -> dict[str, Held]:
        every = {**self.person, **sums}
        return {name: every[name] if name in every else FACTS[name].span for name in rule.facts._fields}


def _left(limits: Views, so_far: Views) -> Line | None:
    """What is left of the limit; None where no view has one, or where nobody could be paid anything."""
    if max(ends(limit)[1] for limit in limits) >= NO_LIMIT or not any(ends(limit)[1] for limit in limits):
        return None
    left = Views(*(limit - paid for limit, paid in zip(limits, so_far, strict=True)))
    return _MAKE["left"](*stated_first(left))


def _costs(rule: Rule) -> set[str]:
    """The facts of a rule whose sum is what it pays for, and not what others paid of it."""
    own = set(rule.facts._fields)
    parts = {part for whole, parts in PARTS_OF if whole in own for part in parts}
    return {name for name in own if FACTS[name].accumulates} - parts


_MAKE = {
    name: line_maker(name, say(label), Kind.MONEY, "amount")
    for name, label in (
        ("added", N_("this visit adds")),
        ("so_far", N_("so far in the year")),
        ("left", N_("left of the limit")),
    )
}


def _plus(one: Held, other: Held) -> Held:
    (low, high), (more, most) = (each if isinstance(each, Span) else (each, each) for each in (one, other))
    return Span(low + more, min(high + most, UNBOUNDED)) if low + more < high + most else low + more


# Reading -------------------------------------------------------------------------------------------------


def _person(given: Mapping[str, object]) -> dict[str, Held]:
    """The facts of the person; Refused with those that are sums of the visits."""
    summed = [name for name in given if name in FACTS and FACTS[name].accumulates]
    if summed:
        raise Refused(say(N_("{facts}: the visits bring this; leave it out of what is given"), facts=listed(summed)))
    return situation.read(given, [name for name in given if name in FACTS])


def _visits(given: Iterable[Mapping[str, object]]) -> list[_Read]:
    """The visits in the order of their dates, those of a day as they come; Refused with all that is wrong."""
    read: list[_Read] = []
    problems: list[Message] = []
    for number, visit in enumerate(given, start=1):
        try:
            read.append(_visit(visit))
        except Refused as refused:
            problems.extend(
                say(N_("visit {number}: {reason}"), number=number, reason=reason) for reason in refused.problems
            )
    for at in sorted({visit.day.year for visit in read}):
        problems.extend(_past_the_greatest(at, [visit for visit in read if visit.day.year == at]))
    if problems:
        raise Refused(*problems)
    return sorted(read, key=lambda visit: visit.day)


def _visit(given: Mapping[str, object]) -> _Read:
    if not isinstance(given, Mapping):
        raise Refused(say(N_("is no visit: give date, kind and cost, not {given}"), given=shown(given)))
    own = {name: value for name, value in given.items() if name not in KEYS}
    day, cost, is_cancelled, facts = all_read(
        lambda: _named("date", answers.day, given.get("date")),
        lambda: _cost(given),
        lambda: _named("cancelled", answers.truth, given.get("cancelled") or False),
        lambda: situation.read(own, own.keys() & FACTS.keys()),
    )
    brought = {**cost, **facts}
    still = [name for name in facts if not FACTS[name].accumulates]
    problems = [say(N_("{fact}: is no part of a visit; give it for all visits"), fact=name) for name in still]
    if len(brought) < len(cost) + len(facts):
        problems.append(say(N_("{fact}: given twice, as the cost and by its name"), fact=listed(list(cost))))
    if not brought:
        problems.append(say(N_("brings nothing: give kind and cost, or a fact such as outpatient_cost")))
    if problems:
        raise Refused(*problems)
    return _Read(day, {name: brought[name] for name in FACTS if name in brought}, is_cancelled)


def _named(key: str, read: Any, given: object) -> Any:
    try:
        return read(given)
    except Refused as refused:
        raise Refused(*(situation.of_fact(key, reason) for reason in refused.problems)) from refused


def _cost(given: Mapping[str, object]) -> dict[str, Held]:
    """The cost of a visit, under the fact to which it belongs."""
    kind = given.get("kind")
    if kind is None:
        if "cost" in given:
            raise Refused(say(N_("cost: of which kind? Give kind as well: {kinds}"), kinds=listed(list(KINDS))))
        return {}
    fact = KINDS.get(answers.plain(kind))
    if fact is None:
        told = N_("kind: '{given}' is not one of: {kinds}")
        raise Refused(say(told, given=shown(kind), kinds=listed(list(KINDS))))
    return {fact: _named("cost", FACTS[fact].read, given.get("cost"))}


def _past_the_greatest(at: int, visits: Sequence[_Read]) -> Iterator[Message]:
    for name in FACTS:
        total = sum(_least(visit.facts.get(name, 0)) for visit in visits)
        if total > GREATEST:
            told = N_("{fact}: the visits of {year} add up to {total:yuan}, more than this library computes")
            yield say(told, fact=name, year=str(at), total=str(yuan(total)))


def _least(value: Held) -> int:
    return value.low if isinstance(value, Span) else value


# Telling -------------------------------------------------------------------------------------------------


def _told(visit: Visit) -> Iterator[Message]:
    from benefitcalc.explain import told_line

    for name, written in visit.facts.items():
        label = say(_BROUGHT.get(name, FACTS[name].meaning))
        brought = say("{label}: {value:yuan}", label=label, value=FACTS[name].told(written))
        yield say(_COUNTS[visit.counts], date=visit.date.isoformat(), brought=brought)
    for each in visit.added:
        added = told_line(each.added)
        if each.added.at_least is not None and each.added.at_least < 0:
            added = say(N_("what this visit adds depends on earlier visits whose cost is not known"))
        told = {"benefit": each.title, "added": added, "so_far": told_line(each.so_far)}
        if each.left:
            yield say(N_("→ {benefit}: {added}; {so_far}; {left}"), **told, left=told_line(each.left))
        else:
            yield say(N_("→ {benefit}: {added}; {so_far}"), **told)


_BROUGHT = {
    "outpatient_cost": N_("Outpatient visit"),
    "chronic_cost": N_("Treatment of the chronic or special disease"),
    "eligible_cost": N_("Treatment in hospital"),
    "basic_insurance_paid": N_("Paid by basic insurance"),
    "critical_illness_paid": N_("Paid by critical-illness insurance"),
}
"""What a visit brings; a fact says so for the year."""


_COUNTS: dict[Counts, str] = {
    "counted": N_("{date:date}. {brought}"),
    "cancelled": N_("{date:date}. {brought}. Cancelled: it adds nothing."),
    "outside": N_("{date:date}. {brought}. Outside the policy's dates: it adds nothing."),
}
_NOT_PRORATED = N_("Nothing is prorated: each calendar year has its deductible and its limit whole.")
