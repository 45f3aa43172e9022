"""Which tests run without coverage, and which together on one worker."""

import gc
import sys
from collections import OrderedDict
from pathlib import Path

import pytest
from conftest import LONG, OneSpark, draws
from hypothesis import given
from hypothesis import strategies as st


def test_a_test_that_draws_its_cases_runs_without_coverage():
    assert draws(given(st.booleans())(lambda case: None))


def test_a_test_that_draws_its_cases_in_a_function_inside_it_runs_without_coverage():
    def test():
        given(st.booleans())(lambda case: None)()

    assert draws(test)


@pytest.mark.many_cases
def test_a_test_of_many_cases_runs_without_coverage_on_its_own_thread():
    assert sys.gettrace() is None


def test_any_other_test_and_a_doctest_run_with_coverage():
    assert not draws(lambda: None)
    assert not draws(None)


def test_all_tests_about_spark_are_one_unit_of_work_and_the_others_one_for_each_file():
    dealt = object.__new__(OneSpark)
    tests = ["tests/a.py::test_b[spark-date]", "tests/c.py::test_the_plan_of_spark", "tests/a.py::test_b[polars]"]
    assert [dealt._split_scope(each) for each in tests] == ["spark", "spark", "tests/a.py"]


def test_files_of_few_and_long_tests_are_dealt_out_before_all_others():
    class Node:
        def send_runtest_some(self, indexes):
            dealt.extend(indexes)

    tests, dealt, node = ["tests/a.py::test_b", f"{LONG[1]}::test_c", f"{LONG[0]}::test_d"], [], Node()
    scheduling = object.__new__(OneSpark)
    scheduling.workqueue = OrderedDict((each.split("::")[0], {each: False}) for each in tests)
    scheduling.assigned_work, scheduling.registered_collections = {}, {node: tests}
    for _ in tests:
        scheduling._assign_work_unit(node)
    assert dealt == [2, 1, 0]


def test_each_file_of_long_tests_is_there():
    root = Path(__file__).parents[1]
    assert [each for each in LONG if each != "spark" and not (root / each).is_file()] == []


def test_no_garbage_is_looked_for_among_what_was_imported():
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
