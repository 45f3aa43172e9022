"""benefitcalc's side of `../comparison.py`: the cold answer, run by the Python of an environment with nothing else."""

from benefitcalc.rules import care_home_subsidy

RESIDENT = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": 36_000,
}

if __name__ == "__main__":
    print(care_home_subsidy.estimate(**RESIDENT).amount)
