"""The currency of the amounts in messages: the currency of the document, or yuan if the document names none."""

from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import CURRENCY, Message, Text
from benefitcalc.text.rewriting import Rewritable, rewritten


def in_currency(told: Rewritable, currency: Text | None) -> Rewritable:
    """Return a copy of an answer, a message or several of them, with every amount in this currency."""
    return told if currency is None else rewritten(told, lambda each: _in_currency(each, currency))


def _in_currency(told: Message, currency: Text) -> Message:
    if not told.says_amounts:
        return told
    return told.model_copy(update={"values": Fixed({**told.values, CURRENCY: currency})})
