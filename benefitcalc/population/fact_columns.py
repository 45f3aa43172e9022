"""The facts of `benefitcalc.facts.reading` as table columns: found by name, checked by type, checked row by row.

A column of a wrong type is refused before any work. A wrong value affects only its row: the value becomes null and the
problem is reported. No value is used before it is checked, because whole numbers out of range wrap silently on some
engines and stop others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import reduce
from operator import add, and_
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from benefitcalc.core.amounts import FEN_DECIMALS, GREATEST
from benefitcalc.core.backends.columns import Column, Dialect, Expr
from benefitcalc.core.words import Kind
from benefitcalc.facts.days import Day, Derivation
from benefitcalc.facts.fact import FACTS, Fact
from benefitcalc.facts.relations import NEVER_BOTH, PARTS_OF, counting, of_one_day
from benefitcalc.population import day_columns
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.spellings import in_figures
from benefitcalc.text.errors import kept, refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, listed, say, shown

FEN, YUAN = "_fen", "_yuan"
"""The suffix of a column in whole fen, and of one in yuan that may also have whole numbers."""

FEN_A_YUAN = 10**FEN_DECIMALS

Reason = tuple[Expr, Message]
"""A condition that invalid rows meet, and the message for them."""


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
    reader = _text_reader(fact, column) if is_text else _reader(fact, column, table.schema[column])
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
    needed: dict[str, Any] = {"type": _needed(fact)}
    if close:
        told = N_("there is no such column, though '{alike}' is alike; needed: {type}")
        raise Refused(say(told, alike=shown(others[close[0]]), **needed).at(fact.name))
    raise Refused(say(N_("there is no such column; needed: {type}"), **needed).at(fact.name))


def names_of(fact: Fact) -> list[str]:
    """Return the possible names of a fact's column."""
    return [fact.name, *(fact.name + ending for ending in (YUAN, FEN) if fact.kind is Kind.MONEY)]


def _needed(fact: Fact) -> Message:
    """Return the type that a fact's column must have, as a message."""
    match fact.kind:
        case Kind.MONEY:
            needed = N_(
                "yuan with decimals in {name} (Decimal, at most two), yuan in {name}_yuan (Decimal, or whole numbers), "
                "or whole fen in {name}_fen (Int64)"
            )
            return say(needed, name=fact.name)
        case Kind.YES_NO:
            return say(N_("true or false (Boolean), or text: yes, no"))
        case Kind.DAY:
            return say(N_("days (Date or Datetime), or text such as 1944-05-06"))
        case Kind.LEVEL:
            return say(N_("text: {choices}"), choices=listed(list(fact.choices)))
        case _:
            return say(N_("whole numbers (Int64)"))


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
    if column in table.as_text:
        return (_small(table.dialect, values).str.len_chars() == 0).fill_null(True)
    return None if column in table.whole else values.is_null()


# Each of these functions reads one kind of fact from one type of column. It returns the value where it is valid,
# whether it is valid, and the possible problems.

Reader = Callable[[Dialect, Fact, Expr], tuple[Any, ...]]


def _fen(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    is_right = column.is_between(0, GREATEST)
    value = dialect.when(is_right).then(column).cast(dialect.Int64)
    return value, is_right, (column < 0, BELOW), (column > GREATEST, ABOVE)


def _yuan(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    greatest = GREATEST // FEN_A_YUAN
    is_right = column.is_between(0, greatest)
    value = (dialect.when(is_right).then(column) * FEN_A_YUAN).cast(dialect.Int64)
    return value, is_right, (column < 0, BELOW), (column > greatest, ABOVE)


def _whole_yuan(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    value, is_right, *reasons = _yuan(dialect, fact, column)
    # Narrow integers would wrap if they were multiplied before the cast.
    value = dialect.when(is_right).then(column).cast(dialect.Int64) * FEN_A_YUAN
    return value, is_right, *reasons


def _whole(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    is_right = column.is_between(0, fact.most)
    return dialect.when(is_right).then(column).cast(dialect.Int64), is_right, (~is_right, _not_whole(fact))


def _whole_as_float(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    is_right = column.is_between(0, fact.most) & (column % 1 == 0)
    return dialect.when(is_right).then(column).cast(dialect.Int64), is_right, (~is_right, _not_whole(fact))


def _yes_no(_: Dialect, __: Fact, column: Expr) -> tuple[Any, ...]:
    return column, ~column.is_null()


def _day(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    return day_columns.of_days(dialect, column), ~column.is_null()


# The same from text, as in files.


def _text_reader(fact: Fact, column: str) -> Reader:
    if fact.kind is Kind.MONEY and not column.endswith(FEN):
        return _yuan_text
    return _TEXTS[fact.kind]


def _yuan_text(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    return _parsed_number(dialect, _small(dialect, column), GREATEST, FEN_DECIMALS)


def _fen_text(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    return _parsed_number(dialect, _small(dialect, column), GREATEST, 0)


def _whole_text(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    value, is_right, *_ = _parsed_number(dialect, _small(dialect, column), fact.most, 0)
    return value, is_right, (~is_right, _not_whole(fact))


def _yes_no_text(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    code, is_right, reason = _one_of(dialect, fact.words(), _small(dialect, column), say(N_("is neither yes nor no")))
    return code == 1, is_right, reason


def _level_text(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    return _one_of(dialect, fact.words(), _small(dialect, column), _not_a_level(fact))


def _day_text(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    parts, is_day = day_columns.of_text(dialect, column)
    return parts, is_day, (~is_day, NO_DAY)


def _small(dialect: Dialect, column: Expr) -> Expr:
    return column.cast(dialect.String).str.strip_chars().str.to_lowercase()


def _parsed_number(dialect: Dialect, text: Expr, most: int, decimals: int) -> tuple[Any, ...]:
    """Parse a number into its smallest unit, which is ``decimals`` decimals; further decimals must be zeros."""
    plain = text.str.replace_all(",", "", literal=True)
    is_number = text.str.contains(r"^-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?$")
    is_exact = plain.str.contains(rf"^-?[0-9]+(\.[0-9]{{0,{decimals}}}0*)?$")
    is_short = plain.str.contains(r"^0*[0-9]{1,12}(\.|$)")  # more digits would not fit, and are out of bounds
    # The digits before the point, then as many decimals as the unit has, padded with zeros.
    before = plain.str.replace(r"\..*$", "")
    behind = dialect.concat_str([plain.str.replace(r"^[0-9]*\.?", ""), dialect.lit("0" * decimals)])
    digits = dialect.concat_str([before, behind.str.slice(0, decimals)])
    number = dialect.when(is_number & is_exact & is_short).then(digits).cast(dialect.Int64)
    is_right = (number <= most).fill_null(False)
    return (
        dialect.when(is_right).then(number),
        is_right,
        (~is_number, NO_NUMBER),
        (text.str.starts_with("-"), BELOW),
        (~is_exact, FRACTION),
        (~is_right, ABOVE),
    )


def _one_of(dialect: Dialect, codes: Mapping[str, int], text: Expr, otherwise: Message) -> tuple[Any, ...]:
    """Return the code of a text; null if it is not one of them."""
    code: Any = dialect
    for each, value in codes.items():
        code = code.when(text == each).then(dialect.lit(int(value)))
    code = code.otherwise(dialect.lit(None)).cast(dialect.Int64)
    return code, ~code.is_null(), (code.is_null(), otherwise)


def _not_whole(fact: Fact) -> Message:
    return say(N_("is not a whole number from 0 to {most}"), most=fact.most)


def _not_a_level(fact: Fact) -> Message:
    return say(N_("is not one of: {choices}"), choices=listed(list(fact.choices)))


ABSENT = say(N_("is missing"))
BELOW = say(N_("is less than zero"))
ABOVE = say(N_("is more than one billion yuan, the greatest amount this library computes"))
FRACTION = say(N_("has a fraction of a fen (0.01 yuan), the smallest amount"))
NO_DAY = say(N_("is not a day such as 1944-05-06"))
NO_NUMBER = say(N_("is not an amount such as 1200.50"))

_TEXTS: dict[Kind, Reader] = {
    Kind.MONEY: _fen_text,
    Kind.WHOLE: _whole_text,
    Kind.YES_NO: _yes_no_text,
    Kind.LEVEL: _level_text,
    Kind.DAY: _day_text,
}


def _reader(fact: Fact, column: str, dtype: Any) -> Reader:
    """Return the reader for a column of this type; raise `Refused` if the fact cannot have this type."""
    scale = dtype.scale if isinstance(dtype, nw.Decimal) else None
    is_whole = dtype.is_integer() or scale == 0
    reader: Reader
    match fact.kind:
        case Kind.MONEY if column.endswith(FEN) and is_whole:
            reader = _fen
        case Kind.MONEY if not column.endswith(FEN) and scale in range(FEN_DECIMALS + 1):
            reader = _yuan
        case Kind.MONEY if column.endswith(YUAN) and is_whole:
            reader = _whole_yuan
        case Kind.WHOLE if is_whole or dtype.is_float():
            reader = _whole if is_whole else _whole_as_float
        case Kind.YES_NO if dtype == nw.Boolean:
            reader = _yes_no
        case Kind.YES_NO if dtype in _WORDS:
            reader = _yes_no_text
        case Kind.LEVEL if dtype in _WORDS:
            reader = _level_text
        case Kind.DAY if isinstance(dtype, nw.Date | nw.Datetime | nw.String):
            reader = _day_text if dtype == nw.String else _day
        case _:
            raise Refused(_unfit(fact, column, dtype).at(column))
    return reader


_WORDS = (nw.String, nw.Categorical, nw.Enum)


def _unfit(fact: Fact, column: str, dtype: Any) -> Message:
    """That a fact cannot be in a column of this type; where it may hold yuan, with the line that makes it whole fen."""
    told: dict[str, Any] = {"found": str(dtype), "type": _needed(fact)}
    if fact.kind is Kind.MONEY and not column.endswith(FEN) and dtype.is_numeric():
        line = f'table = benefitcalc.to_fen(table, "{column}")'
        return say(N_("a column of {found}; needed: {type}; if it holds yuan: {line}"), **told, line=line)
    return say(N_("a column of {found}; needed: {type}"), **told)
