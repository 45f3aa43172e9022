"""The interview in a terminal."""

import sys
from argparse import Namespace

import benefitcalc as bc
from benefitcalc.cli.commands import ANSWERED, answer
from benefitcalc.cli.reading import day, law
from benefitcalc.cli.terminal import BACK, Ended, aligned, ask, tell
from benefitcalc.engine.estimate import headline
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.person.interview import Interview
from benefitcalc.rules import by_name
from benefitcalc.text.message import N_, Refused, say, shown


def interview(asked: Namespace) -> int:
    """Questions, of which only those are asked that still matter; then the answers."""
    chosen = tuple(by_name()[name] for name in dict.fromkeys(asked.rules)) or None
    state = Interview({}, chosen, law(asked), day(asked))
    state.screening  # noqa: B018 - what is wrong with the policy or the day is told before anything is asked
    tell(say(_BEGINS).explain(asked.lang), sys.stderr)
    state = _asked_on(state, asked)
    while (fact := _to_be_changed(state, asked.lang)) is not None:
        state = _asked_on(_asked(state, fact, asked), asked)
    tell("", sys.stderr)
    found = state.screening
    if asked.json:
        return answer(asked, found)
    parts = [found.explain(asked.lang)]
    for each in found.estimates:
        is_told_whole = chosen is not None or each.eligible is not False
        parts.append(each.explain(asked.lang) if is_told_whole else _why_not(each, asked.lang))
    tell(f"\n\n{'─' * 40}\n".join(parts), sys.stdout)
    return ANSWERED


_BEGINS = N_('Nothing is stored. "don\'t know" is an answer; "back" takes the last answer back; Ctrl-C stops.')


def _why_not(estimate: bc.Estimate, lang: str) -> str:
    """The answer of a benefit that somebody does not get, and its reasons."""
    return "\n  ".join(
        each.explain(lang) for each in (headline(estimate), *(reason.says for reason in estimate.reasons))
    )


def _asked_on(state: Interview, asked: Namespace) -> Interview:
    """The interview with all that matters answered."""
    while question := (found := state.screening).next_question:
        left = schema.questions_left(len(found.to_ask(state.answered)))
        state = _asked(state, question.fact, asked, left.explain(asked.lang))
    return state


def _asked(state: Interview, name: str, asked: Namespace, *also: str) -> Interview:
    """The interview with one question answered, or without the last answer; one that is changed keeps its place."""
    is_changed = name in state.answered
    number = list(state.answered).index(name) + 1 if is_changed else len(state.answered) + 1
    asks = schema.question(FACTS[name], number)
    states = [state if is_changed else state.back()]

    def read(answer: str) -> None:
        on_a_day = state._replace(on=state.on or day(asked, {name: answer}))
        states.append(on_a_day.answer(name, answer))

    ask("\n".join([asks.explain(asked.lang), *also]), read, asked.lang)
    return states[-1]


def _to_be_changed(state: Interview, lang: str) -> str | None:
    """The fact whose answer is to be changed, by its number; None where none is, or where nobody says any more."""
    names = list(state.answered)
    rows = [
        [f"{number}.", say(FACTS[name].meaning).explain(lang), state.answered[name]]
        for number, name in enumerate(names, start=1)
    ]
    if not rows:
        return None
    tell(f"\n{aligned(rows)}", sys.stderr)

    def read(text: str) -> None:
        if text and not (text.isdecimal() and len(text) <= len(str(len(names))) and 1 <= int(text) <= len(names)):
            raise Refused(say(N_("'{given}' is not a number from 1 to {last}"), given=shown(text), last=len(names)))

    told = say(N_("Press Enter for the result, or give the number of an answer to change it."))
    try:
        chosen = ask(told.explain(lang), read, lang)
    except Ended:
        return None  # every answer is there
    if chosen == BACK[0]:
        return names[-1]
    return names[int(chosen) - 1] if chosen else None
