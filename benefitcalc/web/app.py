"""The application: the page and the API, behind the guard."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from benefitcalc.districts import registry
from benefitcalc.web import health
from benefitcalc.web.api import api
from benefitcalc.web.api.openapi import openapi
from benefitcalc.web.pages import pages
from benefitcalc.web.replies.problems import failure
from benefitcalc.web.serving.middleware import LOOPBACK, Guard, Limits
from benefitcalc.web.serving.workers import Workers


def today() -> date:
    """The day in China, where there is one time."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()


def create_app(
    *, hosts: Sequence[str] = LOOPBACK, limits: Limits | None = None, day: Callable[[], date] = today
) -> FastAPI:
    """The page and the API as one application, which stores nothing about those who ask.

    ``hosts`` are the names under which it may be asked for. ``day`` says the day on which a page is asked; the API
    takes the day that is given to it, or none.
    """
    registry()  # a district that cannot be loaded is reported here, and not in a reply
    # Its own pages of documentation would fetch scripts from elsewhere.
    app = FastAPI(openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None, redirect_slashes=False)
    bounds = limits or Limits()
    app.state.workers = Workers(bounds)
    app.state.day = day
    app.include_router(api.router)
    app.include_router(health.router)  # before the pages, one of whose addresses is a language alone
    app.include_router(pages.router)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _no_such_language)
    app.add_middleware(Guard, limits=bounds, hosts=hosts)
    app.openapi = cache(partial(openapi, app))  # type: ignore[method-assign]  # as FastAPI's own documentation says
    return app


async def _not_served(request: Request, error: Exception) -> Response:
    """No such path, or not in this way."""
    assert isinstance(error, HTTPException)
    response = failure(request.scope, error.status_code, [])
    response.headers.update(error.headers or {})
    return response


async def _no_such_language(request: Request, _: Exception) -> Response:
    """A path of a language that there is not; nothing else is left to FastAPI to judge."""
    return failure(request.scope, 404, [])


def openapi_text() -> str:
    """The document as a file, as docs/openapi.json holds it."""
    from benefitcalc.web.app import create_app

    return json.dumps(create_app().openapi(), ensure_ascii=False, indent=1) + "\n"
