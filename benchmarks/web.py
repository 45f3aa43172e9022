"""The API over loopback compared with the Web API of OpenFisca; and the times of the command line and of a page.

    python benchmarks/web.py [--openfisca openfisca-env/bin/python] [--rounds 9]

Without the Python of OpenFisca, the API is left out. `README.md` has the method and the results. The API
needs wrk (Debian: apt-get install wrk).
"""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep
from typing import NamedTuple
from unittest.mock import patch

from one_answer import PERSON as EVERYTHING
from one_person import WARM_CALLS, Row, interleaved, of_process, seconds, show

from benefitcalc import Refused
from benefitcalc.core.backends.curves import Along, Cell
from benefitcalc.core.words import Kind
from benefitcalc.engine import curve, rule
from benefitcalc.facts import relations
from benefitcalc.facts.fact import FACTS as EVERY_FACT
from benefitcalc.facts.parsing import Span
from benefitcalc.person.interview import Interview
from benefitcalc.rules import public_welfare_post
from benefitcalc.web.pages import pages
from benefitcalc.web.pages.form import UNKNOWN, Form

HERE = Path(__file__).parent
SECONDS, CONNECTIONS = 3, 8
FACTS = {
    "care_home_cost": 36000,
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
}
OURS = {"rule": "care_home_subsidy", "facts": FACTS, "on": "2023-05-01"}
PERSON = {name: {"2023": value} for name, value in FACTS.items()}
THEIRS = {"persons": {"p": {**PERSON, "care_home_subsidy": {"2023": None}}}}
SERVE = "from benefitcalc.web import serve; serve(port={port})"
SERVE_OPENFISCA = """
import sys; sys.path.insert(0, {folder!r})
from gunicorn.app.base import BaseApplication
from openfisca_web_api.app import create_app
from openfisca_zhangdian import ZhangdianSystem

class Served(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "127.0.0.1:{port}")
        self.cfg.set("workers", 1)
        self.cfg.set("loglevel", "critical")

    def load(self):
        return create_app(ZhangdianSystem())

Served().run()
"""
WRK = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{body}]]
"""


def free_port():
    """Return a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(python, code, port):
    """Run a server of one process inside the context; return the number of the process."""
    command = [python, "-c", code.format(port=port, folder=str(HERE / "openfisca"))]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait()


class Load(NamedTuple):
    """What a server did under load, in seconds: each request's share of a second, its CPU time, and the 99 %."""

    share: float
    cpu: float
    slowest: float


def load(port, server, path, script):
    """Ask a server over a number of connections."""
    how = ["-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", script]
    before = cpu_time(server)
    told = subprocess.run(
        ["wrk", *how, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    spent = cpu_time(server) - before
    assert not re.search("Non-2xx|Socket errors", told), told
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    slowest = float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]
    rate, count = (float(re.search(each, told)[1]) for each in (r"Requests/sec:\s+([\d.]+)", r"(\d+) requests in"))
    return Load(1 / rate, spent / count, slowest)


def cpu_time(process):
    """Return the CPU seconds of a process and of its children, as Linux counts them."""
    of = Path(f"/proc/{process}")
    user, system = of.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
    children = of.joinpath(f"task/{process}/children").read_text().split()
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK") + sum(map(cpu_time, children))


OURS_AT = {"all": "/api/v1/estimate", "amount": "/api/v1/amount", "detail": "/api/v1/estimate?detail=amount"}


def throughput(openfisca, rounds, folder):
    """Measure both servers under the same load, round by round."""
    ports = free_port(), free_port()
    for name, body in (("ours", OURS), ("theirs", THEIRS)):
        Path(folder, f"{name}.lua").write_text(WRK.format(body=json.dumps(body)), encoding="utf-8")
    with served(sys.executable, SERVE, ports[0]) as ours, served(openfisca, SERVE_OPENFISCA, ports[1]) as theirs:
        calls = {name: partial(load, ports[0], ours, at, f"{folder}/ours.lua") for name, at in OURS_AT.items()}
        calls["theirs"] = partial(load, ports[1], theirs, "/calculate", f"{folder}/theirs.lua")
        return interleaved(calls, rounds)


SIX = (
    "is_rural",
    "is_lifted_from_poverty",
    "is_low_income",
    "has_disability",
    "is_unemployed",
    "is_in_zero_employment_household",
)


def six_unknown():
    """Return the last form of a person of 47 who does not know six yes/no facts of one rule."""
    known = {**EVERYTHING, "age": 47} | dict.fromkeys(SIX, UNKNOWN)
    words = {True: "yes", False: "no"}
    answers = {name: words[value] if isinstance(value, bool) else str(value) for name, value in known.items()}
    return Form(Interview(answers), asked=None, given=None, do="result")


def by_enumeration(body, _thresholds):
    """Compute a shape by enumeration: each combination of the unknown facts, at each whole number."""
    over, facts = body.over, relations.narrowed(body.known)
    open_ = {name: span for name, span in facts.items() if name != over and isinstance(span, Span)}
    if any(EVERY_FACT[name].kind not in {Kind.YES_NO, Kind.LEVEL} for name in open_):
        raise Refused(*map(curve._give_one, open_))  # noqa: SLF001 - as the shape says it
    span = relations.span_of(facts[over])
    span = Span(span.low, min(span.high, curve.GREATEST))
    ways = [
        dict(zip(open_, each, strict=True)) for each in product(*(range(low, high + 1) for low, high in open_.values()))
    ]
    bodies = [replace(body, known={**body.known, **way}) for way in ways]
    is_amount = EVERY_FACT[over].kind is Kind.MONEY
    first, *rest = (curve.along(span, each) if is_amount else Along(steps(span, each)) for each in bodies)
    if any(each.cells != first.cells for each in rest):
        raise Refused(*map(curve._give_one, open_))  # noqa: SLF001 - as the shape says it
    return first, bodies[0]


def steps(span, body):
    """Return steps: each value holds up to the next whole number."""
    for at in range(span.low, span.high + 1):
        value = int(body(at))
        yield Cell(at, at, 0, value)
        if at < span.high:
            yield Cell(at, at + 1, 0, value)


def page(rounds):
    """Measure the result page of six unknown facts with and without enumeration; and that of one benefit."""
    form, day = six_unknown(), date(2023, 5, 1)
    alone = form._replace(interview=form.interview._replace(rules=(public_welfare_post,)))
    for what, of in (("all six benefits", form), ("one benefit", alone)):
        make = partial(pages._step, of, "en", day)  # noqa: SLF001 - the page without the server

        def before(make=make):
            with patch.object(rule, "shape", by_enumeration):
                return make()

        assert make().body == before().body, "the two pages differ"
        calls = {"ours": partial(seconds, make, WARM_CALLS // 8), "before": partial(seconds, before, WARM_CALLS // 8)}
        times = interleaved(calls, rounds)
        yield Row(f"a result page, {what}", "each way filled in", times["ours"], times["before"], at_least=3)


def api(loads):
    """Yield the rows of the API: the share of a second, then the CPU time of the server."""
    for name, at_least in (("all", 1.5), ("amount", 3), ("detail", 3)):
        for what, of in (("its share of a second", "share"), ("CPU time", "cpu")):
            ours, theirs = ([getattr(each, of) for each in loads[told]] for told in (name, "theirs"))
            yield Row(f"`{OURS_AT[name]}`, {what}", "OpenFisca's `/calculate`", ours, theirs, at_least=at_least)


def cold(rounds, folder):
    """Yield the rows of the command line."""
    flags = [f"--{name.replace('_', '-')}={'yes' if value is True else value}" for name, value in FACTS.items()]
    estimate = [sys.executable, "-m", "benefitcalc", "estimate", "care_home_subsidy", *flags]
    commands = {
        "import": [sys.executable, "-c", "import benefitcalc"],
        "en": [*estimate, "--lang", "en"],
        "zh": [*estimate, "--lang", "zh"],
    }
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    times = interleaved(
        {name: partial(of_process, each, environment, folder) for name, each in commands.items()}, rounds
    )
    for lang in ("en", "zh"):
        what = f"`benefitcalc estimate`, cold, {lang}"
        yield Row(what, "`import benefitcalc`", times[lang], times["import"], at_most=1.3)


def main():
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="The API, the command line and a page.")
    parser.add_argument("--openfisca", help="the Python of an environment with OpenFisca-Core[web-api]")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--api-alone", action="store_true", help="leave out the command line and the page")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        loads = throughput(asked.openfisca, asked.rounds, folder) if asked.openfisca else {}
        rows = list(api(loads)) if loads else []
        if not asked.api_alone:
            rows += [*page(asked.rounds), *cold(asked.rounds, folder)]
    heads = ("measure", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [each.cells() for each in rows])
    for name, every in loads.items():
        share, _, slowest = map(median, zip(*every, strict=True))
        at = OURS_AT.get(name, "/calculate of OpenFisca")
        print(f"\n{at}: {1 / share:,.0f} requests a second, 99 % within {slowest * 1e3:.1f} ms.")


if __name__ == "__main__":
    main()
