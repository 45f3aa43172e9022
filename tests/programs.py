"""Run scripts and ``python -m`` as programs, forked from one process that has imported the library for all of them.

A program has its own arguments, folder, environment, streams and exit code; a warning is an error.
What Python decides at its start was decided in the process that forks: there is one for each set of ``PYTHON``
variables, and one for terminals.
"""

import atexit
import fcntl
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pexpect.fdpexpect import fdspawn

EXAMPLES = Path(__file__).parents[1] / "examples"
SECONDS = 60


def run(
    program: Sequence[str], env: Mapping[str, str], *, answers: str = "", folder: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a script or ``-m`` and a module, with its arguments, until it ends."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _input(answers) as given:
        forks = _forks(_of_python(env), is_terminal=False)
        forks.start(program, env, folder, [given, out.fileno(), err.fileno()])
        code = forks.exit_code()
        said, complained = (_text(each) for each in (out, err))
    return subprocess.CompletedProcess(program, code, said, complained)


@contextmanager
def terminal(program: Sequence[str], env: Mapping[str, str]) -> Iterator[Any]:
    """Run a program in a pseudo-terminal; its exit code is available afterwards."""
    forks = _forks(_of_python(env), is_terminal=True)
    ours, its = _terminal()
    forks.start(program, env, None, [its] * 3)
    os.close(its)
    child = _Terminal(ours, encoding="utf-8", timeout=SECONDS)
    try:
        yield child
        child.exitstatus = forks.exit_code()
    except BaseException:
        _forks.cache_clear()  # it still waits for the program
        raise
    finally:
        child.close()


class _Terminal(fdspawn):  # type: ignore[misc]  # pexpect ships no types
    """What pexpect offers for a process, for one that another process started."""

    exitstatus: int | None = None

    def sendintr(self) -> None:
        self.send("\x03")

    def sendeof(self) -> None:
        self.send("\x04")


class _Forks:
    """A process that has imported the library and forks for each program."""

    def __init__(self, of_python: Mapping[str, str], stream: int) -> None:
        self.socket, its = socket.socketpair()
        self.socket.settimeout(SECONDS)
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", __file__, str(its.fileno())],
            stdin=stream,
            stdout=stream,
            pass_fds=[its.fileno()],
            env={**env, **of_python},
            start_new_session=True,
        )
        its.close()
        atexit.register(self.end)

    def end(self) -> None:
        self.socket.close()
        os.killpg(self.process.pid, 9)  # also a program that has not ended
        self.process.wait()

    def start(self, program: Sequence[str], env: Mapping[str, str], folder: Path | None, streams: list[int]) -> None:
        asked = {"program": list(program), "folder": str(folder or Path.cwd()), "env": dict(env)}
        socket.send_fds(self.socket, [json.dumps(asked).encode() + b"\n"], streams)

    def exit_code(self) -> int:
        try:
            return int(self.socket.recv(16))
        except TimeoutError:
            _forks.cache_clear()  # it still waits for the program
            raise


@cache
def _forks(of_python: tuple[tuple[str, str], ...], *, is_terminal: bool) -> _Forks:
    return _Forks(dict(of_python), _terminal()[1] if is_terminal else subprocess.DEVNULL)


def _of_python(env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the variables that Python reads at its start."""
    return tuple(sorted((name, value) for name, value in env.items() if name.startswith("PYTHON")))


def _terminal() -> tuple[int, int]:
    """Return both ends of a pseudo-terminal of 80 columns."""
    ours, its = os.openpty()
    termios.tcsetwinsize(its, (24, 80))
    return ours, its


@contextmanager
def _input(answers: str) -> Iterator[int]:
    """Return a pipe that holds the answers, which are short, or an input that is empty."""
    ours, its = os.pipe()
    os.write(its, answers.encode("utf-8", "surrogateescape"))
    os.close(its)
    try:
        yield ours
    finally:
        os.close(ours)


def _text(file: Any) -> str:
    file.seek(0)
    text: str = file.read().decode("utf-8", "surrogateescape")
    return text


# In the process that forks -----------------------------------------------------------------------------------------


def _fork_for_each(requests: socket.socket) -> list[str]:
    """Fork for each request; return, in each fork alone, the program that it is to be."""
    while asked := _request(requests):
        request, streams = asked
        pid = os.fork()
        if not pid:
            requests.close()
            return _become(request, streams)
        for each in streams:
            os.close(each)
        requests.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
    os._exit(0)


def _request(requests: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    text, streams, *_ = socket.recv_fds(requests, 1 << 16, 3)
    while text and not text.endswith(b"\n"):
        text += requests.recv(1 << 16)
    return (json.loads(text), streams) if text else None


def _become(request: dict[str, Any], streams: list[int]) -> list[str]:
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    if os.isatty(0):
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background do not hear Ctrl-C
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["env"])
    program: list[str] = request["program"]
    return program


def _run(program: list[str]) -> None:
    """Run the program as ``python`` does; its end is that of this process."""
    if program[0] == "-m":
        sys.path[0], sys.argv = str(Path.cwd()), program[1:]
        runpy.run_module(program[1], run_name="__main__", alter_sys=True)
    else:
        sys.path[0], sys.argv = str(Path(program[0]).parent), program
        runpy.run_path(program[0], run_name="__main__")


if __name__ == "__main__":
    sys.path.insert(1, str(EXAMPLES))
    import asking  # noqa: F401  # what every script imports, ...

    import benefitcalc.cli.main  # noqa: F401  # ... and every command

    del sys.path[1]
    _run(_fork_for_each(socket.socket(fileno=int(sys.argv[1]))))
