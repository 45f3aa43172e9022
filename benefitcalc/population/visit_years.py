"""The visits of each person and year in order: windows over them, and the checks of each visit."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.backends.columns import Column, Expr
from benefitcalc.policy.timeline import Counting
from benefitcalc.population.column_readers import ABOVE, ABSENT
from benefitcalc.population.fact_columns import FactColumn, Judged
from benefitcalc.population.plan import Steps
from benefitcalc.population.result_columns import BETWEEN, MISSING, together
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Message, listed, say, shown

COUNTS = "counts"
"""The column that says whether a visit counts or is outside the days of the law."""

KEYS = ""
"""The key of the check of a row's person, year and order, among the checks of its facts."""


class Keys(NamedTuple):
    """The columns that say whose visit a row is, and when."""

    person: str
    order: str
    year: str | None

    @classmethod
    def of(cls, person: object, order: object, year: object) -> "Keys":
        """Return the keys; raise `Refused` for each that is no name of a column."""
        names = {"person": person, "order": order, "year": "" if year is None else year}
        refuse(_no_name(given).at(key) for key, given in names.items() if not isinstance(given, str))
        return cls(names["person"], names["order"], year)  # type: ignore[arg-type]  # they are text

    def order_has_days(self, schema: Mapping[str, Any]) -> bool:
        """Whether visits are ordered by date."""
        return self.order in schema and type(schema[self.order]).__name__ in _DAYS

    def refuse_others(self, schema: Mapping[str, Any]) -> None:
        """Raise `Refused` if a column is missing, or of a type whose values cannot be compared exactly."""
        # Text has no useful order: "10" comes before "9".
        needed = {self.person: {"String", *_WHOLE}, self.order: {*_WHOLE, *_DAYS} if self.year else _DAYS}
        if self.year:
            needed[self.year] = _WHOLE
        problems = []
        for column, types in needed.items():
            if column not in schema:
                problems.append(say(N_("there is no such column")).at(column))
            elif type(schema[column]).__name__ not in types:
                told = {"found": str(schema[column]), "types": listed(sorted(types & {"String", "Int64", *_DAYS}))}
                problems.append(say(N_("a column of {found}; needed: {types}"), **told).at(column))
            elif column == self.order and not self.year and getattr(schema[column], "time_zone", None):
                told_zone = say(N_("the year depends on the time zone; name a column for year"))
                problems.append(told_zone.at(column))
        refuse(problems)


def _no_name(given: object) -> Message:
    return say(N_("give the name of a column, not '{given}'"), given=shown(given))


_WHOLE = {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"}

_DAYS = {"Date", "Datetime"}


class Years:
    """The visits of each person and year in order: sums over them, and which of them are valid."""

    counts: Expr
    """Whether a visit counts; `within` sets the days."""

    def __init__(self, steps: Steps, keys: Keys, schema: Mapping[str, Any]) -> None:
        self.steps, self.dialect, self.keys = steps, steps.dialect, keys
        order = self.dialect.col(keys.order)
        year = self.dialect.col(keys.year) if keys.year else order.dt.year()
        own = steps.named({"person": self.dialect.col(keys.person), "year": year, "order": order})
        self.person, self.year, self.order = own.values()
        self.has_days = keys.order_has_days(schema)

    def within(self, spans: Iterable[Counting]) -> "Years":
        """Return the same visits, of which those in these periods count; visits without days are compared by year."""
        found = copy(self)
        # A visit without a day has a problem.
        found.counts = self.steps.add({"counts": reduce(or_, map(self.is_within, spans)).fill_null(True)})["counts"]
        return found

    def is_within(self, span: Counting) -> Expr:
        """Whether a visit is in this period."""
        if not self.has_days:
            return self.dialect.col(self.year).is_between(span.since.year, span.until.year)
        day = self.dialect.col(self.order).dt
        number = (day.year() * 100 + day.month()) * 100 + day.day()
        return number.is_between(*(int(f"{each:%Y%m%d}") for each in (span.since, span.until)))

    def on_days(self, spans: Iterable[Counting]) -> dict[Counting, Column]:
        """Return whether a visit is in each of these periods."""
        own = {each: f"on days {at}" for at, each in enumerate(dict.fromkeys(spans))}
        found = self.steps.add({way: self.is_within(each).fill_null(False) for each, way in own.items()})
        return {each: Column(self.dialect, found[way], way) for each, way in own.items()}

    def sums(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """Return the running sums, over the year up to this visit, of whole numbers without nulls."""
        own = self.steps.add(values)
        windows = {name: each.cum_sum().over(self.person, self.year, order_by=self.order) for name, each in own.items()}
        # DuckDB returns sums of 128 bits.
        return self.steps.add({name: each.cast(self.dialect.Int64) for name, each in windows.items()})

    def in_all(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """Return the sums, over all visits of the year, of whole numbers without nulls."""
        own = self.steps.add(values)
        windows = {name: each.sum().over(self.person, self.year) for name, each in own.items()}
        return self.steps.add({name: each.cast(self.dialect.Int64) for name, each in windows.items()})

    def is_first(self) -> Column:
        """Whether a visit is the first of its year that counts."""
        visits = self.sums({"visits": self._one_where(self.counts)})["visits"]
        return Column(self.dialect, visits == 1, "is_first")

    def is_same(self, values: Mapping[str, Expr]) -> dict[str, Expr]:
        """Return whether each value is the same in all visits of the year."""
        codes = self.steps.add({name: value.cast(self.dialect.Int64) for name, value in values.items()})
        least = self.steps.add({name: code.min().over(self.person, self.year) for name, code in codes.items()})
        most = self.steps.add({name: code.max().over(self.person, self.year) for name, code in codes.items()})
        return {name: (least[name] == most[name]).fill_null(True) for name in codes}

    def judged(self, facts: Mapping[str, FactColumn], totals: Mapping[str, Expr]) -> dict[str, Judged]:
        """Return the checks of each fact, and of the keys, up to and including a visit."""
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
        constant = {name: fact.value for name, fact in facts.items() if name not in totals}
        for name, is_same in self.is_same(constant).items():
            judged[name] = judged[name].also(is_same, say(differs, column=columns[name]))
        return judged

    def since(self, judged: Mapping[str, Judged], columns: Mapping[str, str]) -> dict[str, Judged]:
        """Return checks that hold only if they also hold in the earlier visits of the year."""
        is_wrong = {name: self.counts & ~each.is_right.fill_null(False) for name, each in judged.items()}
        wrong = self.sums({name: self._one_where(each) for name, each in is_wrong.items()})
        told = N_("{column}: a problem in an earlier visit of the year")
        return {name: each.also(wrong[name] == 0, say(told, column=columns[name])) for name, each in judged.items()}

    def placed(self) -> Judged:
        """Check that the person, the year and the position of a row are known."""
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
        """Return whether a fact is unknown in a visit that counts, or in an earlier one of the year."""
        is_null = {name: fact.is_unknown for name, fact in facts.items() if fact.is_unknown is not None}
        ever = self.sums({name: self._one_where(self.counts & each) for name, each in is_null.items()})
        return {name: self.counts & (ever[name] > 0) for name in ever}

    def part(self, fact: FactColumn) -> Expr:
        """Return what a visit adds to the year's sum; zero if it does not count or is not known to be valid."""
        dialect = self.dialect
        return dialect.when(self.counts & fact.judged.is_right).then(fact.value).otherwise(dialect.lit(0))

    def where_counted(self, results: Iterable[tuple[str, Expr]]) -> Iterator[tuple[str, Expr]]:
        """Yield the results of a visit; a visit that does not count adds nothing."""
        for name, value in results:
            nothing = self.dialect.lit("no" if name.endswith("_eligible") else 0)
            yield name, self.dialect.when(self.counts).then(value).otherwise(nothing)

    def results(self, placed: Judged, unknown: Mapping[str, Expr]) -> dict[str, Expr]:
        """Return whether a visit counts, and which facts are unknown."""
        dialect = self.dialect
        counts = dialect.when(self.counts).then(dialect.lit("counted")).otherwise(dialect.lit("outside"))
        names = [dialect.when(each).then(dialect.lit(name)) for name, each in unknown.items()]
        return {COUNTS: dialect.when(placed.is_right).then(counts), MISSING: together(dialect, names, BETWEEN)}

    def _one_where(self, holds: Expr) -> Expr:
        return self.dialect.when(holds).then(self.dialect.lit(1)).otherwise(self.dialect.lit(0))
