"""Which tests run without coverage."""

from conftest import draws
from hypothesis import given
from hypothesis import strategies as st


def test_a_test_that_draws_its_cases_runs_without_coverage():
    assert draws(given(st.booleans())(lambda case: None))


def test_a_test_that_draws_its_cases_in_a_function_inside_it_runs_without_coverage():
    def test():
        given(st.booleans())(lambda case: None)()

    assert draws(test)


def test_any_other_test_and_a_doctest_run_with_coverage():
    assert not draws(lambda: None)
    assert not draws(None)
