"""Facts as a `typing.TypedDict`, for who writes programs: what an editor completes and a type checker checks.

The module ``typed.py`` beside this one is made of the facts of benefitcalc. A district's package makes one of its own
with `declaration`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill, indent

from benefitcalc.core.words import Kind
from benefitcalc.districts import own
from benefitcalc.facts.fact import Fact
from benefitcalc.facts.schema import documented

TYPED = Path(__file__).parent / "typed.py"
"""The module that is made."""

WIDTH = 120

_KINDS = {Kind.MONEY: "Money", Kind.YES_NO: "YesNo", Kind.WHOLE: "Whole", Kind.DAY: "Day"}

_HEAD = '''"""Every fact of benefitcalc with the type of what may be given for it. Made from the facts; do not edit it.

To make it anew: ``python -c "from benefitcalc.facts.declared import write; write()"``.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from benefitcalc.facts.levels import {levels}

Money = Decimal | int | str | Sequence[Decimal | int | str | None] | None
"""An amount in yuan, text as people write it, a range as a pair; None where it is not known."""

YesNo = bool | str | None
"""Whether something is so, or text as people write it; None where it is not known."""

Whole = int | str | Sequence[int | str | None] | None
"""A whole number, text as people write it, a range as a pair; None where it is not known."""

Day = date | str | Sequence[date | str | None] | None
"""A day, text as people write it, such as a month or a year, a range as a pair; None where it is not known."""


'''


def declaration(facts: Iterable[Fact], name: str = "Facts", base: str = "TypedDict") -> str:
    """The class of these facts as Python writes it; ``base`` is the class of the facts that there are beside them."""
    head = f"class {name}({base}, total=False):"
    told = (
        '    """What may be known of a person. A fact that is left out or None is unknown: never zero and never no."""'
    )
    return "\n".join([head, told, *(line for fact in facts for line in _field(fact))]) + "\n"


def _field(fact: Fact) -> Iterator[str]:
    level = fact.levels.__name__ if fact.levels else ""
    kind = f"{level} | str | Sequence[{level} | str | None] | None" if level else _KINDS[fact.kind]
    yield ""
    yield f"    {fact.name}: {kind}"
    told = fill(documented(fact), WIDTH - len('    """"""'), break_on_hyphens=False)
    yield indent(f'"""{told}"""', "    ")


def module() -> str:
    """The module of benefitcalc's own facts, as text."""
    facts = own().facts
    levels = sorted({fact.levels.__name__ for fact in facts if fact.levels})
    return _HEAD.format(levels=", ".join(levels)) + declaration(facts)


def write(file: Path = TYPED) -> None:
    """Makes the module anew."""
    file.write_text(module(), encoding="utf-8")
