"""The example that draws a population, run as people run it; what it prints is summed again from what it saves."""

import os
import re
import xml.etree.ElementTree as ET
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

import polars as pl
import programs
import pytest

import benefitcalc as bc
from benefitcalc.core.amounts import yuan
from benefitcalc.core.words import Kind
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED as RULES

SCRIPT = Path(__file__).parents[2] / "examples" / "population.py"
PEOPLE = 2_000
SVG = "{http://www.w3.org/2000/svg}"
MADE_UP = {"zh": "不是任何真实地区的数据", "en": "They are no data about any real place."}
AGES = ("0-17", "18-59", "60-79", "80+")
LABELS = {
    ("age", "en"): [f"{ages}, {place}" for ages in AGES for place in ("urban", "rural")],
    ("age", "zh"): [f"{ages} 岁，{place}" for ages in AGES for place in ("城镇", "农村")],
    ("hardship", "en"): ["extreme hardship", "Dibao", "other hardship", "no status"],
    ("hardship", "zh"): ["特困", "低保", "其他困难群体", "无困难身份"],
}
MONEY = [rule for rule in RULES if rule.gives_money]

both_languages = pytest.mark.parametrize("lang", ["zh", "en"])
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


# How it is run -------------------------------------------------------------------------------------------


class Ran:
    """One run in a folder of its own: what it said, the rows it saved, and the chart."""

    def __init__(self, folder, *flags, people=PEOPLE, lang="en"):
        more = () if "--table" in flags else ("--table", "rows.parquet")
        command = [str(SCRIPT), f"--people={people}", "--lang", lang, *more, *flags]
        env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        self.folder, self.lang = folder, lang
        self.ran = programs.run(command, env, folder=folder)

    @property
    def said(self):
        assert (self.ran.returncode, self.ran.stderr) == (0, "")
        return self.ran.stdout

    @property
    def rows(self):
        return pl.read_parquet(self.folder / "rows.parquet") if self.said else None

    @property
    def chart(self):
        return ET.parse(self.folder / "population.svg").getroot() if self.said else None

    def table_of(self, rule):
        """The cells of each group in a benefit's table."""
        title = rule.title.explain(self.lang)
        (part,) = [each for each in self.said.split("\n\n") if each.startswith(f"{title} (")]
        _, *rows = [re.split("  +", line) for line in part.splitlines() if "  " in line]
        return {group: cells for group, *cells in rows}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return Ran(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    return Ran(tmp_path_factory.mktemp("spoiled"), "--faults", "0.2")


# The people ----------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_people_and_results(drawn, tmp_path):
    again = Ran(tmp_path, "--seed", "2022")
    assert again.rows.equals(drawn.rows)
    assert again.said == drawn.said


def test_another_seed_gives_other_people(drawn, tmp_path):
    other = Ran(tmp_path, "--seed", "2023").rows
    assert all((other[name] != drawn.rows[name]).any() for name in ("age", "is_rural", "eligible_cost_fen"))


def test_a_longer_table_begins_with_the_people_of_a_shorter_one(drawn, tmp_path):
    assert Ran(tmp_path, people=50).rows.equals(drawn.rows.head(50))


def test_draws_are_those_of_splitmix64(drawn):
    """The published algorithm, in Python's whole numbers: whoever draws below three tenths is rural."""
    state = int.from_bytes(blake2b(b"2022/rural", digest_size=8).digest())
    for is_rural in drawn.rows["is_rural"]:
        state = bits = (state + 0x9E3779B97F4A7C15) % 2**64
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB % 2**64
        assert is_rural == ((bits ^ (bits >> 31)) < 0.3 * 2**64)


def test_no_row_has_a_problem(drawn):
    assert drawn.rows.height == PEOPLE
    assert drawn.rows["problem"].null_count() == PEOPLE
    assert bc.summary(drawn.rows).explain() in drawn.said


def test_every_fact_is_drawn_and_varies(drawn):
    asked = {name for rule in RULES for name in rule.facts._fields}
    names = [f"{name}_fen" if FACTS[name].kind is Kind.MONEY else name for name in FACTS if name in asked]
    assert drawn.rows.columns[1 : len(names) + 1] == names
    assert all(drawn.rows[name].n_unique() > 1 for name in names)


def test_people_are_coherent(drawn):
    for row in drawn.rows.to_dicts():
        paid = row["basic_insurance_paid_fen"] + row["critical_illness_paid_fen"]
        assert paid <= row["eligible_cost_fen"] >= row["outpatient_cost_fen"] + row["chronic_cost_fen"]
        in_hardship = row["is_in_extreme_hardship"] + row["is_dibao"] + row["is_in_other_hardship_group"]
        assert in_hardship <= 1
        assert row["is_low_income"] or not in_hardship
        assert row["is_in_extreme_hardship"] or not row["wants_placement"]
        assert row["has_chronic_recognition"] or row["chronic_cost_fen"] == 0
        assert row["age"] >= 60 or not (row["care_home_cost_fen"] or row["is_in_economic_hardship"])
        assert row["care_home_cost_fen"] or row["care_home_stars"] == 0
        assert row["is_unemployed"] or not row["is_in_zero_employment_household"]


# The answers and the sums --------------------------------------------------------------------------------


@every_rule
def test_people_answered_one_by_one_get_the_same(drawn, rule):
    every_answer = [rows for _, rows in drawn.rows.group_by(f"{rule.name}_eligible")]
    for row in pl.concat([drawn.rows.gather_every(97), *(rows.head(10) for rows in every_answer)]).to_dicts():
        facts = {
            name: yuan(row[f"{name}_fen"]) if FACTS[name].kind is Kind.MONEY else row[name]
            for name in rule.facts._fields
        }
        estimate = rule.estimate(**facts)
        assert row[f"{rule.name}_eligible"] == {True: "yes", False: "no", None: "depends"}[estimate.eligible]
        if rule.gives_money:
            ends = [row[f"{rule.name}{end}_fen"] for end in ("", "_at_least", "_at_most")]
            assert [*map(yuan, ends)] == [estimate.amount, estimate.at_least, estimate.at_most]


def group_of(row):
    """The group by age and place that a person is in."""
    if row["is_rural"] is None or not 0 <= (row["age"] if row["age"] is not None else -1) < 100:
        return "in no group"
    band = sum(row["age"] >= start for start in (18, 60, 80))
    return f"{AGES[band]}, {'rural' if row['is_rural'] else 'urban'}"


def a_head(total, people, digits):
    """What is printed of a mean: half up, and a stroke where it is a mean of nobody."""
    return f"{(total / people).quantize(Decimal(digits), ROUND_HALF_UP):,}" if people else "-"


def expected(rows, rule):
    """The cells of a group, from its rows in Python's whole numbers."""
    answers = [row[f"{rule.name}_eligible"] for row in rows]
    right = [answer for answer in answers if answer]
    cells = [f"{len(answers):,}", f"{len(answers) - len(right):,}"]
    cells += [a_head(Decimal(100 * right.count(each)), len(right), "0.1") for each in ("yes", "depends", "no")]
    if rule.gives_money:
        fen = [sum(row[f"{rule.name}{end}_fen"] or 0 for row in rows) for end in ("", "_at_least", "_at_most")]
        for people in (1, len(right)):
            stated, least, most = (a_head(yuan(each), people, "0.01") for each in fen)
            cells += [stated, f"{least} .. {most}"]
    return cells


@every_rule
@pytest.mark.parametrize("run", ["drawn", "spoiled"])
def test_what_is_printed_is_what_the_rows_add_up_to(run, rule, request):
    ran = request.getfixturevalue(run)
    rows = ran.rows.to_dicts()
    if rule.name == "care_home_subsidy":
        assert "Only those who live in a care home are counted." in ran.said
        rows = [row for row in rows if row["care_home_cost_fen"] != 0]
    groups = {name: [*of] for name, of in groupby(sorted(rows, key=group_of), group_of)} | {"all": rows}
    printed = ran.table_of(rule)
    assert printed.keys() == groups.keys()
    for name, of in groups.items():
        assert printed[name] == expected(of, rule)


def test_amounts_of_different_benefits_are_never_added(drawn):
    totals = [sum(drawn.rows[f"{rule.name}_fen"]) for rule in MONEY]
    added = {sum(totals[first:end]) for first in range(len(totals)) for end in range(first + 2, len(totals) + 1)}
    assert not any(f"{yuan(each):,}" in drawn.said for each in added)
    assert "are not added" in drawn.said


# Faults --------------------------------------------------------------------------------------------------


def test_spoiled_rows_are_counted_and_told(spoiled):
    found = bc.summary(spoiled.rows)
    assert spoiled.rows["problem"].is_not_null().sum() == found.with_problem
    # Five of the nine faults are wrong values; the other four are nulls, which matter to some people alone.
    assert 0.08 * PEOPLE < found.with_problem < 0.14 * PEOPLE
    assert len(found.problems) == 5
    assert set(found.missing) == {"age", "is_rural", "eligible_cost", "care_home_cost"}
    assert found.explain() in spoiled.said


def test_rows_that_are_not_spoiled_are_the_same_people(drawn, spoiled):
    facts = ["age", "is_rural", "eligible_cost_fen", "care_home_cost_fen"]
    right = spoiled.rows.select(pl.all_horizontal(pl.col("problem").is_null(), pl.col(facts).is_not_null())).to_series()
    assert right.sum() > 0.75 * PEOPLE
    assert spoiled.rows.filter(right).equals(drawn.rows.filter(right))


# The chart and the files ---------------------------------------------------------------------------------


@both_languages
@pytest.mark.parametrize("by", ["age", "hardship"])
def test_the_chart_holds_every_benefit_and_group_and_says_that_it_is_made_up(by, lang, tmp_path):
    ran = Ran(tmp_path, "--by", by, lang=lang)
    texts = [text.text for text in ran.chart.iter(f"{SVG}text")]
    assert all(texts.count(label) == 2 for label in LABELS[by, lang])
    assert all(rule.title.explain(lang) in texts for rule in MONEY)
    assert any(MADE_UP[lang] in text for text in texts)
    assert texts.count({"zh": "万元", "en": "thousand yuan"}[lang]) == len(MONEY)
    assert MADE_UP[lang] in ran.said
    assert all(rule.title.explain(lang) in ran.said for rule in RULES)


def test_bars_are_as_long_as_the_amounts_and_stay_on_the_paper(drawn):
    """A bar and its figure a group; within a panel, lengths are to each other as the amounts."""
    chart = drawn.chart
    width = int(chart.get("width"))
    bars = [each for each in chart.iter(f"{SVG}rect") if each.get("height") == "14"][1:]  # after the legend's
    assert len(bars) == len(MONEY) * 8
    for at, rule in enumerate(MONEY):
        sums = [0] * 8
        for row in drawn.rows.to_dicts():
            sums[LABELS["age", "en"].index(group_of(row))] += row[f"{rule.name}_fen"]
        lengths = [int(each.get("width")) for each in bars[8 * at : 8 * at + 8]]
        scale = max(lengths) / max(sums)
        assert all(abs(length - scale * fen) <= 2 for length, fen in zip(lengths, sums, strict=True))
    assert all(int(each.get("x")) + int(each.get("width")) <= width for each in bars)
    assert all(0 <= int(each.get("x")) <= width for each in chart.iter(f"{SVG}text"))


@both_languages
def test_few_people_leave_groups_empty_and_nothing_fails(lang, tmp_path):
    ran = Ran(tmp_path, people=1, lang=lang)
    assert ran.rows.height == 1
    assert ran.chart is not None


def test_files_are_written_over_what_was_there_and_named(tmp_path):
    for name in ("mine.svg", "rows.csv"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    ran = Ran(tmp_path, "--chart", "mine.svg", "--table", "rows.csv", people=10)
    assert ran.said.splitlines()[-2:] == ["Written: mine.svg", "Written: rows.csv"]
    assert pl.read_csv(tmp_path / "rows.csv").height == 10
    assert (tmp_path / "rows.csv").read_bytes().startswith("\ufeff".encode())
    assert ET.parse(tmp_path / "mine.svg").getroot().tag == f"{SVG}svg"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine.svg", "rows.csv"]


def test_a_file_that_cannot_be_written_is_told_in_one_line(tmp_path):
    ran = Ran(tmp_path, "--chart", "nowhere/chart.svg", people=10).ran
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == ["chart.svg: cannot be written: No such file or directory"]


# Flags ---------------------------------------------------------------------------------------------------


@both_languages
def test_all_bad_flags_are_named_at_once_and_nothing_is_written(lang, tmp_path):
    bad = {"faults": "2", "by": "sex", "policy": "nowhere", "chart": "a.png", "table": "a.txt"}
    given = [part for name, value in bad.items() for part in (f"--{name}", value)]
    ran = Ran(tmp_path, *given, "--sed", "1", people="none", lang=lang).ran
    assert (ran.returncode, ran.stdout) == (2, "")
    *problems, last = ran.stderr.splitlines()
    assert last == {"zh": "没有计算，也没有保存任何内容。", "en": "Nothing was computed or stored."}[lang]
    assert all(any(f"--{name}" in problem for problem in problems) for name in (*bad, "people", "sed"))
    assert len(problems) == len(bad) + 2
    assert not any(tmp_path.iterdir())


def test_a_policy_of_ones_own_leaves_out_what_it_says_nothing_of(tmp_path):
    shipped = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    mine = shipped.partition("# Employment campaign")[0].replace("exactly = 0.80", "exactly = 0.40")
    (tmp_path / "mine.toml").write_text(mine.replace("zhangdian-2022", "mine"), encoding="utf-8")
    ran = Ran(tmp_path, "--policy", "mine.toml")
    assert "By mine: " in ran.said
    assert not any(name.startswith("public_welfare_post") for name in ran.rows.columns)
    paid = ran.rows.filter(care_home_subsidy_eligible="yes")
    assert paid["care_home_subsidy_fen"].to_list() == [(cost * 4 + 5) // 10 for cost in paid["care_home_cost_fen"]]


def test_the_columns_line_up_under_chinese_characters(tmp_path):
    parts = Ran(tmp_path, people=200, lang="zh").said.split("\n\n")[1:-1]
    assert len(parts) == len(RULES)
    for part in parts:
        # Every character of the table that is not ASCII is Chinese, two columns wide.
        lines = [line for line in part.splitlines() if "  " in line]
        assert len({sum(1 if each.isascii() else 2 for each in line) for line in lines}) == 1
