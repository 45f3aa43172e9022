"""The rules as tools of a language model, by the Model Context Protocol.

Nothing about a person is stored or logged. Needs the extra ``assistant``.
"""

from typing import TYPE_CHECKING

from benefitcalc.text.extras import Lazy, loader

if TYPE_CHECKING:
    from benefitcalc.assistant.server import create_server, serve_http, serve_stdio

__all__ = ["create_server", "serve_http", "serve_stdio"]

__getattr__ = loader(
    __name__,
    {name: Lazy("benefitcalc.assistant.server", extra="assistant") for name in __all__},
)
