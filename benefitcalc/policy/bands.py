"""A schedule as a document states it: rows with a start and a figure."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Self

from pydantic import Field, model_validator

from benefitcalc.core.rates import Row, Schedule
from benefitcalc.core.words import Kind
from benefitcalc.policy.statement import Figure, Grounds, Part, Statement
from benefitcalc.policy.terms import Entry, Views
from benefitcalc.text.errors import at, refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, listed, say

FIGURES = {Kind.RATE: "rate", Kind.MONEY: "amount", Kind.WHOLE: "number"}
"""The key of a row's figure, by the kind of the figure."""


class Band(Part):
    """A row of a schedule: its start (inclusive), and its figure up to the start of the next row."""

    start: Figure = Field(alias="from")
    rate: Statement | None = None
    amount: Statement | None = None
    number: Statement | None = None

    @model_validator(mode="after")
    def _has_one_figure(self) -> Self:
        if sum(getattr(self, key) is not None for key in FIGURES.values()) != 1:
            raise Refused(say(N_("needs exactly one of: {kinds}"), kinds=listed(list(FIGURES.values()))))
        return self


class Bands(Grounds):
    """A schedule: ``rows``, with the ``place`` where they stand or a reason, ``because``.

    The figure of a row is a plain value, or a statement of its own if it is vague. It has the place of the schedule.
    """

    rows: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _rows_have_grounds(cls, given: Any) -> Any:
        if not (isinstance(given, Mapping) and isinstance(given.get("rows"), list | tuple)):
            return given
        grounds = {key: given[key] for key in Grounds.model_fields if key in given and key != "words"}
        rows = [_grounded(row, grounds) for row in given["rows"]]
        reasons = [figure["because"] for figure in _figures_of_rows(rows) if "because" in figure]
        return {**({"because": reasons[0]} if reasons else {}), **given, "rows": rows}

    @model_validator(mode="after")
    def _has_grounds(self) -> Self:
        if self.place is None and self.because is None:
            raise Refused(say(N_("needs {missing} as well"), missing=listed(["place"])))
        return self

    @property
    def is_stated(self) -> bool:
        """Whether the document itself states the schedule and all of its rows."""
        figures = (getattr(row, key) for row in self.rows for key in FIGURES.values())
        return self.place is not None and all(figure.is_stated for figure in figures if figure is not None)

    def views(self, entry: Entry) -> Views:
        """Return the schedule in each view. Raises `Refused` as `Entry.read` does, and if the starts do not rise."""
        rows = self._rows(entry)
        refuse(_disorder([start for start, _ in rows]))
        views = [(start, figure.views(entry.figure)) for start, figure in rows]
        return Views(
            *(Schedule(tuple(Row(start, each[at]) for start, each in views)) for at in range(len(Views._fields)))
        )

    def stated_message(self, entry: Entry) -> Message:
        """Return the stated rows as a message."""
        return entry.rows_message((start, _figure_of_row(figure, entry.figure)) for start, figure in self._rows(entry))

    def message(self, entry: Entry) -> Message:
        """Return the stated rows and their other interpretations as a message."""
        return entry.rows_message((start, figure.message(entry.figure)) for start, figure in self._rows(entry))

    def _rows(self, entry: Entry) -> list[tuple[int, Statement]]:
        if entry.gives not in FIGURES:
            raise Refused(say(N_("is not a schedule")))
        key = FIGURES[entry.gives]
        found = []
        for number, row in enumerate(self.rows, start=1):
            figure = getattr(row, key)
            with at("rows", number):
                if figure is None:
                    raise Refused(say(N_("needs {missing} as well"), missing=key))
                found.append((entry.start(row.start), figure))
        return found


def _figure_of_row(stated: Statement, entry: Entry) -> Message:
    """Return the figure of a row as a message; "exactly" is left out."""
    is_plain = stated.kind == "exactly"
    return entry.message(entry.read(stated.exactly)) if is_plain else stated.stated_message(entry)


def _figures_of_rows(rows: list[Any]) -> Iterator[Mapping[str, Any]]:
    figures = (row.get(key) for row in rows if isinstance(row, Mapping) for key in FIGURES.values())
    return (figure for figure in figures if isinstance(figure, Mapping))


def _grounded(row: Any, grounds: Mapping[str, Any]) -> Any:
    """Return a row whose figures are statements with the place or the reason of the schedule."""
    if not isinstance(row, Mapping):
        return row
    figures = {key: _stated(row[key], grounds) for key in FIGURES.values() if row.get(key) is not None}
    return {**row, **figures}


def _stated(figure: Any, grounds: Mapping[str, Any]) -> Any:
    if isinstance(figure, Statement):
        return figure
    if isinstance(figure, Mapping):
        return {**grounds, **figure}
    return {**grounds, "exactly" if "place" in grounds else "assumed": figure}


def _disorder(starts: list[int]) -> Iterator[Problem]:
    for number, (one, other) in enumerate(pairwise(starts), start=2):
        if other <= one:
            yield say(N_("must begin above the row before")).at("rows", number, "from")
