"""The OpenAPI document: current, complete, and kept to by what is answered."""

import re
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from invented import NOWHERE, bread_allowance
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

import benefitcalc as bc
from benefitcalc.districts import District, own, using
from benefitcalc.facts.fact import FACTS, yes_no
from benefitcalc.web import create_app
from benefitcalc.web.app import openapi_text

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"

load_all_checks()
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(hosts=["testserver"]))


def test_the_committed_document_is_current():
    # To bring it up to date: python -c "from benefitcalc.web.app import openapi_text; print(openapi_text(), end='')"
    assert DOCUMENT.read_text(encoding="utf-8") == openapi_text()


def test_the_document_has_what_the_districts_of_now_bring(tmp_path):
    file = tmp_path / "nowhere.toml"
    file.write_text(NOWHERE, encoding="utf-8")
    brought = District("nowhere", policies=(file,), rules=(bread_allowance,), facts=(), locale=None)
    with using(own(), brought):
        yes_no("has_bread", "Has bread", "Is there bread?")
        schemas = create_app().openapi()["components"]["schemas"]
    assert schemas["EstimateAsked"]["properties"]["rule"]["enum"][-1] == "bread_allowance"
    assert {"enum": sorted(["nowhere", *bc.policies()])} in schemas["EstimateAsked"]["properties"]["policy"]["anyOf"]
    assert "Is there bread?" in schemas["Facts"]["properties"]["has_bread"]["description"]
    assert "has_bread" in schemas["ScreenAsked"]["properties"]["declined"]["anyOf"][0]["items"]["enum"]


def test_every_fact_is_there_with_its_question_in_both_languages(client):
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    facts = schemas["Facts"]["properties"]
    assert list(facts) == list(FACTS)
    for name, fact in FACTS.items():
        assert fact.question in facts[name]["description"]
        assert {"type": "null"} in facts[name]["anyOf"]
    assert schemas["EstimateAsked"]["properties"]["rule"]["enum"] == [rule.name for rule in bc.RULES]
    assert schemas["Facts"]["additionalProperties"] is False


@pytest.mark.parametrize(
    "lang", ["zh", "en", "ZH", "zh-CN", "zh_Hans_CN", "en_GB.UTF-8", "", "fr", "zhx", " zh", "z", "-zh", "enzh"]
)
def test_a_language_is_taken_where_the_document_says_so(client, lang):
    parameters = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/rules"]["get"]["parameters"]
    [schema] = [each["schema"] for each in parameters if each["name"] == "lang"]
    answer = client.get("/api/v1/rules", params={"lang": lang})
    assert (answer.status_code == 200) == bool(re.search(schema["pattern"], lang))
    assert answer.status_code in {200, 422}


def test_every_refusal_is_problem_details(client):
    document = client.get("/api/v1/openapi.json").json()
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                [kind] = response["content"]
                assert kind == ("application/json" if status == "200" else "application/problem+json")


# Data that fits the schema may still contradict itself (more paid than it cost), and is then refused: that is no fault.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.mark.filterwarnings("default")
@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_whatever_is_asked_the_answer_keeps_to_the_document(case):
    answer = case.call()
    case.validate_response(answer, checks=CHECKS)
