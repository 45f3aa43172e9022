"""Two of the rules as a policy package of ttsim: facts, then formulas; the figures are in `parameters.yaml`."""

from __future__ import annotations

from ttsim.tt import RoundingSpec, TTSIMUnit, policy_function, policy_input

TO_THE_FEN = {"base": 0.01, "unit": TTSIMUnit.CNY.PER_YEAR}
TO_WHOLE_FEN = RoundingSpec(base=1, direction="down")


@policy_input(unit=TTSIMUnit.YEARS)
def age() -> int:
    """Age in years."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def needs_care() -> bool:
    """Partly or fully unable to care for oneself."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def is_in_economic_hardship() -> bool:
    """In economic hardship."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def care_home_stars() -> int:
    """Stars of the home, 0 if it has no rating."""


@policy_input(unit=TTSIMUnit.CURRENCY.PER_YEAR)
def care_home_cost_y() -> float:
    """What the home costs."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def has_resident_insurance() -> bool:
    """Insured in the resident basic medical insurance."""


@policy_input(unit=TTSIMUnit.CURRENCY.PER_YEAR)
def outpatient_cost_y() -> float:
    """Eligible cost of outpatient visits."""


@policy_function(unit=TTSIMUnit.CURRENCY.PER_YEAR, rounding_spec=RoundingSpec(direction="nearest", **TO_THE_FEN))
def care_home_subsidy_y(
    age: int,
    needs_care: bool,
    is_in_economic_hardship: bool,
    care_home_stars: int,
    care_home_cost_y: float,
    subsidy_rate: float,
    elderly_from: int,
    fewest_stars: int,
    most_stars: int,
) -> float:
    """A share of the cost of a modest home."""
    is_modest = care_home_stars >= fewest_stars and care_home_stars <= most_stars
    if age >= elderly_from and needs_care and is_in_economic_hardship and is_modest:
        out = subsidy_rate * care_home_cost_y
    else:
        out = 0.0
    return out


@policy_function(unit=TTSIMUnit.CURRENCY.PER_YEAR, rounding_spec=RoundingSpec(direction="nearest", **TO_THE_FEN))
def outpatient_pooling_y(
    has_resident_insurance: bool,
    outpatient_cost_y: float,
    pooling_rate: float,
    pooling_deductible_y: float,
    pooling_limit_y: float,
) -> float:
    """A share of the cost above the deductible, up to a limit."""
    if has_resident_insurance:
        out = min(pooling_rate * max(outpatient_cost_y - pooling_deductible_y, 0.0), pooling_limit_y)
    else:
        out = 0.0
    return out


@policy_function(unit=TTSIMUnit.CURRENCY.PER_YEAR, rounding_spec=RoundingSpec(direction="nearest", **TO_THE_FEN))
def cost_nearest_y(care_home_cost_y: float) -> float:
    """The cost, rounded to the nearest fen."""
    return care_home_cost_y


@policy_function(unit=TTSIMUnit.CURRENCY.PER_YEAR, rounding_spec=RoundingSpec(direction="up", **TO_THE_FEN))
def cost_up_y(care_home_cost_y: float) -> float:
    """The cost, rounded up to the fen."""
    return care_home_cost_y


@policy_function(unit=TTSIMUnit.CURRENCY.PER_YEAR, rounding_spec=RoundingSpec(direction="down", **TO_THE_FEN))
def cost_down_y(care_home_cost_y: float) -> float:
    """The cost, rounded down to the fen."""
    return care_home_cost_y


# The same two in whole fen, half a fen up: exact, since the rounding down is of hundredths far from any integer.


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def care_home_cost_fen() -> int:
    """What the home costs, in fen."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def outpatient_cost_fen() -> int:
    """Eligible cost of outpatient visits, in fen."""


@policy_function(unit=TTSIMUnit.DIMENSIONLESS, rounding_spec=TO_WHOLE_FEN)
def care_home_subsidy_fen(
    age: int,
    needs_care: bool,
    is_in_economic_hardship: bool,
    care_home_stars: int,
    care_home_cost_fen: int,
    subsidy_percent: int,
    elderly_from: int,
    fewest_stars: int,
    most_stars: int,
) -> float:
    """A share of the cost of a modest home, half a fen up."""
    is_modest = care_home_stars >= fewest_stars and care_home_stars <= most_stars
    if age >= elderly_from and needs_care and is_in_economic_hardship and is_modest:
        out = (care_home_cost_fen * subsidy_percent + 50) / 100
    else:
        out = 0.0
    return out


@policy_function(unit=TTSIMUnit.DIMENSIONLESS, rounding_spec=TO_WHOLE_FEN)
def outpatient_pooling_fen(
    has_resident_insurance: bool,
    outpatient_cost_fen: int,
    pooling_percent: int,
    pooling_deductible_fen: int,
    pooling_limit_fen: int,
) -> float:
    """A share of the cost above the deductible, half a fen up, up to a limit."""
    above = max(outpatient_cost_fen - pooling_deductible_fen, 0)
    if has_resident_insurance:
        out = min((above * pooling_percent + 50) / 100, pooling_limit_fen)
    else:
        out = 0.0
    return out
