"""Assess whole populations: a table with one person per row in, the same rows with the results of the rules out.

The bodies are the same as for one person, evaluated on columns by the table's own engine: Polars, DuckDB or Apache
Spark. Polars computes tables of pandas and PyArrow, which are returned as the same kind.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast, get_args

import narwhals.stable.v2 as nw

from benefitcalc.core.backends.columns import Dialect, Expr
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.derived import days_of
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.timeline import dates
from benefitcalc.population import dataframes, fact_columns
from benefitcalc.population.answers import Answers, fits
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.fact_columns import FactColumn, names_of
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import (
    BETWEEN,
    MISSING,
    PROBLEM,
    SEPARATOR,
    Detail,
    problem,
    standing_of,
)
from benefitcalc.rules import asked_on, rules_of
from benefitcalc.text.errors import collect, one_of, refuse
from benefitcalc.text.message import N_, Message, Refused, listed, say

Table = TypeVar("Table")

MOST_TOLD = 10
"""The greatest number of different problems in an error; a summary has all of them."""


def assess_table(
    table: Table,
    *,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    rules: Iterable[Rule | str] | Rule | str | None = None,
    detail: Detail = "range",
    strict: bool = False,
    lang: str = "en",
) -> Table:
    """Add the rules' results for each row to a table of Polars, pandas, PyArrow, DuckDB or PySpark; return that kind.

    Facts are columns named as in `Rule.estimate`: money in yuan as decimals in ``<fact>``, as decimals or whole numbers
    in ``<fact>_yuan``, or as whole fen in ``<fact>_fen``; yes/no as Boolean; levels as text. An age may be derived from
    a column of dates, ``birth_date``, up to the day ``on``. With a day ``on`` each rule answers by the document of that
    day, as in `benefitcalc.screen`, and ``<rule>_standing`` is the status of that document: in_force, announced,
    expired, not_yet or reform. ``policy`` is one document for all rules. Every row and column stays, in its order where
    the engine has one, and a lazy table stays lazy; only the nulls of a DuckDB table or view are counted at once. The
    added columns depend on ``detail``:

    - ``"amount"``: the payment of each rule by the stated terms, in whole fen: ``<rule>_fen``; for a rule without money
      ``<rule>_eligible``: "yes", "no", or "depends" if views of the document disagree.
    - ``"range"``: also ``<rule>_eligible`` for all rules, and over all views ``<rule>_at_least_fen`` and
      ``<rule>_at_most_fen``.
    - ``"lines"``: also each line of the calculation: ``<rule>_<line>_fen`` with its range, or ``<rule>_<line>``.

    A null fact is unknown, as in `Rule.estimate`. What the other facts decide is answered. An undecided amount is null,
    with its range (an end without limit is null) and "depends". ``missing`` is null, or names the unknown facts of the
    row that matter to any of the rules.

    ``problem`` is null, or has everything that is wrong with the row, in ``lang``; the results of the rules that use a
    wrong value are null. With ``strict``, problems raise `Refused` with counts; a lazy table is computed for that.

    Raises `Refused`, before any work, with every column that is missing, of a wrong type, or would be overwritten.
    """
    asked = Asked.of(policy, rules, detail, on)
    opened = dataframes.opened(table, asked.columns)
    result = opened.apply(asked.plan(opened, lang))
    if strict:
        summary(result).refuse_problems()
    return result  # type: ignore[no-any-return]  # of the kind that was opened


class Asked(NamedTuple):
    """A caller's request for every row."""

    laws: Mapping[Rule, Policy]
    """The rules, each with its document."""
    detail: Detail
    on: date | None = None
    """The day whose law applies, and up to which an age is counted."""

    @classmethod
    def of(cls, policy: Policy | str | Path | None, rules: Any, detail: str, on: date | str | None = None) -> "Asked":
        """Return a checked request; raise `Refused` with everything that cannot be answered."""
        day, pinned, own = collect(
            lambda: reading.day(on),
            lambda: None if policy is None else law_of(policy),
            lambda: None if rules is None else rules_of(rules),
        )
        laws = dict(asked_on(pinned, own, day).answering)
        for rule, law in laws.items():
            rule.views(law)
        return cls(laws, detail_of(detail), day)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that answer."""
        return tuple(self.laws)

    @property
    def facts(self) -> list[str]:
        """The facts that the rules use, in the order of `benefitcalc.facts.reading`."""
        read = {name for rule in self.rules for name in rule.facts._fields}
        return [name for name in FACTS if name in read]

    @property
    def columns(self) -> set[str]:
        """Every possible column name of these facts."""
        return {each for fact in FACTS.of((*self.facts, *days_of(self.facts))).values() for each in names_of(fact)}

    @property
    def answers(self) -> Answers:
        """What the rules answer by their documents."""
        return Answers({rule: rule.views(law) for rule, law in self.laws.items()}, self.detail)

    def plan(self, table: Opened, lang: str) -> Steps:
        """Return the columns to add to a table; raise `Refused` if it is impossible."""
        dialect, steps = table.dialect, Steps(table.dialect)
        facts = self.read(steps, table)
        added = self.answers.columns(steps, facts)
        added |= self.standings(dialect)
        added |= problem(steps, [fact.judged for fact in facts.values()], lang)
        refuse_overwriting([*added, *steps.own], table.columns)
        return steps.then(added)

    def standings(self, dialect: Dialect) -> dict[str, Expr]:
        """Return the status of each rule's document on the day asked about; empty without a day."""
        laws = self.laws.items() if self.on else ()
        return {standing_of(rule): dialect.lit(dates(law, rule.name, self.on).standing) for rule, law in laws}

    def undecided(self, steps: Steps, facts: Mapping[str, FactColumn], decided: Mapping[str, Expr]) -> dict[str, Expr]:
        """As `Answers.undecided`."""
        return self.answers.undecided(steps, facts, decided)

    def read(self, steps: Steps, table: Opened) -> dict[str, FactColumn]:
        """Read and check the facts that the rules use; each gets a column of its own."""
        facts = fact_columns.read(table, self.facts, self.on)
        values = steps.add({name: fact.value for name, fact in facts.items()})
        rights = steps.add({f"{name} is right": fact.judged.is_right for name, fact in facts.items()})
        return fact_columns.consistent(
            {
                name: fact._replace(
                    value=values[name], judged=fact.judged._replace(is_right=rights[f"{name} is right"])
                )
                for name, fact in facts.items()
            }
        )


def detail_of(given: object) -> Detail:
    """Return the level of detail; raise `Refused` for anything else."""
    return cast(Detail, one_of(given, get_args(Detail), "detail"))


def with_fitness(table: Any, asked: Asked, prefix: str) -> Any:
    """Return the table with a column for each rule: whether none of its facts is invalid (unknown is allowed)."""
    opened = dataframes.opened(table, asked.columns)
    steps = Steps(opened.dialect)
    facts = asked.read(steps, opened)
    return opened.apply(steps.then({f"{prefix}{rule.name}": fits(rule, facts) for rule in asked.rules}))


def refuse_overwriting(added: Iterable[str], columns: Iterable[str]) -> None:
    """Raise `Refused` if an added column has the name of an existing one; some engines ignore case."""
    there = {name.casefold(): name for name in map(str, columns)}
    twice = [there[name.casefold()] for name in added if name.casefold() in there]
    told = say(N_("this column would be overwritten; rename it"))
    refuse(told.at(name) for name in twice)


class Summary(NamedTuple):
    """The number of rows, with the counts of their problems and of their missing facts that matter.

    The most frequent problems and facts come first; equally frequent ones are in alphabetical order.
    """

    rows: int
    with_problem: int
    problems: dict[str, int]
    """Each problem with its number of rows; a row may have several."""
    with_missing: int = 0
    missing: dict[str, int] = {}  # noqa: RUF012 - a field of a named tuple, which nobody changes
    """Each unknown fact that matters with its number of rows; a row may have several, and problems too."""
    notices: tuple[Message, ...] = ()
    """Other notices about the table."""

    def explain(self, lang: str | None = None) -> str:
        """The counts in words, as `Estimate.explain` says them; the problems as they were told."""
        return "\n".join(each.explain(lang) for each in self._messages())

    def __str__(self) -> str:
        return self.explain("en")

    def refuse_problems(self) -> None:
        """Raise `Refused` if any row has a problem."""
        if self.with_problem:
            raise Refused(*self._messages())

    def _messages(self) -> list[Message]:
        head = say(N_("{bad} of {rows} rows have a problem"), bad=self.with_problem, rows=self.rows)
        counts = list(self.problems.items())
        told = [say(N_("{count} × {problem}"), problem=text, count=count) for text, count in counts[:MOST_TOLD]]
        more = len(counts) - MOST_TOLD
        others = [say(N_("and {more} other problems"), more=more)] if more > 0 else []
        return [*self.notices, head, *told, *others, *self._missing_messages()]

    def _missing_messages(self) -> Iterator[Message]:
        if self.with_missing:
            head = N_("{count} of {rows} rows lack facts that matter: {facts}")
            facts = listed([f"{fact} ({count})" for fact, count in self.missing.items()])
            yield say(head, count=self.with_missing, rows=self.rows, facts=facts)


def summary(table: object) -> Summary:
    """Count the rows of an assessed table with problems or missing facts; a lazy table is computed for that."""
    frame = dataframes.lazy(table)
    told = say(N_("there is no such column"))
    refuse(told.at(column) for column in (PROBLEM, MISSING) if column not in frame.collect_schema())
    texts = frame.select(nw.col(PROBLEM, MISSING).fill_null(""))
    counted = dataframes.collected(texts.group_by(PROBLEM, MISSING).agg(nw.len().alias("rows"))).rows(named=True)
    with_problem, problems = _counted(counted, PROBLEM, SEPARATOR)
    with_missing, missing = _counted(counted, MISSING, BETWEEN)
    return Summary(sum(row["rows"] for row in counted), with_problem, problems, with_missing, missing)


def _counted(rows: Iterable[Mapping[str, Any]], column: str, separator: str) -> tuple[int, dict[str, int]]:
    """Return the number of rows with a text in the column, and the number of rows for each part of the texts."""
    single: Counter[str] = Counter()
    told = [(row[column], row["rows"]) for row in rows if row[column]]
    for text, count in told:
        for each in dict.fromkeys(text.split(separator)):
            single[each] += count
    return sum(count for _, count in told), dict(sorted(single.items(), key=lambda each: (-each[1], each[0])))
