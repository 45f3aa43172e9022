"""Checking a receipt: the answer is computed again from the receipt's own facts and terms.

A receipt is not a signature: it shows that the figures fit together, not who wrote them down.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from benefitcalc import situation
from benefitcalc.estimate import TermsRead, Told, receipt
from benefitcalc.messages import N_, Message, Refused, listed, say, shown
from benefitcalc.policy import policies, policy
from benefitcalc.rule import Rule
from benefitcalc.rules import RULES
from benefitcalc.terms import Views


class _PolicyNamed(Told):
    id: str
    digest: str


class _Receipt(Told):
    rule: str
    policy: _PolicyNamed
    library: str
    on: str | None
    facts: dict[str, Any]
    terms: TermsRead
    lines: list[Any]
    result: dict[str, Any]
    digest: str


def verify(given: Mapping[str, Any]) -> None:
    """Compute a receipt's answer again and compare; Refused, naming every part that differs.

    The answer is computed from the receipt's own facts and terms. Where this library has the policy that the
    receipt names, the terms and the policy's digest are compared with it too; a policy that it does not have (a
    reform, a file of yours) is taken from the receipt as it stands.
    """
    try:
        read = _Receipt.model_validate(given, strict=True)
    except ValidationError as error:
        parts = sorted({".".join(map(str, each["loc"])) for each in error.errors()})
        raise Refused(
            say(N_("this is not a receipt; missing, wrong or not known: {parts}"), parts=listed(parts))
        ) from error
    problems = [*_differences(given, _computed_again(given, read)), *_policy_differences(read)]
    if problems:
        raise Refused(*problems)


def _computed_again(given: Mapping[str, Any], read: _Receipt) -> dict[str, Any]:
    rule = _rule(read.rule)
    facts = situation.read(read.facts, rule.facts._fields)
    views = Views(*(rule.terms.read(getattr(read.terms, view)) for view in Views._fields))
    head = {key: given[key] for key in ("rule", "policy", "library", "on")}
    written = {view: terms.write() for view, terms in views._asdict().items()}
    return receipt(head, situation.write(facts), written, rule.answer(facts, views))


def _rule(name: str) -> Rule:
    for rule in RULES:
        if rule.name == name:
            return rule
    names = {"name": shown(name), "rules": listed([rule.name for rule in RULES])}
    raise Refused(say(N_("there is no rule {name}; there are: {rules}"), **names))


def _differences(given: Any, expected: Any, at: str = "") -> Iterator[Message]:
    """Each value that differs, named by the way to it: ``result.amount``, ``lines.before.at_most``."""
    if isinstance(given, Mapping) and isinstance(expected, Mapping):
        for key in (*expected, *(key for key in given if key not in expected)):
            yield from _differences(given.get(key), expected.get(key), f"{at}.{key}".strip("."))
    elif at == "lines" and all(isinstance(line, Mapping) for line in given):
        yield from _differences(
            {line.get("name"): line for line in given}, {line["name"]: line for line in expected}, at
        )
    elif given != expected:
        found, computed = (shown(json.dumps(each, ensure_ascii=False, default=str)) for each in (given, expected))
        told = N_("{key}: the receipt has {found}, computed again it is {computed}")
        yield say(told, key=at, found=found, computed=computed)


def _policy_differences(read: _Receipt) -> Iterator[Message]:
    if read.policy.id not in policies():
        return
    law = policy(read.policy.id)
    if read.policy.digest != law.digest:
        values = {"name": law.id, "found": shown(read.policy.digest), "known": shown(law.digest)}
        yield say(N_("policy {name}: the receipt has the digest {found}, the document has {known}"), **values)
    known = {view: terms.write() for view, terms in law.views(read.rule)._asdict().items()}
    if read.terms.model_dump() != known:
        yield say(N_("terms: they are not those of the policy {name}"), name=law.id)
