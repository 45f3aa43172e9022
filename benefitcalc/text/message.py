"""Sentences with figures in them, said in English or in Chinese.

A `Message` is its English source and the values it mentions; the catalogue in ``locale/`` holds the
Chinese. A `Text` is given in both languages, as the texts of a policy file are. Babel, which knows how
each language writes amounts, is imported when something is said and not before.
"""

import os
import re
import string
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializationInfo,
    StrictInt,
    StrictStr,
    model_serializer,
    model_validator,
)

from benefitcalc.text.frozen import Fixed, Frozen
from benefitcalc.text.languages import LOCALES, Language, catalogue

if TYPE_CHECKING:
    from gettext import NullTranslations

    from babel import Locale
    from babel.numbers import NumberPattern

LONGEST_SHOWN = 40

CURRENCY = "¤"
"""Where the currency stands among the values of a sentence that says an amount in another than yuan."""

STEERING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")
"""Control characters, line ends among them, and those that turn the direction of writing."""


def exactly() -> AbstractContextManager[Context]:
    """The context in which figures are computed and said, whatever the caller's own and the process's default."""
    return localcontext(_EXACT)


_EXACT = Context(
    prec=50,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


def N_(source: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for the catalogue; it is translated when it is said."""
    return source


def in_words(lang: str | None) -> dict[str, Any]:
    """The context in which pydantic writes each sentence as ``text`` beside what it is made of."""
    return {"lang": language(lang)}


class Sayable(Frozen):
    """What can be said in either language. JSON has it as ``text`` too where it was asked for (`in_words`)."""

    @abstractmethod
    def said(self, lang: Language) -> str:
        """It in one language."""

    @abstractmethod
    def _parts(self) -> dict[str, Any]:
        """What it is made of."""

    # Not annotated: what it returns would stand in the JSON Schema in place of the fields.
    @model_serializer
    def _written(self, info: SerializationInfo):  # type: ignore[no-untyped-def]  # noqa: ANN202
        told = self._parts()
        if info.context and "lang" in info.context:
            told["text"] = self.said(info.context["lang"])
        return told

    @classmethod
    def __get_pydantic_json_schema__(cls, made_of: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler.resolve_ref_schema(handler(made_of))
        text = {"type": "string", "title": "Text", "description": "The sentence in the language that was asked for."}
        made["properties"] = {**made["properties"], "text": text}
        return made


class Message(Sayable):
    """An English sentence and its values; ``explain(lang)`` says it.

    A place in the sentence may have a form: ``{cost:yuan}`` (text such as ``"800.00"``, or ``"none"``
    for no limit), ``{rate:percent}``, ``{day:date}``, ``{level:word}`` (translated), ``{whole:fact}`` (the
    name of a fact, or several, which a page and a command line call otherwise). ``{age-from}`` is the
    difference of two values; a value may itself be a message.
    """

    model_config = ConfigDict(extra="ignore")  # its own text, when it is read back

    source: str
    values: "Annotated[dict[str, Value], AfterValidator(Fixed)]" = Field(default_factory=Fixed)

    def explain(self, lang: str | None = None) -> str:
        """Say the sentence in ``zh`` or ``en``; without one, in the `language` of the environment."""
        with exactly():
            return self.said(language(lang))

    def said(self, lang: Language) -> str:
        """The sentence, worked out once: the message remembers it, and nothing else does."""
        own = vars(self)  # as cached_property does it, which has a lock in Python 3.11
        if lang not in own:
            own[lang] = _said(self, lang)
        return own[lang]  # type: ignore[no-any-return]  # a sentence

    def _parts(self) -> dict[str, Any]:
        return {"source": self.source, "values": self.values}

    def __str__(self) -> str:
        return self.explain("en")

    def at(self, *path: str | int) -> "Problem":
        """The sentence as a problem of what stands at this path."""
        return Problem(path, self)

    @property
    def says_amounts(self) -> bool:
        """Whether the sentence itself says an amount."""
        return any(each.form == "yuan" for each in _pieces(self.source, catalogue("en")))

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """The facts that the sentence names, by their place in it."""
        places = [each.value or "" for each in _pieces(self.source, catalogue("en")) if each.form == "fact"]
        return {place: _several(self.values[place]) for place in places}


def _several(names: Any) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


class Text(Sayable):
    """A text that its author gave in both languages."""

    zh: str
    en: str

    @model_validator(mode="before")
    @classmethod
    def _without_text(cls, given: Any) -> Any:
        """What was given without its own text, when it is read back; anything else than the languages is refused."""
        if isinstance(given, Mapping) and given.get("text") in (given.get("zh"), given.get("en")):
            return {name: value for name, value in given.items() if name != "text"}
        return given

    def explain(self, lang: str | None = None) -> str:
        """The text in ``zh`` or ``en``; without one, in the `language` of the environment."""
        return self.said(language(lang))

    def said(self, lang: Language) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en

    def _parts(self) -> dict[str, Any]:
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return self.en


class Between(Frozen):
    """A figure known to lie between two ends, each of them included; an end that is None is open."""

    low: str | None
    high: str | None

    def __sub__(self, other: "Between") -> "Between":
        """How far two figures lie apart."""
        low, high = _less(self.low, other.high), _less(self.high, other.low)
        if low is not None and high is not None and high <= 0:
            low, high = -high, -low
        return Between(low=None if low is None else str(low), high=None if high is None else str(high))


def _less(end: str | None, other: str | None) -> Decimal | None:
    return None if end is None or other is None else Decimal(end) - Decimal(other)


Value = Annotated[
    StrictInt | StrictStr | Message | Text | Between | tuple[StrictStr, ...], Field(union_mode="left_to_right")
]


def by_name(names: Sequence[str]) -> Message:
    """Facts by their names, as a program has them."""
    return say("{names}", names=listed(names))


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, and what.

    ``path`` leads to it from what was given: ``("age",)`` is a fact, ``("visits", 2, "cost")`` the cost of the second
    visit, ``("mine.toml", "outpatient_pooling.rate")`` a key of a policy file. It is empty where no one part is wrong.
    """

    path: tuple[str | int, ...]
    message: Message | Text

    def at(self, *path: str | int) -> "Problem":
        """The problem with this path before its own."""
        return Problem((*path, *self.path), self.message)

    def explain(self, lang: str | None = None, call: Callable[[Sequence[str]], Message] = by_name) -> str:
        """Where it is and what is wrong, in ``zh`` or ``en``; ``call`` says how facts are called."""
        told, places = self.message, list(self._places(call))
        if isinstance(told, Message) and (named := told.named):
            called = {place: call(names) for place, names in named.items()}
            told = told.model_copy(update={"values": Fixed({**told.values, **called})})
        for place in reversed(places):
            told = say(N_("{place}: {problem}"), place=place, problem=told)
        return told.explain(lang)

    def _places(self, call: Callable[[Sequence[str]], Message]) -> Iterator[Message]:
        """The steps of the path in words, but for a last one that the sentence itself names."""
        named = self.message.named.values() if isinstance(self.message, Message) else ()
        is_named = bool(self.path) and any(self.path[-1] in names for names in named)
        steps = self.path[:-1] if is_named else self.path
        for name, after in zip_longest(steps, steps[1:]):
            if isinstance(name, str) and isinstance(after, int):
                yield say(_NUMBERED.get(name, "{name} {number}"), name=name, number=after)
            elif isinstance(name, str):
                yield call([name])

    def __str__(self) -> str:
        return self.explain("en")


_NUMBERED = {"visits": N_("visit {number}"), "years": N_("year {number}"), "people": N_("person {number}")}
"""How a number after one of these names is said."""


class Refused(ValueError):
    """Input that cannot be used. ``problems`` names everything that is wrong, not the first thing only.

    Each has a ``path`` and an ``explain``. ``str(error)`` is English; ``error.explain("zh")`` says the same in Chinese.
    """

    def __init__(self, *problems: Problem | Message) -> None:
        self.problems = tuple(each if isinstance(each, Problem) else Problem((), each) for each in problems)
        super().__init__(*self.problems)

    def at(self, *path: str | int) -> "Refused":
        """The same, with this path before that of each problem."""
        return Refused(*(problem.at(*path) for problem in self.problems))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the sentences name, each once."""
        told = [each.message.named for each in self.problems if isinstance(each.message, Message)]
        return tuple(dict.fromkeys(name for named in told for names in named.values() for name in names))

    def explain(self, lang: str | None = None) -> str:
        """Every problem, one a line, in ``zh`` or ``en``; without one, in the language of the environment."""
        return "\n".join(problem.explain(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.explain("en")


def say(source: str, /, **values: int | str | Message | Text | Between | tuple[str, ...]) -> Message:
    """A message from its source and its values."""
    return Message(source=source, values=values)


def say_of(source: str, known: "Mapping[str, Any]") -> Message:
    """A message that takes the values it mentions from all that are known."""
    return Message(source=source, values={name: known[name] for name in _mentioned(source)})


@cache
def _mentioned(source: str) -> tuple[str, ...]:
    """The values that a source mentions, each once, in its own order: JSON has them in that order."""
    places = [place for _, place, _, _ in string.Formatter().parse(source) if place]
    return tuple(dict.fromkeys(name for place in places for name in place.split("-")))


def language(asked: str | None = None) -> Language:
    """``zh`` or ``en`` for a name such as ``zh``, ``zh-Hans-CN``, ``en_GB.UTF-8``; Refused for another.

    Without a name, the language of the environment (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), English
    where that is neither of the two.
    """
    if asked is None:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"
    if asked in LOCALES:
        return asked
    for known in LOCALES:
        if asked.lower().replace("-", "_").partition("_")[0] == known:
            return known
    raise Refused(say(N_("There are no words in '{asked}'; there are: zh, en."), asked=shown(asked)))


def shown(given: object) -> str:
    """What somebody gave, short enough to be shown back to them, without signs that would steer a terminal."""
    try:
        with exactly():  # a Decimal is written as its context says
            text = str(given) if isinstance(given, _AS_TEXT) else repr(given)
    except (ValueError, RecursionError):  # more digits than Python writes out, or lists in one another without end
        text = f"{given:#x}" if isinstance(given, int) else type(given).__name__
    short = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", short)


_AS_TEXT = (str, Decimal, Fraction, date)
"""What is shown as it is written, and not as Python has it."""


def listed(names: Sequence[str]) -> str:
    """Names, in the order given, as a list in a sentence of either language."""
    return ", ".join(names)


def joined(messages: Sequence[Message], by: str = N_("{first}, {rest}")) -> Message:
    """Messages, in the order given, as one; ``by`` says how the first is joined to the rest."""
    first, *rest = messages
    return say(by, first=first, rest=joined(rest, by)) if rest else first


class _Piece(NamedTuple):
    """A piece of a sentence: words, and the value that follows, in its form; the value may be a difference of two."""

    words: str
    value: str | None
    less: str
    form: str


@lru_cache(maxsize=4_096)
def _pieces(source: str, words: "NullTranslations") -> tuple[_Piece, ...]:
    """A sentence as its language has it, taken apart once."""
    parsed = string.Formatter().parse(words.gettext(source))
    return tuple(
        _Piece(words, place and place.partition("-")[0], (place or "").partition("-")[2], form or "")
        for words, place, form, _ in parsed
    )


def _said(message: Message, lang: Language) -> str:
    """A sentence with its values as its language writes them."""
    said: list[str] = []
    for words, name, less, form in _pieces(message.source, catalogue(lang)):
        said.append(words)
        if name is not None:
            value = message.values[name]
            told = _difference(value, message.values[less]) if less else value
            said.append(_formatted(told, form, lang, message.values.get(CURRENCY)))
    return "".join(said)


def _difference(value: Any, other: Any) -> Any:
    """How far two figures lie apart."""
    if isinstance(value, Between) or isinstance(other, Between):
        return _between(value) - _between(other)
    return str(abs(Decimal(value) - Decimal(other)))


def _formatted(value: Any, form: str, lang: Language, currency: Any = None) -> str:
    """A value in one of the forms that `Message` names; an amount in a currency, or else in yuan."""
    if isinstance(value, Message):
        return value.said(lang)
    if isinstance(value, Text):
        return value.explain(lang)
    if isinstance(value, Between):
        if value.low is not None and value.low == value.high:
            return _formatted(value.low, form, lang, currency)
        ends = {end: _formatted(each, form, lang, currency) for end, each in value if each is not None}
        told = _BETWEEN[value.low is not None, value.high is not None]
        return catalogue(lang).gettext(told).format(**ends)
    if form == "yuan":
        return _amount(value, lang, currency)
    return _FORMS[form](value, lang)


# Whether the lower end of a range is known, and whether the upper one is.
_BETWEEN = {
    (True, True): N_("{low} to {high}"),
    (True, False): N_("at least {low}"),
    (False, True): N_("at most {high}"),
    (False, False): N_("not known"),
}


def _between(value: Any) -> Between:
    return value if isinstance(value, Between) else Between(low=str(value), high=str(value))


def _word(value: str, lang: Language) -> str:
    return catalogue(lang).gettext(value)


def _amount(value: str, lang: Language, currency: Text | None) -> str:
    if value == "none":
        return _word(N_("no limit"), lang)
    # Babel rounds half to even; an exact amount of two decimals leaves it nothing to round.
    number = _number(Decimal(value), "#,##0.00", lang)
    if currency is None:
        return _word(N_("{number} yuan"), lang).format(number=number)
    return _word(N_("{number} {currency}"), lang).format(number=number, currency=currency.explain(lang))


_DECIMALS = "0.##########"
"""Two rates of six decimals, one raised by the other, have twelve, and so ten as a percentage."""


def _percent(value: str, lang: Language) -> str:
    if "/" in value:  # a fraction whose decimals do not end is said as it is
        return value
    # No rate has so many decimals that anything were rounded here.
    return _number(Decimal(value), f"#,##{_DECIMALS}%", lang)


def _points(value: str, lang: Language) -> str:
    if "/" in value:
        return value
    number = _number(Decimal(value) * 100, _DECIMALS, lang)
    return _word(N_("{number} percentage points"), lang).format(number=number)


def _months(value: str, lang: Language) -> str:
    years, months = divmod(int(value), 12)
    told = (N_("{years} years"), N_("{years} years and {months} month"), N_("{years} years and {months} months"))
    return _word(told[min(months, 2)], lang).format(years=years, months=months)


def _date(value: str, lang: Language) -> str:
    from babel.dates import format_date

    return format_date(date.fromisoformat(value), format="long", locale=_locale(lang))


def _number(figure: Decimal, pattern: str, lang: Language) -> str:
    written: str = _pattern(pattern).apply(figure, _locale(lang))
    return written


@cache
def _pattern(written: str) -> "NumberPattern":
    from babel.numbers import parse_pattern

    return parse_pattern(written)


@cache
def _locale(lang: Language) -> "Locale":
    from babel import Locale

    return Locale.parse(LOCALES[lang])


_FORMS: dict[str, Callable[[Any, Language], str]] = {
    "": lambda value, _: str(value),
    "word": _word,
    "percent": _percent,
    "points": _points,
    "months": _months,
    "date": _date,
    "fact": lambda value, _: value if isinstance(value, str) else listed(value),
}
