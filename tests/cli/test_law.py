"""The commands about the law of a day, by law invented for the tests."""

import io
import json
import sys
from datetime import date

import pytest
from dated import EARLY, LATE, TARGET, having

from benefitcalc.cli import reading
from benefitcalc.cli.main import main

BREAD = "bread_allowance"
EXPIRED = "Bread <allowance> (expired; as stated on May 5, 2020)"
PERSON = ("--age", "30", "--is-rural", "yes", "--is-low-income", "no", "--outpatient-cost", "110", "--lang", "en")


@pytest.fixture(autouse=True)
def law(tmp_path):
    """Two documents that bind, one that announced more, and those of benefitcalc itself."""
    with having(tmp_path, EARLY, LATE, TARGET) as found:
        yield found


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command on a day: its exit code, what it answers, and what it says beside."""

    def run(day, *arguments):
        monkeypatch.setattr(reading, "today", lambda: date.fromisoformat(day))
        code = main(list(arguments))
        return code, *capsys.readouterr()

    return run


def bread(out):
    return next(line.strip() for line in out.splitlines() if "Bread" in line)


# The law of a day -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2020-06-01", "in force; early, January 1, 2020 to December 31, 2020"),
        ("2021-01-01", "as announced then; target, July 1, 2019 to June 30, 2021"),
        ("2021-05-01", "in force; late, from March 1, 2021 on, no end found"),
        ("2022-05-01", "as last seen on May 5, 2020; late, from March 1, 2021 on, no end found"),
        ("2019-06-30", "not in force yet; target, July 1, 2019 to June 30, 2021"),
    ],
)
def test_the_law_of_a_day_says_which_document_answers_and_how_to_take_it(run, day, says):
    given = run("2020-06-01", "law", "--on", day, "--lang", "en")[1]
    assert bread(given) == f"Bread <allowance> (bread_allowance): {says}"


def test_without_a_day_the_law_is_that_of_today(run):
    out = run("2021-01-01", "law", "--lang", "en")[1]
    assert out.startswith("The law of January 1, 2021\n")
    assert bread(out).endswith("as announced then; target, July 1, 2019 to June 30, 2021")


def test_the_law_of_a_day_is_said_in_chinese(run):
    out = run("2021-05-01", "law", "--lang", "zh")[1]
    assert out.startswith("2021年5月1日的规定\n")
    assert "（bread_allowance）：正在执行；late，2021年3月1日起，没有查到截止日期\n" in out


def test_the_law_of_a_day_as_json_has_every_date(run):
    found = json.loads(run("2021-05-01", "law", "--json")[1])
    assert {each["benefit"]: each for each in found}[BREAD] == {
        "benefit": BREAD, "rule": BREAD, "policy": "late", "standing": "in_force", "on": "2021-05-01",
        "since": "2021-03-01", "until": None, "seen_until": "2020-05-05",
    }  # fmt: skip


def test_a_day_that_is_none_is_refused(run):
    assert run("2021-05-01", "law", "--on", "today", "--lang", "en") == (
        1, "", "on: 'today' is not a day; write it like 2023-05-01\n",
    )  # fmt: skip


# A timeline -------------------------------------------------------------------------------------------------------

TIMELINE = """\
Bread <allowance> (bread_allowance)
  January 1, 2020 to December 31, 2020: early, in force; last seen stated on May 5, 2020
  January 1, 2021 to February 28, 2021: a gap; no document in force was found
  from March 1, 2021 on, no end found: late, in force; last seen stated on May 5, 2020
  July 1, 2019 to June 30, 2021: target, announced; last seen stated on May 5, 2020
"""


def test_a_timeline_leads_to_each_document_and_names_the_gap(run):
    assert run("2021-05-01", "law", "timeline", BREAD, "--lang", "en") == (0, TIMELINE, "")


@pytest.mark.parametrize(
    "words", [("law", "timeline", BREAD, "--json"), ("law", "--json", "timeline", BREAD)], ids=["behind", "before"]
)
def test_a_timeline_is_json_wherever_that_is_asked_for(run, words):
    assert [(each["since"], each["policy"]) for each in json.loads(run("2021-05-01", *words)[1])] == [
        ("2020-01-01", "early"), ("2021-01-01", None), ("2021-03-01", "late"), ("2019-07-01", "target"),
    ]  # fmt: skip


def test_a_timeline_takes_no_day(run):
    assert run("2021-05-01", "law", "--on", "2021-05-01", "timeline", BREAD, "--lang", "en") == (
        1, "", "on: a timeline is of all days; leave the day out\n",
    )  # fmt: skip


def test_a_benefit_of_which_no_document_speaks_is_refused(run):
    code, out, err = run("2021-05-01", "law", "timeline", "cake", "--lang", "en")
    assert (code, out) == (1, "")
    assert err.startswith("benefit: no policy speaks of cake; there are: ")


# Answers for today ------------------------------------------------------------------------------------------------


def first(answered):
    return answered[1].splitlines()[0]


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ((), "Bread <allowance>: at least 60.00 yuan for the day, and at most 66.00 yuan."),
        (("--on", "2020-06-01"), "Bread <allowance>: at least 50.00 yuan for the day, and at most 55.00 yuan."),
        (
            ("--policy", "target"),
            "Bread <allowance> (as announced then): at least 90.00 yuan for the day, and at most 99.00 yuan.",
        ),
        (
            ("--policy", "early", "--on", "2021-05-01"),
            f"{EXPIRED}: at least 50.00 yuan for the day, and at most 55.00 yuan.",
        ),
    ],
    ids=["today", "a day", "a policy", "a policy outside its days"],
)
def test_an_estimate_answers_for_today_unless_a_day_or_a_policy_is_given(run, flags, says):
    assert first(run("2021-05-01", "estimate", BREAD, *PERSON, *flags)) == says


def test_an_estimate_as_announced_is_that_of_the_announcement(run):
    words = ("estimate", "outpatient_pooling", "--has-resident-insurance", "no", "--announced", "--lang", "en")
    assert first(run("2026-11-27", *words)) == "Outpatient pooling (as announced then): not eligible, 0.00 yuan."


def test_a_policy_and_as_announced_are_not_given_together(run, capsys):
    with pytest.raises(SystemExit):
        run("2021-05-01", "estimate", BREAD, "--announced", "--policy", "early", "--lang", "zh")
    assert capsys.readouterr().err.startswith("--policy：不能与 --announced 同时使用；")


def test_a_birth_date_is_counted_up_to_today_by_a_policy_that_is_given(run):
    born = [each for each in PERSON if each not in ("--age", "30")]
    out = run("2020-12-31", "estimate", BREAD, *born, "--policy", "early", "--birth-date", "1990-01-01", "--json")[1]
    assert (json.loads(out)["on"], json.loads(out)["facts"]["age"]) == ("2020-12-31", 30)


def test_a_curve_is_drawn_by_the_law_of_today(run):
    words = [each for each in PERSON if each not in ("--outpatient-cost", "110")]
    of_day = ("curve", BREAD, "--over", "outpatient_cost", *words)
    assert run("2021-05-01", *of_day, "--solve", "60")[1] == "110.00\n"
    assert run("2020-05-01", *of_day, "--solve", "50")[1] == "109.99 to 110.00\n"  # half a fen of 99.99 is rounded up


def test_a_screening_answers_for_today(run, tmp_path):
    file = tmp_path / "me.json"
    file.write_text('{"age": 30, "is_rural": true, "is_low_income": false, "outpatient_cost": 110}', encoding="utf-8")
    out = run("2021-05-01", "screen", str(file), "--lang", "en")[1]
    assert "  Bread <allowance>: at least 60.00 yuan for the day, and at most 66.00 yuan.\n" in out


@pytest.mark.parametrize(
    ("flags", "answers"), [((), ("late", "2021-05-01")), (("--policy", "early"), ("early", None))], ids=["", "a policy"]
)
def test_an_interview_answers_for_today_unless_a_policy_is_given(run, monkeypatch, flags, answers):
    monkeypatch.setattr(sys, "stdin", io.StringIO("?\n" * 4))
    found = json.loads(run("2021-05-01", "ask", BREAD, "--json", *flags)[1])
    assert (found["policy"], found["on"]) == answers
