"""Serve on a port, so that a slow or hostile client does not block other clients."""

import asyncio
import re
from math import inf

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from benefitcalc.web.app import create_app
from benefitcalc.web.replies import texts
from benefitcalc.web.serving.middleware import CLOSE, LOOPBACK, SECURED

REQUEST_SECONDS = 30.0
"""The time limit from the first byte of a request to the last byte of its answer, in seconds; then it is cut."""

MOST_CONNECTIONS = 500
"""The greatest number of connections. One more closes the oldest, preferably one without a running computation."""

MOST_HEAD = 16 * 1024
"""The greatest size of the request line and the headers, in bytes."""

_HEAD = re.compile(rb"[!-~]+ /[!\"$-~]* HTTP/1\.[01](?:\r\n[^\s:]+:[^\r\n]*)*")
"""The request line and the headers, each on a line of its own; the parser checks the signs."""

_UPGRADE = re.compile(rb"\r\nupgrade:[\t -~]*(?=\r|\Z)", re.IGNORECASE)
"""The header that asks for another protocol, of which none is spoken here; the parser would skip the body."""


class Joined:
    """Where one answer is written: its head leaves with the first bytes of its body, by one call of the system."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.head: bytes | None = None
        """What waits for the next bytes; None before the head."""

    def write(self, data: bytes) -> None:
        """Send the bytes, or keep them if they are the head."""
        if self.head is None and not data.startswith(b"HTTP/1.1 100 "):
            self.head = data
        else:
            self.transport.write((self.head or b"") + data)
            self.head = self.head and b""

    def close(self) -> None:
        """Send what waits, then close the connection."""
        self.end()
        self.transport.close()

    def end(self) -> None:
        """Send what waits: the head of an answer without a body."""
        if self.head:
            self.write(b"")

    def is_closing(self) -> bool:
        """Whether the connection is being closed."""
        return self.transport.is_closing()


class Framed(HttpToolsProtocol):
    """A connection with a single way to parse a request, and a short head.

    The parser takes some heads that have no clear end, and heads of any length. So it is given whole heads that have
    one, and one request after another.
    """

    held = b""
    """What was received and not parsed yet."""

    left: float = 0
    """How many bytes of the body are to come; one in chunks is the last on its connection."""

    def data_received(self, data: bytes) -> None:
        """Parse what can be parsed."""
        self._unset_keepalive_if_required()
        self.held += data
        self._parse()

    def on_headers_complete(self) -> None:
        """Begin a request; an exception is an error of the parser, which refuses it."""
        names = [name for name, _ in self.headers]
        if names.count(b"host") != 1:
            raise ValueError("no host, or two of them")
        codings = [value.lower() for name, value in self.headers if name == b"transfer-encoding"]
        if codings not in ([], [b"chunked"]):
            raise ValueError("a coding of the body that is not decoded here")
        lengths = [int(value) for name, value in self.headers if name == b"content-length"]
        self.left = inf if codings else sum(lengths)
        super().on_headers_complete()
        self.joined = Joined(self.transport)
        self.cycle.transport = self.joined  # type: ignore[assignment]  # all of a transport that an answer needs
        # What comes after a body in chunks is not framed, and after CONNECT nothing is parsed.
        if codings or self.parser.should_upgrade():
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """Go on with the next request, unless this one was answered before its end."""
        self.joined.end()
        if self.left:
            self.transport.close()
        super().on_response_complete()
        self._parse()

    def _parse(self) -> None:
        while self.held and not self.transport.is_closing() and (size := self._size()):
            piece, self.held = self.held[:size], self.held[size:]
            super().data_received(piece)

    def _size(self) -> int:
        """How much can be parsed now: a part of a body, or a whole head once the answer before it has left."""
        if self.left:
            size = int(min(self.left, len(self.held)))
            self.left -= size
            return size
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            self.flow.pause_reading()
            return 0
        head, end, rest = self.held.partition(b"\r\n\r\n")
        if len(head) > MOST_HEAD or not (_HEAD.fullmatch(head) if end else head[:1].isalpha()):
            self.send_400_response("")
            return 0
        if not end:
            return 0
        head = _UPGRADE.sub(b"", head) + end
        self.held = head + rest
        return len(head)


class Patient(Framed):
    """A connection with a time limit for the whole request.

    uvicorn limits the time after an answer, but not the time before it.
    """

    clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start the timer, and close another connection if there are too many."""
        super().connection_made(transport)
        self._start_clock()
        if len(self.connections) > MOST_CONNECTIONS:
            others = [each for each in self.connections if isinstance(each, Patient) and each is not self]
            oldest = min(others, key=lambda each: (not each.is_idle, each.arrived))
            self.connections.discard(oldest)  # its connection_lost runs later, and it must not be counted until then
            oldest.transport.abort()

    def on_response_complete(self) -> None:
        """Restart the timer for the next request."""
        self._start_clock()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._stop_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own text, in one language
        """Refuse a request that cannot be parsed, with the headers of every other answer."""
        if self.cycle is not None:  # the request still waits for the rest of its body
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        says = "\n".join([texts.STATUS[400].explain("zh"), texts.STATUS[400].explain("en"), ""]).encode()
        kind, length = (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(says)).encode())
        lines = [b"HTTP/1.1 400 Bad Request", *(b": ".join(each) for each in (kind, length, *SECURED, CLOSE)), b""]
        self.transport.write(b"\r\n".join([*lines, says]))
        self.transport.close()

    @property
    def is_idle(self) -> bool:
        """Whether no answer is being computed: the request is incomplete, or its answer is being sent."""
        cycle: RequestResponseCycle | None = self.cycle
        return self.flow.write_paused or cycle is None or cycle.more_body or cycle.response_started

    def _start_clock(self) -> None:
        self._stop_clock()
        self.arrived = self.loop.time()
        self.clock = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_clock(self) -> None:
        if self.clock is not None:
            self.clock.cancel()


def serve(
    host: str = "127.0.0.1", port: int = 8000, *, hosts: tuple[str, ...] = (), behind_proxy: str | None = None
) -> None:
    """Serve the page and the API until interrupted or told to end; requests that were begun are answered first.

    ``hosts`` are further names under which it may be asked for, such as that of a machine in front of it.
    ``behind_proxy`` is the address or the network of a proxy: from it alone whose request it is, and by which scheme it
    came, is taken (``X-Forwarded-For``, ``X-Forwarded-Proto``).
    """
    uvicorn.Server(configured(host, port, hosts, behind_proxy)).run()


def configured(host: str, port: int, hosts: tuple[str, ...] = (), behind_proxy: str | None = None) -> uvicorn.Config:
    """How uvicorn serves: it logs no request, and takes nobody's word but the proxy's for whose request it is."""
    return uvicorn.Config(
        create_app(hosts=(*LOOPBACK, *_host_names(host), *hosts)),
        host=host,
        port=port,
        http=Patient,
        ws="none",
        lifespan="off",
        loop="asyncio",
        access_log=False,
        log_level="error",  # a warning is about what a client sent, and would let it fill the log
        proxy_headers=behind_proxy is not None,
        forwarded_allow_ips=behind_proxy or "",  # else uvicorn takes it from the environment
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=int(REQUEST_SECONDS),
    )


def _host_names(host: str) -> tuple[str, ...]:
    """Return the host name of an address; "all interfaces" has none."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - only compared
        return ()
    return (f"[{host}]" if ":" in host else host,)
