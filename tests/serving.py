"""A server of our own on loopback, for as long as a test lasts."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import date

import uvicorn

DAY = date(2023, 5, 1)
"""The day of the pages' tests, within the policy's dates."""


@contextmanager
def served(config):
    """A server of our own on a free port of loopback; its address."""
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
