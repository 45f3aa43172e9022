"""Values of NumPy and pandas, seen as what they stand for."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import benefitcalc as bc
from benefitcalc.core.amounts import fen
from benefitcalc.core.scalars import is_missing, natural
from benefitcalc.facts import parsing
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.reading import day
from benefitcalc.rules import care_home_subsidy
from benefitcalc.text.message import Refused

PERSON = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}


@pytest.mark.parametrize(
    ("given", "value"),
    [(np.int64(82), 82), (np.bool_(True), True), (np.datetime64("2023-05-01T10", "ns"), datetime(2023, 5, 1, 10))],  # noqa: DTZ001 - has no zone
)
def test_a_scalar_of_numpy_is_the_value_that_it_stands_for(given, value):
    assert (natural(given), type(natural(given))) == (value, type(value))


def test_what_is_no_scalar_of_numpy_stays_what_it_is():
    several = np.array([82, 83])
    assert natural(several) is several


@pytest.mark.parametrize(
    "given", [None, float("nan"), np.float32("nan"), np.datetime64("NaT", "s"), pd.NA, pd.NaT, Decimal("NaN")]
)
def test_a_missing_value_of_a_table_is_unknown_to_every_fact(given):
    assert is_missing(given)
    assert [fact.read(given) for fact in FACTS.values()] == [fact.span for fact in FACTS.values()]


@pytest.mark.parametrize("given", [np.int64(82), 82.0, np.float64(82.0), Decimal("82.000"), "82.0"])
def test_a_whole_number_is_read_from_every_exact_number(given):
    assert parsing.whole(given, 150) == 82


@pytest.mark.parametrize("given", [82.5, np.float64(82.5), float("inf"), 1e300, np.bool_(True), "82.5"])
def test_what_is_not_whole_is_no_whole_number(given):
    with pytest.raises(Refused, match="is not a whole number"):
        parsing.whole(given, 150)


def test_yuan_are_read_from_a_whole_number_of_numpy():
    assert fen(np.int64(800)) == 800_00


@pytest.mark.parametrize("given", [800.0, np.float64(800.0), np.float32(800.0)])
def test_yuan_are_read_from_no_float(given):
    with pytest.raises(Refused, match="a float cannot hold yuan exactly"):
        fen(given)


@pytest.mark.parametrize(
    "given",
    [
        pd.Timestamp("2023-05-01"),
        pd.Timestamp("2023-05-01T23:59:59+08:00"),
        np.datetime64("2023-05-01"),
        np.datetime64("2023-05-01T23:59:59.999999999"),
        datetime(2023, 5, 1, 23, 59),  # noqa: DTZ001 - has no zone
        20230501,
        np.int64(20230501),
    ],
)
def test_an_instant_is_its_day(given):
    assert day(given) == date(2023, 5, 1)


@pytest.mark.parametrize("given", [pd.NaT, np.datetime64("NaT", "s"), float("nan")])
def test_a_day_that_is_missing_was_not_given(given):
    assert day(given) is None


def test_a_row_of_a_data_frame_is_a_person():
    people = pd.DataFrame([{**PERSON, "care_home_cost": 36000}, {**PERSON, "age": None, "care_home_cost": 1000}])
    answers = people.apply(lambda row: care_home_subsidy.estimate(**row), axis=1)
    # 80 % of what the home charged
    assert [each.amount for each in answers] == [Decimal("28800.00"), None]
    assert answers[1].missing == ("age",)


def test_a_row_of_a_data_frame_is_a_visit():
    rows = [
        {"date": pd.Timestamp("2023-05-01"), "kind": "outpatient", "cost": 800, "cancelled": False},
        {"date": pd.Timestamp("2023-06-01"), "kind": None, "cost": None, "cancelled": None, "outpatient_cost": 100},
    ]
    visits = pd.DataFrame(rows).astype({"cost": "Int64", "outpatient_cost": "Int64"}).to_dict("records")
    found = bc.year(visits, {"has_resident_insurance": True})
    assert [visit.facts["outpatient_cost"] for visit in found.visits] == ["800.00", "100.00"]
