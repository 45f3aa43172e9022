"""The commands of the command line; each prints its answer and returns its exit code."""

import json
import socket
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import benefitcalc as bc
from benefitcalc.cli.reading import day, facts, law, read_json, read_visits
from benefitcalc.cli.terminal import aligned, tell, tell_json
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import by_name
from benefitcalc.text.extras import installed
from benefitcalc.text.message import N_, Between, Refused, say, shown
from benefitcalc.text.system_errors import why

ANSWERED, BROKEN = 0, 1
PICTURES = (".svg", ".png")


def estimate(asked: Namespace) -> int:
    """Estimate one benefit for one person, with facts from flags."""
    given = facts(asked)
    found = by_name()[asked.rule].estimate(policy=law(asked), on=day(asked, given), **given)
    return answer(asked, found)


def screen(asked: Namespace) -> int:
    """Answer all benefits for one person, with facts from a file."""
    given = read_json(asked.file)
    return answer(asked, bc.screen(given, policy=law(asked), on=day(asked, given)))


def settle(asked: Namespace) -> int:
    """Divide a bill among its payers, with facts from a file."""
    given = read_json(asked.file)
    return answer(asked, bc.settle(given, policy=law(asked), on=day(asked, given)))


def year(asked: Namespace) -> int:
    """Answer the visits in a file, one by one."""
    person = read_json(asked.person) if asked.person else {}
    return answer(asked, bc.year(read_visits(asked.file), person, policy=law(asked)))


def answer(asked: Namespace, found: Any) -> int:
    """Print an answer in words or as JSON."""
    if asked.json:
        tell_json(found.model_dump_json(indent=2))
    else:
        tell(found.explain(asked.lang), sys.stdout)
    return ANSWERED


def curve(asked: Namespace) -> int:
    """Print the shape of a benefit along one fact: its points, the solutions for an amount, or a file."""
    rule, given = by_name()[asked.rule], facts(asked)
    on = day(asked, given)
    ending = Path(asked.out).suffix.lower() if asked.out else None
    if ending not in (None, ".csv", *PICTURES):
        told = say(N_("a curve goes into a file that ends in .csv, .svg or .png"))
        raise Refused(told.at(shown(asked.out)))
    if ending in PICTURES:
        drawn = bc.chart(rule, asked.over, asked.out, lang=asked.lang, policy=law(asked), on=on, **given)
        tell(str(drawn), sys.stdout)
        return ANSWERED
    found = rule.curve(over=asked.over, view=asked.view, policy=law(asked), on=on, **given)
    if asked.out:
        tell(str(bc.write_csv(found, asked.out)), sys.stdout)
        return ANSWERED
    if asked.solve is not None:
        rows = [{"low": str(low), "high": str(high)} for low, high in found.solve(asked.solve)]
        words = _intervals(rows, asked.lang)
    else:
        rows, words = found.rows(), _points(found, asked.lang)
    if asked.json:
        tell_json(json.dumps(rows))
    else:
        tell(words, sys.stdout)
    return ANSWERED


def _intervals(rows: list[dict[str, str]], lang: str) -> str:
    if not rows:
        return say(N_("Nothing gives exactly this.")).explain(lang)
    ends = (Between(low=row["low"], high=row["high"]) for row in rows)
    return "\n".join(say("{value}", value=each).explain(lang) for each in ends)


def _points(found: bc.Curve, lang: str) -> str:
    columns = (FACTS[found.over].meaning, N_("below"), N_("there"), N_("above"), N_("slope from there"))
    heads = [say(column) for column in columns]
    rows = [
        [*(point[name] for name in ("x", "below", "at", "above")), str(found.slope_at(of.x))]
        for point, of in zip(found.rows(), found.points, strict=True)
    ]
    return aligned([[each.explain(lang) for each in heads], *rows], right=range(1, len(heads)))


def serve(asked: Namespace) -> int:
    """Serve the page and the API, on this machine only, until it is interrupted."""
    from benefitcalc.web import serve

    start = installed(serve)

    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", asked.port))
        except OSError as error:
            told = N_("port {port} is not available ({why}); give another one with --port")
            raise Refused(say(told, port=asked.port, why=why(error))) from error
    tell(f"http://127.0.0.1:{asked.port}/", sys.stdout)
    start(port=asked.port)
    return ANSWERED


def json_schema(asked: Namespace) -> int:
    """Print the JSON Schema of the facts of a person."""
    tell_json(json.dumps(schema.json_schema(asked.lang), ensure_ascii=False, indent=2))
    return ANSWERED
