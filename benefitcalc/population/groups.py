"""The groups that columns of a table make, and what they are called."""

from collections.abc import Iterable
from typing import Any

from benefitcalc.facts.fact import Scalar
from benefitcalc.population import dataframes
from benefitcalc.text.errors import members, refuse
from benefitcalc.text.message import N_, say, shown

Group = tuple[Scalar | None, ...]


def columns(table: Any, by: object, taken: Iterable[str]) -> list[str]:
    """The columns that make the groups; Refused with all that cannot be."""
    found = members(by)
    named: list[Any] = [by] if found is None else found
    there = dataframes.lazy(table).collect_schema() if named else ()
    problems = []
    for at, name in enumerate(named):
        if not isinstance(name, str) or name not in there:
            problems.append(say(N_("there is no such column")).at(shown(name)))
        elif name in taken:
            problems.append(say(N_("the result has a column of this name; rename it")).at(shown(name)))
        elif name in named[:at]:
            problems.append(say(N_("is named twice")).at(shown(name)))
    refuse(problems)
    return named


def value(of: Any) -> Scalar | None:
    """The name of a group: a Boolean, a whole number or text; pandas has whole numbers beside nulls as floats."""
    if of is None or of != of:  # noqa: PLR0124 - not a number is not itself
        return None
    if isinstance(of, float) and of.is_integer():
        return int(of)
    return of if isinstance(of, bool | int | str) else str(of)


def order(of: Scalar | None) -> tuple[int, Any]:
    """Booleans and numbers in their order, then texts, then what has no value."""
    return (2, 0) if of is None else (1, of) if isinstance(of, str) else (0, of)


def in_order(groups: Iterable[Group]) -> list[Group]:
    """The groups, each once."""
    return sorted(set(groups), key=lambda group: list(map(order, group)))
