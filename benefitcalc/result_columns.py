"""What rules give, as columns to be added to a table: their names, their types, and which rows have none.

An amount is Int64 in whole fen, a whole number Int64, and a yes or no is text: "yes", "no", or "depends" where readings
of the document disagree.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import and_
from typing import Any, Literal

import narwhals.stable.v2 as nw

from benefitcalc.fact_columns import FEN, FactColumn, Judged
from benefitcalc.policy import Policy
from benefitcalc.readings.columns import Column, distinct, expr_of
from benefitcalc.rule import RESULT, Rule
from benefitcalc.terms import Views
from benefitcalc.words import Kind, all_of, any_of, least, most

Detail = Literal["amount", "range", "lines"]

PROBLEM = "problem"
"""The column that says what is wrong with a row; null where nothing is."""


def found_by(rule: Rule, facts: Mapping[str, Column], law: Policy) -> Views:
    """The lines of a rule as columns, by every view of the terms."""
    person = rule.facts(**{name: facts[name] for name in rule.facts._fields})
    return Views(*(rule.assess(person, terms) for terms in law.views(rule.name)))


def results(rule: Rule, found: Views, detail: Detail) -> Iterator[tuple[str, nw.Expr]]:
    """The columns of one rule, from its lines by every view of the terms."""
    if rule.gives_money:
        yield from figures(rule.name, FEN, [lines.payout for lines in found], detail)
    if detail != "amount" or not rule.gives_money:
        yield f"{rule.name}_eligible", answer([lines.is_eligible for lines in found])
    if detail == "lines":
        for line, (kind, _) in rule.parts.items():
            values = [getattr(lines, line) for lines in found]
            if line in RESULT:
                continue
            if kind is Kind.YES_NO:
                yield f"{rule.name}_{line}", answer(values)
            else:
                yield from figures(f"{rule.name}_{line}", FEN if kind is Kind.MONEY else "", values, detail)


def figures(name: str, ending: str, values: Iterable[Any], detail: Detail) -> Iterator[tuple[str, nw.Expr]]:
    """A figure as stated; in detail, with the least and the greatest that any view of the terms gives."""
    views = Views(*values)
    yield f"{name}{ending}", expr_of(views.stated).cast(nw.Int64)
    if detail != "amount":
        yield f"{name}_at_least{ending}", expr_of(least(*views)).cast(nw.Int64)
        yield f"{name}_at_most{ending}", expr_of(most(*views)).cast(nw.Int64)


def answer(values: Iterable[Any]) -> nw.Expr:
    """Yes or no in words, where all views of the terms agree."""
    views = distinct(values)
    always, ever = expr_of(all_of(*views)), expr_of(any_of(*views))
    yes, no, depends = map(nw.lit, ("yes", "no", "depends"))
    said = nw.when(always).then(yes)
    return (said if len(views) == 1 else said.when(ever).then(depends)).otherwise(no)


def where_right(judged: Iterable[Judged], values: Iterable[tuple[str, nw.Expr]]) -> dict[str, nw.Expr]:
    """The values of the rows in which all that was judged is right; null in the others."""
    is_right = reduce(and_, (each.is_right for each in judged))
    return {name: nw.when(is_right).then(value) for name, value in values}


def problem(judged: Iterable[Judged], lang: str) -> dict[str, nw.Expr]:
    """The column that says, row by row, everything that is wrong."""
    judged = list(judged)
    is_right = reduce(and_, (each.is_right for each in judged))
    # Polars works out the texts only in those parts of a table where a row has a problem.
    texts = nw.concat_str([each.problem(lang) for each in judged], separator="; ", ignore_nulls=True)
    return {PROBLEM: nw.when(is_right).then(nw.lit(None, nw.String)).otherwise(texts)}
