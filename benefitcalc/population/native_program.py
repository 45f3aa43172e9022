"""The printed body of a rule as a loop in Python that Numba compiles: people in, sums out, and no column written.

Figures of the law are arguments, so one compilation serves every reform. Amounts are whole fen in 64 bits; a body whose
values or shares may outgrow these, for these people and this law, has no loop.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import Any, NamedTuple

from benefitcalc.core.backends.printed import LawRate, Ref, Tape, Target, Terms
from benefitcalc.core.backends.ranges import ends as ends_of
from benefitcalc.core.rates import Rounding
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import RuleTerms, Views
from benefitcalc.population.bounded import MOST, BoundedProgram, Ends, named_rates
from benefitcalc.population.summing import AMOUNTS, ENDS


def _nested(word: str, *operands: str) -> str:
    first, *others = operands
    return f"{word}({first}, {_nested(word, *others)})" if others else first


TARGET = Target(
    words={
        "fact": str,
        "law": "law_{}".format,
        "named": str,
        "is_not": "(not ({}))".format,
        "choose": "({1} if {0} else {2})".format,
        "when": "({1} if {0} else 0)".format,
        "above": "max(({}) - ({}), 0)".format,
        "times": "({}) * ({})".format,
        "least": lambda *operands: _nested("min", *operands),
        "most": lambda *operands: _nested("max", *operands),
    },
    signs={
        "sum": "+",
        "difference": "-",
        "is_at_least": ">=",
        "is_at_most": "<=",
        "is_same": "==",
        "all_of": "and",
        "any_of": "or",
    },
    plain=lambda value: str(value if isinstance(value, bool | str) else int(value)),
)
"""The words in Python; what a share is there, `NativeProgram` says."""

_ROUNDED = {
    Rounding.DOWN: "({taken}) // ({unit})",
    Rounding.UP: "({taken} + {unit} - 1) // ({unit})",
    Rounding.NEAREST: "(2 * ({taken}) + {unit}) // (2 * {unit})",
    Rounding.NEAREST_EVEN: "to_even({taken}, {unit})",
}
"""What each way of rounding divides, as in `benefitcalc.core.words.rounded`."""

COMPILED = '@njit(error_model="numpy")'
"""As Numba is told to compile: nothing is divided by zero, which is not looked for either."""

HEAD = f"""
from numba import njit


{COMPILED}
def to_even(taken, unit):
    down = (2 * taken + unit - 1) // (2 * unit)
    return down if down % 2 == 0 else (2 * taken + unit) // (2 * unit)
"""


class NativeProgram(BoundedProgram):
    """What a rule gives a person, as a function of the facts and the figures of the law."""

    is_bounded = True
    """Whether every value fits 64 bits."""

    def text(self, name: str) -> str:
        """The function."""
        given = ", ".join([*self.facts(), *(f"law_{figure}" for figure in self.columns())])
        steps = [f"{step} = {self.said(TARGET, ref)}" for step, ref in self.steps()]
        body = "\n    ".join([*steps, f"return {self.told(TARGET, self.lines['payout'])}"])
        return f"{COMPILED}\ndef {name}({given}):\n    {body}\n"

    def said(self, target: Target, ref: Ref) -> str:
        """How a value is computed."""
        word, operands = self.tape.statements[ref.at]
        return self._share(target, *operands) if word == "share" else super().said(target, ref)

    def _share(self, target: Target, rate: Any, of: Any, to: Any, way: Any) -> str:
        self.is_bounded &= self.taken(rate, of, to).most <= MOST
        name, _ = named_rates(rate)[0]
        unit = f"(law_{name}_denominator * {self.told(target, to)})"
        found = _ROUNDED[self.found.get(way, way)].format(taken=self._weighed(target, rate, of), unit=unit)
        return f"({found}) * {self.told(target, to)}"

    def _weighed(self, target: Target, rate: Any, of: Any) -> str:
        """What is divided: of each band of the amount as much as its numerator says."""
        amount = self.told(target, of)
        if isinstance(rate, LawRate):
            return f"({amount}) * law_{rate.name}_numerator"
        starts = [self.told(target, start) for start, _ in rate]
        parts = [f"max(({amount}) - {start}, 0)" for start in starts]
        widths = [f"{after} - {start}" for start, after in pairwise(starts)]
        limited = [f"min({part}, {width})" for part, width in zip(parts, widths, strict=False)]
        bands = zip([*limited, parts[-1]], rate, strict=True)
        return " + ".join(f"{part} * law_{own.name}_numerator" for part, (_, own) in bands)


class Printed(NamedTuple):
    """A rule by one view of its terms."""

    text: str
    facts: tuple[str, ...]
    figures: tuple[int, ...]
    """The figures of the law; a Boolean is a Boolean."""
    most: int
    """The greatest amount, either way."""


@lru_cache(maxsize=4_096)
def printed(rule: Rule, terms: RuleTerms, within: tuple[tuple[str, Ends], ...]) -> Printed | None:
    """A rule by these terms, for facts within these ends; None where something may outgrow 64 bits."""
    tape, ends = Tape(), dict(within)
    facts = rule.facts(**{name: tape.fact(name) for name in rule.facts._fields})
    payout = rule.assess(facts, Terms(tape, terms)).payout
    program = NativeProgram(tape, {"payout": payout}, "shared", ends.__getitem__)
    text, given = program.text(rule.name), program.lines["payout"]
    if not program.is_bounded or any(program.outgrown()):
        return None
    most = max(map(abs, ends_of(program.found.get(given, given))))
    return Printed(text, tuple(program.facts()), tuple(program.columns().values()), most)


class Loop(NamedTuple):
    """A rule by its law, as a loop and its arguments."""

    text: str
    facts: tuple[str, ...]
    """The facts that are read, in their order."""
    figures: Sequence[tuple[int, ...]]
    """By every view of the terms the figures of the law."""
    most: int
    """The greatest amount, either way."""


def loop(rule: Rule, views: Views, within: Mapping[str, Ends]) -> Loop | None:
    """The loop of a rule, for facts within these ends; None where something may outgrow 64 bits."""
    ends = tuple((name, within[name]) for name in rule.facts._fields)
    found = [each for terms in views if (each := printed(rule, terms, ends)) is not None]
    # A schedule of more rows is another program.
    if len(found) < len(views) or len({each.text for each in found}) > 1:
        return None
    text = "\n\n".join([HEAD, found[0].text, _loop(rule, found[0])])
    return Loop(text, found[0].facts, [each.figures for each in found], max(each.most for each in found))


def _loop(rule: Rule, program: Printed) -> str:
    """The function that goes through the rows and sums."""
    return "\n".join(
        [
            f"{COMPILED[:-1]}, nogil=True, cache=True)",
            f"def run(start, stop, weight, sums, law{''.join(f', of_{name}' for name in program.facts)}):",
            *(f"    {name} = 0" for name in AMOUNTS),
            *(f"    {line}" for line in _loaded(program)),
            "    for row in range(start, stop):",
            "        stands_for = weight[row]",
            *(f"        {name} = of_{name}[row]" for name in program.facts),
            *(f"        {line}" for line in _summed(rule, program)),
            *(f"    sums[{at}] = {name}" for at, name in enumerate(AMOUNTS)),
            "",
        ]
    )


def _loaded(program: Printed) -> Iterator[str]:
    """The figures of the law by every view, and whether the views differ: read once, before the first row."""
    for view, at in product(range(len(Views._fields)), range(len(program.figures))):
        is_boolean = " == 1" if isinstance(program.figures[at], bool) else ""
        yield f"law_{view}_{at} = law[{view}, {at}]{is_boolean}"
    yield f"differ = law[{len(Views._fields)}, 0] == 1"


def _summed(rule: Rule, program: Printed) -> Iterator[str]:
    """What the rule gives one person, added to the sums."""
    figures = [[f"law_{view}_{at}" for at in range(len(program.figures))] for view in range(len(Views._fields))]
    strict, stated, generous = (f"{rule.name}({', '.join([*program.facts, *each])})" for each in figures)
    yield f"stated = {stated}"
    yield "low = high = stated"
    yield "if differ:"
    yield f"    strict, generous = {strict}, {generous}"
    yield "    low, high = min(stated, strict, generous), max(stated, strict, generous)"
    for value, end in zip(("stated", "low", "high"), ENDS, strict=True):
        yield f"total{end} += {value} * stands_for"
        yield f"reached{end} += ({value} > 0) * stands_for"
