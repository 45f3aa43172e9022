"""Curves, expected costs and comparisons as tables in files, for a report."""

import csv
import re
from pathlib import Path
from typing import Any, Protocol

from benefitcalc.messages import N_, Message, Refused, say, shown
from benefitcalc.system_errors import why


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
        raise Refused(say(N_("{file}: there is nothing to be written"), file=path.name))
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(map(_plain, rows[0]))
            writer.writerows([_plain(row[name]) for name in rows[0]] for row in rows)
    except (OSError, ValueError) as error:
        raise Refused(cannot_be_written(path, error)) from error
    return path


_FORMULA = re.compile(r"[=@\t\r\n＝＋－＠]|[+-](?![0-9]+(?:\.[0-9]+)?\Z)")
"""How text begins that a spreadsheet computes, or follows to an address, when the file is opened; a figure does not."""


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def path_of(file: object) -> Path:
    """Where a file is to be written; Refused for what is no path."""
    if isinstance(file, str | Path):
        return Path(file)
    raise Refused(say(N_("give the path of a file, not '{given}'"), given=shown(file)))


def cannot_be_written(path: Path, error: OSError | ValueError) -> Message:
    """Why a file was not written."""
    return say(N_("{file}: cannot be written: {why}"), file=path.name, why=why(error))
