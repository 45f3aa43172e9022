"""A dialect that computes columns as SQL text: for long plans on DuckDB and Spark, and for databases.

On these engines every narwhals call takes time, while a text is parsed once. The text contains only the library's own
names, whole numbers and its own text constants.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Text:
    """An expression as text, and the parts that it is said of."""

    def __init__(self, said: str, *parts: "Text") -> None:
        """``said`` has ``{}`` for each part, where there are any."""
        self.said, self.parts = said, parts
        self.sql: str = said.format(*(each.sql for each in parts)) if parts else said

    def _with(self, sign: str, other: Any) -> "Text":
        return Text(f"({{}} {sign} {{}})", self, _text(other))

    def __add__(self, other: Any) -> "Text":
        return self._with("+", other)

    def __sub__(self, other: Any) -> "Text":
        return self._with("-", other)

    def __rsub__(self, other: Any) -> "Text":
        return _text(other)._with("-", self)

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
        return Text("(NOT {})", self)

    def __floordiv__(self, other: int) -> "Text":
        # Only exact multiples are divided, because the engines round other quotients differently.
        rest = Text(f"(({{}} % {other} + {other}) % {other})", self)
        return Text(f"CAST(({{}} - {{}}) / {other} AS BIGINT)", self, rest)

    def __mod__(self, other: int) -> "Text":
        return self._with("%", other)

    def __rmul__(self, other: int) -> "Text":
        return _text(other)._with("*", self)

    def __ne__(self, other: object) -> "Text":  # type: ignore[override]  # as in __eq__
        return self._with("<>", other)

    def __lt__(self, other: Any) -> "Text":
        return self._with("<", other)

    def is_null(self) -> "Text":
        """Whether it is null."""
        return Text("({} IS NULL)", self)

    def fill_null(self, value: Any) -> "Text":
        """Return this, or the value where it is null."""
        return Text("coalesce({}, {})", self, _text(value))

    def is_between(self, low: int, high: int) -> "Text":
        """Whether it lies in the closed interval."""
        return Text(f"({{}} BETWEEN {low} AND {high})", self)

    def cast(self, kind: str) -> "Text":
        """Return this as another type."""
        return Text(f"CAST({{}} AS {kind})", self)

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
        return Text("extract(YEAR FROM {})", self)

    def month(self) -> "Text":
        """Return the month of a date."""
        return Text("extract(MONTH FROM {})", self)

    def day(self) -> "Text":
        """Return the day of the month of a date."""
        return Text("extract(DAY FROM {})", self)

    def len_chars(self) -> "Text":
        """Return the length of a text."""
        return Text("length({})", self)


def _text(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(f"'{value}'")
    return Text(str(value).upper() if isinstance(value, bool) else str(int(value)))


class When(NamedTuple):
    """A CASE expression whose last condition has no value yet."""

    cases: tuple[Text, ...]
    condition: Text

    def then(self, value: Any) -> "Case":
        """Add the value for the condition."""
        return Case((*self.cases, self.condition, _text(value)))


class Case(Text):
    """A CASE expression; null if no condition holds."""

    def __init__(self, cases: tuple[Text, ...]) -> None:
        self._said = "CASE" + " WHEN {} THEN {}" * (len(cases) // 2)
        super().__init__(f"({self._said} END)", *cases)

    def when(self, condition: Text) -> When:
        """Add another condition."""
        return When(self.parts, condition)

    def otherwise(self, value: Any) -> Text:
        """Add the value for the case that no condition holds."""
        return Text(f"({self._said} ELSE {{}} END)", *self.parts, _text(value))


# The names of these in narwhals and Polars.

String, Int64 = "STRING", "BIGINT"


def col(name: str) -> Text:
    """Return a column of the library's own."""
    return Text(name)


def lit(value: Any) -> Text:
    """Return a constant; a text must be the library's own, without quotes."""
    if value is None:
        return Text("NULL")
    return _text(value)


def when(condition: Text) -> When:
    """Start a CASE expression."""
    return When((), condition)


def coalesce(*values: Text) -> Text:
    """Return the first value that is not null."""
    return _call("coalesce(", *values)


def min_horizontal(*values: Text) -> Text:
    """Return the least of several values that are not null."""
    return _call("least(", *values)


def max_horizontal(*values: Text) -> Text:
    """Return the greatest of several values that are not null."""
    return _call("greatest(", *values)


def concat_str(texts: Sequence[Text], *, separator: str, ignore_nulls: bool) -> Text:
    """Join texts; nulls are left out."""
    assert ignore_nulls
    return _call(f"concat_ws('{separator}', ", *texts)


def _call(beginning: str, *values: Any) -> Text:
    places = ", ".join(["{}"] * len(values))
    return Text(f"{beginning}{places})", *map(_text, values))
