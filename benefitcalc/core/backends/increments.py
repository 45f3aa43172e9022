"""Evaluate a rule's body on two years at once, without a visit and with it, and bound the increase.

If earlier visits are unknown, each year is a wide range. The difference of the two ranges would be too wide, because
both contain the same unknown amount. A `Rise` therefore carries the difference through every word. Its fields are
numbers or values of `benefitcalc.core.backends.ranges`, and the words compute them.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.backends.ranges import mapped
from benefitcalc.core.rates import Portion, Rate, Rounding
from benefitcalc.core.words import Kernel, Value, bands, choose, least, most, register, share


class Rise(Value):  # noqa: PLW1641 - never a dict key: == gives a rise
    """A value in the year without the visit and in the year with it, and bounds of the increase."""

    __slots__ = ("before", "high", "low", "now")

    def __init__(self, before: Any, now: Any, low: Any, high: Any) -> None:
        self.before, self.now, self.low, self.high = before, now, low, high

    def __add__(self, other: Any) -> "Rise":
        it = _rise(other)
        return Rise(self.before + it.before, self.now + it.now, self.low + it.low, self.high + it.high)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Rise":
        it = _rise(other)
        return Rise(self.before - it.before, self.now - it.now, self.low - it.high, self.high - it.low)

    def __rsub__(self, other: Any) -> "Rise":
        return _rise(other) - self

    def __ge__(self, other: Any) -> "Rise":
        it = _rise(other)
        return _truth(self.before >= it.before, self.now >= it.now)

    def __le__(self, other: Any) -> "Rise":
        it = _rise(other)
        return _truth(self.before <= it.before, self.now <= it.now)

    def __eq__(self, other: object) -> "Rise":  # type: ignore[override]  # a rise, not a Boolean
        it = _rise(other)
        return _truth(self.before == it.before, self.now == it.now)


def _rise(value: Any) -> Rise:
    """Return the value as a `Rise`; a plain value is the same in both years."""
    return value if isinstance(value, Rise) else Rise(value, value, 0, 0)


def _stands(it: Rise) -> bool:
    """Whether a value is certainly the same in both years, as a fact of the person is."""
    return it.before is it.now and it.low.__class__ is it.high.__class__ is int and it.low == it.high == 0


def _truth(before: Any, now: Any) -> Rise:
    return Rise(before, now, -1, 1)


def _choose(condition: Any, then: Any, otherwise: Any) -> Rise:
    holds, one, other = _rise(condition), _rise(then), _rise(otherwise)
    now = choose(holds.now, one.now, other.now)
    if all(map(_stands, (holds, one, other))):
        return _rise(now)
    before = choose(holds.before, one.before, other.before)
    low, high = choose(holds.now, one.low, other.low), choose(holds.now, one.high, other.high)
    if not _stands(holds):
        # If both years take the same branch, its increase counts; otherwise only the two values bound the increase.
        is_same = holds.before == holds.now
        low, high = choose(is_same, low, now - before), choose(is_same, high, now - before)
    return Rise(before, now, low, high)


def _share(portion: Portion, amount: Rise) -> Rise:
    rate, to, way = portion
    before, now = (share(rate, of=each, to=to, way=way) for each in (amount.before, amount.now))
    rates = [each for each, _ in bands(portion, 0)]
    greatest, least_ = max(rates), rates[0] if rates[0] is rate else Rate(0)
    # Two rounded shares differ by the share of the difference, rounded down or up; NEAREST_EVEN may add one unit.
    more = to if way is Rounding.NEAREST_EVEN else 0
    low = mapped(amount.low, lambda fen: _down(least_ if fen > 0 else greatest, fen, to) - more, portion, "down")
    high = mapped(amount.high, lambda fen: more - _down(greatest if fen > 0 else least_, -fen, to), portion, "up")
    if rates[0] is not rate:  # with bands, the values of the two years may give closer bounds
        low, high = most(low, now - before), least(high, now - before)
    return Rise(before, now, low, high)


def _down(rate: Rate, fen: int, to: int) -> int:
    return fen * rate.numerator // (rate.denominator * to) * to


def _extreme(word: Callable[..., Any], *amounts: Any) -> Rise:
    every = [_rise(each) for each in amounts]
    before, now = word(*(each.before for each in every)), word(*(each.now for each in every))
    # "No limit" has no effect, so it is left out of the bounds.
    limits = [each for each in every if not (each.before.__class__ is int and each.before >= NO_LIMIT)]
    return Rise(before, now, least(*(each.low for each in limits)), most(*(each.high for each in limits)))


register(Rise, Kernel(choose=_choose, share=_share, least=partial(_extreme, least), most=partial(_extreme, most)))
