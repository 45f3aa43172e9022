"""Check a receipt: compute the answer again from the receipt's own facts and terms.

A receipt is not a signature. It shows that the figures are consistent, not who wrote them.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from benefitcalc.engine.parts import TermsRead, Told
from benefitcalc.engine.receipts import receipt, result_of
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.person import settlement
from benefitcalc.person.payers import Chain
from benefitcalc.person.settlement import SETTLEMENT
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of, policies
from benefitcalc.policy.loading import policy as load_policy
from benefitcalc.policy.terms import Views
from benefitcalc.policy.timeline import dates
from benefitcalc.rules import rule_of
from benefitcalc.text.errors import collect, refuse
from benefitcalc.text.message import N_, Problem, Refused, listed, say, shown


class _PolicyNamed(Told):
    id: str
    digest: str


class _Receipt(Told):
    rule: str
    library: str
    on: str | None
    facts: dict[str, Any]
    lines: list[Any]
    result: dict[str, Any]
    digest: str


class _OfEstimate(_Receipt):
    policy: _PolicyNamed
    standing: str
    since: str
    until: str | None
    seen_until: str
    terms: TermsRead


class _OfSettlement(_Receipt):
    policies: dict[str, _PolicyNamed]
    terms: dict[str, TermsRead]


def verify(given: Mapping[str, Any], *, policy: Policy | str | Path | None = None) -> None:
    """Compute the answer of a receipt again, and raise `Refused` with every part that differs.

    The answer is computed from the receipt's own facts and terms. The terms and the policy's digest are compared with
    ``policy``, or with the installed policy of the receipt's id. Without either (a reform, a file of your own), they
    are taken from the receipt without a comparison.
    """
    law, read = collect(lambda: None if policy is None else law_of(policy), lambda: _read_receipt(given))
    expected = _computed_again(read)
    problems: list[Problem] = [*_differences(given, expected), *_policy_differences(read, law)]
    if not problems and _canonical(given) != _canonical(expected):
        told = N_("the receipt has parts that were not computed, in another order or of another kind")
        problems = [say(told).at()]
    refuse(problems)


def _read_receipt(given: Any) -> _OfEstimate | _OfSettlement:
    try:
        _canonical(given)
        kind = _OfSettlement if isinstance(given, Mapping) and given.get("rule") == SETTLEMENT else _OfEstimate
        return kind.model_validate(given, strict=True)
    except ValidationError as error:
        parts = sorted({".".join(map(str, each["loc"])) for each in error.errors()})
    except Exception as error:  # not JSON: another type, a value inside itself, an object that fails by itself
        parts = [shown(str(error))]
    if not isinstance(given, Mapping):
        raise Refused(
            say(N_("a receipt is a mapping, such as JSON text is loaded to, not '{given}'"), given=shown(given))
        )
    raise Refused(say(N_("this is not a receipt; missing, wrong or not known: {parts}"), parts=listed(parts)))


def _canonical(receipt: Mapping[str, Any]) -> str:
    return json.dumps(receipt, sort_keys=True)


def _computed_again(read: _OfEstimate | _OfSettlement) -> dict[str, Any]:
    day = reading.day(read.on)
    own = {"rule", "policy", "policies", "library", "standing", "since", "until", "seen_until"}
    head = {**read.model_dump(include=own), "on": day and day.isoformat()}
    if isinstance(read, _OfSettlement):
        chain = Chain.of(read.policies)
        known = reading.read(read.facts, chain.facts, day)
        views = {rule.name: _views(rule, read.terms.get(rule.name)) for rule in chain.rules}
        divided = settlement.division(known, views)
        return receipt(head, reading.write(known), _written(views), divided.lines, result_of(divided))
    rule = rule_of(read.rule)
    known = reading.read(read.facts, rule.facts._fields, day)
    of_rule = _views(rule, read.terms)
    answer = rule.answer(known, of_rule)
    return receipt(head, reading.write(known), _written(of_rule), answer.lines, result_of(answer))


def _views(rule: Rule, terms: TermsRead | None) -> Views:
    if terms is None:
        raise Refused(say(N_("the terms of {rule} are missing"), rule=rule.name))
    return Views(*(rule.terms.read(getattr(terms, view)) for view in Views._fields))


def _written(views: Views | Mapping[str, Views]) -> dict[str, Any]:
    """Return terms as in a receipt: by view; terms of several rules by rule first."""
    if isinstance(views, Views):
        return {view: terms.write() for view, terms in views._asdict().items()}
    return {name: _written(each) for name, each in views.items()}


def _differences(given: Any, expected: Any, at: str = "") -> Iterator[Problem]:
    """Yield each value that differs, named by its path: ``result.amount``, ``lines.before.at_most``."""
    if isinstance(given, Mapping) and isinstance(expected, Mapping):
        for key in (*expected, *(key for key in given if key not in expected)):
            yield from _differences(given.get(key), expected.get(key), f"{at}.{key}".strip("."))
    elif at == "lines" and len(given) == len(expected) and all(isinstance(line, Mapping) for line in given):
        for line, computed in zip(given, expected, strict=True):
            yield from _differences(line, computed, f"{at}.{computed['name']}")
    elif given != expected:
        found, computed = (shown(json.dumps(each, ensure_ascii=False)) for each in (given, expected))
        told = N_("the receipt has {found}, computed again it is {computed}")
        yield say(told, found=found, computed=computed).at(at)


def _policy_differences(read: _OfEstimate | _OfSettlement, given: Policy | None) -> Iterator[Problem]:
    """Yield where a receipt differs from an installed or given document; an unknown document is not compared."""
    if isinstance(read, _OfEstimate):
        law = given or _installed(read.policy)
        if law is not None:
            yield from _digest_differences(read.policy, law, "policy.digest")
            is_told = read.rule in law.benefits
            yield from _date_differences(read, law) if is_told else ()
            if not is_told or read.terms.model_dump() != _written(law.views(read.rule)):
                yield say(N_("they are not those of the policy {name}"), name=law.id).at("terms")
        return
    for rule, source in read.policies.items():
        law = given or _installed(source)
        if law is not None:
            yield from _digest_differences(source, law, f"policies.{rule}.digest")
            terms = read.terms.get(rule)
            if rule not in law.benefits or terms is None or terms.model_dump() != _written(law.views(rule)):
                yield say(N_("they are not those of the policy {name}"), name=law.id).at(f"terms.{rule}")


def _installed(source: _PolicyNamed) -> Policy | None:
    """Return the installed document with this id; None if there is none."""
    return load_policy(source.id) if source.id in policies() else None


def _digest_differences(source: _PolicyNamed, law: Policy, at: str) -> Iterator[Problem]:
    if source.digest != law.digest:
        values = {"found": shown(source.digest), "known": shown(law.digest)}
        yield say(N_("the receipt has the digest {found}, the document has {known}"), **values).at(at)


def _date_differences(read: _OfEstimate, law: Policy) -> Iterator[Problem]:
    """Yield where a receipt's dates differ from those of the document."""
    known = dates(law, read.rule, reading.day(read.on))._asdict()
    for name, value in known.items():
        written = value if value is None or isinstance(value, str) else value.isoformat()
        if getattr(read, name) != written:
            found, computed = (shown(json.dumps(each)) for each in (getattr(read, name), written))
            yield say(
                N_("the receipt has {found}, computed again it is {computed}"), found=found, computed=computed
            ).at(name)
