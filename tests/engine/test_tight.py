"""A range is called tight where both its ends are reached: an invented law that compares numbers and counts them."""

from itertools import product
from typing import Generic, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import written

import benefitcalc as bc
from benefitcalc.authoring import (
    Fact,
    Kind,
    Money,
    N,
    Rate,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    Whole,
    YesNo,
    above,
    line,
    say,
    share,
    term,
    times,
    when,
)
from benefitcalc.districts import District, own, using

LAW = """
id = "nowhere"
status = "in_force"
title = "Meals in Nowhere"
announced = 2020-01-01
since = 2020-01-01
until = 2020-12-31

[meal_grant]
place = "page 1"
a_child = { exactly = 5.00, place = "page 1" }
rate = { exactly = 0.50, place = "page 1" }
"""


class Facts(NamedTuple, Generic[T]):
    meal_children: Whole[T]
    meal_adults: Whole[T]
    meal_cost: Money[T]


class Terms(RuleTerms):
    a_child: Money[int] = term("For each child", more_is="generous")
    rate: Rate = term("Share of the cost", more_is="strict")


class Lines(RuleLines, Generic[T]):
    own_part: Money[T] = line("Share of the cost")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    # For each child, where there are no more children than adults; and what is left of the cost above 5 yuan.
    own_part = share(terms.rate, of=facts.meal_cost)
    for_children = when(facts.meal_children <= facts.meal_adults, times(terms.a_child, facts.meal_children))
    left = above(facts.meal_cost - own_part, terms.a_child)
    return Lines(own_part=own_part, is_eligible=facts.meal_adults > 0, payout=for_children + left)


def by_hand(children, adults, cost):
    """In fen."""
    left = max(cost - (cost + 1) // 2 - 500, 0)
    return (500 * children if children <= adults else 0) + left


MOST = 9


@pytest.fixture(scope="module", autouse=True)
def meals():
    with using(own()):
        facts = (
            *(Fact(name, Kind.WHOLE, "How many", "How many?", most=MOST) for name in ("meal_children", "meal_adults")),
            Fact("meal_cost", Kind.MONEY, "The cost of the meal", "What does the meal cost?"),
        )
        found = Rule(
            name="meal_grant",
            title=say("Meals"),
            period=say("once"),
            facts=Facts,
            terms=Terms,
            lines=Lines,
            assess=assess,
        )
    with using(own(), District("nowhere", (), (found,), facts, None)):
        yield found


@pytest.fixture(scope="module")
def law(meals, tmp_path_factory):
    return bc.policy(written(tmp_path_factory.mktemp("law"), LAW))


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def test_a_number_that_is_counted_and_compared_with_another_one_is_looked_at_value_by_value(meals, law):
    told = meals.estimate(policy=law, meal_adults=3, meal_cost="0")
    # Three children get 15 yuan; four are more than the adults.
    assert (told.at_least, told.at_most, told.is_tight) == (0, 15, True)


def test_two_such_numbers_are_looked_at_pair_by_pair(meals, law):
    told = meals.estimate(policy=law, meal_cost="0")
    assert (told.at_least, told.at_most, told.is_tight) == (0, 45, True)


def test_past_the_bound_such_a_number_is_not_looked_at_value_by_value(meals, law, monkeypatch):
    monkeypatch.setattr("benefitcalc.engine.scenarios.MOST_SCENARIOS", 9)
    told = meals.estimate(policy=law, meal_adults=3, meal_cost="0")
    # One value for all ten numbers of children: any of them may be counted.
    assert (told.at_least, told.at_most, told.is_tight) == (0, 45, False)


def test_what_a_share_leaves_of_an_amount_is_tight(meals, law):
    told = meals.estimate(policy=law, meal_children=0, meal_adults=1, meal_cost="20..30")
    # Half of the cost is left, 10 to 15, and the first 5 of it are not paid.
    assert (told.at_least, told.at_most, told.is_tight) == (5, 10, True)


def test_what_a_share_leaves_of_an_amount_without_end_is_not_called_tight(meals, law):
    told = meals.estimate(policy=law, meal_children=0, meal_adults=1, meal_cost="20..")
    assert (told.at_least, told.at_most, told.is_tight) == (0, None, False)


number = st.tuples(st.integers(0, MOST), st.integers(0, MOST)).map(sorted)
amount = st.tuples(st.integers(900, 1_200), st.integers(0, 9)).map(lambda each: (each[0], sum(each)))


@given(children=number, adults=number, cost=amount)
def test_a_range_that_is_called_tight_is_just_what_all_values_come_to(meals, law, children, adults, cost):
    every = [range(low, high + 1) for low, high in (children, adults, cost)]
    amounts = [by_hand(*each) for each in product(*every)]
    given_cost = tuple(map(yuan, cost))
    told = meals.estimate(policy=law, meal_children=tuple(children), meal_adults=tuple(adults), meal_cost=given_cost)
    assert told.at_least * 100 <= min(amounts)
    assert max(amounts) <= told.at_most * 100
    assert told.is_tight or cost[0] < cost[1]
    if told.is_tight:
        assert (told.at_least * 100, told.at_most * 100) == (min(amounts), max(amounts))
