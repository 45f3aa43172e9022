"""Faults in the bodies and figures of rules. The promise that a fault breaks must be refuted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import benefitcalc as bc
from benefitcalc.core.words import above, all_of, choose, share, when
from benefitcalc.rules import (
    care_home_subsidy,
    chronic_outpatient,
    extreme_hardship_support,
    medical_assistance,
    outpatient_pooling,
    public_welfare_post,
)

Fault = Callable[[Any, Any, Any], Any]
"""A new value of a line, from the facts, the terms and the original lines."""


class Planted(NamedTuple):
    """A rule with a fault, and what is wrong with it."""

    what: str
    rule: bc.Rule


class Reform(NamedTuple):
    """Figures that break a promise."""

    figures: dict[str, object]
    benefit: str
    promise: str


def lines_with(rule: bc.Rule, **changed: Fault) -> bc.Rule:
    """The rule with other lines."""

    def assess(facts: Any, terms: Any) -> Any:
        lines = rule.assess(facts, terms)
        return replace(lines, **{name: fault(facts, terms, lines) for name, fault in changed.items()})

    return replace(rule, assess=assess)


def payout(rule: bc.Rule, fault: Fault) -> bc.Rule:
    """The rule with another payment."""
    return lines_with(rule, payout=fault)


def doubled(amount: Any, often: int) -> Any:
    """Return an amount, doubled several times."""
    return amount if not often else doubled(amount + amount, often - 1)


BODIES = {
    "never_negative": Planted(
        "the deductible is taken off below it too",
        payout(outpatient_pooling, lambda f, t, _: f.outpatient_cost - t.deductible),
    ),
    "never_above_cost": Planted(
        "a fen is added",
        payout(chronic_outpatient, lambda _, __, lines: lines.payout + 1),
    ),
    "exact": Planted(
        "a share is taken of sixty thousand times the cost",
        payout(outpatient_pooling, lambda f, t, _: share(t.raised_rate, of=doubled(f.outpatient_cost, 16))),
    ),
    "only_the_eligible": Planted(
        "the groups are not asked for",
        payout(medical_assistance, lambda _, __, lines: lines.assistance),
    ),
    "never_falls_with_eligible_cost": Planted(
        "nothing is paid from 10,000 yuan on",
        payout(medical_assistance, lambda f, _, lines: when(f.eligible_cost <= 1_000_000, lines.payout)),
    ),
    "never_falls_with_care_home_cost": Planted(
        "a fen less from 5,000 yuan on",
        payout(
            care_home_subsidy,
            lambda f, _, lines: choose(f.care_home_cost >= 500_000, lines.payout - 1, lines.payout),
        ),
    ),
    "in_order": Planted(
        "with a limit all of the burden is paid",
        payout(
            medical_assistance,
            lambda _, t, lines: choose(t.yearly_limit <= 3_000_000, lines.burden, lines.payout),
        ),
    ),
    "somebody": Planted(
        "older people of at most 50",
        lines_with(care_home_subsidy, is_eligible=lambda f, _, lines: all_of(lines.is_eligible, f.age <= 50)),
    ),
    "matters_is_old_enough": Planted(
        "everybody is old enough",
        lines_with(public_welfare_post, is_old_enough=lambda f, _, __: f.age >= 0),
    ),
    "matters_is_low_income": Planted(
        "low income counts with a disability alone, which counts by itself",
        lines_with(
            public_welfare_post, is_low_income=lambda _, __, lines: all_of(lines.is_low_income, lines.has_disability)
        ),
    ),
    "only_for_the_insured": Planted(
        "the insurance is not asked for",
        payout(outpatient_pooling, lambda _, __, lines: lines.reimbursement),
    ),
    "only_in_hardship": Planted(
        "hardship is not asked for",
        payout(care_home_subsidy, lambda _, __, lines: when(lines.needs_care, lines.subsidy)),
    ),
    "only_for_older_people": Planted(
        "age is not asked for",
        payout(
            care_home_subsidy,
            lambda _, __, lines: when(all_of(lines.needs_care, lines.is_in_hardship), lines.subsidy),
        ),
    ),
    "only_with_care_need": Planted(
        "care need is not asked for",
        payout(
            care_home_subsidy,
            lambda _, __, lines: when(all_of(lines.is_elderly, lines.is_in_hardship), lines.subsidy),
        ),
    ),
    "at_least_75_percent": Planted(
        "a fen less",
        payout(medical_assistance, lambda _, __, lines: above(lines.payout, 1)),
    ),
    "80_percent": Planted(
        "a fen less, from two fen on",
        payout(care_home_subsidy, lambda _, __, lines: choose(lines.payout >= 2, lines.payout - 1, lines.payout)),
    ),
    "a_place_for_everyone_willing": Planted(
        "nobody of a hundred years or more gets a place",
        lines_with(
            extreme_hardship_support,
            is_promised_a_place=lambda f, _, lines: all_of(lines.is_promised_a_place, f.age <= 99),
        ),
    ),
}
"""Faults in bodies, by the promise that they break."""

NOBODY = ("somebody", "matters_is_old_enough", "matters_is_low_income")
"""The promises that a person exists; if they are broken, there is no counterexample to show."""

REFORMS = (
    Reform({"medical_assistance.rate": "0.7499"}, "medical_assistance", "at_least_75_percent"),
    Reform({"medical_assistance.yearly_limit": "30000"}, "medical_assistance", "at_least_75_percent"),
    Reform({"chronic_outpatient.rate": "0.59"}, "chronic_outpatient", "about_65_percent"),
    Reform({"chronic_outpatient.rate": "0.71"}, "chronic_outpatient", "about_65_percent"),
    Reform({"chronic_outpatient.payment_limit": "5000"}, "chronic_outpatient", "about_65_percent"),
    Reform({"care_home_subsidy.rate": "0.8001"}, "care_home_subsidy", "80_percent"),
    Reform({"care_home_subsidy.rate": "0.7999"}, "care_home_subsidy", "80_percent"),
    Reform({"care_home_subsidy.most_stars": 1}, "care_home_subsidy", "80_percent"),
    Reform({"care_home_subsidy.elderly_from": 61}, "care_home_subsidy", "80_percent"),
    Reform({"care_home_subsidy.most_stars": 3}, "care_home_subsidy", "nothing_from_three_stars"),
    Reform({"care_home_subsidy.fewest_stars": 3}, "care_home_subsidy", "somebody"),
    Reform({"extreme_hardship_support.elderly_from": 61}, "extreme_hardship_support", "a_place_for_everyone_willing"),
    Reform({"public_welfare_post.working_age_from": 0}, "public_welfare_post", "matters_is_old_enough"),
)
"""Faults in figures, with the promise that each breaks."""
