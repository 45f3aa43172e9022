"""An estimate in words, as a good clerk would say it: the answer first, then why, then what it rests on."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

from benefitcalc.estimate import Assumption, Cite, Estimate, Line, Reason, WhatIf
from benefitcalc.messages import N_, Between, Message, Text, joined, language, say, say_of
from benefitcalc.situation import FACTS
from benefitcalc.statement import Grade, Notice


class Passage(NamedTuple):
    """A heading and the sentences under it."""

    heading: str
    sentences: list[Message]


def in_text(estimate: Estimate, lang: str) -> str:
    """The estimate as plain text, in ``zh`` or ``en``."""
    parts = ["\n".join(sentence.explain(lang) for sentence in opening(estimate))]
    for heading, sentences in passages(estimate):
        parts.append("\n".join([say(heading).explain(lang), *(f"  {each.explain(lang)}" for each in sentences)]))
    return "\n\n".join(parts)


def in_html(estimate: Estimate) -> str:
    """The estimate as a piece of HTML, in the language of the environment; every text in it is escaped."""
    lang = language()
    told, *warnings = (escape(sentence.explain(lang)) for sentence in opening(estimate))
    parts = [f"<h3>{told}</h3>", *(f"<p>{warning}</p>" for warning in warnings)]
    for heading, sentences in passages(estimate):
        items = "".join(f"<li>{escape(each.explain(lang))}</li>" for each in sentences)
        parts.append(f"<h4>{escape(say(heading).explain(lang))}</h4><ul>{items}</ul>")
    return f'<article class="benefitcalc" lang="{lang}">{"".join(parts)}</article>'


def opening(estimate: Estimate) -> list[Message]:
    """The answer in one sentence, and what has to be known of it before it is believed."""
    return [headline(estimate), *(notice for notice in estimate.notices if isinstance(notice, Message))]


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


def passages(estimate: Estimate) -> Iterator[Passage]:
    """Everything behind the answer, in the order in which a reader asks for it; one that is empty is left out."""
    settled = [each for each in estimate.assumptions if each.name not in estimate.undecided]
    every = (
        Passage(N_("What was given"), [FACTS[name].tell(value) for name, value in estimate.facts.items()]),
        Passage(_how(estimate), [_line(line) for line in estimate.lines if _is_a_step(line)]),
        Passage(_WHY[estimate.eligible], [_reason(reason) for reason in estimate.reasons]),
        Passage(N_("What is not known, and the answer depends on"), list(_missing(estimate))),
        Passage(N_("What the document leaves open, and the answer depends on"), list(_open(estimate))),
        Passage(N_("What is assumed"), [_assumption(each) for each in settled]),
        Passage(N_("Where it stands"), [_cite(estimate, each) for each in estimate.cites]),
        Passage(N_("What to bring to the counter"), list(papers(estimate.facts))),
        Passage(N_("Please note"), [*_notices(estimate), say(_OFFICE)]),
    )
    return (passage for passage in every if passage.sentences)


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

_OFFICE = N_("This is an estimate and decides nothing; the decision of the office prevails.")


def _result(estimate: Estimate, *, has_held: bool) -> str:
    if estimate.at_least is None:
        if estimate.eligible and not has_held:  # by one group in one reading or completion, by another in another
            return N_("eligible.")
        if estimate.eligible is None and estimate.missing:
            return N_("it depends on what is not known yet.")
        return _WITHOUT_AMOUNT[estimate.eligible]
    if estimate.missing:
        says_something = bool(estimate.at_least or estimate.at_most)
        return _NOT_KNOWN[estimate.eligible, says_something]
    if estimate.eligible is not True:
        return _NOT_ELIGIBLE[estimate.eligible]
    return _AMOUNT[estimate.at_least == estimate.amount, estimate.amount == estimate.at_most]


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


def _line(line: Line) -> Message:
    if line.part == "finding":
        return say(N_("{label}: {answer}"), label=line.label, answer=say(_HOLDS[line.holds]))
    form = "{value:yuan}" if line.part == "amount" else "{value}"
    range_ = say(form, value=between(line.at_least, line.at_most))
    if line.amount is None:
        return say(N_("{label}: {amount}"), label=line.label, amount=range_)
    amount = say(form, value=str(line.amount))
    if line.at_least == line.at_most:
        return say(N_("{label}: {amount}"), label=line.label, amount=amount)
    return say(N_("{label}: {amount} ({range})"), label=line.label, amount=amount, range=range_)


def between(least: Decimal | None, most: Decimal | None) -> Between:
    """A range as sentences take it."""
    low, high = (None if end is None else str(end) for end in (least, most))
    return Between(low=low, high=high)


_HOLDS = {True: N_("yes"), False: N_("no"), None: N_("it depends")}


def _reason(reason: Reason) -> Message:
    told = {
        True: N_("Yes: {reason}"),
        False: N_("No: {reason}"),
        None: N_("Open: {reason}. By another reading of the terms this is decided the other way"),
    }
    source = N_("Not known yet: {reason}") if reason.missing else told[reason.holds]
    return say(source, reason=reason.says)


def _missing(estimate: Estimate) -> Iterator[Message]:
    for name in estimate.missing:
        question = say(FACTS[name].question)
        answers = [_what_if(each) for each in estimate.what_if if each.fact == name]
        if answers:
            yield say(N_("{question} {answers}"), question=question, answers=joined(answers, N_("{first}; {rest}")))
        else:
            yield question


def _what_if(what_if: WhatIf) -> Message:
    told = {**what_if.model_dump(exclude={"fact"}), "range": between(what_if.at_least, what_if.at_most)}
    is_exact = what_if.at_least is not None and what_if.at_least == what_if.at_most
    source = _FORESEEN[what_if.eligible, what_if.at_least is not None, is_exact]
    outcome = say_of(source, {**told, "amount": str(what_if.at_least)})
    form = "{value}" if isinstance(told["answer"], int) and not isinstance(told["answer"], bool) else "{value:word}"
    answer = say(form, value=FACTS[what_if.fact].told(what_if.answer))
    return say(N_("{answer}: {outcome}"), answer=answer, outcome=outcome)


# Whether a person would be eligible, whether the rule gives money, and whether one amount alone is possible.
_FORESEEN = {
    (True, False, False): N_("eligible"),
    (False, False, False): N_("not eligible"),
    (None, False, False): N_("it depends"),
    (True, True, True): "{amount:yuan}",
    (True, True, False): "{range:yuan}",
    (False, True, True): N_("not eligible"),
    (None, True, True): N_("it depends"),
    (None, True, False): N_("it depends, {range:yuan}"),
}


def papers(facts: Iterable[str]) -> Iterator[Message]:
    """What usually shows these facts, in a sentence; none where nothing does."""
    shown_by = dict.fromkeys(FACTS[name].shown_by for name in facts if FACTS[name].shown_by)
    if shown_by:
        told = N_("{papers}. Which papers the office wants, the document does not say; these usually show it.")
        yield say(told, papers=joined([say(paper) for paper in shown_by], N_("{first}; {rest}")))


def _open(estimate: Estimate) -> Iterator[Message]:
    cites = {each.name: each for each in estimate.cites}
    assumptions = {each.name: each for each in estimate.assumptions}
    for name in estimate.undecided:
        assumed = assumptions.get(name)
        yield _assumption(assumed) if assumed else say(N_("{sentence}."), sentence=_figure(cites[name]))


def _figure(told: Assumption | Cite) -> Message:
    return say(N_("{label}: {figure}"), label=told.label or "", figure=told.says or "")


def _assumption(assumed: Assumption) -> Message:
    reason = say(N_("{figure}. The reason: {reason}"), figure=_figure(assumed), reason=assumed.because)
    return _sourced(reason, assumed.source, assumed.grade)


def _notices(estimate: Estimate) -> Iterator[Message]:
    for notice in estimate.notices:
        if isinstance(notice, Notice):
            yield _sourced(say("{notice}", notice=notice.says), notice.source, notice.grade)


def _sourced(sentence: Message, source: Text | None, grade: Grade | None) -> Message:
    if source is None or grade is None:
        return say(N_("{sentence}."), sentence=sentence)
    told = N_("{sentence}. Source: {source} ({grade}).")
    return say(told, sentence=sentence, source=source, grade=say(_GRADES[grade]))


_GRADES = {
    "A": N_("grade A: an official site"),
    "B": N_("grade B: a news report or an unofficial copy"),
}


def _cite(estimate: Estimate, cite: Cite) -> Message:
    if cite.says is None:
        told = say(N_("{document}: {place}"), document=estimate.policy_title, place=cite.place)
        return _sourced(told, cite.source, cite.grade)
    if cite.words is None:
        return say(N_("{figure} ({place})."), figure=_figure(cite), place=cite.place)
    return say(
        N_("{figure}, in its words “{words}” ({place})."), figure=_figure(cite), words=cite.words, place=cite.place
    )
