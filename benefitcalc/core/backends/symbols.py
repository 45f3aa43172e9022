"""A rule's body read on symbols: what it gives as a formula, of which z3 proves or refutes a claim for every input.

Amounts, whole numbers and levels are whole numbers to z3, and truths are truths. A figure of the law may be a symbol
too. The product of two symbols is not worked out then, which no solver does well: it is a number of which only that is
known which `known_of_products` says. A claim that follows from this is true; another has to be tried on figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import combinations
from math import gcd
from typing import Any

import z3

from benefitcalc.core.amounts import WHOLE, Rate
from benefitcalc.core.words import Kernel, Value, folded, register

Formula = Any
"""A z3 expression; z3 has no types of its own to tell."""

Shares = Mapping[tuple[int, int], tuple[Rate, Formula]]
"""Which rates were taken of which formulas, by the parts of the rate and z3's own number of the formula."""

NONE: Shares = {}


class Symbol(Value):  # noqa: PLW1641 - a symbol compared with a value is a formula, and no key of anything
    """A value as a formula, and the shares that were taken on the way to it."""

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

    def __eq__(self, other: object) -> "Symbol":  # type: ignore[override]  # a formula, not a truth
        return _made(formula(self) == formula(other), self, other)

    # What the exact arithmetic of rates asks for, where the parts of a rate are a symbol.

    def __mul__(self, other: Any) -> "Symbol":
        if isinstance(other, Symbol):
            return _made(_product(self.of, other.of), self, other)
        return _made(self.of * other, self)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> "Symbol":
        return _made(self.of / other, self)

    def __divmod__(self, other: int) -> tuple["Symbol", int]:
        return self // other, 0  # stated rates have so few decimals that nothing is left


PRODUCT = "product"


def _product(one: Formula, other: Formula) -> Formula:
    number = z3.IntSort(one.ctx)
    return z3.Function(PRODUCT, number, number, number)(one, other)


def formula(value: Any) -> Formula:
    """A value as z3 takes it beside a formula; a plain one stays plain, and so belongs to any context."""
    if isinstance(value, Symbol):
        return value.of
    return value if isinstance(value, bool) else int(value)


def shares_of(values: Iterable[Any]) -> list[tuple[Rate, Formula]]:
    """Every share that was taken on the way to these values: the rate, and of what."""
    every = [value.shares for value in values if isinstance(value, Symbol)]
    return list(reduce(lambda one, other: {**one, **other}, every, NONE).values())


def known_of_products(formulas: Iterable[Formula]) -> Iterator[Formula]:
    """What is known of the products of two symbols in these formulas.

    None is negative, none falls where neither factor falls. Where one factor is a rate of at most the whole, none is
    more than the whole of the other, and none rises by more than the other does.
    """
    products = list({each.get_id(): each for each in _products(formulas)}.values())
    for product in products:
        rate, amount = product.children()
        both = z3.And(rate >= 0, amount >= 0)
        yield z3.Implies(both, product >= 0)
        yield z3.Implies(z3.And(both, rate <= WHOLE.parts), product <= amount * WHOLE.parts)
    for one, other in combinations(products, 2):
        for less, more in ((one, other), (other, one)):
            (rate, amount), (rate_of_more, amount_of_more) = less.children(), more.children()
            rises = z3.And(rate >= 0, rate_of_more >= rate, amount >= 0, amount_of_more >= amount)
            yield z3.Implies(rises, less <= more)
            is_share = z3.And(rate == rate_of_more, rate >= 0, rate <= WHOLE.parts, amount_of_more >= amount)
            yield z3.Implies(is_share, more - less <= (amount_of_more - amount) * WHOLE.parts)


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


def _share(rate: Rate, amount: Symbol) -> Symbol:
    parts: Any = rate.parts
    if isinstance(parts, Symbol):
        return (parts * amount + WHOLE.parts // 2) // WHOLE.parts
    common = gcd(rate.parts, WHOLE.parts)
    of = WHOLE.parts // common
    rounded = (amount * (2 * (parts // common)) + of) // (2 * of)
    return Symbol(rounded.of, {**rounded.shares, (rate.parts, amount.of.get_id()): (rate, amount.of)})


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
