"""Decide whether a rule in force pays everybody the share that another document promised, and find who is paid less.

Both bodies are evaluated on three backends: on the symbols of a person, to prove it or to find a counterexample; along
a cost, to find every cost for which less is paid; and on numbers, for the amounts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from math import ceil, floor
from typing import Any, NamedTuple

import z3

from benefitcalc.analysis.kept import Beside, Shortfall
from benefitcalc.analysis.properties import is_meant
from benefitcalc.analysis.shapes import ROOM
from benefitcalc.analysis.symbolic import figure, number, person, possible, symbol, whole_of
from benefitcalc.core.amounts import GREATEST, yuan
from benefitcalc.core.backends.curves import Along, Cell
from benefitcalc.core.backends.symbols import Formula, Symbol, formula
from benefitcalc.core.rates import Rate
from benefitcalc.core.words import Kind, all_of, is_not, share
from benefitcalc.engine.curve import along
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.policy.promise import Pays, Promise
from benefitcalc.policy.terms import RuleTerms, Views

PATIENCE = 20_000
"""The time limit of z3 for one question, in milliseconds; above it nothing is shown."""

ROUND = (1_000_00, 10_000_00, 100_000_00, 1_000_000_00)
"""Preferred costs of a counterexample, in fen: the first one for which less is paid is shown."""

USUAL = (0, 40, 70)
"""Preferred values of any other fact, the first possible one: no or zero or the lowest level, then ordinary ages."""

MOST_QUESTIONS = 500
"""The greatest number of questions to z3 about the costs for which less is paid; above it no intervals are given."""


class TooMany(Exception):
    """There are too many intervals of costs."""


class Side(NamedTuple):
    """A rule and its terms in one document."""

    rule: Rule
    views: Views

    def lines(self, person: Mapping[str, Any], terms: Any = None) -> Any:
        """Return the lines of the rule for a person, on any backend; by the stated terms by default."""
        facts = self.rule.facts(**{name: person[name] for name in self.rule.facts._fields})
        return self.rule.assess(facts, self.views.stated if terms is None else terms)


class Comparison:
    """A promised share, to one group or to all who are meant, compared with the rule in force."""

    def __init__(self, announced: Side, in_force: Side, promise: Promise, group: str | None) -> None:
        assert isinstance(promise.pays, Pays)  # a promise that compares amounts has one
        self.announced, self.in_force = announced, in_force
        self.promise, self.of, self.group = promise, promise.pays.of, group
        self.names = tuple(dict.fromkeys((*announced.rule.facts._fields, *in_force.rule.facts._fields)))
        self.context = z3.Context()
        self.person = {name: symbol(FACTS[name].kind, name, self.context) for name in self.names}
        self.over = next((name for name in announced.rule.costs if name in in_force.rule.facts._fields), None)

    # In the words of a body, on any backend ---------------------------------------------------------------------

    def promised(self, person: Mapping[str, Any], rate: Rate, terms: Any = None) -> tuple[Any, Any]:
        """Return whether something is promised to a person, and how much."""
        lines = self.announced.lines(person, terms)
        values = {**person, **vars(lines)}
        meant = is_meant(self.announced.rule, self.promise, person, lines)
        in_group = True if self.group is None else values[self.group]
        return all_of(True, meant, in_group), share(rate, of=values[self.of])

    def given(self, person: Mapping[str, Any]) -> Any:
        """Return how much the rule in force pays a person."""
        return self.in_force.lines(person).payout

    def is_short(self, person: Mapping[str, Any], rate: Rate) -> Any:
        """Whether a person is paid less than promised."""
        meant, amount = self.promised(person, rate)
        return all_of(meant, is_not(self.given(person) >= amount))

    # What only the announcement has -------------------------------------------------------------------------------

    def unstated(self, rate: Rate, assumed: list[str]) -> list[str]:
        """Return what the promise depends on but the other document lacks: facts, and ``assumed`` terms."""
        own = [name for name in self.announced.rule.facts._fields if name not in self.in_force.rule.facts._fields]
        facts = [name for name in own if self._differs(rate, {name: self._another(name)}, None)]
        return [*facts, *(name for name in assumed if self._depends(rate, name))]

    def assumed(self, rate: Rate, assumed: list[str]) -> list[str]:
        """Return which of these assumed terms of the document in force change what anybody who is meant is paid.

        Rounding modes and units of rounding always count, because a formula cannot divide by a symbol.
        """
        rule = self.in_force.rule
        entries = rule.terms.entries()
        rounds = {name for name in assumed if entries[name].kind is Kind.ROUNDING or name in rule.checked.units}
        return [name for name in assumed if name in rounds or self._gives_another(rate, name)]

    def _another(self, name: str) -> Any:
        return symbol(FACTS[name].kind, f"{name}'", self.context)

    def _depends(self, rate: Rate, term: str) -> bool:
        return self._differs(rate, {}, self._any_two(self.announced, term))

    def _gives_another(self, rate: Rate, term: str) -> bool:
        one, other = (self.in_force.lines(self.person, each).payout for each in self._any_two(self.in_force, term))
        is_other = _truth(is_not(one == other), self.context)
        return bool(self._meant(rate).check(is_other) != z3.unsat)

    def _any_two(self, side: Side, term: str) -> tuple[Any, Any]:
        """Return the terms of a side with any value of one of them, and with any other value."""
        rule, views = side
        whole = whole_of(views)
        marked = (figure(rule, views.stated, term, self.context, whole=whole, mark=mark) for mark in ("", "'"))
        one, other = (replace(views.stated, **{term: each}) for each in marked)
        return one, other

    def _differs(self, rate: Rate, other: Mapping[str, Any], terms: tuple[Any, Any] | None) -> bool:
        """Whether the promised amount may differ with these other facts or terms."""
        before, after = terms or (None, None)
        (meant, amount), (meant_too, as_much) = (
            self.promised(self.person, rate, before),
            self.promised({**self.person, **other}, rate, after),
        )
        is_other = z3.Or(
            z3.Xor(_truth(meant, self.context), _truth(meant_too, self.context)),
            z3.And(_truth(meant, self.context), formula(amount) != formula(as_much)),
        )
        return bool(self._solver().check(is_other) != z3.unsat)

    # A counterexample ---------------------------------------------------------------------------------------------

    def shortfall(self, rate: Rate) -> Shortfall | None:
        """Return a person who is paid less than this share, with facts as simple as possible; None if there is none.

        Raises TimeoutError if z3 does not decide.
        """
        solver = self._solver()
        solver.add(formula(self.is_short(self.person, rate)))
        found = solver.check()
        if found == z3.unknown:
            raise TimeoutError
        return None if found == z3.unsat else self._shown(solver, rate)

    def _shown(self, solver: z3.Solver, rate: Rate) -> Shortfall:
        known = simplest(solver, self.person, {self.over: ROUND} if self.over else {})
        _, promised = self.promised(known, rate)
        return Shortfall(
            facts=reading.write(known),
            promised=yuan(promised),
            given=yuan(self.given(known)),
            over=self.over,
            costs=self._costs(known, rate),
        )

    # Every cost for which less is paid ----------------------------------------------------------------------------

    def _costs(self, known: Mapping[str, Any], rate: Rate) -> tuple[tuple[Decimal, Decimal], ...]:
        if self.over is None:
            return ()
        solver = self._solver()
        fixed = [self.person[name].of == value for name, value in known.items() if name != self.over]
        solver.add(*fixed)
        asked = _Asked(solver, self.person[self.over].of, formula(self.is_short(self.person, rate)))
        shape = self.along(known, lambda person: self.is_short(person, rate))
        found: list[list[int]] = []
        try:
            for low, high in (each for cell in shape.cells for each in asked.within(cell)):
                if found and low == found[-1][1] + 1:
                    found[-1][1] = high
                else:
                    found.append([low, high])
        except TooMany:
            return ()
        return tuple((yuan(low), yuan(high)) for low, high in found)

    def along(self, known: Mapping[str, Any], what: Any) -> Along:
        """Evaluate a function of a person along the cost, with the other facts fixed."""
        over = self.over or ""  # callers check that there is one
        low, high = FACTS[over].span
        return along(Span(int(low), min(int(high), GREATEST)), lambda cost: what({**known, over: cost}))

    def beside(self, rate: Rate) -> tuple[Beside, ...]:
        """Return promised and paid amounts along the cost for a person who is meant, with the simplest facts."""
        solver = self._meant(rate)
        if self.over is None or solver.check() != z3.sat:
            return ()
        known = simplest(solver, self.person, {self.over: ROUND})
        return beside(self.over, known, lambda person: self.promised(person, rate)[1], self.given)

    def is_of_nobody(self, rate: Rate) -> bool:
        """Whether no person is meant, so that paying nothing would keep the promise."""
        return bool(self._meant(rate).check() == z3.unsat)

    def _meant(self, rate: Rate) -> z3.Solver:
        solver = self._solver()
        meant, _ = self.promised(self.person, rate)
        solver.add(_truth(meant, self.context))
        return solver

    def _solver(self) -> z3.Solver:
        return solver_of(self.person, self.context)


def solver_of(person: Mapping[str, Symbol], context: z3.Context) -> z3.Solver:
    """Return a solver over all possible persons."""
    solver = z3.Solver(ctx=context)
    solver.set("timeout", PATIENCE)
    solver.add(*possible(person))
    return solver


def simplest(solver: z3.Solver, person: Mapping[str, Symbol], wanted: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """Return a person who meets the solver's conditions, each fact at the first possible preferred value."""
    for name, value in person.items():
        _settle(solver, value.of, FACTS[name].kind, wanted.get(name, USUAL))
    solver.check()
    model = solver.model()
    return {name: number(model, value, FACTS[name].kind) for name, value in person.items()}


def by_figures(in_force: Side, promised: RuleTerms) -> tuple[Beside, ...]:
    """Return a rule's payments along its cost by the promised figures and those in force, for an eligible person."""
    context = z3.Context()
    own = person(in_force.rule, context)
    solver = solver_of(own, context)
    solver.add(_truth(in_force.lines(own).is_eligible, context))
    if solver.check() != z3.sat:
        return ()
    over = in_force.rule.costs[0]
    known = simplest(solver, own, {over: ROUND})
    return beside(
        over, known, lambda given: in_force.lines(given, promised).payout, lambda given: in_force.lines(given).payout
    )


Amount = Callable[[Mapping[str, Any]], Any]


def beside(over: str, known: Mapping[str, Any], promised: Amount, given: Amount) -> tuple[Beside, ...]:
    """Return two amounts of a person at each breakpoint of either along a cost, and a little further."""
    low, high = FACTS[over].span
    span = Span(int(low), min(int(high), GREATEST))

    def read(cost: Any) -> tuple[Any, Any]:
        person = {**known, over: cost}
        return promised(person), given(person)

    courses = (
        along(span, lambda cost: read(cost)[0]),
        along(span, lambda cost: read(cost)[1]),
        along(span, lambda cost: is_not(read(cost)[1] >= read(cost)[0])),  # where they cross
    )
    turns = [{cell.low for cell in each.cells} - {span.high} for each in courses]
    places = {int(near) for at in turns[0] | turns[1] for near in (floor(at), ceil(at))}
    last = max(ceil(max(set.union(*turns)) * ROOM), ROUND[1])
    costs = sorted(at for at in places | {last} if at <= span.high)
    return tuple(Beside(yuan(at), *map(yuan, read(at))) for at in costs)


class _Asked:
    """Finds the whole numbers for which a formula holds; asks z3 where rounding leaves it open."""

    def __init__(self, solver: z3.Solver, at: Formula, is_so: Formula) -> None:
        self.solver, self.at, self.is_so = solver, at, is_so
        self.left = MOST_QUESTIONS

    def within(self, cell: Cell) -> Iterator[tuple[int, int]]:
        """Yield the intervals of whole numbers in a cell for which the formula holds."""
        is_point = cell.low == cell.high
        first, last = (ceil(cell.low), floor(cell.high)) if is_point else (floor(cell.low) + 1, ceil(cell.high) - 1)
        if first > last:
            return
        if not cell.is_exact:
            yield from self._divided(first, last)
        elif cell.base + cell.least:
            yield first, last

    def _divided(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the same by asking z3: for the whole interval, or else for each half."""
        if not self._is_any(first, last, self.is_so):
            return
        if not self._is_any(first, last, z3.Not(self.is_so)):
            yield first, last
            return
        middle = (first + last) // 2
        yield from self._divided(first, middle)
        yield from self._divided(middle + 1, last)

    def _is_any(self, first: int, last: int, so: Formula) -> bool:
        self.left -= 1
        if self.left < 0:
            raise TooMany
        return bool(self.solver.check(z3.And(self.at >= first, self.at <= last, so)) != z3.unsat)


def _truth(value: Any, context: z3.Context) -> Formula:
    found = formula(value)
    return z3.BoolVal(found, context) if isinstance(found, bool) else found


def _settle(solver: z3.Solver, fact: Formula, kind: Kind, values: tuple[int, ...]) -> None:
    """Fix a fact to the first of these values that is possible."""
    for value in values:
        wanted = fact == bool(value) if kind is Kind.YES_NO else fact == value
        if solver.check(wanted) == z3.sat:
            solver.add(wanted)
            return
