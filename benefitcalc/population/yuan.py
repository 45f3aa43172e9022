"""Columns of yuan as other programs read them, floats among them, made whole fen."""

from collections.abc import Iterator
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from benefitcalc.population import dataframes
from benefitcalc.population.column_readers import FEN, FEN_A_YUAN, FRACTION, YUAN
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Problem, say, shown

Table = TypeVar("Table")

NEAR = 0.01
"""A float may lie so much of a fen beside the fen that is meant, which is far more than it has to."""

BEYOND = 10**12
"""Past every amount of yuan that is computed: what is further away is brought here, and is refused in its row."""


def to_fen(table: Table, *columns: str) -> Table:
    """The table with these columns of yuan as whole fen: ``<name>_fen`` in place of ``<name>`` or ``<name>_yuan``.

    Each number is taken for the fen to which it is next; what is missing, NaN too, stays missing. The table is of any
    kind that `assess_table` takes; a lazy one is computed once for the check.

    Raises `Refused` with everything that is wrong: each column that does not exist, holds no numbers or would be
    overwritten; then each number that is not whole fen, such as 12.345.
    """
    frame = dataframes.lazy(table)
    refuse(_unfit(frame.collect_schema(), columns))
    if columns:
        fen = {name: _fen(name) for name in columns}
        off = [((each - each.round(0)).abs() > NEAR).any().alias(name) for name, each in fen.items()]
        found = dataframes.collected(frame.select(*off)).rows(named=True)[0]
        refuse(FRACTION.at(name) for name in columns if found[name])
    return _converted(table, columns) if columns else table


def in_fen(column: str) -> str:
    """The name of a column of yuan once it is in fen."""
    return column.removesuffix(YUAN) + FEN


def _unfit(schema: Any, columns: tuple[object, ...]) -> Iterator[Problem]:
    for name in columns:
        if not isinstance(name, str) or name not in schema:
            yield say(N_("there is no such column")).at(shown(name))
        elif not schema[name].is_numeric():
            yield say(N_("a column of {found}; needed: numbers"), found=str(schema[name])).at(name)
        elif in_fen(name) in schema:
            yield say(N_("this column would be overwritten; rename it")).at(in_fen(name))


def _converted(table: Any, columns: tuple[str, ...]) -> Any:
    frame: Any = nw.from_native(table)
    if frame.implementation is nw.Implementation.PANDAS:  # whole numbers of NumPy know no missing value
        fen = {in_fen(name): table[name].astype("Float64").clip(-BEYOND, BEYOND) * FEN_A_YUAN for name in columns}
        whole = {name: each.round().astype("Int64") for name, each in fen.items()}
        return table.assign(**whole).drop(columns=list(columns))
    made = [_fen(name).round(0).cast(nw.Int64).alias(in_fen(name)) for name in columns]
    return frame.with_columns(*made).drop(*columns).to_native()


def _fen(name: str) -> Any:
    """The fen of a column of yuan, with whatever fraction they have; null where there is no number."""
    yuan = nw.col(name).cast(nw.Float64)  # which holds every amount that is computed, and narrower numbers would wrap
    return nw.when(~yuan.is_nan()).then(yuan).clip(-BEYOND, BEYOND) * FEN_A_YUAN
