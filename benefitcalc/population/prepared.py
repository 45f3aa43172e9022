"""People who are read and judged once, to be asked about under many laws.

Whatever table they come from, they are kept as columns of Polars: of each fact its value, whether it is right and
whether it is not known; beside these the group of each person and how many people the row stands for.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import polars as pl

from benefitcalc.population import dataframes, groups
from benefitcalc.population.fact_columns import FactColumn, Judged
from benefitcalc.population.groups import Group
from benefitcalc.population.plan import OWN, Steps
from benefitcalc.population.tables import Asked
from benefitcalc.text.errors import collect
from benefitcalc.text.message import N_, Refused, say

GROUP, WEIGHT = f"{OWN}group", f"{OWN}weight"
"""The columns of the number of a person's group, and of how many people the row stands for."""

MOST_WEIGHT = 10**9
"""A row stands for no more people, so that all sums are exact in 128 bits."""

DECILE = "decile"
"""What the groups of a tenth of the people each are called."""

DECILES = 10


class Columns(NamedTuple):
    """The columns of a table that are no facts, by what they are for."""

    by: Sequence[str] = ()
    weights: str | None = None
    deciles: str | None = None

    @property
    def names(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.by, *(each for each in self[1:] if isinstance(each, str))]))

    @property
    def grouping(self) -> list[str]:
        """What a group is told by."""
        return [*self.by, *([DECILE] if self.deciles else [])]


class Prepared(NamedTuple):
    """People, ready."""

    frame: pl.DataFrame
    facts: Mapping[str, FactColumn]
    """The facts, as columns of the frame."""
    groups: Sequence[Group]
    """The groups, by the number that the frame has for them."""


def prepared(asked: Asked, table: Any, columns: Columns) -> Prepared:
    """The people of a table; Refused as `assess_table`, and for weights or ranks that are none."""
    opened = dataframes.opened(table, asked.columns)
    steps = Steps(opened.dialect)
    facts = asked.read(steps, opened)
    kept = {own: each for name, fact in facts.items() for own, each in _kept(name, fact).items()}
    frame = _polars(opened.apply(steps.then(kept)), [*columns.names, *kept])
    weight, decile = collect(lambda: _weight(frame, columns.weights), lambda: _decile(frame, columns.deciles))
    frame = frame.with_columns(weight.alias(WEIGHT), *(pl.col(_right(name)).fill_null(False) for name in facts))
    if decile is not None:
        frame = _with_decile(frame, decile)
    found, numbers = _grouped(frame, columns.grouping)
    frame = frame.select(*kept, WEIGHT, numbers.alias(GROUP))
    return Prepared(frame, {name: _fact(frame, name, fact) for name, fact in facts.items()}, found)


def _right(name: str) -> str:
    return f"{OWN}right_{name}"


def _kept(name: str, fact: FactColumn) -> dict[str, Any]:
    """What is kept of a fact."""
    is_unknown = {} if fact.is_unknown is None else {f"{OWN}null_{name}": fact.is_unknown}
    return {f"{OWN}value_{name}": fact.value, _right(name): fact.judged.is_right, **is_unknown}


def _fact(frame: pl.DataFrame, name: str, fact: FactColumn) -> FactColumn:
    null = f"{OWN}null_{name}"
    is_unknown = pl.col(null) if null in frame.columns and frame[null].any() else None
    return FactColumn(fact.column, pl.col(f"{OWN}value_{name}"), Judged(pl, pl.col(_right(name)), ()), is_unknown)


def _polars(table: Any, names: Sequence[str]) -> pl.DataFrame:
    """These columns of a table of any kind, in Polars."""
    frame: Any = nw.from_native(table).select(names)
    found = frame.collect(backend="polars") if isinstance(frame, nw.LazyFrame) else frame.to_polars()
    return found.to_native() if isinstance(found, nw.DataFrame) else found  # type: ignore[no-any-return]


def _weight(frame: pl.DataFrame, column: str | None) -> pl.Expr:
    """How many people each row stands for; Refused where that is no whole number."""
    if column is None:
        return pl.lit(1, pl.Int64)
    if not frame.schema[column].is_integer():
        told = N_("weights are whole numbers of people, not a column of {found}; round them first")
        raise Refused(say(told, found=str(frame.schema[column])).at(column))
    is_weight = pl.col(column).is_between(0, MOST_WEIGHT).fill_null(False)
    if bad := frame.select((~is_weight).sum()).item():
        told = N_("{bad} of {rows} weights are missing, negative or above {most}")
        raise Refused(say(told, bad=bad, rows=frame.height, most=MOST_WEIGHT).at(column))
    return pl.col(column).cast(pl.Int64)


def _decile(frame: pl.DataFrame, column: str | None) -> str | None:
    """The column by which people are ranked; Refused where it has no numbers, or too few for ten groups."""
    if column is not None and not frame.schema[column].is_numeric():
        told = N_("deciles are of numbers, not of a column of {found}")
        raise Refused(say(told, found=str(frame.schema[column])).at(column))
    if column is not None and (rows := frame[column].count()) < DECILES:
        told = N_("{rows} rows have a value here, too few for {groups} groups")
        raise Refused(say(told, rows=rows, groups=DECILES).at(column))
    return column


def _with_decile(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Each person's decile: by the share of all people who have less, so that those who have the same are together."""
    known = frame.filter(pl.col(column).is_not_null())
    counts = known.group_by(column).agg(pl.col(WEIGHT).sum()).sort(column)
    whole = max(int(counts[WEIGHT].sum()), 1)
    less = counts[WEIGHT].cum_sum() - counts[WEIGHT]
    found = counts.select(column, (less * DECILES // whole + 1).cast(pl.Int64).clip(1, DECILES).alias(DECILE))
    return frame.join(found, on=column, how="left", maintain_order="left")


def _grouped(frame: pl.DataFrame, by: Sequence[str]) -> tuple[list[Group], pl.Series]:
    """The groups in their order, and the number of each person's."""
    if not by:
        return [()], pl.repeat(0, frame.height, dtype=pl.UInt32, eager=True)
    values = frame.select(by).unique()
    named = [tuple(map(groups.value, row)) for row in values.rows()]
    found = groups.in_order(named)
    numbers = {group: at for at, group in enumerate(found)}
    each = values.with_columns(pl.Series(GROUP, [numbers[group] for group in named], pl.UInt32))
    return found, frame.join(each, on=list(by), how="left", nulls_equal=True, maintain_order="left")[GROUP]
