"""Random people for benchmarks of whole populations.

Each million people have a separate generator. So the first million are the same in a table of any length, and a file
is written in parts of a million rows. Amounts are uniform, to the fen; they say nothing about people in Zhangdian.

In some rows one fact is wrong: outside its range, an unknown level, or a payment above its cost. No fact is null,
because a null is unknown, not wrong.
"""

import numpy as np
import polars as pl
from facts import CARE_NEEDS, COLUMNS, GREATEST, MONEY, MOST

PIECE = 1_000_000
SEED = 2022

PEOPLE = {"all right": 0, "1 in 1,000 wrong": 0.001}
"""The two kinds of people that are timed, by how many wrong facts a row has on average."""

OFTEN = {
    "has_resident_insurance": 0.9,
    "has_chronic_recognition": 0.3,
    "is_dibao": 0.2,
    "is_in_extreme_hardship": 0.1,
    "is_in_other_hardship_group": 0.2,
    "is_in_economic_hardship": 0.5,
}
"""How often each yes/no fact holds."""

UP_TO = {
    "outpatient_cost_fen": 3_000_00,
    "chronic_cost_fen": 100_000_00,
    "eligible_cost_fen": 500_000_00,
    "care_home_cost_fen": 120_000_00,
}
"""The greatest of each cost that is drawn."""

PAID = {"basic_insurance_paid_fen": 0.7, "critical_illness_paid_fen": 0.15}
"""The greatest share of the eligible cost that is drawn as paid."""

WRONG = (
    *((name, value) for name in MONEY for value in (-1, GREATEST + 1)),
    *((name, value) for name, most in MOST.items() for value in (-1, most + 1)),
    ("care_need", "fully"),
    ("basic_insurance_paid_fen", GREATEST),
)
"""The ways in which a row is made wrong; the last is more than was charged."""


def people(rows, *, wrong):
    """Return people as one Polars table. ``wrong`` is the mean number of wrong facts per row."""
    return pl.concat(pieces(rows, wrong=wrong), rechunk=True)


def pieces(rows, *, wrong):
    """Yield the same in parts of a million."""
    for start in range(0, rows, PIECE):
        rng = np.random.default_rng([SEED, start])
        yield _spoiled(rng, _drawn(rng), wrong).head(rows - start)


def _drawn(rng):
    """Return one part without wrong facts."""
    truths = {name: rng.random(PIECE) < often for name, often in OFTEN.items()}
    costs = {name: rng.integers(0, most, PIECE, endpoint=True) for name, most in UP_TO.items()}
    cost = costs["eligible_cost_fen"]
    paid = {name: (cost * (share * rng.random(PIECE))).astype(np.int64) for name, share in PAID.items()}
    others = {
        "age": rng.integers(0, 100, PIECE, endpoint=True),
        "care_need": pl.Series(CARE_NEEDS).gather(rng.integers(0, len(CARE_NEEDS), PIECE)),
        "care_home_stars": rng.integers(0, 5, PIECE, endpoint=True),
    }
    return pl.DataFrame({**truths, **costs, **paid, **others}).select(COLUMNS)


def _spoiled(rng, drawn, wrong):
    columns = {column.name: column for column in drawn}
    for name, value in WRONG:
        at = rng.integers(0, PIECE, rng.binomial(PIECE, wrong / len(WRONG)))
        columns[name] = columns[name].scatter(np.unique(at), value)
    return pl.DataFrame(list(columns.values()))
