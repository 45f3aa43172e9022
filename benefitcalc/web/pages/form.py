"""The interview as a form carries it in its fields, and the result of one step.

Nothing is kept between two steps except the form. "Don't know" is an answer too.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

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
"""The form value for "don't know"."""

YES, NO = "yes", "no"
"""The form values of a recognition."""

NEXT, STAY, BEGIN, START, MORE = "next", "stay", "begin", "start", "more"
"""What a button asks for: where it says nothing, where all is to stay as it is, in the other
language, where all is answered that the start asks, for the start itself, and for the start of one more person."""

MOST_OTHERS = 7
"""So many other members of the household a form may carry."""


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
    """What a page sends: what was answered so far, the question at hand, what is answered to it, and what to do.

    ``others`` are the interviews of other members of the household, in the order in which they were asked.
    """

    interview: Interview
    asked: str | None
    given: str | None
    do: str
    others: tuple[Interview, ...] = ()
    kept: Kept = NOTHING_KEPT

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
    others: tuple[Interview, ...] = ()
    offered: tuple[str, ...] = ()
    """What may be meant by what was given, each as an answer."""
    at_odds: tuple[str, ...] = ()
    """The facts answered before that what was given is at odds with."""
    kept: Kept = NOTHING_KEPT


def read(body: bytes) -> Form:
    """Parse a submitted form. Raises `Stopped` if it does not come from one of our pages."""
    try:
        fields = _fields(body.decode())
    except ValueError:
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None
    written = [value for name, value in fields if name == "other"]
    others = tuple(_of_another(each) for each in written[: MOST_OTHERS + 1])
    found, needs, together = _read_fields([each for each in fields if each[0] != "other"])
    do = found.get("do") or NEXT
    if len(others) + (do == MORE) > MOST_OTHERS:
        raise Stopped(400, texts.FORM_NOT_RIGHT)
    interview = _interview(dict(_ticked(found, together)), found, needs)._replace(shared=_shared(found))
    is_answered = bool(together) and do in (NEXT, "unknown")
    asked = None if is_answered else found.get("asked") or None
    do = NEXT if is_answered else do
    return Form(interview, asked, found.get("given"), do, others, _kept(found, asked))


def _fields(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")


def _read_fields(fields: list[tuple[str, str]]) -> tuple[dict[str, str], tuple[str, ...], dict[str, str]]:
    """The fields of one person by their names, the needs, and what was asked for at once."""
    needs = tuple(dict.fromkeys(value for name, value in fields if name == "need"))
    others = [(name, value) for name, value in fields if name != "need"]
    found = dict(others)
    together = dict(each.partition("=")[::2] for each in found.get("together", "").split() if each)
    if len(found) < len(others) or not _is_of_a_page(found, needs, together):
        raise Stopped(400, texts.FORM_NOT_RIGHT)
    return found, needs, together


def _interview(answers: Mapping[str, str], found: Mapping[str, str], needs: tuple[str, ...]) -> Interview:
    answered = {name: answer for name, answer in answers.items() if answer}
    rules = (by_name()[found["benefit"]],) if found.get("benefit") else None
    return Interview(answered, rules, who=found.get("who") or "self", needs=needs)


def write(interview: Interview) -> str:
    """A member of the household as a form carries it in one field; `read` reads it back."""
    rule = [("benefit", each.name) for each in interview.rules or ()]
    needs = [("need", each) for each in interview.needs]
    return urlencode([("who", interview.who), *rule, *needs, *interview.answered.items()])


def _of_another(written: str) -> Interview:
    """A member of the household, as `write` writes one."""
    try:
        found, needs, _ = _read_fields(_fields(written))
    except ValueError:
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None
    return _interview({name: value for name, value in found.items() if name in FACTS}, found, needs)


def write_shared(interview: Interview) -> str:
    """What the household shares, as a form carries it in one field."""
    return urlencode(dict(interview.shared))


def _shared(found: Mapping[str, str]) -> dict[str, str]:
    try:
        shared = dict(_fields(found.get("shared", "")))
    except ValueError:
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None
    if any(name not in FACTS or not FACTS[name].is_shared or len(value) > LONGEST for name, value in shared.items()):
        raise Stopped(400, texts.FORM_NOT_RIGHT)
    return shared


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

_OWN = {"benefit", "who", "asked", "given", "do", "together", "shared", "letters", "large", "period"}
_LONG = {"together", "shared"}


def _is_of_a_page(found: Mapping[str, str], needs: Iterable[str], together: Mapping[str, str]) -> bool:
    """Whether a page of ours may have these fields; those that hold several answers alone may be long."""
    typed = {name for name in found if name == "given" or name.startswith(DRAFT)}
    return (
        not any(len(value) > LONGEST for name, value in found.items() if name not in {*_LONG, *typed})
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
    """Return the step after a form; None if it leads back to the start."""
    if form.do.partition(".")[0] == START:
        return None
    try:
        form = _turned(form)
        step = _taken(form, _with_shared(form.interview, form.interview.shared, day))
        if step is None:
            return None
        shared = step.interview.parted().shared
        step = step._replace(others=tuple(_with_shared(each, shared, day) for each in form.others))
        return _with_what_is_kept(step, form)
    except Refused:  # answers are checked one by one, so only a forged form has contradictions
        raise Stopped(400, texts.FORM_NOT_RIGHT) from None


def one_more(form: Form) -> Form:
    """The form with the person at hand among the others, and the start of one more, who has what is shared."""
    own = form.interview.parted()
    return form._replace(interview=Interview({}, shared=own.shared), others=(*form.others, own), kept=_of_nobody(form))


def _with_shared(interview: Interview, shared: Mapping[str, str], day: date) -> Interview:
    """The interview of a member, with what the household shares, read."""
    with_shared = interview._replace(on=day, shared=shared)
    return with_shared._replace(known=reading.known(with_shared.every, day))


def _turned(form: Form) -> Form:
    """The form with another member in the place of the one at hand, where that is asked for."""
    verb, _, number = form.do.partition(".")
    if verb != "member" or number not in map(str, range(len(form.others))):
        return form
    at, own = int(number), form.interview.parted()
    others = (*form.others[:at], own, *form.others[at + 1 :])
    turned = form.others[at]._replace(shared=own.shared)
    return form._replace(interview=turned, others=others, do="result", kept=_of_nobody(form))


def _of_nobody(form: Form) -> Kept:
    """How the page is shown; what was typed of one person is kept for no other."""
    return form.kept._replace(drafts={}, period="")


def _with_what_is_kept(step: Step, form: Form) -> Step:
    """The step with all that is kept; a field that is empty has what was typed into it before."""
    kept = form.kept if step.asked == form.asked else form.kept._replace(period="")
    kept = kept.without(set(kept.drafts) & {*step.interview.every} - {step.asked})
    return step._replace(given=kept.drafts.get(step.asked or "", step.given), kept=kept)


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
        case "change" if name in state.every:
            step = _asking(state, name)
        case "stay" | "letters" | "figures" | "larger" | "smaller" if form.asked:
            step = _asking(state, form.asked, form.given)
        case "only" if name in by_name():
            step = _result_step(state._replace(rules=(by_name()[name],)))
        case "all":
            step = _result_step(state._replace(rules=None))
        case "unknown" if form.asked:
            step = _onward(state.answer(form.asked, UNKNOWN))
        case "offer" if form.asked:
            step = _judged(state, form.asked, name)
        case "next" if form.asked:
            step = _judged(state, form.asked, (form.given or "").strip(), form.kept.period)
        case _:
            step = _result_step(state) if verb in ("result", STAY, "larger", "smaller") else _onward(state)
    return step


def _result_step(state: Interview) -> Step:
    return Step(state, state.screening)


def _judged(state: Interview, asked: str, given: str, period: str = "") -> Step:
    """An answer is taken, or asked for again with what is wrong with it and what may be meant."""
    again = _asking(state, asked, given)
    if not given:
        return again._replace(problems=(Problem((), texts.NO_ANSWER),))
    try:
        return _onward(state.answer(asked, by_period(given, period)))
    except Refused as refused:
        at_odds = tuple(name for name in refused.facts if name in state.every and name != asked)
        problems = tuple(_beside_its_field(each, asked) for each in refused.problems)
        return again._replace(problems=problems, offered=tuple(offers(refused)), at_odds=at_odds)


def _beside_its_field(problem: Problem, asked: str) -> Problem:
    """Return a problem without the name of the fact, for display beside the fact's field."""
    return Problem(tuple(step for step in problem.path if step != asked), problem.message)


def _onward(state: Interview) -> Step:
    """Return the next question, or the result if there is none."""
    found = state.screening
    return Step(state, found, found.next_question.fact if found.next_question else None)


def _asking(state: Interview, asked: str, given: str | None = None) -> Step:
    answer = state.every.get(asked, "") if given is None else given
    return Step(state, state.screening, asked, "" if is_unknown(answer) else answer)
