"""Tables in files: what stands in them, exactly, and that a spreadsheet reads their Chinese."""

import csv

import polars as pl
import pytest
from scipy import stats

import benefitcalc as bc
from benefitcalc.rules import chronic_outpatient, outpatient_pooling

INSURED = {"has_resident_insurance": True}


def read(file):
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_a_curve_is_its_points(tmp_path):
    curve = outpatient_pooling.curve(over="outpatient_cost", **INSURED)
    rows = read(bc.write_csv(curve, tmp_path / "curve.csv"))
    points = [("0", "0"), ("50", "0"), ("1000", "712.5"), ("1000000000", "712.5")]
    assert [(row["x"], row["at"]) for row in rows] == points


def test_a_place_that_is_no_decimal_is_a_fraction(tmp_path):
    law = bc.policy().with_terms({"chronic_outpatient.payment_limit": "100", "chronic_outpatient.rate": "0.65"})
    curve = chronic_outpatient.curve(over="chronic_cost", policy=law, has_chronic_recognition=True, **INSURED)
    # 100 / 0.65 above the deductible of 500.
    assert [row["x"] for row in read(bc.write_csv(curve, tmp_path / "curve.csv"))][2] == "8500/13"


def test_expected_costs_are_a_row_a_view(tmp_path):
    often = stats.poisson(0.5)
    found = bc.expected(outpatient_pooling, "outpatient_cost", stats.uniform(50, 950), frequency=often, **INSURED)
    rows = read(bc.write_csv(found, str(tmp_path / "budget.csv")))
    assert [row["view"] for row in rows] == ["strict", "stated", "generous"]
    assert [float(row["mean"]) for row in rows] == pytest.approx([237.5, 356.25, 368.125])
    assert float(rows[1]["mean_per_member"]) == pytest.approx(178.125)
    once = bc.expected(outpatient_pooling, "outpatient_cost", stats.uniform(50, 950), **INSURED)
    assert "mean_per_member" not in read(bc.write_csv(once, tmp_path / "once.csv"))[0]


def test_a_comparison_is_a_row_a_benefit_and_group(tmp_path):
    towns = ["南定镇", "沣水镇"]
    people = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [800_00, 0], "乡镇": towns})
    reform = bc.policy().with_terms({"outpatient_pooling.deductible": "0"})
    found = bc.compare(None, reform, people, rules=outpatient_pooling, by="乡镇")
    rows = read(bc.write_csv(found, tmp_path / "reform.csv"))
    # 75 % of the 50 yuan that were the deductible.
    assert [(row["乡镇"], row["before"], row["after"], row["difference"]) for row in rows] == [
        ("南定镇", "562.50", "600.00", "37.50"),
        ("沣水镇", "0.00", "0.00", "0.00"),
    ]


@pytest.mark.parametrize(
    ("town", "written"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("-1\n", "'-1\n"),
        ("-1.50", "-1.50"),
        ("+86", "+86"),
        ("南定镇=1", "南定镇=1"),
        ("'=1", "'=1"),
    ],
)
def test_text_is_no_formula_of_a_spreadsheet(tmp_path, town, written):
    people = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [800_00], "town": [town]})
    found = bc.compare(None, None, people, rules=outpatient_pooling, by="town")
    assert [row["town"] for row in read(bc.write_csv(found, tmp_path / "reform.csv"))] == [written]


def test_the_name_of_a_column_is_no_formula_either(tmp_path):
    people = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [800_00], "=1+1": ["a"]})
    found = bc.compare(None, None, people, rules=outpatient_pooling, by="=1+1")
    assert "'=1+1" in read(bc.write_csv(found, tmp_path / "reform.csv"))[0]


def test_an_amount_that_falls_is_a_figure(tmp_path):
    people = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [800_00]})
    reform = bc.policy().with_terms({"outpatient_pooling.deductible": "100"})
    found = bc.compare(None, reform, people, rules=outpatient_pooling)
    assert read(bc.write_csv(found, tmp_path / "reform.csv"))[0]["difference"] == "-37.50"


def test_nothing_is_refused(tmp_path):
    people = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [0], "town": ["a"]}).clear()
    found = bc.compare(None, None, people, rules=outpatient_pooling, by="town")
    with pytest.raises(bc.Refused, match=r"empty.csv: there is nothing to be written"):
        bc.write_csv(found, tmp_path / "empty.csv")


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    curve = outpatient_pooling.curve(over="outpatient_cost", **INSURED)
    with pytest.raises(bc.Refused, match=r"curve.csv: cannot be written: No such file"):
        bc.write_csv(curve, tmp_path / "nowhere" / "curve.csv")


@pytest.mark.parametrize(("answer", "file"), [(5, "a.csv"), (outpatient_pooling.estimate(), "a.csv")])
def test_what_has_no_rows_is_refused(tmp_path, answer, file):
    with pytest.raises(bc.Refused, match=r"a.csv: there is nothing to be written"):
        bc.write_csv(answer, tmp_path / file)


def test_what_is_no_path_is_refused():
    with pytest.raises(bc.Refused, match="give the path of a file, not '5'"):
        bc.write_csv(outpatient_pooling.curve(over="outpatient_cost", **INSURED), 5)
