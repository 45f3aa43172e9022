"""What people write: one value, a range of them, or that they do not know."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefitcalc.core.amounts import GREATEST, UNBOUNDED
from benefitcalc.core.words import Kind
from benefitcalc.facts import parsing
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.levels import CareNeed, Sex
from benefitcalc.facts.parsing import Span
from benefitcalc.text.message import Refused

COST, AGE, STARS, NEED, SEX, RURAL = (
    FACTS[name] for name in ("care_home_cost", "age", "care_home_stars", "care_need", "sex", "is_rural")
)
every_fact = pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)

# Ranges of amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        "3000..5000",
        "3000 .. 5000",
        "3000…5000",
        "3000……5000",
        "3000~5000",
        "3000～5000",
        "3000-5000",
        "3000 - 5000",
        "3000–5000",
        "3000—5000",
        "3000——5000",
        "3000 to 5000",
        "3000 TO 5000",
        "from 3000 to 5000",
        "From 3,000 yuan to 5,000 yuan",
        "between 3000 and 5000",
        "Between 3,000.00 and 5,000.00 yuan",
        "between 3000-5000",
        "3000到5000",
        "3000 到 5000",
        "3000至5000",
        "3000元到5000元",
        "从3000到5000",
        "从3000至5000元",
        "3000到5000之间",
        "在3000到5000之间",
        "在3000和5000之间",
        "3000和5000之间",
        "在3000到5000",
        "３０００到５０００",
        "３０００－５０００元",
        "３，０００～５，０００",
        "3千到5千",
        "0.3万到0.5万",
        "¥3000-¥5000",
        "3000到5000。",
        ("3000", "5000"),
        (3000, 5000),
        [3000, "5000元"],
    ],
)
def test_a_range_of_amounts_is_read_the_way_people_write_it(given):
    assert COST.read(given) == Span(3000_00, 5000_00)


@pytest.mark.parametrize(
    "given",
    [
        "3000..",
        "3000元..",
        "at least 3000",
        "At least 3,000 yuan",
        "no less than 3000",
        "more than 3000",
        "3000+",
        "over 3000",
        "超过3000",
        "多于3000元",
        ">3000",
        "3000 or more",
        "至少3000",
        "不少于3000元",
        "不低于3000",
        "最少3000",
        "≥3000",
        "≥ 3000",
        ">= 3000",
        "＞＝３０００",
        "3000以上",
        "3000元及以上",
        "3000元以上。",
        "3000..?",
        "3000到不知道",
        ("3000", None),
        (3000, "不知道"),
    ],
)
def test_an_amount_may_be_known_from_below_alone(given):
    assert COST.read(given) == Span(3000_00, UNBOUNDED)


@pytest.mark.parametrize(
    "given",
    [
        "..5000",
        "at most 5000",
        "no more than 5,000",
        "less than 5000",
        "under 5000 yuan",
        "不到5000",
        "低于5000元",
        "<5000",
        "up to 5000",
        "Up to 5,000 yuan",
        "5000 or less",
        "至多5000",
        "最多5000元",
        "不超过5000",
        "≤5000",
        "<=5000",
        "5000以下",
        "5000元及以下",
        "5000以内",
        "0..5000",
        "?..5000",
        (None, 5000),
        ("unknown", "5000"),
    ],
)
def test_an_amount_may_be_known_from_above_alone(given):
    assert COST.read(given) == Span(0, 5000_00)


@pytest.mark.parametrize(
    "given", ["3到5万", "3~5万", "3-5万", "3 to 5万", "在3到5万之间", "3到5千", "1.2至3亿", "３到５万", "3至5W"]
)
def test_an_amount_that_may_be_short_for_a_multiple_is_refused(given):
    with pytest.raises(Refused, match="write both ends in full, such as "):
        COST.read(given)


def test_the_unit_that_may_be_meant_for_both_ends_is_told_with_both():
    with pytest.raises(Refused) as refused:
        COST.read("3到5万")
    assert refused.value.problems[0].message.values["range"] == "3万..5万"


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ("3万到5万", 30_000, 50_000),
        ("3万-5万元", 30_000, 50_000),
        ("5千到1万", 5_000, 10_000),
        ("0到5万", 0, 50_000),  # nothing is nothing, in tens of thousands too
        ("500到1万", 500, 10_000),  # 500 is above 1: it cannot be short for 500万
        ("5000到1.2万", 5_000, 12_000),
        ("1,000到5万", 1_000, 50_000),
        ("3 000到5万", 3_000, 50_000),
        ("30000到5万", 30_000, 50_000),
    ],
)
def test_ends_that_cannot_be_taken_for_something_else_need_not_be_alike(given, low, high):
    assert COST.read(given) == Span(low * 100, high * 100)


def test_two_ends_that_are_one_are_a_value():
    assert COST.read("3000..3000") == 3000_00
    assert COST.read((0, 0)) == 0
    assert AGE.read("60到60岁") == 60


@pytest.mark.parametrize("given", ["5000..3000", "5万到3", (5000, 3000), "5000到3000", "0.02-0.01"])
def test_a_lower_end_above_the_upper_one_is_refused(given):
    with pytest.raises(Refused, match="the lower end is above the upper one"):
        COST.read(given)


@pytest.mark.parametrize("given", ["0...50", "...50", "0....50", "0..…50"])
def test_a_dot_too_many_never_makes_yuan_into_a_hundredth(given):
    # Fifty yuan, or refused; never fifty fen.
    try:
        held = COST.read(given)
    except Refused:
        return
    assert held == Span(0, 50_00)


@pytest.mark.parametrize(
    "given",
    ["..", "...", "到", "-", "3000到", "about many", "左右", "at least", "3000..4000..5000", "3000到5000人"],
)
def test_what_is_no_range_is_refused_as_what_is_no_amount(given):
    with pytest.raises(Refused, match="is not an amount of yuan"):
        COST.read(given)


@pytest.mark.parametrize("given", ["-3000", "−3000", "-3000..5000"])
def test_a_minus_is_no_range(given):
    with pytest.raises(Refused, match=r"less than zero|not an amount"):
        COST.read(given)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((0.5, 3), "a float cannot hold yuan exactly"),
        ((1, "3.001"), "more than two decimals"),
        ((1, 10**9 + 1), "more than one billion yuan"),
        ((True, 3), "yes or no is not an amount"),
        ((1, 2, 3), "not tuple"),
        ((1,), "not tuple"),
        ([], "not list"),
        ({1, 2}, "not set"),
    ],
)
def test_a_pair_is_refused_for_what_is_wrong_with_its_ends(given, why):
    with pytest.raises(Refused, match=why):
        COST.read(given)


# Ranges of whole numbers and levels ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "given", "low", "high"),
    [
        (AGE, "60..70", 60, 70),
        (AGE, "60到70岁", 60, 70),
        (AGE, "60岁到70岁", 60, 70),
        (AGE, "60-70 years", 60, 70),
        (AGE, (60, 70), 60, 70),
        (AGE, "from 60 to 70", 60, 70),
        (AGE, "60..", 60, 150),
        (AGE, "at least 60", 60, 150),
        (AGE, "60岁以上", 60, 150),
        (AGE, "60+", 60, 150),
        (AGE, "older than 60 years old", 60, 150),
        (AGE, "60周岁及以上", 60, 150),
        (AGE, "60 or more", 60, 150),
        (AGE, (60, None), 60, 150),
        (AGE, "..59", 0, 59),
        (AGE, "59岁以下", 0, 59),
        (AGE, "up to 59", 0, 59),
        (AGE, "不超过59", 0, 59),
        (STARS, "1..2", 1, 2),
        (STARS, "3..", 3, 5),
        (STARS, "至少3星", 3, 5),
        (STARS, "2星及以下", 0, 2),
        (STARS, "1到2星", 1, 2),
        (STARS, "between 1 and 2 stars", 1, 2),
        (NEED, "partial..full", CareNeed.PARTIAL, CareNeed.FULL),
        (NEED, "partial..", CareNeed.PARTIAL, CareNeed.FULL),
        (NEED, "..partial", CareNeed.NONE, CareNeed.PARTIAL),
        (NEED, "at least partly", CareNeed.PARTIAL, CareNeed.FULL),
        (NEED, "半失能以上", CareNeed.PARTIAL, CareNeed.FULL),
        (NEED, "半失能到失能", CareNeed.PARTIAL, CareNeed.FULL),
        (NEED, "半失能及以下", CareNeed.NONE, CareNeed.PARTIAL),
        (NEED, (CareNeed.PARTIAL, None), CareNeed.PARTIAL, CareNeed.FULL),
        (NEED, (None, "半失能"), CareNeed.NONE, CareNeed.PARTIAL),
        (SEX, "female..male", Sex.FEMALE, Sex.MALE),
    ],
)
def test_whole_numbers_and_levels_have_ranges_too(fact, given, low, high):
    assert fact.read(given) == Span(low, high)


@pytest.mark.parametrize(
    ("fact", "given", "why"),
    [
        (AGE, "60..151", "'60..151' is not a whole number from 0 to 150"),
        (AGE, (60, 151), "'151' is not a whole number from 0 to 150"),
        (AGE, (60.5, 70), "'60.5' is not a whole number"),
        (AGE, "-1", "'-1' is not a whole number"),
        (AGE, "70..60", "'70..60': the lower end is above the upper one"),
        (STARS, "4..6", "not a whole number from 0 to 5"),
        (NEED, "full..partial", "the lower end is above the upper one"),
        (NEED, "partial..severe", "'partial..severe' is not one of: none, partial, full"),
        (NEED, (0, 1), "'0' is not one of: none, partial, full"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_the_reason(fact, given, why):
    with pytest.raises(Refused, match=why):
        fact.read(given)


@pytest.mark.parametrize("given", ["no..yes", "yes to no", (False, True), (True, None), "at least yes", "是到否"])
def test_yes_and_no_have_no_range(given):
    with pytest.raises(Refused, match="is neither yes nor no"):
        RURAL.read(given)


# Not known ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        None,
        "unknown",
        "Unknown",
        "don't know",
        "Don't know.",
        "I don't know",
        "dont know",
        "do not know",
        "not sure",
        "i do not know",
        "No idea",
        "n/a",
        "未知",
        "不记得了",
        " ? ",
        "？",
        "不知道",
        "不知道。",
        "不清楚",
        "不晓得",
        "不确定",
        "不记得",
        "忘了",
        "记不清",
        "说不清",
    ],
)
@every_fact
def test_who_does_not_know_may_say_so_of_every_fact(fact, given):
    assert parsing.is_unknown(given)
    assert fact.read(given) == fact.span
    assert fact.write(fact.read(given)) is None


@pytest.mark.parametrize("given", ["", "  ", "no", "没有", "无", "0", 0, False, "know", (), (None,)])
def test_nothing_and_no_are_not_the_same_as_not_knowing(given):
    assert not parsing.is_unknown(given)


def test_a_pair_that_is_open_at_both_ends_is_not_known():
    for fact in (COST, AGE, STARS, NEED, SEX):
        assert fact.read((None, None)) == fact.span


def test_a_range_of_everything_is_not_known():
    assert AGE.read("0..150") == AGE.span
    assert NEED.read("none..full") == NEED.span
    assert COST.read("0..") == COST.span


# Written and read back ----------------------------------------------------------------------------------


def values(fact):
    return st.integers(fact.span.low, min(fact.span.high, GREATEST))


def spans(fact):
    ends = st.tuples(values(fact), values(fact) | st.just(fact.span.high)).map(sorted)
    return ends.filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair))


@every_fact
@settings(max_examples=50)
@given(data=st.data())
def test_a_span_is_written_so_that_it_is_read_back(fact, data):
    span = data.draw(spans(fact)) if fact.kind is not Kind.YES_NO else fact.span
    written = fact.write(span)
    assert written is None or isinstance(written, str)
    assert (written is None) == (span == fact.span)
    held = fact.read(written)
    assert isinstance(held, Span)
    assert held == span


@every_fact
@settings(max_examples=50)
@given(data=st.data())
def test_a_value_is_written_so_that_it_is_read_back(fact, data):
    value = data.draw(values(fact))
    held = fact.read(fact.write(value))
    assert not isinstance(held, Span)
    assert held == value


@every_fact
@settings(max_examples=50)
@given(data=st.data())
def test_an_end_that_is_open_is_left_out_and_read_back(fact, data):
    if fact.kind is Kind.YES_NO:
        return
    low, high = data.draw(spans(fact))
    for span in (Span(low, fact.span.high), Span(fact.span.low, high)):
        assert fact.read(fact.write(span)) == span


def test_a_range_is_written_as_json_has_it():
    assert COST.write(Span(3000_00, 5000_00)) == "3000.00..5000.00"
    assert COST.write(Span(3000_00, UNBOUNDED)) == "3000.00.."
    assert COST.write(Span(0, 5000_00)) == "..5000.00"
    assert AGE.write(Span(60, 150)) == "60.."
    assert AGE.write(Span(0, 59)) == "..59"
    assert STARS.write(Span(1, 2)) == "1..2"
    assert NEED.write(Span(CareNeed.PARTIAL, CareNeed.FULL)) == "partial.."


@pytest.mark.parametrize(
    ("fact", "given", "english", "chinese"),
    [
        (COST, "3000..5000", "3,000.00 yuan to 5,000.00 yuan", "3,000.00"),
        (COST, "3000..", "at least 3,000.00 yuan", "3,000.00"),
        (COST, None, "not known", "不"),
        (AGE, "60..70", "60 to 70", "60"),
        (NEED, "partial..full", "partial", "半失能"),
        (RURAL, None, "not known", "不"),
    ],
)
def test_a_range_can_be_said_in_both_languages(fact, given, english, chinese):
    told = fact.message(fact.write(fact.read(given)))
    assert english in told.explain("en")
    assert chinese in told.explain("zh")
    assert "{" not in told.explain("en") + told.explain("zh")


def test_a_text_that_is_longer_than_any_range_is_refused_at_once():
    with pytest.raises(Refused):
        COST.read("between" + " " * 50_000 + "3000")


def test_space_within_a_range_does_not_matter():
    assert COST.read("between  3000\tand \n 5000") == Span(3_000_00, 5_000_00)


# What is not exact ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", ["1200.50多", "0多", "约0", "约" + "8" * 200, "约很多", "左右", "四三千", "三三千", "几"]
)
def test_what_says_no_range_that_may_be_meant_is_no_amount(given):
    with pytest.raises(Refused, match="is not an amount of yuan"):
        COST.read(given)


@pytest.mark.parametrize(
    ("fact", "given", "meant"),
    [
        (COST, "12万多", "120000.00..130000.00"),
        (COST, "十多万", "100000.00..200000.00"),
        (AGE, "约150", "135.."),
        (AGE, "八十多岁", "80..89"),
        (STARS, "about 4", "3..4"),
        (COST, "三四千", "3000.00..4000.00"),
        (COST, "三五千块", "3000.00..5000.00"),
        (COST, "一两万", "10000.00..20000.00"),
        (COST, "一千二三百", "1200.00..1300.00"),
        (COST, "大概三四千", "3000.00..4000.00"),
        (COST, "好几千", "2000.00..9000.00"),
        (COST, "万把块", "9000.00..11000.00"),
        (COST, "近三千", "2700.00..3000.00"),
        (AGE, "七八十岁", "70..80"),
        (AGE, "十七八", "17..18"),
        (AGE, "七十来岁", "63..77"),
        (AGE, "八十出头", "80..89"),
        (AGE, "快80了", "72..80"),
    ],
)
def test_a_number_that_is_not_exact_is_refused_with_the_range_that_may_be_meant(fact, given, meant):
    with pytest.raises(Refused) as refused:
        fact.read(given)
    assert refused.value.problems[0].message.values["range"] == meant


def test_of_yes_and_no_nothing_is_about():
    with pytest.raises(Refused, match="is neither yes nor no"):
        RURAL.read("约是")
