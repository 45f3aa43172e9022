"""The results of rules as columns of a table: their names and types, and the rows in which they are null.

An amount is Int64 in whole fen, a whole number is Int64, and a yes/no result is text: "yes", "no", or "depends" if
views of the document disagree or unknown facts matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Any, Literal, NamedTuple

from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.backends.columns import Dialect, Expr, distinct, expr_of
from benefitcalc.core.words import Kind, all_of, any_of, least, most
from benefitcalc.engine.lines import RESULT
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import Views
from benefitcalc.population import plan
from benefitcalc.population.column_readers import FEN
from benefitcalc.population.fact_columns import Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.unknown_columns import Prospect

Detail = Literal["amount", "range", "lines"]

PROBLEM = "problem"
"""The column with the problems of a row; null if there are none."""

MISSING = "missing"
"""The column with the unknown facts of a row that matter; null if there are none."""

SEPARATOR, BETWEEN = "; ", ", "
"""The separators between the problems of a row, and between its missing facts."""

ENDED = 10 * NO_LIMIT
"""Greater than any bounded amount, as in `amounts.yuan_if_limited`."""

Named = Iterator[tuple[str, Expr]]


def results(dialect: Dialect, rule: Rule, found: Views, detail: Detail) -> Named:
    """Yield the columns of one rule, from its lines in each view."""
    payouts = Views(*(lines.payout for lines in found)) if rule.gives_money else None
    yield from outcome(dialect, rule, payouts, Views(*(lines.is_eligible for lines in found)), detail)
    if detail == "lines":
        for line, entry in rule.lines.entries().items():
            if line not in RESULT:
                values = Views(*(getattr(lines, line) for lines in found))
                yield from _line(dialect, f"{rule.name}_{line}", entry.kind, values)


def outcome(dialect: Dialect, rule: Rule, amounts: Views | None, eligible: Views, detail: Detail) -> Named:
    """Yield the result of an answer: the amount of a rule with money, and whether the person is eligible."""
    if amounts:
        yield from _figure_columns(dialect, rule.name, FEN, amounts, detail)
    if not amounts or detail != "amount":
        yield f"{rule.name}_eligible", _answer(dialect, eligible)


def standing_of(rule: Rule) -> str:
    """Return the name of the column with the status of the rule's document on the day."""
    return f"{rule.name}_standing"


def where_right(judged: Iterable[Judged], values: Named) -> dict[str, Expr]:
    """Return the values in the rows where all checks pass; null in the others."""
    dialect, is_right = _all_right(judged)
    return {name: dialect.when(is_right).then(value) for name, value in values}


def problem(steps: Steps, judged: Sequence[Judged], lang: str) -> dict[str, Expr]:
    """Return the column with everything that is wrong in each row."""
    dialect, is_right = _all_right(judged)
    is_off = steps.add({"is_off": ~is_right.fill_null(False)})["is_off"]  # invalid or unknown
    problems = [each.problem(lang) for each in judged if each.reasons]
    told = plan.only_where(is_off, together(dialect, problems, SEPARATOR))
    return {PROBLEM: dialect.when(is_off).then(told)}


class Names(NamedTuple):
    """The names of a rule's columns: column -> line for yes/no, and (prefix, suffix, line) for figures."""

    answers: dict[str, str]
    figures: list[tuple[str, str, str]]

    @classmethod
    def of(cls, rule: Rule, detail: Detail) -> "Names":
        """Return the names for a rule and a level of detail."""
        answers, figures = {}, []
        for line, entry in rule.lines.entries().items():
            is_told = line in RESULT or detail == "lines"
            if is_told and entry.kind is Kind.YES_NO and not (detail == "amount" and rule.gives_money):
                answers[f"{rule.name}_{'eligible' if line == 'is_eligible' else line}"] = line
            elif is_told and entry.kind is not Kind.YES_NO:
                name = rule.name if line in RESULT else f"{rule.name}_{line}"
                figures.append((name, FEN if entry.kind is Kind.MONEY else "", line))
        return cls(answers, figures)


def undecided(prospects: Iterable[Prospect], detail: Detail) -> dict[str, Expr]:
    """Return the results of rules in rows with unknown facts, and which of these facts matter."""
    results: dict[str, Expr] = {}
    missing: dict[str, list[Any]] = {}
    for prospect in prospects:
        dialect = prospect.dialect
        names = Names.of(prospect.rule, detail)
        results |= {name: _open_answer(prospect, line) for name, line in names.answers.items()}
        results |= {name: value for each in names.figures for name, value in _open_figure(prospect, *each, detail)}
        for name, matters in prospect.missing().items():
            missing.setdefault(name, []).append(matters)
    named = [
        dialect.when(expr_of(dialect, any_of(*matters))).then(dialect.lit(name))
        for name, matters in missing.items()
        if any(each is not False for each in matters)
    ]
    return results | {MISSING: together(dialect, named, BETWEEN)}


def _open_answer(prospect: Prospect, line: str) -> Expr:
    """Return a yes/no result as text: "depends" if unknown facts can make it either."""
    dialect = prospect.dialect
    low, high = (expr_of(dialect, end) for end in prospect.by_all(line))
    said = dialect.when(low == 1).then(dialect.lit("yes")).when(high == 0).then(dialect.lit("no"))
    return prospect.where_needed(said.otherwise(dialect.lit("depends")))


def _open_figure(prospect: Prospect, name: str, ending: str, line: str, detail: Detail) -> Named:
    """Yield a figure where it is certain; with more detail, its lower and upper bound where they exist."""
    dialect = prospect.dialect
    low, high = (expr_of(dialect, end) for end in prospect.stated(line))
    values = {"": dialect.when(low == high).then(low)}
    if detail != "amount":
        ends = zip(("_at_least", "_at_most"), prospect.by_all(line), strict=True)
        figures = {which: expr_of(dialect, end) for which, end in ends}
        values |= {which: dialect.when(end.is_between(-ENDED, ENDED)).then(end) for which, end in figures.items()}
    yield from (
        (f"{name}{which}{ending}", prospect.where_needed(value.cast(dialect.Int64))) for which, value in values.items()
    )


def together(dialect: Dialect, texts: Sequence[Expr], separator: str) -> Expr:
    """Join texts without nulls; null if all are null."""
    if not texts:
        return dialect.lit(None).cast(dialect.String)
    together = dialect.concat_str(texts, separator=separator, ignore_nulls=True)
    return dialect.when(together.str.len_chars() > 0).then(together)


def _all_right(judged: Iterable[Judged]) -> tuple[Dialect, Expr]:
    each = list(judged)
    return each[0].dialect, reduce(and_, (one.is_right for one in each))


def _line(dialect: Dialect, name: str, kind: Kind, values: Views) -> Named:
    if kind is Kind.YES_NO:
        yield name, _answer(dialect, values)
    else:
        yield from _figure_columns(dialect, name, FEN if kind is Kind.MONEY else "", values, "lines")


def _figure_columns(dialect: Dialect, name: str, ending: str, values: Views, detail: Detail) -> Named:
    """Yield a stated figure; with more detail, also the least and the greatest of all views."""
    figures = {"": values.stated}
    if detail != "amount":
        figures |= {"_at_least": least(*values), "_at_most": most(*values)}
    yield from (
        (f"{name}{which}{ending}", expr_of(dialect, each).cast(dialect.Int64)) for which, each in figures.items()
    )


def _answer(dialect: Dialect, values: Iterable[Any]) -> Expr:
    """Return a yes/no result as text; "depends" if the views disagree."""
    views = distinct(values)
    yes, no, depends = map(dialect.lit, ("yes", "no", "depends"))
    said = dialect.when(expr_of(dialect, all_of(*views))).then(yes)
    if len(views) > 1:
        said = said.when(expr_of(dialect, any_of(*views))).then(depends)
    return said.otherwise(no)
