"""A column of text as people write it, brought to the spelling of JSON: what is no plain figure, by `Fact.read`."""

from functools import partial
from typing import Any

import polars as pl

from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import Fact
from benefitcalc.facts.parsing import Span
from benefitcalc.text.message import Refused

FIGURES = r"^\s*[0-9][0-9,]*(\.[0-9]*)?\s*$"
"""What is left to the engine, which reads it faster: of many rows most are so."""


def in_figures(fact: Fact, column: Any) -> Any:
    """The column, each text that the fact reads as one value as JSON writes that; unknown null, all else as it is."""
    return column.cast(pl.String).map_batches(partial(respelled, fact), return_dtype=pl.String, is_elementwise=True)


def respelled(fact: Fact, texts: pl.Series) -> pl.Series:
    """The same for the values of a column."""
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
