"""Parse answers as people write them: yes or no, a whole number, a level, a day, a range, or "don't know"."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Literal, NamedTuple

from benefitcalc.core import amounts, numerals
from benefitcalc.core.scalars import is_missing, natural
from benefitcalc.text.errors import members
from benefitcalc.text.message import N_, STEERING, Refused, joined, say, shown


class Span(NamedTuple):
    """The possible values of a fact: every whole number from ``low`` to ``high``, in the unit of the library."""

    low: int
    high: int


class Ends(NamedTuple):
    """The two ends of a range as the user gave them; None means open."""

    low: object
    high: object


def plain(given: object) -> str:
    """Normalize text: ASCII width, lower case, no spaces around it, no final full stop. Empty if it is not text."""
    return _STOP.sub("", amounts.narrow(given).strip()).lower() if isinstance(given, str) else ""


def is_unknown(given: object) -> bool:
    """Whether the input means "don't know": such text, or a missing value (None, NaN, NA, NaT)."""
    return is_missing(given) or plain(given).replace("’", "'").removeprefix("我") in _UNKNOWN


def truth(given: object) -> bool:
    """Parse yes or no; raise `Refused` for anything else."""
    value = natural(given)
    if isinstance(value, bool):
        return value
    found = TRUTHS.get(plain(value))
    if found is None:
        raise Refused(say(N_("'{given}' is neither yes nor no"), given=shown(given)))
    return bool(found)


def whole(given: object, most: int) -> int:
    """Parse a whole number from 0 to ``most``; raise `Refused` for anything else."""
    written = _WHOLE_TEXT.fullmatch(plain(given))
    number = natural(given)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if written:
        number = int(written[1]) if written[1] else numerals.number(written[2])
    if (
        isinstance(number, Decimal)
        and number.is_finite()
        and 0 <= number <= most
        and number == number.to_integral_value()
    ):
        number = int(number)  # JSON may have it in this form; 1E+999999 is never written out
    if isinstance(number, bool | IntEnum) or not isinstance(number, int) or not 0 <= number <= most:
        raise Refused(say(N_("'{given}' is not a whole number from 0 to {most}"), given=shown(given), most=most))
    return number


def level(given: object, levels: type[IntEnum], words: Mapping[str, int], choices: Iterable[str]) -> int:
    """Parse one of the levels; raise `Refused`, which names the choices, for anything else."""
    if isinstance(given, levels):
        return given
    found = words.get(plain(given))
    if found is None:
        told = joined([say("{level:word}", level=each) for each in choices])
        raise Refused(say(N_("'{given}' is not one of: {choices}"), given=shown(given), choices=told))
    return found


def day(given: object) -> date:
    """Parse a day: a date, datetime, or text such as ``2023-05-01`` or ``2023年5月1日``; raise `Refused` otherwise."""
    value = natural(given)
    if isinstance(value, int) and len(f"{value:x}") <= LONGEST:
        value = f"{value:d}"
    if isinstance(value, str) and (written := _DAY_TEXT.fullmatch(plain(value))):
        try:
            return date(*map(int, filter(None, written.groups())))
        except ValueError:  # no such day in the calendar
            pass
    elif isinstance(value, datetime) and not is_missing(value):
        return value.date()
    elif isinstance(value, date) and not is_missing(value):
        return value
    raise Refused(say(N_("'{given}' is not a day; write it like 2023-05-01"), given=shown(given)))


def days(given: object) -> tuple[date, date]:
    """Return the first and the last day of a day, a month or a year; raise `Refused` for anything else.

    A month is text such as ``1944-05`` or ``1944年5月``; a year is ``1944``, ``1944年`` or ``born in 1944``.
    """
    value = natural(given)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    born = _BORN.fullmatch(plain(f"{value:d}" if is_number and len(f"{value:x}") <= LONGEST else value))
    found = born and _MONTH_TEXT.fullmatch(born["day"])
    try:
        if found:
            return _first_and_last(int(found[1]), int(found[2] or 0))
        only = day(born["day"] if born else given)
    except (Refused, ValueError):
        told = N_("'{given}' is not a day; write it like 1944-05-06, or 1944-05 or 1944 where no more is known")
        raise Refused(say(told, given=shown(given))) from None
    return only, only


def _first_and_last(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month, or of a year if the month is 0; ValueError if it does not exist."""
    last = month or 12
    return date(year, month or 1, 1), date(year, last, monthrange(year, last)[1])


def ends(given: object) -> Ends | None:
    """Return the ends of a range: a pair, or text such as ``3000..5000`` or ``at least 3000``; None for other input.

    Raises `Refused` if the unit of one end may apply to both, as in ``3到5万``.
    """
    if isinstance(given, tuple | list):
        match members(given):
            case [low, high]:
                return Ends(low, high)
            case _:
                return None
    if not isinstance(given, str) or len(given) > LONGEST:
        return None
    written = " ".join(amounts.narrow(given).split()).removesuffix("。")
    for form in _RANGES:
        if found := form.fullmatch(written):
            between = {"low": None, "high": None} | found.groupdict()
            if unit := _shared_unit(between["low"], between["high"]):
                refusal = N_("'{given}': write both ends in full, such as {range}")
                full = STEERING.sub("\N{REPLACEMENT CHARACTER}", f"{between['low']}{unit}..{between['high']}")
                raise Refused(say(refusal, given=shown(given), range=full))
            return Ends(**between)
    return None


def ends_of_days(given: object) -> Ends | None:
    """Return the ends of a range of days. A hyphen inside a day does not separate two days."""
    if not isinstance(given, str) or len(given) > LONGEST:
        return ends(given)
    return ends(_PARTS_OF_DAY.sub(lambda found: f"{found[1]}年{found[2]}月{found[3] or ''}", amounts.narrow(given)))


class About(NamedTuple):
    """A number as people say it that do not mean it exactly; it may be more, less or both, or up to another one."""

    number: str
    way: Literal["near", "more", "less"]
    high: str = ""


def about(given: object) -> About | None:
    """What is meant by such as ``约800``, ``80多岁``, ``快三千`` or ``三四千``; None for other text."""
    if not isinstance(given, str) or len(given) > LONGEST:
        return None
    written = _ONE_LEFT_OUT.sub(r"一\1来", plain(given))
    if two := _TWO_DIGITS.fullmatch(written) or _SOME.fullmatch(written):
        head, low, high, unit = ({"head": "", "low": "二", "high": "九"} | two.groupdict()).values()
        return About(f"{head}{low}{unit}", "near", f"{head}{high}{unit}") if _rises(low, high) else None
    for form, way in _ABOUT:
        if found := form.fullmatch(written):
            parts = found.groupdict()
            return About(parts["number"] + parts.get("unit", ""), way)
    return None


def _rises(low: str, high: str) -> bool:
    first, last = numerals.number(low), numerals.number(high)
    return first is not None and last is not None and first < last


def _shared_unit(low: str | None, high: str | None) -> str:
    """The 千 or 万 of the upper end that may be meant for a smaller lower end without one; empty where none is."""
    for form in _NUMBERS_AND_UNITS:
        ends = [form.match(re.sub("[, ]", "", end or "")) for end in (low, high)]
        if all(ends):
            (small, has_own), (large, unit) = (end.groups() for end in ends if end)
            fewer, more = (Decimal(each) if each.isascii() else numerals.number(each) for each in (small, large))
            if unit and not has_own and fewer and more and fewer < more:
                return str(unit)
    return ""


LONGEST = 100
"""The greatest length of a range: two amounts and words around them. Patterns would be slow on longer hostile text."""
_UNKNOWN = {
    *("unknown", "not known", "don't know", "dont know", "i don't know", "i dont know", "do not know", "i do not know"),
    *("not sure", "unsure", "i'm not sure", "no idea", "n/a", "?"),
    *("不知道", "不知", "不清楚", "不晓得", "不确定", "不记得", "忘了", "记不清", "说不清"),
    *("未知", "不太清楚", "不记得了", "忘记了", "记不清了", "不详"),
}
_STOP = re.compile(r"(?<!\.)[。.]$")
"""A full stop at the end; two points mean an open range."""
_DAY_TEXT = re.compile(
    r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?[日号]?(?:[t ][0-9]{2}:[0-9]{2}[0-9:.+z-]*)?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
"""A day, with or without a time."""
_MONTH_TEXT = re.compile(r"([0-9]{4}) ?(?:年|[-/.年] ?([0-9]{1,2}) ?月?)?")
"""A month or a year."""
_PARTS_OF_DAY = re.compile(r"(?<![0-9])([0-9]{4})[-/.]([0-9]{1,2})(?![0-9])(?:[-/.]([0-9]{1,2})(?![0-9]))?")
_BORN = re.compile(r"(?:born (?:in|on) |出?生于)?(?P<day>.{1,40}?)(?:出?生)?")
"""A day, with or without the words for "born"."""
_WHOLE_TEXT = re.compile(
    rf"(?:([0-9]{{1,4}})(?:\.0+)?|({numerals.NUMERAL})) ?(?:岁|周岁|星|星级|years?(?: old)?|stars?)?"
)
_NOT_YET = rf"[^{numerals.SMALL}{numerals.GREAT}]*"
_NUMBERS_AND_UNITS = (
    re.compile(rf"{_NOT_YET}([0-9]+(?:\.[0-9]+)?|[{numerals.SMALL}]+)([{numerals.GREAT}wW]?)"),
    re.compile(rf"{_NOT_YET}([{numerals.DIGITS}])([百佰十拾]|(?![{numerals.SMALL}{numerals.GREAT}.]))"),
)
"""A number with its 千, 万 or 亿, which may also apply to the number before it; one digit with its 百 or 十."""
_LEAST = "at least|no less than|more than|over|older than|至少|不少于|不低于|最少|超过|多于|高于|大于|≥|>=|>"
_MOST = "at most|no more than|less than|under|younger than|up to|至多|最多|不超过|不到|少于|低于|小于|≤|<=|<"
_RANGES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # "more than" keeps the end itself: the range is one value too wide, but never wrong.
        rf"(?:{_LEAST})\s*(?P<low>.+)",
        rf"(?:{_MOST})\s*(?P<high>.+)",
        r"(?P<low>.+?)\s*(?:及?以上|or more|\+)",
        r"(?P<high>.+?)\s*(?:及?以下|以内|or less)",
        r"(?:between|在)\s*(?P<low>.+?)\s*(?:\.\.|至|到|-|–|—|~|和| to | and )\s*(?P<high>[^.].*?)\s*(?:之间)?",
        r"(?P<low>.+?)\s*(?:\.\.|至|到|-|–|—|~|和)\s*(?P<high>[^.].*?)\s*之间",
        r"(?:from|从)?\s*(?P<low>[^.\s].*?)\s*(?:(?<!\.)\.\.|…+|~|—+|–|-|至|到| to )\s*(?P<high>[^.].*)",
        r"(?P<low>.*[^.])\.\.",
        r"\.\.(?P<high>[^.].*)",
    )
)

_COUNTED = r"(?:元|块钱?|岁|周岁|星)?"
_DIGIT = "一二三四五六七八九"
_TWO_DIGITS = re.compile(
    rf"(?P<head>(?:[{_DIGIT}]?[十百千万])*)(?P<low>[{_DIGIT}两])(?P<high>[{_DIGIT}两])(?P<unit>[十百千万亿]*{_COUNTED})"
)
"""Two digits for the ends of a range: 三四千, 七八十岁, 十七八."""
_SOME = re.compile(rf"好?几(?P<unit>[十百千万]+{_COUNTED})")
_ONE_LEFT_OUT = re.compile(r"^([百千万])把")
_NEAR = r"大约|约|大概|差不多|about|around|approximately|approx\.?|roughly|circa|~|≈"
_ABOUT: tuple[tuple[re.Pattern[str], Literal["near", "more", "less"]], ...] = (
    (re.compile(rf"(?:{_NEAR})\s*(?P<number>.+)"), "near"),
    (re.compile(r"(?P<number>.+?)\s*(?:左右|上下|or so)"), "near"),
    (re.compile(rf"(?P<number>.+?)\s*来(?P<unit>[千万亿]?{_COUNTED})"), "near"),
    (re.compile(rf"(?P<number>.+?)\s*(?:[多余几]|好几)(?P<unit>[千万亿]?{_COUNTED})"), "more"),
    (re.compile(r"(?P<number>.+?)\s*出头"), "more"),
    (re.compile(r"(?:快到?|将?近|接近|小|almost|nearly)\s*(?P<number>.+?)了?"), "less"),
)

# Answers that people give, also in the words of the questions.
_YES_DONE = "办了 办过 办过了"
_YES = "yes yeah y true 是 是的 有 有的 对 嗯 参加 参加了 參加 參加了 认定了 登记了 交了 缴了 愿意 想 要"
_NO = "no nope n false 否 不是 没 没有 无 不 没办 没办过 没有办 没有办过 没参加 没有参加 未参加 没參加 没有參加 未參加"
_NO_MORE = "没认定 没有认定 未认定 没登记 没有登记 未登记 没交 没有交 未交 没缴 没有缴 未缴 不愿意 不想 不要"
TRUTHS: Mapping[str, int] = {
    **dict.fromkeys((*_YES.split(), *_YES_DONE.split()), True),
    **dict.fromkeys((*_NO.split(), *_NO_MORE.split()), False),
}
"""What people write for yes and for no, in lower case."""
