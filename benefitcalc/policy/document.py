"""A dated policy document as data, loaded from one TOML file and checked against the rules that read it.

One file is one document in one state, in the document's own order; a later change is a new file.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from benefitcalc.policy.promise import Ends, Pays, Promise
from benefitcalc.policy.statement import AssumedDay, Grade, InBoth, Notice, Part, Statement
from benefitcalc.policy.terms import TERMS, Entry, RuleTerms, Views
from benefitcalc.text.errors import at, refuse
from benefitcalc.text.frozen import Fixed, FixedDict
from benefitcalc.text.message import N_, Problem, Refused, listed, say, shown

MOST_CHARACTERS = 100_000
"""A policy file has no more; the announcement has 15,000."""

DEEPEST = 12
"""So many tables and lists may lie in one another, in brackets or in the parts of a key; a promise has six."""

_SIGNS = re.compile(
    # Texts and comments; one that does not end is no TOML, and goes on to the end of its line or of all.
    r""""{3}(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z)|'{3}.*?(?:'{3,5}|\Z)|"(?:\\.|[^"\\\n])*+"?|'[^'\n]*'?|\#[^\n]*"""
    r"|(?P<word>[\w+-]+)|(?P<sign>[.=,\n\[\]{}])",
    re.DOTALL,
)
"""What a TOML text is made of, as far as it tells how deep its tables lie in one another."""
LONGEST_WORD = 100
"""So many characters a key or a figure may have, outside of texts."""

_OPENING, _CLOSING = ("[", "{"), ("]", "}")


class Section(Part):
    """What a document says of one benefit: where, with which figures, what it promises, what a reader has to know."""

    place: InBoth
    carries_out: str | None = None
    """The benefit that it is, where another document promises it under another name."""
    notices: tuple[Notice, ...] = ()
    promises: FixedDict[Promise] = Fixed()
    terms: FixedDict[Statement] = Fixed()

    @model_validator(mode="before")
    @classmethod
    def _gather_terms(cls, section: Any) -> Any:
        return _gathered(section, cls.model_fields, into="terms")


class Policy(Part):
    """A policy document in one state. `policy` loads one; `with_terms` makes a reform of it."""

    id: str = Field(min_length=1)
    status: Literal["announced", "in_force", "reform"]
    title: InBoth
    source: InBoth | None = None
    grade: Grade | None = None
    announced: date
    since: date | AssumedDay
    until: date | AssumedDay
    supersedes: str | None = None
    currency: InBoth | None = None
    """How the currency of its amounts is said; yuan where it names none."""
    benefits: FixedDict[Section] = Fixed()

    @model_validator(mode="before")
    @classmethod
    def _gather_benefits(cls, document: Any) -> Any:
        return _gathered(document, cls.model_fields, into="benefits")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last_day < self.first_day:
            ends = {"until": str(self.last_day), "since": str(self.first_day)}
            raise Refused(say(N_("until ({until:date}) is before since ({since:date})"), **ends))
        return self

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def first_day(self) -> date:
        """The first day of the policy, stated or assumed."""
        return self.since.assumed if isinstance(self.since, AssumedDay) else self.since

    @property
    def last_day(self) -> date:
        """The last day of the policy, stated or assumed."""
        return self.until.assumed if isinstance(self.until, AssumedDay) else self.until

    @cached_property
    def digest(self) -> str:
        """The sha256 of the canonical document: its data in one order, whatever the layout of the file."""
        return sha256(json.dumps(self._data("json"), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def views(self, benefit: str, terms: type[RuleTerms] | None = None) -> Views:
        """The terms of a benefit, strict, stated and generous; Refused where the document is silent about it.

        ``terms`` are those of the rule that asks, where it is not the one that bears the name now.
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
        """A reform: this document with other figures, under the id ``<id>+reform``.

        A key is ``benefit.term``; a value is a figure (``"0.85"``, ``"475.00"``, ``"none"``, a whole number,
        yes/no), which is then certain, or a mapping that states it as a policy file would, with other readings.
        Refused as a policy file would be.
        """
        if not isinstance(changes, Mapping):
            raise Refused(
                say(N_("give figures by their terms, such as benefit.term, not {given}"), given=shown(changes))
            )
        document = self._data("python")
        document["id"] = self.id.removesuffix("+reform") + "+reform"
        document["status"] = "reform"
        known = [f"{name}.{key}" for name, section in self.benefits.items() for key in section.terms]
        given: list[Any] = [path for path in changes if path not in known]
        unknown = [_not_known(path if isinstance(path, str) else shown(path), known) for path in given]
        refuse(unknown)
        for path, figure in changes.items():
            benefit, key = path.split(".")
            stated = figure if isinstance(figure, Mapping) else {"assumed": figure, "because": _REFORMED}
            document["benefits"][benefit]["terms"][key] = stated
        return checked(document, document["id"])

    def _data(self, mode: Literal["json", "python"]) -> dict[str, Any]:
        return self.model_dump(mode=mode, by_alias=True, exclude_none=True)


def refuse_past_bounds(text: str) -> None:
    """Refused, before anything is parsed, for a text so long, or of keys or words such, that parsing it takes long."""
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
    """A figure of a policy file, of bounded size."""
    try:
        return Decimal(written)
    except InvalidOperation as error:  # the power of ten is past all that a Decimal may have
        raise Refused(say(N_("'{given}' is too great or too small"), given=shown(written))) from error


def checked(document: Mapping[str, Any], file: str) -> Policy:
    """The document as a policy; Refused with everything that is wrong in it, its shape and its figures."""
    problems = list(_figure_problems(document))
    try:
        checked = Policy.model_validate(document)
    except ValidationError as error:
        problems = [*_shape_problems(error), *problems]
    with at(file):
        refuse(problems)
    return checked


def _figure_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """What the rules find wrong with the figures; statements that are no statements are left to pydantic."""
    for name, section in _tables(_gathered(document, Policy.model_fields, into="benefits")["benefits"]):
        if name not in TERMS:
            yield _not_known(name, TERMS)
        else:
            promised = section.get("carries_out")
            if isinstance(promised, str) and promised not in TERMS:
                yield _not_known(shown(promised), TERMS).at(f"{name}.carries_out")
            terms = dict(_tables(_gathered(section, Section.model_fields, into="terms")["terms"]))
            entries = TERMS[name].entries()
            unknown = (key for key in terms if key not in entries)
            yield from (_not_known(f"{name}.{key}", entries) for key in unknown)
            for key, entry in entries.items():
                if key not in terms and key not in section:
                    yield say(N_("is missing")).at(f"{name}.{key}")
                elif key in terms:
                    yield from (problem.at(f"{name}.{key}") for problem in _term_problems(terms[key], entry))


def _tables(given: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The tables of a table; what is none is told by `_shape_problems`."""
    if isinstance(given, Mapping):
        yield from ((key, value) for key, value in given.items() if isinstance(value, Mapping))


def _term_problems(stated: Any, entry: Entry) -> Iterator[Problem]:
    try:
        Statement.model_validate(stated).views(entry)
    except ValidationError:
        pass  # told by `_shape_problems`, with the key inside the statement
    except Refused as refused:
        yield from refused.problems


def _views_of(section: Section, benefit: str, terms: type[RuleTerms]) -> Views:
    refuse(say(N_("is missing")).at(f"{benefit}.{key}") for key in terms.entries() if key not in section.terms)
    views = {key: section.terms[key].views(entry) for key, entry in terms.entries().items()}
    return Views(*(terms(**{key: view[at] for key, view in views.items()}) for at in range(len(Views._fields))))


def _gathered(given: Any, known: Iterable[str], *, into: str) -> Any:
    """What is given, with the keys that are not among the known ones in a table of their own."""
    if not isinstance(given, Mapping):
        return given
    own = {key: value for key, value in given.items() if key in known}
    gathered = own.pop(into, {})
    others = {key: value for key, value in given.items() if key not in known}
    return {**own, into: {**gathered, **others} if isinstance(gathered, Mapping) else gathered}


def _shape_problems(error: ValidationError) -> Iterable[Problem]:
    """What pydantic found, a sentence a key: a figure that is none of its kinds is one finding, not four."""
    found: dict[str, Problem] = {}
    for each in error.errors(include_url=False):
        # The steps inside a union or a tuple are no keys of the file, nor is the way through the tables of `_gathered`.
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
_REFORMED = {
    "zh": "为比较而设定的改革数字，不是文件所载",
    "en": "set for a reform to be compared; not the document's figure",
}


def _not_known(key: str, known: Iterable[str]) -> Problem:
    close = get_close_matches(key, list(known), cutoff=0.8)
    return say(N_("is not known; there are: {known}"), known=listed(close or list(known))).at(key)
