"""The four rules that give money, written by hand in Polars for whole populations.

`assess_table(..., detail="amount")` is compared with this: the same checks, the same amounts by the stated terms in
whole fen, and the same column ``problem`` with its text. No fact may be null, so ``missing`` is always null.
"""

import polars as pl
from facts import CARE_NEEDS, COLUMNS, GREATEST, MONEY, MOST, PAYOUTS

POOLING_PERCENT, POOLING_LIMIT, POOLING_DEDUCTIBLE = 75, 712_50, 50_00
CHRONIC_PERCENT, CHRONIC_DEDUCTIBLE = 65, 500_00
ASSISTANCE_PERCENT = 75
SUBSIDY_PERCENT, ELDERLY_FROM, FEWEST_STARS, MOST_STARS = 80, 60, 1, 2

WHY_NOT = "the greatest amount this library computes"
TOO_MUCH = "basic_insurance_paid_fen, critical_illness_paid_fen: more paid than eligible_cost_fen"

col = pl.col
NOTHING = pl.lit(None, pl.String)
"""What is missing of people of whom all is known."""


def share(percent, amount):
    """Return the share of an amount; half a fen is rounded up."""
    return (amount * percent + 50) // 100


def is_money(name):
    return col(name).is_between(0, GREATEST)


def is_known(name):
    return col(name).is_not_null()


def is_level(name):
    # Three comparisons take a quarter of the time of is_in, which hashes each text.
    none, partial, full = CARE_NEEDS
    return (col(name) == none) | (col(name) == partial) | (col(name) == full)


def paid():
    return col("basic_insurance_paid_fen") + col("critical_illness_paid_fen")


def rights():
    """Return, for each payout, whether all its facts are valid (false or null if one is not)."""
    pooling = is_known("has_resident_insurance") & is_money("outpatient_cost_fen")
    chronic = is_known("has_resident_insurance") & is_known("has_chronic_recognition") & is_money("chronic_cost_fen")
    assistance = (
        is_known("is_dibao")
        & is_known("is_in_extreme_hardship")
        & is_known("is_in_other_hardship_group")
        & is_money("eligible_cost_fen")
        & is_money("basic_insurance_paid_fen")
        & is_money("critical_illness_paid_fen")
        & (paid() <= col("eligible_cost_fen"))
    )
    subsidy = (
        col("age").is_between(0, MOST["age"])
        & is_level("care_need")
        & is_known("is_in_economic_hardship")
        & col("care_home_stars").is_between(0, MOST["care_home_stars"])
        & is_money("care_home_cost_fen")
    )
    return pooling, chronic, assistance, subsidy


def payouts():
    """Return the four columns of amounts."""
    cost = col("outpatient_cost_fen")
    pooling = share(POOLING_PERCENT, pl.max_horizontal(cost - POOLING_DEDUCTIBLE, 0))
    pooling = pl.min_horizontal(pooling, POOLING_LIMIT, cost)
    chronic = share(CHRONIC_PERCENT, pl.max_horizontal(col("chronic_cost_fen") - CHRONIC_DEDUCTIBLE, 0))
    assistance = share(ASSISTANCE_PERCENT, pl.max_horizontal(col("eligible_cost_fen") - paid(), 0))
    subsidy = share(SUBSIDY_PERCENT, col("care_home_cost_fen"))
    entitled = (
        (col("has_resident_insurance"), pooling),
        (col("has_resident_insurance") & col("has_chronic_recognition"), chronic),
        (col("is_dibao") | col("is_in_extreme_hardship") | col("is_in_other_hardship_group"), assistance),
        (
            (col("age") >= ELDERLY_FROM)
            & (col("care_need") != "none")
            & col("is_in_economic_hardship")
            & col("care_home_stars").is_between(FEWEST_STARS, MOST_STARS),
            subsidy,
        ),
    )
    # A truth times an amount is quicker here than a second when/then.
    return {
        name: pl.when(is_right).then(is_entitled).cast(pl.Int64) * amount
        for name, is_right, (is_entitled, amount) in zip(PAYOUTS, rights(), entitled, strict=True)
    }


def told():
    """Return all problems of a row as text."""
    reasons = []
    for name in COLUMNS:
        column, reason = col(name), pl
        if name in MONEY:
            reason = reason.when(column < 0).then(pl.lit(f"{name} is less than zero"))
            reason = reason.when(column > GREATEST).then(pl.lit(f"{name} is more than one billion yuan, {WHY_NOT}"))
        if name == "eligible_cost_fen":
            parts = ("basic_insurance_paid_fen", "critical_illness_paid_fen")
            known = sum(pl.when(is_money(part)).then(col(part)).otherwise(0) for part in parts)
            reason = reason.when(is_money(name) & (known > col(name))).then(pl.lit(TOO_MUCH))
        elif name in MOST:
            whole = f"{name} is not a whole number from 0 to {MOST[name]}"
            reason = reason.when(~column.is_between(0, MOST[name])).then(pl.lit(whole))
        elif name == "care_need":
            reason = reason.when(~is_level(name)).then(pl.lit(f"{name} is not one of: none, partial, full"))
        reasons += [reason] if reason is not pl else []
    return pl.concat_str(reasons, separator="; ", ignore_nulls=True)


def query(frame):
    """Run one query of expressions. Polars computes the texts for every batch that has an invalid row."""
    pooling, chronic, assistance, subsidy = rights()
    problem = pl.when(pooling & chronic & assistance & subsidy).then(None).otherwise(told())
    return frame.lazy().with_columns(**payouts(), missing=NOTHING, problem=problem)


def query_in_python(frame):
    """Run one query that passes the invalid rows of each batch to Python, so that only these get texts."""
    pooling, chronic, assistance, subsidy = rights()
    facts = pl.struct(*COLUMNS, is_right=pooling & chronic & assistance & subsidy)
    problem = facts.map_batches(_texts_of_morsel, return_dtype=pl.String, is_elementwise=True)
    return frame.lazy().with_columns(**payouts(), missing=NOTHING, problem=problem)


def in_two_steps(frame):
    """Compute the amounts of a table in memory in one query, then the texts of the invalid rows."""
    pooling, chronic, assistance, subsidy = rights()
    is_right = pooling & chronic & assistance & subsidy
    assessed = frame.lazy().with_columns(**payouts(), missing=NOTHING, is_right=is_right).collect(engine="streaming")
    return assessed.drop("is_right").with_columns(problem=_texts(assessed, assessed["is_right"]))


def _texts_of_morsel(facts):
    frame = facts.struct.unnest()
    return _texts(frame, frame["is_right"])


def _texts(frame, is_right):
    wrong = (~is_right.fill_null(False)).arg_true()
    nothing = pl.Series("problem", [None], pl.String).new_from_index(0, len(frame))
    return nothing.scatter(wrong, frame[wrong].select(told()).to_series()) if len(wrong) else nothing
