"""A rule's body read on two years at once, one without a visit and one with it: by how much the second is more.

Where earlier visits are not known, each of the two years is a wide range, and the difference of two ranges forgets that
it is the same unknown that both begin with. A `Rise` carries the difference along, word by word. It holds values of
another reading (numbers, or those of `benefitcalc.core.backends.ranges`) and is itself computed by the words.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.backends.ranges import mapped
from benefitcalc.core.rates import Portion, Rate, Rounding
from benefitcalc.core.words import Kernel, Value, bands, choose, least, most, register, share


class Rise(Value):  # noqa: PLW1641 - a rise compared with a value is a rise, and no key of anything
    """A value of the year before and of the year now, and between what the second exceeds the first."""

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

    def __eq__(self, other: object) -> "Rise":  # type: ignore[override]  # a rise, not a truth
        it = _rise(other)
        return _truth(self.before == it.before, self.now == it.now)


def _rise(value: Any) -> Rise:
    """A value that is the same in both years has no rise."""
    return value if isinstance(value, Rise) else Rise(value, value, 0, 0)


def _stands(it: Rise) -> bool:
    """Whether a value is surely one and the same in both years, as what is known of a person is."""
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
        # The rise of a branch counts where both years take it; where they differ, all that the two values tell.
        is_same = holds.before == holds.now
        low, high = choose(is_same, low, now - before), choose(is_same, high, now - before)
    return Rise(before, now, low, high)


def _share(portion: Portion, amount: Rise) -> Rise:
    rate, to, way = portion
    before, now = (share(rate, of=each, to=to, way=way) for each in (amount.before, amount.now))
    rates = [each for each, _ in bands(portion, 0)]
    greatest, least_ = max(rates), rates[0] if rates[0] is rate else Rate(0)
    # Two roundings differ by the share of the difference, up or down to the next unit; halves to the even one more.
    more = to if way is Rounding.NEAREST_EVEN else 0
    low = mapped(amount.low, lambda fen: _down(least_ if fen > 0 else greatest, fen, to) - more, portion, "down")
    high = mapped(amount.high, lambda fen: more - _down(greatest if fen > 0 else least_, -fen, to), portion, "up")
    if rates[0] is not rate:  # of bands, what the two years come to tells more where they are known
        low, high = most(low, now - before), least(high, now - before)
    return Rise(before, now, low, high)


def _down(rate: Rate, fen: int, to: int) -> int:
    return fen * rate.numerator // (rate.denominator * to) * to


def _extreme(word: Callable[..., Any], *amounts: Any) -> Rise:
    every = [_rise(each) for each in amounts]
    before, now = word(*(each.before for each in every)), word(*(each.now for each in every))
    # "No limit" limits nothing, and so its standing still does not matter.
    limits = [each for each in every if not (each.before.__class__ is int and each.before >= NO_LIMIT)]
    return Rise(before, now, least(*(each.low for each in limits)), most(*(each.high for each in limits)))


register(Rise, Kernel(choose=_choose, share=_share, least=partial(_extreme, least), most=partial(_extreme, most)))
