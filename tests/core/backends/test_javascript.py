"""The printed bodies in JavaScript, run by Node, against the bodies in Python, of thirty thousand drawn people."""

import json
import os
import random
import shutil
import subprocess

import pytest
from strategies import thresholds

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST, NO_LIMIT, UNBOUNDED
from benefitcalc.core.backends import javascript, ranges
from benefitcalc.core.backends.printed import Tape, Terms
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import Kind, share
from benefitcalc.engine.scenarios import Scenarios
from benefitcalc.facts import relations
from benefitcalc.facts.fact import FACTS

PAIRS = [
    (rule, bc.policy(name))
    for name in sorted(bc.policies())
    for rule in bc.RULES
    if rule.name in bc.policy(name).benefits
]
PEOPLE = 30_000
ENDLESS = 10 * NO_LIMIT
"""More than any amount that has an end."""


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """Runs a module beside the words, on JSON; what it prints as JSON."""
    if shutil.which("node") is None:
        if os.environ.get("BENEFITCALC_REQUIRE_NODE") == "1":
            pytest.fail("Node is required, and is not on this machine")
        pytest.skip("Node is not on this machine")
    folder = tmp_path_factory.mktemp("node")
    shutil.copy(javascript.WORDS, folder / "words.mjs")

    def run(module, given):
        (folder / "run.mjs").write_text(READ + module, encoding="utf-8")
        done = subprocess.run(
            ["node", folder / "run.mjs"], input=json.dumps(given), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[:2000]
        return json.loads(done.stdout)

    return run


READ = """
import { readFileSync } from "node:fs";
import { numbers, ranges, ends, isTight } from "./words.mjs";
const given = JSON.parse(readFileSync(0, "utf-8"));
const print = (value) => console.log(JSON.stringify(value));
"""

OF_PEOPLE = """
print(given.people.map((person) => {
  const isKnown = !Object.values(person).some(Array.isArray);
  const { words, facts } = isKnown ? { words: numbers, facts: () => person } : ranges();
  const said = given.law.map((law) => body(words, facts(person), law));
  return said.map((lines) => Object.values(lines).map((line) => [...ends(line), isTight(line)]));
}));
"""


def _drawn(name, near, rng):
    fact = FACTS[name]
    if fact.kind is Kind.MONEY:
        most = rng.choice([10**4, 10**6, 10**8, GREATEST])
        return max(0, min(rng.choice([rng.randint(0, most), rng.choice(near or [0]) + rng.randint(-1, 1)]), GREATEST))
    if fact.kind is Kind.YES_NO:
        return rng.random() < 0.5
    return rng.choice(list(fact.levels)) if fact.levels else rng.randint(0, fact.most)


def _crowd(rule, law, many):
    """Of every other person all facts are known; of the others some are unknown or a range."""
    rng = random.Random(f"{rule.name} {law.id}")
    near = thresholds(rule, Kind.MONEY, law)
    for at in range(many):
        person = {name: _drawn(name, near, rng) for name in rule.facts._fields}
        for part in ("basic_insurance_paid", "critical_illness_paid"):
            if part in person:
                person[part] = rng.randint(0, person["eligible_cost"] // 2)
        for one, other in relations.of_one_day(person):
            low, high = relations.counting(other).of_passed(*relations.counting(one).passed(person[one], person[one]))
            person[other] = rng.randint(min(low, FACTS[other].most), min(high, FACTS[other].most))
        if at % 2:
            for name in rng.sample(list(person), rng.randint(1, len(person))):
                person[name] = FACTS[name].span
        yield relations.narrowed(person)


def _given(scenarios):
    """The facts as the words in JavaScript take them."""
    answers = {
        name: [(low, None if high >= UNBOUNDED else high) for low, high in each.answers]
        for name, each in scenarios.unknown.items()
    }
    return {name: answers[name] if name in answers else int(value) for name, value in scenarios.facts.items()}


def _end(value):
    """An end as JSON has it, where what has none is null."""
    return None if abs(value) >= ENDLESS else int(value)


def _told(value):
    low, high = ranges.ends(value)
    return [_end(low), _end(high), all(each.is_tight for each in ranges.ranges_of(value))]


@pytest.fixture
def printed(rule, law):
    """The function in JavaScript, and the figures of each reading of the law that it takes."""
    figures = []
    for view in law.views(rule.name):
        tape = Tape()
        rule.assess(rule.facts(**{name: tape.fact(name) for name in rule.facts._fields}), Terms(tape, view))
        figures.append(javascript.figures(tape.law))
    return javascript.function("body", rule.program(policy=law)), figures


@pytest.mark.many_cases
@pytest.mark.parametrize(("rule", "law"), PAIRS, ids=lambda each: getattr(each, "name", None) or each.id)
def test_a_body_in_javascript_gives_the_amounts_and_ranges_that_it_gives_in_python(node, printed, rule, law):
    (function, figures), views = printed, law.views(rule.name)
    crowd = [Scenarios.of(each, rule.thresholds(views)) for each in _crowd(rule, law, PEOPLE // len(PAIRS))]
    told = node(function + OF_PEOPLE, {"law": figures, "people": [_given(each) for each in crowd]})
    lines_of = rule.program(policy=law).lines
    for scenarios, by_views in zip(crowd, told, strict=True):
        lines = [vars(each) for each in rule.read(scenarios.facts, views)]
        assert by_views == [[_told(each[name]) for name in lines_of] for each in lines]


SHARES = """
print(given.map(([rate, amount, to, way]) => numbers.share(rate, amount, to, way)));
"""


def test_a_share_is_rounded_as_in_python_below_zero_and_past_what_a_double_holds(node):
    amounts = [-(10**11), -150, -5, -1, 0, 1, 49, 50, 51, 149, 150, 9_999_999_999_999, GREATEST]
    banded = Schedule((Row(0, Rate(1, 3)), Row(100, Rate(999_999, 1_000_000)), Row(10**10, Rate(0))))
    rates = [Rate(1, 2), Rate(999_999_999_999, 10**12), Rate(0), banded]
    cases = [(rate, amount, to, way) for rate in rates for amount in amounts for to in (1, 100) for way in Rounding]
    written = [
        (
            [(row.start, javascript.figures({"_": row.figure})["_"]) for row in rate.rows]
            if isinstance(rate, Schedule)
            else javascript.figures({"_": rate})["_"],
            amount,
            to,
            way.name.lower(),
        )
        for rate, amount, to, way in cases
    ]
    assert node(SHARES, written) == [share(rate, of=amount, to=to, way=way) for rate, amount, to, way in cases]
