"""The application: the pages and the API, behind the middleware."""

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
from benefitcalc.web.serving.direct import Direct
from benefitcalc.web.serving.middleware import LOOPBACK, Guard, Limits
from benefitcalc.web.serving.workers import Workers


def today() -> date:
    """Return today's date in China, which has one time zone."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()


def create_app(
    *, hosts: Sequence[str] = LOOPBACK, limits: Limits | None = None, day: Callable[[], date] = today
) -> FastAPI:
    """Return the pages and the API as one application, which stores nothing about its users.

    ``hosts`` are the accepted host names. ``day`` returns the day for the pages; the API uses the day of the request,
    or none.
    """
    registry()  # a district package that fails to load is reported here, not in a reply
    # FastAPI's documentation pages would fetch scripts from other hosts, and its telemetry would tell what is asked.
    app = FastAPI(
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    bounds = limits or Limits()
    app.state.workers = Workers(bounds)
    app.state.day = day
    app.include_router(api.router)
    app.include_router(health.router)  # before the pages, one of whose addresses is a language alone
    app.include_router(pages.router)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _no_such_language)
    app.add_middleware(Direct, routes=api.router.routes)
    app.add_middleware(Guard, limits=bounds, hosts=hosts)
    app.openapi = cache(partial(openapi, app))  # type: ignore[method-assign]  # as FastAPI documents it
    return app


async def _not_served(request: Request, error: Exception) -> Response:
    """Answer a request for an unknown path or with a wrong method."""
    assert isinstance(error, HTTPException)
    response = failure(request.scope, error.status_code, [])
    response.headers.update(error.headers or {})
    return response


async def _no_such_language(request: Request, _: Exception) -> Response:
    """Answer a request for an unknown language; FastAPI validates nothing else."""
    return failure(request.scope, 404, [])


def openapi_text() -> str:
    """Return the OpenAPI document as text, as in docs/openapi.json."""
    from benefitcalc.web.app import create_app

    return json.dumps(create_app().openapi(), ensure_ascii=False, indent=1) + "\n"
