"""The words read along a fact, against the same law on fractions, and against every whole number."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benefitcalc import amounts
from benefitcalc.amounts import GREATEST, WHOLE, Rate
from benefitcalc.answers import Span
from benefitcalc.curve import MOST_LOOKED_AT, Curve, along
from benefitcalc.messages import Refused
from benefitcalc.words import Kind, choose, least, most, share

TO = 120
"""The fact of these tests runs from 0 to so many fen."""

# A law is a tree: the fact, a whole number, or a word said of laws. It is said in the library's words of whatever it
# is given, and by hand of fractions, where nothing that depends on the fact is rounded.
Law = Any


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
        case ("share", parts, one):
            return share(Rate(parts), of=said(one, x))
        case ("choose", how, one, other, then, otherwise):
            left, right = said(one, x), said(other, x)
            condition = {">=": left >= right, "<=": left <= right, "==": left == right}[how]
            return choose(condition, said(then, x), said(otherwise, x))


def unrounded(law: Law, x: Fraction) -> int | Fraction:
    """The law of a fraction. A whole number in it that the fact does not touch stays one, and is rounded as ever."""
    match law:
        case "x":
            return x
        case int():
            return law
        case ("share", parts, one):
            of = unrounded(one, x)
            return share(Rate(parts), of=of) if isinstance(of, int) else Fraction(parts, WHOLE.parts) * of
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
    rates = st.sampled_from([0, WHOLE.parts // 2, WHOLE.parts * 3 // 4, WHOLE.parts // 3, 7_000_000, WHOLE.parts])
    compared = st.tuples(st.just("choose"), st.sampled_from([">=", "<=", "=="]), laws, laws, laws, laws)
    pairs = st.tuples(st.sampled_from(["+", "-", "least", "most"]), laws, laws)
    return pairs | st.tuples(st.just("share"), rates, laws) | compared


LAWS = st.recursive(st.just("x") | st.integers(0, TO), grown, max_leaves=7)


def curve_of(body: Callable[[Any], Any], to: int = TO) -> Curve:
    found = along("outpatient_cost", Span(0, to), body)
    return Curve("made_up", "outpatient_cost", "stated", "payout", Kind.MONEY, found, body)


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
@example(("most", ("share", WHOLE.parts // 2, ("+", "x", TO - 1)), "x"), Fraction(TO))
@example(("least", ("share", WHOLE.parts // 2, ("+", "x", TO - 1)), "x"), Fraction(TO))
@example(("choose", ">=", ("share", WHOLE.parts // 2, ("+", "x", TO - 1)), "x", 100, 3), Fraction(TO))
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
@example(("-", ("share", WHOLE.parts // 3, "x"), ("share", WHOLE.parts // 2, ("share", WHOLE.parts * 3 // 4, "x"))))
@example(("choose", ">=", ("share", WHOLE.parts // 3, "x"), 5, 100, "x"))
@example(("choose", ">=", ("share", WHOLE.parts // 2, ("+", "x", TO - 1)), "x", 100, 3))
@example(("least", ("share", WHOLE.parts // 3, "x"), ("share", WHOLE.parts // 2, 21)))
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
def test_no_rounded_amount_lies_further_from_its_line_than_its_cell_says(law):
    found = along("outpatient_cost", Span(0, TO), lambda x: said(law, x))
    for cell in found.cells:
        for x in range(TO + 1):
            if cell.low == x == cell.high or cell.low < x < cell.high:
                assert cell.least <= said(law, x) - cell.line(x) <= cell.most


def test_where_rounding_leaves_too_many_single_cases_an_amount_is_not_solved_for():
    # A hundred-millionth: one fen is given by a hundred million amounts.
    curve = curve_of(lambda x: share(Rate(1), of=x), GREATEST)
    with pytest.raises(Refused, match=r"^0.01 yuan: rounding leaves 100000001 cases, too many to look at each$"):
        curve.solve("0.01")
    assert MOST_LOOKED_AT < 100_000_001
