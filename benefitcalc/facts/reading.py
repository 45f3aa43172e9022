"""Every fact that may be known of a person, each stated once: name, kind, meaning, unit, question, and what shows it.

A rule, a table's column, a form's field and a flag of a command line call a fact alike. Facts are of one
person; amounts are of one calendar year unless the fact says otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from benefitcalc.core.scalars import is_missing
from benefitcalc.facts import parsing
from benefitcalc.facts.derived import days_of, derive, instead, without_day_asked
from benefitcalc.facts.fact import FACTS, Fact, Held, Scalar
from benefitcalc.facts.relations import contradictions
from benefitcalc.text.errors import at, kept, refuse, unknown
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import N_, Problem, Refused, say, shown

NOTHING: Mapping[str, object] = Fixed()
"""No fact at all."""


class Known(Fixed):
    """Facts that were read and fit together: what takes facts takes these, and reads none of them again."""

    def having(self, others: "Known") -> "Known":
        """These and others; Refused where they are at odds."""
        found = Known({**self, **others})
        refuse(contradictions(found))
        return found


def read(given: Mapping[str, object], wanted: Iterable[str], on: date | None = None) -> dict[str, Held]:
    """The wanted facts, as `known` reads them, and the days they follow from; one not given is all that it may be."""
    names = list(wanted)
    facts = known(given, on, names)
    days = [name for name in days_of(names) if name in facts and name not in names]
    return {name: facts[name] if name in facts else FACTS[name].span for name in (*names, *days)}


def gathered(given: Mapping[str, object], named: Mapping[str, object]) -> Mapping[str, object]:
    """The facts that were given as a mapping and by their names; Refused where one was given in both ways."""
    if not named or not isinstance(given, Mapping):  # `known` says what is no mapping
        return given
    refuse(say(N_("is named twice")).at(name) for name in given if name in named)
    return {**given, **named}


def known(given: Mapping[str, object], on: date | None = None, wanted: Iterable[str] = ()) -> Known:
    """The facts that were given, read, and what follows from days by the day asked about.

    Refused with everything that is wrong with them; and where a wanted fact follows from a day, without one asked
    about. A fact that is left out or ``None`` is unknown, never zero and never no. Every fact is checked,
    also one that no rule asks for, so that one description of a person serves every rule.
    """
    if isinstance(given, Known):
        refuse(without_day_asked(given, wanted, on))
        return given
    if not isinstance(given, Mapping):
        raise Refused(say(N_("give facts by their names, not {given}"), given=shown(given)))
    problems = unknown((name for name in given if name not in FACTS), FACTS)
    values: dict[str, Held] = {}
    named: dict[str, str] = {}
    for name, value in given.items():
        if name in FACTS:
            with kept(problems, name):
                called, read_as = _read(FACTS[name], value)
                values[called], named[called] = read_as, name
    derived = _derived(values, on, named, problems)
    problems.extend(_as_given(named, without_day_asked(values, wanted, on)))
    refuse([*problems, *contradictions(values)])
    return Known({**values, **derived})


def _read(fact: Fact, given: object) -> tuple[str, Held]:
    """The name of the fact that was given, and its value: where a number follows from a day, that may be given."""
    try:
        return fact.name, fact.read(given)
    except Refused:
        day_given = instead(fact, given)
        if day_given is None or fact.derivation is None:
            raise
        return fact.derivation.of, day_given


def _derived(
    values: Mapping[str, Held], on: date | None, named: Mapping[str, str], problems: list[Problem]
) -> Mapping[str, Held]:
    """What follows from days; what is wrong with it is added to the problems, under the names that were given."""
    try:
        return derive(values, on)
    except Refused as refused:
        problems.extend(_as_given(named, refused.problems))
        return {}


def _as_given(named: Mapping[str, str], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of facts, each under the name by which its value was given."""
    for each in problems:
        yield Problem((named.get(str(each.path[0]), each.path[0]), *each.path[1:]), each.message)


def asked(given: Mapping[str, object], on: object, wanted: Iterable[str] | None = None) -> tuple[date | None, Any]:
    """The day asked about, and the facts as `read` has those that are wanted, or as `known` has all of them.

    Refused with everything that is wrong with both.
    """
    problems: list[Problem] = []
    asked_about, facts = None, None
    with kept(problems):
        asked_about = day(on)
    names = None if problems or wanted is None else list(wanted)  # of a day that cannot be read nothing more is told
    with kept(problems):
        facts = known(given, asked_about) if names is None else read(given, names, asked_about)
    refuse(problems)
    return asked_about, facts


def day(given: object) -> date | None:
    """The day asked about, as `answers.day` reads it; None where none was given."""
    with at("on"):
        return None if is_missing(given) else parsing.day(given)


def write(facts: Mapping[str, Held]) -> dict[str, Scalar | None]:
    """Facts as JSON writes them; `read` reads them back."""
    return {name: FACTS[name].write(value) for name, value in facts.items()}
