"""Build the parts of an answer from the results of a body in all scenarios: lines, reasons and what-ifs."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from benefitcalc.core.amounts import yuan, yuan_if_limited
from benefitcalc.core.backends.ranges import Lanes, ends, ends_of_all, ends_of_each
from benefitcalc.core.words import Kind
from benefitcalc.engine.lines import Entry
from benefitcalc.engine.parts import Line, Part, Reason, WhatIf
from benefitcalc.engine.scenarios import Evaluation, Foreseen, Scenarios
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS, Held, held
from benefitcalc.policy.terms import RuleTerms, Views
from benefitcalc.text.formats import Between
from benefitcalc.text.message import Message, say_of


def line_maker(name: str, label: Message, kind: Kind, part: Part) -> Callable[..., Line]:
    """Return a function that builds a line from its values in all scenarios: the stated view first, then the others."""
    if kind is Kind.YES_NO:
        answers = {holds: Line(name=name, label=label, part=part, holds=holds) for holds in (True, False, None)}

        def yes_no(*values: Any) -> Line:
            _, (low, high) = ends_of_all(values)
            return answers[bool(low) if low == high else None]

        return yes_no

    show, show_end = (yuan, yuan_if_limited) if kind is Kind.MONEY else (Decimal, Decimal)

    def figure(*values: Any) -> Line:
        (low, high), (least, greatest) = ends_of_all(values)
        amounts = {
            "amount": show(low) if low == high else None,
            "at_least": show_end(least),
            "at_most": show_end(greatest),
        }
        return Line(name=name, label=label, part=part, **amounts)

    return figure


def stated_first(views: Views) -> tuple[Any, ...]:
    """Return the views in the order that `line_maker` needs."""
    return views.stated, views.strict, views.generous


def figures(lines: Any) -> dict[str, int | Between]:
    """Return the values of lines for messages."""
    every = dict(zip(vars(lines), ends_of_each(vars(lines).values()), strict=True))
    return {name: low if low == high else Between(low=str(low), high=str(high)) for name, (low, high) in every.items()}


def what_ifs(scenarios: Scenarios, name: str, foreseen: Callable[[Lanes], Foreseen]) -> Iterator[WhatIf]:
    """Yield the result for each answer to a missing fact; answers with equal results are joined."""
    outcomes = ((span, foreseen(lanes)) for span, lanes in scenarios.unknown[name].answers.items())
    groups = [(each, [span for span, _ in group]) for each, group in groupby(outcomes, key=itemgetter(1))]
    if len(groups) > 1:  # otherwise no answer to this fact alone changes the result
        for each, spans in groups:
            low, high = spans[0].low, spans[-1].high
            answer = FACTS[name].write(held(low, high))
            yield WhatIf(fact=name, answer=answer, **each._asdict())


def reasons(
    entries: Mapping[str, Entry],
    lines: Mapping[str, Line],
    evaluation: Evaluation,
    facts: Mapping[str, Held],
    terms: RuleTerms,
) -> Iterator[Reason]:
    """Yield why a person is eligible (what holds), or why not or perhaps not (failed conditions, or every group)."""
    found = evaluation.found.stated
    eligible = lines["is_eligible"].holds
    is_in_a_group = any(line.holds for line in lines.values() if line.part == "group")
    mentioned = {} if eligible else {**figures(found), **reading.message_values(facts), **terms.mentioned()}
    candidates = [
        line
        for line in lines.values()
        if line.part == "condition" or (line.part == "group" and (eligible or not is_in_a_group))
    ]
    some_fail = any(line.holds is False for line in candidates)
    for line in candidates:
        missing = evaluation.relevant_facts(line.name) if line.holds is None else ()
        # If a condition certainly fails, unknown facts are not a reason.
        if bool(line.holds) == bool(eligible) and not (eligible is False and some_fail and missing):
            fails = not missing and not ends(getattr(found, line.name))[1]
            says = say_of(entries[line.name].otherwise, mentioned) if fails else line.label
            yield Reason(line=line.name, holds=line.holds, says=says, missing=missing)
