"""An age that follows from a column of days: exact on every engine, and the same as for one person."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, every_engine, every_engine_but_spark
from hypothesis import given, settings
from hypothesis import strategies as st

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy as rule

ON = date(2024, 3, 1)
REST = {"care_need": "full", "is_in_economic_hardship": True, "care_home_stars": 1}
DAYS = [
    date(1944, 2, 29),
    date(1964, 2, 29),
    date(1964, 3, 1),
    date(1964, 3, 2),
    date(1900, 2, 28),
    date(2024, 3, 1),
    None,
]
"""Beside the age of 60 and 29 February; of an unknown day the age is unknown."""
IMPOSSIBLE = [date(2024, 3, 2), date(1873, 3, 1), date(1600, 2, 29)]
SIXTY_OR_OVER = [True, True, True, False, True, False, None]


def people(days, **more):
    columns = {name: [value] * len(days) for name, value in REST.items()}
    costs = pl.Series([100_00] * len(days), dtype=pl.Int64)
    return pl.DataFrame({"birth_date": days, **columns, "care_home_cost_fen": costs, **more})


def told(engine, table, on=ON, **how):
    answer = engine.back(bc.assess_table(engine.made(table), rules=rule, on=on, detail="amount", **how))
    return answer["care_home_subsidy_fen"].to_list(), answer["problem"].to_list(), answer["missing"].to_list()


def as_one_person(born, on=ON):
    try:
        found = rule.estimate(birth_date=born, on=on, care_home_cost=100, **REST)
    except bc.Refused:
        return None
    return None if found.amount is None else int(found.amount * 100)


@every_engine
@pytest.mark.parametrize("dtype", [pl.Date, pl.Datetime("us"), pl.String], ids=["days", "instants", "text"])
def test_a_column_of_days_gives_the_age(engine, dtype):
    column = pl.Series(DAYS, dtype=pl.Date).cast(dtype)
    amounts, problems, missing = told(engine, people(column))
    assert amounts == [None if each is None else 80_00 * each for each in SIXTY_OR_OVER]
    assert problems == [None] * len(DAYS)
    assert missing == [None] * (len(DAYS) - 1) + ["age"]


@every_engine
def test_a_day_that_gives_no_possible_age_is_a_problem_of_its_row(engine):
    amounts, problems, _ = told(engine, people(pl.Series([*IMPOSSIBLE, DAYS[0]])))
    assert amounts == [None, None, None, 80_00]
    assert problems == ["birth_date: age would not be from 0 to 150"] * 3 + [None]


@every_engine_but_spark
def test_a_text_that_is_no_day_is_a_problem_of_its_row(engine):
    texts = ["1944-02-30", "1943-02-29", "1944-13-01", "1944-00-01", "1944-04-31", "1944-01-00", "0000-01-01", "1944"]
    amounts, problems, _ = told(engine, people([*texts, "soon", "2000-02-29", "1900-02-29", "19440229"]))
    wrong = "birth_date is not a day such as 1944-05-06"
    assert problems == [wrong] * 9 + [None, wrong, None]
    assert amounts[9:] == [0, None, 80_00]


@every_engine
def test_an_age_beside_the_day_has_to_agree(engine):
    ages = pl.Series([80, None, 60, 60, None, 0, None], dtype=pl.Int64)
    amounts, problems, missing = told(engine, people(DAYS, age=ages))
    assert amounts == [80_00, 80_00, 80_00, None, 80_00, 0, None]
    assert problems == [None, None, None, "age: another than by birth_date", None, None, None]
    assert missing[-1] == "age"


@every_engine
def test_an_age_fills_in_where_the_day_is_not_known(engine):
    ages = pl.Series([59, 60], dtype=pl.Int64)
    amounts, problems, _ = told(engine, people(pl.Series([None, None], dtype=pl.Date), age=ages))
    assert (amounts, problems) == ([0, 80_00], [None, None])


def test_columns_that_hold_no_null_are_taken_as_that():
    days, ages = DAYS[:4], [80, 60, 60, 59]
    amounts, problems, _ = told(ENGINES["polars"], people(days, age=ages))
    assert (amounts, problems) == ([80_00, 80_00, 80_00, 0], [None] * 4)


DRAWN = st.dates(date(1870, 1, 1), date(2030, 12, 31)) | st.integers(1872, 2028).filter(
    lambda year: year % 4 == 0 and year != 1900
).map(lambda year: date(year, 2, 29))


@pytest.mark.parametrize("name", ["polars", "pandas", "pyarrow", "duckdb"])
@settings(max_examples=25)
@given(days=st.lists(DRAWN | st.none(), min_size=1, max_size=30), on=DRAWN, by=st.integers(-1, 1))
def test_a_table_and_one_person_agree_on_drawn_days(name, days, on, by):
    near = on.replace(year=on.year - 60, day=min(on.day, 28)) + timedelta(days=by)
    born = [*days, near]
    amounts, _, missing = told(ENGINES[name], people(pl.Series(born, dtype=pl.Date)), on=on)
    assert amounts == [as_one_person(each, on) for each in born]
    assert [each == "age" for each in missing] == [each is None for each in born]


@pytest.mark.parametrize("kind", ["datetime64[ns]", "datetime64[s]", object])
def test_pandas_days_of_each_kind_give_the_age(kind):
    days = pd.Series([datetime(1944, 2, 29, 12, tzinfo=UTC).replace(tzinfo=None), None])
    column = days.dt.date.where(days.notna(), None) if kind is object else days.astype(kind)
    table = people([None, None]).drop("birth_date").to_pandas().assign(birth_date=column)
    found = bc.assess_table(table, rules=rule, on=ON, detail="amount")
    assert found["care_home_subsidy_fen"].astype(object).where(lambda each: each.notna(), None).tolist() == [
        80_00,
        None,
    ]


def test_arrow_days_of_64_bits_give_the_age():
    table = people([date(1944, 2, 29)]).to_arrow()
    at = table.column_names.index("birth_date")
    table = table.set_column(at, "birth_date", table["birth_date"].cast(pa.date64()))
    assert bc.assess_table(table, rules=rule, on=ON, detail="amount")["care_home_subsidy_fen"].to_pylist() == [80_00]


def test_a_day_with_a_time_zone_is_the_day_there():
    born = pl.Series([datetime(1964, 3, 1, 23, tzinfo=UTC)]).dt.convert_time_zone("Asia/Shanghai")
    assert told(ENGINES["polars"], people(born))[0] == [0]


def test_a_duckdb_table_of_days_gives_the_age():
    with duckdb.connect() as connection:
        connection.register("given", people(DAYS[:2]).to_arrow())
        connection.execute("CREATE TABLE people AS SELECT * FROM given")
        found = bc.assess_table(connection.table("people"), rules=rule, on=ON, detail="amount")
        assert found.pl()["care_home_subsidy_fen"].to_list() == [80_00, 80_00]


def test_a_column_of_days_without_the_day_asked_about_is_refused_with_the_reason():
    with pytest.raises(bc.Refused, match="birth_date: age is counted up to the day asked about; give that day"):
        bc.assess_table(people(DAYS), rules=rule)


def test_an_age_without_the_day_asked_about_is_read_alone():
    ages = pl.Series([60] * len(DAYS), dtype=pl.Int64)
    assert told(ENGINES["polars"], people(DAYS, age=ages), on=None)[0] == [80_00] * len(DAYS)


def test_a_column_of_another_type_is_refused_with_what_is_needed():
    with pytest.raises(bc.Refused, match=r"birth_date: a column of Int64; needed: days \(Date or Datetime\), or text"):
        bc.assess_table(people([1944]), rules=rule, on=ON)


def test_a_table_without_age_and_day_is_told_that_the_age_is_missing():
    with pytest.raises(bc.Refused, match="age: there is no such column"):
        bc.assess_table(people([None]).drop("birth_date"), rules=rule, on=ON)


def test_a_csv_file_gives_days_as_people_write_them(tmp_path):
    texts = ["1944-02-29", "1944年2月29日", "19440229", "1944/2/29", "", "1944"]
    people(texts).with_columns(care_home_cost=pl.lit("100")).drop("care_home_cost_fen").write_csv(
        tmp_path / "people.csv"
    )
    bc.assess_file(tmp_path / "people.csv", tmp_path / "out.parquet", rules=rule, on=ON, detail="amount")
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["care_home_subsidy_fen"].to_list() == [80_00] * 4 + [None, None]
    assert found["problem"].to_list() == [None] * 5 + ["birth_date is not a day such as 1944-05-06"]


def test_a_comparison_takes_the_day_asked_about():
    before = bc.policy()
    after = before.with_terms({"care_home_subsidy.elderly_from": 61})
    change = bc.compare(before, after, people(DAYS), on=ON, rules=rule).changes[0]
    assert (change.before, change.after) == (320, 160)
