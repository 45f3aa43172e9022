"""Values of subclasses of text and numbers, as the text and the numbers that they are."""

from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Any

_BASIC: dict[type, Callable[[Any], object]] = {str: str.__str__, int: int.__int__, Decimal: Decimal}
"""How a value of a subclass becomes one of the class itself, without a method that the subclass overrides."""


def basic(given: object) -> object:
    """Return a value of a subclass of str, int or Decimal as one of that class; return any other value unchanged.

    >>> class Loud(str):
    ...     __str__ = str.upper
    >>> str(Loud("yes")), str(basic(Loud("yes")))
    ('YES', 'yes')
    """
    if type(given) in _BASIC or isinstance(given, Enum | bool):
        return given
    for kind, made in _BASIC.items():
        if isinstance(given, kind):
            return made(given)
    return given
