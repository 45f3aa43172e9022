"""JSON read exactly: figures as they are written, each name once, and no deeper than anything here needs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from benefitcalc.text.message import Text
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import Stopped

DEEPEST = 6
"""So many lists and objects may lie in one another; a year of visits needs four."""

MOST_FIELDS = 64
"""So many fields one object may have."""

LONGEST_NUMBER = 100
"""So many signs a number may have; no amount needs as many."""


def parse(body: bytes) -> dict[str, Any]:
    """The object that a body holds; stopped where it is none, or cannot be read exactly."""
    try:
        found = json.loads(
            body.decode(),
            parse_int=_whole,
            parse_float=_figure,
            parse_constant=_no_figure,
            object_pairs_hook=_each_name_once,
        )
        if b"\\u" in body:  # half of a character may be escaped, and could not be sent back
            json.dumps(found, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise Stopped(400, texts.TOO_DEEP) from None
    except ValueError:  # no UTF-8, or no JSON
        raise Stopped(400, texts.NOT_JSON) from None
    if not isinstance(found, dict):
        raise Stopped(422, texts.NO_OBJECT)
    layer: Sequence[Any] = [found]
    for _ in range(DEEPEST):
        layer = list(_inside(layer))
    if any(isinstance(each, dict | list) for each in layer):
        raise Stopped(400, texts.TOO_DEEP)
    return found


def _inside(layer: Iterable[Any]) -> Iterator[Any]:
    for each in layer:
        if isinstance(each, dict):
            yield from each.values()
        elif isinstance(each, list):
            yield from each


def _whole(written: str) -> int:
    return int(_short(written))


def _figure(written: str) -> Decimal:
    try:
        return Decimal(_short(written))
    except ArithmeticError:  # an exponent past every bound
        raise Stopped(400, texts.NUMBER_TOO_LARGE) from None


def _short(written: str) -> str:
    if len(written) > LONGEST_NUMBER:
        raise Stopped(400, texts.NUMBER_TOO_LONG)
    return written


def _no_figure(written: str) -> Any:
    raise Stopped(400, Text(zh=f"{written} 不是数", en=f"{written} is no figure"))


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_FIELDS:  # before a name is looked up
        raise Stopped(422, texts.TOO_MANY_FIELDS)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Stopped(400, texts.NAMED_TWICE)
    return found
