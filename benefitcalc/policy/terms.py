"""What a rule asks of a policy document: its terms, each of a kind, each with a direction of generosity."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple, Self, dataclass_transform

from benefitcalc.core import amounts
from benefitcalc.core.amounts import NO_LIMIT, WHOLE, Rate
from benefitcalc.core.words import Kind
from benefitcalc.districts import TERMS as ALL
from benefitcalc.facts import parsing
from benefitcalc.facts.fact import Scalar
from benefitcalc.text.message import N_, Message, Refused, listed, say, shown

Direction = Literal["generous", "strict"]

BOUNDS: dict[Kind, tuple[Any, Any]] = {
    Kind.RATE: (Rate(0), WHOLE),
    Kind.MONEY: (0, NO_LIMIT),
    Kind.WHOLE: (0, 1_000),
    Kind.YES_NO: (False, True),
}
"""The least and the greatest value that a term of each kind can have."""


def term(label: str, *, more_is: Direction) -> Any:
    """A field of a rule's terms: what it is called, and which way generosity lies."""
    return field(metadata={"label": label, "more_is": more_is})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(term,))
class RuleTerms:
    """The figures of one rule, each declared with `term`; exact arithmetic between them is a property."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    @cache
    def entries(cls) -> "dict[str, Entry]":
        """What is declared of each term, by name."""
        return {
            each.name: Entry(_kind(each.type), **each.metadata)
            for each in fields(cls)  # type: ignore[arg-type]  # is a dataclass, by __init_subclass__
        }

    def write(self) -> dict[str, Scalar]:
        """The terms as JSON writes them; `read` reads them back."""
        return {name: entry.write(getattr(self, name)) for name, entry in self.entries().items()}

    def mentioned(self) -> dict[str, Scalar]:
        """What wording may mention: the terms, and the figures that are computed from them."""
        computed = {name: each.func for name, each in vars(type(self)).items() if isinstance(each, cached_property)}
        kinds = {name: _kind(function.__annotations__["return"]) for name, function in computed.items()}
        return self.write() | {name: Entry(kind).write(getattr(self, name)) for name, kind in kinds.items()}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """The terms that `write` wrote; Refused where one is missing, not known or of another kind."""
        if written.keys() != cls.entries().keys():
            raise Refused(say(N_("the terms must be: {names}"), names=listed(list(cls.entries()))))
        return cls(**{name: entry.read(written[name]) for name, entry in cls.entries().items()})


class Views(NamedTuple):
    """One thing by the strictest reading of the terms, as they are stated, and by the most generous reading."""

    strict: Any
    stated: Any
    generous: Any


class Entry(NamedTuple):
    """What a rule declares of one of its terms."""

    kind: Kind
    label: str = ""
    more_is: Direction = "generous"

    def read(self, figure: object) -> Any:
        """A figure of a document inside the library: `Rate`, fen, whole number, truth; Refused for another kind."""
        if self.kind is Kind.MONEY and figure == "none":
            return NO_LIMIT
        least, greatest = BOUNDS[self.kind]
        value = self._parsed(figure)
        if value is None or not least <= value <= greatest:
            told = {"kind": say(self.kind.value), "least": self.tell(least), "greatest": self.tell(greatest)}
            refusal = N_("must be a {kind} from {least} to {greatest}, not '{given}'")
            raise Refused(say(refusal, **told, given=shown(figure)))
        return value

    def _parsed(self, figure: Any) -> Any:
        is_truth = isinstance(figure, bool)
        match self.kind:
            case Kind.YES_NO:
                return figure if is_truth else None
            case Kind.MONEY:
                return amounts.fen(figure)
            case Kind.RATE:
                return None if is_truth else Rate.of(figure)
            case _:
                return None if is_truth else _whole(figure)

    def write(self, value: Any) -> Scalar:
        """The value as JSON writes it."""
        match self.kind:
            case Kind.MONEY:
                return "none" if value >= NO_LIMIT else str(amounts.yuan(value))
            case Kind.RATE:
                return str(value)
            case _:
                return int(value) if self.kind is Kind.WHOLE else bool(value)

    def tell_width(self, value: Any) -> Message:
        """A difference of two values in words; that of two rates is in percentage points."""
        return say("{value:points}", value=self.write(value)) if self.kind is Kind.RATE else self.tell(value)

    def tell(self, value: Any) -> Message:
        """The value in words."""
        match self.kind:
            case Kind.MONEY:
                return say("{value:yuan}", value=self.write(value))
            case Kind.RATE:
                return say("{value:percent}", value=self.write(value))
            case Kind.YES_NO:
                return say(N_("yes") if value else N_("no"))
            case _:
                return say("{value}", value=self.write(value))


def _whole(figure: object) -> int | None:
    try:
        return parsing.whole(figure, BOUNDS[Kind.WHOLE][1])
    except Refused:
        return None


def _kind(annotation: Any) -> Kind:
    return Kind.RATE if annotation is Rate else annotation.__metadata__[0]


TERMS: Mapping[str, type[RuleTerms]] = ALL
"""The terms of every rule there is, by the rule's name: a policy document is checked against them."""
