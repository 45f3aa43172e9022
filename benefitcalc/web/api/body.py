"""The body of a request: one JSON object, read exactly, and no larger or deeper than anything here needs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benefitcalc.text import exact_json
from benefitcalc.text.message import Refused
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import MOST_FIELDS, Stopped

DEEPEST = 6
"""So many lists and objects may lie in one another; a year of visits needs four."""

LONGEST_NUMBER = 100
"""So many signs a number may have; no amount needs as many."""


def parse(body: bytes) -> dict[str, Any]:
    """The object that a body holds; stopped where it is none, or cannot be read exactly."""
    try:
        found = exact_json.parse(body.decode(), LONGEST_NUMBER)
        if b"\\u" in body:  # half of a character may be escaped, and could not be sent back
            json.dumps(found, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise Stopped(400, texts.TOO_DEEP) from None
    except Refused as refused:
        raise Stopped(400, refused.problems[0].message) from None
    except ValueError:  # no UTF-8, or no JSON
        raise Stopped(400, texts.NOT_JSON) from None
    if not isinstance(found, dict):
        raise Stopped(422, texts.NO_OBJECT)
    layer: Sequence[Any] = [found]
    for _ in range(DEEPEST):
        if any(isinstance(each, dict) and len(each) > MOST_FIELDS for each in layer):
            raise Stopped(422, texts.TOO_MANY_FIELDS)
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
