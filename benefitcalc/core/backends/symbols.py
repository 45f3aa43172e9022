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
from typing import Any, NamedTuple

import z3

from benefitcalc.core.rates import Portion, Rate, Rounding, Schedule
from benefitcalc.core.words import Kernel, Value, bands, folded, register, rounded

Formula = Any
"""A z3 expression; z3 has no types."""

Shares = Mapping[tuple[Portion, int], Formula]
"""The shares taken so far: (portion, z3's number of the formula) -> the formula."""

NONE: Shares = {}


class Taken(NamedTuple):
    """A rate of an amount before it is rounded."""

    rate: Any
    """In parts of ``scale``: a plain number or a symbol."""
    amount: "Symbol"
    product: "Symbol"
    """The rate times the amount."""
    scale: int
    to: int
    way: Rounding
    is_open: bool
    """Whether a rate is a figure that may have any value."""

    def rounded(self) -> "Symbol":
        """Return the share."""
        found: Symbol = rounded(self.product, self.scale * self.to, self.way) * self.to
        return Symbol(found.of, self.product.shares, self)

    def is_like(self, other: "Taken") -> bool:
        """Whether both are of the same amount and are rounded alike."""
        is_same = self.amount.of.eq(other.amount.of)
        return is_same and (self.to, self.way, self.is_open) == (other.to, other.way, other.is_open)

    def by(self, scale: int) -> "Taken":
        """Return the same in parts of a multiple of the scale."""
        more = scale // self.scale
        return self._replace(rate=self.rate * more, product=self.product * more, scale=scale)


class Symbol(Value):  # noqa: PLW1641 - never a dict key: == gives a formula
    """A value as a formula, with the shares that were taken to compute it; of a share, what it is before rounding."""

    __slots__ = ("of", "shares", "taken")

    def __init__(self, of: Formula, shares: Shares = NONE, taken: Taken | None = None) -> None:
        self.of = of
        self.shares = shares
        self.taken = taken

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
    if isinstance(then, Symbol) and isinstance(otherwise, Symbol):
        one, other = then.taken, otherwise.taken
        if one and other and one.is_like(other):
            return _chosen(condition, one, other).rounded()
    return _made(z3.If(formula(condition), formula(then), formula(otherwise)), condition, then, otherwise)


def _chosen(condition: Any, one: Taken, other: Taken) -> Taken:
    """Choose between two rates of an amount, so that a solver sees one rounding, and one product of two symbols."""
    scale = lcm(one.scale, other.scale)
    one, other = one.by(scale), other.by(scale)
    rate = _choose(condition, one.rate, other.rate)
    product = rate * one.amount if one.is_open else _choose(condition, one.product, other.product)
    product = _made(product.of, condition, one.product, other.product)
    if not one.is_open and scale > 1:  # the largest digits that an engine multiplies where it divides by this scale
        greatest = Portion(Rate(scale - 1, scale), one.to, one.way)
        product = Symbol(product.of, {**product.shares, (greatest, one.amount.of.get_id()): one.amount.of})
    return one._replace(rate=rate, product=product, scale=scale)


def _share(portion: Portion, amount: Symbol) -> Symbol:
    parts = bands(portion, amount)
    scale = lcm(*(rate.denominator for rate, _ in parts))
    is_open = any(isinstance(rate.numerator, Symbol) for rate, _ in parts)
    product: Any = sum(rate.numerator * (scale // rate.denominator) * part for rate, part in parts)
    own = {} if is_open else {(portion, amount.of.get_id()): amount.of}
    product = Symbol(product.of, {**product.shares, **own})
    if isinstance(portion.rate, Schedule):
        return rounded(product, scale * portion.to, portion.way) * portion.to  # type: ignore[no-any-return]
    return Taken(portion.rate.numerator, amount, product, scale, portion.to, portion.way, is_open).rounded()


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
