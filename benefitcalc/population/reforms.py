"""What a reform costs: the same people under one policy and under another, who gains, who loses, and by how much."""

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
from benefitcalc.population.fact_columns import FEN
from benefitcalc.population.groups import Group
from benefitcalc.population.result_columns import MISSING, PROBLEM, standing_of
from benefitcalc.population.tables import Asked, assess_table, with_fitness
from benefitcalc.rules import of_policy, rules_of
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Refused, exactly, say

BEFORE = f"{plan.OWN}before_"
"""How the columns of the first policy begin while a table is compared."""

FITS = f"{plan.OWN}fits_"
"""How the columns begin that say for each rule whether nothing that it reads is wrong."""


class Change(Told):
    """One benefit for the people of one group: amounts of all of them together, in yuan.

    ``gaining`` people get ``gained`` more in all, ``losing`` people ``lost`` less; the difference of the two is
    ``after`` less ``before``. People of whom a fact that the benefit asks for is wrong (``with_problem``), and other
    people whose amount depends on facts that are missing (``with_missing``), are counted apart and in no amount.
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
        """What the reform costs."""
        with exactly():
            return self.after - self.before

    def figures(self) -> dict[str, Any]:
        """All that was counted, by name, and the difference."""
        return {**self.model_dump(exclude={"rule", "group"}), "difference": self.difference}


TAKEN = {"rule", *Change.model_fields, "difference"}
"""The names of the columns that a comparison has itself."""


class Comparison(Told):
    """Two policies for the same people, by benefit and group. `benefitcalc.compare` makes one."""

    before: str
    after: str
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        rules = ", ".join(dict.fromkeys(each.rule for each in self.changes))
        return f"<Comparison {self.before} with {self.after}: {rules}>"

    def rows(self) -> list[dict[str, Any]]:
        """A row for each benefit and group."""
        return [{"rule": each.rule, **each.group, **each.figures()} for each in self.changes]

    def of(self, rule: str, **group: object) -> Change:
        """The change of one benefit for one group; KeyError where there is none."""
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

    ``rules`` are those that give money and of which both policies speak, unless others are given; ``by`` names columns
    whose values make the groups. Either policy may be a reform (``policy.with_terms``). Amounts of different rules are
    never added: they are of different periods.

    Refused as `assess_table`; for a rule that gives no money; and for a column that is not there.
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
    """The sums of each group by what it is called: some engines tell apart what has one name, as nulls and NaN."""
    found: dict[Group, Counter[str]] = {}
    for row in rows:
        sums = found.setdefault(tuple(groups.value(row[name]) for name in by), Counter())
        # The sum of no rows is null on some engines.
        sums.update({name: int(value or 0) for name, value in row.items() if name not in by})
    return found


def _of_both(old: Policy, new: Policy) -> tuple[Rule, ...]:
    return tuple(rule for rule in of_policy(old) if rule.gives_money and rule.name in new.benefits)


def _summed(
    rules: Sequence[Rule], laws: tuple[Policy, Policy], table: Any, by: list[str], on: date | str | None
) -> nw.LazyFrame[Any]:
    """A row for each group, with the sums of each rule."""
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
    """What each person counts for in the sums of a rule."""
    was, now = nw.col(f"{BEFORE}{rule.name}{FEN}"), nw.col(f"{rule.name}{FEN}")
    change = now - was
    is_missing = nw.col(f"{FITS}{rule.name}")  # which facts are wrong is the same under every policy

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
    """A table as a lazy frame; one of pandas or PyArrow is summed by Polars, as it was computed."""
    frame: Any = nw.from_native(table)
    if frame.implementation in (nw.Implementation.PANDAS, nw.Implementation.PYARROW):
        frame = nw.from_native(frame.to_polars())
    return dataframes.lazy(frame.to_native())
