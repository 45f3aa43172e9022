"""Worked cases: what each rule must answer, computed by hand.

``source`` says where a case comes from. A "project brief" case was given when the library was asked for; a "by hand"
case was made up here, to stand at a threshold, and computed on paper from the figures of its document.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import benefitcalc as bc

BRIEF = "project brief"
BY_HAND = "made up, computed by hand"

ANNOUNCED = "zhangdian-2022"


class Case(NamedTuple):
    """One person, and what must come out. Amounts are yuan as text, ``None`` for a rule that gives no money."""

    rule: str
    what: str
    facts: dict[str, Any]
    amounts: tuple[str, str, str] | None
    eligible: bool | None
    undecided: tuple[str, ...] = ()
    lines: Mapping[str, Any] = MappingProxyType({})
    source: str = BY_HAND
    policy: str = ANNOUNCED
    """The document by which it is worked out."""


def differences(case: Case, policy: bc.Policy | None = None) -> list[str]:
    """What an estimate of the case gives that the case does not; a difference a sentence."""
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


_BOTH = ("payment_uplift", "limit_uplift")
_LIMIT = ("rate", "yearly_limit")
_BY_BRIEF = {"source": BRIEF}

OF_THE_ANNOUNCEMENT: tuple[Case, ...] = (
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
)


# The law in force ------------------------------------------------------------------------------------------------


def _critical(what: str, left: str, *amounts: str, group: str = "", insured: bool = True, **more: Any) -> Case:
    groups = {name: name == group for name in ("is_dibao", "is_in_extreme_hardship", "is_back_in_poverty")}
    facts = {"has_resident_insurance": insured, **groups, "eligible_cost": left, "basic_insurance_paid": "0"}
    least, told, most = amounts if len(amounts) > 1 else amounts * 3
    law = "zibo-critical-illness-2023"
    return Case("critical_illness_insurance", what, facts, (least, told, most), insured, policy=law, **more)


_STATUSES = (
    *("is_dibao", "is_in_extreme_hardship", "is_back_in_poverty"),
    *("is_at_edge_of_dibao", "is_watched_for_poverty", "is_gravely_ill_under_rigid_expenses"),
)
_EDGE, _STRAINED, _HARDSHIP = "is_at_edge_of_dibao", "is_gravely_ill_under_rigid_expenses", "is_in_extreme_hardship"


def _city(what: str, left: str, amount: str, *groups: str, **lines: str) -> Case:
    bill = {"eligible_cost": left, "basic_insurance_paid": "0", "critical_illness_paid": "0"}
    facts = {**{name: name in groups for name in _STATUSES}, "city_income_per_head": "40000", **bill}
    told = (amount, amount, amount)
    return Case("city_medical_assistance", what, facts, told, bool(groups), lines=lines, policy="zibo-assistance-2023")


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


_OF_2023: dict[str, Any] = {"policy": "zibo-outpatient-2023"}
_OF_2024: dict[str, Any] = {"policy": "zibo-outpatient-2024"}
_CHRONIC: dict[str, Any] = {"policy": "zibo-chronic-2023"}

IN_FORCE: tuple[Case, ...] = (
    # 750 above the deductible x 0.50.
    _outpatient("2023, 800", "800", *["375.00"] * 3, lines={"before": "375.00"}, **_OF_2023),
    # 950 x 0.50.
    _outpatient("2023, 1,000", "1000", *["475.00"] * 3, **_OF_2023),
    _outpatient("2023, 5,000", "5000", *["475.00"] * 3, **_OF_2023),
    _outpatient("2023, the deductible", "50", *["0.00"] * 3, **_OF_2023),
    _outpatient("2023, a fen above the deductible", "50.01", *["0.01"] * 3, **_OF_2023),
    _outpatient("2023, no insurance", "800", *["0.00"] * 3, insured=False, **_OF_2023),
    # 650 above the deductible x 0.65.
    _outpatient("2024, 700", "700", *["422.50"] * 3, **_OF_2024),
    # 750 x 0.65 = 487.50, at most 475.
    _outpatient("2024, 800", "800", *["475.00"] * 3, **_OF_2024),
    # 730.76 x 0.65 = 474.994; one fen more is 475.0005.
    _outpatient("2024, a fen below the ceiling", "780.76", *["474.99"] * 3, **_OF_2024),
    _outpatient("2024, the ceiling", "780.77", *["475.00"] * 3, **_OF_2024),
    _outpatient("2024, the deductible", "50", *["0.00"] * 3, **_OF_2024),
    _outpatient("2024, a fen above the deductible", "50.01", *["0.01"] * 3, **_OF_2024),
    # 4,500 above the deductible x 0.60.
    _chronic("in force, 5,000", "5000", *["2700.00"] * 3, **_CHRONIC),
    _chronic("in force, the deductible", "500", *["0.00"] * 3, **_CHRONIC),
    _chronic("in force, a fen above the deductible", "500.01", *["0.01"] * 3, **_CHRONIC),
    _chronic("in force, ten million", "10000000", *["5999700.00"] * 3, **_CHRONIC),
    _critical("the deductible", "18000", "0.00"),
    _critical("a fen above the deductible", "18000.01", "0.01"),
    # 42,000 x 0.60.
    _critical("60,000 left", "60000", "25200.00", lines={"burden": "60000.00", "is_poor": False}),
    # 82,000 x 0.60; and 0.10 x 0.65 = 0.065.
    _critical("100,000 left", "100000", "49200.00"),
    _critical("ten fen into the second band", "100000.10", "49200.07"),
    # ... + 100,000 x 0.65; and 0.05 x 0.70 = 0.035.
    _critical("200,000 left", "200000", "114200.00"),
    _critical("five fen into the third band", "200000.05", "114200.04"),
    # ... + 50,000 x 0.70.
    _critical("250,000 left", "250000", "149200.00"),
    # ... + 100,000 x 0.70; and 0.02 x 0.75 = 0.015.
    _critical("300,000 left", "300000", "184200.00"),
    _critical("two fen into the fourth band", "300000.02", "184200.02"),
    # ... + 100,000 x 0.75.
    _critical("400,000 left", "400000", "259200.00"),
    # ... + 187,733.31 x 0.75 = 140,799.9825; two fen more is 140,799.9975.
    _critical("a fen or two below the ceiling", "587733.31", "399999.98"),
    _critical("the ceiling", "587733.33", "400000.00"),
    _critical("two million left", "2000000", "400000.00"),
    _critical("not insured, 60,000 left", "60000", "0.00", insured=False, lines={"ordinary": "25200.00"}),
    _critical("Dibao, the deductible", "9000", "0.00", group="is_dibao"),
    _critical("Dibao, a fen above the deductible", "9000.01", "0.01", group="is_dibao"),
    # 9,000 x 0.65.
    _critical("back in poverty, 18,000 left", "18000", "5850.00", group="is_back_in_poverty"),
    # 51,000 x 0.65.
    _critical("extreme hardship, 60,000 left", "60000", "33150.00", group=_HARDSHIP, lines={"is_poor": True}),
    # 91,000 x 0.65; and 0.05 x 0.70 = 0.035.
    _critical("Dibao, 100,000 left", "100000", "59150.00", group="is_dibao"),
    _critical("Dibao, five fen into the second band", "100000.05", "59150.04", group="is_dibao"),
    # ... + 100,000 x 0.70; and 0.02 x 0.75 = 0.015.
    _critical("Dibao, 200,000 left", "200000", "129150.00", group="is_dibao"),
    _critical("Dibao, two fen into the third band", "200000.02", "129150.02", group="is_dibao"),
    # ... + 100,000 x 0.75; and 0.12 x 0.80 = 0.096.
    _critical("Dibao, 300,000 left", "300000", "204150.00", group="is_dibao"),
    _critical("Dibao, twelve fen into the fourth band", "300000.12", "204150.10", group="is_dibao"),
    # ... + 100,000 x 0.80; 144,812.50 x 0.80 more are 115,850, and a fen above it 0.008.
    _critical("Dibao, 400,000 left", "400000", "284150.00", group="is_dibao"),
    _critical("Dibao, the other reading of the ceiling", "544812.50", "400000.00", group="is_dibao"),
    _critical(
        "Dibao, a fen above the other reading of the ceiling",
        *("544812.51", "400000.00", "400000.01", "400000.01"),
        group="is_dibao",
        undecided=("payment_limit_of_the_poor",),
    ),
    # 284,150 + 1,600,000 x 0.80.
    _critical(
        "Dibao, two million left",
        *("2000000", "400000.00", "1564150.00", "1564150.00"),
        group="is_dibao",
        undecided=("payment_limit_of_the_poor",),
    ),
    # 45,000, at most 30,000; (30,000 - 5,000) x 0.70.
    _city(
        "extreme hardship, 60,000 left", "60000", "47500.00", _HARDSHIP, poorest="30000.00", poorest_again="17500.00"
    ),
    # 20,137.50; (6,712.50 - 5,000) x 0.70.
    _city("Dibao, 26,850 left", "26850", "21336.25", "is_dibao", poorest="20137.50", poorest_again="1198.75"),
    # 38,500 again, at most 20,000.
    _city("back in poverty, 90,000 left", "90000", "50000.00", "is_back_in_poverty"),
    _city("the edge of Dibao, the deductible", "3000", "0.00", _EDGE),
    _city("the edge of Dibao, a fen above the deductible", "3000.01", "0.01", _EDGE),
    # 7,000 x 0.50; 6,500 are left.
    _city("watched, 10,000 left", "10000", "3500.00", "is_watched_for_poverty"),
    # 23,500, at most 20,000; (30,000 - 10,000) x 0.70.
    _city("the edge of Dibao, 50,000 left", "50000", "34000.00", _EDGE, at_edge="20000.00", at_edge_again="14000.00"),
    # A quarter of 40,000.
    _city("rigid expenses, the deductible", "10000", "0.00", _STRAINED, income_share="10000.00"),
    _city("rigid expenses, a yuan above the deductible", "10001", "0.60", _STRAINED),
    # 20,000 x 0.60; 80,000 x 0.60 = 48,000, at most 20,000.
    _city("rigid expenses, 30,000 left", "30000", "12000.00", _STRAINED),
    _city("rigid expenses, 90,000 left", "90000", "20000.00", _STRAINED),
    # 30,000 + 10,500, against 34,000 and 20,000.
    _city("three groups at once, 50,000 left", "50000", "40500.00", _HARDSHIP, _EDGE, _STRAINED),
    _city("no group, 50,000 left", "50000", "0.00", burden="50000.00"),
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

CASES = (*OF_THE_ANNOUNCEMENT, *IN_FORCE)
