"""Whether a rule in force gives everybody the share that another document promised, and for whom and which costs not.

Both bodies are read at once: on the symbols of a person, to prove it or to find somebody; along a cost, to find every
cost for which less is given; and on numbers, for the amounts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from math import ceil, floor
from typing import Any, NamedTuple

import z3

from benefitcalc.analysis.kept import Shortfall
from benefitcalc.analysis.properties import is_meant
from benefitcalc.analysis.symbolic import figure, number, possible, symbol, whole_of
from benefitcalc.core.amounts import GREATEST, yuan
from benefitcalc.core.backends.curves import Along, Cell
from benefitcalc.core.backends.symbols import Formula, formula
from benefitcalc.core.rates import Rate
from benefitcalc.core.words import Kind, all_of, is_not, share
from benefitcalc.engine.curve import along
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.policy.promise import Pays, Promise
from benefitcalc.policy.terms import Views

PATIENCE = 20_000
"""So many milliseconds z3 may take for one question; past that nothing is shown."""

ROUND = (1_000_00, 10_000_00, 100_000_00, 1_000_000_00)
"""A cost of so many fen is shown, the first of these for which less is given, before any other."""

USUAL = (0, 40, 70)
"""Of any other fact the first of these that it may be: no, nothing, the lowest level, an ordinary age."""

MOST_QUESTIONS = 500
"""So often z3 is asked for which costs less is given; past that no ranges are told."""


class TooMany(Exception):
    """The ranges of costs are too many to be told."""


class Side(NamedTuple):
    """A rule and the terms that a document gives it."""

    rule: Rule
    views: Views

    def lines(self, person: Mapping[str, Any], terms: Any = None) -> Any:
        """What the rule gives a person, on any backend; by the terms as stated where none are given."""
        facts = self.rule.facts(**{name: person[name] for name in self.rule.facts._fields})
        return self.rule.assess(facts, self.views.stated if terms is None else terms)


class Comparison:
    """A promised share, to one group or to all who are meant, beside what the rule in force gives."""

    def __init__(self, announced: Side, in_force: Side, promise: Promise, group: str | None) -> None:
        assert isinstance(promise.pays, Pays)  # what compares amounts has one
        self.announced, self.in_force = announced, in_force
        self.promise, self.of, self.group = promise, promise.pays.of, group
        self.names = tuple(dict.fromkeys((*announced.rule.facts._fields, *in_force.rule.facts._fields)))
        self.context = z3.Context()
        self.person = {name: symbol(FACTS[name].kind, name, self.context) for name in self.names}
        self.over = next((name for name in announced.rule.costs if name in in_force.rule.facts._fields), None)

    # In the words of a body, on any backend ---------------------------------------------------------------------

    def promised(self, person: Mapping[str, Any], rate: Rate, terms: Any = None) -> tuple[Any, Any]:
        """Whether something is promised to a person, and how much."""
        lines = self.announced.lines(person, terms)
        values = {**person, **vars(lines)}
        meant = is_meant(self.announced.rule, self.promise, person, lines)
        in_group = True if self.group is None else values[self.group]
        return all_of(True, meant, in_group), share(rate, of=values[self.of])

    def given(self, person: Mapping[str, Any]) -> Any:
        """How much the rule in force gives a person."""
        return self.in_force.lines(person).payout

    def is_short(self, person: Mapping[str, Any], rate: Rate) -> Any:
        """Whether a person is given less than promised."""
        meant, amount = self.promised(person, rate)
        return all_of(meant, is_not(self.given(person) >= amount))

    # What is promised by the document alone -----------------------------------------------------------------------

    def unstated(self, rate: Rate, assumed: list[str]) -> list[str]:
        """On what it depends that no other document knows: facts of the announcement's rule, and ``assumed`` terms."""
        own = [name for name in self.announced.rule.facts._fields if name not in self.in_force.rule.facts._fields]
        facts = [name for name in own if self._differs(rate, {name: self._another(name)}, None)]
        return [*facts, *(name for name in assumed if self._depends(rate, name))]

    def _another(self, name: str) -> Any:
        return symbol(FACTS[name].kind, f"{name}'", self.context)

    def _depends(self, rate: Rate, term: str) -> bool:
        rule, views = self.announced
        marked = [figure(rule, views.stated, term, self.context, whole=self._whole, mark=mark) for mark in ("", "'")]
        one, other = (replace(views.stated, **{term: each}) for each in marked)
        return self._differs(rate, {}, (one, other))

    @cached_property
    def _whole(self) -> int:
        return whole_of(self.announced.views)

    def _differs(self, rate: Rate, other: Mapping[str, Any], terms: tuple[Any, Any] | None) -> bool:
        """Whether what is promised may be another with these facts or terms instead."""
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

    # Somebody who is given less -----------------------------------------------------------------------------------

    def shortfall(self, rate: Rate) -> Shortfall | None:
        """Somebody who is given less than this share, whose facts are as few as can be; None where there is nobody.

        TimeoutError where z3 does not find out.
        """
        solver = self._solver()
        solver.add(formula(self.is_short(self.person, rate)))
        found = solver.check()
        if found == z3.unknown:
            raise TimeoutError
        return None if found == z3.unsat else self._shown(solver, rate)

    def _shown(self, solver: z3.Solver, rate: Rate) -> Shortfall:
        for name in self.names:
            _settle(solver, self.person[name].of, FACTS[name].kind, ROUND if name == self.over else USUAL)
        solver.check()
        model = solver.model()
        known = {name: number(model, value, FACTS[name].kind) for name, value in self.person.items()}
        _, promised = self.promised(known, rate)
        return Shortfall(
            facts=reading.write(known),
            promised=yuan(promised),
            given=yuan(self.given(known)),
            over=self.over,
            costs=self._costs(known, rate),
        )

    # Every cost for which less is given ---------------------------------------------------------------------------

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
        """What holds of a person along the cost, the other facts being known."""
        over = self.over or ""  # without one nobody looks along it
        low, high = FACTS[over].span
        return along(Span(int(low), min(int(high), GREATEST)), lambda cost: what({**known, over: cost}))

    def _solver(self) -> z3.Solver:
        solver = z3.Solver(ctx=self.context)
        solver.set("timeout", PATIENCE)
        solver.add(*possible(self.person))
        return solver


class _Asked:
    """For which whole numbers something is so, asked of z3 where rounding leaves it open."""

    def __init__(self, solver: z3.Solver, at: Formula, is_so: Formula) -> None:
        self.solver, self.at, self.is_so = solver, at, is_so
        self.left = MOST_QUESTIONS

    def within(self, cell: Cell) -> Iterator[tuple[int, int]]:
        """The ranges of whole numbers in a cell of which it is so."""
        is_point = cell.low == cell.high
        first, last = (ceil(cell.low), floor(cell.high)) if is_point else (floor(cell.low) + 1, ceil(cell.high) - 1)
        if first > last:
            return
        if not cell.is_exact:
            yield from self._divided(first, last)
        elif cell.base + cell.least:
            yield first, last

    def _divided(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The same where it has to be asked: of all, of none, or else of each half."""
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
    """Adds the first of these values that a fact may have."""
    for value in values:
        wanted = fact == bool(value) if kind is Kind.YES_NO else fact == value
        if solver.check(wanted) == z3.sat:
            solver.add(wanted)
            return
