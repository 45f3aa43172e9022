"""What stands between the network and the answers."""

import asyncio
import gzip
import logging
import re
import subprocess
import sys
import time

import pytest
from serving import HEADERS, secured
from starlette.testclient import TestClient

from benefitcalc.web import create_app
from benefitcalc.web.app import today
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import Stopped
from benefitcalc.web.serving.middleware import Guard, Limits
from benefitcalc.web.serving.workers import Workers

SECRET = "82-year-old of whom nothing may be told"


def reaching(app, host="127.0.0.1"):
    return TestClient(app, base_url=f"http://{host}", follow_redirects=False)


# Headers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/zh/"),
        ("GET", "/fr/"),
        ("GET", "/nothing/at/all"),
        ("POST", "/zh/ask"),
        ("POST", "/api/v1/screen"),
        ("GET", "/api/v1/rules"),
        ("GET", "/api/v1/openapi.json"),
        ("OPTIONS", "/zh/"),
        ("HEAD", "/zh/"),
    ],
)
def test_every_answer_has_the_headers_and_no_cookie(client, method, path):
    [style] = re.findall("<style>(.*)</style>", client.get("/zh/").text, re.DOTALL)
    headers = client.request(method, path).headers
    assert {name: headers[name] for name in HEADERS} == secured(style)
    assert "set-cookie" not in headers


def test_nothing_may_be_fetched_run_or_framed(client):
    policy = client.get("/zh/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    for part in ("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy


@pytest.mark.parametrize(
    "path", ["/zh/%0d%0aSet-Cookie:%20a=1", "/%0d%0aSet-Cookie:%20a=1", "/?lang=zh%0d%0aSet-Cookie:%20a=1"]
)
def test_a_line_end_in_an_address_makes_no_header(client, path):
    answer = client.get(path, headers={"accept-language": "zh%0d%0aSet-Cookie: a=1"}, follow_redirects=False)
    assert "set-cookie" not in answer.headers
    assert answer.headers.get("location", "/zh/") == "/zh/"


def test_a_page_elsewhere_is_let_into_nothing(client):
    asked = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    for answer in (client.options("/api/v1/screen", headers=asked), client.get("/api/v1/rules", headers=asked)):
        assert not any(name.startswith("access-control-") for name in answer.headers)


# Whom it answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_it_answers_to_the_names_of_this_machine(client, host):
    assert client.get("/zh/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:evil", "", "::1"])
def test_it_answers_to_no_other_name(client, host):
    # A page elsewhere whose name points to this machine would otherwise read the answers (DNS rebinding).
    answer = client.get("/zh/", headers={"host": host})
    assert (answer.status_code, texts.OTHER_HOST.explain("zh") in answer.text) == (400, True)


def test_further_names_may_be_given():
    app = create_app(hosts=["benefits.example"])
    assert reaching(app, "benefits.example").get("/zh/").status_code == 200
    assert reaching(app).get("/zh/").status_code == 400


# How much it reads ------------------------------------------------------------------------------------------------


def test_a_body_past_its_limit_is_refused_whether_its_length_is_told_or_not(client):
    def chunks():
        for _ in range(70):
            yield b"x" * 1024

    for body in (b"x" * 70 * 1024, chunks()):
        answer = client.post("/api/v1/screen", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 413
        assert answer.json()["problems"][0]["says"] == "too large; at most 64 kB"
    answer = client.post("/zh/ask", content=b"x" * 513 * 1024)
    assert "最多 512 KB" in answer.text


def test_a_year_may_be_longer():
    client = reaching(create_app(limits=Limits(answer_seconds=600)))
    visits = [
        {"date": "2023-02-01", "outpatient_cost": "30" + " " * 50, "commercial_paid": "0" + " " * 50}
        for _ in range(500)
    ]
    assert client.post("/api/v1/year", json={"visits": visits}).status_code == 200


def test_a_packed_body_is_not_unpacked(client):
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    packed = gzip.compress(b" " * 10_000_000 + b"{}")
    assert client.post("/api/v1/screen", content=packed, headers=headers).status_code == 400


def test_a_length_that_is_no_number_is_refused(client):
    answer = client.post("/api/v1/screen", content=b"{}", headers={"content-length": "-2"})
    assert answer.status_code == 413


def run(app, messages=(), path="/api/v1/screen", limits=None, **more):
    """What a guard sends where the network says this; the last message is waited for without end."""
    sent, waiting = [], list(messages)

    async def receive():
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"accept-language", b"en")]
    scope = {"type": "http", "path": path, "method": "POST", "headers": headers, "query_string": b"", **more}
    guard = Guard(app, limits or Limits(receive_seconds=0.05), ["127.0.0.1"])
    asyncio.run(guard(scope, receive, send))
    return sent


async def nobody(scope, receive, send):
    raise AssertionError("nothing should come so far")


def test_a_body_that_does_not_come_in_time_is_given_up():
    start, body = run(nobody, [{"type": "http.request", "body": b"{", "more_body": True}])
    assert start["status"] == 408
    assert b"the request did not come whole in time" in body["body"]


def test_whoever_hangs_up_is_sent_nothing():
    assert run(nobody, [{"type": "http.disconnect"}]) == []


def test_the_application_reads_the_body_once_and_then_what_the_network_says():
    heard = []

    async def app(scope, receive, send):
        heard.extend([await receive(), await receive()])

    begun = [{"type": "http.request", "body": b"a", "more_body": True}, {"type": "http.request", "body": b"b"}]
    run(app, [*begun, {"type": "http.disconnect"}])
    assert heard == [{"type": "http.request", "body": b"ab", "more_body": False}, {"type": "http.disconnect"}]


def test_what_is_not_http_goes_through(client):
    with client as inside:  # start and end of the application
        assert inside.get("/zh/").status_code == 200


# When something goes wrong ----------------------------------------------------------------------------------------


def test_a_fault_of_ours_is_told_without_a_word_of_what_was_given(caplog):
    async def broken(scope, receive, send):
        raise ValueError(SECRET)

    with caplog.at_level(logging.DEBUG):
        start, body = run(broken, [{"type": "http.request", "body": SECRET.encode()}])
    assert start["status"] == 500
    assert SECRET.encode() not in body["body"]
    assert SECRET not in caplog.text
    assert "ValueError in broken, line " in caplog.text


def test_a_fault_in_the_middle_of_an_answer_ends_it():
    async def broken(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError(SECRET)

    [start] = run(broken, [{"type": "http.request", "body": b""}])
    assert start["status"] == 200


def test_nothing_that_was_given_is_logged(client, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post("/zh/ask", data={"asked": "age", "given": "8213", "do": "next"})
        client.post("/api/v1/estimate?lang=zh", json={"rule": "care_home_subsidy", "facts": {"age": "8213"}})
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not any("8213" in record.getMessage() for record in ours)


# How long it computes ---------------------------------------------------------------------------------------------


def done(limits, task):
    workers = Workers(limits)
    try:
        return asyncio.run(workers.do(task))
    finally:
        workers.threads.shutdown()


def test_no_collector_of_traces_is_told_of_a_request(client, monkeypatch):
    # FastAPI would tell the one that a program has set up the address, with all that stands in it.
    trace = pytest.importorskip("opentelemetry.trace")

    class Collector(trace.TracerProvider):
        told = False

        def get_tracer(self, *_, **__):
            self.told = True
            return trace.NoOpTracer()

    collector = Collector()
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: collector)
    assert client.get("/api/v1/law?on=2023-05-01").status_code == 200
    assert not collector.told


def test_work_that_takes_too_long_is_given_up():
    with pytest.raises(Stopped) as stopped:
        done(Limits(answer_seconds=0.02), lambda: time.sleep(0.1))
    assert (stopped.value.status, stopped.value.says) == (503, texts.TOO_LONG)


def test_when_too_many_wait_others_are_told_to_come_back():
    answer = reaching(create_app(limits=Limits(waiting=0))).post("/api/v1/screen", json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["problems"] == [{"field": None, "pointer": None, "says": texts.BUSY.explain("en")}]


def test_work_that_is_done_makes_room():
    workers = Workers(Limits(waiting=1))
    assert [asyncio.run(workers.do(str)) for _ in range(3)] == [""] * 3
    workers.threads.shutdown()


def test_today_is_a_day():
    assert today().year >= 2026


def test_without_its_libraries_it_says_what_to_install():
    absent = "import sys; sys.modules['fastapi'] = None; import benefitcalc.web as web; web.create_app()"
    ran = subprocess.run([sys.executable, "-c", absent], capture_output=True, encoding="utf-8", check=False)
    assert "pip install 'benefitcalc[web]'" in ran.stderr.splitlines()[-1]


# Headers alone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/zh/", "/api/v1/rules", "/nothing"])
def test_what_can_be_got_can_be_asked_for_its_headers_alone(client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers == got.headers
