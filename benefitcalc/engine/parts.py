"""The parts of an answer, as data."""

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, SerializeAsAny

from benefitcalc.facts.fact import Scalar
from benefitcalc.policy.statement import Grade, Notice
from benefitcalc.text.formats import Between
from benefitcalc.text.frozen import FixedDict, Frozen
from benefitcalc.text.message import Message, Text
from benefitcalc.text.sayable import SharedPart

Sentence = Annotated[Message | Notice, Field(union_mode="left_to_right"), SerializeAsAny()]
"""It is written as what it is, and not tried as one after the other."""


Part = Literal["amount", "number", "finding", "condition", "group", "payer"]
"""The part of a line in the answer. A condition must hold; one group of several is enough; a payer's line is what it
pays of a bill.
"""


class Told(Frozen):
    """A part of an answer."""


class Line(Told, SharedPart):
    """One line of the calculation.

    A line of money or of a whole number has ``amount`` (yuan with two decimals, or a whole number) by the terms as
    stated, and its range ``at_least`` to ``at_most``. ``amount`` is None if an unknown fact can change it; ``at_most``
    is None if there is no limit. A yes/no line has ``holds``, which is None if interpretations or scenarios disagree.
    """

    name: str
    label: Message
    part: Part
    amount: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    holds: bool | None = None


def between(least: Decimal | None, most: Decimal | None) -> Between:
    """Return a range for messages; from zero to no limit, it is unknown."""
    if not least and most is None:
        return Between(low=None, high=None)
    low, high = (None if end is None else str(end) for end in (least, most))
    return Between(low=low, high=high)


class Reason(Told):
    """A condition or a group: whether it holds, its text for this person, and the unknown facts that it depends on."""

    line: str
    holds: bool | None
    says: Message
    missing: tuple[str, ...] = ()


class WhatIf(Told):
    """The result of one answer to a missing fact, for all values of the other unknown facts.

    ``answer`` is a value, or a range such as ``3..5`` of values with equal results. Amounts are as in the estimate.
    ``settles`` says whether no unknown fact matters after this answer.
    """

    fact: str
    answer: Scalar
    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    settles: bool


class Assumption(Told, SharedPart):
    """A figure, or an interpretation of one, that the document does not state."""

    name: str
    label: Message
    says: Message | None
    because: Message | Text
    source: Text | None = None
    grade: Grade | None = None


class Cite(Told, SharedPart):
    """The place and the words of the benefit, or of one of its figures, in the document."""

    name: str
    label: Message | None
    says: Message | None
    words: Text | None
    place: Text
    source: Text | None = None
    grade: Grade | None = None


class TermsRead(Told):
    """The terms of a rule as JSON values, in each view of the document."""

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
    """The result of a rule's body for one person over all views; `Estimate` describes each field."""

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
