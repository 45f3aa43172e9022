"""The basis of an answer: citations, assumptions and notices."""

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any, NamedTuple

from benefitcalc.engine.parts import Assumption, Cite, Sentence, TermsRead
from benefitcalc.policy.document import Policy
from benefitcalc.policy.statement import AssumedDay
from benefitcalc.policy.terms import RuleTerms
from benefitcalc.policy.timeline import law
from benefitcalc.text.message import N_, Message, say, say_of


class Provenance(NamedTuple):
    """The basis of a rule's answers, for every person."""

    terms: TermsRead
    assumptions: tuple[Assumption, ...]
    cites: tuple[Cite, ...]
    notices: tuple[Sentence, ...]

    def among_others(self, benefit: str, title: Message) -> "Provenance":
        """Return the same for an answer of several rules: the names and labels of terms include the benefit."""
        assumptions, cites = (
            tuple(self._named(each, benefit, title) for each in told) for told in (self.assumptions, self.cites)
        )
        return self._replace(assumptions=assumptions, cites=cites)

    def _named(self, told: Any, benefit: str, title: Message) -> Any:
        if told.name not in self.terms.stated:
            return told
        label = say(N_("{benefit}: {label}"), benefit=title, label=told.label)
        return told.model_copy(update={"name": f"{benefit}.{told.name}", "label": label})


@lru_cache(maxsize=1_024)
def provenance(policy: Policy, benefit: str, terms: type[RuleTerms]) -> Provenance:
    """Return the basis of one rule's answers under one policy. Raises `Refused` as `Policy.views` does."""
    views = policy.views(benefit, terms)
    section = policy.benefits[benefit]
    return Provenance(
        terms=TermsRead(**{view: read.write() for view, read in views._asdict().items()}),
        assumptions=(*_assumed_terms(policy, benefit, terms), *_assumed_days(policy)),
        cites=tuple(_cites(policy, benefit, terms)),
        notices=(*_STATUS[policy.status], *section.notices),
    )


@lru_cache(maxsize=1_024)
def dated(policy: Policy, on: date | None, benefit: str | None = None) -> Message:
    """Return the notice about the day: whether the policy has terms for it, and when they were last seen."""
    since, until = law().span(policy)
    days = {"since": since.isoformat(), "until": until.isoformat(), "on": "" if on is None else on.isoformat()}
    if until == date.max:
        days["seen"] = max(policy.seen_until(each) for each in ([benefit] if benefit else policy.benefits)).isoformat()
    return say_of(_DATED[_place(on, since, until), until == date.max], days)


def _place(on: date | None, since: date, until: date) -> str:
    """Return the position of a day relative to the period of a policy."""
    if on is None:
        return "none"
    return "before" if on < since else "after" if on > until else "within"


_DATED = {
    ("none", False): N_("No day was given. The terms are those of {since:date} to {until:date}."),
    ("none", True): N_(
        "No day was given. The terms are those from {since:date} on; they were last seen stated on {seen:date}."
    ),
    ("before", False): N_(
        "{on:date} is before {since:date}. The policy has no terms before that day; this is what they would give."
    ),
    ("before", True): N_(
        "{on:date} is before {since:date}. The policy has no terms before that day; this is what they would give."
    ),
    ("after", False): N_(
        "{on:date} is after {until:date}. The policy has no terms after that day; this is what they would give."
    ),
    ("within", False): N_("The terms are those of {since:date} to {until:date}; {on:date} lies within."),
    ("within", True): N_(
        "The terms are those from {since:date} on. They were last seen stated on {seen:date}, and nothing later was "
        "found; that is not to say that they still hold on {on:date}."
    ),
}


@cache
def library_version() -> str:
    """Return the version of benefitcalc."""
    return version("benefitcalc")


ROUNDING = Assumption(
    name="rounding",
    label=say(N_("Rounding")),
    says=say(N_("half a fen up, once a payment")),
    because=say(N_("no official way of rounding a claim was found")),
)
"""Applies to every rule with money."""


ANNIVERSARY = Assumption(
    name="anniversary",
    label=say(N_("A year or a month that is counted from a day that the month does not have")),
    says=say(N_("full on the first day of the next month: after a birth on 29 February, on 1 March")),
    because=say(N_("no official rule for such a day was found")),
)
"""Applies if an age is derived from a birth date that may be 29 February."""


NOT_TIGHT = say(
    N_("So much is not known that not every case was looked at by itself; the range may be wider than it need be.")
)
"""The notice for an answer that is not tight."""


_STATUS: dict[str, tuple[Message, ...]] = {
    "announced": (
        say(N_("This is an announced target. That it is in force, and from which day, has not been confirmed.")),
    ),
    "in_force": (),
    "reform": (say(N_("This is a reform made up to be compared. It is not what the document says.")),),
}


def _assumed_terms(policy: Policy, benefit: str, terms: type[RuleTerms]) -> Iterator[Assumption]:
    for name, entry in terms.entries().items():  # a fixed order, whatever the layout of the file
        statement = policy.benefits[benefit].terms[name]
        if statement.because is not None:
            yield Assumption(
                name=name,
                label=say(entry.label),
                says=statement.message(entry),
                because=statement.because,
                source=statement.source,
                grade=statement.grade,
            )


def _assumed_days(policy: Policy) -> Iterator[Assumption]:
    days = {
        "since": (policy.since, N_("First day of the policy")),
        "until": (policy.until, N_("Last day of the policy")),
    }
    for name, (day, label) in days.items():
        if isinstance(day, AssumedDay):
            says = say("{day:date}", day=day.assumed.isoformat())
            yield Assumption(name=name, label=say(label), says=says, because=day.because)


def _cites(policy: Policy, benefit: str, terms: type[RuleTerms]) -> Iterator[Cite]:
    section = policy.benefits[benefit]
    yield Cite(
        name=benefit, label=None, says=None, words=None, place=section.place, source=policy.source, grade=policy.grade
    )
    for name, entry in terms.entries().items():
        statement = section.terms[name]
        if statement.place is not None:
            label, says = say(entry.label), statement.stated_message(entry)
            yield Cite(name=name, label=label, says=says, words=statement.words, place=statement.place)
