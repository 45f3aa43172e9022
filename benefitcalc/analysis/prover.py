"""Prove each promise about a rule for every possible person, or refute it with a counterexample.

Some promises are about every rule (no payment is negative, none is above its cost, a more generous figure never pays
less); the others come from the policy document. A claim is written in the words of a body and evaluated on symbols.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import z3

from benefitcalc.analysis.proofs import EVERY_FIGURE, Case, Proof, Proofs, Verdict
from benefitcalc.analysis.properties import (
    ELIGIBLE,
    EXACTLY,
    GENEROUS,
    IN_ORDER,
    MATTERS,
    NEVER,
    SOMEBODY,
    is_kept,
    is_meant,
    key_of,
    promise_problems,
)
from benefitcalc.analysis.symbolic import figure, mapped, number, parts_of, person, possible, symbol, whole_of
from benefitcalc.core.amounts import yuan
from benefitcalc.core.backends.columns import reach
from benefitcalc.core.backends.directions import Course, IsNever, Way, way_of
from benefitcalc.core.backends.symbols import Formula, Symbol, formula, known_of_products, shares_of
from benefitcalc.core.rates import Rate, Rounding
from benefitcalc.core.words import Kind, all_of, any_of, is_not
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import BOUNDS, WAYS, Entry, RuleTerms, Views
from benefitcalc.rules import asked_of
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, Text, say, say_of

PATIENCE = 20_000
"""The time limit of z3 for one claim, in milliseconds; above it the claim is undecided."""

EFFORT = 2_000_000
"""The resource limit of z3 for one question about a direction, in its own units."""

EXACT = 2**53
"""The bound of the products in an engine, because some engines divide as doubles."""

ORDINARY = (1_000_00, 100_000_00)
"""The preferred range of costs of counterexamples, in fen, if there is one in it."""

People = list[Mapping[str, Any]]
Sought = Callable[[Any], Iterable[Any]]
"""Maps the lines of a rule to conditions on a person."""


def prove(
    policy: Policy | str | Path | None = None, *, rules: Iterable[Rule | str] | Rule | str | None = None
) -> Proofs:
    """Prove or refute, with z3, each promise about each benefit of a policy, for every possible person.

    Raises `Refused` as `benefitcalc.policy` does, and if a promise names something that its rule does not have.
    """
    law, asked = asked_of(policy, rules)
    own = [rule for rule in asked if rule.name in law.benefits]
    if not own:
        told = N_("the policy {policy} says nothing of these benefits, so there is nothing to prove")
        raise Refused(say(told, policy=law.id))
    refuse(problem for rule in own for problem in promise_problems(rule, law))
    subjects = [_Subject(rule, law) for rule in own]
    refuse(problem for subject in subjects for problem in subject.meant_for_nobody())
    proofs = tuple(proof for subject in subjects for proof in subject.proofs())
    return Proofs(policy=law.id, policy_title=law.title, policy_digest=law.digest, proofs=proofs)


class Said(NamedTuple):
    """A promise: its name, its words, and its place if the document states it."""

    name: str
    says: Message | Text
    place: Text | None = None


class Claim(NamedTuple):
    """A claim about every person: a Boolean formula of a person's facts and the rule's lines."""

    said: Said
    holds: Callable[[Mapping[str, Any], Any], Any]


class _Pair(NamedTuple):
    """The figures of two documents that differ in one, the less generous first; their constraints; the rule's lines."""

    terms: list[RuleTerms]
    possible: list[Formula]
    given: list[Any]


class _Subject:
    """One rule under one policy, evaluated on the symbols of a person."""

    def __init__(self, rule: Rule, law: Policy) -> None:
        self.rule, self.views = rule, rule.views(law)
        # An own context, so that the counterexamples of z3 do not depend on earlier proofs of the process.
        self.context = z3.Context()
        self.person = person(rule, self.context)
        self.lines = rule.read(self.person, self.views)
        promises = law.benefits[rule.name].promises
        self.promises = {name: each for name, each in promises.items() if each.is_claim}
        self.promised = tuple(dict.fromkeys(each.finds for each in self.promises.values() if each.finds))
        self.solver = z3.Solver(ctx=self.context)
        self.solver.set("timeout", PATIENCE)
        self.solver.add(*possible(self.person))
        low, high = ORDINARY
        costs = [self.person[name].of for name in rule.costs]
        self.ordinary = [z3.And(cost >= low, cost <= high) for cost in costs]
        entries = rule.terms.entries()
        self.whole = whole_of(self.views)
        self.figures = {name: self._figure(name) for name in entries}
        self.limits = list(self._limits(self.figures))
        self.compared = ("is_eligible", *self.promised, *(["payout"] if rule.gives_money else []))
        self.soon = z3.Solver(ctx=self.context)
        self.soon.set("rlimit", EFFORT)
        self.soon.add(*possible(self.person), *self.limits)
        self.known: dict[Formula, bool] = {}

    def proofs(self) -> Iterator[Proof]:
        """Yield the proof of each promise; those about every rule come first."""
        if self.rule.gives_money:
            yield from map(self._of_everybody, self._of_every_payment())
            yield from map(self._never_falls, self.rule.costs)
        yield self._views_are_in_order()
        for name, entry in self.rule.terms.entries().items():
            if entry.more_is != "neither":
                yield self._direction(name, entry)
        yield from self._somebody()
        for name, promise in self.promises.items():
            yield self._of_everybody(
                Claim(Said(name, promise.says, promise.place), partial(is_kept, self.rule, promise))
            )

    def meant_for_nobody(self) -> Iterator[Problem]:
        """Yield the document's promises whose ``where`` no person meets. Paying nothing would keep such a promise."""
        for name, promise in self.promises.items():
            verdict, _ = self._look_for([formula(is_meant(self.rule, promise, self.person, self.lines.stated))])
            if verdict == "proved":
                yield say(N_("nobody is meant")).at(key_of(self.rule, name), "where")

    def _of_every_payment(self) -> Iterator[Claim]:
        never_negative = Said(f"{NEVER}negative", say(N_("The payment is never negative")))
        yield Claim(never_negative, lambda _, lines: lines.payout >= 0)
        nothing = Said(ELIGIBLE, say(N_("Nobody is paid who is not eligible")))
        yield Claim(nothing, lambda _, lines: any_of(lines.is_eligible, lines.payout <= 0))
        if self.rule.costs:
            never_above = Said(f"{NEVER}above_cost", say(N_("The payment is never above what is left of the cost")))
            yield Claim(never_above, self._is_within)
        exact = Said(EXACTLY, say(N_("No product leaves the whole numbers that every engine has exactly")))
        yield Claim(exact, _is_exact)

    def _is_within(self, facts: Mapping[str, Any], lines: Any) -> Any:
        cost, paid = (sum(facts[name] for name in names) for names in (self.rule.costs, self.rule.payments))
        return lines.payout <= cost - paid

    # About everybody, in each view of the terms ---------------------------------------------------------------------

    def _of_everybody(self, claim: Claim) -> Proof:
        def broken(view: str) -> list[Formula]:
            return [_not(claim.holds(self.person, getattr(self.lines, view)))]

        return self._judged(claim.said, broken, [self.person])

    def _never_falls(self, cost: str) -> Proof:
        more = {**self.person, cost: symbol(Kind.MONEY, f"{cost}'", self.context)}
        of_more = self.rule.read(more, self.views)
        is_more = [*possible(more), formula(more[cost] >= self.person[cost])]

        def broken(view: str) -> list[Formula]:
            now, then = (getattr(lines, view) for lines in (self.lines, of_more))
            return [*is_more, _not(then.payout >= now.payout)]

        says = say(N_("It never falls as this rises: {fact}"), fact=say(FACTS[cost].meaning))
        return self._judged(Said(f"{NEVER}falls_with_{cost}", says), broken, [self.person, more])

    def _judged(self, said: Said, broken: Callable[[str], list[Formula]], people: People) -> Proof:
        """Judge a claim in each view, the stated one first; the counterexample is from the first broken view."""
        verdicts: dict[str, Verdict] = {}
        shown: list[Case] = []
        where = None
        for view in ("stated", "strict", "generous"):
            verdicts[view], model = self._look_for(broken(view))
            if model is not None and where is None:
                where, terms = view, getattr(self.views, view)
                shown = [self._case(model, person, terms) for person in people]
        return self._proof(said, {view: verdicts[view] for view in Views._fields}, where, shown)

    # About the figures of the law -----------------------------------------------------------------------------------

    def _views_are_in_order(self) -> Proof:
        verdicts: dict[str, Verdict] = {}
        shown: list[Case] = []
        where = None
        for view, (less, more) in (("strict", ("strict", "stated")), ("generous", ("stated", "generous"))):
            lines = [getattr(self.lines, each) for each in (less, more)]
            verdicts[view], model = self._look_for([_not(self._gives_no_less(lines[1], lines[0]))])
            if model is not None and where is None:
                where = view
                shown = [self._case(model, self.person, getattr(self.views, each)) for each in (less, more)]
        says = say(N_("Read strictly it never gives more than as stated, and read generously never less"))
        return self._proof(Said(IN_ORDER, says), verdicts, where, shown)

    def _figure(self, name: str, mark: str = "") -> Any:
        return figure(self.rule, self.views.stated, name, self.context, whole=self.whole, mark=mark)

    def _limits(self, figures: Mapping[str, Any]) -> Iterator[Formula]:
        """Yield the constraints on the figures of every document: their bounds and their declared order."""
        for name, entry in self.rule.terms.entries().items():
            parts = [_ordered(each) for each in parts_of(entry, figures[name])]
            kind = entry.gives or entry.kind
            low, high = (0, self.whole) if kind is Kind.RATE else BOUNDS[kind]
            symbols = [each.of for each in parts if isinstance(each, Symbol) and kind is not Kind.YES_NO]
            yield from (z3.And(each >= low, each <= high) for each in symbols)
            if entry.at_least:
                yield formula(parts[0] >= _ordered(figures[entry.at_least]))

    def _direction(self, name: str, entry: Entry) -> Proof:
        """Prove that a more generous figure never pays less, for all figures."""
        verdict, shown = ("proved", []) if self._goes_up(name, entry) else self._searched(name, entry)
        if verdict == "proved" and not self.rule.gives_money and self._only_finds(name, entry):
            verdict = "undecided"
        says = say(N_("A more generous figure never gives less: {term}"), term=say(entry.label))
        where = EVERY_FIGURE if shown else None
        return self._proof(Said(f"{GENEROUS}{name}", says), {EVERY_FIGURE: verdict}, where, shown)

    def _searched(self, name: str, entry: Entry) -> tuple[Verdict, list[Case]]:
        """Search for a person who is paid less by a more generous figure: try some figures, then search all of them."""
        verdict, shown = self._tried(self._steps(name, entry, self.views.stated))
        if verdict == "refuted":
            return verdict, shown
        for terms, limits, (less, more) in self._pairs(name, entry):
            broken = [*limits, _not(self._gives_no_less(more, less))]
            verdict, model = self._look_for([*broken, *known_of_products(broken, self.whole)])
            if model is not None:
                found = [self._figures(model, each) for each in terms]
                return self._tried(chain([found], self._steps_elsewhere(name, entry)))
        return verdict, []

    def _pairs(self, name: str, entry: Entry) -> Iterator["_Pair"]:
        """Yield the figures as symbols, with one of them less and more generous; rounding modes are tried in turn."""
        if entry.kind is Kind.ROUNDING:
            ends: list[tuple[Any, Any]] = list(pairwise(sorted(WAYS.values())))
        else:
            ends = [(self.figures[name], self._figure(name, "'"))]
        for low, high in ends:
            order = (low, high) if entry.more_is == "generous" else (high, low)
            terms = [self.rule.terms(**{**self.figures, name: end}) for end in order]
            possible = [limit for each in terms for limit in self._limits(vars(each))]
            given = [self.rule.assess(self.rule.facts(**self.person), each) for each in terms]
            yield _Pair(terms, [*possible, *_are_at_most(entry, low, high)], given)

    def _goes_up(self, name: str, entry: Entry) -> bool:
        """Whether, word by word of the body, no result falls as a figure becomes more generous."""
        # A way of rounding is no symbol, so a body is read with each of them.
        ways = WAYS.values() if entry.kind is Kind.ROUNDING else [None]
        return all(self._goes_up_from(way, name, entry) for way in ways)

    def _goes_up_from(self, rounding: Rounding | None, name: str, entry: Entry) -> bool:
        towards = Way.UP if entry.more_is == "generous" else Way.DOWN
        figures = {
            each: mapped(of, self.figures[each], partial(self._moving, towards if each == name else Way.SAME))
            for each, of in self.rule.terms.entries().items()
        }
        if rounding is not None:
            figures[name] = Course(rounding, towards, self._is_never)
        person = {each: Course(value, Way.SAME, self._is_never) for each, value in self.person.items()}
        lines = self.rule.assess(self.rule.facts(**person), self.rule.terms(**figures))
        return all(way_of(getattr(lines, each)) in {Way.SAME, Way.UP} for each in self.compared)

    def _moving(self, way: Way, _: int, figure: Any) -> Any:
        return _moved(figure, way, self._is_never)

    def _is_never(self, sought: Sequence[Formula]) -> bool:
        """Whether z3 shows quickly that no person meets all of these conditions, whatever the figures are."""
        asked = z3.simplify(z3.And(*sought))
        if asked not in self.known:
            self.known[asked] = self.soon.check(asked, *known_of_products([asked], self.whole)) == z3.unsat
        return self.known[asked]

    def _only_finds(self, name: str, entry: Entry) -> bool:
        """Whether only findings differ, for which no direction is more generous."""
        _, possible, (one, other) = next(self._pairs(name, entry))
        compared = ("is_eligible", *self.promised)
        entries = self.rule.lines.entries()
        found = [each for each, of in entries.items() if of.part == "finding" and each not in compared]
        differs = [_not(getattr(one, each) == getattr(other, each)) for each in (*compared, *found)]
        known, open_ = differs[: len(compared)], differs[len(compared) :]
        nobody = self._look_for([*possible, z3.Or(*known)])[1] is None
        return bool(open_) and nobody and self._look_for([*possible, z3.Or(*open_)])[1] is not None

    def _tried(self, pairs: Iterable[list[RuleTerms]]) -> tuple[Verdict, list[Case]]:
        """Search for a person who is paid less by the second, more generous figures of a pair; products are exact."""
        for less, more in pairs:
            if any(_is_disordered(each) for each in (less, more)):
                continue
            given_less, given_more = (self.rule.assess(self.rule.facts(**self.person), each) for each in (less, more))
            _, model = self._look_for([_not(self._gives_no_less(given_more, given_less))])
            if model is not None:
                return "refuted", [self._case(model, self.person, terms) for terms in (less, more)]
        return "undecided", []

    def _steps(self, name: str, entry: Entry, figures: Any) -> Iterator[list[RuleTerms]]:
        """Yield these figures with one of them at its lower bound, as stated and at its upper bound, in pairs."""
        stated = getattr(figures, name)
        low, high = (mapped(entry, stated, lambda *_, end=end: end) for end in BOUNDS[entry.gives or entry.kind])
        steps = [low, stated, high]
        if entry.more_is == "strict":
            steps.reverse()
        for less, more in pairwise(steps):
            yield [replace(figures, **{name: figure}) for figure in (less, more)]

    def _steps_elsewhere(self, name: str, entry: Entry) -> Iterator[list[RuleTerms]]:
        """Yield the steps of one figure with one other figure at a bound, and the rest as stated."""
        for other, of in self.rule.terms.entries().items():
            if other != name and of.kind is not Kind.SCHEDULE:
                for end in BOUNDS[of.kind]:
                    yield from self._steps(name, entry, replace(self.views.stated, **{other: end}))

    def _figures(self, model: z3.ModelRef, terms: RuleTerms) -> RuleTerms:
        figures = {}
        for name, entry in terms.entries().items():
            kind = entry.gives or entry.kind
            figures[name] = mapped(entry, getattr(terms, name), partial(_found, model, kind))
        return self.rule.terms(**figures)

    # About the existence of a person --------------------------------------------------------------------------------

    def _somebody(self) -> Iterator[Proof]:
        """Prove that an eligible person exists, and that each condition and each group matters on its own."""
        mentioned = self.views.stated.mentioned()
        entries = self.rule.lines.entries()
        parts = {name: each.part for name, each in entries.items() if each.part in _MATTERS}
        yield self._shown_by(Said(SOMEBODY, say(N_("Somebody is eligible"))), lambda lines: [lines.is_eligible])
        for name, part in parts.items():
            says = say(_MATTERS[part], label=say_of(entries[name].label, mentioned))
            order = [each for each in sorted(parts, key=name.__ne__) if parts[each] == part]  # the named line first
            sought = partial(_kept_out_by if part == "condition" else _alone_in, order)
            if not self._is_switched_off(sought):
                find = partial(self._keeps_out, name=name) if part == "condition" else self._shown_by
                yield find(Said(f"{MATTERS}{name}", says), sought)

    def _is_switched_off(self, sought: Sought) -> bool:
        """Whether no person meets this in any view, but one would if the document's yes/no figures were different."""
        entries = self.rule.terms.entries().items()
        switches = {name: self.figures[name] for name, entry in entries if entry.kind is Kind.YES_NO}
        if not switches or any(self._is_somebody(sought, lines) for lines in self.lines):
            return False
        terms = replace(self.views.stated, **switches)
        return self._is_somebody(sought, self.rule.assess(self.rule.facts(**self.person), terms))

    def _is_somebody(self, sought: Sought, lines: Any) -> bool:
        return self._look_for(map(formula, sought(lines)))[1] is not None

    def _keeps_out(self, said: Said, sought: Sought, name: str) -> Proof:
        """Prove that no person is eligible without a condition, and that it alone excludes some person."""

        def broken(view: str) -> list[Formula]:
            lines = getattr(self.lines, view)
            return [formula(is_not(getattr(lines, name))), formula(lines.is_eligible)]

        ignored = self._judged(said, broken, [self.person])
        return ignored if ignored.shown else self._shown_by(said, sought)

    def _shown_by(self, said: Said, sought: Sought) -> Proof:
        """Prove that a person exists who meets this, in each view; the example is by the terms as stated."""
        verdicts: dict[str, Verdict] = {}
        shown: list[Case] = []
        for view, lines in self.lines._asdict().items():
            nobody, model = self._look_for(map(formula, sought(lines)))
            verdicts[view] = _OPPOSITE[nobody]
            if model is not None and view == "stated":
                shown = [self._case(model, self.person, self.views.stated)]
        where = next((view for view in ("stated", "strict", "generous") if verdicts[view] != "proved"), "stated")
        return self._proof(said, verdicts, where, shown if set(verdicts.values()) == {"proved"} else [])

    def _gives_no_less(self, more: Any, less: Any) -> Any:
        """Whether ``more`` gives everyone what ``less`` gives: eligibility, promised lines, at least the payment."""
        kept = [any_of(is_not(getattr(less, name)), getattr(more, name)) for name in ("is_eligible", *self.promised)]
        return all_of(*kept, *([more.payout >= less.payout] if self.rule.gives_money else []))

    # z3 -----------------------------------------------------------------------------------------------------------

    def _look_for(self, sought: Iterable[Formula]) -> tuple[Verdict, z3.ModelRef | None]:
        """Prove that no person meets all conditions, or return a model of one who does."""
        self.solver.push()
        self.solver.add(*sought)
        found = self.solver.check()
        model = self.solver.model() if found == z3.sat else None
        # Prefer a person with amounts of an ordinary size, if there is one.
        if model is not None and self.solver.check(*self.ordinary) == z3.sat:
            model = self.solver.model()
        self.solver.pop()
        return "refuted" if found == z3.sat else "proved" if found == z3.unsat else "undecided", model

    def _proof(self, said: Said, verdicts: Mapping[str, Verdict], view: str | None, shown: Iterable[Case]) -> Proof:
        return Proof(
            benefit=self.rule.name,
            title=self.rule.title,
            promise=said.name,
            says=said.says,
            place=said.place,
            verdicts=verdicts,
            view=view,
            shown=tuple(shown),
        )

    def _case(self, model: z3.ModelRef, person: Mapping[str, Any], terms: RuleTerms) -> Case:
        known = {name: number(model, value, FACTS[name].kind) for name, value in person.items()}
        lines = self.rule.assess(self.rule.facts(**known), terms)
        return Case(
            facts=reading.write(known),
            terms=terms.write(),
            eligible=bool(lines.is_eligible),
            amount=yuan(lines.payout) if self.rule.gives_money else None,
            finds={name: bool(getattr(lines, name)) for name in self.promised},
        )


def _alone_in(order: list[str], lines: Any) -> list[Any]:
    own, *others = (getattr(lines, each) for each in order)
    return [own, *map(is_not, others), lines.is_eligible]


def _kept_out_by(order: list[str], lines: Any) -> list[Any]:
    own, *others = (getattr(lines, each) for each in order)
    return [is_not(own), *others, is_not(lines.is_eligible)]


_OPPOSITE: dict[Verdict, Verdict] = {"refuted": "proved", "proved": "refuted", "undecided": "undecided"}
"""The verdict on "such a person exists" from the verdict on "no such person exists"."""

_MATTERS = {
    "condition": N_("Nobody is eligible without this, and somebody is kept out by it alone: {label}"),
    "group": N_("This group brings somebody in by itself: {label}"),
}


def _not(claim: Any) -> Formula:
    return z3.Not(claim.of) if isinstance(claim, Symbol) else not claim


def _moved(figure: Any, way: Way, is_never: IsNever) -> Any:
    """Return a figure with a direction; a figure that is not a symbol does not move."""
    if isinstance(figure, Rate):
        return Rate(_moved(figure.numerator, way, is_never), figure.denominator)
    return Course(figure, way, is_never) if isinstance(figure, Symbol) else figure


def _ordered(figure: Any) -> Any:
    """Return a figure in a form that can be compared."""
    return figure.numerator if isinstance(figure, Rate) else figure


def _are_at_most(entry: Entry, one: Any, other: Any) -> Iterator[Formula]:
    """Yield formulas: each figure of a term is at most the figure in another document."""
    for low, high in zip(parts_of(entry, one), parts_of(entry, other), strict=True):
        if isinstance(_ordered(low), Symbol):
            less, more = _ordered(low).of, _ordered(high).of
            yield z3.Implies(less, more) if entry.kind is Kind.YES_NO else less <= more


def _is_disordered(terms: RuleTerms) -> bool:
    """Whether these figures break the declared order, so that no document can have them."""
    return any(True for _ in terms.disorder(vars(terms)))


def _found(model: z3.ModelRef, kind: Kind, _: int, figure: Any) -> Any:
    return number(model, figure, kind)


def _is_exact(_: Mapping[str, Any], lines: Any) -> Any:
    """Whether the products in which `benefitcalc.core.backends.columns` computes shares stay small enough."""
    exact: list[Any] = [True]
    for portion, of in shares_of(vars(lines).values()):
        of_amount, more = reach(portion)
        size = Symbol(z3.If(of >= 0, of, -of))
        exact.append(size * of_amount + more <= EXACT)
    return all_of(*exact)
