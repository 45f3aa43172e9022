"""The rules: one benefit a module, all of one shape. Here each name is the rule itself, not its module."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from benefitcalc.districts import own, registry
from benefitcalc.engine.rule import Rule
from benefitcalc.policy import timeline
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.rules import facts as facts  # before the rules, which ask for them
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
from benefitcalc.text.errors import at, collect, refuse
from benefitcalc.text.message import N_, Message, Refused, listed, say, shown

__all__ = [
    "ANNOUNCED",
    "OWN",
    "RULES",
    "Asked",
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
"""The rules of benefitcalc itself: after those of the announcement the others of the law in force."""

own().keep()

if TYPE_CHECKING:
    RULES: tuple[Rule, ...]
    """Every rule there is: those of the announcement, and after them those of the packages of districts."""
else:

    def __getattr__(name: str) -> Any:
        # Not before it is asked for: a district's package imports this one while it is itself loaded.
        if name != "RULES":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return tuple(by_name().values())


def by_name() -> Mapping[str, Rule]:
    """Every rule there is, by its name."""
    return registry().rules


def named(given: object) -> Rule:
    """The rule itself, or the rule of this name; Refused with the names that there are."""
    if isinstance(given, Rule):
        return given
    if isinstance(given, str) and given in by_name():
        return by_name()[given]
    told = N_("there is no rule {name}; there are: {rules}")
    raise Refused(say(told, name=shown(given), rules=listed(list(by_name()))))


def rule_of(given: object) -> Rule:
    """The rule that somebody gave; Refused as `named`."""
    with at("rule"):
        return named(given)


def rules_of(given: object) -> tuple[Rule, ...]:
    """The rules that somebody gave, one or several, themselves or by name, each once; Refused with all that are none.

    Refused for no rule at all too.
    """
    every = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
    with at("rules"):
        rules = collect(*(partial(named, each) for each in every))
        refuse(() if rules else [say(N_("give at least one rule"))])
    return tuple(dict.fromkeys(rules))


def title(benefit: str) -> Message:
    """What a benefit is called: as the rule of its name is, or by its name where there is none."""
    return by_name()[benefit].title if benefit in by_name() else say("{name}", name=benefit)


def of_policy(law: Policy) -> tuple[Rule, ...]:
    """The rules of whose benefits a policy says something."""
    return tuple(rule for rule in by_name().values() if rule.name in law.benefits)


def asked_of(policy: object, rules: object) -> tuple[Policy, tuple[Rule, ...]]:
    """The policy and the rules that somebody asks of; Refused as `law_of` and `rules_of`.

    Where one of the two is left out it follows from the other: the rules of which the policy says something, the policy
    that speaks of the rules.
    """
    law, own = collect(
        lambda: None if policy is None else law_of(policy), lambda: None if rules is None else rules_of(rules)
    )
    law = timeline.speaking_of(*(rule.name for rule in own or ())) if law is None else law
    return law, of_policy(law) if own is None else own


class Asked(NamedTuple):
    """The rules that answer on a day, each with the document by which it does."""

    answering: tuple[tuple[Rule, Policy], ...]
    announced: tuple[tuple[Rule, Policy], ...] = ()
    """The rules of the announcement, where another document answers that day."""


def asked_on(law: Policy | None, rules: tuple[Rule, ...] | None, day: date | None) -> Asked:
    """Who answers on a day; Refused as `asked_of`.

    A policy that is given is that of all rules. Without one, each rule answers by the document of that day; and without
    rules either, each benefit by the rule of the document that speaks of it that day. Without a day, as announced.
    Beside what answers stands what was announced of the same benefits.
    """
    if law is not None or day is None:
        law, rules = asked_of(law, rules)
        return Asked(tuple((rule, law) for rule in rules))
    if rules is not None:
        return _beside_what_was_announced([(rule, rule.law(on=day)) for rule in rules])
    bound = [
        (by_name()[each.rule], each.policy)
        for each in timeline.law().on(day).values()
        if each.rule in by_name() and not _is_later_law(each)
    ]
    return _beside_what_was_announced(bound)


def _is_later_law(binding: timeline.Binding) -> bool:
    """Whether nobody had heard of it on the day: what the announcement promises is told also before it begins."""
    return binding.standing == "not_yet" and binding.policy != timeline.speaking_of()


def _beside_what_was_announced(answering: list[tuple[Rule, Policy]]) -> Asked:
    announcement = timeline.speaking_of()
    benefits = {timeline.benefit_of(rule.name, law) for rule, law in answering}
    announced = [(rule, announcement) for rule in of_policy(announcement) if rule.name in benefits]
    return Asked(tuple(answering), tuple(each for each in announced if each not in answering))
