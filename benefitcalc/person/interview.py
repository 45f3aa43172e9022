"""An interview: of what is not known, what still matters is asked; an answer can be taken back or changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.reading import Known
from benefitcalc.person.screening import Screening, screen
from benefitcalc.policy.document import Policy


class Interview(NamedTuple):
    """What was answered so far, as it was written, in order; each state is a value of its own."""

    answered: Mapping[str, str]
    rules: tuple[Rule, ...] | None = None
    policy: Policy | str | Path | None = None
    on: date | str | None = None
    known: Known = Known()
    """The same answers, read."""

    @property
    def screening(self) -> Screening:
        """What is known by now, and the next question; what was answered, if with a range, is not asked again."""
        return screen(self.known, policy=self.policy, on=self.on, rules=self.rules, declined=self.answered)

    def answer(self, fact: str, answer: str) -> "Interview":
        """The interview with an answer; Refused where it cannot be read, or is at odds with those before."""
        day = reading.day(self.on)
        others = self.without([fact]) if fact in self.answered else self
        known = others.known.having(reading.known({fact: answer}, day, [fact]))
        return self._replace(answered={**self.answered, fact: answer}, known=known)

    def before(self, fact: str | None) -> str | None:
        """The fact that was answered before this one, or before the question at hand where this one was not."""
        names = list(self.answered)
        at = names.index(fact) if fact is not None and fact in names else len(names)
        return names[at - 1] if at else None

    def without(self, facts: Iterable[str]) -> "Interview":
        """The interview without these answers."""
        left_out = set(facts)
        answered = {name: each for name, each in self.answered.items() if name not in left_out}
        return self._replace(answered=answered, known=reading.known(answered, reading.day(self.on)))

    def back(self) -> "Interview":
        """The interview without its last answer."""
        return self.without(list(self.answered)[-1:])
