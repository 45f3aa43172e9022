"""What people write in an interview, and nowhere else: an amount by the month or year, an age by Chinese count.

What is not exact is refused with what it may mean, so that it can be offered (`offers`).
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import OPEN, Fact, Held, held, span_of
from benefitcalc.facts.parsing import LONGEST, TRUTHS, plain, whole
from benefitcalc.text.message import N_, Message, Refused, say, shown

PERIODS = {"month": 1, "year": 12}
"""The periods by which a cost may be said, in months."""

AGREED = {word for word, is_yes in TRUTHS.items() if is_yes} | {"好", "好的", "行", "可以", "ok", "okay"}
"""What takes an offer."""

_MONTH = "每个?月|一个?月|月|a month|per month|monthly"
_YEAR = "每一?年|一年|全年|年|a year|per year|yearly"
_BY_PERIOD = re.compile(
    rf"(?:(?P<month>{_MONTH})|(?P<year>{_YEAR}))?\s*(?P<number>.+?)\s*"
    rf"(?:/? ?(?:(?P<month_after>{_MONTH}|month)|(?P<year_after>{_YEAR}|year)))?"
)
_NOTHING = {"没有", "没", "无", "没花", "没花钱", "一分没花", "没报", "没报销", "none", "nothing"}
_BY_CHINESE_COUNT = re.compile(r"虚岁?\s*(.{1,9}?)\s*岁?")
_YEAR_OF_BIRTH = re.compile(r"(?:出?生于)?(19|20)?([0-9]{2})(年?)(?:出?生)?(?:人|的)?")
_AGE = re.compile(r"(?:今年|年龄|刚?满)?\s*(.+?)\s*(?:(?<=岁)半)?了?")


def read_as(fact: Fact, answer: str) -> str:
    """An answer as a fact is written: a cost by the period of its question, an age without the words around it.

    Refused where it may mean something and is not sure to: a cost of a year by the month, an age by Chinese count.
    """
    written = plain(answer)
    if len(written) > LONGEST:
        return answer
    if fact.kind is Kind.MONEY and not fact.is_means:
        return _cost(fact, answer, written)
    return _age(answer, written) if fact.derivation and fact.derivation.by.has_anniversaries else answer


def by_period(answer: str, period: str) -> str:
    """An answer to which somebody chose the period."""
    return f"{answer} {'per month' if period == 'month' else 'per year'}" if period in PERIODS and answer else answer


def offers(refused: Refused) -> Iterator[str]:
    """What may be meant by what was refused, each as an answer of its own."""
    for each in refused.problems:
        if isinstance(each.message, Message) and "range" in each.message.values:
            yield str(each.message.values["range"])


def read_aloud(offer: str) -> str:
    """What is offered, shorter: without the fen, and with one sign between the ends."""
    return re.sub(r"\.00(?![0-9])", "", offer).replace(OPEN, "～")


def _cost(fact: Fact, answer: str, written: str) -> str:
    if written in _NOTHING:
        raise Refused(say(N_("'{given}' may be {range} yuan"), given=shown(answer), range="0"))
    found = _BY_PERIOD.fullmatch(written)
    said = {name.partition("_")[0] for name, each in found.groupdict().items() if each} if found else set()
    periods = said & {*PERIODS}
    if not found or len(periods) != 1:
        return answer if not found or periods else found["number"]
    (period,) = periods
    own = "year" if fact.accumulates else "month"
    number = found["number"]
    if period == own:
        return number
    by = Fraction(PERIODS[own], PERIODS[period])
    try:
        scaled = _scaled(fact, fact.read(number), by)
    except Refused as refused:
        meant = next(offers(refused), None)
        if meant is None:
            raise
        raise _not_sure(number, _scaled(fact, fact.read(meant), by)) from None
    if by > 1:
        told = N_("'{given}' a month is {range} for twelve months; give what it was in the year")
        raise Refused(say(told, given=shown(number), range=scaled))
    return scaled


def _scaled(fact: Fact, value: Held, by: Fraction) -> str:
    """An amount of another period, as it is written; a range where it is no whole fen."""
    low, high = span_of(value)
    if (low, high) == fact.span:
        return "unknown"
    ends = held(floor(low * by), high if high == fact.span.high else ceil(high * by))
    return str(fact.write(ends))


def _not_sure(answer: str, meant: str) -> Refused:
    told = N_("'{given}' is not exact; give a number, or the range that it may be, such as {range}")
    return Refused(say(told, given=shown(answer), range=meant))


def _age(answer: str, written: str) -> str:
    """An age without the words around it; a year of two or four figures is offered as one of birth."""
    if counted := _BY_CHINESE_COUNT.fullmatch(written):
        years = whole(counted[1], 150)
        told = N_("'{given}' is by Chinese count; in completed years that is {range}")
        raise Refused(say(told, given=shown(answer), range=f"{max(years - 2, 0)}..{max(years - 1, 0)}"))
    born = _YEAR_OF_BIRTH.fullmatch(written)
    if born and (born[1] or born[3]):
        if born[1] and born[3]:
            return answer
        told = N_("'{given}' may be a year of birth: {range}")
        raise Refused(say(told, given=shown(answer), range=f"{born[1] or 19}{born[2]}年"))
    bare = _AGE.fullmatch(written)
    return bare[1] if bare else answer
