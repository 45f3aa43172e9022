"""Find the first faulty line of a CSV file. The errors of other libraries do not name a line."""

import csv
from pathlib import Path

from benefitcalc.text.message import N_, Message, say

OTHERS = {";": N_("semicolons"), "\t": N_("tabs"), "|": N_("bars")}
"""The usual delimiters other than the comma."""


def separated_otherwise(names: list[str]) -> Message | None:
    """Return a message if the column names show a delimiter other than the comma; otherwise None."""
    for sign, told in OTHERS.items():
        if len(names) == 1 and sign in names[0]:
            return say(N_("the columns are separated by {sign:word}; save it as CSV with commas"), sign=told)
    return None


def fault(file: Path) -> Message | None:
    """Return the first line that is not valid CSV, with the reason; None if no fault is found."""
    with file.open("rb") as content:
        found = next((told for number, line in enumerate(content, 1) if (told := _of_line(number, line))), None)
    if found is None:
        found = _of_rows(file)
    return found


def _of_line(number: int, line: bytes) -> Message | None:
    if b"\r" in line.removesuffix(b"\r\n"):
        return say(N_("line {line}: ends in a carriage return alone; save it as “CSV UTF-8”"), line=number)
    try:
        line.decode()
    except UnicodeDecodeError:
        return say(N_("line {line}: is not UTF-8; save it as “CSV UTF-8”"), line=number)
    return None


def _of_rows(file: Path) -> Message | None:
    quote = N_("line {line}: a quote is not closed, or does not belong there")
    line, stray = 1, 0
    with file.open(encoding="utf-8-sig", newline="") as content:
        rows = csv.reader(content, strict=True)
        try:
            names = next(rows, [])
            line = rows.line_num + 1
            for row in rows:
                if any(map(str.strip, row[len(names) :])):
                    more = N_('line {line}: more cells than columns; an amount with a comma needs quotes, as "1,500"')
                    return say(more, line=line)
                stray = stray or (line if any('"' in cell for cell in row) else 0)
                line = rows.line_num + 1
        except csv.Error:
            return say(quote, line=line)
    return say(quote, line=stray) if stray else None
