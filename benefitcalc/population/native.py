"""Sums over prepared people in machine code: the loop of `native_program`, compiled by Numba and kept on disk."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, reduce
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from logging import getLogger
from operator import and_
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import numba
import numpy as np
import polars as pl

from benefitcalc.core.words import Kind
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.terms import Views
from benefitcalc.population import native_program, summing
from benefitcalc.population.answers import fits
from benefitcalc.population.bounded import MOST, Ends
from benefitcalc.population.native_program import Loop
from benefitcalc.population.prepared import GROUP, WEIGHT, Prepared
from benefitcalc.population.summing import AMOUNTS, Laws, Sums

LOG = getLogger("benefitcalc")


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
    starts: tuple[int, ...]
    """Where each group begins, and where the last one ends."""
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
        for group, people in self.wrong.items():
            found[group, rule]["people"] += people
            found[group, rule]["with_problem"] += people
        for group, start, stop, sums in self._run(loop):
            found[group, rule]["people"] += int(self.weight[start:stop].sum())
            for name, each in zip(AMOUNTS, sums, strict=True):
                found[group, rule][name] += int(each)
        return found

    def _run(self, loop: Loop) -> Iterable[tuple[int, int, int, Any]]:
        """The sums of each piece of each group, several at once."""
        run, law = compiled(loop.text), _arguments(loop)
        columns = [self.facts[name] for name in loop.facts]

        def piece(task: tuple[int, int, int]) -> tuple[int, int, int, Any]:
            sums = np.zeros(len(AMOUNTS), np.int64)
            run(*task[1:], self.weight, sums, law, *columns)
            return (*task, sums)

        return _THREADS.map(piece, self._pieces(loop.most))

    def _pieces(self, most: int) -> Iterator[tuple[int, int, int]]:
        """The rows of each group, in pieces of which no sum outgrows 64 bits."""
        rows = min(MOST // (max(1, most) * self.most_weight), max(_PIECE, self.starts[-1] // _CORES + 1))
        for group, (first, last) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            for start in range(first, last, rows):
                yield group, start, min(start + rows, last)


_CORES = os.cpu_count() or 1
_THREADS = ThreadPoolExecutor(_CORES, thread_name_prefix="benefitcalc")
_PIECE = 10_000
"""Fewer rows are not worth a thread of their own."""


def _arguments(loop: Loop) -> Any:
    """The figures of the law by every view, and whether these differ."""
    law = np.zeros((len(Views._fields) + 1, max(1, *map(len, loop.figures))), np.int64)
    for view, figures in enumerate([*loop.figures, [len(set(loop.figures)) > 1]]):
        law[view, : len(figures)] = figures
    return law


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
    facts = {
        name: right.select(fact.value.cast(_TYPES.get(FACTS[name].kind, pl.Int64)))[:, 0].to_numpy()
        for name, fact in own.items()
    }
    starts = np.searchsorted(right[GROUP].to_numpy(), range(len(people.groups) + 1)).tolist()
    wrong = people.frame.filter(~is_fit).group_by(GROUP).agg(pl.col(WEIGHT).sum())
    within = {name: (int(each.min()), int(each.max())) if len(each) else (0, 0) for name, each in facts.items()}
    return People(
        whole=people,
        unknown=people._replace(frame=unknown),
        wrong=dict(wrong.iter_rows()),
        facts=facts,
        weight=right[WEIGHT].to_numpy(),
        starts=tuple(starts),
        within=within,
    )


_TYPES: Mapping[Kind, Any] = {Kind.YES_NO: pl.UInt8, Kind.WHOLE: pl.Int32, Kind.LEVEL: pl.Int32}
"""The types of the arrays; amounts are Int64."""


@lru_cache(maxsize=256)
def compiled(text: str) -> Any:
    """The loop of a text, compiled; the first time ever that takes seconds, later it is read from disk."""
    name = f"loop_{sha256(f'{text}{numba.__version__}'.encode()).hexdigest()[:32]}"
    file = _folder() / f"{name}.py"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        LOG.info("compiling a rule for this machine; kept in %s", file)
        written = file.with_suffix(f".{os.getpid()}")
        written.write_text(text, encoding="utf-8")
        written.replace(file)
    spec = spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)  # what Numba kept refers to it by its name
    spec.loader.exec_module(module)
    return module.run


def _folder() -> Path:
    """Where compiled loops are kept: among the caches of the user, or in a new folder where that cannot be written."""
    at_home = Path.home() / ("AppData/Local" if sys.platform == "win32" else ".cache")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or at_home) / "benefitcalc"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Path(mkdtemp(prefix="benefitcalc-"))
    return folder if os.access(folder, os.W_OK) else Path(mkdtemp(prefix="benefitcalc-"))
