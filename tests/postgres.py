"""PostgreSQL for the tests: a private server on a socket in a temporary folder, without a network.

It is Debian's package. Without it the tests are skipped; with ``BENEFITCALC_REQUIRE_POSTGRES=1`` they
fail.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import polars as pl
import pytest

TYPES = {pl.Boolean: "BOOLEAN", pl.Int64: "BIGINT", pl.String: "TEXT", pl.Date: "DATE"}


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@cache
def socket() -> Path:
    """Return the folder with the socket of the tests' only server, which stops at the end."""
    programs = _programs()
    if programs is None or shutil.which("psql") is None or os.geteuid() != 0:
        if os.environ.get("BENEFITCALC_REQUIRE_POSTGRES") == "1":
            pytest.fail("PostgreSQL is required, and is not on this machine or may not be started")
        pytest.skip("PostgreSQL is not on this machine, or may not be started as the user postgres")
    folder = Path(tempfile.mkdtemp(prefix="benefitcalc-postgres-", dir="/tmp"))
    shutil.chown(folder, "postgres")
    data, log = folder / "data", folder / "log"
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c jit=off"
    _as_postgres(programs / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    _as_postgres(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", settings, "start")
    atexit.register(_stopped, programs, folder)
    return folder


def _as_postgres(*command: object) -> None:
    done = subprocess.run(
        ["runuser", "-u", "postgres", "--", *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # which the server would keep open
        stderr=subprocess.PIPE if "initdb" in str(command[0]) else subprocess.DEVNULL,
        cwd="/",
        check=False,
    )
    assert done.returncode == 0, done


def _stopped(programs: Path, folder: Path) -> None:
    _as_postgres(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def run(script: str) -> str:
    """Return the output of psql for a script."""
    command = ["psql", "-h", str(socket()), "-U", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr[:2000]
    return done.stdout


def filled(table: pl.DataFrame, name: str = '"people"') -> None:
    """Create a table on the server from a Polars table."""
    columns = ", ".join(f'"{column}" {TYPES[type(dtype)]}' for column, dtype in table.schema.items())
    rows = table.write_csv(include_header=False, null_value="\\N")
    made = f"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({columns});"
    run(f"{made} COPY {name} FROM stdin (FORMAT csv, NULL '\\N');\n{rows}\\.\n")


def asked(query: str, schema: pl.Schema) -> pl.DataFrame:
    """The answer to a query, as a table of Polars of this schema."""
    told = run(f"COPY ({query}) TO stdout (FORMAT csv, HEADER, NULL '\\N');")
    texts = pl.read_csv(told.encode(), infer_schema=False, null_values="\\N")
    return texts.with_columns(
        pl.col(name) == "t"
        if dtype == pl.Boolean
        else (pl.col(name).str.to_date() if dtype == pl.Date else pl.col(name).cast(dtype))
        for name, dtype in schema.items()
    )
