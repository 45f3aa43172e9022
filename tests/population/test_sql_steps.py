"""Steps of a query: what is computed once, and which columns are carried on."""

from benefitcalc.population.sql_steps import LEAST_WORDS, Chain, Shared
from benefitcalc.population.sql_text import Text, col


def _long(value):
    """A value of as many words as a column of its own needs."""
    for _ in range(LEAST_WORDS):
        value = value + 1
    return value


def test_what_several_columns_are_computed_from_has_a_column_of_its_own():
    shared = _long(col("cost"))
    first, last = Shared({}).steps({"half": shared - 2, "third": shared - 3})
    assert first == {"shared_1": shared.sql}
    assert last == {"half": "(shared_1 - 2)", "third": "(shared_1 - 3)"}


def test_what_one_column_uses_twice_has_a_column_of_its_own():
    shared = _long(col("cost"))
    assert Shared({}).steps({"double": shared + shared}) == [
        {"shared_1": shared.sql},
        {"double": "(shared_1 + shared_1)"},
    ]


def test_what_has_few_words_is_written_wherever_it_is_needed():
    short = col("cost") + 1
    assert Shared({}).steps({"half": short - 2, "third": short - 3}) == [
        {"half": "((cost + 1) - 2)", "third": "((cost + 1) - 3)"}
    ]


def test_what_is_shared_within_something_shared_comes_a_step_before_it():
    inner = _long(col("cost"))
    outer = _long(inner + inner)
    first, second, last = Shared({}).steps({"half": outer - 2, "third": outer - 3})
    assert list(first) == ["shared_1"]
    assert list(second) == ["shared_2"]
    assert last == {"half": "(shared_2 - 2)", "third": "(shared_2 - 3)"}


def test_a_later_step_uses_a_column_in_place_of_what_it_was_computed_from():
    shared, value = Shared({}), col("cost") + 1
    shared.steps({"more": value})
    assert shared.steps({"most": value + 2}) == [{"most": "(more + 2)"}]


def test_another_name_of_a_column_is_no_column():
    shared = Shared({})
    assert shared.steps({"cost": col("given_cost")}) == []
    assert shared.column_texts({"told": col("cost") + 1}) == {"told": "(given_cost + 1)"}


def _words(chain, law=""):
    """What a chain is in text, with single blanks."""
    return " ".join(chain.written(law, "", "").split())


def test_a_step_carries_what_later_ones_need_and_nothing_else():
    steps = [("given", {"a": "x.a", "b": "x.b", "c": "x.c"}), ("step", {"d": "a + 1", "e": "c + 1"})]
    assert _words(Chain(steps, {"told": "b + d"}, "x")) == (
        "WITH given AS ( SELECT x.a AS a, x.b AS b FROM x ), step AS ( SELECT b, a + 1 AS d FROM given )"
        " SELECT b + d AS told FROM step"
    )


def test_a_step_of_which_nothing_is_needed_is_not_there():
    steps = [("given", {"a": "x.a"}), ("step", {"b": "a + 1"})]
    assert _words(Chain(steps, {"a": "a"}, "x")) == "WITH given AS ( SELECT x.a AS a FROM x ) SELECT a FROM given"


def test_steps_of_one_name_are_numbered_and_the_first_alone_says_in_which_rows():
    steps = [("step", {"a": "x.a"}), ("step", {"b": "a + 1"})]
    assert _words(Chain(steps, {"b": "b"}, where="x.is_open")) == (
        "WITH step AS ( SELECT x.a AS a WHERE x.is_open ), step_2 AS ( SELECT a + 1 AS b FROM step )"
        " SELECT b FROM step_2"
    )


def test_a_result_that_needs_no_step_says_itself_in_which_rows():
    assert _words(Chain([], {"told": "1"}, where="x.is_open")) == "SELECT 1 AS told WHERE x.is_open"


def test_figures_of_the_law_are_selected_from_the_law():
    chain = Chain([("step", {"a": "x.a + law.b"})], {"a": "a"}, "x")
    assert _words(chain, "law AS (...)") == (
        "WITH law AS (...), step AS ( SELECT x.a + law.b AS a FROM x CROSS JOIN law ) SELECT a FROM step"
    )


def test_a_text_is_said_of_its_parts():
    assert Text("greatest({}, {})", col("a"), Text("0")).sql == "greatest(a, 0)"
