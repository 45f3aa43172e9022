"""What a document promises, so that it can be proved of the rules: to whom, and which share of what, or what else."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator

from benefitcalc.core.rates import Rate
from benefitcalc.policy.statement import Figure, InBoth, Part
from benefitcalc.text.frozen import Fixed, FixedDict
from benefitcalc.text.message import N_, Refused, say


def _is_a_rate(figure: Figure) -> Figure:
    Rate.of(str(figure))
    return figure


Share = Annotated[Figure, AfterValidator(_is_a_rate)]


class Pays(Part):
    """Which share is paid of a line or a fact of the rule, to half a fen: exactly so much, or within two ends."""

    of: str
    exactly: Share | None = None
    at_least: Share | None = None
    at_most: Share | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        has_ends = self.at_least is not None or self.at_most is not None
        if (self.exactly is not None) == has_ends:
            raise Refused(say(N_("needs exactly, or at_least or at_most, and not both")))
        low, high = self.rates
        if low is not None and high is not None and low > high:
            raise Refused(say(N_("at_least is above at_most")))
        return self

    @property
    def rates(self) -> tuple[Rate | None, Rate | None]:
        """The least and the greatest share; None where there is none."""
        ends = (self.at_least, self.at_most) if self.exactly is None else (self.exactly, self.exactly)
        low, high = (None if end is None else Rate.of(str(end)) for end in ends)
        return low, high


Sought = Annotated[StrictBool | StrictInt | Decimal | StrictStr, Field(union_mode="left_to_right")]
"""A value of a fact or a line as a policy file gives it."""


class Ends(Part):
    """An amount, a whole number or a level within two ends."""

    at_least: Sought | None = None
    at_most: Sought | None = None


class Promise(Part):
    """One promise of a document about one benefit, to everybody of whom all of ``where`` is true.

    ``where`` names facts and lines of the rule. What is promised is a share (``pays``), ``"nothing"``, or that a line
    holds (``finds``).
    """

    says: InBoth
    place: InBoth
    pays: Pays | Literal["nothing"] | None = None
    finds: str | None = None
    where: FixedDict[Annotated[Sought | Ends, Field(union_mode="left_to_right")]] = Fixed()

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.pays is None) == (self.finds is None):
            raise Refused(say(N_("needs exactly one of: {kinds}"), kinds="pays, finds"))
        return self

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The facts and lines that it speaks of."""
        of = self.pays.of if isinstance(self.pays, Pays) else self.finds
        return (*self.where, *((of,) if of else ()))
