"""A server on loopback for the duration of a test."""

import logging
import socket
import threading
import time
from base64 import b64encode
from contextlib import contextmanager
from datetime import date
from hashlib import sha256

import uvicorn

DAY = date(2023, 5, 1)
"""The day of the pages' tests, within the policy's dates."""

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'sha256-{style}'; img-src data:; form-action 'self'; frame-ancestors 'none'; "
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
"""The headers of every answer, as docs/web.md states; the style is that of the pages."""


def secured(style):
    """The headers of every answer, for pages of this style."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return {name: value.replace("{style}", digest) for name, value in HEADERS.items()}


@contextmanager
def logged():
    """What a server logs meanwhile, at any level."""
    found = []

    class Listening(logging.Handler):
        def emit(self, record):
            found.append(record.getMessage())

    listening = Listening()
    names = ("uvicorn.error", "asyncio", "benefitcalc.web")
    for name in names:
        logging.getLogger(name).addHandler(listening)
    yield found
    for name in names:
        logging.getLogger(name).removeHandler(listening)


@contextmanager
def served(config):
    """Start a server on a free port of loopback, and return its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
