"""A dialect that computes columns as SQL text: for long plans on DuckDB and Spark, and for databases.

On these engines every narwhals call takes time, while a text is parsed once. The text contains only the library's own
names, whole numbers and its own text constants.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Text:
    """An SQL expression as text."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def _with(self, sign: str, other: Any) -> "Text":
        return Text(f"({self.sql} {sign} {_sql(other)})")

    def __add__(self, other: Any) -> "Text":
        return self._with("+", other)

    def __sub__(self, other: Any) -> "Text":
        return self._with("-", other)

    def __rsub__(self, other: Any) -> "Text":
        return Text(_sql(other))._with("-", self)

    def __mul__(self, other: Any) -> "Text":
        return self._with("*", other)

    def __ge__(self, other: Any) -> "Text":
        return self._with(">=", other)

    def __gt__(self, other: Any) -> "Text":
        return self._with(">", other)

    def __le__(self, other: Any) -> "Text":
        return self._with("<=", other)

    def __eq__(self, other: object) -> "Text":  # type: ignore[override]  # an SQL expression, not a Boolean
        return self._with("=", other)

    __hash__ = object.__hash__

    def __and__(self, other: Any) -> "Text":
        return self._with("AND", other)

    def __or__(self, other: Any) -> "Text":
        return self._with("OR", other)

    def __invert__(self) -> "Text":
        return Text(f"(NOT {self.sql})")

    def __floordiv__(self, other: int) -> "Text":
        # Only exact multiples are divided, because the engines round other quotients differently.
        rest = f"(({self.sql} % {other} + {other}) % {other})"
        return Text(f"CAST(({self.sql} - {rest}) / {other} AS BIGINT)")

    def __mod__(self, other: int) -> "Text":
        return self._with("%", other)

    def __rmul__(self, other: int) -> "Text":
        return Text(_sql(other))._with("*", self)

    def __ne__(self, other: object) -> "Text":  # type: ignore[override]  # as in __eq__
        return self._with("<>", other)

    def __lt__(self, other: Any) -> "Text":
        return self._with("<", other)

    def is_null(self) -> "Text":
        """Whether it is null."""
        return Text(f"({self.sql} IS NULL)")

    def fill_null(self, value: Any) -> "Text":
        """Return this, or the value where it is null."""
        return Text(f"coalesce({self.sql}, {_sql(value)})")

    def is_between(self, low: int, high: int) -> "Text":
        """Whether it lies in the closed interval."""
        return Text(f"({self.sql} BETWEEN {_sql(low)} AND {_sql(high)})")

    def cast(self, kind: str) -> "Text":
        """Return this as another type."""
        return Text(f"CAST({self.sql} AS {kind})")

    @property
    def str(self) -> "Text":
        """Return itself, as the namespace of text functions."""
        return self

    @property
    def dt(self) -> "Text":
        """Return itself, as the namespace of date functions."""
        return self

    def year(self) -> "Text":
        """Return the year of a date."""
        return Text(f"extract(YEAR FROM {self.sql})")

    def month(self) -> "Text":
        """Return the month of a date."""
        return Text(f"extract(MONTH FROM {self.sql})")

    def day(self) -> "Text":
        """Return the day of the month of a date."""
        return Text(f"extract(DAY FROM {self.sql})")

    def len_chars(self) -> "Text":
        """Return the length of a text."""
        return Text(f"length({self.sql})")


def _sql(value: Any) -> str:
    if isinstance(value, Text):
        return value.sql
    if isinstance(value, str):
        return f"'{value}'"
    return str(value).upper() if isinstance(value, bool) else str(int(value))


class When(NamedTuple):
    """A CASE expression whose last condition has no value yet."""

    cases: tuple[str, ...]
    condition: Text

    def then(self, value: Any) -> "Case":
        """Add the value for the condition."""
        return Case((*self.cases, f"WHEN {self.condition.sql} THEN {_sql(value)}"))


class Case(Text):
    """A CASE expression; null if no condition holds."""

    def __init__(self, cases: tuple[str, ...]) -> None:
        super().__init__(f"(CASE {' '.join(cases)} END)")
        self.cases = cases

    def when(self, condition: Text) -> When:
        """Add another condition."""
        return When(self.cases, condition)

    def otherwise(self, value: Any) -> Text:
        """Add the value for the case that no condition holds."""
        return Text(f"(CASE {' '.join(self.cases)} ELSE {_sql(value)} END)")


# The names of these in narwhals and Polars.

String, Int64 = "STRING", "BIGINT"


def col(name: str) -> Text:
    """Return a column of the library's own."""
    return Text(name)


def lit(value: Any) -> Text:
    """Return a constant; a text must be the library's own, without quotes."""
    if value is None:
        return Text("NULL")
    return Text(_sql(value))


def when(condition: Text) -> When:
    """Start a CASE expression."""
    return When((), condition)


def coalesce(*values: Text) -> Text:
    """Return the first value that is not null."""
    return Text(f"coalesce({', '.join(map(_sql, values))})")


def min_horizontal(*values: Text) -> Text:
    """Return the least of several values that are not null."""
    return Text(f"least({', '.join(map(_sql, values))})")


def max_horizontal(*values: Text) -> Text:
    """Return the greatest of several values that are not null."""
    return Text(f"greatest({', '.join(map(_sql, values))})")


def concat_str(texts: Sequence[Text], *, separator: str, ignore_nulls: bool) -> Text:
    """Join texts; nulls are left out."""
    assert ignore_nulls
    return Text(f"concat_ws('{separator}', {', '.join(each.sql for each in texts)})")
