"""Chinese numerals: each is read as the one number that it says, or not at all."""

import decimal
from contextlib import suppress
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefitcalc.core import numerals
from benefitcalc.core.amounts import GREATEST, fen
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.text.message import Refused

COST, AGE, STARS = (FACTS[name] for name in ("care_home_cost", "age", "care_home_stars"))

SPOKEN, ON_RECEIPTS = ("零一二三四五六七八九", "十百千"), ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")


def written(number, script=SPOKEN):
    """A whole number as a numeral: figure by figure, each with its unit, one nought for all that stand together."""
    digits, (ten, hundred, thousand) = script
    units = ["", ten, hundred, thousand, "万", ten, hundred, thousand, "亿", ten]
    text = ""
    for place, figure in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if figure != "0":
            text += digits[int(figure)] + units[place]
        else:
            text = text.rstrip("零")
            is_group, has_any = place in (4, 8), number // 10**place % 10**4
            text += (units[place] if is_group and has_any else "") + "零"
    return text.rstrip("零") or "零"


@given(
    st.integers(0, 10**9)
    | st.integers(0, 10**5)
    | st.builds(lambda figure, at: figure * 10**at, st.integers(1, 99), st.integers(0, 7))
)
def test_every_whole_number_that_is_written_is_read_back(number):
    for script in (SPOKEN, ON_RECEIPTS):
        assert numerals.number(written(number, script)) == number
        assert numerals.yuan(f"人民币{written(number, script)}元整") == number


@given(st.integers(0, GREATEST))
def test_every_amount_on_a_receipt_is_read_to_the_fen(amount):
    digits = ON_RECEIPTS[0]
    yuan, jiao, coin = amount // 100, amount // 10 % 10, amount % 10
    text = f"{written(yuan, ON_RECEIPTS)}元"
    text += f"{digits[jiao]}角" if jiao else "零" if coin else ""
    text += f"{digits[coin]}分" if coin else "整"
    with decimal.localcontext(prec=1):
        assert fen(text) == amount


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)]))
def test_the_last_unit_may_be_left_out_as_in_speech(many, rest, unit):
    name, worth = unit
    for digits in (SPOKEN[0], "0123456789"):
        assert numerals.number(f"{digits[many]}{name}{digits[rest]}") == many * worth + rest * worth // 10
    assert numerals.number(f"{SPOKEN[0][many]}{name}零{SPOKEN[0][rest]}") == many * worth + rest


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("三千", "3000"),
        ("两万", "20000"),
        ("三千五", "3500"),
        ("一万三千五", "13500"),
        ("一万二千元", "12000"),
        ("一百零五", "105"),
        ("一百十五", "115"),
        ("一万五百", "10500"),
        ("十五", "15"),
        ("十五万", "150000"),
        ("三万六", "36000"),
        ("3万6", "36000"),
        ("1万2", "12000"),
        ("3万6千元", "36000"),
        ("3万5000", "35000"),
        ("3万0500", "30500"),
        ("12万3千", "123000"),
        ("一点二万", "12000"),
        ("两点零五万元", "20500"),
        ("零点五", "0.5"),
        ("零", "0"),
        ("两块", "2"),
        ("三块五", "3.5"),
        ("3块5", "3.5"),
        ("120元5角", "120.5"),
        ("三块五毛钱", "3.5"),
        ("两毛", "0.2"),
        ("三分钱", "0.03"),
        ("三元零五分", "3.05"),
        ("三千五百块钱", "3500"),
        ("三千元人民币", "3000"),
        ("¥叁仟元整", "3000"),
        ("叁万陆仟元整", "36000"),
        ("叁拾万零伍仟圆正", "305000"),
        ("壹佰贰拾元伍角", "120.5"),
        ("壹佰柒拾元零伍角叁分", "170.53"),
        ("貳萬參仟圓整", "23000"),
        ("陸拾兩億", None),
        ("十亿", "1000000000"),
        ("一万二千元。", "12000"),
    ],
)
def test_an_amount_is_read_as_people_say_it_and_as_receipts_have_it(given, expected):
    if expected is None:
        assert numerals.yuan(given) is None
    else:
        assert fen(given) == Decimal(expected) * 100


@pytest.mark.parametrize(
    "given",
    [
        # three to five thousand, two or three thousand, seventy or eighty, ten and some
        *("三五千", "两三千", "七八十", "三千五六", "三千多", "十几", "三千半"),
        # figure by figure, as years and telephone numbers are said
        *("三五", "二〇二三", "三〇〇〇", "一二三"),
        # no numeral, or one that nobody writes
        *("百", "万", "千五", "一百零", "零五", "十零五", "一百零零五", "三百五百", "一万三亿", "一百五万", "一万亿"),
        *(
            "一百零五十",
            "三千零五百",
            "十二十",
            "二十十",
            "零千",
            "三万0",
            "3万0000",
            "十万万",
            "一点",
            "点五",
            "一点二点三",
        ),
        # 两 is a weight where it ends a numeral
        *("十两", "三万两", "一百零两", "两十", "二十两"),
        # 30,500 or 35,000
        *("3万500", "3万50"),
        # on receipts nothing is left out
        *("叁仟伍", "叁仟伍元整", "三千五元整", "三千五元五角"),
        *("三千五角", "三点五元五角", "五角三元", "三五元五角", "元", "角", "整", "人民币", "三千元五"),
        # of another alphabet's figures
        "٣万٦",
    ],
)
def test_what_says_no_number_for_sure_is_refused_with_how_to_write_it(given):
    with pytest.raises(Refused, match="is not an amount of yuan; write it like"):
        fen(given)


@pytest.mark.parametrize(
    ("fact", "given", "expected"),
    [
        (AGE, "八十二岁", 82),
        (AGE, "八十二周岁", 82),
        (AGE, "一百零五", 105),
        (AGE, "八十", 80),
        (STARS, "二星", 2),
        (STARS, "两星级", 2),
        (STARS, "两星", 2),
        (STARS, "零", 0),
        (COST, "三千到五千", Span(3000_00, 5000_00)),
        (COST, "叁仟元至伍仟元", Span(3000_00, 5000_00)),
        (COST, "一万二到五万", Span(12_000_00, 50_000_00)),
        (COST, "500到一万", Span(500_00, 10_000_00)),
        (COST, "三百到五百", Span(300_00, 500_00)),
        (COST, "在三千和五千之间", Span(3000_00, 5000_00)),
        (COST, "不到五千", Span(0, 5000_00)),
        (AGE, "六十到七十岁", Span(60, 70)),
        (AGE, "八到十二岁", Span(8, 12)),
        (AGE, "八十岁以上", Span(80, 150)),
        (STARS, "至多两星", Span(0, 2)),
        (STARS, "三到五星", Span(3, 5)),
    ],
)
def test_numbers_and_ranges_are_read_from_numerals_too(fact, given, expected):
    assert fact.read(given) == expected


def test_an_amount_that_is_known_from_below_alone_may_be_a_numeral():
    assert COST.read("至少三千") == COST.read("三千以上") == COST.read("at least 3000")


@pytest.mark.parametrize("given", ["八点五岁", "两百岁", "八十二块"])
def test_what_says_no_age_is_refused(given):
    with pytest.raises(Refused, match="is not a whole number from 0 to 150"):
        AGE.read(given)


def test_an_age_that_is_not_exact_is_refused_with_the_range_that_may_be_meant():
    with pytest.raises(Refused, match=r"80\.\.89"):
        AGE.read("八十多岁")
    with pytest.raises(Refused, match=r"60\.\.70"):
        AGE.read("六七十岁")


@pytest.mark.parametrize(
    "given",
    ["三到五千", "三至五万", "三十到五十万", "两到三千", "三到五百", "三到五十", "3到5百", "三到五千六", "三到5万"],
)
def test_an_amount_that_may_be_short_for_a_unit_of_a_numeral_is_refused(given):
    with pytest.raises(Refused, match="write both ends in full"):
        COST.read(given)


@given(st.text(alphabet="零〇一二两三九十百千万亿点元块角分整壹拾佰3 05", max_size=200))
def test_whatever_is_written_is_an_exact_amount_or_refused(text):
    with suppress(Refused):
        assert 0 <= fen(text) <= GREATEST


@pytest.mark.parametrize(
    "given", ["一" * 100_000, "十" * 100_000, "一万" * 50_000, "零" * 60, "千百" * 20, "一点" + "一" * 100_000]
)
def test_a_numeral_longer_than_any_is_refused_at_once(given):
    began = process_time()
    for fact in (COST, AGE):
        with pytest.raises(Refused):
            fact.read(given)
    assert process_time() - began < 0.2
