"""The facts of the four rules that give money: the columns of a table of people, and the valid values."""

COLUMNS = (
    "has_resident_insurance",
    "outpatient_cost_fen",
    "has_chronic_recognition",
    "chronic_cost_fen",
    "is_dibao",
    "is_in_extreme_hardship",
    "is_in_other_hardship_group",
    "eligible_cost_fen",
    "basic_insurance_paid_fen",
    "critical_illness_paid_fen",
    "age",
    "care_need",
    "is_in_economic_hardship",
    "care_home_stars",
    "care_home_cost_fen",
)
"""In the order in which benefitcalc asks for the facts and names what is wrong with them."""

MONEY = tuple(name for name in COLUMNS if name.endswith("_fen"))
GREATEST = 100_000_000_000
"""The greatest amount, in fen."""

MOST = {"age": 150, "care_home_stars": 5}
"""The greatest value of the whole numbers."""

CARE_NEEDS = ("none", "partial", "full")

PAYOUTS = ("outpatient_pooling_fen", "chronic_outpatient_fen", "medical_assistance_fen", "care_home_subsidy_fen")
"""The columns of amounts that are added."""
