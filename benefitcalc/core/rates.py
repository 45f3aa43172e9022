"""Exact rates, schedules, and what is taken of an amount: each band of it at its rate, rounded once."""

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
"""A stated rate that is a decimal has at most so many decimals."""

GREATEST_DENOMINATOR = 10_000
"""A stated rate that is a fraction, such as ``1/12``, has at most this denominator."""

_FRACTION = re.compile(r"([0-9]{1,5})/([0-9]{1,5})")


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """An exact share of the whole: a fraction in lowest terms.

    >>> Rate.of("0.50").raised_by(Rate.of("0.55")), Rate.of("1/12")
    (Rate('0.775'), Rate('1/12'))
    """

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.numerator, int):  # a proof has symbols
            common = gcd(self.numerator, self.denominator)
            object.__setattr__(self, "numerator", self.numerator // common)
            object.__setattr__(self, "denominator", self.denominator // common)

    @classmethod
    def of(cls, share: Decimal | str) -> Self:
        """The rate for a share such as ``0.75`` (``Decimal`` or text) of at most six decimals, or ``1/12``."""
        found = _fraction(share)
        if found is None or not 0 <= found <= 1:
            told = N_(
                "must be a rate from 0 to 1, of at most six decimals or a fraction such as 1/12"
                " with a denominator of at most 10000, not '{given}'"
            )
            raise Refused(say(told, given=shown(share)))
        return cls(*found.as_integer_ratio())

    def raised_by(self, uplift: "Rate") -> "Rate":
        """This rate and a share of itself more, exactly."""
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
"""The rate of one: all of an amount."""


def _fraction(share: Decimal | str) -> Fraction | None:
    """The share as a fraction; None where it is none, or is written too finely."""
    if isinstance(share, str) and (written := _FRACTION.fullmatch(share.strip())):
        numerator, denominator = map(int, written.groups())
        return Fraction(numerator, denominator) if 0 < denominator <= GREATEST_DENOMINATOR else None
    try:
        given = Decimal(share)
    except InvalidOperation:
        return None
    exponent = given.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -RATE_DECIMALS or given.adjusted() > 0:
        return None
    return Fraction(given)


def _places(denominator: int) -> int | None:
    """How many decimals a fraction has; None where they do not end."""
    counts = []
    for prime in (2, 5):
        counts.append(0)
        while denominator % prime == 0:
            denominator //= prime
            counts[-1] += 1
    return max(counts) if denominator == 1 else None


class Rounding(IntEnum):
    """Which way the law rounds, the least generous first."""

    DOWN = 0
    NEAREST_EVEN = 1
    """To the nearest; what lies in the middle to the even one."""
    NEAREST = 2
    """To the nearest; what lies in the middle up."""
    UP = 3


At = TypeVar("At")
Figure = TypeVar("Figure")


class Row(NamedTuple):
    """A row of a schedule: the figure that holds from ``start`` on, which belongs to it."""

    start: int
    figure: Any


@dataclass(frozen=True, slots=True)
class Schedule(Generic[At, Figure]):
    """Figures by class or band, in rising order of where each begins; below the first there is none."""

    rows: tuple[Row, ...]


class Portion(NamedTuple):
    """What `benefitcalc.core.words.share` takes of an amount: a rate, or bands; and how the sum of them is rounded."""

    rate: Any
    """A `Rate`, or a `Schedule` of rates."""
    to: int = 1
    """The unit to which it is rounded, in fen."""
    way: Rounding = Rounding.NEAREST

    def __str__(self) -> str:
        is_plain = self.to == 1 and self.way is Rounding.NEAREST
        return str(self.rate) if is_plain else f"{self.rate} {self.way.name} to {self.to}"
