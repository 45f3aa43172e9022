"""Catala's side of `../comparison.py`: the money of its Python runtime, which compiled programs compute with."""

from decimal import Decimal
from importlib.metadata import version

from catala.runtime import Integer, decimal_of_string, money_of_cents_integer
from side import GREAT, WIDE, serve


def share(cents, rate):
    """A share of an amount in cents, as units with two decimals."""
    product = money_of_cents_integer(Integer(cents)) * decimal_of_string(rate)
    return str(Decimal(int(product.value.value)).scaleb(-2))


def told(folder):  # noqa: ARG001 - there is no compiler here to make the rules with
    """What trying shows."""
    return {
        "version": version("catala-runtime"),
        "traps": {
            "up": [share(7, "1")],
            "down": [share(29, "1")],
            "nearest": [share(25, "0.5"), share(201, "0.5"), share(535, "0.5")],
            "great": share(GREAT * 100, "1"),
            "wide, situation": share(WIDE * 100, "1"),
        },
    }


if __name__ == "__main__":
    serve(lambda: share(3_600_000, "0.8"), told, dict)
