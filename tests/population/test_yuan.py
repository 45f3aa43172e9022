"""Tables as other programs read them: floats of yuan, made whole fen by one line; levels and yes or no in Chinese."""

import io
import math
import re

import pandas as pd
import polars as pl
import pytest
from engines import ENGINES

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, outpatient_pooling

CSV = "outpatient_cost,has_resident_insurance\n800.01,true\n,true\n0.07,false\n1000000000.00,true\n"
FEN = [800_01, None, 7, 1_000_000_000_00]
every_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def read():
    return pl.read_csv(io.StringIO(CSV))


def line_of(refused):
    """The line that a refusal tells."""
    return re.search(r"if it holds yuan: (table = .*)", str(refused.value))[1]


@every_engine
def test_what_read_csv_makes_is_refused_with_the_line_that_makes_it_exact(engine):
    table = engine.made(read())
    with pytest.raises(bc.Refused, match="outpatient_cost: a column of Float64; needed: yuan") as refused:
        bc.assess_table(table, rules=outpatient_pooling)
    names = {"benefitcalc": bc, "table": table}
    exec(line_of(refused), names)
    found = engine.back(bc.assess_table(names["table"], rules=outpatient_pooling)).sort("outpatient_cost_fen")
    assert found["outpatient_cost_fen"].to_list() == sorted(FEN, key=lambda fen: -1 if fen is None else fen)
    # 75 % of what is above 50 yuan, at most 712.50.
    assert found["outpatient_pooling_fen"].to_list() == [None, 0, 562_51, 712_50]


@pytest.mark.parametrize("read_csv", [pl.read_csv, pd.read_csv], ids=["polars", "pandas"])
def test_the_line_works_on_what_each_reader_makes(read_csv):
    table = bc.to_fen(read_csv(io.StringIO(CSV)), "outpatient_cost")
    fen = [None if each is None or each is pd.NA else int(each) for each in table["outpatient_cost_fen"]]
    assert fen == FEN
    assert "outpatient_cost" not in table.columns


def test_every_amount_of_fen_comes_through_a_float_unchanged():
    fen = [*range(20_000), *range(99_999_990_000, 100_000_000_001)]
    yuan = pl.DataFrame({"cost": [each / 100 for each in fen]})
    assert bc.to_fen(yuan, "cost")["cost_fen"].to_list() == fen


def test_whole_numbers_of_yuan_and_a_name_with_its_unit_become_fen():
    table = bc.to_fen(pl.DataFrame({"a": [3, None], "b_yuan": [1.5, 2.0]}), "a", "b_yuan")
    assert table.to_dict(as_series=False) == {"a_fen": [300, None], "b_fen": [150, 200]}


@every_engine
def test_narrow_numbers_do_not_wrap(engine):
    table = pl.DataFrame({"a": [100, 2], "b": [0.5, 99_999.25]}).cast({"a": pl.Int8, "b": pl.Float32})
    found = engine.back(bc.to_fen(engine.made(table), "a", "b"))
    assert found.cast(pl.Int64).to_dict(as_series=False) == {"a_fen": [100_00, 2_00], "b_fen": [50, 99_999_25]}


def test_no_column_is_no_change():
    table = pl.DataFrame({"a": [1.5]})
    assert bc.to_fen(table).equals(table)


@every_engine
def test_what_is_no_number_is_missing_and_what_is_past_every_bound_is_a_problem_of_its_row(engine):
    table = read().with_columns(outpatient_cost=pl.Series([math.nan, math.inf, -math.inf, 5.0]))
    found = engine.back(bc.assess_table(bc.to_fen(engine.made(table), "outpatient_cost"), rules=outpatient_pooling))
    problems = sorted(each or "" for each in found["problem"].to_list())
    assert [each.rpartition("_fen ")[2] for each in problems] == [
        "",
        "",
        "is less than zero",
        "is more than one billion yuan, the greatest amount this library computes",
    ]


@every_engine
def test_a_fraction_of_a_fen_is_refused_and_never_rounded_away(engine):
    table = engine.made(pl.DataFrame({"a": [1.005, 2.0], "b": [1.0, 2.0], "c": [0.3, 12.3456]}))
    with pytest.raises(bc.Refused) as refused:
        bc.to_fen(table, "a", "b", "c")
    assert [each.path for each in refused.value.problems] == [("a",), ("c",)]
    assert "a: has a fraction of a fen" in str(refused.value)


def test_everything_that_cannot_be_made_fen_is_told_at_once():
    with pytest.raises(bc.Refused) as refused:
        bc.to_fen(pl.DataFrame({"a": ["1"], "b": [1.0], "b_fen": [1]}), "a", "b", "c")
    assert str(refused.value).splitlines() == [
        "a: a column of String; needed: numbers",
        "b_fen: this column would be overwritten; rename it",
        "c: there is no such column",
    ]
    with pytest.raises(bc.Refused, match="a table is one of"):
        bc.to_fen([1], "a")


WORDS = {
    "age": [82, 82, 82],
    "care_need": ["全失能", "半失能", "full"],
    "is_in_economic_hardship": ["是", "否", "Yes"],
    "care_home_stars": [3, 3, 3],
    "care_home_cost_fen": [100_00, 100_00, 100_00],
}


@every_engine
def test_levels_and_yes_or_no_may_be_words_of_either_language(engine):
    of_words = engine.back(bc.assess_table(engine.made(pl.DataFrame(WORDS)), rules=care_home_subsidy, detail="amount"))
    plain = pl.DataFrame(
        {**WORDS, "care_need": ["full", "partial", "full"], "is_in_economic_hardship": [True, False, True]}
    )
    found = engine.back(bc.assess_table(engine.made(plain), rules=care_home_subsidy, detail="amount"))
    amounts = "care_home_subsidy_fen"
    assert of_words[amounts].to_list() == found[amounts].to_list()
    assert of_words["problem"].to_list() == [None] * 3


@every_engine
def test_another_word_than_yes_or_no_is_a_problem_of_its_row(engine):
    table = pl.DataFrame({**WORDS, "is_in_economic_hardship": ["是", "perhaps", None]})
    found = engine.back(bc.assess_table(engine.made(table), rules=care_home_subsidy, detail="amount"))
    assert sorted(each or "" for each in found["problem"]) == [
        "",
        "",
        "is_in_economic_hardship is neither yes nor no",
    ]


@every_engine
def test_blank_text_is_not_known_as_in_a_file(engine):
    """PyArrow reads an empty field of a CSV file so. What is not known may decide: every level of need is possible."""
    table = pl.DataFrame({**WORDS, "care_need": ["full", "", " "], "care_home_stars": [1, 1, 1]})
    table = table.with_columns(is_in_economic_hardship=pl.Series(["是", "是", ""]))
    found = engine.back(bc.assess_table(engine.made(table), rules=care_home_subsidy, detail="amount"))
    assert sorted(each or "" for each in found["missing"]) == ["", "care_need", "care_need, is_in_economic_hardship"]
    assert found["problem"].to_list() == [None] * 3


def test_a_category_of_words_is_taken_too():
    table = pl.DataFrame(WORDS).with_columns(pl.col("is_in_economic_hardship").cast(pl.Categorical))
    assert bc.assess_table(table, rules=care_home_subsidy)["problem"].to_list() == [None] * 3
