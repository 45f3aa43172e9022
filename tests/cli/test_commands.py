"""The commands of one person and of policies: what they answer, in words and as JSON, and what they refuse."""

import argparse
import gettext
import io
import json
import os
import re
import socket
import subprocess
import sys
from datetime import date
from decimal import Decimal
from importlib.metadata import EntryPoint
from pathlib import Path

import duckdb
import pexpect
import polars as pl
import pytest
from invented import NOWHERE, written
from strategies import ASKED

import benefitcalc as bc
from benefitcalc import districts, web
from benefitcalc.cli import main as command_line
from benefitcalc.cli import reading, terminal
from benefitcalc.cli.main import main
from benefitcalc.cli.parser import speaking
from benefitcalc.core.words import Kind
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.person import interview
from benefitcalc.rules import care_home_subsidy, outpatient_pooling

"""The day that is today in these tests."""

STAY = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": 36_000,
}
FLAGS = ("--age", "82", "--care-need", "partial", "--is-in-economic-hardship", "yes", "--care-home-cost", "3.6万")
POOLING = ("curve", "outpatient_pooling", "--over", "outpatient_cost", "--has-resident-insurance", "yes")
BILL = {"has_resident_insurance": True, "total_bill": 1_000, "outpatient_cost": 800, "commercial_paid": 0}
DAY = date(2023, 5, 1)
"""Today, for all commands; within the years of the announcement."""
both_languages = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to work in, in a language that is neither of the two."""
    for name in ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "today", lambda: DAY)
    return tmp_path


@pytest.fixture
def run(capsys):
    """Runs a command: its exit code, what it answers, and what it says beside."""

    def run(*arguments):
        code = main([str(each) for each in arguments])
        return code, *capsys.readouterr()

    return run


def file(name, content):
    Path(name).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return name


# One benefit ------------------------------------------------------------------------------------------------------


@both_languages
def test_an_estimate_is_that_of_the_library_in_words(run, lang):
    told = care_home_subsidy.estimate(**{**STAY, "care_home_stars": None}, on="2023-05-01").explain(lang)
    assert run("estimate", "care_home_subsidy", *FLAGS, "--on", "2023-05-01", "--lang", lang) == (0, f"{told}\n", "")


def test_an_estimate_is_that_of_the_library_as_json(run):
    code, out, err = run("estimate", "care_home_subsidy", *FLAGS, "--care-home-stars", "2", "--json")
    assert (code, err) == (0, "")
    assert bc.Estimate.model_validate_json(out) == care_home_subsidy.estimate(on=DAY, **STAY)


def test_a_policy_may_be_given(run, tmp_path):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    file("mine.toml", text.replace("exactly = 0.80\nwords", "exactly = 0.85\nwords"))
    _, out, _ = run(
        "estimate", "care_home_subsidy", *FLAGS, "--care-home-stars", "1", "--policy", "mine.toml", "--json"
    )
    assert json.loads(out)["amount"] == "30600.00"


def test_everything_wrong_with_the_flags_is_told_on_standard_error(run):
    code, out, err = run(
        "estimate", "care_home_subsidy", "--age", "old", "--care-home-cost", "-1", "--on", "today", "--lang", "en"
    )
    assert (code, out) == (1, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == ["on", "age", "care_home_cost"]


@both_languages
def test_the_help_of_a_benefit_asks_the_questions_of_its_facts(capsys, lang):
    with pytest.raises(SystemExit) as ended:
        main(["estimate", "care_home_subsidy", "--help", "--lang", lang])
    assert ended.value.code == 0
    told = "".join(capsys.readouterr().out.split())
    for name in care_home_subsidy.facts._fields:
        question = bc.screen({}, rules=[care_home_subsidy])  # the catalogue is that of the library
        assert question is not None
        asks = schema.hint(FACTS[name]).explain(lang)
        assert "".join(asks.split()) in told
    assert {"zh": "用法：", "en": "usage:"}[lang] in told
    assert {"zh": "显示本说明", "en": "showthishelp"}[lang] in told


# A file -----------------------------------------------------------------------------------------------------------


@both_languages
def test_a_screening_of_a_file(run, lang):
    facts = {"age": 47, "sex": "female", "is_dibao": None, "outpatient_cost": "500..900"}
    told = bc.screen(facts, on=DAY).explain(lang)
    assert run("screen", file("me.json", facts), "--lang", lang) == (0, f"{told}\n", "")


def test_numbers_of_a_file_are_exact(run):
    _, out, _ = run("screen", file("me.json", '{"has_resident_insurance": true, "outpatient_cost": 800.10}'), "--json")
    pooling = outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost=Decimal("800.10"))
    assert json.loads(out)["estimates"][0]["amount"] == str(pooling.amount)


def test_the_standard_input_is_a_file_too(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(BILL)))
    code, out, _ = run("settle", "-", "--json")
    assert code == 0
    assert bc.Settlement.model_validate_json(out) == bc.settle(BILL, on=DAY)


def test_a_settlement_of_a_file_in_words(run):
    assert run("settle", file("bill.json", BILL), "--lang", "zh")[1] == bc.settle(BILL, on=DAY).explain("zh") + "\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "me.json: is not JSON: "),
        ('{"age": NaN}', "me.json: is not JSON: NaN is not a number"),
        ("[" * 100_000, "me.json: is not JSON: "),
        ("[1]", "facts: give facts by their names, not [1]"),
        ('{"age": 82, "age": 83}', "me.json: is not JSON: age is given twice"),
        ('{"age": 82.5}', "age: '82.5' is not a whole number from 0 to 150"),
        ('{"agge": 1}', "'agge' is not a known fact; did you mean age?"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_on_standard_error(run, content, why):
    code, out, err = run("screen", file("me.json", content), "--lang", "en")
    assert (code, out) == (1, "")
    assert err.startswith(why)


BEYOND = ("1e99999999999999999999", "-1e99999999999999999999", "1e-99999999999999999999", "9" * 6_000, "1e999999")


@pytest.mark.parametrize("number", BEYOND)
@pytest.mark.parametrize("command", ["settle", "screen"])
def test_a_number_that_nobody_can_hold_is_refused_with_its_fact(run, command, number):
    code, out, err = run(command, file("me.json", f'{{"total_bill": {number}, "age": {number}}}'), "--lang", "en")
    assert (code, out) == (1, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == ["total_bill", "age"]


@pytest.mark.parametrize("number", BEYOND)
def test_a_number_that_nobody_can_hold_is_refused_in_visits_and_flags_too(run, number):
    code, _, err = run("year", file("visits.csv", f"date,kind,cost\n2023-01-01,outpatient,{number}\n"), "--lang", "en")
    assert (code, err.startswith("visit 1: cost: ")) == (1, True)
    code, _, err = run(*POOLING, f"--outpatient-cost=0..{number}", "--lang", "en")
    assert (code, err.startswith("outpatient_cost: ")) == (1, True)
    code, _, err = run(*POOLING, f"--solve={number}", "--lang", "en")
    assert (code, len(err.splitlines())) == (1, 1)


FAMILY = {"members": {"奶奶": STAY, "妈妈": {"age": 44, "has_work": True}}, "shared": {"is_dibao": False}}


@both_languages
def test_a_household_of_a_file(run, lang):
    told = bc.household(FAMILY["members"], shared=FAMILY["shared"], on=DAY)
    name = file("family.json", FAMILY)
    assert run("household", name, "--lang", lang) == (0, f"{told.explain(lang)}\n", "")
    assert bc.Household.model_validate_json(run("household", name, "--json")[1]) == told


def test_a_household_of_a_file_has_ages_by_the_day_of_birth(run):
    family = {"members": {"奶奶": {"birth_date": "1941-05-01"}}}
    out = run("household", file("family.json", family), "--policy", "zhangdian-2022", "--json")[1]
    told = bc.Household.model_validate_json(out)
    assert told.members["奶奶"].estimate("care_home_subsidy").facts["age"] == 82


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("[1]", "members: give 1 to 20 members by their names"),
        ("{}", "members: give 1 to 20 members by their names"),
        ('{"members": {"a": {}}, "share": {}}', "'share' is not a known fact; did you mean shared?"),
        ('{"members": {"a": {}, "a": {}}}', "family.json: is not JSON: a is given twice"),
        ('{"members": {"a": {"age": -1}}}', "members: a: age: '-1' is not a whole number from 0 to 150"),
        ('{"members": {"a": {}}, "shared": [1]}', "shared: give facts by their names, not [1]"),
    ],
)
def test_a_household_that_cannot_be_read_is_told_on_standard_error(run, content, why):
    code, out, err = run("household", file("family.json", content), "--lang", "en")
    assert (code, out) == (1, "")
    assert err.startswith(why)


def test_a_number_without_a_fact_is_no_person(run):
    assert run("screen", file("me.json", BEYOND[0]), "--lang", "en")[2].startswith(
        "facts: give facts by their names, not 1e9"
    )


def test_a_file_that_is_not_there_is_told(run):
    assert run("settle", "absent.json", "--lang", "en") == (
        1,
        "",
        "absent.json: cannot be read: No such file or directory\n",
    )


# A year -----------------------------------------------------------------------------------------------------------

VISITS = """date,kind,cost,cancelled
2023-02-10,门诊,320,
2023-06-05,慢特病,"1,500",
2023-09-18,outpatient,260,yes
2024-03-11,outpatient,,
"""


@both_languages
def test_the_visits_of_a_file_one_by_one(run, lang):
    person = {"has_resident_insurance": True, "has_chronic_recognition": True}
    visits = [
        {"date": "2023-02-10", "kind": "outpatient", "cost": 320},
        {"date": "2023-06-05", "kind": "chronic", "cost": 1_500},
        {"date": "2023-09-18", "kind": "outpatient", "cost": 260, "cancelled": True},
        {"date": "2024-03-11", "kind": "outpatient", "cost": None},
    ]
    told = bc.year(visits, person).explain(lang)
    ran = run("year", file("visits.csv", VISITS), "--person", file("me.json", person), "--lang", lang)
    assert ran == (0, f"{told}\n", "")


def test_a_hospital_bill_from_a_file_is_taken_with_what_insurance_paid_of_it(run):
    header = "date,kind,cost,inpatient_insurance_paid,critical_illness_paid"
    person = file("me.json", {"is_dibao": True})
    bill = file("visits.csv", f"{header}\n2023-01-01,inpatient,1000,500,0\n")
    code, out, _ = run("year", bill, "--person", person, "--json")
    assert code == 0
    # Three quarters of the 500 that are left.
    assert str(bc.Year.model_validate_json(out).total(2023, "medical_assistance").at_least) == "375.00"


def test_more_paid_than_a_visit_of_a_file_cost_is_refused(run):
    visits = file("visits.csv", "date,kind,cost,basic_insurance_paid\n2023-02-01,outpatient,100,200\n")
    _, _, err = run("year", visits, "--lang", "en")
    assert "basic_insurance_paid: 200.00 yuan is 100.00 yuan more than eligible_cost of 100.00 yuan" in err


def test_a_year_as_json_of_facts_by_their_names(run):
    code, out, _ = run("year", file("visits.csv", "date,outpatient_cost\n2023-02-10,320\n"), "--json")
    assert code == 0
    assert bc.Year.model_validate_json(out) == bc.year([{"date": "2023-02-10", "outpatient_cost": 320}])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("date,kind,cost\n", "visits.csv: has no visits"),
        (
            "date,kind,price\n2023-01-01,outpatient,1\n",
            "visits.csv: these columns cannot be: price; there",
        ),
        ("date,kind,cost\n2023-01-01,outpatient,1,500\n", "visits.csv: more cells than columns in visit 1; "),
        (
            "date;kind;cost\n2023-01-01;outpatient;1\n",
            "visits.csv: the columns are separated by semicolons; save it as CSV with commas",
        ),
        ("date,date,kind,cost\n1,2,3,4\n", "visits.csv: these columns cannot be: date; there are, each once"),
        ("", "visits.csv: has no visits"),
        ("date,kind,cost\n2023-02-30,outpatient,1\n", "visit 1: date: '2023-02-30' is not a day"),
    ],
)
def test_visits_that_cannot_be_used_are_told(run, content, why):
    code, out, err = run("year", file("visits.csv", content), "--lang", "en")
    assert (code, out) == (1, "")
    assert err.startswith(why)


@pytest.mark.parametrize(("sign", "told"), [(";", "semicolons"), ("\t", "tabs")])
def test_visits_with_another_separator_are_told_so(run, sign, told):
    _, _, err = run("year", file("visits.csv", VISITS.replace(",", sign)), "--lang", "en")
    assert err == f"visits.csv: the columns are separated by {told}; save it as CSV with commas\n"


def test_a_stray_quote_among_visits_is_told_by_its_line(run):
    _, _, err = run("year", file("visits.csv", 'date,kind,cost\n2023-02-01,outpatient,"9"00\n'), "--lang", "en")
    assert err == "visits.csv: line 2: a quote is not closed, or does not belong there\n"


def test_visits_in_another_encoding_or_nowhere_are_told(run):
    Path("visits.csv").write_bytes(VISITS.encode("gbk"))
    assert run("year", "visits.csv", "--lang", "en")[2].startswith("visits.csv: line 2: is not UTF-8; save it as")
    assert run("year", "absent.csv", "--lang", "en")[2].startswith("absent.csv: cannot be read: ")


# A curve ----------------------------------------------------------------------------------------------------------


def test_a_curve_is_a_table_of_its_points(run):
    code, out, _ = run(*POOLING, "--lang", "en")
    assert code == 0
    head, *rows = out.splitlines()
    assert head.split("  ")[0] == "Eligible cost of ordinary outpatient visits in the calendar year"
    assert [row.split() for row in rows] == [
        ["0", "0", "0", "0", "0"],
        ["50", "0", "0", "0", "3/4"],
        ["1000", "712.5", "712.5", "712.5", "0"],
        ["1000000000", "712.5", "712.5", "712.5", "0"],
    ]


def test_the_columns_of_a_table_in_chinese_stand_under_one_another(run):
    lines = run(*POOLING, "--lang", "zh")[1].splitlines()
    assert len({terminal.width(line) for line in lines}) == 1


def test_a_curve_as_json(run):
    rows = outpatient_pooling.curve(over="outpatient_cost", view="strict", has_resident_insurance=True).rows()
    told = json.loads(run(*POOLING, "--json", "--view", "strict")[1])
    assert [{name: Decimal(text) for name, text in row.items()} for row in told] == rows


@both_languages
def test_what_gives_an_amount(run, lang):
    assert run(*POOLING, "--solve", "562.50", "--lang", lang)[1] == "800.00\n"
    between = {"zh": "1000.00 至 1000000000.00\n", "en": "1000.00 to 1000000000.00\n"}
    assert run(*POOLING, "--solve", "712.50", "--lang", lang)[1] == between[lang]
    nothing = {"zh": "没有哪个值正好得到这个金额。\n", "en": "Nothing gives exactly this.\n"}
    assert run(*POOLING, "--solve", "800", "--lang", lang)[1] == nothing[lang]
    assert json.loads(run(*POOLING, "--solve", "0", "--json")[1]) == [{"low": "0.00", "high": "50.00"}]


def test_a_curve_goes_into_no_other_kind_of_file(run):
    code, out, err = run(*POOLING, "--out", "x.pdf", "--lang", "en")
    assert (code, out) == (1, "")
    assert err == "x.pdf: a curve goes into a file that ends in .csv, .svg or .png\n"
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize("name", ["shape.csv", "shape.svg", "shape.png"])
def test_a_curve_goes_into_a_file(run, name):
    assert run(*POOLING, "--out", name, "--lang", "en") == (0, f"{name}\n", "")
    assert Path(name).stat().st_size > 50


# Policies ---------------------------------------------------------------------------------------------------------


def test_every_policy_is_listed(run):
    out = run("policy", "list", "--lang", "en")[1]
    assert re.search(r"^zhangdian-2022 +announced  Zhangdian district: ", out, re.MULTILINE)
    assert [each["id"] for each in json.loads(run("policy", "list", "--json")[1])] == list(bc.policies())


@both_languages
def test_a_policy_is_shown_with_where_its_figures_stand(run, lang):
    out = run("policy", "show", "--lang", lang)[1]
    rate = next(line for line in out.split("care_home_subsidy)")[1].splitlines() if line.startswith("  rate"))
    assert rate.split(None, 1)[1].startswith({"zh": "80%", "en": "exactly 80%"}[lang])
    assert rate.endswith(
        {"zh": "养老服务品质提升行动，养老机构补贴", "en": "care campaign, subsidy for living in a care home"}[lang]
    )


def test_a_policy_as_json_is_the_document(run, tmp_path):
    out = run("policy", "show", "zhangdian-2022", "--json")[1]
    assert json.loads(out)["benefits"]["medical_assistance"]["terms"]["rate"]["at_least"] == "0.75"


def test_two_policies_differ_in_these_figures(run):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    file("mine.toml", text.replace("exactly = 0.80\nwords", "exactly = 0.85\nwords"))
    code, out, _ = run("policy", "diff", "zhangdian-2022", "mine.toml", "--lang", "en")
    assert (code, out) == (0, "care_home_subsidy.rate\n  - exactly 80%\n  + exactly 85%\n")
    found = json.loads(run("policy", "diff", "zhangdian-2022", "mine.toml", "--json", "--lang", "en")[1])
    assert found == [{"term": "care_home_subsidy.rate", "before": "exactly 80%", "after": "exactly 85%"}]
    assert run("policy", "diff", "mine.toml", "mine.toml", "--lang", "en")[1] == "The figures are the same.\n"


def test_a_benefit_that_one_policy_has_alone_differs_too(run, tmp_path):
    written(tmp_path)  # of another benefit altogether
    rows = json.loads(run("policy", "diff", "zhangdian-2022", "mine.toml", "--json", "--lang", "en")[1])
    assert {"term": "bread_allowance.from_age", "before": "", "after": "exactly 18"} in rows
    assert {"term": "care_home_subsidy.rate", "before": "exactly 80%", "after": ""} in rows


def test_a_benefit_that_carries_out_another_stands_beside_it(run):
    file("bread.toml", NOWHERE.replace("[bread_allowance]", '[bread_allowance]\ncarries_out = "care_home_subsidy"'))
    told = run("policy", "diff", "zhangdian-2022", "bread.toml", "--lang", "en")[1].split("\n\n")
    part = next(each for each in told if each.startswith("care_home_subsidy"))
    first, *lines = part.splitlines()
    assert first == "care_home_subsidy / bread_allowance"
    assert lines[0] == "  - care_home_subsidy.rate: exactly 80%"
    assert "  + bread_allowance.from_age: exactly 18" in lines
    assert any(each.startswith("outpatient_pooling / nothing of it") for each in told)


@both_languages
def test_the_schema_has_each_fact_with_its_question(run, lang):
    told = json.loads(run("schema", "--lang", lang)[1])
    assert told == schema.json_schema(FACTS, lang)
    assert list(told["properties"]) == list(FACTS)
    for name, fact in FACTS.items():
        assert schema.fact_schema(fact, lang)["description"] in told["properties"][name]["description"]
    assert told["properties"]["care_need"]["anyOf"][0] == {"type": "string", "enum": ["none", "partial", "full"]}
    assert told["properties"]["age"]["anyOf"][0]["maximum"] == 150


@pytest.fixture
def served(monkeypatch):
    """What would be served, one after another, whatever else listens on this machine."""
    asked = []
    monkeypatch.setattr("benefitcalc.cli.serving._try", lambda *_: None)
    monkeypatch.setattr(web, "serve", lambda *where, **more: asked.append((*where, more)), raising=False)
    return asked


def test_the_page_is_served_on_the_port_that_is_asked_for(run, served):
    assert run("serve", "--port", "8123") == (0, "http://127.0.0.1:8123/\n", "")
    assert run("serve") == (0, "http://127.0.0.1:8000/\n", "")
    nothing_more = {"hosts": (), "behind_proxy": None}
    assert served == [("127.0.0.1", 8123, nothing_more), ("127.0.0.1", 8000, nothing_more)]


def test_the_page_is_served_at_an_address_and_under_names_behind_a_proxy(run, served):
    names = ("--allow-host", "Benefits.example", "--allow-host", "2001:db8::7")
    assert run("serve", "--host", "::1", *names, "--behind-proxy") == (0, "http://[::1]:8000/\n", "")
    assert run("serve", "--behind-proxy", "10.0.0.0/24")[0] == 0
    assert [each[-1]["behind_proxy"] for each in served] == ["127.0.0.1", "10.0.0.0/24"]
    assert (served[0][0], served[0][-1]["hosts"]) == ("::1", ("benefits.example", "[2001:db8::7]"))


@both_languages
def test_what_listens_everywhere_has_a_name(run, served, lang):
    code, out, err = run("serve", "--host", "0.0.0.0", "--lang", lang)
    assert (code, out, served) == (1, "", [])
    assert err.startswith({"en": "0.0.0.0 is the name of no machine; give", "zh": "0.0.0.0 不是"}[lang])
    assert run("serve", "--host", "0.0.0.0", "--allow-host", "benefits.example")[0] == 0


@pytest.mark.parametrize(("command", "flags"), [(("serve",), "--port or --host"), (("mcp", "--http"), "--port")])
def test_a_port_that_is_taken_is_told_and_no_address(run, command, flags):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run(*command, "--port", port, "--lang", "en")
    assert (code, out) == (1, "")
    why = f"(Address already in use); give another one with {flags}"
    assert err == f"port {port} of 127.0.0.1 is not available {why}\n"


def test_without_a_standard_input_there_is_no_json(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert run("screen", "-", "--lang", "en")[2].startswith("-: is not JSON: ")


def test_what_is_not_installed_is_told_with_how_to_install_it(run, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError("benefitcalc.web.serve needs fastapi: pip install 'benefitcalc[web]'")

    monkeypatch.delitem(vars(web), "serve", raising=False)
    monkeypatch.setattr(web, "__getattr__", missing)
    code, out, err = run("serve")
    assert (code, out, err) == (1, "", "benefitcalc.web.serve needs fastapi: pip install 'benefitcalc[web]'\n")


# The command itself -----------------------------------------------------------------------------------------------


REQUIRED = "the following arguments are required: "


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--lang", "fr", "schema"], "argument --lang: invalid choice: 'fr' (choose from "),
        (["estimate"], f"{REQUIRED}RULE; see benefitcalc estimate --help"),
        (["estimate", "bread"], "argument RULE: invalid choice: 'bread' (choose from "),
        (["estimate", "care_home_subsidy", "--agee", "82"], "--agee 82 is not known here; see benefitcalc --help"),
        (
            ["estimate", "care_home_subsidy", "--age"],
            "argument --age: expected one argument; see benefitcalc estimate care",
        ),
        (["--versoin", "schema"], "--versoin is not known here; did you mean --version?; see benefitcalc --help"),
        (["ask", "bread"], "argument RULE: there is no rule bread; there are: outpatient_pooling, "),
        (["serve", "--port", "99999"], "argument --port: 99999 is not a number from 1 to 65535; see "),
        (["serve", "--port", "x"], "argument --port: x is not a number from 1 to 65535; see "),
        (["serve", "--host", "localhost"], "argument --host: localhost is not an address such as 127.0.0.1; see "),
        *(
            (["serve", "--allow-host", name], f"argument --allow-host: {name} is not a name; write it like benefits")
            for name in ("http://a.example", "a.example:80", "a b", "a_b", "a..b", "[a]", "a/")
        ),
        *(
            (["serve", "--behind-proxy", name], f"argument --behind-proxy: {name} is not an address such as 127.0.0.1")
            for name in ("*", "proxy", "10.0.0.0/99")
        ),
        (["policy"], f"{REQUIRED}COMMAND; see benefitcalc policy --help"),
        (["serve", "--port", "9" * 6_000], f"argument --port: {'9' * 39}… is not a number from 1 to 65535; see "),
        (["schema", "--lan", "zh"], "--lan zh is not known here; did you mean --lang?; see benefitcalc --help"),
        (["schema", "--json=1"], "--json=1 is not known here; see benefitcalc --help"),
    ],
)
def test_a_wrong_command_ends_with_2_and_one_line(capsys, wrong, says):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "en", *wrong] if "--lang" not in wrong else wrong)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith(says)


TWICE = [
    *((["estimate", rule.name], f"--{fact.replace('_', '-')}") for rule in bc.RULES for fact in rule.facts._fields),
    (["estimate", "care_home_subsidy"], "--birth-date"),
    (["curve", "outpatient_pooling", "--over", "outpatient_cost"], "--outpatient-cost"),
    *((["curve", "outpatient_pooling"], flag) for flag in ("--over", "--view", "--solve", "--out", "--policy", "--on")),
    *((["estimate", "outpatient_pooling"], flag) for flag in ("--on", "--policy")),
    *((["ask"], flag) for flag in ("--on", "--policy")),
    *(([name, "me.json"], flag) for name in ("screen", "household", "settle") for flag in ("--on", "--policy")),
    *((["year", "visits.csv"], flag) for flag in ("--person", "--policy")),
    *((["table", "a.csv", "b.csv"], flag) for flag in ("--policy", "--on", "--detail", "--problems")),
    *((["serve"], flag) for flag in ("--port", "--host", "--behind-proxy")),
    *((["sql"], flag) for flag in ("--dialect", "--detail", "--table", "--policy", "--on")),
    *((["kept"], flag) for flag in ("--on", "--policy")),
    *(([*command.split()], "--lang") for command in ("ask", "schema", "policy list", "table a.csv b.csv")),
]
"""Each flag that takes one value."""
TAKEN = {
    "--over": "outpatient_cost",
    "--view": "strict",
    "--detail": "range",
    "--port": "1",
    "--lang": "zh",
    "--host": "::1",
    "--behind-proxy": "::1",
}
TAKEN |= {"--dialect": "duckdb"}


@pytest.mark.parametrize(("command", "flag"), TWICE)
def test_a_flag_that_is_given_twice_is_refused(capsys, command, flag):
    value = TAKEN.get(flag, "1")
    with pytest.raises(SystemExit) as ended:
        main([flag, value, *command, f"{flag}={value}"] if flag == "--lang" else [*command, flag, value, flag, value])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"{flag} is given twice, {value} and {value}; give it once; see ")


def test_the_select_of_a_command_gives_what_the_rule_gives(run):
    _, text, _ = run("sql", "--rule", "outpatient_pooling", "--dialect", "duckdb", "--announced", "--table", "everyone")
    people = duckdb.connect()
    facts = "true AS has_resident_insurance, 80000::BIGINT AS outpatient_cost_fen"
    people.execute(f"CREATE TABLE everyone AS SELECT {facts}")
    assert people.execute(text).fetchdf()["outpatient_pooling_fen"].tolist() == [56_250]


def test_the_flags_that_may_be_given_twice_are_those_without_a_value_and_those_that_name_one_of_several():
    flags = {flag for _, flag in TWICE} | {"--announced", "--help", "--json", "--strict", "--version", "--rule", "-h"}
    flags |= {"--allow-host", "--http"}
    assert flags >= set(every_flag(command_line._parser("en")))


def every_flag(parser):
    for action in parser._actions:
        yield from action.option_strings
        for below in action.choices.values() if isinstance(action, argparse._SubParsersAction) else ():
            yield from every_flag(below)


def test_a_flag_that_is_given_twice_is_told_in_chinese_and_shortened(capsys):
    with pytest.raises(SystemExit):
        main(["estimate", "care_home_subsidy", "--age", "59", "--age", "8" * 60, "--lang", "zh"])
    assert capsys.readouterr().err.startswith(f"--age 写了两次：59 和 {'8' * 39}…；请只写一次；")


def test_one_command_line_knows_nothing_of_the_one_before(run):
    for _ in range(2):
        assert run("estimate", "care_home_subsidy", *FLAGS)[0] == 0


def test_what_is_wrong_with_a_command_is_said_in_chinese_too(capsys):
    with pytest.raises(SystemExit):
        main(["estimate", "--lang", "zh"])
    assert capsys.readouterr().err == "缺少 RULE；请看 benefitcalc estimate --help\n"


@both_languages
def test_the_language_may_stand_anywhere(capsys, lang):
    for arguments in (["--lang", lang, "schema"], ["schema", "--lang", lang]):
        assert main(arguments) == 0
        assert json.loads(capsys.readouterr().out) == schema.json_schema(FACTS, lang)


def test_the_version_is_said(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == "0.1.0\n"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["estimate"], "缺少 RULE；请看 benefitcalc estimate --help"),
        (["estimate", "bread"], "RULE：'bread' 不是以下之一："),
        (["estimate", "care_home_subsidy", "--age"], "--age：后面缺少内容；请看 "),
        (["--versoin", "schema"], "没有 --versoin；您是不是指 --version？；请看 "),
        (["ask", "bread"], "RULE：没有规则 bread；现有：outpatient_pooling, "),
        (["serve", "--port", "0"], "--port：0 不是 1 到 65535 之间的整数；请看 "),
        (["screen", "me.json", "--json=1"], "--json：后面不能带内容：'1'；请看 "),
        (["serve", "--port", "1", "--port", "2"], "--port 写了两次：1 和 2；请只写一次；请看 "),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_chinese(capsys, wrong, says):
    with pytest.raises(SystemExit):
        main(["--lang", "zh", *wrong])
    assert capsys.readouterr().err.startswith(says)


def test_argparse_speaks_another_language_only_while_it_is_asked_to(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "fr")
    before = gettext.textdomain()
    with speaking("zh"):
        assert gettext.gettext("usage: ") == "用法："
    assert (gettext.textdomain(), os.environ["LANGUAGE"]) == (before, "fr")


def test_an_answer_that_cannot_be_written_whole_is_none(run):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "benefitcalc", "policy", "list", "--lang", "en"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stderr) == (1, "The answer could not be written: No space left on device\n")


@pytest.mark.parametrize("sign", ["\x1b", "\n", "\x07", "\x9b", "\u202e", "\u2066"])
def test_what_was_given_cannot_steer_the_terminal_that_shows_it(run, sign):
    code, out, err = run("estimate", "care_home_subsidy", "--age", f"8{sign}2", "--lang", "en")
    assert (code, out) == (1, "")
    assert err == "age: '8\N{REPLACEMENT CHARACTER}2' is not a whole number from 0 to 150\n"


STEERING = "\x1b]0;pwned\x07"
HARMLESS = "\N{REPLACEMENT CHARACTER}]0;pwned\N{REPLACEMENT CHARACTER}"


def test_no_column_and_no_file_steers_the_terminal(run):
    name = f"a{STEERING}.csv"
    _, _, err = run("year", file(name, f"date,{STEERING}\n1,2\n"), "--lang", "en")
    assert err.startswith(f"a{HARMLESS}.csv: these columns cannot be: {HARMLESS}; there are")
    pl.DataFrame({"has_resident_insurance": ["yes"], "outpatient_cost": ["1"], "problem": ["x"]}).write_csv(name)
    _, _, err = run("table", name, f"b{STEERING}.xlsx", "--rule", "outpatient_pooling", "--lang", "en")
    assert err == f"b{HARMLESS}.xlsx: the name must end in .parquet, .csv\n"
    code, out, _ = run(*POOLING, "--out", f"c{STEERING}.csv")
    assert (code, out) == (0, f"c{HARMLESS}.csv\n")


@pytest.mark.parametrize("command", ["show", "diff", "check"])
def test_no_policy_file_steers_the_terminal(run, command):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    steering = r"\u001b]0;pwned\u0007\u009b2J\u202e"
    text = (
        text.replace('zh = "', f'zh = "{steering}')
        .replace('en = "', f'en = "{steering}')
        .replace("exactly = 0.80", "exactly = 0.81")
    )
    others = ["zhangdian-2022"] if command == "diff" else []
    for as_json in ([], ["--json"]):
        _, out, err = run("policy", command, *others, file("mine.toml", text), *as_json, "--lang", "en")
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out + err)
        if as_json:
            assert json.loads(out)
        elif command == "show":
            assert "\N{REPLACEMENT CHARACTER}]0;pwned\N{REPLACEMENT CHARACTER}" in out


def test_what_is_typed_and_what_argparse_shows_steer_nothing(run, monkeypatch, capsys):
    answers(monkeypatch, STEERING, "no", "")
    assert "\x1b" not in run("ask", "outpatient_pooling", "--lang", "en")[2]
    with pytest.raises(SystemExit):
        main(["estimate", STEERING])
    assert "\x1b" not in capsys.readouterr().err


# JSON, whatever the terminal ----------------------------------------------------------------------------------------

AS_JSON = [
    ["ask", "--json"],
    *(["estimate", rule.name, "--json"] for rule in bc.RULES),
    ["screen", "me.json", "--json"],
    ["household", "family.json", "--json"],
    ["settle", "me.json", "--json"],
    ["year", "visits.csv", "--json"],
    [*POOLING, "--json"],
    [*POOLING, "--json", "--solve", "0"],
    ["policy", "list", "--json"],
    ["policy", "show", "--json"],
    ["policy", "check", "--json"],
    ["policy", "diff", "zhangdian-2022", "mine.toml", "--json"],
    ["schema"],
]
every_json = pytest.mark.parametrize("command", AS_JSON, ids=" ".join)


def told_as(encoding, monkeypatch, command):
    """What a command writes on a standard output of this encoding."""
    Path("me.json").write_text("{}", encoding="utf-8")
    Path("family.json").write_text('{"members": {"奶奶": {}}}', encoding="utf-8")
    Path("visits.csv").write_text(VISITS, encoding="utf-8")
    Path("mine.toml").write_text(NOWHERE, encoding="utf-8")
    begins = ["1", "1 2 3 4 5"] if command[0] == "ask" else []
    answers(monkeypatch, *begins, *["?"] * len(ASKED), "")
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    assert main([*command, "--lang", "zh"]) == 0
    return written.getvalue()


@pytest.mark.many_cases
@every_json
def test_json_is_utf_8_or_escaped_whatever_the_console(command, monkeypatch):
    plain = json.loads(told_as("utf-8", monkeypatch, command).decode("utf-8"))
    for encoding in ("cp1252", "gbk", "ascii", "utf-16"):
        written = told_as(encoding, monkeypatch, command)
        assert written.isascii()
        assert json.loads(written) == plain


def test_json_of_a_program_is_whole_in_a_posix_locale():
    env = {**os.environ, "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "benefitcalc", "schema", "--lang", "zh"]
    ran = subprocess.run(command, capture_output=True, env=env, check=True)
    assert json.loads(ran.stdout) == schema.json_schema(FACTS, "zh")


@pytest.mark.parametrize("text", ["居民", "🙂", "\ud800", "\x7f\x9b\u202e\u2066"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_every_character_of_json_comes_back(text, encoding, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding, newline="\n"))
    terminal.print_json(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert json.loads(written.getvalue()) == {"text": text}
    assert (text.encode("utf-8", "replace") in written.getvalue()) is (encoding == "utf-8" and text in "居民🙂")


def test_json_for_nobody_is_no_reason_to_fail(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    terminal.print_json("{}")


# Districts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def broken_district(monkeypatch):
    """A package that brings a district and cannot be loaded."""
    entry = EntryPoint("nowhere", "nowhere_at_all", "benefitcalc.districts")
    monkeypatch.setattr(districts, "entry_points", lambda group: [entry])
    with districts.using():
        yield


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [["schema"], ["estimate", "outpatient_pooling"], ["--help"], ["policy", "list"]])
def test_a_broken_district_is_told_in_a_line(run, broken_district, command, lang):
    code, out, err = run(*command, "--lang", lang)
    assert (code, out) == (1, "")
    assert err == (
        "the district nowhere (nowhere_at_all) cannot be loaded: No module named 'nowhere_at_all'; "
        "mend its package or uninstall it\n"
    )


def test_a_server_does_not_begin_where_a_district_is_broken(broken_district):
    with pytest.raises(ImportError, match="the district nowhere"):
        web.create_app()


def test_the_command_line_is_there_before_any_district_is_loaded():
    told = """
from benefitcalc import districts

def loaded(group):
    raise AssertionError(group)

districts.entry_points = loaded
import benefitcalc.cli.main
"""
    subprocess.run([sys.executable, "-c", told], check=True)


def test_a_full_disk_is_told_by_the_exit_code(monkeypatch, capsys):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["policy", "list", "--lang", "zh"]) == 1
    assert capsys.readouterr().err == "答复没有写完：磁盘空间不足\n"


def test_empty_columns_at_the_end_as_spreadsheets_leave_them_do_not_matter(run):
    code, out, _ = run("year", file("visits.csv", "date , kind,cost,,\n2023-02-10,门诊,320,,\n,,,,\n"), "--json")
    assert code == 0
    assert bc.Year.model_validate_json(out) == bc.year([{"date": "2023-02-10", "kind": "outpatient", "cost": 320}])


def test_help_in_an_encoding_without_chinese_has_no_traceback():
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "benefitcalc", "estimate", "--help", "--lang", "zh"]
    ran = subprocess.run(command, capture_output=True, env=env, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(("environment", "says"), [("zh_CN.UTF-8", "没有 agge"), ("fr_FR", "'agge' is not")])
def test_the_language_is_that_of_the_environment(run, monkeypatch, environment, says):
    monkeypatch.setenv("LC_ALL", environment)
    assert says.replace("没有 agge", "没有“agge”") in run("screen", file("me.json", {"agge": 1}))[2]


# The interview ----------------------------------------------------------------------------------------------------


def answers(monkeypatch, *lines):
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_only_what_still_matters_is_asked_and_the_answer_ends_it(run, monkeypatch):
    answers(monkeypatch, "no", "")
    code, out, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert code == 0
    assert "Outpatient pooling (as announced then): not eligible" in out
    assert "2. " not in err.split("Press Enter")[0]


def test_each_question_says_how_many_are_left_but_for_one_that_is_changed(run, monkeypatch):
    answers(monkeypatch, "82", "no", "1", "83", "")
    _, _, err = run("ask", "care_home_subsidy", "--lang", "en")
    said = [line for line in err.splitlines() if line.endswith(" left.")]
    assert said == ["At most 5 questions are left.", "At most 4 questions are left."]


def test_an_amount_that_is_known_as_a_range_is_asked_for_once(run, monkeypatch):
    answers(monkeypatch, "yes", "500到800", "")
    code, out, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert code == 0
    assert err.count("What did ordinary outpatient visits cost") == 1
    assert "225.00 yuan to 581.25 yuan for the calendar year, depending on what is not known yet" in out


@both_languages
def test_somebody_who_does_not_know_the_stars_gets_a_range(run, monkeypatch, lang):
    facts = {**STAY, "care_home_stars": "不知道" if lang == "zh" else "don't know"}
    state = interview.Interview({}, (care_home_subsidy,), on=DAY)
    lines = []
    while question := state.screening.next_question:
        lines.append({True: "是", False: "否"}.get(facts[question.fact], str(facts[question.fact])))
        state = state.answer(question.fact, lines[-1])
    answers(monkeypatch, *lines, "")
    _, out, err = run("ask", "care_home_subsidy", "--lang", lang)
    assert care_home_subsidy.estimate(on=DAY, **{**STAY, "care_home_stars": None}).explain(lang) in out
    assert err.count("> ") == len(lines) + 1


def test_all_benefits_are_asked_about_unless_some_are_named_and_json_may_be_had(run, monkeypatch):
    answers(monkeypatch, "1", "1 2 3 4 5", *["?"] * len(ASKED), "")
    code, out, _ = run("ask", "--json", "--lang", "en")
    assert code == 0
    begun = [each.rule for each in bc.law().on(DAY).values() if each.standing != "not_yet"]
    assert {each["rule"] for each in json.loads(out)["estimates"]} == {*begun}


def test_an_answer_is_taken_back_and_another_changed(run, monkeypatch):
    answers(monkeypatch, "back", "yes", "back", "yes", "800", "back", "900", "2", "1000", "")
    _, out, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert "about 712.50 yuan" in out  # of 1,000
    assert err.count("Are you insured") == 3
    assert err.count("What did ordinary outpatient visits cost") == 4


def test_back_leaves_an_answer_that_was_to_be_changed_as_it_was(run, monkeypatch):
    answers(monkeypatch, "yes", "800", "1", "back", "")
    _, out, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert "about 562.50 yuan" in out
    assert err.count("Are you insured") == 2


def test_once_every_answer_is_there_the_end_of_the_input_is_as_good_as_enter(run, monkeypatch):
    answers(monkeypatch, "yes", "800")
    code, out, _ = run("ask", "outpatient_pooling", "--lang", "en")
    assert code == 0
    assert "about 562.50 yuan" in out


def test_who_is_not_eligible_is_told_why(run, monkeypatch):
    answers(monkeypatch, "no", "")
    assert "Not insured in the resident basic medical insurance" in run("ask", "outpatient_pooling", "--lang", "en")[1]
    state, lines = interview.Interview({}, on=DAY), []
    while question := (found := state.screening).next_question:
        levels = list(FACTS[question.fact].choices)
        no = levels[0] if levels else "no" if FACTS[question.fact].kind is Kind.YES_NO else "1"
        together = state.asked_with(question.fact, found)
        lines.append("0" if len(together) > 1 else no)
        state = state.answer_all(dict.fromkeys(together, no))
    answers(monkeypatch, "1", "1 2 3 4 5", *lines)
    out = run("ask", "--lang", "en")[1]
    assert "Care-home subsidy (as announced then): not eligible, 0.00 yuan.\n  Aged 1; the subsidy begins at 60" in out


def test_a_number_that_is_none_of_the_answers_is_refused_and_asked_again(run, monkeypatch):
    answers(monkeypatch, "no", "7", "x", "")
    code, _, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert code == 0
    assert "'7' is not a number from 1 to 1" in err


def test_a_number_of_an_answer_may_be_as_long_as_one_likes(run, monkeypatch):
    answers(monkeypatch, "no", "9" * 6_000, "")
    code, _, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert code == 0
    assert f"'{'9' * 39}…' is not a number from 1 to 1" in err


def test_answers_that_cannot_be_read_are_told_and_asked_again_as_often_as_need_be(run, monkeypatch):
    answers(monkeypatch, "perhaps", "", "maybe", "who knows", "no", "")
    code, out, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert code == 0
    assert "'perhaps' is neither yes nor no" in err
    assert "Nothing was typed. If you do not know" in err
    assert "not eligible" in out


def test_help_and_the_result_so_far_may_be_asked_for_at_every_question(run, monkeypatch):
    answers(monkeypatch, "帮助", "是", "看结果", "看结果")
    code, out, err = run("ask", "outpatient_pooling", "--lang", "zh")
    assert code == 0
    assert "可以这样答：是 / 否" in err
    assert "还差几个情况" in out


def test_what_may_be_meant_is_offered_and_yes_takes_it(run, monkeypatch):
    answers(monkeypatch, "是", "八百左右", "好", "")
    code, out, err = run("ask", "outpatient_pooling", "--lang", "zh")
    assert code == 0
    assert "答“是”，就按 720～880 填。" in err
    assert "720.00 元 至 880.00 元" in out


def test_an_answer_at_odds_says_how_to_change_the_other_and_that_is_understood(run, monkeypatch):
    answers(monkeypatch, "1", "1000", "2000", "改7", "3000", "2000", "看结果", "")
    _, _, err = run("ask", "city_medical_assistance", "--lang", "zh")
    assert "要改“全年看病的政策范围内费用（报销前）”，请打：改7" in err
    assert err.count("今年看病的“政策范围内”费用一共多少") == 2
    assert err.count("2,000.00 元，比") == 1
    assert "eligible_cost" not in err


def test_back_and_not_knowing_are_understood_before_the_first_question(run, monkeypatch):
    answers(monkeypatch, "返回", "不知道", "本人", "返回", "父母", "不知道", "看结果", "")
    code, out, err = run("ask", "--lang", "zh", "--on", "2026-11-28")
    assert code == 0
    assert err.count("还没有回答。") == 2
    assert err.count("替谁问？") == 4
    assert "老人" in err
    assert "公益性岗位" in out


def test_who_does_not_know_which_answer_to_change_is_told_how(run, monkeypatch):
    answers(monkeypatch, "否", "不知道", "")
    _, _, err = run("ask", "outpatient_pooling", "--lang", "zh")
    assert err.count("按回车看结果") == 3


@pytest.mark.parametrize("typed", ["字" * 10_000, "9" * 10_000, "\N{MONEY BAG}" * 10_000, "改" * 10_000, "改999"])
def test_ask_takes_anything_that_is_typed_and_asks_again(run, monkeypatch, typed):
    answers(monkeypatch, typed, "本人", typed, "1", typed, "看结果", typed, "")
    code, out, _ = run("ask", "--lang", "zh", "--on", "2026-11-28")
    assert code == 0
    assert "12345" in out


def test_the_result_begins_with_what_to_do_next_as_the_page_has_it(run, monkeypatch):
    answers(monkeypatch, "父母", "2", "是", "不知道", "没有", "")
    _, out, _ = run("ask", "--lang", "zh", "--on", "2026-11-28")
    first = out.split("─")[0]
    assert "先申请“门诊慢特病认定”：带上病历，到定点医院医保办" in first
    assert "打 12345 问" in first


def test_an_interview_begins_with_whom_and_what_for_and_speaks_of_them(run, monkeypatch):
    answers(monkeypatch, "七", "父母", "4", "0", "看结果", "")
    _, out, err = run("ask", "--lang", "zh", "--on", "2026-11-28")
    assert "“七”不在选项里" in err
    assert "老人有下面哪些认定或待遇" in err
    assert "您" not in err + out
    assert "老人今年多大（周岁，如 82）？" in out


def test_an_answer_at_odds_with_another_is_told_where_it_is_given(run, monkeypatch):
    state = interview.Interview({}).answer("basic_insurance_paid", "600")
    with pytest.raises(bc.Refused, match=r"basic_insurance_paid: 600.00 yuan is 100.00 yuan more than eligible_cost"):
        state.answer("eligible_cost", "500")
    with pytest.raises(bc.Refused, match="age: 'old' is not a whole number"):
        state.answer("age", "old")


def test_input_that_ends_early_ends_it_and_computes_nothing(run, monkeypatch):
    answers(monkeypatch, "yes")
    code, out, err = run("ask", "outpatient_pooling", "--lang", "en")
    assert (code, out) == (1, "")
    assert err.endswith("The input ended early; nothing was computed or stored.\n")


def test_without_an_input_at_all_it_ends(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert run("ask", "--lang", "en")[0] == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n"), encoding="utf-8"))
    assert run("ask", "--lang", "en")[0] == 1


def test_where_nothing_matters_nothing_is_asked(run, monkeypatch, tmp_path):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    head = text.split("# Healthcare campaign")[0]
    file("empty.toml", head)
    answers(monkeypatch)
    code, out, err = run("ask", "--policy", "empty.toml", "--lang", "en")
    assert (code, err.count("> ")) == (0, 0)
    assert "settles 0 of 0 benefits" in out


def test_a_policy_that_cannot_be_used_is_told_before_anything_is_asked(run, monkeypatch):
    answers(monkeypatch)
    code, _, err = run("ask", "--policy", "absent.toml", "--lang", "en")
    assert code == 1
    assert err.startswith("absent.toml: cannot be read")


@both_languages
def test_an_interview_in_a_real_terminal(lang):
    command = f"{sys.executable} -m benefitcalc ask outpatient_pooling --on 2023-05-01 --lang {lang}"
    child = pexpect.spawn(command, encoding="utf-8", timeout=300, env={**os.environ, "PYTHONUTF8": "1"})
    child.expect({"zh": "参加的是居民医保吗", "en": "Are you insured"}[lang])
    child.sendline({"zh": "是", "en": "yes"}[lang])
    child.expect({"zh": "今年普通门诊花了多少钱", "en": "What did ordinary outpatient visits cost"}[lang])
    child.sendline("800元")
    child.expect({"zh": "按回车看结果", "en": "Press Enter"}[lang])
    child.sendline("")
    child.expect("562.50")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_an_interview_is_stopped_by_ctrl_c():
    child = pexpect.spawn(f"{sys.executable} -m benefitcalc ask --lang en", encoding="utf-8", timeout=300)
    child.expect("> ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
