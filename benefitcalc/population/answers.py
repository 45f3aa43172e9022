"""What rules answer for columns that were read and judged: the results, and what is open where facts are null.

The terms are given, so the same people may be asked about under any law.
"""

from collections.abc import Mapping
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import NamedTuple

from benefitcalc.core.backends.columns import Column, Expr
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import Views
from benefitcalc.population import plan
from benefitcalc.population.fact_columns import FactColumn
from benefitcalc.population.plan import Apart, Step, Steps
from benefitcalc.population.result_columns import MISSING, Detail, results, undecided, where_right
from benefitcalc.population.row_facts import Known
from benefitcalc.population.unknown_columns import Prospect, levels_of


class Answers(NamedTuple):
    """Rules, each with the terms by which it answers, and how much is told."""

    views: Mapping[Rule, Views]
    detail: Detail

    def columns(self, steps: Steps, facts: Mapping[str, FactColumn]) -> dict[str, Expr]:
        """The results of all rules, and the facts that are missing."""
        dialect = steps.dialect
        found = self.found(steps, {name: Column(dialect, fact.value, name) for name, fact in facts.items()})
        decided: dict[str, Expr] = {}
        for rule in self.views:
            judged = [facts[name].judged for name in rule.facts._fields]
            decided |= where_right(judged, results(dialect, rule, found[rule], self.detail))
        return decided | self.undecided(steps, facts, decided)

    def found(self, steps: Steps, values: Mapping[str, Column]) -> dict[Rule, Views]:
        """The lines of each rule as columns, by every view of the terms."""
        found = {rule: rule.read(values, views) for rule, views in self.views.items()}
        if self.detail == "amount":
            return found
        # Each line stands in several results.
        kept = iter(steps.keep(vars(lines) for views in found.values() for lines in views))
        return {rule: Views(*(rule.lines(**each) for each in islice(kept, len(Views._fields)))) for rule in found}

    @property
    def levels(self) -> int:
        """How many steps `undecided` takes."""
        return 3 + max(levels_of(rule, views) for rule, views in self.views.items())

    def undecided(self, steps: Steps, facts: Mapping[str, FactColumn], decided: Mapping[str, Expr]) -> dict[str, Expr]:
        """The results, completed where facts are not known with what these leave of them; and which of these matter."""
        dialect = steps.dialect
        columns = {**decided, MISSING: dialect.lit(None).cast(dialect.String)}
        found = {rule: _is_open(rule, facts) for rule in self.views}
        is_open = {rule: each for rule, each in found.items() if each is not None}
        if not is_open:
            return columns

        def work(own: Steps, read: Mapping[str, Expr]) -> dict[str, Expr]:
            levels = [own.level() for _ in range(self.levels)]
            prospects = []
            for rule in is_open:
                filled = [Step(own, level, read[rule.name]) for level in levels]
                known = {name: Known(read[f"{name} value"], read.get(f"{name} null")) for name in rule.facts._fields}
                prospects.append(Prospect(filled, rule, self.views[rule], known))
            return undecided(prospects, self.detail)

        values = {f"{name} value": fact.value for name, fact in facts.items()}
        nulls = {f"{name} null": fact.is_unknown for name, fact in facts.items() if fact.is_unknown is not None}
        guards = {rule.name: each for rule, each in is_open.items()}
        return dict(plan.apart(steps, Apart(columns, guards | values | nulls, list(values.values()), work)))


def fits(rule: Rule, facts: Mapping[str, FactColumn]) -> Expr:
    """Whether nothing that a rule reads is wrong, though it may not be known."""
    return reduce(and_, (facts[name].is_fit for name in rule.facts._fields))


def _is_open(rule: Rule, facts: Mapping[str, FactColumn]) -> Expr | None:
    """Whether something that a rule reads is not known of a row, and nothing of it wrong; None where no row is so."""
    own = (facts[name].is_unknown for name in rule.facts._fields)
    unknown = [each for each in own if each is not None]
    return reduce(or_, unknown) & fits(rule, facts) if unknown else None
