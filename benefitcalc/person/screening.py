"""All rules for one person, and the question whose answer decides most."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.words import Kind
from benefitcalc.engine.estimate import Estimate, headline
from benefitcalc.engine.parts import Told
from benefitcalc.engine.rule import Rule, rules_of
from benefitcalc.engine.scenarios import Evaluation
from benefitcalc.engine.wording import NOT_KNOWN, TO_BRING, Explained, Explanation, Passage, noted, papers, warnings
from benefitcalc.facts import reading, relations
from benefitcalc.facts.fact import FACTS, Held
from benefitcalc.facts.parsing import Span
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import Views
from benefitcalc.rules import asked_on
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
    given: Mapping[str, object],
    *,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    rules: Iterable[Rule] | None = None,
    declined: Iterable[str] = (),
) -> Screening:
    """Return each rule's answer for one person, and the question whose answer decides most.

    ``given`` has facts as in `Rule.estimate`. With a day ``on``, each benefit is answered by the document of that day
    and its rule, and ``announced`` has what was announced; without a day, by the announcement. ``policy`` is one
    document for all rules. ``rules`` are by default the rules that the document has. ``declined`` are facts that are
    not asked again because the person does not know them. Raises `Refused`, with all problems at once, as
    `Rule.estimate` does.

    The next question is the unknown fact that decides most rules in the worst case (a rule is decided if no unknown
    fact matters to it any more); among equals the one that decides most rules on average over its distinguishable
    answers; then the first in the order of questions. For an amount, the two ends of its range are tried. Narrowing a
    range does not count: an amount narrows most, but asking for it before it is known to matter takes more questions
    (benchmarks/README.md).
    """
    pinned, own, (day, facts) = collect(
        lambda: None if policy is None else law_of(policy),
        lambda: None if rules is None else rules_of(rules),
        lambda: reading.asked(given, on),
    )
    asked = asked_on(pinned, own, day)
    every = [rule for rule, _ in (*asked.answering, *asked.announced)]
    known = reading.read(facts, [name for name in FACTS if any(name in rule.facts._fields for rule in every)], day)
    estimates = tuple(rule.estimate_of(known, law, day) for rule, law in asked.answering)
    policies = {law.id for _, law in asked.answering}
    return Screening(
        policy=policies.pop() if len(policies) == 1 else None,
        on=day,
        estimates=estimates,
        announced=tuple(rule.estimate_of(known, law, day) for rule, law in asked.announced),
        next_question=_next_question(asked.answering, estimates, known, frozenset(declined)),
    )


class _Open(NamedTuple):
    """A rule whose answer depends on unknown facts."""

    rule: Rule
    views: Views
    missing: tuple[str, ...]
    evaluation: Evaluation


def _next_question(
    answering: Iterable[tuple[Rule, Policy]],
    estimates: Iterable[Estimate],
    known: Mapping[str, Held],
    declined: Collection[str],
) -> Question | None:
    possible = relations.narrowed(known)
    undecided = []
    for (rule, law), estimate in zip(answering, estimates, strict=True):
        if estimate.missing:
            views = rule.views(law)
            undecided.append(_Open(rule, views, estimate.missing, rule.evaluation(possible, views)))
    concerned = {name: [each for each in undecided if name in each.missing] for name in FACTS}
    candidates = [name for name in FACTS if concerned[name] and name not in declined]
    if not candidates:
        return None
    best = max(candidates, key=lambda name: _promise(name, concerned[name], possible))
    return Question(fact=best, says=say(FACTS[best].question), rules=tuple(each.rule.name for each in concerned[best]))


def _promise(name: str, concerned: Iterable[_Open], possible: Mapping[str, Held]) -> tuple[int, Fraction]:
    """Return how many rules a question decides with its worst answer, and on average over its answers."""
    decided = [
        sum(_is_decided(name, answer, each, possible) for each in concerned)
        for answer in _answers(name, concerned, possible)
    ]
    return min(decided), Fraction(sum(decided), len(decided))


def _answers(name: str, concerned: Iterable[_Open], possible: Mapping[str, Held]) -> list[int]:
    """Return one value for each distinguishable answer; for an amount, both ends."""
    pieces = {span for each in concerned for span in each.evaluation.scenarios.unknown[name].answers}
    values = {piece.low for piece in pieces}
    if FACTS[name].kind is Kind.MONEY:
        span = possible[name]
        assert isinstance(span, Span)  # a fact that matters is unknown
        values |= {span.low, max(span.low, min(span.high, GREATEST))}
    return sorted(values)


def _is_decided(name: str, answer: int, open_: _Open, possible: Mapping[str, Held]) -> bool:
    answers = open_.evaluation.scenarios.unknown[name].answers
    if len(answers) == 1:
        return open_.rule.evaluation({**possible, name: answer}, open_.views).is_settled()
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


def _warned(warning: Message, of: Sequence[Estimate], all_of_them: int) -> Message:
    """Return a warning, with its benefits unless it concerns all of them."""
    if len(of) == all_of_them:
        return warning
    return say(N_("{benefits}: {warning}"), benefits=joined([each.title for each in of]), warning=warning)


def of_screening(screening: Screening) -> Explanation:
    """Return in words what is certain, what is not, what to ask next, and what to bring."""
    estimates, question = screening.estimates, screening.next_question
    sure = [each for each in estimates if not each.missing]
    facts = {name: value for each in estimates if each.eligible is not False for name, value in each.facts.items()}
    asked = {name: facts[name] for name in FACTS if name in facts}
    return Explanation(
        [progress(screening), *(_warned(*each, len(estimates)) for each in warned(estimates).items())],
        [
            Passage(N_("Settled by what is known"), [headline(each) for each in sure]),
            Passage(N_("Not settled yet"), [headline(each) for each in estimates if each.missing]),
            Passage(N_("What was announced"), [headline(each) for each in screening.announced]),
            Passage(N_("The question that tells most"), [question.says] if question else []),
            Passage(NOT_KNOWN, [_concerns(screening, name) for name in screening.missing]),
            Passage(TO_BRING, list(papers(asked))),
            Passage(N_("Please note"), [say(_NO_TOTAL), *noted(())]),
        ],
    )


def _concerns(screening: Screening, name: str) -> Message:
    """Return the question for a fact, with the benefits that depend on it."""
    titles = joined([each.title for each in screening.estimates if name in each.missing])
    return say(N_("{question} It matters to: {benefits}."), question=say(FACTS[name].question), benefits=titles)


_NO_TOTAL = N_(
    "The amounts are of different periods, so there is no total. What a benefit rests on, its own estimate says."
)
