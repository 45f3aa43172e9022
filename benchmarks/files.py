"""Time and memory from Parquet to Parquet for a population: `assess_file` compared with Polars by hand.

    python benchmarks/files.py [--rows 10000000 100000000] [--rounds 5] [--folder FOLDER]

Each time is that of a whole process (`file_task.py`), and each memory is the maximum of this process. A million people
need about 30 MB on disk, and three times as much during the comparison. `README.md` has the method and the results.
"""

import argparse
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from one_person import Row, interleaved, show

HERE = Path(__file__).parent
PEOPLE = {"all right": 0, "1 in 1,000 wrong": 0.001}
"""As in `people.py`, which would make this process large, and the memory of its children with it."""

BY_HAND = {"query": "Polars by hand, one query", "in_python": "Polars by hand, texts in Python"}
KIB = 1 if sys.platform == "darwin" else 1024
"""The unit of the memory that the system tells, in bytes."""


class Used(NamedTuple):
    """The seconds of a process from start to end, and its greatest memory in bytes."""

    time: float
    memory: int


def used(*task, environment):
    """Return the time and memory of one task as a separate process."""
    start = perf_counter()
    child = subprocess.Popen([sys.executable, str(HERE / "file_task.py"), *map(str, task)], env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    took = perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{task[0]} ended with {child.returncode}")
    return Used(took, usage.ru_maxrss * KIB)


def clean(target, run):
    """Prepare a run: remove its target, and flush all writes to disk."""
    target.unlink(missing_ok=True)
    os.sync()
    return run(target)


def measured(rows, wrong, rounds, folder, run):
    """Return the time and memory of each method, for each round."""
    source = folder / "people.parquet"
    drawn = run("draw", source, rows, wrong)
    print(
        f"{rows:,} people, {wrong} wrong: {size(source.stat().st_size)}, drawn in {drawn.time:.0f} s", file=sys.stderr
    )
    targets = {way: folder / f"{way}.parquet" for way in ("ours", *BY_HAND)}
    for way, target in targets.items():
        clean(target, partial(run, way, source))
    for way in BY_HAND:
        run("same", targets["ours"], targets[way])
        print(
            f"{way}: {size(targets[way].stat().st_size)}, ours {size(targets['ours'].stat().st_size)}", file=sys.stderr
        )
        targets[way].unlink()
    target = targets["ours"]
    found = interleaved({way: partial(clean, target, partial(run, way, source)) for way in targets}, rounds)
    source.unlink()
    target.unlink()
    return found


class Memory(Row):
    """A table row that compares memory, not time."""

    def cells(self):
        """Return the cells of the row."""
        measure, _, beside, _, found, *verdict = super().cells()
        found = found.replace("as long", "as much")
        return measure, size(median(self.ours)), beside, size(median(self.theirs)), found, *verdict


def size(count):
    """Return a number of bytes with a suitable unit."""
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def main():
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="How long a population takes from Parquet to Parquet.")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000_000, 100_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the files are written; the system's temporary folder unless given")
    asked = parser.parse_args()
    times, memories, rates = [], [], []
    for kind, wrong in PEOPLE.items():
        smaller = None
        for rows in asked.rows:
            with TemporaryDirectory(dir=asked.folder) as name:
                environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
                environment["PYTHONPYCACHEPREFIX"] = str(Path(name, "bytecode"))
                found = measured(rows, wrong, asked.rounds, Path(name), partial(used, environment=environment))
            what = f"{rows:,} people, {kind}"
            time = {way: [each.time for each in uses] for way, uses in found.items()}
            memory = {way: [each.memory for each in uses] for way, uses in found.items()}
            times += [Row(what, name, time["ours"], time[way], at_most=1.2) for way, name in BY_HAND.items()]
            memories += [Memory(what, name, memory["ours"], memory[way], at_most=1.3) for way, name in BY_HAND.items()]
            if smaller:
                memories.append(Memory(what, f"ours, {asked.rows[0]:,} people", memory["ours"], smaller, at_most=1.1))
            smaller = smaller or memory["ours"]
            rates.append((kind, f"{rows:,}", *(f"{median(each) / rows * 1e9:.1f}" for each in time.values())))
    print(f"{os.cpu_count()} cores; {asked.rounds} rounds.\n")
    heads = ("ours: `assess_file`", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [row.cells() for row in times])
    print("\nThe most memory.\n")
    show(("ours: `assess_file`", "memory", "beside", "its memory", *heads[4:]), [row.cells() for row in memories])
    print("\nNanoseconds a row, the process's start included.\n")
    show(("people", "rows", "ours", *BY_HAND.values()), rates)


if __name__ == "__main__":
    main()
