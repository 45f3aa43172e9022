"""Every fact of benefitcalc with the type of what may be given for it. Made from the facts; do not edit it.

To make it anew: ``python -c "from benefitcalc.facts.declared import write; write()"``.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from benefitcalc.facts.levels import AbilityLevel, CareNeed, Sex

Money = Decimal | int | str | Sequence[Decimal | int | str | None] | None
"""An amount in yuan, text as people write it, a range as a pair; None where it is not known."""

YesNo = bool | str | None
"""Whether something is so, or text as people write it; None where it is not known."""

Whole = int | str | Sequence[int | str | None] | None
"""A whole number, text as people write it, a range as a pair; None where it is not known."""

Day = date | str | Sequence[date | str | None] | None
"""A day, text as people write it, such as a month or a year, a range as a pair; None where it is not known."""


class Facts(TypedDict, total=False):
    """What may be known of a person. A fact that is left out or None is unknown: never zero and never no."""

    has_resident_insurance: YesNo
    """Are you insured in the resident basic medical insurance? (yes / no)"""

    total_bill: Money
    """What did all medical treatment of the calendar year cost, before anybody paid? (yuan)"""

    outpatient_cost: Money
    """What did ordinary outpatient visits cost in the calendar year, counting only what the insurance catalogue
    covers? (yuan)"""

    has_chronic_recognition: YesNo
    """Has the insurance recognised that you have an outpatient chronic or special disease? (yes / no)"""

    chronic_cost: Money
    """What did outpatient treatment of the recognised chronic or special disease cost in the calendar year, counting
    only what the insurance catalogue covers? (yuan)"""

    inpatient_cost: Money
    """What did inpatient treatment cost in the calendar year, counting only what the insurance catalogue covers?
    (yuan)"""

    inpatient_insurance_paid: Money
    """How much of the inpatient treatment did the basic medical insurance pay (see the settlement sheet)? (yuan)"""

    is_dibao: YesNo
    """Is your household on the minimum living guarantee (Dibao)? (yes / no)"""

    is_in_extreme_hardship: YesNo
    """Are you recognised as a person in extreme hardship? (yes / no)"""

    is_in_other_hardship_group: YesNo
    """Does an office count you in another group in hardship, such as the edge of Dibao? (yes / no)"""

    eligible_cost: Money
    """What was the medical cost within the insurance rules in the calendar year, before anybody paid? (yuan)"""

    basic_insurance_paid: Money
    """How much of that cost did the basic medical insurance pay (see the settlement sheet)? (yuan)"""

    critical_illness_paid: Money
    """How much did the critical-illness insurance pay in the calendar year (see the settlement sheet)? (yuan)"""

    commercial_paid: Money
    """How much of the medical bill did commercial insurance pay? (yuan)"""

    birth_date: Day
    """On which day were you born? (a day, such as 1944-05-06)"""

    age: Whole
    """How old are you, in completed years? (years)"""

    care_need: CareNeed | str | Sequence[CareNeed | str | None] | None
    """How far are you unable to care for yourself: not at all (none), partly (partial) or fully (full)? (none /
    partial / full)"""

    is_in_economic_hardship: YesNo
    """Does the civil-affairs office count you as an older person in economic hardship? (yes / no)"""

    care_home_stars: Whole
    """How many stars does the care home have (1 to 5, or 0 if it has not been rated)? (stars)"""

    care_home_cost: Money
    """What does the care home charge for a month? (yuan)"""

    wants_placement: YesNo
    """Would you like to live in a support institution? (yes / no)"""

    is_rural: YesNo
    """Are you a rural resident? (yes / no)"""

    sex: Sex | str | Sequence[Sex | str | None] | None
    """What is your sex: female or male? (female / male)"""

    is_lifted_from_poverty: YesNo
    """Are you entitled to the policies for people lifted from poverty? (yes / no)"""

    is_low_income: YesNo
    """Does the civil-affairs office count you as a low-income person? (yes / no)"""

    has_disability: YesNo
    """Do you have a disability (as a rule, a disability certificate)? (yes / no)"""

    is_unemployed: YesNo
    """Are you unemployed? (yes / no)"""

    has_work: YesNo
    """Do you have work, for pay or on your own account? (yes / no)"""

    is_in_zero_employment_household: YesNo
    """Is your household one in which nobody who can and wants to work has work (a zero-employment household)? (yes /
    no)"""

    is_back_in_poverty: YesNo
    """Are you recognised as having fallen into poverty, or back into it? (yes / no)"""

    is_at_edge_of_dibao: YesNo
    """Is your household recognised as at the edge of the minimum living guarantee (Dibao)? (yes / no)"""

    is_watched_for_poverty: YesNo
    """Does an office watch and help you so that you do not fall back into poverty? (yes / no)"""

    is_gravely_ill_under_rigid_expenses: YesNo
    """Are you recognised as gravely ill in a household in difficulty by expenses that it cannot avoid? (yes / no)"""

    disposable_income_per_head: Money
    """What was the disposable income per head of the city's residents in the year before, as it was published?
    (yuan)"""

    ability_level: AbilityLevel | str | Sequence[AbilityLevel | str | None] | None
    """What did the assessment of your abilities (GB/T 42195-2022) find: intact, or a mild, moderate, severe or
    complete impairment? (intact / mild / moderate / severe / complete)"""

    has_institutional_care_allowance: YesNo
    """Are you given the allowance for care in an institution of older people in economic hardship who cannot care
    for themselves? (yes / no)"""

    is_in_home_care_scheme: YesNo
    """Are you given services of the government's scheme for care at home and in the community? (yes / no)"""

    home_service_cost: Money
    """What did care services at home cost in the month, after what long-term-care insurance paid? (yuan)"""

    institution_service_cost: Money
    """What did care services in an institution cost in the month, after what long-term-care insurance paid? (yuan)"""

    birth_month: Whole
    """In which month were you born, such as 1966-12? (months)"""

    months_since_birth: Whole
    """How many months have passed since the month in which you were born? (months)"""
