"""Serving on a port: many at once get each their own answer, and whoever is slow or rude is in nobody's way."""

import asyncio
import contextlib
import json
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from types import SimpleNamespace

import hypothesis
import hypothesis.strategies as st
import pytest
import uvicorn
from serving import DAY, logged, secured, served
from starlette.testclient import TestClient
from uvicorn.server import ServerState

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
            each = stack.enter_context(contextlib.closing(socket.create_connection(address, timeout=60)))
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


def all_of(connection):
    """All that a server says until it ends the connection."""
    read = bytearray()
    while part := connection.recv(65_536):
        read += part
    return bytes(read)


def said(address, sent):
    """What a server answers to these bytes until it ends the connection."""
    with contextlib.closing(socket.create_connection(address, timeout=20)) as connection:
        connection.sendall(sent)
        return all_of(connection)


@pytest.fixture(scope="module")
def has_the_headers(address):
    """Whether an answer has the headers of every answer."""
    [style] = re.findall("<style>(.*)</style>", asked(address, "GET", "/zh/")[1], re.DOTALL)
    return lambda answer: all(f"\r\n{name}: {value}\r\n".encode() in answer for name, value in secured(style).items())


# Whatever the first line is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"OPTIONS * HTTP/1.1", b"400"),
        (b"GET zh HTTP/1.1", b"400"),
        (b"GET ? HTTP/1.1", b"400"),
        (b"GET ?lang=zh HTTP/1.1", b"400"),
        (b"PRI * HTTP/1.1", b"400"),
        (b"CONNECT benefits.example:443 HTTP/1.1", b"400"),
        (b"CONNECT /zh/ HTTP/1.1", b"405"),
        (b"GET http://127.0.0.1/zh/ HTTP/1.1", b"400"),
        (b"GET // HTTP/1.1", b"404"),
        (b"GET /%ff%00/ HTTP/1.1", b"404"),
        (b"BREW /zh/ HTTP/1.1", b"400"),
        (b"GET /zh/", b"400"),
        (b"GET /\xff HTTP/1.1", b"400"),
        (b"GET  /zh/ HTTP/1.1", b"400"),
        (b"\x16\x03\x01", b"400"),
        (b"", b"400"),
    ],
)
def test_a_first_line_that_asks_for_nothing_here_is_refused_with_all_headers(address, has_the_headers, line, status):
    with logged() as found:
        answer = said(address, line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 " + status + b" ")
    assert has_the_headers(answer)
    assert found == []


WORDS = st.sampled_from(
    [b"GET", b"POST", b"OPTIONS", b"/", b"*", b"?", b"zh", b"/zh/", b"/api/v1/", b"//", b"%00", b"%"]
)
LINES = st.lists(WORDS | st.binary(max_size=3), max_size=6).map(b"".join)


@hypothesis.given(method=LINES | WORDS, target=LINES, version=st.sampled_from([b"1.1", b"1.0", b"2.0", b"9.9", b"x"]))
@hypothesis.settings(max_examples=150, deadline=None, derandomize=True, phases=[hypothesis.Phase.generate])
@hypothesis.example(b"PRI", b"*", b"2.0")
def test_whatever_the_first_line_is_nothing_fails_here(address, has_the_headers, method, target, version):
    line = method + b" " + target + b" HTTP/" + version
    with logged() as found:
        answer = said(address, line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert re.match(rb"HTTP/1\.1 (200|303|400|404|405|413|415) ", answer)
    assert has_the_headers(answer)
    assert found == []


# Slow and rude, continued -----------------------------------------------------------------------------------------


HEAD = b"POST /api/v1/screen HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "sent", [b"", HEAD, HEAD + b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{"], ids=len
)
def test_slow_clients_hurt_nobody_else_and_are_cut_in_time(monkeypatch, sent):
    monkeypatch.setattr(server, "REQUEST_SECONDS", 3)
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    with served(configured("127.0.0.1", 0)) as address, opened(address, 60, sent) as slow:
        assert [asked(address, "GET", "/zh/")[0] for _ in range(5)] == [200] * 5
        assert all(is_cut(each) for each in slow)


def test_a_client_that_asks_and_never_reads_is_cut_too(monkeypatch):
    monkeypatch.setattr(server, "REQUEST_SECONDS", 2)
    lost, lose = threading.Semaphore(0), server.Patient.connection_lost
    monkeypatch.setattr(server.Patient, "connection_lost", lambda self, exc: (lose(self, exc), lost.release()))
    config = configured("127.0.0.1", 0)
    config.app.openapi()  # made before, and not in the time of a request
    with served(config) as address, opened(address, 1, b"") as [rude]:
        rude.settimeout(0.2)
        with contextlib.suppress(OSError):
            for _ in range(400):
                rude.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert asked(address, "GET", "/zh/")[0] == 200
        assert all(lost.acquire(timeout=60) for _ in ("whoever asked once", "the rude one"))
        read = 0
        with contextlib.suppress(OSError):  # a connection that was cut may end in a reset
            while part := rude.recv(1 << 20):
                read += len(part)
        assert 0 < read < 400 * 50_000
        assert is_cut(rude)


def test_clients_that_never_read_lock_nobody_out(monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 10)
    unread = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 200
    with served(configured("127.0.0.1", 0)) as address, opened(address, 10, unread) as rude:
        for each in rude:  # until it is no more read from, as nothing is read of its answers
            each.settimeout(0.2)
            with contextlib.suppress(OSError):
                while True:
                    each.sendall(unread)
        assert [asked(address, "GET", "/zh/")[0] for _ in range(5)] == [200] * 5


class Wire(asyncio.Transport):
    """What a connection goes over; that it is cut is noted, and heard of later."""

    def __init__(self, cut):
        super().__init__()
        self.cut = cut

    def abort(self):
        self.cut.append(self)


def coming(count, computed=()):
    """So many connections, with an answer being computed for some: all of them, those cut, how many are counted."""
    config, state, cut = configured("127.0.0.1", 0), ServerState(), []

    async def come():
        wires = [Wire(cut) for _ in range(count)]
        for number, wire in enumerate(wires):
            patient = server.Patient(config, state, {})
            patient.connection_made(wire)
            if number in computed:
                patient.cycle = SimpleNamespace(more_body=False, response_started=False)
        return wires

    return asyncio.run(come()), cut, len(state.connections)


def test_many_connections_at_once_keep_to_the_limit(monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 10)
    wires, cut, counted = coming(25)
    assert cut == wires[:15]
    assert counted == 10


@pytest.mark.parametrize(("computed", "given_up"), [((), 0), ((0,), 1), ((0, 1), 2), ((0, 2), 1), ((0, 1, 2), 0)])
def test_the_oldest_gives_way_and_whoever_is_answered_last_of_all_but_never_who_comes(monkeypatch, computed, given_up):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 3)
    wires, cut, _ = coming(4, computed)
    assert [wires.index(each) for each in cut] == [given_up]


def test_a_connection_may_be_used_again_and_each_request_has_its_own_time(monkeypatch):
    clocks, start = [], server.Patient._start_clock

    def started(self):
        before = self.clock
        start(self)
        clocks.append((before is None or before.cancelled(), self.clock.when()))

    monkeypatch.setattr(server.Patient, "_start_clock", started)
    with (
        served(configured("127.0.0.1", 0)) as address,
        contextlib.closing(HTTPConnection(*address, timeout=60)) as connection,
    ):
        for _ in range(3):
            connection.request("GET", "/zh/")
            assert connection.getresponse().read()
    # One for the connection, and one after each answer: the earlier one does not run on.
    assert [is_over for is_over, _ in clocks] == [True] * 4
    ends = [end for _, end in clocks]
    assert ends == sorted(set(ends))


def test_headers_without_end_are_refused(address):
    with opened(address, 1, HEAD + b"X: " + b"x" * 40_000) as [rude]:
        assert rude.recv(65_536).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(("size", "status"), [(16 * 1024, b"200"), (16 * 1024 + 1, b"400"), (120_000, b"400")])
def test_headers_are_at_most_16_kb_in_however_many_pieces_they_come(address, size, status):
    line = b"GET /zh/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX: "
    assert said(address, line + b"x" * (size - len(line)) + b"\r\n\r\n").startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: ,chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Host: localhost\r\nContent-Length: 2\r\n\r\n{}",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"Content-Length: 2\n\n{}",
        b"X: a\nContent-Length: 2\r\n\r\n{}",
        b"X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
        b"Content-Length:\r\n\t2\r\n\r\n{}",
        b"Content-Length : 2\r\n\r\n{}",
        b"Upgrade: \0\r\nContent-Length: 2\r\n\r\n{}",
        b"Content-Length: +2\r\n\r\n{}",
    ],
    ids=[
        "two lengths",
        "no end of a chunk",
        "chunked twice",
        "another coding before",
        "an empty coding before",
        "another coding on a line before",
        "an empty line of codings before",
        "two hosts",
        "a length and chunks",
        "chunks and a length",
        "a bare line feed at the end",
        "a bare line feed",
        "a folded header",
        "a folded length",
        "a blank before the colon",
        "a zero byte in the name of another protocol",
        "a length with a sign",
    ],
)
def test_a_request_that_may_be_read_in_two_ways_is_refused(address, has_the_headers, rest):
    # A server in front might read it in the other way, and take the rest for somebody else's request.
    following = b"GET /zh/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with logged() as found:
        answer = said(address, HEAD + b"Content-Type: application/json\r\n" + rest + following)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert has_the_headers(answer)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert found == []


CHUNKS = HEAD + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
FOLLOWING = b"GET /zh/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def test_what_comes_after_a_body_in_chunks_is_not_taken_for_a_request(address):
    # Whoever reads another end of the chunks has another request behind them: there is none.
    answer = said(address, CHUNKS + b"0\r\n\r\n" + FOLLOWING)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1 ") == 1


async def keeps_every_connection(_, receive, send):
    """An application that reads all of a request and says nothing of its connection."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def test_a_connection_ends_after_a_body_in_chunks_whatever_the_application_says():
    config = configured("127.0.0.1", 0)
    with served(
        uvicorn.Config(keeps_every_connection, http=config.http, lifespan="off", log_config=None, access_log=False)
    ) as own:
        assert said(own, CHUNKS + b"0\r\n\r\n" + FOLLOWING).count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("end", [b"0\r\n\n", b"0\r\nX: a\n\n"])
def test_chunks_without_a_clear_end_are_refused(address, end):
    answer = said(address, CHUNKS + end + FOLLOWING)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_body_that_breaks_off_within_its_chunks_is_answered_once(address):
    # The guard waits for the rest of it, and would answer that it is too large.
    begun = HEAD + b"Transfer-Encoding: chunked\r\n\r\n11170\r\n" + b"x" * 0x11170 + b"\r\nno chunk"
    with logged() as found:
        answer = said(address, begun + b"\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert found == []


class Written:
    """A transport that notes what is sent in one call."""

    def __init__(self):
        self.calls = []
        self.write = self.calls.append
        self.close = lambda: self.calls.append("closed")


def test_the_head_of_an_answer_leaves_with_the_first_bytes_of_its_body():
    joined = server.Joined(wire := Written())
    for each in (b"HTTP/1.1 100 Continue\r\n\r\n", b"head ", b"body", b" and", b" more"):
        joined.write(each)
    assert wire.calls == [b"HTTP/1.1 100 Continue\r\n\r\n", b"head body", b" and", b" more"]


@pytest.mark.parametrize(("how", "sent"), [("end", [b"head"]), ("close", [b"head", "closed"])])
def test_the_head_of_an_answer_without_a_body_leaves_at_its_end(how, sent):
    joined = server.Joined(wire := Written())
    joined.write(b"head")
    getattr(joined, how)()
    assert wire.calls == sent


def test_a_request_for_the_head_alone_gets_it(address):
    assert asked(address, "HEAD", "/zh/") == (200, "")


def test_requests_that_come_together_are_answered_one_after_another(address):
    body = b'{"rule": "outpatient_pooling"}'
    post = b"POST /api/v1/amount HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    last = b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    answers = said(address, FOLLOWING + post + length + body + last)
    assert re.findall(rb"HTTP/1\.1 (...) ", answers) == [b"200", b"200", b"404"]
    assert b'"rule":"outpatient_pooling"' in answers


def test_of_requests_that_come_together_none_is_begun_before_its_turn(address, monkeypatch):
    waiting, begin = [], server.Framed.on_headers_complete

    def begun(self):
        begin(self)
        waiting.append(len(self.pipeline))

    monkeypatch.setattr(server.Framed, "on_headers_complete", begun)
    said(address, FOLLOWING * 9 + FOLLOWING.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert waiting == [0] * 10


def test_a_request_may_come_byte_by_byte(address):
    asks = HEAD + b"Content-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    with contextlib.closing(socket.create_connection(address, timeout=20)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(len(asks)):
            connection.sendall(asks[at : at + 1])
        assert all_of(connection).startswith(b"HTTP/1.1 200 ")


def test_what_begins_as_no_request_is_refused_at_once(address, has_the_headers):
    answer = said(address, b"\x16\x03\x01\x02\x00")  # as a browser begins that was told https
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert has_the_headers(answer)


UPGRADES = [
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
    b"UPGRADE: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\n",
]


@pytest.mark.parametrize("upgrade", UPGRADES, ids=["websocket", "h2c"])
def test_a_request_for_another_protocol_is_answered_in_this_one_with_its_body(address, upgrade):
    # Clients in Java ask for HTTP/2 in this way with every first request.
    body = b'{"rule": "outpatient_pooling"}'
    post = b"POST /api/v1/amount HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    last = b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    answers = said(address, post + upgrade + b"Content-Length: %d\r\n\r\n" % len(body) + body + last)
    assert re.findall(rb"HTTP/1\.1 (...) ", answers) == [b"200", b"404"]
    assert b'"rule":"outpatient_pooling"' in answers


def test_a_fragment_which_no_browser_sends_is_refused(address):
    assert said(address, b"GET /zh/#a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_a_request_without_the_name_of_a_host_is_refused(address):
    assert said(address, b"GET /zh/ HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_the_rest_of_a_body_that_is_too_large_is_not_waited_for(address):
    with opened(address, 1, HEAD + b"Content-Length: 70000\r\n\r\n{") as [connection]:
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")
        with contextlib.suppress(OSError):
            connection.sendall(b"x" * 69_999 + FOLLOWING)
        assert is_cut(connection)


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
