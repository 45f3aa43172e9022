"""The languages of the library, and their catalogues of messages."""

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

from benefitcalc.districts import registry

Language = Literal["zh", "en"]


LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}


LOCALE_FOLDER = Path(__file__).parent / "locale"


def catalogue(lang: Language) -> gettext.NullTranslations:
    """The messages of the library and of every district, in one language."""
    return _catalogue(lang, registry().locales)


@cache
def _catalogue(lang: Language, locales: tuple[Path, ...]) -> gettext.NullTranslations:
    # English is the language of the sources, so it has no catalogue.
    found = gettext.translation("benefitcalc", LOCALE_FOLDER, [LOCALES[lang]], fallback=lang == "en")
    for folder in locales:
        found.add_fallback(gettext.translation("benefitcalc", folder, [LOCALES[lang]], fallback=True))
    return found
