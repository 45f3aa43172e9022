"""The figure for a budget: a benefit costs more as its figure becomes more generous, so the figure is found by halves.

All figures of the smallest step are looked among, so that rounding to the fen is part of what is found.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any, NamedTuple

from benefitcalc.core.amounts import GREATEST, yuan
from benefitcalc.core.rates import RATE_DECIMALS, Rate
from benefitcalc.core.words import Kind
from benefitcalc.policy.terms import BOUNDS, Entry
from benefitcalc.text.message import N_, Refused, listed, say


class Order(NamedTuple):
    """The other figures beside which a figure must be in order, by their terms."""

    at_least: Mapping[str, Any]
    """It is never less than these."""
    at_most: Mapping[str, Any]
    """It is never more than these."""


class Grid(NamedTuple):
    """All figures that a term may have, from the least generous on."""

    low: int
    high: int
    """The least and the greatest figure, in the smallest steps."""
    decimals: int
    """So many decimals a figure has."""
    is_falling: bool
    """Whether less is more generous."""

    @classmethod
    def of(cls, entry: Entry, order: Order) -> "Grid":
        """The figures of a term that are in this order; Refused for a term of which no figure is more generous."""
        if entry.more_is == "neither" or entry.kind not in _GRIDS:
            raise Refused(say(N_("is no figure of which more is known to be more, or less, generous")))
        last, decimals = _GRIDS[entry.kind]
        low = max([0, *(ceil(_steps(each, decimals)) for each in order.at_least.values())])
        high = min([last, *(floor(_steps(each, decimals)) for each in order.at_most.values())])
        if low > high:
            told = N_("no figure is in the order that the document states with {terms}")
            raise Refused(say(told, terms=listed([*order.at_least, *order.at_most])))
        return cls(low, high, decimals, entry.more_is == "strict")

    @property
    def last(self) -> int:
        """So many steps lie between the ends."""
        return self.high - self.low

    def figure(self, step: int) -> Decimal:
        """The figure after so many steps."""
        return Decimal(f"{self.high - step if self.is_falling else self.low + step}E-{self.decimals}")


def _steps(value: Any, decimals: int) -> Fraction:
    """A rate, or fen, or a whole number, in the smallest steps."""
    return Fraction(value.numerator, value.denominator) * 10**decimals if isinstance(value, Rate) else Fraction(value)


_GRIDS = {
    Kind.RATE: (10**RATE_DECIMALS, RATE_DECIMALS),
    Kind.MONEY: (GREATEST, 2),
    Kind.WHOLE: (BOUNDS[Kind.WHOLE][1], 0),
}
"""By kind the greatest figure in the smallest steps, and its decimals."""


class Nearest(NamedTuple):
    """The last figure that keeps within a budget, and what it costs in fen."""

    figure: Decimal
    cost: int
    following: tuple[Decimal, int] | None
    """The next figure with its cost, which passes the budget; None where the budget is met exactly."""


def nearest(grid: Grid, cost_of: Callable[[Decimal], int], budget: int) -> Nearest:
    """The figure for a budget; of several that meet it exactly the least generous. Refused where none comes near it."""
    cost = cache(lambda step: cost_of(grid.figure(step)))
    if not cost(0) <= budget <= cost(grid.last):
        raise _out_of_reach(grid, cost, budget)
    reached = _first(lambda step: cost(step) >= budget, grid.last)
    if cost(reached) == budget:
        return Nearest(grid.figure(reached), budget, None)
    return Nearest(grid.figure(reached - 1), cost(reached - 1), (grid.figure(reached), cost(reached)))


def _first(holds: Callable[[int], bool], last: int) -> int:
    """The first step for which this holds; it holds for all after it, and for the last."""
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _out_of_reach(grid: Grid, cost: Callable[[int], int], budget: int) -> Refused:
    told = N_("no figure costs {budget:yuan}: {first} costs {least:yuan}, and {last} costs {most:yuan}")
    ends = {"first": f"{grid.figure(0):f}", "last": f"{grid.figure(grid.last):f}"}
    costs = {"least": str(yuan(cost(0))), "most": str(yuan(cost(grid.last)))}
    return Refused(say(told, budget=str(yuan(budget)), **ends, **costs))
