"""Convert values of NumPy, of pandas and of subclasses to Python values, without importing either library."""

from decimal import Decimal
from math import isnan
from typing import Any

from benefitcalc.text.basic import basic

_OF_PYTHON = (str, int)
"""The types of most facts; checked first for speed."""

_MISSING = {"NAType", "NaTType"}
"""The types of `pandas.NA` and `pandas.NaT`."""


def natural(given: object) -> object:
    """Return a NumPy scalar, or a value of a subclass, as a Python value; return any other value unchanged.

    >>> natural(82), natural("yes")
    (82, 'yes')
    """
    if isinstance(given, _OF_PYTHON) or not hasattr(type(given), "shape") or getattr(given, "shape", None) != ():
        return basic(given)
    scalar: Any = given
    match scalar.dtype.kind:
        case "m":
            return given  # ``item()`` would return some lengths of time as a bare number
        case "M":
            return _day(scalar)
        case _:
            return scalar.item()


def _day(instant: Any) -> object:
    """Return an instant of NumPy as one of Python, or unchanged if Python has no such instant.

    ``item()`` would return one in nanoseconds as a bare number, and years far away would come out as other years.
    """
    if instant.dtype.str.endswith(("[Y]", "[M]")):
        return None if str(instant) == "NaT" else str(instant)  # a year or a month, and not its first day
    try:
        day = instant.astype("datetime64[D]").item()
    except OverflowError:  # a unit far below a second
        return instant
    return instant if isinstance(day, int) else instant.astype("datetime64[us]").item()


def is_missing(given: object) -> bool:
    """Whether the value means "missing" in a table: None, NaN, NA or NaT.

    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    if isinstance(given, _OF_PYTHON):
        return False
    value = natural(given)
    if isinstance(value, Decimal):
        return value.is_nan()  # also of a NaN that signals
    if isinstance(value, float):
        return isnan(value)
    return value is None or type(value).__name__ in _MISSING
