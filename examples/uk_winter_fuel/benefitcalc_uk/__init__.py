"""The United Kingdom, as a district of benefitcalc: what its package brings."""

from pathlib import Path

from benefitcalc_uk.winter_fuel import FACTS, Country
from benefitcalc_uk.winter_fuel import rule as winter_fuel

__all__ = ["FACTS", "LOCALE", "POLICIES", "RULES", "Country", "winter_fuel"]

_HERE = Path(__file__).parent

POLICIES = (_HERE / "policies" / "uk-winter-fuel-2024.toml",)
RULES = (winter_fuel,)
LOCALE = _HERE / "locale"
