"""A second calculation of the benefits, written apart from the library to check it.

Exact fractions of a yuan and plain conditions, as one would check a case by hand. Nothing here is
shared with the library. The source is the announcement of Zhangdian District of 2022-02-09 and the
public figures found around it.

A figure that can be read in more than one way has three values: ``strict``, the least generous of
its readings; ``stated``, what is stated or assumed first; ``generous``, the most generous of them.
A figure with a single reading is a plain constant. ``None`` as a limit means that there is none.
"""

from __future__ import annotations

import typing
from fractions import Fraction

View = typing.Literal["strict", "stated", "generous"]
CareNeed = typing.Literal["none", "partial", "full"]
Sex = typing.Literal["female", "male"]

ZERO = Fraction(0)
FEN_PER_YUAN = 100

# Outpatient pooling: "raised by about 50 % on the existing basis". 5 points either way; or not at
# all, since the basis, published in 2023, may already contain the rise.
OUTPATIENT_DEDUCTIBLE = Fraction(50)
OUTPATIENT_RATE = Fraction("0.50")
OUTPATIENT_PAYMENT_LIMIT = Fraction(475)
OUTPATIENT_PAYMENT_UPLIFT: dict[View, Fraction] = {
    "strict": Fraction(0),
    "stated": Fraction("0.50"),
    "generous": Fraction("0.55"),
}
OUTPATIENT_LIMIT_UPLIFT: dict[View, Fraction] = {
    "strict": Fraction(0),
    "stated": Fraction("0.50"),
    "generous": Fraction("0.55"),
}

# Outpatient chronic and special diseases: "to about 65 %", 5 points either way. No limit is known.
CHRONIC_DEDUCTIBLE = Fraction(500)
CHRONIC_RATE: dict[View, Fraction] = {
    "strict": Fraction("0.60"),
    "stated": Fraction("0.65"),
    "generous": Fraction("0.70"),
}

# Medical assistance: "not less than 75 %", so up to the whole. Which "other groups in difficulty"
# are meant is not defined; 30,000 is the yearly limit published later.
ASSISTANCE_RATE: dict[View, Fraction] = {
    "strict": Fraction("0.75"),
    "stated": Fraction("0.75"),
    "generous": Fraction(1),
}
ASSISTANCE_YEARLY_LIMIT: dict[View, Fraction | None] = {
    "strict": Fraction(30_000),
    "stated": None,
    "generous": None,
}
ASSISTANCE_COVERS_OTHER_GROUPS: dict[View, bool] = {
    "strict": False,
    "stated": True,
    "generous": True,
}

# Care homes: "80 % of the cost incurred", "two stars and below". 0 stars is a home not rated.
CARE_HOME_RATE = Fraction("0.80")
CARE_HOME_MOST_STARS = 2
CARE_HOME_FEWEST_STARS: dict[View, int] = {"strict": 1, "stated": 1, "generous": 0}

# From what age a person is elderly: for the care-home subsidy and for extreme hardship support.
ELDERLY_FROM: dict[View, int] = {"strict": 60, "stated": 60, "generous": 60}

# Public-welfare posts. Sources conflict on the ages of the older urban unemployed, and on the age
# at which urban women retire.
POST_RURAL_GROUPS_MUST_BE_RURAL: dict[View, bool] = {
    "strict": True,
    "stated": True,
    "generous": False,
}
POST_OLDER_FROM = 45
POST_URBAN_WOMEN_FROM: dict[View, int] = {"strict": 45, "stated": 45, "generous": 40}
POST_URBAN_MEN_FROM: dict[View, int] = {"strict": 55, "stated": 55, "generous": 50}
POST_WORKING_AGE_FROM = 16
POST_RURAL_LAST_AGE = 65
POST_URBAN_MEN_LAST_AGE = 60
POST_URBAN_WOMEN_LAST_AGE: dict[View, int] = {"strict": 50, "stated": 55, "generous": 55}


class Answer(typing.NamedTuple):
    """What one rule gives one person."""

    eligible: bool
    payout: Fraction | None
    """Yuan; 0 when not eligible; None for a rule that gives no money."""
    parts: dict[str, Fraction | bool]


Calculation = typing.Callable[..., Answer]


def half_up_to_the_fen(amount: Fraction) -> Fraction:
    """Round an amount of yuan to the nearest fen, a half fen up."""
    whole_fen = (amount * FEN_PER_YUAN + Fraction(1, 2)) // 1
    return Fraction(whole_fen, FEN_PER_YUAN)


def share(rate: Fraction, amount: Fraction) -> Fraction:
    """Take a rate of an amount, rounded half up to the fen."""
    return half_up_to_the_fen(rate * amount)


def cost_above(deductible: Fraction, cost: Fraction) -> Fraction:
    """Return the part of a cost that exceeds the deductible."""
    if cost > deductible:
        return cost - deductible
    return ZERO


def outpatient_pooling(
    *,
    view: View,
    has_resident_insurance: bool,
    outpatient_cost: Fraction,
) -> Answer:
    """Outpatient pooling: what the fund pays in a year, and what it paid before the rise."""
    counted = cost_above(OUTPATIENT_DEDUCTIBLE, outpatient_cost)
    before = min(share(OUTPATIENT_RATE, counted), OUTPATIENT_PAYMENT_LIMIT, outpatient_cost)

    raised_rate = OUTPATIENT_RATE * (1 + OUTPATIENT_PAYMENT_UPLIFT[view])
    raised_limit = share(1 + OUTPATIENT_LIMIT_UPLIFT[view], OUTPATIENT_PAYMENT_LIMIT)
    payout = ZERO
    if has_resident_insurance:
        payout = min(share(raised_rate, counted), raised_limit, outpatient_cost)
    return Answer(has_resident_insurance, payout, {"before": before})


def chronic_outpatient(
    *,
    view: View,
    has_resident_insurance: bool,
    has_chronic_recognition: bool,
    chronic_cost: Fraction,
) -> Answer:
    """Outpatient chronic and special diseases: what the fund pays in a year."""
    eligible = has_resident_insurance and has_chronic_recognition
    payout = ZERO
    if eligible:
        payout = share(CHRONIC_RATE[view], cost_above(CHRONIC_DEDUCTIBLE, chronic_cost))
    return Answer(eligible, payout, {})


def medical_assistance(
    *,
    view: View,
    is_dibao: bool,
    is_in_extreme_hardship: bool,
    is_in_other_hardship_group: bool,
    eligible_cost: Fraction,
    basic_insurance_paid: Fraction,
    critical_illness_paid: Fraction,
) -> Answer:
    """Medical assistance: a share of what both insurances leave of the eligible cost."""
    burden = max(eligible_cost - basic_insurance_paid - critical_illness_paid, ZERO)

    eligible = is_dibao or is_in_extreme_hardship
    if is_in_other_hardship_group and ASSISTANCE_COVERS_OTHER_GROUPS[view]:
        eligible = True

    payout = ZERO
    if eligible:
        payout = share(ASSISTANCE_RATE[view], burden)
        limit = ASSISTANCE_YEARLY_LIMIT[view]
        if limit is not None and payout > limit:
            payout = limit
    return Answer(eligible, payout, {"burden": burden})


def care_home_subsidy(
    *,
    view: View,
    age: int,
    care_need: CareNeed,
    is_in_economic_hardship: bool,
    care_home_stars: int,
    care_home_cost: Fraction,
) -> Answer:
    """Care-home subsidy: a share of the cost, for the period of the cost."""
    is_elderly = age >= ELDERLY_FROM[view]
    needs_care = care_need in ("partial", "full")
    home_counts = CARE_HOME_FEWEST_STARS[view] <= care_home_stars <= CARE_HOME_MOST_STARS
    eligible = is_elderly and needs_care and is_in_economic_hardship and home_counts

    payout = ZERO
    if eligible:
        payout = share(CARE_HOME_RATE, care_home_cost)
    return Answer(eligible, payout, {})


def extreme_hardship_support(
    *,
    view: View,
    is_in_extreme_hardship: bool,
    age: int,
    wants_placement: bool,
) -> Answer:
    """Extreme hardship support: a place for the elderly who want one, care at home otherwise."""
    is_elderly = age >= ELDERLY_FROM[view]
    promised = False
    at_home = False
    if is_in_extreme_hardship:
        if is_elderly and wants_placement:
            promised = True
        else:
            at_home = True
    parts: dict[str, Fraction | bool] = {
        "is_promised_a_place": promised,
        "is_cared_for_at_home": at_home,
    }
    return Answer(is_in_extreme_hardship, None, parts)


def urban_older_from(view: View, sex: Sex) -> int:
    """Return the age from which an urban unemployed person counts as older."""
    if sex == "female":
        return POST_URBAN_WOMEN_FROM[view]
    return POST_URBAN_MEN_FROM[view]


def last_post_age(view: View, sex: Sex, *, is_rural: bool) -> int:
    """Return the last age, inclusive, at which a person may hold a post."""
    if is_rural:
        return POST_RURAL_LAST_AGE
    if sex == "female":
        return POST_URBAN_WOMEN_LAST_AGE[view]
    return POST_URBAN_MEN_LAST_AGE


def public_welfare_post(
    *,
    view: View,
    is_rural: bool,
    age: int,
    sex: Sex,
    is_lifted_from_poverty: bool,
    is_low_income: bool,
    has_disability: bool,
    is_unemployed: bool,
    is_in_zero_employment_household: bool,
) -> Answer:
    """Public-welfare posts: in one of the groups named, and of an age to work."""
    in_a_group = False

    if is_rural or not POST_RURAL_GROUPS_MUST_BE_RURAL[view]:
        is_older = age >= POST_OLDER_FROM
        if is_lifted_from_poverty or is_low_income or has_disability or is_older:
            in_a_group = True

    if not is_rural:
        if is_in_zero_employment_household:
            in_a_group = True
        if is_unemployed and age >= urban_older_from(view, sex):
            in_a_group = True

    last_age = last_post_age(view, sex, is_rural=is_rural)
    of_an_age_to_work = POST_WORKING_AGE_FROM <= age <= last_age
    return Answer(in_a_group and of_an_age_to_work, None, {})


# Statutory retirement, by the national decision of 2024-09-13, in months: where it begins, the first month of birth
# that is later, for how many months of birth each month more is, and the most. Of women both ages; which of the two
# counts for a woman without an employer was not found.
RETIREMENT = {"male": (60 * 12, 1965 * 12, 4, 63 * 12)}
RETIREMENT_OF_WOMEN: dict[View, tuple[int, int, int, int]] = {
    "strict": (50 * 12, 1975 * 12, 2, 55 * 12),
    "stated": (55 * 12, 1970 * 12, 4, 58 * 12),
    "generous": (55 * 12, 1970 * 12, 4, 58 * 12),
}


def retirement(view: View, sex: Sex, birth_month: int) -> int:
    """The age of statutory retirement in months: each further so many months of birth bring one, up to the most."""
    age, later_from, for_each, most = RETIREMENT_OF_WOMEN[view] if sex == "female" else RETIREMENT["male"]
    while birth_month >= later_from and age < most:
        age, later_from = age + 1, later_from + for_each
    return age


def post_until_retirement(
    *,
    view: View,
    is_rural: bool,
    age: int,
    birth_month: int,
    months_since_birth: int,
    sex: Sex,
    is_lifted_from_poverty: bool,
    is_low_income: bool,
    has_disability: bool,
    is_unemployed: bool,
    is_in_zero_employment_household: bool,
) -> Answer:
    """The same groups; in town up to the month of retirement, in the country up to the last age."""
    in_a_group = False
    if is_rural or not POST_RURAL_GROUPS_MUST_BE_RURAL[view]:
        in_a_group = is_lifted_from_poverty or is_low_income or has_disability or age >= POST_OLDER_FROM
    if not is_rural:
        is_older = is_unemployed and age >= urban_older_from(view, sex)
        in_a_group = in_a_group or is_in_zero_employment_household or is_older

    is_before_retirement = months_since_birth < retirement(view, sex, birth_month)
    not_too_old = age <= POST_RURAL_LAST_AGE if is_rural else is_before_retirement
    return Answer(in_a_group and age >= POST_WORKING_AGE_FROM and not_too_old, None, {})


def in_bands(rows: typing.Sequence[tuple[int, str]], amount: Fraction) -> Fraction:
    """Each band of an amount at its rate, rounded once."""
    total = ZERO
    ends = [*(start for start, _ in rows[1:]), None]
    for (start, rate), end in zip(rows, ends, strict=True):
        if amount > start:
            top = amount if end is None else min(amount, Fraction(end))
            total += Fraction(rate) * (top - start)
    return half_up_to_the_fen(total)


# Critical-illness insurance of the city, by the reply of 2023-07-20; 400,000 is the most that is paid, and for the
# poorest it may be or not.
CRITICAL = ((18_000, "0.60"), (100_000, "0.65"), (200_000, "0.70"), (300_000, "0.75"))
CRITICAL_OF_THE_POOREST = ((9_000, "0.65"), (100_000, "0.70"), (200_000, "0.75"), (300_000, "0.80"))
CRITICAL_MOST = Fraction(400_000)


def critical_illness_insurance(
    *,
    view: View,
    has_resident_insurance: bool,
    is_dibao: bool,
    is_in_extreme_hardship: bool,
    is_back_in_poverty: bool,
    eligible_cost: Fraction,
    basic_insurance_paid: Fraction,
) -> Answer:
    """Critical-illness insurance: bands of what basic insurance leaves."""
    burden = max(eligible_cost - basic_insurance_paid, ZERO)
    payout = ZERO
    if has_resident_insurance:
        if is_dibao or is_in_extreme_hardship or is_back_in_poverty:
            payout = in_bands(CRITICAL_OF_THE_POOREST, burden)
            if view == "strict":
                payout = min(payout, CRITICAL_MOST)
        else:
            payout = min(in_bands(CRITICAL, burden), CRITICAL_MOST)
    return Answer(has_resident_insurance, payout, {"burden": burden})


def city_medical_assistance(
    *,
    view: View,
    is_dibao: bool,
    is_in_extreme_hardship: bool,
    is_back_in_poverty: bool,
    is_at_edge_of_dibao: bool,
    is_watched_for_poverty: bool,
    is_gravely_ill_under_rigid_expenses: bool,
    disposable_income_per_head: Fraction,
    eligible_cost: Fraction,
    basic_insurance_paid: Fraction,
    critical_illness_paid: Fraction,
) -> Answer:
    """Medical assistance of the city, by the table of 2023 to 2025: the best of the groups that a person is in."""
    burden = max(eligible_cost - basic_insurance_paid - critical_illness_paid, ZERO)

    def again(left: Fraction, floor: int) -> Fraction:
        return min(share(Fraction("0.70"), max(left - floor, ZERO)), Fraction(20_000))

    amounts = [ZERO]
    groups = 0
    if is_dibao or is_in_extreme_hardship or is_back_in_poverty:
        first = min(share(Fraction("0.75"), burden), Fraction(30_000))
        amounts.append(first + again(burden - first, 5_000))
        groups += 1
    if is_at_edge_of_dibao or is_watched_for_poverty:
        first = min(share(Fraction("0.50"), max(burden - 3_000, ZERO)), Fraction(20_000))
        amounts.append(first + again(burden - first, 10_000))
        groups += 1
    if is_gravely_ill_under_rigid_expenses:
        floor = share(Fraction("0.25"), disposable_income_per_head)
        amounts.append(min(share(Fraction("0.60"), max(burden - floor, ZERO)), Fraction(20_000)))
        groups += 1
    return Answer(groups > 0, max(amounts), {"burden": burden})


def outpatient_in_force(rate: Fraction) -> Calculation:
    """Outpatient pooling at a rate above 50 yuan, up to 475 yuan; nothing is raised."""

    def pooling(*, view: View, has_resident_insurance: bool, outpatient_cost: Fraction) -> Answer:
        del view
        paid = min(share(rate, cost_above(Fraction(50), outpatient_cost)), Fraction(475))
        return Answer(has_resident_insurance, paid if has_resident_insurance else ZERO, {"before": paid})

    return pooling


def chronic_in_force(
    *, view: View, has_resident_insurance: bool, has_chronic_recognition: bool, chronic_cost: Fraction
) -> Answer:
    """Chronic diseases: 60 % of what lies above 500 yuan."""
    del view
    if not (has_resident_insurance and has_chronic_recognition):
        return Answer(False, ZERO, {})
    return Answer(True, share(Fraction(3, 5), cost_above(Fraction(500), chronic_cost)), {})


def allowance(rural_living: int) -> Calculation:
    """Living and care of a person in extreme hardship, yuan a month."""

    def of_a_month(*, view: View, is_in_extreme_hardship: bool, is_rural: bool, care_need: CareNeed) -> Answer:
        del view
        living = rural_living if is_rural else 1_320
        amount = Fraction(living + {"none": 240, "partial": 685, "full": 1_090}[care_need])
        return Answer(is_in_extreme_hardship, amount if is_in_extreme_hardship else ZERO, {})

    return of_a_month


def care_service_voucher(
    *,
    view: View,
    age: int,
    ability_level: str,
    is_in_extreme_hardship: bool,
    has_institutional_care_allowance: bool,
    is_in_home_care_scheme: bool,
    home_service_cost: Fraction,
    institution_service_cost: Fraction,
) -> Answer:
    """The voucher: half at home, two fifths in an institution, 800 yuan a month at most."""
    del view
    is_shut_out = is_in_extreme_hardship or has_institutional_care_allowance or is_in_home_care_scheme
    eligible = age >= 60 and ability_level in ("moderate", "severe", "complete") and not is_shut_out
    both = share(Fraction(1, 2), home_service_cost) + share(Fraction(2, 5), institution_service_cost)
    voucher = min(both, Fraction(800))
    return Answer(eligible, voucher if eligible else ZERO, {"voucher": voucher})


CALCULATIONS: dict[tuple[str, str], Calculation] = {
    ("zhangdian-2022", "outpatient_pooling"): outpatient_pooling,
    ("zhangdian-2022", "chronic_outpatient"): chronic_outpatient,
    ("zhangdian-2022", "medical_assistance"): medical_assistance,
    ("zhangdian-2022", "care_home_subsidy"): care_home_subsidy,
    ("zhangdian-2022", "extreme_hardship_support"): extreme_hardship_support,
    ("zhangdian-2022", "public_welfare_post"): public_welfare_post,
    ("zibo-outpatient-2023", "outpatient_pooling"): outpatient_in_force(Fraction(1, 2)),
    ("zibo-outpatient-2024", "outpatient_pooling"): outpatient_in_force(Fraction(13, 20)),
    ("zibo-chronic-2023", "chronic_outpatient"): chronic_in_force,
    ("zibo-critical-illness-2023", "critical_illness_insurance"): critical_illness_insurance,
    ("zibo-assistance-2023", "city_medical_assistance"): city_medical_assistance,
    ("zibo-extreme-hardship-2023", "extreme_hardship_allowance"): allowance(1_050),
    ("zibo-extreme-hardship-2024", "extreme_hardship_allowance"): allowance(1_140),
    ("care-voucher-2026", "care_service_voucher"): care_service_voucher,
    ("shandong-posts-2025", "post_until_retirement"): post_until_retirement,
}
"""By document and rule."""
