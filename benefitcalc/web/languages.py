"""In which language somebody is answered."""

from starlette.types import Scope

from benefitcalc.messages import LOCALES, Language

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
        known = next((each for each in LOCALES if tag.strip().lower().partition("-")[0] == each), None)
        if known and _weight(weight) > best:
            best, language = _weight(weight), known
    return language


def of_scope(scope: Scope, otherwise: Language = "en") -> Language:
    """The language of a request: that of its path where it has one, else that which its headers would rather have."""
    first = scope["path"].split("/")[1]
    for known in LOCALES:
        if first == known:
            return known
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return preferred(accepted, otherwise)


def _weight(written: str) -> float:
    name, _, number = written.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
