"""Serving on a port: many at once get each their own answer, and whoever is slow or rude is in nobody's way."""

import contextlib
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
import uvicorn
from serving import DAY, served
from starlette.testclient import TestClient

from benefitcalc.rules import outpatient_pooling
from benefitcalc.web import serve, server
from benefitcalc.web.server import configured

PEOPLE, CLIENTS = 128, 16


def asked(address, method, path, body=None, **headers):
    """The status and the text of an answer over loopback, by a client of its own."""
    with contextlib.closing(HTTPConnection(*address, timeout=10)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


# Many at once -----------------------------------------------------------------------------------------------------


def test_many_people_at_once_get_each_their_own_answer(address):
    # Each has a cost of their own: half of them ask for it by the API, half by the page.
    def ask(number):
        cost = f"{100 + number}.{number % 100:02}"
        own = outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost=cost)
        if number % 2:
            body = {"rule": "outpatient_pooling", "facts": {"has_resident_insurance": True, "outpatient_cost": cost}}
            kind = {"content-type": "application/json"}
            status, text = asked(address, "POST", "/api/v1/estimate", json.dumps(body), **kind)
            estimate = json.loads(text)["estimate"]
            return status == 200 and (estimate["amount"], estimate["facts"]["outpatient_cost"]) == (
                str(own.amount),
                str(own.facts["outpatient_cost"]),
            )
        form = f"benefit=outpatient_pooling&has_resident_insurance=yes&outpatient_cost={cost}&do=result"
        kind = {"content-type": "application/x-www-form-urlencoded"}
        status, text = asked(address, "POST", "/en/ask", form, **kind)
        return status == 200 and f"{own.amount:,} yuan" in text and f'value="{cost}"' in text

    with ThreadPoolExecutor(CLIENTS) as clients:
        answered = list(clients.map(ask, range(PEOPLE)))
    assert (len(answered), answered.count(True)) == (PEOPLE, PEOPLE)


# Slow and rude ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def opened(address, count, sent):
    """So many connections of a client that says this much and no more."""
    with contextlib.ExitStack() as stack:
        sockets = []
        for _ in range(count):
            each = stack.enter_context(contextlib.closing(socket.create_connection(address, timeout=5)))
            with contextlib.suppress(OSError):
                each.sendall(sent)
            sockets.append(each)
        yield sockets


def is_cut(connection):
    try:
        return connection.recv(65_536) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


HEAD = b"POST /api/v1/screen HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "sent", [b"", HEAD, HEAD + b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{"], ids=len
)
def test_slow_clients_hurt_nobody_else_and_are_cut_in_time(monkeypatch, sent):
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.5)
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    with served(configured("127.0.0.1", 0)) as address, opened(address, 60, sent) as slow:
        for _ in range(5):
            begun = time.monotonic()
            assert asked(address, "GET", "/zh/")[0] == 200
            assert time.monotonic() - begun < 2
        assert all(is_cut(each) for each in slow)


def test_a_client_that_asks_and_never_reads_is_cut_too(monkeypatch):
    monkeypatch.setattr(server, "REQUEST_SECONDS", 3)
    with served(configured("127.0.0.1", 0)) as address, opened(address, 1, b"") as [rude]:
        rude.settimeout(0.2)
        with contextlib.suppress(OSError):
            for _ in range(400):
                rude.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert asked(address, "GET", "/zh/")[0] == 200
        time.sleep(4)
        read = 0
        with contextlib.suppress(OSError):  # a connection that was cut may end in a reset
            while part := rude.recv(1 << 20):
                read += len(part)
        assert 0 < read < 400 * 50_000
        assert is_cut(rude)


def test_a_connection_may_be_used_again_and_each_request_has_its_own_time(monkeypatch):
    monkeypatch.setattr(server, "REQUEST_SECONDS", 2)
    with (
        served(configured("127.0.0.1", 0)) as address,
        contextlib.closing(HTTPConnection(*address, timeout=10)) as connection,
    ):
        for _ in range(3):
            connection.request("GET", "/zh/")
            assert connection.getresponse().read()
            time.sleep(0.8)


def test_headers_without_end_are_refused(address):
    with opened(address, 1, HEAD + b"X: " + b"x" * 40_000) as [rude]:
        assert rude.recv(65_536).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Host: localhost\r\nContent-Length: 2\r\n\r\n{}",
    ],
    ids=["two lengths", "no end of a chunk", "chunked twice", "two hosts"],
)
def test_a_request_that_may_be_read_in_two_ways_is_refused(address, rest):
    # A server in front might read it in the other way, and take the rest for somebody else's request.
    with contextlib.closing(socket.create_connection(address, timeout=5)) as connection:
        connection.sendall(HEAD + b"Content-Type: application/json\r\n" + rest)
        assert connection.recv(65_536).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))


def test_no_request_is_logged_and_nothing_is_said_of_the_server(address, caplog, capfd):
    with caplog.at_level("INFO"):
        assert asked(address, "GET", "/zh/?age=8213")[0] == 200
    assert "8213" not in caplog.text + "".join(capfd.readouterr())
    with contextlib.closing(HTTPConnection(*address, timeout=10)) as connection:
        connection.request("GET", "/zh/")
        answer = connection.getresponse()
        answer.read()
    assert "server" not in {name.lower() for name, _ in answer.getheaders()}


def test_serve_listens_on_this_machine_alone_unless_told_otherwise(monkeypatch):
    run = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self: run.append(self.config))
    serve()
    serve("0.0.0.0", 80, hosts=("benefits.example",))
    assert [(each.host, each.port) for each in run] == [("127.0.0.1", 8000), ("0.0.0.0", 80)]
    assert not any(each.access_log for each in run)
    assert run[0].app.state.day() > DAY


@pytest.mark.parametrize(
    ("host", "name", "status"),
    [
        ("192.0.2.7", "192.0.2.7", 200),
        ("2001:db8::7", "[2001:db8::7]", 200),
        ("0.0.0.0", "0.0.0.0", 400),
        ("::", "[::]", 400),
        ("0.0.0.0", "benefits.example", 200),
    ],
)
def test_the_address_it_listens_on_is_a_name_of_it_and_everywhere_is_none(host, name, status):
    app = configured(host, 8000, hosts=("benefits.example",)).app
    assert TestClient(app, base_url=f"http://{name}").get("/zh/").status_code == status
