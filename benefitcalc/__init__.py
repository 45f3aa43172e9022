"""What a policy document promises one person, to the fen, with the reasons and the clause."""

from typing import TYPE_CHECKING

from benefitcalc.estimate import Estimate
from benefitcalc.lazily import Lazy, loader
from benefitcalc.messages import Refused
from benefitcalc.policy import Policy, policies, policy
from benefitcalc.receipt import verify
from benefitcalc.rule import Rule
from benefitcalc.rules import RULES
from benefitcalc.screening import Screening, screen
from benefitcalc.settlement import Settlement, settle
from benefitcalc.words import CareNeed, Sex
from benefitcalc.year import Year, year

if TYPE_CHECKING:
    from benefitcalc.files import assess_file
    from benefitcalc.tables import Summary, assess_table, summary
    from benefitcalc.visits import assess_visits

__all__ = [
    "RULES",
    "CareNeed",
    "Estimate",
    "Policy",
    "Refused",
    "Rule",
    "Screening",
    "Settlement",
    "Sex",
    "Summary",
    "Year",
    "assess_file",
    "assess_table",
    "assess_visits",
    "policies",
    "policy",
    "screen",
    "settle",
    "summary",
    "verify",
    "year",
]

__getattr__ = loader(
    __name__,
    {
        "Summary": Lazy("benefitcalc.tables", extra="tables"),
        "assess_file": Lazy("benefitcalc.files", extra="tables"),
        "assess_table": Lazy("benefitcalc.tables", extra="tables"),
        "assess_visits": Lazy("benefitcalc.visits", extra="tables"),
        "summary": Lazy("benefitcalc.tables", extra="tables"),
    },
)
