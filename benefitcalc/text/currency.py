"""The currency of the amounts in messages: the currency of the document, or yuan if the document names none."""

from typing import TypeVar

from benefitcalc.text.frozen import Fixed, Frozen
from benefitcalc.text.message import CURRENCY, Message, Text

Told = TypeVar("Told")


def in_currency(told: Told, currency: Text | None) -> Told:
    """Return a copy of an answer, a message or several of them, with every amount in this currency."""
    if currency is None:
        return told
    if isinstance(told, Message):
        values = {name: in_currency(value, currency) for name, value in told.values.items()}
        also = {CURRENCY: currency} if told.says_amounts else {}
        return told.model_copy(update={"values": Fixed({**values, **also})})
    if isinstance(told, Frozen):
        parts = {name: in_currency(getattr(told, name), currency) for name in type(told).model_fields}
        return told.model_copy(update=parts)
    if isinstance(told, list | tuple):
        every = [in_currency(each, currency) for each in told]
        return type(told)(*every) if hasattr(told, "_fields") else type(told)(every)
    return told
