"""The pages without a browser: each step of the interview, the result, and what is refused."""

import re
import urllib.parse
from datetime import date
from html import unescape
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from serving import DAY
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED, care_home_subsidy, outpatient_pooling
from benefitcalc.text.message import Message
from benefitcalc.web.app import create_app
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.rendering import STYLE

ANSWERING = 7
"""The benefits that answer on the day: six of the announcement, and the allowance in extreme hardship of that year."""
TEMPLATES = [*files("benefitcalc.web.replies").joinpath("templates").iterdir()]
GRANDMOTHER = {"age": "82", "care_need": "partial", "is_in_economic_hardship": "yes", "care_home_cost": "36000"}
EVERYTHING = {
    **GRANDMOTHER,
    "care_home_stars": "2",
    "has_resident_insurance": "yes",
    "outpatient_cost": "800",
    "has_chronic_recognition": "yes",
    "chronic_cost": "3000..5000",
    "is_dibao": "no",
    "is_in_extreme_hardship": "no",
    "is_in_other_hardship_group": "yes",
    "eligible_cost": "30000",
    "basic_insurance_paid": "12000",
    "critical_illness_paid": "0",
    "wants_placement": "yes",
    "is_rural": "yes",
    "sex": "female",
    "is_lifted_from_poverty": "unknown",
    "is_low_income": "no",
    "has_disability": "no",
    "is_unemployed": "yes",
    "is_in_zero_employment_household": "unknown",
}


ALL = {"benefit": "", "who": "self"}
"""What a page carries that is about all benefits, and whoever answers."""


def asking(client, lang="en", **form):
    return client.post(f"/{lang}/ask", data=form)


def asked(answer):
    """The fact that a page asks for; None on a result."""
    found = re.search(r'name="asked" value="(\w+)"', answer.text)
    return found and found[1]


def carried(answer):
    """What a page carries in its hidden fields."""
    return dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', answer.text))


def told(answer):
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.split("<body>")[1])).split())


# The start --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accepted", "lang"), [("en-GB,en", "en"), ("zh-CN", "zh"), ("", "zh"), ("de", "zh")])
def test_the_language_is_that_of_the_browser_and_chinese_otherwise(client, accepted, lang):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{lang}/")
    assert answer.headers["vary"] == "accept-language"


@pytest.mark.parametrize("path", ["/zh", "/zh/ask"])
def test_an_address_without_an_answer_of_its_own_leads_to_the_start(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh/")


@pytest.mark.parametrize("path", ["/fr/", "/favicon.ico", "/fr/ask", "/zh/nothing/"])
def test_there_is_no_other_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<html lang=" in answer.text


def test_the_start_says_what_it_is_and_what_it_is_not(client):
    words = told(client.get("/en/"))
    for said in (
        "This is an estimate and decides nothing; the decision of the office prevails.",
        "Some of these benefits are in force; others were announced, or have ended. Each result says which.",
        bc.policy().title.en,
        texts.NOTHING_KEPT.explain("en"),
        *(rule.title.explain("en") for rule in ANNOUNCED),
    ):
        assert said in words


@pytest.mark.parametrize(("lang", "again"), [("en", "See {} benefits together"), ("zh", "{} 项一起看")])
def test_the_pages_count_the_benefits_that_there_are(client, lang, again):
    alone = told(asking(client, lang, benefit="care_home_subsidy", do="result"))
    assert again.format(ANSWERING) in alone


def test_no_text_of_the_pages_has_a_number_of_benefits_of_its_own():
    own = [each for each in vars(texts).values() if isinstance(each, Message)]
    assert len(own) > 50
    for text in own:
        assert not re.search("[二三四五六七八九十]项", text.explain("zh"))
        assert not re.search(r"\b(five|six|seven)\b", text.explain("en"))


# The interview ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whoever_knows_nothing_is_asked_each_question_once_and_told_what_is_not_known(client, lang):
    answer, seen, pages = client.post(f"/{lang}/ask", data={"benefit": ""}), [], 0
    while name := asked(answer):
        at_once = [each.partition("=")[0] for each in carried(answer).get("together", f"{name}=").split()]
        seen, pages = [*seen, *at_once], pages + 1
        answer = client.post(f"/{lang}/ask", data={**carried(answer), "do": "unknown"})
        assert answer.status_code == 200
        assert {name for name in carried(answer) if name in FACTS} == {*seen}
    assert len(seen) == len(set(seen)) == 23
    assert pages == 16  # of which one asks for eight recognitions at once
    assert bc.screen({}).estimates[0].rule in answer.text


def test_an_answer_is_carried_on_and_the_next_question_is_the_one_that_tells_most(client):
    first = asking(client, benefit="")
    assert asked(first) == "has_resident_insurance"
    second = client.post("/en/ask", data={**carried(first), "given": " no "})
    expected = bc.screen({"has_resident_insurance": False}, on=DAY).next_question.fact
    answered = {"asked": expected, "has_resident_insurance": "no", "together": ""}
    assert carried(second) | {"together": ""} == {**ALL, **answered}
    assert f"What is known settles 2 of {ANSWERING} benefits." in told(second)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_question_and_a_result_before_the_end_say_how_many_questions_are_left(client, lang):
    left = {"zh": "最多还有 {} 个问题。", "en": "At most {} questions are left."}[lang]
    first = asking(client, lang, benefit="care_home_subsidy")
    assert left.format(5) in told(first)
    second = client.post(f"/{lang}/ask", data={**carried(first), "given": "82"})
    assert left.format(4) in re.search('<p id="progress">(.*)</p>', second.text)[1]  # what labels the bar
    result = client.post(f"/{lang}/ask", data={**carried(second), "do": "result"})
    assert f'<p class="hint" id="left">{left.format(4)}</p>' in result.text


def test_of_an_answer_that_is_changed_nobody_says_how_many_questions_follow(client):
    again = asking(client, age="40", benefit="care_home_subsidy", do="change.age")
    assert asked(again) == "age"
    assert "left" not in re.search('<p id="progress">(.*)</p>', again.text)[1]


def test_a_range_is_an_answer_and_is_not_asked_for_again(client):
    answer = asking(client, asked="age", given="60..70", benefit="care_home_subsidy")
    assert carried(answer)["age"] == "60..70"
    assert asked(answer) != "age"


def test_one_benefit_alone_may_be_asked_about(client):
    answer, seen = asking(client, benefit="outpatient_pooling"), []
    while name := asked(answer):
        seen.append(name)
        given = {"has_resident_insurance": "yes", "outpatient_cost": "800"}[name]
        answer = client.post("/en/ask", data={**carried(answer), "given": given})
    assert seen == ["has_resident_insurance", "outpatient_cost"]
    assert answer.text.count("<article") == 1
    assert "about 562.50 yuan for the calendar year" in told(answer)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", texts.NO_ANSWER.explain("en")),
        ("eighty", "'eighty' is not a whole number from 0 to 150"),
        ("70..60", "'70..60': the lower end is above the upper one"),
    ],
)
def test_what_cannot_be_read_is_asked_for_again_with_the_reason(client, given, says):
    answer = asking(client, asked="age", given=given, sex="female")
    assert (answer.status_code, asked(answer)) == (422, "age")
    assert carried(answer) == {**ALL, "asked": "age", "sex": "female"}
    assert f'<a href="#given">{says}</a>' in answer.text.replace("&#39;", "'")
    assert f'value="{given}" inputmode' in answer.text
    assert "<title>Error: How old are you" in answer.text


def test_an_answer_at_odds_with_an_earlier_one_is_asked_for_again(client):
    answer = asking(client, "zh", asked="basic_insurance_paid", given="500", eligible_cost="300", is_dibao="yes")
    assert (answer.status_code, asked(answer)) == (422, "basic_insurance_paid")
    assert "basic_insurance_paid" not in carried(answer)
    assert 'value="500"' in answer.text
    # By what the amounts mean: a resident has never seen their names.
    assert "其中基本医保已报销：500.00 元，比" in told(answer)
    assert "eligible_cost" not in told(answer)


def buttons(answer, does):
    """The buttons that do one thing, each with its words."""
    return re.findall(rf'<button[^>]*name="do" value="({does}[^"]*)"[^>]*>([^<]*)</button>', answer.text)


@pytest.mark.parametrize(
    ("fact", "given", "offer", "says"),
    [
        ("age", "七十多", "offer.70..79", "是，70～79"),
        ("care_home_cost", "三四千", "offer.3000.00..4000.00", "是，3000～4000"),
        ("care_home_cost", "两千左右", "offer.1800.00..2200.00", "是，1800～2200"),
    ],
)
def test_a_phrase_that_means_a_range_is_offered_as_it_and_one_press_takes_it(client, fact, given, offer, says):
    answer = asking(client, "zh", asked=fact, given=given)
    assert buttons(answer, "offer") == [(offer, says)]
    assert f'value="{given}" inputmode' in answer.text
    taken = client.post("/zh/ask", data={**carried(answer), "given": given, "do": offer})
    assert carried(taken)[fact] == offer.removeprefix("offer.")
    assert given not in taken.text


def test_an_answer_at_odds_offers_the_other_answer_to_change_and_keeps_what_was_typed(client):
    answer = asking(client, "zh", asked="basic_insurance_paid", given="500", eligible_cost="300")
    [(change, says)] = buttons(answer, r"change\.")
    assert (change, says) == ("change.eligible_cost", "改另一项：全年看病的政策范围内费用（报销前）")
    other = client.post("/zh/ask", data={**carried(answer), "given": "500", "do": change})
    assert asked(other) == "eligible_cost"
    again = client.post("/zh/ask", data={**carried(other), "given": "900"})
    while asked(again) != "basic_insurance_paid":
        again = client.post("/zh/ask", data={**carried(again), "do": "unknown"})
    assert 'value="500" inputmode' in again.text


def test_a_pressed_answer_at_odds_offers_the_other_answer_to_change_too(client):
    answer = asking(client, "zh", asked="is_unemployed", given="yes", has_work="yes", benefit="public_welfare_post")
    assert (answer.status_code, asked(answer)) == (422, "is_unemployed")
    assert buttons(answer, r"change\.") == [("change.has_work", "改另一项：有工作（包括自己做生意）")]


@pytest.mark.parametrize("do", ["back", "result", "stay", "letters"])
def test_what_was_typed_and_not_sent_is_still_there_later(client, do):
    there = asking(client, asked="outpatient_cost", given="八百来", has_resident_insurance="yes", do=do)
    again = client.post("/zh/ask", data={**carried(there), "asked": "outpatient_cost", "do": "stay"})
    assert '<input id="given" name="given" value="八百来"' in (there if do in ("letters", "stay") else again).text


def test_an_answer_that_is_taken_leaves_nothing_typed_behind(client):
    answer = asking(client, asked="age", given="82", **{"draft.age": "old"})
    assert "draft" not in answer.text


def test_the_keypad_is_of_figures_until_letters_are_wanted(client):
    age, cost = asking(client, asked="age", do="stay"), asking(client, asked="outpatient_cost", do="stay")
    assert 'inputmode="numeric"' in age.text
    assert 'inputmode="decimal"' in cost.text
    letters = client.post("/en/ask", data={**carried(cost), "given": "12", "do": "letters"})
    assert 'value="12" inputmode="text"' in letters.text
    assert 'inputmode="text"' in client.post("/en/ask", data={**carried(letters), "given": "no"}).text
    assert 'inputmode="decimal"' in client.post("/en/ask", data={**carried(letters), "do": "figures"}).text


def test_a_cost_that_comes_each_month_may_be_given_by_the_year(client):
    stay = {"age": "82", "care_need": "partial", "is_in_economic_hardship": "yes", "care_home_stars": "2"}
    page = asking(client, asked="care_home_cost", do="stay", benefit="care_home_subsidy", **stay)
    assert re.findall(r'name="period" value="(\w+)"( checked)?', page.text) == [("month", " checked"), ("year", "")]
    result = client.post("/en/ask", data={**carried(page), "given": "36000", "period": "year"})
    assert carried(result)["care_home_cost"] == "3000.00"
    assert 'name="period"' not in asking(client, asked="inpatient_cost", do="stay").text


def test_a_period_that_is_chosen_stays_where_the_amount_is_not_read(client):
    page = asking(client, asked="care_home_cost", given="much", period="year")
    assert 'value="year" checked' in page.text
    assert "'much' is not an amount of yuan" in told(page)


TYPED = [name for name, fact in FACTS.items() if fact.unit and fact.most not in range(1, 10)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(TYPED), piece=st.text(min_size=1, max_size=40))
@example(name="age", piece="<script>")
@example(name="care_home_cost", piece="三千多")
@example(name="care_home_cost", piece="\N{MONEY BAG}每月")
def test_a_field_takes_10_000_characters_of_anything_and_keeps_what_it_cannot_read(client, name, piece):
    given = (piece * 10_000)[:10_000]
    answer = asking(client, "zh", asked=name, given=given)
    assert answer.status_code == 422
    assert asked(answer) == name
    kept = re.search(r'<input id="given" name="given" value="([^"]*)"', answer.text)[1]
    assert unescape(kept) == given


def test_a_form_that_cannot_have_come_from_a_page_is_refused(client):
    for form in (
        {"eligible_cost": "300", "basic_insurance_paid": "500", "do": "result"},
        {"eligible_cost": "300", "basic_insurance_paid": "500"},
        {"age": "eighty"},
        {"benefit": "bread"},
        {"asked": "bread"},
        {"bread": "1"},
        {"age": "8" * 101},
        {"age": ["1", "2"]},
        {f"a{number}": "1" for number in range(65)},
    ):
        answer = asking(client, **form)
        assert (answer.status_code, texts.FORM_NOT_RIGHT.explain("en") in answer.text) == (400, True)
    answer = client.post(
        "/en/ask", content=b"age=\xff%ff", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400


def test_another_kind_of_content_is_refused(client):
    assert client.post("/zh/ask", json={}).status_code == 415


# Back, change, and the other language -----------------------------------------------------------------------------


def test_back_leads_through_the_earlier_questions_and_loses_no_answer(client):
    answers = {"age": "82", "is_in_extreme_hardship": "no", "care_need": "partial"}
    answer = asking(client, **answers, asked="care_home_stars", do="back")
    assert asked(answer) == "care_need"
    assert texts.ANSWERED_BEFORE.explain("en") + "partial" in told(answer)
    answer = client.post("/en/ask", data={**carried(answer), "do": "back"})
    answer = client.post("/en/ask", data={**carried(answer), "do": "back"})
    assert asked(answer) == "age"
    assert 'value="82" inputmode' in answer.text
    assert {name: carried(answer)[name] for name in answers} == answers
    answer = client.post("/en/ask", data={**carried(answer), "given": "83"})
    assert carried(answer)["age"] == "83"
    assert [name for name in carried(answer) if name in FACTS] == list(answers)


def test_back_from_the_first_question_leads_to_the_start_where_all_is_as_it_was_chosen(client):
    answer = asking(client, asked="age", do="back", who="parent", need=["care_home"])
    assert answer.status_code == 200
    assert 'name="who" value="parent" checked' in answer.text
    assert 'name="need" value="care_home" checked' in answer.text


# For whom, and what for -------------------------------------------------------------------------------------------


def test_the_start_asks_for_whom_and_what_for_and_then_only_that_is_asked(client):
    answer, seen = asking(client, "zh", do="begin", who="parent", need=["chronic"]), []
    while name := asked(answer):
        assert "您" not in re.search("<h1>(.*)</h1>", answer.text)[1]
        seen.append(name)
        answer = client.post("/zh/ask", data={**carried(answer), "need": "chronic", "do": "unknown"})
    assert set(seen) == {"has_resident_insurance", "outpatient_cost", "has_chronic_recognition", "chronic_cost"}
    assert answer.text.count("<article") == 2


def test_who_chooses_no_need_is_asked_again_and_keeps_the_rest(client):
    answer = asking(client, do="begin", who="child", age="8")
    assert answer.status_code == 422
    assert texts.NO_NEED.explain("en") in told(answer)
    assert 'value="child" checked' in answer.text
    assert carried(answer)["age"] == "8"


def test_what_is_not_ticked_is_not_there_and_what_nobody_knows_is_not_known(client):
    page = asking(client, benefit="medical_assistance")
    assert asked(page) == "is_dibao"
    ticked = client.post("/en/ask", data={**carried(page), "is_dibao": "yes"})
    assert carried(ticked)["is_dibao"] == "yes"
    assert carried(ticked)["is_in_extreme_hardship"] == "no"
    nothing = client.post("/en/ask", data={**carried(page), "do": "unknown"})
    assert carried(nothing)["is_dibao"] == carried(nothing)["is_in_extreme_hardship"] == "unknown"
    left = client.post("/en/ask", data={**carried(page), "do": "result"})
    assert "is_dibao" not in carried(left)


def test_an_answer_that_was_not_known_is_told_as_such(client):
    answer = asking(client, **{**GRANDMOTHER, "care_home_stars": "unknown"}, do="change.care_home_stars")
    assert asked(answer) == "care_home_stars"
    assert f"{texts.ANSWERED_BEFORE.explain('en')}{texts.I_DO_NOT_KNOW.explain('en')}" in told(answer)
    answer = asking(client, age="unknown", do="change.age")
    assert 'value="" inputmode' in answer.text


def test_the_result_lists_every_answer_with_a_way_to_change_it(client):
    answer = asking(client, **GRANDMOTHER, care_home_stars="unknown", do="result")
    for name in (*GRANDMOTHER, "care_home_stars"):
        assert f'value="change.{name}"' in answer.text
    assert "Star rating of the care home, 0 for a home without one: not known" in told(answer)
    assert "Cost that the care home charged, for whichever period: 36,000.00 yuan" in told(answer)


def test_what_is_to_be_changed_and_was_never_answered_is_not_asked_for(client):
    assert asked(asking(client, **GRANDMOTHER, do="change.sex")) == bc.screen(GRANDMOTHER).next_question.fact


def test_the_other_language_shows_the_same_question_and_the_same_result(client):
    answer = asking(client, "zh", age="82", asked="outpatient_cost", given="8", do="stay")
    assert asked(answer) == "outpatient_cost"
    assert 'value="8" inputmode' in answer.text
    assert 'action="/en/ask"' in answer.text
    answer = asking(client, "zh", **GRANDMOTHER, do="stay")
    assert asked(answer) is None
    assert "36,000.00 元" in told(answer)


# The result -------------------------------------------------------------------------------------------------------


def test_a_result_may_be_seen_before_all_is_asked_and_the_questions_go_on(client):
    answer = asking(client, **GRANDMOTHER, do="result")
    assert answer.text.count("<article") == ANSWERING
    assert texts.GO_ON_ASKING.explain("en") in told(answer)
    assert asked(client.post("/en/ask", data={**carried(answer), "do": "next"})) == "care_home_stars"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_says_all_that_the_library_says(client, lang):
    answer = asking(client, lang, **GRANDMOTHER, benefit="care_home_subsidy", do="result")
    own = care_home_subsidy.estimate(**GRANDMOTHER, on=DAY)
    words = told(answer)
    headline, *sentences = [line.strip() for line in own.explain(lang).splitlines() if line.strip()]
    assert headline.split(": " if lang == "en" else "：", 1)[1] in words
    for sentence in sentences:
        if sentence.endswith(("not known", "不清楚")):
            continue  # what is not known has a place of its own
        assert " ".join(sentence.split()) in words


def test_one_card_may_be_seen_alone_and_all_again(client):
    answer = asking(client, **GRANDMOTHER, do="only.care_home_subsidy")
    assert answer.text.count("<article") == 1
    assert carried(answer)["benefit"] == "care_home_subsidy"
    again = client.post("/en/ask", data={**carried(answer), "do": "all"})
    assert again.text.count("<article") == ANSWERING
    assert carried(again)["benefit"] == ""


@pytest.mark.parametrize(("lang", "you", "theirs"), [("zh", "您", "老人："), ("en", "you", "your parent: ")])
def test_what_stands_behind_a_result_speaks_of_whom_it_is_about(client, lang, you, theirs):
    given = {"age": "82", "has_resident_insurance": "yes", "outpatient_cost": "800", "is_dibao": "unknown"}
    answer = asking(client, lang, do="result", who="parent", **given)
    articles = " ".join(re.findall(r"<article.*?</article>", answer.text, re.DOTALL))
    lines = [unescape(each).strip() for each in re.findall(r">([^<]+)<", articles)]
    assert [each for each in lines if re.search(rf"\b{you}\b|您", each, re.IGNORECASE)] == []
    assert any(each.startswith(theirs) for each in lines)


def test_amounts_of_different_periods_are_not_added(client):
    answer = asking(client, **EVERYTHING, do="result")
    assert texts.NO_TOTAL.explain("en") in told(answer)
    amounts = [each.amount for each in bc.screen(EVERYTHING).estimates if each.amount]
    assert f"{sum(amounts):,}" not in answer.text


def test_what_somebody_gets_comes_first(client):
    answer = asking(client, **{**EVERYTHING, "age": "47"}, do="result")
    states = re.findall(r'<article class="card (\w+)"', answer.text)
    assert states == sorted(states, key=["yes", "could", "then", "no"].index)
    assert set(states) == {"could", "then", "no"}


def test_the_same_in_python_gives_the_same_answer(client, capsys):
    # What is printed on the page is run as it stands.
    for rule in bc.RULES:
        answer = asking(client, **EVERYTHING, benefit=rule.name, do="result")
        program = unescape(re.search(r"<code>(.*?)</code>", answer.text, re.DOTALL)[1])
        names = {}
        exec(program, names)
        known = {name: given for name, given in EVERYTHING.items() if name in rule.facts._fields}
        assert names["answer"] == rule.estimate(**known, on=DAY)
        assert capsys.readouterr().out.strip() == names["answer"].explain("en")


def test_a_page_is_small(client):
    for lang in ("zh", "en"):
        for person in (EVERYTHING, dict.fromkeys(EVERYTHING, "unknown")):
            page = re.sub(
                r"<figure>.*?</figure>", "", asking(client, lang, **person, do="result").text, flags=re.DOTALL
            )
            assert len(page.encode()) < 65_000


def test_a_page_needs_no_second_request_and_runs_nothing(client):
    for answer in (client.get("/zh/"), asking(client, "zh"), asking(client, "zh", **EVERYTHING, do="result")):
        assert not re.search(
            r"<script|<img|<link(?! rel=\"icon\" href=\"data:,\")| on\w+=| style=|@import|url\(", answer.text
        )
        assert f"<style>{STYLE}</style>" in answer.text
        assert answer.text.count("<h1") == 1


def test_hostile_text_is_only_text(client):
    hostile = '"><script>alert(1)</script>'
    answer = asking(client, asked="age", given=hostile)
    assert answer.status_code == 422
    assert "<script" not in answer.text
    assert "&#34;&gt;&lt;script&gt;" in answer.text


def test_after_the_last_day_of_the_policy_the_result_says_so():
    late = TestClient(create_app(day=lambda: date(2026, 1, 1)), base_url="http://127.0.0.1")
    said = "January 1, 2026 is after December 31, 2024. The policy has no terms after that day"
    assert said in told(late.post("/en/ask", data={**GRANDMOTHER, "do": "result"}))


def test_a_form_travels_as_a_browser_sends_it(client):
    body = urllib.parse.urlencode({"asked": "outpatient_cost", "given": "600到800元", "has_resident_insurance": "yes"})
    kind = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = client.post("/zh/ask", content=body + "&benefit=outpatient_pooling", headers=kind)
    own = outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost="600..800")
    assert f"{own.at_least:,} 元" in told(answer)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_every_text_that_a_template_names_is_there(template):
    for name in re.findall(r"\bt\.(\w+)", template.read_text(encoding="utf-8")):
        assert isinstance(getattr(texts, name.upper()), Message), name
