"""The request and response models of the OpenAPI document.

The library parses requests itself and reports all problems at once, so no request model is ever instantiated. Facts are
those of `benefitcalc.facts.reading`; responses contain the library's own models.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, TypeAdapter, WithJsonSchema

from benefitcalc.core.amounts import FEN_DECIMALS, GREATEST
from benefitcalc.core.words import Kind
from benefitcalc.engine.estimate import Estimate
from benefitcalc.engine.parts import Amounts, Part, Sentence, Told
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS, Fact, Scalar
from benefitcalc.facts.parsing import LONGEST
from benefitcalc.person.course import Counts
from benefitcalc.person.household import MOST_MEMBERS, Household
from benefitcalc.person.screening import Screening
from benefitcalc.person.settlement import Settlement
from benefitcalc.person.visits import KINDS
from benefitcalc.person.year import Year
from benefitcalc.policy.loading import policies
from benefitcalc.policy.statement import Grade, Notice
from benefitcalc.policy.timeline import Standing, law
from benefitcalc.rules import by_name
from benefitcalc.text.message import Message, Text, say
from benefitcalc.web.api.named import REF

MOST_VISITS = 500

MOST_PEOPLE = 1_000

DETAILS = ("all", "amount")
"""How much an estimate tells; all of it, unless something else is asked for."""

GIVEN = ConfigDict(extra="forbid")

_END = {
    "type": ["number", "string"],
    "minimum": 0,
    "maximum": GREATEST // 10**FEN_DECIMALS,
    "maxLength": LONGEST,
    "description": "An end of a range.",
}


def _schema(fact: Fact) -> dict[str, Any]:
    question = say(fact.question)
    unit = f" In {fact.unit}." if fact.unit else ""
    return {
        "anyOf": [_form(fact), {"type": "null"}],
        "description": f"{question.explain('en')}{unit} {question.explain('zh')}",
    }


def _form(fact: Fact) -> dict[str, Any]:
    """The forms of a fact as one schema of several types: generators name the parts of a union, but not its types."""
    forms = schema.answers(fact)
    made = {name: value for form in forms for name, value in form.items() if name not in {"enum", "format"}}
    made["type"] = list(dict.fromkeys(form["type"] for form in forms))
    if "items" in made:
        made |= {"items": {"anyOf": [_END, {"type": "null"}]}, "description": _RANGE}
    return made


_RANGE = "A range is text, such as 10..20, or a list of its two ends; null is an open end."


@dataclass(frozen=True)
class _Made:
    """A JSON Schema that is generated together with the document, from the current rules, facts and policies."""

    make: Callable[[], dict[str, Any]]

    def __get_pydantic_json_schema__(self, _: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.make()


class _OfFacts(BaseModel):
    """A model whose document has each fact, or some of them alone."""

    model_config = GIVEN
    only: ClassVar[str | None] = None
    """The mark of a fact without which it is not there."""

    @classmethod
    def __get_pydantic_json_schema__(cls, made_of: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        facts = [each for each in FACTS.values() if cls.only is None or getattr(each, cls.only)]
        made = handler.resolve_ref_schema(handler(made_of))
        of_facts = {each.name: {**_schema(each), "default": None} for each in facts}
        return {**made, "properties": {**of_facts, **made.get("properties", {})}}


class Facts(_OfFacts):
    """The known facts of a person. A fact that is left out or null is unknown, never zero and never no.

    Text is parsed as people write it; more forms are accepted than the examples show.
    """


class SharedFacts(_OfFacts):
    """What is known of a household, and so of each of its members alike."""

    only = "is_shared"


_DAY = {"type": "string", "examples": ["2023-05-01"], "maxLength": LONGEST}
_KIND = {"type": "string", "maxLength": LONGEST, "examples": list(KINDS)}
_COST = {"anyOf": [_form(FACTS["eligible_cost"]), {"type": "null"}]}


class GivenVisit(_OfFacts):
    """A visit: its day, and a kind with its eligible cost, or facts that add up over the year."""

    only = "accumulates"

    date: Annotated[Any, WithJsonSchema(_DAY)]
    kind: Annotated[Any, WithJsonSchema(_KIND)] = None
    cost: Annotated[Any, WithJsonSchema(_COST)] = None
    cancelled: Annotated[Any, WithJsonSchema({"type": "boolean"})] = None


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _names() -> dict[str, Any]:
    return {"type": "string", "enum": list(by_name())}


RuleName = Annotated[Any, _Made(_names)]
PolicyId = Annotated[Any, _Made(lambda: _optional({"type": "string", "enum": list(policies())}))]
Day = Annotated[Any, WithJsonSchema(_optional(_DAY))]
Names = Annotated[Any, _Made(lambda: _optional({"type": "array", "items": _names(), "minItems": 1, "maxItems": 64}))]
FactNames = Annotated[
    Any,
    _Made(
        lambda: _optional({"type": "array", "items": {"type": "string", "enum": list(FACTS)}, "maxItems": len(FACTS)})
    ),
]
Paths = Annotated[
    Any, WithJsonSchema(_optional({"type": "array", "items": {"type": "string", "examples": ["shared.is_dibao"]}}))
]


_WHICH = (
    "The id of a policy document. Without one, each rule answers by the document of the day; without a day either, by "
    "the announcement of 2022."
)


class Given(BaseModel):
    """The fields of every request."""

    model_config = GIVEN

    facts: Facts = Field(default_factory=Facts)
    policy: PolicyId = Field(default=None, description=_WHICH)


class EstimateAsked(Given):
    """Request: one rule for one person."""

    rule: RuleName
    on: Day = Field(default=None, description="The day asked about.")


class BatchAsked(BaseModel):
    """What one rule gives each of many people."""

    model_config = GIVEN

    people: list[Facts] = Field(max_length=MOST_PEOPLE)
    rule: RuleName
    policy: PolicyId = Field(default=None, description=_WHICH)
    on: Day = Field(default=None, description="The day asked about.")


class ScreenAsked(Given):
    """Request: every rule for one person, and what to ask next."""

    rules: Names = Field(default=None, description="These rules alone.")
    declined: FactNames = Field(default=None, description="Facts that are not asked for again.")
    on: Day = Field(default=None, description="The day asked about.")


class SettleAsked(Given):
    """Request: who pays which part of a bill."""

    on: Day = Field(default=None, description="The day asked about.")


class YearAsked(Given):
    """Request: what each visit adds to the year."""

    visits: list[GivenVisit] = Field(max_length=MOST_VISITS)


class HouseholdAsked(BaseModel):
    """What every rule gives each member of a household, and what to ask next."""

    model_config = GIVEN

    members: dict[str, Facts] = Field(min_length=1, max_length=MOST_MEMBERS)
    shared: SharedFacts | None = None
    policy: PolicyId = Field(default=None, description=_WHICH)
    declined: Paths = Field(default=None, description="Paths of facts that are not asked for again.")
    on: Day = Field(default=None, description="The day asked about.")


class EstimateAnswer(Told):
    """An estimate, its text, and the receipt to compute it again."""

    estimate: Estimate
    explanation: str
    receipt: dict[str, Any]


class AmountAnswer(Amounts):
    """The amounts of an estimate alone."""

    rule: str
    policy: str
    on: date | None
    standing: Standing


class BatchAnswer(Told):
    """The amounts of each person, in the order in which they were given."""

    rule: str
    policy: str
    on: date | None
    standing: Standing
    people: tuple[Amounts, ...]


class ScreenAnswer(Told):
    """A screening and its text."""

    screening: Screening
    explanation: str


class HouseholdAnswer(Told):
    """A household, in words too."""

    household: Household
    explanation: str


class SettleAnswer(Told):
    """A settlement, its text, and the receipt to compute it again."""

    settlement: Settlement
    explanation: str
    receipt: dict[str, Any]


class YearAnswer(Told):
    """A year and its text."""

    year: Year
    explanation: str


class PolicyTold(Told):
    """A policy document: its title, its status and dates, and its benefits."""

    id: str
    title: str
    status: str
    announced: date
    since: date
    until: date | None
    """None if no end was found."""
    digest: str
    benefits: tuple[str, ...]


class PoliciesAnswer(Told):
    """All policy documents."""

    policies: tuple[PolicyTold, ...]


class BindingTold(Told):
    """The document and the rule that answer for a benefit on a day, and the document's status."""

    benefit: str
    title: str
    rule: str
    policy: str
    standing: Standing
    says: str
    since: date
    until: date | None
    seen_until: date


class LawAnswer(Told):
    """The law of a day, benefit by benefit."""

    on: date
    law: tuple[BindingTold, ...]


class StretchTold(Told):
    """A period in which a document covers a benefit; a gap has no document."""

    since: date
    until: date | None
    policy: str | None
    rule: str | None
    status: str | None
    seen_until: date | None


class TimelineAnswer(Told):
    """The periods in which documents cover a benefit."""

    benefit: str
    timeline: tuple[StretchTold, ...]


class FactTold(Told):
    """A fact: its meaning, its question, its unit and its choices."""

    name: str
    kind: str
    meaning: str
    question: str
    unit: str | None
    choices: dict[str, str]
    is_shared: bool
    """Whether it is the same for everybody of a household."""


class RuleTold(Told):
    """A rule: its title, its facts, and whether it gives an amount."""

    name: str
    title: str
    period: str
    gives_money: bool
    facts: tuple[str, ...]


class RulesAnswer(Told):
    """All rules and their facts."""

    rules: tuple[RuleTold, ...]
    facts: tuple[FactTold, ...]


def shared() -> dict[str, dict[str, Any]]:
    """The schemas that have a name in the document without being models; each may hold those before it."""
    return {
        "RuleName": _names(),
        "PolicyId": {"type": "string", "enum": list(policies())},
        "FactName": {"type": "string", "enum": list(FACTS)},
        "BenefitName": {"type": "string", "enum": list(law().benefits)},
        "RangeEnd": _END,
        **{_name(fact): _form(fact) for fact in FACTS.values()},
        **{name: _of_type(made_of) for name, made_of in _TYPES.items()},
    }


_TYPES = {
    "Standing": Standing,
    "Grade": Grade,
    "LinePart": Part,
    "VisitCounts": Counts,
    "FactValue": Scalar,
    "Sentence": Message | Text,
    "Remark": Sentence,
}


def written() -> dict[str, dict[str, Any]]:
    """The unions among them, as every generator reads them."""
    return {
        "FactValue": {"description": "A Boolean, a whole number or a text."},  # of typed ones, Java reads 82 as true
        "Sentence": _either("A sentence: a message, or a text in both languages.", Message, Text),
        "Remark": _either("A remark beside an answer: a message, or a notice, which says a text.", Message, Notice),
    }


def _either(description: str, *models: type[BaseModel]) -> dict[str, Any]:
    """One object with the fields of several; a generated client cannot tell two objects of a union apart."""
    properties: dict[str, Any] = {}
    for model in models:
        for name, made in _of_type(model)["properties"].items():
            properties[name] = made if properties.get(name, made) == made else {}
    return {"type": "object", "properties": properties, "description": description}


def _of_type(made_of: Any) -> dict[str, Any]:
    made = TypeAdapter(made_of).json_schema(ref_template=REF, mode="serialization")
    made.pop("$defs", None)
    return made


_KINDS_OF_FACTS = {Kind.MONEY: "GivenAmount", Kind.YES_NO: "GivenYesNo", Kind.DAY: "GivenDay"}


def _name(fact: Fact) -> str:
    """The name of the forms of a fact; a number and a level have bounds of their own."""
    return _KINDS_OF_FACTS.get(fact.kind, f"Given{fact.name.title().replace('_', '')}")
