"""What facts imply of one another: a part is never more than its whole, and numbers of one day fit together."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from benefitcalc.core import amounts
from benefitcalc.facts.days import Counting
from benefitcalc.facts.fact import FACTS, Held, held, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.text.errors import refuse
from benefitcalc.text.formats import Between
from benefitcalc.text.message import N_, Problem, say


class Parts(NamedTuple):
    """The sum of ``parts`` is never greater than the sum of ``wholes``."""

    wholes: tuple[str, ...]
    parts: tuple[str, ...]


PAID_OF = (
    Parts(("eligible_cost",), ("basic_insurance_paid", "critical_illness_paid")),
    Parts(("inpatient_cost",), ("inpatient_insurance_paid",)),
)
"""The payments towards a cost never exceed the cost."""


PARTS_OF = (
    Parts(("basic_insurance_paid",), ("inpatient_insurance_paid",)),
    *PAID_OF,
    Parts(("eligible_cost",), ("inpatient_cost",)),
    # The settlement sheets: basic and critical-illness insurance pay for what the insurance catalogue covers,
    Parts(("outpatient_cost", "chronic_cost", "inpatient_cost"), ("inpatient_insurance_paid", "critical_illness_paid")),
    # ... and neither the covered costs nor all payments exceed the bill.
    Parts(("total_bill",), ("outpatient_cost", "chronic_cost", "inpatient_cost")),
    Parts(("total_bill",), ("eligible_cost",)),
    Parts(("total_bill",), ("inpatient_insurance_paid", "critical_illness_paid", "commercial_paid")),
)
"""All relations of amounts; a whole that is part of another whole comes before it."""


_PARTS = frozenset(part for _, parts in PARTS_OF for part in parts)
"""Every amount that is a part of another one."""


NEVER_BOTH = (("has_work", "is_unemployed"),)
"""Facts of which one is false wherever the other is true."""


def narrowed(facts: Mapping[str, Held]) -> Mapping[str, Held]:
    """Return the facts; unknown amounts are narrowed to what the others allow. No payment exceeds its cost.

    Raises `Refused` if they contradict each other, so that no value is computed from impossible facts.
    """
    refuse(contradictions(facts))
    if not any(isinstance(value, Span) for value in facts.values()):
        return facts
    ends = {name: span_of(value) for name, value in facts.items()}
    for one, other in of_one_day(facts):
        ends[one], ends[other] = beside(one, ends[one], other, ends[other]), beside(other, ends[other], one, ends[one])
    is_narrower = True
    while is_narrower:
        before = dict(ends)
        for wholes, parts in PARTS_OF:
            own = [part for part in parts if part in ends]
            if own and all(whole in ends for whole in wholes):
                least, most = sum(ends[part].low for part in own), sum(ends[whole].high for whole in wholes)
                for whole in wholes:
                    others = most - ends[whole].high
                    ends[whole] = Span(max(ends[whole].low, least - others), ends[whole].high)
                for part in own:
                    others = least - ends[part].low
                    ends[part] = Span(ends[part].low, min(ends[part].high, most - others))
        is_narrower = ends != before
    return {name: held(*ends[name]) for name in facts}


def of_one_day(facts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each two of these facts that count how long ago one and the same day was."""
    countings = [(name, each) for name, fact in FACTS.of(facts).items() if (each := fact.derivation) and each.by.months]
    return ((one, other) for (one, day), (other, its) in combinations(countings, 2) if day.of == its.of)


def of_the_same_day(name: str, facts: Iterable[str]) -> list[str]:
    """Which of these facts count, as this one does, how long ago one and the same day was."""
    return [other for pair in of_one_day(facts) if name in pair for other in pair if other != name]


def beside_others(unknown: Iterable[str]) -> dict[str, str | None]:
    """The numbers that follow from the same day as one before them, and that one where both say how long ago it was.

    A day is one unknown, however many numbers follow from it: the first of them is told apart and asked for, no other.
    """
    first: dict[str, str] = {}
    found: dict[str, str | None] = {}
    for name, fact in FACTS.of(unknown).items():
        if derivation := fact.derivation:
            other = first.setdefault(derivation.of, name)
            if other != name:
                found[name] = next((one for one, _ in of_one_day((other, name))), None)
    return found


def counting(name: str) -> Counting:
    """How a number that follows from a day is counted."""
    derivation = FACTS[name].derivation
    assert derivation is not None  # it is one of `of_one_day`
    return derivation.by


def beside(name: str, span: Span, other: str, its: Span) -> Span:
    """What is left of a number beside another one of the same day; all of it where nothing would be."""
    low, high = counting(name).of_passed(*counting(other).passed(*its))
    found = Span(max(low, span.low), min(high, span.high))
    return found if found.low <= found.high else span


def contradictions(values: Mapping[str, Held]) -> Iterable[Problem]:
    """The facts that are never both true, the numbers of different days, and the amounts below their known parts.

    Where amounts as they were given say so, what follows from them of others is not told as well.
    """
    found = list(_contradictions(values))
    given = [told for told, is_given in found if is_given]
    return [*_both_true(values), *_of_other_days(values), *(given or [told for told, _ in found])]


def _both_true(values: Mapping[str, Held]) -> Iterator[Problem]:
    for one, other in NEVER_BOTH:
        if one in values and other in values and span_of(values[one]).low and span_of(values[other]).low:
            told = N_("{name:fact} is at odds with {other:fact}; correct one of them")
            yield say(told, name=one, other=other).at(one)


def _of_other_days(values: Mapping[str, Held]) -> Iterator[Problem]:
    for one, other in of_one_day(values):
        (low, high), (least, most) = (counting(name).passed(*span_of(values[name])) for name in (one, other))
        if high < least or most < low:
            told = N_("{one:fact} of {given} and {other:fact} of {its} are not of the same day; correct one of them")
            ends = {"given": _between(values[one]), "its": _between(values[other])}
            yield say(told, one=one, other=other, **ends).at(other)


def _between(value: Held) -> Any:
    low, high = span_of(value)
    return Between(low=str(low), high=str(high))


def _contradictions(values: Mapping[str, Held]) -> Iterator[tuple[Problem, bool]]:
    if _PARTS.isdisjoint(values):
        return
    least = {name: span_of(value).low for name, value in values.items()}
    for wholes, parts in PARTS_OF:
        known = {part: least[part] for part in parts if least.get(part)}
        if not known:
            continue
        total, most = sum(known.values()), sum(span_of(values.get(whole, FACTS[whole].span)).high for whole in wholes)
        if total > most:
            told = say(
                N_("{parts:fact}: {total:yuan} is {total-whole:yuan} more than {name:fact} of {whole:yuan}"),
                parts=tuple(known),
                total=str(amounts.yuan(total)),
                name=wholes,
                whole=str(amounts.yuan(most)),
            )
            yield told.at(wholes[0]), known.keys() <= values.keys()
        elif len(wholes) == 1:  # the lower bound of an unknown whole is the sum of its known parts
            least[wholes[0]] = max(least.get(wholes[0], 0), total)
