"""An interview: what was answered, what is asked next, and how many questions are left."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import full_people

import benefitcalc as bc
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS, span_of
from benefitcalc.person.interview import Interview
from benefitcalc.person.spoken import offers, read_aloud
from benefitcalc.rules import ANNOUNCED as RULES
from benefitcalc.rules import care_home_subsidy, outpatient_pooling

ASKED = [name for name in FACTS if any(name in rule.facts._fields for rule in RULES)]


@settings(max_examples=25, deadline=None)
@given(full_people(), st.sets(st.sampled_from(RULES), min_size=1), st.data())
def test_no_more_questions_are_asked_than_were_said_to_be_left(full, rules, data):
    state = Interview({}, tuple(rules))
    while question := (found := state.screening).next_question:
        left = found.to_ask(state.answered)
        assert question.fact in left
        fact = FACTS[question.fact]
        held = fact.read(full[fact.name])
        answer = str(fact.write(held)).lower()
        said = data.draw(st.sampled_from([answer, "don't know", *([f"{answer}.."] if fact.unit else [])]))
        state = state.answer(fact.name, said)
        assert {*state.screening.to_ask(state.answered)} < {*left}


def test_a_range_is_an_answer_and_is_not_asked_for_again():
    state = Interview({}, (outpatient_pooling,)).answer("has_resident_insurance", "yes")
    assert state.answer("outpatient_cost", "500..900").screening.next_question is None


def test_at_first_every_question_that_a_benefit_has_may_be_left():
    assert bc.screen({}).to_ask({}) == tuple(ASKED)
    assert bc.screen({}, rules=[care_home_subsidy]).to_ask({"age": ""}) == tuple(
        name for name in FACTS if name in care_home_subsidy.facts._fields and name != "age"
    )


def test_how_many_questions_are_left_is_said_in_both_languages():
    assert schema.questions_left(12).explain("en") == "At most 12 questions are left."
    assert schema.questions_left(12).explain("zh") == "最多还有 12 个问题。"
    assert schema.questions_left(1).explain("en") == "One question is left."
    assert schema.questions_left(1).explain("zh") == "还有 1 个问题。"


def test_the_question_before_is_the_one_that_was_answered_before_it():
    state = Interview({"age": "82", "sex": "女"})
    assert [state.before(fact) for fact in ("age", "sex", "care_need", None)] == [None, "age", "sex", "sex"]
    assert Interview({}).before(None) is None


@pytest.mark.parametrize(
    "written", ["每月3200", "3200元/月", "每个月3200元", "一个月 3200", "3200 a month", "3,200.00"]
)
def test_the_cost_of_a_month_may_be_said_by_the_month(written):
    state = Interview({}).answer("care_home_cost", written)
    assert state.known["care_home_cost"] == 320_000
    assert Interview({}).answer("care_home_cost", state.answered["care_home_cost"]).known == state.known


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("每年3.6万", 300_000, 300_000),
        ("三万六一年", 300_000, 300_000),
        ("36000 per year", 300_000, 300_000),
        # 10,000 yuan are 833.33 a month and a third of a fen.
        ("一年一万", 83_333, 83_334),
        ("一年3万到4万", 250_000, 333_334),
    ],
)
def test_the_cost_of_a_month_may_be_said_by_the_year(written, low, high):
    known = Interview({}).answer("care_home_cost", written).known["care_home_cost"]
    assert span_of(known) == (low, high)


def test_that_the_cost_of_a_year_is_not_known_is_still_not_known():
    known = Interview({}).answer("care_home_cost", "一年不知道").known["care_home_cost"]
    assert known == FACTS["care_home_cost"].span


def offered(fact, written):
    with pytest.raises(bc.Refused) as refused:
        Interview({}).answer(fact, written)
    return [*offers(refused.value)]


@pytest.mark.parametrize(
    ("fact", "written", "offer"),
    [
        ("outpatient_cost", "每月300", "3600.00"),
        ("outpatient_cost", "每月三百多", "3600.00..4800.00"),
        ("outpatient_cost", "没花", "0"),
        ("care_home_cost", "一年三万左右", "2250.00..2750.00"),
        ("care_home_cost", "每月三千多", "3000.00..4000.00"),
        ("age", "1944", "1944年"),
        ("age", "44年生", "1944年"),
        ("age", "虚岁八十三", "81..82"),
    ],
)
def test_what_may_be_meant_is_offered_and_is_an_answer(fact, written, offer):
    assert offered(fact, written) == [offer]
    assert Interview({}, on="2026-11-28").answer(fact, offer).answered[fact] == offer


def test_what_can_mean_nothing_offers_nothing():
    assert offered("care_home_cost", "每年很多") == offered("age", "很老") == offered("age", "虚岁很大") == []


@pytest.mark.parametrize("written", ["今年82", "82了", "八十二岁半", "刚满82岁"])
def test_an_age_may_have_words_around_it(written):
    assert Interview({}).answer("age", written).known["age"] == 82


def test_a_year_of_birth_is_no_bare_number():
    known = Interview({}, on="2026-11-28").answer("age", "1944年生").known["age"]
    assert span_of(known) == (81, 82)


@pytest.mark.parametrize(("offer", "said"), [("2250.00..2750.00", "2250～2750"), ("80..89", "80～89"), ("3..", "3～")])
def test_an_offer_is_said_without_fen_that_are_none(offer, said):
    assert read_aloud(offer) == said


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["care_home_cost", "outpatient_cost", "age", "care_home_stars", "is_dibao"]), st.text(max_size=60)
)
def test_no_text_is_read_as_less_or_more_than_the_fact_may_be(fact, written):
    with contextlib.suppress(bc.Refused):
        low, high = span_of(Interview({}, on="2026-11-28").answer(fact, written).known[fact])
        assert FACTS[fact].span.low <= low <= high <= FACTS[fact].span.high


@pytest.mark.parametrize("written", ["虚岁83", "虚83岁"])
def test_an_age_by_chinese_count_is_offered_as_the_range_that_it_means(written):
    with pytest.raises(bc.Refused, match=r"in completed years that is 81\.\.82"):
        Interview({}).answer("age", written)


@pytest.mark.parametrize("written", ["每月", "/月", "三" * 10_000, "月" * 101])
def test_whatever_is_written_is_read_or_refused(written):
    with pytest.raises(bc.Refused):
        Interview({}).answer("care_home_cost", written)


# What a household shares ------------------------------------------------------------------------------------------


def test_what_the_household_shares_is_parted_from_what_is_of_the_person():
    parted = Interview({}).answer_all({"is_dibao": "yes", "age": "82"}).parted()
    assert (dict(parted.shared), dict(parted.answered)) == ({"is_dibao": "yes"}, {"age": "82"})
    assert parted.every == {"is_dibao": "yes", "age": "82"}
    assert parted.parted() == parted


def test_what_is_shared_is_neither_asked_nor_taken_back():
    state = Interview({}).answer("is_dibao", "unknown").parted()
    assert "is_dibao" not in state.screening.to_ask(state.every)
    state = state.answer_all({"is_in_extreme_hardship": "no", "is_low_income": "no"})
    assert "is_dibao" not in state.asked_with("is_low_income", state.screening)
    assert (dict(state.back().answered), dict(state.back().shared)) == ({}, {"is_dibao": "unknown"})


def test_a_shared_answer_is_changed_where_it_stands():
    state = Interview({}).answer("is_dibao", "yes").parted().answer("age", "82").answer("is_dibao", "no")
    assert (dict(state.shared), dict(state.answered)) == ({"is_dibao": "no"}, {"age": "82"})
    assert state.known["is_dibao"] == 0
    assert state.asked_with("is_dibao", state.screening) == ("is_dibao",)


def test_work_beside_unemployment_is_refused_for_one_person_and_names_the_other_answer():
    with pytest.raises(bc.Refused, match="correct one of them") as refused:
        Interview({}).answer("has_work", "yes").answer("is_unemployed", "yes")
    assert {*refused.value.facts} == {"has_work", "is_unemployed"}
