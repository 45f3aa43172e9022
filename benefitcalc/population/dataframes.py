"""The kinds of table that a caller may have: how each is opened, and handed back as what it was.

Polars, DuckDB and Apache Spark compute their own tables. Those of pandas and PyArrow are computed by Polars: the
columns that are needed go there through Arrow, and what is computed comes back beside the table's own columns.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import polars as pl
from narwhals.exceptions import DuplicateError
from polars.exceptions import PanicException, PolarsError

from benefitcalc.core.backends.columns import Dialect
from benefitcalc.core.scalars import is_missing
from benefitcalc.population.plan import OWN, Frame
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Refused, say


class Opened(NamedTuple):
    """A table, opened."""

    dialect: Dialect
    columns: list[str]
    """The names of all its columns."""
    schema: Mapping[str, Any]
    """The types of its columns, in narwhals' terms; of those needed where it is computed elsewhere."""
    as_text: Collection[str]
    """The columns that came as text, because what they hold fits no type of a column."""
    whole: Collection[str]
    """The columns that are known to hold no null."""
    apply: Callable[[Callable[[Frame], Frame]], Any]
    """The table after work that adds columns and keeps each row, as the kind of table that it was."""


def opened(table: Any, needed: Collection[str]) -> Opened:
    """A table of any kind that is known here, with the columns that are needed; Refused for any other thing.

    Names in ``needed`` that the table has not are left to the caller.
    """
    try:
        frame: Any = nw.from_native(table)
        kind = None if frame is table else frame.implementation
    except DuplicateError as error:
        raise Refused(say(N_("more than one column has the same name; rename one"))) from error
    except TypeError:
        kind = None
    match kind:
        case nw.Implementation.POLARS if isinstance(frame, nw.DataFrame):
            close = partial(pl.LazyFrame.collect, engine="streaming")
            return polars_opened(table.lazy(), close=close, whole=_whole(table, needed))
        case nw.Implementation.POLARS:
            return polars_opened(table)
        case nw.Implementation.DUCKDB | nw.Implementation.PYSPARK | nw.Implementation.PYSPARK_CONNECT:
            schema = frame.collect_schema()
            whole = _whole_by_engine(frame, [name for name in schema if name in needed])
            return Opened(nw, list(schema), schema, (), whole, lambda work: work(frame).to_native())
        case nw.Implementation.PANDAS:
            return _pandas(table, needed)
        case nw.Implementation.PYARROW:
            return _arrow(table, needed)
    found, kinds = type(table).__name__, "Polars, pandas, PyArrow, DuckDB, PySpark"
    raise Refused(say(N_("a table is one of: {kinds}; not {found}"), kinds=kinds, found=found))


def lazy(table: Any) -> nw.LazyFrame[Any]:
    """A table of any kind that is known here as a lazy frame of narwhals; Refused for any other thing."""
    opened(table, ())
    frame: nw.LazyFrame[Any] = nw.from_native(table).lazy()
    return frame


def collected(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """A small result, computed without holding the whole table where the engine can do so."""
    is_polars = frame.implementation is nw.Implementation.POLARS
    return frame.collect(engine="streaming") if is_polars else frame.collect()


def alike(table: Any, rows: list[dict[str, Any]]) -> Any:
    """Rows as a table of Polars, pandas or PyArrow, whichever another table is; of Polars for every other kind."""
    found = pl.DataFrame(rows, infer_schema_length=None)
    match nw.from_native(table).implementation:
        case nw.Implementation.PANDAS:
            return found.to_pandas()
        case nw.Implementation.PYARROW:
            return found.to_arrow(compat_level=pl.CompatLevel.oldest())
    return found


def polars_opened(
    frame: pl.LazyFrame,
    as_text: Collection[str] = (),
    close: Callable[[pl.LazyFrame], Any] = lambda result: result,
    whole: Collection[str] = (),
) -> Opened:
    """A lazy frame of Polars, opened; ``close`` makes what is handed back of it."""
    schema = nw.from_native(frame).collect_schema()
    # A column of nulls alone has no type, and fits every fact.
    nulls = [name for name, dtype in frame.collect_schema().items() if dtype == pl.Null]
    return Opened(pl, list(schema), schema, {*as_text, *nulls}, whole, lambda work: close(work(frame)))


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

    columns, problems = {}, []
    for name in table.columns:
        if name in needed:
            try:
                columns[name] = _decoded(pa, _in_arrow(pa, table[name]))
            except (pa.ArrowException, TypeError, ValueError, OverflowError):
                problems.append(say(N_("values of several kinds in one column")).at(name))
    refuse(problems)
    as_text = [name for name, each in columns.items() if table[name].dtype == object and pa.types.is_decimal(each.type)]
    # As plain figures: Arrow would write 0 beside finer values as 0E-7.
    for name in as_text:
        figures = [None if each is None else f"{each:f}" for each in columns[name].to_pylist()]
        columns[name] = pa.array(figures, pa.large_string())
    return _by_polars(list(table.columns), columns, attach, as_text)


def _in_arrow(pa: Any, column: Any) -> Any:
    """A column of pandas in Arrow; a number that Arrow cannot hold as one past every bound, which costs its row."""
    dense = column.sparse.to_dense() if hasattr(column, "sparse") else column
    try:
        return pa.array(dense, from_pandas=True)
    except (pa.ArrowException, OverflowError, TypeError):
        return pa.array(map(_held, dense))


def _held(value: object) -> object:
    if isinstance(value, int):
        return max(-_PAST, min(value, _PAST))
    if isinstance(value, Decimal) and value.is_infinite():
        return Decimal(_PAST).copy_sign(value)
    return None if is_missing(value) else value


_PAST = 2**63 - 1


def _read(name: str, column: Any) -> Any:
    try:
        if str(column.type).startswith("decimal256"):
            raise PolarsError  # it would print a panic
        return pl.from_arrow(column)
    except (PolarsError, PanicException) as error:
        raise Refused(say(N_("a column of {found}"), found=str(column.type)).at(name)) from error


def _decoded(pa: Any, column: Any) -> Any:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _by_polars(
    names: list[str], columns: Mapping[str, Any], attach: Callable[[Any], Any], as_text: Collection[str] = ()
) -> Opened:
    """A table of another kind, of which Polars computes the columns that are needed."""
    frame = pl.DataFrame({name: _read(name, each) for name, each in columns.items()})

    def close(result: pl.LazyFrame) -> Any:
        added = result.drop(list(columns)).collect(engine="streaming")
        return attach(added.to_arrow(compat_level=pl.CompatLevel.oldest()))

    return polars_opened(frame.lazy(), as_text, close, _whole(frame, columns))._replace(columns=names)


def _whole(frame: pl.DataFrame, needed: Collection[str]) -> list[str]:
    """The columns of those needed that hold no null."""
    return [name for name in frame.columns if name in needed and not frame[name].null_count()]


def _whole_by_engine(frame: Any, needed: list[str]) -> list[str]:
    """The columns of those needed of which DuckDB or Spark knows, or learns without a query's work, that none is null.

    Spark may have that in its schema. DuckDB counts quickly in a table, a view or what it reads of Python.
    """
    table = frame.to_native()
    if frame.implementation is not nw.Implementation.DUCKDB:
        return [field.name for field in table.schema.fields if not field.nullable]
    if table.type not in _STORED or not needed:
        return []
    known = frame.select(nw.len().alias(f"{OWN}rows"), *(nw.col(name).count() for name in needed))
    [(rows, *counts)] = known.to_native().fetchall()
    return [name for name, count in zip(needed, counts, strict=True) if count == rows]


_STORED = {"TABLE_RELATION", "VIEW_RELATION"}
