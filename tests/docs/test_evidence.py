"""docs/evidence.md is what its script makes, but for the people whom another z3 would find and the digits of a draw."""

import evidence
import pytest


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the page."""
    under = evidence.PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in under.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def test_the_promises_of_the_page_are_those_that_are_proved_now():
    now = [(*row[:3], row[3].partition(":")[0]) for row in evidence.promises()]
    assert [(*row[:3], row[3].partition(":")[0]) for row in rows("Promises")] == now


def test_the_faults_of_the_page_are_those_that_are_found_now():
    now = [(*row[:3], row[3].partition(":")[0]) for row in evidence.faults()]
    assert [(*row[:3], row[3].partition(":")[0]) for row in rows("Planted faults")] == now
    assert {row[3] for row in now} == {"refuted"}


def test_the_expected_costs_of_the_page_are_those_of_now_and_agree_with_their_references(monkeypatch):
    monkeypatch.setattr(evidence, "PEOPLE", 1_000)
    for told, now in zip(rows("Expected costs"), evidence.expectations(), strict=True):
        assert told[:2] == list(now[:2])
        expected, less_actuar, less_quadrature = map(float, told[1:4])
        assert less_actuar == pytest.approx(0, abs=1e-6 * expected)
        assert less_quadrature == pytest.approx(0, abs=1e-6 * expected)
        mean, _, error = told[4].partition(" ± ")
        assert abs(float(mean) - expected) <= 2 * float(error) + float(told[5])
