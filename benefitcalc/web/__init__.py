"""The pages and the JSON API: the rules' results for one person, in a browser and over HTTP.

Nothing about a person is stored, logged, or put into an address or a cookie. Needs the extra ``web``.
"""

from typing import TYPE_CHECKING

from benefitcalc.text.extras import Lazy, loader

if TYPE_CHECKING:
    from benefitcalc.web.app import create_app
    from benefitcalc.web.server import serve

__all__ = ["create_app", "serve"]

__getattr__ = loader(
    __name__,
    {
        "create_app": Lazy("benefitcalc.web.app", extra="web"),
        "serve": Lazy("benefitcalc.web.server", extra="web"),
    },
)
