"""The visits of a year as people give them: read, checked all at once, and put in the order of their dates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from benefitcalc.core.amounts import BELOW_ZERO, GREATEST, UNBOUNDED, yuan
from benefitcalc.core.scalars import is_missing
from benefitcalc.facts import parsing, reading, relations
from benefitcalc.facts.fact import FACTS, Held, held
from benefitcalc.facts.relations import PAID_OF, span_of
from benefitcalc.text import errors
from benefitcalc.text.errors import all_read
from benefitcalc.text.message import N_, Message, Refused, listed, say, shown

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

COSTS = ("outpatient_cost", "chronic_cost", "inpatient_cost")
"""The costs that are part of what counts towards medical assistance."""

KIND_NAMES = "outpatient (门诊), chronic (慢特病), inpatient (住院)"

KEYS = ("date", "kind", "cost", "cancelled")
"""What a visit may have beside facts."""


class GivenVisit(NamedTuple):
    """A visit as it was read."""

    day: date
    facts: dict[str, Held]
    """What it brings, and what that implies."""
    named: frozenset[str]
    """The facts that were given themselves."""
    is_cancelled: bool


def read_person(given: Any) -> dict[str, Held]:
    """The facts of the person; Refused with those that are sums of the visits, and with all else that is wrong."""
    known = [name for name in given if name in FACTS] if isinstance(given, Mapping) else []
    summed = [name for name in known if FACTS[name].accumulates]
    told = say(N_("{facts}: the visits bring this; leave it out of what is given"), facts=listed(summed))
    _, person = all_read(
        lambda: _refuse([told] if summed else []),
        lambda: reading.read(given, known),
    )
    return person  # type: ignore[no-any-return]  # what `situation.read` returns


def read_visits(given: object) -> list[GivenVisit]:
    """The visits in the order of their dates, those of a day as they come; Refused with all that is wrong."""
    if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
        raise Refused(say(N_("visits: give a list of visits, not '{given}'"), given=shown(given)))
    read: list[GivenVisit] = []
    problems: list[Message] = []
    for number, visit in enumerate(given, start=1):
        try:
            read.append(_visit(visit))
        except Refused as refused:
            told = map(_with_a_refund, refused.problems)
            problems.extend(say(N_("visit {number}: {reason}"), number=number, reason=reason) for reason in told)
    _refuse(problems)
    return sorted(read, key=lambda visit: visit.day)


def _with_a_refund(problem: Message) -> Message:
    """What is wrong with a visit; of an amount below zero, how a refund is entered."""
    if problem.source == BELOW_ZERO:
        return say(REFUND)
    reason = problem.values.get("reason")
    if not isinstance(reason, Message):
        return problem
    return problem.model_copy(update={"values": {**problem.values, "reason": _with_a_refund(reason)}})


REFUND = N_(
    "less than zero; for a refund, cancel the visit that it belongs to, "
    "and enter what is left of it: 739 for 800 less 61"
)


def sums(visits: Iterable[GivenVisit]) -> dict[str, Held]:
    """What visits bring together; Refused where a sum is past every bound, or more was paid than it cost."""
    every = list(visits)
    brought = {name for visit in every for name in visit.facts}
    # Where no visit brings a cost, nothing can have been paid of it.
    found: dict[str, Held] = {whole: 0 for (whole,), parts in PAID_OF if brought & set(parts)}
    for visit in every:
        parts_of_visit = {"inpatient_cost": _in_hospital(visit), **visit.facts}
        found |= {name: plus(found.get(name, 0), part) for name, part in parts_of_visit.items()}
    least = {name: span_of(value).low for name, value in found.items()}
    past = N_("{fact}: the visits add up to {total:yuan}, more than this library computes")
    problems = [say(past, fact=name, total=str(yuan(fen))) for name, fen in least.items() if fen > GREATEST]
    _refuse([*problems, *relations.contradictions(found)])
    return found


def plus(one: Held, other: Held) -> Held:
    """The sum of two amounts, each of which may be a range."""
    low, high = span_of(one).low + span_of(other).low, span_of(one).high + span_of(other).high
    return held(low, high if low == high or high <= GREATEST else UNBOUNDED)


def _in_hospital(visit: GivenVisit) -> Held:
    """What a visit may have cost in hospital, where it does not say: of a cost of its own, all but the other costs."""
    if "eligible_cost" not in visit.named:
        return 0
    others = sum(span_of(visit.facts[name]).low for name in COSTS if name in visit.facts)
    return held(0, max(0, span_of(visit.facts["eligible_cost"]).high - others))


def _refuse(problems: Sequence[Message]) -> None:
    if problems:
        raise Refused(*problems)


def _visit(given: Mapping[str, object]) -> GivenVisit:
    if not isinstance(given, Mapping):
        raise Refused(say(N_("is no visit: give date, kind and cost, not {given}"), given=shown(given)))
    given = {name: None if is_missing(value) else value for name, value in given.items()}
    own = {name: value for name, value in given.items() if name not in KEYS}
    day, cost, is_cancelled, facts = all_read(
        lambda: _named("date", _day, given.get("date")),
        lambda: _cost(given),
        lambda: False if given.get("cancelled") is None else _named("cancelled", parsing.truth, given["cancelled"]),
        lambda: _parts_of_a_visit(own),
    )
    facts = {name: value for name, value in facts.items() if name not in cost or given[name] is not None}
    brought = {**cost, **facts}
    problems = []
    if len(brought) < len(cost) + len(facts):
        problems.append(say(N_("{fact}: given twice, as the cost and by its name"), fact=listed(list(cost))))
    if not brought:
        problems.append(say(N_("brings nothing: give kind and cost, or a fact such as outpatient_cost")))
    _refuse([*problems, *relations.contradictions(brought)])
    implied = relations.narrowed(_implied(brought))
    facts = {name: implied[name] for name in FACTS if name in implied}
    return GivenVisit(day, facts, frozenset(brought), is_cancelled)


def _implied(brought: Mapping[str, Held]) -> dict[str, Held]:
    """What a visit brings, with what that implies: what the assistance counts, of which payments may not be known."""
    found = dict(brought)
    costs = [found[name] for name in COSTS if name in found]
    if costs and "eligible_cost" not in found:
        found["eligible_cost"] = reduce(plus, costs)
    if "basic_insurance_paid" not in found and "inpatient_insurance_paid" in found:
        found["basic_insurance_paid"] = plus(found["inpatient_insurance_paid"], held(0, _elsewhere(brought)))
    for (whole,), parts in PAID_OF:
        left_out = [part for part in parts if whole in found and part not in found]
        found |= {part: held(0, span_of(found[whole]).high) for part in left_out}
    return found


def _elsewhere(brought: Mapping[str, Held]) -> int:
    """The most that a visit may have cost outside hospital."""
    most = {name: span_of(brought[name]).high for name in (*COSTS, "eligible_cost") if name in brought}
    if "eligible_cost" in most and len(most) > 1:
        return most["eligible_cost"] - span_of(brought.get("inpatient_cost", 0)).low
    return sum(most.get(name, 0) for name in ("outpatient_cost", "chronic_cost"))


def _day(given: object) -> date:
    if given is None:
        raise Refused(say(N_("is missing; write it like 2023-05-01")))
    return parsing.day(given)


def _parts_of_a_visit(given: Mapping[str, object]) -> dict[str, Held]:
    still = [name for name in given if name in FACTS and not FACTS[name].accumulates]
    told = N_("{fact}: is no part of a visit; give it for all visits")
    parts = [*KEYS, *(name for name, fact in FACTS.items() if fact.accumulates)]
    unknown = errors.unknown((name for name in given if name not in FACTS), parts)
    given = {name: value for name, value in given.items() if name in FACTS}
    _, facts = all_read(
        lambda: _refuse([*(say(told, fact=name) for name in still), *unknown]),
        lambda: reading.read(given, list(given)),
    )
    return facts  # type: ignore[no-any-return]  # what `situation.read` returns


def _named(key: str, read: Any, given: object) -> Any:
    try:
        return read(given)
    except Refused as refused:
        raise Refused(*(errors.of_fact(key, reason) for reason in refused.problems)) from refused


def _cost(given: Mapping[str, object]) -> dict[str, Held]:
    """The cost of a visit, under the fact to which it belongs."""
    kind = given.get("kind")
    if kind is None and given.get("cost") is None:
        return {}
    fact = KINDS.get(parsing.plain(kind))
    told = errors.of_fact("kind", say(N_("'{given}' is not one of: {choices}"), given=shown(kind), choices=KIND_NAMES))
    if kind is None:
        told = errors.of_fact("cost", say(N_("of which kind? Give kind as well: {kinds}"), kinds=KIND_NAMES))
    _, cost = all_read(
        lambda: _refuse([] if fact else [told]),
        lambda: _named("cost", FACTS[fact or "eligible_cost"].read, given.get("cost")),
    )
    return {fact: cost} if fact else {}
