"""The printed body of a rule as instructions of LLVM, which add up what it gives people without writing a column.

Figures of the law are arguments, so one compilation serves every reform. Every number is a double that holds a whole
number of at most 2^50, so that sums and products are exact, and a processor computes several people at once. A body
whose values or shares may be greater, for these people and this law, has no loop.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import pairwise
from typing import Any, NamedTuple

from llvmlite import ir

from benefitcalc.core.backends.printed import LawRate, Ref, Tape, Terms
from benefitcalc.core.backends.ranges import ends as ends_of
from benefitcalc.core.rates import Rounding
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import RuleTerms, Views
from benefitcalc.population.bounded import BoundedProgram, Ends, named_rates

EXACT = 2**50
"""No value and no dividend is greater."""

NUMBER, BOOLEAN = ir.DoubleType(), ir.IntType(1)

FUSED = ("contract",)
"""A product and a sum that are both exact may be one instruction."""


def number(value: float) -> Any:
    """Return a number that is known."""
    return ir.Constant(NUMBER, float(value))


def least(to: Any, *amounts: Any) -> Any:
    """Write the least of several numbers."""
    return reduce(lambda one, other: to.select(to.fcmp_ordered("<", one, other), one, other), amounts)


def most(to: Any, *amounts: Any) -> Any:
    """Write the greatest of several numbers."""
    return reduce(lambda one, other: to.select(to.fcmp_ordered(">", one, other), one, other), amounts)


def _is_same(to: Any, one: Any, other: Any) -> Any:
    return to.icmp_signed("==", one, other) if one.type == BOOLEAN else to.fcmp_ordered("==", one, other)


_WORDS: Mapping[str, Callable[..., Any]] = {
    "sum": lambda to, one, other: to.fadd(one, other),
    "difference": lambda to, one, other: to.fsub(one, other),
    "is_at_least": lambda to, one, other: to.fcmp_ordered(">=", one, other),
    "is_at_most": lambda to, one, other: to.fcmp_ordered("<=", one, other),
    "is_same": _is_same,
    "all_of": lambda to, one, other: to.and_(one, other),
    "any_of": lambda to, one, other: to.or_(one, other),
    "is_not": lambda to, holds: to.not_(holds),
    "choose": lambda to, holds, then, otherwise: to.select(holds, then, otherwise),
    "when": lambda to, holds, amount: to.select(holds, amount, number(0)),
    "above": lambda to, one, other: most(to, to.fsub(one, other), number(0)),
    "times": lambda to, figure, count: to.fmul(figure, count),
    "least": least,
    "most": most,
}
"""What writes the instructions of a word; `NativeProgram` writes shares."""


class Raised(NamedTuple):
    """What is added to a dividend before it is divided and rounded down: a part of the unit, and a fraction."""

    part: float
    fraction: float


_RAISED = {
    Rounding.DOWN: Raised(0, 0.5),
    Rounding.UP: Raised(1, -0.5),
    Rounding.NEAREST: Raised(0.5, 0.25),
}
"""By way of rounding.

The fraction keeps every quotient at least a quarter of 1 / unit away from any whole number. The factor 1 / unit and the
product are both rounded, by 2^-53 of themselves at most; a dividend below 2^50 so errs by less than that quarter.
"""

_HALF_DOWN = Raised(0.5, -0.25)


def _divided(to: Any, taken: Any, unit: Any, raised: Raised) -> Any:
    """Write a division that rounds down to whole units."""
    more = to.fadd(to.fmul(unit, number(raised.part)), number(raised.fraction))
    return _floor(to, to.fmul(to.fadd(taken, more, flags=FUSED), to.fdiv(number(1), unit)))


def _floor(to: Any, value: Any) -> Any:
    return to.call(to.module.declare_intrinsic("llvm.floor", [NUMBER]), [value])


def _rounded(to: Any, taken: Any, unit: Any, way: Rounding) -> Any:
    """Write a division, rounded as in `benefitcalc.core.words.rounded`."""
    if way is not Rounding.NEAREST_EVEN:
        return _divided(to, taken, unit, _RAISED[way])
    down, up = (_divided(to, taken, unit, raised) for raised in (_HALF_DOWN, _RAISED[Rounding.NEAREST]))
    pairs = _floor(to, to.fmul(down, number(0.5)))
    return to.select(to.fcmp_ordered("==", to.fadd(pairs, pairs), down), down, up)


class NativeProgram(BoundedProgram):
    """What a rule gives a person, as instructions. Programs of the same instructions are equal."""

    @cached_property
    def key(self) -> str:
        """The program and its ways of rounding, which are no arguments."""
        return f"{self} {[figure for figure in self.figures().values() if isinstance(figure, Rounding)]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NativeProgram) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def is_exact(self) -> bool:
        """Whether every value and dividend is exact."""
        shares = (operands for word, operands in map(self.statement, self.found) if word == "share")
        dividends = (self.taken(rate, of, units).most for rate, of, units, _ in shares)
        return not any(self.outgrown(EXACT)) and all(most <= EXACT for most in dividends)

    def payout(self, to: Any, facts: Mapping[str, Any], law: Mapping[str, Any]) -> Any:
        """Write the instructions, and return the amount."""
        found: dict[Ref, Any] = {}
        given = {"fact": facts, "law": law}
        for ref in self.found:
            word, operands = self.statement(ref)
            if word in given:
                found[ref] = given[word][operands[0]]
            elif word == "share":
                found[ref] = _share(to, found, law, *operands)
            else:
                found[ref] = _WORDS[word](to, *(_value(found, each) for each in operands))
        return _value(found, self.lines["payout"])

    def statement(self, ref: Ref) -> Any:
        """Return the word of a value, and its operands."""
        return self.tape.statements[ref.at]


def _value(found: Mapping[Ref, Any], operand: Any) -> Any:
    """Return an operand: what was written, or a constant."""
    match operand:
        case Ref():
            return found[operand]
        case Rounding():
            return operand
        case bool():
            return ir.Constant(BOOLEAN, int(operand))
    return number(int(operand))


def _share(to: Any, found: Mapping[Ref, Any], law: Mapping[str, Any], *share: Any) -> Any:
    rate, of, units, way = share
    parts = _bands(to, found, rate, _value(found, of))
    taken = reduce(
        lambda one, other: to.fadd(one, other, flags=FUSED),
        [to.fmul(part, law[f"{name}_numerator"], flags=FUSED) for name, part in parts],
    )
    name, _ = named_rates(rate)[0]
    each = _value(found, units)
    unit = to.fmul(law[f"{name}_denominator"], each)
    return to.fmul(_rounded(to, taken, unit, _value(found, way)), each)


def _bands(to: Any, found: Mapping[Ref, Any], rate: Any, amount: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of an amount of which a share is taken, each with the name of its rate."""
    if isinstance(rate, LawRate):
        yield rate.name, amount
        return
    starts = [_value(found, start) for start, _ in rate]
    parts = [most(to, to.fsub(amount, start), number(0)) for start in starts]
    widths = [to.fsub(after, start) for start, after in pairwise(starts)]
    limited = [least(to, part, width) for part, width in zip(parts, widths, strict=False)]
    for part, (_, own) in zip([*limited, parts[-1]], rate, strict=True):
        yield own.name, part


class Loop(NamedTuple):
    """A rule by its law: a program and its arguments."""

    program: NativeProgram
    figures: Sequence[tuple[int, ...]]
    """The figures of the law as stated, then by the other views of the terms where they differ."""
    most: int
    """The greatest amount, either way."""


@lru_cache(maxsize=4_096)
def of_view(rule: Rule, terms: RuleTerms, within: tuple[tuple[str, Ends], ...]) -> Loop | None:
    """Return a rule by one view of its terms, for facts within these ends; None where something may be inexact."""
    tape, ends = Tape(), dict(within)
    facts = rule.facts(**{name: tape.fact(name) for name in rule.facts._fields})
    payout = rule.assess(facts, Terms(tape, terms)).payout
    program = NativeProgram(tape, {"payout": payout}, "shared", ends.__getitem__)
    given = program.lines["payout"]
    greatest = max(map(abs, ends_of(program.found.get(given, given))))
    return Loop(program, [tuple(program.columns().values())], greatest) if program.is_exact else None


def loop(rule: Rule, views: Views, within: Mapping[str, Ends]) -> Loop | None:
    """Return the loop of a rule, for facts within these ends; None where something may be inexact."""
    ends = tuple((name, within[name]) for name in rule.facts._fields)
    found = [of_view(rule, terms, ends) for terms in (views.stated, views.strict, views.generous)]
    loops = [each for each in found if each is not None]
    # A schedule of more rows is another program.
    if len(loops) < len(found) or len({each.program for each in loops}) > 1:
        return None
    figures = dict.fromkeys(own for each in loops for own in each.figures)
    return Loop(loops[0].program, list(figures), max(each.most for each in loops))
