"""The times of curves, proofs and expected costs, each compared with another method.

    python benchmarks/shapes.py [--rounds 21]

`README.md` has the method and the results.
"""

import argparse
import os
import sys
from functools import partial
from itertools import pairwise
from math import inf, isclose, sqrt
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import polars as pl
from one_person import OWN, WARM_CALLS, Row, interleaved, of_process, seconds, show
from scipy import stats

import benefitcalc as bc
from benefitcalc import RULES
from benefitcalc.analysis import moments, prover
from benefitcalc.rules import outpatient_pooling

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from family import LAW, family_benefit

OVER = {
    "outpatient_pooling": "outpatient_cost",
    "chronic_outpatient": "chronic_cost",
    "medical_assistance": "eligible_cost",
    "extreme_hardship_support": "age",
    "care_home_subsidy": "care_home_cost",
    "public_welfare_post": "age",
}
SEVERITY = stats.lognorm(1.2, scale=600)
INSURED = {"has_resident_insurance": True}
PEOPLE, SEED = 1_000_000, 1
BINS = 200
FEW = 3
"""So many rounds where the other side takes long."""


def curves(rounds):
    """Compare a curve of each rule with one of its estimates."""
    for rule in RULES:
        known = {name: value for name, value in OWN[rule.name].items() if name != OVER[rule.name]}
        calls = {
            "curve": partial(seconds, partial(rule.curve, over=OVER[rule.name], **known), WARM_CALLS),
            "estimate": partial(seconds, partial(rule.estimate, **OWN[rule.name]), WARM_CALLS),
        }
        times = interleaved(calls, rounds)
        what = f"a curve of {rule.name} over {OVER[rule.name]}"
        yield Row(what, "its `estimate()`", times["curve"], times["estimate"], at_most=20)


def proofs(rounds, environment, folder):
    """Compare all proofs of the announcement with a process that imports z3."""
    codes = {"z3": "import z3", "process": "import benefitcalc; benefitcalc.prove()"}
    calls = {
        name: partial(of_process, [sys.executable, "-c", code], environment, folder) for name, code in codes.items()
    }
    times = interleaved({**calls, "proofs": partial(seconds, bc.prove, 1)}, rounds)
    beside = "python that imports z3"
    yield Row("all proofs of the announcement", beside, times["proofs"], times["z3"], at_most=10)
    yield Row("... as a process of its own", beside, times["process"], times["z3"], at_most=10)


def population():
    """Return the amounts of drawn people, in fen."""
    costs = np.rint(SEVERITY.rvs(PEOPLE, random_state=np.random.default_rng(SEED)) * 100).astype("int64")
    people = pl.DataFrame({**INSURED, "outpatient_cost_fen": costs})
    return bc.assess_table(people, rules=outpatient_pooling, detail="lines")["outpatient_pooling_reimbursement_fen"]


def expected():
    """Return the expected amount of one person."""
    return bc.expected(outpatient_pooling, "outpatient_cost", SEVERITY, **INSURED)


def costs(rounds):
    """Compare the expected cost with a population, and with the time of one of the same precision."""
    calls = {"expected": partial(seconds, expected, WARM_CALLS), "population": partial(seconds, population, 1)}
    times = interleaved(calls, rounds)
    what = f"{PEOPLE:,} people, drawn and assessed"
    row = Row("`expected`, three views", what, times["expected"], times["population"], at_least=100)
    paid, told = population().to_numpy() / 100, expected().stated
    error = paid.std() / sqrt(PEOPLE)
    more = (error / told.rounding) ** 2
    ratio = median(theirs / ours for ours, theirs in zip(row.ours, row.theirs, strict=True))
    told = (
        f"Mean {told.mean:.4f}, which rounding to the fen may move by {told.rounding:.4f}. The people's mean is "
        f"{paid.mean():.4f}, with a standard error of {error:.4f}; for one of {told.rounding:.4f} there have to be "
        f"{more:,.0f} times as many, who take {more * ratio:,.0f} times as long as `expected`."
    )
    return row, told


def histogram(rounds):
    """Compare the expected cost over a histogram with adaptive quadrature, bin by bin."""
    drawn = np.random.default_rng(SEED).gamma(2, 300, 5_000)
    bins = stats.rv_histogram(np.histogram(drawn, bins=BINS), density=False)()
    call = partial(bc.expected, outpatient_pooling, "outpatient_cost", bins, **INSURED)

    def by_quadrature():
        with patch.object(moments, "partial_moments", lambda severity: partial(adaptive, severity)):
            return call()

    assert isclose(call().stated.mean, by_quadrature().stated.mean, rel_tol=1e-9)
    calls = {"ours": partial(seconds, call, WARM_CALLS), "quadrature": partial(seconds, by_quadrature, 1)}
    times = interleaved(calls, min(rounds, FEW))
    what = f"`expected` over a histogram of {BINS} bins"
    return Row(what, "by adaptive quadrature", times["ours"], times["quadrature"], at_least=300)


def adaptive(severity, k, x):
    """Return a partial moment by adaptive quadrature between quantiles."""
    if k == 0 or x == inf:
        return moments.by_quadrature(severity, k, x)
    ends = sorted({0.0, x, *(end for end in map(float, severity.ppf(moments.QUANTILES)) if 0 < end < x)})
    parts = (moments._quad(lambda at: at ** (k - 1) * severity.sf(at), *each) for each in pairwise(ends))  # noqa: SLF001 - as it was
    return float(k * sum(parts) - x**k * severity.sf(x))


def figures(rounds, folder):
    """Compare the directions of a benefit with many figures with z3 on whole answers."""
    file = Path(folder, "families.toml")
    file.write_text(LAW, encoding="utf-8")
    prove = partial(bc.prove, bc.policy(file), rules=[family_benefit])

    def by_z3():
        with patch.object(prover._Subject, "_goes_up", lambda *_: False):  # noqa: SLF001 - as above
            return prove()

    calls = {"ours": partial(seconds, prove, 1), "z3": partial(seconds, by_z3, 1)}
    times = interleaved(calls, min(rounds, FEW))
    what = f"all proofs of a rule of {len(family_benefit.terms.entries())} figures"
    return Row(what, "z3 asked about whole answers", times["ours"], times["z3"], at_least=10)


def main():
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="What curves, proofs and expected costs take.")
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        cost, precision = costs(rounds)
        rows = [*curves(rounds), *proofs(rounds, environment, folder), figures(rounds, folder), cost, histogram(rounds)]
    heads = ("measure", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [row.cells() for row in rows])
    print(f"\n{precision}")


if __name__ == "__main__":
    main()
