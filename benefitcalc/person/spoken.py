"""Answers that people write only in an interview: an amount per month, an age by Chinese count."""

import re

from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import Fact
from benefitcalc.facts.parsing import LONGEST, plain
from benefitcalc.text.message import N_, Refused, say, shown

_BY_THE_MONTH = re.compile(r"(?:(?:每个?|一个?)月)?\s*(.+?)\s*(?:/\s*月|(?:每个?|一个?)月|/ ?month|a month|per month)?")
_BY_CHINESE_COUNT = re.compile(r"虚岁?\s*([0-9]{1,3})\s*岁?")


def read_as(fact: Fact, answer: str) -> str:
    """Return an answer in the form of the fact: a monthly cost loses its words for "month".

    Raises `Refused` for an age by Chinese count, which is one or two years too high, and suggests the range.
    """
    written = plain(answer)
    if len(written) > LONGEST:
        return answer
    if fact.kind is Kind.MONEY and not fact.accumulates and not fact.is_means:
        found = _BY_THE_MONTH.fullmatch(written)
        return found[1] if found else answer
    counted = _BY_CHINESE_COUNT.fullmatch(written) if fact.derivation else None
    if counted:
        years = int(counted[1])
        told = N_("'{given}' is by Chinese count; in completed years that is {range}")
        raise Refused(say(told, given=shown(answer), range=f"{max(years - 2, 0)}..{max(years - 1, 0)}"))
    return answer
