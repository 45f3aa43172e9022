"""Print a rule's body as SQL: the meaning of each word, without integer overflow in any intermediate value.

Amounts are whole fen in 64 bits. The dividend of each share is bounded beforehand from the bounds of the facts and the
figures of the law. If it may exceed 64 bits, the engine's wider numbers are used. If it may be negative, it is shifted
to zero or above before the division, because engines truncate towards zero.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from math import lcm
from typing import Any, NamedTuple

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.printed import LawRate, Program, Ref, Tape, Target, call
from benefitcalc.core.backends.ranges import EVERY, Cases, ends, unknown
from benefitcalc.core.rates import Rate, Rounding
from benefitcalc.facts.fact import FACTS
from benefitcalc.text.message import N_, Refused, say

MOST, MOST_WIDE = 2**63 - 1, 10**38 - 1
"""The greatest integer of 64 bits, and of the wider numbers of every engine."""


class Division(NamedTuple):
    """Integer division of an engine for values that are not negative."""

    plain: Callable[[str, str], str]
    wide: Callable[[str, str], str]
    """The same for its wider numbers."""
    widened: str
    """The type of the wider numbers."""


def bracketed(text: str) -> str:
    """Return a text to stand beside an operator: in brackets if it is more than a name."""
    return text if text.replace(".", "").isidentifier() else f"({text})"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value  # a name
    return str(value).upper() if isinstance(value, bool) else str(int(value))


TARGET = Target(
    words={
        "fact": str,
        "law": "law.{}".format,
        "named": str,
        "is_not": lambda holds: f"NOT {bracketed(holds)}",
        "choose": "CASE WHEN {} THEN {} ELSE {} END".format,
        "when": "CASE WHEN {} THEN {} ELSE 0 END".format,
        "above": lambda one, other: f"greatest({one} - {bracketed(other)}, 0)",
        "times": lambda figure, count: f"{figure} * {bracketed(count)}",
        "least": partial(call, "least"),
        "most": partial(call, "greatest"),
    },
    signs={
        "sum": "+",
        "difference": "-",
        "is_at_least": ">=",
        "is_at_most": "<=",
        "is_same": "=",
        "all_of": "AND",
        "any_of": "OR",
    },
    plain=_plain,
)
"""The words in SQL. `SqlProgram` prints shares, because it knows their bounds."""


class SqlProgram(Program):
    """A rule's body in SQL."""

    def __init__(self, tape: Tape, lines: Mapping[str, Any], shared: str, division: Division) -> None:
        super().__init__(tape, lines, shared)
        self.division = division
        self.found = self.run({name: _anything(name) for name in self.facts()})
        """The possible values of each statement."""
        shares = [tape.statements[ref.at].operands for ref in self.found if tape.statements[ref.at].word == "share"]
        self.rates = {name: rate for rate, *_ in shares for name, rate in _over_one(_named_rates(rate))}
        """The rates as shares use them, as integers: the rates of a schedule have one denominator."""
        self._refuse_more_than_fits()

    def columns(self) -> dict[str, int]:
        """Return the figures of the law that the program uses, by name."""
        columns: dict[str, int] = {}
        for name, value in self.figures().items():
            if name in self.rates:
                columns[f"{name}_numerator"], columns[f"{name}_denominator"] = self.rates[name]
            elif not isinstance(value, Rounding):
                columns[name] = value
        return columns

    def depth(self, ref: Ref) -> int:
        """Return the step that computes a value: after all named values that it is computed from."""
        return max((self.depth(each) + (each in self.names) for each in self.uses(ref)), default=0)

    def said(self, target: Target, ref: Ref) -> str:
        """Return the text of a value's computation."""
        word, operands = self.tape.statements[ref.at]
        return self._share(target, *operands) if word == "share" else super().said(target, ref)

    def _share(self, target: Target, rate: Any, of: Any, to: Any, way: Any) -> str:
        names = [name for name, _ in _named_rates(rate)]
        unit = self.rates[names[0]][1] * self.found.get(to, to)
        low, high = self._ends_of_taken(rate, of)
        lift = max(0, -(low // unit))  # whole units that make it at least zero,
        lift += lift % 2  # an even number of them, so that even values stay even
        most = 2 * (high + (lift + 1) * unit)
        if most > MOST_WIDE:
            raise _outgrown(self.told(target, of))
        amount = self.told(target, of)
        if most > MOST:
            amount = f"CAST({amount} AS {self.division.widened})"
        divided_by = f"law.{names[0]}_denominator"
        if most > MOST:
            divided_by = f"CAST({divided_by} AS {self.division.widened})"
        divided_by += f" * {self.told(target, to)}" if to != 1 else ""
        taken = self._taken(target, rate, amount) + (f" + {lift} * {divided_by}" if lift else "")
        divide = self.division.wide if most > MOST else self.division.plain
        found = _ROUNDED[self.found.get(way, way)](taken, divided_by, divide)
        units = f"{found} - {lift}" if lift else found
        return f"({units}) * {self.told(target, to)}" if to != 1 else units

    def _taken(self, target: Target, rate: Any, amount: str) -> str:
        """Return the dividend: each band of the amount times its numerator."""
        if isinstance(rate, LawRate):
            return f"{bracketed(amount)} * law.{rate.name}_numerator"
        starts = [self.told(target, start) for start, _ in rate]
        parts = [f"greatest({amount} - {start}, 0)" for start in starts]
        widths = [f"{after} - {start}" for start, after in pairwise(starts)]
        limited = [f"least({part}, {width})" for part, width in zip(parts, widths, strict=False)]
        bands = zip([*limited, parts[-1]], rate, strict=True)
        return " + ".join(f"{part} * law.{own.name}_numerator" for part, (_, own) in bands)

    def _ends_of_taken(self, rate: Any, of: Any) -> tuple[int, int]:
        low, high = ends(self.found.get(of, of))
        by = max(self.rates[name][0] for name, _ in _named_rates(rate))
        return (low if isinstance(rate, LawRate) else 0) * by, high * by

    def _refuse_more_than_fits(self) -> None:
        for ref, value in self.found.items():
            if not isinstance(value, Rounding) and max(map(abs, ends(value))) > MOST:
                raise _outgrown(self.said(TARGET, ref))


def _outgrown(text: str) -> Refused:
    return Refused(say(N_("this may outgrow whole numbers of 64 bits in SQL: {value}"), value=text))


def _anything(name: str) -> Cases:
    """Return a fact of a valid row of which nothing more is known."""
    low, high = FACTS[name].span
    return Cases({unknown(low, min(high, GREATEST), name): EVERY})


def _named_rates(rate: Any) -> list[tuple[str, Rate]]:
    return [(each.name, each) for each in ([rate] if isinstance(rate, LawRate) else [own for _, own in rate])]


def _over_one(rates: list[tuple[str, Rate]]) -> Iterator[tuple[str, tuple[int, int]]]:
    scale = lcm(*(rate.denominator for _, rate in rates))
    return ((name, (rate.numerator * (scale // rate.denominator), scale)) for name, rate in rates)


Divide = Callable[[str, str], str]


def _to_even(taken: str, unit: str, divide: Divide) -> str:
    down = divide(f"2 * {bracketed(taken)} + {unit} - 1", f"2 * {unit}")
    up = divide(f"2 * {bracketed(taken)} + {unit}", f"2 * {unit}")
    return f"(CASE WHEN {down} % 2 = 0 THEN {down} ELSE {up} END)"


_ROUNDED: Mapping[Rounding, Callable[[str, str, Divide], str]] = {
    Rounding.DOWN: lambda taken, unit, divide: divide(taken, unit),
    Rounding.UP: lambda taken, unit, divide: divide(f"{taken} + {unit} - 1", unit),
    Rounding.NEAREST: lambda taken, unit, divide: divide(f"2 * {bracketed(taken)} + {unit}", f"2 * {unit}"),
    Rounding.NEAREST_EVEN: _to_even,
}
"""The divisions of each rounding mode, as in `benefitcalc.core.words.rounded`; no value is negative."""
