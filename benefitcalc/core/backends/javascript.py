"""Print a body as a JavaScript function of the words, the facts and the figures of the law.

The words come from `words.js`, on numbers or on ranges.
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
"""The path of the JavaScript module with the words on numbers and on ranges."""


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
"""The words in JavaScript. All are function calls, since its operators work on numbers only."""


def function(name: str, program: Program) -> str:
    """Return the program as the text of an exported function."""
    named = [f"  const {own} = {program.computation(TARGET, ref)};" for own, ref in program.steps()]
    lines = ", ".join(f"{line}: {program.operand(TARGET, value)}" for line, value in program.lines.items())
    return "\n".join([f"export function {name}(words, facts, law) {{", *named, f"  return {{ {lines} }};", "}", ""])


def figures(law: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of the law as the function takes them, ready for JSON."""
    return {name: _json_figure(value) for name, value in law.items()}


def _json_figure(value: Any) -> Any:
    if isinstance(value, Rate):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return value.name.lower() if isinstance(value, Enum) else int(value)
