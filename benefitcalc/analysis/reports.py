"""Curves, expected costs and comparisons as tables in files, for a report."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from benefitcalc.text.message import N_, Refused, say
from benefitcalc.text.targets import path_of, write_csv_text


class HasRows(Protocol):
    """An answer that is a table too."""

    def rows(self) -> list[dict[str, Any]]:
        """Its rows, each value by the name of its column."""
        ...


def write_csv(answer: HasRows, file: str | Path) -> Path:
    """Writes a curve, an expected cost or a comparison as CSV: UTF-8 with the mark by which spreadsheets know it.

    Amounts are yuan. Text of yours that a spreadsheet would take for a formula, such as ``=1+1``, gets an apostrophe
    before it, the mark of plain text. Refused where the file cannot be written, and for an answer without rows.
    """
    path = path_of(file)
    rows = answer.rows() if hasattr(answer, "rows") else []
    if not rows:
        raise Refused(say(N_("there is nothing to be written")).at(path.name))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_plain, rows[0]))
    writer.writerows([_plain(row[name]) for name in rows[0]] for row in rows)
    write_csv_text(path, text.getvalue())
    return path


_FORMULA = re.compile(r"[=@\t\r\n＝＋－＠]|[+-](?![0-9]+(?:\.[0-9]+)?\Z)")
"""How text begins that a spreadsheet computes, or follows to an address, when the file is opened; a figure does not."""


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"  # and never 7E-7
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
