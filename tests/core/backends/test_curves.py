"""The words read along a fact, against the same law on fractions, and against every whole number."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from portions import bands, by_hand, portions, taken, to_unit

from benefitcalc.core import amounts
from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.curves import HALF, MOST_STEPS, Along, Cell, steps, straight
from benefitcalc.core.rates import WHOLE, Portion, Rate, Rounding, Schedule
from benefitcalc.core.words import Kind, choose, least, most, share
from benefitcalc.engine.curve import MOST_LOOKED_AT, Curve, along
from benefitcalc.facts.parsing import Span
from benefitcalc.text.message import Refused

TO = 120
"""The fact of these tests runs from 0 to so many fen."""

# A law is a tree: the fact, a whole number, or a word said of laws. It is said in the library's words of whatever it
# is given, and by hand of fractions, where nothing that depends on the fact is rounded.
Law = Any


HALF_OF = Rate(1, 2)


def fraction(rate: Rate) -> Fraction:
    return Fraction(rate.numerator, rate.denominator)


def said(law: Law, x: Any) -> Any:  # noqa: PLR0911 - one a word
    """The law in the words of a body."""
    match law:
        case "x":
            return x
        case int():
            return law
        case ("+", one, other):
            return said(one, x) + said(other, x)
        case ("-", one, other):
            return said(one, x) - said(other, x)
        case ("least", one, other):
            return least(said(one, x), said(other, x))
        case ("most", one, other):
            return most(said(one, x), said(other, x))
        case ("share", rate, one):
            return share(rate, of=said(one, x))
        case ("take", portion, one):
            return share(portion.rate, of=said(one, x), to=portion.to, way=portion.way)
        case ("choose", how, one, other, then, otherwise):
            left, right = said(one, x), said(other, x)
            condition = {">=": left >= right, "<=": left <= right, "==": left == right}[how]
            return choose(condition, said(then, x), said(otherwise, x))


def unrounded(law: Law, x: Fraction) -> int | Fraction:  # noqa: PLR0911 - one a word
    """The law of a fraction. A whole number in it that the fact does not touch stays one, and is rounded as ever."""
    match law:
        case "x":
            return x
        case int():
            return law
        case ("share", rate, one):
            of = unrounded(one, x)
            return share(rate, of=of) if isinstance(of, int) else fraction(rate) * of
        case ("take", portion, one):
            of = unrounded(one, x)
            if isinstance(of, int):
                return by_hand(portion, of)
            exact = taken(portion, of)
            return exact if portion.to == 1 else Fraction(to_unit(portion, exact))
        case ("choose", how, one, other, then, otherwise):
            left, right = unrounded(one, x), unrounded(other, x)
            holds = {">=": left >= right, "<=": left <= right, "==": left == right}[how]
            chosen = unrounded(then if holds else otherwise, x)
            return chosen if isinstance(left, int) and isinstance(right, int) else Fraction(chosen)
    how, *operands = law
    one, other = (unrounded(operand, x) for operand in operands)
    found = {"+": one + other, "-": one - other, "least": min(one, other), "most": max(one, other)}[how]
    return found if isinstance(one, int) and isinstance(other, int) else Fraction(found)


def grown(laws: st.SearchStrategy[Law]) -> st.SearchStrategy[Law]:
    rates = st.sampled_from([Rate(0), HALF_OF, Rate(3, 4), Rate(1, 3), Rate(7, 100), WHOLE])
    compared = st.tuples(st.just("choose"), st.sampled_from([">=", "<=", "=="]), laws, laws, laws, laws)
    pairs = st.tuples(st.sampled_from(["+", "-", "least", "most"]), laws, laws)
    parts = st.tuples(st.just("take"), portions(st.integers(0, TO), st.sampled_from([1, 1, 7, 20])), laws)
    return pairs | st.tuples(st.just("share"), rates, laws) | parts | compared


LAWS = st.recursive(st.just("x") | st.integers(0, TO), grown, max_leaves=7)


def curve_of(body: Callable[[Any], Any], to: int = TO) -> Curve:
    found = along(Span(0, to), body)
    return Curve("made_up", "outpatient_cost", "stated", "payout", Kind.MONEY, found, body)


def down(rate: Rate | Schedule[int, Rate]) -> Portion:
    return Portion(rate, 1, Rounding.DOWN)


# At the end of the fact 19.42 is rounded to 19, and half of that up to 10, where the last band begins: of the unrounded
# 9.71 it takes nothing.
INTO_ITS_BAND = ("take", down(bands((0, "0.07"), (101, "0.65"))), "x")
INTO_ITS_BAND = ("take", Portion(HALF_OF, 1, Rounding.NEAREST_EVEN), INTO_ITS_BAND)
INTO_ITS_BAND = ("take", down(bands((10, "0.5"))), INTO_ITS_BAND)
# A comparison that rounding turns lifts the amount by some tens of units before it is rounded to whole units.
TURNED = ("choose", ">=", ("share", HALF_OF, ("+", "x", TO - 1)), "x", 100, 3)
LIFTED_INTO_A_BAND = ("take", down(bands((50, "0.5"))), ("+", TURNED, "x"))
LIFTED_BY_UNITS = ("take", Portion(WHOLE, 7, Rounding.DOWN), ("+", TURNED, ("share", Rate(1, 3), "x")))


def places(curve: Curve) -> list[Fraction]:
    """The fact's value at each point, and between each two, in fen."""
    at = [point.x * 100 for point in curve.points]
    return at + [one + part * (other - one) for one, other in pairwise(at) for part in (Fraction(1, 4), Fraction(1, 2))]


def value_at(curve: Curve, x: Fraction) -> Fraction:
    """What the points say of a place, in fen: its own value, or on the straight line between two."""
    for point in curve.points:
        if point.x * 100 == x:
            return point.at * 100
    one, other = next((one, other) for one, other in pairwise(curve.points) if one.x * 100 < x < other.x * 100)
    return (one.above + (other.below - one.above) * (x / 100 - one.x) / (other.x - one.x)) * 100


@settings(max_examples=300)
@given(LAWS, st.fractions(0, TO))
# Where rounding lifts the lesser of two amounts to the greater.
@example(("most", ("share", HALF_OF, ("+", "x", TO - 1)), "x"), Fraction(TO))
@example(("least", ("share", HALF_OF, ("+", "x", TO - 1)), "x"), Fraction(TO))
@example(LIFTED_BY_UNITS, Fraction(TO))
@example(("choose", ">=", ("share", HALF_OF, ("+", "x", TO - 1)), "x", 100, 3), Fraction(TO))
def test_a_curve_is_the_unrounded_law_everywhere(law, x):
    curve = curve_of(lambda x: said(law, x))
    for at in (*places(curve), x):
        assert value_at(curve, at) == unrounded(law, at), at


@settings(max_examples=300)
@given(LAWS)
def test_between_two_points_nothing_changes_and_at_each_something_does(law):
    curve = curve_of(lambda x: said(law, x))
    assert [curve.points[0].x, curve.points[-1].x] == [0, Fraction(TO, 100)]
    for one, other in pairwise(curve.points):
        assert one.x < other.x
        assert curve.slope_at(one.x) == (other.below - one.above) / (other.x - one.x)
    for before, point in pairwise(curve.points[:-1]):
        assert point.is_jump or curve.slope_at(before.x) != curve.slope_at(point.x)


@settings(max_examples=300)
@given(LAWS)
# Two rounded shares whose difference comes and goes; and a comparison that rounding turns.
@example(("-", ("share", Rate(1, 3), "x"), ("share", HALF_OF, ("share", Rate(3, 4), "x"))))
@example(("choose", ">=", ("share", Rate(1, 3), "x"), 5, 100, "x"))
@example(("choose", ">=", ("share", HALF_OF, ("+", "x", TO - 1)), "x", 100, 3))
@example(("least", ("share", Rate(1, 3), "x"), ("share", HALF_OF, 21)))
@example(INTO_ITS_BAND)
@example(LIFTED_INTO_A_BAND)
@example(LIFTED_BY_UNITS)
def test_solving_finds_every_whole_number_that_gives_an_amount_and_no_other(law):
    def body(x: Any) -> Any:
        return said(law, x)

    curve = curve_of(body)
    given_by: dict[int, list[int]] = {}
    for x in range(TO + 1):
        given_by.setdefault(int(body(x)), []).append(x)
    for amount in range(max(given_by) + 2):
        intervals = curve.solve(amounts.yuan(amount))
        found = [x for low, high in intervals for x in range(int(low * 100), int(high * 100) + 1)]
        assert found == given_by.get(amount, [])
        assert all(one.high + amounts.yuan(1) < other.low for one, other in pairwise(intervals))


@settings(max_examples=200)
@given(LAWS)
@example(INTO_ITS_BAND)
@example(LIFTED_INTO_A_BAND)
@example(LIFTED_BY_UNITS)
def test_no_rounded_amount_lies_further_from_its_line_than_its_cell_says(law):
    found = along(Span(0, TO), lambda x: said(law, x))
    for cell in found.cells:
        for x in range(TO + 1):
            if cell.low == x == cell.high or cell.low < x < cell.high:
                assert cell.least <= said(law, x) - cell.line(x) <= cell.most


def most_off(law: Law) -> Fraction:
    """How far rounding may move a law without comparisons: half a fen a share, and what is shared before."""
    match law:
        case "x" | int():
            return Fraction(0)
        case ("share", rate, of):
            return fraction(rate) * most_off(of) + HALF
        case (_, one, other):
            return most_off(one) + most_off(other)


def summed(laws: st.SearchStrategy[Law]) -> st.SearchStrategy[Law]:
    rates = st.sampled_from([HALF_OF, Rate(1, 3), Rate(7, 100)])
    return st.tuples(st.just("share"), rates, laws) | st.tuples(st.sampled_from("+-"), laws, laws)


@settings(max_examples=200)
@given(st.recursive(st.just("x") | st.integers(0, TO), summed, max_leaves=7))
def test_no_cell_allows_more_than_half_a_fen_for_each_rounding(law):
    found = along(Span(0, TO), lambda x: said(law, x))
    for cell in found.cells:
        assert -most_off(law) <= cell.least <= cell.most <= most_off(law)


def test_how_far_a_rounded_amount_may_lie_off_is_reached_and_told_in_yuan():
    curve = curve_of(lambda x: share(Rate(1, 4), of=x))
    [(low, high, by)] = curve.rounding
    off = max(abs(share(Rate(1, 4), of=x) - Fraction(x, 4)) for x in range(TO + 1))
    assert (low, high, by) == (0, Fraction(TO, 100), Fraction(1, 200))
    assert by * 100 == off == HALF


def test_a_curve_of_what_the_law_rounds_has_the_steps_of_the_law():
    # Down to ten yuan: nothing below ten, then ten; the area from 3.01 to 13.01 is 3.01 times ten.
    curve = curve_of(lambda x: share(WHOLE, of=x, to=10_00, way=Rounding.DOWN), to=20_00)
    assert [(point.x, point.below, point.at, point.above) for point in curve.cliffs] == [
        (10, 0, 10, 10),
        (20, 10, 20, 20),
    ]
    assert curve.area("3.01", "13.01") == Fraction("30.1")
    assert list(curve.rounding) == []
    assert curve.solve(10) == ((Decimal("10.00"), Decimal("19.99")),)


def test_shares_of_shares_that_the_law_rounds_are_summed_exactly():
    # Up to ten yuan, then a third of that down to five: of 1 to 10 yuan ten, a third of it 3.33, down to nothing; from
    # 10.01 on twenty, 6.66, down to five.
    def body(x: Any) -> Any:
        up = share(WHOLE, of=x, to=10_00, way=Rounding.UP)
        return share(Rate(1, 3), of=up, to=5_00, way=Rounding.DOWN)

    curve = curve_of(body, to=20_00)
    assert curve.area(0, 10) == 0
    assert curve.area(0, 20) == 50
    assert [curve.at(x) for x in ("10.00", "10.01")] == [0, 5]


def test_where_the_law_rounds_in_too_many_steps_a_curve_says_so_and_its_values_stay_exact():
    curve = curve_of(lambda x: share(Rate(1, 3), of=x, to=1_00, way=Rounding.UP), GREATEST)
    assert curve.at("3.01") == 2
    assert curve.solve(2)[0] == (Decimal("3.01"), Decimal("6.00"))
    for asked in (lambda: curve.points, lambda: curve.area(0, 10)):
        with pytest.raises(Refused, match="outpatient_cost: has too many steps of rounding; give a narrower range"):
            asked()


def rough(x: Any) -> Any:
    """A half, in steps of two fen: too many to be looked at each."""
    return share(HALF_OF, of=x, to=2)


OF_TOO_MANY_STEPS = {
    "a sum": lambda x: rough(x) + x,
    "a sum, the other way round": lambda x: x + rough(x),
    "a difference": lambda x: x - rough(x),
    "a share": lambda x: share(Rate(1, 3), of=rough(x)),
    "a comparison that rounding turns": lambda x: choose(rough(x) >= share(HALF_OF, of=x), 5, 7),
    "a comparison with it": lambda x: choose(share(HALF_OF, of=x) >= rough(x), 5, 7),
    "what is chosen by a comparison that rounding turns": lambda x: choose(
        share(HALF_OF, of=x) >= share(HALF_OF, of=x + 1), rough(x), x
    ),
    "what else is chosen by it": lambda x: choose(share(HALF_OF, of=x) >= share(HALF_OF, of=x + 1), x, rough(x)),
    "the lesser": lambda x: least(rough(x), share(Rate(3, 4), of=x)),
    "the lesser, the other way round": lambda x: least(share(HALF_OF, of=x), rough(x)),
}


@pytest.mark.parametrize("body", OF_TOO_MANY_STEPS.values(), ids=OF_TOO_MANY_STEPS)
def test_what_is_computed_from_too_many_steps_has_too_many_steps(body):
    with pytest.raises(Refused, match="too many steps of rounding"):
        curve_of(body, to=100_000).points  # noqa: B018 - asked for


def test_a_comparison_that_no_rounding_turns_has_no_step_of_what_is_compared():
    curve = curve_of(lambda x: choose(rough(x) >= x + 10, 5, 7), to=100_000)
    assert [point.at for point in curve.points] == [Fraction(7, 100)] * 2


def test_as_many_steps_as_are_looked_at_are_exact_and_one_more_is_not():
    # A step of seven fen: to 7 * MOST_STEPS just so many.
    assert curve_of(lambda x: share(WHOLE, of=x, to=7, way=Rounding.DOWN), to=7 * MOST_STEPS).points
    with pytest.raises(Refused, match="too many steps of rounding"):
        curve_of(lambda x: share(WHOLE, of=x, to=7, way=Rounding.DOWN), to=7 * MOST_STEPS + 1).points  # noqa: B018


def test_where_the_steps_are_many_it_is_their_number_that_counts_and_not_how_high_they_lie():
    curve = curve_of(lambda x: share(WHOLE, of=x + 10**9, to=7, way=Rounding.DOWN), to=700)
    assert len(curve.cliffs) == 100


def test_where_rounding_leaves_too_many_single_cases_an_amount_is_not_solved_for():
    # A hundred-millionth: one fen is given by a hundred million amounts.
    curve = curve_of(lambda x: share(Rate(1, 10**8), of=x), GREATEST)
    with pytest.raises(Refused, match=r"^0.01 yuan: rounding leaves 100000001 cases, too many to look at each$"):
        curve.solve("0.01")
    assert MOST_LOOKED_AT < 100_000_001


def test_too_many_steps_may_take_nearly_a_whole_step():
    cells = share(HALF_OF, of=straight(0, 100_000, 1, 0), to=2, way=Rounding.DOWN).cells
    # Half of three fen is one and a half, which is nothing.
    assert {cell.least <= Fraction(-3, 2) for cell in cells if cell.low < cell.high} == {True}


def test_a_band_of_one_fen_has_its_own_rate():
    along = share(bands((0, "0"), (100, "1"), (101, "0")), of=straight(0, 200, 1, 0))
    assert [cell.slope for cell in along.cells if (cell.low, cell.high) == (100, 101)] == [1]


def test_a_band_begins_where_the_unrounded_amount_enters_it():
    third = share(Rate(1, 3), of=straight(0, 1_000, 1, 0))
    assert 300 in {cell.low for cell in share(bands((0, "0"), (100, "1")), of=third).cells}


def test_what_many_roundings_add_up_to_stays_within_its_steps():
    def tens(x: Any) -> Any:
        return share(WHOLE, of=sum(share(Rate(1, 3), of=x) for _ in range(10)), to=2, way=Rounding.DOWN)

    cells = tens(straight(0, 40, 1, 0)).cells
    for x in range(41):
        cell = next(each for each in cells if each.low <= x <= each.high)
        assert cell.line(x) + cell.least <= tens(x) <= cell.line(x) + cell.most


def gained(x: Any) -> Any:
    """Seventeen halves less eight times the fact: half the fact, and of an odd number eight and a half fen more."""
    return sum(share(HALF_OF, of=x) for _ in range(17)) - sum(x for _ in range(8))


@pytest.mark.parametrize(
    ("body", "of_nineteen"),
    [
        # 9.5 unrounded, 18 rounded: 12 less 18 is -6, down to -10; and 18 less 12 is 6, up to 10.
        (lambda x: share(WHOLE, of=12 - gained(x), to=5, way=Rounding.DOWN), -10),
        (lambda x: share(WHOLE, of=gained(x) - 12, to=5, way=Rounding.UP), 10),
    ],
)
def test_more_than_a_step_that_was_rounded_away_before_moves_the_value_to_the_step_it_comes_to(body, of_nineteen):
    line, down, up = beside(body(straight(0, 20, 1, 0)), 19)
    assert body(19) == of_nineteen
    assert line + down <= of_nineteen <= line + up


def test_an_amount_below_nothing_has_the_steps_of_the_law_too():
    # Ten less than the fact, down to whole sevens: -14 below 3, -7 from 3 on, 0 from 10 on.
    cells = share(WHOLE, of=straight(0, 12, 1, 0) - 10, to=7, way=Rounding.DOWN).cells
    assert [(cell.low, cell.high, cell.base) for cell in cells if cell.low < cell.high] == [
        (0, 3, -14),
        (3, 10, -7),
        (10, 12, 0),
    ]


# Steps ------------------------------------------------------------------------------------------------


def test_a_step_holds_up_to_the_next_number():
    assert steps({2: 5, 4: 7}).cells == (Cell(2, 2, 0, 5), Cell(2, 4, 0, 5), Cell(4, 4, 0, 7))
    assert [(cell.low, cell.high, cell.base) for cell in steps({0: 5, 1: 7, 2: 7, 3: 9}).cells] == [
        *((0, 0, 5), (0, 1, 5)),
        *((1, 1, 7), (1, 3, 7)),
        (3, 3, 9),
    ]


def test_of_one_number_the_steps_are_a_point():
    assert steps({3: 9}).cells == (Cell(3, 3, 0, 9),)


def test_steps_of_one_height_are_joined():
    assert steps({0: 1, 1: 1, 2: 1}).cells == (Cell(0, 0, 0, 1), Cell(0, 2, 0, 1), Cell(2, 2, 0, 1))


# How far rounding may move a value, worked by hand ------------------------------------------------------


def fact(low: Fraction | int = 0) -> Along:
    """The fact itself, up to 10."""
    return straight(low, 10, 1, 0)


def smaller(low: Fraction | int = 0) -> Along:
    """A quarter of a fen more than the fact, unrounded; rounded the fact itself, since a quarter of a fen goes."""
    return fact(low) + share(Rate.of("0.25"), of=straight(low, 10, 0, 1))


HALVES = Rate.of("0.5")


def beside(along: Along, x: Fraction | int) -> tuple[int | Fraction, ...]:
    """What stands at a place: the value there, and how far rounding may move it down and up."""
    cell = next(cell for cell in along.cells if cell.low == x == cell.high or cell.low < x < cell.high)
    return cell.line(x), cell.least, cell.most


Q = Fraction(1, 4)
BESIDE = {
    "a half of the fact": (
        lambda: share(HALVES, of=fact()),
        {3: (3 * Q * 2, -2 * Q, 2 * Q), 0: (0, 0, 0), 10: (5, 0, 0)},
    ),
    "... from a place where it is rounded up": (
        lambda: share(HALVES, of=straight(1, 9, 1, 0)),
        {1: (2 * Q, 2 * Q, 2 * Q)},
    ),
    "a half of a half": (lambda: share(HALVES, of=share(HALVES, of=fact())), {3: (3 * Q, -3 * Q, 3 * Q)}),
    "a quarter of a fen, rounded off": (smaller, {3: (13 * Q, -Q, -Q)}),
    "less a quarter of a fen, rounded off": (lambda: 9 - smaller(), {3: (23 * Q, Q, Q)}),
    "all of it": (lambda: share(WHOLE, of=smaller()), {3: (13 * Q, -Q, -Q)}),
    "at least three": (
        lambda: share(HALVES, of=fact()) >= 3,
        {
            3: (0, 0, 0),
            5: (0, 0, 1),  # two and a half are rounded up to three
            Fraction(11, 2): (0, 0, 1),
            6: (1, -1, 0),
            Fraction(13, 2): (1, -1, 0),
            7: (1, 0, 0),  # three and a half, or three at least
            9: (1, 0, 0),
        },
    ),
    "exactly four": (lambda: fact() == 4, {3: (0, 0, 0), 4: (1, 0, 0), 5: (0, 0, 0)}),
    "exactly three, rounded": (
        lambda: share(HALVES, of=fact()) == 3,
        {3: (0, 0, 0), 5: (0, 0, 1), 6: (1, -1, 0), 7: (0, 0, 1), 9: (0, 0, 0)},
    ),
    "at most three": (
        lambda: least(share(HALVES, of=fact()), 3),
        {
            4: (2, -2 * Q, 2 * Q),
            6: (3, -2 * Q, 2 * Q),
            Fraction(13, 2): (3, -2 * Q, 1),  # it may be what is rounded: from 2.5 to 4
            7: (3, 0, 0),
            8: (3, 0, 0),
        },
    ),
    "three or more": (
        lambda: most(share(HALVES, of=fact()), 3),
        {
            4: (3, 0, 0),
            Fraction(11, 2): (3, -1, 2 * Q),  # it may be what is rounded: from 5 to 6 that is two to three and a half
            Fraction(13, 2): (13 * Q, -2 * Q, 2 * Q),
            8: (4, -2 * Q, 2 * Q),
        },
    ),
}


@pytest.mark.parametrize(("along", "places"), BESIDE.values(), ids=BESIDE)
def test_beside_a_value_stands_how_far_rounding_may_move_it(along, places):
    found = along()
    assert {x: beside(found, x) for x in places} == places


def test_a_break_lies_where_the_rounded_value_passes_too():
    assert {cell.low for cell in least(smaller(), 5).cells} == {0, 19 * Q, 5, 10}


def test_where_rounding_is_sure_to_turn_a_choice_the_value_is_the_other_one():
    # 5.05 unrounded is more than 5, and 4.8 rounded is less: 5 is picked, and 4.8 is what comes out.
    assert beside(least(smaller(Fraction(24, 5)), 5), Fraction(24, 5)) == (5, Fraction(-1, 5), Fraction(-1, 5))


def test_the_lesser_of_a_third_up_and_a_third_down_is_never_more_than_the_third():
    third = Rate(1, 3)
    lesser = least(share(third, of=fact(), way=Rounding.UP), share(third, of=fact(), way=Rounding.DOWN))
    assert beside(lesser, 4) == (Fraction(4, 3), -1, 0)


def test_of_two_values_that_are_the_same_the_first_is_picked():
    assert [cell.slope for cell in least(fact(), 5).cells if cell.low == cell.high == 5] == [1]
    assert [cell.slope for cell in most(fact(), 5).cells if cell.low == cell.high == 5] == [1]


def test_a_place_at_which_nothing_changes_is_left_out():
    assert choose(fact() >= 4, fact(), fact()).cells == fact().cells
    assert (
        choose(fact() >= 4, share(HALVES, of=fact()), share(HALVES, of=fact())).cells == share(HALVES, of=fact()).cells
    )
