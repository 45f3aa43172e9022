"""Invented law for the tests: the bread allowance of Nowhere.

So no test of an engine depends on a district's figures.
"""

from pathlib import Path
from typing import Generic, NamedTuple

from benefitcalc.core.rates import Rate
from benefitcalc.core.words import (
    Condition,
    Group,
    Money,
    N,
    T,
    Whole,
    YesNo,
    above,
    all_of,
    any_of,
    least,
    share,
    when,
)
from benefitcalc.engine.lines import RuleLines, line
from benefitcalc.engine.rule import Rule
from benefitcalc.policy.terms import RuleTerms, term
from benefitcalc.text.message import say


class Facts(NamedTuple, Generic[T]):
    age: Whole[T]
    is_rural: YesNo[T]
    is_low_income: YesNo[T]
    outpatient_cost: Money[T]


class Terms(RuleTerms):
    rate: Rate = term("Rate", more_is="generous")
    floor: Money[int] = term("Floor", more_is="strict")
    limit: Money[int] = term("Limit", more_is="generous")
    from_age: Whole[int] = term("First age", more_is="strict")
    covers_towns: YesNo[bool] = term("Whether towns are covered", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_old_enough: Condition[T] = line("Old enough", otherwise="Aged {age}, {from_age-age} short")
    is_rural: Group[T] = line("Of the country", otherwise="Not of the country")
    is_in_town: Group[T] = line("Of the town", otherwise="Not of the town")
    bread: Money[T] = line("Bread at {rate:percent} above {floor:yuan}")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    is_old_enough = facts.age >= terms.from_age
    is_in_town = all_of(facts.is_low_income, terms.covers_towns)
    bread = least(share(terms.rate, of=above(facts.outpatient_cost, terms.floor)), terms.limit)
    is_eligible = all_of(is_old_enough, any_of(facts.is_rural, is_in_town))
    return Lines(
        is_old_enough=is_old_enough,
        is_rural=facts.is_rural,
        is_in_town=is_in_town,
        bread=bread,
        is_eligible=is_eligible,
        payout=when(is_eligible, bread),
    )


bread_allowance = Rule(
    name="bread_allowance",
    title=say("Bread <allowance>"),
    period=say("for the day"),
    facts=Facts,
    terms=Terms,
    lines=Lines,
    assess=assess,
)

NOWHERE = """
id = "nowhere"
status = "in_force"
title = "Bread for <Nowhere>"
announced = 2020-01-01
since = 2020-01-01
until = 2020-12-31

[bread_allowance]
place = "page 1"
rate = { at_least = 0.5, words = "no less than", place = "page 2" }
floor = { at_most = 10.00, words = "at most", place = "page 2" }
limit = { assumed = "none", because = "none is stated" }
from_age = { exactly = 18, place = "page 3" }
covers_towns = { assumed = false, because = "towns are not named" }
"""


ANYBODY = {"age": 30, "is_rural": True, "is_low_income": False, "outpatient_cost": "20"}


def written(folder: Path, text: str = NOWHERE, **changes: str) -> Path:
    """A policy file; lines that begin with a key of ``changes`` are replaced, added, or left out for an empty text."""
    lines = text.splitlines()
    for key, new in changes.items():
        at = [i for i, old in enumerate(lines) if old.startswith(f"{key} =")]
        if at:
            lines[at[0]] = new
        else:
            lines.append(new)
    file = folder / "mine.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
