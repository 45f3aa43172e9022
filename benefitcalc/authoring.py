"""The vocabulary of a rule: the only import of a module that defines a benefit.

docs/writing-a-rule.md shows how to use it.
"""

from benefitcalc.core.rates import WHOLE, Rate, Rounding, Schedule
from benefitcalc.core.words import (
    Condition,
    Group,
    Kind,
    Level,
    Money,
    N,
    T,
    Whole,
    YesNo,
    above,
    all_of,
    any_of,
    choose,
    is_not,
    least,
    most,
    pick,
    share,
    step,
    times,
    when,
)
from benefitcalc.engine.lines import RuleLines, line
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.days import COMPLETED_MONTHS, COMPLETED_YEARS, MONTH, MONTHS_BETWEEN, YEAR, Counting
from benefitcalc.facts.fact import Fact, day, derived, level, means, money, yes_no
from benefitcalc.facts.levels import AbilityLevel, CareNeed, Sex
from benefitcalc.policy.terms import RuleTerms, term
from benefitcalc.text.message import N_, say

__all__ = [
    "COMPLETED_MONTHS",
    "COMPLETED_YEARS",
    "MONTH",
    "MONTHS_BETWEEN",
    "N_",
    "WHOLE",
    "YEAR",
    "AbilityLevel",
    "CareNeed",
    "Condition",
    "Counting",
    "Fact",
    "Group",
    "Kind",
    "Level",
    "Money",
    "N",
    "Rate",
    "Rounding",
    "Rule",
    "RuleLines",
    "RuleTerms",
    "Schedule",
    "Sex",
    "T",
    "Whole",
    "YesNo",
    "above",
    "all_of",
    "any_of",
    "choose",
    "day",
    "derived",
    "is_not",
    "least",
    "level",
    "line",
    "means",
    "money",
    "most",
    "pick",
    "say",
    "share",
    "step",
    "term",
    "times",
    "when",
    "yes_no",
]
