"""Serve on a port, so that a slow or hostile client does not block other clients."""

import asyncio
import re
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from benefitcalc.web.app import create_app
from benefitcalc.web.replies import texts
from benefitcalc.web.serving.middleware import CLOSE, LOOPBACK, SECURED

REQUEST_SECONDS = 30.0
"""The time limit from the first byte of a request to the last byte of its answer, in seconds; then it is cut."""

MOST_CONNECTIONS = 500
"""The greatest number of connections. One more closes the oldest, preferably one without a running computation."""

MOST_HEAD = 16 * 1024
"""The greatest size of the request line and the headers, in bytes."""

_LOOSE = re.compile(rb"(?<!\r)\n|\n[ \t]")
"""A line without a carriage return at its end, or a folded line."""


class Strict(h11.Connection):
    """A connection with a single way to parse a request, and a short head.

    h11 alone checks the length of a head only while the head is incomplete.
    """

    head = b""
    """The head of an answer, which leaves with the first bytes of its body: one call of the system, not two."""

    def send(self, event: h11.Event) -> bytes:  # type: ignore[override]  # h11 has None in place of no bytes
        """Return the bytes to send."""
        written = super().send(event) or b""
        if isinstance(event, h11.Response):
            self.head = written
            return b""
        head, self.head = self.head, b""
        return head + written

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return the next event; h11.RemoteProtocolError for a request that is not accepted."""
        if self.their_state is h11.IDLE:
            head, _, _ = self.trailing_data[0].partition(b"\r\n\r\n")
            if len(head) > MOST_HEAD or _LOOSE.search(head):
                raise h11.RemoteProtocolError("a head that is too long, or whose lines have no clear end")
        event = super().next_event()
        if isinstance(event, h11.Request) and {b"content-length", b"transfer-encoding"} <= dict(event.headers).keys():
            raise h11.RemoteProtocolError("a body of two lengths")
        return event


class Patient(H11Protocol):
    """A connection with a time limit for the whole request.

    uvicorn limits the time after an answer, but not the time before it.
    """

    clock: asyncio.TimerHandle | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.conn = Strict(h11.SERVER, MOST_HEAD)

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
        start = h11.Response(status_code=400, headers=[kind, length, *SECURED, CLOSE], reason=b"Bad Request")
        for event in (start, h11.Data(data=says), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))
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
        log_level="warning",
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
