"""Collect all problems of an input, each with its path."""

from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from itertools import islice
from typing import Any
from urllib.parse import quote

from benefitcalc.text.basic import basic
from benefitcalc.text.message import N_, Message, Problem, Refused, listed, say, shown


class at:  # noqa: N801 - it is called like a function
    """A context manager that puts this path before the path of every problem raised inside."""

    def __init__(self, *path: str | int) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Refused):
            raise error.at(*self.path) from error


class kept:  # noqa: N801 - it is called like a function
    """A context manager that appends the problems raised inside to a list, under this path, and continues."""

    def __init__(self, problems: list[Problem], *path: str | int) -> None:
        self.problems = problems
        self.path = path

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, Refused):
            self.problems.extend(error.at(*self.path).problems)
        return isinstance(error, Refused)


def refuse(problems: Iterable[Problem | Message]) -> None:
    """Raise `Refused` with all problems, if there are any."""
    if every := list(problems):
        raise Refused(*every)


def collect(*reads: Callable[[], Any]) -> list[Any]:
    """Return the results of all reads; raise `Refused` with the problems of all of them together."""
    found: list[Any] = []
    problems: list[Problem] = []
    for read in reads:
        with kept(problems):
            found.append(read())
    refuse(problems)
    return found


def one_of(given: object, choices: Collection[str], *path: str | int) -> Any:
    """Return what was given, one of these texts; Refused, which names the choices, for anything else."""
    text = basic(given)
    if isinstance(text, str) and text in choices:
        return text
    told = N_("'{given}' is not one of: {choices}")
    raise Refused(say(told, given=shown(given), choices=listed(list(choices))).at(*path))


def members(given: object) -> list[Any] | None:
    """Return what is in a collection, as a list; None for anything else, such as text or what never ends."""
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        return None
    try:
        found = [basic(each) for each in islice(given, MOST_MEMBERS + 1)]
    except Exception:  # an array without a dimension, or a collection that fails by itself
        return None
    return found if len(found) <= MOST_MEMBERS else None


def entries(given: object) -> dict[Any, Any] | None:
    """Return a mapping as a dict; None for anything else, such as a mapping that fails by itself or never ends."""
    if not isinstance(given, Mapping):
        return None
    try:
        found = [(basic(name), basic(given[name])) for name in islice(given, MOST_MEMBERS + 1)]
    except Exception:  # a mapping that fails by itself
        return None
    return dict(found) if len(found) <= MOST_MEMBERS else None


def names(given: object) -> list[Any]:
    """Return the members of a collection of names, which the caller looks up; Refused for anything else."""
    found = members(given)
    if found is None:
        raise Refused(say(N_("give a list")))
    return found


def pointer(path: Iterable[str | int], known: AbstractSet[str] = frozenset()) -> str:
    """Return a JSON Pointer (RFC 6901) to a path of an input; lists count from one in a path, from zero in a pointer.

    If the names at the top of the input are ``known``, a path that begins with another name is a path inside its facts.
    """
    steps = tuple(path)
    given = _SUMS_OF.get(steps[:1], steps)
    parts = [str(part - 1 if isinstance(part, int) else part) for part in given]
    inside = ["facts", *parts] if known and not known & {*parts[:1]} else parts
    return "#" + "".join("/" + quote(part.replace("~", "~0").replace("/", "~1")) for part in inside)


_SUMS_OF: Mapping[tuple[str | int, ...], tuple[str | int, ...]] = {("years",): ("visits",)}
"""The place in the input of that from which sums are computed, by the place of the sums, which are not given."""


def unknown(names: Iterable[object], known: Iterable[str]) -> list[Problem]:
    """Return a problem for each unknown name; the first few suggest a known name.

    Where ``facts`` is one of the known names, the unknown one may be a fact that belongs inside.
    """
    given = [name if isinstance(name, str) else shown(name) for name in names]
    every = list(known) if given else []
    few, more = given[:MOST_SUGGESTED], given[MOST_SUGGESTED:]
    return [*(_meant(name, every) for name in few), *(_not_known(name, every).at(shown(name)) for name in more)]


def _meant(name: str, every: list[str]) -> Problem:
    close = get_close_matches(name, every, n=1) if len(name) <= LONGEST_MEANT else []
    told = _not_known(name, every)
    if close:
        told = say(N_("'{fact:fact}' is not a known fact; did you mean {close}?"), fact=shown(name), close=close[0])
    elif _OF_A_PERSON not in every:
        told = say(N_("'{fact:fact}' is not a known fact; there are: {facts}"), fact=shown(name), facts=listed(every))
    return told.at(shown(name))


def _not_known(name: str, every: list[str]) -> Message:
    if _OF_A_PERSON in every:
        told = N_("'{fact:fact}' is not known here; there are: {facts}; what is known of the person belongs in facts")
        return say(told, fact=shown(name), facts=listed(every))
    return say(N_("'{fact:fact}' is not a known fact"), fact=shown(name))


_OF_A_PERSON = "facts"
"""The name under which a call has the facts of a person."""


MOST_SUGGESTED = 3

MOST_MEMBERS = 100_000
"""More are taken for a generator that never ends."""


LONGEST_MEANT = 64
"""Suggestions are slow. So they are made only for the first few names, and only for names of at most this length."""
