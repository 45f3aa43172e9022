"""Relations between amounts: a part is never greater than its whole."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from benefitcalc.core import amounts
from benefitcalc.facts.fact import FACTS, Held, held, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.text.errors import refuse
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
"""All relations; a whole that is part of another whole comes before it."""


def narrowed(facts: Mapping[str, Held]) -> Mapping[str, Held]:
    """Return the facts; unknown amounts are narrowed to what the others allow. No payment exceeds its cost.

    Raises `Refused` if they contradict each other, so that no value is computed from impossible facts.
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
    """Return the amounts that are below their lower bound, which follows from what is known of their parts.

    If given amounts contradict each other, contradictions of derived bounds are left out.
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
        elif len(wholes) == 1:  # the lower bound of an unknown whole is the sum of its known parts
            least[wholes[0]] = max(least.get(wholes[0], 0), total)
