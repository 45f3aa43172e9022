"""Whole numbers that follow from a day: counted exactly, from what is known of it, and agreed with what is given."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Generic, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ANYBODY, bread_allowance, written
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.authoring import (
    COMPLETED_MONTHS,
    COMPLETED_YEARS,
    MONTH,
    MONTHS_BETWEEN,
    YEAR,
    Counting,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    Whole,
    YesNo,
    day,
    derived,
    say,
    term,
)
from benefitcalc.cli.main import main
from benefitcalc.districts import using
from benefitcalc.facts import reading
from benefitcalc.facts.days import Derivation
from benefitcalc.facts.derived import may_lack_anniversary
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.person.interview import Interview
from benefitcalc.rules import care_home_subsidy
from benefitcalc.web import create_app

BORN = FACTS["birth_date"]
TODAY = date(2024, 3, 1)


def age(born, on):
    return reading.read({"birth_date": born}, ["age"], on)["age"]


def anniversaries(born, on):
    """How many birthdays there were, looked at one by one: that of 29 February is on 1 March where there is none."""
    today, birthday = on.month * 100 + on.day, born.month * 100 + born.day
    found = 0
    for year in range(born.year + 1, on.year + 1):
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        place = 301 if birthday == 229 and not is_leap else birthday
        found += year < on.year or place <= today
    return found


# Completed years ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1944-05-06", date(2024, 5, 5), 79),
        ("1944-05-06", date(2024, 5, 6), 80),
        ("1944-05-06", date(2024, 5, 7), 80),
        ("1944-05-31", date(2024, 6, 1), 80),
        ("1944-12-31", date(2024, 1, 1), 79),
        ("2024-03-01", TODAY, 0),
    ],
)
def test_a_person_is_a_year_older_on_the_birthday(born, on, years):
    assert age(born, on) == years


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2023, 2, 28), 78), (date(2023, 3, 1), 79), (date(2024, 2, 28), 79), (date(2024, 2, 29), 80)],
)
def test_who_was_born_on_29_february_is_a_year_older_from_1_march_or_on_the_day_itself_in_a_leap_year(on, years):
    assert age("1944-02-29", on) == years


BIRTHS = st.dates(date(1880, 1, 1), date(2024, 3, 1)) | st.integers(1880, 2020).filter(lambda year: year % 4 == 0).map(
    lambda year: date(year, 2, 28 if year == 1900 else 29)
)


@given(born=BIRTHS, after=st.integers(0, 54_000))
def test_an_age_is_the_number_of_birthdays_since(born, after):
    on = min(born + timedelta(days=after), date(2024, 12, 31))
    assert age(born, on) == anniversaries(born, on)


@given(born=BIRTHS, days=st.integers(1, 500))
def test_a_range_of_days_gives_every_age_in_it_and_no_other(born, days):
    on = date(2027, 1, 1)
    last = born + timedelta(days=days)
    each = {anniversaries(born + timedelta(days=at), on) for at in range(days + 1)}
    found = age((born, last), on)
    assert found == (Span(min(each), max(each)) if len(each) > 1 else each.pop())


# Other numbers --------------------------------------------------------------------------------------------------


def number(by, born, on=TODAY):
    return Derivation("birth_date", by).at(born.toordinal(), on)


def test_a_month_is_full_on_the_same_day_of_the_next():
    assert [number(COMPLETED_MONTHS, date(2023, 12, 2), on) for on in (date(2024, 1, 1), date(2024, 1, 2))] == [0, 1]


def test_a_month_from_the_31st_is_full_on_the_1st_after_a_month_without_a_31st():
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31)]
    assert [number(COMPLETED_MONTHS, date(2024, 3, 31), on) for on in days] == [0, 1, 2]


def test_months_between_go_by_the_calendar_alone():
    assert number(MONTHS_BETWEEN, date(2024, 2, 29)) == 1
    assert number(MONTHS_BETWEEN, date(2023, 3, 31)) == 12


def test_a_month_and_a_year_need_no_day_asked_about():
    assert number(MONTH, date(2025, 1, 31), None) == 12 * 2025
    assert number(MONTH, date(2024, 12, 1), None) == 12 * 2025 - 1
    assert number(YEAR, date(2025, 1, 31), None) == 2025


@given(born=st.dates(date(1900, 1, 1), date(2024, 3, 1)))
def test_twelve_months_are_a_year(born):
    assert number(COMPLETED_MONTHS, born) // 12 == number(COMPLETED_YEARS, born)


# What is given --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1944", "1944-01-01", "1944-12-31"),
        (1944, "1944-01-01", "1944-12-31"),
        ("1944年", "1944-01-01", "1944-12-31"),
        ("born in 1944", "1944-01-01", "1944-12-31"),
        ("1944年生", "1944-01-01", "1944-12-31"),
        ("出生于1944年", "1944-01-01", "1944-12-31"),
        ("1944-02", "1944-02-01", "1944-02-29"),
        ("1945年2月", "1945-02-01", "1945-02-28"),
        ("1944..1945", "1944-01-01", "1945-12-31"),
        ("1944-1945", "1944-01-01", "1945-12-31"),
        ("1944年到1945年", "1944-01-01", "1945-12-31"),
        ("1944-05-06..1944-06-07", "1944-05-06", "1944-06-07"),
        ("1944-05-06 to 1944-06-07", "1944-05-06", "1944-06-07"),
        ("1944-05-06至1944-06", "1944-05-06", "1944-06-30"),
        (("1944-05", date(1944, 6, 7)), "1944-05-01", "1944-06-07"),
        ((None, "1944"), "0001-01-01", "1944-12-31"),
        ("1944..", "1944-01-01", "9999-12-31"),
    ],
)
def test_a_month_a_year_or_a_pair_is_a_range_of_days(text, low, high):
    assert BORN.read(text) == Span(date.fromisoformat(low).toordinal(), date.fromisoformat(high).toordinal())


@pytest.mark.parametrize(
    "given",
    [
        "1944-05-06",
        "19440506",
        19440506,
        "1944年5月6日出生",
        "born on 1944-05-06",
        date(1944, 5, 6),
        datetime(1944, 5, 6, 7, tzinfo=UTC),
    ],
)
def test_a_day_is_one_value(given):
    assert BORN.read(given) == date(1944, 5, 6).toordinal()


@pytest.mark.parametrize("given", ["1944-13", "1944-02-30", "0000", "about 1944", "44", "May", True, 1944.5, "x" * 200])
def test_what_is_no_day_is_refused(given):
    with pytest.raises(bc.Refused, match="is not a day; write it like 1944-05-06, or 1944-05 or 1944"):
        BORN.read(given)


@pytest.mark.parametrize("value", ["1944-05-06", "1944-01-01..1944-12-31", "1944-01-01..", "..1944-12-31"])
def test_a_day_is_written_so_that_it_is_read_back(value):
    assert BORN.write(BORN.read(value)) == value


def test_a_day_is_told_in_the_language_of_the_reader():
    assert BORN.message("1944-05-06").explain() == "Date of birth: May 6, 1944"
    assert BORN.message("1944-01-01..1944-12-31").explain("zh") == "出生日期：1944年1月1日 至 1944年12月31日"


# An age and a birth date ----------------------------------------------------------------------------------------


def test_an_age_that_agrees_narrows_what_the_day_leaves_open():
    found = reading.read({"birth_date": "1944", "age": 80}, ["age"], date(2024, 6, 1))
    assert found["age"] == 80


def test_a_day_narrows_a_range_of_ages():
    assert reading.read({"birth_date": "1944", "age": "80.."}, ["age"], date(2024, 6, 1))["age"] == 80


def test_an_age_that_does_not_agree_is_refused_with_both_names():
    with pytest.raises(bc.Refused) as refused:
        care_home_subsidy.estimate(birth_date="1944-05-06", age=79, on="2024-05-06")
    [problem] = refused.value.problems
    assert problem.path == ("birth_date",)
    assert str(problem).startswith("birth_date: age is 80 by this day, and 79 was given")


@pytest.mark.parametrize(("born", "found"), [("2024-03-02", "-1"), ("1873-03-01", "151"), ("2026", "-3 to -2")])
def test_a_day_that_gives_no_possible_age_is_refused(born, found):
    with pytest.raises(bc.Refused, match=f"birth_date: age would be {found}; it is from 0 to 150"):
        age(born, TODAY)


def test_a_range_that_goes_beyond_what_an_age_may_be_is_cut_there():
    assert age("2020..", TODAY) == Span(0, 4)
    assert age("1873-03-01..1874", TODAY) == Span(149, 150)


def test_a_day_without_the_day_asked_about_is_refused_with_the_reason():
    with pytest.raises(bc.Refused, match="birth_date: age is counted up to the day asked about; give that day"):
        care_home_subsidy.estimate(birth_date="1944-05-06")


def test_a_rule_that_asks_for_no_age_needs_no_day_asked_about():
    assert bc.settle({"birth_date": "1944-05-06"}).on is None


def test_an_unreadable_day_asked_about_is_told_with_what_else_is_wrong():
    with pytest.raises(bc.Refused) as refused:
        care_home_subsidy.estimate(birth_date="1944-05-06", care_home_stars=9, on="soon")
    assert [problem.path for problem in refused.value.problems] == [("on",), ("care_home_stars",)]


def test_an_unknown_birth_date_is_no_birth_date():
    found = care_home_subsidy.estimate(birth_date="don't know", age=80)
    assert (found.facts["age"], "birth_date" in found.facts) == (80, False)


def test_a_day_may_be_given_for_the_age():
    found = care_home_subsidy.estimate(age="1944年5月6日", on="2024-05-06").facts
    assert (found["age"], found["birth_date"]) == (80, "1944-05-06")


def test_what_is_wrong_with_a_day_that_is_given_for_the_age_is_told_of_the_age():
    with pytest.raises(bc.Refused) as refused:
        care_home_subsidy.estimate(age="2030-01-01", on="2024-05-06")
    assert [problem.path for problem in refused.value.problems] == [("age",)]


@pytest.mark.parametrize("given", ["1944", 1944, "200"])
def test_a_bare_number_is_no_day_for_an_age(given):
    with pytest.raises(bc.Refused, match="is not a whole number from 0 to 150"):
        care_home_subsidy.estimate(age=given, on="2024-05-06")


def test_the_answer_lists_the_assumption_where_a_birth_may_have_been_on_29_february():
    def listed(born):
        told = care_home_subsidy.estimate(birth_date=born, on="2024-05-06").assumptions
        return "anniversary" in {each.name for each in told}

    assert [listed(each) for each in ("1944-02-29", "1944-02-28", "1944", "1945", "1943..1944")] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_a_month_alone_lacks_no_anniversary():
    assert not may_lack_anniversary({"birth_date": date(1944, 2, 29).toordinal()}, ["outpatient_cost"])


def test_a_receipt_is_computed_again_from_the_day():
    receipt = care_home_subsidy.estimate(birth_date="1944", on="2024-05-06").receipt()
    assert (receipt["facts"]["birth_date"], receipt["facts"]["age"]) == ("1944-01-01..1944-12-31", "79..80")
    bc.verify(receipt)
    with pytest.raises(bc.Refused, match="birth_date"):
        bc.verify({**receipt, "facts": {**receipt["facts"], "birth_date": "1964-01-01"}})


def test_a_curve_takes_the_day_asked_about(tmp_path):
    law = written(tmp_path)
    given = {**ANYBODY, "age": None, "birth_date": "2002-06-01", "outpatient_cost": None}
    curves = [
        bread_allowance.curve(over="outpatient_cost", policy=law, on=on, **given) for on in ("2020-05-31", "2020-06-01")
    ]
    assert [curve.at("100") for curve in curves] == [0, 45]


def test_a_year_of_visits_asks_for_the_age_itself(tmp_path):
    law, given = written(tmp_path), {"birth_date": "1944-05-06"}
    visits = [{"date": "2020-03-01", "outpatient_cost": 100}]
    with pytest.raises(bc.Refused, match=r"birth_date: age is counted up to .*or age instead"):
        bc.year(visits, given, policy=law, rules=[bread_allowance])
    assert bc.year(visits, given).visits


# The ways in ----------------------------------------------------------------------------------------------------


def test_a_screening_is_given_the_day():
    found = bc.screen({"birth_date": "1944-05-06"}, on="2024-05-06", rules=[care_home_subsidy])
    assert found.estimates[0].facts["age"] == 80


def test_an_interview_understands_a_day_for_the_age():
    state = Interview({}, (care_home_subsidy,), on="2024-05-06").answer("age", "1944年")
    assert state.known["age"] == Span(79, 80)
    assert state.answer("age", "85").known == {"age": 85}
    assert state.back().known == {}


def test_the_api_takes_the_day():
    with TestClient(create_app(), base_url="http://127.0.0.1") as client:
        asked = {"rule": "care_home_subsidy", "facts": {"birth_date": "1944-05-06"}}
        answer = client.post("/api/v1/estimate", json={**asked, "on": "2024-05-06"})
        refused = client.post("/api/v1/estimate", json=asked)
    assert answer.json()["estimate"]["facts"]["age"] == 80
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "birth_date")


def test_the_command_line_counts_up_to_today(capsys, monkeypatch):
    monkeypatch.setattr("benefitcalc.cli.reading.today", lambda: date(2024, 5, 6))
    assert main(["estimate", "care_home_subsidy", "--birth-date=1944-05-06", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["facts"]["age"], found["on"]) == (80, "2024-05-06")


def test_under_a_given_policy_the_command_line_asks_about_no_day_where_nothing_is_counted_up_to_it(capsys):
    assert main(["estimate", "care_home_subsidy", "--age=80", "--policy=zhangdian-2022", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["on"] is None


def test_the_interview_of_the_command_line_understands_a_day_for_the_age(capsys, monkeypatch):
    monkeypatch.setattr("benefitcalc.cli.reading.today", lambda: date(2024, 5, 6))
    monkeypatch.setattr("sys.stdin", io.StringIO("1944-05-06\nno\n\n"))
    assert main(["ask", "care_home_subsidy", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["on"], found["estimates"][0]["facts"]["age"]) == ("2024-05-06", 80)


def test_a_table_of_the_command_line_counts_up_to_the_day_asked_about(tmp_path):
    head = "birth_date,care_need,is_in_economic_hardship,care_home_stars,care_home_cost"
    (tmp_path / "people.csv").write_text(f"{head}\n1964年3月2日,full,yes,1,100\n", encoding="utf-8")
    files = [str(tmp_path / "people.csv"), str(tmp_path / "out.csv")]
    found = []
    for on in ("2024-03-01", "2024-03-02"):
        assert main(["table", *files, "--rule=care_home_subsidy", "--detail=amount", f"--on={on}"]) == 0
        found.append((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[5])
    assert found == ["0", "8000"]


def test_the_page_counts_up_to_today_and_shows_the_age():
    with TestClient(create_app(day=lambda: date(2024, 5, 6)), base_url="http://127.0.0.1") as client:
        head = {"content-type": "application/x-www-form-urlencoded"}
        sent = "benefit=care_home_subsidy&age=1944-05-06&do=result"
        page = client.post("/en/ask", content=sent, headers=head).text
    assert "80" in page
    assert page.count("Date of birth") <= 1


# What an author may get wrong -----------------------------------------------------------------------------------


@pytest.fixture
def own():
    """What is defined in a test is forgotten after it."""
    with using():
        yield


def test_a_number_follows_from_a_day_that_is_declared(own):
    with pytest.raises(ValueError, match="the fact months: admitted is no day; declare it before"):
        derived("months", "admitted", MONTHS_BETWEEN, "Months", "How many months?", unit="months", most=9)


def test_a_number_does_not_follow_from_what_is_no_day(own):
    with pytest.raises(ValueError, match="is_dibao is no day"):
        derived("months", "is_dibao", MONTHS_BETWEEN, "Months", "How many months?", unit="months", most=9)


def test_a_number_rises_with_the_day_or_falls(own):
    day("admitted", "Admitted", "When?")
    with pytest.raises(ValueError, match="count a number that only rises with the day, or only falls"):
        derived("months", "admitted", Counting(lambda day, on: day.month), "Month", "Which?", unit="month", most=12)


class Terms(RuleTerms):
    after: Whole[int] = term("Months after which it begins", more_is="strict")


class Lines(RuleLines, Generic[T]):
    is_eligible: YesNo[T]


class OfTheDay(NamedTuple, Generic[T]):
    admitted: Whole[T]


class OfTheMonths(NamedTuple, Generic[T]):
    months: Whole[T]


def rule_of(facts, number=lambda given: given[0]):
    def assess(given: facts[N], terms: Terms) -> Lines[N]:
        return Lines(is_eligible=number(given) >= terms.after)

    told = {"title": say("Stay"), "period": say("once")}
    return Rule(name="stay", facts=facts, terms=Terms, lines=Lines, assess=assess, **told)


def test_a_rule_never_sees_a_day(own):
    day("admitted", "Admitted", "When?")
    with pytest.raises(ValueError, match="admitted is a day; a rule asks for a whole number that follows from it"):
        rule_of(OfTheDay)


LAW = """
id = "stays"
status = "in_force"
title = "Stays"
announced = 2020-01-01
since = 2020-01-01
until = 2030-12-31

[stay]
place = "page 1"
after = { exactly = 3, place = "page 1" }
"""


def test_a_district_declares_a_day_and_a_number_of_its_own(own, tmp_path):
    day("admitted", "Day of admission", "When were you admitted?")
    derived("months", "admitted", COMPLETED_MONTHS, "Months in the home", "How many months?", unit="months", most=999)
    stay, law = rule_of(OfTheMonths), written(tmp_path, LAW)
    found = [stay.estimate(admitted="2023-12-15", on=on, policy=law).eligible for on in ("2024-03-14", "2024-03-15")]
    assert found == [False, True]
    assert stay.estimate(admitted="2023-12", on="2024-03-20", policy=law).eligible is None


class OfTwo(NamedTuple, Generic[T]):
    months: Whole[T]
    year_in: Whole[T]


def test_two_numbers_of_one_range_of_days_may_make_an_answer_wider_than_need_be(own, tmp_path):
    day("admitted", "Day of admission", "When were you admitted?")
    derived("months", "admitted", COMPLETED_MONTHS, "Months in the home", "How many months?", unit="months", most=999)
    derived("year_in", "admitted", YEAR, "Year of admission", "In which year?", unit="year", most=9_999)
    stay, law = rule_of(OfTwo, lambda given: given.months + (given.year_in - 2022)), written(tmp_path, LAW)
    found = [stay.estimate(admitted=each, on="2024-03-20", policy=law) for each in ("2022..2023", "2023-12-15")]
    assert [each.is_tight for each in found] == [False, True]
    # Where one of the two matters alone, nothing is too wide.
    assert rule_of(OfTwo).estimate(admitted="2022..2023", on="2024-03-20", policy=law).is_tight
