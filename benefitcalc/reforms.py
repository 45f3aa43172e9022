"""What a reform costs: the same people under one policy and under another, who gains, who loses, and by how much."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from benefitcalc import engines
from benefitcalc.amounts import yuan
from benefitcalc.estimate import Told, Written
from benefitcalc.fact_columns import FEN
from benefitcalc.messages import N_, Refused, say, shown
from benefitcalc.policy import Policy, law_of
from benefitcalc.result_columns import PROBLEM
from benefitcalc.rule import Rule, all_read, rules_of
from benefitcalc.rules import RULES
from benefitcalc.statement import FixedDict
from benefitcalc.tables import assess_table

BEFORE = f"{engines.OWN}before_"
"""How the columns of the first policy begin while a table is compared."""


class Change(Told):
    """One benefit for the people of one group: amounts of all of them together, in yuan.

    ``gaining`` people get ``gained`` more in all, ``losing`` people ``lost`` less; the difference of the two is
    ``after`` less ``before``. People whose row has a problem under either policy are counted apart and in no amount.
    """

    rule: str
    group: FixedDict[Written | None]
    people: int
    with_problem: int
    before: Decimal
    after: Decimal
    gaining: int
    gained: Decimal
    losing: int
    lost: Decimal

    @property
    def difference(self) -> Decimal:
        """What the reform costs."""
        return self.after - self.before

    def figures(self) -> dict[str, Any]:
        """All that was counted, by name, and the difference."""
        return {**self.model_dump(exclude={"rule", "group"}), "difference": self.difference}


class Comparison(Told):
    """Two policies for the same people, by benefit and group. `benefitcalc.compare` makes one."""

    before: str
    after: str
    changes: tuple[Change, ...]

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
    rules: Iterable[Rule] | Rule | None = None,
    by: Sequence[str] | str = (),
) -> Comparison:
    """What another policy costs for the people of a table, and who gains or loses how much; of any kind of table.

    ``rules`` are those that give money and of which both policies speak, unless others are given; ``by`` names columns
    whose values make the groups. Either policy may be a reform (``policy.with_terms``). Amounts of different rules are
    never added: they are of different periods.

    Refused as `assess_table`; for a rule that gives no money; and for a column that is not there.
    """
    old, new, asked = all_read(
        lambda: law_of(before), lambda: law_of(after), lambda: None if rules is None else rules_of(rules)
    )
    asked = asked or _of_both(old, new)
    columns = [by] if isinstance(by, str) else list(by)
    there = engines.lazy(table).collect_schema() if columns else ()
    problems = [say(N_("{rule} gives no money"), rule=rule.name) for rule in asked if not rule.gives_money]
    problems += [
        say(N_("{column}: there is no such column"), column=shown(name)) for name in columns if name not in there
    ]
    if problems:
        raise Refused(*problems)
    rows = engines.collected(_summed(asked, old, new, table, columns)).rows(named=True)
    rows = sorted(rows, key=lambda row: [(row[name] is None, str(row[name])) for name in columns])
    changes = tuple(_change(rule, row, columns) for rule in asked for row in rows)
    return Comparison(before=old.id, after=new.id, changes=changes)


def _of_both(old: Policy, new: Policy) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.gives_money and rule.name in old.benefits.keys() & new.benefits.keys())


def _summed(rules: Sequence[Rule], old: Policy, new: Policy, table: Any, by: list[str]) -> nw.LazyFrame[Any]:
    """A row for each group, with the sums of each rule."""
    first = nw.from_native(assess_table(table, policy=old, rules=rules, detail="amount"))
    own = [*(f"{rule.name}{FEN}" for rule in rules), PROBLEM]
    renamed = first.rename({name: f"{BEFORE}{name}" for name in own}).to_native()
    frame = _frame(assess_table(renamed, policy=new, rules=rules, detail="amount"))
    parts = {name: part for rule in rules for name, part in _parts(rule).items()}
    sums = [nw.col(name).sum() for name in parts]
    parted = frame.select(*by, **{name: part.cast(nw.Int64) for name, part in parts.items()})
    return parted.group_by(*by).agg(*sums) if by else parted.select(*sums)


def _parts(rule: Rule) -> dict[str, nw.Expr]:
    """What each person counts for in the sums of a rule."""
    was, now = nw.col(f"{BEFORE}{rule.name}{FEN}"), nw.col(f"{rule.name}{FEN}")
    change = now - was

    def where(holds: nw.Expr, value: Any) -> nw.Expr:
        return nw.when(holds).then(value).otherwise(0)

    parts = {
        "people": nw.lit(1),
        "with_problem": where(change.is_null(), 1),
        "before": where(~change.is_null(), was),
        "after": where(~change.is_null(), now),
        "gaining": where(change > 0, 1),
        "gained": where(change > 0, change),
        "losing": where(change < 0, 1),
        "lost": where(change < 0, was - now),
    }
    return {_sum_of(rule, name): part for name, part in parts.items()}


def _sum_of(rule: Rule, name: str) -> str:
    return f"{engines.OWN}{rule.name}_{name}"


def _change(rule: Rule, row: Mapping[str, Any], by: Iterable[str]) -> Change:
    def found(name: str) -> int:
        return int(row[_sum_of(rule, name)] or 0)  # the sum of no rows is null on some engines

    return Change(
        rule=rule.name,
        group={name: row[name] for name in by},
        **{name: found(name) for name in ("people", "with_problem", "gaining", "losing")},
        **{name: yuan(found(name)) for name in ("before", "after", "gained", "lost")},
    )


def _frame(table: Any) -> nw.LazyFrame[Any]:
    """A table as a lazy frame; one of pandas or PyArrow is summed by Polars, as it was computed."""
    frame: Any = nw.from_native(table)
    if frame.implementation in (nw.Implementation.PANDAS, nw.Implementation.PYARROW):
        frame = nw.from_native(frame.to_polars())
    return engines.lazy(frame.to_native())
