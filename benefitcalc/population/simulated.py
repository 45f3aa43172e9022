"""What a simulation finds: totals by group, many of them beside each other, the figure for a budget, quantiles."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from benefitcalc.core.amounts import yuan
from benefitcalc.core.rates import Rounding
from benefitcalc.core.words import rounded
from benefitcalc.engine.parts import Told
from benefitcalc.engine.pictures import Panel
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import Scalar
from benefitcalc.policy.terms import Entry
from benefitcalc.population.figures import number
from benefitcalc.population.groups import Group
from benefitcalc.population.pictures import costs_panels, gains_panels, quantile_panels
from benefitcalc.population.reforms import Change, Comparison
from benefitcalc.population.solving import Nearest
from benefitcalc.population.summing import ENDS, Sums
from benefitcalc.text.frozen import FixedDict


class OfGroup(Told):
    """What is found of one benefit for the people of one group."""

    rule: str
    group: FixedDict[Scalar | None]


class Total(OfGroup):
    """One benefit for the people of one group: amounts of all of them together, in yuan.

    ``reached`` people get anything. Each figure is by the terms as stated; ``at_least`` and ``at_most`` are by all
    readings of the document. People with a wrong fact (``with_problem``), and other people whose amount depends on a
    missing fact (``with_missing``), are counted separately and are in no amount.
    """

    people: int
    with_problem: int
    with_missing: int
    reached: int
    reached_at_least: int
    reached_at_most: int
    total: Decimal
    total_at_least: Decimal
    total_at_most: Decimal


class Totals(Told):
    """What one law gives the people, by benefit and group."""

    reform: str
    totals: tuple[Total, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each benefit and group."""
        return [
            {"reform": self.reform, "rule": each.rule, **each.group, **each.model_dump(exclude={"rule", "group"})}
            for each in self.totals
        ]

    def of(self, rule: str, **group: object) -> Total:
        """The total of one benefit for one group; KeyError where there is none."""
        return self.totals[_place(self.totals, rule, group)]


class Swept(Told):
    """One reform of a sweep: its figures, and what it gives."""

    figures: FixedDict[Decimal | Scalar]
    found: Totals


class Sweep(Told):
    """What many reforms give the same people."""

    runs: tuple[Swept, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each reform, benefit and group, with the figures of the reform."""
        return [{**each.figures, **row} for each in self.runs for row in each.found.rows()]

    def panels(self) -> list[Panel]:
        """What `benefitcalc.chart` draws: the cost against the figure; Refused for several figures."""
        return costs_panels(self.runs)


class Gains(Told):
    """Who gains and who loses by a reform: by the terms as stated, and by the least and the most of all readings."""

    at_least: Comparison
    stated: Comparison
    at_most: Comparison

    def rows(self) -> list[dict[str, Any]]:
        """A row for each view, benefit and group."""
        return [{"view": view, **row} for view in type(self).model_fields for row in getattr(self, view).rows()]

    def panels(self) -> list[Panel]:
        """What `benefitcalc.chart` draws: who gains and who loses by the terms as stated."""
        return gains_panels(self.stated.changes)


class Solved(Told):
    """The figure whose cost comes nearest to a budget without passing it.

    ``left`` of the budget is not spent: nothing, or less than the next figure would cost, ``next_cost`` in all. Both
    are None where the budget is met exactly. ``found`` is what the reform gives.
    """

    over: str
    figure: Decimal | Scalar
    budget: Decimal
    cost: Decimal
    left: Decimal
    next_figure: Decimal | Scalar | None
    next_cost: Decimal | None
    found: Totals

    def rows(self) -> list[dict[str, Any]]:
        """One row."""
        return [self.model_dump(exclude={"found"})]


class Quantiles(OfGroup):
    """What one benefit may cost the people of one group, in yuan: of so many draws the mean and quantiles."""

    mean: Decimal
    quantiles: FixedDict[Decimal]
    """By their share, such as ``0.95``: the least cost that so many of the draws do not pass."""


class Uncertainty(Told):
    """What benefits may cost where their vague figures have the distributions that were named."""

    draws: int
    seed: int
    costs: tuple[Quantiles, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each benefit and group."""
        return [
            {
                "rule": each.rule,
                **each.group,
                "draws": self.draws,
                "mean": each.mean,
                **{f"quantile_{share}": cost for share, cost in each.quantiles.items()},
            }
            for each in self.costs
        ]

    def of(self, rule: str, **group: object) -> Quantiles:
        """The costs of one benefit for one group; KeyError where there are none."""
        return self.costs[_place(self.costs, rule, group)]

    def panels(self) -> list[Panel]:
        """What `benefitcalc.chart` draws: the quantiles."""
        return quantile_panels(self.costs, self.draws)


def totals_of(reform: str, sums: Sums, groups: Sequence[Group], by: Sequence[str]) -> Totals:
    """Sums as totals."""
    amounts = {f"total{end}" for end in ENDS}
    totals = tuple(
        Total(rule=rule.name, group=group, **{name: yuan(each) if name in amounts else each for name, each in found})
        for rule, group, found in _by_rule(sums, groups, by)
    )
    return Totals(reform=reform, totals=totals)


def solved(over: str, entry: Entry, budget: int, found: Nearest, totals: Totals) -> Solved:
    """What was found for a budget."""
    following = found.following
    return Solved(
        over=over,
        figure=number(entry, entry.read(found.figure)),
        budget=yuan(budget),
        cost=yuan(found.cost),
        left=yuan(budget - found.cost),
        next_figure=None if following is None else number(entry, entry.read(following[0])),
        next_cost=None if following is None else yuan(following[1]),
        found=totals,
    )


SHARES = ("0.05", "0.25", "0.5", "0.75", "0.95")
"""The quantiles that are told."""


def uncertainty(seed: int, draws: Sequence[Sums], groups: Sequence[Group], by: Sequence[str]) -> Uncertainty:
    """The sums of many draws as quantiles."""
    costs = tuple(
        _quantiles(rule, group, sorted(sums[at, rule]["total"] for sums in draws))
        for rule in dict.fromkeys(rule for _, rule in draws[0])
        for at, group in enumerate(dict(zip(by, each, strict=True)) for each in groups)
    )
    return Uncertainty(draws=len(draws), seed=seed, costs=costs)


def _quantiles(rule: Rule, group: dict[str, Any], costs: Sequence[int]) -> Quantiles:
    """Of costs in their order: the least that a share of them does not pass, so that it is one of them."""
    places = {share: ceil(Fraction(share) * len(costs)) - 1 for share in SHARES}
    return Quantiles(
        rule=rule.name,
        group=group,
        mean=yuan(rounded(sum(costs), len(costs), Rounding.NEAREST)),
        quantiles={share: yuan(costs[at]) for share, at in places.items()},
    )


def gains_of(names: tuple[str, str], sums: Sums, groups: Sequence[Group], by: Sequence[str]) -> Gains:
    """Sums as gains."""
    rows = list(_by_rule(sums, groups, by))
    before, after = names

    def comparison(end: str) -> Comparison:
        changes = tuple(_change(rule, group, dict(found), end) for rule, group, found in rows)
        return Comparison(before=before, after=after, changes=changes)

    stated, at_least, at_most = map(comparison, ENDS)
    return Gains(at_least=at_least, stated=stated, at_most=at_most)


def _change(rule: Rule, group: dict[str, Any], found: Mapping[str, int], end: str) -> Change:
    return Change(
        rule=rule.name,
        group=group,
        **{name: found[name] for name in ("people", "with_problem", "with_missing")},
        **{name: found[f"{name}{end}"] for name in ("gaining", "losing")},
        **{name: yuan(found[f"{name}{end}"]) for name in ("before", "after", "gained", "lost")},
    )


def _by_rule(sums: Sums, groups: Sequence[Group], by: Sequence[str]) -> Iterator[tuple[Rule, dict[str, Any], Any]]:
    for rule in dict.fromkeys(rule for _, rule in sums):
        for at, group in enumerate(groups):
            yield rule, dict(zip(by, group, strict=True)), sums[at, rule].items()


def _place(found: Sequence[OfGroup], rule: str, group: Mapping[str, object]) -> int:
    for at, each in enumerate(found):
        if each.rule == rule and each.group == group:
            return at
    raise KeyError(rule, group)
