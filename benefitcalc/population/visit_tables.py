"""Assess a table of visits, several per person and year: each row gets what its visit adds to the year.

A visit adds the year with it minus the year before it. So the visits of a year add up to the year's amount to the fen,
deductibles and limits included. `benefitcalc.facts.reading` says which facts visits add to.

A visit with a day follows the law of that day, as in `benefitcalc.person.year`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from benefitcalc.core.backends.columns import Expr
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.timeline import DAY, Counting, counting
from benefitcalc.population import dataframes
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.fact_columns import Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import outcome, problem, standing_of, where_right
from benefitcalc.population.tables import Asked, Table, detail_of, refuse_overwriting, summary
from benefitcalc.population.visit_amounts import Brought, Course
from benefitcalc.population.visit_years import KEYS, Keys, Years
from benefitcalc.rules import asked_of, by_name, of_policy, rules_of
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.message import N_, say

CountingOf = Mapping[Rule, tuple[Counting, ...]]
"""For each rule, the periods in which visits count towards it, with their documents."""


def assess_visits(
    table: Table,
    *,
    person: str,
    order: str,
    year: str | None = None,
    policy: Policy | str | Path | None = None,
    rules: Iterable[Rule | str] | Rule | str | None = None,
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

    Where ``order`` is a date, each visit goes by the law of its day, as in `benefitcalc.year`: after a change of law
    within the year it adds what it adds by that day's law without the ceiling, cut to that day's ceiling less what the
    year has paid; ``<rule>_standing`` says whether that law is in_force or announced. ``policy`` is the document of all
    visits instead; where ``order`` is no date, the announcement is. ``rules`` are those to which visits bring a part of
    what they ask for, unless others are given.

    ``counts`` is "counted", or "outside" for a visit that adds nothing: outside the policy's days, or on a day for
    which no document of the rules speaks. Where ``order`` is no date, years alone are compared.

    A problem in one visit makes the results null for the person's later visits of that year too, since what these add
    is not known then; ``problem`` says so. ``strict`` raises instead. A fact that is null makes them null likewise,
    even where the others might decide, and stands in ``missing`` in each of these visits.
    """
    keys = Keys.of(person, order, year)
    has_days = keys.order_has_days(dataframes.opened(table, {order}).schema)
    asked, counting_of = _asked_of_visits(policy, rules, detail, has_days=has_days)
    _refuse_others(asked, counting_of)
    opened = dataframes.opened(table, asked.columns.union(filter(None, keys)))
    keys.refuse_others(opened.schema)
    is_by_day = policy is None and has_days
    result = opened.apply(_plan(asked, counting_of, keys, opened, lang, is_by_day=is_by_day))
    if strict:
        summary(result).refuse_problems()
    return result  # type: ignore[no-any-return]  # of the kind that was opened


def _asked_of_visits(policy: object, rules: object, detail: str, *, has_days: bool) -> tuple[Asked, CountingOf]:
    """Return the request, and when visits count towards each rule; visits without days follow a single document."""
    pinned, own = collect(
        lambda: None if policy is None else law_of(policy), lambda: None if rules is None else rules_of(rules)
    )
    if pinned is None and not has_days:
        pinned, _ = asked_of(None, own)
    every = own or [rule for rule in (of_policy(pinned) if pinned else by_name().values()) if rule.accumulates]
    asked = Asked({rule: rule.law(pinned) for rule in every}, detail_of(detail))
    return asked, {rule: counting(rule.name, pinned, is_asked=own is not None) for rule in every}


def _refuse_others(asked: Asked, counting: CountingOf) -> None:
    """Raise `Refused` if a rule has no sum over visits, or if lines are wanted, since lines belong to a year."""
    nothing = say(N_("nothing that it asks for adds up over the visits of a year"))
    problems = [nothing.at(rule.name) for rule in asked.rules if not rule.accumulates]
    lowers = say(N_("a visit may lower what it gives, so that its law cannot change within a year; give one policy"))
    problems += [lowers.at(rule.name) for rule, spans in counting.items() if len(spans) > 1 and not rule.never_falls]
    if asked.detail == "lines":
        problems.append(say(N_("a visit has an amount and a range; lines are of a year")).at("detail"))
    refuse(problems)


def _plan(asked: Asked, counting: CountingOf, keys: Keys, table: Opened, lang: str, *, is_by_day: bool) -> Steps:
    """Return the columns to add to a table of visits; raise `Refused` if it is impossible."""
    dialect, steps = table.dialect, Steps(table.dialect)
    facts = asked.read(steps, table)
    visits = Years(steps, keys, table.schema)
    every = [each for spans in counting.values() for each in spans]
    holds = visits.on_days(every if is_by_day else ())
    in_all = Brought.of(visits.within(every), facts)
    by_days = {_days(every): in_all}
    judged = in_all.years.judged(facts, {name: in_all.now[name].expr for name in facts if FACTS[name].accumulates})
    added: dict[str, Expr] = {}
    for rule, spans in counting.items():
        if _days(spans) not in by_days:
            by_days[_days(spans)] = Brought.of(visits.within(spans), facts)
        brought = by_days[_days(spans)]
        course = Course(rule, brought, spans, holds)
        right = [judged[KEYS], *(judged[name] for name in rule.facts._fields)]
        right += [Judged(dialect, ~brought.unknown[name], ()) for name in rule.facts._fields if name in brought.unknown]
        told = outcome(dialect, rule, course.added(), course.eligible(), asked.detail)
        added |= where_right(right, brought.years.where_counted(told))
        added |= {standing_of(rule): course.standing()} if is_by_day else {}
    added |= in_all.years.results(judged[KEYS], in_all.unknown)
    added |= problem(steps, list(judged.values()), lang)
    refuse_overwriting([*added, *steps.own], table.columns)
    return steps.then(added)


def _days(spans: Iterable[Counting]) -> tuple[tuple[date, date], ...]:
    """Return the periods, with adjacent ones joined."""
    found: list[tuple[date, date]] = []
    for since, until, _ in sorted(spans, key=lambda each: each.since):
        if found and since - DAY <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return tuple(found)
