"""The application as its tests reach it: in process, over loopback, and in a browser."""

import browsers
import pytest
from serving import DAY, served
from starlette.testclient import TestClient

from benefitcalc.web import create_app
from benefitcalc.web.server import configured


@pytest.fixture(scope="session")
def app():
    """The application, which keeps nothing, so that one serves every test."""
    return create_app(day=lambda: DAY)


@pytest.fixture
def client(app):
    """The application in process."""
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture(scope="session")
def address():
    """Where the application is served while the tests last."""
    config = configured("127.0.0.1", 0)
    config.app.state.day = lambda: DAY
    with served(config) as found:
        yield found


@pytest.fixture(scope="module")  # a loop runs as long as it is open
def chromium():
    """Debian's browser."""
    with browsers.chromium() as browser:
        yield browser
