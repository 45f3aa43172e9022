"""Random people who do not exist, drawn by the figures under "What is assumed". Each is a round guess with its reason.

A draw is a pure function of the seed, the name of the draw and the number of the person. So the same seed gives the
same people, and a longer table begins with the people of a shorter one. `population.py` assesses them.
"""

from collections.abc import Sequence
from hashlib import blake2b
from math import tau
from typing import NamedTuple

import polars as pl

from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED

# What is assumed -----------------------------------------------------------------------------------------
# Shares are of 1, and "by age" gives one for each of the age bands. Amounts are whole yuan.

ByAge = tuple[float, float, float, float]

BANDS = (0, 18, 60, 80)
"""Where the age bands begin: childhood, working life, and two ages from which illness and care are more frequent."""

OLDEST = 99
"""The greatest age: those of a hundred are too few to move a sum."""

RURAL = 0.3
"""Rural residents: a district that is a city and the villages around it."""

AGES_URBAN: ByAge = (0.17, 0.63, 0.17, 0.03)
"""The shares of the age bands in town; within a band every age is as frequent as another, to keep the figures few."""

AGES_RURAL: ByAge = (0.15, 0.53, 0.26, 0.06)
"""The same in the villages, which the young leave for work."""

FEMALE = 0.5
"""Women: that they live longer is left out, because no rule about the old asks for the sex."""

INSURED_URBAN: ByAge = (0.95, 0.40, 0.45, 0.50)
"""In the resident insurance in town, by age: most who work or did work there are in that of employees instead."""

INSURED_RURAL: ByAge = (0.95, 0.80, 0.95, 0.95)
"""The same in the villages, where few are in the employees' insurance."""

IN_EXTREME_HARDSHIP: ByAge = (0.0005, 0.0005, 0.006, 0.008)
"""In extreme hardship in town, by age: mostly older people without means or family."""

ON_DIBAO: ByAge = (0.010, 0.008, 0.012, 0.015)
"""On Dibao in town, by age: whole households, so no age stands far out. Nobody is in two groups of hardship."""

IN_OTHER_HARDSHIP: ByAge = (0.010, 0.010, 0.015, 0.020)
"""In another group of hardship in town, by age: the edge of Dibao is about as wide as Dibao."""

RURAL_HARDSHIP = 2
"""So many times as frequent is each hardship in the villages, where incomes are lower."""

INSURED_IN_HARDSHIP = 0.98
"""In the resident insurance among people in hardship: the contribution is paid for them."""

OLDER_IN_ECONOMIC_HARDSHIP = 0.04
"""In economic hardship among people of 60 and over who are in no group of hardship: some are poor without a status."""

WITH_DISABILITY: ByAge = (0.01, 0.03, 0.08, 0.12)
"""With a disability, by age: most disabilities come with the years."""

DISABILITY_IN_HARDSHIP = 3
"""So many times as frequent is a disability among people in hardship, since either brings the other about."""

CHRONIC: ByAge = (0.005, 0.06, 0.25, 0.35)
"""Recognised as having a chronic disease, by age: high blood pressure and diabetes mostly come after fifty."""

PARTIAL_CARE: ByAge = (0.003, 0.005, 0.05, 0.20)
"""Partly unable to care for themselves, by age: rare before 80."""

FULL_CARE: ByAge = (0.002, 0.003, 0.02, 0.10)
"""Fully unable, by age: the same, further on."""

IN_CARE_HOME = {"none": 0.01, "partial": 0.15, "full": 0.40}
"""Living in a care home from 60 on, by care need: most families care at home for as long as they can."""

STARS: tuple[float, ...] = (0.25, 0.15, 0.30, 0.20, 0.07, 0.03)
"""Care-home residents by the stars of the home, from 0 (unrated) to 5: many homes are unrated, few are grand."""

CARE_HOME_YEAR, CARE_HOME_STAR, CARE_HOME_FULL, CARE_HOME_SPREAD = 24_000, 6_000, 12_000, 0.25
"""A care-home bill of one year: the middle one, more for each star, more for full care, and how far bills scatter."""

WANTS_PLACEMENT = 0.4
"""Wanting a place in an institution among people in extreme hardship: most stay where they know the neighbours."""

LIFTED_FROM_POVERTY = 0.03
"""Entitled to the policies for people lifted from poverty, in the villages: those policies are for the villages."""

LOW_INCOME = 0.02
"""Counted as low-income among people in no group of hardship; those in one all are."""

UNEMPLOYED = 0.05
"""Unemployed between 18 and 59: a usual order of size."""

IN_ZERO_EMPLOYMENT_HOUSEHOLD = 0.15
"""In a household without any work among the unemployed: most live with somebody who works."""


class Cost(NamedTuple):
    """A cost that some people have in a year, lognormal: many small costs and a few very large ones."""

    often: ByAge
    middle: ByAge
    spread: float
    """The standard deviation of the logarithm; at 1, one bill in six is more than 2.7 times the middle one."""


OUTPATIENT = Cost(often=(0.70, 0.50, 0.70, 0.75), middle=(200, 250, 450, 500), spread=1.0)
"""Ordinary outpatient visits: a few colds a year, and more of them for the young and the old."""

CHRONIC_TREATMENT = Cost(often=(1, 1, 1, 1), middle=(3000, 3000, 3500, 3500), spread=0.8)
"""Treating the recognised disease: medicine for every month of the year."""

HOSPITAL = Cost(often=(0.04, 0.06, 0.20, 0.30), middle=(5000, 9000, 12000, 12000), spread=1.0)
"""Stays in hospital: one costs about what a year of a modest income brings, and some cost ten times as much."""

LEAST_PERCENT_PAID, MOST_PERCENT_PAID = 45, 70
"""What basic insurance pays of the year's cost: everybody is in that of residents or of employees."""

CRITICAL_FROM, CRITICAL_PERCENT = 15_000, 60
"""Critical-illness insurance pays this part of what is left above this amount: it is for the few largest bills."""

FAULTS: tuple[tuple[str, object], ...] = (
    ("age", None),
    ("age", 203),
    ("is_rural", None),
    ("care_need", "very"),
    ("outpatient_cost_fen", -1),
    ("eligible_cost_fen", None),
    ("basic_insurance_paid_fen", GREATEST),
    ("care_home_stars", 50),
    ("care_home_cost_fen", None),
)
"""What ``--faults`` puts into rows, each as often as another: slips of a register, and more paid than charged."""

# Drawing -------------------------------------------------------------------------------------------------

GOLDEN, MIXES = 0x9E3779B97F4A7C15, ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
"""The constants of SplitMix64 (Steele, Lea and Flood 2014): exact in whole numbers of 64 bits, the same everywhere."""

AGE, IS_RURAL = pl.col("age"), pl.col("is_rural")
IN_HARDSHIP = pl.col("is_in_extreme_hardship") | pl.col("is_dibao") | pl.col("is_in_other_hardship_group")
OLDER = BANDS[2] <= AGE


class Draws(NamedTuple):
    """The draws of one seed; each has a name and is independent of the others."""

    seed: str

    def even(self, what: str) -> pl.Expr:
        """Return a uniform number from 0 up to 1 for each person."""
        start = int.from_bytes(blake2b(f"{self.seed}/{what}".encode(), digest_size=8).digest())
        bits = pl.col("person").cast(pl.UInt64) * _whole(GOLDEN) + _whole(start)
        for shift, factor in MIXES:
            bits = (bits ^ (bits // 2**shift)) * _whole(factor)
        return ((bits ^ (bits // 2**31)) // 2**11).cast(pl.Float64) / 2**53

    def whether(self, what: str, share: pl.Expr | float) -> pl.Expr:
        """Return True for about this share of the people."""
        return self.even(what) < share

    def fen(self, what: str, middle: pl.Expr, spread: float) -> pl.Expr:
        """Return a lognormal cost with this median. Only the draw uses a float; the result is whole fen."""
        normal = (-2 * (1 - self.even(f"{what}, far")).log()).sqrt() * (tau * self.even(f"{what}, where")).cos()
        return (100 * middle * (spread * normal).exp()).round().cast(pl.Int64)

    def cost(self, what: str, cost: Cost) -> pl.Expr:
        """Return a cost in whole fen that some people have."""
        has_one = self.whether(f"{what}, any", by_age(cost.often))
        return pl.when(has_one).then(self.fen(what, by_age(cost.middle), cost.spread)).otherwise(0)

    def nth(self, what: str, shares: Sequence[float]) -> pl.Expr:
        """Return whole numbers from 0 on, with these shares."""
        even = self.even(what)
        return pl.sum_horizontal((even >= sum(shares[:n])).cast(pl.Int64) for n in range(1, len(shares)))


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, pl.UInt64)


def by_age(shares: ByAge) -> pl.Expr:
    """Return the value for the age band of each person."""
    found = pl.lit(shares[-1])
    for end, share in reversed([*zip(BANDS[1:], shares[:-1], strict=True)]):
        found = pl.when(end > AGE).then(share).otherwise(found)
    return found


def age(even: pl.Expr, shares: ByAge) -> pl.Expr:
    """Return ages in whole years from uniform draws: by the share of each band, and uniform within it."""
    ends = (*BANDS[1:], OLDEST + 1)
    bands = zip(BANDS, ends, shares, strict=True)
    years = [((even - sum(shares[:n])) / part).clip(0, 1) * (end - start) for n, (start, end, part) in enumerate(bands)]
    return pl.sum_horizontal(years).floor().cast(pl.Int64).clip(0, OLDEST)


def population(people: int, draws: Draws) -> pl.DataFrame:
    """Return people; each fact depends on the facts drawn before it. No row contradicts itself, and all are valid."""
    table = pl.LazyFrame({"person": pl.int_range(1, people + 1, eager=True)})
    for stage in (place, body, standing, health, bills, paid, stay, work):
        table = table.with_columns(**stage(draws))
    asked = {name for rule in ANNOUNCED for name in rule.facts._fields}
    facts = (f"{name}_fen" if fact.kind is Kind.MONEY else name for name, fact in FACTS.items() if name in asked)
    return table.select("person", *facts).collect()


def place(draws: Draws) -> dict[str, pl.Expr]:
    """Draw where people live."""
    return {"is_rural": draws.whether("rural", RURAL)}


def body(draws: Draws) -> dict[str, pl.Expr]:
    """Draw age and sex."""
    even = draws.even("age")
    return {
        "age": pl.when(IS_RURAL).then(age(even, AGES_RURAL)).otherwise(age(even, AGES_URBAN)),
        "sex": pl.when(draws.whether("sex", FEMALE)).then(pl.lit("female")).otherwise(pl.lit("male")),
    }


def standing(draws: Draws) -> dict[str, pl.Expr]:
    """Draw the group of hardship, in one draw: so nobody is in two groups."""
    even, times = draws.even("hardship"), pl.when(IS_RURAL).then(RURAL_HARDSHIP).otherwise(1)
    first, second, third = (times * by_age(group) for group in (IN_EXTREME_HARDSHIP, ON_DIBAO, IN_OTHER_HARDSHIP))
    return {
        "is_in_extreme_hardship": even < first,
        "is_dibao": even.is_between(first, first + second, closed="left"),
        "is_in_other_hardship_group": even.is_between(first + second, first + second + third, closed="left"),
    }


def health(draws: Draws) -> dict[str, pl.Expr]:
    """Draw insurance, illness, disability and care need."""
    insured = pl.when(IS_RURAL).then(by_age(INSURED_RURAL)).otherwise(by_age(INSURED_URBAN))
    disabled = by_age(WITH_DISABILITY) * pl.when(IN_HARDSHIP).then(DISABILITY_IN_HARDSHIP).otherwise(1)
    care, full = draws.even("care need"), by_age(FULL_CARE)
    need = pl.when(care < full).then(pl.lit("full")).when(care < full + by_age(PARTIAL_CARE)).then(pl.lit("partial"))
    return {
        "has_resident_insurance": draws.whether(
            "insurance", pl.when(IN_HARDSHIP).then(INSURED_IN_HARDSHIP).otherwise(insured)
        ),
        "has_chronic_recognition": draws.whether("chronic", by_age(CHRONIC)),
        "has_disability": draws.whether("disability", disabled),
        "care_need": need.otherwise(pl.lit("none")),
        "is_in_economic_hardship": OLDER
        & (IN_HARDSHIP | draws.whether("economic hardship", OLDER_IN_ECONOMIC_HARDSHIP)),
    }


def bills(draws: Draws) -> dict[str, pl.Expr]:
    """Draw the medical costs of the year, outpatient and inpatient."""
    treatment = draws.cost("chronic treatment", CHRONIC_TREATMENT)
    return {
        "outpatient_cost_fen": draws.cost("outpatient", OUTPATIENT),
        "chronic_cost_fen": pl.when("has_chronic_recognition").then(treatment).otherwise(0),
        "hospital_fen": draws.cost("hospital", HOSPITAL),
    }


def paid(draws: Draws) -> dict[str, pl.Expr]:
    """Draw the payments of the insurances in whole fen; their sum never exceeds the costs."""
    cost = pl.sum_horizontal("outpatient_cost_fen", "chronic_cost_fen", "hospital_fen")
    percents = MOST_PERCENT_PAID - LEAST_PERCENT_PAID + 1
    percent = LEAST_PERCENT_PAID + (percents * draws.even("percent paid")).floor().cast(pl.Int64)
    basic = cost * percent // 100
    return {
        "eligible_cost_fen": cost,
        "basic_insurance_paid_fen": basic,
        "critical_illness_paid_fen": (cost - basic - 100 * CRITICAL_FROM).clip(0) * CRITICAL_PERCENT // 100,
    }


def stay(draws: Draws) -> dict[str, pl.Expr]:
    """Draw the care home and its bill for a year; 0 stars and a bill of 0 for people outside care homes."""
    likely = pl.col("care_need").replace_strict(IN_CARE_HOME, return_dtype=pl.Float64)
    in_home, stars = OLDER & draws.whether("care home", likely), draws.nth("stars", STARS)
    full = pl.when(pl.col("care_need") == "full").then(CARE_HOME_FULL).otherwise(0)
    bill = draws.fen("care-home bill", CARE_HOME_YEAR + CARE_HOME_STAR * stars + full, CARE_HOME_SPREAD)
    return {
        "care_home_stars": pl.when(in_home).then(stars).otherwise(0),
        "care_home_cost_fen": pl.when(in_home).then(bill).otherwise(0),
    }


def work(draws: Draws) -> dict[str, pl.Expr]:
    """Draw work, income, and the wish for a place."""
    unemployed = AGE.is_between(BANDS[1], BANDS[2], closed="left") & draws.whether("unemployed", UNEMPLOYED)
    wants = draws.whether("placement", WANTS_PLACEMENT)
    return {
        "wants_placement": pl.col("is_in_extreme_hardship") & wants,
        "is_lifted_from_poverty": IS_RURAL & draws.whether("lifted from poverty", LIFTED_FROM_POVERTY),
        "is_low_income": IN_HARDSHIP | draws.whether("low income", LOW_INCOME),
        "is_unemployed": unemployed,
        "is_in_zero_employment_household": unemployed & draws.whether("household", IN_ZERO_EMPLOYMENT_HOUSEHOLD),
    }


def spoiled(people: pl.DataFrame, share: float, draws: Draws) -> pl.DataFrame:
    """Return the people with one wrong fact in about this share of the rows."""
    fault = draws.nth("fault", [share / len(FAULTS)] * len(FAULTS) + [1 - share])
    for n, (name, value) in enumerate(FAULTS):
        people = people.with_columns(pl.when(fault == n).then(pl.lit(value)).otherwise(name).alias(name))
    return people
