"""Receipts: the facts, the terms and the result of an answer, with their digest."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from benefitcalc.engine.parts import Line


def receipt(
    head: Mapping[str, Any],
    facts: Mapping[str, Any],
    terms: Mapping[str, Any],
    lines: Iterable[Line],
    result: Mapping[str, Any],
) -> dict[str, Any]:
    """A receipt: by which rule and policy, from which facts and terms, what came out, and the sha256 of it all."""
    values = {"name", "amount", "at_least", "at_most", "holds"}
    content = {
        **head,
        "facts": dict(facts),
        "terms": dict(terms),
        "lines": [line.model_dump(mode="json", include=values, exclude_none=True) for line in lines],
        "result": dict(result),
    }
    return {**content, "digest": sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()}


def result_of(answer: Any) -> dict[str, Any]:
    """What an `Answer` or an `Estimate` comes down to, as a receipt has it."""
    amounts = {name: getattr(answer, name) for name in ("amount", "at_least", "at_most")}
    return {
        "eligible": answer.eligible,
        **{name: None if amount is None else str(amount) for name, amount in amounts.items()},
        "missing": list(answer.missing),
        "undecided": list(answer.undecided),
    }
