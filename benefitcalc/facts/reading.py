"""Every fact that may be known of a person, each stated once: name, kind, meaning, unit, question, and what shows it.

A rule, a table's column, a form's field and a flag of a command line call a fact alike. Facts are of one
person; amounts are of one calendar year unless the fact says otherwise.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from benefitcalc.core.scalars import is_missing
from benefitcalc.facts import parsing
from benefitcalc.facts.fact import FACTS, Held, Scalar
from benefitcalc.facts.relations import contradictions
from benefitcalc.text.errors import at, refuse, unknown
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import N_, Refused, say, shown


class Known(Fixed):
    """Facts that were read and fit together: what takes facts takes these, and reads none of them again."""

    def having(self, name: str, value: Held) -> "Known":
        """These and one more; Refused where it is at odds with them."""
        found = Known({**self, name: value})
        refuse(contradictions(found))
        return found

    def without(self, names: Iterable[str]) -> "Known":
        """All but these."""
        left_out = set(names)
        return Known({name: value for name, value in self.items() if name not in left_out})


def read(given: Mapping[str, object], wanted: Iterable[str]) -> dict[str, Held]:
    """The wanted facts, as `known` reads them; one that was not given is all that it may be."""
    facts = known(given)
    return {name: facts[name] if name in facts else FACTS[name].span for name in wanted}


def known(given: Mapping[str, object]) -> Known:
    """The facts that were given, read; Refused with everything that is wrong with them.

    A fact that is left out or ``None`` is unknown, never zero and never no. Every fact is checked, whoever asks for
    it, so that one description of a person serves every rule.
    """
    if isinstance(given, Known):
        return given
    if not isinstance(given, Mapping):
        raise Refused(say(N_("give facts by their names, not {given}"), given=shown(given)))
    problems = unknown((name for name in given if name not in FACTS), FACTS)
    values: dict[str, Held] = {}
    for name, value in given.items():
        if name in FACTS:
            try:
                values[name] = FACTS[name].read(value)
            except Refused as refused:
                problems.extend(refused.at(name).problems)
    refuse([*problems, *contradictions(values)])
    return Known(values)


def day(given: object) -> date | None:
    """The day asked about, as `answers.day` reads it; None where none was given."""
    with at("on"):
        return None if is_missing(given) else parsing.day(given)


def write(facts: Mapping[str, Held]) -> dict[str, Scalar | None]:
    """Facts as JSON writes them; `read` reads them back."""
    return {name: FACTS[name].write(value) for name, value in facts.items()}
