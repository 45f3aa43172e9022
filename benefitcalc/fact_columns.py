"""The facts of `benefitcalc.situation` as columns of a table: found by name, their type checked, each row's value judged.

A column of the wrong type is refused before any work. A wrong value is a matter of its row: the row's value is empty
and its problem is said. Only then is anything computed, since whole numbers wrap or stop the engine where they are out
of range.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import reduce
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from benefitcalc.amounts import FEN_DECIMALS, GREATEST
from benefitcalc.messages import N_, Message, Refused, listed, say
from benefitcalc.readings.columns import Column
from benefitcalc.situation import FACTS, PARTS_OF, Fact
from benefitcalc.words import Kind

FEN = "_fen"
"""How the name of a column in whole fen ends."""

FEN_A_YUAN = 10**FEN_DECIMALS

Reason = tuple[nw.Expr, Message]
"""A condition that a wrong row meets, and what is wrong with it."""


class Judged(NamedTuple):
    """What is known of each row: whether it is right, and what is wrong with it where it is not."""

    is_right: nw.Expr
    """True where it is right; false, or null, where it is not."""
    reasons: tuple[Reason, ...]

    def problem(self, lang: str) -> nw.Expr:
        """The first reason that a row meets, said; null where it is right."""
        (first, why), *others = self.reasons
        text = nw.when(first).then(nw.lit(why.explain(lang)))
        for condition, reason in others:
            text = text.when(condition).then(nw.lit(reason.explain(lang)))
        return text


class FactColumn(NamedTuple):
    """One fact, read from its column."""

    name: str
    value: Column
    """Fen, truths, whole numbers or levels; null where the row's value is wrong."""
    judged: Judged


def read(schema: Mapping[str, nw.dtypes.DType], wanted: Iterable[str], as_text: Collection[str] = ()) -> dict[str, FactColumn]:
    """The wanted facts, each from its column; Refused, all at once, with what is missing, twofold or of a wrong type.

    Columns named in ``as_text`` are read from the text that people and files write: ``1200.50``, ``yes``, ``82``.
    """
    problems: list[Message] = []
    found: dict[str, FactColumn] = {}
    for fact in map(FACTS.__getitem__, wanted):
        try:
            name = _column_of(fact, schema)
            found[fact.name] = _text(fact, name) if name in as_text else _read(fact, name, schema[name])
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(*problems)
    return found


def contradictions(facts: Mapping[str, FactColumn]) -> dict[str, Judged]:
    """For each amount whose parts are known: whether the parts of a row are together no more than the whole."""
    found = {}
    for whole, parts in PARTS_OF.items():
        known = [part for part in parts if part in facts]
        if whole in facts and known:
            total = reduce(lambda first, second: first + second, (facts[part].value.expr for part in known))
            is_right = total <= facts[whole].value.expr
            told = N_("{parts}: more paid than {whole}")
            names = {"parts": listed([facts[part].name for part in known]), "whole": facts[whole].name}
            found[whole] = Judged(is_right, ((~is_right, say(told, **names)),))
    return found


def wanted_type(fact: Fact) -> Message:
    """What a fact's column must be."""
    match fact.kind:
        case Kind.MONEY:
            return say(N_("whole fen in {name}_fen (Int64), or yuan in {name} (Decimal of at most two decimals)"), name=fact.name)
        case Kind.YES_NO:
            return say(N_("Boolean"))
        case Kind.LEVEL:
            return say(N_("text: {choices}"), choices=listed(fact.choices()))
        case _:
            return say(N_("whole numbers (Int64)"))


def _column_of(fact: Fact, schema: Mapping[str, nw.dtypes.DType]) -> str:
    """The name of a fact's column: the fact's own, or for money in fen that with the ending."""
    names = [fact.name, fact.name + FEN] if fact.kind is Kind.MONEY else [fact.name]
    match [name for name in names if name in schema]:
        case [name]:
            return name
        case []:
            missing = N_("{fact}: there is no such column; needed: {type}")
            alike = [name for name in schema if name.casefold() in names]
            if alike:
                missing = N_("{fact}: there is no such column, but one named {alike}; needed: {type}")
            raise Refused(say(missing, fact=fact.name, type=wanted_type(fact), **({"alike": alike[0]} if alike else {})))
        case both:
            raise Refused(say(N_("{columns}: the same fact twice; leave one out"), columns=listed(both)))


def _read(fact: Fact, name: str, dtype: nw.dtypes.DType) -> FactColumn:
    for kind, is_of_type, read_as in _TYPES:
        if fact.kind is kind and is_of_type(name, dtype):
            return _named(name, *read_as(fact, _widened(name, dtype)))
    refusal = N_("{column}: a column of {found}; needed: {type}")
    raise Refused(say(refusal, column=name, found=str(dtype), type=wanted_type(fact)))


def _named(name: str, value: nw.Expr, is_right: nw.Expr, *reasons: Reason) -> FactColumn:
    told = [(nw.col(name).is_null(), say(N_("is missing"))), *reasons]
    named = tuple((condition, say("{column} {reason}", column=name, reason=reason)) for condition, reason in told)
    return FactColumn(name, Column(value, name), Judged(is_right, named))


def _widened(name: str, dtype: nw.dtypes.DType) -> nw.Expr:
    """A column with whole numbers of 64 bits, unless it may hold more: narrower ones cannot be compared with large figures."""
    fits = dtype.is_integer() and dtype not in (nw.UInt64, nw.Int128, nw.UInt128)
    return nw.col(name).cast(nw.Int64) if fits else nw.col(name)


# Each of these reads one kind of fact from one type of column: its value where it is right, whether it is right, and
# what may be wrong with it. No value is worked on before it is known to be right.

Read = tuple[Any, ...]


def _fen(_: Fact, column: nw.Expr) -> Read:
    is_right = column.is_between(0, GREATEST)
    return nw.when(is_right).then(column).cast(nw.Int64), is_right, (column < 0, BELOW), (column > GREATEST, ABOVE)


def _yuan(_: Fact, column: nw.Expr) -> Read:
    greatest = GREATEST // FEN_A_YUAN
    is_right = column.is_between(0, greatest)
    fen = (nw.when(is_right).then(column) * FEN_A_YUAN).cast(nw.Int64)
    return fen, is_right, (column < 0, BELOW), (column > greatest, ABOVE)


def _whole(fact: Fact, column: nw.Expr) -> Read:
    is_right = column.is_between(0, fact.most)
    return nw.when(is_right).then(column).cast(nw.Int64), is_right, (~is_right, _not_whole(fact))


def _whole_as_float(fact: Fact, column: nw.Expr) -> Read:
    is_right = column.is_between(0, fact.most) & (column % 1 == 0)
    return nw.when(is_right).then(column).cast(nw.Int64), is_right, (~is_right, _not_whole(fact))


def _truth(_: Fact, column: nw.Expr) -> Read:
    return column, ~column.is_null()


def _level(fact: Fact, column: nw.Expr) -> Read:
    return _one_of({name: code for code, name in enumerate(fact.choices())}, column.cast(nw.String), _not_a_level(fact))


# The same from text, as files hold it.


def _text(fact: Fact, name: str) -> FactColumn:
    text = nw.col(name).str.strip_chars().str.to_lowercase()
    match fact.kind:
        case Kind.MONEY:
            return _named(name, *_number(text, GREATEST, 0 if name.endswith(FEN) else FEN_DECIMALS))
        case Kind.WHOLE:
            value, is_right, *_ = _number(text, fact.most, 0)
            return _named(name, value, is_right, (~is_right, _not_whole(fact)))
        case Kind.YES_NO:
            code, is_right, reason = _one_of(fact.words(), text, say(N_("is neither yes nor no")))
            return _named(name, code == 1, is_right, reason)
        case _:
            return _named(name, *_one_of(fact.words(), text, _not_a_level(fact)))


def _number(text: nw.Expr, most: int, decimals: int) -> Read:
    """A number in its smallest unit, of which there are ``decimals`` decimals; more of them may be noughts."""
    plain = text.str.replace_all(",", "", literal=True)
    is_number = text.str.contains(r"^-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?$")
    fits = plain.str.contains(r"^0*[0-9]{1,12}(\.|$)")
    is_exact = plain.str.contains(rf"^-?[0-9]+(\.[0-9]{{0,{decimals}}}0*)?$")
    is_readable = is_number & fits & is_exact
    # The figures before the point and, filled up with noughts, as many behind it as the unit has decimals.
    figures = plain.str.replace(r"\..*$", "")
    behind = plain.str.replace(r"^[0-9]*\.?", "")
    digits = nw.concat_str([figures, *([(behind + nw.lit("0" * decimals)).str.slice(0, decimals)] if decimals else [])])
    number = nw.when(is_readable).then(digits).cast(nw.Int64)
    is_right = is_readable & (number <= most)
    return (
        nw.when(is_right).then(number),
        is_right.fill_null(False),
        (text.str.len_chars() == 0, say(N_("is missing"))),
        (~is_number, NO_NUMBER),
        (text.str.starts_with("-"), BELOW),
        (~is_exact, FRACTION),
        (~is_right.fill_null(False), ABOVE),
    )


def _one_of(codes: Mapping[str, int], text: nw.Expr, otherwise: Message) -> Read:
    """The code of a text; null for a text that is none of them."""
    (first, code), *others = codes.items()
    found = nw.when(text == first).then(nw.lit(int(code)))
    for each, code in others:
        found = found.when(text == each).then(nw.lit(int(code)))
    value = found.otherwise(nw.lit(None, nw.Int64)).cast(nw.Int64)
    return value, ~value.is_null(), (value.is_null(), otherwise)


def _not_whole(fact: Fact) -> Message:
    return say(N_("is not a whole number from 0 to {most}"), most=fact.most)


def _not_a_level(fact: Fact) -> Message:
    return say(N_("is not one of: {choices}"), choices=listed(fact.choices()))


BELOW = say(N_("is less than zero"))
ABOVE = say(N_("is more than one billion yuan, the greatest amount this library computes"))
FRACTION = say(N_("has a fraction of a fen (0.01 yuan), the smallest amount"))
NO_NUMBER = say(N_("is not an amount; write it like 1200.50"))

_TYPES: tuple[tuple[Kind, Callable[[str, Any], bool], Callable[[Fact, nw.Expr], Read]], ...] = (
    (Kind.MONEY, lambda name, dtype: name.endswith(FEN) and _is_whole(dtype), _fen),
    (Kind.MONEY, lambda name, dtype: not name.endswith(FEN) and _scale(dtype) in range(FEN_DECIMALS + 1), _yuan),
    (Kind.WHOLE, lambda _, dtype: _is_whole(dtype), _whole),
    (Kind.WHOLE, lambda _, dtype: dtype.is_float(), _whole_as_float),
    (Kind.YES_NO, lambda _, dtype: dtype == nw.Boolean, _truth),
    (Kind.LEVEL, lambda _, dtype: dtype in (nw.String, nw.Categorical, nw.Enum), _level),
)
"""The types that a column of each kind may have, with what reads them."""


def _is_whole(dtype: nw.dtypes.DType) -> bool:
    return dtype.is_integer() or _scale(dtype) == 0


def _scale(dtype: nw.dtypes.DType) -> int | None:
    return dtype.scale if isinstance(dtype, nw.Decimal) else None
