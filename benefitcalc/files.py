"""Tables in files: Parquet or CSV in, the same rows with results out, in a stream, however many rows there are.

The target appears whole or not at all: it is written in a hidden folder beside its place, forced to disk, and moved.
"""

import csv
import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from narwhals.exceptions import NarwhalsError
from polars.exceptions import PolarsError

from benefitcalc.engines import polars_opened
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.policy import Policy
from benefitcalc.result_columns import PROBLEM, Detail
from benefitcalc.rule import Rule
from benefitcalc.system_errors import why
from benefitcalc.tables import Asked, Summary, summary

Progress = Callable[[int, int], None]
"""Told, while a stream flows, how many rows have been read, and of how many."""

PARQUET, CSV = ".parquet", ".csv"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def assess_file(
    source: str | Path | Sequence[str | Path],
    target: str | Path,
    *,
    policy: Policy | str | Path | None = None,
    rules: Iterable[Rule] | Rule | None = None,
    detail: Detail = "range",
    strict: bool = False,
    lang: str = "en",
    problems: str | Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Write the rows of a file, with what the rules give each, to another; columns as for `benefitcalc.assess_table`.

    ``source`` is a file, a pattern such as ``people-*.parquet``, or several of these: files of the same columns, taken
    one after another. A file is Parquet or CSV by the end of its name. CSV is UTF-8 with commas and a line of names;
    its facts are written as people write them: ``1200.50``, ``82``, ``yes``, ``partial``.

    ``problems`` names a file for a copy of the rows that have a problem. With ``strict``, nothing is written where
    there are any. ``progress`` is called while the rows are read.

    The summary counts rows and problems. Refused where a file cannot be read or written, or a source would be written
    over; then no file has changed.
    """
    asked = Asked.of(policy, rules, detail)
    given = [source] if isinstance(source, str | Path) else list(source)
    targets = [Path(each) for each in (target, problems) if each is not None]
    with _told_as_refused(given):
        sources = _sources(given, targets)
    with _told_as_refused(sources), _written_whole(targets) as parts:
        frame = _scanned(sources)
        as_text = frame.collect_schema().names() if sources[0].suffix.lower() == CSV else ()
        plan = asked.plan(polars_opened(frame, as_text), lang)
        rows = frame.select(pl.len()).collect(engine="streaming").item()
        has_mark = _starts_with_mark(sources[0])
        _sink(plan(_counted(frame, rows, progress)), parts[0], has_mark=has_mark)
        written = _scanned(parts[:1])
        found = summary(written)
        if found.rows != rows:
            changed = N_("the source changed while it was read: first {rows} rows, then {now}")
            raise Refused(say(changed, rows=rows, now=found.rows))
        if strict:
            found.refuse_problems()
        for part in parts[1:]:
            _sink(written.filter(pl.col(PROBLEM).is_not_null()), part, has_mark=has_mark)
    return found._replace(notices=tuple(_notices(sources)))


def _sources(given: Sequence[str | Path], targets: Sequence[Path]) -> list[Path]:
    """The files that are meant, each pattern's in the order of their names; Refused where any or a target is unfit."""
    found: list[Path] = []
    problems = []
    for each in given:
        files = [each] if Path(each).exists() else sorted(glob.glob(str(each), recursive=True))  # noqa: PTH207 - a pattern may be absolute
        found.extend(map(Path, files))
        if not files:
            problems.append(say(N_("{file}: there is no such file"), file=_shown(each)))
    problems.extend(_kind_problems(found))
    if len({file.suffix.lower() for file in found}) > 1:
        problems.append(say(N_("the sources are of several kinds; give Parquet or CSV")))
    if not given:
        problems.append(say(N_("give at least one source")))
    problems.extend(_target_problems(targets, found))
    if problems:
        raise Refused(*problems)
    return found


def _kind_problems(files: Iterable[Path]) -> Iterator[Message]:
    for file in files:
        if _shown(file) != str(file):
            yield say(N_("{file}: the name is not UTF-8; rename it"), file=_shown(file))
        elif file.suffix.lower() not in {PARQUET, CSV}:
            yield say(N_("{file}: the name must end in {kinds}"), file=_shown(file), kinds=listed([PARQUET, CSV]))
        elif file.is_dir():
            yield say(N_("{file}: is a folder; give the files in it, such as {file}/*.parquet"), file=_shown(file))


def _target_problems(targets: Sequence[Path], sources: Sequence[Path]) -> Iterator[Message]:
    yield from _kind_problems(targets)
    for target in targets:
        if not target.absolute().parent.is_dir():
            yield say(N_("{file}: there is no such folder"), file=_shown(target))
        elif target.exists() and any(target.samefile(source) for source in sources):
            yield say(N_("{file}: a source is never written over; give another name"), file=_shown(target))
    if len({os.path.realpath(target) for target in targets}) < len(targets):
        yield say(N_("{file}: the target cannot be the file of the problems too"), file=_shown(targets[0]))


def _shown(file: str | Path) -> str:
    """A file's name; what is no character in it is shown as a question mark."""
    return str(file).encode(errors="replace").decode()


def _scanned(files: Sequence[Path]) -> pl.LazyFrame:
    if files[0].suffix.lower() == PARQUET:
        return pl.scan_parquet(list(files), glob=False, hive_partitioning=False)
    names = _names(files)
    # As text, so that every value that is no fact comes out as it went in.
    return pl.scan_csv(list(files), glob=False, infer_schema=False, with_column_names=lambda _: names)


def _names(files: Iterable[Path]) -> list[str]:
    """The names of CSV files' columns; Refused where twofold, or not all the same: columns go by their place."""
    headers = {file: _header(file) for file in files}
    first, *_ = headers.values()
    problems = []
    for file, names in headers.items():
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            told = N_("{file}: more than one column has the name: {names}")
            problems.append(say(told, file=_shown(file), names=listed([shown(name) for name in twice])))
        if names != first:
            problems.append(say(N_("{file}: other columns than in the first source"), file=_shown(file)))
    if problems:
        raise Refused(*problems)
    return first


def _header(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return next(filter(None, csv.reader(lines)), [])
    except UnicodeDecodeError as error:
        raise Refused(say(N_("{file}: is not UTF-8; save it as CSV in UTF-8"), file=_shown(file))) from error


def _counted(frame: pl.LazyFrame, rows: int, progress: Progress | None) -> pl.LazyFrame:
    if progress is None:
        return frame
    read = 0

    def count(batch: pl.DataFrame) -> pl.DataFrame:
        nonlocal read
        read += batch.height
        progress(read, rows)
        return batch

    return frame.map_batches(
        count, streamable=True, predicate_pushdown=True, projection_pushdown=True, validate_output_schema=False
    )


def _sink(frame: pl.LazyFrame, file: Path, *, has_mark: bool) -> None:
    if file.suffix.lower() == PARQUET:
        frame.sink_parquet(file, sync_on_close="all", engine="streaming")
    else:
        frame.sink_csv(file, include_bom=has_mark, sync_on_close="all", engine="streaming")


@contextmanager
def _written_whole(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Files in hidden folders beside the targets, to be written; each takes its target's place once all are done.

    A folder of its own, since a query that failed may still be about to open its file: what is gone cannot be filled.
    """
    with ExitStack() as stack:
        parts = [Path(stack.enter_context(_hidden(each)), each.name) for each in targets]
        yield parts
        for part, target in reversed(list(zip(parts, targets, strict=True))):
            part.replace(target)
            _sync_folder(target)


def _hidden(target: Path) -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix=f".{target.stem}.", suffix=".part", dir=target.parent, ignore_cleanup_errors=True)


def _sync_folder(file: Path) -> None:
    """Have the disk keep a file's new name, where the system lets a folder be opened."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(file.absolute().parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _told_as_refused(sources: Sequence[str | Path]) -> Iterator[None]:
    """What a library or the system found wrong with a file, in a line."""
    try:
        yield
    except (PolarsError, NarwhalsError, csv.Error, OSError) as error:
        files = listed(list(map(_shown, sources)))
        raise Refused(
            say(N_("{files}: cannot be read, or its results not be written: {why}"), files=files, why=why(error))
        ) from error


def _starts_with_mark(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(len(BYTE_ORDER_MARK)) == BYTE_ORDER_MARK


def _notices(sources: Iterable[Path]) -> Iterator[Message]:
    """What a reader should know: a CSV file that was cut short may lack the end of its last amount, and look whole."""
    for file in sources:
        if file.suffix.lower() == CSV:
            with file.open("rb") as content:
                content.seek(-1, os.SEEK_END)
                if content.read(1) not in {b"\n", b"\r"}:
                    told = N_("{file}: the last line has no end; if the file was cut short, its last row is not right")
                    yield say(told, file=_shown(file))
