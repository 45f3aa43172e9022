"""Normalize a text column to the spelling of JSON; `Fact.read` parses what is not a plain number."""

from functools import partial
from typing import Any

import polars as pl

from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import Fact
from benefitcalc.facts.parsing import Span
from benefitcalc.text.message import Refused

FIGURES = r"^\s*[0-9][0-9,]*(\.[0-9]*)?\s*$"
"""Plain numbers, which the engine parses faster; most rows are such."""


def in_figures(fact: Fact, column: Any) -> Any:
    """Return the column with each text in JSON form if the fact parses it; unknown text becomes null."""
    return column.cast(pl.String).map_batches(partial(respelled, fact), return_dtype=pl.String, is_elementwise=True)


def respelled(fact: Fact, texts: pl.Series) -> pl.Series:
    """Return the same for a series."""
    others = texts.filter(~texts.str.contains(FIGURES)).unique().to_list()
    return texts.replace({text: _written(fact, text) for text in others}) if others else texts


def _written(fact: Fact, text: str) -> str | None:
    try:
        value = fact.read(text)
    except Refused:
        return text
    if isinstance(value, Span):
        return None if value == fact.span else text
    return ("yes" if value else "no") if fact.kind is Kind.YES_NO else str(fact.write(value))
