"""Symbols for all possible persons and all possible figures of a document, and the numbers that z3 found for them."""

from collections.abc import Callable, Iterator, Mapping
from math import lcm
from typing import Any

import z3

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.symbols import Formula, Symbol
from benefitcalc.core.rates import RATE_DECIMALS, Rate, Row, Schedule
from benefitcalc.core.words import Kind
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.relations import PARTS_OF
from benefitcalc.policy.terms import Entry, RuleTerms, Views


def symbol(kind: Kind, name: str, context: z3.Context) -> Symbol:
    """Return a free symbol of a kind."""
    return Symbol(z3.Bool(name, context) if kind is Kind.YES_NO else z3.Int(name, context))


def person(rule: Rule, context: z3.Context) -> dict[str, Symbol]:
    """Return a free symbol for each fact of a rule: any possible person."""
    return {name: symbol(FACTS[name].kind, name, context) for name in rule.facts._fields}


def possible(person: Mapping[str, Symbol]) -> Iterator[Formula]:
    """Yield the constraints on every person's facts: their bounds, and the relations between amounts."""
    for name, value in person.items():
        if FACTS[name].kind is not Kind.YES_NO:
            low, high = FACTS[name].span
            yield z3.And(value.of >= int(low), value.of <= min(high, GREATEST))
    for wholes, parts in PARTS_OF:
        own = [person[part].of for part in parts if part in person]
        if own and all(whole in person for whole in wholes):
            yield z3.Sum(own) <= z3.Sum([person[whole].of for whole in wholes])


def whole_of(*every: Views) -> int:
    """Return a common denominator of every rate of these terms and of every decimal rate in a policy file."""
    return lcm(10**RATE_DECIMALS, *(each for views in every for each in _denominators(views)))


def figure(rule: Rule, terms: RuleTerms, name: str, context: z3.Context, *, whole: int, mark: str = "") -> Any:
    """Return a term as symbols; a rounding mode or unit stays as in ``terms``, since no formula divides by a symbol."""
    entry = rule.terms.entries()[name]
    stated = getattr(terms, name)
    if entry.kind is Kind.ROUNDING or name in rule.checked.units:
        return stated

    def of_one(at: int, figure: Any) -> Any:
        own = f"{name}.{at}{mark}" if entry.kind is Kind.SCHEDULE else f"{name}{mark}"
        if isinstance(figure, Rate):
            return Rate(symbol(Kind.WHOLE, own, context), whole)  # type: ignore[arg-type]  # a symbol
        return symbol(entry.kind, own, context)

    return mapped(entry, stated, of_one)


def _denominators(views: Views) -> Iterator[int]:
    for terms in views:
        for name, entry in terms.entries().items():
            yield from (part.denominator for part in parts_of(entry, getattr(terms, name)) if isinstance(part, Rate))


def parts_of(entry: Entry, figure: Any) -> list[Any]:
    """Return the figures of a term: one, or those of each row of a schedule."""
    return [row.figure for row in figure.rows] if entry.kind is Kind.SCHEDULE else [figure]


def mapped(entry: Entry, figure: Any, function: Callable[[int, Any], Any]) -> Any:
    """Return a term with a function applied to each of its figures."""
    if entry.kind is not Kind.SCHEDULE:
        return function(0, figure)
    return Schedule(tuple(Row(row.start, function(at, row.figure)) for at, row in enumerate(figure.rows)))


def number(model: z3.ModelRef, value: Any, kind: Kind) -> Any:
    """Return the value that z3 found for a symbol, as a body takes it; a plain value is unchanged."""
    if isinstance(value, Rate):
        return Rate(number(model, value.numerator, Kind.WHOLE), value.denominator)
    if not isinstance(value, Symbol):
        return value
    found = model.eval(value.of, model_completion=True)
    return z3.is_true(found) if kind is Kind.YES_NO else found.as_long()
