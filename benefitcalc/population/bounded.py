"""A rule's printed body, with what each of its values may be: so that no whole number outgrows its type on the way.

It is looked at beforehand, from the ends of the facts and from the figures of the law.
"""

from collections.abc import Callable, Iterator, Mapping
from math import lcm
from typing import Any, NamedTuple

from benefitcalc.core.backends.printed import LawRate, Program, Tape
from benefitcalc.core.backends.ranges import EVERY, Cases, ends, unknown
from benefitcalc.core.rates import Rate, Rounding

MOST = 2**63 - 1
"""The greatest whole number of 64 bits."""

Ends = tuple[int, int]


class Taken(NamedTuple):
    """What a share divides."""

    lift: int
    """So many units make it no less than zero; an even number, so that what is even stays so."""
    most: int
    """The greatest whole number on the way to the share, what lifts it among it."""


class BoundedProgram(Program):
    """The body of a rule, of which is known what each value may be."""

    def __init__(self, tape: Tape, lines: Mapping[str, Any], shared: str, within: Callable[[str], Ends]) -> None:
        """``within`` says between which ends a fact lies."""
        super().__init__(tape, lines, shared)
        self.found = self.run({name: Cases({unknown(*within(name), name): EVERY}) for name in self.facts()})
        """What each value may be."""
        shares = [tape.statements[ref.at].operands for ref in self.found if tape.statements[ref.at].word == "share"]
        self.rates = {name: rate for rate, *_ in shares for name, rate in _over_one(named_rates(rate))}
        """The rates as shares take them, in whole numbers: those of a schedule over one denominator."""

    def columns(self) -> dict[str, int]:
        """The figures of the law that the program reads, by name."""
        columns: dict[str, int] = {}
        for name, value in self.figures().items():
            if name in self.rates:
                columns[f"{name}_numerator"], columns[f"{name}_denominator"] = self.rates[name]
            elif not isinstance(value, Rounding):
                columns[name] = value
        return columns

    def taken(self, rate: Any, of: Any, to: Any) -> Taken:
        """What a share of a value divides."""
        names = [name for name, _ in named_rates(rate)]
        unit = self.rates[names[0]][1] * self.found.get(to, to)
        low, high = ends(self.found.get(of, of))
        by = max(self.rates[name][0] for name in names)
        low = low if isinstance(rate, LawRate) else 0
        lift = max(0, -(low * by // unit))
        lift += lift % 2
        return Taken(lift, 2 * (high * by + (lift + 1) * unit))

    def outgrown(self, most: int = MOST) -> Iterator[Any]:
        """The values that may be more than this, either way; by default those that may outgrow 64 bits."""
        for ref, value in self.found.items():
            if not isinstance(value, Rounding) and max(map(abs, ends(value))) > most:
                yield ref


def named_rates(rate: Any) -> list[tuple[str, Rate]]:
    """The rates of a share by name: one, or those of a schedule's rows."""
    return [(each.name, each) for each in ([rate] if isinstance(rate, LawRate) else [own for _, own in rate])]


def _over_one(rates: list[tuple[str, Rate]]) -> Iterator[tuple[str, Ends]]:
    scale = lcm(*(rate.denominator for _, rate in rates))
    return ((name, (rate.numerator * (scale // rate.denominator), scale)) for name, rate in rates)
