"""Evaluate a rule's body on columns: all rows of a table at once, on the table's own engine.

A column is an expression of Polars or narwhals; both have the same methods. Polars is called directly because
narwhals adds time to each of the hundreds of calls in a plan. DuckDB and Spark are called through narwhals.

Columns hold whole fen, whole numbers and levels (Int64), and Booleans. This module does not handle nulls: some engines
skip them in a horizontal minimum, so `benefitcalc.population.result_columns` sets the results of invalid rows to null.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, reduce
from math import lcm
from operator import add
from types import ModuleType
from typing import Any, NamedTuple

from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.rates import Portion, Rate, Rounding
from benefitcalc.core.words import Kernel, Value, bands, register

Dialect = ModuleType
"""The module ``polars`` or ``narwhals.stable.v2``, which makes the expressions for the engine of a table."""

Expr = Any
"""An expression of one of the two dialects. They have the same methods but no common type."""

MOST_FACTOR = 10_000
"""The greatest divisor of one step of a division."""


class Column(Value):  # noqa: PLW1641 - never a dict key: == gives a column
    """A column expression with a text of its computation (``way``). Columns with equal ``way`` have equal values."""

    __slots__ = ("_expr", "dialect", "taken", "way")

    def __init__(self, dialect: Dialect, expr: Expr, way: str, taken: "Taken | None" = None) -> None:
        """``taken`` is what a share is before it is rounded; its expression is made only when it is needed."""
        self.dialect = dialect
        self._expr = expr
        self.way = way
        self.taken = taken

    @property
    def expr(self) -> Expr:
        """The expression of the value."""
        if self._expr is None and self.taken is not None:
            self._expr = self.taken.rounded()
        return self._expr

    def made(self, expr: Expr, way: str) -> "Column":
        """Return another column of the same class and dialect."""
        return type(self)(self.dialect, expr, way)

    def __add__(self, other: Any) -> "Column":
        return self.made(self.expr + _operand(other), f"({self.way} + {way_of(other)})")

    def __radd__(self, other: int) -> "Column":
        return self + other

    def __sub__(self, other: Any) -> "Column":
        return self.made(self.expr - _operand(other), f"({self.way} - {way_of(other)})")

    def __rsub__(self, other: int) -> "Column":
        return self.made(_operand(other) - self.expr, f"({other!r} - {self.way})")

    def __ge__(self, other: Any) -> "Column":
        return self.made(self.expr >= _operand(other), f"({self.way} >= {way_of(other)})")

    def __le__(self, other: Any) -> "Column":
        return self.made(self.expr <= _operand(other), f"({self.way} <= {way_of(other)})")

    def __eq__(self, other: object) -> "Column":  # type: ignore[override]  # a column, not a Boolean
        return self.made(self.expr == _operand(other), f"({self.way} == {way_of(other)})")


def expr_of(dialect: Dialect, value: Any) -> Expr:
    """Return the expression of a column; for a plain value, a literal with that value in every row."""
    return value.expr if isinstance(value, Column) else dialect.lit(_operand(value))


def way_of(value: Any) -> str:
    """Return the text of the computation of a value; for a plain value, its own text."""
    return value.way if isinstance(value, Column) else repr(_operand(value))


def distinct(values: Iterable[Any]) -> list[Any]:
    """Remove duplicates and keep the order. Columns with equal ``way`` are duplicates."""
    return list({way_of(value): value for value in values}.values())


def _operand(value: Any) -> Any:
    """Return the value as an expression accepts it. A level becomes a whole number."""
    if isinstance(value, Column):
        return value.expr
    return value if isinstance(value, bool) else int(value)


def _choose(condition: Any, then: Any, otherwise: Any) -> Any:
    if not isinstance(condition, Column):
        return then if condition else otherwise
    if len(distinct([then, otherwise])) == 1:
        return then
    if (chosen := _chosen_rate(condition, then, otherwise)) is not None:
        return chosen
    dialect, holds, one, other = condition.dialect, condition.expr, _operand(then), _operand(otherwise)
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


class Digit(NamedTuple):
    """One step of a long division: (weighted sum + ``added`` + quotient of the step before) divided by ``factor``.

    Every intermediate value is small enough for engines that divide as doubles. Nested floors equal one floor.
    """

    weights: tuple[int, ...]
    added: int
    factor: int


@lru_cache(maxsize=1_024)
def digits(weights: tuple[int, ...], added: int, divisor: int) -> tuple[Digit, ...]:
    """Return the steps that divide a weighted sum plus ``added`` by ``divisor``. The last step is a sum alone."""
    steps = []
    for factor in _factors(divisor):
        steps.append(Digit(tuple(each % factor for each in weights), added % factor, factor))
        weights, added = tuple(each // factor for each in weights), added // factor
    return (*steps, Digit(weights, added, 1))


@cache
def _factors(divisor: int) -> list[int]:
    """Return factors of a divisor, as few as `MOST_FACTOR` allows. A greater prime is a factor alone."""
    primes: list[int] = []
    left, prime = divisor, 2
    while prime * prime <= left:
        while left % prime == 0:
            primes.append(prime)
            left //= prime
        prime += 1
    factors: list[int] = []
    for each in sorted((*primes, *([left] if left > 1 else [])), reverse=True):
        at = next((at for at, factor in enumerate(factors) if factor * each <= MOST_FACTOR), None)
        if at is None:
            factors.append(each)
        else:
            factors[at] *= each
    return factors


def divisions(portion: Portion, rates: Iterable[Rate]) -> list[tuple[Digit, ...]]:
    """Return the divisions of a portion: one, or two for the nearest even unit where there are ties (down and up)."""
    rates = list(rates)
    scale = lcm(*(rate.denominator for rate in rates))
    weights = tuple(rate.numerator * (scale // rate.denominator) for rate in rates)
    return _divisions(weights, scale * portion.to, portion.way)


def _divisions(weights: tuple[int, ...], unit: int, way: Rounding) -> list[tuple[Digit, ...]]:
    added = {
        Rounding.DOWN: (0,),
        Rounding.UP: (unit - 1,),
        Rounding.NEAREST: (unit // 2,),
        Rounding.NEAREST_EVEN: ((unit - 1) // 2, unit // 2),
    }
    return [digits(weights, each, unit) for each in dict.fromkeys(added[way])]


class Taken(NamedTuple):
    """A rate of an amount before it is rounded: one rate, or one of several that is chosen in each row."""

    amount: Column
    to: int
    way: Rounding
    rates: tuple[Rate, ...]
    pick: Callable[[Sequence[int]], Any]
    """From a number for each rate, that of the rate which is chosen: an expression, unless all are equal."""

    def column(self, way: str) -> Column:
        """Return the share as a column."""
        return type(self.amount)(self.amount.dialect, None, way, self)

    def rounded(self) -> Expr:
        """Return the expression of the share; of an amount without end, the amount itself."""
        if not isinstance(self.amount, OpenColumn):
            return self._divided(self.amount.expr)
        amount = self.amount
        kept = amount.made(self._divided(_with_end(amount).expr), "")
        return _choose(amount >= ENDLESS, amount, _choose(amount <= -ENDLESS, amount, kept)).expr

    def _divided(self, amount: Expr) -> Expr:
        """Return the share; the division is one for all rates, which are brought to a common denominator."""
        scale = lcm(*(rate.denominator for rate in self.rates))
        numerators = [rate.numerator * (scale // rate.denominator) for rate in self.rates]
        each = [_divisions((numerator,), scale * self.to, self.way) for numerator in numerators]
        steps = [[self._digit(place) for place in zip(*same, strict=True)] for same in zip(*each, strict=True)]
        return _to_units(self.amount.dialect, [_divided(every, [amount]) for every in steps], self.to)

    def _digit(self, same: Sequence[Digit]) -> Digit:
        """Return one step of the divisions of all rates, with the weight of the rate that is chosen."""
        return same[0]._replace(weights=(self.pick([each.weights[0] for each in same]),))


def _share(portion: Portion, amount: Column) -> Any:
    rates, parts = zip(*bands(portion, amount), strict=True)
    if not any(rate.numerator for rate in rates):
        return 0
    way = f"share({portion}, {amount.way})"
    if isinstance(portion.rate, Rate):
        return Taken(amount, portion.to, portion.way, rates, lambda numbers: numbers[0]).column(way)
    divided = [_divided(steps, [_operand(part) for part in parts]) for steps in divisions(portion, rates)]
    return amount.made(_to_units(amount.dialect, divided, portion.to), way)


def _to_units(dialect: Dialect, divided: Sequence[Expr], to: int) -> Expr:
    """Return whole units as fen; of two divisions, the one that gives an even number of units."""
    down, *up = divided
    if up:
        down = dialect.when(down - (down // 2) * 2 == 0).then(down).otherwise(*up)
    return down * to if to > 1 else down


def _chosen_rate(condition: Column, then: Any, otherwise: Any) -> Column | None:
    """Return a choice between two rates of one amount as one share, which is divided once; None for other values."""
    one, other = (each.taken if isinstance(each, Column) else None for each in (then, otherwise))
    if not (one and other and (one.amount.way, one.to, one.way) == (other.amount.way, other.to, other.way)):
        return None
    count = len(one.rates)

    def pick(numbers: Sequence[int]) -> Any:
        if len(set(numbers)) == 1:
            return numbers[0]
        first, second = one.pick(numbers[:count]), other.pick(numbers[count:])
        return condition.dialect.when(condition.expr).then(_lit(first)).otherwise(_lit(second))

    def _lit(number: Any) -> Any:
        return condition.dialect.lit(number) if isinstance(number, int) else number

    way = f"choose({condition.way}, {then.way}, {otherwise.way})"
    return one._replace(rates=one.rates + other.rates, pick=pick).column(way)


def reach(portion: Portion) -> tuple[int, int]:
    """Return ``(a, b)``: no intermediate value of the division is above ``a * amount + b``."""
    of_amount = more = 0
    for steps in divisions(portion, [rate for rate, _ in bands(portion, 0)]):
        times, added = 0, 0
        for weights, own, factor in steps[:-1]:
            total, rest = max(weights) + times, own + added
            of_amount, more = max(of_amount, total), max(more, rest)
            times, added = -(-total // factor), -(-rest // factor)
    return of_amount, more


def _divided(steps: Iterable[Digit], parts: Iterable[Expr]) -> Expr:
    carried: Any = 0
    for weights, added, factor in steps:
        weighed = [_times(part, by) for part, by in zip(parts, weights, strict=True) if not _is_number(by, 0)]
        plain = [each for each in (carried, added) if not isinstance(each, int) or each]
        total = reduce(add, [*weighed, *plain]) if weighed or plain else 0
        carried = total if factor == 1 else total // factor
    return carried


def _times(part: Expr, by: Any) -> Expr:
    return part if _is_number(by, 1) else part * by


def _is_number(by: Any, number: int) -> bool:
    return isinstance(by, int) and by == number


def _extreme(word: str) -> Callable[..., Any]:
    def of(*amounts: Any) -> Any:
        # "No limit" is greater than any amount, so beside a column it has no effect.
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
"""Upper bound, in fen, of an unknown amount in a column: `amounts.UNBOUNDED` reduced to what a column can hold."""

ENDLESS = OPEN // 10
"""Greater than any bounded amount, and less than any rest of an unbounded one."""


class OpenColumn(Column):
    """A column in which an amount may be unbounded. A result computed from an unbounded amount is unbounded too."""

    __slots__ = ()


def _share_of_open(portion: Portion, amount: OpenColumn) -> Any:
    if isinstance(portion.rate, Rate):
        return _share(portion, amount)
    *_, (last, _) = bands(portion, 0)
    kept = _share(portion, _with_end(amount))
    return kept if last.numerator == 0 else _choose(amount >= ENDLESS, amount, kept)


def _with_end(amount: Column) -> Column:
    """Return the part of an amount that has an end, of which products stay small."""
    # The word "least" would leave the end out, as "no limit" is less than it.
    dialect, least, most = amount.dialect, amount.dialect.min_horizontal, amount.dialect.max_horizontal
    expr = least(most(amount.expr, dialect.lit(-ENDLESS)), dialect.lit(ENDLESS))
    return amount.made(expr, f"with_end({amount.way})")


_EXTREMES = {"least": _extreme("least"), "most": _extreme("most")}
register(Column, Kernel(choose=_choose, share=_share, **_EXTREMES))
register(OpenColumn, Kernel(choose=_choose, share=_share_of_open, **_EXTREMES))
