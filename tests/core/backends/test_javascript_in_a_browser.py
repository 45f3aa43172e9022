"""The printed bodies in JavaScript, run by Chromium, against Node, of the same thirty thousand drawn people.

That Node gives what Python gives is shown in `test_javascript`; here it is shown that a browser gives what Node gives.
"""

import json
import os
import shutil
import subprocess

import browsers
import pytest
from core.backends.test_javascript import OF_PEOPLE, PAIRS, PEOPLE, _crowd, _given

from benefitcalc.core.backends import javascript
from benefitcalc.core.backends.printed import Tape, Terms
from benefitcalc.engine.scenarios import Scenarios

SITE = "http://words.test/"
"""A site that exists in the browser of this test alone."""

TOLD = """
const bodies = await Promise.all(given.map((_, at) => import(`./body_${at}.mjs`)));
const told = JSON.stringify(given.map((each, at) => bodies[at].told(each)));
"""
"""What every body tells of its people."""

BY_NODE = f"""
import {{ readFileSync }} from "node:fs";
const given = JSON.parse(readFileSync(new URL("./given.json", import.meta.url), "utf-8"));
{TOLD}
console.log(told);
"""

BY_BROWSER = f"""
const given = await (await fetch("./given.json")).json();
{TOLD}
globalThis.told = told;
"""


def _figures(rule, view):
    """The figures of the law that the body reads, by one view of the terms."""
    tape = Tape()
    rule.assess(rule.facts(**{name: tape.fact(name) for name in rule.facts._fields}), Terms(tape, view))
    return javascript.figures(tape.law)


def _asked(rule, law):
    """The people of one body, and the figures of the law that it takes."""
    views = law.views(rule.name)
    people = _crowd(rule, law, PEOPLE // len(PAIRS))
    given = [_given(Scenarios.of(each, rule.thresholds(views))) for each in people]
    return {"law": [_figures(rule, view) for view in views], "people": given}


MODULE = f"""
import {{ numbers, ranges, ends, isTight }} from "./words.mjs";
export function told(given) {{
  let said;
  const print = (value) => (said = value);
  {OF_PEOPLE}
  return said;
}}
"""


def _module(rule, law):
    """A body as a module, with what it tells of people."""
    return javascript.function("body", rule.program(policy=law)) + MODULE


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The words, the bodies and the people, as files."""
    found = tmp_path_factory.mktemp("words")
    shutil.copy(javascript.WORDS, found / "words.mjs")
    for at, pair in enumerate(PAIRS):
        (found / f"body_{at}.mjs").write_text(_module(*pair), encoding="utf-8")
    (found / "given.json").write_text(json.dumps([_asked(*pair) for pair in PAIRS]), encoding="utf-8")
    (found / "node.mjs").write_text(BY_NODE, encoding="utf-8")
    (found / "page.mjs").write_text(BY_BROWSER, encoding="utf-8")
    (found / "page.html").write_text('<script type="module" src="page.mjs"></script>', encoding="utf-8")
    return found


def _by_node(folder):
    if shutil.which("node") is None:
        if os.environ.get("BENEFITCALC_REQUIRE_NODE") == "1":
            pytest.fail("Node is required, and is not on this machine")
        pytest.skip("Node is not on this machine")
    done = subprocess.run(["node", folder / "node.mjs"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _by_chromium(folder):
    with browsers.chromium() as browser:
        page, said = browser.new_page(), []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route(f"{SITE}**", lambda route: route.fulfill(path=folder / route.request.url.removeprefix(SITE)))
        page.goto(f"{SITE}page.html")
        page.wait_for_function("() => globalThis.told !== undefined", timeout=300_000)
        assert said == []
        return json.loads(page.evaluate("() => globalThis.told"))


@pytest.mark.many_cases
def test_a_body_in_a_browser_gives_the_amounts_and_ranges_that_it_gives_in_node(folder):
    expected, found = _by_node(folder), _by_chromium(folder)
    assert sum(map(len, found)) > 0.99 * PEOPLE
    differing = [
        (rule.name, law.id, at)
        for (rule, law), ours, theirs in zip(PAIRS, found, expected, strict=True)
        for at, both in enumerate(zip(ours, theirs, strict=True))
        if both[0] != both[1]
    ]
    assert differing[:3] == []
