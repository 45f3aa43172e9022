"""The question for a fact: the possible answers in words for a person, and as JSON Schema for a program."""

from collections.abc import Iterable
from typing import Any

from benefitcalc.core.amounts import FEN_DECIMALS, GREATEST
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS, Fact
from benefitcalc.facts.parsing import LONGEST
from benefitcalc.text.message import N_, Message, joined, say

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def choices(fact: Fact) -> dict[str, Message]:
    """Return the possible answers in words; empty for a number."""
    words = {"yes": N_("yes"), "no": N_("no")} if fact.kind is Kind.YES_NO else fact.choices
    return {name: say("{choice:word}", choice=word) for name, word in words.items()}


def hint(fact: Fact) -> Message:
    """Return a short hint: the unit and an example, or the choices."""
    match fact.kind:
        case Kind.MONEY:
            return say(N_("{unit}, such as 1200.50, or a range: 1000 to 1500"), unit=say(fact.unit))
        case Kind.WHOLE:
            return say(N_("{unit}, 0 to {most}"), unit=say(fact.unit), most=fact.most)
        case Kind.DAY:
            return say(N_("such as 1944-05-06; or a month, 1944-05, or a year, 1944"))
        case _:
            return joined(list(choices(fact).values()), N_("{first} / {rest}"))


def question(fact: Fact, asks: Message | None = None) -> Message:
    """Return the question with its hint; ``asks`` replaces the question, for another person."""
    return say(N_("{question} ({hint}; or: don't know)"), question=asks or fact.asks(), hint=hint(fact))


def questions_left(count: int) -> Message:
    """Return how many questions are left, the current one included."""
    return (
        say(N_("At most {count} questions are left."), count=count) if count > 1 else say(N_("One question is left."))
    )


def documented(fact: Fact) -> str:
    """The question after a fact, in English, and its unit or its choices: for what documents a program."""
    answers = fact.unit or " / ".join(choices(fact)) or "a day, such as 1944-05-06"
    return f"{fact.question} ({answers})"


def json_schema(facts: Iterable[str], lang: str = "en") -> dict[str, Any]:
    """The JSON Schema of what may be known of a person; each of these facts with its question, in ``zh`` or ``en``.

    A fact that is left out or null is not known. Text is read as people write it, a range such as ``3000..5000`` and
    "don't know" too, so that the schema names forms and not every text that is refused.
    """
    return {
        "$schema": SCHEMA,
        "title": say(N_("What may be known of a person")).explain(lang),
        "type": "object",
        "properties": {name: fact_schema(FACTS[name], lang) for name in facts},
        "additionalProperties": False,
    }


def fact_schema(fact: Fact, lang: str = "en") -> dict[str, Any]:
    """Return the JSON Schema of one fact."""
    return {
        "title": say(fact.meaning).explain(lang),
        "description": f"{say(fact.question).explain(lang)} ({hint(fact).explain(lang)})",
        "anyOf": [*answers(fact), {"type": "null"}],
    }


def answers(fact: Fact) -> list[dict[str, Any]]:
    """Return the JSON Schemas of the forms in which a fact may be given, without "unknown"."""
    match fact.kind:
        case Kind.MONEY:
            one: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": GREATEST // 10**FEN_DECIMALS}
            examples = ["1200.50", "3000..5000", "at least 3000", "1.2万"]
        case Kind.YES_NO:
            return [{"type": "boolean"}, {"type": "string", "maxLength": LONGEST, "examples": ["yes", "否"]}]
        case Kind.LEVEL:
            one = {"type": "string", "enum": list(fact.choices)}
            examples = list(fact.choices)
        case Kind.DAY:
            one = {"type": "string", "format": "date"}
            examples = ["1944-05-06", "1944年5月6日", "1944-05", "1944"]
        case _:
            one = {"type": "integer", "minimum": 0, "maximum": fact.most}
            examples = [f"{fact.most // 3}..{fact.most // 2}"]
    text = {"type": "string", "maxLength": LONGEST, "examples": examples}
    end = {"anyOf": [one, text, {"type": "null"}]}
    pair = {"type": "array", "items": end, "minItems": 2, "maxItems": 2, "description": "the two ends of a range"}
    return [one, text, pair]
