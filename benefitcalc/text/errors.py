"""Collecting everything that is wrong with what was given, each problem under its field."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from benefitcalc.text.message import N_, Message, Refused, listed, say, shown


def all_read(*reads: Callable[[], Any]) -> list[Any]:
    """What each of these reads; Refused with the problems of all of them together."""
    found: list[Any] = []
    problems: list[Message] = []
    for read in reads:
        try:
            found.append(read())
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(*problems)
    return found


def of_fact(name: str, reason: Message) -> Message:
    """What is wrong with a fact, under its name."""
    return say(N_("{fact}: {reason}"), fact=name, reason=reason)


def unknown(names: Iterable[object], known: Iterable[str]) -> list[Message]:
    """That each of these names is none of those that are known; of the first few, which may be meant."""
    every, given = list(known), [name if isinstance(name, str) else shown(name) for name in names]
    few, more = given[:MOST_SUGGESTED], given[MOST_SUGGESTED:]
    return [
        *(_meant(name, every) for name in few),
        *(say(N_("'{fact}' is not a known fact"), fact=shown(name)) for name in more),
    ]


def _meant(name: str, every: list[str]) -> Message:
    close = get_close_matches(name, every, n=1) if len(name) <= LONGEST_MEANT else []
    if close:
        return say(N_("'{fact}' is not a known fact; did you mean {close}?"), fact=shown(name), close=close[0])
    return say(N_("'{fact}' is not a known fact; there are: {facts}"), fact=shown(name), facts=listed(every))


MOST_SUGGESTED = 3


LONGEST_MEANT = 64
"""For so many names, each of so many signs, the one that may be meant is looked for: it takes long."""
