"""One SELECT that computes in a database what `assess_table` computes of a table.

Each common table expression adds columns to those before it: the facts, read and judged; the values of the printed
bodies, those first that others are computed from; and what is left open in the rows in which facts are not known. For
an engine that runs a subquery quickly for each row, what is open for a rule is computed in those rows alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial, reduce
from operator import and_
from pathlib import Path
from textwrap import indent
from types import SimpleNamespace
from typing import Any, get_args

import narwhals.stable.v2 as nw

from benefitcalc.core.backends.columns import Column
from benefitcalc.core.backends.printed import Ref, Tape, Terms
from benefitcalc.core.words import Kind
from benefitcalc.engine.provenance import library_version
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.terms import Views
from benefitcalc.population import sql_text
from benefitcalc.population.column_readers import FEN
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.fact_columns import FactColumn, Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import PROBLEM, problem, results, where_right
from benefitcalc.population.sql_engines import ENGINES, ROW, Dialect, Engine
from benefitcalc.population.sql_program import TARGET, SqlProgram, bracketed
from benefitcalc.population.sql_steps import LAW, Chain, Shared, Step, names_in, select
from benefitcalc.population.sql_text import Text
from benefitcalc.population.tables import Asked
from benefitcalc.text.basic import basic
from benefitcalc.text.errors import collect, one_of, refuse
from benefitcalc.text.message import N_, STEERING, Refused, say, shown


def sql(
    *,
    rules: Iterable[Rule | str] | Rule | str | None = None,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    dialect: str = "postgres",
    detail: str = "range",
    table: str = "people",
    lang: str = "en",
) -> str:
    """Return one SELECT with the results of `assess_table` for each row of a table, in the SQL of a database.

    ``dialect`` is "postgres", "duckdb" or "spark". The columns of the table are whole fen in ``<fact>_fen``, BOOLEAN
    for yes/no, text for levels, and whole numbers for other facts. With a day ``on``, numbers derived from a day are
    counted up to it from a DATE column such as ``birth_date``. ``table`` is the exact name, with its schema before a
    point. Everything else is as in `assess_table`: every row and column stays, and the same columns are added.

    Raises `Refused`, with all problems at once, for everything that the database cannot express.
    """
    asked, engine, source = collect(
        lambda: Asked.of(policy, rules, detail, on), lambda: _engine(dialect), lambda: _parts(table)
    )
    name = ".".join(_quoted(each, engine) for each in source)
    return _Query(asked, engine, lang).written(name)


def _engine(dialect: str) -> Engine:
    return ENGINES[one_of(dialect, get_args(Dialect), "dialect")]


def _parts(table: object) -> list[str]:
    name = basic(table)
    parts = name.split(".") if isinstance(name, str) else [""]
    if not all(parts) or any(STEERING.search(each) for each in parts):
        told = N_("'{given}' is not the name of a table, such as people or public.people")
        raise Refused(say(told, given=shown(table)).at("table"))
    return parts


def _quoted(name: str, engine: Engine) -> str:
    return f"{engine.quote}{name.replace(engine.quote, 2 * engine.quote)}{engine.quote}"


Labelled = tuple[str, Mapping[str, Text]]
"""Columns that are added at once, and what the step is called."""


class _Steps(Steps):
    """Steps whose columns are called after what is in them, and that have names themselves."""

    def __init__(self, dialect: Any) -> None:
        super().__init__(dialect, "")
        self.labels: list[str] = []

    def named(self, values: Mapping[str, Any]) -> dict[str, str]:
        names = {key: re.sub(r"\W+", "_", key) for key in values}
        self.own.extend(names.values())
        self.steps.append({names[key]: value for key, value in values.items()})
        return names

    def label(self, *names: str) -> None:
        """Name the steps that were added since; those that are more have the last name too."""
        new = len(self.steps) - len(self.labels)
        self.labels.extend([*names, *[names[-1]] * (new - len(names))])

    def labelled(self) -> list[Labelled]:
        """The steps with their names."""
        return list(zip(self.labels, self.steps, strict=True))


class _Query:
    def __init__(self, asked: Asked, engine: Engine, lang: str) -> None:
        self.asked, self.engine = asked, engine
        self.dialect: Any = _dialect(String=engine.text)
        self.steps = _Steps(self.dialect)
        self.law: dict[str, int] = {}
        self.kinds = dict(_columns(asked))
        self.facts = asked.read(self.steps, self._opened())
        self.steps.label("facts", "judged")
        known = self.steps.add({f"{rule.name} is known": _all_known(rule, self.facts) for rule in asked.rules})
        self.is_settled = self.steps.add({"is_settled": reduce(and_, known.values()).fill_null(False)})["is_settled"]
        self.steps.label("known", "settled")
        found = self._found()
        self.steps.label("lines")
        self.settled = len(self.steps.labels)
        decided: dict[str, Text] = {}
        for rule in asked.rules:
            judged = Judged(self.dialect, known[f"{rule.name} is known"], ())
            decided |= where_right([judged], results(self.dialect, rule, found[rule], asked.detail))
        wrong = [fact.judged._replace(is_right=fact.is_fit) for fact in self.facts.values()]
        told = self.steps.add(problem(self.steps, wrong, lang))
        self.steps.label("problems")
        self.results = asked.undecided(self.steps, self.facts, decided) | asked.standings(self.dialect) | told
        self.steps.label("open")
        self._refuse_long_names()

    def _opened(self) -> Opened:
        """Return the table as it is read: its columns under temporary names."""
        dialect = _dialect(String=self.engine.text, col=self._given)
        schema = {name: kind() for name, kind in self.kinds.items()}
        return Opened(dialect, list(schema), schema, (), (), lambda _: None)

    def _given(self, column: str) -> Text:
        return (_Small if self.kinds[column] is nw.String else Text)(_given_name(column))

    def _found(self) -> dict[Rule, Views]:
        """Return the lines of each rule in each view, as the steps compute them."""
        programs = {rule: self._program(rule) for rule in self.asked.rules}
        depths: dict[int, dict[str, Text]] = {}
        for program in programs.values():
            self.law |= program.columns()
            for name, ref in program.steps():
                depths.setdefault(program.depth(ref), {})[name] = Text(program.computation(TARGET, ref))
        for _, values in sorted(depths.items()):
            self.steps.add(values)
        return {rule: self._lines(rule, program) for rule, program in programs.items()}

    def _program(self, rule: Rule) -> SqlProgram:
        views, tape = rule.views(self.asked.laws[rule]), Tape()
        facts = rule.facts(**{name: tape.fact(name) for name in rule.facts._fields})
        lines: dict[str, Any] = {}
        for view in _VIEWS:
            terms = Terms(tape, getattr(views, view), partial(_name_of_figure, rule, views.stated, view))
            lines |= {_name(rule, line, view): value for line, value in vars(rule.assess(facts, terms)).items()}
        return SqlProgram(tape, lines, f"{rule.name}_shared", self.engine.division)

    def _lines(self, rule: Rule, program: SqlProgram) -> Views:
        def line(name: str, view: str) -> Any:
            value = program.lines[_name(rule, name, view)]
            if not isinstance(value, Ref):
                return value
            text = program.operand(TARGET, value)
            return Column(self.dialect, Text(bracketed(text)), text)

        names = rule.lines.entries()
        return Views(*(rule.lines(**{name: line(name, view) for name in names}) for view in Views._fields))

    def _refuse_long_names(self) -> None:
        names = dict.fromkeys([*self.results, *self.steps.own, *self.law, *map(_given_name, self.kinds)])
        told = say(
            N_("this name is too long for {engine}, which takes {most} letters"),
            engine=self.engine.called,
            most=self.engine.longest_name,
        )
        refuse(told.at(name) for name in names if len(name) > self.engine.longest_name)

    def written(self, table: str) -> str:
        source = f"{table} AS {ROW}"
        row = self.engine.whole_row
        query = self._of_each_row(source) if row is None else self._of_all_rows(source, row)
        return f"{self._head()}{query}\n"

    def _of_all_rows(self, source: str, whole_row: str) -> str:
        """One step after another for all rows, which are carried through."""
        shared, row = Shared({}), f"{ROW}.*"
        given = {ROW: whole_row, **self._raws()}
        steps = self._shared(shared, self.steps.labelled())
        chain = Chain([("given", given), *steps], {row: row, **shared.column_texts(self.results)}, source)
        return self._written(chain, self._law())

    def _of_each_row(self, source: str) -> str:
        """One row after another; for what is not known of one, each rule that it is open for stands apart."""
        shared, labelled = Shared({}), self.steps.labelled()
        steps = self._shared(shared, labelled[: self.settled])
        opened = self._opened_row(shared, labelled[self.settled :])
        results = shared.column_texts(self.results)
        told = self._written(Chain([("given", self._raws()), *steps], results, joins=[opened]), self._law())
        return f"SELECT {ROW}.*, told.*\nFROM {source}\n{_joined('CROSS', told, 'told')}"

    def _opened_row(self, outer: Shared, steps: Sequence[Labelled]) -> str:
        """What is told of a row in which not all is known, or something is wrong."""
        *levels, (_, results) = steps[-1 - self.asked.answers.levels :]
        *first, (_, reads) = steps[: -len(levels) - 1]
        shared = Shared(outer.names)
        before = self._shared(shared, [*first, ("open", reads)])
        told = shared.column_texts({PROBLEM: Text(PROBLEM), **results})
        wanted, guards = names_in(told.values()), dict(zip(self.asked.rules, reads, strict=False))
        rules = [self._opened_rule(rule, guards[rule], levels, shared, wanted) for rule in self.asked.rules]
        chain = Chain(before, told, where=f"NOT {self.is_settled.sql}", joins=rules)
        return _joined("LEFT", self._written(chain), "opened")

    def _opened_rule(self, rule: Rule, guard: str, levels: Sequence[Labelled], outer: Shared, wanted: set[str]) -> str:
        """What is told of a row in which a rule is open."""
        shared = Shared(outer.names)
        own = [(label, _only_where(guard, level)) for label, level in levels]
        steps = self._shared(shared, own)
        told = shared.column_texts({name: Text(name) for _, level in own for name in level if name in wanted})
        return _joined("LEFT", self._written(Chain(steps, told, where=shared.names.get(guard, guard))), rule.name)

    def _shared(self, shared: Shared, steps: Iterable[Labelled]) -> list[Step]:
        return [(label, each) for label, step in steps for each in shared.steps(step)]

    def _written(self, chain: Chain, law: str = "") -> str:
        return chain.written(law, self.engine.written_out, self.engine.kept)

    def _raws(self) -> dict[str, str]:
        return {_given_name(name): self._raw(name) for name in self.kinds}

    def _law(self) -> str:
        figures = {name: _sql_figure(value) for name, value in self.law.items()}
        return f"{LAW} AS {self.engine.written_out}(\n{select(figures)}\n)" if figures else ""

    def _head(self) -> str:
        names = ", ".join(rule.name for rule in self.asked.rules)
        laws = ", ".join(f"{law.id} ({law.digest})" for law in dict.fromkeys(self.asked.laws.values()))
        return (
            f"-- {names}\n-- by {laws}, detail {self.asked.detail}\n"
            f"-- for {self.engine.called}, by benefitcalc {library_version()}\n"
        )

    def _raw(self, column: str) -> str:
        """Return a column of the table as the facts are parsed from it."""
        text = f"{ROW}.{_quoted(column, self.engine)}"
        match self.kinds[column]:
            case kind if kind is nw.String:
                return f"lower({self.engine.blanks.format(text)})"
            case kind if kind is nw.Int64:
                return f"{text} | 0"  # this operator accepts only whole numbers
        return text


def _dialect(**own: Any) -> Any:
    """Return the SQL vocabulary with some names replaced."""
    return SimpleNamespace(**(vars(sql_text) | own))


_VIEWS = ("stated", "strict", "generous")


def _columns(asked: Asked) -> Iterator[tuple[str, Any]]:
    """Yield the columns of the table with their types."""
    for fact in map(FACTS.__getitem__, asked.facts):
        if fact.derivation and asked.on:
            yield fact.derivation.of, nw.Date
        elif fact.kind is Kind.MONEY:
            yield f"{fact.name}{FEN}", nw.Int64
        else:
            yield fact.name, {Kind.YES_NO: nw.Boolean, Kind.LEVEL: nw.String}.get(fact.kind, nw.Int64)


def _given_name(column: str) -> str:
    fact = FACTS.get(column)
    return column if fact and fact.kind is Kind.YES_NO else f"given_{column}"


def _all_known(rule: Rule, facts: Mapping[str, FactColumn]) -> Any:
    return reduce(and_, (facts[name].judged.is_right for name in rule.facts._fields))


def _name(rule: Rule, line: str, view: str) -> str:
    return f"{rule.name}_{line}" if view == "stated" else f"{rule.name}_{line}_{view}"


def _name_of_figure(rule: Rule, stated: Any, view: str, name: str, value: Any) -> str:
    """Return the name of a figure in a view; a figure equal to the stated one has one name."""
    return _name(rule, name, "stated" if getattr(stated, name) == value else view)


def _sql_figure(value: int) -> str:
    return str(value).upper() if isinstance(value, bool) else f"CAST({value} AS BIGINT)"


def _joined(how: str, query: str, name: str) -> str:
    return f"{how} JOIN LATERAL (\n{indent(query, '  ')}\n) AS {name}" + (" ON TRUE" if how == "LEFT" else "")


def _only_where(guard: str, step: Mapping[str, Text]) -> dict[str, Text]:
    """The columns that are computed where a guard holds, as they are there."""
    return {name: each.parts[1] for name, each in step.items() if each.parts[0].sql == guard}


class _Small(Text):
    """A text that is already stripped and in lower case."""

    def cast(self, _: str) -> "_Small":
        return self

    def strip_chars(self) -> "_Small":
        return self

    def to_lowercase(self) -> "_Small":
        return self

    @property
    def str(self) -> "_Small":
        return self
