"""Sensitivity: which vague terms can change an outcome."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from benefitcalc.engine.scenarios import MOST_SCENARIOS
from benefitcalc.policy.terms import Views


def relevant_terms(views: Views, outcomes: Views, outcome: Callable[[Any], object]) -> tuple[str, ...]:
    """Return the vague terms that can change an outcome, for some interpretation of the other terms.

    ``outcomes`` are those of the views. For each term, its strict interpretation is compared with its generous one (a
    value between them gives a result between), while every other term is strict, stated and generous in turn. Above
    `MOST_SCENARIOS` combinations, every vague term counts.
    """
    if outcomes.strict == outcomes.stated == outcomes.generous:
        return ()
    variants, pairs = _variants(views)
    known: dict[int, object] = {0: outcomes.strict, len(variants) - 1: outcomes.generous}

    def of(at: int) -> object:
        if at not in known:
            known[at] = outcome(variants[at])
        return known[at]

    return tuple(name for name, each in pairs.items() if not variants or any(of(low) != of(high) for low, high in each))


@lru_cache(maxsize=256)
def _variants(views: Views) -> tuple[list[Any], dict[str, list[tuple[int, int]]]]:
    """Return the terms in every combination, and for each vague term the pairs that differ in it alone.

    The first combination is the strict view, the last one the generous view.
    """
    readings = {name: list({getattr(view, name): None for view in views}) for name in views.stated.entries()}
    vague = {name: each for name, each in readings.items() if len(each) > 1}
    if prod(map(len, vague.values())) > MOST_SCENARIOS:
        return [], {name: [] for name in vague}
    every = combinations(vague)
    variants = [replace(views.stated, **chosen) for chosen in every]
    places = {tuple(chosen.values()): at for at, chosen in enumerate(every)}
    pairs = {
        name: [
            (at, places[(*{**chosen, name: generous}.values(),)])
            for at, chosen in enumerate(every)
            if chosen[name] == strict
        ]
        for name, (strict, *_, generous) in vague.items()
    }
    return variants, pairs


def combinations(choices: Mapping[str, Iterable[Any]]) -> list[dict[str, Any]]:
    """Return every choice of one value for each name; the choice for the last name changes fastest."""
    return [dict(zip(choices, each, strict=True)) for each in product(*choices.values())]
