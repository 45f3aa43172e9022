"""The path of an answer through the package: changes of room, parses of facts and runs of bodies.

python benchmarks/house.py

A room is a folder of the package. A change of room is a call, or a return, from a module of one room to a module of
another. Each walk runs once before it is counted, so that caches are filled.
"""

import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlencode

import polars as pl
from fastapi.testclient import TestClient

import benefitcalc as bc
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS, Fact
from benefitcalc.rules import care_home_subsidy, medical_assistance, public_welfare_post
from benefitcalc.web import create_app

PACKAGE = Path(bc.__file__).parent
UNKNOWN = [name for name in public_welfare_post.facts._fields if FACTS[name].kind is Kind.YES_NO]
POST = {"benefit": "public_welfare_post", "do": "result", **dict.fromkeys(UNKNOWN, "unknown"), "age": "47"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
PEOPLE = pl.DataFrame(
    {
        "is_dibao": [True],
        "is_in_extreme_hardship": [False],
        "is_in_other_hardship_group": [False],
        "eligible_cost_fen": [6_000_000],
        "basic_insurance_paid_fen": [0],
        "critical_illness_paid_fen": [0],
    }
)


def estimate(_: TestClient) -> object:
    """One benefit, one unknown fact."""
    known = {"care_home_cost": "36000", "age": 82, "care_need": "partial", "is_in_economic_hardship": True}
    return care_home_subsidy.estimate(on="2023-05-01", **known)


def table(_: TestClient) -> object:
    """A table of one person."""
    return bc.assess_table(PEOPLE, rules=[medical_assistance])


def page(client: TestClient) -> object:
    """A result page, all yes/no facts unknown."""
    answer = client.post("/en/ask", content=urlencode(POST), headers=FORM)
    assert answer.status_code == 200, answer.status_code
    return answer


class Walk:
    """A profiler that counts the changes of room and of module, on every thread, while ``is_on``."""

    def __init__(self) -> None:
        self.rooms = self.modules = 0
        self.is_on = False
        self.at = ("", "")
        self.between: Counter[tuple[str, str]] = Counter()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Count a call or a return."""
        of = {"call": frame, "return": frame.f_back}.get(event)
        if self.is_on and of is not None and of.f_code.co_filename.startswith(str(PACKAGE)):
            self.go(of.f_code.co_filename[len(str(PACKAGE)) + 1 :])

    def go(self, module: str) -> None:
        """Enter a module."""
        room = module.rpartition("/")[0]
        before, self.at = self.at, (room, module)
        if before[1] not in {"", module}:
            self.modules += 1
            if before[0] != room:
                self.rooms += 1
                self.between[before[0], room] += 1


def counted(walk: Callable[[TestClient], object]) -> tuple[Walk, int, int]:
    """Return the walk with its changes, its number of parses of facts, and its number of runs of bodies."""
    seen, done = Walk(), Counter[str]()
    threading.setprofile(seen)  # of the threads that the application starts
    client = TestClient(create_app(), base_url="http://127.0.0.1")
    walk(client)
    read, bodies = Fact.read, {rule: rule.assess for rule in bc.RULES}

    def count(what: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def doing(*given: Any) -> Any:
            done[what] += 1
            return does(*given)

        return doing

    Fact.read = count("parses", read)  # type: ignore[method-assign]  # counted, and put back below
    for rule, body in bodies.items():
        object.__setattr__(rule, "assess", count("bodies", body))
    walk(client)
    Fact.read = read  # type: ignore[method-assign]  # as it was
    for rule, body in bodies.items():
        object.__setattr__(rule, "assess", body)
    seen.is_on = True
    sys.setprofile(seen)
    walk(client)
    sys.setprofile(None)
    threading.setprofile(None)  # type: ignore[arg-type]  # typeshed leaves out None, which ends it
    return seen, done["parses"], done["bodies"]


def main() -> None:
    """Print the counts; with -v also the rooms between which most changes are."""
    print(f"{'walk':<44}{'rooms':>8}{'modules':>9}{'parses':>8}{'bodies':>8}")
    for walk in (estimate, table, page):
        seen, parses, runs = counted(walk)
        print(f"{(walk.__doc__ or '').rstrip('.'):<44}{seen.rooms:>8}{seen.modules:>9}{parses:>8}{runs:>8}")
        if "-v" in sys.argv:
            for (one, other), changes in seen.between.most_common(14):
                print(f"    {one or '.'} -> {other or '.'}: {changes}")


if __name__ == "__main__":
    main()
