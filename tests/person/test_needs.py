"""For whom, and what for: which need leads to which benefits, and what is asked for it."""

import re

import pytest

import benefitcalc as bc
from benefitcalc.person.interview import Interview
from benefitcalc.person.needs import NEEDS, OTHER, PEOPLE, called, implied, offered, rules_for
from benefitcalc.person.recognitions import RECOGNITIONS
from benefitcalc.rules import by_name, facts
from benefitcalc.text.message import say

TODAY = "2026-11-28"


def asked(needs, on=TODAY, **known):
    """The facts that are asked of somebody who knows no more than this, and in how many questions."""
    state, questions = Interview({}, on=on).about("parent", needs), 2  # for whom, and what for
    seen = []
    while question := (found := state.screening).next_question:
        names, questions = state.asked_with(question.fact, found), questions + 1
        seen.extend(names)
        state = state.answer_all({name: known.get(name, "unknown") for name in names})
    return seen, questions


def test_only_what_the_chosen_needs_ask_for_is_asked():
    seen, _ = asked(["chronic"])
    assert set(seen) == {"has_resident_insurance", "has_chronic_recognition", "chronic_cost", "outpatient_cost"}
    seen, _ = asked(["work"])
    assert not {"is_in_extreme_hardship", "care_home_stars", "has_resident_insurance"} & set(seen)
    seen, _ = asked(["treatment"])
    assert not {"care_home_stars", "is_unemployed", "ability_level"} & set(seen)


def test_each_need_leads_to_a_benefit_that_answers_today_and_every_benefit_is_reached():
    needs = offered(None, None)
    assert set(needs) <= {*NEEDS, OTHER}
    assert {rule.name for rule in rules_for([*NEEDS, OTHER], None, None)} <= {*by_name()}
    for need in NEEDS.values():
        assert {*need.benefits} <= {*by_name()}


def test_who_asks_about_a_care_home_alone_pays_for_no_services_at_home():
    assert implied(["care_home"]) == implied(["care_home", "work"]) == {"home_service_cost": "0"}
    assert implied(["care_home", "care"]) == implied(["work"]) == {}
    assert "home_service_cost" not in asked(["care_home"])[0]


def test_several_recognitions_are_one_question():
    state = Interview({}, on=TODAY, needs=("treatment",))
    together = state.asked_with("is_dibao", state.screening)
    assert {"is_dibao", "is_in_extreme_hardship", "is_back_in_poverty"} <= {*together}
    assert state.asked_with("eligible_cost", state.screening) == ("eligible_cost",)
    answered = state.answer_all(dict.fromkeys(together, "no"))
    assert answered.back().answered == {}
    assert answered.before("is_dibao") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_question_about_another_person_says_you(lang):
    for who in ("parent", "child", "relative"):
        state = Interview({}, who=who)
        for fact in facts.OWN:
            said = state.asks(fact.name).explain(lang).replace(say(PEOPLE[who][1]).explain(lang), "")
            assert "您" not in said, fact.name
            assert " you " not in said, fact.name
    assert "您" in Interview({}).asks("age").explain("zh")


def test_every_recognition_is_a_fact():
    assert {*RECOGNITIONS} <= {fact.name for fact in facts.OWN}


# What a resident goes through, reckoned at five characters a second, three seconds a tap and one a key -------------


def seconds(needs, **known):
    """How long a reader of Chinese takes from the start to the result, on the page."""
    state = Interview({}, on=TODAY).about("parent", needs)
    start = "替谁问？本人父母配偶孩子其他家人想问哪方面？可以多选" + "".join(
        say(NEEDS[each].says).explain("zh") for each in NEEDS
    )
    spent = len(start) / 5 + 3 * (1 + len(needs) + 1)
    while question := (found := state.screening).next_question:
        names = state.asked_with(question.fact, found)
        answers = {name: known.get(name, "unknown") for name in names}
        if len(names) > 1:
            says = [state.asks_which(), *(say(RECOGNITIONS[name].says) for name in names)]
            spent += 3 * (1 + sum(answer == "yes" for answer in answers.values()))
        else:
            says = [state.asks(question.fact)]
            typed = answers[question.fact]
            spent += 3 + (len(typed) if typed.isdecimal() and question.fact != "care_home_stars" else 0)
        spent += sum(len(each.explain("zh")) for each in says) / 5
        state = state.answer_all(answers)
    return spent


MOTHER = {
    "age": "82",
    "care_need": "partial",
    "ability_level": "moderate",
    "is_in_economic_hardship": "yes",
    "is_in_extreme_hardship": "no",
    "has_institutional_care_allowance": "no",
    "is_in_home_care_scheme": "no",
    "care_home_stars": "2",
    "care_home_cost": "3200",
    "institution_service_cost": "3200",
}


def test_a_mother_in_a_care_home_has_the_result_with_the_voucher_in_two_and_a_half_minutes():
    seen, questions = asked(["care_home"], **MOTHER)
    assert "ability_level" in seen
    assert questions - 1 <= 8  # for whom and what for are one page
    assert seconds(["care_home"], **MOTHER) <= 150


def test_somebody_with_diabetes_who_knows_little_is_asked_seven_questions_at_most():
    assert asked(["chronic"])[1] <= 7


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("who", [name for name in PEOPLE if name != "self"])
def test_no_answer_about_another_person_asks_the_reader_about_themselves(lang, who):
    found = bc.screen({}, on=TODAY)
    told = [each.explain(lang, of=called(who)) for each in (found, *found.estimates)]
    assert not re.search(r"您|\b[Yy]ou\b", "\n".join(told).replace(called(who).explain(lang), ""))
    assert called(who).explain(lang) in told[1]


def test_an_answer_to_oneself_says_you():
    estimate = bc.rules.care_service_voucher.estimate(on=TODAY)
    assert estimate.explain("zh", of=called("self")) == estimate.explain("zh")
    assert "您今年多大" in estimate.explain("zh")
