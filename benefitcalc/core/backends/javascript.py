"""A printed body in JavaScript: a function of the words it is to be said with, the facts, and the figures of the law.

The words are those of `words.js`, on numbers or on ranges.
"""

import json
from collections.abc import Mapping
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from benefitcalc.core.backends.printed import Program, Target, call
from benefitcalc.core.rates import Rate, Rounding

WORDS = Path(__file__).with_name("words.js")
"""The words on numbers and on ranges, a module."""


def _plain(value: Any) -> str:
    if isinstance(value, Rounding):
        return json.dumps(value.name.lower())
    return value if isinstance(value, str) else str(int(value))


_SAID = (
    *("all_of", "any_of", "is_not", "choose", "when", "above", "times", "least", "most", "share"),
    *("sum", "difference", "is_at_least", "is_at_most", "is_same"),
)

TARGET = Target(
    words={
        "fact": "facts.{}".format,
        "law": "law.{}".format,
        "rate": "law.{}".format,
        "rows": lambda *rows: f"[{', '.join(f'[{start}, law.{rate}]' for start, rate in rows)}]",
        "named": str,
        **{name: partial(call, f"words.{name}") for name in _SAID},
    },
    signs={},
    plain=_plain,
)
"""The words in JavaScript, where a sign works on numbers alone."""


def function(name: str, program: Program) -> str:
    """The program as an exported function."""
    named = [f"  const {own} = {program.said(TARGET, ref)};" for own, ref in program.steps()]
    lines = ", ".join(f"{line}: {program.told(TARGET, value)}" for line, value in program.lines.items())
    return "\n".join([f"export function {name}(words, facts, law) {{", *named, f"  return {{ {lines} }};", "}", ""])


def figures(law: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the law as the function takes them, ready for JSON."""
    return {name: _figure(value) for name, value in law.items()}


def _figure(value: Any) -> Any:
    if isinstance(value, Rate):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return value.name.lower() if isinstance(value, Enum) else int(value)
