"""One change of every sentence in an answer, wherever it stands in it."""

from collections.abc import Callable
from typing import TypeVar

from benefitcalc.text.frozen import Fixed, Frozen
from benefitcalc.text.message import Message

Rewritable = TypeVar("Rewritable")


def rewritten(told: Rewritable, change: Callable[[Message], Message]) -> Rewritable:
    """An answer, a sentence, or several of them, with each sentence changed; those within it first."""
    if isinstance(told, Message):
        values = {name: rewritten(value, change) for name, value in told.values.items()}
        return change(told.model_copy(update={"values": Fixed(values)}))  # type: ignore[return-value]  # a sentence
    if isinstance(told, Frozen):
        parts = {name: rewritten(getattr(told, name), change) for name in type(told).model_fields}
        return told.model_copy(update=parts)
    if isinstance(told, list | tuple):
        every = [rewritten(each, change) for each in told]
        return type(told)(*every) if hasattr(told, "_fields") else type(told)(every)
    return told
