"""Other countries' law: each a module of the shape of our own rules, its figures and cases those of a case file.

The rules and facts are forgotten outside of `using`, so that no other test sees them.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from benefitcalc.core.words import Kind
from benefitcalc.districts import District, own, using
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy, checked

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


def _country(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a pensioner with a country for the two answers of where they live."""
    given = dict(facts)
    in_scotland, in_england_or_wales = given.pop("lives_in_scotland"), given.pop("lives_in_england_or_wales")
    elsewhere = "england" if in_england_or_wales else "northern_ireland"
    return {**given, "uk_country": "scotland" if in_scotland else elsewhere}


class Source(NamedTuple):
    """Which module carries out a case file, and how what the file names is called there."""

    module: str
    bands: tuple[tuple[str, str], ...] = ()
    """Where each row of the schedule ``bands`` begins, empty for zero, and its rate."""
    reduced: tuple[tuple[str, str], ...] = ()
    """The same of the schedule ``reduced``."""
    called: Mapping[str, str] = {}
    """Names of the file that are others in the module."""
    facts: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    """The facts of a case as the module asks for them."""


SOURCES = {
    "cn_dabing": Source(
        "peers.critical_illness",
        bands=(
            ("deductible", "first_rate"),
            ("second_from", "second_rate"),
            ("third_from", "third_rate"),
            ("fourth_from", "fourth_rate"),
        ),
    ),
    "cn_iit": Source(
        "peers.income_tax",
        bands=(("", "rate_1"), *((f"edge_{place}", f"rate_{place + 1}") for place in range(1, 7))),
    ),
    "cn_yanglao": Source(
        "peers.care_voucher",
        called={"ability_level": "disability_grade", "service_cost_of_month": "care_services_of_month"},
    ),
    "cn_yuer": Source("peers.childcare_subsidy"),
    "de_elterngeld": Source("peers.parental_allowance"),
    "de_kindergeld": Source("peers.kindergeld"),
    "ie_usc": Source(
        "peers.social_charge",
        bands=(
            ("", "first_rate"),
            ("second_from", "second_rate"),
            ("third_from", "third_rate"),
            ("fourth_from", "fourth_rate"),
        ),
        reduced=(("", "first_reduced"), ("second_reduced_from", "second_reduced")),
    ),
    "housing_tax": Source("peers.housing_tax"),
    "jp_child_allowance": Source("benefitcalc_japan.child_allowance", called={"third_child": "before_the_third"}),
    "parenting_allowance": Source("peers.parenting_allowance"),
    "social_contribution": Source(
        "peers.social_contribution",
        bands=(("", "first_rate"), ("second_from", "second_rate"), ("third_from", "third_rate")),
    ),
    "uk_hicbc": Source("peers.high_income_charge"),
    "uk_wfa": Source("benefitcalc_uk.winter_fuel", called={"taxable_income": "uk_taxable_income"}, facts=_country),
    "us_132": Source("peers.employee_discount"),
    "us_snap": Source("peers.food_assistance"),
}


class Case(NamedTuple):
    """What one person is, and what the law gives them."""

    name: str
    facts: Mapping[str, Any]
    expected: Decimal


@dataclass(frozen=True)
class Regime:
    """One law by its figures of one day, and the cases that are published of it."""

    name: str
    rule: Rule
    document: Mapping[str, Any]
    cases: tuple[Case, ...]

    @cached_property
    def law(self) -> Policy:
        """The figures as a policy document."""
        return checked(self.document, self.name)

    def columns(self) -> dict[str, list[Any]]:
        """The cases as the columns of a table, amounts in whole fen."""
        kinds = {name: FACTS[name].kind for name in self.rule.facts._fields}
        ending = {Kind.MONEY: "_fen"}
        return {
            f"{name}{ending.get(kind, '')}": [_inside(kind, case.facts[name]) for case in self.cases]
            for name, kind in kinds.items()
        }


def _inside(kind: Kind, given: Any) -> Any:
    return int(Decimal(given) * 100) if kind is Kind.MONEY else given


def _read(name: str, module: ModuleType) -> Iterator[Regime]:
    source, file = SOURCES[name], json.loads((HERE / "cases" / f"{name}.json").read_text(encoding="utf-8"))
    for regime in file["regimes"]:
        section = {"place": file["source"], **_terms(source, regime["figures"], file["source"])}
        days = {"announced": regime["since"], "since": regime["since"], "until": "open"}
        document = {"id": regime["law"], "status": "in_force", "title": file["law"], **days, module.rule.name: section}
        yield Regime(regime["law"], module.rule, document, tuple(_cases(source, regime["cases"])))


def _cases(source: Source, given: list[dict[str, Any]]) -> Iterator[Case]:
    for each in given:
        facts = {source.called.get(name, name): value for name, value in source.facts(each["facts"]).items()}
        yield Case(each["case"], facts, Decimal(each["expected"]))


def _terms(source: Source, figures: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The figures as a document states them; those of bands are rows, and a band that there is not is left out."""
    schedules = {name: rows for name in ("bands", "reduced") if (rows := getattr(source, name))}
    banded = {name for rows in schedules.values() for row in rows for name in row}
    others = {source.called.get(name, name): value for name, value in figures.items() if name not in banded}
    terms: dict[str, Any] = {name: {**_stated(value), "place": place} for name, value in others.items()}
    return {**terms, **{name: {"rows": _rows(rows, figures), "place": place} for name, rows in schedules.items()}}


def _stated(value: Any) -> dict[str, Any]:
    """A figure as it is, or a schedule from its rows."""
    if isinstance(value, list):
        return {"rows": [{name: _figure(each) for name, each in row.items()} for row in value]}
    return {"exactly": _figure(value)}


def _rows(rows: tuple[tuple[str, str], ...], figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"from": _figure(figures[start]) if start else 0, "rate": _figure(figures[rate])}
        for start, rate in rows
        if figures.get(start) != "none"
    ]


def _figure(given: Any) -> Any:
    return Decimal(given) if isinstance(given, str) and given[0].isdigit() else given


sys.path += [str(EXAMPLES / package) for package in ("japan_child_allowance", "uk_winter_fuel")]
with using(own()):
    MODULES = {name: import_module(source.module) for name, source in SOURCES.items()}
DISTRICT = District(
    "peers",
    policies=(),
    rules=tuple(module.rule for module in MODULES.values()),
    facts=tuple(fact for module in MODULES.values() for fact in module.FACTS),
    locale=None,
)
REGIMES = tuple(regime for name, module in MODULES.items() for regime in _read(name, module))
