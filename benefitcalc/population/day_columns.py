"""A fact that is a day, from a column of dates or text: the parts from which whole numbers are counted."""

from calendar import monthrange
from typing import Any

from benefitcalc.core.backends.columns import Dialect, Expr
from benefitcalc.facts.days import MONTHS, Day, months_of

A_LEAP_YEAR = 2000

WRITTEN = "^[0-9]{4}(-[0-9]{2}-[0-9]{2}|[0-9]{4})$"
"""An ISO date, or eight digits."""


def of_days(dialect: Dialect, column: Expr) -> Day:
    """Return the parts of a column of dates or datetimes."""
    year, month, day = (part.cast(dialect.Int64) for part in (column.dt.year(), column.dt.month(), column.dt.day()))
    return Day(year, month, day, months_of(year, month))


def of_text(dialect: Dialect, column: Expr) -> tuple[Day, Expr]:
    """Return the parts of a text column (null if it is not a day), and whether it is a day."""
    text = column.cast(dialect.String).str.strip_chars()
    figures = dialect.when(text.str.contains(WRITTEN)).then(text.str.replace_all("-", "", literal=True))
    year, month, day = (figures.str.slice(at, length).cast(dialect.Int64) for at, length in ((0, 4), (4, 2), (6, 2)))
    is_day = ((year >= 1) & (day >= 1) & (day <= _days_in(dialect, year, month))).fill_null(False)
    parts = (year, month, day, months_of(year, month))
    return Day(*(dialect.when(is_day).then(part) for part in parts)), is_day


def _days_in(dialect: Dialect, year: Expr, month: Expr) -> Expr:
    """Return the number of days of a month; null if there is no such month."""
    is_leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    days: Any = dialect
    for number in range(1, MONTHS + 1):
        leap, common = (monthrange(each, number)[1] for each in (A_LEAP_YEAR, A_LEAP_YEAR + 1))
        if leap != common:
            days = days.when((month == number) & is_leap).then(dialect.lit(leap))
        days = days.when(month == number).then(dialect.lit(common))
    return days
