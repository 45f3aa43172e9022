"""The server by the protocol's own client: over standard input and output, and over HTTP on loopback."""

import asyncio
import logging
import socket
import sys
from contextlib import contextmanager

import httpx2 as httpx
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from serving import logged, served

import benefitcalc as bc
from benefitcalc.assistant.server import MOST_BYTES, configured, create_server
from benefitcalc.policy.loading import policies

HOME = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000"}
COMMAND = StdioServerParameters(command=sys.executable, args=["-m", "benefitcalc", "mcp", "--lang", "en"])


@contextmanager
def over_http():
    with served(configured(0, "en")) as (host, port):
        yield f"http://{host}:{port}/mcp"


def asked(client, ask):
    """What ``ask`` gets of a client."""

    async def run():
        async with Client(client) as connected:
            return await ask(connected)

    return asyncio.run(run())


async def exchange(client):
    """An assistant that does not know the stars asks, is told what to ask, and calls again with the answer."""
    found = await client.call_tool("care_home_subsidy", {"facts": HOME, "on": "2023-05-01"})
    [question] = found.structured_content["ask"]
    facts = {**HOME, question["fact"]: "2 stars"}
    return question["question"], await client.call_tool("care_home_subsidy", {"facts": facts, "on": "2023-05-01"})


def check(question, found):
    assert question == "How many stars does the care home have (1 to 5, or 0 if it has not been rated)?"
    assert not found.is_error
    assert found.structured_content["amount"] == "28800.00"  # 80 % of 36,000


def test_over_standard_input_and_output_an_unknown_fact_leads_to_its_question():
    check(*asked(stdio_client(COMMAND), exchange))


def test_over_http_an_unknown_fact_leads_to_its_question():
    with over_http() as address:
        check(*asked(address, exchange))


def test_a_refusal_is_an_error_of_the_tool_with_every_problem():
    async def ask(client):
        return await client.call_tool("care_home_subsidy", {"facts": {"age": -1, "care_ned": "full"}})

    found = asked(create_server("en"), ask)
    assert found.is_error
    assert [each["path"] for each in found.structured_content["problems"]] == [["care_ned"], ["age"]]


def test_a_refusal_is_in_the_language_that_the_call_asks_for():
    async def ask(client):
        return await client.call_tool("screen", {"facts": {"age": -1}, "lang": "zh"})

    assert "不是 0 到 150 的整数" in asked(create_server("en"), ask).content[0].text


def test_the_tools_are_the_rules_and_four_more():
    async def ask(client):
        return [tool.name for tool in (await client.list_tools()).tools]

    rules = [rule.name for rule in bc.RULES]
    assert asked(create_server("en"), ask) == [*rules, "screen", "settle", "explain", "law_on"]


def test_an_unknown_tool_and_an_unknown_resource_are_errors_that_name_what_there_is():
    async def ask(client):
        for refuse in (client.call_tool("none", {}), client.read_resource("benefitcalc://none")):
            with pytest.raises(MCPError, match=r"there are: .*"):
                await refuse

    asked(create_server("en"), ask)


def test_every_document_and_the_law_map_are_resources():
    async def ask(client):
        listed = [each.uri for each in (await client.list_resources()).resources]
        return listed, [(await client.read_resource(uri)).contents[0].text for uri in listed]

    listed, texts = asked(create_server("zh"), ask)
    assert listed == [*(f"benefitcalc://policies/{name}" for name in policies()), "benefitcalc://law-map"]
    assert all(f'id = "{name}"' in text for name, text in zip(policies(), texts[:-1], strict=True))
    assert "[[parts.statements]]" in texts[-1]


def test_over_http_a_foreign_host_and_a_long_body_are_refused():
    with over_http() as address:
        headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
        assert httpx.post(address, headers={**headers, "host": "elsewhere.example"}, content="{}").status_code == 421
        assert httpx.post(address, headers=headers, content="x" * (MOST_BYTES + 1)).status_code == 413


def test_nothing_that_was_given_is_logged(caplog):
    caplog.set_level(logging.DEBUG)

    async def ask(client):
        await client.call_tool("care_home_subsidy", {"facts": {"age": "secret82"}})
        await client.call_tool("screen", {"facts": "secret82"})

    with over_http() as address:
        asked(address, ask)
    assert "secret82" not in caplog.text


@pytest.mark.parametrize("line", [b"no request", b"CONNECT /mcp HTTP/1.1", b"GET /mcp HTTP/9.9"])
def test_what_a_stranger_sends_over_http_adds_nothing_to_the_log(line):
    with (
        served(configured(0, "en")) as address,
        logged() as found,
        socket.create_connection(address, timeout=20) as stranger,
    ):
        stranger.sendall(line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert stranger.recv(65_536).startswith(b"HTTP/1.1 4")
    assert found == []
