"""The law of a day: which document covers a benefit, from when to when, and whether it is binding or announced."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, groupby, pairwise
from typing import Literal, NamedTuple

from benefitcalc.districts import Registry, registry
from benefitcalc.facts import parsing
from benefitcalc.policy.document import Policy, Section
from benefitcalc.policy.loading import named_after_its_id, policy
from benefitcalc.text.errors import at, refuse
from benefitcalc.text.message import N_, Problem, Refused, listed, say, shown

Standing = Literal["in_force", "announced", "expired", "not_yet", "reform"]
"""The status of a document on a day: in force, announced, expired, not yet in force, or a made-up reform."""

DAY = timedelta(days=1)
LONG_AGO = timedelta(days=366)
"""A figure is current if it was last seen at most this long before the day asked about."""


class Stretch(NamedTuple):
    """A period in which a document covers a benefit; a gap has no document."""

    since: date
    until: date | None
    """The last day; None if no end was found."""
    policy: str | None
    rule: str | None
    status: str | None
    seen_until: date | None
    """The last day on which a figure was found stated."""


class Binding(NamedTuple):
    """The document and the rule that answer for a benefit on a day."""

    benefit: str
    rule: str
    policy: Policy
    standing: Standing


class Counting(NamedTuple):
    """A period in which visits count towards a rule, and its document."""

    since: date
    until: date
    policy: Policy

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.since <= day <= self.until


class Law(NamedTuple):
    """All documents of a district, in order of time. `benefitcalc.law` returns it."""

    documents: tuple[Policy, ...]

    def __repr__(self) -> str:
        return f"<Law: {', '.join(each.id for each in self.documents)}>"

    @property
    def benefits(self) -> tuple[str, ...]:
        """The benefits of the documents, once each; a section that carries out another benefit counts as that one."""
        every = (benefit_of(name, each) for each in self.documents for name in each.benefits)
        return tuple(dict.fromkeys(every))

    def on(self, day: date | str) -> dict[str, Binding]:
        """Return, for each benefit, the document and the rule that answer on a day, and the document's status.

        Raises `Refused` if the day cannot be read.
        """
        with at("on"):
            return dict(_bound(self, parsing.day(day)))

    def of_rule(self, rule: str, day: date) -> Policy:
        """Return the document by which a rule answers on a day. Raises `Refused` if no document has the rule.

        It is the document in force on the day; otherwise an announcement for that period; otherwise the nearest in
        time.
        """
        found = [each for each in self.documents if rule in each.benefits]
        if not found:
            told = N_("no policy speaks of {benefit}; there are: {ids}")
            raise Refused(say(told, benefit=rule, ids=listed([each.id for each in self.documents])).at("policy"))
        return self._nearest(found, day)

    def timeline(self, benefit: str) -> tuple[Stretch, ...]:
        """Return the periods in which documents cover a benefit: documents in force first, then announcements.

        A gap between two documents in force is a period of its own. Raises `Refused` if no document covers the benefit.
        """
        given: object = benefit
        if not isinstance(given, str) or given not in self.benefits:
            told = N_("no policy speaks of {benefit}; there are: {benefits}")
            values = {"benefit": shown(benefit), "benefits": listed(self.benefits)}
            raise Refused(say(told, **values).at("benefit"))
        binding = [each for each in self._speaking(benefit) if each.status == "in_force"]
        others = [each for each in self._speaking(benefit) if each.status != "in_force"]
        return (*self._with_gaps(binding, benefit), *(self._stretch(each, benefit) for each in others))

    def span(self, document: Policy) -> tuple[date, date]:
        """Return the first and the last day of a document; a superseded document ends before its successor begins."""
        later = [each.first_day - DAY for each in self.documents if each.supersedes == document.id]
        return document.first_day, min([document.last_day, *later])

    def counting(self, rule: str, *, is_asked: bool) -> tuple[Counting, ...]:
        """Return the periods in which a visit counts towards a rule: its document is in force or announced on that day.

        A rule that was not asked for by name counts only on days on which it answers for its benefit.
        """
        spans = [self.span(each) for each in self.documents]
        changes = {since for since, _ in spans} | {until + DAY for _, until in spans if until < date.max}
        by_policy = groupby(sorted(changes), key=lambda day: self._counting_on(rule, day, is_asked=is_asked))
        begun = [(next(days), policy) for policy, days in by_policy]
        ends = [*(since - DAY for since, _ in begun[1:]), date.max]
        return tuple(Counting(since, end, law) for (since, law), end in zip(begun, ends, strict=True) if law)

    def _counting_on(self, rule: str, day: date, *, is_asked: bool) -> Policy | None:
        if is_asked:
            policy = self.of_rule(rule, day)
            return policy if _standing(policy, day, *self.span(policy)) in _BINDS_OR_PROMISES else None
        found = (each for each in self.on(day).values() if each.rule == rule)
        return next((each.policy for each in found if each.standing in _BINDS_OR_PROMISES), None)

    def _speaking(self, benefit: str) -> list[Policy]:
        return [each for each in self.documents if _rule_of(benefit, each) is not None]

    def binding(self, benefit: str, day: date) -> Binding:
        """Return the document and the rule that answer for a benefit on a day, and the document's status."""
        document = self._nearest(self._speaking(benefit), day)
        rule = _rule_of(benefit, document)
        assert rule is not None  # the document covers the benefit
        return Binding(benefit, rule, document, _standing(document, day, *self.span(document)))

    def _nearest(self, documents: Iterable[Policy], day: date) -> Policy:
        def far(document: Policy) -> tuple[int, bool, int]:
            since, until = self.span(document)
            return max((since - day).days, (day - until).days, 0), document.status != "in_force", -since.toordinal()

        return min(documents, key=far)

    def _with_gaps(self, documents: list[Policy], benefit: str) -> Iterator[Stretch]:
        stretches = sorted(self._stretch(each, benefit) for each in documents)
        for one, other in pairwise(stretches):
            yield one
            if one.until is not None and one.until + DAY < other.since:
                yield Stretch(one.until + DAY, other.since - DAY, None, None, None, None)
        yield from stretches[-1:]

    def _stretch(self, document: Policy, benefit: str) -> Stretch:
        since, until = self.span(document)
        rule = _rule_of(benefit, document)
        end = None if until == date.max else until
        return Stretch(since, end, document.id, rule, document.status, document.seen_until(rule or benefit))


@lru_cache(maxsize=1_024)
def _bound(of: Law, day: date) -> Mapping[str, Binding]:
    return {benefit: of.binding(benefit, day) for benefit in of.benefits}


_BINDS_OR_PROMISES = {"in_force", "announced"}


def counting(rule: str, pinned: Policy | None, *, is_asked: bool) -> tuple[Counting, ...]:
    """Return when a visit counts towards a rule: in the period of a given policy, or by the law of its day."""
    if pinned is not None:
        return (Counting(pinned.first_day, pinned.last_day, pinned),)
    return _counting(law(), rule, is_asked)


@lru_cache(maxsize=1_024)
def _counting(of: Law, rule: str, is_asked: bool) -> tuple[Counting, ...]:  # noqa: FBT001 - a key of the cache
    return of.counting(rule, is_asked=is_asked)


def law() -> Law:
    """Return all documents in order of time. Raises `Refused` if two documents in force contradict each other."""
    return _law(registry())


class Dates(NamedTuple):
    """The status of a document on a day, its period, and the last day on which its figures for a benefit were seen."""

    on: date | None
    standing: Standing
    since: date
    until: date | None
    seen_until: date

    @property
    def is_current(self) -> bool:
        """Whether the document is in force on the day, and its figures were seen not long before."""
        if self.standing == "reform" or self.on is None:
            return self.standing in ("reform", "in_force")
        return self.standing == "in_force" and self.on - self.seen_until <= LONG_AGO


def dates(document: Policy, benefit: str, day: date | None) -> Dates:
    """Return the dates of a benefit in a document; without a day, the status is that of its own period."""
    return _dates(law(), document, benefit, day)


@lru_cache(maxsize=1_024)
def _dates(of: Law, document: Policy, benefit: str, day: date | None) -> Dates:
    since, until = of.span(document)
    standing = _standing(document, day, since, until)
    return Dates(day, standing, since, None if until == date.max else until, document.seen_until(benefit))


def _standing(document: Policy, day: date | None, since: date, until: date) -> Standing:
    if document.status == "reform":
        return "reform"
    if day is not None and day < since:
        return "not_yet"
    return "expired" if day is not None and day > until else document.status


def speaking_of(*benefits: str) -> Policy:
    """Return the default document: the announcement, or the newest document that has these benefits."""
    announcement = policy()
    found = [each for each in law().documents if each.benefits.keys() >= {*benefits}]
    return announcement if announcement in found or not found else found[-1]


def meant(rule: str, day: date | None) -> Policy:
    """Return the default document for a rule.

    With a day it is the document of that day; without one, the announcement or the newest document with the rule.
    """
    speaking = speaking_of(rule) if day is None else None
    return speaking if speaking and rule in speaking.benefits else _of_rule(law(), rule, day or date.min)


@lru_cache(maxsize=1_024)
def _of_rule(of: Law, rule: str, day: date) -> Policy:
    return of.of_rule(rule, day)


@lru_cache(maxsize=16)
def _law(brought: Registry) -> Law:
    documents = sorted(map(named_after_its_id, brought.policies.values()), key=lambda each: (each.first_day, each.id))
    found = Law(tuple(documents))
    refuse(_contradictions(found))
    return found


def _contradictions(law: Law) -> Iterator[Problem]:
    """Yield documents that supersede an unknown document, and pairs in force for one benefit on the same day."""
    ids = {each.id for each in law.documents}
    for each in law.documents:
        if each.supersedes is not None and each.supersedes not in ids:
            yield say(N_("there is no policy {name}"), name=shown(each.supersedes)).at(each.id, "supersedes")
    binding = [each for each in law.documents if each.status == "in_force"]
    for one, other in combinations(binding, 2):
        since, until = max(law.span(one)[0], law.span(other)[0]), min(law.span(one)[1], law.span(other)[1])
        shared = [name for name in one.benefits if name in other.benefits]
        if shared and since <= until:
            told = N_("speaks of {benefits} from {since:date} on, as {other} does; let one supersede the other")
            values = {"benefits": listed(shared), "since": since.isoformat(), "other": one.id}
            yield say(told, **values).at(other.id)


def benefit_of(rule: str, document: Policy) -> str:
    """Return the benefit that a rule answers for in a document: its own, or the one that its section carries out."""
    return document.benefits[rule].carries_out or rule


def _rule_of(benefit: str, document: Policy) -> str | None:
    """Return the rule by which a document answers for a benefit; None if it does not cover the benefit."""
    sections: Mapping[str, Section] = document.benefits
    return next((name for name, section in sections.items() if benefit in (name, section.carries_out)), None)
