"""The words of a dialect that work out columns, as SQL text: for long plans on DuckDB and Spark, and for databases.

There every word that is said through narwhals takes time by itself; a text is read by the engine at once. It holds
nothing but names of the library's own, whole numbers, and texts of its own.
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

    def __eq__(self, other: object) -> "Text":  # type: ignore[override]  # an expression, not a Boolean
        return self._with("=", other)

    __hash__ = object.__hash__

    def __and__(self, other: Any) -> "Text":
        return self._with("AND", other)

    def __or__(self, other: Any) -> "Text":
        return self._with("OR", other)

    def __invert__(self) -> "Text":
        return Text("(NOT {})", self)

    def __floordiv__(self, other: int) -> "Text":
        # Whole numbers are divided by what divides them; the engines do not round others alike.
        rest = Text(f"(({{}} % {other} + {other}) % {other})", self)
        return Text(f"CAST(({{}} - {{}}) / {other} AS BIGINT)", self, rest)

    def __mod__(self, other: int) -> "Text":
        return self._with("%", other)

    def __rmul__(self, other: int) -> "Text":
        return _text(other)._with("*", self)

    def __ne__(self, other: object) -> "Text":  # type: ignore[override]  # as __eq__
        return self._with("<>", other)

    def __lt__(self, other: Any) -> "Text":
        return self._with("<", other)

    def is_null(self) -> "Text":
        """Whether it is null."""
        return Text("({} IS NULL)", self)

    def fill_null(self, value: Any) -> "Text":
        """This, or a value where it is null."""
        return Text("coalesce({}, {})", self, _text(value))

    def is_between(self, low: int, high: int) -> "Text":
        """Whether it is one of these or between."""
        return Text(f"({{}} BETWEEN {low} AND {high})", self)

    def cast(self, kind: str) -> "Text":
        """This as another type."""
        return Text(f"CAST({{}} AS {kind})", self)

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
        return Text("extract(YEAR FROM {})", self)

    def month(self) -> "Text":
        """The month of a day in its year."""
        return Text("extract(MONTH FROM {})", self)

    def day(self) -> "Text":
        """The day of its month."""
        return Text("extract(DAY FROM {})", self)

    def len_chars(self) -> "Text":
        """How long a text is."""
        return Text("length({})", self)


def _text(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(f"'{value}'")
    return Text(str(value).upper() if isinstance(value, bool) else str(int(value)))


class When(NamedTuple):
    """The beginning of a choice."""

    cases: tuple[Text, ...]
    condition: Text

    def then(self, value: Any) -> "Case":
        """What it is where the condition holds."""
        return Case((*self.cases, self.condition, _text(value)))


class Case(Text):
    """A choice; null where no condition holds."""

    def __init__(self, cases: tuple[Text, ...]) -> None:
        self._said = "CASE" + " WHEN {} THEN {}" * (len(cases) // 2)
        super().__init__(f"({self._said} END)", *cases)

    def when(self, condition: Text) -> When:
        """Another case, where none of those before holds."""
        return When(self.parts, condition)

    def otherwise(self, value: Any) -> Text:
        """What it is where no condition holds."""
        return Text(f"({self._said} ELSE {{}} END)", *self.parts, _text(value))


# What narwhals and Polars call these.

String, Int64 = "STRING", "BIGINT"


def col(name: str) -> Text:
    """A column of the library's own."""
    return Text(name)


def lit(value: Any) -> Text:
    """A value in every row; a text is one of the library's own, without a quote."""
    if value is None:
        return Text("NULL")
    return _text(value)


def when(condition: Text) -> When:
    """A choice."""
    return When((), condition)


def coalesce(*values: Text) -> Text:
    """The first of several that is not null."""
    return _called("coalesce(", *values)


def min_horizontal(*values: Text) -> Text:
    """The least of several, none of which is null."""
    return _called("least(", *values)


def max_horizontal(*values: Text) -> Text:
    """The greatest of several, none of which is null."""
    return _called("greatest(", *values)


def concat_str(texts: Sequence[Text], *, separator: str, ignore_nulls: bool) -> Text:
    """Texts one behind another; those that are null are left out."""
    assert ignore_nulls
    return _called(f"concat_ws('{separator}', ", *texts)


def _called(beginning: str, *values: Any) -> Text:
    places = ", ".join(["{}"] * len(values))
    return Text(f"{beginning}{places})", *map(_text, values))
