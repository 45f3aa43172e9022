"""What of a simulation is drawn: costs against a figure, their uncertainty, who gains and loses by decile."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from benefitcalc.engine.pictures import Band, Line, Panel
from benefitcalc.rules import named
from benefitcalc.text.message import N_, Message, Refused, say

YUAN = N_("Cost (yuan)")


def costs_panels(runs: Sequence[Any]) -> list[Panel]:
    """Of a sweep of one figure the cost of its benefit, for all groups together."""
    keys = list(runs[0].figures)
    if len(keys) > 1 or not all(isinstance(run.figures[keys[0]], int | Decimal) for run in runs):
        raise Refused(say(N_("a chart is of one figure, with numbers; sweep one alone")).at("sweep"))
    rule = named(keys[0].partition(".")[0])
    ordered = sorted(runs, key=lambda run: run.figures[keys[0]])
    totals = [[each for each in run.found.totals if each.rule == rule.name] for run in ordered]

    def cost(end: str) -> list[float]:
        return [float(sum(getattr(each, f"total{end}") for each in found)) for found in totals]

    panel = Panel(
        title=rule.title,
        x=say(rule.terms.entries()[keys[0].partition(".")[2]].label),
        y=say(YUAN),
        places=[float(run.figures[keys[0]]) for run in ordered],
        lines=[Line(say(N_("by the terms as stated")), cost(""))],
        bands=[Band(say(N_("from the strict to the generous reading")), cost("_at_least"), cost("_at_most"))],
    )
    return [panel]


def quantile_panels(costs: Sequence[Any], draws: int) -> list[Panel]:
    """Of each benefit the quantiles of its cost, by group."""
    return [
        _quantiles(name, [each for each in costs if each.rule == name], draws)
        for name in dict.fromkeys(each.rule for each in costs)
    ]


def _quantiles(name: str, costs: Sequence[Any], draws: int) -> Panel:
    def at(share: str) -> list[float]:
        return [float(each.quantiles[share]) for each in costs]

    return Panel(
        title=named(name).title,
        x=say(N_("{draws} draws"), draws=draws),
        y=say(YUAN),
        places=[_group(each.group) for each in costs],
        lines=[Line(say(N_("median")), at("0.5"))],
        bands=[
            Band(say(N_("nine of ten draws")), at("0.05"), at("0.95")),
            Band(say(N_("every second draw")), at("0.25"), at("0.75")),
        ],
    )


def gains_panels(changes: Sequence[Any]) -> list[Panel]:
    """Of each benefit who gains and who loses, by group or decile."""
    return [
        _gains(name, [each for each in changes if each.rule == name])
        for name in dict.fromkeys(each.rule for each in changes)
    ]


def _gains(name: str, changes: Sequence[Any]) -> Panel:
    is_of_deciles = all(set(each.group) == {"decile"} for each in changes)
    return Panel(
        title=named(name).title,
        x=say(N_("Decile")) if is_of_deciles else say(N_("Group")),
        y=say(N_("Gains and losses (yuan)")),
        places=[_group(each.group) for each in changes],
        bars=[
            Line(say(N_("gained")), [float(each.gained) for each in changes]),
            Line(say(N_("lost")), [-float(each.lost) for each in changes]),
        ],
    )


def _group(group: dict[str, Any]) -> Message:
    if not group:
        return say(N_("all people"))
    return say("{name}", name=", ".join("–" if each is None else str(each) for each in group.values()))
