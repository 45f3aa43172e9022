"""A rule's body read on columns: all rows of a table at once, on the engine that the table lives on.

A column is an expression of narwhals, which says it to Polars, DuckDB or Spark. Columns hold whole fen (Int64),
whole numbers and levels (Int64), and truths (Boolean). Nulls are not looked at here: some engines skip them in a
horizontal minimum, so `benefitcalc.tables` empties the results of every row that a fact is missing from.
"""

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw

from benefitcalc.amounts import NO_LIMIT, RATE_DECIMALS, Rate
from benefitcalc.words import Kernel, register

STEP = 10**RATE_DECIMALS


class Column:  # noqa: PLW1641 - a column compared with a value is a column, and no key of anything
    """A column, and how it is computed; two columns that are computed alike are known to be the same."""

    __slots__ = ("expr", "way")

    def __init__(self, expr: nw.Expr, way: str) -> None:
        self.expr = expr
        self.way = way

    def __add__(self, other: Any) -> "Column":
        return Column(self.expr + expr_of(other), f"({self.way} + {way_of(other)})")

    def __radd__(self, other: int) -> "Column":
        return self + other

    def __sub__(self, other: Any) -> "Column":
        return Column(self.expr - expr_of(other), f"({self.way} - {way_of(other)})")

    def __rsub__(self, other: int) -> "Column":
        return Column(expr_of(other) - self.expr, f"({other!r} - {self.way})")

    def __ge__(self, other: Any) -> "Column":
        return Column(self.expr >= expr_of(other), f"({self.way} >= {way_of(other)})")

    def __le__(self, other: Any) -> "Column":
        return Column(self.expr <= expr_of(other), f"({self.way} <= {way_of(other)})")

    def __eq__(self, other: object) -> "Column":  # type: ignore[override]  # a column, not a truth
        return Column(self.expr == expr_of(other), f"({self.way} == {way_of(other)})")


def expr_of(value: Any) -> nw.Expr:
    """A column's expression; that of a value is the value in every row."""
    if isinstance(value, Column):
        return value.expr
    return nw.lit(value if isinstance(value, bool) else int(value))


def way_of(value: Any) -> str:
    """How a value is computed: itself, where it is no column."""
    return value.way if isinstance(value, Column) else repr(value if isinstance(value, bool) else int(value))


def distinct(values: Any) -> list[Any]:
    """The values that differ, in order: columns that are computed alike count once."""
    return list({way_of(value): value for value in values}.values())


def _choose(condition: Column, then: Any, otherwise: Any) -> Any:
    way = f"choose({condition.way}, {way_of(then)}, {way_of(otherwise)})"
    if len(distinct([then, otherwise])) == 1:
        return then
    match then, otherwise:
        case True, False:
            return condition
        case False, True:
            return Column(~condition.expr, way)
        case True, _:
            return Column(condition.expr | expr_of(otherwise), way)
        case _, False if isinstance(otherwise, bool):
            return Column(condition.expr & expr_of(then), way)
        case _:
            return Column(nw.when(condition.expr).then(expr_of(then)).otherwise(expr_of(otherwise)), way)


def _share(rate: Rate, amount: Column) -> Column:
    # In hundred-millionths at once a product would pass 2^53, and Spark divides through doubles; in two steps of
    # ten-thousandths each product stays below it, and floors of floors are the floor.
    of = amount.expr
    much, little = divmod(rate.parts, STEP)
    product = of * much + (of * little + STEP * STEP // 2) // STEP if little else of * much + STEP // 2
    return Column(product // STEP, f"share({rate}, {amount.way})")


def _extreme(word: str, horizontal: Callable[..., nw.Expr]) -> Callable[..., Any]:
    def of(*amounts: Any) -> Any:
        # "No limit" is more than any amount; where there is a column, it limits nothing.
        limits = [each for each in amounts if isinstance(each, Column) or word == "most" or each < NO_LIMIT]
        first, *others = distinct(limits)
        if not others:
            return first
        ways = ", ".join(way_of(each) for each in (first, *others))
        return Column(horizontal(*(expr_of(each) for each in (first, *others))), f"{word}({ways})")

    return of


register(
    Column,
    Kernel(
        choose=_choose,
        share=_share,
        least=_extreme("least", nw.min_horizontal),
        most=_extreme("most", nw.max_horizontal),
    ),
)
