"""What can be said in either language, and how it stands in JSON."""

from abc import abstractmethod
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from pydantic import GetJsonSchemaHandler, SerializationInfo, model_serializer

from benefitcalc.text.frozen import Frozen
from benefitcalc.text.languages import Language


class Sayable(Frozen):
    """What can be said in either language. JSON has it as ``text`` too where it was asked for (`sentence_context`)."""

    @abstractmethod
    def text_in(self, lang: Language) -> str:
        """It in one language."""

    @abstractmethod
    def _parts(self) -> dict[str, Any]:
        """What it is made of."""

    # Not annotated: what it returns would stand in the JSON Schema in place of the fields.
    @model_serializer
    def _written(self, info: SerializationInfo):  # type: ignore[no-untyped-def]  # noqa: ANN202
        told, context = self._parts(), info.context
        if context and "lang" in context:
            told["text"] = self.text_in(context["lang"])
        return told

    @classmethod
    def __get_pydantic_json_schema__(cls, made_of: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler.resolve_ref_schema(handler(made_of))
        text = {"type": "string", "title": "Text", "description": "The sentence in the language that was asked for."}
        made["properties"] = {**made["properties"], "text": text}
        return made


class SharedPart(Frozen):
    """A part of many answers. Its JSON in words is made once in each language; the part itself is the only cache."""

    # Not annotated, as in `Sayable`.
    @model_serializer(mode="wrap")
    def _written_once(self, write: Callable[[Any], Any], info: SerializationInfo):  # type: ignore[no-untyped-def]  # noqa: ANN202
        lang = info.context and info.context.get("lang")
        if lang is None or not info.mode_is_json() or any(_options(info)):
            return write(self)
        own = vars(self)
        if lang not in own:
            own[lang] = write(self)
        return own[lang]


_options = attrgetter("include", "exclude", "exclude_none", "exclude_unset", "exclude_defaults", "by_alias")
"""What leaves parts of a model out of its JSON, or gives them other names."""
