"""Columns that are added to a data frame step by step."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import polars as pl

from benefitcalc.core.backends.columns import Column, Dialect, Expr
from benefitcalc.population import sql_text

Frame = Any
"""A lazy frame of Polars or of narwhals, as its dialect requires."""


OWN = "benefitcalc_"
"""The prefix of temporary columns."""


class Steps:
    """Columns that are added to a frame in steps; a step may use the columns of the steps before it.

    An expression that several others use is computed once if it has a column of its own.
    """

    def __init__(self, dialect: Dialect, prefix: str = OWN) -> None:
        self.dialect, self.prefix = dialect, prefix
        self.steps: list[dict[str, Expr]] = []
        self.own: list[str] = []

    def named(self, values: Mapping[str, Expr]) -> dict[str, str]:
        """Add a step with a column for each value; return the names of the columns."""
        names = {name: self.name() for name in values}
        self.steps.append({names[name]: value for name, value in values.items()})
        return names

    def name(self) -> str:
        """Return a new column name."""
        self.own.append(f"{self.prefix}{len(self.own)}")
        return self.own[-1]

    def level(self) -> dict[str, Expr]:
        """Add an empty step, which a `Step` fills later."""
        self.steps.append({})
        return self.steps[-1]

    def add(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """Add a step with a column for each value; return the expressions of these columns for later steps."""
        return {name: self.dialect.col(own) for name, own in self.named(values).items()}

    def keep(self, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Add a step that computes the columns among the values, each one once; return the values for later steps."""
        given = list(values)
        own = self.add({each.way: each.expr for named in given for each in named.values() if isinstance(each, Column)})
        kept = {way: Column(self.dialect, expr, way) for way, expr in own.items()}
        return [
            {name: kept[each.way] if isinstance(each, Column) else each for name, each in named.items()}
            for named in given
        ]

    def then(self, results: Mapping[str, Expr]) -> "Steps":
        """Add the last step: the columns that stay."""
        self.steps.append(dict(results))
        return self

    def __call__(self, frame: Frame) -> Frame:
        """Return the frame with the columns that stay."""
        for step in filter(None, self.steps):
            is_text = any(isinstance(each, sql_text.Text) for each in step.values())
            frame = _with_texts(frame, step) if is_text else frame.with_columns(**step)
        return frame.drop(self.own)


def _with_texts(frame: Any, step: Mapping[str, sql_text.Text]) -> Any:
    """Add columns given as SQL text to a table of DuckDB or Spark."""
    texts = [f"{each.sql} AS {name}" for name, each in step.items()]
    table = frame.to_native()
    is_duckdb = frame.implementation is nw.Implementation.DUCKDB
    return nw.from_native(table.project(", ".join(["*", *texts])) if is_duckdb else table.selectExpr("*", *texts))


class Step:
    """A step to fill: each column is computed once, and only in the rows where ``where`` holds."""

    def __init__(self, steps: Steps, level: dict[str, Expr], where: Expr) -> None:
        self.dialect, self.steps, self.level, self.where = steps.dialect, steps, level, where
        self.kept: dict[str, Column] = {}

    def keep(self, value: Any) -> Any:
        """Return a column for later steps; a value that is not a column is unchanged."""
        if not isinstance(value, Column):
            return value
        if value.way not in self.kept:
            name = self.steps.name()
            self.level[name] = self.dialect.when(self.where).then(value.expr)
            self.kept[value.way] = value.made(self.dialect.col(name), name)
        return self.kept[value.way]


def only_where(holds: Expr, texts: Expr) -> Expr:
    """Compute texts only in the rows where the condition holds.

    DuckDB and Spark do this themselves. Polars computes a whole batch, with nulls in the other rows, if one row of it
    needs the text; and these texts take ten times as long as the rules.
    """
    if not isinstance(texts, pl.Expr):
        return texts
    needed = list(dict.fromkeys([*holds.meta.root_names(), *texts.meta.root_names()]))

    def of_piece(columns: pl.Series) -> pl.Series:  # pragma: no cover - on Polars' threads, which coverage cannot see
        piece = columns.struct.unnest()
        at = piece.select(holds.fill_null(False).arg_true()).to_series()
        nothing = pl.repeat(None, piece.height, dtype=pl.String, eager=True)
        return nothing.scatter(at, piece[at].select(texts).to_series())

    return pl.struct(needed).map_batches(of_piece, return_dtype=pl.String, is_elementwise=True)


class Apart(NamedTuple):
    """Columns that need more work in some rows, which is done only there."""

    columns: Mapping[str, Expr]
    """The values in the other rows; null in the rows that need the work."""
    reads: Mapping[str, Expr]
    """The inputs of the work."""
    values: Sequence[Expr]
    """Those inputs of which at least one is null in every row that needs the work."""
    work: Callable[[Steps, Mapping[str, Expr]], Mapping[str, Expr]]
    """Fills the steps from the inputs, and returns the columns for the rows that need the work."""


def apart(steps: Steps, rows: Apart) -> Mapping[str, Expr]:
    """Return the complete columns.

    DuckDB and Spark compute row by row. Polars would compute a whole batch for a single row. So for Polars a batch is
    reduced to the rows that need the work, and the work is planned only if there is one.
    """
    if steps.dialect is not pl:
        return _in_texts(steps, rows)
    own = steps.named(rows.columns)
    names = dict.fromkeys(name for each in rows.reads.values() for name in each.meta.root_names())
    given = pl.struct(*own.values(), *names)
    column = given.map_batches(_OfPiece(rows, own), return_dtype=pl.dtype_of(given), is_elementwise=True)
    done = steps.add({"apart": column})["apart"]
    return {name: done.struct.field(each) for name, each in own.items()}


def _in_texts(steps: Steps, rows: Apart) -> Mapping[str, Expr]:
    dialect: Dialect = sql_text if steps.dialect is nw else steps.dialect
    own = Steps(dialect, f"{OWN}apart_")
    read = own.named(rows.reads)
    steps.steps.append({name: rows.reads[each] for each, name in read.items()})
    own.steps.clear()
    done = own.named(rows.work(own, {each: dialect.col(name) for each, name in read.items()}))
    steps.steps.extend(own.steps)
    steps.own.extend(own.own)
    completed = {
        name: steps.dialect.coalesce(rows.columns[name], steps.dialect.col(each)) for name, each in done.items()
    }
    return {**rows.columns, **completed}


class _OfPiece:
    """Completes the columns of a batch in the rows that need the work."""

    def __init__(self, rows: Apart, own: Mapping[str, str]) -> None:
        self.rows, self.own = rows, own
        self.steps: Steps | None = None

    def __call__(self, columns: pl.Series) -> pl.Series:  # pragma: no cover - on Polars' threads, as in `only_where`
        piece = columns.struct.unnest()
        if not any(piece[each.meta.output_name()].null_count() for each in self.rows.values):
            return columns  # much faster than a check of each row
        is_some_null = piece.select(pl.any_horizontal(*(each.is_null() for each in self.rows.values)))
        rows = is_some_null.to_series().arg_true()
        done = self._made()(piece[rows])
        at = pl.repeat(None, len(piece), dtype=pl.UInt32, eager=True).scatter(rows, range(len(rows)))
        completed = {
            own: pl.coalesce(own, done[name].gather(at)) for name, own in self.own.items() if name in done.columns
        }
        return piece.with_columns(**completed).to_struct(columns.name)

    def _made(self) -> Steps:  # pragma: no cover - as above
        if self.steps is None:
            steps = Steps(pl, f"{OWN}apart_")
            self.steps = steps.then(self.rows.work(steps, steps.add(self.rows.reads)))
        return self.steps
