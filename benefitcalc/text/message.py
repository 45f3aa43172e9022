"""Messages with values, in English or Chinese.

A `Message` is an English source text and the values that it mentions; the catalogue in ``locale/`` has the Chinese. A
`Text` has both languages, as the texts of a policy file do.
"""

import os
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import AfterValidator, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema, model_validator

from benefitcalc.text.basic import basic
from benefitcalc.text.formats import Between, difference, exactly, formatted
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.languages import LOCALES, Language, catalogue
from benefitcalc.text.languages import N_ as N_  # noqa: PLC0414 - all modules import it from here, beside `say`
from benefitcalc.text.sayable import Sayable

if TYPE_CHECKING:
    from gettext import NullTranslations

LONGEST_SHOWN = 40

CURRENCY = "¤"
"""The key of the currency among the values of a message whose amounts are not in yuan."""

STEERING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
"""Control characters, line ends included, characters that change the direction of writing, and halves of a character,
which no file and no terminal takes."""


def sentence_context(lang: str | None) -> dict[str, Any]:
    """The context in which pydantic writes each sentence as ``text`` beside what it is made of."""
    return {"lang": language(lang)}


class Message(Sayable):
    """An English source text and its values; ``explain(lang)`` renders it.

    A placeholder may have a format: ``{cost:yuan}`` (text such as ``"800.00"``, or ``"none"`` for no limit),
    ``{rate:percent}``, ``{day:date}``, ``{level:word}`` (translated), ``{whole:fact}`` (the name of a fact or of
    several; pages and the command line show other names). ``{age-from}`` is the difference of two values. A value may
    be a message.
    """

    model_config = ConfigDict(extra="ignore")  # its own text, when it is read back

    source: str
    values: "Annotated[dict[str, MessageValue], AfterValidator(Fixed)]" = Field(default_factory=Fixed)

    def explain(self, lang: str | None = None) -> str:
        """Say the sentence in ``zh`` or ``en``; without one, in the `language` of the environment."""
        with exactly():
            return self.text_in(language(lang))

    def text_in(self, lang: Language) -> str:
        """Render the message once in each language; the message itself is the only cache."""
        own = vars(self)  # as cached_property does, without its lock in Python 3.11
        if lang not in own:
            own[lang] = _rendered(self, lang)
        return own[lang]  # type: ignore[no-any-return]  # a rendered message

    def _parts(self) -> dict[str, Any]:
        return {"source": self.source, "values": self.values}

    def __str__(self) -> str:
        return self.explain("en")

    def at(self, *path: str | int) -> "Problem":
        """Return a problem with this message at this path."""
        return Problem(path, self)

    @property
    def says_amounts(self) -> bool:
        """Whether the message itself states an amount."""
        return any(each.form == "yuan" for each in _pieces(self.source, catalogue("en")))

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """The facts that the message names, by placeholder."""
        places = [each.value or "" for each in _pieces(self.source, catalogue("en")) if each.form == "fact"]
        return {place: _several(self.values[place]) for place in places}


def _several(names: Any) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


class Text(Sayable):
    """A text whose author wrote both languages."""

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
        return self.text_in(language(lang))

    def text_in(self, lang: Language) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en

    def _parts(self) -> dict[str, Any]:
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return self.en


MessageValue = Annotated[
    StrictInt | StrictStr | Message | Between | Text | tuple[StrictStr, ...],
    Field(union_mode="left_to_right"),
    WithJsonSchema({"description": "A number, a text, a list of names, a range or another message."}, "serialization"),
]


def by_name(names: Sequence[str]) -> Message:
    """Name facts by their identifiers, as a program does."""
    return say("{names}", names=listed(names))


@dataclass(frozen=True)
class Problem:
    """One error in the input: its place and its message.

    ``path`` leads to it from the input: ``("age",)`` is a fact, ``("visits", 2, "cost")`` the cost of the second
    visit, ``("mine.toml", "outpatient_pooling.rate")`` a key of a policy file. It is empty if no single part is wrong.
    """

    path: tuple[str | int, ...]
    message: Message | Text

    def at(self, *path: str | int) -> "Problem":
        """Return the problem with this path before its own."""
        return Problem((*path, *self.path), self.message)

    def explain(self, lang: str | None = None, call: Callable[[Sequence[str]], Message] = by_name) -> str:
        """Render the place and the message in ``zh`` or ``en``; ``call`` maps names of facts to names for readers."""
        told, places = self.message, list(self._places(call))
        if isinstance(told, Message) and (named := told.named):
            called = {place: call(names) for place, names in named.items()}
            told = told.model_copy(update={"values": Fixed({**told.values, **called})})
        for place in reversed(places):
            told = say(N_("{place}: {problem}"), place=place, problem=told)
        return told.explain(lang)

    def _places(self, call: Callable[[Sequence[str]], Message]) -> Iterator[Message]:
        """Yield the steps of the path in words, without a last step that the message itself names."""
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
"""The words for an index after one of these names."""


class Refused(ValueError):
    """Error for input that cannot be used. ``problems`` has everything that is wrong, not only the first problem.

    Each problem has a ``path`` and an ``explain``. ``str(error)`` is English; ``error.explain("zh")`` is Chinese.
    """

    def __init__(self, *problems: Problem | Message) -> None:
        self.problems = tuple(each if isinstance(each, Problem) else Problem((), each) for each in problems)
        super().__init__(*self.problems)

    def at(self, *path: str | int) -> "Refused":
        """Return the same error with this path before the path of each problem."""
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
    """Return a message from its source text and its values."""
    return Message(source=source, values=values)


def say_of(source: str, known: "Mapping[str, Any]") -> Message:
    """Return a message whose values are taken from a mapping of all known values."""
    return Message(source=source, values={name: known[name] for name in _mentioned(source)})


@cache
def _mentioned(source: str) -> tuple[str, ...]:
    """Return the names of the values of a source text, without duplicates, in its order. JSON keeps this order."""
    places = [place for _, place, _, _ in string.Formatter().parse(source) if place]
    return tuple(dict.fromkeys(name for place in places for name in place.split("-")))


def language(asked: object = None) -> Language:
    """Return ``zh`` or ``en`` for a name such as ``zh``, ``zh-Hans-CN`` or ``en_GB.UTF-8``; raise `Refused` for others.

    Without a name, return the language of the environment (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), or English if that
    is neither of the two.
    """
    if asked is None:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"
    text = basic(asked)
    name = text.lower().replace("-", "_").partition("_")[0] if isinstance(text, str) else ""
    for known in LOCALES:
        if name == known:
            return known
    raise Refused(say(N_("There are no words in '{asked}'; there are: zh, en."), asked=shown(asked)))


def shown(given: object) -> str:
    """Return a user's input as short text for a message, without characters that control a terminal."""
    value = basic(given)
    try:
        with exactly():  # the text of a Decimal depends on the context
            text = str.__str__(str(value) if isinstance(value, _AS_TEXT) else repr(value))
    except Exception:  # more digits than Python prints, endlessly nested lists, an object that has no text
        text = int.__format__(value, "#x") if isinstance(value, int) else type(given).__name__
    short = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", short)


_AS_TEXT = (str, Decimal, Fraction, date)
"""The types that are shown with ``str``; all others are shown with ``repr``."""


def listed(names: Sequence[str]) -> str:
    """Join names in the given order, as a list in a sentence of either language."""
    return ", ".join(names)


def joined(messages: Sequence[Message], by: str = N_("{first}, {rest}")) -> Message:
    """Join messages in the given order; ``by`` joins the first one to the rest."""
    first, *rest = messages
    return say(by, first=first, rest=joined(rest, by)) if rest else first


class _Piece(NamedTuple):
    """Words, then a value in a format; with ``less``, the value is the difference of two values."""

    words: str
    value: str | None
    less: str
    form: str


@lru_cache(maxsize=4_096)
def _pieces(source: str, words: "NullTranslations") -> tuple[_Piece, ...]:
    """Parse the source text in its language, once."""
    parsed = string.Formatter().parse(words.gettext(source))
    return tuple(
        _Piece(words, place and place.partition("-")[0], (place or "").partition("-")[2], form or "")
        for words, place, form, _ in parsed
    )


def _rendered(message: Message, lang: Language) -> str:
    values, said = message.values, []
    for words, name, less, form in _pieces(message.source, catalogue(lang)):
        said.append(words)
        if name is not None:
            told = difference(values[name], values[less]) if less else values[name]
            said.append(formatted(told, form, lang, values.get(CURRENCY)))
    return "".join(said)
