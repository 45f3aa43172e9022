"""The words read on two figures at once: whatever way is said to be gone is gone by the numbers."""

from itertools import product
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st
from portions import bands

from benefitcalc.core.backends.directions import Course, Way, way_of
from benefitcalc.core.backends.symbols import Symbol, known_of_products
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import above, all_of, any_of, choose, is_not, least, most, share, step, times

MOST = 4
X, Y, F = (Symbol(z3.Int(name)) for name in "xyf")


def is_never(sought):
    """As z3 has it, of a fact, another figure and the one that moves, each from 0 to 4."""
    solver = z3.Solver()
    solver.add(
        *(z3.And(each.of >= 0, each.of <= MOST) for each in (X, Y, F)), *sought, *known_of_products(sought, MOST)
    )
    return solver.check() == z3.unsat


def way(body):
    """Where a body goes as the figure rises."""
    return way_of(body(*(Course(each, Way.SAME, is_never) for each in (X, Y)), Course(F, Way.UP, is_never)))


def rate(parts):
    return Rate(parts, MOST)


BODIES = {
    "not touched": (lambda x, y, f: x + y, Way.SAME),
    "a sum": (lambda x, y, f: 3 + x + f, Way.UP),
    "a difference": (lambda x, y, f: x - f, Way.DOWN),
    "from a plain value": (lambda x, y, f: 5 - f, Way.DOWN),
    "a figure less itself": (lambda x, y, f: f - f, Way.EITHER),
    "at least": (lambda x, y, f: x >= f, Way.DOWN),
    "at most": (lambda x, y, f: x <= f, Way.UP),
    "the same": (lambda x, y, f: x == f, Way.EITHER),
    "the same, not touched": (lambda x, y, f: choose(x == y, f, 0), Way.UP),
    "the least": (lambda x, y, f: least(x, f, 3), Way.UP),
    "the most": (lambda x, y, f: most(x, 5 - f), Way.DOWN),
    "above": (lambda x, y, f: above(x, f), Way.DOWN),
    "not": (lambda x, y, f: is_not(x >= f), Way.UP),
    "all": (lambda x, y, f: all_of(x <= f, y <= 2), Way.UP),
    "any": (lambda x, y, f: any_of(y <= 2, f <= x), Way.DOWN),
    "more where it holds": (lambda x, y, f: choose(x <= f, x + y, x), Way.UP),
    "less where it holds": (lambda x, y, f: choose(x <= f, x, x + y), Way.DOWN),
    "more or less where it holds": (lambda x, y, f: choose(x <= f, x, y), Way.EITHER),
    "more where it holds, and falling": (lambda x, y, f: choose(x <= f, 9 - f, 0), Way.EITHER),
    "as much as is allowed": (lambda x, y, f: choose(x <= f, x, f), Way.UP),
    "where nobody knows": (lambda x, y, f: choose(x == f, x, 0), Way.EITHER),
    "a share": (lambda x, y, f: share(Rate.of("0.5"), of=x + f), Way.UP),
    "a symbolic share": (lambda x, y, f: share(rate(f), of=x), Way.UP),
    "a symbolic share of a figure": (lambda x, y, f: share(rate(y), of=f), Way.UP),
    "a symbolic share of what may be negative": (lambda x, y, f: share(rate(f), of=x - y), Way.EITHER),
    "a share of bands": (lambda x, y, f: share(bands((0, "0.5"), (2, "1")), of=x + f), Way.UP),
    "bands of symbolic rates": (lambda x, y, f: share(Schedule((Row(0, rate(x)), Row(2, rate(f)))), of=y), Way.UP),
    "so many times a figure": (lambda x, y, f: times(f, y), Way.UP),
    "a class": (lambda x, y, f: step(Schedule((Row(1, x), Row(2, f))), at=y), Way.UP),
    "a class of an amount": (lambda x, y, f: step(Schedule((Row(0, rate(x)),)), at=y, of=f), Way.UP),
    "a class for each": (lambda x, y, f: step(Schedule((Row(0, x),)), at=y, of=f), Way.UP),
    "a raised rate": (lambda x, y, f: share(rate(y).raised_by(rate(f)), of=x), Way.UP),
    "a share of a share": (lambda x, y, f: choose(x <= f, y, share(rate(x), of=y)), Way.UP),
}


@pytest.mark.parametrize("word", BODIES)
def test_the_words_say_which_way_a_value_goes(word):
    body, expected = BODIES[word]
    assert way(body) is expected


def two_bands(first, second):
    return Schedule((Row(0, rate(first)), Row(2, rate(second))))


@pytest.mark.parametrize("rounding", Rounding)
def test_a_share_rises_as_its_rounding_becomes_more_generous(rounding):
    x, moving = Course(X, Way.SAME, is_never), Course(rounding, Way.UP, is_never)
    taken = share(Rate(1, 3), of=x, to=7, way=moving)
    assert (way_of(taken), way_of(5 - taken)) == (Way.UP, Way.DOWN)
    assert way_of(share(Rate(1, 3), of=x, way=rounding)) is Way.SAME


def laws():
    leaves = st.sampled_from([lambda x, y, f: x, lambda x, y, f: y, lambda x, y, f: f, lambda x, y, f: 2])

    def grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(
            st.builds(lambda a, b: lambda *v: a(*v) + b(*v), inner, inner),
            st.builds(lambda a, b: lambda *v: a(*v) - b(*v), inner, inner),
            st.builds(lambda a, b: lambda *v: least(a(*v), b(*v)), inner, inner),
            st.builds(lambda a, b: lambda *v: most(a(*v), b(*v)), inner, inner),
            st.builds(lambda a, b, c, d: lambda *v: choose(a(*v) >= b(*v), c(*v), d(*v)), *[inner] * 4),
            st.builds(lambda a, b, c: lambda *v: choose(a(*v) == b(*v), c(*v), 1), *[inner] * 3),
            st.builds(lambda a: lambda x, y, f: share(rate(f), of=a(x, y, f)), inner),
            st.builds(lambda a: lambda x, y, f: share(rate(y), of=a(x, y, f)), inner),
            st.builds(
                lambda a: lambda x, y, f: share(Schedule((Row(0, rate(y)), Row(2, rate(f)))), of=a(x, y, f)), inner
            ),
        )

    return st.recursive(leaves, grown, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(laws())
def test_what_is_said_to_go_one_way_goes_no_other(law):
    said = way(law)
    for x, y in product(range(MOST + 1), repeat=2):
        values = [law(x, y, f) for f in range(MOST + 1)]
        if said in {Way.UP, Way.SAME}:
            assert values == sorted(values)
        if said in {Way.DOWN, Way.SAME}:
            assert values == sorted(values, reverse=True)
