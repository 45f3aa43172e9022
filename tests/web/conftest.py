"""The application as its tests reach it: in process, over loopback, and in a browser."""

import os
import shutil
from pathlib import Path

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


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def needed(there, what):
    """What may be missing on other machines, and not where it is required."""
    if not there:
        told = f"{what} is not installed here (Debian: apt-get install chromium fonts-wqy-microhei)"
        if os.environ.get("BENEFITCALC_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        pytest.skip(told)


@pytest.fixture(scope="module")  # a loop runs as long as it is open
def chromium():
    """Debian's browser."""
    needed(CHROMIUM, "Chromium")
    needed(any(Path("/usr/share/fonts").rglob("wqy-microhei*")), "a font that has Chinese")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()
