"""Which tests run without coverage, and which together on one worker."""

import sys

import pytest
from conftest import OneSpark, draws
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
