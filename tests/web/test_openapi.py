"""The OpenAPI document: current, complete, and kept to by what is answered."""

import json
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
    assert schemas["RuleName"]["enum"][-1] == "bread_allowance"
    assert schemas["PolicyId"]["enum"] == sorted(["nowhere", *bc.policies()])
    assert "Is there bread?" in schemas["Facts"]["properties"]["has_bread"]["description"]
    assert "has_bread" in schemas["FactName"]["enum"]


def test_every_fact_is_there_with_its_question_in_both_languages(client):
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    facts = schemas["Facts"]["properties"]
    assert list(facts) == list(FACTS)
    for name, fact in FACTS.items():
        assert fact.question in facts[name]["description"]
        assert {"type": "null"} in facts[name]["anyOf"]
    assert schemas["RuleName"]["enum"] == [rule.name for rule in bc.RULES]
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


# Clients ----------------------------------------------------------------------------------------------------------


def parts(found, path=()):
    """Every object inside the document, with its path."""
    if isinstance(found, dict):
        yield path, found
    for name, each in found.items() if isinstance(found, dict) else enumerate(found):
        if isinstance(each, dict | list):
            yield from parts(each, (*path, name))


@pytest.fixture(scope="module")
def schemas():
    """Every schema of the committed document, with its path; a component's path is its name."""
    found = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return [*parts(found["paths"]), *parts(found["components"]["schemas"])]


def test_a_schema_of_several_forms_has_a_name(schemas):
    for path, each in schemas:
        several = [one for one in each.get("anyOf", ()) if one != {"type": "null"}]
        is_union = len(several) > 1 or isinstance(each.get("type"), list) or "enum" in each or "oneOf" in each
        assert len(path) == 1 or not is_union, path


def test_no_schema_is_named_as_one_of_its_own_fields(schemas):
    # A generated method would have one variable for an object of each.
    named = {path[0].lower(): each.get("properties", {}) for path, each in schemas if len(path) == 1}
    objects = {name: [field for field, each in fields.items() if "$ref" in each] for name, fields in named.items()}
    assert [name for name, fields in objects.items() if name in {field.replace("_", "") for field in fields}] == []


def test_null_is_said_in_one_way(schemas):
    assert [path for path, each in schemas if "null" in each.get("type", "") and each != {"type": "null"}] == []
    assert [path for path, each in schemas if "nullable" in each] == []


def test_no_schema_has_a_title_that_repeats_its_name(schemas):
    assert [path for path, each in schemas if isinstance(each.get("title"), str)] == []


def test_no_fact_has_to_be_given_because_of_a_default(schemas):
    assert [path for path, each in schemas if "default" in each and each["default"] is None] == []


def test_each_operation_is_called_as_the_last_part_of_its_path(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    names = {path: operation["operationId"] for path, methods in paths.items() for operation in methods.values()}
    assert names == {path: path.rpartition("/")[2] for path in paths}


def test_every_reference_leads_to_a_schema(client):
    document = client.get("/api/v1/openapi.json").json()
    named = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert {each["$ref"] for _, each in parts(document) if "$ref" in each} == named


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
