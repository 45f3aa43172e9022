"""What amounts imply of one another: a part is never more than its whole."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from benefitcalc.core import amounts
from benefitcalc.facts.fact import FACTS, Held, held, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Problem, say


class Parts(NamedTuple):
    """Amounts that together are never more than the amounts, taken together, that they are part of."""

    wholes: tuple[str, ...]
    parts: tuple[str, ...]


PAID_OF = (
    Parts(("eligible_cost",), ("basic_insurance_paid", "critical_illness_paid")),
    Parts(("inpatient_cost",), ("inpatient_insurance_paid",)),
)
"""What was paid of a cost is never above it."""


PARTS_OF = (
    Parts(("basic_insurance_paid",), ("inpatient_insurance_paid",)),
    *PAID_OF,
    Parts(("eligible_cost",), ("inpatient_cost",)),
    # The settlement sheets: basic and critical-illness insurance pay of what the insurance catalogue covers,
    Parts(("outpatient_cost", "chronic_cost", "inpatient_cost"), ("inpatient_insurance_paid", "critical_illness_paid")),
    # ... and what it covers, and what was paid in all, is never above the bill.
    Parts(("total_bill",), ("outpatient_cost", "chronic_cost", "inpatient_cost")),
    Parts(("total_bill",), ("eligible_cost",)),
    Parts(("total_bill",), ("inpatient_insurance_paid", "critical_illness_paid", "commercial_paid")),
)
"""What amounts imply of one another; a whole that is a part of another stands before it."""


def narrowed(facts: Mapping[str, Held]) -> Mapping[str, Held]:
    """The facts, what is not known narrowed to what the others leave possible: nothing paid is above its cost.

    Refused where they contradict one another, so that no value is ever made of what cannot be.
    """
    refuse(contradictions(facts))
    if not any(isinstance(value, Span) for value in facts.values()):
        return facts
    ends = {name: span_of(value) for name, value in facts.items()}
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


def contradictions(values: Mapping[str, Held]) -> Iterable[Problem]:
    """The amounts that are less than what they must be at least, by what is known of their parts.

    Where amounts as they were given say so, what follows from them of others is not told as well.
    """
    found = list(_contradictions(values))
    given = [told for told, is_given in found if is_given]
    return given or [told for told, _ in found]


def _contradictions(values: Mapping[str, Held]) -> Iterator[tuple[Problem, bool]]:
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
        elif len(wholes) == 1:  # what is not known of a whole is at least what is known of its parts
            least[wholes[0]] = max(least.get(wholes[0], 0), total)
