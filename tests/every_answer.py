"""Every kind of public answer as JSON or text, which must be identical bytes everywhere.

As a program it writes them to a file, one per line: ``every_answer.py FILE``, or in a decimal context too small for
any exact computation: ``every_answer.py FILE PREC``.
"""

import json
import sys
from collections.abc import Callable, Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation, Rounded, localcontext
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from scipy import stats

import benefitcalc as bc
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED, extreme_hardship_support, outpatient_pooling
from benefitcalc.text.message import say_of

NOBODY: dict[str, Any] = {}
POOR = {
    "has_resident_insurance": True,
    "total_bill": "123456.78",
    "outpatient_cost": "1234.56",
    "chronic_cost": 0,
    "has_chronic_recognition": False,
    "inpatient_cost": "98765.43",
    "inpatient_insurance_paid": "65432.10",
    "is_dibao": True,
    "critical_illness_paid": "1000..2000.01",
    "commercial_paid": 1000,
    "age": 82,
}
INSURED: dict[str, Any] = {"has_resident_insurance": True}
YOUNG = {"age": 50, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": 1000}
WRONG = {"age": Decimal("1E+5"), "outpatient_costs": 5, "is_dibao": "maybe", "total_bill": "0.001"}
VISITS = [
    {"date": "2023-02-01", "kind": "outpatient", "cost": "123.45"},
    {"date": "2023-03-01", "kind": "inpatient", "cost": "45678.90..50000", "basic_insurance_paid": "23456.78"},
    {"date": "2025-03-01", "kind": "chronic", "cost": "9876.54"},
]
REFORM = {"outpatient_pooling.rate": "0.55", "outpatient_pooling.deductible": "123.45"}


def answers() -> Iterator[tuple[str, Any]]:
    """Each answer under a name: something with ``model_dump_json`` and ``explain``, JSON data, or text."""
    for person, given in {"nobody": NOBODY, "poor": POOR, "young": YOUNG}.items():
        yield f"screen {person}", bc.screen(given, on="2023-05-01")
        yield f"settle {person}", bc.settle(given)
        for rule in ANNOUNCED:
            estimate = rule.estimate(**given)
            yield f"{rule.name} {person}", estimate
            yield f"receipt {rule.name} {person}", estimate.receipt()
    yield "receipt of a settlement", bc.settle(POOR).receipt()
    yield "year", bc.year(VISITS, {"is_dibao": True, "has_resident_insurance": True})
    yield "curve", outpatient_pooling.curve(over="outpatient_cost", outpatient_cost="0..5000.01", **INSURED).rows()
    yield "expected", bc.expected(outpatient_pooling, "outpatient_cost", stats.gamma(2, scale=400), **INSURED)
    reform = bc.policy().with_terms(REFORM)
    yield "policy", bc.policy()
    yield "reform", reform
    yield "digests", [bc.policy().digest, reform.digest]
    yield "proofs", bc.prove(rules=[extreme_hardship_support])
    people = pl.DataFrame(
        {"outpatient_cost_fen": [123_456_78, 61, None, -1], "has_resident_insurance": [True, True, True, None]}
    )
    assessed = bc.assess_table(people, rules=[outpatient_pooling], lang="zh")
    yield "table", assessed.rows()
    yield "summary", bc.summary(assessed)
    comparison = bc.compare(None, reform, people, rules=[outpatient_pooling])
    yield "comparison", comparison
    yield "difference", [str(row["difference"]) for row in comparison.rows()]
    for lang in ("en", "zh"):
        yield f"schema {lang}", schema.json_schema(FACTS, lang)
    wrongs: dict[str, Any] = {"facts": WRONG, "no facts": {5: 1, "on": Decimal("NaN")}}
    for name, wrong in wrongs.items():
        yield f"wrong {name}", refusal(partial(bc.screen, wrong))
    yield "wrong figure", refusal(lambda: bc.policy().with_terms({"outpatient_pooling.rate": Decimal("1E+2")}))
    yield "a message", say_of("{b-a} {a:yuan} {b} {a}", {"a": "12345.67", "b": "99999.99", "c": "none"})


def refusal(ask: Callable[[], Any]) -> bc.Refused:
    """Return the error of a refused question."""
    try:
        ask()
    except bc.Refused as refused:
        return refused
    raise AssertionError("was not refused")


def told(answer: Any) -> list[str]:
    """An answer as JSON, and in words."""
    written = [answer.model_dump_json()] if hasattr(answer, "model_dump_json") else []
    if hasattr(answer, "explain"):
        return [*written, answer.explain("en"), answer.explain("zh")]
    return written or [json.dumps(answer, ensure_ascii=False, default=str)]


def every_answer() -> list[str]:
    """Every answer, a line each."""
    return [json.dumps([name, *told(answer)]) for name, answer in answers()]


def write(file: Path, prec: int | None) -> None:
    """Every answer into a file; with a precision, in a context where nothing inexact passes."""
    context = Context(prec=prec, capitals=0, traps=[Inexact, Rounded, InvalidOperation]) if prec else Context()
    with localcontext(context):
        file.write_text("\n".join(every_answer()), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
