"""In which language somebody is answered."""

from urllib.parse import parse_qs

from starlette.types import Scope

from benefitcalc.text.languages import LOCALES, Language

MOST_NAMED = 20
"""So many languages of a header are looked at."""


def preferred(accepted: str, otherwise: Language) -> Language:
    """The language that a browser would rather have, of the two that there are.

    >>> preferred("fr, en;q=0.8, zh-CN;q=0.9", "en")
    'zh'
    """
    best, language = 0.0, otherwise
    for named in accepted.split(",")[:MOST_NAMED]:
        tag, _, weight = named.partition(";")
        known = _known(tag)
        if known and _weight(weight) > best:
            best, language = _weight(weight), known
    return language


def of_scope(scope: Scope, otherwise: Language = "en") -> Language:
    """The language of a request: of its path, else the one asked for, else the one that its headers prefer."""
    for named in (scope["path"].removeprefix("/").partition("/")[0], asked(scope) or ""):
        known = _known(named)
        if known:
            return known
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return preferred(accepted, otherwise)


def asked(scope: Scope) -> str | None:
    """The language that an address asks for, as it stands there; None where it asks for none."""
    named = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("lang")
    return named[0] if named else None


def _known(named: str) -> Language | None:
    return next((each for each in LOCALES if named.strip().lower().replace("_", "-").partition("-")[0] == each), None)


def _weight(written: str) -> float:
    name, _, number = written.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
