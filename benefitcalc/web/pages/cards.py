"""A result as a card: what a benefit comes to and all that is behind it, each part where a reader looks for it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from benefitcalc.engine.estimate import Estimate, passages, result, stands
from benefitcalc.engine.parts import Assumption, Cite
from benefitcalc.engine.rule import Rule
from benefitcalc.engine.wording import Passage, warnings
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.reading import Known
from benefitcalc.policy.loading import law_of
from benefitcalc.rules import by_name
from benefitcalc.text.currency import in_currency
from benefitcalc.text.languages import Language
from benefitcalc.text.message import N_, Message, joined, say
from benefitcalc.web.pages.picture import Drawing, drawings
from benefitcalc.web.replies import texts


class Figure(NamedTuple):
    """One end of the range, or the amount by the terms as stated."""

    label: Message
    value: Message


class Card(NamedTuple):
    """One benefit of one person, as it is shown."""

    name: str
    title: Message
    state: str
    chip: Message
    result: Message
    figures: tuple[Figure, ...]
    given: Passage
    how: Passage
    why: Passage
    changes: tuple[Passage, ...]
    drawings: tuple[Drawing, ...]
    assumed: Passage
    places: Passage
    to_bring: Passage
    to_ask: tuple[Message, ...]
    notes: Passage
    python: str


STATES = {True: "yes", False: "no", None: "open"}
_CHIPS = {True: "eligible", False: "not eligible", None: "it depends"}


def cards(estimates: Iterable[Estimate], known: Known, lang: Language) -> list[Card]:
    """The cards of all estimates: what somebody gets first, then what is open, then what they do not get."""
    order = [True, None, False]
    return [_card(each, known, lang) for each in sorted(estimates, key=lambda each: order.index(each.eligible))]


def _card(estimate: Estimate, known: Known, lang: Language) -> Card:
    rule = by_name()[estimate.rule]
    told = passages(estimate)
    return Card(
        name=estimate.rule,
        title=estimate.title,
        state=_state(estimate),
        chip=_chip(estimate),
        result=result(estimate),
        figures=in_currency(tuple(_figures(estimate)), estimate.currency),
        given=told.given._replace(sentences=list(_known(estimate, told.given.sentences))),
        how=told.how,
        why=told.why,
        changes=tuple(each for each in (told.missing, told.open) if each.sentences),
        drawings=tuple(drawings(rule, known, law_of(estimate.policy))),
        assumed=told.assumed,
        places=told.places,
        to_bring=told.to_bring,
        to_ask=tuple(_to_ask(estimate)),
        notes=told.notes,
        python=python(rule, estimate, lang),
    )


def _state(estimate: Estimate) -> str:
    """How a card looks: as of somebody who gets something only where the law of the day says so."""
    return "then" if estimate.eligible and not estimate.is_current else STATES[estimate.eligible]


def _chip(estimate: Estimate) -> Message:
    told = say("{told:word}", told=_CHIPS[estimate.eligible])
    return told if estimate.is_current else say(N_("{told} ({standing})"), told=told, standing=stands(estimate))


def _known(estimate: Estimate, told: Iterable[Message]) -> Iterator[Message]:
    """What was given; what is not known has a place of its own."""
    return (each for each, value in zip(told, estimate.facts.values(), strict=True) if value is not None)


def _figures(estimate: Estimate) -> Iterator[Figure]:
    """The range of an amount, where it is one and is known."""
    if estimate.at_least is None or estimate.at_least == estimate.at_most:
        return
    if estimate.eligible is False or not (estimate.at_least or estimate.at_most is not None):
        return
    yield Figure(say("{told}", told=texts.AT_LEAST), _yuan(estimate.at_least))
    if estimate.amount is not None:
        yield Figure(say("{told}", told=texts.AS_STATED), _yuan(estimate.amount))
    yield Figure(say("{told}", told=texts.AT_MOST), _yuan(estimate.at_most))


def _yuan(amount: Decimal | None) -> Message:
    return say("{amount:yuan}", amount="none" if amount is None else str(amount))


def _to_ask(estimate: Estimate) -> Iterator[Message]:
    """What the office knows and this library does not."""
    yield say("{told}", told=texts.ASK_IN_FORCE)
    told: tuple[Assumption | Cite, ...] = (*estimate.cites, *estimate.assumptions)
    labels = {each.name: each.label for each in told if each.label}
    for name in estimate.undecided:
        yield say("{told}{label}", told=texts.ASK_TERM, label=labels[name])
    if estimate.missing:
        meanings = joined([say(FACTS[name].meaning) for name in estimate.missing], N_("{first}; {rest}"))
        yield say("{told}{facts}", told=texts.ASK_FACT, facts=meanings)
    yield say("{told}", told=texts.ASK_PAPERS)


def python(rule: Rule, estimate: Estimate, lang: Language) -> str:
    """A program that gives the same answer."""
    facts = [f"    {name}={value!r},\n" for name, value in estimate.facts.items() if value is not None]
    day = [] if estimate.on is None else [f'    on="{estimate.on.isoformat()}",\n']
    return (
        f"from benefitcalc.rules import {rule.name}\n\n"
        f"answer = {rule.name}.estimate(\n{''.join([*facts, *day])})\n"
        f'print(answer.explain("{lang}"))\n'
    )


def told_first(estimates: Iterable[Estimate]) -> list[Message]:
    """What has to be known of all of them before any is believed, each once."""
    return list(dict.fromkeys(warning for each in estimates for warning in warnings(each.notices)))
