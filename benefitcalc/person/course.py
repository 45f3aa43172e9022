"""The visits of one calendar year, one after another: what each adds, the sum so far, and what is left of a limit.

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
from typing import Any, Literal

from benefitcalc.core.amounts import NO_LIMIT, UNBOUNDED
from benefitcalc.core.backends.increments import Rise
from benefitcalc.core.backends.ranges import EVERY, Cases, ends, ranges_of, unknown
from benefitcalc.core.words import Kind, above, least, most
from benefitcalc.engine.answer import line_maker, stated_first
from benefitcalc.engine.estimate import Estimate
from benefitcalc.engine.parts import Line, Told
from benefitcalc.engine.rule import Rule, more
from benefitcalc.engine.scenarios import Scenarios
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS, Held, Scalar, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.relations import PAID_OF, PARTS_OF
from benefitcalc.person.visits import GivenVisit, plus
from benefitcalc.policy import timeline
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import Views
from benefitcalc.rules import by_name, of_policy
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Message, Refused, say

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


class Course:
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
        """Return what a visit adds, and count it."""
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
