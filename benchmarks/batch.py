"""People per second over HTTP: one call per person, with all details or the amount alone, and 1,000 people per call.

python benchmarks/batch.py

The server is a separate process on loopback with one worker; the client keeps one connection. All people are
different. Rounds of the three alternate. The output has the median and the 99th percentile of a call.
"""

import json
import random
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from statistics import median

ROUNDS, SINGLE, MANY = 5, 300, 1_000
PATHS = {"all": "/api/v1/estimate", "amount": "/api/v1/estimate?detail=amount", "batch": "/api/v1/batch"}


def person(draw):
    return {
        "age": draw.randint(50, 100),
        "care_need": draw.choice(["none", "partial", "full"]),
        "is_in_economic_hardship": draw.choice([True, False]),
        "care_home_stars": draw.randint(0, 5),
        "care_home_cost": f"{draw.randint(0, 10_000_000) / 100:.2f}",
    }


def called(connection, path, body):
    began = time.perf_counter()
    connection.request("POST", path, json.dumps(body), {"content-type": "application/json"})
    answer = connection.getresponse()
    told = answer.read()
    assert answer.status == 200, told[:300]
    return time.perf_counter() - began


def measured(connection, kind, draw):
    """Return the seconds of each call of a round, and the number of people."""
    asked = {"rule": "care_home_subsidy", "on": "2023-05-01"}
    if kind == "batch":
        return [called(connection, PATHS[kind], {**asked, "people": [person(draw) for _ in range(MANY)]})], MANY
    return [called(connection, PATHS[kind], {**asked, "facts": person(draw)}) for _ in range(SINGLE)], SINGLE


def connected(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.2)
        else:
            return HTTPConnection("127.0.0.1", port)
    raise SystemExit("the server does not answer")


def main():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "benefitcalc", "serve", "--port", str(port)])
    try:
        connection, draw = connected(port), random.Random(1)
        for kind in PATHS:
            measured(connection, kind, draw)
        seconds, people = {kind: [] for kind in PATHS}, {kind: [] for kind in PATHS}
        for _ in range(ROUNDS):
            for kind in PATHS:
                calls, number = measured(connection, kind, draw)
                seconds[kind] += calls
                people[kind].append(number / sum(calls))
    finally:
        server.terminate()
        server.wait()
    for kind, rates in people.items():
        slowest = sorted(seconds[kind])[int(len(seconds[kind]) * 0.99) - 1]
        ratio = median(each / one for each, one in zip(rates, people["all"], strict=True))
        told = f"{kind:8} {median(rates):10,.0f} people a second, {ratio:6.1f} x"
        print(told, f"p99 {slowest * 1000:8.1f} ms a call")


if __name__ == "__main__":
    main()
