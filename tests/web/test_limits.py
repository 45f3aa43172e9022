"""The limits that docs/web.md promises are those that hold."""

import re
from pathlib import Path

import pytest

from benefitcalc.facts.parsing import LONGEST
from benefitcalc.web import create_app, server
from benefitcalc.web.api import body
from benefitcalc.web.api.schemas import MOST_PEOPLE, MOST_VISITS
from benefitcalc.web.pages.form import MOST_TYPED
from benefitcalc.web.replies.problems import MOST_FIELDS
from benefitcalc.web.serving.middleware import Limits

PAGE = (Path(__file__).parents[2] / "docs" / "web.md").read_text(encoding="utf-8")
ROWS = re.search(r"\| limit \| \|\n\|---\|---\|\n((?:\|.*\n)+)", PAGE)[1].splitlines()
PROMISED = dict(row.strip("| ").split(" | ") for row in ROWS)


def kb(size):
    assert size % 1024 == 0
    return f"{size // 1024} kB"


def test_every_limit_on_the_page_is_that_of_the_code():
    own = Limits()
    assert own.bodies.keys() == {"/api/v1/year", "/api/v1/batch", "/zh/ask", "/en/ask"}
    told = {
        "a body": (
            f"{kb(own.body)}; a step of the page {kb(own.bodies['/zh/ask'])}; "
            f"a year of visits {kb(own.bodies['/api/v1/year'])} and {MOST_VISITS} visits; "
            f"a batch {kb(own.bodies['/api/v1/batch'])} and {MOST_PEOPLE:,} people"
        ),
        "fields of a form or of an object": (
            f"{MOST_FIELDS}; an answer {LONGEST} characters, and what is typed {MOST_TYPED:,}"
        ),
        "a number in JSON": f"{body.LONGEST_NUMBER} characters",
        "lists and objects in one another": f"{body.DEEPEST}",
        "the first line of a request and its headers": kb(server.MOST_HEAD),
        "sending a body": f"{own.receive_seconds} seconds",
        "waiting for an answer and computing it": (
            f"{own.answer_seconds} seconds, on {own.threads} threads; {own.waiting} at once; a single estimate "
            "without unknown names takes a millisecond or two and does not wait"
        ),
        "a whole request, from the connection or the answer before it to its last byte": (
            f"{server.REQUEST_SECONDS:.0f} seconds"
        ),
        "connections": (
            f"{server.MOST_CONNECTIONS}; for one more the oldest is closed; one whose answer is being computed is "
            "closed last"
        ),
    }
    assert told == PROMISED


def test_what_is_served_keeps_to_these_limits_and_to_no_others():
    for app in (create_app(), server.configured("127.0.0.1", 0).app):
        guard, _ = app.user_middleware
        assert guard.kwargs["limits"] == app.state.workers.limits == Limits()
        assert app.state.workers.threads._max_workers == 2


@pytest.mark.parametrize(("visits", "says"), [(500, "visit 1: date"), (501, "too many visits; at most 500")])
def test_a_year_has_at_most_500_visits(client, visits, says):
    answer = client.post("/api/v1/year?lang=en", json={"visits": [{}] * visits})
    assert answer.json()["detail"].startswith(says)


@pytest.mark.parametrize(("size", "status"), [(64, 200), (65, 413)])
def test_a_body_has_at_most_64_kb(client, size, status):
    body = b"{}".ljust(size * 1024)
    answer = client.post("/api/v1/screen", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status


@pytest.mark.parametrize(("size", "status"), [(512, 422), (513, 413)])
def test_a_year_of_visits_has_at_most_512_kb(client, size, status):
    body = b"{}".ljust(size * 1024)
    answer = client.post("/api/v1/year", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status


@pytest.mark.parametrize(("fields", "says"), [(64, "is not a known fact"), (65, "too many fields; at most 64")])
def test_an_object_has_at_most_64_fields_each_of_which_is_looked_at(client, fields, says):
    answer = client.post("/api/v1/settle?lang=en", json={"facts": {f"a{number}": 1 for number in range(fields)}})
    assert (answer.status_code, says in answer.text) == (422, True)


@pytest.mark.parametrize(("length", "status"), [(10_000, 422), (10_001, 400)])
def test_what_is_typed_has_at_most_10_000_characters(client, length, status):
    assert client.post("/zh/ask", data={"asked": "age", "given": "8" * length}).status_code == status
