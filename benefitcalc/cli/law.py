"""The commands about the law of a day: which document answers for a benefit, and whether promises were kept."""

import json
import sys
from argparse import Namespace
from datetime import date
from typing import Any

import benefitcalc as bc
from benefitcalc.cli import reading
from benefitcalc.cli.commands import ANSWERED, answer
from benefitcalc.cli.terminal import print_json, print_text
from benefitcalc.facts.reading import day as read_day
from benefitcalc.policy.timeline import Stretch
from benefitcalc.rules import Answering, answering_on, title
from benefitcalc.text.message import N_, Message, Refused, say, say_of


def of_day(asked: Namespace) -> int:
    """Print, for each benefit, the document that answers on a day, and its status."""
    day = read_day(asked.on) or reading.today()
    found = answering_on(day)
    if asked.json:
        _print_rows([_answering(each) for each in found])
        return ANSWERED
    lines = [say(N_("The law of {day:date}"), day=day.isoformat()), *map(_answers, found)]
    print_text("\n".join(each.explain(asked.lang) for each in lines), sys.stdout)
    return ANSWERED


def timeline(asked: Namespace) -> int:
    """Print the periods in which documents cover a benefit, gaps included."""
    if asked.on is not None:
        raise Refused(say(N_("a timeline is of all days; leave the day out")).at("on"))
    found = bc.law().timeline(asked.benefit)
    if asked.json:
        _print_rows([each._asdict() for each in found])
        return ANSWERED
    lines = [_named(title(asked.benefit), asked.benefit), *(_speaks(asked.benefit, each) for each in found)]
    print_text("\n".join(each.explain(asked.lang) for each in lines), sys.stdout)
    return ANSWERED


def kept(asked: Namespace) -> int:
    """Print the result of each promise of a document under the law in force."""
    return answer(asked, bc.kept(asked.on, policy=reading.law(asked)))


def _print_rows(rows: list[dict[str, Any]]) -> None:
    print_json(json.dumps(rows, default=date.isoformat, ensure_ascii=False, indent=2))


def _answering(each: Answering) -> dict[str, Any]:
    own = {"benefit": each.benefit, "rule": each.rule, "policy": each.policy.id, "standing": each.dates.standing}
    return own | each.dates._asdict()


def _named(title: Message, benefit: str) -> Message:
    """Return the title and the name of a benefit as a message."""
    return say(N_("{title} ({name})"), title=title, name=benefit)


def _answers(each: Answering) -> Message:
    """Return one line for a benefit: the status, the document and the rule, and the period."""
    return say(
        N_("  {benefit}: {standing}; {policy}, {when}"),
        benefit=_named(each.title, each.benefit),
        standing=each.says,
        policy=_document(each.benefit, each.rule, each.policy.id),
        when=_when(each.dates.since, each.dates.until),
    )


def _speaks(benefit: str, stretch: Stretch) -> Message:
    """Return one line for a period: the document of a benefit, or a gap."""
    when = _when(stretch.since, stretch.until)
    if stretch.policy is None or stretch.rule is None or stretch.status is None or stretch.seen_until is None:
        return say(N_("  {when}: a gap; no document in force was found"), when=when)
    return say(
        N_("  {when}: {policy}, {status}; last seen stated on {seen:date}"),
        when=when,
        policy=_document(benefit, stretch.rule, stretch.policy),
        status=say(_STATUS[stretch.status]),
        seen=stretch.seen_until.isoformat(),
    )


_STATUS = {
    "announced": N_("announced"),
    "in_force": N_("in force"),
    "reform": N_("made up to be compared"),
}


def _document(benefit: str, rule: str, policy: str) -> Message:
    """Return a document, with the rule if its name differs from the benefit."""
    source = "{policy}" if rule == benefit else N_("{rule} by {policy}")
    return say_of(source, {"policy": policy, "rule": rule})


def _when(since: date, until: date | None) -> Message:
    if until is None:
        return say(N_("from {since:date} on, no end found"), since=since.isoformat())
    return say(N_("{since:date} to {until:date}"), since=since.isoformat(), until=until.isoformat())
