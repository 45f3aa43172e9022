"""Charts of results that say themselves what is to be drawn: a simulation's costs, their uncertainty, who gains."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benefitcalc.analysis.drawing import COLOURS, chart_path, save
from benefitcalc.engine.pictures import Line, Panel
from benefitcalc.text.errors import collect
from benefitcalc.text.message import Message, language

BANDS = (COLOURS["between"], "#4a86c5")
"""The colours of bands, the wider first."""

BARS = (COLOURS["stated"], COLOURS["promised"])


@runtime_checkable
class HasPanels(Protocol):
    """A result that can be drawn."""

    def panels(self) -> Sequence[Panel]:
        """What is to be drawn; Refused where nothing of it can be."""
        ...


def chart_panels(of: HasPanels, file: str | Path, /, *, lang: str | None = None) -> Path:
    """Draws the panels of a result, one below the other."""
    path: Path
    path, told = collect(lambda: chart_path(file), lambda: language(lang))
    panels = of.panels()
    texts = {each: each.explain(told) for panel in panels for each in _messages(panel)}
    salt = "; ".join(texts.values())
    save(path, texts[panels[0].title], texts.values(), salt, lambda: _drawn_panels(panels, texts))
    return path


def _messages(panel: Panel) -> list[Message]:
    labels = [each.label for each in (*panel.lines, *panel.bars)] + [each.label for each in panel.bands]
    return [panel.title, panel.x, panel.y, *labels, *(each for each in panel.places if isinstance(each, Message))]


def _drawn_panels(panels: Sequence[Panel], texts: dict[Message, str]) -> Figure:
    figure = Figure(figsize=(8, 1 + 3.8 * len(panels)), dpi=150, layout="constrained")
    for axes, panel in zip(figure.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        _draw(axes, panel, texts)
    return figure


def _draw(axes: Axes, panel: Panel, texts: dict[Message, str]) -> None:
    names = [texts[each] for each in panel.places if isinstance(each, Message)]
    places = [float(at) if names else float(each) for at, each in enumerate(panel.places)]  # type: ignore[arg-type]
    for band, colour in zip(panel.bands, BANDS, strict=False):
        if names:
            axes.vlines(places, band.low, band.high, color=colour, lw=10, label=texts[band.label])
        else:
            axes.fill_between(places, band.low, band.high, color=colour, lw=0, label=texts[band.label])
    for line in panel.lines:
        mark = "o" if names else "-"
        axes.plot(places, line.values, mark, color=COLOURS["stated"], lw=2, label=texts[line.label])
    _bars(axes, places, panel.bars, texts)
    _frame(axes, panel, texts)
    if names:
        axes.set_xticks(places, names)
        axes.set_xlim(-0.7, len(places) - 0.3)


def _bars(axes: Axes, places: Sequence[float], bars: Sequence[Line], texts: dict[Message, str]) -> None:
    for line, colour in zip(bars, BARS, strict=False):
        axes.bar(places, line.values, color=colour, width=0.7, label=texts[line.label])
    if bars:
        axes.axhline(0, color=COLOURS["cliff"], lw=0.8)


def _frame(axes: Axes, panel: Panel, texts: dict[Message, str]) -> None:
    axes.set_title(texts[panel.title], loc="left")
    axes.set_xlabel(texts[panel.x])
    axes.set_ylabel(texts[panel.y])
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, ncols=3, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
