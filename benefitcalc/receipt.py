"""Checking a receipt: the answer is computed again from the receipt's own facts and terms.

A receipt is not a signature: it shows that the figures fit together, not who wrote them down.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from benefitcalc import situation
from benefitcalc.estimate import receipt
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.policy import policies, policy
from benefitcalc.rules import RULES
from benefitcalc.terms import Views


def verify(given: Mapping[str, Any]) -> None:
    """Compute a receipt's answer again and compare; Refused, naming every part that differs.

    The answer is computed from the receipt's own facts and terms. Where this library has the policy that the
    receipt names, the terms and the policy's digest are compared with it too; a policy that it does not have (a
    reform, a file of yours) is taken from the receipt as it stands.
    """
    try:
        expected = _computed_again(given)
    except Refused:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused(
            say(N_("this is not a receipt, or a part of it is missing: {why}"), why=shown(repr(error)))
        ) from error
    problems = [*_differences(given, expected), *_policy_differences(given)]
    if problems:
        raise Refused(*problems)


def _computed_again(given: Mapping[str, Any]) -> dict[str, Any]:
    rule = {rule.name: rule for rule in RULES}.get(given["rule"])
    if rule is None:
        names = {"name": shown(given["rule"]), "rules": listed([rule.name for rule in RULES])}
        raise Refused(say(N_("there is no rule {name}; there are: {rules}"), **names))
    facts = situation.read(given["facts"], rule.facts._fields)
    views = Views(*(rule.terms.read(given["terms"][view]) for view in Views._fields))
    answer = rule.answer(facts, views)
    head = {key: given[key] for key in ("rule", "policy", "library", "on")}
    return receipt(
        head, situation.write(facts), {view: terms.write() for view, terms in views._asdict().items()}, answer
    )


def _differences(given: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[Message]:
    for key in sorted({*given, *expected}):
        if given.get(key) != expected.get(key):
            values = {"found": shown(repr(given.get(key))), "computed": shown(repr(expected.get(key)))}
            yield say(N_("{key}: the receipt has {found}, computed again it is {computed}"), key=key, **values)


def _policy_differences(given: Mapping[str, Any]) -> Iterator[Message]:
    name, digest = given["policy"]["id"], given["policy"]["digest"]
    if name not in policies():
        return
    law = policy(name)
    if digest != law.digest:
        values = {"name": name, "found": shown(digest), "known": shown(law.digest)}
        yield say(N_("policy {name}: the receipt has the digest {found}, the document has {known}"), **values)
    known = {view: terms.write() for view, terms in law.views(given["rule"])._asdict().items()}
    if given["terms"] != known:
        yield say(N_("terms: they are not those of the policy {name}"), name=name)
