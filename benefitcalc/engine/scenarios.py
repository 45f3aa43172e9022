"""Scenarios: every combination of the values of a person's unknown facts, for the backend of ranges.

An unknown fact differs from scenario to scenario. The scenarios of a value's ranges show which facts the value depends
on, and what it would be if one of them were known.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce
from itertools import product
from math import prod
from operator import and_
from typing import Any, NamedTuple

from benefitcalc.core.amounts import yuan, yuan_if_limited
from benefitcalc.core.backends.ranges import (
    EVERY,
    Cases,
    Lanes,
    Range,
    are_certain,
    are_tight,
    ends_of_all,
    ranges_of,
    unknown_cases,
    unknowns_of,
)
from benefitcalc.core.words import Kind, least, most
from benefitcalc.facts.fact import FACTS, Held
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.relations import beside, beside_others
from benefitcalc.policy.terms import Views

MOST_SCENARIOS = 4_096
"""The greatest number of scenarios that are enumerated. Above it, each fact is one range of all its values."""


class Unknown(NamedTuple):
    """An unknown fact, and its distinguishable answers, each with its scenarios."""

    step: int
    """The distance between two scenarios that differ only in adjacent answers to this fact."""
    answers: dict[Span, Lanes]
    """One answer alone where all that the fact may be is a range.

    That of an amount, of a number beside another of the same day, or of any fact past the bound.
    """


class Scenarios(NamedTuple):
    """The facts of one person, as a rule's body takes them, with the unknown ones."""

    facts: Mapping[str, Any]
    """Plain values, and `Cases` for unknown facts."""
    unknown: dict[str, Unknown]
    is_tight: bool = True
    """Whether the scenarios were enumerated; otherwise ranges may be wider than necessary."""

    @classmethod
    def of(
        cls, facts: Mapping[str, Held], thresholds: Mapping[str, Collection[int]], bound: int | None = None
    ) -> "Scenarios":
        """The scenarios of facts as `relations.narrowed` gives them.

        ``thresholds`` are, for a fact, the whole numbers from which on a body finds something else: values between two
        of them are one answer. Past ``bound`` scenarios, or else `MOST_SCENARIOS`, nothing is enumerated.
        """
        spans = {name: value for name, value in facts.items() if isinstance(value, Span)}
        if not spans:
            return cls(facts, {})
        others = beside_others(spans)
        answers = {
            name: [span] if name in others else _answers(name, span, thresholds.get(name, ()))
            for name, span in spans.items()
        }
        is_tight = prod(map(len, answers.values())) <= (bound or MOST_SCENARIOS)
        if not is_tight:
            answers = {name: [span] for name, span in spans.items()}
        unknown = _laid_out(answers)
        cases = {name: unknown_cases(name, each.answers.items()) for name, each in unknown.items()}
        for name, other in others.items():
            if other is not None:
                along = unknown[other].answers.items()
                own = [(beside(name, spans[name], other, its), lanes) for its, lanes in along]
                cases[name] = unknown_cases(name, own)
        return cls({**facts, **cases}, unknown, is_tight)

    def relevant_facts(self, values: Iterable[Any]) -> tuple[str, ...]:
        """Return the unknown facts that can change any of the values, for some values of the other unknown facts."""
        found = [value for value in values if isinstance(value, Cases)]
        dependent = unknowns_of(found)
        return tuple(
            name
            for name, each in self.unknown.items()
            if name in dependent or any(_differs(value, each) for value in found)
        )

    def is_enumerated(self, name: str) -> bool:
        """Whether each answer to an unknown fact is a single value."""
        return all(low == high for low, high in self.unknown[name].answers)

    def span(self, name: str) -> Span:
        """Return all that an unknown fact may be."""
        answers = list(self.unknown[name].answers)
        return Span(answers[0].low, answers[-1].high)

    def courses(
        self, value: Any, over: str, others: Sequence[str]
    ) -> Iterator[tuple[dict[str, int], dict[Span, Range]]]:
        """Yield each course of a value over one unknown fact, with answers to the other facts that lead to it.

        ``others`` are the facts that can change the value. Courses with the same computation count as one.
        """
        seen = set()
        for chosen in product(*(self.unknown[name].answers.items() for name in others)):
            within = reduce(and_, (lanes for _, lanes in chosen), EVERY)
            along = {
                span: next(each for each, own in ranges_of(value).items() if own & lanes & within)
                for span, lanes in self.unknown[over].answers.items()
            }
            course = tuple(along.values())
            if course not in seen:
                seen.add(course)
                yield {name: span.low for name, (span, _) in zip(others, chosen, strict=True)}, along


def _answers(name: str, span: Span, thresholds: Collection[int]) -> list[Span]:
    """Split the values of a fact so that within each part no comparison with a term changes."""
    fact = FACTS[name]
    match fact.kind:
        case Kind.MONEY:
            return [span]
        case Kind.WHOLE:
            begins = sorted({span.low, *(at for at in thresholds if span.low < at <= span.high)})
            return [Span(low, after - 1) for low, after in zip(begins, [*begins[1:], span.high + 1], strict=True)]
        case _:
            return [Span(value, value) for value in fact.values(span)]


def _laid_out(answers: Mapping[str, list[Span]]) -> dict[str, Unknown]:
    """Number the scenarios (the first fact changes fastest), and return the set of scenarios of each answer."""
    everywhere = prod(map(len, answers.values()))
    step, unknown = 1, {}
    for name, spans in answers.items():
        period = step * len(spans)
        # One bit per period, widened to a step and shifted to the answer.
        every_period = ((1 << everywhere) - 1) // ((1 << period) - 1)
        lanes = every_period * ((1 << step) - 1)
        unknown[name] = Unknown(step, {span: lanes << (at * step) for at, span in enumerate(spans)})
        step = period
    return unknown


def _differs(value: Cases, unknown: Unknown) -> bool:
    """Whether a value differs between two scenarios that differ in this fact alone."""
    first, *others = unknown.answers.values()
    return any(
        (lanes & own) >> (at * unknown.step) != lanes & first
        for lanes in value.ranges.values()
        for at, own in enumerate(others, start=1)
    )


class Foreseen(NamedTuple):
    """The result of one answer, in yuan, and whether no unknown fact matters after it."""

    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    settles: bool

    @classmethod
    def of(cls, readings: Sequence[Any], within: Lanes, *, eligible: bool | None, settles: bool) -> "Foreseen":
        """Return the result in these scenarios for an amount in several views, the stated view first."""
        (low, high), (fewest, most_) = ends_of_all(readings, within)
        return cls(eligible, yuan(low) if low == high else None, yuan(fewest), yuan_if_limited(most_), settles)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The result of a rule's body for one person: its lines in every view and every scenario."""

    scenarios: Scenarios
    found: Views
    decisive: tuple[str, ...]
    """The lines that decide an answer."""

    @property
    def is_tight(self) -> bool:
        """Whether both ends of every deciding range are certainly reached."""
        return not self.scenarios.unknown or (self.scenarios.is_tight and are_tight(self._open))

    def every_number(self) -> dict[str, range]:
        """Return every value of each whole number that works in both directions, as thresholds that tell them apart."""
        if not self.scenarios.unknown or not self.scenarios.is_tight:
            return {}
        both = frozenset().union(*(each.rises & each.falls for value in self._open for each in value.ranges))
        spans = {name: self.scenarios.span(name) for name in both if FACTS[name].kind is Kind.WHOLE}
        return {
            name: range(span.low, span.high + 1)
            for name, span in spans.items()
            if span.high - span.low < MOST_SCENARIOS
        }

    def missing(self) -> tuple[str, ...]:
        """Return the unknown facts that can change the answer."""
        return self.scenarios.relevant_facts(self._outcomes) if self.scenarios.unknown else ()

    def relevant_facts(self, line: str) -> tuple[str, ...]:
        """Return the unknown facts that can change a line."""
        return self.scenarios.relevant_facts(self._shown(line))

    def is_settled(self, within: Lanes = EVERY) -> bool:
        """Whether no unknown fact matters in these scenarios."""
        return are_certain(self._outcomes, within)

    def foreseen(self, within: Lanes) -> Foreseen:
        """Return the result of the answer in these scenarios only."""
        _, (low, high) = ends_of_all(self._readings("is_eligible"), within)
        eligible, is_settled = bool(low) if low == high else None, self.is_settled(within)
        if "payout" in self.decisive:
            return Foreseen.of(self._readings("payout"), within, eligible=eligible, settles=is_settled)
        return Foreseen(eligible, None, None, None, is_settled)

    @cached_property
    def _outcomes(self) -> list[Any]:
        return [value for line in self.decisive for value in self._shown(line)]

    @property
    def _open(self) -> list[Cases]:
        return [value for value in self._outcomes if isinstance(value, Cases)]

    def _shown(self, line: str) -> list[Any]:
        return shown_readings(self._readings(line), is_amount=line == "payout")

    def _readings(self, line: str) -> list[Any]:
        return [getattr(lines, line) for lines in (self.found.stated, self.found.strict, self.found.generous)]


def shown_readings(readings: Sequence[Any], *, is_amount: bool) -> list[Any]:
    """Return the values of a line that an answer shows, from its values in each view, the stated view first.

    They are its two ends; for an amount, also the stated value. If views disagree on yes or no, nothing more is shown.
    """
    every = [least(*readings), most(*readings)]
    return [readings[0], *every] if is_amount else every
