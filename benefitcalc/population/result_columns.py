"""What rules give, as columns to be added to a table: their names, their types, and in which rows they are null.

An amount is Int64 in whole fen, a whole number Int64, and a yes or no is text: "yes", "no", or "depends" where readings
of the document disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Any, Literal

from benefitcalc.core.backends.columns import Dialect, Expr, distinct, expr_of
from benefitcalc.core.words import Kind, all_of, any_of, least, most
from benefitcalc.engine.lines import RESULT
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import Views
from benefitcalc.population import plan
from benefitcalc.population.fact_columns import FEN, Judged
from benefitcalc.population.plan import Steps

Detail = Literal["amount", "range", "lines"]

PROBLEM = "problem"
"""The column that says what is wrong with a row; null where nothing is."""

SEPARATOR = "; "
"""What stands between the problems of a row."""

Named = Iterator[tuple[str, Expr]]


def results(dialect: Dialect, rule: Rule, found: Views, detail: Detail) -> Named:
    """The columns of one rule, from its lines by every view of the terms."""
    payouts = Views(*(lines.payout for lines in found)) if rule.gives_money else None
    yield from outcome(dialect, rule, payouts, Views(*(lines.is_eligible for lines in found)), detail)
    if detail == "lines":
        for line, entry in rule.lines.entries().items():
            if line not in RESULT:
                values = Views(*(getattr(lines, line) for lines in found))
                yield from _line(dialect, f"{rule.name}_{line}", entry.kind, values)


def outcome(dialect: Dialect, rule: Rule, amounts: Views | None, eligible: Views, detail: Detail) -> Named:
    """What an answer comes down to: an amount where the rule gives money, and whether a person is eligible."""
    if amounts:
        yield from _figures(dialect, rule.name, FEN, amounts, detail)
    if not amounts or detail != "amount":
        yield f"{rule.name}_eligible", _answer(dialect, eligible)


def where_right(judged: Iterable[Judged], values: Named) -> dict[str, Expr]:
    """The values of the rows in which all that was judged is right; null in the others."""
    dialect, is_right = _all_right(judged)
    return {name: dialect.when(is_right).then(value) for name, value in values}


def problem(steps: Steps, judged: Sequence[Judged], lang: str) -> dict[str, Expr]:
    """The column that says, row by row, everything that is wrong."""
    dialect, is_right = _all_right(judged)
    is_wrong = steps.add({"is_wrong": ~is_right.fill_null(False)})["is_wrong"]
    texts = dialect.concat_str([each.problem(lang) for each in judged], separator=SEPARATOR, ignore_nulls=True)
    return {PROBLEM: dialect.when(is_wrong).then(plan.only_where(is_wrong, texts))}


def _all_right(judged: Iterable[Judged]) -> tuple[Dialect, Expr]:
    each = list(judged)
    return each[0].dialect, reduce(and_, (one.is_right for one in each))


def _line(dialect: Dialect, name: str, kind: Kind, values: Views) -> Named:
    if kind is Kind.YES_NO:
        yield name, _answer(dialect, values)
    else:
        yield from _figures(dialect, name, FEN if kind is Kind.MONEY else "", values, "lines")


def _figures(dialect: Dialect, name: str, ending: str, values: Views, detail: Detail) -> Named:
    """A figure as stated; in detail, with the least and the greatest that any view of the terms gives."""
    figures = {"": values.stated}
    if detail != "amount":
        figures |= {"_at_least": least(*values), "_at_most": most(*values)}
    yield from (
        (f"{name}{which}{ending}", expr_of(dialect, each).cast(dialect.Int64)) for which, each in figures.items()
    )


def _answer(dialect: Dialect, values: Iterable[Any]) -> Expr:
    """Yes or no in words, where all views of the terms agree."""
    views = distinct(values)
    yes, no, depends = map(dialect.lit, ("yes", "no", "depends"))
    said = dialect.when(expr_of(dialect, all_of(*views))).then(yes)
    if len(views) > 1:
        said = said.when(expr_of(dialect, any_of(*views))).then(depends)
    return said.otherwise(no)
