"""What was proved of the rules of a policy, and what was refuted, with whom; `benefitcalc.proving` finds it out."""

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from benefitcalc.estimate import Explained, Told, Written
from benefitcalc.messages import Message, Text
from benefitcalc.statement import FixedDict

if TYPE_CHECKING:
    from benefitcalc.explain import Account

Verdict = Literal["proved", "refuted", "undecided"]

EVERY_FIGURE = "every figure"
"""Where a verdict is not of one view of the terms: whatever the figures of the law may be."""


class Case(Told):
    """A person, the figures of the law, and what the rule gives by them: yuan, and the lines that are promised."""

    facts: FixedDict[Written]
    terms: FixedDict[Written]
    eligible: bool
    amount: Decimal | None
    finds: FixedDict[bool]


class Proof(Told):
    """One promise of one benefit, with a verdict for each view of the terms, or for every figure there can be.

    ``shown`` is whom it was refuted with, under ``view``: one person, or the same one twice or thrice where amounts are
    compared. Of a promise that there is somebody, it is who shows it.
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
        """Whether it is proved on the terms as stated; in every reading, where it is of none alone."""
        return self.verdicts["stated"] == "proved" if "stated" in self.verdicts else self.holds_in_every_reading

    @property
    def holds_in_every_reading(self) -> bool:
        """Whether it is proved, whichever way the terms are read."""
        return set(self.verdicts.values()) == {"proved"}


class Proofs(Explained):
    """Every promise about every benefit of a policy. `benefitcalc.prove` makes one."""

    policy: str
    policy_title: Text
    policy_digest: str
    proofs: tuple[Proof, ...]

    @property
    def broken(self) -> tuple[Proof, ...]:
        """The promises that do not hold."""
        return tuple(proof for proof in self.proofs if not proof.holds)

    def proof(self, benefit: str, promise: str) -> Proof:
        """The proof of one promise; KeyError where there is none."""
        return {(each.benefit, each.promise): each for each in self.proofs}[benefit, promise]

    def _account(self) -> "Account":
        from benefitcalc.accounts import of_proofs

        return of_proofs(self)
