"""Work that Ctrl-C stops: never in the middle of Python that another language has called."""

import signal
import threading

import pytest

from benefitcalc.population.interruptible import interruptible


def ctrl_c():
    signal.raise_signal(signal.SIGINT)


def test_work_gives_what_it_gives():
    assert interruptible(lambda: 5) == 5


def test_an_error_of_the_work_is_raised_where_it_was_asked_for():
    def fails():
        raise KeyError("its own")

    with pytest.raises(KeyError, match="its own"):
        interruptible(fails)


def test_ctrl_c_is_raised_once_the_work_has_ended_and_never_within_it():
    said = []

    def work():
        ctrl_c()
        said.append("goes on")

    with pytest.raises(KeyboardInterrupt):
        interruptible(work)
    assert said == ["goes on"]


def test_work_that_has_not_begun_is_not_begun_any_more(monkeypatch):
    begun, late = [], []

    def interrupted(thread):
        late.append(thread)
        ctrl_c()

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        interruptible(lambda: begun.append(1))
    late[0].run()  # as a thread would that was started and had not run yet
    assert begun == []


def test_work_that_does_not_look_whether_it_is_to_stop_is_given_the_signal_again():
    seen = threading.Event()
    times = []

    def count(*_):
        times.append(1)
        if len(times) == 3:
            seen.set()
        raise KeyboardInterrupt

    def work():
        ctrl_c()
        assert seen.wait(60)

    before = signal.signal(signal.SIGINT, count)
    try:
        with pytest.raises(KeyboardInterrupt):
            interruptible(work)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(times) >= 3
