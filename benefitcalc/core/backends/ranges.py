"""A rule's body read on facts that are not known: all that they may be at once, and the range of what comes out.

An unknown yes or no, level or whole number is enumerated: each way of filling all of these in is a scenario. An
unknown amount is a `Range`. A value is then the ranges that it has, each with the scenarios in which it has it
(`Cases`), so that a body runs once, however many scenarios there are, and what is the same in many of them is
computed once.

Sound: the value that any scenario gives lies in its range. Where an amount works both ways, as in an amount less a
share of it, the range may be wider than need be and says so (`Range.is_tight`); what is enumerated is exact.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache, partial, reduce
from operator import itemgetter
from typing import Any, NamedTuple

from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.rates import Portion
from benefitcalc.core.words import NUMBERS, Kernel, Value, register

Lanes = int
"""A set of scenarios, a bit each."""

EVERY: Lanes = -1
"""Every scenario there may be."""

NOTHING: frozenset[str] = frozenset()


class Range(NamedTuple):
    """What a value may be, from ``low`` to ``high``; a truth is 0 or 1."""

    low: int
    high: int
    rises: frozenset[str]
    """The facts not known with which it may rise as they rise."""
    falls: frozenset[str]
    """The facts not known with which it may fall as they rise."""
    way: int
    """How it is computed, as a hash: two ranges computed alike are one value, and not only two that may be equal."""

    @property
    def of(self) -> frozenset[str]:
        """The facts whose being unknown makes it a range."""
        return self.rises | self.falls

    @property
    def is_tight(self) -> bool:
        """Whether both ends are surely reached: no fact works both ways in it, as an amount less a share of it does."""
        return self.rises.isdisjoint(self.falls)


def certain(value: int) -> Range:
    """The range of one value alone."""
    return Range(value, value, NOTHING, NOTHING, 2 * value + 1)  # odd, since -1 and -2 have one hash


def unknown(low: int, high: int, name: str) -> Range:
    """The range of a fact that is not known."""
    return _range(low, high, frozenset((name,)), NOTHING, name)


def _range(low: int, high: int, rises: frozenset[str], falls: frozenset[str], *way: Hashable) -> Range:
    return Range(low, high, rises, falls, hash(way)) if low < high else certain(low)


def _together(low: int, high: int, one: Range, other: Range, word: Hashable) -> Range:
    """A range that rises with either of two."""
    return _range(low, high, one.rises | other.rises, one.falls | other.falls, word, one.way, other.way)


def _against(low: int, high: int, one: Range, other: Range, word: Hashable) -> Range:
    """A range that rises with the first of two and falls with the second."""
    return _range(low, high, one.rises | other.falls, one.falls | other.rises, word, one.way, other.way)


class Cases(Value):  # noqa: PLW1641 - cases compared with a value are cases, and no key of anything
    """A value that differs between scenarios: each range that it has, with the scenarios in which it has it."""

    __slots__ = ("ranges",)

    def __init__(self, ranges: Mapping[Range, Lanes]) -> None:
        self.ranges = ranges

    def __add__(self, other: Any) -> "Cases":
        return _each(_sum, self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Cases":
        return _each(_difference, self, other)

    def __rsub__(self, other: int) -> "Cases":
        return _each(_difference, other, self)

    def __ge__(self, other: Any) -> "Cases":
        return _each(_is_at_least, self, other)

    def __le__(self, other: Any) -> "Cases":
        return _each(_is_at_least, other, self)

    def __eq__(self, other: object) -> "Cases":  # type: ignore[override]  # cases, not a truth
        return _each(_is_same, self, other)


def ranges_of(value: Any) -> Mapping[Range, Lanes]:
    """The ranges of a value, each with its scenarios; a plain value is itself in every scenario."""
    return value.ranges if isinstance(value, Cases) else _everywhere(value)


@lru_cache(maxsize=4_096)
def _everywhere(value: int) -> Mapping[Range, Lanes]:
    return {certain(int(value)): EVERY}


def ends(value: Any, within: Lanes = EVERY) -> tuple[int, int]:
    """The least and the greatest that a value may be in these scenarios."""
    if not isinstance(value, Cases):
        return value, value
    found = [each for each, lanes in value.ranges.items() if lanes & within]
    return min(each.low for each in found), max(each.high for each in found)


def ends_of_each(values: Iterable[Any], within: Lanes = EVERY) -> list[tuple[int, int]]:
    """The ends of each of several values, in these scenarios."""
    return [ends(value, within) for value in values]


def ends_of_all(readings: Iterable[Any], within: Lanes = EVERY) -> tuple[tuple[int, int], tuple[int, int]]:
    """The ends of the first reading of a value, and the least and the greatest by all readings, in these scenarios."""
    every = [ends(value, within) for value in readings]
    return every[0], (min(every)[0], max(every, key=_HIGH)[1])


_HIGH = itemgetter(1)


def are_certain(values: Iterable[Any], within: Lanes = EVERY) -> bool:
    """Whether each of these values is one and the same in all of these scenarios."""
    for value in values:
        found = [each for each, lanes in ranges_of(value).items() if lanes & within]
        if len(found) > 1 or found[0].low < found[0].high:
            return False
    return True


def unknowns_of(values: Iterable[Cases]) -> frozenset[str]:
    """The unknown amounts that any of these values depends on."""
    return NOTHING.union(*(each.of for value in values for each in value.ranges))


def are_tight(values: Iterable[Cases]) -> bool:
    """Whether both ends of every range of these values are surely reached."""
    return all(each.is_tight for value in values for each in value.ranges)


def comparable(values: Iterable[Any]) -> tuple[object, ...]:
    """Values as keys that are equal to those of others that are the same in every scenario, and to no others."""
    return tuple(map(_comparable, values))


def _comparable(value: Any) -> Hashable:
    if not isinstance(value, Cases):
        return value  # type: ignore[no-any-return]
    if len(value.ranges) > 1:
        return frozenset(value.ranges.items())
    [single] = value.ranges
    return single if single.low < single.high else single.low


def _each(word: Callable[[Range, Range], Range], one: Any, other: Any) -> Cases:
    """A word said of each two ranges of the operands that some scenario has together."""
    found: dict[Range, Lanes] = {}
    others = ranges_of(other).items()
    for left, lanes in ranges_of(one).items():
        for right, own in others:
            if both := lanes & own:
                said = word(left, right)
                found[said] = found.get(said, 0) | both
    return Cases(found)


def _sum(one: Range, other: Range) -> Range:
    return _together(one.low + other.low, one.high + other.high, one, other, _sum)


def _difference(one: Range, other: Range) -> Range:
    return _against(one.low - other.high, one.high - other.low, one, other, _difference)


YES, NO = certain(1), certain(0)


def _is_at_least(one: Range, other: Range) -> Range:
    if one.low >= other.high:
        return YES
    if one.high < other.low:
        return NO
    return _against(0, 1, one, other, _is_at_least)


def _is_same(one: Range, other: Range) -> Range:
    if one.low == one.high == other.low == other.high:
        return YES
    if one.high < other.low or other.high < one.low:
        return NO
    every = one.of | other.of
    return _range(0, 1, every, every, _is_same, one.way, other.way)


def _choose(condition: Any, then: Any, otherwise: Any) -> Cases:
    found: dict[Range, Lanes] = {}
    for holds, lanes in ranges_of(condition).items():
        if holds.low == holds.high:
            chosen: Mapping[Range, Lanes] = ranges_of(then if holds.low else otherwise)
        else:
            chosen = _each(partial(_either, holds), then, otherwise).ranges
        for each, own in chosen.items():
            if both := lanes & own:
                found[each] = found.get(each, 0) | both
    return Cases(found)


def _either(condition: Range, then: Range, otherwise: Range) -> Range:
    if then == otherwise:
        return then
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    rises, falls = then.rises | otherwise.rises, then.falls | otherwise.falls
    if then.high > otherwise.low:  # to hold may be more
        rises, falls = rises | condition.rises, falls | condition.falls
    if then.low < otherwise.high:  # to hold may be less
        rises, falls = rises | condition.falls, falls | condition.rises
    return _range(low, high, rises, falls, _either, condition.way, then.way, otherwise.way)


def _lesser(one: Range, other: Range) -> Range:
    # "No limit" is more than any amount and limits nothing, not even an amount that has no end itself.
    if one.low >= other.high or one.low == one.high >= NO_LIMIT:
        return other
    if other.low >= one.high or other.low == other.high >= NO_LIMIT:
        return one
    return _together(min(one.low, other.low), min(one.high, other.high), one, other, _lesser)


def _greater(one: Range, other: Range) -> Range:
    if one.high <= other.low:
        return other
    if other.high <= one.low:
        return one
    return _together(max(one.low, other.low), max(one.high, other.high), one, other, _greater)


def mapped(value: Any, function: Callable[[int], int], *way: Hashable) -> Any:
    """A value under a function that never falls as what it is given rises; ``way`` names the function."""
    if not isinstance(value, Cases):
        return function(value)
    found: dict[Range, Lanes] = {}
    for each, lanes in value.ranges.items():
        said = _range(function(each.low), function(each.high), each.rises, each.falls, *way, each.way)
        found[said] = found.get(said, 0) | lanes
    return Cases(found)


def _share(portion: Portion, amount: Cases) -> Any:
    return mapped(amount, partial(NUMBERS.share, portion), portion)


register(
    Cases,
    Kernel(
        choose=_choose,
        share=_share,
        least=lambda *amounts: reduce(partial(_each, _lesser), amounts),
        most=lambda *amounts: reduce(partial(_each, _greater), amounts),
    ),
)
