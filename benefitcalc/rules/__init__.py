"""The rules: one benefit a module, all of one shape. Here each name is the rule itself, not its module."""

from benefitcalc.rule import Rule
from benefitcalc.rules.care_home_subsidy import rule as care_home_subsidy
from benefitcalc.rules.chronic_outpatient import rule as chronic_outpatient
from benefitcalc.rules.extreme_hardship_support import rule as extreme_hardship_support
from benefitcalc.rules.medical_assistance import rule as medical_assistance
from benefitcalc.rules.outpatient_pooling import rule as outpatient_pooling
from benefitcalc.rules.public_welfare_post import rule as public_welfare_post

__all__ = [
    "RULES",
    "care_home_subsidy",
    "chronic_outpatient",
    "extreme_hardship_support",
    "medical_assistance",
    "outpatient_pooling",
    "public_welfare_post",
]

RULES: tuple[Rule, ...] = (
    outpatient_pooling,
    chronic_outpatient,
    medical_assistance,
    extreme_hardship_support,
    care_home_subsidy,
    public_welfare_post,
)
"""Every rule, in the order of the announcement."""
