"""What is known of a person in each row of a table: which answers are possible, and the bounds of amounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benefitcalc.core.backends.columns import OPEN, Expr, OpenColumn
from benefitcalc.core.words import Kind, all_of, any_of, is_not, least, most
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.relations import PARTS_OF, counting, of_the_same_day
from benefitcalc.population.plan import Step


class Bounds(NamedTuple):
    """The lower and the upper bound of a value, row by row."""

    low: Any
    high: Any


class Known(NamedTuple):
    """A fact in the rows of a table."""

    value: Expr
    """Null if it is unknown."""
    is_unknown: Expr | None
    """Whether it is unknown; None if every row has a value."""


class Person:
    """The known facts of one rule, row by row: which answers are possible, and the bounds of amounts."""

    def __init__(self, step: Step, facts: Mapping[str, Known]) -> None:
        self.step, self.facts = step, facts
        self.open = [name for name, fact in facts.items() if fact.is_unknown is not None]
        """The facts that may be null in some row."""
        self._ends = self._amounts()

    def ends(self, name: str) -> Bounds:
        """Return the bounds of a fact."""
        if name not in self._ends:
            value, span = self.facts[name].value, FACTS[name].span
            low, high = (self._kept(value.fill_null(end), f"{name} from {end}") for end in span)
            self._ends[name] = Bounds(low, high)
        return self._ends[name]

    def passed(self, name: str) -> Bounds:
        """How many months have passed by what is known of a number that follows from a day."""
        value, span = self.facts[name].value, FACTS[name].span
        ends = counting(name).passed(value.fill_null(span.low), value.fill_null(span.high))
        return Bounds(
            *(self._kept(end, f"{which} months of {name}") for which, end in zip(Bounds._fields, ends, strict=True))
        )

    def _fits(self, name: str, answers: Sequence[tuple[int, int]]) -> Any:
        """Whether a number that is not known may have one of these answers, beside what is known of the same day."""
        of_day = [self.passed(other) for other in of_the_same_day(name, self.facts)]
        passed = [counting(name).passed(*each) for each in _joined(answers)] if of_day else []
        return all_of(
            True, *(any_of(*(all_of(its.low <= high, its.high >= low) for low, high in passed)) for its in of_day)
        )

    def is_open(self, name: str) -> Any:
        """Whether a fact is unknown. A null amount may be determined by the other amounts."""
        if name not in self.open:
            return False
        if FACTS[name].kind is Kind.MONEY:
            return is_not(self._ends[name].low == self._ends[name].high)
        return self._kept(self.facts[name].is_unknown, f"{name} is null")

    def may_be(self, name: str, answers: Sequence[tuple[int, int]]) -> Any:
        """Whether a fact may have one of these answers."""
        value = OpenColumn(self.step.dialect, self.facts[name].value, name)
        if FACTS[name].kind is Kind.YES_NO:
            holds = value if answers[0][0] else is_not(value)
        else:
            holds = any_of(*(all_of(value >= low, value <= high) for low, high in _joined(answers)))
        return any_of(all_of(self.is_open(name), self._fits(name, answers)), holds)

    def _kept(self, expr: Expr, way: str) -> Any:
        return self.step.keep(OpenColumn(self.step.dialect, expr, way))

    def _amounts(self) -> dict[str, Bounds]:
        """Return the bounds of amounts, narrowed as in `relations.narrowed`, but by relations with one whole only."""
        dialect = self.step.dialect
        money = {name: fact.value for name, fact in self.facts.items() if FACTS[name].kind is Kind.MONEY}
        low = {name: OpenColumn(dialect, value.fill_null(0), f"least {name}") for name, value in money.items()}
        high = {name: OpenColumn(dialect, value.fill_null(OPEN), f"most {name}") for name, value in money.items()}
        related = [(whole, [part for part in parts if part in money]) for (whole, *more), parts in PARTS_OF if not more]
        related = [(whole, parts) for whole, parts in related if whole in money and parts]
        for whole, parts in related:
            low[whole] = most(low[whole], _sum(low[part] for part in parts))
        for whole, parts in reversed(related):
            for part in parts:
                others = _sum(low[other] for other in parts if other != part)
                high[part] = least(high[part], high[whole] - others)
        known = {name: self._kept(value, name) for name, value in money.items() if name not in self.open}
        return {
            name: Bounds(known[name], known[name])
            if name in known
            else Bounds(self.step.keep(low[name]), self.step.keep(high[name]))
            for name in money
        }


def _sum(amounts: Iterable[Any]) -> Any:
    return sum(amounts)


def _joined(answers: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans of whole numbers, with adjacent spans joined."""
    first, *others = answers
    for low, high in others:
        if low == first[1] + 1:
            first = (first[0], high)
        else:
            yield first
            first = (low, high)
    yield first
