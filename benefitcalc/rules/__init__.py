"""The rules: one benefit per module, all of the same shape. The names here are the rules, not their modules."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from benefitcalc.districts import own, registry
from benefitcalc.engine.estimate import stands
from benefitcalc.engine.rule import Rule
from benefitcalc.policy import timeline
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.rules import facts as facts  # before the rules, which use them
from benefitcalc.rules.care_home_subsidy import rule as care_home_subsidy
from benefitcalc.rules.care_service_voucher import rule as care_service_voucher
from benefitcalc.rules.chronic_outpatient import rule as chronic_outpatient
from benefitcalc.rules.city_medical_assistance import rule as city_medical_assistance
from benefitcalc.rules.critical_illness_insurance import rule as critical_illness_insurance
from benefitcalc.rules.extreme_hardship_allowance import rule as extreme_hardship_allowance
from benefitcalc.rules.extreme_hardship_support import rule as extreme_hardship_support
from benefitcalc.rules.medical_assistance import rule as medical_assistance
from benefitcalc.rules.outpatient_pooling import rule as outpatient_pooling
from benefitcalc.rules.post_until_retirement import rule as post_until_retirement
from benefitcalc.rules.public_welfare_post import rule as public_welfare_post
from benefitcalc.text.errors import at, collect, members, refuse
from benefitcalc.text.message import N_, Message, Refused, listed, say, shown

__all__ = [
    "ANNOUNCED",
    "OWN",
    "RULES",
    "Answering",
    "Asked",
    "answering_on",
    "asked_of",
    "asked_on",
    "by_name",
    "care_home_subsidy",
    "care_service_voucher",
    "chronic_outpatient",
    "city_medical_assistance",
    "critical_illness_insurance",
    "extreme_hardship_allowance",
    "extreme_hardship_support",
    "medical_assistance",
    "named",
    "of_policy",
    "outpatient_pooling",
    "post_until_retirement",
    "public_welfare_post",
    "rule_of",
    "rules_of",
    "title",
]

ANNOUNCED: tuple[Rule, ...] = (
    outpatient_pooling,
    chronic_outpatient,
    medical_assistance,
    extreme_hardship_support,
    care_home_subsidy,
    public_welfare_post,
)
"""The rules of the announcement, in its order."""

OWN: tuple[Rule, ...] = (
    *ANNOUNCED,
    critical_illness_insurance,
    city_medical_assistance,
    extreme_hardship_allowance,
    care_service_voucher,
    post_until_retirement,
)
"""The rules of benefitcalc itself: those of the announcement, then those of other law in force."""

own().keep()

if TYPE_CHECKING:
    RULES: tuple[Rule, ...]
    """All rules: those of benefitcalc, then those of district packages."""
else:

    def __getattr__(name: str) -> Any:
        # Computed at the first use, because a district package imports this module while it is loading.
        if name != "RULES":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return tuple(by_name().values())


def by_name() -> Mapping[str, Rule]:
    """Return all rules by name."""
    return registry().rules


def named(given: object) -> Rule:
    """The rule itself, or the rule of this name; Refused with the names that there are."""
    if isinstance(given, Rule):
        return given
    every = by_name()
    if isinstance(given, str) and given in every:
        return every[given]
    rules = listed(list(every))
    if given is None:
        raise Refused(say(N_("give a rule; there are: {rules}"), rules=rules))
    raise Refused(say(N_("there is no rule {name}; there are: {rules}"), name=shown(given), rules=rules))


def rule_of(given: object) -> Rule:
    """The rule that somebody gave; Refused as `named`."""
    with at("rule"):
        return named(given)


def rules_of(given: object) -> tuple[Rule, ...]:
    """The rules that somebody gave, one or several, themselves or by name, each once; Refused with all that are none.

    Refused for no rule at all too.
    """
    found = members(given)
    every = [given] if found is None else found
    with at("rules"):
        rules = collect(*(partial(named, each) for each in every))
        refuse(() if rules else [say(N_("give at least one rule"))])
    return tuple(dict.fromkeys(rules))


def title(benefit: str) -> Message:
    """Return the title of a benefit: that of the rule with its name, otherwise the name itself."""
    rule = by_name().get(benefit)
    return say("{name}", name=benefit) if rule is None else rule.title


def of_policy(law: Policy) -> tuple[Rule, ...]:
    """Return the rules whose benefits a policy covers."""
    return tuple(rule for rule in by_name().values() if rule.name in law.benefits)


def asked_of(policy: object, rules: object) -> tuple[Policy, tuple[Rule, ...]]:
    """Return the policy and the rules of a request; raise `Refused` as `law_of` and `rules_of` do.

    If one of the two is missing, it follows from the other: the rules that the policy covers, or the policy that covers
    the rules.
    """
    law, own = collect(
        lambda: None if policy is None else law_of(policy), lambda: None if rules is None else rules_of(rules)
    )
    law = timeline.speaking_of(*(rule.name for rule in own or ())) if law is None else law
    return law, of_policy(law) if own is None else own


class Asked(NamedTuple):
    """The rules that answer on a day, each with its document."""

    answering: tuple[tuple[Rule, Policy], ...]
    announced: tuple[tuple[Rule, Policy], ...] = ()
    """The rules of the announcement, if another document answers on that day."""


def asked_on(law: Policy | None, rules: tuple[Rule, ...] | None, day: date | None) -> Asked:
    """Return the rules that answer on a day; raise `Refused` as `asked_of` does.

    A given policy applies to all rules. Without one, each rule answers by the document of the day; without rules
    either, each benefit is answered by the rule of its document on that day. Without a day, the announcement applies.
    The result also has what was announced about the same benefits.
    """
    if law is not None or day is None:
        law, rules = asked_of(law, rules)
        return Asked(tuple((rule, law) for rule in rules))
    if rules is not None:
        return _beside_what_was_announced([(rule, rule.law(on=day)) for rule in rules])
    every = by_name()
    bound = [
        (every[each.rule], each.policy)
        for each in timeline.law().on(day).values()
        if each.rule in every and not _is_later_law(each)
    ]
    return _beside_what_was_announced(bound)


class Answering(NamedTuple):
    """The document that answers for a benefit on a day: its title, its rule and its status."""

    benefit: str
    title: Message
    rule: str
    policy: Policy
    says: Message
    dates: timeline.Dates


def answering_on(day: date) -> tuple[Answering, ...]:
    """Return the law of a day, benefit by benefit."""
    return tuple(map(partial(_answering, day), timeline.law().on(day).values()))


def _answering(day: date, binding: timeline.Binding) -> Answering:
    benefit, rule, law, _ = binding
    dates = timeline.dates(law, rule, day)
    return Answering(benefit, title(benefit), rule, law, stands(dates), dates)


def _is_later_law(binding: timeline.Binding) -> bool:
    """Whether the law was unknown on the day. The announcement is shown even before its own first day."""
    return binding.standing == "not_yet" and binding.policy != timeline.speaking_of()


def _beside_what_was_announced(answering: list[tuple[Rule, Policy]]) -> Asked:
    announcement = timeline.speaking_of()
    benefits = {timeline.benefit_of(rule.name, law) for rule, law in answering}
    announced = [(rule, announcement) for rule in of_policy(announcement) if rule.name in benefits]
    return Asked(tuple(answering), tuple(each for each in announced if each not in answering))
