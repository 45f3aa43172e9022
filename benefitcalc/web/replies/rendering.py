"""Render templates as pages: all text is escaped, in the language of the page."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from benefitcalc.text.languages import Language
from benefitcalc.text.message import Message, say
from benefitcalc.web.replies import texts

STYLE = files("benefitcalc.web.replies").joinpath("static", "style.css").read_text(encoding="utf-8")
"""Part of every page, so that a step is one request; its hash is in the Content-Security-Policy."""

STYLE_HASH = f"sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}"

_PAGES = Environment(
    loader=PackageLoader("benefitcalc.web.replies"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


class Words:
    """The texts of the pages in one language, by their names in lower case."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang

    def __getattr__(self, name: str) -> str:
        text: Message = getattr(texts, name.upper())
        return text.explain(self._lang)


def render(template: str, lang: Language, **values: Any) -> str:
    """Return a page, or a part of one, in one language."""
    return _PAGES.get_template(template).render(
        lang=lang,
        tag=LANGUAGE_TAGS[lang],
        tags=LANGUAGE_TAGS,
        t=Words(lang),
        said=lambda message: message.explain(lang),
        words=lambda source: say(source).explain(lang),
        style=Markup(STYLE),  # noqa: S704 - the project's own file
        **values,
    )
