"""What a person is told: the amount and its range, the lines it comes from, the reasons, the assumptions.

An estimate is data: frozen, self-contained, JSON in and out. `explain` says it; `receipt` lets anybody
compute it again.
"""

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field, StrictBool, StrictInt, StrictStr

from benefitcalc.messages import N_, Between, Frozen, Message, Text, say, say_of
from benefitcalc.policy import Policy
from benefitcalc.statement import AssumedDay, FixedDict, Grade, Notice
from benefitcalc.terms import TERMS

if TYPE_CHECKING:
    from benefitcalc.explain import Account

Written = Annotated[StrictBool | StrictInt | StrictStr, Field(union_mode="left_to_right")]
"""A fact or a term as JSON writes it: yes/no, a whole number, or text (yuan, a rate, a level's name)."""


Sentence = Annotated[Message | Notice, Field(union_mode="left_to_right")]


Part = Literal["amount", "number", "finding", "condition", "group", "payer"]
"""A line's part in the answer. A condition must hold; a group is one of those that may bring a person in; a payer's
line says what it pays of a bill.
"""


class Told(Frozen):
    """A part of what a person is told."""


class Explained(Told):
    """An answer that can be said in words."""

    def explain(self, lang: str = "en") -> str:
        """The answer in words, in ``zh`` or ``en``."""
        return self._account().in_text(lang)

    def _repr_html_(self) -> str:
        return self._account().in_html()

    @abstractmethod
    def _account(self) -> "Account":
        """The words of the answer; they load once they are said."""


class Line(Told):
    """One line of the calculation.

    A line of money or of a whole number has ``amount`` (yuan with two decimals, or a number with none), by the terms
    as stated, and its range ``at_least`` to ``at_most``. ``amount`` is None where an unknown fact can change it, and
    ``at_most`` where there is no limit then. A yes/no line has ``holds``, None where readings or completions disagree.
    """

    name: str
    label: Message
    part: Part
    amount: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    holds: bool | None = None


def between(least: Decimal | None, most: Decimal | None) -> Between:
    """A range as sentences take it; from nought to no limit, nothing is known."""
    if not least and most is None:
        return Between(low=None, high=None)
    low, high = (None if end is None else str(end) for end in (least, most))
    return Between(low=low, high=high)


class Reason(Told):
    """A condition or a group, whether it holds, what it says of this person, and on which unknown facts it depends."""

    line: str
    holds: bool | None
    says: Message
    missing: tuple[str, ...] = ()


class WhatIf(Told):
    """What one answer to a missing fact would make of the estimate, whatever the other unknown facts may be.

    ``answer`` is a value, or a range such as ``3..5`` of values that come to the same. Amounts are as in the answer
    itself. ``settles`` says whether no unknown fact matters any more then.
    """

    fact: str
    answer: Written
    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    settles: bool


class Assumption(Told):
    """A figure, or a reading of one, that the document does not state."""

    name: str
    label: Message
    says: Message | None
    because: Message | Text
    source: Text | None = None
    grade: Grade | None = None


class Cite(Told):
    """Where in the document the benefit, or a figure of it, stands, and in which words."""

    name: str
    label: Message | None
    says: Message | None
    words: Text | None
    place: Text
    source: Text | None = None
    grade: Grade | None = None


class TermsRead(Told):
    """The terms of a rule, as JSON writes them, by each view of the document."""

    strict: FixedDict[Written]
    stated: FixedDict[Written]
    generous: FixedDict[Written]


class Answer(NamedTuple):
    """What a rule's body gives for one person by every reading of the terms; `Estimate` says what each part is."""

    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    what_if: tuple[WhatIf, ...]
    is_tight: bool
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]


class Estimate(Explained):
    """What one rule answers one person, with all that a reader needs to follow and to doubt it.

    Amounts are yuan; None for a rule that gives no money. ``amount`` is by the terms as stated; None where an unknown
    fact can change it. ``at_least`` and ``at_most`` hold for every reading of the terms and for whatever the unknown
    facts may be; ``at_most`` is None where there is no limit. ``eligible`` is None where readings or completions
    disagree. ``undecided`` names the terms of several readings that can still change ``eligible`` or the amount,
    ``missing`` the unknown facts that can, and ``what_if`` says what an answer to one of these would change.
    ``is_tight`` is False where there were too many completions to look at each, or an unknown amount works both ways,
    so that the range may be wider than need be. `Rule.estimate` makes one.
    """

    rule: str
    title: Message
    period: Message
    policy: str
    policy_title: Text
    policy_digest: str
    library: str
    on: date | None
    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    what_if: tuple[WhatIf, ...]
    is_tight: bool
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    cites: tuple[Cite, ...]
    notices: tuple[Sentence, ...]
    facts: FixedDict[Written | None]
    terms: TermsRead

    def line(self, name: str) -> Line:
        """The line of this name; KeyError where there is none."""
        return {line.name: line for line in self.lines}[name]

    def receipt(self) -> dict[str, Any]:
        """What is needed to compute the answer again, as JSON data. `benefitcalc.verify` does so."""
        head = {
            "rule": self.rule,
            "policy": {"id": self.policy, "digest": self.policy_digest},
            "library": self.library,
            "on": None if self.on is None else self.on.isoformat(),
        }
        return receipt(head, self.facts, self.terms.model_dump(), self.lines, result_of(self))

    def _account(self) -> "Account":
        from benefitcalc.explain import account

        return account(self)


def receipt(
    head: Mapping[str, Any],
    facts: Mapping[str, Any],
    terms: Mapping[str, Any],
    lines: Iterable[Line],
    result: Mapping[str, Any],
) -> dict[str, Any]:
    """A receipt: by which rule and policy, from which facts and terms, what came out, and the sha256 of it all."""
    values = {"name", "amount", "at_least", "at_most", "holds"}
    content = {
        **head,
        "facts": dict(facts),
        "terms": dict(terms),
        "lines": [line.model_dump(mode="json", include=values, exclude_none=True) for line in lines],
        "result": dict(result),
    }
    return {**content, "digest": sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()}


def result_of(answer: "Answer | Estimate") -> dict[str, Any]:
    """What an answer comes down to, as a receipt has it."""
    amounts = {name: getattr(answer, name) for name in ("amount", "at_least", "at_most")}
    return {
        "eligible": answer.eligible,
        **{name: None if amount is None else str(amount) for name, amount in amounts.items()},
        "missing": list(answer.missing),
        "undecided": list(answer.undecided),
    }


class Basis(NamedTuple):
    """What an answer of one rule rests on, whoever the person is."""

    terms: TermsRead
    assumptions: tuple[Assumption, ...]
    cites: tuple[Cite, ...]
    notices: tuple[Sentence, ...]


@lru_cache(maxsize=1_024)
def basis(policy: Policy, benefit: str) -> Basis:
    """What the answers of one rule under one policy rest on; Refused as `Policy.views`."""
    views = policy.views(benefit)
    section = policy.benefits[benefit]
    return Basis(
        terms=TermsRead(**{view: terms.write() for view, terms in views._asdict().items()}),
        assumptions=(*_assumed_terms(policy, benefit), *_assumed_days(policy)),
        cites=tuple(_cites(policy, benefit)),
        notices=(*_STATUS[policy.status], *section.notices),
    )


@lru_cache(maxsize=1_024)
def dated(policy: Policy, on: date | None) -> Message:
    """What has to be said of the day: whether the policy's terms are of that day at all."""
    days = {"since": policy.first_day.isoformat(), "until": policy.last_day.isoformat()}
    if on is None:
        return say(N_("No day was given. The terms are those of {since:date} to {until:date}."), **days)
    if on < policy.first_day:
        told = N_(
            "{on:date} is before {since:date}. The policy has no terms before that day; this is what they would give."
        )
    elif on > policy.last_day:
        told = N_(
            "{on:date} is after {until:date}. The policy has no terms after that day; this is what they would give."
        )
    else:
        told = N_("The terms are those of {since:date} to {until:date}; {on:date} lies within.")
    return say_of(told, {**days, "on": on.isoformat()})


@cache
def library_version() -> str:
    """The version of benefitcalc."""
    return version("benefitcalc")


ROUNDING = Assumption(
    name="rounding",
    label=say(N_("Rounding")),
    says=say(N_("half a fen up, once a payment")),
    because=say(N_("no official way of rounding a claim was found")),
)
"""Holds for every rule that gives money."""

NOT_TIGHT = say(
    N_("So much is not known that not every case was looked at by itself; the range may be wider than it need be.")
)
"""Has to be said of an answer that is not tight."""

_STATUS: dict[str, tuple[Message, ...]] = {
    "announced": (
        say(N_("This is an announced target. That it is in force, and from which day, has not been confirmed.")),
    ),
    "in_force": (),
    "reform": (say(N_("This is a reform made up to be compared. It is not what the document says.")),),
}


def _assumed_terms(policy: Policy, benefit: str) -> Iterator[Assumption]:
    for name, entry in TERMS[benefit].entries().items():  # in one order, whatever the layout of the file
        statement = policy.benefits[benefit].terms[name]
        if statement.because is not None:
            yield Assumption(
                name=name,
                label=say(entry.label),
                says=statement.says(entry),
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


def _cites(policy: Policy, benefit: str) -> Iterator[Cite]:
    section = policy.benefits[benefit]
    yield Cite(
        name=benefit, label=None, says=None, words=None, place=section.place, source=policy.source, grade=policy.grade
    )
    for name, entry in TERMS[benefit].entries().items():
        statement = section.terms[name]
        if statement.place is not None:
            label, says = say(entry.label), statement.stated_in_words(entry)
            yield Cite(name=name, label=label, says=says, words=statement.words, place=statement.place)
