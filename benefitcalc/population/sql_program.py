"""Print a rule's body as SQL: the meaning of each word, without integer overflow in any intermediate value.

Amounts are whole fen in 64 bits. The dividend of each share is bounded beforehand from the bounds of the facts and the
figures of the law. If it may exceed 64 bits, the engine's wider numbers are used. If it may be negative, it is shifted
to zero or above before the division, because engines truncate towards zero.
"""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.printed import LawRate, Ref, Tape, Target, call
from benefitcalc.core.rates import Rounding
from benefitcalc.facts.fact import FACTS
from benefitcalc.population.bounded import MOST, BoundedProgram, named_rates
from benefitcalc.text.message import N_, Refused, say

MOST_WIDE = 10**38 - 1
"""The greatest whole number of the wider numbers of every engine."""


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


class SqlProgram(BoundedProgram):
    """A rule's body in SQL."""

    def __init__(self, tape: Tape, lines: Mapping[str, Any], shared: str, division: Division) -> None:
        super().__init__(tape, lines, shared, _ends)
        self.division = division
        if (outgrown := next(self.outgrown(), None)) is not None:
            raise _outgrown(self.computation(TARGET, outgrown))

    def depth(self, ref: Ref) -> int:
        """Return the step that computes a value: after all named values that it is computed from."""
        return max((self.depth(each) + (each in self.names) for each in self.uses(ref)), default=0)

    def computation(self, target: Target, ref: Ref) -> str:
        """Return the text of a value's computation."""
        word, operands = self.tape.statements[ref.at]
        return self._share(target, *operands) if word == "share" else super().computation(target, ref)

    def _share(self, target: Target, rate: Any, of: Any, to: Any, way: Any) -> str:
        names = [name for name, _ in named_rates(rate)]
        lift, most = self.taken(rate, of, to)
        if most > MOST_WIDE:
            raise _outgrown(self.operand(target, of))
        amount = self.operand(target, of)
        if most > MOST:
            amount = f"CAST({amount} AS {self.division.widened})"
        divided_by = f"law.{names[0]}_denominator"
        if most > MOST:
            divided_by = f"CAST({divided_by} AS {self.division.widened})"
        divided_by += f" * {self.operand(target, to)}" if to != 1 else ""
        taken = self._weighed(target, rate, amount) + (f" + {lift} * {divided_by}" if lift else "")
        divide = self.division.wide if most > MOST else self.division.plain
        found = _ROUNDED[self.found.get(way, way)](taken, divided_by, divide)
        units = f"{found} - {lift}" if lift else found
        return f"({units}) * {self.operand(target, to)}" if to != 1 else units

    def _weighed(self, target: Target, rate: Any, amount: str) -> str:
        """Return the dividend: each band of the amount times its numerator."""
        if isinstance(rate, LawRate):
            return f"{bracketed(amount)} * law.{rate.name}_numerator"
        starts = [self.operand(target, start) for start, _ in rate]
        parts = [f"greatest({amount} - {start}, 0)" for start in starts]
        widths = [f"{after} - {start}" for start, after in pairwise(starts)]
        limited = [f"least({part}, {width})" for part, width in zip(parts, widths, strict=False)]
        bands = zip([*limited, parts[-1]], rate, strict=True)
        return " + ".join(f"{part} * law.{own.name}_numerator" for part, (_, own) in bands)


def _outgrown(text: str) -> Refused:
    return Refused(say(N_("this may outgrow whole numbers of 64 bits in SQL: {value}"), value=text))


def _ends(name: str) -> tuple[int, int]:
    """Return a fact of a valid row of which nothing more is known."""
    low, high = FACTS[name].span
    return low, min(high, GREATEST)


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
