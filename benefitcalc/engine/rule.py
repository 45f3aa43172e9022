"""A rule: the body of a benefit with its facts, its terms and its lines.

The body is written once, in a module of ``rules/``; all results here come from it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from benefitcalc.core.backends.ranges import comparable
from benefitcalc.core.backends.tracing import Trace, Tracing, misfits, traced_term
from benefitcalc.core.words import Kind, choose
from benefitcalc.districts import FACTS as KNOWN
from benefitcalc.districts import TERMS
from benefitcalc.engine.answer import line_maker, reasons, stated_first, what_ifs
from benefitcalc.engine.curve import Body, Curve, shape
from benefitcalc.engine.documented import with_facts
from benefitcalc.engine.estimate import Estimate
from benefitcalc.engine.lines import RESULT, RuleLines
from benefitcalc.engine.parts import Amounts, Answer, Line
from benefitcalc.engine.provenance import (
    ANNIVERSARY,
    NOT_TIGHT,
    ROUNDING,
    Provenance,
    dated,
    library_version,
    provenance,
)
from benefitcalc.engine.scenarios import Evaluation, Scenarios
from benefitcalc.engine.sensitivity import relevant_terms
from benefitcalc.facts import derived, reading, relations, schema
from benefitcalc.facts.fact import FACTS, Held
from benefitcalc.facts.models import GivenFacts, facts_model
from benefitcalc.facts.relations import PAID_OF
from benefitcalc.facts.typed import Facts
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import VIEWS, RuleTerms, View, Views
from benefitcalc.policy.timeline import dates, meant
from benefitcalc.text.currency import in_currency
from benefitcalc.text.errors import collect, one_of
from benefitcalc.text.message import Message, language, say_of

if TYPE_CHECKING:
    from benefitcalc.core.backends.printed import Program


@dataclass(frozen=True)
class Rule:
    """One benefit as a pure function: the same facts, policy and day always give the same answer.

    A copy equals the original.
    """

    name: str
    title: Message
    period: Message
    facts: type[Any]
    terms: type[RuleTerms]
    lines: type[RuleLines]
    assess: Callable[[Any, Any], Any]
    never_falls: bool = False
    """Whether a visit with a cost, and without additional payments by others, never lowers the amount of the year."""

    def __post_init__(self) -> None:
        problems = list(_faults(self)) or list(self.checked.problems)
        if problems:
            raise ValueError(f"the rule {self.name} cannot be: {'; '.join(problems)}")
        TERMS.define(self.name, self.terms)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"<Rule {self.name}: {self.title}>"

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}  # without cached values

    @cached_property
    def checked(self) -> Tracing:
        """The findings of the tracing backend: what other backends could not compute."""
        return _traced(self)

    @cached_property
    def takes(self) -> tuple[str, ...]:
        """The facts that may be given: those that the rule asks for, and the days from which they follow."""
        return (*self.facts._fields, *derived.days_of(self.facts._fields))

    @cached_property
    def facts_model(self) -> type[GivenFacts]:
        """A pydantic model of the facts that may be given; `dict` of one is what `estimate` takes."""
        return facts_model(f"{self.name.title().replace('_', '')}Facts", self.takes)

    def json_schema(self, lang: str | None = None) -> dict[str, Any]:
        """The JSON Schema of the facts that may be given, with their questions in ``zh`` or ``en``."""
        return schema.json_schema(self.takes, language(lang))

    @cached_property
    def gives_money(self) -> bool:
        """Whether the rule's answer is an amount."""
        return "payout" in self.lines.entries()

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        """The lines that decide an answer: eligibility, and the payout, or the findings of a rule without money."""
        if self.gives_money:
            return ("is_eligible", "payout")
        return (
            "is_eligible",
            *(name for name, each in self.lines.entries().items() if each.part == "finding" and name not in RESULT),
        )

    @cached_property
    def payments(self) -> frozenset[str]:
        """The facts that are payments by others towards the rule's costs."""
        own = set(self.facts._fields)
        return frozenset(part for wholes, parts in PAID_OF if own >= set(wholes) for part in parts if part in own)

    @cached_property
    def costs(self) -> tuple[str, ...]:
        """The facts that are costs which the rule pays for."""
        facts = [FACTS[name] for name in self.facts._fields]
        return tuple(
            each.name
            for each in facts
            if each.kind is Kind.MONEY and not each.is_means and each.name not in self.payments
        )

    @cached_property
    def accumulates(self) -> bool:
        """Whether visits of a year add up to the rule's costs."""
        return self.gives_money and any(FACTS[name].accumulates for name in self.facts._fields)

    @lru_cache(maxsize=256)  # noqa: B019 - there are few rules, and they stay
    def thresholds(self, views: Views) -> Mapping[str, frozenset[int]]:
        """For each fact the whole numbers from which on the body may find something else, in any view of the terms."""
        entries, compared = self.terms.entries(), self.checked.compared
        return {
            name: frozenset(
                number + past
                for term, past in compared.get(name, ())
                if term in entries
                for terms in views
                for number in entries[term].numbers(getattr(terms, term))
            )
            for name in self.facts._fields
        }

    @lru_cache(maxsize=256)  # noqa: B019 - there are few rules, and they stay
    def line_makers(self, terms: RuleTerms) -> dict[str, Callable[..., Line]]:
        """Return, for each line, a function that builds it from its stated, strict and generous values."""
        written = terms.mentioned()
        return {
            name: line_maker(name, say_of(each.label, written), each.kind, each.part)
            for name, each in self.lines.entries().items()
        }

    @with_facts
    def estimate(
        self,
        given: Mapping[str, object] = reading.NOTHING,
        /,
        *,
        policy: Policy | str | Path | None = None,
        on: date | str | None = None,
        **facts: Unpack[Facts],
    ) -> Estimate:
        """What the rule gives one person, and why.

        Facts are given by their names, in a mapping, or in both ways. They are those of `benefitcalc.Facts`: money in
        yuan (``Decimal``, ``int`` or text), yes/no, whole numbers, levels. A fact that is left out or None is not
        known, and one may be a range, such as ``"3000..5000"``: the answer then holds for whatever they may be.
        ``policy`` is the document by which it is answered, itself or as `benefitcalc.policy` takes it. Without one it
        is that of the day ``on``: the one in force, else the announcement within its years, else the nearest one in
        time; without a day, as announced. The answer says what the document is on that day (``standing``).

        Raises `Refused` with everything that is wrong: each name that is not a fact, each value that cannot be read,
        and facts that contradict each other; also if the policy says nothing about this benefit.
        """
        pinned, (day, known) = collect(
            lambda: None if policy is None else self.law(policy),
            lambda: reading.asked(reading.gathered(given, facts), on, self.facts._fields),
        )
        return self.estimate_of(known, pinned or self.law(on=day), day)

    def estimate_of(self, known: Mapping[str, Held], law: Policy, day: date | None) -> Estimate:
        """Return the estimate for facts from `reading.read`; facts of other rules are ignored."""
        known = self.own(known)
        rests_on = self.provenance(law)
        answer = self.answer(known, self.views(law))
        if derived.several_of_a_day(answer.missing):
            answer = answer._replace(is_tight=False)
        estimate = Estimate(
            **answer._asdict(),
            rule=self.name,
            title=self.title,
            period=self.period,
            policy=law.id,
            policy_title=law.title,
            policy_digest=law.digest,
            library=library_version(),
            **dates(law, self.name, day)._asdict(),
            facts=reading.write(known),
            terms=rests_on.terms,
            assumptions=(
                *rests_on.assumptions,
                *((ROUNDING,) if self.checked.assumes_rounding else ()),
                *((ANNIVERSARY,) if derived.may_lack_anniversary(known, self.facts._fields) else ()),
            ),
            cites=rests_on.cites,
            notices=(dated(law, day, self.name), *(() if answer.is_tight else (NOT_TIGHT,)), *rests_on.notices),
            currency=law.currency,
        )
        return in_currency(estimate, law.currency)

    def own(self, known: Mapping[str, Held]) -> dict[str, Held]:
        """Return the facts that the rule needs, and the given days from which they are derived."""
        days = set(derived.days_in(known))
        names = [*self.facts._fields, *(name for name in derived.days_of(self.facts._fields) if name in days)]
        return {name: known[name] for name in names}

    @with_facts
    def curve(
        self,
        given: Mapping[str, object] = reading.NOTHING,
        /,
        *,
        over: str,
        view: View = "stated",
        policy: Policy | str | Path | None = None,
        on: date | str | None = None,
        **facts: Unpack[Facts],
    ) -> Curve:
        """The exact shape of the benefit along one fact, the others being known.

        ``over`` names a fact of the rule; give it as a range, such as ``"0..5000"``, to look at a part alone. ``view``
        is that of the terms: strict, stated or generous. Of a rule that gives no money it is whether a person is
        eligible. ``policy``, ``on`` and the facts are as of `estimate`.

        Raises `Refused` with everything that is wrong: what `estimate` refuses, and each other fact that is unknown
        and may change something.
        """
        pinned, (day, known), over, view = collect(
            lambda: None if policy is None else self.law(policy),
            lambda: reading.asked(reading.gathered(given, facts), on, self.facts._fields),
            lambda: one_of(over, self.facts._fields, "over"),
            lambda: one_of(view, VIEWS, "view"),
        )
        return self.curve_of(known, pinned or self.law(on=day), over, view)

    def curve_of(self, known: Mapping[str, Held], law: Policy, over: str, view: str) -> Curve:
        """Return the curve for facts from `reading.read`."""
        from benefitcalc.engine.curve import Curve

        known = {name: known[name] for name in self.facts._fields}
        views, line = self.views(law), self.decisive[1 if self.gives_money else 0]
        body = Body(self.assess, self.facts, getattr(views, view), line, over, known)
        along, body = shape(body, self.thresholds(views))
        return Curve(self.name, over, view, line, self.lines.entries()[line].kind, along, body)

    def program(self, *, policy: Policy | str | Path | None = None, on: date | str | None = None) -> "Program":
        """Return the body as a straight-line program, to be read or printed in another language.

        ``policy`` and ``on`` are as in `estimate`. The figures of the document are parameters. So the program is the
        same for every document whose schedules have the same number of rows, and for each view.

        >>> from benefitcalc.rules import outpatient_pooling
        >>> print(outpatient_pooling.program())
        above_deductible = above(facts.outpatient_cost, terms.deductible)
        before = least(share(terms.rate, of=above_deductible), terms.payment_limit, facts.outpatient_cost)
        reimbursement = least(share(terms.raised_rate, of=above_deductible), terms.raised_limit, facts.outpatient_cost)
        payout = when(facts.has_resident_insurance, reimbursement)
        is_insured = facts.has_resident_insurance
        is_eligible = facts.has_resident_insurance
        """
        from benefitcalc.core.backends.printed import Program, Tape, Terms

        law, tape = self.law(policy, reading.day(on)), Tape()
        facts = {name: tape.fact(name) for name in self.facts._fields}
        lines = self.assess(self.facts(**facts), Terms(tape, self.views(law).stated))
        return Program(tape, vars(lines))

    def read(self, facts: Mapping[str, Any], views: Views) -> Views:
        """Return the body's lines in each view, for facts on any backend; facts of other rules are ignored."""
        person = self.facts(**{name: facts[name] for name in self.facts._fields})
        return Views(*(self.assess(person, terms) for terms in views))

    def payouts(self, facts: Mapping[str, Any], views: Views) -> Views:
        """Return the payout in each view."""
        return Views(*(lines.payout for lines in self.read(facts, views)))

    def increment(self, before: Mapping[str, Any], now: Mapping[str, Any], is_first: Any, views: Views) -> Views:
        """Return what a visit adds in each view: the year with it minus the year before it, if it is not the first."""
        return more(self.payouts(now, views), self.payouts(before, views), is_first)

    def evaluation(self, facts: Mapping[str, Held], views: Views) -> Evaluation:
        """Return the body's lines in all scenarios, for facts from `reading.read`.

        A whole number that works in both directions is looked at value by value, as far as the bound allows.
        """
        own = relations.narrowed({name: facts[name] for name in self.facts._fields})
        thresholds = self.thresholds(views)
        found = self._evaluated(own, views, thresholds)
        if every := found.every_number():
            closer = self._evaluated(own, views, {**thresholds, **every})
            return closer if closer.scenarios.is_tight else found
        return found

    def _evaluated(
        self, own: Mapping[str, Held], views: Views, thresholds: Mapping[str, Collection[int]]
    ) -> Evaluation:
        scenarios = Scenarios.of(own, thresholds)
        return Evaluation(scenarios, self.read(scenarios.facts, views), self.decisive)

    def answer(self, facts: Mapping[str, Held], views: Views) -> Answer:
        """Return the result of the body in all views, for facts from `reading.read`."""
        evaluation = self.evaluation(facts, views)
        person = self.facts(**evaluation.scenarios.facts)
        found = evaluation.found
        lines = self._made(found, views, self.lines.entries())
        missing = evaluation.missing()
        return Answer(
            **_result(lines),
            missing=missing,
            undecided=relevant_terms(
                views, Views(*map(self._outcome, found)), lambda terms: self._outcome(self.assess(person, terms))
            ),
            what_if=tuple(
                each for name in missing for each in what_ifs(evaluation.scenarios, name, evaluation.foreseen)
            ),
            is_tight=evaluation.is_tight,
            lines=tuple(lines.values()),
            reasons=tuple(reasons(self.lines.entries(), lines, evaluation, facts, views.stated)),
        )

    def amounts(self, facts: Mapping[str, Held], views: Views) -> Amounts:
        """The same without lines, reasons and what-ifs, which take most of the time."""
        evaluation = self.evaluation(facts, views)
        lines = self._made(evaluation.found, views, [name for name in RESULT if name in self.lines.entries()])
        return Amounts(**_result(lines), missing=evaluation.missing())

    def _made(self, found: Views, views: Views, names: Iterable[str]) -> dict[str, Line]:
        """These lines, from their values by every view of the terms."""
        makers = self.line_makers(views.stated)
        stated, strict, generous = map(vars, stated_first(found))
        return {name: makers[name](stated[name], strict[name], generous[name]) for name in names}

    def _outcome(self, lines: Any) -> tuple[object, ...]:
        """Return the deciding values of an answer in a comparable form."""
        return comparable([getattr(lines, line) for line in self.decisive])

    def views(self, law: Policy) -> Views:
        """Return the rule's terms in each view of a policy. Raises `Refused` if the policy lacks the benefit."""
        return law.views(self.name, self.terms)

    def provenance(self, law: Policy) -> Provenance:
        """Return the basis of the rule's answers under a policy."""
        return provenance(law, self.name, self.terms)  # type: ignore[arg-type]  # a class is hashable

    def law(self, policy: object = None, on: date | None = None) -> Policy:
        """Return the given policy, or the policy of the day. Raises `Refused` if it does not have the benefit."""
        law = meant(self.name, on) if policy is None else law_of(policy)
        self.views(law)
        return law


def _result(lines: Mapping[str, Line]) -> dict[str, Any]:
    """What an answer comes down to: eligible or not, and the amount with its range, None where there is no amount."""
    payout = lines.get("payout")
    figures = ("amount", "at_least", "at_most")
    amounts = {name: getattr(payout, name) if payout else None for name in figures}
    return {"eligible": lines["is_eligible"].holds, **amounts}


def _faults(rule: Rule) -> Iterator[str]:
    """Yield what an author must correct before the rule can be created, a sentence each."""
    for name, annotation in rule.facts.__annotations__.items():
        if name not in KNOWN.defined:  # a rule of a package is created while the package is loading
            yield f"{name} is not a known fact; one of your own is stated, with benefitcalc.authoring, before the rule"
        elif KNOWN.defined[name].kind is Kind.DAY:
            yield f"{name} is a day; a rule asks for a whole number that follows from it, made with derived(...)"
        elif KNOWN.defined[name].kind is not annotation.__metadata__[0]:
            yield f"the fact {name} is of the kind {KNOWN.defined[name].kind.name}"
    for name, line in rule.lines.entries().items():
        if not line.label:
            yield f"the line {name} has no label"
    for name in rule.facts._fields:
        if name in rule.terms.entries():
            yield f"{name} is both a fact and a term"


def _traced(rule: Rule) -> Tracing:
    """Evaluate the body on facts and figures with known kinds and unknown values."""
    tracing = Tracing()
    kinds = {name: annotation.__metadata__[0] for name, annotation in rule.facts.__annotations__.items()}
    entries = rule.terms.entries()
    facts = rule.facts(**{name: Trace(tracing, kind, name) for name, kind in kinds.items()})
    figures = {name: traced_term(tracing, name, each.kind, each.begins, each.gives) for name, each in entries.items()}
    try:
        lines = rule.assess(facts, rule.terms(**figures))
    except TypeError as error:
        tracing.stopped_by(error)
    else:
        declared = {name: each.kind for name, each in rule.lines.entries().items()}
        tracing.problems |= dict.fromkeys(misfits(vars(lines), declared))
    return tracing


def more(now: Views, before: Views, is_first: Any) -> Views:
    """Return, in each view, the amount of the year minus that before the visit; for a first visit, all of it."""
    return Views(*(with_it - choose(is_first, 0, without) for with_it, without in zip(now, before, strict=True)))
