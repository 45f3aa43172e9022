"""What was proved about the rules of a policy, and what was refuted, with counterexamples."""

from decimal import Decimal
from typing import Literal

from benefitcalc.engine.parts import Told
from benefitcalc.engine.wording import Explained, Explanation, Passage
from benefitcalc.facts.fact import FACTS, Scalar
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Message, Text, joined, say

Verdict = Literal["proved", "refuted", "undecided"]

EVERY_FIGURE = "every figure"
"""The key of a verdict that holds for all figures of the law instead of one view."""


class Case(Told):
    """A person, the figures of the law, and the rule's result: yuan, and the promised lines."""

    facts: FixedDict[Scalar]
    terms: FixedDict[Scalar]
    eligible: bool
    amount: Decimal | None
    finds: FixedDict[bool]


class Proof(Told):
    """One promise about one benefit, with a verdict for each view, or one for all possible figures.

    ``shown`` is the counterexample under ``view``: one person, or the same person two or three times if amounts are
    compared. For a promise that such a person exists, it is the example.
    """

    benefit: str
    title: Message
    promise: str
    says: Message | Text
    place: Text | None
    verdicts: FixedDict[Verdict]
    view: str | None
    shown: tuple[Case, ...]

    @property
    def holds(self) -> bool:
        """Whether it is proved by the terms as stated; if it has no verdict for them, in every view."""
        return self.verdicts["stated"] == "proved" if "stated" in self.verdicts else self.holds_in_every_reading

    @property
    def holds_in_every_reading(self) -> bool:
        """Whether it is proved in every view."""
        return set(self.verdicts.values()) == {"proved"}


class Proofs(Explained):
    """All promises about all benefits of a policy. `benefitcalc.prove` returns it."""

    policy: str
    policy_title: Text
    policy_digest: str
    proofs: tuple[Proof, ...]

    @property
    def broken(self) -> tuple[Proof, ...]:
        """The promises that do not hold."""
        return tuple(proof for proof in self.proofs if not proof.holds)

    def proof(self, benefit: str, promise: str) -> Proof:
        """Return the proof of one promise; KeyError if there is none."""
        return {(each.benefit, each.promise): each for each in self.proofs}[benefit, promise]

    def _explanation(self) -> Explanation:
        return of_proofs(self)


def of_proofs(proofs: Proofs) -> Explanation:
    """Return in words what is proved for every input, and what is not, with counterexamples."""
    held = sum(proof.holds for proof in proofs.proofs)
    opening = say(N_("{held} of {all} promises hold for everybody."), held=held, all=len(proofs.proofs))
    titles = {proof.benefit: proof.title.source for proof in proofs.proofs}
    return Explanation(
        [say(N_("{policy}: {told}"), policy=proofs.policy_title, told=opening)],
        [
            Passage(title, [_proved(proof) for proof in proofs.proofs if proof.benefit == benefit])
            for benefit, title in titles.items()
        ],
    )


def _proved(proof: Proof) -> Message:
    """Return a promise with its verdict as a message; with the counterexamples, and what could not be decided."""
    if proof.holds_in_every_reading:
        return say(N_("Proved: {promise}"), promise=proof.says)
    undecided = [view for view, verdict in proof.verdicts.items() if verdict == "undecided"]
    if len(undecided) == len(proof.verdicts):
        return say(N_("Undecided: {promise}"), promise=proof.says)
    views = joined([say(_VIEWS[view]) for view in undecided]) if undecided else None
    if views and "refuted" not in proof.verdicts.values():
        told = (
            N_("Proved as stated, {views} undecided: {promise}") if proof.holds else N_("Undecided, {views}: {promise}")
        )
        return say(told, views=views, promise=proof.says)
    refuted = _refuted(proof)
    return say(N_("{told}; undecided, {views}"), told=refuted, views=views) if views else refuted


def _refuted(proof: Proof) -> Message:
    """Return a refuted promise with its counterexamples as a message."""
    view = next(view for view in ("stated", *proof.verdicts) if proof.verdicts.get(view) == "refuted")
    people = [_case(case, with_terms=proof.view == EVERY_FIGURE) for case in proof.shown]
    told = {
        "promise": proof.says,
        "view": say(_VIEWS[view]),
        "people": joined(people, N_("{first}; {rest}")) if people else say(N_("Nobody is such")),
    }
    refuted = N_("Refuted, {view}: {promise}. {people}")
    return say(N_("Proved as stated, {view} not: {promise}. {people}") if proof.holds else refuted, **told)


def _case(case: Case, *, with_terms: bool) -> Message:
    facts = joined([FACTS[name].message(value) for name, value in case.facts.items()])
    gives = say(N_("eligible") if case.eligible else N_("not eligible"))
    if case.amount:
        gives = say("{amount:yuan}", amount=str(case.amount))
    if not with_terms:
        return say(N_("{facts}: {gives}"), facts=facts, gives=gives)
    terms = joined([say("{name} {figure}", name=name, figure=str(figure)) for name, figure in case.terms.items()])
    return say(N_("{facts}, by {terms}: {gives}"), facts=facts, terms=terms, gives=gives)


_VIEWS = {
    "strict": N_("read strictly"),
    "stated": N_("as stated"),
    "generous": N_("read generously"),
    EVERY_FIGURE: N_("by other figures"),
}
