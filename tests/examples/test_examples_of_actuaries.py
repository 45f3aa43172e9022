"""The example scripts of actuaries, run as programs: what they print and the files that they write."""

import csv
import os

import programs
import pytest
from programs import EXAMPLES

both_languages = pytest.mark.parametrize("lang", ["zh", "en"])


def run(name: str, *arguments: object) -> str:
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    ran = programs.run([str(EXAMPLES / name), *map(str, arguments)], env)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@both_languages
def test_the_shape_of_three_benefits_is_told(lang):
    told = run("shape.py", "--lang", lang)
    # 950 above the deductible at 75 %; a triangle of 950 by 712.50 over 1,000; 80 % of 36,000; 1,000 / 0.75.
    for figure in ("50.00", "75%", "1000.00", "712.50", "338.44", "28,800.00", "1333.33"):
        assert figure in told
    assert len(told.splitlines()) == 4


def test_the_shapes_are_drawn_and_written(tmp_path):
    told = run("shape.py", "--lang", "en", "--charts", tmp_path / "charts")
    assert sorted(file.name for file in (tmp_path / "charts").iterdir()) == ["pooling.csv", "pooling.svg", "stars.png"]
    assert told.count(str(tmp_path)) == 3


@both_languages
def test_all_promises_are_proved_and_each_reform_breaks_its_own(lang):
    told = run("prove.py", "--lang", lang)
    says = {"zh": "86 项承诺中有 86 项对所有人成立。", "en": "86 of 86 promises hold for everybody."}
    assert says[lang] in told.splitlines()[0]
    _, stars, limit = told.split({"zh": "如果改成：", "en": "If it were: "}[lang])
    # At least three stars, and 80 % of what the home charged; a burden of which three quarters are above 30,000.
    assert "care_home_stars=3" in stars
    assert limit.rstrip().endswith(": 30000.00")


@both_languages
def test_what_came_of_each_promise_is_told_and_drawn(lang, tmp_path):
    told = run("promises_kept.py", "--lang", lang, "--charts", tmp_path)
    # Three quarters of 100,000 yuan; at most 30,000 and 20,000 again.
    assert {"zh": "承诺 75000.00 元，现行 50000.00 元", "en": "75000.00 yuan promised, 50000.00 yuan"}[lang] in told
    assert (tmp_path / "kept.svg").is_file()


@both_languages
def test_the_budget_of_each_promise_and_the_rise_by_town_are_told(lang):
    told = run("budget.py", "--lang", lang).splitlines()
    assert len(told) == 2 + 4 + 2 + 3
    # 80 % of a mean of 20 * 1,500, for two in a thousand.
    assert "48.00" in told[5]


def test_the_budgets_are_written_and_the_rise_is_half_as_much_again_to_the_fen_each(tmp_path):
    run("budget.py", "--lang", "en", "--files", tmp_path)
    assert len(list(tmp_path.iterdir())) == 5
    with (tmp_path / "rise.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            before, after, gaining = float(row["before"]), float(row["after"]), int(row["gaining"])
            assert after == pytest.approx(1.5 * before, abs=0.01 * gaining)
            assert row["losing"] == "0"
            assert row["with_problem"] == "0"
