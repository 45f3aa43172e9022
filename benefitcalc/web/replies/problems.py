"""Replies to failed requests: problem details (RFC 9457) for programs, a page for people."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Literal

from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from benefitcalc.text import message
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Message, Text
from benefitcalc.web.replies import languages, texts
from benefitcalc.web.replies.rendering import render

PROBLEM_JSON = "application/problem+json"
API = "/api/"

MOST_FIELDS = 64
"""The greatest number of fields of a form or an object."""

MOST_PROBLEMS = 100
"""The greatest number of problems in a reply."""


class Stopped(Exception):
    """A rejected request, with its status and the reason."""

    def __init__(self, status: int, says: Message | Text) -> None:
        super().__init__(status)
        self.status = status
        self.says = says


class Problem(BaseModel):
    """One problem: its field, if it has one, and its text. ``pointer`` leads to it in the body, as a JSON Pointer."""

    field: str | None
    pointer: str | None
    says: str


class ProblemDetails(BaseModel):
    """Problem details, with everything that is wrong. ``detail`` is the text of all problems, each with its field."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    problems: tuple[Problem, ...]


Path = tuple[str | int, ...]


def nowhere(_: Path) -> None:
    """The place in the body of a problem that is not in it."""


def failure(
    scope: Scope,
    status: int,
    problems: Sequence[message.Problem],
    lang: Language | None = None,
    place: Callable[[Path], str | None] = nowhere,
) -> Response:
    """Return the reply to a refused request, in its language; ``place`` finds the pointer of a problem's path."""
    known = lang or languages.of_scope(scope)
    title = texts.STATUS.get(status, texts.FAILED).explain(known)
    told = problems[:MOST_PROBLEMS]
    if not scope["path"].startswith(API):
        says = [each.explain(known) for each in told]
        return HTMLResponse(render("failure.html", known, title=title, problems=says), status)
    wrong = tuple(
        Problem(field=".".join(map(str, each.path)) or None, pointer=place(each.path), says=each.message.explain(known))
        for each in told
    )
    detail = "\n".join(each.explain(known) for each in told)
    problem = ProblemDetails(title=title, status=status, detail=detail or title, problems=wrong)
    headers = {"content-language": known, **({"retry-after": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {})}
    return Response(problem.model_dump_json(), status, headers, PROBLEM_JSON)
