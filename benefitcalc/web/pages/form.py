"""The interview as a form carries it in its fields, and the result of one step.

Nothing is kept between two steps except the form. "Don't know" is an answer too.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl

from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import LONGEST, is_unknown
from benefitcalc.person.interview import Interview
from benefitcalc.person.needs import NEEDS, OTHER, PEOPLE
from benefitcalc.person.recognitions import TOGETHER
from benefitcalc.person.screening import Screening
from benefitcalc.rules import by_name
from benefitcalc.text.message import Message, Problem, Refused
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import MOST_FIELDS, Stopped

UNKNOWN = "unknown"
"""The form value for "don't know"."""

YES, NO = "yes", "no"
"""The form values of a recognition."""

NEXT, STAY, BEGIN, START = "next", "stay", "begin", "start"
"""The values of a button: the default, stay on the page (to change the language), begin after the start page, and
return to the start.
"""


class Form(NamedTuple):
    """A submitted page: the answers so far, the current question and its answer, and the button."""

    interview: Interview
    asked: str | None
    given: str | None
    do: str

    @property
    def asks_for_nothing(self) -> bool:
        """Whether the interview begins without a chosen need."""
        return self.do == BEGIN and not self.interview.needs and self.interview.rules is None


class Step(NamedTuple):
    """What to show next: the question for ``asked``, or the result if it is None."""

    interview: Interview
    found: Screening
    asked: str | None = None
    given: str = ""
    problems: tuple[Problem, ...] = ()


def read(body: bytes) -> Form:
    """Parse a submitted form. Raises `Stopped` if it does not come from one of our pages."""
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
    return Form(interview, asked, found.get("given"), NEXT if is_answered else do)


_OWN = {"benefit", "who", "asked", "given", "do", "together"}


def _is_of_a_page(found: Mapping[str, str], needs: Iterable[str], together: Mapping[str, str]) -> bool:
    """Whether one of our pages can have these fields; only ``together`` may be long."""
    return (
        not any(len(value) > LONGEST for name, value in found.items() if name != "together")
        and not found.keys() - _OWN - {*FACTS}
        and {*needs} <= {*NEEDS, OTHER}
        and {*together} <= {*TOGETHER}
        and {*together.values()} <= {YES, NO, UNKNOWN, ""}
        and (found.get("who") or "self") in PEOPLE
        and (found.get("benefit") or None) in {None, *by_name()}
        and (found.get("asked") or None) in {None, *FACTS}
    )


def take(form: Form, day: date) -> Step | None:
    """Return the step after a form; None if it leads back to the start."""
    if form.do == START:
        return None
    try:
        known = reading.known(form.interview.answered, day)
        return _taken(form, form.interview._replace(on=day, known=known))
    except Refused:  # answers are checked one by one, so only a forged form has contradictions
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None


def _ticked(found: Mapping[str, str], together: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the answers of a form in order; an unticked recognition is "no".

    Recognitions keep their earlier answers if the user left the page without "continue".
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
        case "stay" if form.asked:
            step = _asking(state, form.asked, form.given)
        case "only" if name in by_name():
            step = _result(state._replace(rules=(by_name()[name],)))
        case "all":
            step = _result(state._replace(rules=None))
        case "unknown" if form.asked:
            step = _onward(state.answer(form.asked, UNKNOWN))
        case "next" if form.asked:
            step = _judged(state, form.asked, (form.given or "").strip())
        case _:
            step = _result(state) if verb in ("result", STAY) else _onward(state)
    return step


def _result(state: Interview) -> Step:
    return Step(state, state.screening)


def _judged(state: Interview, asked: str, given: str) -> Step:
    """Accept an answer, or ask again with its problems."""
    problems: tuple[Problem, ...] = (Problem((), texts.NO_ANSWER),)
    try:
        if given:
            return _onward(state.answer(asked, given))
    except Refused as refused:
        problems = tuple(_beside_its_field(each, asked) for each in refused.problems)
        given = next(_ranges(refused), given)
    return _asking(state, asked, given)._replace(problems=problems)


def _beside_its_field(problem: Problem, asked: str) -> Problem:
    """Return a problem without the name of the fact, for display beside the fact's field."""
    return Problem(tuple(step for step in problem.path if step != asked), problem.message)


def _ranges(refused: Refused) -> Iterator[str]:
    """Yield the ranges that the input may mean."""
    for each in refused.problems:
        if isinstance(each.message, Message) and "range" in each.message.values:
            yield str(each.message.values["range"])


def _onward(state: Interview) -> Step:
    """Return the next question, or the result if there is none."""
    found = state.screening
    return Step(state, found, found.next_question.fact if found.next_question else None)


def _asking(state: Interview, asked: str, given: str | None = None) -> Step:
    answer = state.answered.get(asked, "") if given is None else given
    return Step(state, state.screening, asked, "" if is_unknown(answer) else answer)
