"""Costs as an actuary has them: the amounts of a sample, or counts with the edges between which they were counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from benefitcalc.facts.fact import FACTS
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.message import N_, Refused, say


class Sample(NamedTuple):
    """Values of a fact, each with how many have it."""

    counts: Mapping[Any, int]

    @property
    def chances(self) -> list[tuple[Any, float]]:
        """The values with their shares."""
        whole = sum(self.counts.values())
        return [(value, float(Fraction(count, whole))) for value, count in self.counts.items()]


def severity_of(given: Any, over: str) -> Any:
    """The distribution of counts with their edges, a sample, or what was given; Refused for counts that are none."""
    if not _is_listed(given):
        return given
    if len(given) == 2 and all(map(_is_listed, given)):  # noqa: PLR2004 - counts and edges
        return _histogram(*given)
    if not len(given):
        raise Refused(say(N_("give at least one figure")).at("severity"))
    read = collect(*(lambda value=value: FACTS[over].read(value) for value in given))
    return Sample(Counter(FACTS[over].write(value) for value in read))


def frequency_of(given: Any) -> Any:
    """The distribution of how often, from a sample of that, or what was given; Refused for what is no count."""
    if not _is_listed(given):
        return given
    told = N_("give whole numbers from zero on, at least one")
    is_right = len(given) > 0 and all(_is_count(each) for each in given)
    refuse([] if is_right else [say(told).at("frequency")])
    values, chances = zip(*Sample(Counter(map(int, given))).chances, strict=True)
    return stats.rv_discrete(values=(values, chances))()


def _is_count(given: Any) -> bool:
    return isinstance(given, int | np.integer) and not isinstance(given, bool) and int(given) >= 0


def _is_listed(given: Any) -> bool:
    return (isinstance(given, Sequence) and not isinstance(given, str)) or getattr(given, "ndim", 0) == 1


def _histogram(counts: Sequence[Any], edges: Sequence[Any]) -> Any:
    """Within two edges the costs lie evenly."""
    numbers = [float(each) for each in counts], [float(each) for each in edges]
    is_right = (
        len(counts) + 1 == len(edges)
        and all(low < high for low, high in pairwise(numbers[1]))
        and min(numbers[0], default=-1.0) >= 0
        and sum(numbers[0]) > 0
    )
    told = N_("give counts, none below zero and not all zero, and their edges in rising order, one more than counts")
    refuse([] if is_right else [say(told).at("severity")])
    return stats.rv_histogram(numbers, density=False)()
