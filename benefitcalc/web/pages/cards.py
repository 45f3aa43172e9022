"""A result as a card: the benefit's result and everything behind it, in the order of the page."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from benefitcalc.engine.estimate import Estimate, headline, passages, result
from benefitcalc.engine.parts import Assumption, Cite
from benefitcalc.engine.rule import Rule
from benefitcalc.engine.wording import Passage, warnings
from benefitcalc.facts.fact import FACTS, asked_of
from benefitcalc.facts.reading import Known
from benefitcalc.person.advice import Advice, State, advice
from benefitcalc.person.screening import Screening, warned
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.timeline import benefit_of
from benefitcalc.rules import by_name
from benefitcalc.text.currency import in_currency
from benefitcalc.text.languages import Language
from benefitcalc.text.message import N_, Message, joined, say
from benefitcalc.text.rewriting import rewritten
from benefitcalc.web.pages.picture import Drawing, drawings
from benefitcalc.web.replies import texts


class Figure(NamedTuple):
    """One end of the range, or the amount by the stated terms."""

    label: Message
    value: Message


class Head(NamedTuple):
    """What is read first of one benefit of one person: its state, and how much or why not."""

    name: str
    title: Message
    state: State
    shape: str
    chip: Message
    standing: Message | None
    """The status, if the document is not in force now."""
    how_much: Message
    because: Message | None


class Card(NamedTuple):
    """One benefit of one person, as it is shown: first as in `Head`, then all that is behind it."""

    name: str
    title: Message
    state: State
    shape: str
    chip: Message
    standing: Message | None
    how_much: Message
    because: Message | None
    steps: tuple[Message, ...]
    result: Message
    figures: tuple[Figure, ...]
    warnings: tuple[Message, ...]
    announced: tuple[Passage, ...]
    """What was announced, if another document answers."""
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


SHAPES: Mapping[State, str] = {"yes": "●", "could": "▲", "then": "◆", "no": "○"}
"""The states in the order of the cards, each with the symbol beside its text and its colour."""


def cards(found: Screening, known: Known, lang: Language, who: Message | None = None) -> list[Card]:
    """The cards of all estimates: what somebody gets first, then what is open, then what they do not get.

    They speak of ``who`` where that is not the reader.
    """
    order = list(SHAPES)
    shared = common_warnings(found.estimates)
    made = [_card(each, found.announced, shared, known, lang) for each in found.estimates]
    return _of(sorted(made, key=lambda each: order.index(each.state)), who)


def _of(made: list[Card], who: Message | None) -> list[Card]:
    """The cards as they speak of another person."""
    if who is None:
        return made
    theirs = texts.whose(who)
    return rewritten(asked_of(made, who), lambda each: theirs if each == texts.YOU else each)


def heads(found: Screening, known: Known) -> list[Head]:
    """What is read first of each estimate, in the order of the cards."""
    order = list(SHAPES)
    made = [_head(each, advice(each, known)) for each in found.estimates]
    return sorted(made, key=lambda each: order.index(each.state))


def _head(estimate: Estimate, told: Advice) -> Head:
    return Head(
        name=estimate.rule,
        title=estimate.title,
        state=told.state,
        shape=SHAPES[told.state],
        chip=told.marks[0],
        standing=told.marks[1] if told.marks[1:] else None,
        how_much=in_currency(told.how_much, estimate.currency),
        because=told.because,
    )


def _card(
    estimate: Estimate, announced: Iterable[Estimate], shared: Collection[Message], known: Known, lang: Language
) -> Card:
    rule = by_name()[estimate.rule]
    told = passages(estimate)
    law = law_of(estimate.policy)
    benefit = benefit_of(estimate.rule, law)
    told_first = advice(estimate, known)
    return Card(
        **_head(estimate, told_first)._asdict(),
        steps=told_first.steps,
        result=result(estimate),
        figures=in_currency(tuple(_ends_of_range(estimate)), estimate.currency),
        warnings=tuple(each for each in warnings(estimate.notices) if each not in shared),
        announced=tuple(_announced(each) for each in announced if each.rule == benefit),
        given=told.given._replace(sentences=list(_known_facts(estimate, told.given.sentences))),
        how=told.how,
        why=told.why,
        changes=tuple(each for each in (told.missing, told.open) if each.sentences),
        drawings=tuple(drawings(rule, known, law)),
        assumed=told.assumed,
        places=told.places,
        to_bring=told.to_bring,
        to_ask=tuple(_to_ask(estimate)),
        notes=told.notes,
        python=python(rule, estimate, lang),
    )


def _announced(estimate: Estimate) -> Passage:
    """Return what was announced about a benefit, with its place."""
    told = passages(estimate)
    return told.how._replace(sentences=[headline(estimate), *told.how.sentences, *told.places.sentences])


def _known_facts(estimate: Estimate, told: Iterable[Message]) -> Iterator[Message]:
    """Yield the known facts; unknown ones are shown elsewhere."""
    return (each for each, value in zip(told, estimate.facts.values(), strict=True) if value is not None)


def _ends_of_range(estimate: Estimate) -> Iterator[Figure]:
    """Yield the ends of the range of an amount, if it is a known range."""
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
    """Yield questions that the office can answer but the library cannot."""
    if not estimate.is_current:
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
    """Return a Python program that gives the same answer."""
    facts = [f"    {name}={value!r},\n" for name, value in estimate.facts.items() if value is not None]
    day = [] if estimate.on is None else [f'    on="{estimate.on.isoformat()}",\n']
    return (
        f"from benefitcalc.rules import {rule.name}\n\n"
        f"answer = {rule.name}.estimate(\n{''.join([*facts, *day])})\n"
        f'print(answer.explain("{lang}"))\n'
    )


def common_warnings(estimates: Sequence[Estimate]) -> list[Message]:
    """Return the warnings that all estimates have."""
    return [warning for warning, of in warned(estimates).items() if len(of) == len(estimates)]
