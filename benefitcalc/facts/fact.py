"""A fact about a person: its name, question, parsing, JSON form and rendering.

Creating a `Fact` registers it; a later fact of the same name replaces it. An unknown fact has every possible value; a
partly known fact has a range of them (`Span`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache
from gettext import NullTranslations
from keyword import iskeyword
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, StrictStr

from benefitcalc.core import amounts
from benefitcalc.core.amounts import UNBOUNDED
from benefitcalc.core.scalars import natural
from benefitcalc.core.words import Kind
from benefitcalc.districts import FACTS as ALL
from benefitcalc.districts import Definitions
from benefitcalc.facts import parsing
from benefitcalc.facts.days import Counting, Derivation
from benefitcalc.facts.parsing import TRUTHS, Span
from benefitcalc.text.formats import Between
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.languages import LOCALES, catalogue
from benefitcalc.text.message import N_, Message, Refused, say, shown
from benefitcalc.text.rewriting import Rewritable, rewritten

Scalar = Annotated[StrictBool | StrictInt | StrictStr, Field(union_mode="left_to_right")]
"""A JSON value: Boolean, whole number, or text (yuan such as ``"800.00"``, a rate, a level's name)."""

Held = int | Span
"""A fact inside the library: fen, Boolean, whole number, level or ordinal of a day; or a `Span` of these."""

_YUAN = 10**amounts.FEN_DECIMALS

OPEN = ".."
"""The separator between the ends of a range in JSON; an end that is left out is open."""


def held(low: int, high: int) -> Held:
    """Return ``low`` if the ends are equal, otherwise their `Span`. ValueError if ``low`` is above ``high``."""
    if low > high:
        raise ValueError(f"there is no value from {low} to {high}")
    return low if low == high else Span(low, high)


def span_of(value: Held) -> Span:
    """Return the possible values of a fact as a `Span`, even if the fact is known."""
    return value if isinstance(value, Span) else Span(value, value)


@dataclass(frozen=True)
class Fact:
    """One fact: name, kind, question, parsing and JSON form, and the papers that usually prove it."""

    name: str
    kind: Kind
    meaning: str
    question: str
    unit: str = ""
    levels: type[IntEnum] | None = None
    most: int = 0
    accumulates: bool = False
    """Whether each visit of a year adds to it, so that the year's amount is their sum."""
    shown_by: str = ""
    recurs: bool = False
    """Whether it is a cost that comes again each month, so that people know it by the month or by the year."""
    is_means: bool = False
    """Whether it is what a person owns or earns, such as an income; neither a cost nor a payment."""
    said: Mapping[str, int] = field(default_factory=dict, hash=False)
    """What people write for a value besides its number or its level's words, such as ``unrated``; in lower case."""
    level_words: Mapping[int, str] = field(default_factory=dict, hash=False)
    """The text of each level; a level without a text is shown by its name."""
    derivation: Derivation | None = None
    """How it is derived from a day, if it is. A rule receives the number, never the day."""
    of_another: str = ""
    """The question about another person, such as "How old is {who}?"; if empty, ``question`` is asked as it is."""
    is_shared: bool = False
    """Whether it is the same for everybody of a household, such as Dibao."""

    def __post_init__(self) -> None:
        if self.name in OPTIONS or not self.name.isidentifier() or iskeyword(self.name):
            raise ValueError(f"a fact cannot have the name {self.name}: it is given as a keyword, beside {OPTIONS}")
        if self.kind is Kind.LEVEL:
            _check_levels(self)
        if self.derivation:
            _check_derivation(self, self.derivation)
        ALL.define(self.name, self)
        if ALL.defined[self.name] != self:
            raise ValueError(f"another fact has the name {self.name}")

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def span(self) -> Span:
        """All possible values of the fact."""
        match self.kind:
            case Kind.MONEY:
                return Span(0, UNBOUNDED)
            case Kind.YES_NO:
                return Span(False, True)
            case Kind.LEVEL:
                return Span(min(self.levels or ()), max(self.levels or ()))
            case Kind.DAY:
                return Span(date.min.toordinal(), date.max.toordinal())
            case _:
                return Span(0, self.most)

    def values(self, within: Span) -> list[int]:
        """Return the values in a span, in rising order; for a fact with levels, only the levels."""
        every = range(within.low, within.high + 1)
        return sorted(each for each in self.levels if each in every) if self.levels else list(every)

    def asks(self, who: Message | None = None) -> Message:
        """Return the question to the person, or about another person."""
        return say(self.of_another, who=who) if who and self.of_another else say(self.question)

    def read(self, given: object) -> Held:
        """Parse an input into the value inside the library, or a `Span` of possible values.

        None and text such as "don't know" mean unknown. A range is a pair, or text such as ``3000..5000``, ``at least
        3000`` or ``3000到5000``. For a day, a month or a year is a range too. Raises `Refused` if it cannot be parsed.
        """
        given = natural(given)
        if parsing.is_unknown(given):
            return self.span
        try:
            return self._value(given)
        except Refused:
            found = self._span(given)
            if found is not None:
                return found
            if meant := self._about(given):
                told = N_("'{given}' is not exact; give a number, or the range that it may be, such as {range}")
                raise Refused(say(told, given=shown(given), range=str(self.write(meant)))) from None
            raise

    def _value(self, given: object) -> Held:
        match self.kind:
            case Kind.DAY:
                return held(*(each.toordinal() for each in parsing.days(given)))
            case Kind.MONEY:
                return amounts.fen(given)
            case Kind.YES_NO:
                return parsing.truth(given)
            case Kind.LEVEL:
                assert self.levels is not None
                return parsing.level(given, self.levels, self.words(), self.choices.values())
            case _:
                found = self.said.get(parsing.plain(given))
                return parsing.whole(given, self.most) if found is None else found

    def _about(self, given: object) -> Span | None:
        """Return the probable range of inexact text such as ``约800`` or ``80多岁``; None for other text."""
        found = None if self.kind in (Kind.YES_NO, Kind.DAY) else parsing.about(given)
        if found is None:
            return None
        try:
            ends = [span_of(self._value(each)).low for each in (found.number, found.high) if each]
        except Refused:
            return self._about(found.number)  # such as 大概三四千
        low, high = ends if found.high else self._around(ends[0], found.way)
        return Span(low, min(high, self.most or high)) if low < high else None

    def _around(self, value: int, way: str) -> tuple[int, int]:
        if way == "more":
            return _more(value, _YUAN if self.kind is Kind.MONEY else 1)
        return value * 9 // 10, value if way == "less" else value * 11 // 10

    def _span(self, given: object) -> Held | None:
        ends = _ENDS.get(self.kind, parsing.ends)(given)
        if ends is None:
            return None
        try:
            first, last = (self.span if parsing.is_unknown(of) else span_of(self._value(of)) for of in ends)
        except Refused:
            if isinstance(given, str):
                return None  # not a range, so the reason why it is not a value is the better message
            raise
        low, high = first.low, last.high
        if low > high:
            raise Refused(say(N_("'{given}': the lower end is above the upper one"), given=shown(given)))
        return held(low, high)

    def write(self, value: Held) -> Scalar | None:
        """Return the value for JSON: a range as ``3000.00..5000.00``, None if unknown. `read` parses it back."""
        if not isinstance(value, Span):
            return self._written(value)
        if value == self.span:
            return None
        ends = zip(value, self.span, strict=True)
        return OPEN.join("" if end == open_ else str(self._written(end)) for end, open_ in ends)

    def _written(self, value: int) -> Scalar:
        match self.kind:
            case Kind.MONEY:
                return str(amounts.yuan(value))
            case Kind.YES_NO:
                return bool(value)
            case Kind.LEVEL:
                assert self.levels is not None
                return self.levels(value).name.lower()
            case Kind.DAY:
                return date.fromordinal(value).isoformat()
            case _:
                return value

    def message_value(self, written: Scalar | None) -> int | str | Between:
        """Return the value of a message for a value from `write`."""
        words = self.choices
        if isinstance(written, bool):
            return N_("yes") if written else N_("no")
        if written is None:
            return Between(low=None, high=None)
        if isinstance(written, str) and OPEN in written:
            low, _, high = (words.get(each, each) for each in written.partition(OPEN))
            return Between(low=low or None, high=high or None)
        return words.get(written, written) if isinstance(written, str) else written

    def message(self, written: Scalar | None) -> Message:
        """Return a message with the meaning of the fact and a value from `write`."""
        told = _told_once if self.kind in (Kind.YES_NO, Kind.LEVEL) else _told
        return told(self.kind, self.meaning, self.message_value(written))

    def words(self) -> Mapping[str, int]:
        """Return what people write for the values besides numbers, in lower case."""
        if self.levels:
            return _translated_words(self, tuple(map(catalogue, LOCALES)))
        return TRUTHS if self.kind is Kind.YES_NO else self.said

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The names of the levels in order, each with its text."""
        return Fixed(
            (each.name.lower(), self.level_words.get(each, each.name.lower().replace("_", " ")))
            for each in self.levels or ()
        )


def _told(kind: Kind, meaning: str, value: int | str | Between) -> Message:
    return say(_TOLD[kind], fact=_meaning(meaning), value=value)


_told_once = lru_cache(maxsize=1_024)(_told)
"""The same, kept: of answers that are few, so that nothing is kept that one person alone has."""


@lru_cache(maxsize=1_024)
def _meaning(meaning: str) -> Message:
    """Return the message of a fact's meaning, which remembers its words."""
    return say(meaning)


@lru_cache(maxsize=256)
def _translated_words(fact: Fact, catalogues: tuple[NullTranslations, ...]) -> Mapping[str, int]:
    return Fixed(_words_of_levels(fact, [each.gettext for each in catalogues]))


def _words_of_levels(fact: Fact, translations: Iterable[Callable[[str], str]]) -> Iterator[tuple[str, int]]:
    """Yield what people write for each level: its name, its text in each language, and the texts of ``said``."""
    for value, (name, told) in zip(fact.levels or (), fact.choices.items(), strict=True):
        yield name, value
        yield from ((parsing.plain(each), value) for each in (told, *(translated(told) for translated in translations)))
    yield from fact.said.items()


def _check_levels(fact: Fact) -> None:
    """ValueError if there are no levels, a text belongs to no level, or a word fits several levels."""
    levels: set[int] = set(fact.levels or ())
    words = set(_words_of_levels(fact, ()))
    every = [word for word, _ in words]
    unclear = sorted({word for word in every if every.count(word) > 1 or parsing.is_unknown(word)})
    if not levels:
        raise ValueError(f"the fact {fact.name} has no levels; give an IntEnum")
    if unclear or not levels >= {*fact.level_words, *fact.said.values()}:
        which = f"the words {', '.join(unclear)}" if unclear else "each word that is said for a level"
        raise ValueError(f"the fact {fact.name}: give {which} one of its levels alone")


def _check_derivation(fact: Fact, derivation: Derivation) -> None:
    """ValueError if the derivation is not from a day, or is not monotone."""
    of = ALL.defined.get(derivation.of)
    if of is None or of.kind is not Kind.DAY:
        raise ValueError(f"the fact {fact.name}: {derivation.of} is no day; declare it before, with day(...)")
    if not derivation.is_steady:
        raise ValueError(f"the fact {fact.name}: count a number that only rises with the day, or only falls")


def _more(value: int, one: int) -> tuple[int, int]:
    """Return the range to the next number in the last unit: ``800多`` is 800 to 900, ``12万多`` 120,000 to 130,000."""
    if not value or value % one:
        return value, value
    step = one
    while value % (10 * step) == 0:
        step *= 10
    return value, value + step - (one == 1)


def yes_no(
    name: str, meaning: str, question: str, shown_by: str = "", *, of_another: str = "", is_shared: bool = False
) -> Fact:
    """A fact that is so or not so; ``is_shared`` where it is the same for everybody of a household."""
    return Fact(name, Kind.YES_NO, meaning, question, shown_by=shown_by, of_another=of_another, is_shared=is_shared)


def level(
    name: str,
    levels: type[IntEnum],
    meaning: str,
    question: str,
    shown_by: str = "",
    *,
    words: Mapping[int, str] | None = None,
    said: Mapping[str, int] | None = None,
    of_another: str = "",
) -> Fact:
    """Declare a fact with levels. ``words`` has the text of each level, ``said`` what people write besides."""
    return Fact(
        name,
        Kind.LEVEL,
        meaning,
        question,
        levels=levels,
        shown_by=shown_by,
        said=dict(said or {}),
        level_words=dict(words or {}),
        of_another=of_another,
    )


YUAN = N_("yuan")


def money(
    name: str,
    meaning: str,
    question: str,
    shown_by: str,
    *,
    accumulates: bool = True,
    recurs: bool = False,
    unit: str = YUAN,
) -> Fact:
    """Declare an amount, in yuan or another currency, of a calendar year unless its question states another period."""
    return Fact(name, Kind.MONEY, meaning, question, unit, accumulates=accumulates, shown_by=shown_by, recurs=recurs)


def means(
    name: str, meaning: str, question: str, shown_by: str = "", *, unit: str = YUAN, is_shared: bool = False
) -> Fact:
    """An amount of yuan or of another currency that a person has, such as an income; ``is_shared`` as in `yes_no`."""
    return Fact(name, Kind.MONEY, meaning, question, unit, shown_by=shown_by, is_means=True, is_shared=is_shared)


def day(name: str, meaning: str, question: str, shown_by: str = "", *, of_another: str = "") -> Fact:
    """Declare a day, such as a date of birth. A rule uses only whole numbers that are derived from it."""
    return Fact(name, Kind.DAY, meaning, question, shown_by=shown_by, of_another=of_another)


def derived(
    name: str,
    of: str,
    by: Counting,
    meaning: str,
    question: str,
    *,
    unit: str,
    most: int,
    shown_by: str = "",
    said: Mapping[str, int] | None = None,
    of_another: str = "",
) -> Fact:
    """Declare a whole number from 0 to ``most`` that is derived from the day ``of`` and may be given instead.

    ``said`` maps what people write for a value, besides its number.
    """
    return Fact(
        name,
        Kind.WHOLE,
        meaning,
        question,
        unit,
        most=most,
        shown_by=shown_by,
        said=dict(said or {}),
        derivation=Derivation(of, by),
        of_another=of_another,
    )


OPTIONS = (
    *("policy", "on", "over", "view", "lang", "frequency", "rules", "declined"),
    *("date", "kind", "cost", "cancelled"),
)
"""Arguments that are given together with facts: for one person, along one fact, or for a visit."""

_ENDS: Mapping[Kind, Callable[[object], parsing.Ends | None]] = {
    Kind.YES_NO: lambda _: None,
    Kind.DAY: parsing.ends_of_days,
}
"""The functions that find the ends of a range, for the kinds that need their own."""


def asked_of(told: Rewritable, who: Message | None) -> Rewritable:
    """An answer, a sentence, or several of them, with every question after a fact in it asked of another person."""
    if who is None:
        return told
    questions = {fact.question: fact for fact in FACTS.values() if fact.of_another}
    return rewritten(told, lambda each: questions[each.source].asks(who) if each.source in questions else each)


_TOLD = {
    Kind.MONEY: N_("{fact}: {value:yuan}"),
    Kind.YES_NO: N_("{fact}: {value:word}"),
    Kind.LEVEL: N_("{fact}: {value:word}"),
    Kind.WHOLE: N_("{fact}: {value}"),
    Kind.DAY: N_("{fact}: {value:date}"),
}


FACTS: Definitions[Fact] = ALL
"""All facts by name: those of benefitcalc, of district packages, and of the program itself."""
