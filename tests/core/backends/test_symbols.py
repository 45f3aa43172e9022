"""The words read on symbols, against the same words on the numbers of drawn people."""

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import bread_allowance, written
from portions import bands
from strategies import people

import benefitcalc as bc
from benefitcalc.analysis.symbolic import person
from benefitcalc.core.backends.symbols import Symbol, formula, known_of_products, shares_of
from benefitcalc.core.rates import WHOLE, Rate, Rounding, Row, Schedule
from benefitcalc.core.words import above, choose, least, most, share, step, times
from benefitcalc.rules import RULES


def number(value, **of):
    """What a formula comes to for the symbols of these names."""
    pairs = [
        (z3.Bool(name), z3.BoolVal(x)) if isinstance(x, bool) else (z3.Int(name), z3.IntVal(x))
        for name, x in of.items()
    ]
    if not isinstance(value, Symbol):
        return value
    found = z3.simplify(z3.substitute(formula(value), *pairs))
    return z3.is_true(found) if z3.is_bool(found) else found.as_long()


WHOLE_OF = 10_000
X, Y = Symbol(z3.Int("x")), Symbol(z3.Int("y"))
WORDS = {
    "a sum": lambda x, y: x + y,
    "a plain value first": lambda x, y: 5 + x,
    "a difference": lambda x, y: x - y,
    "from a plain value": lambda x, y: 5 - y,
    "at least": lambda x, y: x >= y,
    "at most a plain value": lambda x, y: x <= 3,
    "a plain value at most": lambda x, y: 3 <= x,  # noqa: SIM300 - the order is what is tested
    "the same": lambda x, y: x == y,
    "choose": lambda x, y: choose(x >= y, x, 7),
    "choose a truth": lambda x, y: choose(x >= y, True, x == 2),
    "the least": lambda x, y: least(6, x, y, 4),
    "the most": lambda x, y: most(x, 2, y),
    "the least of plain values first": lambda x, y: least(6, 5, x),
    "the most of plain values first": lambda x, y: most(1, 2, y),
    "above": above,
    "a share": lambda x, y: share(Rate.of("0.75"), of=x),
    "a share of many decimals": lambda x, y: share(Rate(33_333_333, 10**8), of=x + y),
    "no share": lambda x, y: share(Rate(0), of=x),
    "a share of bands": lambda x, y: share(bands((0, "0.5"), (5, "1/3")), of=x),
    "shares rounded by the law": lambda x, y: sum(share(Rate(1, 3), of=x + y, to=7, way=way) for way in Rounding),
    "a class": lambda x, y: step(Schedule((Row(1, 3), Row(2, 7))), at=y),
    "a class of an amount": lambda x, y: step(bands((1, "0.5"), (5, "1/3")), at=y, of=x),
    "a rounded class of an amount": lambda x, y: step(
        bands((1, "0.5"), (5, "1/3"), (7, "0.65")), at=y, of=x, to=7, way=Rounding.NEAREST_EVEN
    ),
    "one of two ways to round": lambda x, y: choose(
        x >= y, share(Rate(1, 3), of=x, way=Rounding.UP), share(Rate(1, 3), of=x)
    ),
    "one of two units": lambda x, y: choose(x >= y, share(Rate(1, 3), of=x, to=7), share(Rate(1, 3), of=x)),
    "a share of one of two amounts": lambda x, y: choose(x >= y, share(Rate(1, 3), of=x), share(Rate(1, 3), of=y)),
    "a class for each": lambda x, y: step(Schedule((Row(1, 3), Row(2, 7))), at=x, of=y),
    "so many times": lambda x, y: times(3, y),
    "opposites of comparisons": lambda x, y: choose(x < y, 1, 0) + choose(x > y, 2, 0) + choose(x != y, 4, 0),
    "more than the whole": lambda x, y: share(WHOLE.raised_by(Rate.of("0.55")), of=x),
}


@pytest.mark.parametrize("word", WORDS)
@given(x=st.integers(0, 10**11), y=st.integers(0, 8))
def test_a_formula_comes_to_what_the_word_gives_on_numbers(word, x, y):
    for one in (x, y):
        assert number(WORDS[word](X, Y), x=one, y=y) == WORDS[word](one, y)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_body_on_symbols_is_the_body_on_numbers(rule, data):
    facts = data.draw(people(rule))
    views = rule.views(rule.law())
    for symbols, numbers in zip(rule.read(person(rule, z3.main_ctx()), views), rule.read(facts, views), strict=True):
        values = {name: x if isinstance(x, bool) else int(x) for name, x in facts.items()}
        read = {name: number(getattr(symbols, name), **values) for name in rule.lines.entries()}
        assert read == {name: int(getattr(numbers, name)) for name in read}


@given(
    amount=st.integers(0, 10**11), rate=st.integers(0, 10**4), more=st.integers(0, 10**4), far=st.integers(0, 10**11)
)
def test_what_is_known_of_products_is_true_of_them(amount, rate, more, far):
    r, s = Symbol(z3.Int("r")), Symbol(z3.Int("s"))
    products = [r * X, s * Y, (WHOLE_OF + s) * X]
    known = z3.And(*known_of_products((formula(each) for each in products), WHOLE_OF))
    values = {"x": amount, "y": far, "r": rate, "s": more}
    by_hand = {products[0].of: values["r"] * amount, products[1].of: values["s"] * far}
    by_hand[products[2].of] = (WHOLE_OF + values["s"]) * amount
    worked_out = z3.substitute(known, *((product, z3.IntVal(value)) for product, value in by_hand.items()))
    assert number(Symbol(worked_out), **values)


def test_a_share_of_a_symbolic_rate_is_of_a_product_of_which_little_is_known():
    rate = Rate(Symbol(z3.Int("r")), 10_000)
    assert "product" in str(formula(share(rate, of=X)))
    assert "product" not in str(formula(share(rate, of=500)))  # a figure of the law times a rate


def test_a_choice_between_rates_of_one_amount_is_rounded_once():
    chosen = choose(Y >= 5, share(Rate(1, 3), of=X), choose(Y >= 3, share(Rate(1, 2), of=X), share(Rate(1, 7), of=X)))
    assert [each.decl().kind() for each in below(formula(chosen))].count(z3.Z3_OP_IDIV) == 1


def test_a_choice_between_rates_keeps_each_share_and_the_largest_of_their_common_denominator():
    # Thirds and halves are sixths.
    chosen = choose(Y >= 5, share(Rate(1, 3), of=X), share(Rate(1, 2), of=X))
    assert sorted(str(portion.rate) for portion, _ in shares_of([chosen])) == ["0.5", "1/3", "5/6"]


def test_a_choice_between_symbolic_rates_of_one_amount_is_one_product():
    rates = [Rate(Symbol(z3.Int(name)), 10_000) for name in "rst"]
    chosen = choose(Y >= 5, share(rates[0], of=X), choose(Y >= 3, share(rates[1], of=X), share(rates[2], of=X)))
    assert [each.decl().name() for each in below(formula(chosen))].count("product") == 1


def below(formula):
    """A formula and all that it is made of, each once."""
    found = {formula.get_id(): formula}
    for child in formula.children():
        found |= {each.get_id(): each for each in below(child)}
    return list(found.values())


def test_the_shares_on_the_way_to_a_value_are_kept():
    body = least(share(Rate.of("0.5"), of=X), share(Rate.of("0.25"), of=X + Y)) + share(Rate.of("0.5"), of=X)
    assert sorted(str(portion.rate) for portion, _ in shares_of([body, 5])) == ["0.25", "0.5"]


def test_invented_law_is_read_too(tmp_path):
    views = bc.policy(written(tmp_path)).views("bread_allowance")
    lines = bread_allowance.read(person(bread_allowance, z3.main_ctx()), views).stated
    assert number(lines.payout, age=20, is_rural=True, is_low_income=False, outpatient_cost=50_00) == 20_00
