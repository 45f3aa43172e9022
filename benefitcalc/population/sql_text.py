"""The words of a dialect that work out columns, as SQL text: for long plans on DuckDB and Spark, and for databases.

There every word that is said through narwhals takes time by itself; a text is read by the engine at once. It holds
nothing but names of the library's own, whole numbers, and texts of its own.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Text:
    """An expression as text."""

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

    def __eq__(self, other: object) -> "Text":  # type: ignore[override]  # an expression, not a Boolean
        return self._with("=", other)

    __hash__ = object.__hash__

    def __and__(self, other: Any) -> "Text":
        return self._with("AND", other)

    def __or__(self, other: Any) -> "Text":
        return self._with("OR", other)

    def __invert__(self) -> "Text":
        return Text(f"(NOT {self.sql})")

    def __floordiv__(self, other: int) -> "Text":
        # Whole numbers are divided by what divides them; the engines do not round others alike.
        rest = f"(({self.sql} % {other} + {other}) % {other})"
        return Text(f"CAST(({self.sql} - {rest}) / {other} AS BIGINT)")

    def __mod__(self, other: int) -> "Text":
        return self._with("%", other)

    def __rmul__(self, other: int) -> "Text":
        return Text(_sql(other))._with("*", self)

    def __ne__(self, other: object) -> "Text":  # type: ignore[override]  # as __eq__
        return self._with("<>", other)

    def __lt__(self, other: Any) -> "Text":
        return self._with("<", other)

    def is_null(self) -> "Text":
        """Whether it is null."""
        return Text(f"({self.sql} IS NULL)")

    def fill_null(self, value: Any) -> "Text":
        """This, or a value where it is null."""
        return Text(f"coalesce({self.sql}, {_sql(value)})")

    def is_between(self, low: int, high: int) -> "Text":
        """Whether it is one of these or between."""
        return Text(f"({self.sql} BETWEEN {_sql(low)} AND {_sql(high)})")

    def cast(self, kind: str) -> "Text":
        """This as another type."""
        return Text(f"CAST({self.sql} AS {kind})")

    @property
    def str(self) -> "Text":
        """This, of which something is asked as a text."""
        return self

    @property
    def dt(self) -> "Text":
        """This, of which something is asked as a day."""
        return self

    def year(self) -> "Text":
        """The year of a day."""
        return Text(f"extract(YEAR FROM {self.sql})")

    def month(self) -> "Text":
        """The month of a day in its year."""
        return Text(f"extract(MONTH FROM {self.sql})")

    def day(self) -> "Text":
        """The day of its month."""
        return Text(f"extract(DAY FROM {self.sql})")

    def len_chars(self) -> "Text":
        """How long a text is."""
        return Text(f"length({self.sql})")


def _sql(value: Any) -> str:
    if isinstance(value, Text):
        return value.sql
    if isinstance(value, str):
        return f"'{value}'"
    return str(value).upper() if isinstance(value, bool) else str(int(value))


class When(NamedTuple):
    """The beginning of a choice."""

    cases: tuple[str, ...]
    condition: Text

    def then(self, value: Any) -> "Case":
        """What it is where the condition holds."""
        return Case((*self.cases, f"WHEN {self.condition.sql} THEN {_sql(value)}"))


class Case(Text):
    """A choice; null where no condition holds."""

    def __init__(self, cases: tuple[str, ...]) -> None:
        super().__init__(f"(CASE {' '.join(cases)} END)")
        self.cases = cases

    def when(self, condition: Text) -> When:
        """Another case, where none of those before holds."""
        return When(self.cases, condition)

    def otherwise(self, value: Any) -> Text:
        """What it is where no condition holds."""
        return Text(f"(CASE {' '.join(self.cases)} ELSE {_sql(value)} END)")


# What narwhals and Polars call these.

String, Int64 = "STRING", "BIGINT"


def col(name: str) -> Text:
    """A column of the library's own."""
    return Text(name)


def lit(value: Any) -> Text:
    """A value in every row; a text is one of the library's own, without a quote."""
    if value is None:
        return Text("NULL")
    return Text(_sql(value))


def when(condition: Text) -> When:
    """A choice."""
    return When((), condition)


def coalesce(*values: Text) -> Text:
    """The first of several that is not null."""
    return Text(f"coalesce({', '.join(map(_sql, values))})")


def min_horizontal(*values: Text) -> Text:
    """The least of several, none of which is null."""
    return Text(f"least({', '.join(map(_sql, values))})")


def max_horizontal(*values: Text) -> Text:
    """The greatest of several, none of which is null."""
    return Text(f"greatest({', '.join(map(_sql, values))})")


def concat_str(texts: Sequence[Text], *, separator: str, ignore_nulls: bool) -> Text:
    """Texts one behind another; those that are null are left out."""
    assert ignore_nulls
    return Text(f"concat_ws('{separator}', {', '.join(each.sql for each in texts)})")
