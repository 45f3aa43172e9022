"""Sums over prepared people by Polars: what a law gives each group, and what one law gives more than another."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_
from typing import NamedTuple

import polars as pl

from benefitcalc.core.backends.columns import Expr
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import Views
from benefitcalc.population.answers import Answers, fits
from benefitcalc.population.column_readers import FEN
from benefitcalc.population.plan import OWN, Steps
from benefitcalc.population.prepared import GROUP, WEIGHT, Prepared

Laws = Mapping[Rule, Views]
"""The terms of each rule."""

Sums = Mapping[tuple[int, Rule], Mapping[str, int]]
"""What is summed for each group, by its number, and rule."""

ENDS = ("", "_at_least", "_at_most")
"""How the names of sums end: by the terms as stated, and the least and the most by all readings."""

COUNTS = ("people", "with_problem", "with_missing")
AMOUNTS = tuple(f"{name}{end}" for name in ("total", "reached") for end in ENDS)
TOTALS = (*COUNTS, *AMOUNTS)
"""What is summed of a rule: people, and what it gives them."""


class Payouts(NamedTuple):
    """What a rule gives each person."""

    stated: Expr
    at_least: Expr
    at_most: Expr

    @property
    def is_settled(self) -> Expr:
        """Whether nothing is open."""
        return reduce(and_, (each.is_not_null() for each in self))


def totals(people: Prepared, laws: Laws) -> Sums:
    """What the rules give each group: to how many people, and how much."""
    if people.frame.is_empty():
        return {(group, rule): dict.fromkeys(TOTALS, 0) for group in range(len(people.groups)) for rule in laws}
    frame, [payouts] = _with_payouts(people, [laws])
    return _summed(people, frame, {rule: _totals(people, rule, payouts[rule]) for rule in laws})


def changes(people: Prepared, before: Laws, after: Laws) -> Sums:
    """What the rules give each group by one law and by another: how many people gain and lose, and how much."""
    frame, [old, new] = _with_payouts(people, [before, after])
    return _summed(people, frame, {rule: _changes(people, rule, old[rule], new[rule]) for rule in after})


def _with_payouts(people: Prepared, laws: Iterable[Laws]) -> tuple[pl.LazyFrame, list[dict[Rule, Payouts]]]:
    """The people with what each law gives them."""
    frame, found = people.frame.lazy(), []
    for at, law in enumerate(laws):
        steps = Steps(pl, f"{OWN}{at}_")
        given = Answers(law, "range").columns(steps, people.facts)
        names = {rule: [f"{rule.name}{end}{FEN}" for end in ENDS] for rule in law}
        kept = {f"{OWN}law_{at}_{name}": given[name] for each in names.values() for name in each}
        frame = steps.then(kept)(frame)
        found.append({rule: Payouts(*(pl.col(f"{OWN}law_{at}_{each}") for each in names[rule])) for rule in law})
    return frame, found


def _totals(people: Prepared, rule: Rule, payouts: Payouts) -> dict[str, Expr]:
    sums = _counts(people, rule, payouts.is_settled)
    for end, payout in zip(ENDS, payouts, strict=True):
        sums[f"total{end}"] = _amount(payouts.is_settled, payout)
        sums[f"reached{end}"] = _people(payouts.is_settled & (payout > 0))
    return sums


def _changes(people: Prepared, rule: Rule, before: Payouts, after: Payouts) -> dict[str, Expr]:
    is_settled = before.is_settled & after.is_settled
    sums = _counts(people, rule, is_settled)
    for end, old, new in zip(ENDS, before, after, strict=True):
        sums |= {f"before{end}": _amount(is_settled, old), f"after{end}": _amount(is_settled, new)}
        for count, amount, less, more in (("gaining", "gained", old, new), ("losing", "lost", new, old)):
            is_one = is_settled & (more > less)
            sums |= {f"{count}{end}": _people(is_one), f"{amount}{end}": _amount(is_one, more - less)}
    return sums


def _counts(people: Prepared, rule: Rule, is_settled: Expr) -> dict[str, Expr]:
    is_fit = fits(rule, people.facts)
    return {
        "people": pl.col(WEIGHT),
        "with_problem": _people(~is_fit),
        "with_missing": _people(is_fit & ~is_settled),
    }


def _people(holds: Expr) -> Expr:
    return pl.when(holds).then(pl.col(WEIGHT)).otherwise(0)


def _amount(holds: Expr, fen: Expr) -> Expr:
    return pl.when(holds).then(fen).otherwise(0).cast(pl.Int128) * pl.col(WEIGHT)


def _summed(people: Prepared, frame: pl.LazyFrame, sums: Mapping[Rule, Mapping[str, Expr]]) -> Sums:
    columns = {f"{rule.name} {name}": each for rule, own in sums.items() for name, each in own.items()}
    summed = frame.group_by(GROUP).agg(each.cast(pl.Int128).sum().alias(name) for name, each in columns.items())
    found = {row[GROUP]: row for row in summed.collect(engine="streaming").rows(named=True)}
    return {
        (group, rule): {name: int(found[group][f"{rule.name} {name}"]) if group in found else 0 for name in own}
        for group in range(len(people.groups))
        for rule, own in sums.items()
    }
