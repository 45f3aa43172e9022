"""The languages of the library, and their message catalogues."""

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

from benefitcalc.districts import registry

Language = Literal["zh", "en"]


LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}


LOCALE_FOLDER = Path(__file__).parent / "locale"


def catalogue(lang: Language) -> gettext.NullTranslations:
    """Return the messages of the library and of all district packages in one language."""
    return _catalogue(lang, registry().locales)


@cache
def _catalogue(lang: Language, locales: tuple[Path, ...]) -> gettext.NullTranslations:
    # English is the source language and has no catalogue.
    found = gettext.translation("benefitcalc", LOCALE_FOLDER, [LOCALES[lang]], fallback=lang == "en")
    for folder in locales:
        found.add_fallback(gettext.translation("benefitcalc", folder, [LOCALES[lang]], fallback=True))
    return found


def N_(source: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for the catalogue; it is translated when it is rendered."""
    return source
