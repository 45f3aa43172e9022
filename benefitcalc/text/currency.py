"""The currency in which amounts are said: that which a document names, and yuan where it names none."""

from typing import TypeVar

from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import CURRENCY, Message, Text
from benefitcalc.text.rewriting import rewritten

Told = TypeVar("Told")


def in_currency(told: Told, currency: Text | None) -> Told:
    """An answer, a sentence, or several of them, with every amount in it said in this currency."""
    return told if currency is None else rewritten(told, lambda each: _said_in(each, currency))


def _said_in(told: Message, currency: Text) -> Message:
    if not told.says_amounts:
        return told
    return told.model_copy(update={"values": Fixed({**told.values, CURRENCY: currency})})
