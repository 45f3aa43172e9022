"""Parse JSON exactly: numbers keep their digits, and a duplicate name is an error."""

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from math import isfinite
from typing import Any

from benefitcalc.text.message import N_, Refused, say, shown


def parse(text: str, longest: int | None = None) -> Any:
    """Parse JSON text. Raises `Refused` for a duplicate name and for NaN, and as `json.loads` does for invalid JSON.

    A number that Python cannot store stays text, so that the error can name its fact. With ``longest``, such a number
    is refused here, as is a number of more than ``longest`` characters.
    """
    return _decoder(longest).decode(text)


@cache
def _decoder(longest: int | None) -> json.JSONDecoder:
    number = partial(_exact, longest=longest)
    return json.JSONDecoder(
        parse_float=number, parse_int=number, parse_constant=_no_number, object_pairs_hook=_named_once
    )


def as_written(parsed: Any) -> Any:
    """What a parser that makes floats found in JSON, with each number of up to `DIGITS` digits as it was written."""
    match parsed:
        case float() if isfinite(parsed) and len((number := Decimal(repr(parsed))).as_tuple().digits) <= DIGITS:
            return number
        case list():
            return [as_written(each) for each in parsed]
        case dict():
            return {name: as_written(each) for name, each in parsed.items()}
        case _:
            return parsed


DIGITS = 15
"""A float of 64 bits gives back every number of this many digits; an amount has at most twelve."""


def _exact(written: str, longest: int | None) -> Decimal | int | str:
    if longest is not None and len(written) > longest:
        raise Refused(say(N_("a number is too long; write it with at most {longest} signs"), longest=longest))
    try:
        return int(written) if written.lstrip("-").isdigit() else Decimal(written)
    except (ValueError, InvalidOperation) as error:
        if longest is not None:
            raise Refused(say(N_("a number is too large"))) from error
        return written


def _no_number(given: str) -> None:
    raise Refused(say(N_("{given} is not a number"), given=given))


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise Refused(say(N_("{name} is given twice"), name=shown(twice)))
    return found
