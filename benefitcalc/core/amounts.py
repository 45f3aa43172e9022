"""Parse and print amounts of money exactly: yuan outside, whole fen inside.

One yuan (元) is 100 fen (分). Money is never a float.
"""

import re
from decimal import Decimal
from enum import Enum

from benefitcalc.core import numerals
from benefitcalc.core.scalars import natural
from benefitcalc.text.message import N_, Refused, say, shown

GREATEST = 100_000_000_000
"""The greatest amount, in fen: one billion yuan. The bound keeps every backend exact."""

NO_LIMIT = 10 * GREATEST
"""Stands for "no limit", in fen. It is greater than any sum of two amounts."""

UNBOUNDED = 10**30
"""Upper bound, in fen, of an unknown amount. A result computed from it has no upper limit either."""

BELOW_ZERO = N_("less than zero; give the amount without a minus")

FEN_DECIMALS = 2
_WRITTEN = re.compile(
    r"""(?:¥|rmb|cny|人民币)? \s*
        (?P<minus>[-−])? \s*
        (?P<number> (?: [0-9]{1,3}(?:[,\ ][0-9]{3})+ | [0-9]+ ) (?:\.[0-9]+)? | \.[0-9]+ ) \s*
        (?P<multiple>[千万萬亿億w])? \s*
        (?:(?:元|圆|块钱?)(?:人民币)?|yuan|rmb|cny)? [整正]?""",
    re.VERBOSE | re.IGNORECASE,
)
_MULTIPLES = {None: 0, "千": 3, "万": 4, "萬": 4, "w": 4, "亿": 8, "億": 8}
_LONGEST = 60
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"}
_SIMPLE = str.maketrans(
    "歲沒無塊錢認記願對曉確說詳約餘過於間從級評買辦繳門診", "岁没无块钱认记愿对晓确说详约余过于间从级评买办缴门诊"
)
_PLAIN = _NARROW | _SIMPLE


def fen(yuan: object) -> int:
    """Return the amount in whole fen. The amount is given in yuan: `Decimal`, `int` or text.

    Text is parsed as people write it. Raises `Refused` with the reason for everything else: a float, a Boolean, a
    negative amount, more than two decimals, or more than one billion yuan.

    >>> fen("1,200.50"), fen("１２００．５０元"), fen("1.2万"), fen("一万二千元"), fen(36000)
    (120050, 120050, 1200000, 1200000, 3600000)
    """
    yuan = natural(yuan)
    if isinstance(yuan, str):
        yuan = _decimal(yuan)
    elif isinstance(yuan, Enum):
        raise Refused(say(N_("'{given}' is not an amount"), given=yuan.name.lower()))
    elif isinstance(yuan, bool):
        raise Refused(say(N_("yes or no is not an amount; give yuan, such as 1200.50")))
    elif isinstance(yuan, float):
        raise Refused(say(N_("a float cannot hold yuan exactly; give Decimal, int or text, such as '1200.50'")))
    elif isinstance(yuan, int):
        yuan = Decimal(yuan)
    if not isinstance(yuan, Decimal):
        found = type(yuan).__name__
        raise Refused(say(N_("an amount is Decimal, int or text in yuan, not {found}"), found=found))
    return _exact_fen(yuan)


def narrow(text: str) -> str:
    """Return the text in ASCII and simplified characters: full-width letters, digits and signs become ASCII.

    No other characters change, so a footnote mark does not become a digit.
    """
    return text.translate(_PLAIN)


def yuan(fen: int) -> Decimal:
    """Return the amount in yuan with two decimals. ``fen`` is in fen. The result is exact in every decimal context.

    >>> yuan(2_880_000)
    Decimal('28800.00')
    """
    return Decimal(f"{fen}E-{FEN_DECIMALS}")


def yuan_if_limited(fen: int) -> Decimal | None:
    """Return the amount in yuan; None if it was computed from an unbounded amount, so that it has no limit."""
    return None if abs(fen) > 10 * NO_LIMIT else yuan(fen)


def _decimal(text: str) -> Decimal:
    plain = narrow(text).strip().rstrip("。") if len(text) <= _LONGEST else ""
    written = _WRITTEN.fullmatch(plain)
    if written is None:
        if (said := numerals.yuan(plain)) is not None:
            return said
        raise Refused(
            say(N_("'{given}' is not an amount of yuan; write it like 1200.50, 1,200.50 or 1.2万"), given=shown(text))
        )
    number = Decimal(re.sub("[, ]", "", written["number"]))
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # a matched number is finite
    return Decimal(
        (
            int(bool(written["minus"])),
            digits,
            exponent + _MULTIPLES[written["multiple"] and written["multiple"].lower()],
        )
    )


def _exact_fen(amount: Decimal) -> int:
    sign, _, exponent = amount.as_tuple()
    if not isinstance(exponent, int):
        raise Refused(say(N_("not a finite amount; give yuan, such as 1200.50")))
    if not amount:
        return 0
    if sign:
        raise Refused(say(BELOW_ZERO))
    if exponent < -FEN_DECIMALS and _decimals(amount) > FEN_DECIMALS:
        raise Refused(say(N_("more than two decimals; a fen (0.01 yuan) is the smallest amount")))
    if amount > GREATEST // 100:
        raise Refused(say(N_("more than one billion yuan, the greatest amount this library computes")))
    numerator, denominator = amount.as_integer_ratio()
    return numerator * 100 // denominator


def _decimals(amount: Decimal) -> int:
    """Return the number of decimals, without trailing zeros."""
    _, digits, exponent = amount.as_tuple()
    assert isinstance(exponent, int)  # the caller has checked that it is finite
    figures = "".join(map(str, digits))
    return len(figures.rstrip("0")) - len(figures) - exponent
