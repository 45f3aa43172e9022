"""Invented law for the tests of promises: a grant that a town announced, and its county's grant in force."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Generic, NamedTuple

import benefitcalc as bc
from benefitcalc.authoring import (
    Condition,
    Money,
    N,
    Rate,
    Rounding,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    YesNo,
    above,
    all_of,
    any_of,
    least,
    line,
    say,
    share,
    term,
    when,
)
from benefitcalc.districts import District, own, using


class AnnouncedFacts(NamedTuple, Generic[T]):
    is_dibao: YesNo[T]
    is_low_income: YesNo[T]
    outpatient_cost: Money[T]


class AnnouncedTerms(RuleTerms):
    rate: Rate = term("Rate", more_is="generous")
    floor: Money[int] = term("Floor", more_is="strict")
    uplift: Rate = term("Rise", more_is="generous")


class AnnouncedLines(RuleLines, Generic[T]):
    is_poor: Condition[T] = line("Poor", otherwise="Not poor")
    above_floor: Money[T] = line("Above {floor:yuan}")
    is_eligible: YesNo[T]
    payout: Money[T]


def announced(facts: AnnouncedFacts[N], terms: AnnouncedTerms) -> AnnouncedLines[N]:
    is_poor = any_of(facts.is_dibao, facts.is_low_income)
    above_floor = above(facts.outpatient_cost, terms.floor)
    payout = when(is_poor, share(terms.rate.raised_by(terms.uplift), of=above_floor))
    return AnnouncedLines(is_poor=is_poor, above_floor=above_floor, is_eligible=is_poor, payout=payout)


class CountyFacts(NamedTuple, Generic[T]):
    is_dibao: YesNo[T]
    is_rural: YesNo[T]
    outpatient_cost: Money[T]


class CountyTerms(RuleTerms):
    rate: Rate = term("Rate", more_is="generous")
    uplift: Rate = term("Rise", more_is="generous")
    limit: Money[int] = term("Limit", more_is="generous", is_ceiling=True)
    way: Rounding = term("Way of rounding", more_is="generous")
    for_towns: YesNo[bool] = term("Whether towns are covered", more_is="generous")


class CountyLines(RuleLines, Generic[T]):
    is_poor: Condition[T] = line("On Dibao", otherwise="Not on Dibao")
    is_covered: Condition[T] = line("In the country, or the town is covered", otherwise="In town")
    is_eligible: YesNo[T]
    payout: Money[T]


def county(facts: CountyFacts[N], terms: CountyTerms) -> CountyLines[N]:
    is_covered = any_of(facts.is_rural, terms.for_towns)
    is_eligible = all_of(facts.is_dibao, is_covered)
    given = least(share(terms.rate, of=facts.outpatient_cost, way=terms.way), terms.limit)
    return CountyLines(
        is_poor=facts.is_dibao, is_covered=is_covered, is_eligible=is_eligible, payout=when(is_eligible, given)
    )


def rules() -> tuple[Rule, Rule]:
    """The rule of the town and that of the county."""
    period = say("for the calendar year")
    town = Rule("town_grant", say("Grant"), period, AnnouncedFacts, AnnouncedTerms, AnnouncedLines, announced)
    return town, Rule("county_grant", say("County's grant"), period, CountyFacts, CountyTerms, CountyLines, county)


ANNOUNCEMENT = """
id = "town"
status = "announced"
title = "Grants for the poor"
announced = 2020-01-01
since = 2020-01-01
until = 2021-12-31

[town_grant]
place = "page 1"
rate = {rate}
floor = {floor}
uplift = {uplift}
"""

IN_FORCE = """
id = "county"
status = "in_force"
title = "Grants of the county"
announced = 2021-03-01
since = 2021-04-01
until = {until}

[county_grant]
carries_out = "town_grant"
place = "page 1"
rate = {rate}
uplift = {uplift}
limit = {limit}
way = {way}
for_towns = {for_towns}
"""

STATED = "{{ exactly = {}, place = 'page 2', seen = [2021-03-01] }}"
HALF = STATED.format("0.5")
SHARE = 'figure = "rate"\npays = { at_least = 0.5, of = "outpatient_cost" }\ncompares = "amounts"'
PROMISE = """
[town_grant.promises.half]
says = "Half of the cost"
place = "page 3"
due = 2021-12-31
"""

TOWN = {"rate": HALF, "floor": "{ assumed = 10.00, because = 'none is stated' }", "uplift": STATED.format(0)}
COUNTY = {
    "rate": HALF,
    "uplift": STATED.format(0),
    "limit": STATED.format('"none"'),
    "way": STATED.format('"nearest"'),
    "for_towns": STATED.format("true"),
    "until": '"open"',
}


@contextmanager
def promising(folder: Path, promise: str, *, town: dict[str, str] | None = None, **county: str) -> Iterator[None]:
    """The law of a town that announced this promise, and of its county, by these figures."""
    texts = {
        "town": ANNOUNCEMENT.format(**{**TOWN, **(town or {})}) + PROMISE + promise,
        "county": IN_FORCE.format(**{**COUNTY, **county}),
    }
    new = Path(mkdtemp(dir=folder))  # a file that was read once is not read again
    files = [new / f"{name}.toml" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    with using(own()):
        own_rules = rules()
        with using(own(), District("nowhere", tuple(files), own_rules, (), None)):
            yield


def came_of(folder: Path, promise: str = SHARE, on: str = "2022-06-01", **figures: object) -> bc.Kept:
    """Return the result of the town's promise."""
    with promising(folder, promise, **figures):  # type: ignore[arg-type]  # as given
        return bc.kept(on, policy="town")
