"""The four rules that give money, written by hand in NumPy for whole populations.

The checks and amounts are those of `by_hand_polars.py`, but the result is simpler: -1 if a fact is wrong, and no text.
There are no nulls: people are int64 and bool arrays, with a small code for the care need.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from by_hand_polars import (
    ASSISTANCE_PERCENT,
    CHRONIC_DEDUCTIBLE,
    CHRONIC_PERCENT,
    ELDERLY_FROM,
    FEWEST_STARS,
    MOST_STARS,
    POOLING_DEDUCTIBLE,
    POOLING_LIMIT,
    POOLING_PERCENT,
    SUBSIDY_PERCENT,
    share,
)
from facts import CARE_NEEDS, GREATEST, MOST, PAYOUTS


def arrays(frame):
    """Return the people as NumPy arrays."""
    codes = pl.col("care_need").replace_strict(dict(zip(CARE_NEEDS, range(3), strict=True)), default=-1)
    numbers = frame.with_columns(codes.cast(pl.Int8))
    return {column.name: column.to_numpy() for column in numbers}


def whole(facts):
    """Return the four arrays of amounts, each computed as one expression over whole arrays."""

    def is_within(name, most):
        return (facts[name] >= 0) & (facts[name] <= most)

    insured = facts["has_resident_insurance"]
    cost = facts["outpatient_cost_fen"]
    pooling = np.minimum(np.minimum(_over(POOLING_PERCENT, cost, POOLING_DEDUCTIBLE), POOLING_LIMIT), cost)
    pooling = np.where(is_within("outpatient_cost_fen", GREATEST), pooling * insured, -1)

    chronic = _over(CHRONIC_PERCENT, facts["chronic_cost_fen"], CHRONIC_DEDUCTIBLE)
    is_entitled = insured & facts["has_chronic_recognition"]
    chronic = np.where(is_within("chronic_cost_fen", GREATEST), chronic * is_entitled, -1)

    cost, paid = facts["eligible_cost_fen"], facts["basic_insurance_paid_fen"] + facts["critical_illness_paid_fen"]
    is_entitled = facts["is_dibao"] | facts["is_in_extreme_hardship"] | facts["is_in_other_hardship_group"]
    is_right = (
        is_within("eligible_cost_fen", GREATEST)
        & is_within("basic_insurance_paid_fen", GREATEST)
        & is_within("critical_illness_paid_fen", GREATEST)
        & (paid <= cost)
    )
    assistance = np.where(is_right, _over(ASSISTANCE_PERCENT, cost, paid) * is_entitled, -1)

    age, need, stars = facts["age"], facts["care_need"], facts["care_home_stars"]
    is_entitled = (
        (age >= ELDERLY_FROM)
        & (need >= 1)
        & facts["is_in_economic_hardship"]
        & (stars >= FEWEST_STARS)
        & (stars <= MOST_STARS)
    )
    is_right = (
        is_within("age", MOST["age"])
        & (need >= 0)
        & is_within("care_home_stars", MOST["care_home_stars"])
        & is_within("care_home_cost_fen", GREATEST)
    )
    subsidy = np.where(is_right, share(SUBSIDY_PERCENT, facts["care_home_cost_fen"]) * is_entitled, -1)
    return pooling, chronic, assistance, subsidy


def in_blocks(facts, *, threads=1, block=16_384):
    """Return the same, computed in blocks that fit into the cache of the processor, by one thread or several."""
    rows = len(facts["age"])
    found = np.empty((len(PAYOUTS), rows), np.int64)

    def work(start):
        some = slice(start, start + block)
        for out, part in zip(found, whole({name: fact[some] for name, fact in facts.items()}), strict=True):
            out[some] = part

    starts = range(0, rows, block)
    if threads == 1:
        for start in starts:
            work(start)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, starts))
    return tuple(found)


def _over(percent, amount, floor):
    return share(percent, np.maximum(amount - floor, 0))
