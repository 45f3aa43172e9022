"""What a rule declares of its lines: their kinds, their parts in the answer, their labels."""

from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any, NamedTuple, dataclass_transform

from benefitcalc.core.words import Kind
from benefitcalc.engine.parts import Part
from benefitcalc.text.message import N_

RESULT = {"is_eligible": N_("Eligible"), "payout": N_("Amount")}
"""The labels of the lines that every rule ends with."""


PARTS: dict[Kind, Part] = {Kind.MONEY: "amount", Kind.WHOLE: "number", Kind.YES_NO: "finding"}
"""The part of a line that decides nothing by itself."""


class Entry(NamedTuple):
    """What a rule declares of one of its lines."""

    kind: Kind
    part: Part
    label: str = ""
    otherwise: str = ""

    @classmethod
    def of(cls, each: Field[Any]) -> "Entry":
        """The entry of a field of a rule's lines."""
        kind, *part = each.type.__metadata__  # type: ignore[union-attr]  # an annotation of words.py
        says = {"label": RESULT.get(each.name, ""), **each.metadata}
        return cls(kind, part[0].value if part else PARTS[kind], **says)


def line(label: str, *, otherwise: str = "") -> Any:
    """A field of a rule's lines, in English.

    ``label`` says what the line is, or that it holds, and may mention the rule's terms; ``otherwise`` says why it
    does not hold for this person, and by how much, and may mention facts and whole-number lines too.
    """
    return field(metadata={"label": label, "otherwise": otherwise})


@dataclass_transform(kw_only_default=True, field_specifiers=(line,))
class RuleLines:
    """The calculation of one rule, each line declared with `line`; a body returns them."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(kw_only=True)(cls)

    @classmethod
    @cache
    def entries(cls) -> dict[str, Entry]:
        """What is declared of each line, by name."""
        return {each.name: Entry.of(each) for each in fields(cls)}  # type: ignore[arg-type]  # as in RuleTerms
