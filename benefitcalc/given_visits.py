"""The visits of a year as people give them: read, checked all at once, and put in the order of their dates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from benefitcalc import answers, situation
from benefitcalc.amounts import GREATEST, yuan
from benefitcalc.answers import Span
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.rule import all_read
from benefitcalc.situation import FACTS, Held

KINDS = {
    "outpatient": "outpatient_cost",
    "门诊": "outpatient_cost",
    "chronic": "chronic_cost",
    "慢特病": "chronic_cost",
    "门诊慢特病": "chronic_cost",
    "inpatient": "eligible_cost",
    "住院": "eligible_cost",
}
"""The fact to which the cost of a visit of each kind belongs."""

KEYS = ("date", "kind", "cost", "cancelled")
"""What a visit may have beside facts."""


class GivenVisit(NamedTuple):
    """A visit as it was read."""

    day: date
    facts: dict[str, Held]
    is_cancelled: bool


def read_person(given: Mapping[str, object]) -> dict[str, Held]:
    """The facts of the person; Refused with those that are sums of the visits."""
    summed = [name for name in given if name in FACTS and FACTS[name].accumulates]
    if summed:
        raise Refused(say(N_("{facts}: the visits bring this; leave it out of what is given"), facts=listed(summed)))
    return situation.read(given, [name for name in given if name in FACTS])


def read_visits(given: Iterable[Mapping[str, object]]) -> list[GivenVisit]:
    """The visits in the order of their dates, those of a day as they come; Refused with all that is wrong."""
    read: list[GivenVisit] = []
    problems: list[Message] = []
    for number, visit in enumerate(given, start=1):
        try:
            read.append(_visit(visit))
        except Refused as refused:
            problems.extend(
                say(N_("visit {number}: {reason}"), number=number, reason=reason) for reason in refused.problems
            )
    for at in sorted({visit.day.year for visit in read}):
        problems.extend(_past_the_greatest(at, [visit for visit in read if visit.day.year == at]))
    if problems:
        raise Refused(*problems)
    return sorted(read, key=lambda visit: visit.day)


def _visit(given: Mapping[str, object]) -> GivenVisit:
    if not isinstance(given, Mapping):
        raise Refused(say(N_("is no visit: give date, kind and cost, not {given}"), given=shown(given)))
    own = {name: value for name, value in given.items() if name not in KEYS}
    day, cost, is_cancelled, facts = all_read(
        lambda: _named("date", answers.day, given.get("date")),
        lambda: _cost(given),
        lambda: _named("cancelled", answers.truth, given.get("cancelled") or False),
        lambda: situation.read(own, own.keys() & FACTS.keys()),
    )
    brought = {**cost, **facts}
    still = [name for name in facts if not FACTS[name].accumulates]
    problems = [say(N_("{fact}: is no part of a visit; give it for all visits"), fact=name) for name in still]
    if len(brought) < len(cost) + len(facts):
        problems.append(say(N_("{fact}: given twice, as the cost and by its name"), fact=listed(list(cost))))
    if not brought:
        problems.append(say(N_("brings nothing: give kind and cost, or a fact such as outpatient_cost")))
    if problems:
        raise Refused(*problems)
    return GivenVisit(day, {name: brought[name] for name in FACTS if name in brought}, is_cancelled)


def _named(key: str, read: Any, given: object) -> Any:
    try:
        return read(given)
    except Refused as refused:
        raise Refused(*(situation.of_fact(key, reason) for reason in refused.problems)) from refused


def _cost(given: Mapping[str, object]) -> dict[str, Held]:
    """The cost of a visit, under the fact to which it belongs."""
    kind = given.get("kind")
    if kind is None:
        if "cost" in given:
            raise Refused(say(N_("cost: of which kind? Give kind as well: {kinds}"), kinds=listed(list(KINDS))))
        return {}
    fact = KINDS.get(answers.plain(kind))
    if fact is None:
        told = N_("kind: '{given}' is not one of: {kinds}")
        raise Refused(say(told, given=shown(kind), kinds=listed(list(KINDS))))
    return {fact: _named("cost", FACTS[fact].read, given.get("cost"))}


def _past_the_greatest(at: int, visits: Sequence[GivenVisit]) -> Iterator[Message]:
    for name in FACTS:
        total = sum(_least(visit.facts.get(name, 0)) for visit in visits)
        if total > GREATEST:
            told = N_("{fact}: the visits of {year} add up to {total:yuan}, more than this library computes")
            yield say(told, fact=name, year=str(at), total=str(yuan(total)))


def _least(value: Held) -> int:
    return value.low if isinstance(value, Span) else value
