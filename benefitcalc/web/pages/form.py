"""The interview as a form carries it in its fields, and what one step makes of it.

Nothing is kept between two steps but what the form holds. A fact that somebody does not know is an answer too.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl

from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import LONGEST, is_unknown
from benefitcalc.person.interview import Interview
from benefitcalc.person.needs import NEEDS, OTHER, PEOPLE
from benefitcalc.person.recognitions import TOGETHER
from benefitcalc.person.screening import Screening
from benefitcalc.person.spoken import PERIODS, by_period, offers
from benefitcalc.rules import by_name
from benefitcalc.text.message import Problem, Refused
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import MOST_FIELDS, Stopped

UNKNOWN = "unknown"
"""How a form carries that somebody does not know."""

YES, NO = "yes", "no"
"""How a form carries whether a recognition is there."""

NEXT, STAY, BEGIN, START = "next", "stay", "begin", "start"
"""What a button asks for: where it says nothing, where all is to stay as it is, in the other
language, where all is answered that the start asks, and for the start itself."""


class Kept(NamedTuple):
    """What a page keeps beside the answers: what was typed and is none yet, by its fact, and how it is shown."""

    drafts: Mapping[str, str] = MappingProxyType({})
    has_letters: bool = False
    """Whether the keypad with letters is wanted, and not that of figures."""
    is_large: bool = False
    """Whether the text is twice as large."""
    period: str = ""
    """By what period the amount at hand is said; empty for that of its question."""

    def without(self, facts: Collection[str]) -> "Kept":
        """The same, once these facts are answered."""
        return self._replace(drafts={name: text for name, text in self.drafts.items() if name not in facts})


NOTHING_KEPT = Kept()


class Form(NamedTuple):
    """What a page sends: what was answered so far, the question at hand, what is answered to it, and what to do."""

    interview: Interview
    asked: str | None
    given: str | None
    do: str
    kept: Kept = NOTHING_KEPT

    @property
    def asks_for_nothing(self) -> bool:
        """Whether it begins without a word of what is needed."""
        return self.do == BEGIN and not self.interview.needs and self.interview.rules is None


class Step(NamedTuple):
    """What is shown next: a question where ``asked`` names a fact, else the result."""

    interview: Interview
    found: Screening
    asked: str | None = None
    given: str = ""
    problems: tuple[Problem, ...] = ()
    offered: tuple[str, ...] = ()
    """What may be meant by what was given, each as an answer."""
    at_odds: tuple[str, ...] = ()
    """The facts answered before that what was given is at odds with."""
    kept: Kept = NOTHING_KEPT


def read(body: bytes) -> Form:
    """The form that a page sends; stopped where no page of ours sent it."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None
    needs = tuple(dict.fromkeys(value for name, value in fields if name == "need"))
    others = [(name, value) for name, value in fields if name != "need"]
    found = dict(others)
    together = dict(each.partition("=")[::2] for each in found.get("together", "").split() if each)
    if len(found) < len(others) or not _is_of_a_page(found, needs, together):
        raise Stopped(400, texts.FORM_NOT_RIGHT)
    answered = {name: answer for name, answer in _ticked(found, together) if answer}
    rules = (by_name()[found["benefit"]],) if found.get("benefit") else None
    interview = Interview(answered, rules, who=found.get("who") or "self", needs=needs)
    do = found.get("do") or NEXT
    is_answered = bool(together) and do in (NEXT, "unknown")
    asked = None if is_answered else found.get("asked") or None
    return Form(interview, asked, found.get("given"), NEXT if is_answered else do, _kept(found, asked))


def _kept(found: Mapping[str, str], asked: str | None) -> Kept:
    """What a form keeps, with what is typed to the question at hand and how it is to be shown from now on."""
    before = {name.removeprefix(DRAFT): text for name, text in found.items() if name.startswith(DRAFT)}
    at_hand = {asked: found["given"]} if asked and found.get("given") else {}
    wanted = (found.get("do") or "").rpartition(".")[2]
    has_letters = {"letters": True, "figures": False}.get(wanted, found.get("letters") == YES)
    is_large = {"larger": True, "smaller": False}.get(wanted, found.get("large") == YES)
    return Kept({**before, **at_hand}, has_letters, is_large, found.get("period") or "")


DRAFT = "draft."
"""What stands before a fact's name where a form carries what was typed for it and is no answer."""

MOST_TYPED = 10_000
"""So many characters a field takes."""

_OWN = {"benefit", "who", "asked", "given", "do", "together", "letters", "large", "period"}


def _is_of_a_page(found: Mapping[str, str], needs: Iterable[str], together: Mapping[str, str]) -> bool:
    """Whether a page of ours may have these fields; ``together`` alone may be long, and says nothing of its own."""
    typed = {name for name in found if name == "given" or name.startswith(DRAFT)}
    return (
        not any(len(value) > LONGEST for name, value in found.items() if name not in {"together", *typed})
        and not any(len(found[name]) > MOST_TYPED for name in typed)
        and {name.removeprefix(DRAFT) for name in typed} - {"given"} <= {*FACTS}
        and not found.keys() - _OWN - {*FACTS} - typed
        and {*needs} <= {*NEEDS, OTHER}
        and {*together} <= {*TOGETHER}
        and {*together.values()} <= {YES, NO, UNKNOWN, ""}
        and (found.get("who") or "self") in PEOPLE
        and (found.get("benefit") or None) in {None, *by_name()}
        and (found.get("asked") or None) in {None, *FACTS}
        and (found.get("period") or "") in {"", *PERIODS}
    )


def take(form: Form, day: date) -> Step | None:
    """What one step comes to; None where it leads back to the start."""
    if form.do.partition(".")[0] == START:
        return None
    try:
        known = reading.known(form.interview.answered, day)
        step = _taken(form, form.interview._replace(on=day, known=known))
        return step and _with_what_is_kept(step, form)
    except Refused:  # answers were taken one by one, so only a made-up form has some that are at odds
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None


def _with_what_is_kept(step: Step, form: Form) -> Step:
    """The step with all that is kept; a field that is empty has what was typed into it before."""
    kept = form.kept if step.asked == form.asked else form.kept._replace(period="")
    kept = kept.without(set(kept.drafts) & {*step.interview.answered} - {step.asked})
    return step._replace(given=kept.drafts.get(step.asked or "", step.given), kept=kept)


def _ticked(found: Mapping[str, str], together: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The answers of a form in order; of what was asked for at once, what is not ticked is not there.

    It is as it was before where the page was left in another way than by going on.
    """
    unticked = {NEXT: NO, "unknown": UNKNOWN}.get(found.get("do") or NEXT)
    for name, value in found.items():
        if name == "together":
            yield from ((each, found.get(each) or unticked or before) for each, before in together.items())
        elif name in FACTS and name not in together:
            yield name, value


def _taken(form: Form, state: Interview) -> Step | None:
    verb, _, name = form.do.partition(".")
    step: Step | None
    match verb:
        case "begin":
            step = _onward(state.about(state.who, state.needs))
        case "back":
            before = state.before(form.asked)
            step = _asking(state, before) if before else None
        case "change" if name in state.answered:
            step = _asking(state, name)
        case "stay" | "letters" | "figures" | "larger" | "smaller" if form.asked:
            step = _asking(state, form.asked, form.given)
        case "only" if name in by_name():
            step = _result(state._replace(rules=(by_name()[name],)))
        case "all":
            step = _result(state._replace(rules=None))
        case "unknown" if form.asked:
            step = _onward(state.answer(form.asked, UNKNOWN))
        case "offer" if form.asked:
            step = _judged(state, form.asked, name)
        case "next" if form.asked:
            step = _judged(state, form.asked, (form.given or "").strip(), form.kept.period)
        case _:
            step = _result(state) if verb in ("result", STAY, "larger", "smaller") else _onward(state)
    return step


def _result(state: Interview) -> Step:
    return Step(state, state.screening)


def _judged(state: Interview, asked: str, given: str, period: str = "") -> Step:
    """An answer is taken, or asked for again with what is wrong with it and what may be meant."""
    again = _asking(state, asked, given)
    if not given:
        return again._replace(problems=(Problem((), texts.NO_ANSWER),))
    try:
        return _onward(state.answer(asked, by_period(given, period)))
    except Refused as refused:
        at_odds = tuple(name for name in refused.facts if name in state.answered and name != asked)
        problems = tuple(_beside_its_field(each, asked) for each in refused.problems)
        return again._replace(problems=problems, offered=tuple(offers(refused)), at_odds=at_odds)


def _beside_its_field(problem: Problem, asked: str) -> Problem:
    """The problem as it stands beside the field of a fact, where it needs no name of this fact."""
    return Problem(tuple(step for step in problem.path if step != asked), problem.message)


def _onward(state: Interview) -> Step:
    """The next question, or the result where nothing is left to be asked."""
    found = state.screening
    return Step(state, found, found.next_question.fact if found.next_question else None)


def _asking(state: Interview, asked: str, given: str | None = None) -> Step:
    answer = state.answered.get(asked, "") if given is None else given
    return Step(state, state.screening, asked, "" if is_unknown(answer) else answer)
