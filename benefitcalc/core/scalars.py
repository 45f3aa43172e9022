"""Convert values of NumPy and pandas to Python values, without importing either library."""

from decimal import Decimal
from math import isnan
from typing import Any

_OF_PYTHON = (str, int)
"""The types of most facts; checked first for speed."""

_MISSING = {"NAType", "NaTType"}
"""The types of `pandas.NA` and `pandas.NaT`."""


def natural(given: object) -> object:
    """Return a NumPy scalar as a Python value; return any other value unchanged.

    >>> natural(82), natural("yes")
    (82, 'yes')
    """
    if isinstance(given, _OF_PYTHON) or getattr(given, "shape", None) != ():
        return given
    scalar: Any = given
    # ``item()`` would return an instant in nanoseconds as a bare number.
    return scalar.astype("datetime64[us]").item() if scalar.dtype.kind == "M" else scalar.item()


def is_missing(given: object) -> bool:
    """Whether the value means "missing" in a table: None, NaN, NA or NaT.

    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    if isinstance(given, _OF_PYTHON):
        return False
    value = natural(given)
    if isinstance(value, float | Decimal):
        return isnan(value)
    return value is None or type(value).__name__ in _MISSING
