"""Charts for reports, in English or Chinese: the shape of a benefit, or the promised and the paid amounts."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Unpack, overload

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benefitcalc.analysis.drawing import COLOURS, chart_path, save
from benefitcalc.analysis.kept import Kept
from benefitcalc.analysis.kept_charts import chart_kept
from benefitcalc.analysis.panel_charts import HasPanels, chart_panels
from benefitcalc.analysis.shapes import end, height
from benefitcalc.core.words import Kind
from benefitcalc.engine.curve import Curve, Point
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import parsing, reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.typed import Facts
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import VIEWS, Views
from benefitcalc.rules import rule_of
from benefitcalc.text.errors import collect
from benefitcalc.text.message import N_, language, say

FEW = 20
"""The greatest number of values of a counted fact that are all labelled."""


@overload
def chart(kept: Kept, file: str | Path, /, *, lang: str | None = None) -> Path: ...


@overload
def chart(result: HasPanels, file: str | Path, /, *, lang: str | None = None) -> Path: ...


@overload
def chart(
    rule: Rule | str,
    over: str,
    file: str | Path,
    given: Mapping[str, object] = reading.NOTHING,
    /,
    *,
    lang: str | None = None,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    **facts: Unpack[Facts],
) -> Path: ...


def chart(of: Any, /, *more: Any, **keywords: Any) -> Path:
    """Draws a chart into an SVG or PNG file, by the end of its name; the file. ``lang`` is ``zh`` or ``en``.

    ``chart(rule, over, file, **facts)``: the shape of a benefit along one fact. The line is by the terms as stated;
    what lies between the strict and the generous reading is shaded. ``over`` may have a range among the facts; else
    the chart goes a little past the last place where the shape changes.

    ``chart(kept, file)``: of every promise that has amounts, what is promised beside what is given, over the cost.

    ``chart(result, file)``: of a simulation the sweep of one figure (its cost, with what the readings leave), the
    uncertainty (quantiles), or a comparison (gains and losses by group or decile).

    Refused as `Rule.curve`; for a name that ends otherwise; where no font has the characters; and for promises of which
    none has amounts.
    """
    if isinstance(of, Kept):
        return chart_kept(of, *more, **keywords)
    if isinstance(of, HasPanels):
        return chart_panels(of, *more, **keywords)
    return _chart_of_rule(of, *more, **keywords)


def _chart_of_rule(
    rule: Rule | str,
    over: str,
    file: str | Path,
    given: Mapping[str, object] = reading.NOTHING,
    /,
    *,
    lang: str | None = None,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    **facts: Unpack[Facts],
) -> Path:
    path: Path
    own: Rule
    path, told, pinned, own, known = collect(
        lambda: chart_path(file),
        lambda: language(lang),
        lambda: None if policy is None else law_of(policy),
        lambda: rule_of(rule),
        lambda: reading.gathered(given, facts),
    )
    curves: dict[str, Curve] = {view: own.curve(known, over=over, view=view, policy=pinned, on=on) for view in VIEWS}
    law = own.law(pinned, reading.day(on))
    texts = _texts(own, curves["stated"], law, told)
    has_range = not parsing.is_unknown(known.get(over))
    save(path, texts["title"], texts.values(), law.digest, lambda: _drawn_curves(curves, texts, has_range=has_range))
    return path


def _texts(rule: Rule, curve: Curve, law: Policy, lang: str) -> dict[str, str]:
    fact = FACTS[curve.over]
    unit = say("{unit:word}", unit=fact.unit).explain(lang) if fact.unit else ""
    currency = (law.currency or say("{unit:word}", unit=N_("yuan"))).explain(lang)
    said = {
        "title": rule.title,
        "x": say(fact.meaning),
        "y": rule.title if rule.gives_money else say(N_("Eligible")),
        "stated": say(N_("by the terms as stated")),
        "between": say(N_("from the strict to the generous reading")),
    }
    texts = {name: each.explain(lang) for name, each in said.items()}
    texts["x"] += f" ({unit})" if unit else ""
    texts["y"] += f" ({currency})" if rule.gives_money else ""
    if fact.kind is Kind.YES_NO or fact.levels:
        words = {x: fact.message_value(fact.write(x)) for x in fact.values(fact.span)}
        texts |= {f"value {x}": say("{word:word}", word=word).explain(lang) for x, word in words.items()}
    return {**texts, "policy": law.id}


def _drawn_curves(curves: Mapping[str, Curve], texts: Mapping[str, str], *, has_range: bool) -> Figure:
    figure = Figure(figsize=(8, 5), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    draw = _lines if FACTS[curves["stated"].over].kind is Kind.MONEY else _steps
    draw(axes, curves, texts, has_range=has_range)
    axes.set_title(texts["title"], loc="left")
    axes.set_xlabel(texts["x"])
    axes.set_ylabel(texts["y"])
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    figure.supxlabel(texts["policy"], fontsize="x-small", x=0.99, ha="right", color=COLOURS["cliff"])
    return figure


def _lines(axes: Axes, curves: Mapping[str, Curve], texts: Mapping[str, str], *, has_range: bool) -> None:
    """Over an amount, draw straight lines; at a jump, a dotted line with a filled mark at the value that holds."""
    shapes = {view: curve.points for view, curve in curves.items()}
    places = [point.x for shape in shapes.values() for point in shape]
    last = max(places) if has_range else min(max(places), end(shapes.values()))
    breaks = sorted({x for x in (*places, last) if x <= last})
    for low, high in pairwise(breaks):
        xs, is_first = [float(low), float(high)], low == breaks[0]
        strict, stated, generous = ([_value(shapes[view], low, high, x) for x in (low, high)] for view in Views._fields)
        label = texts["between"] if is_first else None
        axes.fill_between(xs, strict, generous, color=COLOURS["between"], lw=0, label=label)
        axes.plot(xs, stated, color=COLOURS["stated"], lw=2, label=texts["stated"] if is_first else None)
    for point in curves["stated"].cliffs:
        x, sides = float(point.x), [float(point.below), float(point.above)]
        axes.plot([x, x], sides, color=COLOURS["cliff"], ls=":")
        axes.plot([x, x], sides, "o", mfc="white", mec=COLOURS["stated"])
        axes.plot([x], [float(point.at)], "o", color=COLOURS["stated"])
    axes.set_xlim(float(min(places)), float(last))
    axes.xaxis.set_major_formatter("{x:,.0f}")


def _steps(axes: Axes, curves: Mapping[str, Curve], texts: Mapping[str, str], *, has_range: bool) -> None:
    """Over a counted fact or levels, draw a mark for each value, and a bar over the views."""
    del has_range  # the whole range of the fact is drawn, or the part that was asked for
    fact = FACTS[curves["stated"].over]
    ends = (int(point.x) for point in (curves["stated"].points[0], curves["stated"].points[-1]))
    values = fact.values(Span(*ends))
    told = {view: [float(curve.at(fact.write(x))) for x in values] for view, curve in curves.items()}
    axes.vlines(values, told["strict"], told["generous"], color=COLOURS["between"], lw=6, label=texts["between"])
    axes.plot(values, told["stated"], "o", color=COLOURS["stated"], ms=5, clip_on=False, label=texts["stated"])
    if fact.kind is not Kind.WHOLE:
        axes.set_xticks(values, [texts[f"value {x}"] for x in values])
    elif len(values) <= FEW:
        axes.set_xticks(values)


def _value(shape: Sequence[Point], low: Fraction, high: Fraction, x: Fraction) -> float:
    """Return the value at one end of a linear part between two points of a shape."""
    one, other = next(pair for pair in pairwise(shape) if pair[0].x <= low and high <= pair[1].x)
    return float(height(one, other, x))
