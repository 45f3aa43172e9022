"""Write curves, expected costs and comparisons to files as tables, for reports."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from benefitcalc.text.message import N_, Refused, say
from benefitcalc.text.targets import path_of, write_csv_text


class HasRows(Protocol):
    """A result that can be a table."""

    def rows(self) -> list[dict[str, Any]]:
        """Return its rows; each maps the names of columns to values."""
        ...


def write_csv(answer: HasRows, file: str | Path) -> Path:
    """Write a curve, an expected cost or a comparison as CSV: UTF-8 with a byte order mark for spreadsheets.

    Amounts are in yuan. A text that a spreadsheet would take for a formula, such as ``=1+1``, gets an apostrophe in
    front, which marks plain text. Raises `Refused` if the file cannot be written, and for a result without rows.
    """
    path = path_of(file)
    rows = _rows(answer)
    if not rows:
        raise Refused(say(N_("there is nothing to be written")).at(path.name))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_cell, rows[0]))
    writer.writerows([_cell(row[name]) for name in rows[0]] for row in rows)
    write_csv_text(path, text.getvalue())
    return path


def _rows(answer: Any) -> list[dict[str, Any]]:
    """The rows of a result; none of anything else, such as a table whose rows have no names."""
    rows = answer.rows() if hasattr(type(answer), "rows") else []
    return rows if all(isinstance(row, dict) for row in rows) else []


_FORMULA = re.compile(r"[=@\t\r\n＝＋－＠]|[+-](?![0-9]+(?:\.[0-9]+)?\Z)")
"""The start of a text that a spreadsheet would compute or follow as a link; numbers do not match."""


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"  # and never 7E-7
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
