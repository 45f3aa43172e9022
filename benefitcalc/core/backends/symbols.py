"""Evaluate a rule's body on symbols: the result is a formula, on which z3 proves or refutes a claim for every input.

Amounts, whole numbers and levels are z3 integers; Booleans are z3 Booleans. A figure of the law may be a symbol too.
Solvers handle the product of two symbols badly, so such a product is an uninterpreted function, and
`known_of_products` states its properties. A claim that follows from them is true; any other claim must be tested on
figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import combinations
from math import lcm
from typing import Any

import z3

from benefitcalc.core.rates import Portion
from benefitcalc.core.words import Kernel, Value, bands, folded, register, rounded

Formula = Any
"""A z3 expression; z3 has no types."""

Shares = Mapping[tuple[Portion, int], Formula]
"""The shares taken so far: (portion, z3's number of the formula) -> the formula."""

NONE: Shares = {}


class Symbol(Value):  # noqa: PLW1641 - never a dict key: == gives a formula
    """A value as a formula, with the shares that were taken to compute it."""

    __slots__ = ("of", "shares")

    def __init__(self, of: Formula, shares: Shares = NONE) -> None:
        self.of = of
        self.shares = shares

    def __add__(self, other: Any) -> "Symbol":
        return _made(formula(self) + formula(other), self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Symbol":
        return _made(formula(self) - formula(other), self, other)

    def __rsub__(self, other: int) -> "Symbol":
        return _made(formula(other) - formula(self), self)

    def __ge__(self, other: Any) -> "Symbol":
        return _made(formula(self) >= formula(other), self, other)

    def __le__(self, other: Any) -> "Symbol":
        return _made(formula(self) <= formula(other), self, other)

    def __eq__(self, other: object) -> "Symbol":  # type: ignore[override]  # a formula, not a Boolean
        return _made(formula(self) == formula(other), self, other)

    # Arithmetic of rates, where a rate is a symbol.

    def __mul__(self, other: Any) -> "Symbol":
        if isinstance(other, Symbol):
            return _made(_product(self.of, other.of), self, other)
        return _made(self.of * other, self)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> "Symbol":
        return _made(self.of / other, self)


PRODUCT = "product"


def _product(one: Formula, other: Formula) -> Formula:
    number = z3.IntSort(one.ctx)
    return z3.Function(PRODUCT, number, number, number)(one, other)


def formula(value: Any) -> Formula:
    """Return a value as z3 accepts it beside a formula. A plain value stays plain, so it fits any z3 context."""
    if isinstance(value, Symbol):
        return value.of
    return value if isinstance(value, bool) else int(value)


def shares_of(values: Iterable[Any]) -> list[tuple[Portion, Formula]]:
    """Return every share that was taken to compute these values: the portion and its operand."""
    every = [value.shares for value in values if isinstance(value, Symbol)]
    found = reduce(lambda one, other: {**one, **other}, every, NONE)
    return [(portion, of) for (portion, _), of in found.items()]


def known_of_products(formulas: Iterable[Formula], whole: int) -> Iterator[Formula]:
    """Yield the known properties of the products of two symbols in these formulas.

    If both factors are zero or more, the product is not negative and is monotone in both factors. If one factor is a
    rate of at most ``whole`` (the rate 1), the product is at most the whole of the other factor and rises no faster.
    """
    products = list({each.get_id(): each for each in _products(formulas)}.values())
    for product in products:
        rate, amount = product.children()
        both = z3.And(rate >= 0, amount >= 0)
        yield z3.Implies(both, product >= 0)
        yield z3.Implies(z3.And(both, rate <= whole), product <= amount * whole)
    for one, other in combinations(products, 2):
        for less, more in ((one, other), (other, one)):
            (rate, amount), (rate_of_more, amount_of_more) = less.children(), more.children()
            rises = z3.And(rate >= 0, rate_of_more >= rate, amount >= 0, amount_of_more >= amount)
            yield z3.Implies(rises, less <= more)
            is_share = z3.And(rate == rate_of_more, rate >= 0, rate <= whole, amount_of_more >= amount)
            yield z3.Implies(is_share, more - less <= (amount_of_more - amount) * whole)


def _products(formulas: Iterable[Formula]) -> Iterator[Formula]:
    seen: set[int] = set()
    open_ = list(formulas)
    while open_:
        each = open_.pop()
        if each.get_id() not in seen:
            seen.add(each.get_id())
            if each.decl().name() == PRODUCT:
                yield each
            open_.extend(each.children())


def _made(of: Formula, *values: Any) -> Symbol:
    shares = [value.shares for value in values if isinstance(value, Symbol) and value.shares]
    return Symbol(of, reduce(lambda one, other: {**one, **other}, shares, NONE))


def _choose(condition: Any, then: Any, otherwise: Any) -> Symbol:
    return _made(z3.If(formula(condition), formula(then), formula(otherwise)), condition, then, otherwise)


def _share(portion: Portion, amount: Symbol) -> Symbol:
    parts = bands(portion, amount)
    scale = lcm(*(rate.denominator for rate, _ in parts))
    taken: Any = sum(rate.numerator * (scale // rate.denominator) * part for rate, part in parts)
    found: Symbol = rounded(taken, scale * portion.to, portion.way) * portion.to
    if any(isinstance(rate.numerator, Symbol) for rate, _ in parts):
        return found
    return Symbol(found.of, {**found.shares, (portion, amount.of.get_id()): amount.of})


def _lesser(one: Any, other: Any) -> Symbol:
    return _choose(one <= other, one, other)


def _greater(one: Any, other: Any) -> Symbol:
    return _choose(one <= other, other, one)


register(
    Symbol,
    Kernel(
        choose=_choose,
        share=_share,
        least=lambda *amounts: folded(_lesser, min, amounts),
        most=lambda *amounts: folded(_greater, max, amounts),
    ),
)
