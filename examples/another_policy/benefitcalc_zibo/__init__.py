"""The city of Zibo, as a district of benefitcalc: what its package brings."""

from pathlib import Path

from benefitcalc_zibo.city_medical_assistance import FACTS
from benefitcalc_zibo.city_medical_assistance import rule as city_medical_assistance

__all__ = ["FACTS", "LOCALE", "POLICIES", "RULES", "city_medical_assistance"]

_HERE = Path(__file__).parent

POLICIES = (_HERE / "policies" / "zibo-2025.toml",)
RULES = (city_medical_assistance,)
LOCALE = _HERE / "locale"
