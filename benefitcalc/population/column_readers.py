"""How one kind of fact is read from one type of column: numbers, decimals, Booleans, days, or text as in files.

A reader returns the value where it is valid, whether it is valid, and the possible problems.
"""

from collections.abc import Callable, Mapping
from typing import Any

import narwhals.stable.v2 as nw

from benefitcalc.core.amounts import FEN_DECIMALS, GREATEST
from benefitcalc.core.backends.columns import Dialect, Expr
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import Fact
from benefitcalc.population import day_columns
from benefitcalc.text.message import N_, Message, Refused, listed, say

FEN, YUAN = "_fen", "_yuan"
"""The suffix of a column in whole fen, and of one in yuan that may also have whole numbers."""

FEN_A_YUAN = 10**FEN_DECIMALS

Reason = tuple[Expr, Message]
"""A condition that invalid rows meet, and the message for them."""

Reader = Callable[[Dialect, Fact, Expr], tuple[Any, ...]]


def reader_of(fact: Fact, column: str, dtype: Any) -> Reader:
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
        case Kind.YES_NO if dtype in WORDS:
            reader = _yes_no_text
        case Kind.LEVEL if dtype in WORDS:
            reader = _level_text
        case Kind.DAY if isinstance(dtype, nw.Date | nw.Datetime | nw.String):
            reader = _day_text if dtype == nw.String else _day
        case _:
            raise Refused(_unfit(fact, column, dtype).at(column))
    return reader


WORDS = (nw.String, nw.Categorical, nw.Enum)


def _unfit(fact: Fact, column: str, dtype: Any) -> Message:
    """That a fact cannot be in a column of this type; where it may hold yuan, with the line that makes it whole fen."""
    told: dict[str, Any] = {"found": str(dtype), "type": needed(fact)}
    if fact.kind is Kind.MONEY and not column.endswith(FEN) and dtype.is_numeric():
        line = f'table = benefitcalc.to_fen(table, "{column}")'
        return say(N_("a column of {found}; needed: {type}; if it holds yuan: {line}"), **told, line=line)
    return say(N_("a column of {found}; needed: {type}"), **told)


def needed(fact: Fact) -> Message:
    """Return the type that a fact's column must have, as a message."""
    match fact.kind:
        case Kind.MONEY:
            told = N_(
                "yuan with decimals in {name} (Decimal, at most two), yuan in {name}_yuan (Decimal, or whole numbers), "
                "or whole fen in {name}_fen (Int64)"
            )
            return say(told, name=fact.name)
        case Kind.YES_NO:
            return say(N_("true or false (Boolean), or text: yes, no"))
        case Kind.DAY:
            return say(N_("days (Date or Datetime), or text such as 1944-05-06"))
        case Kind.LEVEL:
            return say(N_("text: {choices}"), choices=listed(list(fact.choices)))
        case _:
            return say(N_("whole numbers (Int64)"))


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


def text_reader_of(fact: Fact, column: str) -> Reader:
    """Return the reader for a column of text, as in files."""
    if fact.kind is Kind.MONEY and not column.endswith(FEN):
        return _yuan_text
    return _TEXTS[fact.kind]


def _yuan_text(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    return _parsed_number(dialect, small(dialect, column), GREATEST, FEN_DECIMALS, NO_YUAN)


def _fen_text(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    return _parsed_number(dialect, small(dialect, column), GREATEST, 0, NO_FEN)


def _whole_text(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    otherwise = _not_whole(fact)
    value, is_right, *_ = _parsed_number(dialect, small(dialect, column), fact.most, 0, otherwise)
    return value, is_right, (~is_right, otherwise)


def _yes_no_text(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    code, is_right, reason = _one_of(dialect, fact.words(), small(dialect, column), say(N_("is neither yes nor no")))
    return code == 1, is_right, reason


def _level_text(dialect: Dialect, fact: Fact, column: Expr) -> tuple[Any, ...]:
    return _one_of(dialect, fact.words(), small(dialect, column), _not_a_level(fact))


def _day_text(dialect: Dialect, _: Fact, column: Expr) -> tuple[Any, ...]:
    parts, is_day = day_columns.of_text(dialect, column)
    return parts, is_day, (~is_day, NO_DAY)


def small(dialect: Dialect, column: Expr) -> Expr:
    """Return text without spaces around it, in small letters."""
    return column.cast(dialect.String).str.strip_chars().str.to_lowercase()


def _parsed_number(dialect: Dialect, text: Expr, most: int, decimals: int, otherwise: Message) -> tuple[Any, ...]:
    """Parse a number into its smallest unit, which is ``decimals`` decimals; further decimals must be zeros.

    ``otherwise`` is the problem of a text that is no number.
    """
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
        (~is_number, otherwise),
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
NO_YUAN = say(N_("is not an amount such as 1200.50"))
NO_FEN = say(N_("is not a number of fen such as 120050"))

_TEXTS: dict[Kind, Reader] = {
    Kind.MONEY: _fen_text,
    Kind.WHOLE: _whole_text,
    Kind.YES_NO: _yes_no_text,
    Kind.LEVEL: _level_text,
    Kind.DAY: _day_text,
}
