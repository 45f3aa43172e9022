"""Whole numbers that are counted from a day: completed years and months, calendar months, a month, a year.

Each is written once, in the words of a rule's body. So it works on one day and on a column of days.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from benefitcalc.core.words import all_of, any_of, when

MONTHS = 12


class Day(NamedTuple):
    """The parts of a day: numbers, or values of another backend."""

    year: Any
    month: Any
    day: Any
    months: Any
    """The months since the year 0: twelve times the year, plus the earlier months of the year."""

    @classmethod
    def of(cls, day: date) -> "Day":
        """Return the parts of one day."""
        return cls(day.year, day.month, day.day, months_of(day.year, day.month))


class Counting(NamedTuple):
    """A function from a day, and usually the day asked about, to a whole number.

    The number is monotone in the day, so the ends of a range of days give the ends of the number.
    """

    number: Callable[[Day, Day], Any]
    needs_day_asked: bool = True
    has_anniversaries: bool = False
    """Whether it counts to the same day of another month; that month may not have such a day."""
    months: int = 0
    """How many months of the calendar have passed for each one that it counts; 0 where it counts something else."""

    def passed(self, low: Any, high: Any) -> tuple[Any, Any]:
        """How many months of the calendar have passed where the number is from ``low`` to ``high``.

        Up to the day of the month, one that is not full yet may have all of its months.
        """
        return low * self.months, high * self.months + self._begun

    def of_passed(self, low: int, high: int) -> tuple[int, int]:
        """What the number may be where from ``low`` to ``high`` months of the calendar have passed."""
        return max(0, -((self._begun - low) // self.months)), high // self.months

    @property
    def counts_months(self) -> bool:
        """Whether it is itself how many months of the calendar have passed."""
        return self.months == 1 and not self.has_anniversaries

    @property
    def _begun(self) -> int:
        return self.months if self.has_anniversaries else 0


class Derivation(NamedTuple):
    """The fact (a day) from which a whole number is derived, and the function."""

    of: str
    by: Counting

    def at(self, ordinal: int, on: date | None) -> int:
        """Return the number for one day, given as its ordinal."""
        return int(self.counted(Day.of(date.fromordinal(ordinal)), on))

    def counted(self, day: Day, on: date | None) -> Any:
        """Return the number for the parts of a day, on any backend."""
        return self.by.number(day, Day.of(on) if on else _NOT_ASKED)

    def is_open(self, on: date | None) -> bool:
        """Whether the number needs a day asked about and there is none."""
        return on is None and self.by.needs_day_asked

    @property
    def is_steady(self) -> bool:
        """Whether the number is monotone in the day."""
        numbers = [self.at(ordinal, _TRIED) for ordinal in range(_TRIED.toordinal() - 800, _TRIED.toordinal() + 800, 9)]
        return numbers in (sorted(numbers), sorted(numbers, reverse=True))


_NOT_ASKED = Day(None, None, None, None)
_TRIED = date(2024, 2, 29)


def months_of(year: Any, month: Any) -> Any:
    """Return the months from the year 0 to a month; the arguments may be of any numeric type or backend."""
    return year * MONTHS + (month - 1)


def _completed_years(day: Day, on: Day) -> Any:
    is_month_to_come = day.month >= on.month + 1
    is_day_to_come = all_of(day.month == on.month, day.day >= on.day + 1)
    return on.year - day.year - when(any_of(is_month_to_come, is_day_to_come), 1)


def _completed_months(day: Day, on: Day) -> Any:
    return on.months - day.months - when(day.day >= on.day + 1, 1)


COMPLETED_YEARS = Counting(_completed_years, has_anniversaries=True, months=MONTHS)
"""Completed years up to the day asked about. A year from 29 February is complete on 1 March of a common year."""

COMPLETED_MONTHS = Counting(_completed_months, has_anniversaries=True, months=1)
"""Completed months up to the day asked about. From the 31st, a month is complete on the 1st if it has no 31st."""

MONTHS_BETWEEN = Counting(lambda day, on: on.months - day.months, months=1)
"""Calendar months from the month of the day to the month of the day asked about; days do not count."""

MONTH = Counting(lambda day, _: day.months, needs_day_asked=False)
"""The month of the day, counted from the year 0: January 2025 is 12 × 2025, February one more."""

YEAR = Counting(lambda day, _: day.year, needs_day_asked=False)
"""The year of the day."""
