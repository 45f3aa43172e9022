"""The kinds of table that a caller may have: how each is opened for narwhals, and handed back as what it was.

Polars, DuckDB and Apache Spark compute their own tables. Those of pandas and PyArrow are computed by Polars: the columns
that are needed go there through Arrow, and what is computed comes back beside the table's own columns.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import polars as pl

from benefitcalc.messages import N_, Message, Refused, listed, say

Work = Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]


class Opened(NamedTuple):
    """A table, opened."""

    columns: list[str]
    """The names of all its columns."""
    schema: Mapping[str, Any]
    """The types of its columns; of those that were asked for where it is computed elsewhere."""
    as_text: Collection[str]
    """The columns that came as text because their type holds no such value."""
    apply: Callable[[Work], Any]
    """The table after work that adds columns and keeps each row, as the kind of table that it was."""


def opened(table: Any, needed: Collection[str]) -> Opened:
    """A table of any kind that is known here, with the columns that are needed; Refused for any other thing.

    Names in ``needed`` that the table has not are left to the caller.
    """
    try:
        frame = nw.from_native(table)
    except TypeError:
        frame = None
    match frame and frame.implementation:
        case nw.Implementation.POLARS if isinstance(frame, nw.DataFrame):
            return _lazy(nw.from_native(table.lazy()), lambda result: result.collect(engine="streaming"))
        case nw.Implementation.POLARS | nw.Implementation.DUCKDB:
            return _lazy(frame, lambda result: result)
        case nw.Implementation.PYSPARK | nw.Implementation.PYSPARK_CONNECT:
            return _lazy(frame, lambda result: result)
        case nw.Implementation.PANDAS:
            return _pandas(table, needed)
        case nw.Implementation.PYARROW:
            return _arrow(table, needed)
    found, kinds = type(table).__name__, "Polars, pandas, PyArrow, DuckDB, PySpark"
    raise Refused(say(N_("a table is one of: {kinds}; not {found}"), kinds=kinds, found=found))


def _lazy(frame: Any, close: Callable[[Any], Any]) -> Opened:
    schema = frame.collect_schema()
    return Opened(list(schema), schema, (), lambda work: close(work(frame).to_native()))


def _arrow(table: Any, needed: Collection[str]) -> Opened:
    import pyarrow as pa

    def attach(added: Any) -> Any:
        result = table
        for name in added.column_names:
            result = result.append_column(name, added[name])
        return result

    columns = {name: table[name] for name in table.column_names if name in needed}
    return _by_polars(table.column_names, {name: _decoded(pa, each) for name, each in columns.items()}, attach)


def _pandas(table: Any, needed: Collection[str]) -> Opened:
    import pandas as pd
    import pyarrow as pa

    def attach(added: Any) -> Any:
        kinds = {pa.int64(): pd.Int64Dtype(), pa.large_string(): pd.StringDtype()}
        result = added.to_pandas(types_mapper=kinds.get)
        return table.assign(**{name: result[name].array for name in result})

    names = list(table.columns)
    if len(set(names)) < len(names):
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        raise Refused(say(N_("{columns}: more than one column has that name"), columns=listed(twice)))
    columns, problems = {}, []
    for name in names:
        if name in needed:
            try:
                columns[name] = _decoded(pa, pa.array(table[name], from_pandas=True))
            except pa.ArrowException:
                problems.append(say(N_("{column}: values of several kinds in one column"), column=name))
    if problems:
        raise Refused(*problems)
    as_text = [name for name, each in columns.items() if table[name].dtype == object and pa.types.is_decimal(each.type)]
    return _by_polars(names, columns | {name: columns[name].cast(pa.large_string()) for name in as_text}, attach, as_text)


def _decoded(pa: Any, column: Any) -> Any:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _by_polars(
    names: list[str], columns: Mapping[str, Any], attach: Callable[[Any], Any], as_text: Collection[str] = ()
) -> Opened:
    """A table of another kind, of which Polars computes the columns that are needed."""
    frame = nw.from_native(pl.DataFrame({name: pl.from_arrow(each) for name, each in columns.items()}).lazy())
    schema = frame.collect_schema()

    def apply(work: Work) -> Any:
        added = work(frame).drop(list(columns)).to_native().collect(engine="streaming")
        return attach(added.to_arrow(compat_level=pl.CompatLevel.oldest()))

    return Opened(names, schema, as_text, apply)
