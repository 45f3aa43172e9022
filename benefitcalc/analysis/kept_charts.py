"""Charts of the promised and the paid amount over the cost, for readers of a newspaper."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benefitcalc.analysis.drawing import COLOURS, chart_path, save
from benefitcalc.analysis.kept import Beside, Kept, Outcome, verdict
from benefitcalc.facts.fact import FACTS
from benefitcalc.text.errors import collect
from benefitcalc.text.message import N_, Message, Refused, joined, language, say

WIDTH = {"en": 95, "zh": 48}
"""The greatest number of characters in a line above a chart, by language."""


class _Panel(NamedTuple):
    """One promise with its amounts, to one group or to several groups with equal amounts, in one language."""

    title: str
    x: str
    source: str
    beside: tuple[Beside, ...]


def chart_kept(kept: Kept, file: str | Path, /, *, lang: str | None = None) -> Path:
    """Draw the promised and the paid amounts; raise `Refused` if no promise has amounts."""
    path: Path
    path, told = collect(lambda: chart_path(file), lambda: language(lang))
    panels = list(_panels(kept, told))
    if not panels:
        raise Refused(say(N_("no promise of {policy} has amounts to be drawn"), policy=kept.policy).at("kept"))
    words = {name: say(source).explain(told) for name, source in _WORDS.items()}
    texts = [*words.values(), *(text for each in panels for text in each[:3])]
    title = kept.policy_title.explain(told)
    save(path, title, texts, kept.policy_digest, lambda: _drawn_kept(panels, words))
    return path


_WORDS = {"promised": N_("promised"), "given": N_("in force"), "missing": N_("missing"), "yuan": N_("Yuan")}


def _panels(kept: Kept, lang: str) -> Iterator[_Panel]:
    """Yield the promises with amounts; groups with equal amounts share a panel."""
    alike: dict[tuple[str, tuple[Beside, ...]], list[Outcome]] = {}
    for each in kept.outcomes:
        if each.beside:
            alike.setdefault((each.promise, each.beside), []).append(each)
    for (_, beside), outcomes in alike.items():
        first = outcomes[0]
        groups = [each.whom for each in outcomes if each.whom is not None]
        told: Message = say(N_("{verdict}: {promise}"), verdict=verdict(first), promise=first.says)
        if groups:
            told = say(N_("{promise} — {whom}"), promise=told, whom=joined(groups))
        seen = {"policy": first.policy or "", "seen": str(first.seen_until)}
        yield _Panel(
            title="\n".join(wrap(told.explain(lang), WIDTH[lang])),
            x=say(N_("{fact} (yuan)"), fact=say(FACTS[first.over or ""].meaning)).explain(lang),
            source=say(N_("{policy}, last seen stated on {seen:date}"), **seen).explain(lang),
            beside=beside,
        )


def _drawn_kept(panels: list[_Panel], words: dict[str, str]) -> Figure:
    figure = Figure(figsize=(8, 4.2 * len(panels)), dpi=150, layout="constrained")
    for axes, panel in zip(figure.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        _draw(axes, panel, words)
    return figure


def _draw(axes: Axes, panel: _Panel, words: dict[str, str]) -> None:
    costs, promised, given = ([float(amount) for amount in amounts] for amounts in zip(*panel.beside, strict=True))
    is_less = [less <= more for less, more in zip(given, promised, strict=True)]
    axes.fill_between(
        costs, given, promised, is_less, interpolate=True, color=COLOURS["missing"], lw=0, label=words["missing"]
    )
    axes.plot(costs, promised, color=COLOURS["promised"], lw=2, ls="--", label=words["promised"])
    axes.plot(costs, given, color=COLOURS["stated"], lw=2, label=words["given"])
    axes.set_title(panel.title, loc="left", fontsize="medium")
    axes.set_xlabel(f"{panel.x}\n{panel.source}")
    axes.set_ylabel(words["yuan"])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlim(costs[0], costs[-1])
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
