"""What a policy document promises one person, to the fen, with the reasons and the clause."""

from typing import TYPE_CHECKING

from benefitcalc import rules as rules  # against whose terms a policy is checked
from benefitcalc.estimate import Estimate
from benefitcalc.lazily import Lazy, loader
from benefitcalc.messages import Refused
from benefitcalc.policy import Policy, policies, policy
from benefitcalc.rule import Rule
from benefitcalc.words import CareNeed, Sex

if TYPE_CHECKING:
    from benefitcalc.actuarial import Expected, expected
    from benefitcalc.charts import chart
    from benefitcalc.curve import Curve
    from benefitcalc.files import assess_file
    from benefitcalc.proofs import Proofs
    from benefitcalc.proving import prove
    from benefitcalc.receipt import verify
    from benefitcalc.reforms import Comparison, compare
    from benefitcalc.reports import write_csv
    from benefitcalc.rules import RULES
    from benefitcalc.screening import Screening, screen
    from benefitcalc.settlement import Settlement, settle
    from benefitcalc.tables import Summary, assess_table, summary
    from benefitcalc.visits import assess_visits
    from benefitcalc.years import Year, year

__all__ = [
    "RULES",
    "CareNeed",
    "Comparison",
    "Curve",
    "Estimate",
    "Expected",
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
    "chart",
    "compare",
    "expected",
    "policies",
    "policy",
    "prove",
    "screen",
    "settle",
    "summary",
    "verify",
    "write_csv",
    "year",
]

__getattr__ = loader(
    __name__,
    {
        "Comparison": Lazy("benefitcalc.reforms", extra="tables"),
        "Curve": Lazy("benefitcalc.curve"),
        "Expected": Lazy("benefitcalc.actuarial", extra="actuarial"),
        "Proofs": Lazy("benefitcalc.proofs"),
        "RULES": Lazy("benefitcalc.rules"),
        "Screening": Lazy("benefitcalc.screening"),
        "Settlement": Lazy("benefitcalc.settlement"),
        "Summary": Lazy("benefitcalc.tables", extra="tables"),
        "Year": Lazy("benefitcalc.years"),
        "assess_file": Lazy("benefitcalc.files", extra="tables"),
        "assess_table": Lazy("benefitcalc.tables", extra="tables"),
        "assess_visits": Lazy("benefitcalc.visits", extra="tables"),
        "chart": Lazy("benefitcalc.charts", extra="plot"),
        "compare": Lazy("benefitcalc.reforms", extra="tables"),
        "expected": Lazy("benefitcalc.actuarial", extra="actuarial"),
        "prove": Lazy("benefitcalc.proving", extra="proof"),
        "screen": Lazy("benefitcalc.screening"),
        "settle": Lazy("benefitcalc.settlement"),
        "summary": Lazy("benefitcalc.tables", extra="tables"),
        "verify": Lazy("benefitcalc.receipt"),
        "write_csv": Lazy("benefitcalc.reports"),
        "year": Lazy("benefitcalc.years"),
    },
)
