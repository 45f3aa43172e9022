"""Each given fact is parsed once between the request and the answer."""

import io
import json
from collections import Counter
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.cli.main import main
from benefitcalc.facts.fact import Fact
from benefitcalc.facts.reading import known
from benefitcalc.rules import care_home_subsidy
from benefitcalc.web import create_app

FORM = {"content-type": "application/x-www-form-urlencoded"}
HOME = {
    "age": "82",
    "care_need": "partial",
    "is_in_economic_hardship": "yes",
    "care_home_stars": "0..2",
    "care_home_cost": "36000",
}
BILL = {"total_bill": "9000", "eligible_cost": "8000", "basic_insurance_paid": "5000", "commercial_paid": "at most 100"}
ONCE = dict.fromkeys(HOME, 1)


@pytest.fixture
def client():
    """The application in process."""
    return TestClient(create_app(), base_url="http://127.0.0.1")


@pytest.fixture
def read(monkeypatch):
    """Count how often each fact was parsed."""
    found = Counter()
    reads = Fact.read

    def counted(fact, given):
        found[fact.name] += 1
        return reads(fact, given)

    monkeypatch.setattr(Fact, "read", counted)
    return found


def test_an_estimate_reads_each_fact_once(read):
    care_home_subsidy.estimate(**HOME).explain()
    assert read == ONCE


def test_a_screening_of_all_benefits_reads_each_fact_once(read):
    bc.screen(HOME).explain()
    assert read == ONCE


def test_a_settlement_reads_each_fact_once(read):
    bc.settle(BILL).explain()
    assert read == dict.fromkeys(BILL, 1)


def test_a_year_reads_each_fact_of_the_person_and_of_a_visit_once(read):
    visits = [{"date": f"2023-0{month}-01", "kind": "outpatient", "cost": 100} for month in (1, 2, 3)]
    bc.year(visits, {"has_resident_insurance": "yes"}).explain()
    assert read == {"has_resident_insurance": 1, "outpatient_cost": 3}


def test_facts_that_were_read_are_taken_as_they_are(read):
    facts = known(HOME)
    read.clear()
    assert bc.screen(facts) == bc.screen(HOME)
    assert read == ONCE  # of the second


@pytest.mark.parametrize("asked", ["", "care_home_cost"])
def test_a_page_reads_each_answer_once(client, read, asked):
    rest = {name: value for name, value in HOME.items() if name != asked}
    step = {"asked": asked, "given": HOME[asked]} if asked else {"do": "result"}
    answer = client.post("/en/ask", content=urlencode({"benefit": "care_home_subsidy", **rest, **step}), headers=FORM)
    assert (answer.status_code, "<svg" in answer.text) == (200, True)
    assert read == ONCE


@pytest.mark.parametrize("asked", [{"rule": "care_home_subsidy"}, {}], ids=["estimate", "screen"])
def test_the_api_reads_each_fact_once(client, read, asked):
    answer = client.post(f"/api/v1/{'estimate' if asked else 'screen'}", json={**asked, "facts": HOME})
    assert answer.status_code == 200
    assert read == ONCE


def test_a_terminal_reads_each_answer_once(read, monkeypatch, capsys):
    answers = {"has_resident_insurance": "yes", "outpatient_cost": "800"}
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*answers.values(), ""])))
    assert main(["ask", "outpatient_pooling", "--lang", "en"]) == 0
    assert "562.50" in capsys.readouterr().out
    assert read == dict.fromkeys(answers, 1)


def test_a_command_line_reads_each_flag_once(read, capsys):
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in HOME.items()]
    assert main(["estimate", "care_home_subsidy", *flags, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"]["age"] == 82
    assert read == ONCE
