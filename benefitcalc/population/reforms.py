"""The cost of a reform: the same people under two policies, who gains, who loses, and how much."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from benefitcalc.core.amounts import yuan
from benefitcalc.engine.parts import Told
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import Scalar
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.population import dataframes, groups, plan
from benefitcalc.population.column_readers import FEN
from benefitcalc.population.groups import Group
from benefitcalc.population.result_columns import MISSING, PROBLEM, standing_of
from benefitcalc.population.tables import Asked, assess_table, with_fitness
from benefitcalc.rules import of_policy, rules_of
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.formats import exactly
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Refused, say

BEFORE = f"{plan.OWN}before_"
"""The prefix of the first policy's columns during a comparison."""

FITS = f"{plan.OWN}fits_"
"""The prefix of the columns that say, for each rule, whether none of its facts is invalid."""


class Change(Told):
    """One benefit for the people of one group; amounts are totals in yuan.

    ``gaining`` people gain ``gained`` in total, ``losing`` people lose ``lost``; ``gained`` minus ``lost`` is ``after``
    minus ``before``. People with an invalid fact that the benefit needs (``with_problem``), and other people whose
    amount depends on missing facts (``with_missing``), are counted separately and are in no amount.
    """

    rule: str
    group: FixedDict[Scalar | None]
    people: int
    with_problem: int
    with_missing: int
    before: Decimal
    after: Decimal
    gaining: int
    gained: Decimal
    losing: int
    lost: Decimal

    @property
    def difference(self) -> Decimal:
        """The cost of the reform in yuan: ``after`` minus ``before``."""
        with exactly():
            return self.after - self.before

    def figures(self) -> dict[str, Any]:
        """Return all counts and amounts by name, and the difference."""
        return {**self.model_dump(exclude={"rule", "group"}), "difference": self.difference}


TAKEN = {"rule", *Change.model_fields, "difference"}
"""The names of the columns that a comparison has itself."""


class Comparison(Told):
    """Two policies for the same people, by benefit and group. `benefitcalc.compare` returns it."""

    before: str
    after: str
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        rules = ", ".join(dict.fromkeys(each.rule for each in self.changes))
        return f"<Comparison {self.before} with {self.after}: {rules}>"

    def __str__(self) -> str:
        return repr(self)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each benefit and group."""
        return [{"rule": each.rule, **each.group, **each.figures()} for each in self.changes]

    def of(self, rule: str, **group: object) -> Change:
        """Return the change of one benefit for one group; KeyError if there is none."""
        for change in self.changes:
            if change.rule == rule and change.group == group:
                return change
        raise KeyError(rule, group)


def compare(
    before: Policy | str | Path | None,
    after: Policy | str | Path | None,
    table: Any,
    *,
    on: date | str | None = None,
    rules: Iterable[Rule | str] | Rule | str | None = None,
    by: Sequence[str] | str = (),
) -> Comparison:
    """Compare two policies for the people of a table of any kind: what they cost, and who gains or loses how much.

    ``rules`` are by default the rules with money that both policies have; ``by`` names columns whose values define the
    groups. Either policy may be a reform (``policy.with_terms``). Amounts of different rules are never added, because
    their periods differ.

    Raises `Refused` as `assess_table` does, for a rule without money, and for a missing column.
    """
    old, new, asked = collect(
        lambda: law_of(before), lambda: law_of(after), lambda: None if rules is None else rules_of(rules)
    )
    asked = asked or _of_both(old, new)
    if not asked:
        raise Refused(say(N_("{before} and {after} have no benefit of money in common"), before=old.id, after=new.id))
    _, columns = collect(lambda: refuse_without_money(asked), lambda: groups.columns(table, by, TAKEN))
    rows = _merged(dataframes.collected(_summed(asked, (old, new), table, columns, on)).rows(named=True), columns)
    changes = tuple(
        _change(rule, rows[group], dict(zip(columns, group, strict=True)))
        for rule in asked
        for group in groups.in_order(rows)
    )
    return Comparison(before=old.id, after=new.id, changes=changes)


def refuse_without_money(rules: Iterable[Rule]) -> None:
    """Refused with every rule that gives no money."""
    refuse(say(N_("{rule} gives no money"), rule=rule.name) for rule in rules if not rule.gives_money)


def _merged(rows: Iterable[Mapping[str, Any]], by: Sequence[str]) -> dict[Group, Counter[str]]:
    """Merge the sums of groups with equal names; some engines separate nulls and NaN, for example."""
    found: dict[Group, Counter[str]] = {}
    for row in rows:
        sums = found.setdefault(tuple(groups.value(row[name]) for name in by), Counter())
        # Some engines return null for the sum of no rows.
        sums.update({name: int(value or 0) for name, value in row.items() if name not in by})
    return found


def _of_both(old: Policy, new: Policy) -> tuple[Rule, ...]:
    return tuple(rule for rule in of_policy(old) if rule.gives_money and rule.name in new.benefits)


def _summed(
    rules: Sequence[Rule], laws: tuple[Policy, Policy], table: Any, by: list[str], on: date | str | None
) -> nw.LazyFrame[Any]:
    """Return a row for each group with the sums of each rule."""
    old, new = laws
    first = nw.from_native(assess_table(table, policy=old, on=on, rules=rules, detail="amount"))
    standings = [standing_of(rule) for rule in rules if on is not None]
    own = [*(f"{rule.name}{FEN}" for rule in rules), *standings, MISSING, PROBLEM]
    renamed = first.rename({name: f"{BEFORE}{name}" for name in own}).to_native()
    assessed = assess_table(renamed, policy=new, on=on, rules=rules, detail="amount")
    frame = _frame(with_fitness(assessed, Asked.of(new, rules, "amount", on), FITS))
    parts = {name: part for rule in rules for name, part in _parts(rule).items()}
    sums = [nw.col(name).sum() for name in parts]
    parted = frame.select(*by, **{name: part.cast(nw.Int64) for name, part in parts.items()})
    return parted.group_by(*by).agg(*sums) if by else parted.select(*sums)


def _parts(rule: Rule) -> dict[str, nw.Expr]:
    """Return what each person adds to the sums of a rule."""
    was, now = nw.col(f"{BEFORE}{rule.name}{FEN}"), nw.col(f"{rule.name}{FEN}")
    change = now - was
    is_missing = nw.col(f"{FITS}{rule.name}")  # every policy has the same invalid facts

    def where(holds: nw.Expr, value: Any) -> nw.Expr:
        return nw.when(holds).then(value).otherwise(0)

    parts = {
        "people": nw.lit(1),
        "with_problem": where(change.is_null() & ~is_missing, 1),
        "with_missing": where(change.is_null() & is_missing, 1),
        "before": where(~change.is_null(), was),
        "after": where(~change.is_null(), now),
        "gaining": where(change > 0, 1),
        "gained": where(change > 0, change),
        "losing": where(change < 0, 1),
        "lost": where(change < 0, was - now),
    }
    return {_sum_of(rule, name): part for name, part in parts.items()}


def _sum_of(rule: Rule, name: str) -> str:
    return f"{plan.OWN}{rule.name}_{name}"


def _change(rule: Rule, sums: Mapping[str, int], group: Mapping[str, Scalar | None]) -> Change:
    def found(name: str) -> int:
        return sums[_sum_of(rule, name)]

    return Change(
        rule=rule.name,
        group=group,
        **{name: found(name) for name in ("people", "with_problem", "with_missing", "gaining", "losing")},
        **{name: yuan(found(name)) for name in ("before", "after", "gained", "lost")},
    )


def _frame(table: Any) -> nw.LazyFrame[Any]:
    """Return a table as a lazy frame; Polars sums tables of pandas and PyArrow, as it computed them."""
    frame: Any = nw.from_native(table)
    if frame.implementation in (nw.Implementation.PANDAS, nw.Implementation.PYARROW):
        frame = nw.from_native(frame.to_polars())
    return dataframes.lazy(frame.to_native())
