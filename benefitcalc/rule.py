"""A rule: the body of a benefit, with its facts, its terms and its wording.

The body is written once, in a module of ``rules/``; everything else here reads it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from benefitcalc import situation
from benefitcalc.amounts import yuan
from benefitcalc.estimate import ROUNDING, Answer, Estimate, Line, Part, Reason, basis, dated, library_version
from benefitcalc.messages import N_, Message, Refused, say_of
from benefitcalc.policy import Policy
from benefitcalc.policy import policy as load_policy
from benefitcalc.situation import FACTS
from benefitcalc.terms import TERMS, RuleTerms, Views, deciding
from benefitcalc.words import Kind, choose


class Says(NamedTuple):
    """The words of one line, in English.

    ``label`` says what the line is, or that it holds, and may mention the rule's terms; ``otherwise`` says why it
    does not hold for this person, and by how much, and may mention facts and whole-number lines too.
    """

    label: str
    otherwise: str = ""


RESULT = {"is_eligible": Says(N_("Eligible")), "payout": Says(N_("Amount"))}
"""The words of the lines that every rule ends with."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One benefit. Pure: the same facts, policy and day give the same answer, always."""

    name: str
    title: Message
    period: Message
    facts: type[Any]
    terms: type[RuleTerms]
    lines: type[Any]
    assess: Callable[[Any, Any], Any]
    wording: Mapping[str, Says]

    def __post_init__(self) -> None:
        problems = list(_faults(self))
        if problems:
            raise ValueError(f"the rule {self.name} cannot be: {'; '.join(problems)}")
        TERMS[self.name] = self.terms

    @cached_property
    def gives_money(self) -> bool:
        """Whether the rule's answer is an amount."""
        return "payout" in self.lines._fields

    @cached_property
    def parts(self) -> dict[str, tuple[Kind, Part]]:
        """What each line of the body is: its kind, and its part in the answer."""
        marks = {name: annotation.__metadata__ for name, annotation in self.lines.__annotations__.items()}
        return {name: (kind, part[0].value if part else _PARTS[kind]) for name, (kind, *part) in marks.items()}

    def estimate(
        self, *, policy: Policy | str | Path | None = None, on: date | str | None = None, **facts: object
    ) -> Estimate:
        """What the rule gives one person, and why.

        Facts are those of `benefitcalc.situation`, under the same names: money in yuan (``Decimal``, ``int`` or
        text), yes/no, whole numbers, levels. ``policy`` is the announcement of 2022 unless another is given, itself or
        as `benefitcalc.policy` takes it. ``on`` is the day asked about; the answer says whether the policy has terms
        for it.

        Refused, all at once, with every fact that is missing, unknown, unreadable or at odds with another; and
        where the policy says nothing of this benefit.
        """
        law, day, known = _all_read(
            lambda: self._law(policy), lambda: situation.day(on), lambda: situation.read(facts, self.facts._fields)
        )
        rests_on = basis(law, self.name)
        answer = self.answer(known, law.views(self.name))
        return Estimate(
            **answer._asdict(),
            rule=self.name,
            title=self.title,
            period=self.period,
            policy=law.id,
            policy_title=law.title,
            policy_digest=law.digest,
            library=library_version(),
            on=day,
            facts=situation.write(known),
            terms=rests_on.terms,
            assumptions=(*rests_on.assumptions, *((ROUNDING,) if self.gives_money else ())),
            cites=rests_on.cites,
            notices=(dated(law, day), *rests_on.notices),
        )

    def read(self, facts: Mapping[str, Any], views: Views) -> Views:
        """The body's lines by every view of the terms, for facts of any reading; others than its own stay aside."""
        person = self.facts(**{name: facts[name] for name in self.facts._fields})
        return Views(*(self.assess(person, terms) for terms in views))

    def increment(self, before: Mapping[str, Any], now: Mapping[str, Any], is_first: Any, views: Views) -> Views:
        """What a visit adds by every view of the terms: the year with it less the year before it, if there was one."""
        years = zip(self.read(now, views), self.read(before, views), strict=True)
        return Views(*(with_it.payout - choose(is_first, 0, without.payout) for with_it, without in years))

    def answer(self, facts: Mapping[str, int], views: Views) -> Answer:
        """What the body gives, by every view of the terms, for facts as `situation.read` returns them."""
        person = self.facts(**facts)
        found = self.read(facts, views)
        makers = _line_makers(self, views.stated)
        lines = {name: make(*values) for (name, make), *values in zip(makers.items(), *found, strict=True)}
        payout = lines.get("payout")
        outcomes = Views(*map(_outcome, found))
        return Answer(
            eligible=lines["is_eligible"].holds,
            amount=payout.amount if payout else None,
            at_least=payout.at_least if payout else None,
            at_most=payout.at_most if payout else None,
            undecided=deciding(views, outcomes, lambda terms: _outcome(self.assess(person, terms))),
            lines=tuple(lines.values()),
            reasons=tuple(self._reasons(lines, found.stated, facts, views.stated)),
        )

    def _reasons(
        self, lines: Mapping[str, Line], found: Any, facts: Mapping[str, int], terms: RuleTerms
    ) -> Iterator[Reason]:
        """Why a person is eligible: what holds. Why not, or perhaps not: the conditions that fail, or every group."""
        eligible = lines["is_eligible"].holds
        is_in_a_group = any(line.holds for line in lines.values() if line.part == "group")
        mentioned = {} if eligible else {**found._asdict(), **situation.write(facts), **terms.mentioned()}
        for name, line in lines.items():
            decides = line.part == "condition" or (line.part == "group" and (eligible or not is_in_a_group))
            if decides and bool(line.holds) == bool(eligible):
                fails = not getattr(found, name)
                says = say_of(self.wording[name].otherwise, mentioned) if fails else line.label
                yield Reason(line=name, holds=line.holds, says=says)

    def _law(self, policy: Policy | str | Path | None) -> Policy:
        law = policy if isinstance(policy, Policy) else load_policy(policy)
        law.views(self.name)
        return law


def _all_read(*reads: Callable[[], Any]) -> list[Any]:
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


def _faults(rule: Rule) -> Iterator[str]:
    """What an author has to mend before a rule can be: each fault in a sentence."""
    if rule.name in TERMS and TERMS[rule.name].entries() != rule.terms.entries():
        yield "another rule has that name, with other terms"
    for name, annotation in rule.facts.__annotations__.items():
        if name not in FACTS:
            yield f"{name} is not a fact of benefitcalc.situation"
        elif FACTS[name].kind is not annotation.__metadata__[0]:
            yield f"the fact {name} is of the kind {FACTS[name].kind.name}"
    for name in rule.lines._fields:
        if name not in RESULT and name not in rule.wording:
            yield f"the line {name} has no wording"
    for name in rule.facts._fields:
        if name in rule.terms.entries():
            yield f"{name} is both a fact and a term"


_PARTS: dict[Kind, Part] = {Kind.MONEY: "amount", Kind.WHOLE: "number", Kind.YES_NO: "finding"}
"""The part of a line that decides nothing by itself."""


@lru_cache(maxsize=256)
def _line_makers(rule: Rule, terms: RuleTerms) -> dict[str, Callable[..., Line]]:
    """For each line of the body what makes it, under these terms, from its strict, stated and generous value."""
    written = terms.mentioned()
    labels = {name: say_of((RESULT.get(name) or rule.wording[name]).label, written) for name in rule.parts}
    return {name: _line_maker(name, labels[name], *of) for name, of in rule.parts.items()}


def _line_maker(name: str, label: Message, kind: Kind, part: Part) -> Callable[..., Line]:
    if kind is Kind.YES_NO:
        answers = {holds: Line(name=name, label=label, part=part, holds=holds) for holds in (True, False, None)}
        return lambda strict, stated, generous: answers[stated if strict == stated == generous else None]
    show = yuan if kind is Kind.MONEY else Decimal

    def figure(strict: int, stated: int, generous: int) -> Line:
        least, greatest = min(strict, stated, generous), max(strict, stated, generous)
        amounts = {"amount": show(stated), "at_least": show(least), "at_most": show(greatest)}
        return Line(name=name, label=label, part=part, **amounts)

    return figure


def _outcome(lines: Any) -> tuple[int, int | None]:
    """What an answer comes down to."""
    return lines.is_eligible, getattr(lines, "payout", None)
