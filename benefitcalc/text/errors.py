"""Collecting everything that is wrong with what was given, each problem with the path to it."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from benefitcalc.text.message import N_, Message, Problem, Refused, listed, say, shown


class at:  # noqa: N801 - it is called like a function
    """A place: what is refused inside is refused with this path before its own."""

    def __init__(self, *path: str | int) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Nothing is done here."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Refused):
            raise error.at(*self.path) from error


class kept:  # noqa: N801 - it is called like a function
    """What is refused inside is added to these problems, under this path; and what comes after goes on."""

    def __init__(self, problems: list[Problem], *path: str | int) -> None:
        self.problems = problems
        self.path = path

    def __enter__(self) -> None:
        """Nothing is done here."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, Refused):
            self.problems.extend(error.at(*self.path).problems)
        return isinstance(error, Refused)


def refuse(problems: Iterable[Problem | Message]) -> None:
    """Refused with all of these problems, where there are any."""
    if every := list(problems):
        raise Refused(*every)


def collect(*reads: Callable[[], Any]) -> list[Any]:
    """What each of these reads; Refused with the problems of all of them together."""
    found: list[Any] = []
    problems: list[Problem] = []
    for read in reads:
        with kept(problems):
            found.append(read())
    refuse(problems)
    return found


def unknown(names: Iterable[object], known: Iterable[str]) -> list[Problem]:
    """That each of these names is none of those that are known; of the first few, which may be meant."""
    every, given = list(known), [name if isinstance(name, str) else shown(name) for name in names]
    few, more = given[:MOST_SUGGESTED], given[MOST_SUGGESTED:]
    return [
        *(_meant(name, every) for name in few),
        *(say(N_("'{fact:fact}' is not a known fact"), fact=shown(name)).at(shown(name)) for name in more),
    ]


def _meant(name: str, every: list[str]) -> Problem:
    close = get_close_matches(name, every, n=1) if len(name) <= LONGEST_MEANT else []
    told = say(N_("'{fact:fact}' is not a known fact; there are: {facts}"), fact=shown(name), facts=listed(every))
    if close:
        told = say(N_("'{fact:fact}' is not a known fact; did you mean {close}?"), fact=shown(name), close=close[0])
    return told.at(shown(name))


MOST_SUGGESTED = 3


LONGEST_MEANT = 64
"""For so many names, each of so many signs, the one that may be meant is looked for: it takes long."""
