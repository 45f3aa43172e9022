"""The server of the Model Context Protocol: tools and resources, over standard input and output or HTTP."""

import asyncio
import logging
from functools import partial
from typing import Any

import uvicorn
from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from benefitcalc.assistant.resources import resources
from benefitcalc.assistant.tools import Answer, language_of, refused, tools
from benefitcalc.engine.provenance import library_version
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Refused, language

INSTRUCTIONS = (
    "Estimates of social benefits in Zibo, Shandong, exact to the fen. Give only facts that the person said; leave "
    "out the others. An estimate with unknown facts is a range, and `ask` has the questions that decide it. Tell the "
    "person whether the document is in force, announced or expired. Amounts of different periods are never added. An "
    "estimate decides nothing: the office's decision prevails; the line 12345 answers questions."
)

MOST_BYTES = 64 * 1024
"""The longest body of a request over HTTP."""


def create_server(lang: str | None = None) -> Server[Any]:
    """The server with a tool for each rule; answers are in ``lang`` (``zh``, ``en``) unless a call asks for another."""
    said = language(lang)
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # it would print arguments, and so facts about a person
    return Server(
        "benefitcalc",
        version=library_version(),
        instructions=INSTRUCTIONS,
        on_list_tools=partial(_list_tools, said),
        on_call_tool=partial(_call_tool, said),
        on_list_resources=partial(_list_resources, said),
        on_read_resource=partial(_read_resource, said),
    )


def serve_stdio(lang: str | None = None) -> None:
    """Serve one client over standard input and output until it closes them."""
    server = create_server(lang)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    asyncio.run(run())


def serve_http(port: int = 8001, lang: str | None = None) -> None:
    """Serve clients on this machine over HTTP at ``/mcp``, each request by itself, until interrupted."""
    uvicorn.Server(configured(port, lang)).run()


def configured(port: int, lang: str | None = None) -> uvicorn.Config:
    """The server over HTTP: it logs no request, keeps no session, and answers under the names of this machine only."""
    app = create_server(lang).streamable_http_app(
        stateless_http=True, json_response=True, max_request_body_size=MOST_BYTES, host="127.0.0.1"
    )
    return uvicorn.Config(
        app, host="127.0.0.1", port=port, access_log=False, log_level="error", server_header=False, ws="none"
    )


async def _list_tools(lang: Language, _: Any, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    hints = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    return types.ListToolsResult(
        tools=[
            types.Tool(
                name=name,
                title=tool.title.explain(lang),
                description=tool.description,
                input_schema=tool.schema,
                annotations=hints,
            )
            for name, tool in tools(lang).items()
        ]
    )


async def _call_tool(lang: Language, _: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
    return await asyncio.to_thread(_answered_call, lang, asked.name, asked.arguments or {})


def _answered_call(lang: Language, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    tool = tools(lang).get(name)
    if tool is None:
        raise MCPError(types.INVALID_PARAMS, f"there is no tool of this name; there are: {', '.join(tools(lang))}")
    try:
        return _call_result(tool.call(arguments, lang))
    except Refused as refusal:
        return _call_result(refused(refusal, arguments, language_of(arguments, lang)), is_error=True)


def _call_result(answer: Answer, *, is_error: bool = False) -> types.CallToolResult:
    words = types.TextContent(type="text", text=answer.says)
    return types.CallToolResult(content=[words], structured_content=answer.data, is_error=is_error)


async def _list_resources(lang: Language, _: Any, __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
    return types.ListResourcesResult(
        resources=[
            types.Resource(uri=uri, name=uri.rpartition("/")[2], title=each.title, mime_type="application/toml")
            for uri, each in resources(lang).items()
        ]
    )


async def _read_resource(lang: Language, _: Any, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
    found = resources(lang).get(str(asked.uri))
    if found is None:
        raise MCPError(types.INVALID_PARAMS, f"there is no such resource; there are: {', '.join(resources(lang))}")
    text = types.TextResourceContents(uri=asked.uri, mime_type="application/toml", text=found.read())
    return types.ReadResourceResult(contents=[text])
