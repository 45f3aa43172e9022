"""Values of NumPy and pandas, seen as what they stand for; neither library is imported."""

from decimal import Decimal
from math import isnan
from typing import Any

_OF_PYTHON = (str, int)
"""What most facts are given as, so that it is looked for first."""

_MISSING = {"NAType", "NaTType"}
"""The types of `pandas.NA` and `pandas.NaT`."""


def natural(given: object) -> object:
    """A scalar of NumPy as the value of Python that it stands for; every other thing as it is.

    >>> natural(82), natural("yes")
    (82, 'yes')
    """
    if isinstance(given, _OF_PYTHON) or getattr(given, "shape", None) != ():
        return given
    scalar: Any = given
    # An instant of nanoseconds would come as a bare number.
    return scalar.astype("datetime64[us]").item() if scalar.dtype.kind == "M" else scalar.item()


def is_missing(given: object) -> bool:
    """Whether a table has no value there: None, NaN, NA or NaT.

    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    if isinstance(given, _OF_PYTHON):
        return False
    value = natural(given)
    if isinstance(value, float | Decimal):
        return isnan(value)
    return value is None or type(value).__name__ in _MISSING
