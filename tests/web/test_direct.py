"""Routes whose function is called without a search among all routes."""

import pytest
from fastapi import APIRouter, Request, Response
from starlette.testclient import TestClient

from benefitcalc.web.serving.direct import Direct

router = APIRouter(prefix="/here")


@router.post("/echo")
async def echo(request: Request) -> Response:
    return Response(await request.body())


async def everything_else(scope, receive, send):
    await Response("passed on", 404)(scope, receive, send)


client = TestClient(Direct(everything_else, router.routes))


def test_a_route_is_answered_by_its_function():
    answer = client.post("/here/echo", content="82")
    assert (answer.status_code, answer.text) == (200, "82")


@pytest.mark.parametrize(("method", "path"), [("GET", "/here/echo"), ("POST", "/here/echo/"), ("POST", "/echo")])
def test_another_method_or_path_goes_on_to_the_routes(method, path):
    answer = client.request(method, path)
    assert (answer.status_code, answer.text) == (404, "passed on")


def test_what_is_no_request_goes_on_too():
    seen = []

    async def starting(scope, receive, send):
        seen.append(scope["type"])
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    with TestClient(Direct(starting, router.routes)):
        pass
    assert seen == ["lifespan"]
