"""Choose the language of a reply."""

from urllib.parse import parse_qs

from starlette.types import Scope

from benefitcalc.text.languages import LOCALES, Language

MOST_NAMED = 20
"""The greatest number of languages in a header that are considered."""


def preferred(accepted: str, otherwise: Language) -> Language:
    """Return the preferred of the two languages.

    >>> preferred("fr, en;q=0.8, zh-CN;q=0.9", "en")
    'zh'
    """
    best, language = 0.0, otherwise
    for named in accepted.split(",")[:MOST_NAMED]:
        tag, _, weight = named.partition(";")
        known = _language_named(tag)
        if known and _weight(weight) > best:
            best, language = _weight(weight), known
    return language


def of_scope(scope: Scope, otherwise: Language = "en") -> Language:
    """Return the language of a request: from its path, its ``lang`` parameter, or its headers."""
    for named in (scope["path"].removeprefix("/").partition("/")[0], asked(scope) or ""):
        known = _language_named(named)
        if known:
            return known
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return preferred(accepted, otherwise)


def asked(scope: Scope) -> str | None:
    """Return the ``lang`` parameter of an address unchanged; None if there is none."""
    if not scope["query_string"]:
        return None
    named = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("lang")
    return named[0] if named else None


def _language_named(named: str) -> Language | None:
    return _BY_TAG.get(named.strip().lower().replace("_", "-").partition("-")[0])


_BY_TAG: dict[str, Language] = {each: each for each in LOCALES}


def _weight(written: str) -> float:
    name, _, number = written.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
