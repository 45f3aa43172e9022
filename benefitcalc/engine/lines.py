"""The declaration of a rule's lines: kinds, parts in the answer, labels."""

from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any, NamedTuple, dataclass_transform

from benefitcalc.core.words import Kind
from benefitcalc.engine.parts import Part
from benefitcalc.text.message import N_

RESULT = {"is_eligible": N_("Eligible"), "payout": N_("Amount")}
"""The labels of the last lines of every rule."""


PARTS: dict[Kind, Part] = {Kind.MONEY: "amount", Kind.WHOLE: "number", Kind.YES_NO: "finding"}
"""The part of a line that does not decide anything on its own."""


class Entry(NamedTuple):
    """The declaration of one line of a rule."""

    kind: Kind
    part: Part
    label: str = ""
    otherwise: str = ""

    @classmethod
    def of(cls, each: Field[Any]) -> "Entry":
        """Return the entry of a field of a rule's lines."""
        kind, *part = each.type.__metadata__  # type: ignore[union-attr]  # an annotation of words.py
        says = {"label": RESULT.get(each.name, ""), **each.metadata}
        return cls(kind, part[0].value if part else PARTS[kind], **says)


def line(label: str, *, otherwise: str = "") -> Any:
    """Declare a line of a rule; the texts are English.

    ``label`` names the line, or says that it holds, and may mention the rule's terms. ``otherwise`` says why the line
    does not hold for this person, and by how much; it may mention facts and whole-number lines too.
    """
    return field(metadata={"label": label, "otherwise": otherwise})


@dataclass_transform(kw_only_default=True, field_specifiers=(line,))
class RuleLines:
    """The calculation of one rule, each line declared with `line`. A body returns an instance."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(kw_only=True)(cls)

    @classmethod
    @cache
    def entries(cls) -> dict[str, Entry]:
        """Return the declaration of each line, by name."""
        return {each.name: Entry.of(each) for each in fields(cls)}  # type: ignore[arg-type]  # as in RuleTerms
