"""Serving on a port, so that whoever is slow or rude is in nobody's way."""

import asyncio

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from benefitcalc.web.app import create_app
from benefitcalc.web.guard import LOOPBACK

REQUEST_SECONDS = 30.0
"""So long a request may take from its first byte to the last of its answer; then the connection is cut."""

MOST_CONNECTIONS = 500
"""So many connections are kept; one more costs the oldest whose request has not come whole."""


class Patient(H11Protocol):
    """A connection that is patient within bounds.

    uvicorn has a time limit for what comes after an answer and none for what comes before it.
    """

    clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Start the clock, and make room."""
        super().connection_made(transport)
        self._start_clock()
        if len(self.connections) > MOST_CONNECTIONS:
            waiting = [each for each in self.connections if isinstance(each, Patient) and each.is_waiting]
            min(waiting, key=lambda each: each.arrived).transport.abort()

    def on_response_complete(self) -> None:
        """Start the clock anew for the next request."""
        self._start_clock()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    @property
    def is_waiting(self) -> bool:
        """Whether the next request has not come whole yet."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def _start_clock(self) -> None:
        self._stop_clock()
        self.arrived = self.loop.time()
        self.clock = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_clock(self) -> None:
        if self.clock is not None:
            self.clock.cancel()


def serve(host: str = "127.0.0.1", port: int = 8000, *, hosts: tuple[str, ...] = ()) -> None:
    """Serve the page and the API until interrupted.

    ``hosts`` are further names under which it may be asked for, such as that of a machine in front of it.
    """
    uvicorn.Server(configured(host, port, hosts)).run()


def configured(host: str, port: int, hosts: tuple[str, ...] = ()) -> uvicorn.Config:
    """How uvicorn serves: it logs no request, and takes nobody's word for who is in front of it."""
    return uvicorn.Config(
        create_app(hosts=(*LOOPBACK, *_names(host), *hosts)),
        host=host,
        port=port,
        http=Patient,
        ws="none",
        lifespan="off",
        loop="asyncio",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=16 * 1024,
    )


def _names(host: str) -> tuple[str, ...]:
    """The name under which an address is asked for; "everywhere" is none."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - to leave it out
        return ()
    return (f"[{host}]" if ":" in host else host,)
