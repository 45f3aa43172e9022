"""Worked cases: the expected answers of each rule, computed by hand.

``source`` says where a case comes from. A "project brief" case was given when the library was asked for; a "by hand"
case was made up here, to stand at a threshold, and computed on paper from the announcement's figures.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import benefitcalc as bc

BRIEF = "project brief"
BY_HAND = "made up, computed by hand"


class Case(NamedTuple):
    """One person and the expected answer. Amounts are yuan as text, ``None`` for a rule without money."""

    rule: str
    what: str
    facts: dict[str, Any]
    amounts: tuple[str, str, str] | None
    eligible: bool | None
    undecided: tuple[str, ...] = ()
    lines: Mapping[str, Any] = MappingProxyType({})
    source: str = BY_HAND
    policy: str = "zhangdian-2022"


def differences(case: Case, policy: bc.Policy | None = None) -> list[str]:
    """Yield the differences between an estimate and the case, a sentence each."""
    rule = {rule.name: rule for rule in bc.RULES}[case.rule]
    try:
        told = rule.estimate(policy=policy or case.policy, **case.facts)
    except bc.Refused as refused:
        return [str(refused)]
    amounts = tuple(map(Decimal, case.amounts)) if case.amounts else (None, None, None)
    found: dict[str, tuple[Any, Any]] = {
        "amounts": ((told.at_least, told.amount, told.at_most), amounts),
        "eligible": (told.eligible, case.eligible),
        "undecided": (told.undecided, case.undecided),
    }
    for name, expected in case.lines.items():
        line = told.line(name)
        is_amount = isinstance(expected, str)
        found[name] = (line.amount, Decimal(expected)) if is_amount else (line.holds, expected)
    return [f"{name}: {got} is not {expected}" for name, (got, expected) in found.items() if got != expected]


def _outpatient(what: str, cost: str, *amounts: str, insured: bool = True, **more: Any) -> Case:
    facts = {"has_resident_insurance": insured, "outpatient_cost": cost}
    return Case("outpatient_pooling", what, facts, amounts, insured, **more)  # type: ignore[arg-type]  # three amounts


def _chronic(what: str, cost: str, *amounts: str, **more: Any) -> Case:
    facts = {"has_resident_insurance": True, "has_chronic_recognition": True, "chronic_cost": cost}
    return Case("chronic_outpatient", what, facts, amounts, True, **more)  # type: ignore[arg-type]  # three amounts


def _assistance(what: str, status: str, bill: tuple[str, str, str], *amounts: str, **more: Any) -> Case:
    statuses = dict.fromkeys(("is_dibao", "is_in_extreme_hardship", "is_in_other_hardship_group"), False)
    costs = dict(zip(("eligible_cost", "basic_insurance_paid", "critical_illness_paid"), bill, strict=True))
    more.setdefault("eligible", True)
    return Case("medical_assistance", what, {**statuses, status: True, **costs}, amounts, **more)  # type: ignore[arg-type]


def _care_home(what: str, *amounts: str, eligible: bool | None = True, more: Any = None, **facts: Any) -> Case:
    person = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}
    facts = {**person, "care_home_cost": "36000", **facts}
    return Case("care_home_subsidy", what, facts, amounts, eligible, **(more or {}))  # type: ignore[arg-type]


def _support(
    what: str, age: int, wants: bool, place: bool, home: bool, is_recognised: bool = True, **more: Any
) -> Case:
    facts = {"is_in_extreme_hardship": is_recognised, "age": age, "wants_placement": wants}
    lines = {"is_promised_a_place": place, "is_cared_for_at_home": home}
    return Case("extreme_hardship_support", what, facts, None, is_recognised, lines=lines, **more)


def _post(what: str, eligible: bool | None, *undecided: str, more: Any = None, **facts: Any) -> Case:
    person: dict[str, Any] = {"is_rural": False, "sex": "female", "is_unemployed": False}
    groups = ("is_lifted_from_poverty", "is_low_income", "has_disability", "is_in_zero_employment_household")
    facts = {**person, **dict.fromkeys(groups, False), **facts}
    return Case("public_welfare_post", what, facts, None, eligible, undecided, **(more or {}))


def _until_retirement(what: str, eligible: bool | None, *undecided: str, born: str, at: str, **facts: Any) -> Case:
    """Somebody born in a month, such as 1965-04, at an age in years and months, such as 60-01."""
    (year, month), (years, months) = (map(int, each.split("-")) for each in (born, at))
    days = {"age": years, "birth_month": year * 12 + month - 1, "months_since_birth": years * 12 + months}
    case = _post(what, eligible, *undecided, **days, **{"is_unemployed": True, **facts})
    return case._replace(rule="post_until_retirement", policy="shandong-posts-2025")


def _outpatient_of(year: int, cost: str, amount: str, **more: Any) -> Case:
    what = f"{cost} by the document of {year}"
    return _outpatient(what, cost, amount, amount, amount, policy=f"zibo-outpatient-{year}", **more)


def _chronic_of_2023(cost: str, amount: str, **more: Any) -> Case:
    return _chronic(f"{cost} in force", cost, amount, amount, amount, policy="zibo-chronic-2023", **more)


def _critical(burden: str, *amounts: str, poorest: bool = False, **more: Any) -> Case:
    statuses = {"is_dibao": False, "is_in_extreme_hardship": poorest, "is_back_in_poverty": False}
    facts = {"has_resident_insurance": True, **statuses, "eligible_cost": burden, "basic_insurance_paid": 0}
    low, amount, high = amounts if len(amounts) > 1 else amounts * 3
    what = f"{burden} left{' of the poorest' if poorest else ''}"
    of = "zibo-critical-illness-2023"
    return Case("critical_illness_insurance", what, facts, (low, amount, high), True, policy=of, **more)


def _city(burden: str, amount: str, *groups: str, **more: Any) -> Case:
    others = ("is_dibao", "is_back_in_poverty", "is_watched_for_poverty")
    every = (*others, _POOREST, _EDGE, _STRAINED)
    paid = {"basic_insurance_paid": 0, "critical_illness_paid": 0, "disposable_income_per_head": "40000"}
    facts = {**dict.fromkeys(every, False), **dict.fromkeys(groups, True), "eligible_cost": burden, **paid}
    what, of = f"{burden} left, {' and '.join(groups) or 'in no group'}", "zibo-assistance-2023"
    return Case("city_medical_assistance", what, facts, (amount,) * 3, bool(groups), policy=of, **more)


def _allowance(year: int, what: str, amount: str, is_rural: bool, need: str, is_recognised: bool = True) -> Case:
    facts = {"is_in_extreme_hardship": is_recognised, "is_rural": is_rural, "care_need": need}
    told, law = (amount, amount, amount), f"zibo-extreme-hardship-{year}"
    return Case("extreme_hardship_allowance", what, facts, told, is_recognised, policy=law)


def _voucher(what: str, home: str, institution: str, amount: str, eligible: bool = True, **facts: Any) -> Case:
    others = ("is_in_extreme_hardship", "has_institutional_care_allowance", "is_in_home_care_scheme")
    person = {"age": 60, "ability_level": "moderate", **dict.fromkeys(others, False), **facts}
    costs = {"home_service_cost": home, "institution_service_cost": institution}
    told = (amount, amount, amount)
    return Case("care_service_voucher", what, {**person, **costs}, told, eligible, policy="care-voucher-2026")


_POOREST, _EDGE, _STRAINED = "is_in_extreme_hardship", "is_at_edge_of_dibao", "is_gravely_ill_under_rigid_expenses"
_OF_THE_POOREST = ("payment_limit_of_the_poorest",)
_BOTH = ("payment_uplift", "limit_uplift")
_LIMIT = ("rate", "yearly_limit")
_BY_BRIEF = {"source": BRIEF}
_WHICH, _RURAL = "women_retire_later", "rural_groups_must_be_rural"
_OLDER_FROM_45, _OLDER_FROM_55 = ({"lines": {"older_from": age}} for age in ("45", "55"))

CASES: tuple[Case, ...] = (
    # 750 above the deductible: x 0.50 x 1.50, x 1.00, x 1.55.
    _outpatient("800", "800", "375.00", "562.50", "581.25", undecided=_BOTH, lines={"before": "375.00"}, source=BRIEF),
    # 475.00 x 1.50, x 1.00, x 1.55.
    _outpatient("5,000", "5000", "475.00", "712.50", "736.25", undecided=("limit_uplift",), source=BRIEF),
    _outpatient("the deductible", "50", "0.00", "0.00", "0.00"),
    # One fen x 0.50 is half a fen, x 0.75 and x 0.775 are more: each rounds up to a fen.
    _outpatient("a fen above the deductible", "50.01", "0.01", "0.01", "0.01"),
    _outpatient("no insurance", "800", "0.00", "0.00", "0.00", insured=False, lines={"before": "375.00"}),
    # 9,500 above the deductible: x 0.60, x 0.65, x 0.70.
    _chronic("10,000", "10000", "5700.00", "6175.00", "6650.00", undecided=("rate",), source=BRIEF),
    _chronic("the deductible", "500", "0.00", "0.00", "0.00", source=BRIEF),
    _chronic("a fen above the deductible", "500.01", "0.01", "0.01", "0.01", source=BRIEF),
    # 9,999,500 above the deductible; there is no ceiling.
    _chronic("ten million", "10000000", "5999700.00", "6499675.00", "6999650.00", undecided=("rate",)),
    # 3,500 left: x 0.75, and up to all of it.
    _assistance(
        "Dibao, 3,500 left",
        "is_dibao",
        ("10000", "6000", "500"),
        "2625.00",
        "2625.00",
        "3500.00",
        undecided=("rate",),
        lines={"burden": "3500.00"},
        source=BRIEF,
    ),
    # 60,000 x 0.75 = 45,000; the other reading of the ceiling is 30,000.
    _assistance(
        "Dibao, 60,000 left",
        "is_dibao",
        ("60000", "0", "0"),
        "30000.00",
        "45000.00",
        "60000.00",
        undecided=_LIMIT,
        source=BRIEF,
    ),
    _assistance(
        "another group alone, 3,500 left",
        "is_in_other_hardship_group",
        ("10000", "6000", "500"),
        "0.00",
        "2625.00",
        "3500.00",
        eligible=None,
        undecided=("rate", "covers_other_groups"),
        source=BRIEF,
    ),
    _assistance(
        "extreme hardship, nothing left", "is_in_extreme_hardship", ("10000", "6000", "4000"), "0.00", "0.00", "0.00"
    ),
    _assistance(
        "Dibao, ten million left",
        "is_dibao",
        ("10000000", "0", "0"),
        "30000.00",
        "7500000.00",
        "10000000.00",
        undecided=_LIMIT,
    ),
    _care_home("2 stars", "28800.00", "28800.00", "28800.00", more=_BY_BRIEF),
    _care_home("3 stars", "0.00", "0.00", "0.00", eligible=False, more=_BY_BRIEF, care_home_stars=3),
    _care_home(
        "unrated",
        "0.00",
        "0.00",
        "28800.00",
        eligible=None,
        care_home_stars=0,
        more={"undecided": ("fewest_stars",), "source": BRIEF},
    ),
    _care_home("1 star", "28800.00", "28800.00", "28800.00", care_home_stars=1),
    _care_home("at 60", "28800.00", "28800.00", "28800.00", age=60),
    _care_home("at 59", "0.00", "0.00", "0.00", eligible=False, age=59),
    _care_home("fully unable", "28800.00", "28800.00", "28800.00", care_need="full"),
    _care_home(
        "able", "0.00", "0.00", "0.00", eligible=False, care_need="none", more={"lines": {"subsidy": "28800.00"}}
    ),
    _care_home("no hardship", "0.00", "0.00", "0.00", eligible=False, is_in_economic_hardship=False),
    # 0.01 x 0.80 = 0.008, to the nearest fen 0.01.
    _care_home("a cost of one fen", "0.01", "0.01", "0.01", care_home_cost="0.01"),
    _support("45, wants a place", 45, True, False, True, source=BRIEF),
    _support("60, wants a place", 60, True, True, False),
    _support("59, wants a place", 59, True, False, True),
    _support("80, stays at home", 80, False, False, True),
    _support("not recognised", 80, True, False, False, is_recognised=False),
    _post(
        "woman of 42",
        None,
        "older_urban_women_from",
        age=42,
        is_unemployed=True,
        more={"lines": {"older_from": "45", "last_age": "55"}, "source": BRIEF},
    ),
    _post("woman of 45", True, age=45, is_unemployed=True, more=_BY_BRIEF),
    _post("woman of 40", None, "older_urban_women_from", age=40, is_unemployed=True),
    _post("woman of 39", False, age=39, is_unemployed=True, more=_BY_BRIEF),
    _post("girl of 15", False, age=15, is_unemployed=True, more=_BY_BRIEF),
    _post("woman of 80", False, age=80, is_unemployed=True, more=_BY_BRIEF),
    _post("woman of 50", True, age=50, is_unemployed=True),
    _post("woman of 51", None, "urban_women_until", age=51, is_unemployed=True),
    _post("woman of 56", False, age=56, is_unemployed=True),
    _post(
        "man of 55",
        True,
        age=55,
        is_unemployed=True,
        sex="male",
        more={"lines": {"older_from": "55", "last_age": "60"}},
    ),
    # If the first groups are not for rural residents alone, anyone of 45 is in one of them.
    _post(
        "man of 50", None, "rural_groups_must_be_rural", "older_urban_men_from", age=50, is_unemployed=True, sex="male"
    ),
    _post("man of 49", None, "rural_groups_must_be_rural", age=49, is_unemployed=True, sex="male"),
    _post("man of 60", True, age=60, is_unemployed=True, sex="male"),
    _post("man of 61", False, age=61, is_unemployed=True, sex="male"),
    _post("rural disabled child of 3", False, age=3, is_rural=True, has_disability=True, more=_BY_BRIEF),
    _post("rural disabled youth of 16", True, age=16, is_rural=True, has_disability=True),
    _post("rural, 15, low income", False, age=15, is_rural=True, is_low_income=True),
    _post("rural, 45", True, age=45, is_rural=True),
    _post("rural, 44", False, age=44, is_rural=True),
    _post("rural, 65", True, age=65, is_rural=True, more={"lines": {"last_age": "65"}}),
    _post("rural, 66", False, age=66, is_rural=True),
    _post("rural, lifted from poverty", True, age=30, is_rural=True, is_lifted_from_poverty=True),
    _post("urban, with a disability", None, "rural_groups_must_be_rural", age=30, has_disability=True),
    _post("urban zero-employment household", True, age=30, is_in_zero_employment_household=True),
    _post("rural zero-employment household", False, age=30, is_rural=True, is_in_zero_employment_household=True),
    # Statutory retirement: men 60, from January 1965 on a month later for every 4 months of birth, up to 63.
    *(
        _until_retirement(f"man born {born}, {at}", eligible, born=born, at=at, sex="male")
        for born, at, eligible in (
            ("1964-12", "59-11", True),
            ("1964-12", "60-00", False),
            ("1965-01", "60-00", True),
            ("1965-01", "60-01", False),
            ("1965-04", "60-01", False),  # the fourth month: one later
            ("1965-05", "60-01", True),  # the fifth: two
            ("1966-12", "60-05", True),  # the 24th: six
            ("1966-12", "60-06", False),
            ("1977-01", "62-11", True),  # the 145th would be 37; the most is 36
            ("1977-01", "63-00", False),
        )
    ),
    # Women 50, from January 1975 on a month later for every 2 months of birth, up to 55; or 55, from January 1970 on a
    # month later for every 4, up to 58. Between the two it is open.
    *(
        _until_retirement(f"woman born {born}, {at}", eligible, *undecided, born=born, at=at)
        for born, at, eligible, *undecided in (
            ("1974-12", "49-11", True),
            ("1974-12", "50-00", None, _WHICH),
            ("1975-01", "50-00", True),
            ("1975-02", "50-01", None, _WHICH),  # the second month: one later
            ("1975-03", "50-01", True),  # the third: two
            ("1985-01", "54-11", True),  # the 121st would be 61; the most is 60
            ("1985-01", "55-00", None, _WHICH),
            ("1969-12", "54-11", None, _WHICH),
            ("1969-12", "55-00", False),
            ("1970-01", "55-00", None, _WHICH),
            ("1970-04", "55-01", False),  # the fourth month: one later
            ("1970-05", "55-01", None, _WHICH),  # the fifth: two
            ("1982-01", "57-11", None, _WHICH),  # the 145th would be 37; the most is 36
            ("1982-01", "58-00", False),
        )
    ),
    # The ages that are as announced.
    _until_retirement("girl of 15", False, born="2011-01", at="15-11", is_in_zero_employment_household=True),
    _until_retirement("girl of 16", True, born="2010-01", at="16-00", is_in_zero_employment_household=True),
    _until_retirement("woman of 39", False, born="1987-01", at="39-11"),
    _until_retirement("woman of 40", None, "older_urban_women_from", born="1986-01", at="40-00"),
    _until_retirement("woman of 42", None, "older_urban_women_from", born="1984-01", at="42-00", more=_OLDER_FROM_45),
    _until_retirement("woman of 45", True, born="1981-01", at="45-00"),
    _until_retirement("man of 49", None, _RURAL, born="1977-01", at="49-00", sex="male"),
    _until_retirement("man of 50", None, _RURAL, "older_urban_men_from", born="1976-01", at="50-00", sex="male"),
    _until_retirement("man of 55", True, born="1971-01", at="55-00", sex="male", more=_OLDER_FROM_55),
    _until_retirement("rural, 44", False, born="1982-01", at="44-11", is_rural=True),
    _until_retirement("rural, 45", True, born="1981-01", at="45-00", is_rural=True),
    _until_retirement("rural, 65", True, born="1961-01", at="65-11", is_rural=True),
    _until_retirement("rural, 66", False, born="1960-01", at="66-00", is_rural=True),
    _until_retirement("urban, with a disability", None, _RURAL, born="1996-01", at="30-00", has_disability=True),
    # 750 above the deductible, half of it; 950, half of it, is the ceiling.
    _outpatient_of(2023, "800", "375.00", source=BRIEF, lines={"before": "375.00"}),
    _outpatient_of(2023, "50", "0.00"),
    _outpatient_of(2023, "50.01", "0.01"),
    _outpatient_of(2023, "999.98", "474.99"),
    _outpatient_of(2023, "1000", "475.00"),
    _outpatient_of(2023, "1000.02", "475.00"),
    _outpatient_of(2023, "5000", "475.00"),
    # 65 % of 750 is 487.50, past the ceiling; of 730 it is 474.50, of 730.77 it is 475.0005.
    _outpatient_of(2024, "800", "475.00", source=BRIEF),
    _outpatient_of(2024, "780", "474.50"),
    _outpatient_of(2024, "780.76", "474.99"),
    _outpatient_of(2024, "780.77", "475.00"),
    _outpatient_of(2024, "50.01", "0.01"),
    _outpatient_of(2024, "5000", "475.00"),
    # 4,500 above the deductible, 60 % of it.
    _chronic_of_2023("5000", "2700.00", source=BRIEF),
    _chronic_of_2023("500", "0.00"),
    _chronic_of_2023("500.01", "0.01"),
    _chronic_of_2023("10000000", "5999700.00"),
    # 60 % from 18,000 on, 65 % from 100,000, 70 % from 200,000, 75 % from 300,000; at most 400,000.
    _critical("18000", "0.00"),
    _critical("18000.01", "0.01"),
    _critical("60000", "25200.00", source=BRIEF),
    _critical("100000", "49200.00", source=BRIEF),
    _critical("200000", "114200.00"),
    _critical("250000", "149200.00", source=BRIEF),
    _critical("300000", "184200.00"),
    _critical("400000", "259200.00", source=BRIEF),
    _critical("587733.33", "400000.00"),
    _critical("587733.32", "399999.99"),
    _critical("600000", "400000.00"),
    # From 9,000 on, five points more; the ceiling may be 400,000 or none.
    _critical("9000", "0.00", poorest=True),
    _critical("18000", "5850.00", poorest=True),
    _critical("60000", "33150.00", poorest=True, source=BRIEF),
    _critical("100000", "59150.00", poorest=True),
    _critical("200000", "129150.00", poorest=True),
    _critical("300000", "204150.00", poorest=True),
    _critical("400000", "284150.00", poorest=True),
    _critical("544812.50", "400000.00", poorest=True),
    _critical("544812.52", "400000.00", "400000.02", "400000.02", poorest=True, undecided=_OF_THE_POOREST),
    # 204,150 up to 300,000, and 80 % of a million more.
    _critical("1300000", "400000.00", "1004150.00", "1004150.00", poorest=True, undecided=_OF_THE_POOREST),
    # 75 %, at most 30,000; 70 % of what remains above 5,000, at most 20,000.
    _city("60000", "47500.00", _POOREST, source=BRIEF, lines={"poorest": "30000.00", "poorest_again": "17500.00"}),
    _city("19999.99", "14999.99", _POOREST),
    _city("20000", "15000.00", _POOREST),
    _city("20000.04", "15000.04", _POOREST),
    _city("40000", "33500.00", _POOREST),
    _city("63571.43", "50000.00", _POOREST),
    _city("90000", "50000.00", _POOREST),
    # 50 % above 3,000, at most 20,000; 70 % of what remains above 10,000, at most 20,000.
    _city("3000", "0.00", _EDGE),
    _city("3000.01", "0.01", _EDGE),
    _city("3000.02", "0.01", _EDGE),
    _city("43000", "29100.00", _EDGE),
    _city("58571.43", "40000.00", _EDGE),
    _city("90000", "40000.00", _EDGE),
    _city("13000", "5000.00", _EDGE),
    # 60 % above a quarter of an income of 40,000, at most 20,000.
    _city("10000", "0.00", _STRAINED),
    _city("10001", "0.60", _STRAINED),
    _city("20000", "6000.00", _STRAINED),
    _city("43333.33", "20000.00", _STRAINED),
    _city("90000", "20000.00", _STRAINED),
    # The best group counts.
    _city("50000", "40500.00", _POOREST, _EDGE, _STRAINED),
    _city("50000", "0.00"),
    # 1,320 in town, 1,050 in the country; 240, 685, 1,090.
    _allowance(2023, "2023, in town, able", "1560.00", False, "none"),
    _allowance(2023, "2023, in the country, able", "1290.00", True, "none"),
    _allowance(2023, "2023, in the country, partly able", "1735.00", True, "partial"),
    _allowance(2023, "2023, in the country, unable", "2140.00", True, "full"),
    _allowance(2023, "2023, not recognised", "0.00", True, "full", is_recognised=False),
    # 1,320 in town, 1,140 in the country; 240, 685, 1,090.
    _allowance(2024, "2024, in town, partly able", "2005.00", False, "partial"),
    _allowance(2024, "2024, in town, unable", "2410.00", False, "full"),
    _allowance(2024, "2024, in the country, able", "1380.00", True, "none"),
    _allowance(2024, "2024, not recognised", "0.00", True, "full", is_recognised=False),
    _voucher("1,000 at home", "1000", "0", "500.00"),
    _voucher("1,000 in an institution", "0", "1000", "400.00"),
    # 500 + 400, at most 800.
    _voucher("1,000 of both", "1000", "1000", "800.00"),
    # 799.995 rounds up; so does 799.996.
    _voucher("the most at home", "1599.99", "0", "800.00"),
    _voucher("a fen below the most at home", "1599.98", "0", "799.99"),
    _voucher("the most in an institution", "0", "1999.99", "800.00"),
    _voucher("at 59", "1000", "0", "0.00", eligible=False, age=59),
    _voucher("complete impairment", "1000", "0", "500.00", ability_level="complete"),
    _voucher("mild impairment", "1000", "0", "0.00", eligible=False, ability_level="mild"),
    _voucher("extreme hardship", "1000", "0", "0.00", eligible=False, is_in_extreme_hardship=True),
    _voucher("the allowance", "1000", "0", "0.00", eligible=False, has_institutional_care_allowance=True),
    _voucher("the scheme", "1000", "0", "0.00", eligible=False, is_in_home_care_scheme=True),
)
