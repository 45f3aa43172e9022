"""A dated policy document as data, loaded from one TOML file and checked against the terms of the rules.

One file is one version of one document, in the document's own order. A later change is a new file.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cached_property, reduce
from hashlib import sha256
from operator import getitem
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, ValidationError, model_validator

from benefitcalc.policy.bands import FIGURES, Bands
from benefitcalc.policy.promise import Ends, Pays, Promise
from benefitcalc.policy.statement import Address, AssumedDay, Grade, InBoth, Notice, Part, Report, Statement
from benefitcalc.policy.terms import TERMS, Entry, RuleTerms, Views
from benefitcalc.text.errors import at, entries, members, refuse
from benefitcalc.text.frozen import Fixed, FixedDict
from benefitcalc.text.message import N_, Problem, Refused, listed, say, shown

MOST_CHARACTERS = 100_000
"""The greatest length of a policy file. The announcement has 15,000 characters."""

DEEPEST = 12
"""The greatest nesting of tables and lists, in brackets or in dotted keys. A promise needs six levels."""

_SIGNS = re.compile(
    # Strings and comments. An unterminated one is not valid TOML; it matches up to the end of the line or of the text.
    r""""{3}(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z)|'{3}.*?(?:'{3,5}|\Z)|"(?:\\.|[^"\\\n])*+"?|'[^'\n]*'?|\#[^\n]*"""
    r"|(?P<word>[\w+-]+)|(?P<sign>[.=,\n\[\]{}])",
    re.DOTALL,
)
"""The tokens of a TOML text that determine the nesting of its tables."""
LONGEST_WORD = 100
"""The greatest length of a key or a figure outside of strings."""

_OPENING, _CLOSING = ("[", "{"), ("]", "}")


def _which(stated: object) -> str:
    has_rows = "rows" in stated if isinstance(stated, Mapping) else isinstance(stated, Bands)
    return Bands.__name__ if has_rows else Statement.__name__


Stated = Annotated[
    Annotated[Statement, Tag(Statement.__name__)] | Annotated[Bands, Tag(Bands.__name__)], Discriminator(_which)
]
"""The value of a term in a document: a figure, or a schedule of figures."""
_STATED: TypeAdapter[Statement | Bands] = TypeAdapter(Stated)


class Section(Part):
    """What a document states about one benefit: its place, its figures, its promises and its notices."""

    place: InBoth
    carries_out: str | None = None
    """The benefit that this section carries out, if another document promises it under another name."""
    notices: tuple[Notice, ...] = ()
    promises: FixedDict[Promise] = Field(default_factory=Fixed)
    terms: FixedDict[Stated] = Field(default_factory=Fixed)

    @model_validator(mode="before")
    @classmethod
    def _gather_terms(cls, section: Any) -> Any:
        return _gathered(section, cls.model_fields, into="terms")


class Policy(Part):
    """One version of a policy document. `policy` loads one; `with_terms` derives a reform from it."""

    id: str = Field(min_length=1)
    status: Literal["announced", "in_force", "reform"]
    title: InBoth
    source: InBoth | None = None
    address: Address | None = None
    grade: Grade | None = None
    announced: date
    since: date | AssumedDay
    until: date | AssumedDay | Literal["open"]
    """The last day, or ``open`` if none was found. ``open`` does not mean that it is still in force."""
    supersedes: str | None = None
    currency: InBoth | None = None
    """The currency of its amounts; None means yuan."""
    promises: FixedDict[Promise] = Field(default_factory=Fixed)
    """The promises to the district as a whole, not to a person."""
    reports: tuple[Report, ...] = ()
    """Later reports about how its promises are kept."""
    benefits: FixedDict[Section] = Field(default_factory=Fixed)

    @model_validator(mode="before")
    @classmethod
    def _gather_benefits(cls, document: Any) -> Any:
        return _gathered(document, cls.model_fields, into="benefits")

    @model_validator(mode="after")
    def _promises_no_person(self) -> Self:
        if persons := [name for name, each in self.promises.items() if each.is_claim or each.mentioned or each.figures]:
            told = N_("{names}: what a person is promised belongs to a benefit")
            raise Refused(say(told, names=listed(persons)))
        return self

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last_day < self.first_day:
            ends = {"until": str(self.last_day), "since": str(self.first_day)}
            raise Refused(say(N_("until ({until:date}) is before since ({since:date})"), **ends))
        return self

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        until = "open" if self.until == "open" else self.last_day
        return f"<Policy {self.id}: {self.status}, {self.first_day} to {until}>"

    def __str__(self) -> str:
        return repr(self)

    @property
    def first_day(self) -> date:
        """The first day of the policy, stated or assumed."""
        return self.since.assumed if isinstance(self.since, AssumedDay) else self.since

    @property
    def last_day(self) -> date:
        """The last day of the policy, stated or assumed; `date.max` if it is open."""
        if self.until == "open":
            return date.max
        return self.until.assumed if isinstance(self.until, AssumedDay) else self.until

    def seen_until(self, benefit: str) -> date:
        """Return the last day on which a figure of a benefit was found stated; for an announcement, its own day."""
        terms = self.benefits[benefit].terms.values()
        return max([day for each in terms for day in each.seen or ()], default=self.announced)

    @cached_property
    def digest(self) -> str:
        """The sha256 of the canonical document: its data in a fixed order, whatever the layout of the file.

        Due days and reports of promises do not change any answer, so they are left out.
        """
        data = {name: part for name, part in self._data("json").items() if name not in ("promises", "reports")}
        data["benefits"] = {name: _without_due(section) for name, section in data["benefits"].items()}
        return sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def views(self, benefit: str, terms: type[RuleTerms] | None = None) -> Views:
        """Return the terms of a benefit in each view. Raises `Refused` if the document does not have the benefit.

        ``terms`` is the class of the rule that asks, if it is not the one that is registered under this name.
        """
        if benefit not in self.benefits:
            names = {"policy": self.id, "benefit": benefit, "benefits": listed(list(self.benefits))}
            raise Refused(say(N_("the policy {policy} says nothing of {benefit}; it has: {benefits}"), **names))
        asked = benefit, terms or TERMS[benefit]
        if asked not in self._views:
            self._views[asked] = _views_of(self.benefits[benefit], *asked)
        return self._views[asked]

    @cached_property
    def _views(self) -> dict[tuple[str, type[RuleTerms]], Views]:
        return {}

    def with_terms(self, changes: Mapping[str, object]) -> "Policy":
        """Return a reform: this document with other figures, under the id ``<id>+reform``.

        A key is ``benefit.term``. A value is a figure (``"0.85"``, ``"475.00"``, ``"none"``, a whole number, yes/no),
        which is then certain, or a mapping that states it as a policy file does, with other interpretations. Raises
        `Refused` as loading a policy file does.
        """
        figures = by_terms(changes)
        document = self._data("python")
        document["id"] = self.id.removesuffix("+reform") + "+reform"
        document["status"] = "reform"
        known = {path: keys for name, section in self.benefits.items() for path, keys in _paths(name, section)}
        given: list[Any] = [path for path in figures if path not in known]
        unknown = [_not_known(path, known) for path in given]
        refuse(unknown)
        for path, figure in figures.items():
            *way, last = known[path]
            reduce(getitem, way, document["benefits"])[last] = _reformed(figure)
        return checked(document, document["id"])

    def views_with(self, benefit: str, changes: Mapping[str, object], terms: type[RuleTerms] | None = None) -> Views:
        """The views of a benefit in the reform that `with_terms` makes, without the document of the reform.

        A key is a term of the benefit. It serves thousands of reforms; Refused as `with_terms`.
        """
        asked = terms or TERMS[benefit]
        views, changed = self.views(benefit, asked), self._changed(benefit, changes, asked)
        if changed is None:
            return self.with_terms({f"{benefit}.{name}": each for name, each in changes.items()}).views(benefit, asked)
        return Views(
            *(replace(view, **{name: each[at_] for name, each in changed.items()}) for at_, view in enumerate(views))
        )

    def _changed(self, benefit: str, changes: Mapping[str, object], terms: type[RuleTerms]) -> dict[str, Views] | None:
        """The views of the terms that change; None where only the whole document tells them, or what is wrong."""
        entries, section = terms.entries(), self.benefits[benefit]
        if not all(name in entries and name in section.terms for name in changes):
            return None
        problems: list[Problem] = []
        found = {name: _term_views(_reformed(figure), entries[name], problems) for name, figure in changes.items()}
        changed = {name: each for name, each in found.items() if each is not None}
        stated = {name: section.terms[name].views(entry) for name, entry in entries.items()}
        is_right = len(changed) == len(changes) and not any(_disorder(benefit, terms, stated | changed))
        return changed if is_right else None

    def _data(self, mode: Literal["json", "python"]) -> dict[str, Any]:
        return self.model_dump(mode=mode, by_alias=True, exclude_none=True)


def _without_due(section: Mapping[str, Any]) -> dict[str, Any]:
    claims = {name: each for name, each in section["promises"].items() if "pays" in each or "finds" in each}
    kept = {name: {key: each[key] for key in each.keys() - _OF_DUE} for name, each in claims.items()}
    return {**section, "promises": kept}


_OF_DUE = {"due", "compares", "figure", "rise_of", "for_each", "reports"}


def refuse_past_bounds(text: str) -> None:
    """Raise `Refused`, before parsing, if the text is too long, too deeply nested, or has too long keys or words."""
    if len(text) > MOST_CHARACTERS:
        raise Refused(say(N_("has more than {most} characters"), most=MOST_CHARACTERS))
    depth = parts = 0
    for found in _SIGNS.finditer(text):
        word, sign = found["word"] or "", found["sign"]
        depth += (sign in _OPENING) - (sign in _CLOSING)
        parts = parts if sign is None else parts + 1 if sign == "." else 0
        problem = None
        if len(word) > LONGEST_WORD:
            problem = say(N_("'{given}' has more than {most} characters"), given=shown(word), most=LONGEST_WORD)
        elif max(depth, parts) > DEEPEST:
            problem = say(N_("more than {most} tables or lists lie in one another"), most=DEEPEST)
        if problem is not None:
            line = text.count("\n", 0, found.start()) + 1
            raise Refused(say(N_("line {line}: {reason}"), line=line, reason=problem))


def decimal_of(written: str) -> Decimal:
    """Parse a figure of a policy file."""
    try:
        return Decimal(written)
    except InvalidOperation as error:  # the exponent is out of the range of Decimal
        raise Refused(say(N_("'{given}' is too great or too small"), given=shown(written))) from error


def checked(document: Mapping[str, Any], file: str) -> Policy:
    """Return the document as a policy. Raises `Refused` with all errors in its structure and its figures."""
    problems = list(_figure_problems(document))
    try:
        checked = Policy.model_validate(document)
    except ValidationError as error:
        problems = [*_shape_problems(error), *problems]
    with at(file):
        refuse(problems)
    return checked


def _figure_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of the figures; values that are not statements are reported by pydantic."""
    for name, section in _tables(_gathered(document, Policy.model_fields, into="benefits")["benefits"]):
        if name not in TERMS:
            yield _not_known(name, TERMS)
        else:
            promised = section.get("carries_out")
            if isinstance(promised, str) and promised not in TERMS:
                yield _not_known(promised, TERMS).at(f"{name}.carries_out")
            terms = dict(_tables(_gathered(section, Section.model_fields, into="terms")["terms"]))
            yield from _terms_problems(name, section, terms)


def _terms_problems(benefit: str, section: Mapping[str, Any], stated: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of the figures of one benefit: of each one, and of their order."""
    terms = TERMS[benefit]
    entries = terms.entries()
    yield from (_not_known(f"{benefit}.{key}", entries) for key in stated if key not in entries)
    views: dict[str, Views] = {}
    for key, entry in entries.items():
        if key in stated:
            problems: list[Problem] = []
            found = _term_views(stated[key], entry, problems)
            yield from (problem.at(f"{benefit}.{key}") for problem in problems)
            views |= {key: found} if found else {}
        elif key not in section:
            yield say(N_("is missing")).at(f"{benefit}.{key}")
    yield from _disorder(benefit, terms, views)


def _disorder(benefit: str, terms: type[RuleTerms], views: Mapping[str, Views]) -> Iterator[Problem]:
    """Yield the terms that are not in the declared order, in any view."""
    of_each = (terms.disorder({key: view[at_] for key, view in views.items()}) for at_ in range(len(Views._fields)))
    yield from dict.fromkeys(told.at(f"{benefit}.{key}") for found in of_each for key, told in found)


def _tables(given: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Yield the values of a table that are tables; `_shape_problems` reports the others."""
    if isinstance(given, Mapping):
        yield from ((key, value) for key, value in given.items() if isinstance(value, Mapping))


def _term_views(stated: Any, entry: Entry, problems: list[Problem]) -> Views | None:
    """Return the views of a term; otherwise append its problems and return None."""
    try:
        return _STATED.validate_python(stated).views(entry)
    except ValidationError:
        return None  # `_shape_problems` reports it, with the key inside the statement
    except Refused as refused:
        problems.extend(refused.problems)
        return None


def _views_of(section: Section, benefit: str, terms: type[RuleTerms]) -> Views:
    refuse(say(N_("is missing")).at(f"{benefit}.{key}") for key in terms.entries() if key not in section.terms)
    views = {key: section.terms[key].views(entry) for key, entry in terms.entries().items()}
    refuse(_disorder(benefit, terms, views))
    return Views(*(terms(**{key: view[at] for key, view in views.items()}) for at in range(len(Views._fields))))


def _gathered(given: Any, known: Iterable[str], *, into: str) -> Any:
    """Return the input with its unknown keys moved to a table of their own."""
    if not isinstance(given, Mapping):
        return given
    own = {key: value for key, value in given.items() if key in known}
    gathered = own.pop(into, {})
    others = {key: value for key, value in given.items() if key not in known}
    return {**own, into: {**gathered, **others} if isinstance(gathered, Mapping) else gathered}


def _shape_problems(error: ValidationError) -> Iterable[Problem]:
    """Return the findings of pydantic, one for each key: a figure of no valid kind is one problem, not four."""
    found: dict[str, Problem] = {}
    for each in error.errors(include_url=False):
        # Steps inside a union or a tuple are not keys of the file, and neither are the tables that `_gathered` added.
        loc = [str(step) for step in each["loc"]]
        steps = [step for step in loc[:-1] if step not in ("benefits", "terms")] + loc[-1:]
        key = ".".join(step for step in steps if step.isidentifier() and step not in _NOT_KEYS)
        match each["type"]:
            case "value_error":
                reason = each["ctx"]["error"].problems[0].message
            case "missing":
                reason = say(N_("is missing"))
            case "extra_forbidden":
                reason = say(N_("is not known"))
            case "model_type":
                reason = say(N_("is neither a known key nor a table: {given}"), given=shown(each["input"]))
            case "literal_error":
                values = {"given": shown(each["input"]), "expected": each["ctx"]["expected"].replace(" or ", ", ")}
                reason = say(N_("cannot be '{given}'; it can be: {expected}"), **values)
            case _:
                reason = say(N_("cannot be '{given}'"), given=shown(each["input"]))
        found.setdefault(key, reason.at(*([key] if key else [])))
    holding = {key[:at] for key in found for at, sign in enumerate(key) if sign == "."}
    return [reason for key, reason in found.items() if key not in holding]


_NOT_KEYS = {"bool", "int", "str", "decimal", "date", "nullable", AssumedDay.__name__, Ends.__name__, Pays.__name__}
_NOT_KEYS |= {Statement.__name__, Bands.__name__}
_REFORMED = {
    "zh": "为比较而设定的改革数字，不是文件所载",
    "en": "set for a reform to be compared; not the document's figure",
}


def by_terms(given: object) -> dict[Any, Any]:
    """Return the figures of a reform by their terms; Refused for anything else than a mapping."""
    figures = entries(given)
    if figures is None:
        raise Refused(say(N_("give figures by their terms, such as benefit.term, not {given}"), given=shown(given)))
    return figures


def _reformed(figure: object) -> Any:
    """Return a figure of a reform as a policy file would state it."""
    if (stated := entries(figure)) is not None:
        return stated
    is_schedule = isinstance(figure, list | tuple)
    return {**({"rows": members(figure)} if is_schedule else {"assumed": figure}), "because": _REFORMED}


def _paths(benefit: str, section: Section) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield the path of each figure of a section with its keys; the path of a row has the start of the row."""
    for name, stated in section.terms.items():
        keys = benefit, "terms", name
        yield f"{benefit}.{name}", keys
        if isinstance(stated, Bands):
            for at_, row in enumerate(stated.rows):
                for key in FIGURES.values():
                    yield f"{benefit}.{name}.{row.start}.{key}", (*keys, "rows", at_, key)


def _not_known(given: object, known: Iterable[str]) -> Problem:
    key = shown(given)
    close = get_close_matches(key, list(known), cutoff=0.8)
    return say(N_("is not known; there are: {known}"), known=listed(close or list(known))).at(key)
