"""The expected cost of a benefit: its exact curve combined with a distribution of people's costs.

The curve is piecewise linear. So mean and variance follow from the partial moments of the distribution, which have
closed forms for the distributions that actuaries use most. The figures here are floats: they are statistics, not
amounts that anybody is paid.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from math import inf, isfinite
from pathlib import Path
from typing import Any, NamedTuple, Unpack

from pydantic import ConfigDict
from scipy import stats

from benefitcalc.analysis.moments import partial_moments
from benefitcalc.analysis.samples import Sample, frequency_of, severity_of
from benefitcalc.core.words import Kind
from benefitcalc.engine.curve import Curve
from benefitcalc.engine.parts import Told
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.typed import Facts
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import VIEWS, Views
from benefitcalc.rules import asked_of, rule_of
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.message import N_, Problem, say, shown

OUTSIDE = 1e-9
"""The greatest probability mass of a distribution outside of the range of the fact."""


class Figures(Told):
    """Figures that may be infinite. Infinity is written as text, since JSON has no number for it."""

    model_config = ConfigDict(ser_json_inf_nan="strings")


class Moments(Figures):
    """Mean and variance of an amount, in yuan."""

    mean: float
    variance: float


class Layer(Figures):
    """The contribution of one part of the cost to the mean: a slope between two costs, and a jump at the lower one."""

    low: float
    high: float | None
    slope: float
    jump: float
    mean: float


class Outcome(Figures):
    """The payment to one person with such a cost, by one view of the terms, in yuan.

    ``share_paid`` is the probability of a payment, ``share_at_limit`` that of the greatest payment, if there is one.
    The layers, plus the payment at the lowest cost of all, add up to the mean. The mean of the amounts rounded to the
    fen differs from ``mean`` by at most ``rounding``. ``per_member`` is for a member of the scheme, whose number of
    such costs has the given frequency.
    """

    mean: float
    variance: float
    share_paid: float
    limit: float | None
    share_at_limit: float
    layers: tuple[Layer, ...]
    rounding: float
    per_member: Moments | None


class Expected(Figures):
    """The expected cost of a benefit, in each view of the terms. `benefitcalc.expected` returns it."""

    rule: str
    over: str
    policy: str
    strict: Outcome
    stated: Outcome
    generous: Outcome

    def __repr__(self) -> str:
        return f"<Expected {self.rule} over {self.over}: mean {self.stated.mean:.2f} by {self.policy}>"

    def __str__(self) -> str:
        return repr(self)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each view; with the figures per member, if a frequency was given."""
        return [{"rule": self.rule, "view": view, **_row(getattr(self, view))} for view in Views._fields]


def _row(outcome: Outcome) -> dict[str, Any]:
    member = outcome.per_member
    of_member = {} if member is None else {f"{name}_per_member": value for name, value in member}
    return {**outcome.model_dump(exclude={"layers", "per_member"}), **of_member}


def expected(
    rule: Rule | str,
    over: str,
    severity: Any,
    given: Mapping[str, object] = reading.NOTHING,
    /,
    *,
    frequency: Any = None,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    **facts: Unpack[Facts],
) -> Expected:
    """What a rule is expected to give where one fact has a distribution and the others are known.

    ``severity`` is a frozen continuous distribution of `scipy.stats`, in yuan, for an amount: lognormal, gamma,
    exponential, Weibull, Pareto, Lomax, uniform and a histogram by closed forms, others by quadrature; for a fact that
    is counted a discrete one. It may also be a list of the amounts of a sample, or counts with their edges as
    ``numpy.histogram`` returns them, between which the costs lie evenly.
    ``frequency`` is a frozen distribution of how many such costs a member has, independent of one another, or a list
    of how many each member of a sample had.

    Refused as `Rule.curve`; where the rule gives no money; and for a distribution that lies outside of what the fact
    may be, or is none.
    """
    own: Rule
    own, known = collect(lambda: rule_of(rule), lambda: reading.gathered(given, facts))
    law, _ = asked_of(policy, own)
    severity, frequency = collect(
        lambda: severity_of(severity, over) if over in FACTS else severity, lambda: frequency_of(frequency)
    )
    curves = {view: own.curve(known, over=over, view=view, policy=law, on=on) for view in VIEWS}
    refuse(_problems(own, curves["stated"], severity, frequency))
    # The three views have most of their places in common; of a sample no place is looked at.
    moment = cache(_nothing if isinstance(severity, Sample) else partial_moments(severity))
    outcomes = {view: _outcome(curve, severity, moment, frequency) for view, curve in curves.items()}
    return Expected(rule=own.name, over=over, policy=law.id, **outcomes)


def _problems(rule: Rule, curve: Curve, severity: Any, frequency: Any) -> Iterator[Problem]:
    if not rule.gives_money:
        yield say(N_("{rule} gives no money"), rule=rule.name).at()
    for name, given in (("severity", severity), ("frequency", frequency)):
        if (
            not _is_distribution(given)
            and not (name == "severity" and isinstance(given, Sample))
            and (name == "severity" or given is not None)
        ):
            told = N_("give a frozen distribution of scipy.stats with figures that it can have, not '{given}'")
            yield say(told, given=shown(given)).at(name)
    if _is_distribution(frequency) and not (_is_discrete(frequency) and frequency.support()[0] >= 0):
        yield say(N_("give a distribution of how often, which is a whole number and never negative")).at("frequency")
    if _is_distribution(severity):
        if _is_discrete(severity) is (FACTS[curve.over].kind is Kind.MONEY):
            yield say(N_("an amount has a continuous distribution, what is counted a discrete one")).at("severity")
        else:
            low, high = (float(end.x) for end in (curve.points[0], curve.points[-1]))
            if _is_discrete(severity):
                outside = 1 - sum(float(severity.pmf(at)) for at in range(int(low), int(high) + 1))
            else:
                outside = float(severity.sf(high) + severity.cdf(low))
            if outside > OUTSIDE:
                told = N_("{share} of it lies outside {low} to {high}")
                yield say(told, share=f"{outside:.2g}", low=f"{low:g}", high=f"{high:g}").at("severity")


def _is_distribution(given: Any) -> bool:
    """Whether this is a frozen distribution with valid parameters; then its median is finite."""
    if not isinstance(given, stats.distributions.rv_frozen):
        return False
    try:
        return isfinite(given.ppf(0.5))
    except (TypeError, ValueError):  # an array of distributions
        return False


def _nothing(_: int, __: float) -> float:
    return 0.0


def _is_discrete(distribution: Any) -> bool:
    return isinstance(distribution.dist, stats.rv_discrete)


class Stretch(NamedTuple):
    """A linear part of a curve, with the distribution of the costs in it."""

    low: float
    high: float
    slope: float
    base: float
    jump: float
    """The jump of the amount at ``low``."""
    moments: tuple[float, float, float]
    """The probability of such a cost, and its first two partial moments."""
    layer: float
    """The mean of the part of a cost that lies between ``low`` and ``high``."""
    beyond: float
    """The probability of a cost above ``low``."""

    @property
    def mean(self) -> float:
        """Its contribution to the mean."""
        chance, first, _ = self.moments
        return self.base * chance + (self.slope * first if self.slope else 0.0)

    @property
    def square(self) -> float:
        """Its contribution to the mean of the square."""
        chance, first, second = self.moments
        rising = self.slope**2 * second + 2 * self.slope * self.base * first if self.slope else 0.0
        return self.base**2 * chance + rising


def _outcome(curve: Curve, severity: Any, moment: Callable[[int, float], float], frequency: Any) -> Outcome:
    is_discrete = isinstance(severity, Sample) or _is_discrete(severity)
    stretches = list(_counted(curve, severity) if is_discrete else _stretches(curve, moment))
    mean = sum(each.mean for each in stretches)
    # If there is almost no variance, the difference of two nearly equal numbers may be negative.
    variance = max(sum(each.square for each in stretches) - mean**2, 0.0) if isfinite(mean) else inf
    limit = None if curve.limit is None else float(curve.limit)
    return Outcome(
        mean=mean,
        variance=variance,
        share_paid=sum(each.moments[0] for each in stretches if each.slope or each.base > 0),
        limit=limit,
        share_at_limit=sum(each.moments[0] for each in stretches if not each.slope and each.base == limit),
        layers=tuple(_layers(stretches)),
        # For a counted fact, the amounts are already rounded.
        rounding=0.0 if is_discrete else sum(by * (moment(0, high) - moment(0, low)) for low, high, by in _off(curve)),
        per_member=None if frequency is None else _of_member(mean, variance, frequency),
    )


def _off(curve: Curve) -> Iterator[tuple[float, float, float]]:
    return ((float(low), float(high), float(by)) for low, high, by in curve.rounding)


def _of_member(mean: float, variance: float, frequency: Any) -> Moments:
    """Apply Wald's equations: a random number of independent amounts."""
    often, spread = float(frequency.mean()), float(frequency.var())
    return Moments(mean=often * mean, variance=often * variance + spread * mean**2)


def _stretches(curve: Curve, moment: Callable[[int, float], float]) -> Iterator[Stretch]:
    points = curve.points
    places = [*(float(point.x) for point in points[:-1]), inf]  # the last part has no end
    moments = [tuple(moment(k, x) for k in range(3)) for x in places]
    whole = moment(0, inf)
    limited = [
        first + (x * (whole - chance) if x < inf else 0.0)
        for x, (chance, first, _) in zip(places, moments, strict=True)
    ]
    for at, (one, other) in enumerate(pairwise(points)):
        slope = (other.below - one.above) / (other.x - one.x)
        chance, first, second = (more - less for less, more in zip(moments[at], moments[at + 1], strict=True))
        yield Stretch(
            low=places[at],
            high=places[at + 1],
            slope=float(slope),
            base=float(one.above - slope * one.x),
            jump=float(one.above - one.below),
            moments=(chance, first, second),
            layer=limited[at + 1] - limited[at],
            beyond=whole - moments[at][0],
        )


def _counted(curve: Curve, severity: Any) -> Iterator[Stretch]:
    for value, chance in severity.chances if isinstance(severity, Sample) else _chances(curve, severity):
        yield Stretch(0.0, 0.0, 0.0, float(curve.at(value)), 0.0, (chance, 0.0, 0.0), 0.0, 0.0)  # no slope: only a base


def _chances(curve: Curve, severity: Any) -> Iterator[tuple[Any, float]]:
    """The values that a fact which is counted may have, each with its chance."""
    ends = (int(end.x) for end in (curve.points[0], curve.points[-1]))
    for at in FACTS[curve.over].values(Span(*ends)):
        yield FACTS[curve.over].write(at), float(severity.pmf(at))


def _layers(stretches: Iterable[Stretch]) -> Iterator[Layer]:
    for each in stretches:
        if each.slope or each.jump:
            yield Layer(
                low=each.low,
                high=None if each.high == inf else each.high,
                slope=each.slope,
                jump=each.jump,
                mean=each.jump * each.beyond + (each.slope * each.layer if each.slope else 0.0),
            )


# Partial moments: the mean of cost ** k where the cost is at most x, and of zero elsewhere.
