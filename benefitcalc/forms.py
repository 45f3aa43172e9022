"""How a fact is asked for: what may be answered, in words for a person, and as JSON Schema for a program."""

from typing import Any

from benefitcalc.messages import N_, Message, joined, say
from benefitcalc.situation import FACTS, Fact
from benefitcalc.words import Kind

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def choices(fact: Fact) -> list[Message]:
    """The answers among which one chooses, in words; none for a number."""
    names = fact.choices() or (["yes", "no"] if fact.kind is Kind.YES_NO else [])
    return [say("{choice:word}", choice=name) for name in names]


def hint(fact: Fact) -> Message:
    """What may be answered, in a few words: the unit and an example, or the choices."""
    match fact.kind:
        case Kind.MONEY:
            return say(N_("{unit}, such as 1200.50, or a range: 1000 to 1500"), unit=say(fact.unit))
        case Kind.WHOLE:
            return say(N_("{unit}, 0 to {most}"), unit=say(fact.unit), most=fact.most)
        case _:
            return joined(choices(fact), N_("{first} / {rest}"))


def json_schema(lang: str = "en") -> dict[str, Any]:
    """The JSON Schema of what may be known of a person; each fact with its question, in ``zh`` or ``en``.

    A fact that is left out or null is not known. Text is read as people write it, a range such as ``3000..5000`` and
    "don't know" too, so that the schema names forms and not every text that is refused.
    """
    return {
        "$schema": SCHEMA,
        "title": say(N_("What may be known of a person")).explain(lang),
        "type": "object",
        "properties": {name: fact_schema(fact, lang) for name, fact in FACTS.items()},
        "additionalProperties": False,
    }


def fact_schema(fact: Fact, lang: str = "en") -> dict[str, Any]:
    """The JSON Schema of one fact."""
    told = {
        "title": say(fact.meaning).explain(lang),
        "description": f"{say(fact.question).explain(lang)} ({hint(fact).explain(lang)})",
    }
    match fact.kind:
        case Kind.MONEY:
            forms: list[dict[str, Any]] = [{"type": "number", "minimum": 0, "multipleOf": 0.01}, {"type": "string"}]
        case Kind.WHOLE:
            forms = [{"type": "integer", "minimum": 0, "maximum": fact.most}, {"type": "string"}]
        case Kind.LEVEL:
            forms = [{"enum": fact.choices()}, {"type": "string"}]
        case _:
            forms = [{"type": "boolean"}, {"type": "string"}]
    return {**told, "anyOf": [*forms, {"type": "null"}]}
