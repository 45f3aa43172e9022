"""What each visit in a table adds to a rule, by the law of its day: the year with it minus the year before it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from benefitcalc.core.backends.columns import Column, Expr, expr_of, way_of
from benefitcalc.core.words import choose, least
from benefitcalc.engine.rule import Rule, more
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.terms import Views
from benefitcalc.policy.timeline import Counting
from benefitcalc.population.fact_columns import FactColumn
from benefitcalc.population.result_columns import ENDED
from benefitcalc.population.visit_years import Years

NOTHING = Views(0, 0, 0)


class Brought(NamedTuple):
    """The sums of the visits that count: the year with a visit, and before it."""

    years: Years
    now: Mapping[str, Column]
    before: Mapping[str, Column]
    is_first: Column
    unknown: Mapping[str, Expr]
    """Whether a fact is unknown in a visit that counts, or in an earlier one of the year."""

    @classmethod
    def of(cls, years: Years, facts: Mapping[str, FactColumn]) -> "Brought":
        """Return the sums for the visits of these years."""
        parts = years.steps.add({name: years.part(fact) for name, fact in facts.items() if FACTS[name].accumulates})
        totals = years.sums(parts)
        constant = {name: fact.value for name, fact in facts.items() if name not in parts}
        earlier = {name: totals[name] - part for name, part in parts.items()}
        now, before = (
            {name: Column(years.dialect, value, f"{name} {when}") for name, value in (constant | amounts).items()}
            for when, amounts in (("now", totals), ("before", earlier))
        )
        return cls(years, now, before, years.is_first(), years.unknown(facts))


class Course(NamedTuple):
    """One rule over the years: what each visit adds by the document of its day."""

    rule: Rule
    brought: Brought
    counting: Sequence[Counting]
    holds: Mapping[Counting, Column]
    """Whether a visit is on a day of a document."""

    def added(self) -> Views:
        """Return what each visit adds; after another document in the year, uncapped and then cut to what is left."""
        found = NOTHING
        for at, each in enumerate(self.counting):
            brought, views = self.brought, self.rule.views(each.policy)
            adds = self._kept(self.rule.increment(brought.before, brought.now, brought.is_first, views))
            others = [self.holds[one] for one in self.counting[:at] if one.policy != each.policy]
            if others:
                adds = self._where(self._after(others), self._cut(each, views, found), adds)
            found = self._of_days(each, adds, found)
        return found

    def standing(self) -> Expr:
        """Return the status of the document of the day; null if no document counts."""
        text: Any = self.brought.years.dialect
        for each in self.counting:
            text = text.when(self.holds[each].expr).then(self.brought.years.dialect.lit(each.policy.status))
        return text

    def eligible(self) -> Views:
        """Return whether the person is eligible by the document of the day."""
        found = Views(False, False, False)
        for each in self.counting:
            lines = self.rule.read(self.brought.now, self.rule.views(each.policy))
            found = self._of_days(each, Views(*(of_view.is_eligible for of_view in lines)), found)
        return found

    def _of_days(self, span: Counting, values: Views, others: Views) -> Views:
        """Choose values on the days of a document, and others on other days; a single document needs no choice."""
        return self._kept(self._where(self.holds[span], values, others)) if len(self.counting) > 1 else values

    def _cut(self, span: Counting, views: Views, earlier: Views) -> Views:
        """Return what a visit adds without the ceiling, limited to the ceiling minus what the year has paid.

        No visit lowers the amount of the year. So the year has paid the sum of its visits, up to the ceiling.
        """
        uncapped = Views(*(terms.without_ceilings() for terms in views))
        now, before = (self.rule.payouts(facts, uncapped) for facts in (self.brought.now, self.brought.before))
        rises = self._kept(more(now, before, is_first=False))
        if uncapped == views:
            return rises
        limits = self._kept(self.rule.payouts(self._endless(), views))
        paid = self._summed(self.brought.years.in_all, earlier)
        risen = self._summed(self.brought.years.sums, self._where(self.holds[span], rises, NOTHING))
        found = []
        for limit, was, rise, total in zip(limits, paid, rises, risen, strict=True):
            with_it, without = (least(was + each, limit) for each in (total, total - rise))
            found.append(with_it - without)
        return Views(*found)

    def _endless(self) -> dict[str, Any]:
        """Return the facts with costs above every ceiling and without payments by others."""
        return {**self.brought.now, **dict.fromkeys(self.rule.costs, ENDED), **dict.fromkeys(self.rule.payments, 0)}

    def _after(self, others: Sequence[Column]) -> Column:
        """Whether a visit of the year was under one of these earlier documents."""
        years = self.brought.years
        ones = {each.way: expr_of(years.dialect, choose(each, 1, 0)) for each in others}
        counted = [Column(years.dialect, each, way) for way, each in years.in_all(ones).items()]
        return sum(counted[1:], counted[0]) >= 1

    def _summed(self, how: Callable[[Mapping[str, Expr]], Mapping[str, Expr]], values: Views) -> Views:
        """Return the sums of values over visits, each computed once."""
        dialect = self.brought.years.dialect
        sums = how({way_of(each): expr_of(dialect, each).fill_null(0) for each in values})
        return Views(*(Column(dialect, sums[way_of(each)], f"{how.__name__}({way_of(each)})") for each in values))

    def _where(self, holds: Column, values: Views, others: Views) -> Views:
        return Views(*(choose(holds, one, other) for one, other in zip(values, others, strict=True)))

    def _kept(self, values: Views) -> Views:
        """Give each value a column of its own, once each, with a short ``way``."""
        dialect, columns = self.brought.years.dialect, [each for each in values if isinstance(each, Column)]
        names = self.brought.years.steps.named({each.way: each.expr for each in columns})
        own = {way: Column(dialect, dialect.col(name), name) for way, name in names.items()}
        return Views(*(own[each.way] if isinstance(each, Column) else each for each in values))
