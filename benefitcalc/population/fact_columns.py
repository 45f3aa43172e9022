"""The facts of `benefitcalc.facts.reading` as table columns: found by name, checked by type, checked row by row.

A column of a wrong type is refused before any work. A wrong value affects only its row: the value becomes null and the
problem is reported. No value is used before it is checked, because whole numbers out of range wrap silently on some
engines and stop others.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import reduce
from operator import add, and_
from typing import Any, NamedTuple

from benefitcalc.core.backends.columns import Column, Dialect, Expr
from benefitcalc.core.words import Kind
from benefitcalc.facts.days import Day, Derivation
from benefitcalc.facts.fact import FACTS, Fact
from benefitcalc.facts.relations import NEVER_BOTH, PARTS_OF, counting, of_one_day
from benefitcalc.population.column_readers import (
    ABSENT,
    FEN,
    WORDS,
    YUAN,
    Reason,
    needed,
    reader_of,
    small,
    text_reader_of,
)
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.spellings import in_figures
from benefitcalc.text.errors import kept, refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, listed, say, shown


class Judged(NamedTuple):
    """The check of a value in every row: whether it is valid, and the reasons if it is not."""

    dialect: Dialect
    is_right: Expr
    """True if it is valid; False or null otherwise."""
    reasons: tuple[Reason, ...]

    def also(self, is_right: Expr, told: Message) -> "Judged":
        """Return the check with one more condition."""
        return Judged(self.dialect, self.is_right & is_right, (*self.reasons, (~is_right, told)))

    def problem(self, lang: str) -> Expr:
        """Return the message of the first reason that a row meets; null if it meets none."""
        text: Any = self.dialect
        for condition, reason in self.reasons:
            text = text.when(condition).then(self.dialect.lit(reason.explain(lang)))
        return text


class FactColumn(NamedTuple):
    """One fact, parsed from its column."""

    column: str
    value: Any
    """Fen, Booleans, whole numbers, levels, or the parts of a `Day`; null if the value is invalid or unknown."""
    judged: Judged
    """Valid if the value is known and has no problem."""
    is_unknown: Expr | None
    """Whether the row has no value; None if every row has one."""

    @property
    def is_fit(self) -> Expr:
        """Whether the value has no problem: it is valid or unknown."""
        is_right = self.judged.is_right.fill_null(False)
        return is_right if self.is_unknown is None else is_right | self.is_unknown


def read(table: Opened, wanted: Iterable[str], on: date | None = None) -> dict[str, FactColumn]:
    """Read the wanted facts from their columns; raise `Refused` with all missing, duplicate and wrongly typed columns.

    Text columns are parsed as people write: ``1200.50``, ``yes``, ``82``. A number that is derived from a day is
    computed from the column of the day, up to the day asked about. If the number has a column too, both must agree;
    without a day asked about, only that column is used.
    """
    problems: list[Problem] = []
    found: dict[str, FactColumn] = {}
    for fact in FACTS.of(wanted).values():
        derivation = fact.derivation
        with kept(problems):
            is_given = fact.name in table.columns
            if derivation is None or derivation.of not in table.columns or (is_given and derivation.is_open(on)):
                found[fact.name] = _own_column(table, fact)
            else:
                derived = _derived(table, fact, derivation, on)
                found[fact.name] = _agreeing(_own_column(table, fact), derived) if is_given else derived
    refuse(problems)
    return found


def _own_column(table: Opened, fact: Fact) -> FactColumn:
    """Read a fact from its own column."""
    column = _column_of(fact, table.columns)
    is_text = column in table.as_text
    reader = text_reader_of(fact, column) if is_text else reader_of(fact, column, table.schema[column])
    values = table.dialect.col(column)
    if is_text and not column.endswith(FEN):
        values = in_figures(fact, values)
    return _judged(table, column, values, *reader(table.dialect, fact, values))


def _derived(table: Opened, fact: Fact, derivation: Derivation, on: date | None) -> FactColumn:
    """Derive a number from the column of its day."""
    if derivation.is_open(on):
        told = N_("{name:fact} is counted up to the day asked about; give that day (on), or a column {name}")
        raise Refused(say(told, name=fact.name).at(derivation.of))
    day, dialect = _own_column(table, FACTS[derivation.of]), table.dialect
    parts = (Column(dialect, part, f"{day.column} {name}") for name, part in day.value._asdict().items())
    number = derivation.counted(Day(*parts), on).expr
    is_possible = number.is_between(0, fact.most)
    impossible = N_("{column}: {name} would not be from 0 to {most}")
    told_of_row = say(impossible, column=day.column, name=fact.name, most=fact.most)
    # For a text that is not a day, only that problem is reported.
    judged = day.judged.also(is_possible.fill_null(True), told_of_row)
    return day._replace(value=dialect.when(is_possible).then(number), judged=judged)


def _agreeing(given: FactColumn, derived: FactColumn) -> FactColumn:
    """Merge a given number with the derived one: the given value, or else the derived one; valid only if they agree."""
    dialect = given.judged.dialect
    both = {"number": given.column, "day": derived.column}
    differ = (given.value != derived.value).fill_null(False)
    unknown = [each.is_unknown for each in (given, derived) if each.is_unknown is not None]
    is_unknown = reduce(and_, unknown) if len(unknown) > 1 else None
    is_right = given.is_fit & derived.is_fit & ~differ
    return FactColumn(
        given.column,
        dialect.coalesce(given.value, derived.value),
        Judged(
            dialect,
            is_right if is_unknown is None else is_right & ~is_unknown,
            (
                *given.judged.reasons,
                *derived.judged.reasons,
                (differ, say(N_("{number}: another than by {day}"), **both)),
            ),
        ),
        is_unknown,
    )


def consistent(facts: Mapping[str, FactColumn]) -> dict[str, FactColumn]:
    """Add to each fact the condition that it fits the others, as `relations.contradictions` has it of one person."""
    found = dict(facts)
    for (name, *others), parts in PARTS_OF:
        known = [facts[part] for part in parts if part in facts]
        if known and not others and name in facts:  # no rule uses amounts with several wholes
            whole = found[name]
            fits = (reduce(add, (part.value.fill_null(0) for part in known)) <= whole.value).fill_null(True)
            names = {"parts": listed([part.column for part in known]), "whole": whole.column}
            found[name] = whole._replace(
                judged=whole.judged.also(fits, say(N_("{parts}: more paid than {whole}"), **names))
            )
    for one, other in NEVER_BOTH:
        if one in facts and other in facts:
            told = say(N_("{one}, {other}: at odds"), one=facts[one].column, other=facts[other].column)
            fits = (~(facts[one].value & facts[other].value)).fill_null(True)
            found[one] = found[one]._replace(judged=found[one].judged.also(fits, told))
    for one, other in of_one_day(facts):
        if facts[one].column != facts[other].column:  # else both follow from one column of days
            columns = {"one": facts[one].column, "other": facts[other].column}
            told = say(N_("{one}, {other}: not of the same day"), **columns)
            found[other] = found[other]._replace(judged=found[other].judged.also(_of_one_day(facts, one, other), told))
    return found


def _of_one_day(facts: Mapping[str, FactColumn], one: str, other: str) -> Expr:
    """Whether two numbers may follow from one day; so, as far as is known, where one is null."""
    (low, high), (least, most) = (counting(name).passed(facts[name].value, facts[name].value) for name in (one, other))
    return ((low <= most) & (least <= high)).fill_null(True)


def _column_of(fact: Fact, columns: Sequence[str]) -> str:
    """Return the name of a fact's column: the fact's own name, or with a suffix for money."""
    names = names_of(fact)
    there = [name for name in names if name in columns]
    if len(there) > 1:
        told = N_("{columns:fact}: the same fact twice; leave one out")
        raise Refused(say(told, columns=tuple(there)).at(fact.name))
    if there:
        return there[0]
    known = {name for each in FACTS.values() for name in names_of(each)}
    others = {name.strip().casefold(): name for name in map(str, columns) if name not in known}
    close = [found for name in names for found in get_close_matches(name, others, n=1, cutoff=0.85)]
    kind: dict[str, Any] = {"type": needed(fact)}
    if close:
        told = N_("there is no such column, though '{alike}' is alike; needed: {type}")
        raise Refused(say(told, alike=shown(others[close[0]]), **kind).at(fact.name))
    raise Refused(say(N_("there is no such column; needed: {type}"), **kind).at(fact.name))


def names_of(fact: Fact) -> list[str]:
    """Return the possible names of a fact's column."""
    return [fact.name, *(fact.name + ending for ending in (YUAN, FEN) if fact.kind is Kind.MONEY)]


def _judged(table: Opened, column: str, values: Expr, value: Expr, is_right: Expr, *reasons: Reason) -> FactColumn:
    is_unknown = _is_unknown(table, column, values)
    if is_unknown is None:
        # DuckDB may have added a null to the table after the nulls were counted.
        reasons = ((values.is_null(), ABSENT), *reasons)
    named = tuple(
        (
            condition if is_unknown is None else ~is_unknown & condition,
            say("{column} {reason}", column=column, reason=reason),
        )
        for condition, reason in reasons
    )
    return FactColumn(column, value, Judged(table.dialect, is_right, named), is_unknown)


def _is_unknown(table: Opened, column: str, values: Expr) -> Expr | None:
    """Whether a row has no value: null, or blank text."""
    if column in table.whole:
        return None
    if column in table.as_text or table.schema[column] in WORDS:
        return (small(table.dialect, values).str.len_chars() == 0).fill_null(True)
    return values.is_null()
