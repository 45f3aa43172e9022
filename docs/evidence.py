"""The tables of docs/evidence.md: promises, planted faults, and expected costs against three references.

PYTHONPATH=tests .venv/bin/python docs/evidence.py    makes the page anew.
"""

import csv
from collections.abc import Iterable, Iterator
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from planted import BODIES, REFORMS
from scipy import integrate, stats

import benefitcalc as bc
from benefitcalc.analysis.proofs import Proof
from benefitcalc.rules import chronic_outpatient

PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
ACTUAR = Path(__file__).parents[1] / "tests" / "analysis" / "actuar.csv"
PEOPLE, SEED = 1_000_000, 2022
INSURED: dict[str, Any] = {"has_resident_insurance": True, "has_chronic_recognition": True}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def promises() -> Iterator[tuple[str, str, str, str]]:
    """Every promise about the announcement: as stated, and in every view."""
    for proof in bc.prove().proofs:
        every = "proved" if proof.holds_in_every_reading else f"refuted, {proof.view}: {who(proof)}"
        yield proof.benefit, proof.says.explain("en"), "proved" if proof.holds else "refuted", every


def who(proof: Proof) -> str:
    """The people who are shown, in short."""
    told = []
    for case in proof.shown:
        facts = ", ".join(f"{name} {value}" for name, value in case.facts.items() if value not in (False, "0.00"))
        gives = ("eligible" if case.eligible else "not eligible") if case.amount is None else f"{case.amount:,} yuan"
        told.append(f"{facts or 'of whom nothing is true'}: {gives}")
    return "; ".join(told)


def faults() -> Iterator[tuple[str, str, str, str]]:
    """Every planted fault, with its promise and whom it is refuted with."""
    for promise, planted in BODIES.items():
        proof = bc.prove(rules=[planted.rule]).proof(planted.rule.name, promise)
        yield planted.rule.name, planted.what, promise, verdict(proof)
    for reform in REFORMS:
        proof = bc.prove(bc.policy().with_terms(reform.figures)).proof(reform.benefit, reform.promise)
        what = ", ".join(f"{name.partition('.')[2]} {figure}" for name, figure in reform.figures.items())
        yield reform.benefit, what, reform.promise, verdict(proof)


def verdict(proof: Proof) -> str:
    """Whether a fault was found, and with whom."""
    found = "not found" if proof.holds_in_every_reading else "refuted"
    return f"{found}: {who(proof) or 'nobody is such'}"


def expectations() -> Iterator[tuple[str, ...]]:
    """Expected costs of a share above a deductible up to a limit, against R's actuar, quadrature and a population."""
    with ACTUAR.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["deductible"], row["limit"]) == ("500", "30000")]
    for row in rows:
        severity = {"lognorm": stats.lognorm, "gamma": stats.gamma}[row["distribution"]](
            float(row["shape"]), scale=float(row["scale"])
        )
        law = bc.policy().with_terms({"chronic_outpatient.payment_limit": "30000"})
        found = bc.expected(chronic_outpatient, "chronic_cost", severity, policy=law, **INSURED).stated
        full = 500 + 30_000 / 0.65
        by_quadrature = 0.65 * integrate.quad(severity.sf, 500, full, epsabs=1e-12, limit=500)[0]
        drawn = np.rint(severity.rvs(PEOPLE, random_state=np.random.default_rng(SEED)) * 100).astype("int64")
        people = pl.DataFrame({**INSURED, "chronic_cost_fen": drawn})
        paid = bc.assess_table(people, rules=chronic_outpatient, policy=law, detail="amount")["chronic_outpatient_fen"]
        mean, error = float(paid.to_numpy().mean()) / 100, 1.96 * float(paid.to_numpy().std()) / 100 / sqrt(PEOPLE)
        yield (
            f"{row['distribution']} {float(row['shape']):g}, scale {float(row['scale']):g}",
            f"{found.mean:.6f}",
            f"{found.mean - float(row['mean']):.0e}",
            f"{found.mean - by_quadrature:.0e}",
            f"{mean:.2f} ± {error:.2f}",
            f"{found.rounding:.4f}",
        )


def page() -> str:
    """The whole page."""
    return f"""# Evidence: proofs and expected costs

`PYTHONPATH=tests .venv/bin/python docs/evidence.py` makes this page, and a test compares the page with its output.

## Promises

Each promise is proved for every possible person, or refuted with an example:
`.venv/bin/benefitcalc policy check --lang en`.

{table(["benefit", "promise", "as stated", "in every view"], promises())}

## Planted faults

A proof that cannot fail proves nothing. So each fault of this table was planted in a body or a figure. The promise that
the fault breaks is refuted; z3 found the person. Each declared direction of generosity is refuted too when it is
reversed (`tests/analysis/test_proofs.py`).

{table(["benefit", "fault", "promise", "result"], faults())}

## Expected costs

The benefit pays 65 % of the cost above 500 yuan, at most 30,000 yuan. The columns are: the mean by closed forms; its
difference from R's `actuar` (`tests/analysis/actuar.R`, frozen in `actuar.csv`); its difference from numerical
integration; the mean of {PEOPLE:,} random people, with its 95 % confidence interval; and a bound for the effect of
rounding to the fen. `tests/analysis/test_expected.py` compares the mean and the variance of thirty such covers
with `actuar`, and every rule with the other two.

{table(["cost in yuan", "expected", "minus actuar", "minus integration", "population", "rounding"], expectations())}
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
