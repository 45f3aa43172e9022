"""Work that Ctrl-C may stop at any moment, although other languages than Python take part in it."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from signal import SIGINT, raise_signal
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

SOON = 0.1
"""So many seconds may pass before Ctrl-C is noticed; then work that goes on is told again, in such intervals."""


def interruptible(work: Callable[[], T]) -> T:
    """What some work gives, done on a thread of its own; KeyboardInterrupt comes once the work has ended.

    Python raises KeyboardInterrupt in the main thread, wherever that is: where Polars has called Python from Rust, such
    an exception is a panic. On another thread it is never raised; there Polars sees the signal itself, and gives up.
    """
    done: Future[T] = Future()
    try:
        Thread(target=_do, args=(work, done), daemon=True).start()
        while not wait([done], SOON).done:  # without an end it would not notice the signal: Polars has waits go on
            pass
    except KeyboardInterrupt:
        _end(done)
        raise
    return done.result()


def _do(work: Callable[[], T], done: Future[T]) -> None:
    if done.set_running_or_notify_cancel():
        try:
            result = work()
        except BaseException as error:  # whatever it is, it is raised where the work was asked for
            done.set_exception(error)
        else:
            done.set_result(result)


def _end(done: Future[T]) -> None:
    """Have the work end: not begin, or give up; what Polars does between two queries does not see a signal."""
    while not done.cancel() and not done.done():
        with suppress(KeyboardInterrupt):
            wait([done], SOON)
            if not done.done():
                raise_signal(SIGINT)
