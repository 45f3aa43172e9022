"""Put somewhere: the command `serve` as a process, how it ends, what it writes, and behind a proxy."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from serving import DAY, served

import benefitcalc as bc
from benefitcalc.cli.main import _parser
from benefitcalc.web import server
from benefitcalc.web.server import configured
from benefitcalc.web.serving.middleware import LARGER

PAGE = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


def asked(address, method, path, body=None, **headers):
    """The status, the headers and the text of an answer."""
    with contextlib.closing(HTTPConnection(*address, timeout=30)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@contextlib.contextmanager
def program(*flags):
    """`benefitcalc serve` as a process of its own, and where it listens."""
    port = free_port()
    command = [sys.executable, "-m", "benefitcalc", "serve", "--port", str(port), *flags]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    try:
        while not listens(port):
            assert running.poll() is None, running.stdout.read()
            time.sleep(0.01)
        yield running, ("127.0.0.1", port)
    finally:
        running.kill()
        running.communicate()


def connected(address):
    return contextlib.closing(socket.create_connection(address, timeout=30))


def listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


# How it ends, and what it writes ----------------------------------------------------------------------------------


def test_told_to_end_it_answers_what_was_begun_and_takes_nothing_new():
    body = b'{"rule": "outpatient_pooling"}'
    head = b"POST /api/v1/estimate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with program() as (running, address), connected(address) as begun, connected(address) as idle:
        begun.sendall(head + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body))
        assert begun.recv(100).startswith(b"HTTP/1.1 100 ")  # so the request is being read
        idle.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert idle.recv(65_536).startswith(b"HTTP/1.1 200 ")
        running.send_signal(signal.SIGTERM)
        while idle.recv(65_536):  # the rest of its answer, and then its end
            pass
        assert not listens(address[1])
        begun.sendall(body)
        assert begun.recv(65_536).startswith(b"HTTP/1.1 200 ")
        assert running.wait(timeout=30) == -signal.SIGTERM


def test_no_answered_fact_stands_in_what_it_writes():
    # Of each way in a fact that nobody else would write: taken, refused, not understood, too large, in an address.
    form = "who=self&need=treatment&outpatient_cost=8213.01&asked=age&given=8213.02&do=next"
    with program() as (running, address):
        asked(address, "POST", "/zh/ask", form, **FORM)
        asked(address, "POST", "/zh/ask", "age=8213.03&" * 20_000, **FORM)
        for path in ("estimate", "screen", "household", "settle", "year"):
            asked(
                address, "POST", f"/api/v1/{path}", '{"facts": {"age": "8213.04"}, "members": {"8213.05": 1}}', **JSON
            )
            asked(address, "POST", f"/api/v1/{path}", "{8213.06", **JSON)
        asked(address, "GET", "/zh/?age=8213.07")
        with connected(address) as rude:
            rude.sendall(b"8213.08\r\n\r\n")
            rude.recv(65_536)
        running.send_signal(signal.SIGTERM)
        written, _ = running.communicate(timeout=30)
    assert written.splitlines() == [f"http://127.0.0.1:{address[1]}/"]


# Whether it is up -------------------------------------------------------------------------------------------------


def test_health_says_the_version_the_day_and_the_documents_and_nothing_else(client):
    answer = client.get("/health")
    documents = {name: bc.policy(name).digest for name in bc.policies()}
    assert answer.json() == {"version": bc.__version__, "day": DAY.isoformat(), "documents": documents}
    assert answer.headers["cache-control"] == "no-store"


def test_health_is_told_under_a_name_of_it_alone(client):
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 400


def test_health_can_be_asked_for_without_what_it_says(client):
    answer = client.head("/health")
    assert (answer.status_code, answer.content) == (200, b"")


# Behind a proxy ---------------------------------------------------------------------------------------------------


async def echo(scope, receive, send):
    """Whose request it is, and by which scheme it came, as the application is told."""
    told = f"{scope['client'][0]} {scope['scheme']}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(told))]})
    await send({"type": "http.response.body", "body": told})


@pytest.mark.parametrize(
    ("proxy", "told"),
    [
        (None, "127.0.0.1 http"),
        ("127.0.0.1", "192.0.2.7 https"),
        ("127.0.0.0/8", "192.0.2.7 https"),
        ("10.0.0.1", "127.0.0.1 http"),
    ],
)
def test_whose_request_it_is_is_taken_from_the_proxy_alone(monkeypatch, proxy, told):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    config = configured("127.0.0.1", 0, behind_proxy=proxy)
    config.app = echo
    forwarded = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https"}
    with served(config) as address:
        assert asked(address, "GET", "/", **forwarded)[2] == told


def test_the_proxy_has_no_say_under_which_name_it_is_asked_for():
    with served(configured("127.0.0.1", 0, ("benefits.example",), behind_proxy="127.0.0.1")) as address:
        forwarded = {"x-forwarded-host": "benefits.example", "forwarded": "host=benefits.example"}
        assert asked(address, "GET", "/zh/", host="evil.example", **forwarded)[0] == 400
        assert asked(address, "GET", "/zh/", host="benefits.example")[0] == 200


# The very block of the page ---------------------------------------------------------------------------------------


def block(language):
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def test_the_command_of_the_unit_is_understood_and_listens_on_this_machine_alone():
    [command] = re.findall(r"^ExecStart=\S+/benefitcalc (.*)$", block("ini"), re.MULTILINE)
    asked = _parser("en").parse_args(command.split())
    assert (asked.host, asked.port, asked.behind_proxy) == ("127.0.0.1", 8000, "127.0.0.1")
    assert asked.allow_host == re.findall(r"server_name (.*);", block("nginx"))


def test_the_unit_waits_longer_than_what_was_begun_is_answered():
    [seconds] = re.findall(r"^TimeoutStopSec=(\d+)$", block("ini"), re.MULTILINE)
    assert int(seconds) > configured("127.0.0.1", 0).timeout_graceful_shutdown == server.REQUEST_SECONDS


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """nginx on loopback with the block of the page, in front of the server; where it listens."""
    command = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if command is None:
        if os.environ.get("BENEFITCALC_REQUIRE_NGINX") == "1":
            pytest.fail("nginx is not installed here")
        pytest.skip("nginx is not installed here (Debian: apt-get install nginx)")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    config = configured("127.0.0.1", 0, ("benefits.example",), behind_proxy="127.0.0.1")
    config.app.state.day = lambda: DAY
    with served(config) as (_, behind):
        own = block("nginx").replace("listen 80;", f"listen 127.0.0.1:{port};").replace(":8000", f":{behind}")
        main = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{\n{own}\n}}"
        (folder / "nginx.conf").write_text(main, encoding="utf-8")
        running = subprocess.Popen([command, "-p", str(folder), "-c", str(folder / "nginx.conf")])
        try:
            while not listens(port):
                time.sleep(0.01)
                assert running.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            yield ("127.0.0.1", port), folder / "error.log"
        finally:
            running.terminate()
            running.wait()


def through(nginx, method, path, body=None, **headers):
    return asked(nginx[0], method, path, body, **{"host": "benefits.example", **headers})


def test_the_page_and_the_api_are_reached_through_nginx(nginx):
    status, headers, text = through(nginx, "GET", "/zh/")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert "<html" in text
    asks = '{"rule": "outpatient_pooling", "facts": {"has_resident_insurance": true, "outpatient_cost": 800}}'
    status, _, text = through(nginx, "POST", "/api/v1/estimate", asks, **JSON)
    # 75 % of what is above 50 yuan.
    assert (status, json.loads(text)["estimate"]["amount"]) == (200, "562.50")


def test_another_name_is_refused_through_nginx_with_a_sentence(nginx):
    status, _, text = through(nginx, "GET", "/en/", host="evil.example")
    assert (status, "this service does not go by that name" in text) == (400, True)


def test_a_body_that_is_too_large_is_refused_by_nginx_and_a_smaller_one_by_the_server(nginx):
    assert through(nginx, "POST", "/zh/ask", "a" * 1100 * 1024, **FORM)[0] == 413
    status, _, text = through(nginx, "POST", "/api/v1/estimate", "a" * 100 * 1024, **JSON)
    assert (status, "at most 64 kB" in text) == (413, True)


def test_the_largest_body_that_the_server_takes_passes_nginx(nginx):
    asks = '{"rule": "outpatient_pooling", "people": [{"outpatient_cost": 800}]}'.ljust(max(LARGER.values()))
    assert through(nginx, "POST", "/api/v1/batch", asks, **JSON)[0] == 200


def test_nginx_writes_no_body_to_its_log_or_to_a_file(nginx):
    through(nginx, "POST", "/zh/ask", f"age=8213&{'a' * 400 * 1024}", **FORM)
    through(nginx, "POST", "/zh/ask", f"age=8213&{'a' * 1100 * 1024}", **FORM)
    written = nginx[1].read_text(encoding="utf-8")
    assert "8213" not in written
    assert "buffered to a temporary file" not in written


def test_who_asks_too_often_is_told_to_wait_by_nginx(nginx):
    assert 429 in {through(nginx, "GET", "/health")[0] for _ in range(60)}
