"""The time that the law of a day takes: a screening with a day compared with one without; and the timelines.

    python benchmarks/law.py [--rounds 41]

`README.md` has the method and the results.
"""

import argparse
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

from one_answer import PERSON

import benefitcalc as bc

ANNOUNCED_ALONE = "2022-06-01"
"""A day on which no document binds, so that the announcement answers with a day as without one."""

MOST_RATIO, MOST_TIMELINE = 1.1, 10.0


def seconds(work: Callable[[], Any]) -> float:
    """Return the time of one call."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def screened(rounds: int, person: dict[str, Any]) -> tuple[float, list[float]]:
    """Return the times of a screening with the day, and the ratios to one without, measured in turn."""
    pairs = [
        (seconds(lambda: bc.screen(person)), seconds(lambda: bc.screen(person, on=ANNOUNCED_ALONE)))
        for _ in range(rounds + 1)
    ][1:]
    return median(with_day for _, with_day in pairs), sorted(with_day / without for without, with_day in pairs)


def timelines() -> list[Any]:
    """Compute the timeline of each benefit."""
    law = bc.law()
    return [law.timeline(benefit) for benefit in law.benefits]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=41)
    rounds = parser.parse_args().rounds
    few = {name: PERSON[name] for name in ("has_resident_insurance", "outpatient_cost")}
    print(f"{date.today()}\n")  # noqa: DTZ011 - the day on this machine
    print("| what | time | beside one without a day: median (least to greatest) | target | |")
    print("|---|---|---|---|---|")
    for told, person in (("everything known", PERSON), ("two facts known", few)):
        time, ratios = screened(rounds, person)
        met = "met" if median(ratios) <= MOST_RATIO else "not met"
        spread = f"{median(ratios):.2f}x ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(f"| `screen(..., on=)`, {told} | {1_000 * time:.1f} ms | {spread} | at most {MOST_RATIO}x | {met} |")
    bc.law()
    time = 1_000 * median(seconds(timelines) for _ in range(rounds))
    met = "met" if time <= MOST_TIMELINE else "not met"
    count, most = len(bc.law().benefits), f"at most {MOST_TIMELINE:.0f} ms"
    print(f"| timelines of all {count} benefits | {time:.2f} ms | | {most} | {met} |")


if __name__ == "__main__":
    main()
