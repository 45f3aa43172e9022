"""How the values of a message are said: amounts, rates, days, words and ranges."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any

from benefitcalc.text.frozen import Frozen
from benefitcalc.text.languages import N_, Language, catalogue
from benefitcalc.text.sayable import Sayable


def exactly() -> AbstractContextManager[Context]:
    """Return the decimal context for computing and rendering figures, independent of the context of the caller."""
    return localcontext(_EXACT)


_EXACT = Context(
    prec=50,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


class Between(Frozen):
    """An interval [low, high] of a figure; an end that is None is open."""

    low: str | None
    high: str | None

    def __sub__(self, other: "Between") -> "Between":
        """Return the distance between two figures."""
        low, high = _less(self.low, other.high), _less(self.high, other.low)
        if low is not None and high is not None and high <= 0:
            low, high = -high, -low
        return Between(low=None if low is None else str(low), high=None if high is None else str(high))


def _less(end: str | None, other: str | None) -> Decimal | None:
    return None if end is None or other is None else Decimal(end) - Decimal(other)


def difference(value: Any, other: Any) -> Any:
    """Return the distance between two figures or ranges."""
    if isinstance(value, Between) or isinstance(other, Between):
        return _between(value) - _between(other)
    return str(abs(Decimal(value) - Decimal(other)))


def formatted(value: Any, form: str, lang: Language, currency: Any = None) -> str:
    """Render a value in one of the formats that a message lists; an amount in ``currency``, or in yuan without one."""
    if isinstance(value, (str, int, tuple)):  # first, because most are, and to ask whether one is a model takes longer
        return _plain(value, form, lang, currency)
    if isinstance(value, Sayable):
        return value.text_in(lang)
    if value.low is not None and value.low == value.high:
        return formatted(value.low, form, lang, currency)
    ends = {end: formatted(each, form, lang, currency) for end, each in value if each is not None}
    told = _BETWEEN[value.low is not None, value.high is not None]
    return catalogue(lang).gettext(told).format(**ends)


def _plain(value: Any, form: str, lang: Language, currency: Any) -> str:
    if form == "yuan":
        return _amount(value, lang, currency)
    return _FORMS[form](value, lang) if form in _FORMS else _by_babel(value, form, lang)


# The keys: is the lower end known, is the upper end known.
_BETWEEN = {
    (True, True): N_("{low} to {high}"),
    (True, False): N_("at least {low}"),
    (False, True): N_("at most {high}"),
    (False, False): N_("not known"),
}


def _between(value: Any) -> Between:
    return value if isinstance(value, Between) else Between(low=str(value), high=str(value))


def _word(value: str, lang: Language) -> str:
    return catalogue(lang).gettext(value)


def _amount(value: str, lang: Language, currency: Sayable | None) -> str:
    if value == "none":
        return _word(N_("no limit"), lang)
    number = f"{Decimal(value):,.2f}"  # the signs of both languages; Babel takes ten times as long
    if currency is None:
        return _word(N_("{number} yuan"), lang).format(number=number)
    return _word(N_("{number} {currency}"), lang).format(number=number, currency=currency.text_in(lang))


def _months(value: str, lang: Language) -> str:
    years, months = divmod(int(value), 12)
    told = (N_("{years} years"), N_("{years} years and {months} month"), N_("{years} years and {months} months"))
    return _word(told[min(months, 2)], lang).format(years=years, months=months)


_FORMS: dict[str, Callable[[Any, Language], str]] = {
    "": lambda value, _: str(value),
    "word": _word,
    "months": _months,
    "fact": lambda value, _: value if isinstance(value, str) else ", ".join(value),
}


def _by_babel(value: str, form: str, lang: Language) -> str:
    from benefitcalc.text import localized  # Babel is loaded for the first rate or day that is said

    return localized.FORMS[form](value, lang)
