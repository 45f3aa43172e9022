"""Visits in the rows of a table, several to a person and year: each row gets what that visit adds to the year.

What a visit adds is the year with it less the year before it, so the visits of a year add up to the year's amount to
the fen, deductibles and limits included. Which facts the visits bring parts of is said in `benefitcalc.facts.reading`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Literal, NamedTuple

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.columns import Column, Expr
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import Views
from benefitcalc.population import dataframes
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.fact_columns import ABOVE, ABSENT, FactColumn, Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import BETWEEN, MISSING, outcome, problem, together, where_right
from benefitcalc.population.tables import Asked, Table, refuse_overwriting, summary
from benefitcalc.rules import asked_of
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, listed, say

COUNTS = "counts"
"""The column that says whether a visit counts, or is outside the policy's days."""

KEYS = ""
"""Where what is judged of a row's person, year and order stands among what is judged of its facts."""


def assess_visits(
    table: Table,
    *,
    person: str,
    order: str,
    year: str | None = None,
    policy: Policy | str | Path | None = None,
    rules: Iterable[Rule] | Rule | None = None,
    detail: Literal["amount", "range"] = "range",
    strict: bool = False,
    lang: str = "en",
) -> Table:
    """The table of visits with what each visit adds; tables and columns as for `benefitcalc.assess_table`.

    ``person``, ``year`` and ``order`` name columns: whose visit it is, in which calendar year (whole numbers), and in
    which place among that person's visits of the year: whole numbers or dates. Without ``year`` it is the year of
    ``order``, a date then, or a time without a zone. No two visits of a person and year may have the same place. Costs
    and payments are of the visit; all other facts must be the same in all visits of a person and year.

    ``<rule>_fen`` is what the visit adds by the terms as stated. ``"range"`` adds the least and the most that it adds
    by any view of the terms, and ``<rule>_eligible``. Only the column of the stated terms adds up to the year's amount:
    the view that gives least need not be the same for each visit.

    ``rules`` are those to which visits bring a part of what they ask for, unless others are given.

    ``counts`` is "counted", or "outside" for a visit that is outside the policy's days and adds nothing. Where
    ``order`` is no date, years alone are compared.

    A problem in one visit makes the results null for the person's later visits of that year too, since what these add
    is not known then; ``problem`` says so. ``strict`` raises instead. A fact that is null makes them null likewise,
    even where the others might decide, and stands in ``missing`` in each of these visits.
    """
    if rules is None:
        rules = [rule for rule in asked_of(policy, None)[1] if rule.accumulates]
    asked = Asked.of(policy, rules, detail)
    keys = _Keys(person, order, year)
    _refuse_lines(asked)
    opened = dataframes.opened(table, asked.columns.union(filter(None, keys)))
    keys.refuse_others(opened.schema)
    result = opened.apply(_plan(asked, keys, opened, lang))
    if strict:
        summary(result).refuse_problems()
    return result  # type: ignore[no-any-return]  # of the kind that was opened


def _refuse_lines(asked: Asked) -> None:
    """Refused where a rule has nothing to add up, or its lines are wanted: lines are of a year and not of a visit."""
    nothing = say(N_("nothing that it asks for adds up over the visits of a year"))
    problems = [nothing.at(rule.name) for rule in asked.rules if not rule.accumulates]
    if asked.detail == "lines":
        problems.append(say(N_("a visit has an amount and a range; lines are of a year")).at("detail"))
    refuse(problems)


class _Keys(NamedTuple):
    """The columns that say whose visit a row is, and when."""

    person: str
    order: str
    year: str | None

    def refuse_others(self, schema: Mapping[str, Any]) -> None:
        """Refused where one is not there, or of a type whose values cannot be told apart exactly."""
        days = {"Date", "Datetime"}
        # Text is no order: "10" comes before "9".
        needed = {self.person: {"String", *_WHOLE}, self.order: {*_WHOLE, *days} if self.year else days}
        if self.year:
            needed[self.year] = _WHOLE
        problems = []
        for column, types in needed.items():
            if column not in schema:
                problems.append(say(N_("there is no such column")).at(column))
            elif type(schema[column]).__name__ not in types:
                told = {"found": str(schema[column]), "types": listed(sorted(types & {"String", "Int64", *days}))}
                problems.append(say(N_("a column of {found}; needed: {types}"), **told).at(column))
            elif column == self.order and not self.year and getattr(schema[column], "time_zone", None):
                told_zone = say(N_("the year depends on the time zone; name a column for year"))
                problems.append(told_zone.at(column))
        refuse(problems)


_WHOLE = {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"}


class _Years:
    """The visits of each person and year in their order: what is summed over them, and which of them are right."""

    def __init__(self, steps: Steps, keys: _Keys, schema: Mapping[str, Any], law: Policy) -> None:
        self.steps, self.dialect, self.keys = steps, steps.dialect, keys
        order = self.dialect.col(keys.order)
        year = self.dialect.col(keys.year) if keys.year else order.dt.year()
        own = steps.named({"person": self.dialect.col(keys.person), "year": year, "order": order})
        self.person, self.year, self.order = own.values()
        is_day = type(schema[keys.order]).__name__ not in _WHOLE
        counts = _is_within(law, order) if is_day else year.is_between(law.first_day.year, law.last_day.year)
        self.counts = steps.add({"counts": counts.fill_null(True)})["counts"]  # what has no day has a problem
        """Whether a visit is within the days of the policy."""

    def sums(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """The sums of whole numbers, none of them null, over the visits of the year up to and with this one."""
        own = self.steps.add(values)
        windows = {name: each.cum_sum().over(self.person, self.year, order_by=self.order) for name, each in own.items()}
        # DuckDB sums into 128 bits.
        return self.steps.add({name: each.cast(self.dialect.Int64) for name, each in windows.items()})

    def is_first(self) -> Column:
        """Whether a visit is the first of its year that counts."""
        visits = self.sums({"visits": self._one_where(self.counts)})["visits"]
        return Column(self.dialect, visits == 1, "is_first")

    def is_same(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """Whether each value is the same in all visits of the year."""
        codes = self.steps.add({name: value.cast(self.dialect.Int64) for name, value in values.items()})
        least = self.steps.add({name: code.min().over(self.person, self.year) for name, code in codes.items()})
        most = self.steps.add({name: code.max().over(self.person, self.year) for name, code in codes.items()})
        return {name: (least[name] == most[name]).fill_null(True) for name in codes}

    def judged(
        self, facts: Mapping[str, FactColumn], totals: Mapping[str, Expr], constant: Mapping[str, Expr]
    ) -> dict[str, Judged]:
        """What must be right of each fact, and of the keys, up to and with a visit."""
        columns = {name: fact.column for name, fact in facts.items()} | {KEYS: self.keys.order}
        each = {name: fact.judged._replace(is_right=fact.is_fit) for name, fact in facts.items()}
        each |= {KEYS: self.placed()}
        judged = self.since(each, columns)
        past, differs = (
            N_("{column}: the sum of the year {reason}"),
            N_("{column}: not the same in all visits of the year"),
        )
        for name, total in totals.items():
            judged[name] = judged[name].also(total <= GREATEST, say(past, column=columns[name], reason=ABOVE))
        for name, is_same in self.is_same(constant).items():
            judged[name] = judged[name].also(is_same, say(differs, column=columns[name]))
        return judged

    def since(self, judged: Mapping[str, Judged], columns: Mapping[str, str]) -> dict[str, Judged]:
        """What was judged visit by visit: right only where it is in the earlier visits of the year too."""
        is_wrong = {name: self.counts & ~each.is_right.fill_null(False) for name, each in judged.items()}
        wrong = self.sums({name: self._one_where(each) for name, each in is_wrong.items()})
        told = N_("{column}: a problem in an earlier visit of the year")
        return {name: each.also(wrong[name] == 0, say(told, column=columns[name])) for name, each in judged.items()}

    def placed(self) -> Judged:
        """Whether it is known whose visit a row is, of which year, and in which place."""
        columns = {
            self.keys.person: self.person,
            self.keys.year or self.keys.order: self.year,
            self.keys.order: self.order,
        }
        is_null = {column: self.dialect.col(own).is_null() for column, own in columns.items()}
        lost = self.steps.add({"lost": self._one_where(reduce(or_, is_null.values()))})["lost"]
        lost_of_person = self.steps.add({"lost": lost.max().over(self.person)})["lost"]
        alike = self.steps.add({"alike": self.dialect.len().over(self.person, self.year, self.order)})["alike"]
        missing = tuple(
            (each, say("{column} {reason}", column=column, reason=ABSENT)) for column, each in is_null.items()
        )
        placed = Judged(self.dialect, lost == 0, missing)
        elsewhere = say(N_("{columns}: missing in another visit of this person"), columns=listed(list(columns)[1:]))
        twice = say(N_("{column}: the same in two visits of the year"), column=self.keys.order)
        return placed.also(lost_of_person == 0, elsewhere).also(alike == 1, twice)

    def unknown(self, facts: Mapping[str, FactColumn]) -> dict[str, Expr]:
        """Whether a fact is not known in a visit that counts, or in an earlier one of the year."""
        is_null = {name: fact.is_unknown for name, fact in facts.items() if fact.is_unknown is not None}
        ever = self.sums({name: self._one_where(self.counts & each) for name, each in is_null.items()})
        return {name: self.counts & (ever[name] > 0) for name in ever}

    def part(self, fact: FactColumn) -> Expr:
        """What a visit brings to the year's sum: nothing that does not count or is not known to be right."""
        dialect = self.dialect
        return dialect.when(self.counts & fact.judged.is_right).then(fact.value).otherwise(dialect.lit(0))

    def where_counted(self, results: Iterable[tuple[str, Expr]]) -> Iterator[tuple[str, Expr]]:
        """The results of a visit; one that does not count adds nothing."""
        for name, value in results:
            nothing = self.dialect.lit("no" if name.endswith("_eligible") else 0)
            yield name, self.dialect.when(self.counts).then(value).otherwise(nothing)

    def told(self, placed: Judged, unknown: Mapping[str, Expr]) -> dict[str, Expr]:
        """Whether a visit counts, and which facts are not known."""
        dialect = self.dialect
        counts = dialect.when(self.counts).then(dialect.lit("counted")).otherwise(dialect.lit("outside"))
        names = [dialect.when(each).then(dialect.lit(name)) for name, each in unknown.items()]
        return {COUNTS: dialect.when(placed.is_right).then(counts), MISSING: together(dialect, names, BETWEEN)}

    def _one_where(self, holds: Expr) -> Expr:
        return self.dialect.when(holds).then(self.dialect.lit(1)).otherwise(self.dialect.lit(0))


def _plan(asked: Asked, keys: _Keys, table: Opened, lang: str) -> Steps:
    """The columns to be added to a table of visits; Refused where they cannot be."""
    dialect, steps = table.dialect, Steps(table.dialect)
    facts = asked.read(steps, table)
    years = _Years(steps, keys, table.schema, asked.law)
    parts = steps.add({name: years.part(fact) for name, fact in facts.items() if FACTS[name].accumulates})
    totals = years.sums(parts)
    constant = {name: fact.value for name, fact in facts.items() if name not in parts}
    judged = years.judged(facts, totals, constant)
    now, before = (
        {name: Column(dialect, value, f"{name} {when}") for name, value in (constant | amounts).items()}
        for when, amounts in (("now", totals), ("before", {name: totals[name] - part for name, part in parts.items()}))
    )
    is_first = years.is_first()
    unknown = years.unknown(facts)
    added: dict[str, Expr] = {}
    for rule in asked.rules:
        views = rule.views(asked.law)
        [amounts] = steps.keep([rule.increment(before, now, is_first, views)])
        eligible = Views(*(lines.is_eligible for lines in rule.read(now, views)))
        right = [judged[KEYS], *(judged[name] for name in rule.facts._fields)]
        right += [Judged(dialect, ~unknown[name], ()) for name in rule.facts._fields if name in unknown]
        added |= where_right(right, years.where_counted(outcome(dialect, rule, amounts, eligible, asked.detail)))
    added |= years.told(judged[KEYS], unknown)
    added |= problem(steps, list(judged.values()), lang)
    refuse_overwriting([*added, *steps.own], table.columns)
    return steps.then(added)


def _is_within(law: Policy, day: Expr) -> Expr:
    """Whether a day is one of the policy's."""
    first, last = (int(f"{each:%Y%m%d}") for each in (law.first_day, law.last_day))
    number = (day.dt.year() * 100 + day.dt.month()) * 100 + day.dt.day()
    return number.is_between(first, last)
