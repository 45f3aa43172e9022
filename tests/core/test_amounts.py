"""Yuan outside, fen inside."""

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefitcalc.core.amounts import GREATEST, NO_LIMIT, fen, yuan, yuan_if_limited
from benefitcalc.facts.levels import CareNeed
from benefitcalc.text.message import Refused


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1200.50", 120050),
        ("1,200.50", 120050),
        ("1 200.50", 120050),
        ("１２００．５０", 120050),
        ("1，200.5", 120050),
        ("¥1200", 120000),
        ("￥1,200元", 120000),
        ("1200元整", 120000),
        ("人民币1200元", 120000),
        ("1200 yuan", 120000),
        ("RMB 1200", 120000),
        ("1.2万", 1_200_000),
        ("1.2万元", 1_200_000),
        ("1.2w", 1_200_000),
        ("800块钱", 80000),
        ("1200元。", 120000),
        ("1200元人民币", 120000),
        ("１．２万", 1_200_000),
        ("0.123456万", 123456),
        ("3千", 300_000),
        ("  800  ", 80000),
        (".5", 50),
        ("0", 0),
        ("0.00", 0),
        ("007", 700),
        ("1,000,000,000", GREATEST),
        ("10亿", GREATEST),
        ("1".rjust(60), 100),
    ],
)
def test_text_is_read_the_way_people_write_it(written, expected):
    assert fen(written) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        *((0, 0), (36000, 3_600_000), (Decimal("0.01"), 1), (Decimal("1E+3"), 100_000), (10**9, GREATEST)),
        *((Decimal("1000.000"), 1000_00), ("36000.000", 36000_00), (Decimal("0E-999999999"), 0), ("-0", 0)),
        ("1.50000", 1_50),
        ("1.230", 1_23),
    ],
)
def test_decimals_and_whole_numbers_are_yuan(given, expected):
    assert fen(given) == expected


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (0.1, "a float cannot hold yuan exactly"),
        (float("nan"), "a float"),
        (True, "yes or no is not an amount"),
        (False, "yes or no is not an amount"),
        (None, "not NoneType"),
        ([1], "not list"),
        (1j, "not complex"),
        (Decimal("NaN"), "not a finite amount"),
        (Decimal("sNaN"), "not a finite amount"),
        (Decimal("Infinity"), "not a finite amount"),
        (-1, "less than zero"),
        ("-5", "less than zero"),
        ("－5", "less than zero"),
        ("−5", "less than zero"),
        (Decimal("-0.01"), "less than zero"),
        ("0.001", "more than two decimals"),
        ("1.2345678万", "more than two decimals"),
        (Decimal("1E-9"), "more than two decimals"),
        (Decimal("1E-999999"), "more than two decimals"),
        ("1000000000.01", "more than one billion"),
        (10**9 + 1, "more than one billion"),
        (Decimal("1E+999999"), "more than one billion"),
        ("", "is not an amount"),
        ("  ", "is not an amount"),
        ("twelve", "is not an amount"),
        ("1,2", "is not an amount"),
        ("1,2000", "is not an amount"),
        ("1.2.3", "is not an amount"),
        ("NaN", "is not an amount"),
        ("1e3", "is not an amount"),
        ("٣", "is not an amount"),
        ("9" * 1000, "is not an amount"),
        ("1".rjust(61), "is not an amount"),
        ("12X", "is not an amount"),
        ("36000¹", "is not an amount"),
        ("36000①", "is not an amount"),
        ("100²", "is not an amount"),
        ("⒈2万", "is not an amount"),
        (CareNeed.FULL, "'full' is not an amount"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_the_reason(given, why):
    with pytest.raises(Refused, match=why):
        fen(given)


def test_a_refusal_is_told_in_chinese_too():
    with pytest.raises(Refused) as refused:
        fen("0.001")
    assert "小数超过两位" in refused.value.explain("zh")


@given(st.integers(0, GREATEST))
def test_every_amount_goes_out_and_comes_back(amount):
    assert fen(yuan(amount)) == amount
    assert fen(str(yuan(amount))) == amount


@given(st.integers(0, GREATEST))
def test_an_amount_has_two_decimals_in_every_decimal_context(amount):
    with decimal.localcontext(prec=1):
        assert str(yuan(amount)) == f"{amount // 100}.{amount % 100:02d}"
        assert fen(yuan(amount)) == amount


def test_no_limit_is_above_every_sum_of_two_amounts():
    assert NO_LIMIT > 2 * GREATEST


def test_more_than_ten_times_no_limit_was_computed_of_an_unbounded_amount_and_has_no_limit():
    assert yuan_if_limited(10 * NO_LIMIT) == yuan_if_limited(-10 * NO_LIMIT).copy_negate() == Decimal(10**11)
    assert yuan_if_limited(10 * NO_LIMIT + 1) is None
    assert yuan_if_limited(-10 * NO_LIMIT - 1) is None
