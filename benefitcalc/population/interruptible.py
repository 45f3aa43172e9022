"""Run work that Ctrl-C can stop at any moment, even while Polars runs Rust code."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from signal import SIGINT, raise_signal
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

SOON = 0.1
"""The number of seconds until Ctrl-C is noticed; unfinished work is signalled again at this interval."""


def interruptible(work: Callable[[], T]) -> T:
    """Return the result of work that runs on its own thread; KeyboardInterrupt is raised once the work has ended.

    Python raises KeyboardInterrupt in the main thread. If Polars has called Python from Rust there, the exception
    becomes a panic. On another thread it is never raised; Polars sees the signal itself and stops.
    """
    done: Future[T] = Future()
    try:
        Thread(target=_do, args=(work, done), daemon=True).start()
        while not wait([done], SOON).done:  # without a timeout it would miss the signal: Polars lets waits continue
            pass
    except KeyboardInterrupt:
        _end(done)
        raise
    return done.result()


def _do(work: Callable[[], T], done: Future[T]) -> None:
    if done.set_running_or_notify_cancel():
        try:
            result = work()
        except BaseException as error:  # every exception is raised again where the work was requested
            done.set_exception(error)
        else:
            done.set_result(result)


def _end(done: Future[T]) -> None:
    """End the work: cancel it or make it stop. Polars does not see a signal that comes between two queries."""
    while not done.cancel() and not done.done():
        with suppress(KeyboardInterrupt):
            wait([done], SOON)
            if not done.done():
                raise_signal(SIGINT)
