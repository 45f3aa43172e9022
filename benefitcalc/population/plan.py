"""Columns that are added to a data frame step by step."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from benefitcalc.core.backends.columns import Column, Dialect, Expr

Frame = Any
"""A lazy frame of Polars or of narwhals: whichever dialect it is spoken to in."""


OWN = "benefitcalc_"
"""How the names of columns begin that are there only while a table is computed."""


class Steps:
    """Columns that are added to a frame one step after another; a step may use the columns of those before it.

    An expression that several others use is computed once for all of them where it has a column of its own.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.steps: list[dict[str, Expr]] = []
        self.own: list[str] = []

    def named(self, values: Mapping[str, Expr]) -> dict[str, str]:
        """A step that gives each value a column; the names of the columns."""
        names = {name: f"{OWN}{len(self.own) + at}" for at, name in enumerate(values)}
        self.steps.append({names[name]: value for name, value in values.items()})
        self.own.extend(names.values())
        return names

    def add(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """A step that gives each value a column; what they are called in the steps to come."""
        return {name: self.dialect.col(own) for name, own in self.named(values).items()}

    def keep(self, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """A step that computes the columns among named values, once those that are computed alike; the values then."""
        given = list(values)
        own = self.add({each.way: each.expr for named in given for each in named.values() if isinstance(each, Column)})
        return [
            {
                name: Column(self.dialect, own[each.way], each.way) if isinstance(each, Column) else each
                for name, each in named.items()
            }
            for named in given
        ]

    def then(self, results: Mapping[str, Expr]) -> "Steps":
        """The last step: the columns that stay."""
        self.steps.append(dict(results))
        return self

    def __call__(self, frame: Frame) -> Frame:
        """The frame with the columns that stay."""
        for step in self.steps:
            frame = frame.with_columns(**step)
        return frame.drop(self.own)


def only_where(holds: Expr, texts: Expr) -> Expr:
    """Texts, worked out for the rows where this holds and for no others.

    DuckDB and Spark need no help in that. Polars works out a whole piece of a table where one row of it is wanted, with
    nulls for the others, and these texts take ten times as long as the rules.
    """
    if not isinstance(texts, pl.Expr):
        return texts
    needed = list(dict.fromkeys([*holds.meta.root_names(), *texts.meta.root_names()]))

    def of_piece(columns: pl.Series) -> pl.Series:  # pragma: no cover - on Polars' threads, which coverage cannot see
        piece = columns.struct.unnest()
        at = piece.select(holds.fill_null(False).arg_true()).to_series()
        nothing = pl.repeat(None, piece.height, dtype=pl.String, eager=True)
        return nothing.scatter(at, piece[at].select(texts).to_series())

    return pl.struct(needed).map_batches(of_piece, return_dtype=pl.String, is_elementwise=True)
