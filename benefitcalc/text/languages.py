"""The languages of the library, and their catalogues of messages."""

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

from benefitcalc.districts import districts

Language = Literal["zh", "en"]


LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}


LOCALE_FOLDER = Path(__file__).parent / "locale"


@cache
def catalogue(lang: Language) -> gettext.NullTranslations:
    """The messages of the library and of every district, in one language."""
    # English is the language of the sources, so it has no catalogue.
    found = gettext.translation("benefitcalc", LOCALE_FOLDER, [LOCALES[lang]], fallback=lang == "en")
    for district in districts():
        if district.locale is not None:
            found.add_fallback(gettext.translation("benefitcalc", district.locale, [LOCALES[lang]], fallback=True))
    return found
