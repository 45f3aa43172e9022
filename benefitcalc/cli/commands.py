"""The commands of the command line; each prints its answer and returns its exit code."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import benefitcalc as bc
from benefitcalc.cli.reading import day, facts, law, read_household, read_json, read_visits
from benefitcalc.cli.terminal import aligned, print_json, print_text
from benefitcalc.engine.curve import written
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import by_name
from benefitcalc.text.formats import Between
from benefitcalc.text.message import N_, Refused, say, shown

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


def household(asked: Namespace) -> int:
    """All benefits for each member of a household, from a file."""
    members, shared = read_household(asked.file)
    on = day(asked, *(members.values() if isinstance(members, dict) else ()))
    return answer(asked, bc.household(members, shared=shared, policy=law(asked), on=on))


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
        print_json(found.to_json(asked.lang, indent=2))
    else:
        print_text(found.explain(asked.lang), sys.stdout)
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
        print_text(str(drawn), sys.stdout)
        return ANSWERED
    found = rule.curve(over=asked.over, view=asked.view, policy=law(asked), on=on, **given)
    if asked.out:
        print_text(str(bc.write_csv(found, asked.out)), sys.stdout)
        return ANSWERED
    if asked.solve is not None:
        rows = [{"low": str(low), "high": str(high)} for low, high in found.solve(asked.solve)]
        words = _intervals(rows, asked.lang)
    else:
        rows = [{name: written(value) for name, value in row.items()} for row in found.rows()]
        words = _points(found, rows, asked.lang)
    if asked.json:
        print_json(json.dumps(rows))
    else:
        print_text(words, sys.stdout)
    return ANSWERED


def _intervals(rows: list[dict[str, str]], lang: str) -> str:
    if not rows:
        return say(N_("Nothing gives exactly this.")).explain(lang)
    ends = (Between(low=row["low"], high=row["high"]) for row in rows)
    return "\n".join(say("{value}", value=each).explain(lang) for each in ends)


def _points(found: bc.Curve, points: list[dict[str, str]], lang: str) -> str:
    columns = (FACTS[found.over].meaning, N_("below"), N_("there"), N_("above"), N_("slope from there"))
    heads = [say(column) for column in columns]
    rows = [
        [*(point[name] for name in ("x", "below", "at", "above")), str(found.slope_at(of.x))]
        for point, of in zip(points, found.points, strict=True)
    ]
    return aligned([[each.explain(lang) for each in heads], *rows], right=range(1, len(heads)))


def json_schema(asked: Namespace) -> int:
    """Print the JSON Schema of the facts of a person."""
    print_json(json.dumps(schema.json_schema(FACTS, asked.lang), ensure_ascii=False, indent=2))
    return ANSWERED
