"""One figure as a document states it: kind, place and words, or the reason for an assumption."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import gcd
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    model_validator,
)

from benefitcalc.core.amounts import narrow
from benefitcalc.core.scalars import natural
from benefitcalc.core.words import Kind
from benefitcalc.policy.terms import BOUNDS, Entry, Views
from benefitcalc.text.frozen import Frozen
from benefitcalc.text.message import N_, Message, Refused, Text, listed, say, say_of
from benefitcalc.text.sayable import SharedPart

FAR = 100
"""A figure with this many digits before or after the point is out of all bounds."""


def _exact(figure: object) -> object:
    """Return the exact figure; ``85%`` becomes 0.85. Raises `Refused` for a float."""
    value = natural(figure)
    if isinstance(value, float):
        raise Refused(say(N_("is a float, which is not exact; give Decimal, int or text")))
    if isinstance(value, str) and (percent := _PERCENT.fullmatch(narrow(value).strip())):
        return Decimal(f"{percent[1]}E-2")
    return value


_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")


def _in_both(text: object) -> object:
    return {"zh": text, "en": text} if isinstance(text, str) else text


def _canonical(figure: object) -> object:
    """Return the figure without trailing zeros, so that 0.5 and 0.50 give the same document."""
    if isinstance(figure, Decimal) and not figure:
        return Decimal(0)
    if isinstance(figure, Decimal) and abs(figure.adjusted()) < FAR:  # a figure out of all bounds is not written out
        text = f"{figure:f}"
        return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
    if isinstance(figure, str) and "/" in figure:
        return _lowest(figure)
    return figure


def _lowest(ratio: str) -> str:
    """Return a fraction in lowest terms; unchanged if the denominator is zero."""
    numerator, denominator = map(int, ratio.split("/"))
    common = gcd(numerator, denominator)
    return f"{numerator // common}/{denominator // common}" if denominator else ratio


def _not_empty(text: Text) -> Text:
    if not (text.zh.strip() and text.en.strip()):
        raise Refused(say(N_("is empty")))
    return text


Ratio = Annotated[str, Field(pattern=r"^[0-9]{1,5}/[0-9]{1,5}$")]
Named = Literal["none", "down", "nearest_even", "nearest", "up"]
Figure = Annotated[
    StrictBool | StrictInt | Decimal | Named | Ratio, BeforeValidator(_exact), AfterValidator(_canonical)
]
"""A figure of a document: yes/no, a number, a fraction such as ``1/12``, ``none``, or a rounding mode."""
InBoth = Annotated[Text, BeforeValidator(_in_both), AfterValidator(_not_empty)]
"""A text in both languages; a plain string is used for both."""


Grade = Literal["A", "B"]
"""A: seen on an official government site. B: a news report or an unofficial copy of an official text."""


Address = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
"""The address of a source."""


class Part(Frozen):
    """A part of a policy document: immutable, without unknown keys."""

    model_config = ConfigDict(populate_by_name=True)


class Notice(Part, SharedPart):
    """A notice for the reader of an answer, with its source if it states a fact."""

    says: InBoth
    source: InBoth | None = None
    address: Address | None = None
    grade: Grade | None = None


class Report(Notice):
    """A dated report about how a document is carried out."""

    on: date


class AssumedDay(Part):
    """A day that the document does not state."""

    assumed: date
    because: InBoth


class Grounds(Part):
    """The place of a figure in the document, or the reason for an assumption."""

    place: InBoth | None = None
    words: InBoth | None = None
    because: InBoth | None = None
    source: InBoth | None = None
    address: Address | None = None
    grade: Grade | None = None
    seen: Annotated[tuple[date, ...], Field(min_length=1)] | None = None
    """The dates of the texts in which the figure was found."""


class Statement(Grounds):
    """A figure of exactly one of six kinds; ``or`` adds another interpretation to any of them.

    ``exactly``, ``about`` (with ``give_or_take``), ``at_least`` and ``at_most`` are figures of the document and have a
    ``place``; ``between`` (with ``stated``) and ``assumed`` have a reason, ``because``.
    """

    exactly: Figure | None = None
    about: Figure | None = None
    give_or_take: Figure | None = None
    at_least: Figure | None = None
    at_most: Figure | None = None
    between: tuple[Figure, Figure] | None = None
    stated: Figure | None = None
    assumed: Figure | None = None
    another: Figure | None = Field(None, alias="or")

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        kinds = [kind for kind in _HOW if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise Refused(say(N_("needs exactly one of: {kinds}"), kinds=listed(list(_HOW))))
        needed = {
            "place": self.is_stated,
            "words": self.kind in ("about", "at_least", "at_most"),
            "because": self.kind in ("about", "between", "assumed") or self.another is not None,
            "source": self.grade is not None,
            "grade": self.source is not None,
            "give_or_take": self.kind == "about",
            "stated": self.kind == "between",
        }
        missing = [key for key, is_needed in needed.items() if is_needed and getattr(self, key) is None]
        surplus = [key for key in ("give_or_take", "stated") if not needed[key] and getattr(self, key) is not None]
        if missing:
            raise Refused(say(N_("needs {missing} as well"), missing=listed(missing)))
        if surplus:
            raise Refused(
                say(N_("has {surplus}, which does not go with {kind}"), surplus=listed(surplus), kind=self.kind)
            )
        return self

    @property
    def kind(self) -> str:
        """The kind of the statement, one of six."""
        return next(kind for kind in _HOW if getattr(self, kind) is not None)

    @property
    def is_stated(self) -> bool:
        """Whether the document itself states the figure."""
        return self.kind not in ("between", "assumed")

    def views(self, entry: Entry) -> Views:
        """Return the strict, the stated and the generous interpretation. Raises `Refused` as `Entry.read` does."""
        stated = entry.read(self._main)
        readings = (stated, *self._others(entry, stated))
        least, greatest = min(readings), max(readings)
        if entry.more_is == "neither" and least != greatest:
            raise Refused(say(N_("cannot be vague, since neither more nor less of it is known to be more generous")))
        if entry.more_is == "generous":
            return Views(least, stated, greatest)
        return Views(greatest, stated, least)

    def stated_message(self, entry: Entry) -> Message:
        """Return the stated figure as a message, with its kind: about, at least, at most, exactly."""
        return say(_HOW[self.kind], figure=entry.message(entry.read(self._main)))

    def message(self, entry: Entry) -> Message:
        """Return the stated figure and its other interpretations as a message."""
        statement = self.stated_message(entry)
        if self.give_or_take is not None:
            width = entry.width_message(entry.read(self.give_or_take))
            statement = say(N_("{statement}, taken as up to {width} either way"), statement=statement, width=width)
        if self.between is not None:
            low, high = (entry.message(entry.read(end)) for end in self.between)
            statement = say(N_("{statement}, or another from {low} to {high}"), statement=statement, low=low, high=high)
        if self.another is not None:
            another = entry.message(entry.read(self.another))
            told = N_("{statement}, or the opposite") if entry.kind is Kind.YES_NO else N_("{statement}; or {another}")
            statement = say_of(told, {"statement": statement, "another": another})
        return statement

    @property
    def _main(self) -> Any:
        return self.stated if self.kind == "between" else getattr(self, self.kind)

    def _others(self, entry: Entry, stated: Any) -> Iterator[Any]:
        least, greatest = BOUNDS[entry.kind]
        match self.kind:
            case "about":
                yield from _around(entry, stated, entry.read(self.give_or_take))
            case "at_least":
                yield greatest
            case "at_most":
                yield least
            case "between":
                low, high = (entry.read(end) for end in self.between or ())
                if not low <= stated <= high:
                    raise Refused(say(N_("must have its lower end first and what is stated between the two")))
                yield from (low, high)
        if self.another is not None:
            yield entry.read(self.another)


def _around(entry: Entry, middle: Any, width: Any) -> Iterator[Any]:
    least, greatest = BOUNDS[entry.kind]
    for end in (middle - width, middle + width):
        if not least <= end <= greatest:
            raise Refused(say(N_("has a give_or_take that leaves the bounds of a {kind}"), kind=say(entry.kind.value)))
        yield end


# The words for each kind of statement.
_HOW = {
    "exactly": N_("exactly {figure}"),
    "about": N_("about {figure}"),
    "at_least": N_("at least {figure}"),
    "at_most": N_("at most {figure}"),
    "between": N_("{figure}"),
    "assumed": N_("{figure}"),
}
