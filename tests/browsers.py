"""Debian's Chromium, without a window, for the tests that need a browser."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@contextmanager
def chromium():
    """The browser, as long as it is needed; a loop runs as long as it is open."""
    _needed(CHROMIUM, "Chromium")
    _needed(any(Path("/usr/share/fonts").rglob("wqy-microhei*")), "a font that has Chinese")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


def _needed(there, what):
    """What may be missing on other machines, and not where it is required."""
    if not there:
        told = f"{what} is not installed here (Debian: apt-get install chromium fonts-wqy-microhei)"
        if os.environ.get("BENEFITCALC_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        pytest.skip(told)
