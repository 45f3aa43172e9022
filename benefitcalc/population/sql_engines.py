"""The databases that a query is written for, and what each of them says in its own way."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from benefitcalc.population.sql_program import Division, bracketed

Dialect = Literal["postgres", "duckdb", "spark"]

ROW = "benefitcalc_row"
"""A row of the table, whole."""


class Engine(NamedTuple):
    """What one database says in its own way."""

    called: str
    whole_row: str | None
    """A row as the steps pass it on; None if they run for each row separately, with the row outside."""
    blanks: str
    """A text without the blanks around it."""
    division: Division
    text: str = "TEXT"
    """The type of texts."""
    quote: str = '"'
    kept: str = ""
    """The end of a step that is computed once, and not again wherever its columns are used."""
    written_out: str = ""
    """The words before a common table expression that is computed where it is used."""
    longest_name: int = 10_000


def _divided(sign: str) -> Any:
    return lambda one, other: f"({one}) {sign} {bracketed(other)}"


_BLANKS = (
    r"E' \t\n\u000b\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    r"\u2028\u2029\u202f\u205f\u3000'"
)
"""The blanks of Unicode; what PostgreSQL takes for blanks in a regular expression depends on its locale."""


ENGINES: Mapping[str, Engine] = {
    "postgres": Engine(
        called="PostgreSQL",
        whole_row=None,
        blanks=f"btrim({{}}, {_BLANKS})",
        division=Division(_divided("/"), "CAST(div({}, {}) AS BIGINT)".format, "NUMERIC"),
        kept="\n  OFFSET 0",
        written_out="NOT MATERIALIZED ",
        longest_name=63,
    ),
    "duckdb": Engine(
        called="DuckDB",
        whole_row=ROW,
        blanks=r"regexp_replace({}, '^[\s\x0b\x{{85}}\p{{Z}}]+|[\s\x0b\x{{85}}\p{{Z}}]+$', '', 'g')",
        division=Division(_divided("//"), "CAST(({}) // ({}) AS BIGINT)".format, "HUGEINT"),
    ),
    "spark": Engine(
        called="Spark SQL",
        whole_row=f"struct({ROW}.*)",
        blanks=r"regexp_replace({}, r'(?U)^\s+|\s+$', '')",
        division=Division(_divided("div"), _divided("div"), "DECIMAL(38, 0)"),
        text="STRING",
        quote="`",
    ),
}
