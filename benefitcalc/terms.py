"""What a rule asks of a policy document: its terms, each of a kind, each with a direction of generosity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property, lru_cache
from itertools import product
from math import prod
from typing import Any, Literal, NamedTuple, Self, dataclass_transform

from benefitcalc import amounts
from benefitcalc.amounts import NO_LIMIT, WHOLE, Rate
from benefitcalc.fact import Scalar
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.words import Kind

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
                return figure if isinstance(figure, int) and not is_truth else None

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


def _kind(annotation: Any) -> Kind:
    return Kind.RATE if annotation is Rate else annotation.__metadata__[0]


def deciding(views: Views, outcomes: Views, outcome: Callable[[Any], object]) -> tuple[str, ...]:
    """The terms of several readings whose reading can change an outcome, whichever way the other terms are read.

    ``outcomes`` are those of the views. A term's strict reading is compared with its generous one (what lies between
    them gives what lies between), each other term being read strictly, as stated and generously. Past `MOST_READINGS`
    of all terms together, every term of several readings counts.
    """
    if outcomes.strict == outcomes.stated == outcomes.generous:
        return ()
    variants, pairs = _variants(views)
    known: dict[int, object] = {0: outcomes.strict, len(variants) - 1: outcomes.generous}

    def of(at: int) -> object:
        if at not in known:
            known[at] = outcome(variants[at])
        return known[at]

    return tuple(name for name, each in pairs.items() if not variants or any(of(low) != of(high) for low, high in each))


@lru_cache(maxsize=256)
def _variants(views: Views) -> tuple[list[Any], dict[str, list[tuple[int, int]]]]:
    """The terms in every combination of readings, and for each vague term the pairs that differ in it alone.

    The first combination is the strict view, the last one the generous view.
    """
    readings = {name: list({getattr(view, name): None for view in views}) for name in views.stated.entries()}
    vague = {name: each for name, each in readings.items() if len(each) > 1}
    if prod(map(len, vague.values())) > MOST_READINGS:
        return [], {name: [] for name in vague}
    combinations = {chosen: at for at, chosen in enumerate(product(*vague.values()))}
    variants = [replace(views.stated, **dict(zip(vague, chosen, strict=True))) for chosen in combinations]
    pairs: dict[str, list[tuple[int, int]]] = {}
    for place, (name, (strict, *_, generous)) in enumerate(vague.items()):
        pairs[name] = [
            (at, combinations[(*chosen[:place], generous, *chosen[place + 1 :])])
            for chosen, at in combinations.items()
            if chosen[place] == strict
        ]
    return variants, pairs


MOST_READINGS = 4_096

TERMS: dict[str, type[RuleTerms]] = {}
"""The terms of every rule there is, by the rule's name: a policy document is checked against them."""
