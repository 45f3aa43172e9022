"""The interview in a terminal."""

import re
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence

import benefitcalc as bc
from benefitcalc.cli.commands import ANSWERED, answer
from benefitcalc.cli.reading import day, law
from benefitcalc.cli.terminal import BACK, MOST_TRIES, NOTHING_TYPED, RESULT, Ended, aligned, ask, print_text
from benefitcalc.core.amounts import narrow
from benefitcalc.engine.estimate import headline
from benefitcalc.facts import reading, schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import TRUTHS, is_unknown, plain
from benefitcalc.person.advice import Advice, advice
from benefitcalc.person.interview import Interview, meanings
from benefitcalc.person.needs import PEOPLE, called, offered
from benefitcalc.person.recognitions import RECOGNITIONS
from benefitcalc.person.spoken import AGREED, offers, read_aloud
from benefitcalc.policy.loading import law_of
from benefitcalc.rules import by_name
from benefitcalc.text.message import N_, Message, Refused, say, shown


def interview(asked: Namespace) -> int:
    """Ask for whom and for what, then the questions that still matter; then print the answers."""
    chosen = tuple(by_name()[name] for name in dict.fromkeys(asked.rules)) or None
    state = Interview({}, chosen, law(asked), day(asked))
    state.screening  # noqa: B018 - problems with the policy or the day are reported before the first question
    print_text(say(_BEGINS).explain(asked.lang), sys.stderr)
    return ask_on(state if chosen else _begun(state, asked.lang), asked)


def ask_on(state: Interview, asked: Namespace) -> int:
    """The questions that still matter of an interview that has begun; then the answers."""
    state = completed(state, asked)
    if asked.json:
        return answer(asked, state.screening)
    print_text(result_text(state, asked.lang), sys.stdout)
    return ANSWERED


def completed(state: Interview, asked: Namespace) -> Interview:
    """The interview once all that matters is asked and nothing more is to be changed; the same if nothing matters."""
    if state.screening.next_question is None:
        return state
    state = _asked_on(state, asked)
    while (fact := _to_be_changed(state, asked.lang)) is not None:
        state = _asked_on(_ask_one(state, fact, asked) or state, asked)
    print_text("", sys.stderr)
    return state


def result_text(state: Interview, lang: str) -> str:
    """What the answers come to: what a resident reads first, then all of them together unless it is one, then each."""
    found = state.screening
    document = None if state.policy is None else law_of(state.policy)
    advised = "\n\n".join(_advised(each, advice(each, state.known, document), lang) for each in found.estimates)
    of = called(state.who)
    parts = [advised] if advised else []
    if len(found.estimates) + len(found.announced) != 1:
        parts.append(found.explain(lang, of=of))
    for each in found.estimates:
        is_told_whole = state.rules is not None or each.eligible is not False
        parts.append(each.explain(lang, of=of) if is_told_whole else _why_not(each, lang))
    return f"\n\n{'─' * 40}\n".join(parts)


def _begun(state: Interview, lang: str) -> Interview:
    """Return the interview for the chosen person and needs; nothing is asked if there are no needs to choose from."""
    needs = offered(state.policy, reading.day(state.on))
    if not needs:
        return state
    people = {name: say(words) for name, (words, _) in PEOPLE.items()}
    what: tuple[str, ...] = ()
    while not what:
        who = _chosen(say(N_("For whom do you ask?")), people, lang)
        what = _chosen(say(N_("What is it about? Several may be chosen.")), needs, lang, most=len(needs), back=BACK)
    return state.about(who[0], what)


def _chosen(
    question: Message, choices: Mapping[str, Message], lang: str, most: int = 1, back: Sequence[str] = ()
) -> tuple[str, ...]:
    """Up to so many of several choices, each by its number or in its words; one that cannot be read is asked again.

    Who does not know means all of them, where that many may be chosen; none come back where somebody goes ``back``.
    """
    found: list[tuple[str, ...]] = []
    names = list(choices)
    spoken = {each.explain(lang).lower(): name for name, each in choices.items()}

    def read(text: str) -> None:
        if is_unknown(text) and most == len(names):
            found.append(tuple(names))
            return
        if is_unknown(text) or text.lower() in (*BACK, *RESULT):
            raise Refused(say(N_("Nothing is answered yet. {hint}"), hint=hint))
        given = [text] if text.lower() in spoken else text.replace(",", " ").translate(_COMMAS).split()
        numbers = {str(number): name for number, name in enumerate(names, start=1)}
        meant = tuple(dict.fromkeys({**numbers, **spoken}.get(narrow(each).lower(), "") for each in given))
        if not meant or "" in meant or len(meant) > most:
            told = N_("'{given}' is none of the choices; give a number from 1 to {last}")
            raise Refused(say(told, given=shown(text), last=len(names)))
        found.append(meant)

    rows = [f"  {number}. {each.explain(lang)}" for number, each in enumerate(choices.values(), start=1)]
    hint = say(N_("Give one number.")) if most == 1 else say(N_("Give the numbers, such as 1 3."))
    asks = "\n".join([question.explain(lang), *rows, hint.explain(lang)])
    given = ask(asks, read, lang, back=back, empty=NOTHING_TYPED, helps=hint, patience=MOST_TRIES)
    return () if back and given == back[0] else found[-1]


_COMMAS = str.maketrans(dict.fromkeys("，、；;", " "))


_BEGINS = N_('Nothing is stored. "don\'t know" is an answer; "back" takes the last answer back; Ctrl-C stops.')


def _advised(estimate: bc.Estimate, told: Advice, lang: str) -> str:
    """Return what a resident reads first about a benefit: its state, the amount or the reason, and the next steps."""
    head = " · ".join(each.explain(lang) for each in (estimate.title, *told.marks))
    return "\n  ".join([head, *(each.explain(lang) for each in told.sentences)])


def _why_not(estimate: bc.Estimate, lang: str) -> str:
    """Return the answer of a benefit that does not apply, with its reasons."""
    return "\n  ".join(
        each.explain(lang) for each in (headline(estimate), *(reason.says for reason in estimate.reasons))
    )


def _asked_on(state: Interview, asked: Namespace) -> Interview:
    """Ask until nothing that matters is unknown, or until the user wants the result; return the interview."""
    while question := (found := state.screening).next_question:
        left = schema.questions_left(len(found.to_ask(state.answered)))
        later = _ask_one(state, question.fact, asked, left.explain(asked.lang))
        if later is None:
            return state
        state = later
    return state


def _ask_one(state: Interview, name: str, asked: Namespace, *also: str) -> Interview | None:
    """Ask one question; return the interview with the answer, or without the last one. Changed answers stay in place.

    Returns None if the user wants the result now.
    """
    together = state.asked_with(name, state.screening)
    if len(together) > 1:
        return _which(state, together, asked, *also)
    asks = schema.question(FACTS[name], state.asks(name))
    states = [state if name in state.answered else state.back()]

    meant: list[str] = []
    to_change: list[str] = []

    def read(answer: str) -> None:
        if other := _other(answer, state):
            to_change.append(other)
            return
        told = meant[0] if meant and plain(answer) in AGREED else answer
        try:
            states.append(state._replace(on=state.on or day(asked, {name: told})).answer(name, told))
        except Refused as refused:
            meant[:] = offers(refused)
            raise Refused(*refused.problems, *_ways_on(refused, state, name)) from None

    helps = say(
        N_("Answer such as: {hint}. “don't know”, “back” and “result” may always be said."),
        hint=schema.hint(FACTS[name]),
    )
    question = "\n".join([asks.explain(asked.lang), *also])
    given = ask(question, read, asked.lang, words=(RESULT,), helps=helps, patience=MOST_TRIES, call=meanings)
    if to_change and given not in (BACK[0], RESULT[0]):
        return _ask_one(state, to_change[0], asked)
    return None if given == RESULT[0] else states[-1]


_CHANGE = re.compile(r"(?:change|改) ?([0-9]{1,3})")


def _other(answer: str, state: Interview) -> str | None:
    """The answer before that is to be changed first, by its number; None where something else is said."""
    found = _CHANGE.fullmatch(plain(answer))
    names = list(state.answered)
    return names[int(found[1]) - 1] if found and 1 <= int(found[1]) <= len(names) else None


def _ways_on(refused: Refused, state: Interview, name: str) -> Iterator[Message]:
    """How to take what may be meant, and how to change what was answered before."""
    for offer in list(offers(refused))[:1]:
        yield say(N_("Answer “yes” for {offer}."), offer=read_aloud(offer))
    names = list(state.answered)
    for other in refused.facts:
        if other in names and other != name:
            told = N_("To change “{meaning}”, type: change {number}")
            yield say(told, meaning=say(FACTS[other].meaning), number=names.index(other) + 1)


def _which(state: Interview, together: Sequence[str], asked: Namespace, *also: str) -> Interview | None:
    """Ask which of several recognitions the person has; 0 means none of them."""
    names = dict(enumerate(together, start=1))
    states = [state.back()]

    def read(text: str) -> None:
        given = narrow(text).translate(_COMMAS).replace(",", " ").split()
        if is_unknown(text):
            answers = dict.fromkeys(together, "unknown")
        elif given and (given == ["0"] or TRUTHS.get(plain(text)) == 0 or {*given} <= {*map(str, names)}):
            answers = {name: "yes" if str(number) in given else "no" for number, name in names.items()}
        else:
            told = N_("'{given}' is none of the choices; give numbers from 1 to {last}, or 0 for none")
            raise Refused(say(told, given=shown(text), last=len(together)))
        states.append(state.answer_all(answers))

    rows = [f"  {number}. {say(RECOGNITIONS[name].says).explain(asked.lang)}" for number, name in names.items()]
    helps = say(N_("Give the numbers of what there is, such as 1 3; 0 where there is none; or: don't know."))
    asks = [state.asks_which().explain(asked.lang), *rows, helps.explain(asked.lang)]
    given = ask("\n".join([*asks, *also]), read, asked.lang, words=(RESULT,), helps=helps, patience=MOST_TRIES)
    return None if given == RESULT[0] else states[-1]


def _to_be_changed(state: Interview, lang: str) -> str | None:
    """Ask which answer to change, by its number; return its fact, or None for no change or at the end of the input."""
    names = list(state.answered)
    rows = [
        [f"{number}.", say(FACTS[name].meaning).explain(lang), state.answered[name]]
        for number, name in enumerate(names, start=1)
    ]
    if not rows:
        return None
    print_text(f"\n{aligned(rows)}", sys.stderr)

    told = say(N_("Press Enter for the result, or give the number of an answer to change it."))

    def read(text: str) -> None:
        if is_unknown(text):
            raise Refused(told)
        if text and not (text.isdecimal() and len(text) <= len(str(len(names))) and 1 <= int(text) <= len(names)):
            raise Refused(say(N_("'{given}' is not a number from 1 to {last}"), given=shown(text), last=len(names)))

    try:
        chosen = ask(told.explain(lang), read, lang, words=(RESULT,), helps=told, patience=MOST_TRIES)
    except Ended:
        return None  # all answers are present
    if chosen == BACK[0]:
        return names[-1]
    return names[int(chosen) - 1] if chosen.isdecimal() else None
