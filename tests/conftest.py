"""How the tests are run. Their random cases are the same people every time, or new ones with ``BENEFITCALC_DRAW=new``.

Tests that draw their cases and those marked ``many_cases`` run without coverage, which would make them four times
slower. A line counts as covered if a test describes it, not if one of many random cases runs it.
"""

import gc
import os
import sys

import pytest
from hypothesis import is_hypothesis_test, settings
from xdist.scheduler import LoadFileScheduling

settings.register_profile("same", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("new", deadline=None, max_examples=200, print_blob=True)
settings.load_profile(os.environ.get("BENEFITCALC_DRAW", "same"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """Look for garbage only among what the tests themselves make: what is imported and collected stays to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Pause coverage on the thread of a test of many cases; a server's threads outlive the test and keep theirs."""
    if not (item.get_closest_marker("many_cases") or draws(getattr(item, "obj", None))):
        return (yield)
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(trace)


def draws(test):
    """Whether a test draws its cases: itself, or in a function inside it that has ``@given``."""
    return is_hypothesis_test(test) or "given" in getattr(getattr(test, "__code__", None), "co_names", ())


LONG = (
    "spark",
    "tests/docs/test_docs.py",
    "tests/web/test_browser.py",
    "tests/population/test_unknown_columns.py",
    "tests/population/test_visit_tables.py",
    "tests/population/test_sql.py",
    "tests/population/test_native.py",
    "tests/core/backends/test_javascript.py",
    "tests/core/backends/test_symbols.py",
    "tests/examples/test_population_example.py",
    "tests/test_districts.py",
)
"""All that is about Spark, and files of few tests that take long."""


class OneSpark(LoadFileScheduling):
    """A file on each worker, and all that is about Spark on one of them, so that it starts once.

    The files with the most tests come first; before them those of few and long tests, for which a worker would
    otherwise wait at the end.
    """

    def _split_scope(self, nodeid):
        return "spark" if "spark" in nodeid.casefold() else super()._split_scope(nodeid)

    def _assign_work_unit(self, node):
        waiting = next((each for each in LONG if each in self.workqueue), next(iter(self.workqueue)))
        self.workqueue.move_to_end(waiting, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)  # without workers nothing is dealt out
def pytest_xdist_make_scheduler(config, log):
    return OneSpark(config, log) if config.getvalue("dist") == "loadfile" else None
