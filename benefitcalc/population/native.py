"""Sums over prepared people in machine code: the loop of `native_loop` over arrays, on every core."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from itertools import pairwise
from operator import and_
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import Views
from benefitcalc.population import native_program, summing
from benefitcalc.population.answers import fits
from benefitcalc.population.bounded import Ends
from benefitcalc.population.native_loop import TYPES, compiled
from benefitcalc.population.native_program import Loop
from benefitcalc.population.prepared import GROUP, WEIGHT, Prepared
from benefitcalc.population.summing import AMOUNTS, Laws, Sums

MOST = 2**53
"""The greatest sum: up to it a double holds every whole number."""


class People(NamedTuple):
    """The people of one rule as arrays, group after group; only people whose facts for the rule are all known."""

    whole: Prepared
    """All of them, for terms that the loop cannot compute."""
    unknown: Prepared
    """The people with an unknown fact that the rule reads."""
    wrong: Mapping[int, int]
    """How many people of each group have something wrong in what the rule reads."""
    facts: Mapping[str, Any]
    weight: Any
    starts: Sequence[int]
    """Where each group begins, and where the last one ends."""
    right: Sequence[int]
    """How many people of each group are in the arrays."""
    within: Mapping[str, Ends]
    """The least and the greatest of each fact."""

    @property
    def most_weight(self) -> int:
        """The most people that a row stands for."""
        return int(self.weight.max(initial=1))

    def totals(self, rule: Rule, views: Views) -> Sums:
        """As `summing.totals`, of one rule."""
        loop = native_program.loop(rule, views, self.within)
        if loop is None or loop.most * self.most_weight > MOST:
            return summing.totals(self.whole, {rule: views})
        found = {key: dict(sums) for key, sums in summing.totals(self.unknown, {rule: views}).items()}
        for group, people in enumerate(self.right):
            wrong = self.wrong.get(group, 0)
            found[group, rule]["people"] += people + wrong
            found[group, rule]["with_problem"] += wrong
        for group, sums in self._run(loop):
            for name, each in zip(AMOUNTS, sums, strict=True):
                found[group, rule][name] += int(each)
        return found

    def _run(self, loop: Loop) -> Iterator[tuple[int, Any]]:
        """The sums of each piece of each group, several at once."""
        columns = [self.weight, *(self.facts[name] for name in loop.program.facts())]
        machine = compiled(loop.program, tuple(each.dtype.name for each in columns), len(loop.figures))
        law = np.array(loop.figures, np.float64)
        given = [each.ctypes.data for each in (law, *columns)]

        def piece(task: tuple[int, int, int]) -> tuple[int, Any]:
            group, start, stop = task
            sums = np.empty(len(AMOUNTS))
            machine.run(start, stop, sums.ctypes.data, *given)
            return group, sums

        spread = _THREADS.map if self.starts[-1] > _PIECE else map
        return spread(piece, self._pieces(loop.most))

    def _pieces(self, most: int) -> Iterator[tuple[int, int, int]]:
        """The rows of each group, in pieces of which no sum is greater than `MOST`."""
        rows = min(MOST // (max(1, most) * self.most_weight), max(_PIECE, self.starts[-1] // _CORES + 1))
        for group, (first, last) in enumerate(pairwise(self.starts)):
            for start in range(first, last, rows):
                yield group, start, min(start + rows, last)


_CORES = os.cpu_count() or 1
_THREADS = ThreadPoolExecutor(_CORES, thread_name_prefix="benefitcalc")
_PIECE = 200_000
"""So many rows, or fewer, are not worth a thread of their own."""


def totals(people: Mapping[Rule, People], laws: Laws) -> Sums:
    """As `summing.totals`."""
    return {key: sums for rule, views in laws.items() for key, sums in people[rule].totals(rule, views).items()}


def native(people: Prepared, rules: Iterable[Rule]) -> dict[Rule, People]:
    """Prepared people as each rule looks at them."""
    whole = people._replace(frame=people.frame.sort(GROUP, maintain_order=True))
    return {rule: _of_rule(whole, rule) for rule in rules}


def _of_rule(people: Prepared, rule: Rule) -> People:
    own = {name: people.facts[name] for name in rule.facts._fields}
    is_fit, is_right = fits(rule, own), reduce(and_, (fact.judged.is_right for fact in own.values()))
    right, unknown = people.frame.filter(is_right), people.frame.filter(is_fit & ~is_right)
    facts = {name: _array(right.select(fact.value.cast(pl.Int64))[:, 0]) for name, fact in own.items()}
    groups = range(len(people.groups))
    counts = _counts(right)
    return People(
        whole=people,
        unknown=people._replace(frame=unknown),
        wrong=_counts(people.frame.filter(~is_fit)),
        facts=facts,
        weight=_array(right[WEIGHT]),
        starts=np.searchsorted(right[GROUP].to_numpy(), [*groups, len(groups)]).tolist(),
        right=[counts.get(group, 0) for group in groups],
        within={name: (int(each.min(initial=0)), int(each.max(initial=0))) for name, each in facts.items()},
    )


def _counts(frame: pl.DataFrame) -> dict[int, int]:
    """How many people there are of each group."""
    return dict(frame.group_by(GROUP).agg(pl.col(WEIGHT).sum()).iter_rows())


def _array(column: pl.Series) -> Any:
    """A column of whole numbers in the narrowest type that holds it, so that there is less to read."""
    whole = column.to_numpy()
    ends = np.array([whole.min(initial=0), whole.max(initial=0)])
    return whole.astype(next(name for name in TYPES if (ends.astype(name) == ends).all()))
