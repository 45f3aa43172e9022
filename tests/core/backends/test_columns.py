"""The words read on columns: every word, with a column in any place, gives in each row what it gives on numbers."""

from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portions import bands, portions

from benefitcalc.core import words
from benefitcalc.core.amounts import GREATEST, NO_LIMIT
from benefitcalc.core.backends.columns import ENDLESS, OPEN, Column, OpenColumn, distinct, divisions, expr_of, reach
from benefitcalc.core.rates import Portion, Rate, Rounding, Row, Schedule
from benefitcalc.core.words import above, all_of, any_of, choose, is_not, least, most, pick, share, step, times, when
from benefitcalc.facts.levels import CareNeed
from benefitcalc.population import sql_text
from benefitcalc.population.result_columns import together

ROWS = [
    (a, b, yes, no)
    for a in (0, 1, 2, 49, GREATEST)
    for b in (0, 50, GREATEST)
    for yes in (True, False)
    for no in (True, False)
]
TABLE = pl.DataFrame(ROWS, schema={"a": pl.Int64, "b": pl.Int64, "p": pl.Boolean, "q": pl.Boolean}, orient="row")

BODIES = {
    "sums": lambda a, b, p, q: (a + b, a + 5, 5 + a, a - b, a - 5, 5 - a),
    "comparisons": lambda a, b, p, q: (a >= b, a <= b, a == b, a >= 49, a <= 50, a == CareNeed.PARTIAL),
    "choices": lambda a, b, p, q: (
        choose(p, a, b),
        choose(p, a, 5),
        choose(p, 5, a),
        choose(p, 1, 0),
        choose(True, a, b),
    ),
    "choices of truths": lambda a, b, p, q: (
        choose(p, q, p),
        choose(p, True, q),
        choose(p, False, q),
        choose(p, q, True),
        choose(p, q, False),
        choose(p, True, False),
        choose(p, False, True),
    ),
    "a number for a truth": lambda a, b, p, q: (choose(1, a, b), choose(0, a, b)),
    "shares": lambda a, b, p, q: tuple(share(Rate.of(rate), of=a) for rate in ("0", "0.5", "0.3333", "1")),
    "shares of eight decimals": lambda a, b, p, q: tuple(
        share(Rate.of(rate).raised_by(Rate.of(rise)), of=a + b)
        for rate in ("0.7777", "0.9999")
        for rise in ("0.0001", "0.9999")
    ),
    "shares of six decimals and of fractions": lambda a, b, p, q: tuple(
        share(rate, of=a) for rate in (Rate.of("0.999999"), Rate.of("1/12"), Rate.of("9999/10000"), Rate.of("1/9973"))
    ),
    "a share of which the first step of the division takes nothing": lambda a, b, p, q: (
        share(Rate.of("5003/8192"), of=a, to=50_03, way=Rounding.DOWN),
    ),
    "shares rounded by the law": lambda a, b, p, q: tuple(
        share(Rate.of(rate), of=a + b, to=to, way=way)
        for rate in ("1/3", "0.65", "1")
        for to in (1, 2, 10, 1_00, 30_00)
        for way in Rounding
    ),
    "shares of bands": lambda a, b, p, q: tuple(
        share(law, of=a - b, to=to, way=way)
        for law in (bands((0, "0.03"), (30, "1/3"), (49, "0")), bands((2, "0.60"), (10**10, "0.999999")))
        for to in (1, 10)
        for way in Rounding
    ),
    "steps, times and picks": lambda a, b, p, q: (
        step(Schedule((Row(1, 500), Row(49, 800))), at=a),
        step(Schedule((Row(1, 500), Row(49, 800))), at=a, of=b),
        step(bands((1, "1/3"), (49, "0.65")), at=a, of=b),
        step(bands((1, "1/3"), (2, "0.65"), (49, "0")), at=a, of=b, to=30, way=Rounding.UP),
        times(3_00, choose(p, b, 7)),
        times(0, a),
        pick(choose(p, CareNeed.FULL, CareNeed.NONE), {CareNeed.NONE: 1, CareNeed.PARTIAL: a, CareNeed.FULL: 3}),
    ),
    "chosen rates of one amount": lambda a, b, p, q: tuple(
        choose(p, share(one, of=a, to=to, way=way), choose(q, share(other, of=a, to=to, way=way), taken))
        for one, other in ((Rate.of("1/3"), Rate.of("0.65")), (Rate(1), Rate.of("0.999999")))
        for to in (1, 30)
        for way in Rounding
        for taken in (0, a, share(Rate.of("1/9973"), of=a, to=to, way=way), share(one, of=b), share(one, of=a, to=7))
    ),
    "words on shares": lambda a, b, p, q: (
        least(share(Rate.of("0.5"), of=a), 7),
        choose(share(Rate.of("0.5"), of=a) >= 7, p, q),
        share(Rate.of("1/3"), of=share(Rate.of("0.5"), of=a)),
        least(*(share(bands((0, "0.5"), (10, "0")), of=each) for each in (a, b))),
        least(*(choose(each, share(Rate.of("1/3"), of=a), share(Rate.of("0.65"), of=a)) for each in (p, q))),
    ),
    "opposites of comparisons": lambda a, b, p, q: (a < b, a > b, a != b, a < 49, a > 49, a != 49, 49 < a, 49 > a),  # noqa: SIM300 - the order is what is tested
    "least and most": lambda a, b, p, q: (
        least(a, b),
        least(50, a),
        least(a, b, 7),
        most(a, b),
        most(7, a),
        above(a, b),
        above(a, 5),
    ),
    "no limit": lambda a, b, p, q: (least(a, NO_LIMIT), least(NO_LIMIT, a, b), most(a, NO_LIMIT)),
    "logic": lambda a, b, p, q: (all_of(p, q), any_of(p, q), is_not(p), all_of(p, False), any_of(p, True), when(p, a)),
}


DIALECTS = {"polars": pl, "narwhals": nw, "SQL": sql_text}


def worked_out(dialect: Any, table: pl.DataFrame, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """What columns come to in the rows of a table."""
    lines = {f"line{at}": expr_of(dialect, each) for at, each in enumerate(values)}
    if dialect is sql_text:
        texts = ", ".join(f"{each.sql} AS {name}" for name, each in lines.items())
        return duckdb.from_arrow(table.to_arrow()).project(texts).fetchall()
    frame = table if dialect is pl else nw.from_native(table)
    result = frame.with_columns(**lines)
    return (result if dialect is pl else result.to_native()).select(list(lines)).rows()


@pytest.mark.parametrize("kind", [Column, OpenColumn])
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_word_gives_in_each_row_what_it_gives_on_numbers(dialect, body, kind):
    columns = body(*(kind(dialect, dialect.col(name), name) for name in TABLE.columns))
    told = worked_out(dialect, TABLE, columns)
    assert told == [tuple(int(each) if not isinstance(each, bool) else each for each in body(*row)) for row in ROWS]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_a_share_of_an_amount_without_an_end_has_none_either(dialect):
    # What is left of it, and what it is less than, are without an end too; half of 8 is 4.
    amount = OpenColumn(dialect, dialect.col("a"), "a")
    shares = tuple(share(Rate.of("0.5"), of=each) for each in (amount, amount - 49, 49 - amount))
    told = worked_out(dialect, pl.DataFrame({"a": [OPEN, 8]}), shares)
    assert told == [(OPEN, OPEN - 49, 49 - OPEN), (4, -20, 21)]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_bands_of_an_amount_without_an_end_have_none_unless_the_last_takes_nothing(dialect):
    amount = OpenColumn(dialect, dialect.col("a"), "a")
    ending, endless = bands((0, "0.5"), (10, "0")), bands((0, "0"), (10, "0.5"))
    shares = (share(ending, of=amount), share(endless, of=amount), share(endless, of=49 - amount))
    told = worked_out(dialect, pl.DataFrame({"a": [OPEN, 20]}), shares)
    assert told == [(5, OPEN, 0), (5, 5, 10)]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_an_amount_has_no_end_from_the_bound_on_and_one_fen_below_it_has(dialect):
    amount = OpenColumn(dialect, dialect.col("a"), "a")
    half, above_ten = Rate.of("0.5"), bands((0, "0"), (10, "0.5"))
    shares = (share(half, of=amount), share(half, of=0 - amount), share(above_ten, of=amount))
    told = worked_out(dialect, pl.DataFrame({"a": [ENDLESS, ENDLESS - 2]}), shares)
    assert told == [(ENDLESS, -ENDLESS, ENDLESS), (ENDLESS // 2 - 1, 1 - ENDLESS // 2, ENDLESS // 2 - 6)]


@pytest.mark.parametrize("law", [Rate.of("0.9999"), bands((0, "0.1"), (10**12, "0.9999"))], ids=["a rate", "bands"])
def test_no_product_of_a_share_has_an_amount_without_an_end(law):
    # Ten thousand times an amount without an end would be more than 64 bits hold, in DuckDB an error.
    sql = share(law, of=OpenColumn(sql_text, sql_text.col("a"), "a")).expr.sql
    with_end = "least(greatest(a, -100000000000000), 100000000000000)"
    assert with_end in sql
    assert "(a * " not in sql


def test_the_products_of_each_step_of_a_division_are_bounded():
    # Divided by 10^8, which is 6,250 x 8,000 x 2. Of 993,751 the first step takes one and leaves 159 to the second, to
    # which one is carried. Up, 99,999,999 are added: 6,249, then 7,999 and one carried, then one and one carried.
    assert reach(Portion(Rate.of("0.993751"), 1_00, Rounding.UP)) == (160, 8_000)
    assert reach(Portion(Rate.of("1/12"), 1, Rounding.UP)) == (1, 11)
    assert reach(Portion(Rate.of("1/12"), 1, Rounding.DOWN)) == (1, 0)
    assert reach(Portion(Rate.of("1"))) == (0, 0)  # nothing is divided


@given(portions(st.integers(0, 10**9), st.integers(1, 10**5)), st.integers(-GREATEST, GREATEST))
def test_no_product_of_a_share_is_larger_than_is_said(portion, amount):
    of_amount, more = reach(portion)
    parts = [part for _, part in words.bands(portion, amount)]
    for steps in divisions(portion, [rate for rate, _ in words.bands(portion, 0)]):
        carried = 0
        for weights, added, factor in steps[:-1]:
            assert {type(by) for by in weights} == {int}  # no float
            total = carried + added + sum(by * part for by, part in zip(weights, parts, strict=True))
            assert abs(total) <= of_amount * abs(amount) + more
            carried = total // factor


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_texts_are_put_together_without_those_that_are_null(dialect):
    some = dialect.when(dialect.col("p")).then(dialect.lit("b"))
    texts = (
        together(dialect, [dialect.lit("a"), some], ", "),
        together(dialect, [some], ", "),
        together(dialect, [], ", "),
    )
    told = worked_out(dialect, pl.DataFrame({"p": [True, False]}), tuple(Column(dialect, each, "") for each in texts))
    assert told == [("a, b", "b", None), ("a", None, None)]


def test_a_hundred_classes_of_an_amount_are_divided_once():
    amount = Column(sql_text, sql_text.col("a"), "a")
    law = bands(*((100 * at, f"{at / 100:.2f}") for at in range(1, 101)))
    text = expr_of(sql_text, step(law, at=amount, of=amount)).sql
    assert text.count("/") <= 7 + 1  # below the first class is nothing, so seven choices have a division beside them


def test_nothing_is_multiplied_by_one():
    a = Column(sql_text, sql_text.col("a"), "a")
    assert " * 1)" not in share(Rate.of("1/3"), of=a).expr.sql
    assert " * 1)" not in share(bands((0, "1"), (10, "0.5")), of=a).expr.sql


@pytest.mark.parametrize("way", Rounding)
def test_no_float_touches_a_share(way):
    third, most_of_it = Rate.of("1/3"), Rate.of("0.65")
    for steps in divisions(Portion(third, 10, way), [third, most_of_it]):
        assert {type(each) for weights, added, factor in steps for each in (*weights, added, factor)} == {int}
    a, p = (Column(pl, pl.col(name), name) for name in "ap")
    chosen = choose(p, share(third, of=a, to=10, way=way), share(most_of_it, of=a, to=10, way=way))
    assert pl.DataFrame({"a": [5], "p": [True]}).select(chosen.expr).dtypes == [pl.Int64]


def test_columns_that_are_computed_alike_count_once():
    a, b = (Column(pl, pl.col(name), name) for name in "ab")
    assert [each.way for each in distinct([a + 5, a + b, a + 5])] == ["(a + 5)", "(a + b)"]
    assert least(a, a) is a
    assert least(a, NO_LIMIT) is a
    assert choose(a == b, 5, 5) == 5
    assert len(distinct([1, True])) == 2


def test_a_condition_and_its_opposite_are_chosen_without_a_case():
    p = Column(sql_text, sql_text.col("p"), "p")
    assert choose(p, True, False) is p
    assert "CASE" in choose(p, 1, 0).expr.sql
    assert "CASE" not in is_not(p).expr.sql


def test_all_or_any_of_two_conditions_are_told_without_a_case():
    p, q = (Column(sql_text, sql_text.col(name), name) for name in "pq")
    assert "CASE" not in any_of(p, q).expr.sql
    assert "CASE" not in all_of(p, q).expr.sql


def test_a_column_says_how_it_is_computed():
    a = Column(pl, pl.col("a"), "a")
    b = Column(pl, pl.col("b"), "b")
    each_way = (a + 5, 5 + a, a - b, 5 - a, a >= 5, a <= b, a == CareNeed.PARTIAL)
    assert [each.way for each in each_way] == [
        "(a + 5)", "(a + 5)", "(a - b)", "(5 - a)", "(a >= 5)", "(a <= b)", "(a == 1)",
    ]  # fmt: skip
    assert when(a >= 5, above(a, 5)).way == "choose((a >= 5), most((a - 5), 0), 0)"
    assert share(Rate.of("0.5"), of=least(a, 9)).way == "share(0.5, least(a, 9))"
