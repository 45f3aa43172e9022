"""What rules give, as columns to be added to a table: their names, their types, and in which rows they are null.

An amount is Int64 in whole fen, a whole number Int64, and a yes or no is text: "yes", "no", or "depends" where readings
of the document disagree or facts are not known that matter.
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
from benefitcalc.population.fact_columns import FEN, Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.unknown_columns import Prospect

Detail = Literal["amount", "range", "lines"]

PROBLEM = "problem"
"""The column that says what is wrong with a row; null where nothing is."""

MISSING = "missing"
"""The column that names the facts that are not known of a row and matter; null where there are none."""

SEPARATOR, BETWEEN = "; ", ", "
"""What stands between the problems of a row, and between its missing facts."""

ENDED = 10 * NO_LIMIT
"""More than any amount that has an end, as in `amounts.yuan_if_limited`."""

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


def standing_of(rule: Rule) -> str:
    """The column that says what the document of a rule is on the day asked about."""
    return f"{rule.name}_standing"


def where_right(judged: Iterable[Judged], values: Named) -> dict[str, Expr]:
    """The values of the rows in which all that was judged is right; null in the others."""
    dialect, is_right = _all_right(judged)
    return {name: dialect.when(is_right).then(value) for name, value in values}


def problem(steps: Steps, judged: Sequence[Judged], lang: str) -> dict[str, Expr]:
    """The column that says, row by row, everything that is wrong."""
    dialect, is_right = _all_right(judged)
    is_off = steps.add({"is_off": ~is_right.fill_null(False)})["is_off"]  # wrong, or not known
    problems = [each.problem(lang) for each in judged if each.reasons]
    told = plan.only_where(is_off, together(dialect, problems, SEPARATOR))
    return {PROBLEM: dialect.when(is_off).then(told)}


class Names(NamedTuple):
    """The columns of a rule's results: for each its line; for a figure how its name begins and ends, and its line."""

    answers: dict[str, str]
    figures: list[tuple[str, str, str]]

    @classmethod
    def of(cls, rule: Rule, detail: Detail) -> "Names":
        """Those of a rule in detail."""
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
    """The results of rules in rows in which facts are not known, and which of these matter."""
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
    """A yes or no in words: "depends" where what is not known may make it either."""
    dialect = prospect.dialect
    low, high = (expr_of(dialect, end) for end in prospect.by_all(line))
    said = dialect.when(low == 1).then(dialect.lit("yes")).when(high == 0).then(dialect.lit("no"))
    return prospect.told(said.otherwise(dialect.lit("depends")))


def _open_figure(prospect: Prospect, name: str, ending: str, line: str, detail: Detail) -> Named:
    """A figure where it is certain, and in detail its least and its greatest where it has such."""
    dialect = prospect.dialect
    low, high = (expr_of(dialect, end) for end in prospect.stated(line))
    values = {"": dialect.when(low == high).then(low)}
    if detail != "amount":
        ends = zip(("_at_least", "_at_most"), prospect.by_all(line), strict=True)
        figures = {which: expr_of(dialect, end) for which, end in ends}
        values |= {which: dialect.when(end.is_between(-ENDED, ENDED)).then(end) for which, end in figures.items()}
    yield from ((f"{name}{which}{ending}", prospect.told(value.cast(dialect.Int64))) for which, value in values.items())


def together(dialect: Dialect, texts: Sequence[Expr], separator: str) -> Expr:
    """Texts, those that are null left out; null where all are."""
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
