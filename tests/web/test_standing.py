"""What the pages say of the day: what binds, what was announced, and what has ended; by law invented for the tests."""

import re
from datetime import date
from html import unescape

import pytest
from dated import EARLY, having
from starlette.testclient import TestClient

from benefitcalc.web.app import create_app

BREAD = {**EARLY, "carries_out": "outpatient_pooling"}
"""A rule with a name of its own carries out what was announced."""

PERSON = {
    "age": "30",
    "is_rural": "yes",
    "is_low_income": "no",
    "outpatient_cost": "110",
    "has_resident_insurance": "yes",
    "has_chronic_recognition": "yes",
    "chronic_cost": "1000",
}


@pytest.fixture(autouse=True)
def law(tmp_path):
    """One document that binds in 2020, and those of benefitcalc itself."""
    with having(tmp_path, BREAD) as found:
        yield found


def page(day, lang="en", **form):
    client = TestClient(create_app(day=lambda: date.fromisoformat(day)), base_url="http://127.0.0.1")
    answer = client.post(f"/{lang}/ask", data={**PERSON, "do": "result", **form}) if form else client.get(f"/{lang}/")
    assert answer.status_code == 200
    return answer.text


def card(text, name="bread_allowance"):
    return re.search(rf'<article class="card \w+" aria-labelledby="{name}">.*?</article>', text, re.DOTALL)[0]


def state(text, name="bread_allowance"):
    """The state of a card, and its chips."""
    own = card(text, name)
    own = own.partition("</p>")[0]
    chips = re.findall(r'<span class="(?:word|chip standing)">(.*?)</span>', own)
    return re.search(r'class="card (\w+)"', own)[1], [unescape(each) for each in chips]


ALL = {"benefit": ""}


@pytest.mark.parametrize(
    ("day", "lang", "expected"),
    [
        ("2020-06-01", "en", ("yes", ["applies today"])),
        ("2021-01-01", "en", ("then", ["expired; as stated on May 5, 2020"])),
        ("2020-06-01", "zh", ("yes", ["今天就适用"])),
        ("2021-01-01", "zh", ("then", ["已到期，按 2020年5月5日的说法"])),
    ],
)
def test_a_card_is_green_only_where_its_document_binds_today(day, lang, expected):
    assert state(page(day, lang, **ALL)) == expected


@pytest.mark.parametrize(("day", "standing"), [("2023-05-01", "as announced then"), ("2021-12-31", "not in force yet")])
def test_what_was_only_announced_is_not_green(day, standing):
    assert state(page(day, **ALL), "chronic_outpatient") == ("then", [standing])


def test_who_is_not_eligible_is_told_how_to_take_that_too():
    text = page("2023-05-01", **ALL, is_unemployed="no", has_resident_insurance="no")
    assert state(text, "chronic_outpatient") == ("no", ["does not apply", "as announced then"])


def test_a_recognition_that_is_missing_is_no_final_no():
    text = page("2023-05-01", **ALL, has_chronic_recognition="no")
    assert state(text, "chronic_outpatient") == ("then", ["as announced then"])
    assert "Apply for “The recognition of a chronic or special disease”" in card(text, "chronic_outpatient")


@pytest.mark.parametrize("form", [ALL, {"benefit": "bread_allowance"}], ids=["together", "alone"])
def test_beside_what_binds_stands_what_was_announced_folded(form):
    own = card(page("2020-06-01", **form))
    folded = unescape(re.search(r'<details class="announced">(.*?)</details>', own, re.DOTALL)[1])
    assert "<summary>What was announced</summary>" in folded
    assert "Outpatient pooling (not in force yet): " in folded


def test_beside_what_was_announced_stands_nothing_else():
    assert 'class="announced"' not in card(page("2020-06-01", **ALL), "chronic_outpatient")


def test_what_is_in_force_is_not_asked_about_at_the_counter():
    asks = "Is this benefit in force now, from which day and until which?"
    text = page("2020-06-01", **ALL)
    assert asks not in card(text)
    assert asks in card(text, "chronic_outpatient")


def test_what_has_to_be_known_of_some_benefits_stands_in_their_cards():
    text, told = page("2020-06-01", **ALL), "June 1, 2020 is before January 1, 2022."
    assert told not in re.search(r'<section class="notice">.*?</section>', text, re.DOTALL)[0]
    assert told in card(text, "chronic_outpatient")
    assert told not in card(text)


def test_law_of_which_nobody_had_heard_on_the_day_is_no_answer_of_that_day():
    assert 'aria-labelledby="bread_allowance"' not in page("2019-12-31", **ALL)


def test_where_some_benefits_bind_and_others_do_not_every_page_says_so():
    said = "Some of these benefits are in force; others were announced, or have ended."
    assert said in page("2020-06-01")
    assert said in page("2020-06-01", **ALL)
    assert said not in page("2021-12-31")
    assert said not in page("2020-06-01", benefit="bread_allowance")


def test_the_start_names_each_document_and_offers_the_benefits_of_the_day():
    text = unescape(page("2020-06-01"))
    assert "<li>Bread for <Nowhere></li>" in text
    assert "press briefing" in text
    offered = re.findall(r'name="benefit" value="(\w+)"', text)
    assert "bread_allowance" in offered
    assert "outpatient_pooling" not in offered
