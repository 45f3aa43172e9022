"""A rule's printed body in SQL: what each word means there, and that no whole number outgrows its type on the way.

Amounts are whole fen in 64 bits. What a share divides is looked at beforehand, from the ends of the facts and from the
figures of the law: where it may outgrow 64 bits it is computed in the wider numbers of the engine, and where it may be
less than zero it is moved above zero before it is divided, since engines cut fractions off.
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
    """How an engine divides whole numbers that are not less than zero, leaving out the rest."""

    plain: Callable[[str, str], str]
    wide: Callable[[str, str], str]
    """The same of its wider numbers."""
    widened: str
    """The type of these."""


def bracketed(text: str) -> str:
    """A text to stand beside a sign: in brackets where it is more than a name."""
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
"""The words in SQL; what a share is there, `SqlProgram` says, which knows how large it becomes."""


class SqlProgram(BoundedProgram):
    """The body of a rule in SQL."""

    def __init__(self, tape: Tape, lines: Mapping[str, Any], shared: str, division: Division) -> None:
        super().__init__(tape, lines, shared, _ends)
        self.division = division
        if (outgrown := next(self.outgrown(), None)) is not None:
            raise _outgrown(self.said(TARGET, outgrown))

    def depth(self, ref: Ref) -> int:
        """In which step a value is computed: after all those with a name that it is computed from."""
        return max((self.depth(each) + (each in self.names) for each in self.uses(ref)), default=0)

    def said(self, target: Target, ref: Ref) -> str:
        """How a value is computed."""
        word, operands = self.tape.statements[ref.at]
        return self._share(target, *operands) if word == "share" else super().said(target, ref)

    def _share(self, target: Target, rate: Any, of: Any, to: Any, way: Any) -> str:
        names = [name for name, _ in named_rates(rate)]
        lift, most = self.taken(rate, of, to)
        if most > MOST_WIDE:
            raise _outgrown(self.told(target, of))
        amount = self.told(target, of)
        if most > MOST:
            amount = f"CAST({amount} AS {self.division.widened})"
        divided_by = f"law.{names[0]}_denominator"
        if most > MOST:
            divided_by = f"CAST({divided_by} AS {self.division.widened})"
        divided_by += f" * {self.told(target, to)}" if to != 1 else ""
        taken = self._weighed(target, rate, amount) + (f" + {lift} * {divided_by}" if lift else "")
        divide = self.division.wide if most > MOST else self.division.plain
        found = _ROUNDED[self.found.get(way, way)](taken, divided_by, divide)
        units = f"{found} - {lift}" if lift else found
        return f"({units}) * {self.told(target, to)}" if to != 1 else units

    def _weighed(self, target: Target, rate: Any, amount: str) -> str:
        """What is divided: of each band of the amount as much as its numerator says."""
        if isinstance(rate, LawRate):
            return f"{bracketed(amount)} * law.{rate.name}_numerator"
        starts = [self.told(target, start) for start, _ in rate]
        parts = [f"greatest({amount} - {start}, 0)" for start in starts]
        widths = [f"{after} - {start}" for start, after in pairwise(starts)]
        limited = [f"least({part}, {width})" for part, width in zip(parts, widths, strict=False)]
        bands = zip([*limited, parts[-1]], rate, strict=True)
        return " + ".join(f"{part} * law.{own.name}_numerator" for part, (_, own) in bands)


def _outgrown(text: str) -> Refused:
    return Refused(say(N_("this may outgrow whole numbers of 64 bits in SQL: {value}"), value=text))


def _ends(name: str) -> tuple[int, int]:
    """A fact of a row with nothing wrong, of which no more is known."""
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
"""What each way of rounding divides, as in `benefitcalc.core.words.rounded`; nothing of it is less than zero."""
