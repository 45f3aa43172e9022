"""The middleware between the network and the application: accepted hosts, size and time limits, security headers.

A body is read completely, within its time and size limits, before the application sees it. Errors inside are reported
without any of the input.
"""

import asyncio
import logging
import traceback
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benefitcalc.text.message import Problem
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import Stopped, failure
from benefitcalc.web.replies.rendering import STYLE_HASH

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names of the machine itself. A foreign page that points its own name to this machine sends another host name."""

log = logging.getLogger("benefitcalc.web")


LARGER = {"/api/v1/year": 512 * 1024, "/api/v1/batch": 1024 * 1024, "/zh/ask": 512 * 1024, "/en/ask": 512 * 1024}
"""Where more is sent: a year of visits, many people, and a step that carries what was typed into its fields."""


@dataclass(frozen=True)
class Limits:
    """The limits: body size in bytes (by path), seconds to send a request, seconds to answer it, and workers."""

    body: int = 64 * 1024
    bodies: Mapping[str, int] = field(default_factory=lambda: dict(LARGER))
    receive_seconds: float = 10
    answer_seconds: float = 10
    threads: int = 2
    waiting: int = 256


SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src '{STYLE_HASH}'; img-src data:; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


SECURED = [(name.encode(), value.encode()) for name, value in SECURITY.items()]


CLOSE = (b"connection", b"close")


class Guard:
    """The outermost middleware."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: Collection[str]) -> None:
        self.app = app
        self.limits = limits
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun, is_head = False, scope["method"] == "HEAD"
        # A proxy in front may have seen another end of a chunked body, so nothing after it is read.
        closing = [CLOSE] if b"transfer-encoding" in dict(scope["headers"]) else []
        if is_head:  # HEAD is answered as GET without a body
            scope = {**scope, "method": "GET"}

        async def secured(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                own = dict(message["headers"])  # interview pages have a cache policy of their own
                secured_with = [each for each in SECURED if each[0] not in own]
                message["headers"] = [*message["headers"], *secured_with, *closing]
            elif is_head:
                message["body"] = b""
            await send(message)

        try:
            self._look_at(scope)
            body = await self._body(scope, receive)
            await self.app(scope, _again(body, receive), secured)
        except _Gone:
            return
        except Stopped as stopped:
            await failure(scope, stopped.status, [Problem((), stopped.says)])(scope, receive, secured)
        except Exception as error:
            # No message and no values: they may be personal.
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("%s in %s, line %s", type(error).__name__, last.name, last.lineno)  # noqa: TRY400
            if not has_begun:
                await failure(scope, 500, [Problem((), texts.FAILED)])(scope, receive, secured)

    def _look_at(self, scope: Scope) -> None:
        if not scope["path"].startswith("/"):
            raise Stopped(400, texts.NO_PATH)
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name, colon, port = host.rpartition(":")
        if (name if colon and port.isdigit() else host) not in self.hosts:
            raise Stopped(400, texts.OTHER_HOST)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._most(scope):
            raise self._too_large(scope)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self.limits.receive_seconds):
                return await self._received(scope, receive)
        except TimeoutError:
            raise Stopped(408, texts.TOO_SLOW) from None

    async def _received(self, scope: Scope, receive: Receive) -> bytes:
        body, is_more = bytearray(), True
        while is_more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            body += message.get("body", b"")
            is_more = message.get("more_body", False)
            if len(body) > self._most(scope):
                raise self._too_large(scope)
        return bytes(body)

    def _most(self, scope: Scope) -> int:
        return self.limits.bodies.get(scope["path"], self.limits.body)

    def _too_large(self, scope: Scope) -> Stopped:
        return Stopped(413, texts.too_large(self._most(scope) // 1024))


class _Gone(Exception):
    """The client has closed the connection."""


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a receive function that replays the body that was read, then continues with the network."""
    is_read = False

    async def replay() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        is_read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
