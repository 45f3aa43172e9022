"""For whom somebody asks, and what is needed: one table says which need leads to which benefits."""

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
"""For whom somebody asks: the words of the answer, and those of the questions; a question to oneself says "you"."""


def called(who: str) -> Message | None:
    """How questions speak of the person; None where that is the one who answers."""
    words = PEOPLE[who][1]
    return say(words) if words else None


class Need(NamedTuple):
    """What somebody needs, and the benefits that are for it, each by the name that it was announced under."""

    says: str
    benefits: tuple[str, ...]
    without: tuple[str, ...] = ()
    """The costs that there are none of, unless a need beside it has them."""


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
"""What may be needed, in the order in which it is offered."""

OTHER = "other"
"""The need of the benefits that no other need leads to, such as those of the package of a district."""


def offered(policy: Policy | str | Path | None, on: date | None) -> dict[str, Message]:
    """The needs for which some benefit answers, and how each is said."""
    reached = {need: rules for need, rules in _rules(policy, on).items() if rules}
    says = {name: say(need.says) for name, need in NEEDS.items()} | {OTHER: say(N_("Something else"))}
    return {name: told for name, told in says.items() if name in reached}


def rules_for(needs: Collection[str], policy: Policy | str | Path | None, on: date | None) -> tuple[Rule, ...]:
    """The rules that answer for what is needed, in their order."""
    found = [rule for need, rules in _rules(policy, on).items() if need in needs for rule in rules]
    order = list(by_name().values())
    return tuple(sorted(dict.fromkeys(found), key=order.index))


def implied(needs: Collection[str]) -> dict[str, str]:
    """What follows from the needs alone, as answers: who asks about a care home only has no services at home."""
    costs = [set(NEEDS[name].without) for name in needs if name in NEEDS and NEEDS[name].without]
    return dict.fromkeys(sorted(set.intersection(*costs)), "0") if costs else {}


def _rules(policy: Policy | str | Path | None, on: date | None) -> dict[str, list[Rule]]:
    """The rules that answer on a day, by need."""
    asked = asked_on(None if policy is None else law_of(policy), None, on)
    benefits = {rule: benefit_of(rule.name, law) for rule, law in asked.answering}
    found = {
        name: [rule for benefit in need.benefits for rule, own in benefits.items() if own == benefit]
        for name, need in NEEDS.items()
    }
    named = {benefit for need in NEEDS.values() for benefit in need.benefits}
    return {**found, OTHER: [rule for rule, benefit in benefits.items() if benefit not in named]}
