"""Open the kinds of table that a caller may have, and return each as the same kind.

Polars, DuckDB and Apache Spark compute their own tables. Polars computes the tables of pandas and PyArrow: the needed
columns are converted through Arrow, and the results are added to the original table.
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
    """An opened table."""

    dialect: Dialect
    columns: list[str]
    """The names of all columns."""
    schema: Mapping[str, Any]
    """The narwhals types of the columns; for a table that Polars computes, only the needed columns."""
    as_text: Collection[str]
    """The columns that are text because their values fit no column type."""
    whole: Collection[str]
    """The columns that are known to have no nulls and no blank text."""
    apply: Callable[[Callable[[Frame], Frame]], Any]
    """Apply work that adds columns and keeps every row; return a table of the original kind."""


def opened(table: Any, needed: Collection[str]) -> Opened:
    """Open a table of a supported kind with the needed columns; raise `Refused` for anything else.

    Names in ``needed`` that are not columns of the table are left to the caller.
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
    """Return a table of a supported kind as a lazy frame of narwhals; raise `Refused` for anything else."""
    opened(table, ())
    frame: nw.LazyFrame[Any] = nw.from_native(table).lazy()
    return frame


def collected(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Compute a small result, without holding the whole table in memory where the engine supports it."""
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
    """Open a lazy frame of Polars; ``close`` converts the result."""
    schema = nw.from_native(frame).collect_schema()
    # A column of only nulls has no type and fits every fact.
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
    # As plain decimal text: Arrow would write 0 beside finer values as 0E-7.
    for name in as_text:
        figures = [None if each is None else f"{each:f}" for each in columns[name].to_pylist()]
        columns[name] = pa.array(figures, pa.large_string())
    return _by_polars(list(table.columns), columns, attach, as_text)


def _in_arrow(pa: Any, column: Any) -> Any:
    """Convert a pandas column to Arrow. A number that Arrow cannot hold becomes one out of bounds."""
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


def _read_column(name: str, column: Any) -> Any:
    try:
        if str(column.type).startswith("decimal256"):
            raise PolarsError  # Polars would print a panic
        return pl.from_arrow(column)
    except (PolarsError, PanicException) as error:
        raise Refused(say(N_("a column of {found}"), found=str(column.type)).at(name)) from error


def _decoded(pa: Any, column: Any) -> Any:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _by_polars(
    names: list[str], columns: Mapping[str, Any], attach: Callable[[Any], Any], as_text: Collection[str] = ()
) -> Opened:
    """Open a table of another kind whose needed columns are computed by Polars."""
    frame = pl.DataFrame({name: _read_column(name, each) for name, each in columns.items()})

    def close(result: pl.LazyFrame) -> Any:
        added = result.drop(list(columns)).collect(engine="streaming")
        return attach(added.to_arrow(compat_level=pl.CompatLevel.oldest()))

    return polars_opened(frame.lazy(), as_text, close, _whole(frame, columns))._replace(columns=names)


def _whole(frame: pl.DataFrame, needed: Collection[str]) -> list[str]:
    """Return the needed columns without nulls and blank text."""
    full = [name for name in frame.columns if name in needed and not frame[name].null_count()]
    return [name for name in full if not (frame.schema[name] in _TEXTS and _has_blank(frame[name]))]


_TEXTS = (pl.String, pl.Categorical, pl.Enum)


def _has_blank(texts: pl.Series) -> bool:
    return "" in texts.unique().cast(pl.String).str.strip_chars()


def _whole_by_engine(frame: Any, needed: list[str]) -> list[str]:
    """Return the needed columns that are known to have no nulls and no blank text, without a full query.

    Spark may have this in its schema, but of text. DuckDB counts fast in a table, a view or a Python object.
    """
    table, schema = frame.to_native(), frame.collect_schema()
    if frame.implementation is not nw.Implementation.DUCKDB:
        return [each.name for each in table.schema.fields if not each.nullable and schema[each.name] != nw.String]
    if table.type not in _STORED or not needed:
        return []
    known = frame.select(nw.len().alias(f"{OWN}rows"), *(_filled(name, schema[name]) for name in needed))
    [(rows, *counts)] = known.to_native().fetchall()
    return [name for name, count in zip(needed, counts, strict=True) if count == rows]


def _filled(name: str, dtype: Any) -> Any:
    """How many values of a column are neither null nor blank text."""
    column = nw.col(name)
    if dtype not in (nw.String, nw.Enum):
        return column.count()
    text = column.cast(nw.String).str.strip_chars()
    return nw.when(text != "").then(text).count().alias(name)


_STORED = {"TABLE_RELATION", "VIEW_RELATION"}
