"""An estimate in words, as a good clerk would say it: the answer first, then why, then what it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from benefitcalc.estimate import Assumption, Cite, Estimate, Line, Reason, WhatIf, between
from benefitcalc.messages import N_, Message, Text, exactly, joined, language, say, say_of
from benefitcalc.situation import FACTS
from benefitcalc.statement import Grade, Notice


class Passage(NamedTuple):
    """A heading and the sentences under it."""

    heading: str
    sentences: list[Message]


class Account(NamedTuple):
    """An answer in words: what is said first, and the passages behind it; one that is empty is left out."""

    opening: list[Message]
    passages: list[Passage]

    def in_text(self, lang: str) -> str:
        """Plain text, in ``zh`` or ``en``."""
        spoken = language(lang)
        with exactly():
            parts = ["\n".join(sentence.said(spoken) for sentence in self.opening)]
            for heading, sentences in self._told():
                parts.append("\n".join([say(heading).said(spoken), *(f"  {each.said(spoken)}" for each in sentences)]))
        return "\n\n".join(parts)

    def in_html(self) -> str:
        """A piece of HTML, in the language of the environment; every text in it is escaped."""
        lang = language()
        told, *warnings = (escape(sentence.explain(lang)) for sentence in self.opening)
        parts = [f"<h3>{told}</h3>", *(f"<p>{warning}</p>" for warning in warnings)]
        for heading, sentences in self._told():
            items = "".join(f"<li>{escape(each.explain(lang))}</li>" for each in sentences)
            parts.append(f"<h4>{escape(say(heading).explain(lang))}</h4><ul>{items}</ul>")
        return f'<article class="benefitcalc" lang="{lang}">{"".join(parts)}</article>'

    def _told(self) -> Iterator[Passage]:
        return (passage for passage in self.passages if passage.sentences)


def account(estimate: Estimate) -> Account:
    """An estimate in words: the answer and what has to be known of it first, then all that is behind it."""
    return Account([headline(estimate), *warnings(estimate.notices)], passages(estimate))


def warnings(notices: Iterable[Message | Notice]) -> Iterator[Message]:
    """What has to be known of an answer before it is believed."""
    return (notice for notice in notices if isinstance(notice, Message))


def headline(estimate: Estimate) -> Message:
    """The answer in one sentence."""
    amounts = {name: getattr(estimate, name) for name in ("amount", "at_least", "at_most")}
    told: dict[str, Any] = {name: str(amount) for name, amount in amounts.items() if amount is not None}
    told["range"] = between(estimate.at_least, estimate.at_most)
    held = [line.label for line in estimate.lines if line.part in ("finding", "group") and line.holds and _is_own(line)]
    if held:
        told["held"] = joined(held)
    return say(
        N_("{benefit}: {result}"),
        benefit=estimate.title,
        result=say_of(_result(estimate, has_held=bool(held)), {**told, "period": estimate.period}),
    )


def passages(estimate: Estimate) -> list[Passage]:
    """Everything behind the answer, in the order in which a reader asks for it."""
    settled = [each for each in estimate.assumptions if each.name not in estimate.undecided]
    return [
        Passage(N_("What was given"), given(estimate.facts)),
        Passage(_how(estimate), [told_line(line) for line in estimate.lines if _is_a_step(line)]),
        Passage(_WHY[estimate.eligible], [_reason(reason) for reason in estimate.reasons]),
        Passage(NOT_KNOWN, list(what_is_missing(estimate.missing, estimate.what_if))),
        Passage(LEFT_OPEN, list(left_open(estimate.undecided, estimate.assumptions, estimate.cites))),
        Passage(N_("What is assumed"), [assumption(each) for each in settled]),
        Passage(N_("Where it stands"), [cite(estimate.policy_title, each) for each in estimate.cites]),
        Passage(TO_BRING, list(papers(estimate.facts))),
        Passage(N_("Please note"), noted(estimate.notices)),
    ]


NOT_KNOWN = N_("What is not known, and the answer depends on")
LEFT_OPEN = N_("What the document leaves open, and the answer depends on")
TO_BRING = N_("What to bring to the counter")


def given(facts: Mapping[str, Any]) -> list[Message]:
    """The facts of an answer, as it holds them."""
    return [FACTS[name].tell(value) for name, value in facts.items()]


def _how(estimate: Estimate) -> str:
    if estimate.at_least is None:
        return N_("What was found")
    if estimate.eligible is False:
        return N_("What it would be if the conditions were met")
    return N_("How it is worked out")


_WHY = {
    True: N_("Why"),
    False: N_("Why not"),
    None: N_("Why it is not certain"),
}

_OFFICE = say(N_("This is an estimate and decides nothing; the decision of the office prevails."))


def _result(estimate: Estimate, *, has_held: bool) -> str:
    if estimate.at_least is None:
        return _found(estimate, has_held=has_held)
    if estimate.missing:
        return _not_known(estimate)
    if estimate.eligible is not True:
        return _NOT_ELIGIBLE[estimate.eligible]
    return _AMOUNT[estimate.at_least == estimate.amount, estimate.amount == estimate.at_most]


def _found(estimate: Estimate, *, has_held: bool) -> str:
    if estimate.eligible and not has_held:  # by one group in one reading or completion, by another in another
        return N_("eligible.")
    if estimate.eligible is None and estimate.missing:
        return N_("it depends on what is not known yet.")
    return _WITHOUT_AMOUNT[estimate.eligible]


def _not_known(estimate: Estimate) -> str:
    if estimate.amount is not None and estimate.at_least == estimate.at_most:
        return N_("it depends on what is not known yet; {amount:yuan} {period} either way.")
    says_something = bool(estimate.at_least) or estimate.at_most is not None
    return _NOT_KNOWN[estimate.eligible, says_something]


_WITHOUT_AMOUNT = {True: N_("eligible: {held}."), False: N_("not eligible."), None: N_("it depends.")}

# Whether a person is eligible, and whether the range says anything.
_NOT_KNOWN = {
    (True, True): N_("{range:yuan} {period}, depending on what is not known yet."),
    (True, False): N_("eligible; the amount depends on what is not known yet."),
    (None, True): N_("it depends on what is not known yet, {range:yuan} {period}."),
    (None, False): N_("it depends on what is not known yet, the amount too."),
}

_NOT_ELIGIBLE = {
    False: N_("not eligible, {amount:yuan}."),
    None: N_(
        "it depends, {amount:yuan} {period} by the terms as taken here, from {at_least:yuan} to {at_most:yuan} by "
        "other readings of them."
    ),
}

# Whether the amount is the least, and the most, that any reading gives.
_AMOUNT = {
    (True, True): N_("exactly {amount:yuan} {period}."),
    (True, False): N_("at least {amount:yuan} {period}, and at most {at_most:yuan}."),
    (False, True): N_("at most {amount:yuan} {period}, and at least {at_least:yuan}."),
    (False, False): N_("about {amount:yuan} {period}, at least {at_least:yuan} and at most {at_most:yuan}."),
}


def _is_a_step(line: Line) -> bool:
    return line.part in ("amount", "number", "finding") and _is_own(line)


def _is_own(line: Line) -> bool:
    """Whether the line is the rule's own, and not one of the two that every rule ends with."""
    return line.name not in ("is_eligible", "payout")


def told_line(line: Line) -> Message:
    """A line of the calculation, with its range where it has one."""
    if line.part == "finding":
        return say(N_("{label}: {answer}"), label=line.label, answer=say(_HOLDS[line.holds]))
    form = "{value}" if line.part == "number" else "{value:yuan}"
    range_ = say(form, value=between(line.at_least, line.at_most))
    amount = range_ if line.amount is None else say(form, value=str(line.amount))
    if line.amount is None or line.at_least == line.at_most:
        return say(N_("{label}: {amount}"), label=line.label, amount=amount)
    return say(N_("{label}: {amount} ({range})"), label=line.label, amount=amount, range=range_)


_HOLDS = {True: N_("yes"), False: N_("no"), None: N_("it depends")}


def _reason(reason: Reason) -> Message:
    told = {
        True: N_("Yes: {reason}"),
        False: N_("No: {reason}"),
        None: N_("Open: {reason}. By another reading of the terms this is decided the other way"),
    }
    source = N_("Not known yet: {reason}") if reason.missing else told[reason.holds]
    return say(source, reason=reason.says)


def what_is_missing(missing: Iterable[str], what_if: Iterable[WhatIf], told: str | None = None) -> Iterator[Message]:
    """The questions that matter, with what each answer would make; ``told`` says so instead of an eligibility."""
    every = list(what_if)
    for name in missing:
        question = say(FACTS[name].question)
        outcomes = {each: _foreseen(each, told) for each in every if each.fact == name}
        answers = [_answered(each, outcome) for each, outcome in outcomes.items()]
        if len(set(outcomes.values())) > 1:  # else what an answer would make is not told by what is said here
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
    answer = say("{value}" if is_number else "{value:word}", value=FACTS[what_if.fact].told(what_if.answer))
    return say(N_("{answer}: {outcome}"), answer=answer, outcome=outcome)


# Whether a person would be eligible, whether the rule gives money, and whether one amount alone is possible.
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
    """What usually shows these facts, in a sentence, but for what a person is not; none where nothing does."""
    needed = (name for name, value in facts.items() if value is not False)
    shown_by = dict.fromkeys(FACTS[name].shown_by for name in needed if FACTS[name].shown_by)
    if shown_by:
        told = N_("{papers}. Which papers the office wants, the document does not say; these usually show it.")
        yield say(told, papers=joined([say(paper) for paper in shown_by], N_("{first}; {rest}")))


def left_open(undecided: Iterable[str], assumptions: Iterable[Assumption], cites: Iterable[Cite]) -> Iterator[Message]:
    """The terms whose other readings can change an answer."""
    cited = {each.name: each for each in cites}
    assumed = {each.name: each for each in assumptions}
    for name in undecided:
        yield assumption(assumed[name]) if name in assumed else say(N_("{sentence}."), sentence=_figure(cited[name]))


def _figure(told: Assumption | Cite) -> Message:
    return say(N_("{label}: {figure}"), label=told.label or "", figure=told.says or "")


@lru_cache(maxsize=1_024)
def assumption(assumed: Assumption) -> Message:
    """What is assumed, why, and by which source."""
    reason = say(N_("{figure}. The reason: {reason}"), figure=_figure(assumed), reason=assumed.because)
    return _sourced(reason, assumed.source, assumed.grade)


def noted(notices: Iterable[Message | Notice]) -> list[Message]:
    """What a reader has to know beside the answer; last, that an office decides."""
    return [*(_noted(each) for each in notices if isinstance(each, Notice)), _OFFICE]


@lru_cache(maxsize=1_024)
def _noted(notice: Notice) -> Message:
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
    """Where a figure, or all of a benefit, stands in the document."""
    if cited.says is None:
        told = say(N_("{document}: {place}"), document=document, place=cited.place)
        return _sourced(told, cited.source, cited.grade)
    if cited.words is None:
        return say(N_("{figure} ({place})."), figure=_figure(cited), place=cited.place)
    return say(
        N_("{figure}, in its words “{words}” ({place})."), figure=_figure(cited), words=cited.words, place=cited.place
    )
