"""Random people: facts of a rule, mostly at, one step below and one step above the rule's thresholds.

What is drawn from is made once and kept, since Hypothesis checks each new strategy anew.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from hypothesis import strategies as st

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST, NO_LIMIT, yuan
from benefitcalc.core.words import Kind
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.relations import PARTS_OF, counting, of_one_day
from benefitcalc.rules import ANNOUNCED

ASKED = [name for name in FACTS if any(name in rule.facts._fields for rule in ANNOUNCED)]
"""The facts that some rule asks for, in order."""


def thresholds(rule: Rule, kind: Kind, law: bc.Policy) -> list[int]:
    """Return the figures of one kind that the rule compares with, in any view; for schedules, the starts."""
    entries = rule.terms.entries().items()
    views = law.views(rule.name)
    figures = {getattr(terms, name) for terms in views for name, entry in entries if entry.kind is kind}
    schedules = [getattr(terms, name) for terms in views for name, entry in entries if entry.begins is kind]
    return sorted({*figures, *(row.start for each in schedules for row in each.rows)} - {NO_LIMIT})


def around(values: Iterable[int], greatest: int) -> st.SearchStrategy[int]:
    """Draw each value, one below and one above it, the ends, or anything between."""
    near = {step for value in values for step in (value - 1, value, value + 1)} | {0, 1, greatest}
    return st.sampled_from(sorted(v for v in near if 0 <= v <= greatest)) | st.integers(0, greatest)


@cache
def _value(rule: Rule, name: str, law: bc.Policy) -> st.SearchStrategy[int]:
    fact = FACTS[name]
    match fact.kind:
        case Kind.MONEY:
            return around(thresholds(rule, Kind.MONEY, law), GREATEST) | st.integers(0, 10_000_00)
        case Kind.YES_NO:
            return st.booleans()
        case Kind.LEVEL:
            assert fact.levels is not None
            return st.sampled_from(list(fact.levels))
        case _:
            return around(thresholds(rule, Kind.WHOLE, law), fact.most)


@cache
@st.composite
def people(draw: st.DrawFn, rule: Rule, law: bc.Policy | None = None) -> dict[str, int]:
    """Draw the facts of one person as inside the library: fen, Booleans, whole numbers, levels."""
    facts = {name: draw(_value(rule, name, law or rule.law())) for name in rule.facts._fields}
    for wholes, parts in PARTS_OF:
        left = sum(facts.get(whole, 0) for whole in wholes)
        own = [part for part in parts if part in facts and facts.keys() >= set(wholes)]
        for part in own:
            facts[part] = draw(st.integers(0, left))
            left -= facts[part]
    for pair in of_one_day(facts):
        # At the thresholds of one of the two, and the other as the day leaves it.
        one, other = draw(st.permutations(pair))
        low, high = counting(other).of_passed(*counting(one).passed(facts[one], facts[one]))
        facts[other] = draw(st.integers(min(low, FACTS[other].most), min(high, FACTS[other].most)))
    return facts


def outside(facts: dict[str, int]) -> dict[str, Any]:
    """The same facts as a caller gives them: money in yuan."""
    return {name: yuan(value) if FACTS[name].kind is Kind.MONEY else value for name, value in facts.items()}


@cache
@st.composite
def full_people(draw: st.DrawFn, rules: tuple[Rule, ...] = ANNOUNCED, law: bc.Policy | None = None) -> dict[str, Any]:
    """Every fact that the rules ask for, as a caller gives it."""
    facts: dict[str, int] = {}
    for rule in rules:
        facts |= draw(people(rule, law))
    return outside({name: facts[name] for name in FACTS if name in facts})
