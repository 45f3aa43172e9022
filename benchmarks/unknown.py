"""The cost of unknown facts: `screen` compared with `estimate()`, and the number of questions until none is left.

    python benchmarks/unknown.py [--rounds 21] [--people 1000]

`README.md` has the method and the results.
"""

import argparse
import random
from functools import partial
from statistics import median

from one_answer import PERSON
from one_person import OWN, WARM_CALLS, Row, interleaved, middle, seconds, show, total

from benefitcalc import RULES, screen, settle
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS

SIX_UNKNOWN = {
    "one fact of each of six questions": (
        "outpatient_cost", "chronic_cost", "care_home_stars", "is_dibao", "is_in_economic_hardship", "care_need",
    ),
    "six amounts and groups of one bill": (
        "eligible_cost", "basic_insurance_paid", "critical_illness_paid", "is_dibao", "is_in_extreme_hardship",
        "is_in_other_hardship_group",
    ),
    "six groups of one rule": (
        "is_rural", "is_lifted_from_poverty", "is_low_income", "has_disability", "is_unemployed",
        "is_in_zero_employment_household",
    ),
    "age, sex and four more of one rule": (
        "is_rural", "age", "sex", "is_low_income", "has_disability", "is_unemployed",
    ),
}  # fmt: skip
BILL = {"total_bill": 30000, "inpatient_cost": 9000, "inpatient_insurance_paid": 6000, "commercial_paid": 1000}


def without(names):
    """Return the person without the unknown facts, at an age at which all of these matter."""
    person = PERSON if "care_home_stars" in names else {**PERSON, "age": 47}
    return {name: value for name, value in person.items() if name not in names}


def screens(rounds):
    """Return the rows of the table."""
    open_ = {what: without(names) for what, names in SIX_UNKNOWN.items()}
    assert all(screen(person).next_question for person in open_.values())
    calls = {
        "estimates": lambda: {
            rule.name: seconds(partial(rule.estimate, **OWN[rule.name]), WARM_CALLS) for rule in RULES
        },
        "known": partial(seconds, partial(screen, PERSON), WARM_CALLS),
        "bill": partial(seconds, partial(settle, {**PERSON, **BILL}), WARM_CALLS),
        **{what: partial(seconds, partial(screen, person), WARM_CALLS) for what, person in open_.items()},
    }
    times = interleaved(calls, rounds)
    one, six = ([how(each) for each in times["estimates"]] for how in (middle, total))
    return [
        Row("`screen`, everything known", "six `estimate()`", times["known"], six, at_most=2),
        *(Row(f"`screen`, {what} unknown", "one `estimate()`", times[what], one, at_most=50) for what in open_),
        Row("`settle`, everything known", "one `estimate()`", times["bill"], one),
    ]


def drawn(rng):
    """Return a made-up person with all facts known; probabilities and ranges are chosen to reach every rule."""
    person = {}
    for name, fact in FACTS.items():
        match fact.kind:
            case Kind.YES_NO:
                person[name] = rng.random() < {"has_resident_insurance": 0.9, "is_rural": 0.3}.get(name, 0.25)
            case Kind.LEVEL:
                person[name] = rng.choice(list(fact.levels))
            case Kind.MONEY:
                person[name] = rng.choice([0, rng.randint(0, 2_000), rng.randint(0, 60_000)])
            case _:
                person[name] = rng.randint(0, min(fact.most, 95))
    person["inpatient_cost"] += person["inpatient_insurance_paid"] + person["critical_illness_paid"]
    person["basic_insurance_paid"] += person["inpatient_insurance_paid"]
    paid = person["basic_insurance_paid"] + person["critical_illness_paid"]
    person["eligible_cost"] += paid + person["inpatient_cost"]
    parts = ("outpatient_cost", "chronic_cost", "inpatient_cost", "critical_illness_paid", "commercial_paid")
    person["total_bill"] += person["eligible_cost"] + sum(person[name] for name in parts)
    return person


def questions(person, known, chosen):
    """Return the number of questions until no fact is missing; ``chosen`` picks the next fact of a screening."""
    known, asked = dict(known), 0
    while (found := screen(known)).missing:
        name = chosen(found)
        known[name] = person[name]
        asked += 1
    return asked


def asking(people):
    """Print the mean number of questions per person, by the share of known facts: all, in fixed order, and chosen."""
    needed = {name for rule in RULES for name in rule.facts._fields}
    for share in (0, 0.3, 0.6):
        rng = random.Random(f"questions {share}")
        in_full, in_order, chosen = [], [], []
        for _ in range(people):
            person = drawn(rng)
            known = {name: value for name, value in person.items() if rng.random() < share}
            in_full.append(len(needed - known.keys()))
            in_order.append(questions(person, known, lambda found: found.missing[0]))
            chosen.append(questions(person, known, lambda found: found.next_question.fact))
        averages = [f"{sum(each) / people:.2f}" for each in (in_full, in_order, chosen)]
        more = sum(a > b for a, b in zip(chosen, in_order, strict=True)) / people
        yield f"{share:.0%}", *averages, f"{median(in_order):.0f}", f"{median(chosen):.0f}", f"{more:.1%}"


def main():
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="What it costs not to know.")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--people", type=int, default=1_000)
    asked = parser.parse_args()
    heads = ("measure", "time", "beside", "its time", "ratio: median (least to greatest)", "target", "")
    show(heads, [row.cells() for row in screens(asked.rounds)])
    print()
    heads = (
        "known at the start", "every unknown fact", "in fixed order, where it matters", "`next_question`",
        "median, fixed", "median, chosen", "takes more than the fixed order",
    )  # fmt: skip
    show(heads, list(asking(asked.people)))


if __name__ == "__main__":
    main()
