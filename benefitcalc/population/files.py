"""Assess tables in files: Parquet or CSV in, the same rows with results out, as a stream of any length.

A target appears complete or not at all, as all files of `benefitcalc.text.targets`.
"""

import csv
import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl
from narwhals.exceptions import NarwhalsError
from polars.exceptions import PolarsError

from benefitcalc.engine.rule import Rule
from benefitcalc.policy.document import Policy
from benefitcalc.population.dataframes import polars_opened
from benefitcalc.population.interruptible import interruptible
from benefitcalc.population.result_columns import PROBLEM, Detail
from benefitcalc.population.tables import Asked, Summary, summary
from benefitcalc.text.csv_files import fault, separated_otherwise
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, listed, say, shown
from benefitcalc.text.system_errors import why
from benefitcalc.text.targets import written_whole

Progress = Callable[[int, int], None]
"""A callback with the number of rows read so far and the number of all rows."""

PARQUET, CSV = ".parquet", ".csv"


def assess_file(
    source: str | Path | Sequence[str | Path],
    target: str | Path,
    *,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    rules: Iterable[Rule | str] | Rule | str | None = None,
    detail: Detail = "range",
    strict: bool = False,
    lang: str = "en",
    problems: str | Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Copy the rows of a file to another file, with the results of the rules; columns as in `benefitcalc.assess_table`.

    ``source`` is a file, a pattern such as ``people-*.parquet``, or several of these: files with the same columns, read
    one after another, each only once. The suffix decides between Parquet and CSV. CSV is UTF-8 with commas and a
    header; its facts are written as people write them: ``1200.50``, ``82``, ``yes``, ``partial``. A written CSV file
    starts with a byte order mark, so that spreadsheets recognize UTF-8.

    ``problems`` names a file for a copy of the rows that have a problem. With ``strict``, nothing is written if there
    are any. ``progress`` is called while the rows are read.

    Returns the counts of rows and problems. Raises `Refused` if a file cannot be read or written, or if a source would
    be overwritten; then no file has changed.
    """
    asked = Asked.of(policy, rules, detail, on)
    given = [source] if isinstance(source, str | Path) else list(source)
    targets = [Path(each) for each in (target, problems) if each is not None]
    with _as_refused(given):
        sources = _sources(given, targets)
    with _as_refused(sources), written_whole(*targets) as parts:
        filled = partial(_filled, parts, asked, sources, lang=lang, strict=strict, progress=progress)
        found = interruptible(filled)
    return found._replace(notices=tuple(_notices(sources)))


def _filled(
    parts: Sequence[BinaryIO],
    asked: Asked,
    sources: Sequence[Path],
    *,
    lang: str,
    strict: bool,
    progress: Progress | None,
) -> Summary:
    """Fill the targets, and return the counts of rows and problems."""
    frame = _scanned(sources)
    as_text = frame.collect_schema().names() if sources[0].suffix.lower() == CSV else ()
    plan = asked.plan(polars_opened(frame, as_text), lang)
    rows = frame.select(pl.len()).collect(engine="streaming").item()
    _sink(plan(_counted(frame, rows, progress)), parts[0])
    written = _scanned([Path(parts[0].name)])
    found = summary(written)
    if found.rows != rows:
        changed = N_("the source changed while it was read: first {rows} rows, then {now}")
        raise Refused(say(changed, rows=rows, now=found.rows))
    if strict:
        found.refuse_problems()
    for part in parts[1:]:
        _sink(written.filter(pl.col(PROBLEM).is_not_null()), part)
    return found


def _sources(given: Sequence[str | Path], targets: Sequence[Path]) -> list[Path]:
    """Return the source files, sorted within a pattern; raise `Refused` for an unsuitable source or target."""
    found: list[Path] = []
    problems = []
    for each in given:
        files = [each] if Path(each).exists() else sorted(glob.glob(str(each), recursive=True))  # noqa: PTH207 - a pattern may be absolute
        found.extend(map(Path, files))
        if not files:
            problems.append(say(N_("there is no such file")).at(_shown(each)))
    problems.extend(_kind_problems(found))
    problems.extend(_given_twice(found))
    if len({file.suffix.lower() for file in found}) > 1:
        problems.append(say(N_("the sources are of several kinds; give Parquet or CSV")).at())
    if not given:
        problems.append(say(N_("give at least one source")).at())
    problems.extend(_target_problems(targets, found))
    refuse(problems)
    return found


def _given_twice(files: Iterable[Path]) -> Iterator[Problem]:
    """Yield a problem for a file under two names or in two patterns: its people would count twice."""
    names: dict[tuple[int, int], list[str]] = {}
    for file in files:
        if file.exists():
            known = file.stat()
            names.setdefault((known.st_dev, known.st_ino), []).append(_shown(file))
    for of_one in names.values():
        if len(of_one) > 1:
            yield say(N_("the same file is given twice; give it once")).at(listed(of_one))


def _kind_problems(files: Iterable[Path]) -> Iterator[Problem]:
    for file in files:
        if _shown(file) != str(file):
            yield say(N_("the name is not UTF-8; rename it")).at(_shown(file))
        elif file.suffix.lower() not in {PARQUET, CSV}:
            yield say(N_("the name must end in {kinds}"), kinds=listed([PARQUET, CSV])).at(_shown(file))
        elif file.is_dir():
            told = N_("is a folder; give the files in it, such as {file}/*.parquet")
            yield say(told, file=_shown(file)).at(_shown(file))


def _target_problems(targets: Sequence[Path], sources: Sequence[Path]) -> Iterator[Problem]:
    yield from _kind_problems(targets)
    for target in targets:
        if not target.absolute().parent.is_dir():
            yield say(N_("there is no such folder")).at(_shown(target))
        elif target.exists() and any(target.samefile(source) for source in sources):
            yield say(N_("a source is never written over; give another name")).at(_shown(target))
    if len({os.path.realpath(target) for target in targets}) < len(targets):
        yield say(N_("the target cannot be the file of the problems too")).at(_shown(targets[0]))


def _shown(file: str | Path) -> str:
    """Return a file's name; bytes that are not characters become question marks."""
    return str(file).encode(errors="replace").decode()


def _scanned(files: Sequence[Path]) -> pl.LazyFrame:
    if files[0].suffix.lower() == PARQUET:
        return pl.scan_parquet(list(files), glob=False, hive_partitioning=False)
    names = _column_names(files)
    # As text, so that unparsable values are copied unchanged.
    rows = pl.scan_csv(list(files), glob=False, infer_schema=False, with_column_names=lambda _: names)
    return rows.filter(pl.any_horizontal(pl.all().is_not_null()))  # an empty line is not a person


def _column_names(files: Iterable[Path]) -> list[str]:
    """Return the column names of CSV files; raise `Refused` for duplicates, and if the files have different names."""
    headers = {file: _header(file) for file in files}
    first, *_ = headers.values()
    problems = []
    for file, names in headers.items():
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            told = N_("more than one column has the name: {names}")
            problems.append(say(told, names=listed([shown(name) for name in twice])).at(_shown(file)))
        if otherwise := separated_otherwise(names):
            problems.append(otherwise.at(_shown(file)))
        if names != first:
            problems.append(say(N_("other columns than in the first source")).at(_shown(file)))
    refuse(problems)
    return first


def _header(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return next(filter(None, csv.reader(lines, strict=True)), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(*_faults([file])) from error


def _faults(files: Iterable[str | Path]) -> list[Problem]:
    """Return the first invalid line of each CSV file, with the reason."""
    found = {file: fault(file) for file in map(Path, files) if file.suffix.lower() == CSV and file.is_file()}
    return [reason.at(_shown(file)) for file, reason in found.items() if reason]


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


def _sink(frame: pl.LazyFrame, file: BinaryIO) -> None:
    if Path(file.name).suffix.lower() == PARQUET:
        frame.sink_parquet(file, engine="streaming")
    else:
        frame.sink_csv(file, include_bom=True, engine="streaming")


@contextmanager
def _as_refused(sources: Sequence[str | Path]) -> Iterator[None]:
    """Convert errors of the libraries and the system about files to one line."""
    try:
        yield
    except (PolarsError, NarwhalsError, csv.Error, OSError) as error:
        if not isinstance(error, OSError) and (faults := _faults(sources)):
            raise Refused(*faults) from error
        files = listed(list(map(_shown, sources)))
        raise Refused(
            say(N_("cannot be read, or its results not be written: {why}"), why=why(error)).at(files)
        ) from error


def _notices(sources: Iterable[Path]) -> Iterator[Message]:
    """Yield notices: a truncated CSV file may lack the end of its last amount and still look complete."""
    for file in sources:
        if file.suffix.lower() == CSV:
            with file.open("rb") as content:
                content.seek(-1, os.SEEK_END)
                if content.read(1) not in {b"\n", b"\r"}:
                    told = N_("{file}: the last line has no end; if the file was cut short, its last row is not right")
                    yield say(told, file=_shown(file))
