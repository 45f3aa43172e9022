"""Call the function of a route whose path has no part to read, without a search among all routes."""

from collections.abc import Iterable

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send


class Direct:
    """The middleware before the routes; a request for any other path or method goes on to them.

    Such a function takes the request as it came and returns the response, so there is nothing else to solve.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        own = [each for each in routes if isinstance(each, APIRoute)]
        self.answers = {(method, each.path): each.endpoint for each in own for method in each.methods or ()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self.answers.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if answer is None:
            await self.app(scope, receive, send)
            return
        response = await answer(Request(scope, receive))
        await response(scope, receive, send)
