"""The promises of a document, in a form that can be proved: to whom, and which share of what, or another result."""

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
    """The share that is paid of a line or a fact of the rule, to half a fen: exact, or between two bounds."""

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
        """The lowest and the highest share; None if there is no bound."""
        ends = (self.at_least, self.at_most) if self.exactly is None else (self.exactly, self.exactly)
        low, high = (None if end is None else Rate.of(str(end)) for end in ends)
        return low, high


Sought = Annotated[StrictBool | StrictInt | Decimal | StrictStr, Field(union_mode="left_to_right")]
"""The value of a fact or a line as a policy file writes it."""


class Ends(Part):
    """The lower and the upper bound of an amount, a whole number or a level."""

    at_least: Sought | None = None
    at_most: Sought | None = None


class Promise(Part):
    """One promise of a document about one benefit, to everybody who meets all conditions in ``where``.

    ``where`` names facts and lines of the rule. The promise is one of: a share (``pays``), ``"nothing"``, a line that
    holds (``finds``), a number for the district (``number``), or only words.

    A promise with a day in ``due`` must be kept by the law in force on that day; a promise without one is about the
    document itself. ``compares`` says how to compare: with ``amounts``, everybody receives at least the promised share;
    with ``figures``, the figure in force is as promised or more generous.
    """

    says: InBoth
    place: InBoth
    pays: Pays | Literal["nothing"] | None = None
    finds: str | None = None
    number: Annotated[StrictInt, Field(gt=0)] | None = None
    figure: str | None = None
    """The term with the promised figure; it also says how vague the figure is."""
    rise_of: str | None = None
    """The term that the figure raises."""
    where: FixedDict[Annotated[Sought | Ends, Field(union_mode="left_to_right")]] = Field(default_factory=Fixed)
    due: date | None = None
    compares: Literal["amounts", "figures"] | None = None
    for_each: tuple[str, ...] = ()
    """The groups that receive the promise, each a fact or a line of the rule; each group is compared separately."""
    reports: tuple[Report, ...] = ()
    """Later reports about how it is kept."""

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
        """Whether the document's own rule keeps or breaks the promise."""
        return self.pays is not None or self.finds is not None

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The facts and lines that the promise names."""
        of = self.pays.of if isinstance(self.pays, Pays) else self.finds
        return (*self.where, *((of,) if of else ()), *self.for_each)

    @property
    def figures(self) -> tuple[str, ...]:
        """The terms that the promise names."""
        return tuple(name for name in (self.figure, self.rise_of) if name is not None)
