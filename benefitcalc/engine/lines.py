"""The lines of a rule: their labels, and their values as parts of an answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, dataclass_transform

from benefitcalc.core.amounts import yuan, yuan_if_limited
from benefitcalc.core.backends.ranges import Lanes, ends_of_all, ends_of_each
from benefitcalc.core.words import Kind
from benefitcalc.engine.parts import Line, Part, WhatIf
from benefitcalc.engine.scenarios import Foreseen, Scenarios
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS, Held, held
from benefitcalc.policy.terms import Views
from benefitcalc.text.message import N_, Between, Message

RESULT = {"is_eligible": N_("Eligible"), "payout": N_("Amount")}
"""The labels of the lines that every rule ends with."""


PARTS: dict[Kind, Part] = {Kind.MONEY: "amount", Kind.WHOLE: "number", Kind.YES_NO: "finding"}
"""The part of a line that decides nothing by itself."""


class Entry(NamedTuple):
    """What a rule declares of one of its lines."""

    kind: Kind
    part: Part
    label: str = ""
    otherwise: str = ""

    @classmethod
    def of(cls, each: Field[Any]) -> "Entry":
        """The entry of a field of a rule's lines."""
        kind, *part = each.type.__metadata__  # type: ignore[union-attr]  # an annotation of words.py
        says = {"label": RESULT.get(each.name, ""), **each.metadata}
        return cls(kind, part[0].value if part else PARTS[kind], **says)


def line(label: str, *, otherwise: str = "") -> Any:
    """A field of a rule's lines, in English.

    ``label`` says what the line is, or that it holds, and may mention the rule's terms; ``otherwise`` says why it
    does not hold for this person, and by how much, and may mention facts and whole-number lines too.
    """
    return field(metadata={"label": label, "otherwise": otherwise})


@dataclass_transform(kw_only_default=True, field_specifiers=(line,))
class RuleLines:
    """The calculation of one rule, each line declared with `line`; a body returns them."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(kw_only=True)(cls)

    @classmethod
    @cache
    def entries(cls) -> dict[str, Entry]:
        """What is declared of each line, by name."""
        return {each.name: Entry.of(each) for each in fields(cls)}  # type: ignore[arg-type]  # as in RuleTerms


def line_maker(name: str, label: Message, kind: Kind, part: Part) -> Callable[..., Line]:
    """What makes a line from its values in every scenario: as stated, and by the other readings of the terms."""
    if kind is Kind.YES_NO:
        answers = {holds: Line(name=name, label=label, part=part, holds=holds) for holds in (True, False, None)}

        def truth(*values: Any) -> Line:
            _, (low, high) = ends_of_all(values)
            return answers[bool(low) if low == high else None]

        return truth

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
    """The views in the order in which a line is made of them."""
    return views.stated, views.strict, views.generous


def figures(lines: Any) -> dict[str, int | Between]:
    """What a sentence takes for the values of lines."""
    every = dict(zip(vars(lines), ends_of_each(vars(lines).values()), strict=True))
    return {name: low if low == high else Between(low=str(low), high=str(high)) for name, (low, high) in every.items()}


def told(facts: Mapping[str, Held]) -> dict[str, int | str | Between]:
    """What a sentence takes for facts."""
    return {name: FACTS[name].told(written) for name, written in reading.write(facts).items()}


def what_ifs(scenarios: Scenarios, name: str, foreseen: Callable[[Lanes], Foreseen]) -> Iterator[WhatIf]:
    """What the answers to a missing fact would make of an answer, those that come to the same as one."""
    outcomes = ((span, foreseen(lanes)) for span, lanes in scenarios.unknown[name].answers.items())
    groups = [(each, [span for span, _ in group]) for each, group in groupby(outcomes, key=itemgetter(1))]
    if len(groups) > 1:  # else no answer to this fact alone tells anything
        for each, spans in groups:
            low, high = spans[0].low, spans[-1].high
            answer = FACTS[name].write(held(low, high))
            yield WhatIf(fact=name, answer=answer, **each._asdict())
