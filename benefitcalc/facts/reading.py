"""Read the facts of a person: parse each one, derive numbers from days, and check them against each other.

A rule, a table's column, a form's field and a command-line option use the same name for a fact. Facts are about one
person; amounts are for one calendar year unless the fact states another period.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from benefitcalc.core.scalars import is_missing
from benefitcalc.facts import parsing
from benefitcalc.facts.derived import days_of, derive, instead, without_day_asked
from benefitcalc.facts.fact import FACTS, Fact, Held, Scalar
from benefitcalc.facts.relations import contradictions
from benefitcalc.text.errors import at, entries, kept, names, refuse, unknown
from benefitcalc.text.formats import Between
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import N_, Problem, Refused, say, shown

NOTHING: Mapping[str, object] = Fixed()
"""No fact at all."""


class Known(Fixed):
    """Facts that were parsed and checked together. Functions that take facts accept them without parsing them again."""

    def having(self, others: "Known") -> "Known":
        """Return these facts and others; raise `Refused` if they contradict each other."""
        found = Known({**self, **others})
        refuse(contradictions(found))
        return found


def read(given: Mapping[str, object], wanted: Iterable[str], on: date | None = None) -> dict[str, Held]:
    """Return the wanted facts, parsed as in `known`, and the days they are derived from; a missing fact is unknown."""
    asked_for = list(wanted)
    facts = known(given, on, asked_for)
    days = [name for name in days_of(asked_for) if name in facts and name not in asked_for]
    return {name: facts[name] if name in facts else FACTS[name].span for name in (*asked_for, *days)}


def gathered(given: Mapping[str, object], named: Mapping[str, object]) -> Mapping[str, object]:
    """The facts that were given as a mapping and by their names; Refused where one was given in both ways."""
    facts = entries(given) if named else None
    if facts is None:  # `known` says what is no mapping
        return given
    refuse(say(N_("is named twice")).at(name) for name in facts if name in named)
    return {**facts, **named}


def known(given: Mapping[str, object], on: date | None = None, wanted: Iterable[str] = ()) -> Known:
    """Parse all given facts, and derive numbers from days for the day asked about.

    Raises `Refused` with everything that is wrong, also if a wanted fact is derived from a day and the day asked about
    is missing. A fact that is left out or ``None`` is unknown, never zero and never no. Every fact is checked, even if
    no rule needs it, so one description of a person serves every rule.
    """
    if isinstance(given, Known):
        refuse(without_day_asked(given, wanted, on))
        return given
    facts = entries(given)
    if facts is None:
        raise Refused(say(N_("give facts by their names, not {given}"), given=shown(given)))
    others = [name for name in facts if name not in FACTS]
    problems = unknown(others, FACTS)
    values: dict[str, Held] = {}
    named: dict[str, str] = {}
    for name, fact in FACTS.of(name for name in facts if name not in others).items():
        with kept(problems, name):
            called, read_as = _read_fact(fact, facts[name])
            values[called], named[called] = read_as, name
    derived = _derived(values, on, named, problems)
    problems.extend(_as_given(named, without_day_asked(values, wanted, on)))
    refuse([*problems, *contradictions(values)])
    return Known({**values, **derived})


def _read_fact(fact: Fact, given: object) -> tuple[str, Held]:
    """Return the name and the value of the fact that was given; a day may be given instead of a derived number."""
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
    """Return the derived numbers; problems are appended under the names that the user gave."""
    try:
        return derive(values, on)
    except Refused as refused:
        problems.extend(_as_given(named, refused.problems))
        return {}


def _as_given(named: Mapping[str, str], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, each under the name that the user gave."""
    for each in problems:
        yield Problem((named.get(str(each.path[0]), each.path[0]), *each.path[1:]), each.message)


def asked(given: Mapping[str, object], on: object, wanted: Iterable[str] | None = None) -> tuple[date | None, Any]:
    """Return the day asked about, and the facts: from `read` if ``wanted`` is given, otherwise from `known`.

    Raises `Refused` with everything that is wrong with both.
    """
    problems: list[Problem] = []
    asked_about, facts = None, None
    with kept(problems):
        asked_about = day(on)
    needed = None if problems or wanted is None else list(wanted)  # with an invalid day, nothing more is derived
    with kept(problems, *_place_of(given)):
        facts = known(given, asked_about) if needed is None else read(given, needed, asked_about)
    refuse(problems)
    return asked_about, facts


def _place_of(given: object) -> tuple[str, ...]:
    """The path of facts that are no mapping, and so have no names."""
    return () if isinstance(given, Mapping) else ("facts",)


def declined(given: object) -> list[str]:
    """Return the names of facts that are not to be asked for again; Refused with each that is no fact."""
    with at("declined"):
        every = names(given)
        refuse(Problem((), each.message) for each in unknown((name for name in every if name not in FACTS), FACTS))
    return every


def day(given: object) -> date | None:
    """Parse the day asked about; None if it is missing."""
    with at("on"):
        return None if is_missing(given) else parsing.day(given)


def message_values(facts: Mapping[str, Held]) -> dict[str, int | str | Between]:
    """Return the values of facts for messages."""
    return {name: fact.message_value(fact.write(facts[name])) for name, fact in FACTS.of(facts).items()}


def write(facts: Mapping[str, Held]) -> dict[str, Scalar | None]:
    """Return the facts as JSON values; `read` parses them back."""
    return {name: fact.write(facts[name]) for name, fact in FACTS.of(facts).items()}
