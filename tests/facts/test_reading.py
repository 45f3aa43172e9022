"""Facts: read as people give them, refused all at once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefitcalc.core.amounts import UNBOUNDED
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS, held, span_of
from benefitcalc.facts.levels import CareNeed, Sex
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.reading import day, read, write
from benefitcalc.facts.relations import PARTS_OF, narrowed
from benefitcalc.text.message import Refused


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("is_rural", True, True),
        ("is_rural", "yes", True),
        ("is_rural", " Y ", True),
        ("is_rural", "是", True),
        ("is_rural", "有", True),
        ("is_rural", False, False),
        ("is_rural", "no", False),
        ("is_rural", "没有", False),
        ("age", 82, 82),
        ("age", "82", 82),
        ("age", "８２岁", 82),
        ("age", "82 years", 82),
        ("age", 0, 0),
        ("age", 150, 150),
        ("care_home_stars", "2星", 2),
        ("care_need", CareNeed.FULL, CareNeed.FULL),
        ("care_need", "Partial", CareNeed.PARTIAL),
        ("care_need", "半失能", CareNeed.PARTIAL),
        ("care_need", "失能", CareNeed.FULL),
        ("care_need", "能自理", CareNeed.NONE),
        ("sex", "女", Sex.FEMALE),
        ("sex", "male", Sex.MALE),
        ("sex", "Ｆ", Sex.FEMALE),
        ("is_rural", "ＹＥＳ", True),
        ("has_resident_insurance", "参加了。", True),
        ("has_resident_insurance", "没有参加", False),
        ("wants_placement", "不想", False),
        ("care_need", "partly", CareNeed.PARTIAL),
        ("eligible_cost", "1.2万", 1_200_000),
    ],
)
def test_a_fact_is_read_the_way_people_give_it(name, given, expected):
    value = read({name: given}, [name])[name]
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("is_rural", 1, "'1' is neither yes nor no"),
        ("is_rural", "maybe", "'maybe' is neither yes nor no"),
        ("is_rural", "", "neither yes nor no"),
        ("age", True, "not a whole number"),
        ("age", 82.5, "not a whole number"),
        ("age", -1, "not a whole number from 0 to 150"),
        ("age", 151, "not a whole number"),
        ("age", "old", "not a whole"),
        ("age", CareNeed.FULL, "not a whole"),
        pytest.param("age", 10**5000, "'0x[0-9a-f]{37}…' is not a whole number", id="age-too-long"),
        ("age", "8²", "not a whole"),
        ("care_home_stars", 6, "'6' is not a whole number from 0 to 5"),
        ("care_need", 1, "not one of: none, partial, full"),
        ("care_need", "severe", "'severe' is not one of: none, partial, full"),
        ("care_need", Sex.FEMALE, "not one of"),
        ("sex", "X", "not one of: female, male"),
    ],
)
def test_a_wrong_category_is_refused_with_what_there_is(name, given, why):
    with pytest.raises(Refused, match=why) as refused:
        read({name: given}, [name])
    assert str(refused.value).startswith(f"{name}: ")


def test_everything_that_is_wrong_is_named_at_once():
    given = {"age": -1, "care_ned": "full", "care_home_cost": 0.5, "is_in_economic_hardship": None}
    with pytest.raises(Refused) as refused:
        read(given, ["age", "care_need", "care_home_cost", "is_in_economic_hardship"])
    english, chinese = refused.value.explain("en"), refused.value.explain("zh")
    for text in (english, chinese):
        for name in ("age", "care_ned", "care_need", "care_home_cost"):
            assert name in text
        assert len(text.splitlines()) == 3
    assert "did you mean care_need?" in english
    assert "您是不是指 care_need" in chinese


def test_the_choices_are_named_in_the_askers_language():
    with pytest.raises(Refused) as refused:
        read({"care_need": "瘫痪"}, [])
    assert refused.value.explain("zh") == "care_need：“瘫痪”不在可选范围内：能自理、半失能、失能"


def test_of_many_unknown_names_it_is_said_of_the_first_three_alone_which_may_be_meant():
    names = [f"care_ned{number}" for number in range(4)]
    with pytest.raises(Refused) as refused:
        read(dict.fromkeys(names, 1), [])
    assert refused.value.explain("en").splitlines() == [
        *(f"'{name}' is not a known fact; did you mean care_need?" for name in names[:3]),
        "'care_ned3' is not a known fact",
    ]
    assert refused.value.explain("zh").splitlines()[3] == "没有“care_ned3”这一项"


def test_of_a_name_of_65_signs_nobody_asks_which_may_be_meant():
    meant = "is_in_zero_employment_household"
    for length, says in ((64, f"did you mean {meant}"), (65, "there are: has_resident_insurance, ")):
        with pytest.raises(Refused, match=says):
            read({meant.ljust(length, "x"): 1}, [])


def test_an_unknown_fact_with_no_likeness_is_told_what_there_is():
    with pytest.raises(Refused, match="there are: has_resident_insurance, "):
        read({"zzzz": 1}, [])


@pytest.mark.parametrize("given", [{}, {"age": None}, {"age": "don't know"}, {"age": "不知道"}])
def test_a_fact_left_out_or_none_or_said_to_be_unknown_is_all_that_it_may_be(given):
    assert read(given, ["age"]) == {"age": Span(0, 150)}
    assert write(read(given, ["age"])) == {"age": None}


def test_an_unknown_payment_is_narrowed_to_the_cost_that_it_is_part_of():
    known = read({"eligible_cost": "100", "basic_insurance_paid": "30"}, PAID)
    assert narrowed(known) == {**known, "critical_illness_paid": Span(0, 70_00)}


def test_an_unknown_cost_is_at_least_what_was_paid_of_it():
    known = read({"critical_illness_paid": "20", "basic_insurance_paid": "30..40"}, PAID)
    assert narrowed(known) == {**known, "eligible_cost": Span(50_00, UNBOUNDED)}


def test_what_leaves_one_value_alone_is_known():
    known = read({"eligible_cost": "50", "basic_insurance_paid": "50"}, PAID)
    assert narrowed(known) == {**known, "critical_illness_paid": 0}


def test_a_bill_is_narrowed_through_several_of_its_parts():
    # Of 100, 30 were inpatient and 20 of these paid: at most 70 remain for each other kind of cost.
    given = {"total_bill": "100", "inpatient_cost": "30..", "inpatient_insurance_paid": "20", "chronic_cost": "10"}
    found = narrowed(read(given, [*given, "outpatient_cost", "commercial_paid"]))
    assert found["inpatient_cost"] == Span(30_00, 90_00)
    assert found["outpatient_cost"] == Span(0, 60_00)
    assert found["commercial_paid"] == Span(0, 80_00)


def test_one_of_several_wholes_covers_what_the_others_leave():
    # Of 60 paid, outpatient and chronic treatment cost at most 25 together, so inpatient treatment cost 35 or more.
    given = {"outpatient_cost": "20", "chronic_cost": "..5", "critical_illness_paid": "60"}
    found = narrowed(read(given, [*given, "inpatient_cost", "inpatient_insurance_paid"]))
    assert found["inpatient_cost"] == Span(35_00, UNBOUNDED)


IMPLIED = [
    ({"eligible_cost": 5, "inpatient_cost": 6}, "inpatient_cost: 6.00 yuan is 1.00 yuan more than eligible_cost"),
    (
        {"basic_insurance_paid": 5, "inpatient_insurance_paid": 6},
        "inpatient_insurance_paid: 6.00 yuan is 1.00 yuan more than basic_insurance_paid",
    ),
    ({"total_bill": 5, "eligible_cost": 6}, "eligible_cost: 6.00 yuan is 1.00 yuan more than total_bill"),
    (
        {"outpatient_cost": 1, "chronic_cost": 2, "inpatient_cost": 2, "critical_illness_paid": 6},
        "critical_illness_paid: 6.00 yuan is 1.00 yuan more than outpatient_cost, chronic_cost, inpatient_cost",
    ),
    ({"eligible_cost": 5, "inpatient_insurance_paid": 6}, "basic_insurance_paid: 6.00 yuan is 1.00 yuan more than"),
]


@pytest.mark.parametrize(("given", "why"), IMPLIED, ids=[why.partition(":")[0] for _, why in IMPLIED])
def test_what_a_sheet_implies_of_another_is_a_contradiction_where_it_does_not_hold(given, why):
    with pytest.raises(Refused) as refused:
        read(given, [])
    assert str(refused.value).startswith(why)


def test_a_cost_that_fits_the_unknown_ones_is_no_contradiction():
    assert read({"outpatient_cost": 1, "critical_illness_paid": 6}, []) == {}


@pytest.mark.parametrize(("work", "unemployed"), [(True, False), (False, True), (False, False), (None, True)])
def test_work_and_unemployment_fit_unless_both_are_true(work, unemployed):
    assert read({"has_work": work, "is_unemployed": unemployed}, []) == {}


def test_work_and_unemployment_together_are_a_contradiction_told_with_what_else_is_wrong():
    with pytest.raises(Refused) as refused:
        read({"has_work": True, "is_unemployed": True, "total_bill": 5, "eligible_cost": 6}, [])
    assert [each.path for each in refused.value.problems] == [("has_work",), ("total_bill",)]


PAID = ["eligible_cost", "basic_insurance_paid", "critical_illness_paid"]
AMOUNTS = sorted({name for wholes, parts in PARTS_OF for name in (*wholes, *parts)})
SPAN = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted).map(lambda ends: Span(*ends))


@given(st.dictionaries(st.sampled_from(AMOUNTS), st.integers(0, 9) | SPAN))
def test_what_is_not_known_is_narrowed_to_values_that_there_are_or_is_refused(facts):
    try:
        found = narrowed(facts)
    except Refused:
        return
    for name, value in found.items():
        assert span_of(facts[name]).low <= span_of(value).low <= span_of(value).high <= span_of(facts[name]).high


@given(st.data())
def test_no_value_that_the_others_allow_is_narrowed_away(data):
    true = {name: data.draw(st.integers(0, 9)) for name in AMOUNTS}
    for wholes, parts in PARTS_OF * len(PARTS_OF):  # until every whole is at least its parts, which are wholes too
        true[wholes[-1]] += max(0, sum(true[part] for part in parts) - sum(true[whole] for whole in wholes))
    facts = {
        name: Span(value - data.draw(st.integers(0, value)), value + data.draw(st.integers(0, 5)))
        for name, value in true.items()
        if data.draw(st.booleans())
    }
    for name, value in narrowed(facts).items():
        assert span_of(value).low <= true[name] <= span_of(value).high


@pytest.mark.parametrize("basic_insurance_paid", [200, Span(200, 300)])
@pytest.mark.parametrize("critical_illness_paid", [0, Span(0, 100)])
def test_nothing_is_narrowed_to_what_cannot_be(basic_insurance_paid, critical_illness_paid):
    paid = {"basic_insurance_paid": basic_insurance_paid, "critical_illness_paid": critical_illness_paid}
    with pytest.raises(Refused, match=r"basic_insurance_paid: 2.00 yuan is 1.00 yuan more than eligible_cost"):
        narrowed({"eligible_cost": 100, **paid})


def test_no_value_is_made_of_an_empty_range():
    assert (held(1, 1), held(1, 2)) == (1, Span(1, 2))
    with pytest.raises(ValueError, match="there is no value from 2 to 1"):
        held(2, 1)


def test_a_fact_that_is_known_but_not_wanted_is_checked_and_left_aside():
    assert read({"age": 5, "sex": "male"}, ["age"]) == {"age": 5}
    with pytest.raises(Refused, match="sex: "):
        read({"age": 5, "sex": "x"}, ["age"])


def test_a_payment_alone_above_the_whole_is_a_contradiction_too():
    with pytest.raises(Refused, match=r"basic_insurance_paid: 5\.01 yuan is 0\.01 yuan more than eligible_cost"):
        read({"eligible_cost": 5, "basic_insurance_paid": "5.01"}, [])


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_a_fact_is_written_so_that_it_is_read_back(fact):
    values = {
        Kind.MONEY: [0, 1, 123456],
        Kind.YES_NO: [True, False],
        Kind.LEVEL: list(fact.levels or ()),
        Kind.WHOLE: [0, fact.most],
        Kind.DAY: [date.min.toordinal(), date(1944, 2, 29).toordinal(), date.max.toordinal()],
    }[fact.kind]
    for value in values:
        assert fact.read(fact.write(value)) == value
        assert write({fact.name: value}) == {fact.name: fact.write(value)}


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_every_fact_has_a_meaning_and_a_question(fact):
    assert fact.meaning
    assert fact.question.endswith("?")


@pytest.mark.parametrize(
    "given", ["2023-05-01", "2023-5-1", "2023/5/1", "2023.5.1", "2023年5月1日", "２０２３年５月１日", date(2023, 5, 1)]
)
def test_a_day_is_read_the_way_people_write_it(given):
    assert day(given) == date(2023, 5, 1)


@pytest.mark.parametrize("given", ["5月1日", "2023-02-30", "20230230", "", 2023, True])
def test_what_is_no_day_is_refused(given):
    with pytest.raises(Refused, match=r"^on: '.*' is not a day; write it like 2023-05-01"):
        day(given)
