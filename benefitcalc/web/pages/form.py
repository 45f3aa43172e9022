"""The interview: what was answered so far, as the fields of a form carry it, and what one step makes of it.

Nothing is kept between two steps but what the form holds. A fact that somebody does not know is an answer too.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl

from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import is_unknown
from benefitcalc.facts.reading import Known
from benefitcalc.person.screening import Screening, screen
from benefitcalc.rules import by_name
from benefitcalc.text.message import Message, Problem, Refused
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import Stopped

UNKNOWN = "unknown"
"""How a form carries that somebody does not know."""

MOST_FIELDS = 64
LONGEST = 100
"""So many fields a form may have, and so long each may be."""

NEXT, STAY = "next", "stay"
"""What a button asks for where it says nothing, and where all is to stay as it is, in the other language."""


@dataclass(frozen=True)
class Interview:
    """What was answered, in the order in which it was asked for, and the question at hand."""

    answers: dict[str, str]
    rule: Rule | None = None
    asked: str | None = None
    given: str | None = None
    do: str = NEXT
    known: Known = field(default_factory=Known)
    """The answers, read."""

    @property
    def rules(self) -> tuple[Rule, ...] | None:
        """The benefits that are asked about; None for all of them."""
        return None if self.rule is None else (self.rule,)

    def screened(self, day: date) -> Screening:
        """What is known so far comes to; what was answered is not asked for again. Refused as `screen`."""
        return screen(self.known, on=day, rules=self.rules, declined=self.answers)

    @property
    def before(self) -> str | None:
        """The fact that was asked for before the one at hand."""
        names = list(self.answers)
        at = names.index(self.asked) if self.asked in names else len(names)
        return names[at - 1] if at else None


class Step(NamedTuple):
    """What is shown next: a question where ``asked`` names a fact, else the result."""

    interview: Interview
    found: Screening
    asked: str | None
    given: str
    problems: tuple[Problem, ...] = ()


def read(body: bytes) -> Interview:
    """The interview that a form carries; stopped where no page of ours sent it."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None
    found = dict(fields)
    own = {"benefit", "asked", "given", "do"}
    is_long = any(len(value) > LONGEST for value in found.values())
    if is_long or len(found) < len(fields) or found.keys() - own - {*FACTS}:
        raise Stopped(400, texts.FORM_NOT_RIGHT)
    benefit, asked = found.get("benefit") or None, found.get("asked") or None
    if (benefit and benefit not in by_name()) or (asked and asked not in FACTS):
        raise Stopped(400, texts.FORM_NOT_RIGHT)
    answers = {name: value for name, value in found.items() if name in FACTS}
    return Interview(
        answers=answers,
        rule=by_name()[benefit] if benefit else None,
        asked=asked,
        given=found.get("given"),
        do=found.get("do") or NEXT,
    )


def take(interview: Interview, day: date) -> Step | None:
    """What one step comes to; None where it leads back to the start."""
    interview = _read(interview)
    verb, _, name = interview.do.partition(".")
    step: Step | None
    match verb:
        case "back":
            step = _asking(interview, interview.before, day) if interview.before else None
        case "change" if name in interview.answers:
            step = _asking(interview, name, day)
        case "stay" if interview.asked:
            step = _asking(interview, interview.asked, day, interview.given)
        case "only" if name in by_name():
            step = _result(replace(interview, rule=by_name()[name]), day)
        case "all":
            step = _result(replace(interview, rule=None), day)
        case "result" | "stay":
            step = _result(interview, day)
        case "unknown" if interview.asked:
            step = _onward(_answered(interview, UNKNOWN), day)
        case "next" if interview.asked:
            step = _judged(interview, interview.asked, (interview.given or "").strip(), day)
        case _:
            step = _onward(interview, day)
    return step


def _read(interview: Interview) -> Interview:
    """The answers of a form were taken one by one, so only a made-up form has some that cannot be read."""
    try:
        return replace(interview, known=reading.known(interview.answers))
    except Refused:
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None


def _result(interview: Interview, day: date) -> Step:
    return Step(interview, interview.screened(day), None, "")


def _judged(interview: Interview, asked: str, given: str, day: date) -> Step:
    """An answer is taken, or asked for again with what is wrong with it."""
    problems: tuple[Problem, ...] = (Problem((), texts.NO_ANSWER),)
    try:
        if given:
            answered = _answered(interview, given)
            return _next(answered, answered.screened(day))
    except Refused as refused:
        problems = refused.problems
        values = [each.message.values for each in problems if isinstance(each.message, Message)]
        given = next((str(each["range"]) for each in values if "range" in each), given)
    return _asking(interview, asked, day, given)._replace(problems=problems)


def _answered(interview: Interview, answer: str) -> Interview:
    assert interview.asked is not None
    known = interview.known.having(interview.asked, FACTS[interview.asked].read(answer))
    return replace(interview, answers={**interview.answers, interview.asked: answer}, known=known)


def _onward(interview: Interview, day: date) -> Step:
    return _next(interview, interview.screened(day))


def _next(interview: Interview, found: Screening) -> Step:
    """The next question, or the result where nothing is left to be asked."""
    return Step(interview, found, found.next_question.fact if found.next_question else None, "")


def _asking(interview: Interview, asked: str, day: date, given: str | None = None) -> Step:
    before = interview.answers.get(asked, "")
    answer = before if given is None else given
    return Step(interview, interview.screened(day), asked, "" if is_unknown(answer) else answer)
