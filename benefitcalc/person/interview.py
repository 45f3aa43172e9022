"""An interview: it asks only for unknown facts that still matter; an answer can be withdrawn or changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.reading import Known
from benefitcalc.person.needs import called, implied, rules_for
from benefitcalc.person.recognitions import TOGETHER
from benefitcalc.person.screening import Screening, screen
from benefitcalc.person.spoken import read_as
from benefitcalc.policy.document import Policy
from benefitcalc.text.errors import at
from benefitcalc.text.frozen import Fixed
from benefitcalc.text.message import N_, Message, joined, say


class Interview(NamedTuple):
    """The answers so far, as they were written and in order. Each state is a value of its own.

    It is about the benefits of ``rules``, or of the chosen ``needs``, or about all; ``who`` is the person that the
    questions are about.
    """

    answered: Mapping[str, str]
    rules: tuple[Rule, ...] | None = None
    policy: Policy | str | Path | None = None
    on: date | str | None = None
    known: Known = Known()
    """The same answers, parsed."""
    who: str = "self"
    needs: tuple[str, ...] = ()
    shared: Mapping[str, str] = Fixed()
    """What the household shares and was answered before, for all of it; it is read and asked as the answers are."""

    @property
    def every(self) -> Mapping[str, str]:
        """What was answered of the household and of the person."""
        return {**self.shared, **self.answered}

    def about(self, who: str, needs: Iterable[str]) -> "Interview":
        """Return the interview about another person and other needs, with the answers that follow from the needs."""
        chosen = tuple(needs)
        begun = self._replace(who=who, needs=chosen)
        return begun.answer_all({name: each for name, each in implied(chosen).items() if name not in self.every})

    @property
    def screening(self) -> Screening:
        """The screening of the answers, with the next question; an answered fact is not asked again, even a range."""
        rules = self.rules or rules_for(self.needs, self.policy, reading.day(self.on)) or None
        return screen(self.known, policy=self.policy, on=self.on, rules=rules, declined=tuple(self.every))

    def answer(self, fact: str, answer: str) -> "Interview":
        """Return the interview with one more answer. Raises `Refused` if it is invalid or contradicts earlier ones."""
        day = reading.day(self.on)
        with at(fact):
            answer = read_as(FACTS[fact], answer)
        others = self.without([fact]) if fact in self.every else self
        known = others.known.having(reading.known({fact: answer}, day, [fact]))
        if fact in self.shared:
            return self._replace(shared={**self.shared, fact: answer}, known=known)
        return self._replace(answered={**self.answered, fact: answer}, known=known)

    def answer_all(self, answers: Mapping[str, str]) -> "Interview":
        """Return the interview with several answers, given one after another."""
        state = self
        for fact, answer in answers.items():
            state = state.answer(fact, answer)
        return state

    def asked_with(self, fact: str, found: Screening) -> tuple[str, ...]:
        """Return the facts that are asked together with this one, itself included: recognitions, or only itself.

        ``found`` is the current screening; a fact that it does not ask for is included only if it was answered before.
        """
        if fact not in TOGETHER or fact in self.shared:
            return (fact,)
        wanted = {fact, *self.answered, *found.to_ask(self.every)}
        return tuple(name for name in TOGETHER if name in wanted)

    def asks(self, fact: str) -> Message:
        """Return the question for a fact, about the person of the interview."""
        return FACTS[fact].asks(called(self.who))

    def asks_which(self) -> Message:
        """Return the question for several recognitions together."""
        of = called(self.who)
        told = N_("Which of these has {who}?") if of else N_("Which of these do you have?")
        return say(told, **({"who": of} if of else {}))

    def before(self, fact: str | None) -> str | None:
        """Return the fact that was answered before this one, or before the current question if this one has no answer.

        Facts that are asked together are skipped together.
        """
        names = list(self.answered)
        at = names.index(fact) if fact is not None and fact in names else len(names)
        earlier = [name for name in names[:at] if fact not in TOGETHER or name not in TOGETHER]
        return earlier[-1] if earlier else None

    def without(self, facts: Iterable[str]) -> "Interview":
        """Return the interview without these answers."""
        left_out = set(facts)
        every = {name: each for name, each in self.every.items() if name not in left_out}
        answered = {name: each for name, each in every.items() if name not in self.shared}
        shared = {name: each for name, each in every.items() if name in self.shared}
        return self._replace(answered=answered, shared=shared, known=reading.known(every, reading.day(self.on)))

    def back(self) -> "Interview":
        """Return the interview without its last answer, and without the answers that were given together with it."""
        last = list(self.answered)[-1:]
        return self.without({*TOGETHER} - {*self.shared} if set(last) & {*TOGETHER} else last)

    def parted(self) -> "Interview":
        """The interview with what was answered of the whole household apart from what is of the person."""
        shared = {name: each for name, each in self.every.items() if FACTS[name].is_shared}
        own = {name: each for name, each in self.answered.items() if name not in shared}
        return self._replace(answered=own, shared=shared)


def meanings(names: Sequence[str]) -> Message:
    """Return facts by their meanings, for people who do not know the facts' names."""
    return joined([say(FACTS[name].meaning) for name in names], N_("{first}; {rest}"))
