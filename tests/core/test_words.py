"""The words, read on numbers and on a reading made up for these tests."""

from enum import IntEnum
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl
import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st
from portions import bands, by_hand, portions

from benefitcalc.core import words
from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.columns import Column
from benefitcalc.core.backends.curves import straight
from benefitcalc.core.backends.increments import Rise
from benefitcalc.core.backends.ranges import EVERY, Cases, unknown
from benefitcalc.core.backends.symbols import Symbol
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import (
    Kernel,
    Value,
    above,
    all_of,
    any_of,
    choose,
    is_not,
    least,
    most,
    pick,
    share,
    step,
    times,
    when,
)

fen = st.integers(0, GREATEST)
rates = st.decimals(0, 1, places=4).map(Rate.of)


@given(rates, fen)
def test_a_share_is_the_nearest_fen_half_a_fen_up(rate, amount):
    exact = Fraction(str(rate)) * amount
    assert -Fraction(1, 2) < share(rate, of=amount) - exact <= Fraction(1, 2)


@pytest.mark.parametrize(("amount", "expected"), [(1, 1), (2, 1), (3, 2), (99, 50), (100, 50)])
def test_half_a_fen_goes_up(amount, expected):
    assert share(Rate.of("0.5"), of=amount) == expected


@given(portions(st.integers(0, 10**9), st.integers(1, 10**5)), st.integers(-GREATEST, GREATEST))
def test_a_share_takes_each_band_at_its_rate_and_rounds_once_as_the_law_says(portion, amount):
    rate, to, way = portion
    assert share(rate, of=amount, to=to, way=way) == by_hand(portion, amount)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("DOWN", [0, 0, 0, 10, 10]),
        ("UP", [0, 10, 10, 10, 20]),
        ("NEAREST", [0, 0, 10, 10, 20]),
        ("NEAREST_EVEN", [0, 0, 0, 10, 20]),
    ],
)
def test_each_way_of_rounding_rounds_so(way, expected):
    assert [share(Rate(1), of=fen, to=10, way=Rounding[way]) for fen in (0, 4, 5, 10, 15)] == expected


def test_a_band_begins_with_its_edge_and_nothing_is_taken_below_the_first():
    # A tenth from 100 to 200, a half above.
    law = bands((100, "0.1"), (200, "0.5"))
    assert [share(law, of=fen) for fen in (0, 100, 110, 200, 202)] == [0, 0, 1, 10, 11]


def test_a_step_is_the_figure_of_the_class_that_a_value_lies_in():
    law = Schedule((Row(10, 500), Row(20, 800)))
    assert [step(law, at=age) for age in (9, 10, 19, 20, 99)] == [0, 500, 500, 800, 800]


def test_a_step_of_an_amount_takes_the_rate_of_the_class_of_the_whole_amount():
    # Half for incomes from 10 on, a tenth from 20 on: of 30, and not of the bands.
    law = bands((10, "0.5"), (20, "0.1"))
    assert [step(law, at=income, of=30) for income in (9, 10, 19, 20)] == [0, 15, 15, 3]


def test_a_step_of_a_number_gives_the_amount_of_the_class_for_each():
    law = Schedule((Row(10, 500), Row(20, 800)))
    assert [step(law, at=income, of=3) for income in (9, 10, 19, 20)] == [0, 1_500, 1_500, 2_400]


def test_a_step_of_an_amount_rounds_the_rate_of_the_class_as_the_law_says():
    # A third of 50 from 10 on, two thirds from 20 on: 16.67 and 33.33, down to whole tens.
    law = bands((10, "1/3"), (20, "2/3"))
    assert [step(law, at=age, of=50, to=10, way=Rounding.DOWN) for age in (9, 10, 20)] == [0, 10, 30]


@pytest.mark.parametrize("count", range(9))
def test_of_any_number_of_rows_a_step_gives_the_last_that_is_reached(count):
    law = Schedule(tuple(Row(10 * at, at) for at in range(1, count + 1)))
    assert [step(law, at=value) for value in range(100)] == [min(value // 10, count) for value in range(100)]


class Deep(Value):
    """A value that knows in how many choices it lies."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth

    def __ge__(self, _: Any) -> "Deep":
        return Deep()


def test_of_a_hundred_rows_no_choice_lies_in_more_than_seven():
    # 101 outcomes lie at the ends of seven choices between two, and not of six.
    def choose(_: Any, *values: Any) -> Deep:
        return Deep(1 + max(getattr(each, "depth", 0) for each in values))

    words.register(Deep, Kernel(choose, *[choose] * 3))
    assert step(Schedule(tuple(Row(at, at) for at in range(100))), at=Deep()).depth == 7


@given(st.integers(0, GREATEST), st.integers(0, 1_000))
def test_times_is_so_many_times_a_figure(figure, count):
    assert times(figure, count) == figure * count


def test_a_figure_is_picked_by_a_level_whatever_number_the_level_has():
    figures = {Colour.RED: 5, Colour.BLUE: 7, Colour.GREEN: 9}
    assert [pick(each, figures) for each in Colour] == [5, 9, 7]


def test_to_pick_without_a_figure_for_each_level_names_those_that_are_missing():
    with pytest.raises(TypeError, match="pick has no figure for: green, blue"):
        pick(Colour.RED, {Colour.RED: 5})


class Colour(IntEnum):
    RED = 3
    GREEN = 7
    BLUE = 40


@given(st.lists(fen, min_size=1))
def test_least_and_most_are_among_the_amounts(amounts):
    assert least(*amounts) == sorted(amounts)[0]
    assert most(*amounts) == sorted(amounts)[-1]


@given(fen, fen)
def test_above_is_what_lies_above_and_never_negative(amount, floor):
    assert above(amount, floor) == (amount - floor if amount > floor else 0)


@given(st.booleans(), fen)
def test_when_gives_the_amount_or_nothing(condition, amount):
    assert when(condition, amount) == (amount if condition else 0)


@given(st.lists(st.booleans(), min_size=1))
def test_all_any_and_not_are_those_of_logic(conditions):
    assert all_of(*conditions) is all(conditions)
    assert any_of(*conditions) is any(conditions)
    assert is_not(conditions[0]) is not conditions[0]


def test_choose_takes_whole_numbers_for_truths_as_python_does():
    assert choose(1, 5, 6) == 5
    assert choose(0, 5, 6) == 6


# A reading that writes down what it is told, to see which words reach it and how.


class Written(NamedTuple):
    text: str

    def __sub__(self, other: Any) -> "Written":
        return Written(f"({self.text} - {getattr(other, 'text', other)})")


class Louder(Written):
    pass


class Other(NamedTuple):
    text: str


def _written(word: str):
    return lambda *operands: Written(f"{word}({', '.join(str(getattr(each, 'text', each)) for each in operands)})")


@pytest.fixture(autouse=True)
def _readings():
    before = dict(words._KERNELS)
    words.register(Written, Kernel(*map(_written, Kernel._fields)))
    words.register(Other, Kernel(*map(_written, ("other",) * 4)))
    yield
    words._KERNELS.clear()
    words._KERNELS.update(before)
    words._kernel_of.cache_clear()


def test_a_word_finds_the_reading_in_any_position():
    x = Written("x")
    assert least(500, x).text == "least(500, x)"
    assert least(x, 500).text == "least(x, 500)"
    assert most(1, 2, x).text == "most(1, 2, x)"
    assert share(Rate.of("0.5"), of=x).text == "share(0.5, x)"
    assert choose(x, 1, 2).text == "choose(x, 1, 2)"


def test_a_plain_truth_chooses_in_every_reading():
    x = Written("x")
    assert choose(True, x, 0) is x
    assert choose(False, x, 0) == 0


def test_the_built_words_reach_a_reading_through_the_kernel():
    x = Written("x")
    assert above(x, 5).text == "most((x - 5), 0)"
    assert when(x, 5).text == "choose(x, 5, 0)"
    assert all_of(x, True).text == "choose(x, True, False)"
    assert any_of(False, x) is x
    assert is_not(x).text == "choose(x, False, True)"


def test_a_subclass_belongs_to_the_reading_of_its_parent():
    assert least(1, Louder("y")).text == "least(1, y)"


def test_two_readings_in_one_body_are_an_error():
    with pytest.raises(TypeError, match="cannot mix"):
        least(Written("x"), Other("y"))


@pytest.mark.parametrize("branches", [(Other("y"), 0), (0, Other("y"))])
def test_a_condition_of_one_reading_chooses_no_amount_of_another(branches):
    with pytest.raises(TypeError, match="cannot mix"):
        choose(Written("x"), *branches)


@pytest.mark.parametrize("value", [1.5, "5", None])
def test_a_value_that_no_reading_works_on_is_an_error(value):
    with pytest.raises(TypeError, match="no reading works on"):
        least(1, value)


VALUES = {
    "a column": lambda: Column(pl, pl.col("x"), "x"),
    "a range": lambda: Cases({unknown(0, 1, "x"): EVERY}),
    "a rise": lambda: Rise(0, 1, 0, 1),
    "a curve": lambda: straight(0, 9, 1, 0),
    "a symbol": lambda: Symbol(z3.Int("x")),
}


@pytest.mark.parametrize("reading", VALUES)
def test_a_value_of_a_reading_is_no_truth_to_python_and_says_what_to_write_instead(reading):
    value = VALUES[reading]()
    with pytest.raises(TypeError, match="a body decides with choose"):
        bool(value >= 1)
    with pytest.raises(TypeError, match="a body decides with choose"):
        bool(value != 1)


@pytest.mark.parametrize("reading", VALUES)
def test_plain_values_may_come_first_in_the_least_and_the_most(reading):
    value = VALUES[reading]()
    assert type(least(5, 7, value)) is type(most(5, 7, value)) is type(value)
