"""Exact rates, schedules of rates, and the rounding of a share."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from fractions import Fraction
from functools import total_ordering
from math import gcd
from typing import Any, Generic, NamedTuple, Self, TypeVar

from benefitcalc.text.message import N_, Refused, say, shown

RATE_DECIMALS = 6
"""The greatest number of decimals of a stated decimal rate."""

GREATEST_DENOMINATOR = 10_000
"""The greatest denominator of a stated fraction such as ``1/12``."""

_FRACTION = re.compile(r"([0-9]{1,5})/([0-9]{1,5})")


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """An exact rate: a fraction in lowest terms. It is immutable and hashable.

    >>> Rate.of("0.50").raised_by(Rate.of("0.55")), Rate.of("1/12")
    (Rate('0.775'), Rate('1/12'))
    """

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.numerator, int):  # the prover passes symbols
            common = gcd(self.numerator, self.denominator)
            object.__setattr__(self, "numerator", self.numerator // common)
            object.__setattr__(self, "denominator", self.denominator // common)

    @classmethod
    def of(cls, share: Decimal | str) -> Self:
        """Return the rate of a share, such as ``0.75`` (``Decimal`` or text, at most six decimals) or ``"1/12"``.

        Raises `Refused` if the share is not from 0 to 1, or has more decimals or a greater denominator.
        """
        found = _fraction(share)
        if found is None or not 0 <= found <= 1:
            told = N_(
                "must be a rate from 0 to 1, of at most six decimals or a fraction such as 1/12"
                " with a denominator of at most 10000, not '{given}'"
            )
            raise Refused(say(told, given=shown(share)))
        return cls(*found.as_integer_ratio())

    def raised_by(self, uplift: "Rate") -> "Rate":
        """Return this rate plus ``uplift`` of itself: ``self * (1 + uplift)``, exactly."""
        return Rate(self.numerator * (uplift.denominator + uplift.numerator), self.denominator * uplift.denominator)

    def __add__(self, other: "Rate") -> "Rate":
        scaled = self.numerator * other.denominator + other.numerator * self.denominator
        return Rate(scaled, self.denominator * other.denominator)

    def __sub__(self, other: "Rate") -> "Rate":
        return self + Rate(-other.numerator, other.denominator)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rate):
            return NotImplemented
        return (self.numerator, self.denominator) == (other.numerator, other.denominator)

    def __hash__(self) -> int:
        return hash((self.numerator, self.denominator))

    def __lt__(self, other: "Rate") -> bool:
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __str__(self) -> str:
        places = _places(self.denominator)
        if places is None:
            return f"{self.numerator}/{self.denominator}"
        return f"{Decimal(f'{self.numerator * 10**places // self.denominator}E-{places}'):f}"

    def __repr__(self) -> str:
        return f"Rate({str(self)!r})"


WHOLE = Rate(1)
"""The rate 1: the whole amount."""


def _fraction(share: Decimal | str) -> Fraction | None:
    """Parse a share as a fraction; None if it is not a number or has too many digits."""
    if isinstance(share, str) and (written := _FRACTION.fullmatch(share.strip())):
        numerator, denominator = map(int, written.groups())
        return Fraction(numerator, denominator) if 0 < denominator <= GREATEST_DENOMINATOR else None
    try:
        given = Decimal(share)
    except (InvalidOperation, TypeError, ValueError):
        return None
    exponent = given.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -RATE_DECIMALS or given.adjusted() > 0:
        return None
    return Fraction(given)


def _places(denominator: int) -> int | None:
    """Return the number of decimals of the fraction; None if its decimal expansion does not end."""
    counts = []
    for prime in (2, 5):
        counts.append(0)
        while denominator % prime == 0:
            denominator //= prime
            counts[-1] += 1
    return max(counts) if denominator == 1 else None


class Rounding(IntEnum):
    """The rounding mode of the law, from the least to the most generous."""

    DOWN = 0
    NEAREST_EVEN = 1
    """To the nearest unit; a half goes to the even unit."""
    NEAREST = 2
    """To the nearest unit; a half goes up."""
    UP = 3


At = TypeVar("At")
Figure = TypeVar("Figure")


class Row(NamedTuple):
    """A row of a schedule: from ``start`` on (inclusive), ``figure`` holds."""

    start: int
    figure: Any


@dataclass(frozen=True, slots=True)
class Schedule(Generic[At, Figure]):
    """Figures by class or band, in rising order of ``start``. No figure holds below the first row."""

    rows: tuple[Row, ...]


class Portion(NamedTuple):
    """The first argument of `benefitcalc.core.words.share`: a rate or bands of rates, and the rounding of their sum."""

    rate: Any
    """A `Rate`, or a `Schedule` of rates."""
    to: int = 1
    """The unit of rounding, in fen."""
    way: Rounding = Rounding.NEAREST

    def __str__(self) -> str:
        is_plain = self.to == 1 and self.way is Rounding.NEAREST
        return str(self.rate) if is_plain else f"{self.rate} {self.way.name} to {self.to}"
