"""The terms that a rule reads from a policy document, each with a kind and a direction of generosity."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple, Self, dataclass_transform, get_args, get_origin

from benefitcalc.core import amounts
from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.rates import WHOLE, Rate, Rounding, Row, Schedule
from benefitcalc.core.words import Kind
from benefitcalc.districts import TERMS as ALL
from benefitcalc.facts import parsing
from benefitcalc.facts.fact import Scalar
from benefitcalc.text.message import N_, Message, Refused, joined, listed, say, shown

Direction = Literal["generous", "strict", "neither"]
"""Whether a higher figure is more generous, stricter, or neither; a figure with ``neither`` must not be vague."""

BOUNDS: dict[Kind, tuple[Any, Any]] = {
    Kind.RATE: (Rate(0), WHOLE),
    Kind.MONEY: (0, NO_LIMIT),
    Kind.WHOLE: (0, 1_000_000),
    Kind.YES_NO: (False, True),
    Kind.ROUNDING: (Rounding.DOWN, Rounding.UP),
}
"""The least and the greatest value of a term of each kind."""


def term(label: str, *, more_is: Direction, at_least: str = "", is_ceiling: bool = False) -> Any:
    """Declare a term of a rule: its label, and whether more is generous.

    ``at_least`` names another term of the same kind that is never greater than this one. ``is_ceiling`` marks the most
    that is paid in a year.
    """
    return field(metadata={"label": label, "more_is": more_is, "at_least": at_least, "is_ceiling": is_ceiling})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(term,))
class RuleTerms:
    """The terms of one rule, each declared with `term`. A figure computed exactly from them is a property."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    @cache
    def entries(cls) -> "dict[str, Entry]":
        """Return the declaration of each term, by name."""
        return {
            each.name: Entry.of(each.type, **each.metadata)
            for each in fields(cls)  # type: ignore[arg-type]  # a dataclass, by __init_subclass__
        }

    def write(self) -> dict[str, Scalar]:
        """Return the terms as JSON values; `read` parses them back."""
        return {name: entry.write(getattr(self, name)) for name, entry in self.entries().items()}

    def mentioned(self) -> dict[str, Scalar]:
        """Return the figures that a text may mention: the terms, and the figures computed from them."""
        computed = {name: each.func for name, each in vars(type(self)).items() if isinstance(each, cached_property)}
        entries = {name: Entry.of(function.__annotations__["return"]) for name, function in computed.items()}
        return self.write() | {name: entry.write(getattr(self, name)) for name, entry in entries.items()}

    def without_ceilings(self) -> Self:
        """Return these terms without yearly ceilings."""
        ceilings = [name for name, entry in self.entries().items() if entry.is_ceiling]
        return replace(self, **dict.fromkeys(ceilings, NO_LIMIT))  # type: ignore[type-var]  # a dataclass

    def numbers(self) -> frozenset[int]:
        """Return the whole numbers with which a body may compare a fact."""
        values = ((entry, getattr(self, name)) for name, entry in self.entries().items())
        return frozenset(number for entry, value in values for number in entry.numbers(value))

    @classmethod
    def disorder(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
        """Yield the terms, among these values, that break the declared order, with the reason."""
        for name, entry in cls.entries().items():
            other = entry.at_least
            if other in values and name in values and values[name] < values[other]:
                least, given = entry.message(values[other]), entry.message(values[name])
                told = N_("is {given}, less than {least} of {other}")
                yield name, say(told, given=given, least=least, other=other)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """Parse the terms that `write` wrote. Raises `Refused` if one is missing, unknown or of another kind."""
        if written.keys() != cls.entries().keys():
            raise Refused(say(N_("the terms must be: {names}"), names=listed(list(cls.entries()))))
        return cls(**{name: entry.read(written[name]) for name, entry in cls.entries().items()})


View = Literal["strict", "stated", "generous"]
"""One way to read the terms."""

VIEWS: tuple[View, ...] = get_args(View)
"""All of them, as `Views` has them."""


class Views(NamedTuple):
    """A triple: a value by the strictest interpretation of the terms, as stated, and by the most generous one."""

    strict: Any
    stated: Any
    generous: Any


class Entry(NamedTuple):
    """The declaration of one term of a rule."""

    kind: Kind
    label: str = ""
    more_is: Direction = "generous"
    at_least: str = ""
    """The term that this one is never less than; empty if there is none."""
    is_ceiling: bool = False
    """Whether it is the most that is paid in a year."""
    begins: Kind | None = None
    """For a schedule: the kind of the starts of its rows, an amount or a whole number."""
    gives: Kind | None = None
    """For a schedule: the kind of its figures."""

    @classmethod
    def of(cls, annotation: Any, **declared: Any) -> "Entry":
        """Return the entry of a term with this annotation."""
        if get_origin(annotation) is Schedule:
            begins, gives = (cls.of(each).kind for each in get_args(annotation))
            return cls(Kind.SCHEDULE, begins=begins, gives=gives, **declared)
        plain = {Rate: Kind.RATE, Rounding: Kind.ROUNDING}
        return cls(plain.get(annotation) or annotation.__metadata__[0], **declared)

    @property
    def figure(self) -> "Entry":
        """The entry of a figure of a schedule."""
        assert self.gives is not None
        return Entry(self.gives, label=self.label, more_is=self.more_is)

    def read(self, figure: object) -> Any:
        """Parse a figure of a document into `Rate`, fen, whole number, Boolean, `Rounding` or `Schedule`.

        A schedule has the text form of `write`. Raises `Refused` for another kind.
        """
        if self.kind is Kind.SCHEDULE:
            return self._read_rows(figure)
        if self.kind is Kind.MONEY and isinstance(figure, str) and figure == "none":
            return NO_LIMIT
        least, greatest = BOUNDS[self.kind]
        value = self._parsed(figure)
        if value is None or not least <= value <= greatest:
            told = {"kind": say(self.kind.value), "least": self.message(least), "greatest": self.message(greatest)}
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
            case Kind.ROUNDING:
                return WAYS.get(figure) if isinstance(figure, str) else None
            case _:
                return None if is_truth else _whole(figure)

    def _read_rows(self, written: object) -> Schedule[Any, Any]:
        rows = [row.partition(BEGINS)[::2] for row in written.split(NEXT)] if isinstance(written, str) else []
        read = [
            Row(self.start(start), self.figure.read(_unwritten(self.figure.kind, figure))) for start, figure in rows
        ]
        if not read:
            raise Refused(
                say(N_("must be a schedule, such as '{example}'"), example=f"0{BEGINS}0.5{NEXT}100{BEGINS}0.6")
            )
        return Schedule(tuple(read))

    def start(self, given: object) -> int:
        """Parse the start of a row of a schedule; raises `Refused` as `read` does."""
        assert self.begins is not None
        return Entry(self.begins).read(given)  # type: ignore[no-any-return]  # fen or a whole number

    def numbers(self, value: Any) -> Iterable[int]:
        """Return the whole numbers in a value of this kind with which a body may compare a fact."""
        if self.begins is Kind.WHOLE:
            return (row.start for row in value.rows)
        return (value,) if self.kind is Kind.WHOLE else ()

    def write(self, value: Any) -> Scalar:
        """Return the value for JSON; a schedule is text such as ``18000.00: 0.6; 100000.00: 0.65``."""
        match self.kind:
            case Kind.MONEY:
                return "none" if value >= NO_LIMIT else str(amounts.yuan(value))
            case Kind.RATE:
                return str(value)
            case Kind.ROUNDING:
                return str(value.name.lower())
            case Kind.SCHEDULE:
                assert self.begins is not None
                rows = ((Entry(self.begins).write(row.start), self.figure.write(row.figure)) for row in value.rows)
                return NEXT.join(f"{start}{BEGINS}{figure}" for start, figure in rows)
            case _:
                return int(value) if self.kind is Kind.WHOLE else bool(value)

    def width_message(self, value: Any) -> Message:
        """Return a difference of two values as a message; a difference of rates is in percentage points."""
        return say("{value:points}", value=self.write(value)) if self.kind is Kind.RATE else self.message(value)

    def message(self, value: Any) -> Message:
        """Return the value as a message."""
        match self.kind:
            case Kind.MONEY:
                return say("{value:yuan}", value=self.write(value))
            case Kind.RATE:
                return say("{value:percent}", value=self.write(value))
            case Kind.YES_NO:
                return say(N_("yes") if value else N_("no"))
            case Kind.ROUNDING:
                return say(_WAYS[value])
            case Kind.SCHEDULE:
                return self.rows_message((row.start, self.figure.message(row.figure)) for row in value.rows)
            case _:
                return say("{value}", value=self.write(value))

    def rows_message(self, rows: Iterable[tuple[int, Message]]) -> Message:
        """Return the rows of a schedule as a message; the figures are already messages."""
        assert self.begins is not None
        start = Entry(self.begins)
        return joined([say(N_("from {start} on {figure}"), start=start.message(at), figure=told) for at, told in rows])


BEGINS, NEXT = ": ", "; "
"""The separators, in JSON, between the start of a row and its figure, and between rows."""

WAYS = {each.name.lower(): each for each in Rounding}
"""The rounding modes by their names in documents."""

_WAYS = {
    Rounding.DOWN: N_("down"),
    Rounding.NEAREST_EVEN: N_("to the nearest, the middle to the even one"),
    Rounding.NEAREST: N_("to the nearest, the middle up"),
    Rounding.UP: N_("up"),
}


def _whole(figure: object) -> int | None:
    try:
        return parsing.whole(figure, BOUNDS[Kind.WHOLE][1])
    except Refused:
        return None


def _unwritten(kind: Kind, written: str) -> object:
    """Return the value from which `Entry.write` made the text of a row."""
    return written == "True" if kind is Kind.YES_NO else written


TERMS: Mapping[str, type[RuleTerms]] = ALL
"""The terms of every registered rule, by the rule's name. Policy documents are checked against them."""
