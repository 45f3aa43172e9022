"""The results of a rule in rows with unknown facts, equal to those of `Rule.estimate`.

The body is evaluated once, on ranges, for a person without a known fact. This gives the possible values of each
line (constants, or amounts with one computation), each with its set of scenarios. In a row, the scenarios are
possible that agree with its known facts. An amount that depends on unknown amounts is evaluated at the lower and upper
bounds of these, by the same body on columns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import combinations
from math import prod
from typing import Any, NamedTuple

from benefitcalc.core.backends.columns import OPEN, Expr
from benefitcalc.core.backends.printed import Program, Ref, Tape, Terms
from benefitcalc.core.backends.ranges import Lanes, Range, ranges_of
from benefitcalc.core.words import Kind, all_of, any_of, choose, is_not, least, most
from benefitcalc.engine.rule import Rule
from benefitcalc.engine.scenarios import Evaluation, Scenarios
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.relations import beside, counting, of_the_same_day
from benefitcalc.policy.terms import Views
from benefitcalc.population.plan import Step
from benefitcalc.population.row_facts import Bounds, Known, Person

MOST_SCENARIOS = 1 << 20
"""The greatest number of scenarios of a rule that are enumerated; above it ranges may be wider than necessary."""

MOST_CORNERS = 3
"""The greatest number of unknown amounts of which all combinations of bounds are evaluated."""

BEYOND = 10 * OPEN
"""Greater than any value."""


class Group(NamedTuple):
    """A value of a line in some scenarios, with one computation in all of them."""

    lanes: Lanes
    is_possible: Any
    """Whether one of these scenarios agrees with the known facts of a row."""
    ends: Bounds
    changes: Mapping[str, Any]
    """For each unknown fact that the value depends on, whether it changes the value."""


@lru_cache(maxsize=256)
def of_anybody(rule: Rule, views: Views) -> Evaluation:
    """Evaluate a body for a person without a known fact."""
    nothing_known = {name: FACTS[name].span for name in rule.facts._fields}
    scenarios = Scenarios.of(nothing_known, rule.thresholds(views), MOST_SCENARIOS)
    return Evaluation(scenarios, rule.read(scenarios.facts, views), rule.decisive)


@lru_cache(maxsize=4_096)
def program_of(rule: Rule, views: Views, line: str) -> Program:
    """Return how a line is computed, a value for each view of the terms."""
    tape = Tape()
    facts = rule.facts(**{name: tape.fact(name) for name in rule.facts._fields})
    every = {view: Terms(tape, terms, partial(_named, view)) for view, terms in views._asdict().items()}
    return Program(tape, {view: getattr(rule.assess(facts, terms), line) for view, terms in every.items()})


def _named(view: str, name: str, _: object) -> str:
    return f"{view}_{name}"


def levels_of(rule: Rule, views: Views) -> int:
    """Return the number of steps in which shares of shares are computed, before a line is."""
    programs = (program_of(rule, views, line) for line in rule.lines.entries())
    return max((1 + level for program in programs for level in program.levels().values()), default=0)


class Prospect:
    """One rule in the rows of a table: the possible values of its lines, and which unknown facts matter."""

    def __init__(self, steps: Sequence[Step], rule: Rule, views: Views, facts: Mapping[str, Known]) -> None:
        """``steps`` are empty ones: three, and between the first and the others those of `levels_of`."""
        first, *self.levels, self.second, self.third = steps
        self.rule, self.views, self.dialect = rule, views, first.dialect
        self.known = Person(first, facts)
        anybody = of_anybody(rule, views)
        self.scenarios, self.found = anybody.scenarios, anybody.found
        self.answers = {name: list(each.answers) for name, each in self.scenarios.unknown.items()}
        self.every = (1 << prod(map(len, self.answers.values()))) - 1
        self._reached: dict[tuple[Lanes, int], Any] = {}
        self._grouped: dict[tuple[str, frozenset[tuple[Range, Lanes]]], list[Group]] = {}

    def stated(self, line: str) -> Bounds:
        """Return the bounds of a line by the stated terms."""
        return self._ends(line, "stated")

    def by_all(self, line: str) -> Bounds:
        """Return the bounds of a line over all views."""
        return Bounds(self._ends(line, "least").low, self._ends(line, "most").high)

    def where_needed(self, value: Expr) -> Expr:
        """Return a result in the rows that need it."""
        return self.dialect.when(self.third.where).then(value)

    def missing(self) -> dict[str, Any]:
        """Return the facts that may be null, each with whether it is unknown and can change the answer."""
        lines = [(line, which) for line in self.rule.decisive for which in _readings_of(line)]
        outcomes = {id(groups): groups for groups in (self._groups(*each) for each in lines)}.values()
        return {name: self._matters(name, outcomes) for name in self.known.open}

    def _matters(self, name: str, outcomes: Iterable[list[Group]]) -> Any:
        ways = [
            all_of(group.is_possible, group.changes[name])
            for groups in outcomes
            for group in groups
            if name in group.changes
        ]
        ways.extend(way for groups in outcomes for way in self._differences(name, groups))
        return self.third.keep(all_of(self.known.is_open(name), any_of(False, *ways)))

    def _differences(self, name: str, groups: list[Group]) -> Iterator[Any]:
        """Yield in which rows two answers to one fact give two values."""
        sides = [(group, self._whatever(name, group.lanes)) for group in groups]
        constant: Lanes = 0
        for (one, side), (other, own) in combinations(sides, 2):
            both = side & own
            differ = _differ(one, other)
            if both and self._is_of_a_day(name):  # beside another number not every answer is possible
                sides_are_possible = (self._is_possible(both & group.lanes) for group in (one, other))
                yield all_of(differ, *sides_are_possible)
            elif differ is True:
                constant |= both
            elif both:
                yield all_of(self._is_possible(both), differ)
        if constant:
            yield self._is_possible(constant)

    def _is_of_a_day(self, name: str) -> bool:
        return bool(of_the_same_day(name, self.answers))

    def _whatever(self, name: str, lanes: Lanes) -> Lanes:
        """Return the scenarios that are in the set for some answer to a fact."""
        step, answers = self.scenarios.unknown[name]
        first = 0
        for at, own in enumerate(answers.values()):
            first |= (lanes & own) >> (at * step)
        every = 0
        for at in range(len(answers)):
            every |= first << (at * step)
        return every

    def _ends(self, line: str, which: str) -> Bounds:
        groups = self._groups(line, which)
        low = least(*(choose(group.is_possible, group.ends.low, BEYOND) for group in groups))
        high = most(*(choose(group.is_possible, group.ends.high, -BEYOND) for group in groups))
        return Bounds(self.third.keep(low), self.third.keep(high))

    def _groups(self, line: str, which: str) -> list[Group]:
        """Return the possible values of a line in a view."""
        value = READINGS[which](*(getattr(lines, line) for lines in self.found))
        key = (line, frozenset(ranges_of(value).items()))
        if key not in self._grouped:
            self._grouped[key] = [self._group(line, which, *each) for each in ranges_of(value).items()]
        return self._grouped[key]

    def _group(self, line: str, which: str, found: Range, lanes: Lanes) -> Group:
        lanes &= self.every
        is_possible = self._is_possible(lanes)
        if found.low == found.high:
            return Group(lanes, is_possible, Bounds(found.low, found.low), {})
        corners = _Corners(self, line, which, found, lanes)
        return Group(lanes, is_possible, corners.ends(), corners.changes())

    def _is_possible(self, lanes: Lanes) -> Any:
        return self.second.keep(self._reach(lanes, len(self.answers)))

    def _reach(self, lanes: Lanes, facts: int) -> Any:
        """Whether one of these scenarios, over the first ``facts`` facts, agrees with the known facts of a row."""
        if not lanes or not facts:
            return bool(lanes)
        if (lanes, facts) not in self._reached:
            name = list(self.answers)[facts - 1]
            step, answers = self.scenarios.unknown[name].step, self.answers[name]
            parts: dict[Lanes, list[tuple[int, int]]] = {}
            for at, answer in enumerate(answers):
                parts.setdefault((lanes >> (at * step)) & ((1 << step) - 1), []).append(answer)
            self._reached[lanes, facts] = any_of(
                *(
                    all_of(len(own) == len(answers) or self.known.may_be(name, own), self._reach(part, facts - 1))
                    for part, own in parts.items()
                    if part
                )
            )
        return self._reached[lanes, facts]

    def at(self, line: str, which: str, lane: int, amounts: Mapping[str, Any]) -> Any:
        """Return a line's value in one scenario as a number, with these facts replaced."""
        facts = {name: self._answer(name, lane) for name in self.answers} | dict(amounts)
        values = self._values(line, facts)
        value = READINGS[which](*(choose(each, 1, 0) if self.is_yes_no(line) else each for each in values))
        return self.second.keep(value)

    def _values(self, line: str, facts: Mapping[str, Any]) -> list[Any]:
        """Return a line's value in each view; a share of which another is taken is computed in a step before it."""
        program = program_of(self.rule, self.views, line)
        levels = program.levels()
        found = program.run(
            facts, kept=lambda ref, value: self.levels[levels[ref]].keep(value) if ref in levels else value
        )
        return [found[each] if isinstance(each, Ref) else each for each in program.lines.values()]

    def is_yes_no(self, line: str) -> bool:
        """Whether a line holds or does not; it may change with a fact between the ends of the others."""
        return self.rule.lines.entries()[line].kind is Kind.YES_NO

    def _answer(self, name: str, lane: int) -> int:
        answers = self.answers[name]
        low = answers[lane // self.scenarios.unknown[name].step % len(answers)].low
        return bool(low) if FACTS[name].kind is Kind.YES_NO else low


READINGS = {
    "stated": lambda _, stated, __: stated,
    "least": least,
    "most": most,
}
"""How the values of a line in the three views are combined."""


def _readings_of(line: str) -> Iterable[str]:
    """Return what an answer shows of a line, as in `scenarios.shown_readings`."""
    return READINGS if line == "payout" else [which for which in READINGS if which != "stated"]


def _differ(one: Group, other: Group) -> Any:
    """Whether two values with different computations may differ."""
    return any_of(
        is_not(one.ends.low == other.ends.low),
        is_not(one.ends.high == other.ends.high),
        is_not(one.ends.low == one.ends.high),
    )


class _Corners:
    """A value computed from facts of which only bounds may be known."""

    def __init__(self, prospect: Prospect, line: str, which: str, found: Range, lanes: Lanes) -> None:
        self.prospect, self.line, self.which, self.found = prospect, line, which, found
        self.lane = (lanes & -lanes).bit_length() - 1
        self.facts = {name: self._ends(name, lanes) for name in prospect.answers if name in found.of}
        self.open = [name for name in self.facts if name in prospect.known.open]
        # For these facts it is unknown which end gives the lower bound.
        both = [prospect.known.is_open(name) for name in self.open if name in found.rises & found.falls]
        self.is_loose = any_of(False, *both)

    def ends(self) -> Bounds:
        """Return the bounds, at the ends of the facts.

        For the lower bound, facts that raise the value are at their lower ends, and facts that reduce it at their upper
        ends.
        """
        low, high = self._at(self.found.falls), self._at(self.found.rises)
        if self.is_loose is False:
            return Bounds(low, high)
        widest = max(self.found.low, -OPEN), min(self.found.high, OPEN)
        return Bounds(*(choose(self.is_loose, end, known) for end, known in zip(widest, (low, high), strict=True)))

    def changes(self) -> dict[str, Any]:
        """Return, for each fact, whether it changes the value while the others are at their bounds."""
        return {name: any_of(self.is_loose, *self._changes(name)) for name in self.open}

    def _changes(self, name: str) -> Iterator[Any]:
        others = [other for other in self.open if other != name]
        if len(others) >= MOST_CORNERS or (others and self.prospect.is_yes_no(self.line)):
            low, high = self.ends()
            yield is_not(low == high)
            return
        for count in range(len(others) + 1):
            for greatest in combinations(others, count):
                yield is_not(self._at(greatest) == self._at((*greatest, name)))

    def _at(self, greatest: Iterable[str]) -> Any:
        """Return the value with these facts at their upper and the others at their lower bounds."""
        amounts = {name: ends.high if name in greatest else ends.low for name, ends in self.facts.items()}
        return self.prospect.at(self.line, self.which, self.lane, amounts)

    def _ends(self, name: str, lanes: Lanes) -> Bounds:
        """Return the bounds of a fact in these scenarios."""
        ends, unknown = self.prospect.known.ends(name), self.prospect.scenarios.unknown[name]
        spans = [span for span, own in unknown.answers.items() if own & lanes]
        if len(spans) < len(unknown.answers):
            ends = Bounds(most(ends.low, spans[0].low), least(ends.high, spans[-1].high))
        for other in of_the_same_day(name, self.prospect.answers):
            its = [span for span, own in self.prospect.scenarios.unknown[other].answers.items() if own & lanes]
            low, high = beside(name, FACTS[name].span, other, Span(its[0].low, its[-1].high))
            ends = Bounds(most(ends.low, low), least(ends.high, high))
            if counting(name).counts_months:
                passed = self.prospect.known.passed(other)
                ends = Bounds(most(ends.low, passed.low), least(ends.high, passed.high))
        return ends
