"""A simulation: a population that is prepared and judged once, and asked about under as many laws as one likes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

from benefitcalc.core.amounts import fen
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.document import Policy, by_terms
from benefitcalc.population import dataframes, drawn, groups, simulated, summing
from benefitcalc.population.figures import Figures, Reform
from benefitcalc.population.prepared import DECILE, Columns, Prepared, prepared
from benefitcalc.population.reforms import TAKEN, refuse_without_money
from benefitcalc.population.simulated import Gains, Solved, Sweep, Swept, Totals, Uncertainty
from benefitcalc.population.solving import Grid, nearest
from benefitcalc.population.summing import Laws, Sums
from benefitcalc.population.tables import Asked
from benefitcalc.text.errors import at, collect, members, refuse
from benefitcalc.text.extras import MissingExtra
from benefitcalc.text.message import N_, say


def simulation(
    people: Any,
    *,
    rules: Iterable[Rule] | Rule | None = None,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    weights: str | None = None,
    by: Sequence[str] | str = (),
    deciles: str | None = None,
    native: bool | None = None,
) -> "Simulation":
    """Prepare a population, to ask what it costs under many laws.

    ``people`` is a table as `assess_table` takes it. The law that is changed is ``policy``, or for each rule the
    document of the day ``on``. ``weights`` names a column that says how many people a row stands for, in whole numbers;
    ``by`` names columns whose values make the groups; ``deciles`` names a column of numbers, such as an income, whose
    tenths are groups too. Amounts of different rules are never added: they are of different periods.

    With the extra ``native`` the totals of 100,000 rows or more are computed in machine code, which is compiled when a
    rule is first asked for, in a tenth of a second; ``native`` asks for it always (True) or never (False). What is
    found is the same.

    Refused as `assess_table`; for a rule that gives no money; for weights that are missing, negative or no whole
    numbers; and for fewer rows than deciles.
    """
    asked, columns = collect(lambda: _asked(policy, rules, on), lambda: _columns(people, weights, by, deciles))
    return Simulation(people, asked, columns, is_native=native)


def _asked(policy: Any, rules: Any, on: Any) -> Asked:
    asked = Asked.of(policy, rules, "range", on)
    if rules is None:
        asked = asked._replace(laws={rule: law for rule, law in asked.laws.items() if rule.gives_money})
    refuse_without_money(asked.rules)
    return asked


def _columns(table: Any, weights: Any, by: Any, deciles: Any) -> Columns:
    taken = {*TAKEN, *simulated.Total.model_fields, "reform", "view", *([DECILE] if deciles is not None else [])}
    return Columns(
        *collect(
            lambda: groups.columns(table, by, taken),
            lambda: _column(table, weights),
            lambda: _column(table, deciles),
        )
    )


def _column(table: Any, name: Any) -> str | None:
    return None if name is None else groups.columns(table, [name], ())[0]


class Simulation:
    """A population, ready. `benefitcalc.simulation` makes one.

    Every reform is the law that was given (None), a policy, or the figures that it changes, by their terms:
    ``{"care_home_subsidy.rate": "0.3"}``, as `Policy.with_terms` takes them.
    """

    def __init__(self, table: Any, asked: Asked, columns: Columns, *, is_native: bool | None = None) -> None:
        self.table, self.asked, self.columns = table, asked, columns
        self.figures = Figures(asked.laws)
        self.known = self.figures.laws(None)
        self.ready = prepared(asked, table, columns)
        is_worth_it = self.ready.frame.height >= MANY and find_spec("llvmlite") is not None
        self.is_native = is_worth_it if is_native is None else is_native
        self.summed = _natively(self.ready, asked) if self.is_native else partial(summing.totals, self.ready)

    def run(self, reform: Reform = None) -> Totals:
        """What a law gives the people: totals and people reached, by benefit and group; Refused for what is no law."""
        laws = self.figures.laws(reform)
        return self.totals(self.figures.name(reform), laws)

    def totals(self, name: str, laws: Laws) -> Totals:
        """What terms give the people."""
        return simulated.totals_of(name, self.sums(laws), self.ready.groups, self.columns.grouping)

    def sums(self, laws: Laws) -> Sums:
        """What terms give each group, in whole fen; a rule whose terms did not change gives what it gave."""
        changed = {rule: views for rule, views in laws.items() if views != self.known[rule]}
        found = {**self.given, **self.summed(changed)} if changed else self.given
        return {(group, rule): found[group, rule] for rule in laws for group in range(len(self.ready.groups))}

    @cached_property
    def given(self) -> Sums:
        """What the law that was given gives each group."""
        return self.summed(self.known)

    def people(self, reform: Reform = None, *, lang: str = "en") -> Any:
        """The table with what a law gives each of its people, as `assess_table` adds it."""
        opened = dataframes.opened(self.table, self.asked.columns)
        return opened.apply(self.asked._replace(laws=self.figures.policies(reform)).plan(opened, lang))

    def compare(self, before: Reform = None, after: Reform = None) -> Gains:
        """Who gains, who loses, and how much, by a second law instead of a first."""
        laws = collect(lambda: self.figures.laws(before), lambda: self.figures.laws(after))
        names = self.figures.name(before), self.figures.name(after)
        return simulated.gains_of(names, summing.changes(self.ready, *laws), self.ready.groups, self.columns.grouping)

    def sweep(self, figures: Mapping[str, Any]) -> Sweep:
        """What reforms give the people: of several figures with several values each, every combination."""
        values = {name: _values(each) for name, each in by_terms(figures).items()}
        refuse(say(N_("give at least one figure")).at(name) for name, each in values.items() if not each)
        reforms = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
        laws = collect(*(lambda reform=reform: self.figures.laws(reform) for reform in reforms))
        return Sweep(
            runs=tuple(
                Swept(figures=self.figures.as_numbers(reform), found=self.totals(self.figures.name(reform), law))
                for reform, law in zip(reforms, laws, strict=True)
            )
        )

    def solve(
        self, budget: object, over: str, *, reform: Mapping[str, object] | None = None, more_than: Reform = None
    ) -> Solved:
        """The figure ``over``, such as ``"care_home_subsidy.rate"``, whose benefit costs a budget in yuan.

        ``reform`` has further figures. The budget is for all that the benefit gives, or with ``more_than`` for what it
        gives more than by that law; ``{}`` is the law as it was given. All figures of the smallest step are looked
        among, a millionth of a rate, a fen of an amount, as far as they keep the order that the law declares. Refused
        for a budget that no figure comes near.
        """
        asked, entry, known = collect(
            lambda: _yuan(budget), lambda: self.figures.entry(over), lambda: self._cost(over, more_than)
        )
        others, beside = dict(reform or {}), int(known)

        def cost(figure: Decimal) -> int:
            return self._cost(over, {**others, over: figure}) - beside

        with at(over):
            order = self.figures.order(over, self.figures.laws(others))
            found = nearest(Grid.of(entry, order), cost, asked)
        return simulated.solved(over, entry, asked, found, self.run({**others, over: found.figure}))

    def _cost(self, over: str, reform: Reform) -> int:
        """What the benefit of a figure costs by the terms as stated, in fen; nothing without a law."""
        if reform is None:
            return 0
        benefit = over.partition(".")[0]
        sums = self.sums(self.figures.laws(reform))
        return sum(each["total"] for (_, rule), each in sums.items() if rule.name == benefit)

    def uncertainty(
        self,
        distribution: Mapping[str, object],
        *,
        n: int = 1_000,
        seed: int = 0,
        reform: Mapping[str, object] | None = None,
    ) -> Uncertainty:
        """What the benefits may cost where each vague figure has a distribution, which you name; none is assumed.

        ``distribution`` has for each vague figure of the rules a frozen distribution of `scipy.stats`, a list of
        figures to be drawn from, or one figure. ``reform`` has figures that are certain. The figures are drawn
        independently of one another; the same ``seed``, the same draws.
        """
        others = dict(reform or {})
        draws = drawn.reforms(self.figures, self.figures.laws(others), distribution, n, seed)
        sums = [self.sums(self.figures.laws({**others, **each})) for each in draws]
        return simulated.uncertainty(seed, sums, self.ready.groups, self.columns.grouping)

    def frame(self, found: Any) -> Any:
        """The rows of a result as a table of the kind that the people came in."""
        return dataframes.alike(self.table, found.rows())


def _natively(people: Prepared, asked: Asked) -> Callable[[Laws], Sums]:
    """What sums in machine code; `MissingExtra` where llvmlite is not installed."""
    try:
        from benefitcalc.population import native
    except ModuleNotFoundError as error:
        needs = {"library": str(error.name), "install": "pip install 'benefitcalc[native]'"}
        raise MissingExtra(
            say(N_("{name} needs {library}: {install}"), name="native=True", **needs), error.name
        ) from error
    return partial(native.totals, native.native(people, asked.rules))


MANY = 100_000
"""For fewer rows compiling is not worth the wait."""


def _yuan(budget: object) -> int:
    with at("budget"):
        return fen(budget)


def _values(given: Any) -> list[object]:
    found = members(given)
    return [given] if found is None else found
