"""Parse Chinese numerals, spoken (三千五) and formal (叁仟伍佰元整). An ambiguous numeral is not parsed."""

import re
from decimal import Decimal

_ONES = "一二三四五六七八九"
_FORMAL_ONES = "壹贰貳叁參肆伍陆陸柒捌玖"
_FORMAL = f"{_FORMAL_ONES}拾佰仟"
_PLAIN = str.maketrans(f"{_FORMAL}〇萬億兩圆圓毛正", "一二二三三四五六六七八九十百千零万亿两元元角整")
"""Maps the formal and traditional characters to the plain characters of the same meaning."""
_ALONE = {"零": 0, "两": 2}
"""Characters that are a number alone, but never the last digit of a longer number."""
_FIGURES = str.maketrans(f"零{_ONES}", "0123456789")
_UNITS = {"亿": 8, "万": 4, "千": 3, "百": 2, "十": 1}
"""The exponent of ten of each unit, greatest first. A numeral is a count of its greatest unit, then a rest."""
_MOST_OF = {"亿": 9999, "万": 9999, "千": 9, "百": 9, "十": 9}

DIGITS = f"1-9{_ONES}两兩{_FORMAL_ONES}"
GREAT = "千仟万萬亿億"
SMALL = f"0零〇{DIGITS}十拾百佰点"
"""Parts of character classes for patterns. ``GREAT`` has the units that people say once for both ends of a range."""
NUMERAL = rf"[{SMALL}{GREAT}]{{1,40}}"
"""The pattern of a candidate numeral. It may contain digits, as in `3万6`."""
_NUMERAL = re.compile(NUMERAL)
_DECIMALS = re.compile(rf"([^点]+)点([零{_ONES}]+)([万亿]?)")
_COIN = rf"[{_ONES}两1-9]"
_MONEY = re.compile(
    rf"(?:¥|人民币)? ?(?:(?P<yuan>{NUMERAL})(?P<unit>元|块)?)?"
    rf"(?:零?(?P<jiao>{_COIN})角)?(?:零?(?P<fen>{_COIN})分)?(?:钱|人民币)?(?P<only>整?)"
)
_JIAO_LEFT_OUT = re.compile(f"(?<=块){_COIN}$")


def number(text: str) -> Decimal | None:
    """Return the number that a numeral states; None if the text is not a numeral or is ambiguous.

    For example, 三五千 means three to five thousand, so it is ambiguous.

    >>> number("三万六"), number("一百零五"), number("两点五"), number("三五千")
    (Decimal('36000'), Decimal('105'), Decimal('2.5'), None)
    """
    return _number(text.translate(_PLAIN), is_spoken=_is_spoken(text)) if _NUMERAL.fullmatch(text) else None


def yuan(text: str) -> Decimal | None:
    """Return the amount in yuan that a numeral states, with or without 元, 角, 分; None if it is ambiguous or not one.

    >>> yuan("叁万陆仟元整"), yuan("一百二十块五"), yuan("伍角")
    (Decimal('36000'), Decimal('120.50'), Decimal('0.50'))
    """
    written = _MONEY.fullmatch(_JIAO_LEFT_OUT.sub(r"\g<0>角", text.translate(_PLAIN)))
    if written is None:
        return None
    whole, coins = written["yuan"], (written["jiao"], written["fen"])
    if coins == (None, None):
        is_spoken = _is_spoken(text) and not written["only"]
        return _number(whole, is_spoken=is_spoken) if whole else None
    if whole and ("点" in whole or not written["unit"]):
        return None
    found = _number(whole or "零", is_spoken=False)
    return (
        None
        if found is None
        else Decimal(f"{found}.{''.join(str(_whole(coin or '零', is_spoken=False)) for coin in coins)}")
    )


def _is_spoken(text: str) -> bool:
    """Whether the last unit may be left out, as in 三千五 for 三千五百. Formal numerals always have it."""
    return not set(text) & set(_FORMAL)


def _number(text: str, *, is_spoken: bool) -> Decimal | None:
    try:
        if written := _DECIMALS.fullmatch(text):
            whole, decimals, unit = written.groups()
            zeros = _UNITS.get(unit, 0)
            return Decimal(f"{_whole(whole, is_spoken=False)}.{decimals.translate(_FIGURES)}E{zeros}")
        return Decimal(_whole(text, is_spoken=is_spoken))
    except ValueError:
        return None


def _whole(text: str, *, is_spoken: bool) -> int:
    """Parse a whole number; ValueError if the text is not one."""
    if text in _ALONE:
        return _ALONE[text]
    if text.isascii():
        return int(text)
    for unit, zeros in _UNITS.items():
        many, is_there, rest = text.partition(unit)
        if is_there:
            worth: int = 10**zeros
            return _many(many, unit) * worth + _rest(rest, zeros, is_spoken=is_spoken)
    return _digit(text)


def _many(text: str, unit: str) -> int:
    """Parse the count before a unit; 十五 has no count and means one 十."""
    many = 1 if unit == "十" and not text else _whole(text, is_spoken=False)
    if not 0 < many <= _MOST_OF[unit] or (unit == "十" and text == "两"):
        raise ValueError(text)
    return many


def _rest(text: str, zeros: int, *, is_spoken: bool) -> int:
    """Parse the rest after a unit: 5 in 一百零五, 50 in 一百五 (the next smaller unit), 5000 in 3万5000."""
    if not text:
        return 0
    if len(text) == 1 and (is_spoken or zeros == 1):
        worth: int = 10 ** (zeros - 1)
        return _digit(text) * worth
    smaller = text.removeprefix("零")
    has_zero = smaller != text
    says_its_unit = has_zero or not text.isascii() or len(text) == zeros
    rest = _whole(smaller, is_spoken=is_spoken) if says_its_unit and smaller not in _ALONE else 0
    if not 0 < rest < 10 ** (zeros - 1 if has_zero and zeros < _UNITS["万"] else zeros) or len(text) == 1:
        raise ValueError(text)
    return rest


def _digit(text: str) -> int:
    if len(text) != 1 or text in "零0":
        raise ValueError(text)
    return int(text.translate(_FIGURES))
