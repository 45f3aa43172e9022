"""The facts of the rules: those of the announcement, then those of the law in force."""

from benefitcalc.authoring import (
    COMPLETED_YEARS,
    MONTH,
    MONTHS_BETWEEN,
    N_,
    AbilityLevel,
    CareNeed,
    Fact,
    Kind,
    Sex,
    day,
    derived,
    level,
    means,
    money,
    yes_no,
)

# The papers that usually prove a fact. The document does not state which papers an office needs.
_INSURANCE_CARD = N_("medical-insurance card")


_SETTLEMENT_SHEETS = N_("settlement sheets of the visits")


_IDENTITY_CARD = N_("identity card")


_HOUSEHOLD_REGISTER = N_("household register")


_STARS = {
    **dict.fromkeys(
        (
            *("unrated", "not rated", "no stars"),
            *("未评级", "没有评级", "没评级", "没评", "没评星级", "未评", "无", "没有", "无星级"),
        ),
        0,
    ),
    **{"★" * stars: stars for stars in range(1, 6)},
}


_CARE_NEED = {
    "自理": CareNeed.NONE,
    **dict.fromkeys(("部分失能", "半自理", "partly"), CareNeed.PARTIAL),
    **dict.fromkeys(("完全失能", "全失能", "不能自理", "fully"), CareNeed.FULL),
}


_ABILITY = {
    "完好": AbilityLevel.INTACT,
    "轻度": AbilityLevel.MILD,
    "中度": AbilityLevel.MODERATE,
    "重度": AbilityLevel.SEVERE,
    "完全": AbilityLevel.COMPLETE,
}


_SEX = {
    **dict.fromkeys(("女的", "女性", "女士", "f", "woman"), Sex.FEMALE),
    **dict.fromkeys(("男的", "男性", "男士", "m", "man"), Sex.MALE),
}


# A meaning is the label of a value in a list of facts; a question is asked as it stands.
ANNOUNCED = (
    # Health
    yes_no(
        "has_resident_insurance",
        N_("Insured in the resident basic medical insurance"),
        N_("Are you insured in the resident basic medical insurance?"),
        _INSURANCE_CARD,
        of_another=N_("Is {who} insured in the resident basic medical insurance?"),
    ),
    money(
        "total_bill",
        N_("The whole medical bill of the calendar year, before anybody paid"),
        N_("What did all medical treatment of the calendar year cost, before anybody paid?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "outpatient_cost",
        N_("Eligible cost of ordinary outpatient visits in the calendar year"),
        N_(
            "What did ordinary outpatient visits cost in the calendar year, counting only what the insurance "
            "catalogue covers?"
        ),
        _SETTLEMENT_SHEETS,
    ),
    yes_no(
        "has_chronic_recognition",
        N_("Recognised as having an outpatient chronic or special disease"),
        N_("Has the insurance recognised that you have an outpatient chronic or special disease?"),
        N_("the recognition of the chronic or special disease"),
        of_another=N_("Has the insurance recognised that {who} has an outpatient chronic or special disease?"),
    ),
    money(
        "chronic_cost",
        N_("Eligible cost of outpatient treatment of the recognised disease in the calendar year"),
        N_(
            "What did outpatient treatment of the recognised chronic or special disease cost in the calendar "
            "year, counting only what the insurance catalogue covers?"
        ),
        _SETTLEMENT_SHEETS,
        recurs=True,
    ),
    money(
        "inpatient_cost",
        N_("Eligible cost of inpatient treatment in the calendar year"),
        N_(
            "What did inpatient treatment cost in the calendar year, counting only what the insurance catalogue covers?"
        ),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "inpatient_insurance_paid",
        N_("What the basic medical insurance paid of the inpatient treatment"),
        N_("How much of the inpatient treatment did the basic medical insurance pay (see the settlement sheet)?"),
        _SETTLEMENT_SHEETS,
    ),
    yes_no(
        "is_dibao",
        N_("In a household on the minimum living guarantee (Dibao)"),
        N_("Is your household on the minimum living guarantee (Dibao)?"),
        N_("Dibao certificate"),
        of_another=N_("Is the household of {who} on the minimum living guarantee (Dibao)?"),
        is_shared=True,
    ),
    yes_no(
        "is_in_extreme_hardship",
        N_("Recognised as a person in extreme hardship"),
        N_("Are you recognised as a person in extreme hardship?"),
        N_("certificate of support for persons in extreme hardship"),
        of_another=N_("Is {who} recognised as a person in extreme hardship?"),
    ),
    yes_no(
        "is_in_other_hardship_group",
        N_("In another group that an office counts as in hardship"),
        N_("Does an office count you in another group in hardship, such as the edge of Dibao?"),
        N_("the office's recognition of the group in hardship"),
        of_another=N_("Does an office count {who} in another group in hardship, such as the edge of Dibao?"),
    ),
    money(
        "eligible_cost",
        N_("Medical cost within the insurance rules in the calendar year, before anybody paid"),
        N_("What was the medical cost within the insurance rules in the calendar year, before anybody paid?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "basic_insurance_paid",
        N_("What the basic medical insurance paid of that cost"),
        N_("How much of that cost did the basic medical insurance pay (see the settlement sheet)?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "critical_illness_paid",
        N_("What the critical-illness insurance paid in the calendar year"),
        N_("How much did the critical-illness insurance pay in the calendar year (see the settlement sheet)?"),
        _SETTLEMENT_SHEETS,
    ),
    money(
        "commercial_paid",
        N_("What commercial insurance paid of the medical bill"),
        N_("How much of the medical bill did commercial insurance pay?"),
        N_("the commercial insurer's settlement"),
    ),
    # Older people
    day(
        "birth_date",
        N_("Date of birth"),
        N_("On which day were you born?"),
        _IDENTITY_CARD,
        of_another=N_("On which day was {who} born?"),
    ),
    derived(
        "age",
        "birth_date",
        COMPLETED_YEARS,
        N_("Age in completed years"),
        N_("How old are you, in completed years?"),
        unit=N_("years"),
        most=150,
        shown_by=_IDENTITY_CARD,
        of_another=N_("How old is {who}, in completed years?"),
    ),
    level(
        "care_need",
        CareNeed,
        N_("How far unable to care for oneself"),
        N_("How far are you unable to care for yourself: not at all (none), partly (partial) or fully (full)?"),
        N_("the assessment of the ability to care for oneself"),
        said=_CARE_NEED,
        of_another=N_(
            "How far is {who} unable to care for themselves: not at all (none), partly (partial) or fully (full)?"
        ),
    ),
    yes_no(
        "is_in_economic_hardship",
        N_("An older person in economic hardship"),
        N_("Does the civil-affairs office count you as an older person in economic hardship?"),
        N_("the recognition of economic hardship"),
        of_another=N_("Does the civil-affairs office count {who} as an older person in economic hardship?"),
    ),
    Fact(
        "care_home_stars",
        Kind.WHOLE,
        N_("Star rating of the care home, 0 for a home without one"),
        N_("How many stars does the care home have (1 to 5, or 0 if it has not been rated)?"),
        N_("stars"),
        most=5,
        shown_by=N_("the care home's star rating, for which the home can be asked"),
        said=_STARS,
    ),
    money(
        "care_home_cost",
        N_("Cost that the care home charged, for whichever period"),
        N_("What does the care home charge for a month?"),
        N_("the care home's bills"),
        accumulates=False,
        recurs=True,
    ),
    yes_no(
        "wants_placement",
        N_("Wants to live in a support institution"),
        N_("Would you like to live in a support institution?"),
        of_another=N_("Would {who} like to live in a support institution?"),
    ),
    # Work
    yes_no(
        "is_rural",
        N_("A rural resident"),
        N_("Are you a rural resident?"),
        _HOUSEHOLD_REGISTER,
        of_another=N_("Is {who} a rural resident?"),
    ),
    level(
        "sex",
        Sex,
        N_("Sex"),
        N_("What is your sex: female or male?"),
        _IDENTITY_CARD,
        said=_SEX,
        of_another=N_("What is the sex of {who}: female or male?"),
    ),
    yes_no(
        "is_lifted_from_poverty",
        N_("Entitled to the policies for people lifted from poverty"),
        N_("Are you entitled to the policies for people lifted from poverty?"),
        N_("the recognition as lifted from poverty"),
        of_another=N_("Is {who} entitled to the policies for people lifted from poverty?"),
    ),
    yes_no(
        "is_low_income",
        N_("Counted as a low-income person"),
        N_("Does the civil-affairs office count you as a low-income person?"),
        N_("the recognition of low income"),
        of_another=N_("Does the civil-affairs office count {who} as a low-income person?"),
    ),
    yes_no(
        "has_disability",
        N_("With a disability"),
        N_("Do you have a disability (as a rule, a disability certificate)?"),
        N_("disability certificate"),
        of_another=N_("Does {who} have a disability (as a rule, a disability certificate)?"),
    ),
    yes_no(
        "is_unemployed",
        N_("Unemployed"),
        N_("Are you unemployed?"),
        N_("registration of unemployment"),
        of_another=N_("Is {who} unemployed?"),
    ),
    yes_no(
        "has_work",
        N_("In work, for pay or on one's own account"),
        N_("Do you have work, for pay or on your own account?"),
        of_another=N_("Does {who} have work, for pay or on their own account?"),
    ),
    yes_no(
        "is_in_zero_employment_household",
        N_("In a household where nobody of working age has work"),
        N_("Is your household one in which nobody who can and wants to work has work (a zero-employment household)?"),
        N_("the recognition as a zero-employment household"),
        of_another=N_(
            "Is the household of {who} one in which nobody who can and wants to work has work (a zero-employment "
            "household)?"
        ),
        is_shared=True,
    ),
)
"""The facts of the announcement's rules, in the order of the questions."""

_RECOGNITION = N_("the civil-affairs office's recognition of the group")

IN_FORCE: tuple[Fact, ...] = (
    yes_no(
        "is_back_in_poverty",
        N_("Recognised as having fallen into poverty or back into it"),
        N_("Are you recognised as having fallen into poverty, or back into it?"),
        _RECOGNITION,
        of_another=N_("Is {who} recognised as having fallen into poverty, or back into it?"),
    ),
    yes_no(
        "is_at_edge_of_dibao",
        N_("In a household at the edge of the minimum living guarantee (Dibao)"),
        N_("Is your household recognised as at the edge of the minimum living guarantee (Dibao)?"),
        _RECOGNITION,
        of_another=N_("Is the household of {who} recognised as at the edge of the minimum living guarantee (Dibao)?"),
        is_shared=True,
    ),
    yes_no(
        "is_watched_for_poverty",
        N_("Watched and helped so as not to fall back into poverty"),
        N_("Does an office watch and help you so that you do not fall back into poverty?"),
        _RECOGNITION,
        of_another=N_("Does an office watch and help {who} so as not to fall back into poverty?"),
    ),
    yes_no(
        "is_gravely_ill_under_rigid_expenses",
        N_("Gravely ill, in a household in difficulty by expenses that it cannot avoid"),
        N_("Are you recognised as gravely ill in a household in difficulty by expenses that it cannot avoid?"),
        _RECOGNITION,
        of_another=N_(
            "Is {who} recognised as gravely ill in a household in difficulty by expenses that it cannot avoid?"
        ),
    ),
    means(
        "disposable_income_per_head",
        N_("Disposable income per head of the city's residents in the year before"),
        N_("What was the disposable income per head of the city's residents in the year before, as it was published?"),
        N_("the publication of the city's statistics bureau"),
        is_shared=True,
    ),
    # Older people
    level(
        "ability_level",
        AbilityLevel,
        N_("How far the abilities are impaired, as assessed by GB/T 42195-2022"),
        N_(
            "What did the assessment of your abilities (GB/T 42195-2022) find: intact, or a mild, moderate, severe or "
            "complete impairment?"
        ),
        N_("the report on the assessment of abilities"),
        said=_ABILITY,
        of_another=N_(
            "What did the assessment of the abilities of {who} (GB/T 42195-2022) find: intact, or a mild, moderate, "
            "severe or complete impairment?"
        ),
    ),
    yes_no(
        "has_institutional_care_allowance",
        N_("Given the allowance for care in an institution of older people in economic hardship"),
        N_(
            "Are you given the allowance for care in an institution of older people in economic hardship who cannot "
            "care for themselves?"
        ),
        of_another=N_(
            "Is {who} given the allowance for care in an institution of older people in economic hardship who cannot "
            "care for themselves?"
        ),
    ),
    yes_no(
        "is_in_home_care_scheme",
        N_("Given services of the scheme for care at home and in the community"),
        N_("Are you given services of the government's scheme for care at home and in the community?"),
        of_another=N_("Is {who} given services of the government's scheme for care at home and in the community?"),
    ),
    money(
        "home_service_cost",
        N_("What care services at home cost in the month, after long-term-care insurance"),
        N_("What did care services at home cost in the month, after what long-term-care insurance paid?"),
        N_("the bills of the month"),
        accumulates=False,
        recurs=True,
    ),
    money(
        "institution_service_cost",
        N_("What care services in an institution cost in the month, after long-term-care insurance"),
        N_("What did care services in an institution cost in the month, after what long-term-care insurance paid?"),
        N_("the bills of the month"),
        accumulates=False,
        recurs=True,
    ),
    # Work
    derived(
        "birth_month",
        "birth_date",
        MONTH,
        N_("Month of birth, counted from the year 0"),
        N_("In which month were you born, such as 1966-12?"),
        unit=N_("months"),
        most=120_000,
        shown_by=_IDENTITY_CARD,
        of_another=N_("In which month was {who} born, such as 1966-12?"),
    ),
    derived(
        "months_since_birth",
        "birth_date",
        MONTHS_BETWEEN,
        N_("Months of the calendar since the month of birth"),
        N_("How many months have passed since the month in which you were born?"),
        unit=N_("months"),
        most=1_812,
        shown_by=_IDENTITY_CARD,
        of_another=N_("How many months have passed since the month in which {who} was born?"),
    ),
)
"""The additional facts of the rules in force."""

OWN: tuple[Fact, ...] = (*ANNOUNCED, *IN_FORCE)
"""The facts of benefitcalc itself, in the order of the questions."""
