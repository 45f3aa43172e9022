"""The inputs of the command line: policies, facts, JSON and CSV files."""

import csv
import errno
import io
import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import benefitcalc as bc
from benefitcalc.facts.derived import has_day
from benefitcalc.facts.fact import FACTS
from benefitcalc.person.visits import parts
from benefitcalc.text import exact_json
from benefitcalc.text.csv_files import fault, separated_otherwise
from benefitcalc.text.errors import refuse, unknown
from benefitcalc.text.message import N_, Message, Refused, Text, listed, say, shown
from benefitcalc.text.system_errors import why

MOST_CHARACTERS = 10_000_000
"""The longest file that is read at once; an input without end would fill the memory."""


def which(given: str | None) -> str | Path | None:
    """Return a policy id, or the path of a policy file; what is neither, and no name of a file, is taken for an id."""
    if given is None or given in bc.policies():
        return given
    seems_a_file = any(sign in given for sign in "/\\.")
    return Path(given) if seems_a_file or os.path.exists(given) else given  # noqa: PTH110 - a long text is no error


def law(asked: Namespace) -> str | Path | None:
    """Return the policy of a command line."""
    return which(asked.policy)


def facts(asked: Namespace) -> dict[str, str]:
    """Return the facts among the flags, as they were written."""
    return {name: value for name in FACTS if (value := getattr(asked, name, None)) is not None}


def day(asked: Namespace, *given: object) -> date | str | None:
    """Return the day asked about: the given one, otherwise today; a given policy needs no day.

    If a number is counted from a day, it is counted up to today.
    """
    if asked.on is not None:
        return asked.on  # type: ignore[no-any-return]  # as the user wrote it
    counts = any(isinstance(each, Mapping) and has_day(each) for each in given)
    return today() if asked.policy is None or counts else None


def today() -> date:
    """Return the local date."""
    return date.today()  # noqa: DTZ011 - the local date of the user


def read_json(file: str) -> Any:
    """Parse the JSON of a file, or of the standard input for ``-``; numbers keep their digits."""
    try:
        return exact_json.parse(_standard_input() if file == "-" else _read(file))
    except OSError as error:
        raise Refused(say(N_("cannot be read: {why}"), why=why(error)).at(shown(file))) from error
    except (ValueError, RecursionError) as error:
        raise Refused(say(N_("is not JSON: {why}"), why=_why_not_json(error)).at(shown(file))) from error


def read_household(file: str) -> tuple[Any, Any]:
    """The members of a household and what they share, from a file of JSON."""
    given = read_json(file)
    if not isinstance(given, dict):
        return given, None
    refuse(unknown(given.keys() - {"members", "shared"}, ("members", "shared")))
    return given.get("members"), given.get("shared")


def _standard_input() -> str:
    return _bounded(sys.stdin) if sys.stdin else ""


def _read(file: str, newline: str | None = None) -> str:
    with Path(file).open(encoding="utf-8-sig", newline=newline) as opened:
        return _bounded(opened)


def _bounded(opened: TextIO) -> str:
    text = opened.read(MOST_CHARACTERS + 1)
    if len(text) > MOST_CHARACTERS:
        raise OSError(errno.EFBIG, "File too large")
    return text


def _why_not_json(error: ValueError | RecursionError) -> Message | Text:
    match error:
        case Refused():
            return error.problems[0].message
        case json.JSONDecodeError():
            return say(N_("see line {line}, column {column}"), line=error.lineno, column=error.colno)
        case UnicodeDecodeError():
            return say(N_("save it in UTF-8"))
        case _:
            return say(N_("it is nested too deeply"))


def read_visits(file: str) -> list[dict[str, Any]]:
    """Parse the visits of a CSV file: date, kind and cost, or facts that add up; an empty cell is unknown."""
    try:
        head, *rows = list(csv.reader(io.StringIO(_read(file, newline=""), newline=""), strict=True)) or [[]]
    except OSError as error:
        raise Refused(say(N_("cannot be read: {why}"), why=why(error)).at(shown(file))) from error
    except (UnicodeDecodeError, csv.Error) as error:
        reason = fault(Path(file)) or say(N_("is not CSV in UTF-8; save it as “CSV UTF-8” in the spreadsheet"))
        raise Refused(reason.at(shown(file))) from error
    if otherwise := separated_otherwise(head):
        raise Refused(otherwise.at(shown(file)))
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()  # spreadsheets leave empty columns at the end
    filled = [row for row in rows if any(map(str.strip, row))]
    known = parts()
    unknown = [name for name in names if name not in known]
    twice = [name for at, name in enumerate(names) if name in names[:at]]
    long = [str(number) for number, row in enumerate(filled, start=1) if any(map(str.strip, row[len(names) :]))]
    if unknown or twice:
        told = N_("these columns cannot be: {columns}; there are, each once and with commas between: {known}")
        columns = listed(list(map(shown, [*unknown, *twice])))
        raise Refused(say(told, columns=columns, known=listed(known)).at(shown(file)))
    if not filled:
        raise Refused(say(N_("has no visits")).at(shown(file)))
    if long:
        told = N_('more cells than columns in visit {visits}; an amount with a comma needs quotes, as "1,500"')
        raise Refused(say(told, visits=listed(long)).at(shown(file)))
    return [{name: cell.strip() or None for name, cell in zip(names, row, strict=False)} for row in filled]
