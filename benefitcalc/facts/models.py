"""Facts as a pydantic model, for who validates what comes in: a form, a queue, an endpoint, an assistant."""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from benefitcalc.facts.fact import FACTS, Fact, Scalar
from benefitcalc.facts.relations import contradictions
from benefitcalc.facts.schema import fact_schema
from benefitcalc.text.errors import refuse, unknown
from benefitcalc.text.exact_json import as_written
from benefitcalc.text.message import Problem, Refused


class GivenFacts(BaseModel):
    """Facts as JSON writes them, read and found to fit together; each that is None is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        refuse(contradictions({name: FACTS[name].read(value) for name, value in self}))
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _refused_as_elsewhere(cls, given: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return validate(given)
        except ValidationError as error:
            told = [line for each in error.errors() for line in _lines(each, cls.model_fields)]
            raise ValidationError.from_exception_data(cls.__name__, told) from None


def _lines(found: ErrorDetails, known: Iterable[str]) -> Iterator[InitErrorDetails]:
    """What pydantic found wrong, in the sentences and at the paths of `Refused`."""
    error = found.get("ctx", {}).get("error")
    if found["type"] == "extra_forbidden":
        error = Refused(*(Problem((), each.message) for each in unknown(found["loc"], known)))
    if not isinstance(error, Refused):
        yield InitErrorDetails(type=found["type"], loc=found["loc"], input=found["input"], ctx=found.get("ctx", {}))
        return
    for problem in error.problems:
        told = PydanticCustomError("refused", "{says}", {"says": str(problem.message)})
        yield InitErrorDetails(type=told, loc=(*found["loc"], *problem.path), input=found["input"])


def facts_model(name: str, facts: Iterable[str]) -> type[GivenFacts]:
    """The model of these facts; each is described by its question, as in its JSON Schema."""
    fields: dict[str, Any] = {each: (_given_field(FACTS[each]), None) for each in facts}
    return create_model(name, __base__=GivenFacts, __doc__=GivenFacts.__doc__, **fields)


def _given_field(fact: Fact) -> Any:
    return Annotated[Scalar | None, BeforeValidator(_reader(fact)), WithJsonSchema(fact_schema(fact))]


def _reader(fact: Fact) -> Callable[[object, ValidationInfo], Scalar | None]:
    """What reads a value that was given, as `Rule.estimate` does, and writes it as JSON does."""
    return lambda given, how: fact.write(fact.read(as_written(given) if how.mode == "json" else given))
