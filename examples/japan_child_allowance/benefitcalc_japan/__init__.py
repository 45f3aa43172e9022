"""Japan, as a district of benefitcalc: what its package brings."""

from pathlib import Path

from benefitcalc_japan.child_allowance import FACTS
from benefitcalc_japan.child_allowance import rule as child_allowance

__all__ = ["FACTS", "LOCALE", "POLICIES", "RULES", "child_allowance"]

_HERE = Path(__file__).parent

POLICIES = (_HERE / "policies" / "japan-child-allowance-2024.toml",)
RULES = (child_allowance,)
LOCALE = _HERE / "locale"
