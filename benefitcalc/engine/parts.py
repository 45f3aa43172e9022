"""The parts of an answer, as data."""

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from benefitcalc.facts.fact import Scalar
from benefitcalc.policy.statement import Grade, Notice
from benefitcalc.text.frozen import FixedDict, Frozen
from benefitcalc.text.message import Between, Message, Text

Sentence = Annotated[Message | Notice, Field(union_mode="left_to_right")]


Part = Literal["amount", "number", "finding", "condition", "group", "payer"]
"""A line's part in the answer. A condition must hold; a group is one of those that may bring a person in; a payer's
line says what it pays of a bill.
"""


class Told(Frozen):
    """A part of what a person is told."""


class Line(Told):
    """One line of the calculation.

    A line of money or of a whole number has ``amount`` (yuan with two decimals, or a number with none), by the terms
    as stated, and its range ``at_least`` to ``at_most``. ``amount`` is None where an unknown fact can change it, and
    ``at_most`` where there is no limit then. A yes/no line has ``holds``, None where readings or scenarios disagree.
    """

    name: str
    label: Message
    part: Part
    amount: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    holds: bool | None = None


def between(least: Decimal | None, most: Decimal | None) -> Between:
    """A range as sentences take it; from zero to no limit, nothing is known."""
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
    answer: Scalar
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

    strict: FixedDict[Scalar]
    stated: FixedDict[Scalar]
    generous: FixedDict[Scalar]


class Amounts(Told):
    """What a rule gives one person, without the reasons; `Estimate` says what each part is."""

    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    missing: tuple[str, ...]


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
