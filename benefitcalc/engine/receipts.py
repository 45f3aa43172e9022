"""Calculated answers and their receipts: the facts, the terms, the result and their digest."""

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from benefitcalc.engine.parts import Assumption, Cite, Line, Sentence, WhatIf
from benefitcalc.engine.wording import (
    LEFT_OPEN,
    NOT_KNOWN,
    TO_BRING,
    Explained,
    Passage,
    assumption,
    given,
    left_open,
    notice_messages,
    papers,
    what_is_missing,
)
from benefitcalc.facts.fact import Scalar
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_


class Calculated(Explained):
    """An answer with calculation lines that can be calculated again: an estimate or a settlement."""

    if TYPE_CHECKING:  # pydantic would put these fields first, in the JSON too
        library: str
        missing: tuple[str, ...]
        undecided: tuple[str, ...]
        what_if: tuple[WhatIf, ...]
        lines: tuple[Line, ...]
        assumptions: tuple[Assumption, ...]
        cites: tuple[Cite, ...]
        notices: tuple[Sentence, ...]
        facts: FixedDict[Scalar | None]

    def line(self, name: str) -> Line:
        """Return the line with this name; KeyError if there is none."""
        return {line.name: line for line in self.lines}[name]

    def receipt(self) -> dict[str, Any]:
        """Return what is needed to compute the answer again, as JSON data. `benefitcalc.verify` checks it."""
        terms = self.model_dump(include={"terms"})["terms"]
        return receipt(self._head(), self.facts, terms, self.lines, result_of(self))

    @abstractmethod
    def _head(self) -> dict[str, Any]:
        """Return the rule, the documents, the library version and the day of the answer."""


def shared_passages(answer: Calculated, told: str | None = None) -> dict[str, Passage]:
    """Return the passages that every calculated answer has, by name; ``told`` is as in `what_is_missing`."""
    settled = [each for each in answer.assumptions if each.name not in answer.undecided]
    return {
        "given": Passage(N_("What was given"), given(answer.facts)),
        "missing": Passage(NOT_KNOWN, list(what_is_missing(answer.missing, answer.what_if, told))),
        "open": Passage(LEFT_OPEN, list(left_open(answer.undecided, answer.assumptions, answer.cites))),
        "assumed": Passage(N_("What is assumed"), [assumption(each) for each in settled]),
        "to_bring": Passage(TO_BRING, list(papers(answer.facts))),
        "notes": Passage(N_("Please note"), notice_messages(answer.notices)),
    }


def receipt(
    head: Mapping[str, Any],
    facts: Mapping[str, Any],
    terms: Mapping[str, Any],
    lines: Iterable[Line],
    result: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a receipt: rule and policy, facts, terms, lines, result, and the sha256 of all of these."""
    content = {
        **head,
        "facts": dict(facts),
        "terms": dict(terms),
        "lines": [_values(line) for line in lines],
        "result": dict(result),
    }
    return {**content, "digest": sha256(_CANONICAL.encode(content).encode()).hexdigest()}


_CANONICAL = json.JSONEncoder(sort_keys=True)
"""The form of which a digest is taken."""


def _values(line: Line) -> dict[str, Any]:
    """Return the values of a line that are not None."""
    return {name: _written(value) for name in _OF_A_LINE if (value := getattr(line, name)) is not None}


_OF_A_LINE = ("name", "amount", "at_least", "at_most", "holds")


def result_of(answer: Any) -> dict[str, Any]:
    """Return the result of an answer for a receipt; a settlement has no amount of its own."""
    return {name: _written(getattr(answer, name)) for name in _RESULT if hasattr(answer, name)}


_RESULT = ("eligible", "amount", "at_least", "at_most", "missing", "undecided")


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
