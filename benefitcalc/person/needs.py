"""The people that a user may ask for, and the needs: one table maps each need to benefits."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benefitcalc.engine.rule import Rule
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.timeline import benefit_of
from benefitcalc.rules import asked_on, by_name
from benefitcalc.text.message import N_, Message, say

PEOPLE: Mapping[str, tuple[str, str]] = {
    "self": (N_("myself"), ""),
    "parent": (N_("a parent"), N_("your parent")),
    "spouse": (N_("my spouse"), N_("your spouse")),
    "child": (N_("my child"), N_("your child")),
    "relative": (N_("another relative"), N_("your relative")),
}
"""The people: the words of the answer, and those of the questions; a question to oneself says "you"."""


def called(who: str) -> Message | None:
    """Return how questions name the person; None for oneself."""
    words = PEOPLE[who][1]
    return say(words) if words else None


class Need(NamedTuple):
    """A need, and its benefits by the names under which they were announced."""

    says: str
    benefits: tuple[str, ...]
    without: tuple[str, ...] = ()
    """The costs that are zero, unless another chosen need has them."""


_CARE = ("care_service_voucher", "extreme_hardship_support", "extreme_hardship_allowance")

NEEDS: Mapping[str, Need] = {
    "treatment": Need(
        N_("Treatment costs a lot"), ("outpatient_pooling", "critical_illness_insurance", "medical_assistance")
    ),
    "chronic": Need(
        N_("Medicine for years (diabetes, high blood pressure and others)"),
        ("chronic_outpatient", "outpatient_pooling"),
    ),
    "care_home": Need(
        N_("An older person in a care home"), ("care_home_subsidy", *_CARE), without=("home_service_cost",)
    ),
    "care": Need(N_("An older person at home needs care"), _CARE, without=("institution_service_cost",)),
    "work": Need(N_("No work"), ("public_welfare_post",)),
}
"""The needs in the order in which they are offered."""

OTHER = "other"
"""The need for all other benefits, such as those of a district package."""


def offered(policy: Policy | str | Path | None, on: date | None) -> dict[str, Message]:
    """Return the needs that have at least one benefit, with their texts."""
    reached = {need: rules for need, rules in _rules(policy, on).items() if rules}
    says = {name: say(need.says) for name, need in NEEDS.items()} | {OTHER: say(N_("Something else"))}
    return {name: told for name, told in says.items() if name in reached}


def rules_for(needs: Collection[str], policy: Policy | str | Path | None, on: date | None) -> tuple[Rule, ...]:
    """Return the rules for the needs, in the order of the rules."""
    found = [rule for need, rules in _rules(policy, on).items() if need in needs for rule in rules]
    order = list(by_name().values())
    return tuple(sorted(dict.fromkeys(found), key=order.index))


def implied(needs: Collection[str]) -> dict[str, str]:
    """Return answers that follow from the needs alone: for a care home only, the cost of services at home is zero."""
    costs = [set(NEEDS[name].without) for name in needs if name in NEEDS and NEEDS[name].without]
    return dict.fromkeys(sorted(set.intersection(*costs)), "0") if costs else {}


def _rules(policy: Policy | str | Path | None, on: date | None) -> dict[str, list[Rule]]:
    asked = asked_on(None if policy is None else law_of(policy), None, on)
    benefits = {rule: benefit_of(rule.name, law) for rule, law in asked.answering}
    found = {
        name: [rule for benefit in need.benefits for rule, own in benefits.items() if own == benefit]
        for name, need in NEEDS.items()
    }
    named = {benefit for need in NEEDS.values() for benefit in need.benefits}
    return {**found, OTHER: [rule for rule, benefit in benefits.items() if benefit not in named]}
