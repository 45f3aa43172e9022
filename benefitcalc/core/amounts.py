"""Yuan outside, whole fen inside: exact parsing and printing of amounts.

One yuan (元) is 100 fen (分). No float ever touches money.
"""

import re
from decimal import Decimal
from enum import Enum

from benefitcalc.core import numerals
from benefitcalc.core.scalars import natural
from benefitcalc.text.message import N_, Refused, say, shown

GREATEST = 100_000_000_000
"""The greatest amount, in fen: one billion yuan. It keeps every engine exact."""

NO_LIMIT = 10 * GREATEST
"""The limit of a benefit that has none, in fen: more than any sum of two amounts can be."""

UNBOUNDED = 10**30
"""The upper end, in fen, of an amount of which nothing is known; what is computed from it has no limit either."""

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
    """Whole fen of an amount given in yuan as `Decimal`, `int` or text; Refused with the reason otherwise.

    Text may be written as people write it.

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
    """The text with full-width letters, digits and signs as ASCII, and traditional characters as the simplified ones.

    Nothing else: a footnote mark is no digit.
    """
    return text.translate(_PLAIN)


def yuan(fen: int) -> Decimal:
    """The amount in yuan, with two decimals, exact in every decimal context.

    >>> yuan(2_880_000)
    Decimal('28800.00')
    """
    return Decimal(f"{fen}E-{FEN_DECIMALS}")


def yuan_if_limited(fen: int) -> Decimal | None:
    """The amount in yuan; None where it comes from an amount without an end, and so has no limit itself."""
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
    """How many decimals an amount has, zeros at its end aside."""
    _, digits, exponent = amount.as_tuple()
    assert isinstance(exponent, int)  # it is finite
    figures = "".join(map(str, digits))
    return len(figures.rstrip("0")) - len(figures) - exponent
