"""What a policy document promises one person, to the fen, with the reasons and the clause."""

from typing import TYPE_CHECKING

from benefitcalc import rules as rules  # needed to check a policy against the rules' terms
from benefitcalc.analysis.kept import Kept
from benefitcalc.analysis.proofs import Proofs
from benefitcalc.analysis.reports import write_csv
from benefitcalc.engine.curve import Curve
from benefitcalc.engine.estimate import Estimate
from benefitcalc.engine.provenance import library_version
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.levels import AbilityLevel, CareNeed, Sex
from benefitcalc.facts.typed import Facts
from benefitcalc.person.household import Household, household
from benefitcalc.person.screening import Screening, screen
from benefitcalc.person.settlement import Settlement, settle
from benefitcalc.person.verify import verify
from benefitcalc.person.year import Year, year
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import policies, policy
from benefitcalc.policy.timeline import Law, law
from benefitcalc.text.extras import Lazy, loader
from benefitcalc.text.message import Problem, Refused

if TYPE_CHECKING:
    from benefitcalc.analysis.charts import chart
    from benefitcalc.analysis.expected import Expected, expected
    from benefitcalc.analysis.keeping import kept
    from benefitcalc.analysis.prover import prove
    from benefitcalc.population.files import assess_file
    from benefitcalc.population.reforms import Comparison, compare
    from benefitcalc.population.simulation import Simulation, simulation
    from benefitcalc.population.sql import sql
    from benefitcalc.population.tables import Summary, assess_table, summary
    from benefitcalc.population.visit_tables import assess_visits
    from benefitcalc.population.yuan import to_fen
    from benefitcalc.rules import RULES

__all__ = [
    "RULES",
    "AbilityLevel",
    "CareNeed",
    "Comparison",
    "Curve",
    "Estimate",
    "Expected",
    "Facts",
    "Household",
    "Kept",
    "Law",
    "Policy",
    "Problem",
    "Proofs",
    "Refused",
    "Rule",
    "Screening",
    "Settlement",
    "Sex",
    "Simulation",
    "Summary",
    "Year",
    "assess_file",
    "assess_table",
    "assess_visits",
    "chart",
    "compare",
    "expected",
    "household",
    "kept",
    "law",
    "policies",
    "policy",
    "prove",
    "screen",
    "settle",
    "simulation",
    "sql",
    "summary",
    "to_fen",
    "verify",
    "write_csv",
    "year",
]

__getattr__ = loader(
    __name__,
    {
        "Comparison": Lazy("benefitcalc.population.reforms", extra="tables"),
        "Expected": Lazy("benefitcalc.analysis.expected", extra="actuarial"),
        "RULES": Lazy("benefitcalc.rules"),
        "Simulation": Lazy("benefitcalc.population.simulation", extra="tables"),
        "Summary": Lazy("benefitcalc.population.tables", extra="tables"),
        "assess_file": Lazy("benefitcalc.population.files", extra="tables"),
        "assess_table": Lazy("benefitcalc.population.tables", extra="tables"),
        "assess_visits": Lazy("benefitcalc.population.visit_tables", extra="tables"),
        "chart": Lazy("benefitcalc.analysis.charts", extra="plot"),
        "compare": Lazy("benefitcalc.population.reforms", extra="tables"),
        "expected": Lazy("benefitcalc.analysis.expected", extra="actuarial"),
        "kept": Lazy("benefitcalc.analysis.keeping", extra="proof"),
        "prove": Lazy("benefitcalc.analysis.prover", extra="proof"),
        "simulation": Lazy("benefitcalc.population.simulation", extra="tables"),
        "sql": Lazy("benefitcalc.population.sql", extra="tables"),
        "summary": Lazy("benefitcalc.population.tables", extra="tables"),
        "to_fen": Lazy("benefitcalc.population.yuan", extra="tables"),
    },
)

__version__ = library_version()


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
