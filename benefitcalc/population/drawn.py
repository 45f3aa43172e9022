"""Figures of the law that are drawn from the distributions that a caller names for them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from benefitcalc.core.amounts import yuan
from benefitcalc.core.rates import RATE_DECIMALS
from benefitcalc.core.words import Kind
from benefitcalc.policy.terms import BOUNDS, Entry
from benefitcalc.population.figures import Figures
from benefitcalc.population.summing import Laws
from benefitcalc.text.errors import collect, entries, kept, refuse
from benefitcalc.text.message import N_, Problem, Refused, say, shown

MOST_DRAWS = 1_000_000

_DECIMALS = {Kind.RATE: RATE_DECIMALS, Kind.MONEY: 2, Kind.WHOLE: 0, Kind.YES_NO: 0}
"""So many decimals a figure has that a document states."""


def reforms(
    figures: Figures, laws: Laws, distribution: Mapping[str, object], n: int, seed: int
) -> Iterator[dict[str, object]]:
    """The figures of each draw; Refused with every vague figure of the laws without distribution, and all faults."""
    _, named = collect(lambda: _refuse_counts(n, seed), lambda: _named(figures, laws, distribution))
    draws = _draws(figures, named, n, seed)
    return (dict(zip(draws, each, strict=True)) for each in zip(*draws.values(), strict=True))


def _refuse_counts(n: object, seed: object) -> None:
    told = N_("give a whole number from {least} to {most}, not '{given}'")
    refuse(
        say(told, least=least, most=most, given=shown(given)).at(name)
        for name, given, least, most in (("n", n, 1, MOST_DRAWS), ("seed", seed, 0, 2**32 - 1))
        if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= most
    )


def _named(figures: Figures, laws: Laws, distribution: object) -> dict[Any, Any]:
    """The distributions by their terms; Refused where one of a vague figure is missing."""
    named = entries(distribution)
    if not named:
        told = N_("give distributions by their terms, such as benefit.term, not {given}")
        raise Refused(say(told, given=shown(distribution)).at("distribution"))
    told = N_("is vague; name its distribution, or give it one figure")
    refuse(say(told).at(key) for key in figures.vague(laws) if key not in named)
    return named


def _draws(figures: Figures, distribution: Mapping[str, object], n: int, seed: int) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    problems: list[Problem] = []
    for at, (key, each) in enumerate(distribution.items()):
        with kept(problems):
            entry = figures.entry(key)
            with kept(problems, key):
                found[key] = _drawn(entry, each, n, Random(f"{seed} {at}"))  # noqa: S311 - drawn alike by the same seed
    refuse(problems)
    return found


def _drawn(entry: Entry, of: Any, n: int, source: Random) -> list[object]:
    """Figures from a distribution, from a list of them, or always the same."""
    if not hasattr(of, "rvs"):
        values = [entry.read(each) for each in (of if isinstance(of, list | tuple) else [of])]
        refuse([say(N_("give at least one figure"))] if not values else [])
        return [entry.write(values[at]) for at in source.choices(range(len(values)), k=n)]
    if entry.kind not in _DECIMALS:
        raise Refused(say(N_("has no distribution of numbers; give a list of figures")))
    unit = Decimal(f"1E-{_DECIMALS[entry.kind]}")
    # Round to a figure that a document can state. Floats are safe here: a draw is a figure, not a payment.
    drawn = [Decimal(float(each)).quantize(unit) for each in of.rvs(size=n, random_state=source.getrandbits(32))]
    _refuse_outside(entry, drawn)
    return [bool(each) for each in drawn] if entry.kind is Kind.YES_NO else list(drawn)


def _refuse_outside(entry: Entry, drawn: Sequence[Decimal]) -> None:
    least, greatest = (_in_units(entry, end) for end in BOUNDS[entry.kind])
    if bad := sum(not least <= each <= greatest for each in drawn):
        told = N_("{bad} of {count} draws are not from {least} to {greatest}; cut the distribution off there")
        raise Refused(say(told, bad=bad, count=len(drawn), least=str(least), greatest=str(greatest)))


def _in_units(entry: Entry, end: Any) -> Decimal:
    return yuan(end) if entry.kind is Kind.MONEY else Decimal(str(end) if entry.kind is Kind.RATE else int(end))
