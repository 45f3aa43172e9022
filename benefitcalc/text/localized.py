"""Rates, days and large numbers as each language writes them, by Babel."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, format_compact_decimal, parse_pattern

from benefitcalc.text.languages import LOCALES, N_, Language, catalogue

_DECIMALS = "0.##########"
"""The product of two rates of six decimals has twelve decimals, so ten as a percentage."""


def compact(figure: int, lang: Language, decimals: int) -> str:
    """Return a number in 万 and 亿, or in thousands (K) and millions (M), as Unicode defines them."""
    return format_compact_decimal(figure, locale=LOCALES[lang], fraction_digits=decimals)


def _percent(value: str, lang: Language) -> str:
    if "/" in value:  # a fraction without a finite decimal expansion is shown as it is
        return value
    # No rate has enough decimals to be rounded here.
    return _in_pattern(Decimal(value), f"#,##{_DECIMALS}%", lang)


def _points(value: str, lang: Language) -> str:
    if "/" in value:
        return value
    number = _in_pattern(Decimal(value) * 100, _DECIMALS, lang)
    return catalogue(lang).gettext(N_("{number} percentage points")).format(number=number)


def _date(value: str, lang: Language) -> str:
    return format_date(date.fromisoformat(value), format="long", locale=_locale(lang))


def _in_pattern(figure: Decimal, pattern: str, lang: Language) -> str:
    written: str = _pattern(pattern).apply(figure, _locale(lang))
    return written


@cache
def _pattern(written: str) -> NumberPattern:
    return parse_pattern(written)


@cache
def _locale(lang: Language) -> Locale:
    return Locale.parse(LOCALES[lang])


FORMS: dict[str, Callable[[str, Language], str]] = {"percent": _percent, "points": _points, "date": _date}
"""The formats of a value in a message, by name."""
