"""Whole populations: people in the rows of a table in, the same rows out, with what the rules give each of them.

The bodies are those that answer one person, read on columns by the engine that the table lives on: Polars, DuckDB or
Apache Spark. Tables of pandas and PyArrow are computed by Polars and come back as what they were.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast, get_args

import narwhals.stable.v2 as nw

from benefitcalc.core.backends.columns import Column, Expr
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import Views
from benefitcalc.population import dataframes, fact_columns
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.fact_columns import FEN, FactColumn
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import PROBLEM, SEPARATOR, Detail, problem, results, where_right
from benefitcalc.rules import asked_of
from benefitcalc.text.message import N_, Message, Refused, listed, say, shown

Table = TypeVar("Table")

MOST_TOLD = 10
"""How many different problems an error names; a summary has them all."""


def assess_table(
    table: Table,
    *,
    policy: Policy | str | Path | None = None,
    rules: Iterable[Rule] | Rule | None = None,
    detail: Detail = "range",
    strict: bool = False,
    lang: str = "en",
) -> Table:
    """The table with what the rules give each of its rows: of Polars, pandas, PyArrow, DuckDB or PySpark, as it came.

    Facts are columns named as `Rule.estimate` names them: money as whole fen in ``<fact>_fen``, or as decimals in yuan;
    yes/no as truths; levels as text. Every row and column stays, in its order where the engine has one, and a lazy
    table stays lazy. Added are, by ``detail``:

    - ``"amount"``: what each rule gives by the terms as stated, in whole fen: ``<rule>_fen``; or where it gives no
      money ``<rule>_eligible``: "yes", "no", or "depends" where readings of the document disagree.
    - ``"range"``: ``<rule>_eligible`` for all, and by all readings ``<rule>_at_least_fen`` and ``<rule>_at_most_fen``.
    - ``"lines"``: each line of the calculation too: ``<rule>_<line>_fen`` and its range, or ``<rule>_<line>``.

    ``problem`` is null, or says in ``lang`` everything that is wrong with the row; the results of the rules that read a
    wrong value are null. ``strict`` raises instead, with counts; a lazy table is computed for that.

    Refused, before any work, with every column that is missing, of a wrong type, or would be overwritten.
    """
    asked = Asked.of(policy, rules, detail)
    opened = dataframes.opened(table, asked.columns)
    result = opened.apply(asked.plan(opened, lang))
    if strict:
        summary(result).refuse_problems()
    return result  # type: ignore[no-any-return]  # of the kind that was opened


class Asked(NamedTuple):
    """What a caller wants to know of each row."""

    law: Policy
    rules: tuple[Rule, ...]
    detail: Detail

    @classmethod
    def of(cls, policy: Policy | str | Path | None, rules: Any, detail: str) -> "Asked":
        """What was asked, checked; Refused with all that cannot be answered."""
        law, own = asked_of(policy, rules)
        for rule in own:
            law.views(rule.name)
        if detail not in get_args(Detail):
            raise Refused(
                say(
                    N_("detail: '{given}' is not one of: {choices}"),
                    given=shown(detail),
                    choices=listed(get_args(Detail)),
                )
            )
        return cls(law, own, cast(Detail, detail))

    @property
    def facts(self) -> list[str]:
        """The facts that the rules read, in the order of `benefitcalc.facts.reading`."""
        read = {name for rule in self.rules for name in rule.facts._fields}
        return [name for name in FACTS if name in read]

    @property
    def columns(self) -> set[str]:
        """Every name that a column of these facts may have."""
        return {each for name in self.facts for each in (name, name + FEN)}

    def plan(self, table: Opened, lang: str) -> Steps:
        """The columns to be added to a table; Refused where they cannot be."""
        dialect, steps = table.dialect, Steps(table.dialect)
        facts = self.read(steps, table)
        found = self.found(steps, {name: Column(dialect, fact.value, name) for name, fact in facts.items()})
        added: dict[str, Expr] = {}
        for rule in self.rules:
            judged = [facts[name].judged for name in rule.facts._fields]
            added |= where_right(judged, results(dialect, rule, found[rule], self.detail))
        added |= problem(steps, [fact.judged for fact in facts.values()], lang)
        refuse_overwriting([*added, *steps.own], table.columns)
        return steps.then(added)

    def read(self, steps: Steps, table: Opened) -> dict[str, FactColumn]:
        """The facts that the rules read, each read and judged once: in columns of their own from here on."""
        facts = fact_columns.read(table, self.facts)
        values = steps.add({name: fact.value for name, fact in facts.items()})
        rights = steps.add({name: fact.judged.is_right for name, fact in facts.items()})
        return fact_columns.consistent(
            {
                name: fact._replace(value=values[name], judged=fact.judged._replace(is_right=rights[name]))
                for name, fact in facts.items()
            }
        )

    def found(self, steps: Steps, values: Mapping[str, Column]) -> dict[Rule, Views]:
        """The lines of each rule as columns, by every view of the terms."""
        found = {rule: rule.read(values, self.law.views(rule.name)) for rule in self.rules}
        if self.detail == "amount":
            return found
        # Each line stands in several results.
        kept = iter(steps.keep(vars(lines) for views in found.values() for lines in views))
        return {rule: Views(*(rule.lines(**each) for each in islice(kept, len(Views._fields)))) for rule in found}


def refuse_overwriting(added: Iterable[str], columns: Iterable[str]) -> None:
    """Refused where a column to be added has the name of one that is there; some engines take capitals for small."""
    there = {name.casefold(): name for name in map(str, columns)}
    twice = [there[name.casefold()] for name in added if name.casefold() in there]
    if twice:
        raise Refused(
            *(say(N_("{column}: this column would be overwritten; rename it"), column=name) for name in twice)
        )


class Summary(NamedTuple):
    """How many rows there are, how many of them have a problem, and which problems these are."""

    rows: int
    with_problem: int
    problems: dict[str, int]
    """Each problem, and how many rows have it, the most frequent first; a row may have several."""
    notices: tuple[Message, ...] = ()
    """What else is to be known of the table."""

    def explain(self, lang: str = "en") -> str:
        """The counts in words, in ``zh`` or ``en``; the problems as they were told."""
        return "\n".join(each.explain(lang) for each in self._told())

    def __str__(self) -> str:
        return self.explain()

    def refuse_problems(self) -> None:
        """Refused where any row has a problem."""
        if self.with_problem:
            raise Refused(*self._told())

    def _told(self) -> list[Message]:
        head = say(N_("{bad} of {rows} rows have a problem"), bad=self.with_problem, rows=self.rows)
        counts = list(self.problems.items())
        told = [say(N_("{count} × {problem}"), problem=text, count=count) for text, count in counts[:MOST_TOLD]]
        more = len(counts) - MOST_TOLD
        return [*self.notices, head, *told, *([say(N_("and {more} other problems"), more=more)] if more > 0 else [])]


def summary(table: object) -> Summary:
    """How many rows of an assessed table have a problem, and which; a lazy table is computed for that."""
    frame = dataframes.lazy(table)
    if PROBLEM not in frame.collect_schema():
        raise Refused(say(N_("{column}: there is no such column"), column=PROBLEM))
    rows = int(dataframes.collected(frame.select(nw.len().alias("rows")))["rows"].item())
    told = frame.filter(~nw.col(PROBLEM).is_null()).group_by(PROBLEM).agg(nw.len().alias("rows"))
    counted = dataframes.collected(told)
    counts = list(zip(counted[PROBLEM].to_list(), counted["rows"].to_list(), strict=True))
    single: Counter[str] = Counter()
    for text, count in counts:
        single.update(dict.fromkeys(text.split(SEPARATOR), count))
    problems = dict(sorted(single.items(), key=lambda each: (-each[1], each[0])))
    return Summary(rows, sum(count for _, count in counts), problems)
