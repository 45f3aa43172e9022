"""JSON read exactly: figures as they are written, each name once, and no deeper than anything here needs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from benefitcalc.messages import Text
from benefitcalc.web import texts
from benefitcalc.web.failures import Stopped

DEEPEST = 6
"""So many lists and objects may lie in one another; a year of visits needs four."""

MOST_FIELDS = 64
"""So many fields one object may have; there are 27 facts."""


def parse(body: bytes) -> dict[str, Any]:
    """The object that a body holds; stopped where it is none, or cannot be read exactly."""
    try:
        found = json.loads(
            body.decode(), parse_float=_figure, parse_constant=_no_figure, object_pairs_hook=_each_name_once
        )
        if b"\\u" in body:  # half of a character may be escaped, and could not be sent back
            json.dumps(found, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise Stopped(400, texts.TOO_DEEP) from None
    except (ValueError, ArithmeticError):  # no UTF-8, no JSON, or a figure past every bound
        raise Stopped(400, texts.NOT_JSON) from None
    if not isinstance(found, dict):
        raise Stopped(422, texts.NO_OBJECT)
    layer: Sequence[Any] = [found]
    for _ in range(DEEPEST):
        layer = list(_inside(layer))
    if layer:
        raise Stopped(400, texts.TOO_DEEP)
    return found


def _inside(layer: Iterable[Any]) -> Iterator[Any]:
    for each in layer:
        if isinstance(each, dict):
            yield from each.values()
        elif isinstance(each, list):
            yield from each


def _figure(written: str) -> Decimal:
    return Decimal(written)


def _no_figure(written: str) -> Any:
    raise Stopped(400, Text(zh=f"{written} 不是数", en=f"{written} is no figure"))


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Stopped(400, texts.NAMED_TWICE)
    if len(found) > MOST_FIELDS:
        raise Stopped(422, texts.TOO_MANY_FIELDS)
    return found
