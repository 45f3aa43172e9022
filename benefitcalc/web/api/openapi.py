"""The OpenAPI document, generated from the models and the routes."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from benefitcalc.engine.provenance import library_version
from benefitcalc.facts.parsing import LONGEST
from benefitcalc.policy.timeline import law
from benefitcalc.text.languages import LOCALES
from benefitcalc.web.api.named import REF, Names
from benefitcalc.web.api.schemas import (
    BatchAsked,
    EstimateAsked,
    HouseholdAsked,
    ScreenAsked,
    SettleAsked,
    YearAsked,
    shared,
    written,
)
from benefitcalc.web.replies.problems import PROBLEM_JSON

ASKED: dict[str, type[BaseModel]] = {
    "/api/v1/estimate": EstimateAsked,
    "/api/v1/amount": EstimateAsked,
    "/api/v1/batch": BatchAsked,
    "/api/v1/screen": ScreenAsked,
    "/api/v1/household": HouseholdAsked,
    "/api/v1/settle": SettleAsked,
    "/api/v1/year": YearAsked,
}
"""The model of each request body. The library parses bodies itself, because FastAPI does not parse numbers exactly."""

DESCRIPTION = (
    "What a policy document promises one person, to the fen, with the reasons and the clause. Every answer is an "
    "estimate and decides nothing. Money is text in yuan with two decimals; a fact that is left out is unknown."
)


def _either_case(name: str) -> str:
    """Return a pattern for a name in lower or upper case; JSON Schema patterns have no flag for it."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


LANG = {
    "name": "lang",
    "in": "query",
    "required": False,
    "schema": {
        "type": "string",
        "pattern": f"^({'|'.join(map(_either_case, LOCALES))})([-_].*)?$",
        "examples": [*LOCALES, "zh-CN", "en_GB"],
    },
    "description": "The language of explanations and problems: zh or en, or a name that begins so, such as zh-CN. "
    "Without, as Accept-Language says.",
}
"""The language parameter; the library parses it, not FastAPI."""

ON = {
    "name": "on",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "examples": ["2023-05-01"], "maxLength": LONGEST},
    "description": "The day asked about.",
}


def _benefit() -> dict[str, Any]:
    told, benefits = "The benefit, as GET /api/v1/law names it.", list(law().benefits)
    schema = {"type": "string", "enum": benefits}
    return {"name": "benefit", "in": "query", "required": True, "schema": schema, "description": told}


def _queries() -> dict[str, list[dict[str, Any]]]:
    """Return the query parameters of each path, apart from the language."""
    return {"/api/v1/law": [ON], "/api/v1/timeline": [_benefit()]}


def openapi(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application."""
    made = get_openapi(title="benefitcalc", version=library_version(), description=DESCRIPTION, routes=app.routes)
    _, schemas = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(ASKED.values())], ref_template=REF
    )
    components = made["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    components |= schemas["$defs"]
    queries = _queries()
    for path, methods in made["paths"].items():
        for operation in methods.values():
            operation["parameters"] = [*queries.get(path, ()), LANG]
            if path in ASKED:
                schema = {"$ref": REF.format(model=ASKED[path].__name__)}
                operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
            for status, response in operation["responses"].items():
                if int(status) >= 400:  # noqa: PLR2004 - the status codes of errors
                    response["content"] = {PROBLEM_JSON: response["content"].pop("application/json")}
    names = Names(shared(), written())
    made["paths"] = names.put(made["paths"])
    components = {name: names.inside(schema) for name, schema in components.items()} | names.components
    told = json.dumps([made["paths"], components])
    used = {name: each for name, each in components.items() if f'"{REF.format(model=name)}"' in told}
    made["components"]["schemas"] = dict(sorted(used.items()))
    return made
