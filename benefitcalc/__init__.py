"""What a policy document promises one person, to the fen, with the reasons and the clause."""

from typing import TYPE_CHECKING

from benefitcalc.estimate import Estimate
from benefitcalc.lazily import Lazy, loader
from benefitcalc.messages import Refused
from benefitcalc.policy import Policy, policies, policy
from benefitcalc.rule import Rule
from benefitcalc.rules import RULES
from benefitcalc.words import CareNeed, Sex

if TYPE_CHECKING:
    from benefitcalc.curve import Curve
    from benefitcalc.files import assess_file
    from benefitcalc.proofs import Proofs
    from benefitcalc.proving import prove
    from benefitcalc.receipt import verify
    from benefitcalc.screening import Screening, screen
    from benefitcalc.settlement import Settlement, settle
    from benefitcalc.tables import Summary, assess_table, summary
    from benefitcalc.visits import assess_visits
    from benefitcalc.years import Year, year

__all__ = [
    "RULES",
    "CareNeed",
    "Curve",
    "Estimate",
    "Policy",
    "Proofs",
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
    "prove",
    "screen",
    "settle",
    "summary",
    "verify",
    "year",
]

__getattr__ = loader(
    __name__,
    {
        "Curve": Lazy("benefitcalc.curve"),
        "Proofs": Lazy("benefitcalc.proofs"),
        "Screening": Lazy("benefitcalc.screening"),
        "Settlement": Lazy("benefitcalc.settlement"),
        "Summary": Lazy("benefitcalc.tables", extra="tables"),
        "Year": Lazy("benefitcalc.years"),
        "assess_file": Lazy("benefitcalc.files", extra="tables"),
        "assess_table": Lazy("benefitcalc.tables", extra="tables"),
        "assess_visits": Lazy("benefitcalc.visits", extra="tables"),
        "prove": Lazy("benefitcalc.proving", extra="proof"),
        "screen": Lazy("benefitcalc.screening"),
        "settle": Lazy("benefitcalc.settlement"),
        "summary": Lazy("benefitcalc.tables", extra="tables"),
        "verify": Lazy("benefitcalc.receipt"),
        "year": Lazy("benefitcalc.years"),
    },
)
