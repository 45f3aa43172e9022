"""A rule's body read on columns: all rows of a table at once, on the engine that the table lives on.

A column is an expression in the language that narwhals took from Polars. Polars is spoken to directly, since every word
that narwhals passes on takes time, and a plan has hundreds; DuckDB and Spark are spoken to through narwhals.

Columns hold whole fen, whole numbers and levels (Int64), and truths (Boolean). Nulls are not looked at here: some
engines skip them in a horizontal minimum, so `benefitcalc.population.result_columns` empties the results of wrong rows.
"""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from benefitcalc.core.amounts import NO_LIMIT, RATE_DECIMALS, Rate
from benefitcalc.core.words import Kernel, Value, register

Dialect = ModuleType
"""``polars`` or ``narwhals.stable.v2``: what makes expressions that a table's engine understands."""

Expr = Any
"""An expression of one of these; they share their words, and no type."""

STEP = 10**RATE_DECIMALS


class Column(Value):  # noqa: PLW1641 - a column compared with a value is a column, and no key of anything
    """A column, and how it is computed; two columns that are computed alike are known to be the same."""

    __slots__ = ("dialect", "expr", "way")

    def __init__(self, dialect: Dialect, expr: Expr, way: str) -> None:
        self.dialect = dialect
        self.expr = expr
        self.way = way

    def made(self, expr: Expr, way: str) -> "Column":
        """Another column of the same reading."""
        return type(self)(self.dialect, expr, way)

    def __add__(self, other: Any) -> "Column":
        return self.made(self.expr + _plain(other), f"({self.way} + {way_of(other)})")

    def __radd__(self, other: int) -> "Column":
        return self + other

    def __sub__(self, other: Any) -> "Column":
        return self.made(self.expr - _plain(other), f"({self.way} - {way_of(other)})")

    def __rsub__(self, other: int) -> "Column":
        return self.made(_plain(other) - self.expr, f"({other!r} - {self.way})")

    def __ge__(self, other: Any) -> "Column":
        return self.made(self.expr >= _plain(other), f"({self.way} >= {way_of(other)})")

    def __le__(self, other: Any) -> "Column":
        return self.made(self.expr <= _plain(other), f"({self.way} <= {way_of(other)})")

    def __eq__(self, other: object) -> "Column":  # type: ignore[override]  # a column, not a truth
        return self.made(self.expr == _plain(other), f"({self.way} == {way_of(other)})")


def expr_of(dialect: Dialect, value: Any) -> Expr:
    """A column's expression; that of a value is the value in every row."""
    return value.expr if isinstance(value, Column) else dialect.lit(_plain(value))


def way_of(value: Any) -> str:
    """How a value is computed: itself, where it is no column."""
    return value.way if isinstance(value, Column) else repr(_plain(value))


def distinct(values: Iterable[Any]) -> list[Any]:
    """The values that differ, in order: columns that are computed alike count once."""
    return list({way_of(value): value for value in values}.values())


def _plain(value: Any) -> Any:
    """What an expression takes for a value: a level is a whole number to an engine."""
    if isinstance(value, Column):
        return value.expr
    return value if isinstance(value, bool) else int(value)


def _choose(condition: Any, then: Any, otherwise: Any) -> Any:
    if not isinstance(condition, Column):
        return then if condition else otherwise
    if len(distinct([then, otherwise])) == 1:
        return then
    dialect, holds, one, other = condition.dialect, condition.expr, _plain(then), _plain(otherwise)
    match then, otherwise:
        case True, False:
            return condition
        case False, True:
            chosen = ~holds
        case True, _:
            chosen = holds | other
        case _, False:
            chosen = holds & one
        case _:
            chosen = dialect.when(holds).then(expr_of(dialect, then)).otherwise(expr_of(dialect, otherwise))
    return condition.made(chosen, f"choose({condition.way}, {way_of(then)}, {way_of(otherwise)})")


def _share(rate: Rate, amount: Column) -> Column:
    # In hundred-millionths at once a product would pass 2^53, and Spark divides through doubles; in two steps of
    # ten-thousandths each product stays below it, and floors of floors are the floor.
    of = amount.expr
    much, little = divmod(rate.parts, STEP)
    product = of * much + (of * little + STEP * STEP // 2) // STEP if little else of * much + STEP // 2
    return amount.made(product // STEP, f"share({rate}, {amount.way})")


def _extreme(word: str) -> Callable[..., Any]:
    def of(*amounts: Any) -> Any:
        # "No limit" is more than any amount; where there is a column, it limits nothing.
        limits = [each for each in amounts if isinstance(each, Column) or word == "most" or each < NO_LIMIT]
        first, *others = distinct(limits)
        if not others:
            return first
        column = next(each for each in limits if isinstance(each, Column))
        dialect = column.dialect
        horizontal = dialect.min_horizontal if word == "least" else dialect.max_horizontal
        expr = horizontal(*(expr_of(dialect, each) for each in (first, *others)))
        return column.made(expr, f"{word}({', '.join(map(way_of, (first, *others)))})")

    return of


OPEN = 10**15
"""The upper end, in fen, of an amount of which nothing is known: `amounts.UNBOUNDED` as far as a column holds it."""

ENDLESS = OPEN // 10
"""More than any amount that has an end, and less than what is left of one that has none."""


class OpenColumn(Column):
    """A column of which an amount may have no end; what is computed from that has no end either."""

    __slots__ = ()


def _share_of_open(rate: Rate, amount: OpenColumn) -> Any:
    if not rate.parts:
        return 0
    kept = _share(rate, _extreme("least")(_extreme("most")(amount, -ENDLESS), ENDLESS))
    return _choose(amount >= ENDLESS, amount, _choose(amount <= -ENDLESS, amount, kept))


_EXTREMES = {"least": _extreme("least"), "most": _extreme("most")}
register(Column, Kernel(choose=_choose, share=_share, **_EXTREMES))
register(OpenColumn, Kernel(choose=_choose, share=_share_of_open, **_EXTREMES))
