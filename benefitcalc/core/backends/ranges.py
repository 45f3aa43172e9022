"""Evaluate a rule's body on unknown facts: all their values at once, and the range of the result.

An unknown yes/no fact, level or whole number is enumerated. One combination of their values is a scenario. An unknown
amount is a `Range`. A value (`Cases`) maps each range that it takes to the set of scenarios in which it takes it. So a
body runs once for all scenarios, and equal values of different scenarios are computed once.

Sound: the value of every scenario lies in its range. Where an amount works in both directions, as in an amount up to a
limit and nothing above it, the range may be wider than necessary, and `Range.is_tight` is False. An amount minus a part
of it, such as a share, rises with the amount. Enumerated facts are exact.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache, partial, reduce
from typing import Any, NamedTuple

from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.rates import Portion, Rate
from benefitcalc.core.words import NUMBERS, Kernel, Value, register

Lanes = int
"""A set of scenarios as bits of an integer."""

EVERY: Lanes = -1
"""The set of all scenarios."""

NOTHING: frozenset[str] = frozenset()


class Range(NamedTuple):
    """The interval [low, high] of a value, with the unknown facts that it depends on. A Boolean is 0 or 1."""

    low: int
    high: int
    rises: frozenset[str]
    """The unknown facts whose increase may increase the value."""
    falls: frozenset[str]
    """The unknown facts whose increase may decrease the value."""
    way: int
    """A hash of the computation. Two ranges with equal hashes are the same value, not only values that may be equal."""
    parts_of: tuple[int, ...] = ()
    """The values (``way``) with which this one rises, and never faster, so that what it leaves of one rises too."""

    @property
    def of(self) -> frozenset[str]:
        """The unknown facts that make the value a range."""
        return self.rises | self.falls

    @property
    def is_tight(self) -> bool:
        """Whether both ends are certainly reached. They may not be where one fact works in both directions."""
        return self.rises.isdisjoint(self.falls)


def certain(value: int) -> Range:
    """Return the range of a single value."""
    return Range(value, value, NOTHING, NOTHING, 2 * value + 1)  # odd, since Python gives -1 and -2 the same hash


def unknown(low: int, high: int, name: str) -> Range:
    """Return the range of an unknown fact."""
    return _range(low, high, frozenset((name,)), NOTHING, name)


def _range(
    low: int,
    high: int,
    rises: frozenset[str],
    falls: frozenset[str],
    *way: Hashable,
    parts_of: tuple[int, ...] = (),
) -> Range:
    return Range(low, high, rises, falls, hash(way), parts_of) if low < high else certain(low)


def _together(low: int, high: int, one: Range, other: Range, word: Hashable) -> Range:
    """Return a range that rises with both operands."""
    rises, falls = one.rises | other.rises, one.falls | other.falls
    parts_of = _beside(one, other) or _beside(other, one)
    return _range(low, high, rises, falls, word, one.way, other.way, parts_of=parts_of)


def _beside(one: Range, other: Range) -> tuple[int, ...]:
    """Return of what a range is a part that rises as ``one`` does or not at all, if ``other`` is one value."""
    return (one.way, *one.parts_of) if other.low == other.high else ()


def _against(low: int, high: int, one: Range, other: Range, word: Hashable) -> Range:
    """Return a range that rises with the first operand and falls with the second."""
    return _range(low, high, one.rises | other.falls, one.falls | other.rises, word, one.way, other.way)


class Cases(Value):  # noqa: PLW1641 - never a dict key: == gives cases
    """A value that differs between scenarios: maps each range to the set of scenarios in which the value has it."""

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

    def __eq__(self, other: object) -> "Cases":  # type: ignore[override]  # cases, not a Boolean
        return _each(_is_same, self, other)


def unknown_cases(name: str, answers: Iterable[tuple[tuple[int, int], Lanes]]) -> Cases:
    """Return an unknown fact from the ranges of its answers, each with its scenarios."""
    found: dict[Range, Lanes] = {}
    for (low, high), lanes in answers:
        each = unknown(low, high, name)
        found[each] = found.get(each, 0) | lanes
    return Cases(found)


def ranges_of(value: Any) -> Mapping[Range, Lanes]:
    """Return the ranges of a value with their scenarios; a plain value is the same in every scenario."""
    return value.ranges if isinstance(value, Cases) else _everywhere(value)


@lru_cache(maxsize=4_096)
def _everywhere(value: int) -> Mapping[Range, Lanes]:
    return {certain(int(value)): EVERY}


def ends(value: Any, within: Lanes = EVERY) -> tuple[int, int]:
    """Return the least and the greatest value in these scenarios."""
    if not isinstance(value, Cases):
        return value, value
    found = [each for each, lanes in value.ranges.items() if lanes & within]
    return min(each.low for each in found), max(each.high for each in found)


def ends_of_each(values: Iterable[Any], within: Lanes = EVERY) -> list[tuple[int, int]]:
    """Return `ends` of each value."""
    return [ends(value, within) for value in values]


def ends_of_all(readings: Iterable[Any], within: Lanes = EVERY) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the ends of the first view of a value, and the ends over all views, in these scenarios."""
    every = [ends(value, within) for value in readings]
    lows, highs = zip(*every, strict=True)
    return every[0], (min(lows), max(highs))


def are_certain(values: Iterable[Any], within: Lanes = EVERY) -> bool:
    """Whether each of the values is constant over these scenarios."""
    for value in values:
        found = [each for each, lanes in ranges_of(value).items() if lanes & within]
        if len(found) > 1 or found[0].low < found[0].high:
            return False
    return True


def unknowns_of(values: Iterable[Cases]) -> frozenset[str]:
    """Return the unknown amounts that any of the values depends on."""
    return NOTHING.union(*(each.of for value in values for each in value.ranges))


def are_tight(values: Iterable[Cases]) -> bool:
    """Whether both ends of every range of the values are certainly reached."""
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
    """Apply a word to each pair of ranges that have a scenario in common."""
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
    # Where an amount has no end, a table has the end of its share neither, so what is left of it may be anything.
    if one.way in other.parts_of and one.high <= NO_LIMIT:
        return _range(one.low - other.low, one.high - other.high, one.rises, one.falls, _difference, one.way, other.way)
    if other.low == other.high:
        return _together(one.low - other.low, one.high - other.low, one, other, _difference)
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
    if then.high > otherwise.low:  # a true condition may increase the value
        rises, falls = rises | condition.rises, falls | condition.falls
    if then.low < otherwise.high:  # a true condition may decrease the value
        rises, falls = rises | condition.falls, falls | condition.rises
    return _range(low, high, rises, falls, _either, condition.way, then.way, otherwise.way)


def _lesser(one: Range, other: Range) -> Range:
    # "No limit" is greater than any amount and limits nothing, not even an unbounded amount.
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


def mapped(value: Any, function: Callable[[int], int], *way: Hashable, is_part: bool = False) -> Any:
    """Apply a nondecreasing function to a value; ``way`` identifies the function.

    If ``is_part``, the function never rises faster than the value.
    """
    if not isinstance(value, Cases):
        return function(value)
    found: dict[Range, Lanes] = {}
    for each, lanes in value.ranges.items():
        parts_of = (each.way, *each.parts_of) if is_part else ()
        low, high = function(each.low), function(each.high)
        said = _range(low, high, each.rises, each.falls, *way, each.way, parts_of=parts_of)
        found[said] = found.get(said, 0) | lanes
    return Cases(found)


def _share(portion: Portion, amount: Cases) -> Any:
    rate, unit, _ = portion
    # A rate of at most 1, in whole fen: with each fen more the share rises by one at most.
    is_part = isinstance(rate, Rate) and rate.numerator <= rate.denominator and unit == 1
    return mapped(amount, partial(NUMBERS.share, portion), portion, is_part=is_part)


register(
    Cases,
    Kernel(
        choose=_choose,
        share=_share,
        least=lambda *amounts: reduce(partial(_each, _lesser), amounts),
        most=lambda *amounts: reduce(partial(_each, _greater), amounts),
    ),
)
