"""Render an answer in words: first the answer, then the reasons, then its basis."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple, NoReturn

from benefitcalc.engine.parts import Assumption, Cite, Line, Told, WhatIf, between
from benefitcalc.facts.fact import FACTS, asked_of
from benefitcalc.policy.statement import Grade, Notice
from benefitcalc.text.formats import exactly
from benefitcalc.text.languages import Language
from benefitcalc.text.message import N_, Message, Text, joined, language, say, say_of, sentence_context


class Passage(NamedTuple):
    """A heading and the sentences under it."""

    heading: str | Message
    sentences: list[Message]


class Explanation(NamedTuple):
    """An answer in words: the opening, then the passages; an empty passage is left out."""

    opening: list[Message]
    passages: Sequence[Passage]

    def in_text(self, spoken: Language) -> str:
        """Plain text."""
        with exactly():
            parts = ["\n".join(sentence.text_in(spoken) for sentence in self.opening)]
            for heading, sentences in self._filled():
                parts.append("\n  ".join([each.text_in(spoken) for each in (_headed(heading), *sentences)]))
        return "\n\n".join(parts)

    def in_html(self) -> str:
        """Return an HTML fragment in the language of the environment; all text is escaped."""
        lang = language()
        told, *warnings = (escape(sentence.explain(lang)) for sentence in self.opening)
        parts = [f"<h3>{told}</h3>", *(f"<p>{warning}</p>" for warning in warnings)]
        for heading, sentences in self._filled():
            items = "".join(f"<li>{escape(each.explain(lang))}</li>" for each in sentences)
            parts.append(f"<h4>{escape(_headed(heading).explain(lang))}</h4><ul>{items}</ul>")
        return f'<article class="benefitcalc" lang="{lang}">{"".join(parts)}</article>'

    def _filled(self) -> Iterator[Passage]:
        return (passage for passage in self.passages if passage.sentences)


@lru_cache(maxsize=256)
def _headed(heading: str | Message) -> Message:
    return heading if isinstance(heading, Message) else say(heading)


class Explained(Told):
    """An answer that can be rendered in words."""

    def explain(self, lang: str | None = None, *, of: Message | None = None) -> str:
        """The answer in words, in ``zh`` or ``en``; without one, in the language of the environment.

        Its questions are ``of`` another person where one is named.
        """
        return asked_of(self._explanation(), of).in_text(language(lang))

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        """The answer as JSON data, each sentence of it in words too, as ``text``, in ``zh`` or ``en``."""
        with exactly():
            return self.model_dump(mode="json", context=sentence_context(lang))

    def to_json(self, lang: str | None = None, *, indent: int | None = None) -> str:
        """The answer as JSON text, with what `as_dict` has; `model_validate_json` reads it back."""
        with exactly():
            return self.model_dump_json(context=sentence_context(lang), indent=indent)

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._explanation().opening[0]}>"

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} is an answer in several parts, and neither true nor false; "
            "ask for one part, such as .eligible or .amount of an estimate"
        )

    def _repr_html_(self) -> str:
        return self._explanation().in_html()

    @abstractmethod
    def _explanation(self) -> Explanation:
        """Return the words of the answer."""


def warnings(notices: Iterable[Message | Notice]) -> Iterator[Message]:
    """Yield what a reader must know before relying on an answer."""
    return (notice for notice in notices if isinstance(notice, Message))


NOT_KNOWN = N_("What is not known, and the answer depends on")
LEFT_OPEN = N_("What the document leaves open, and the answer depends on")
TO_BRING = N_("What to bring to the counter")


def given(facts: Mapping[str, Any]) -> list[Message]:
    """Return the facts of an answer as messages."""
    return [fact.message(facts[name]) for name, fact in FACTS.of(facts).items()]


_OFFICE = say(N_("This is an estimate and decides nothing; the decision of the office prevails."))


def line_message(line: Line) -> Message:
    """Return a line of the calculation as a message, with its range if it has one."""
    if line.part == "finding":
        return _finding(line)
    form = "{value}" if line.part == "number" else "{value:yuan}"
    range_ = say(form, value=between(line.at_least, line.at_most))
    amount = range_ if line.amount is None else say(form, value=str(line.amount))
    if line.amount is None or line.at_least == line.at_most:
        return say(N_("{label}: {amount}"), label=line.label, amount=amount)
    return say(N_("{label}: {amount} ({range})"), label=line.label, amount=amount, range=range_)


@lru_cache(maxsize=1_024)
def _finding(line: Line) -> Message:
    return say(N_("{label}: {answer}"), label=line.label, answer=say(_HOLDS[line.holds]))


_HOLDS = {True: N_("yes"), False: N_("no"), None: N_("it depends")}


def what_is_missing(missing: Iterable[str], what_if: Iterable[WhatIf], told: str | None = None) -> Iterator[Message]:
    """Yield the questions that matter, with the result of each answer; ``told`` replaces the eligibility."""
    every = list(what_if)
    for name in missing:
        question = say(FACTS[name].question)
        outcomes = {each: _foreseen(each, told) for each in every if each.fact == name}
        answers = [_answered(each, outcome) for each, outcome in outcomes.items()]
        if len(set(outcomes.values())) > 1:  # otherwise this text would not show what an answer changes
            yield say(N_("{question} {answers}"), question=question, answers=joined(answers, N_("{first}; {rest}")))
        else:
            yield question


def _foreseen(what_if: WhatIf, told: str | None) -> Message:
    is_exact = what_if.at_least is not None and what_if.at_least == what_if.at_most
    amounts = str(what_if.at_least) if is_exact else between(what_if.at_least, what_if.at_most)
    says_something = bool(what_if.at_least) or what_if.at_most is not None
    source = told or _FORESEEN[what_if.eligible, says_something, is_exact]
    return say_of(source, {"range": amounts})


def _answered(what_if: WhatIf, outcome: Message) -> Message:
    is_number = isinstance(what_if.answer, int) and not isinstance(what_if.answer, bool)
    answer = say("{value}" if is_number else "{value:word}", value=FACTS[what_if.fact].message_value(what_if.answer))
    return say(N_("{answer}: {outcome}"), answer=answer, outcome=outcome)


# The keys: eligible, whether the rule gives money, and whether only one amount is possible.
_FORESEEN = {
    (True, False, False): N_("eligible"),
    (False, False, False): N_("not eligible"),
    (None, False, False): N_("it depends"),
    (True, True, True): "{range:yuan}",
    (True, True, False): "{range:yuan}",
    (False, True, True): N_("not eligible"),
    (None, True, True): N_("it depends"),
    (None, True, False): N_("it depends, {range:yuan}"),
}


def papers(facts: Mapping[str, Any]) -> Iterator[Message]:
    """Yield one sentence with the papers that usually prove these facts, if any; facts that are "no" are left out."""
    needed = (name for name, value in facts.items() if value is not False)
    shown_by = dict.fromkeys(fact.shown_by for fact in FACTS.of(needed).values() if fact.shown_by)
    if shown_by:
        yield _papers(tuple(shown_by))


@lru_cache(maxsize=1_024)
def _papers(shown_by: tuple[str, ...]) -> Message:
    told = N_("{papers}. Which papers the office wants, the document does not say; these usually show it.")
    return say(told, papers=joined([say(paper) for paper in shown_by], N_("{first}; {rest}")))


def left_open(undecided: Iterable[str], assumptions: Iterable[Assumption], cites: Iterable[Cite]) -> Iterator[Message]:
    """Yield the terms whose other interpretations can change an answer."""
    cited = {each.name: each for each in cites}
    assumed = {each.name: each for each in assumptions}
    for name in undecided:
        yield assumption(assumed[name]) if name in assumed else say(N_("{sentence}."), sentence=_figure(cited[name]))


def _figure(told: Assumption | Cite) -> Message:
    return say(N_("{label}: {figure}"), label=told.label or "", figure=told.says or "")


@lru_cache(maxsize=1_024)
def assumption(assumed: Assumption) -> Message:
    """Return what is assumed, the reason and the source."""
    reason = say(N_("{figure}. The reason: {reason}"), figure=_figure(assumed), reason=assumed.because)
    return _sourced(reason, assumed.source, assumed.grade)


def notice_messages(notices: Iterable[Message | Notice]) -> list[Message]:
    """Return the notices beside the answer; the last one says that the office decides."""
    return [*(_notice_message(each) for each in notices if isinstance(each, Notice)), _OFFICE]


@lru_cache(maxsize=1_024)
def _notice_message(notice: Notice) -> Message:
    return _sourced(say("{notice}", notice=notice.says), notice.source, notice.grade)


def _sourced(sentence: Message, source: Text | None, grade: Grade | None) -> Message:
    if source is None or grade is None:
        return say(N_("{sentence}."), sentence=sentence)
    told = N_("{sentence}. Source: {source} ({grade}).")
    return say(told, sentence=sentence, source=source, grade=say(_GRADES[grade]))


_GRADES = {
    "A": N_("grade A: an official site"),
    "B": N_("grade B: a news report or an unofficial copy"),
}


@lru_cache(maxsize=1_024)
def cite(document: Text, cited: Cite) -> Message:
    """Return the place in the document of a figure, or of the whole benefit."""
    if cited.says is None:
        told = say(N_("{document}: {place}"), document=document, place=cited.place)
        return _sourced(told, cited.source, cited.grade)
    if cited.words is None:
        return say(N_("{figure} ({place})."), figure=_figure(cited), place=cited.place)
    return say(
        N_("{figure}, in its words “{words}” ({place})."), figure=_figure(cited), words=cited.words, place=cited.place
    )
