"""What a document promises, so that it can be proved of the rules: to whom, and which share of what, or what else."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator

from benefitcalc.core.rates import Rate
from benefitcalc.policy.statement import Figure, InBoth, Part, Report
from benefitcalc.text.frozen import Fixed, FixedDict
from benefitcalc.text.message import N_, Refused, listed, say


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

    ``where`` names facts and lines of the rule. What is promised is a share (``pays``), ``"nothing"``, that a line
    holds (``finds``), a number for the district (``number``), or what the words alone say.

    A promise that is ``due`` on a day has to be kept by the law in force then; one without a day holds by the document
    itself. ``compares`` says how: of ``amounts`` everybody gets at least the promised share, of ``figures`` the one in
    force is as promised or better.
    """

    says: InBoth
    place: InBoth
    pays: Pays | Literal["nothing"] | None = None
    finds: str | None = None
    number: Annotated[StrictInt, Field(gt=0)] | None = None
    figure: str | None = None
    """The term that has the promised figure and says how vague it is."""
    rise_of: str | None = None
    """The term of which the figure is a rise."""
    where: FixedDict[Annotated[Sought | Ends, Field(union_mode="left_to_right")]] = Field(default_factory=Fixed)
    due: date | None = None
    compares: Literal["amounts", "figures"] | None = None
    for_each: tuple[str, ...] = ()
    """The groups to which it is made, each a fact or a line of the rule; each is compared for itself."""
    reports: tuple[Report, ...] = ()
    """What was reported later of how it is kept."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        kinds = {name: getattr(self, name) for name in ("pays", "finds", "number")}
        given = [name for name, kind in kinds.items() if kind is not None]
        if len(given) > 1:
            raise Refused(say(N_("has {kinds}, and can have one of them"), kinds=listed(given)))
        if not (given or self.figure or self.due):
            raise Refused(say(N_("needs one of: {kinds}"), kinds="pays, finds, due"))
        needed = {
            "due": not self.is_claim or self.compares is not None,
            "figure": self.compares == "figures" or self.rise_of is not None,
            "pays": self.compares == "amounts",
            "compares": bool(self.for_each),
        }
        missing = [name for name, is_needed in needed.items() if is_needed and getattr(self, name) is None]
        if missing:
            raise Refused(say(N_("needs {missing} as well"), missing=listed(missing)))
        return self

    @property
    def is_claim(self) -> bool:
        """Whether the rule of the document by itself keeps or breaks it."""
        return self.pays is not None or self.finds is not None

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The facts and lines that it speaks of."""
        of = self.pays.of if isinstance(self.pays, Pays) else self.finds
        return (*self.where, *((of,) if of else ()), *self.for_each)

    @property
    def figures(self) -> tuple[str, ...]:
        """The terms that it speaks of."""
        return tuple(name for name in (self.figure, self.rise_of) if name is not None)
