"""Build one SELECT that computes in a database what `assess_table` computes on a table.

Each common table expression adds columns to the ones before: the facts, parsed and checked; the values of the printed
bodies in order of dependence; and the results of rows with unknown facts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial, reduce
from operator import and_
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple, get_args

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
from benefitcalc.population.dataframes import Opened
from benefitcalc.population.fact_columns import FEN, FactColumn, Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import MISSING, PROBLEM, problem, results, where_right
from benefitcalc.population.sql_program import TARGET, Division, SqlProgram, bracketed
from benefitcalc.population.sql_text import Text
from benefitcalc.population.tables import Asked
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.message import N_, Refused, listed, say, shown

Dialect = Literal["postgres", "duckdb", "spark"]

ROW = "benefitcalc_row"
"""The alias of the complete row of the table."""


class Engine(NamedTuple):
    """The syntax of one database."""

    called: str
    whole_row: str
    columns_of_row: str
    text: str
    """The type of text."""
    quote: str
    kept: str
    """The end of a step that makes the engine compute it once, instead of copying it to each use."""
    written_out: str
    """The keyword that makes the engine inline a common table expression."""
    blanks: str
    """A template that removes the blanks around a text."""
    division: Division
    longest_name: int = 10_000


def _divided(sign: str) -> Any:
    return lambda one, other: f"({one}) {sign} {bracketed(other)}"


_BLANKS = (
    r"E' \t\n\u000b\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    r"\u2028\u2029\u202f\u205f\u3000'"
)
"""The blanks of Unicode. In PostgreSQL, the blanks of a regular expression depend on the locale."""


ENGINES: Mapping[str, Engine] = {
    "postgres": Engine(
        called="PostgreSQL",
        whole_row=ROW,
        columns_of_row=f"({ROW}).*",
        text="TEXT",
        quote='"',
        kept="\n  OFFSET 0",
        written_out="NOT MATERIALIZED ",
        blanks=f"btrim({{}}, {_BLANKS})",
        division=Division(_divided("/"), "CAST(div({}, {}) AS BIGINT)".format, "NUMERIC"),
        longest_name=63,
    ),
    "duckdb": Engine(
        called="DuckDB",
        whole_row=ROW,
        columns_of_row=f"{ROW}.*",
        text="TEXT",
        quote='"',
        kept="",
        written_out="",
        blanks=r"regexp_replace({}, '^[\s\x0b\x{{85}}\p{{Z}}]+|[\s\x0b\x{{85}}\p{{Z}}]+$', '', 'g')",
        division=Division(_divided("//"), "CAST(({}) // ({}) AS BIGINT)".format, "HUGEINT"),
    ),
    "spark": Engine(
        called="Spark SQL",
        whole_row=f"struct({ROW}.*)",
        columns_of_row=f"{ROW}.*",
        text="STRING",
        quote="`",
        kept="",
        written_out="",
        blanks=r"regexp_replace({}, r'(?U)^\s+|\s+$', '')",
        division=Division(_divided("div"), _divided("div"), "DECIMAL(38, 0)"),
    ),
}


def sql(
    *,
    rules: Iterable[Rule] | Rule | None = None,
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
    if dialect not in ENGINES:
        told = N_("'{given}' is not one of: {choices}")
        raise Refused(say(told, given=shown(dialect), choices=listed(get_args(Dialect))).at("dialect"))
    return ENGINES[dialect]


def _parts(table: str) -> list[str]:
    parts = table.split(".")
    if not all(parts) or "\0" in table:
        told = N_("'{given}' is not the name of a table, such as people or public.people")
        raise Refused(say(told, given=shown(table)).at("table"))
    return parts


def _quoted(name: str, engine: Engine) -> str:
    return f"{engine.quote}{name.replace(engine.quote, 2 * engine.quote)}{engine.quote}"


class _Steps(Steps):
    """Steps whose columns are named after their contents."""

    def named(self, values: Mapping[str, Any]) -> dict[str, str]:
        names = {key: re.sub(r"\W+", "_", key) for key in values}
        self.own.extend(names.values())
        self.steps.append({names[key]: value for key, value in values.items()})
        return names


class _Query:
    def __init__(self, asked: Asked, engine: Engine, lang: str) -> None:
        self.asked, self.engine = asked, engine
        self.dialect: Any = _dialect(String=engine.text)
        self.steps = _Steps(self.dialect, "")
        self.labels: list[str] = []
        self.law: dict[str, int] = {}
        self.kinds = dict(_columns(asked))
        self.facts = asked.read(self.steps, self._opened())
        self._label("facts", "judged")
        known = self.steps.add({f"{rule.name} is known": _all_known(rule, self.facts) for rule in asked.rules})
        self._label("known")
        found = self._found()
        self._label("lines")
        decided: dict[str, Text] = {}
        for rule in asked.rules:
            judged = Judged(self.dialect, known[f"{rule.name} is known"], ())
            decided |= where_right([judged], results(self.dialect, rule, found[rule], asked.detail))
        self.settled = {**decided, MISSING: self.dialect.lit(None).cast(self.dialect.String)}
        self.settled |= asked.standings(self.dialect)
        self.settled |= {PROBLEM: self.settled[MISSING]}
        self.is_settled = reduce(and_, known.values()).fill_null(False)
        self.last = self.labels[-1]
        self.results = asked.undecided(self.steps, self.facts, decided) | asked.standings(self.dialect)
        self._label("open")
        self.results |= problem(self.steps, [fact.judged for fact in self.facts.values()], lang)
        self._label("checked")
        self._refuse_long_names()

    def _label(self, *names: str) -> None:
        """Name the steps added since the last call."""
        new = len(self.steps.steps) - len(self.labels)
        more = [f"{names[-1]}_{at}" for at in range(2, new - len(names) + 2)]
        self.labels.extend([*names, *more])

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
                depths.setdefault(program.depth(ref), {})[name] = Text(program.said(TARGET, ref))
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
            text = program.told(TARGET, value)
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
        first = {ROW: self.engine.whole_row, **{_given_name(name): self._raw(name) for name in self.kinds}}
        steps = [(label, step) for label, step in zip(self.labels, self.steps.steps, strict=True) if step]
        parts = [("given", _select([], first, f"{table} AS {ROW}"))]
        before = "given"
        if self.law:
            law = {name: _figure(value) for name, value in self.law.items()}
            parts.append(("law", _select([], law, None)))
        for label, step in steps:
            columns = {name: each.sql for name, each in step.items()}
            source = self._source(before, columns)
            if before == self.last:  # settled rows do not need these steps
                source += f"\n  WHERE NOT {self.is_settled.sql}"
            parts.append((label, _select(["*"], columns, source)))
            before = label
        settled = self._told(self.settled, self.last, f"\nWHERE {self.is_settled.sql}")
        others = self._told(self.results, before, "")
        named = ", ".join(self._named(*each) for each in parts)
        return f"{self._head()}WITH {named}\n{settled}\nUNION ALL\n{others}\n"

    def _told(self, results: Mapping[str, Text], before: str, where: str) -> str:
        """Return a SELECT of the table's rows with their results."""
        texts = {name: each.sql for name, each in results.items()}
        return _select([self.engine.columns_of_row], texts, self._source(before, texts), indent="  ") + where

    def _named(self, name: str, select: str) -> str:
        is_kept = name != "law"
        return f"{name} AS {self.engine.written_out}(\n{select}{self.engine.kept if is_kept else ''}\n)"

    def _head(self) -> str:
        names = ", ".join(rule.name for rule in self.asked.rules)
        laws = ", ".join(f"{law.id} ({law.digest})" for law in dict.fromkeys(self.asked.laws.values()))
        return (
            f"-- {names}\n-- by {laws}, detail {self.asked.detail}\n"
            f"-- for {self.engine.called}, by benefitcalc {library_version()}\n"
        )

    def _source(self, before: str, columns: Mapping[str, str]) -> str:
        return f"{before} CROSS JOIN law" if any("law." in each for each in columns.values()) else before

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
    return f"given_{column}"


def _all_known(rule: Rule, facts: Mapping[str, FactColumn]) -> Any:
    return reduce(and_, (facts[name].judged.is_right for name in rule.facts._fields))


def _name(rule: Rule, line: str, view: str) -> str:
    return f"{rule.name}_{line}" if view == "stated" else f"{rule.name}_{line}_{view}"


def _name_of_figure(rule: Rule, stated: Any, view: str, name: str, value: Any) -> str:
    """Return the name of a figure in a view; a figure equal to the stated one has one name."""
    return _name(rule, name, "stated" if getattr(stated, name) == value else view)


def _figure(value: int) -> str:
    return str(value).upper() if isinstance(value, bool) else f"CAST({value} AS BIGINT)"


def _select(first: list[str], columns: Mapping[str, str], source: str | None, indent: str = "    ") -> str:
    texts = [*first, *(text if text == name else f"{text} AS {name}" for name, text in columns.items())]
    head = f"{indent[2:]}SELECT\n{indent}" + f",\n{indent}".join(texts)
    return f"{head}\n{indent[2:]}FROM {source}" if source else head


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
