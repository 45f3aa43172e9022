"""The command line answers for today: in these tests that is a day of the announcement."""

from datetime import date

import pytest

from benefitcalc.cli import reading


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(reading, "today", lambda: date(2023, 5, 1))
