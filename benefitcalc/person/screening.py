"""All rules for one person, and the question whose answer decides most."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, Unpack

from benefitcalc.core.amounts import GREATEST
from benefitcalc.engine.estimate import Estimate, headline
from benefitcalc.engine.parts import Told
from benefitcalc.engine.rule import Rule
from benefitcalc.engine.scenarios import Evaluation
from benefitcalc.engine.wording import (
    NOT_KNOWN,
    TO_BRING,
    Explained,
    Explanation,
    Passage,
    notice_messages,
    papers,
    warnings,
)
from benefitcalc.facts import reading, relations
from benefitcalc.facts.fact import FACTS, Held
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.typed import Facts
from benefitcalc.person.advice import facts_with_papers
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import Views
from benefitcalc.rules import asked_on, rules_of
from benefitcalc.text.errors import collect
from benefitcalc.text.message import N_, Message, joined, say


class Question(Told):
    """A fact to ask for, the question, and the rules that depend on it."""

    fact: str
    says: Message
    rules: tuple[str, ...]


class Screening(Explained):
    """One estimate for each rule, and what to ask next; ``next_question`` is None if no unknown fact matters any more.

    There is no total, because the amounts have different periods.
    """

    policy: str | None
    """The document of all rules; None if there are several."""
    on: date | None
    estimates: tuple[Estimate, ...]
    announced: tuple[Estimate, ...] = ()
    """The announced benefits for which another document answers on that day."""
    next_question: Question | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The unknown facts that can still change any answer, in the order of `benefitcalc.facts.reading`."""
        named = {name for each in self.estimates for name in each.missing}
        return tuple(name for name in FACTS if name in named)

    def to_ask(self, answered: Collection[str]) -> tuple[str, ...]:
        """Return the missing facts without an answer. Each answer leaves fewer of them, and no other fact is asked."""
        return tuple(name for name in self.missing if name not in answered)

    def estimate(self, rule: str) -> Estimate:
        """Return the estimate of a rule; KeyError if there is none."""
        return {each.rule: each for each in self.estimates}[rule]

    def _explanation(self) -> Explanation:
        return of_screening(self)


def screen(
    given: Mapping[str, object] = reading.NOTHING,
    /,
    *,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    rules: Iterable[Rule | str] | Rule | str | None = None,
    declined: Iterable[str] = (),
    **facts: Unpack[Facts],
) -> Screening:
    """What each rule answers one person, whatever is not known, and the question that narrows most.

    Facts are given as `Rule.estimate` takes them. With a day ``on`` each benefit is answered by the document of
    that day and its rule, and beside it stands what was ``announced``; without one, by the announcement. ``policy`` is
    the document of all rules. ``rules`` are those of which it says something, unless others are given. ``declined`` are
    facts that are not asked for again: somebody does not know them. Raises `Refused` as `Rule.estimate` does.

    The next question is, of the unknown facts that can still change an answer, the one after which most rules are
    decided (no unknown fact matters to them any more) in the worst case, whichever answer comes; then on average over
    the answers that the rules tell apart; then the first in the order in which facts are asked for. Of several numbers
    that follow from one day it is the first. Of an amount the two ends of what it may be are looked at. How far an
    answer narrows a range does not count: an amount narrows most, and to ask for it before it is known whether it
    matters takes more questions in all (benchmarks/README.md).
    """
    pinned, own, past, (day, person) = collect(
        lambda: None if policy is None else law_of(policy),
        lambda: None if rules is None else rules_of(rules),
        lambda: reading.declined(declined),
        lambda: reading.asked(reading.gathered(given, facts), on),
    )
    asked = asked_on(pinned, own, day)
    every = [rule for rule, _ in (*asked.answering, *asked.announced)]
    known = reading.read(person, [name for name in FACTS if any(name in rule.facts._fields for rule in every)], day)
    estimates = tuple(rule.estimate_of(known, law, day) for rule, law in asked.answering)
    policies = {law.id for _, law in asked.answering}
    return Screening(
        policy=policies.pop() if len(policies) == 1 else None,
        on=day,
        estimates=estimates,
        announced=tuple(rule.estimate_of(known, law, day) for rule, law in asked.announced),
        next_question=_next_question(undecided(asked.answering, estimates, known), frozenset(past)),
    )


class Open(NamedTuple):
    """A rule whose answer depends on unknown facts of somebody."""

    rule: Rule
    views: Views
    missing: tuple[str, ...]
    possible: Mapping[str, Held]
    evaluation: Evaluation


def undecided(
    answering: Iterable[tuple[Rule, Policy]], estimates: Iterable[Estimate], known: Mapping[str, Held]
) -> list[Open]:
    """The rules whose answers depend on what is not known of one person."""
    possible = relations.narrowed(known)
    found = []
    for (rule, law), estimate in zip(answering, estimates, strict=True):
        if estimate.missing:
            views = rule.views(law)
            found.append(Open(rule, views, estimate.missing, possible, rule.evaluation(possible, views)))
    return found


def _next_question(open_rules: Sequence[Open], declined: Collection[str]) -> Question | None:
    concerned = {name: [each for each in open_rules if name in each.missing] for name in FACTS}
    wanted = [name for name in FACTS if concerned[name] and name not in declined]
    of_others = relations.beside_others(wanted)
    candidates = [name for name in wanted if name not in of_others]
    if not candidates:
        return None
    best = max(candidates, key=lambda name: promise(name, concerned[name]))
    return Question(fact=best, says=say(FACTS[best].question), rules=tuple(each.rule.name for each in concerned[best]))


def promise(name: str, concerned: Sequence[Open]) -> tuple[int, Fraction]:
    """Return how many rules a question decides with its worst answer, and on average over its answers."""
    decided = [sum(_is_decided(name, answer, each) for each in concerned) for answer in _answers(name, concerned)]
    return min(decided), Fraction(sum(decided), len(decided))


def _answers(name: str, concerned: Sequence[Open]) -> list[int]:
    """One value for each answer that some rule tells apart; of a range both ends."""
    answers = [each.evaluation.scenarios.unknown[name].answers for each in concerned]
    values = {piece.low for pieces in answers for piece in pieces}
    if any(len(pieces) == 1 for pieces in answers):
        span = concerned[0].possible[name]
        assert isinstance(span, Span)  # a fact that matters is unknown
        values |= {span.low, max(span.low, min(span.high, GREATEST))}
    return sorted(values)


def _is_decided(name: str, answer: int, open_: Open) -> bool:
    answers = open_.evaluation.scenarios.unknown[name].answers
    if len(answers) == 1:
        return open_.rule.evaluation({**open_.possible, name: answer}, open_.views).is_settled()
    return open_.evaluation.is_settled(next(own for span, own in answers.items() if span.low <= answer <= span.high))


def progress(screening: Screening) -> Message:
    """Return how many benefits are settled, as a message."""
    sure = sum(not each.missing for each in screening.estimates)
    told = N_("What is known settles {sure} of {all} benefits.")
    return say(told, sure=sure, all=len(screening.estimates))


def warned(estimates: Iterable[Estimate]) -> dict[Message, list[Estimate]]:
    """Return the warnings of the estimates, each with the estimates that have it."""
    found: dict[Message, list[Estimate]] = {}
    for each in estimates:
        for warning in warnings(each.notices):
            found.setdefault(warning, []).append(each)
    return found


def warning_messages(estimates: Sequence[Estimate]) -> list[Message]:
    """Each warning, and the benefits that it concerns where these are not all; a benefit of several people once."""
    every = {each.title for each in estimates}
    return [_warned(warning, {each.title: None for each in of}, every) for warning, of in warned(estimates).items()]


def _warned(warning: Message, of: Mapping[Message, None], every: Collection[Message]) -> Message:
    if len(of) == len(every):
        return warning
    return say(N_("{benefits}: {warning}"), benefits=joined(list(of)), warning=warning)


def of_screening(screening: Screening) -> Explanation:
    """Return in words what is certain, what is not, what to ask next, and what to bring."""
    estimates, question = screening.estimates, screening.next_question
    sure = [each for each in estimates if not each.missing]
    facts = {name: value for each in estimates if each.eligible is not False for name, value in each.facts.items()}
    asked = {name: facts[name] for name in FACTS if name in facts}
    return Explanation(
        [progress(screening), *warning_messages(estimates)],
        [
            Passage(N_("Settled by what is known"), [headline(each) for each in sure]),
            Passage(N_("Not settled yet"), [headline(each) for each in estimates if each.missing]),
            Passage(N_("What was announced"), [headline(each) for each in screening.announced]),
            Passage(N_("The question that tells most"), [question.says] if question else []),
            Passage(NOT_KNOWN, [_concerns(screening, name) for name in screening.missing]),
            Passage(TO_BRING, list(papers(facts_with_papers(asked)))),
            Passage(N_("Please note"), [say(NO_TOTAL), *notice_messages(())]),
        ],
    )


def _concerns(screening: Screening, name: str) -> Message:
    """Return the question for a fact, with the benefits that depend on it."""
    titles = joined([each.title for each in screening.estimates if name in each.missing])
    return say(N_("{question} It matters to: {benefits}."), question=say(FACTS[name].question), benefits=titles)


NO_TOTAL = N_(
    "The amounts are of different periods, so there is no total. What a benefit rests on, its own estimate says."
)
