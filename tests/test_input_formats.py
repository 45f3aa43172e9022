"""Every entry point accepts what the page of input formats lists: one test checks all of them against its tables."""

import csv
import json
import re
from datetime import date
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.cli.main import main
from benefitcalc.rules import care_home_subsidy
from benefitcalc.web import create_app
from benefitcalc.web.pages import form

PAGE = (Path(__file__).parent.parent / "docs" / "input-formats.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<fact>\w+)` \| (?P<texts>`.+`) \| `(?P<value>[^`]+)` \|$", re.MULTILINE)
SAID, OFFERED = (
    [(row["fact"], text, row["value"]) for row in ROW.finditer(part) for text in re.findall("`([^`]+)`", row["texts"])]
    for part in PAGE.split("Text that is not exact")
)
OF_FACTS = [each for each in SAID if each[0] != "on"]
DAYS = [text for fact, text, _ in SAID if fact == "on"]
ON = "2023-05-01"
RULE = {"rule": "care_home_subsidy"}


def json_of(fact, text):
    """A value of the page as JSON: amounts and ranges are text there."""
    return text if fact == "care_home_cost" and text != "null" else json.loads(text) if text in JSON else text


JSON = {"true", "false", "null", "0", "2", "82"}


@pytest.fixture(scope="module")
def client():
    """The application in process."""
    return TestClient(create_app(), base_url="http://127.0.0.1")


def test_the_page_has_every_kind_of_fact_and_every_day():
    assert {fact for fact, *_ in SAID} == {*care_home_subsidy.facts._fields, "birth_date", "on"}
    assert min(len(SAID) - len(DAYS), len(DAYS), len(OFFERED)) > 5


@pytest.mark.parametrize(("fact", "text", "value"), OF_FACTS)
def test_the_library_reads_it(fact, text, value):
    assert care_home_subsidy.estimate(**{fact: text}, on=ON).facts[fact] == json_of(fact, value)


def test_the_api_reads_it(client):
    for fact, text, value in OF_FACTS:
        answer = client.post("/api/v1/estimate", json={**RULE, "on": ON, "facts": {fact: text}})
        assert (text, answer.json()["estimate"]["facts"][fact]) == (text, json_of(fact, value))


def test_the_command_line_reads_it(capsys):
    for fact, text, value in OF_FACTS:
        assert main(["estimate", "care_home_subsidy", f"--{fact.replace('_', '-')}={text}", "--json"]) == 0
        assert (text, json.loads(capsys.readouterr().out)["facts"][fact]) == (text, json_of(fact, value))


def test_the_page_reads_it():
    for fact, text, value in OF_FACTS:
        sent = urlencode({"benefit": "care_home_subsidy", "asked": fact, "given": text})
        step = form.take(form.read(sent.encode()), date(2023, 5, 1))
        assert (text, step.problems) == (text, ())
        assert (text, step.found.estimates[0].facts[fact]) == (text, json_of(fact, value))


@pytest.mark.parametrize("fact", [fact for fact, _ in groupby(sorted(fact for fact, *_ in OF_FACTS))])
def test_a_csv_file_reads_it_where_it_is_one_value(fact, tmp_path):
    said = [(text, value) for name, text, value in OF_FACTS if name == fact and ".." not in value]
    rest = {"age": "82", "care_need": "full", "is_in_economic_hardship": "yes", "care_home_stars": "1"}
    rest |= {"care_home_cost": "12000"}
    if fact == "birth_date":
        del rest["age"]
    rows = [{**rest, fact: each if each != "null" else ""} for one in said for each in one]
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, rows[0])
        written.writeheader()
        written.writerows(rows)
    bc.assess_file(tmp_path / "people.csv", tmp_path / "answers.csv", rules=care_home_subsidy, on=ON)
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        answers = [{name: cell for name, cell in row.items() if name != fact} for row in csv.DictReader(file)]
    assert len(answers) == 2 * len(said) > 0
    for (text, _), of_text, of_value in zip(said, answers[::2], answers[1::2], strict=True):
        assert (text, of_text) == (text, of_value)
    assert fact == "age" or not any(each["problem"] for each in answers)


def test_a_range_is_a_problem_of_its_row_in_a_csv_file(tmp_path):
    head = ",".join(care_home_subsidy.facts._fields)
    row = {"age": "60..70", "care_need": "full", "is_in_economic_hardship": "yes", "care_home_stars": "1"}
    row |= {"care_home_cost": "12000"}
    cells = ",".join(row[name] for name in care_home_subsidy.facts._fields)
    (tmp_path / "people.csv").write_text(f"{head}\n{cells}\n", encoding="utf-8")
    found = bc.assess_file(tmp_path / "people.csv", tmp_path / "answers.csv", rules=care_home_subsidy)
    assert found.problems == {"age is not a whole number from 0 to 150": 1}


@pytest.mark.parametrize(("fact", "text", "offered"), OFFERED)
def test_what_is_not_exact_is_refused_with_the_range_and_the_page_offers_it(client, fact, text, offered):
    with pytest.raises(bc.Refused, match=re.escape(f"the range that it may be, such as {offered}")):
        care_home_subsidy.estimate(**{fact: text})
    sent = urlencode({"benefit": "care_home_subsidy", "asked": fact, "given": text})
    answer = client.post("/en/ask", content=sent, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, f'value="offer.{offered}"' in answer.text) == (422, True)


def test_a_day_is_read_by_every_entrance(client, capsys, tmp_path):
    (tmp_path / "visits.csv").write_text(
        "\n".join(["date,kind,cost", *(f"{text},outpatient,100" for text in DAYS)]), encoding="utf-8"
    )
    assert main(["year", str(tmp_path / "visits.csv"), "--json"]) == 0
    days = [visit["date"] for visit in json.loads(capsys.readouterr().out)["visits"]]
    for text in DAYS:
        days.append(care_home_subsidy.estimate(on=text).on.isoformat())
        days.append(client.post("/api/v1/estimate", json={**RULE, "on": text}).json()["estimate"]["on"])
        assert main(["estimate", "care_home_subsidy", f"--on={text}", "--json"]) == 0
        days.append(json.loads(capsys.readouterr().out)["on"])
    assert days == ["2023-05-01"] * 4 * len(DAYS)
