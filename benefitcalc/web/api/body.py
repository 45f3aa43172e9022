"""Parse the body of a request: one JSON object, exactly, and limited in size and depth."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benefitcalc.text import exact_json
from benefitcalc.text.message import Refused
from benefitcalc.web.replies import texts
from benefitcalc.web.replies.problems import MOST_FIELDS, Stopped

DEEPEST = 6
"""The greatest nesting of lists and objects; a year of visits needs four levels."""

LONGEST_NUMBER = 100
"""The greatest length of a number; no amount needs as much."""


def parse(body: bytes) -> dict[str, Any]:
    """Return the object in a body. Raises `Stopped` if it is not an object, or cannot be parsed exactly."""
    try:
        found = exact_json.parse(body.decode(), LONGEST_NUMBER)
        if b"\\u" in body:  # an escaped lone surrogate could not be sent back
            json.dumps(found, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise Stopped(400, texts.TOO_DEEP) from None
    except Refused as refused:
        raise Stopped(400, refused.problems[0].message) from None
    except ValueError:  # not UTF-8, or not JSON
        raise Stopped(400, texts.NOT_JSON) from None
    if not isinstance(found, dict):
        raise Stopped(422, texts.NO_OBJECT)
    layer: Sequence[Any] = [found]
    depth = 0
    while layer:
        depth += 1
        if depth > DEEPEST:
            raise Stopped(400, texts.TOO_DEEP)
        if any(isinstance(each, dict) and len(each) > MOST_FIELDS for each in layer):
            raise Stopped(422, texts.TOO_MANY_FIELDS)
        layer = list(_inside(layer))
    return found


def _inside(layer: Iterable[Any]) -> Iterator[Any]:
    """Yield the objects and lists in these objects and lists."""
    for each in layer:
        inside = each.values() if isinstance(each, dict) else each
        yield from (part for part in inside if isinstance(part, (dict, list)))
