"""Facts as a pydantic model, for who validates what comes in: a form, a queue, an endpoint, an assistant."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, create_model, model_validator

from benefitcalc.facts.fact import FACTS, Fact, Scalar
from benefitcalc.facts.relations import contradictions
from benefitcalc.facts.schema import fact_schema
from benefitcalc.text.errors import refuse


class GivenFacts(BaseModel):
    """Facts as JSON writes them, read and found to fit together; each that is None is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        refuse(contradictions({name: FACTS[name].read(value) for name, value in self}))
        return self


def facts_model(name: str, facts: Iterable[str]) -> type[GivenFacts]:
    """The model of these facts; each is described by its question, as in its JSON Schema."""
    fields: dict[str, Any] = {each: (_given_field(FACTS[each]), None) for each in facts}
    return create_model(name, __base__=GivenFacts, __doc__=GivenFacts.__doc__, **fields)


def _given_field(fact: Fact) -> Any:
    return Annotated[Scalar | None, BeforeValidator(_reader(fact)), WithJsonSchema(fact_schema(fact))]


def _reader(fact: Fact) -> Callable[[object], Scalar | None]:
    """What reads a value that was given, as `Rule.estimate` does, and writes it as JSON does."""
    return lambda given: fact.write(fact.read(given))
