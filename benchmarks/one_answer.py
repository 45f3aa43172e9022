"""One person and six rules with benefitcalc, as a user would write it: the counterpart of `openfisca/one_case.py`.

Run as a script, it answers the six rules for one person and prints them as one JSON line.
"""

import json

from benefitcalc.rules import ANNOUNCED as RULES

PERSON = {
    "has_resident_insurance": True,
    "outpatient_cost": 800,
    "has_chronic_recognition": True,
    "chronic_cost": 10_000,
    "is_dibao": True,
    "is_in_extreme_hardship": False,
    "is_in_other_hardship_group": False,
    "eligible_cost": 10_000,
    "basic_insurance_paid": 6_000,
    "critical_illness_paid": 500,
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": 36_000,
    "wants_placement": False,
    "is_rural": False,
    "sex": "male",
    "is_lifted_from_poverty": False,
    "is_low_income": False,
    "has_disability": False,
    "is_unemployed": False,
    "is_in_zero_employment_household": False,
}
"""The person of `openfisca/one_case.py`; what is left out there, and has a default, is said here."""


def main():
    """Answer the six rules and print them: an amount, or whether the person is eligible."""
    estimates = [rule.estimate(**PERSON) for rule in RULES]
    print(json.dumps({each.rule: each.eligible if each.amount is None else str(each.amount) for each in estimates}))


if __name__ == "__main__":
    main()
