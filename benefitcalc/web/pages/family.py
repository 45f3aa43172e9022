"""Who gets what: each member of the household who was asked about, with what is read first of each benefit."""

from typing import NamedTuple

from benefitcalc.facts.parsing import Span
from benefitcalc.person.interview import Interview
from benefitcalc.person.needs import PEOPLE
from benefitcalc.text.message import N_, Message, say
from benefitcalc.web.pages.cards import Head, heads
from benefitcalc.web.pages.form import Step


class Member(NamedTuple):
    """One member: what to do to see all of it, or nothing for the member at hand, and the benefits."""

    called: Message
    do: str
    heads: list[Head]


def family(step: Step) -> list[Member]:
    """The members, the one at hand last; none where nobody else was asked about."""
    if not step.others:
        return []
    others = [_member(each, f"member.{at}") for at, each in enumerate(step.others)]
    return [*others, _member(step.interview, "")]


def _member(interview: Interview, do: str) -> Member:
    return Member(_called_by_age(interview), do, heads(interview.screening, interview.known))


def _called_by_age(interview: Interview) -> Message:
    """For whom it was asked, and the age where it is known: two parents are told apart by it."""
    who, age = say(PEOPLE[interview.who][0]), interview.known.get("age")
    return who if age is None or isinstance(age, Span) else say(N_("{who}, aged {age}"), who=who, age=age)
