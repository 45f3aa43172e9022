"""The words read on ranges, against every combination of the values that the ranges hold."""

import operator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portions import bands

from benefitcalc.core.amounts import NO_LIMIT, UNBOUNDED
from benefitcalc.core.backends.ranges import (
    EVERY,
    NOTHING,
    Cases,
    are_certain,
    certain,
    comparable,
    ends,
    ends_of_all,
    ends_of_each,
    mapped,
    ranges_of,
    unknown,
    unknown_cases,
)
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import above, all_of, any_of, choose, is_not, least, most, share, step, times, when

# Made-up facts: three amounts, a truth that is a range, and two truths that are enumerated. Of the four scenarios,
# ``p`` holds in the second and the fourth, ``q`` in the third and the fourth.
VALUES = {"a": (0, 1, 2), "b": (2, 3, 4), "c": (5, 6), "r": (0, 1), "p": (0, 1), "q": (0, 1)}
LANES = {"p": {0: 0b0101, 1: 0b1010}, "q": {0: 0b0011, 1: 0b1100}}
AMOUNTS, TRUTHS = ("a", "b", "c"), ("p", "q", "r")


def open_fact(name):
    if name in LANES:
        return Cases({certain(value): lanes for value, lanes in LANES[name].items()})
    values = VALUES[name]
    return Cases({unknown(min(values), max(values), name): EVERY})


OPEN = {name: open_fact(name) for name in VALUES}
EVERYBODY = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]


def lane_of(person) -> int:
    return 1 << (person["p"] + 2 * person["q"])


def found(body) -> dict[int, list[int]]:
    """In each scenario all that the body gives on numbers."""
    values: dict[int, list[int]] = {}
    for person in EVERYBODY:
        values.setdefault(lane_of(person), []).append(int(body(person)))
    return values


def test_an_unknown_fact_has_each_range_in_the_scenarios_of_all_its_answers():
    answers = [((0, 4), 0b001), ((5, 5), 0b010), ((0, 4), 0b100)]
    assert unknown_cases("age", answers).ranges == {unknown(0, 4, "age"): 0b101, certain(5): 0b010}


def assert_sound(body):
    value = body(OPEN)
    for lane, numbers in found(body).items():
        low, high = ends(value, lane)
        assert low <= min(numbers)
        assert max(numbers) <= high


def assert_exact(body):
    value = body(OPEN)
    for lane, numbers in found(body).items():
        assert tuple(map(int, ends(value, lane))) == (min(numbers), max(numbers))


HALF = Rate.of("0.5")

WORDS = {
    "a sum": lambda f: f["a"] + f["b"],
    "a sum with a plain value": lambda f: f["a"] + 5,
    "a sum with a plain value first": lambda f: 5 + f["a"],
    "a difference": lambda f: f["a"] - f["b"],
    "a difference from a plain value": lambda f: 5 - f["b"],
    "a difference with a plain value": lambda f: f["b"] - 3,
    "at least": lambda f: f["a"] >= f["b"],
    "at least a plain value": lambda f: f["a"] >= 2,
    "at least what all are": lambda f: f["b"] >= 2,
    "at least what none is": lambda f: f["b"] >= 5,
    "a plain value at least": lambda f: 2 >= f["a"],  # noqa: SIM300 - the order is what is tested
    "at most": lambda f: f["b"] <= f["a"],
    "at most a plain value": lambda f: f["a"] <= 1,
    "a plain value at most": lambda f: 1 <= f["a"],  # noqa: SIM300 - the order is what is tested
    "the same": lambda f: f["a"] == f["b"],
    "never the same": lambda f: f["a"] == f["c"],
    "the same as a plain value": lambda f: f["a"] == 1,
    "a plain value the same": lambda f: 1 == f["a"],  # noqa: SIM300 - the order is what is tested
    "a share": lambda f: share(HALF, of=f["b"]),
    "a share of bands": lambda f: share(bands((0, "0.5"), (2, "1")), of=f["b"]),
    "a share rounded up to three": lambda f: share(HALF, of=f["b"], to=3, way=Rounding.UP),
    "a class": lambda f: step(Schedule((Row(1, 3), Row(2, 7))), at=f["b"]),
    "a class of an amount": lambda f: step(bands((1, "0.5"), (2, "1")), at=f["b"], of=f["a"]),
    "so many times": lambda f: times(3, f["a"]),
    "less": lambda f: f["a"] < f["b"],
    "more": lambda f: f["a"] > f["b"],
    "not the same": lambda f: f["a"] != f["b"],
    "none of it": lambda f: share(Rate(0), of=f["b"]),
    "least": lambda f: least(f["a"], f["b"]),
    "least of three": lambda f: least(f["c"], 3, f["b"]),
    "least with a plain value first": lambda f: least(1, f["a"]),
    "most": lambda f: most(f["a"], f["b"]),
    "most with a plain value": lambda f: most(f["a"], 1),
    "most of three": lambda f: most(3, f["b"], f["a"]),
    "above": lambda f: above(f["b"], f["a"]),
    "above a plain floor": lambda f: above(f["b"], 3),
    "a plain amount above": lambda f: above(3, f["b"]),
    "chosen by a range": lambda f: choose(f["r"], f["a"], f["c"]),
    "chosen by a range from plain values": lambda f: choose(f["r"], 7, 4),
    "chosen by a range, one of them plain": lambda f: choose(f["r"], 7, f["a"]),
    "chosen by cases": lambda f: choose(f["p"], f["a"], f["c"]),
    "chosen by cases from plain values": lambda f: choose(f["p"], 7, 4),
    "chosen by cases from cases": lambda f: choose(f["p"], f["q"], 0),
    "chosen by a plain number": lambda f: choose(1, f["a"], f["c"]),
    "chosen by a plain number that is no": lambda f: choose(0, f["a"], f["c"]),
    "chosen by a comparison": lambda f: choose(f["a"] >= 1, f["b"], f["c"]),
    "when": lambda f: when(f["r"], f["c"]),
    "all of a range and cases": lambda f: all_of(f["r"], f["p"], True),
    "any of cases and a range": lambda f: any_of(f["p"], f["r"], False),
    "not": lambda f: is_not(f["r"]),
    "not of cases": lambda f: is_not(f["q"]),
}


@pytest.mark.parametrize("body", WORDS.values(), ids=WORDS)
def test_a_word_gives_just_the_range_of_what_it_gives_on_numbers(body):
    assert_exact(body)


# Drawn bodies -------------------------------------------------------------------------------------------


@st.composite
def bodies(draw, once):
    """A body as nested parts; if ``once``, no fact is used twice and only leaves are compared for being the same."""
    unused = {"amount": list(AMOUNTS), "truth": list(TRUTHS)}

    def leaf(kind):
        if not unused[kind] or draw(st.booleans()):
            return ("plain", draw(PLAIN[kind]))
        name = draw(st.sampled_from(unused[kind]))
        if once:
            unused[kind].remove(name)
        return ("fact", name)

    def part(kind, depth):
        if kind == "rate":
            return draw(RATES)
        word = draw(st.sampled_from([None, *(word for word, (gives, *_) in GRAMMAR.items() if gives == kind)]))
        if word is None or not depth:
            return leaf(kind)
        below = 0 if once and word == "==" else depth - 1
        return (word, *(part(of, below) for of in GRAMMAR[word][1:]))

    return part(draw(st.sampled_from(("amount", "truth"))), 3)


PLAIN = {"amount": st.integers(0, 6), "truth": st.booleans()}
RATES = st.sampled_from([Rate.of(rate) for rate in ("0", "0.3333", "0.5", "0.75", "1")])

# What each word gives, and of what.
GRAMMAR = {
    "+": ("amount", "amount", "amount"),
    "-": ("amount", "amount", "amount"),
    "share": ("amount", "rate", "amount"),
    "unlimited": ("amount", "amount"),
    "least": ("amount", "amount", "amount"),
    "most": ("amount", "amount", "amount"),
    "above": ("amount", "amount", "amount"),
    "choose": ("amount", "truth", "amount", "amount"),
    "when": ("amount", "truth", "amount"),
    ">=": ("truth", "amount", "amount"),
    "<=": ("truth", "amount", "amount"),
    "==": ("truth", "amount", "amount"),
    "all_of": ("truth", "truth", "truth"),
    "any_of": ("truth", "truth", "truth"),
    "is_not": ("truth", "truth"),
}

SAID = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    "==": lambda one, other: one == other,
    "share": lambda rate, amount: share(rate, of=amount),
    "unlimited": lambda amount: least(NO_LIMIT, amount),
    "least": least,
    "most": most,
    "above": above,
    "choose": choose,
    "when": when,
    "all_of": all_of,
    "any_of": any_of,
    "is_not": is_not,
}


def read(body, facts):
    word, *parts = body
    if word == "plain":
        return parts[0]
    if word == "fact":
        return facts[parts[0]]
    return SAID[word](*(read(part, facts) if isinstance(part, tuple) else part for part in parts))


def facts_in(body) -> set[str]:
    word, *parts = body
    if word == "fact":
        return set(parts)
    return {name for part in parts if isinstance(part, tuple) for name in facts_in(part)}


@given(bodies(once=False))
def test_every_combination_of_values_lies_inside_whatever_the_body(body):
    assert_sound(lambda facts: read(body, facts))


@given(bodies(once=True))
def test_both_ends_are_reached_where_no_fact_is_used_twice(body):
    assert_exact(lambda facts: read(body, facts))


@given(bodies(once=False))
def test_both_ends_are_reached_where_a_range_says_that_it_is_tight(body):
    value = read(body, OPEN)
    for lane, numbers in found(lambda facts: read(body, facts)).items():
        [each] = [each for each, lanes in ranges_of(value).items() if lanes & lane]
        if each.is_tight:
            assert (each.low, each.high) == (min(numbers), max(numbers))


WORKS_BOTH_WAYS = {
    "an amount less more than all of it": lambda f: f["b"] - share(Rate(3, 2), of=f["b"]),
    "an amount less a share of it in whole threes": lambda f: f["b"] - share(HALF, of=f["b"], to=3),
    "an amount less what is chosen of it": lambda f: f["b"] - when(f["b"] >= 3, f["b"]),
    "an amount less a share of it and of another": lambda f: f["b"] - share(HALF, of=f["b"] + f["a"]),
    "a sum of an amount and what it leaves": lambda f: f["b"] + above(6, f["b"]),
    "an amount where another is the same": lambda f: when(f["b"] == f["a"], 1),
    "an amount up to a limit": lambda f: choose(f["b"] <= 3, f["b"], 0),
}


@pytest.mark.parametrize("body", WORKS_BOTH_WAYS.values(), ids=WORKS_BOTH_WAYS)
def test_a_range_in_which_a_fact_works_both_ways_says_so(body):
    [(each, _)] = ranges_of(body(OPEN)).items()
    assert not each.is_tight


ONE_WAY = {
    "a difference of two facts": lambda f: f["c"] - f["a"],
    "an amount up to itself": lambda f: least(share(HALF, of=f["b"]), f["b"]),
    "an amount from a floor": lambda f: when(f["b"] >= 3, f["b"]),
    "nothing from a floor": lambda f: choose(f["b"] >= 3, 0, 9 - f["b"]),
    "an amount less a share of it": lambda f: f["b"] - share(HALF, of=f["b"]),
    "an amount less a share of it above a floor": lambda f: f["b"] - share(HALF, of=above(f["b"], 2)),
    "an amount above a floor less a share of it": lambda f: above(f["b"], 2) - share(HALF, of=above(f["b"], 2)),
    "a sum less a share of it, up to a limit": lambda f: f["a"] + f["b"] - least(share(HALF, of=f["a"] + f["b"]), 2),
    "an amount less a share of a share": lambda f: f["b"] - share(HALF, of=share(HALF, of=f["b"]) + 1),
}


@pytest.mark.parametrize("body", ONE_WAY.values(), ids=ONE_WAY)
def test_a_range_in_which_each_fact_works_one_way_is_tight(body):
    [(each, _)] = ranges_of(body(OPEN)).items()
    assert each.is_tight
    assert_exact(body)


def test_what_a_share_leaves_of_an_amount_without_end_is_not_called_tight():
    amount = Cases({unknown(0, UNBOUNDED, "a"): EVERY})
    [(left, _)] = ranges_of(amount - share(HALF, of=amount)).items()
    assert not left.is_tight
    assert left.high == UNBOUNDED


@given(bodies(once=False))
def test_a_range_names_every_fact_that_can_change_it_and_none_that_the_body_does_not_use(body):
    value = read(body, OPEN)
    for each, lanes in ranges_of(value).items():
        assert each.of <= facts_in(body) - set(LANES)
        assert (each.low < each.high) == bool(each.of)
        for name in {"a", "b", "c", "r"} - each.of:
            others = {}
            for person in EVERYBODY:
                if lanes & lane_of(person):
                    key = tuple(held for fact, held in person.items() if fact != name)
                    others.setdefault(key, set()).add(int(read(body, person)))
            assert all(len(values) == 1 for values in others.values())


@given(bodies(once=False), st.data())
def test_a_narrower_fact_never_gives_a_wider_range(body, data):
    narrower = dict(OPEN)
    for name in ("a", "b", "c", "r"):
        low, high = sorted(data.draw(st.tuples(*[st.sampled_from(VALUES[name])] * 2)))
        narrower[name] = Cases({unknown(low, high, name): EVERY})
    for lane in (0b0001, 0b0010, 0b0100, 0b1000):
        low, high = ends(read(body, OPEN), lane)
        inner = ends(read(body, narrower), lane)
        assert low <= inner[0] <= inner[1] <= high


# Conditions that may or may not hold --------------------------------------------------------------------


def test_a_condition_that_may_hold_leaves_logic_open_only_where_it_matters():
    maybe = OPEN["r"]
    assert ends(all_of(maybe, False)) == (0, 0)
    assert ends(any_of(maybe, True)) == (1, 1)
    assert ends(all_of(maybe, True)) == (0, 1)
    assert ends(any_of(maybe, False)) == (0, 1)
    assert ends(is_not(maybe)) == (0, 1)


def test_a_condition_does_not_matter_between_two_values_that_are_one():
    assert dict(choose(OPEN["r"], OPEN["a"] + 1, OPEN["a"] + 1).ranges) == dict((OPEN["a"] + 1).ranges)
    assert dict(choose(OPEN["r"], 7, 7).ranges) == {certain(7): EVERY}


def test_a_condition_matters_between_two_values_that_only_look_alike():
    twins = [Cases({unknown(0, 5, name): EVERY}) for name in ("one", "other")]
    [chosen] = choose(OPEN["r"], *twins).ranges
    assert chosen.of == {"r", "one", "other"}


def test_what_is_enumerated_is_exact_however_often_it_is_used():
    # Where p holds 2 to 4 and 5 to 6 are added, where not 5 to 6 and 2 to 4: never 2 to 4 twice.
    both = choose(OPEN["p"], OPEN["b"], OPEN["c"]) + choose(OPEN["p"], OPEN["c"], OPEN["b"])
    assert ends(both) == (7, 10)
    assert ends(any_of(OPEN["p"], is_not(OPEN["p"]))) == (1, 1)
    assert ends(all_of(OPEN["p"], is_not(OPEN["p"]))) == (0, 0)


def test_what_is_the_same_in_every_scenario_is_one_range():
    assert len(choose(OPEN["p"], OPEN["a"], OPEN["a"]).ranges) == 1
    assert ranges_of(choose(OPEN["p"], 3, 3)) == {certain(3): 0b1111}
    assert len((OPEN["p"] + OPEN["q"]).ranges) == 3  # 0, 1 in two ways, 2


def test_a_value_has_in_a_scenario_the_ends_that_it_has_there_alone():
    chosen = choose(OPEN["p"], OPEN["c"], 1)
    assert ends(chosen, 0b0101) == (1, 1)
    assert ends(chosen, 0b1010) == (5, 6)
    assert ends(chosen) == (1, 6)
    assert ends(4) == (4, 4)
    assert ranges_of(True) == {certain(1): EVERY}


def test_the_ends_of_several_views_are_the_first_and_those_of_all():
    early, late = Cases({unknown(0, 9, "x"): EVERY}), Cases({unknown(5, 6, "y"): EVERY})
    assert ends_of_all([late, early]) == ((5, 6), (0, 9))


def test_the_ends_of_several_values_are_those_in_the_scenarios_asked_about():
    # ``p`` does not hold in the first and the third.
    assert ends_of_all([OPEN["p"], 1], 0b0101) == ((0, 0), (0, 1))
    assert ends_of_each([OPEN["p"], 3], 0b0101) == [(0, 0), (3, 3)]


def test_values_are_certain_where_each_is_one_and_the_same_in_every_scenario():
    chosen = choose(OPEN["p"], 4, 1)
    assert are_certain([3, 4])
    assert not are_certain([3, chosen])
    assert not are_certain([chosen, 3])
    assert are_certain([3, chosen], 0b1010)
    assert are_certain([chosen], 0b0101)
    assert not are_certain([OPEN["c"]])


def test_what_is_one_value_in_every_scenario_compares_as_the_value_and_a_range_as_itself():
    assert comparable([Cases({certain(3): EVERY}), 0]) == comparable([3, 0])
    # ``a`` is from 0 to 2.
    assert comparable([OPEN["a"]]) == comparable([open_fact("a")]) != comparable([0])


# No limit -----------------------------------------------------------------------------------------------

ENDLESS = Cases({unknown(0, UNBOUNDED, "cost"): EVERY})


@pytest.mark.parametrize("limits", [(ENDLESS, NO_LIMIT), (NO_LIMIT, ENDLESS), (NO_LIMIT, ENDLESS, NO_LIMIT)])
def test_no_limit_limits_nothing_not_even_an_amount_without_an_end(limits):
    assert dict(least(*limits).ranges) == dict(ENDLESS.ranges)


def test_a_limit_limits_an_amount_without_an_end():
    assert ends(least(ENDLESS, 500)) == (0, 500)
    assert ends(least(NO_LIMIT, ENDLESS, 500)) == (0, 500)
    assert ends(least(share(HALF, of=above(ENDLESS, 100)), 500)) == (0, 500)


def test_what_is_computed_from_an_amount_without_an_end_has_none_itself():
    _, high = ends(least(share(Rate.of("0.0001"), of=above(ENDLESS, 100)), NO_LIMIT))
    assert high > 10 * NO_LIMIT


# Which facts a range depends on, and how it is computed -------------------------------------------------


def only(value):
    [single] = ranges_of(value)
    return single


@pytest.mark.parametrize(
    ("value", "of"),
    [
        (lambda: OPEN["a"] + OPEN["b"], {"a", "b"}),
        (lambda: least(OPEN["a"], OPEN["c"]), {"a"}),  # a is at most 2, c at least 5
        (lambda: least(OPEN["c"], OPEN["a"]), {"a"}),
        (lambda: most(OPEN["a"], OPEN["c"]), {"c"}),
        (lambda: most(OPEN["c"], OPEN["a"]), {"c"}),
        (lambda: least(OPEN["a"], OPEN["b"]), {"a"}),  # 2 is the most of a and the least of b
        (lambda: most(OPEN["a"], OPEN["b"]), {"b"}),
        (lambda: least(OPEN["b"], OPEN["a"]), {"a"}),
        (lambda: most(OPEN["b"], OPEN["a"]), {"b"}),
        (lambda: most(OPEN["b"], 3), {"b"}),
        (lambda: above(OPEN["a"], 2), NOTHING),
        (lambda: least(OPEN["c"], 5), NOTHING),
        (lambda: OPEN["a"] >= OPEN["b"], {"a", "b"}),
        (lambda: OPEN["b"] >= OPEN["a"], NOTHING),
        (lambda: OPEN["a"] == OPEN["c"], NOTHING),
        (lambda: choose(OPEN["c"] >= 5, OPEN["a"], OPEN["b"]), {"a"}),
        (lambda: choose(OPEN["r"], OPEN["a"], 1), {"r", "a"}),
        (lambda: when(OPEN["r"], 0), NOTHING),
        (lambda: all_of(OPEN["r"], OPEN["a"] >= 5), NOTHING),
        (lambda: share(Rate(0), of=OPEN["a"]), NOTHING),
        (lambda: share(Rate.of("0.1"), of=OPEN["a"]), NOTHING),  # 0, 0.1 and 0.2 round to nothing
    ],
)
def test_a_range_depends_on_the_facts_that_can_matter_and_on_no_other(value, of):
    assert only(value()).of == of


def test_whether_two_values_are_the_same_is_certain_where_both_are_certain():
    assert (OPEN["p"] == 1).ranges == {certain(0): 0b0101, certain(1): 0b1010}


def test_whether_a_range_is_one_of_its_ends_is_open():
    # ``a`` is from 0 to 2.
    assert [ends(OPEN["a"] == 2), ends(OPEN["a"] == 0)] == [(0, 1), (0, 1)]
    assert [ends(Cases({certain(each): EVERY}) == OPEN["a"]) for each in (0, 2)] == [(0, 1), (0, 1)]


def test_two_values_computed_alike_are_one():
    def body():
        return least(share(HALF, of=above(OPEN["c"], OPEN["a"])), 9)

    assert only(body()) == only(body())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            lambda: share(HALF, of=OPEN["b"]),
            lambda: share(Rate.of("0.4"), of=OPEN["b"]),
        ),  # 1 to 2 both: 2 x 0.4 and 4 x 0.4
        (lambda: OPEN["b"] + OPEN["a"], lambda: OPEN["a"] + OPEN["a"] + 2),
        (lambda: OPEN["r"], lambda: is_not(OPEN["r"])),
        (lambda: OPEN["r"], lambda: OPEN["a"] >= 1),
        (lambda: OPEN["a"] >= 1, lambda: OPEN["a"] >= 2),
        (lambda: least(OPEN["a"] + 1, 2), lambda: most(OPEN["a"], 1)),
        (lambda: least(OPEN["a"], OPEN["b"] - 2), lambda: most(OPEN["a"], OPEN["b"] - 2)),  # 0 to 2 all of them
        # 2 less a is from 0 to 2 as a is, and another value: whichever of two operands it stands for.
        *(
            (lambda word=word, b=b: word(OPEN["a"], OPEN[b]), lambda word=word, b=b: word(2 - OPEN["a"], OPEN[b]))
            for word, b in ((operator.add, "b"), (operator.sub, "b"), (operator.ge, "b"), (operator.eq, "b"))
        ),
        *(
            (lambda word=word, b=b: word(OPEN[b], OPEN["a"]), lambda word=word, b=b: word(OPEN[b], 2 - OPEN["a"]))
            for word, b in ((operator.add, "b"), (operator.sub, "b"), (operator.ge, "r"), (operator.eq, "b"))
        ),
        (lambda: choose(OPEN["r"], OPEN["a"], 5), lambda: choose(OPEN["r"], 2 - OPEN["a"], 5)),
        (lambda: choose(OPEN["r"], 5, OPEN["a"]), lambda: choose(OPEN["r"], 5, 2 - OPEN["a"])),
        (lambda: choose(OPEN["r"], OPEN["a"], 5), lambda: choose(is_not(OPEN["r"]), OPEN["a"], 5)),
        (lambda: least(OPEN["a"], 1), lambda: least(2 - OPEN["a"], 1)),
        (lambda: least(1, OPEN["a"]), lambda: least(1, 2 - OPEN["a"])),
        (lambda: share(HALF, of=OPEN["a"]), lambda: share(HALF, of=2 - OPEN["a"])),
    ],
)
def test_two_values_that_only_have_the_same_ends_are_two(one, other):
    assert ends(one()) == ends(other())
    assert only(one()).way != only(other()).way


WAYS_TO_DEPEND = {
    "a sum": (lambda: OPEN["a"] + OPEN["b"], "ab", ""),
    "a difference": (lambda: OPEN["a"] - OPEN["b"], "a", "b"),
    "at least": (lambda: OPEN["a"] >= OPEN["b"], "a", "b"),
    "the same": (lambda: OPEN["a"] == OPEN["b"], "ab", "ab"),
    "least": (lambda: least(OPEN["a"], OPEN["b"] - 1), "ab", ""),
    "most": (lambda: most(OPEN["a"], OPEN["b"] - 1), "ab", ""),
    "a share of what falls": (lambda: share(HALF, of=9 - OPEN["b"]), "", "b"),
    "more where it holds": (lambda: choose(OPEN["r"], OPEN["c"], OPEN["a"]), "rca", ""),
    "less where it holds": (lambda: choose(OPEN["r"], OPEN["a"], OPEN["c"]), "ca", "r"),
    "no more where it holds": (lambda: choose(OPEN["r"], OPEN["a"], OPEN["b"]), "ab", "r"),  # 0 to 2, 2 to 4
    "no less where it holds": (lambda: choose(OPEN["r"], OPEN["b"], OPEN["a"]), "rab", ""),
    "either where it holds": (lambda: choose(OPEN["r"], OPEN["a"], OPEN["b"] - 1), "rab", "r"),
    "what falls where it holds": (lambda: choose(OPEN["r"], 9 - OPEN["a"], 5 - OPEN["b"]), "r", "ab"),
    "what falls where it does not": (lambda: choose(OPEN["r"], 3 - OPEN["b"], 9 - OPEN["a"]), "", "rab"),
}


@pytest.mark.parametrize(("value", "rises", "falls"), WAYS_TO_DEPEND.values(), ids=WAYS_TO_DEPEND)
def test_a_range_says_with_which_facts_it_rises_and_with_which_it_falls(value, rises, falls):
    assert (only(value()).rises, only(value()).falls) == ({*rises}, {*falls})


def test_facts_that_may_be_the_same_are_not_one_value():
    x, y, z = (Cases({unknown(0, 9, name): EVERY}) for name in "xyz")
    one, other = least(x, most(y, z)), least(y, most(x, z))
    assert (ends(one), only(one).of) == (ends(other), only(other).of)
    assert only(one).way != only(other).way


def test_what_a_share_gives_alike_has_the_scenarios_of_all_that_it_is_of():
    assert share(Rate(1), of=OPEN["p"]).ranges == {certain(0): 0b0101, certain(1): 0b1010}
    assert share(Rate(1, 2), of=OPEN["p"], way=Rounding.DOWN).ranges == {certain(0): 0b1111}


def test_a_plain_value_goes_under_a_function_as_it_is():
    assert mapped(3, lambda fen: fen + 1) == 4


def test_two_plain_values_never_make_two_computations_alike():
    # Both from 0 to 3, and not one value: 4 less 1 is 3, 4 less 2 is 2.
    x = Cases({unknown(0, 9, "x"): EVERY})
    one, other = (most(least(x + plain, 3), 0) for plain in (-1, -2))
    assert (ends(one), ends(other)) == ((0, 3), (0, 3))
    assert only(one) != only(other)


def test_one_value_alone_depends_on_nothing():
    assert only(Cases({unknown(4, 4, "x"): EVERY})) == certain(4)
    assert certain(4).of == NOTHING
