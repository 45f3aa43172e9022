"""Parse the visits of a year as people give them, check them all at once, and sort them by date."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from benefitcalc.core.amounts import BELOW_ZERO, GREATEST, UNBOUNDED, yuan
from benefitcalc.core.scalars import is_missing
from benefitcalc.core.words import Kind
from benefitcalc.facts import parsing, reading, relations
from benefitcalc.facts.fact import FACTS, Held, held, span_of
from benefitcalc.facts.relations import PAID_OF
from benefitcalc.text import errors
from benefitcalc.text.errors import at, collect, entries, kept, members, refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, say, shown

KINDS = {
    "outpatient": "outpatient_cost",
    "门诊": "outpatient_cost",
    "chronic": "chronic_cost",
    "慢特病": "chronic_cost",
    "门诊慢特病": "chronic_cost",
    "inpatient": "eligible_cost",
    "住院": "eligible_cost",
}
"""The fact that the cost of a visit belongs to, by the kind of the visit."""

COSTS = ("outpatient_cost", "chronic_cost", "inpatient_cost")
"""The costs that are part of what counts towards medical assistance."""

KIND_NAMES = "outpatient (门诊), chronic (慢特病), inpatient (住院)"

KEYS = ("date", "kind", "cost", "cancelled")
"""The keys of a visit besides facts."""


class GivenVisit(NamedTuple):
    """A parsed visit."""

    day: date
    facts: dict[str, Held]
    """The amounts of the visit, and those that they imply."""
    named: frozenset[str]
    """The facts that were given."""
    is_cancelled: bool
    status: Mapping[str, Held] = {}
    """Yes/no facts of the person on that day, such as insured or on Dibao, if the visit states them."""


def read_person(given: Any) -> dict[str, Held]:
    """Return the facts of the person. Raises `Refused` with all problems, such as facts that are sums of visits."""
    known = [name for name in entries(given) or () if name in FACTS]
    summed = [name for name in known if FACTS[name].accumulates]
    told = say(N_("the visits bring this; leave it out of what is given"))
    _, person = collect(
        lambda: refuse(told.at(name) for name in summed),
        lambda: reading.read(given, known),
    )
    return person  # type: ignore[no-any-return]  # returned by `reading.read`


def read_visits(given: object) -> list[GivenVisit]:
    """Return the visits by date; visits of one day keep their order. Raises `Refused` with everything that is wrong."""
    every = members(given)
    if every is None:
        raise Refused(say(N_("give a list of visits, not '{given}'"), given=shown(given)).at("visits"))
    read: list[GivenVisit] = []
    problems: list[Problem] = []
    for number, visit in enumerate(every, start=1):
        with kept(problems, "visits", number):
            read.append(_visit(visit))
    refuse(map(_with_a_refund, problems))
    return sorted(read, key=lambda visit: visit.day)


def _with_a_refund(problem: Problem) -> Problem:
    """Return a problem of a visit; for a negative amount, it explains how to enter a refund."""
    told = problem.message
    return Problem(problem.path, say(REFUND)) if isinstance(told, Message) and told.source == BELOW_ZERO else problem


REFUND = N_(
    "less than zero; for a refund, cancel the visit that it belongs to, "
    "and enter what is left of it: 739 for 800 less 61"
)


def sums(visits: Iterable[GivenVisit]) -> dict[str, Held]:
    """Return the sums over the visits. Raises `Refused` if a sum is out of bounds, or if payments exceed their cost."""
    every = list(visits)
    brought = {name for visit in every for name in visit.facts}
    # If no visit has a cost, no payment towards it is possible.
    found: dict[str, Held] = {whole: 0 for (whole,), parts in PAID_OF if brought & set(parts)}
    for visit in every:
        parts_of_visit = {"inpatient_cost": _in_hospital(visit), **visit.facts}
        found |= {name: plus(found.get(name, 0), part) for name, part in parts_of_visit.items()}
    least = {name: span_of(value).low for name, value in found.items()}
    past = N_("the visits add up to {total:yuan}, more than this library computes")
    problems = [say(past, total=str(yuan(fen))).at(name) for name, fen in least.items() if fen > GREATEST]
    refuse([*problems, *relations.contradictions(found)])
    return found


def plus(one: Held, other: Held) -> Held:
    """Return the sum of two amounts, each of which may be a range."""
    low, high = span_of(one).low + span_of(other).low, span_of(one).high + span_of(other).high
    return held(low, high if low == high or high <= GREATEST else UNBOUNDED)


def _in_hospital(visit: GivenVisit) -> Held:
    """Return what a visit may have cost in hospital if it does not say so: the whole cost minus the other costs."""
    if "eligible_cost" not in visit.named:
        return 0
    others = sum(span_of(visit.facts[name]).low for name in COSTS if name in visit.facts)
    return held(0, max(0, span_of(visit.facts["eligible_cost"]).high - others))


def _visit(given: Mapping[str, object]) -> GivenVisit:
    found = entries(given)
    if found is None:
        raise Refused(say(N_("is not a visit: give date, kind and cost, not {given}"), given=shown(given)))
    given = {name: None if is_missing(value) else value for name, value in found.items()}
    own = {name: value for name, value in given.items() if name not in KEYS}
    said = [name for name in own if name in FACTS and FACTS[name].kind is Kind.YES_NO]
    day, cost, is_cancelled, status, facts = collect(
        lambda: _day(given.get("date")),
        lambda: _cost(given),
        lambda: _is_cancelled(given.get("cancelled")),
        lambda: reading.read({name: own[name] for name in said}, said),
        lambda: _parts_of_a_visit({name: value for name, value in own.items() if name not in said}),
    )
    facts = {name: value for name, value in facts.items() if name not in cost or given[name] is not None}
    brought = {**cost, **facts}
    problems = [say(N_("given twice, as the cost and by its name")).at(name) for name in cost if name in facts]
    if not brought:
        problems.append(say(N_("brings nothing: give kind and cost, or a fact such as outpatient_cost")).at())
    refuse([*problems, *relations.contradictions(brought)])
    implied = relations.narrowed(_implied(brought))
    facts = {name: implied[name] for name in FACTS if name in implied}
    return GivenVisit(day, facts, frozenset(brought), is_cancelled, status)


def _implied(brought: Mapping[str, Held]) -> dict[str, Held]:
    """Return the amounts of a visit, with the amounts that they imply for the assistance; payments may be unknown."""
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
    """Return the most that a visit may have cost outside hospital."""
    most = {name: span_of(brought[name]).high for name in (*COSTS, "eligible_cost") if name in brought}
    if "eligible_cost" in most and len(most) > 1:
        return most["eligible_cost"] - span_of(brought.get("inpatient_cost", 0)).low
    return sum(most.get(name, 0) for name in ("outpatient_cost", "chronic_cost"))


def _day(given: object) -> date:
    with at("date"):
        if given is None:
            raise Refused(say(N_("is missing; write it like 2023-05-01")))
        return parsing.day(given)


def _is_cancelled(given: object) -> bool:
    with at("cancelled"):
        return given is not None and parsing.truth(given)


def parts() -> list[str]:
    """Return the names of everything that a visit may have."""
    return [*KEYS, *(name for name, fact in FACTS.items() if fact.accumulates)]


def _parts_of_a_visit(given: Mapping[str, object]) -> dict[str, Held]:
    still = [name for name in given if name in FACTS and not FACTS[name].accumulates]
    told = say(N_("is not part of a visit; give it for all visits"))
    unknown = errors.unknown((name for name in given if name not in FACTS), parts())
    given = {name: value for name, value in given.items() if name in FACTS}
    _, facts = collect(
        lambda: refuse([*(told.at(name) for name in still), *unknown]),
        lambda: reading.read(given, list(given)),
    )
    return facts  # type: ignore[no-any-return]  # returned by `reading.read`


def _cost(given: Mapping[str, object]) -> dict[str, Held]:
    kind = given.get("kind")
    if kind is None and given.get("cost") is None:
        return {}
    fact = KINDS.get(parsing.plain(kind))
    told = say(N_("'{given}' is not one of: {choices}"), given=shown(kind), choices=KIND_NAMES).at("kind")
    if kind is None:
        told = say(N_("of which kind? Give kind as well: {kinds}"), kinds=KIND_NAMES).at("cost")
    problems = [] if fact else [told]
    with kept(problems, "cost"):
        cost = FACTS[fact or "eligible_cost"].read(given.get("cost"))
    refuse(problems)
    return {fact: cost} if fact else {}
