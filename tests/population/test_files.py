"""Files: the answers that a table gets, the rest as it was, and a target that appears whole or not at all."""

import csv
import os
import random
import signal
import stat
import subprocess
import sys
from collections import ChainMap
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from engines import as_columns, no_people
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import NOWHERE, bread_allowance
from invented import written as policy_written
from strategies import ASKED, people

import benefitcalc as bc
from benefitcalc.cli.main import main
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS
from benefitcalc.population import files
from benefitcalc.rules import ANNOUNCED, care_home_subsidy, medical_assistance, outpatient_pooling

POOLING = [outpatient_pooling]
NAMES = "has_resident_insurance,outpatient_cost"
ADDED = "outpatient_pooling_fen,missing,problem"
"""What is added to these by ``detail="amount"``."""
MARK = "\ufeff".encode()

every_kind = pytest.mark.parametrize("kind", [".parquet", ".csv"])
from_every_kind = pytest.mark.parametrize("source_kind", [".parquet", ".csv"])
to_every_kind = pytest.mark.parametrize("target_kind", [".parquet", ".csv"])


def reported(*kinds, why):
    """A bug that has been reported and not yet mended; this mark goes with its mending."""
    return pytest.mark.xfail(raises=kinds, reason=why, strict=True)


# One person as people write; who is eligible for everything.
PERSON = {
    "has_resident_insurance": "yes",
    "outpatient_cost": "800",
    "has_chronic_recognition": "yes",
    "chronic_cost": "10,000",
    "is_dibao": "yes",
    "is_in_extreme_hardship": "yes",
    "is_in_other_hardship_group": "no",
    "eligible_cost": "10000",
    "basic_insurance_paid": "6000",
    "critical_illness_paid": "500",
    "age": "60",
    "care_need": "partial",
    "is_in_economic_hardship": "yes",
    "care_home_stars": "2",
    "care_home_cost": "36000",
    "wants_placement": "yes",
    "is_rural": "yes",
    "sex": "female",
    "is_lifted_from_poverty": "no",
    "is_low_income": "yes",
    "has_disability": "no",
    "is_unemployed": "yes",
    "is_in_zero_employment_household": "no",
}

crowds = st.lists(st.tuples(*map(people, ANNOUNCED)).map(lambda each: dict(ChainMap(*each))), min_size=1, max_size=40)
"""Some people, each with all facts that the rules ask for."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, in which names are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(name, *lines):
    """A file of these lines; text is written as UTF-8."""
    content = b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
    Path(name).write_bytes(content)
    return name


def rows_written(name, rows):
    """A CSV file of these rows, quoted where that is needed."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return name


def rows_of(name):
    """The rows of a CSV file as Python's own reader has them: each cell as text."""
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_written(facts):
    """Somebody's facts, given as the library holds them, as people write them."""
    return {
        name: ("yes" if value else "no") if FACTS[name].kind is Kind.YES_NO else str(FACTS[name].write(value))
        for name, value in facts.items()
    }


def insured(costs):
    """Insured people with these costs in fen, as a table."""
    return pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": costs})


def contents(folder):
    """Every file below a folder, hidden ones too, with what it holds or points to."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_symlink():
            found[file] = file.readlink()
        elif file.is_file():
            found[file] = file.read_bytes()
    return found


@contextmanager
def refused(folder):
    """Refused in English and in Chinese; no file has changed or appeared, and an earlier target is as it was."""
    for name in ("answers.csv", "answers.parquet"):
        if not Path(name).exists():
            written(name, "of an earlier run")
    before = contents(folder)
    with pytest.raises(bc.Refused) as caught:
        yield caught
    assert contents(folder) == before
    assert caught.value.explain("zh") != str(caught.value)


# The same answers -------------------------------------------------------------------------------------------------


@from_every_kind
@to_every_kind
def test_a_row_of_a_file_gets_what_a_row_of_a_table_gets(tmp_path_factory, source_kind, target_kind):
    folder = tmp_path_factory.mktemp("people")
    source, target = folder / f"people{source_kind}", folder / f"answers{target_kind}"

    @settings(max_examples=8)
    @given(crowds)
    def agree(crowd):
        table = as_columns(crowd)
        if source_kind == ".parquet":
            table.write_parquet(source)
            own = table
        else:
            rows_written(source, list(map(as_written, crowd)))
            own = pl.read_csv(source, infer_schema=False)
        found = bc.assess_file(source, target, detail="lines")
        assert (found.rows, found.with_problem, found.problems, found.notices) == (len(crowd), 0, {}, ())
        told = bc.assess_table(table, detail="lines")
        expected = own.with_columns(told.select(told.columns[len(own.columns) :]))
        if target_kind == ".parquet":
            assert pl.read_parquet(target).equals(expected)
        else:
            assert pl.read_csv(target, infer_schema=False).equals(expected.cast(pl.String))

    agree()


@pytest.mark.parametrize("detail", ["amount", "range", "lines"])
def test_every_detail_adds_the_columns_that_a_table_gets(folder, detail):
    table = as_columns([dict.fromkeys(FACTS, 0)])
    table.write_parquet("people.parquet")
    bc.assess_file("people.parquet", "answers.parquet", detail=detail)
    assert pl.read_parquet("answers.parquet").equals(bc.assess_table(table, detail=detail))


def test_a_range_is_written_unless_another_detail_is_asked_for(folder):
    written("people.csv", NAMES, "yes,800")
    bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    # Worked in tests/worked_cases.py: 375.00 to 581.25, as stated 562.50.
    own, result = Path("answers.csv").read_text(encoding="utf-8-sig").splitlines()
    names = [f"outpatient_pooling{each}" for each in ("_fen", "_at_least_fen", "_at_most_fen", "_eligible")]
    assert own == ",".join([NAMES, *names, "missing", "problem"])
    assert result == "yes,800,56250,37500,58125,yes,,"


def test_the_rules_and_the_policy_may_be_others(folder, tmp_path):
    rows_written("people.csv", [{"age": "30", "is_rural": "yes", "is_low_income": "no", "outpatient_cost": "20"}])
    law = bc.policy(policy_written(tmp_path, NOWHERE))
    bc.assess_file("people.csv", "answers.csv", policy=law, rules=[bread_allowance], detail="amount")
    assert rows_of("answers.csv")[0]["bread_allowance_fen"] == "500"  # half of what is above 10.00


@every_kind
def test_the_end_of_a_name_may_be_in_capitals(folder, kind):
    written("people.csv", NAMES, "yes,800")
    bc.assess_file("people.csv", f"people{kind.upper()}", rules=POOLING, detail="amount")
    bc.assess_file("people.csv", f"answers{kind}", rules=POOLING, detail="amount")
    assert Path(f"people{kind.upper()}").read_bytes() == Path(f"answers{kind}").read_bytes()


@pytest.mark.parametrize(
    "sources",
    [
        ["part-1.csv", "part-10.csv", "part-2.csv"],
        "part-*.csv",
        ["part-1*.csv", Path("part-2.csv")],
        "**/part-*.csv",
        "part-[0-9]*.csv",
    ],
)
def test_several_files_are_taken_one_after_another_a_pattern_s_in_the_order_of_their_names(folder, sources):
    written("part-10.csv", NAMES, "yes,10")
    written("part-2.csv", NAMES, "yes,2", "no,3")
    written("part-1.csv", NAMES, "yes,1")
    written(".part-hidden.csv", NAMES, "yes,4")
    found = bc.assess_file(sources, "answers.csv", rules=POOLING)
    assert [row["outpatient_cost"] for row in rows_of("answers.csv")] == ["1", "10", "2", "3"]
    assert found.rows == 4


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (["p*.csv", "p1.csv"], "p1.csv, p1.csv"),
        (["p1.csv", "p*.csv"], "p1.csv, p1.csv"),
        (["p1.csv", "./p1.csv", "{folder}/p1.csv"], "p1.csv, p1.csv, {folder}/p1.csv"),
        (["p1.csv", "link.csv"], "p1.csv, link.csv"),
        (["hard.csv", "p2.csv", "p1.csv"], "hard.csv, p1.csv"),
        ("*.csv", "hard.csv, link.csv, p1.csv"),
    ],
)
def test_one_file_that_is_given_twice_is_refused_since_its_people_would_count_twice(folder, sources, names):
    written("p1.csv", NAMES, "yes,1")
    written("p2.csv", NAMES, "yes,2")
    (folder / "link.csv").symlink_to("p1.csv")
    (folder / "hard.csv").hardlink_to("p1.csv")
    given = sources if isinstance(sources, str) else [each.format(folder=folder) for each in sources]
    with refused(folder) as told:
        bc.assess_file(given, "answers.parquet", rules=POOLING)
    assert f"{names.format(folder=folder)}: the same file is given twice; give it once" in str(told.value).splitlines()


def test_several_parquet_files_are_taken_by_the_names_of_their_columns(folder):
    insured([1, 2]).write_parquet("part-1.parquet")
    insured([3]).select("outpatient_cost_fen", "has_resident_insurance").write_parquet("part-2.parquet")
    insured([]).cast({"outpatient_cost_fen": pl.Int64}).write_parquet("part-3.parquet")
    bc.assess_file("part-*.parquet", "answers.parquet", rules=POOLING)
    assert pl.read_parquet("answers.parquet")["outpatient_cost_fen"].to_list() == [1, 2, 3]


@every_kind
def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder, kind):
    for name, cost in (("people[12]", 1), ("people1", 2)):
        insured([cost]).write_parquet(f"{name}.parquet")
        written(f"{name}.csv", "has_resident_insurance,outpatient_cost_fen", f"yes,{cost}")
    bc.assess_file(f"people[12]{kind}", f"answers*{kind}", rules=POOLING)
    assert read(f"answers*{kind}")["outpatient_cost_fen"].to_list() == ["1"]


@every_kind
def test_the_names_of_folders_add_no_column(folder, kind):
    (folder / "year=2023").mkdir()
    insured([1]).write_parquet("year=2023/people.parquet")
    written("year=2023/people.csv", NAMES, "yes,800")
    bc.assess_file(f"year=2023/people{kind}", f"year=2023/answers{kind}", rules=POOLING)
    assert "year" not in read(f"year=2023/answers{kind}").columns


@every_kind
def test_names_may_be_chinese_and_hold_spaces_and_signs(folder, kind):
    written("居民 100% (1).csv", NAMES, "yes,800")
    bc.assess_file("居民 100% (1).csv", f"结果 #1{kind}", rules=POOLING)
    assert sorted(file.name for file in folder.iterdir()) == ["居民 100% (1).csv", f"结果 #1{kind}"]


def test_rows_keep_their_order_however_many_and_whatever_is_in_them(folder):
    draw = random.Random(1)
    notes = ["x", "a,b", 'q"q', "two\nlines", '"', "\n\n", "", " ", "张三\r\n“李四”"]
    insurance = {"has_resident_insurance": "yes"}
    rows = [insurance | {"outpatient_cost": str(at), "note": draw.choice(notes)} for at in range(60_000)]
    rows_written("people.csv", rows)
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount")
    assert [{name: row[name] for name in rows[0]} for row in rows_of("answers.csv")] == rows


# What is no fact --------------------------------------------------------------------------------------------------

TEXTS = [
    *("007", "1e5", "1.50", "+1", "NaN", "null", "NA", "true", "2023-05-01", "=1+1", "#no comment"),
    *("'", "\\", ";", "\t"),
    *("", " ", " spaces ", "a,b", ",", 'say "yes"', '"', '""', "two\nlines", "two\r\nlines", "one\rline", "\n"),
    *("张三", "，", "🙂", "e\u0301", "\u00a0", "\u200b", "\x00", "x" * 10_000),
]


def test_text_of_other_columns_comes_out_of_csv_as_it_went_in(folder):
    rows = [{"first": text, "has_resident_insurance": "yes", "outpatient_cost": "1", "last": text} for text in TEXTS]
    rows_written("people.csv", rows)
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount")
    assert [{name: row[name] for name in rows[0]} for row in rows_of("answers.csv")] == rows
    bc.assess_file("people.csv", "answers.parquet", rules=POOLING)
    table = pl.read_parquet("answers.parquet")
    for name in ("first", "last"):
        assert [text or "" for text in table[name].to_list()] == TEXTS


def test_the_text_of_facts_comes_out_of_csv_as_it_went_in_too(folder):
    rows = [{"has_resident_insurance": " 是 ", "outpatient_cost": "00,012.50"}, dict.fromkeys(NAMES.split(","), "?")]
    rows_written("people.csv", rows)
    bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert [{name: row[name] for name in rows[0]} for row in rows_of("answers.csv")] == rows


@pytest.mark.parametrize("line", [b"yes,800,x\r\n", b'"yes","800","x"\n', b"yes,800,x\n", b"yes,800,x"])
def test_lines_may_end_and_be_quoted_as_programs_do(folder, line):
    written("people.csv", f"{NAMES},note".encode(), line[len(line.rstrip()) :] or b"\n", line)
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount")
    assert Path("answers.csv").read_bytes() == f"\ufeff{NAMES},note,{ADDED}\nyes,800,x,56250,,\n".encode()


NAMED = ["姓 名", "a,b", "two\nlines", " spaces ", "007", "x_duplicated_0", "x", "Problem?", ""]


@pytest.mark.parametrize("name", [*NAMED, 'say "yes"', '"', '""', 'a"b'])
def test_the_names_of_other_columns_come_out_of_csv_as_they_went_in(folder, name):
    rows_written("people.csv", [{"has_resident_insurance": "yes", "outpatient_cost": "1", name: "x"}])
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount", problems="problems.csv")
    for file in ("answers.csv", "problems.csv"):
        with Path(file).open(encoding="utf-8-sig", newline="") as lines:
            assert next(csv.reader(lines)) == [*NAMES.split(","), name, *ADDED.split(",")]


@from_every_kind
def test_every_csv_file_begins_with_one_byte_order_mark_whatever_it_was_made_from(folder, source_kind):
    insured([80000]).write_parquet("people.parquet")
    written("people.csv", NAMES, "yes,800")
    written("marked.csv", MARK, NAMES, "yes,800")
    for source in (f"people{source_kind}", "marked.csv", ["people.csv", "marked.csv"]):
        bc.assess_file(source, "answers.csv", rules=POOLING, detail="amount", problems="problems.csv")
        for file in ("answers.csv", "problems.csv"):
            content = Path(file).read_bytes()
            assert content.startswith(MARK + b"has_resident_insurance,")
            assert content.count(MARK) == 1
        assert {row["outpatient_pooling_fen"] for row in rows_of("answers.csv")} == {"56250"}


def test_a_byte_order_mark_is_no_part_of_a_name_in_parquet(folder):
    written("people.csv", MARK, NAMES, "yes,800")
    bc.assess_file("people.csv", "answers.parquet", rules=POOLING, detail="amount")
    assert pl.read_parquet("answers.parquet").columns == [*NAMES.split(","), *ADDED.split(",")]


def test_other_columns_keep_their_types_and_values_in_parquet(folder):
    table = insured([1, 2]).with_columns(
        pl.Series("int8", [1, None], pl.Int8),
        pl.Series("uint64", [2**64 - 1, 0], pl.UInt64),
        pl.Series("float", [0.1, float("inf")]),
        pl.Series("decimal", [Decimal("1.230"), None], pl.Decimal(10, 3)),
        pl.Series("date", [date(2023, 5, 1), None]),
        pl.Series("datetime", [datetime(2023, 5, 1, 1, 2, 3, 4), None]),  # noqa: DTZ001 - a zone would be another type
        pl.Series("time", [time(1, 2, 3), None]),
        pl.Series("binary", [b"\xff\x00", None]),
        pl.Series("enum", ["b", "a"], pl.Enum(["b", "a"])),
        pl.Series("list", [[1, 2], None]),
        pl.Series("struct", [{"a": 1}, {"a": None}]),
        pl.Series("nothing", [None, None]),
        pl.Series("text", ["", None]),
    )
    table.write_parquet("people.parquet")
    bc.assess_file("people.parquet", "answers.parquet", rules=POOLING)
    told = pl.read_parquet("answers.parquet").select(table.columns)
    assert told.schema == table.schema
    assert told.equals(table)


def test_a_short_line_has_nothing_in_its_last_columns(folder):
    written("people.csv", f"{NAMES},note", "yes,800", "yes", "yes,800,x")
    found = bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert [row["note"] for row in rows_of("answers.csv")] == ["", "", "x"]
    assert (found.problems, found.missing) == ({}, {"outpatient_cost": 1})


# Few rows ---------------------------------------------------------------------------------------------------------


@from_every_kind
@to_every_kind
def test_a_file_without_rows_stays_one_with_the_columns_added(folder, source_kind, target_kind):
    nobody = no_people(ANNOUNCED)
    nobody.write_csv("people.csv")
    nobody.write_parquet("people.parquet")
    called = []
    found = bc.assess_file(f"people{source_kind}", f"answers{target_kind}", progress=lambda *each: called.append(each))
    assert (found.rows, found.with_problem, found.problems, called) == (0, 0, {}, [])
    frame = pl.read_parquet if target_kind == ".parquet" else pl.read_csv
    assert frame(f"answers{target_kind}").columns == bc.assess_table(nobody).columns


@to_every_kind
def test_where_all_rows_are_wrong_all_are_kept(folder, target_kind):
    rows_written("people.csv", [dict.fromkeys(PERSON, "-1")] * 3)
    found = bc.assess_file("people.csv", f"answers{target_kind}", problems="problems.csv")
    assert (found.rows, found.with_problem) == (3, 3)
    assert {problem.partition(" ")[0] for problem in found.problems} == set(PERSON)
    assert set(found.problems.values()) == {3}
    problems = rows_of("problems.csv")
    assert len(problems) == 3
    results = [name for name in problems[0] if name not in PERSON and name not in {"problem", "missing"}]
    assert {row[name] for row in problems for name in results} == {""}
    if target_kind == ".csv":
        assert Path("answers.csv").read_bytes() == Path("problems.csv").read_bytes()


# Facts as people write them ---------------------------------------------------------------------------------------

WRITTEN = {
    "outpatient_cost": [
        *("800", "0", "0.00", "82.0", "1200.5", "1,200.50", "12,345,678.9"),
        *("999999999.99", "1000000000", "1,000,000,000.00"),
        *("007", "0,012", "0000000000000800.10", " 1200.50 ", "\t5", "\u3000800", "\u00a0800\u00a0", "800\n"),
    ],
    "chronic_cost": ["500.01", "10,000"],
    "eligible_cost": ["6500", "6500.00"],
    "basic_insurance_paid": ["0", "9,500.00"],
    "care_home_cost": ["0.01", "36000"],
    "age": ["60", "59", "0", "150", "060", "0060", " 60 ", "60."],
    "care_home_stars": ["0", "1", "2", "3", "5", "02"],
    "care_need": [
        *("none", "partial", "full", "Partial", "FULL", " full ", "None", "fully", "partly"),
        *("能自理", "自理", "半失能", "部分失能", "半自理", "失能", "完全失能", "全失能", "不能自理", " 失能 "),
    ],
    "sex": ["female", "male", "Male", "F", "m", "woman", "man", "女", "男", "女士", "男性"],
    "is_rural": [
        *("yes", "no", "Yes", "NO", "y", "n", "Y", "N", "true", "false", "TRUE", "False", " yes ", "yeah", "nope"),
        *("是", "否", "是的", "不是", "有", "没有", "无", "对", "嗯", "要", "不要", " 是 "),
    ],
    "is_unemployed": ["是", "否"],
    "wants_placement": ["愿意", "不愿意", "想", "不想"],
}


@pytest.mark.parametrize("fact", WRITTEN)
def test_text_is_read_as_the_rule_for_one_person_reads_it(folder, fact):
    rules = [rule for rule in ANNOUNCED if fact in rule.facts._fields]
    rows = [PERSON | {"sex": "male", "age": "58"} | {fact: text} for text in WRITTEN[fact]]
    rows_written("people.csv", rows)
    found = bc.assess_file("people.csv", "answers.csv", rules=rules, detail="lines")
    assert found.problems == {}
    for row, told in zip(rows, rows_of("answers.csv"), strict=True):
        for rule in rules:
            answer = rule.estimate(**{name: row[name] for name in rule.facts._fields})
            expected = {f"{rule.name}_eligible": {True: "yes", False: "no", None: "depends"}[answer.eligible]}
            if rule.gives_money:
                figures = {"": answer.amount, "_at_least": answer.at_least, "_at_most": answer.at_most}
                expected |= {f"{rule.name}{which}_fen": str(int(each * 100)) for which, each in figures.items()}
            assert {name: told[name] for name in expected} == expected, (row[fact], rule.name)


SAME = [
    ("outpatient_cost", "800", "800."),
    ("outpatient_cost", "800.10", "800.100"),
    ("outpatient_cost", "800.10", "800.1" + "0" * 100),
    ("outpatient_cost", "800", "0" * 100 + "800"),
    ("age", "60", "60.0"),
    ("age", "60", "60.000"),
    ("age", "60", "0" * 100 + "60"),
    ("care_home_stars", "2", "2.0"),
]
AS_PEOPLE_WRITE = [
    *(("outpatient_cost", "800", text) for text in ("8百", "¥800", "800元", "８００", "800。")),
    *(("outpatient_cost", plain, text) for plain, text in (("0.50", ".5"), ("0", "-0"), ("1200", "1 200"))),
    ("outpatient_cost", "12000", "1.2万"),
    *(("age", "60", text) for text in ("60岁", "60 years", "６０", "60。")),
    *(("is_rural", "yes", text) for text in ("yes.", "是。", "ＹＥＳ")),
    *(("care_need", "full", text) for text in ("full.", "失能。", "ｆｕｌｌ")),
]


@pytest.mark.parametrize("same", [SAME, AS_PEOPLE_WRITE], ids=["zeros of programs", "as people write"])
def test_another_spelling_of_a_value_changes_nothing(folder, same):
    rows_written("people.csv", [PERSON | {fact: plain} for fact, plain, _ in same])
    rows_written("again.csv", [PERSON | {fact: text} for fact, _, text in same])
    for source in ("people.csv", "again.csv"):
        assert bc.assess_file(source, f"of-{source}", detail="lines").problems == {}
    for (fact, plain, _), row, again in zip(same, rows_of("of-people.csv"), rows_of("of-again.csv"), strict=True):
        assert {**again, fact: plain} == row


def test_money_in_a_file_may_be_in_whole_fen_too(folder):
    texts = {"80000": "56250", "80,000": "56250", "80000.0": "56250", "080000": "56250", "80000.5": "", "-1": ""}
    rows = [{"has_resident_insurance": "yes", "outpatient_cost_fen": text} for text in texts]
    rows_written("people.csv", rows)
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount")
    told = rows_of("answers.csv")
    assert [row["outpatient_pooling_fen"] for row in told] == list(texts.values())
    assert [row["problem"] for row in told[-2:]] == [
        "outpatient_cost_fen has a fraction of a fen (0.01 yuan), the smallest amount",
        "outpatient_cost_fen is less than zero",
    ]


def test_text_that_is_no_number_of_fen_is_told_with_an_example_in_fen(folder):
    rows_written("people.csv", [{"has_resident_insurance": "yes", "outpatient_cost_fen": "80O"}])
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount")
    assert rows_of("answers.csv")[0]["problem"] == "outpatient_cost_fen is not a number of fen such as 120050"


NO_AMOUNT = "is not an amount such as 1200.50"
PAST = "is more than one billion yuan, the greatest amount this library computes"
FRACTION = "has a fraction of a fen (0.01 yuan), the smallest amount"
AGE = "is not a whole number from 0 to 150"
NEITHER = "is neither yes nor no"
WRONG = [
    ("outpatient_cost", "-1", "is less than zero"),
    ("outpatient_cost", "-0.01", "is less than zero"),
    ("outpatient_cost", "-1,200.505", "is less than zero"),
    ("outpatient_cost", "-" + "9" * 100, "is less than zero"),
    ("outpatient_cost", "1.234", FRACTION),
    ("outpatient_cost", "0.001", FRACTION),
    ("outpatient_cost", "0." + "0" * 100 + "1", FRACTION),
    ("outpatient_cost", "1000000000.01", PAST),
    ("outpatient_cost", "12345678901.00", PAST),
    ("outpatient_cost", "9223372036854775808", PAST),
    ("outpatient_cost", "92233720368547758.08", PAST),
    ("outpatient_cost", "9" * 100, PAST),
    ("outpatient_cost", "9" * 100 + ".99", PAST),
    ("outpatient_cost", "12,345,678,901", PAST),
    *(
        ("outpatient_cost", text, NO_AMOUNT)
        for text in (
            *("abc", "NaN", "inf", "null", "-", ".", ",", "1e5", "1.2e3", "0x10", "1_000", "+5", "--5", "5-", "1..2"),
            *("1,2,3", "1,200,", ",200", "1200,00", "12,34,567", "0001,200", "1.200,50", '"5"', "١٢", "⑤", "²"),
        )
    ),
    ("care_home_cost", "free", NO_AMOUNT),
    *(("age", text, AGE) for text in ("2.5", "-1", "-0", "151", "1e1", "abc", "NaN", "9" * 100, "6O", "60.01")),
    ("care_home_stars", "6", "is not a whole number from 0 to 5"),
    ("care_home_stars", "***", "is not a whole number from 0 to 5"),
    *(("is_rural", text, NEITHER) for text in ("maybe", "1", "0", "on", "t", "yes no", "null")),
    *(("care_need", text, "is not one of: none, partial, full") for text in ("maybe", "1", "half", "残疾")),
    *(("sex", text, "is not one of: female, male") for text in ("x", "0", "fm", "人")),
]


def test_wrong_text_is_told_exactly_and_empties_the_results_that_rest_on_it_and_no_other(folder):
    rows_written("people.csv", [PERSON, *(PERSON | {fact: text} for fact, text, _ in WRONG)])
    found = bc.assess_file("people.csv", "answers.csv", detail="lines")
    right, *wrong = rows_of("answers.csv")
    assert right["problem"] == ""
    assert [row["problem"] for row in wrong] == [f"{fact} {reason}" for fact, _, reason in WRONG]
    for row, (fact, *_) in zip(wrong, WRONG, strict=True):
        for rule in ANNOUNCED:
            names = [name for name in row if name.startswith(rule.name)]
            expected = dict.fromkeys(names, "") if fact in rule.facts._fields else {each: right[each] for each in names}
            assert {name: row[name] for name in names} == expected
    assert (found.rows, found.with_problem) == (len(WRONG) + 1, len(WRONG))


def test_a_cell_of_nothing_of_spaces_or_not_known_is_missing_and_no_problem(folder):
    rows_written("people.csv", [PERSON | {fact: blank} for fact in PERSON for blank in ("", " ", "不知道")])
    found = bc.assess_file("people.csv", "answers.csv")
    assert found.problems == {}
    assert {row["missing"] for row in rows_of("answers.csv")} <= {"", *PERSON}
    assert found.missing["outpatient_cost"] == 3


def test_more_paid_than_the_cost_is_a_problem_of_that_row(folder):
    rows = [PERSON | {"critical_illness_paid": paid} for paid in ("4,000.00", "4,000.01")]
    rows_written("people.csv", rows)
    bc.assess_file("people.csv", "answers.csv", rules=[medical_assistance])
    told = "basic_insurance_paid, critical_illness_paid: more paid than eligible_cost"
    assert [row["problem"] for row in rows_of("answers.csv")] == ["", told]


def test_everything_wrong_with_a_row_is_said_at_once_in_the_language_asked_for(folder):
    rows_written("people.csv", [PERSON | {"age": "old", "outpatient_cost": "-1", "care_need": "much"}])
    bc.assess_file("people.csv", "answers.csv")
    english = "outpatient_cost is less than zero; age is not a whole number from 0 to 150; care_need is not one of: "
    assert rows_of("answers.csv")[0]["problem"] == f"{english}none, partial, full"
    bc.assess_file("people.csv", "answers.csv", lang="zh", rules=[care_home_subsidy])
    assert rows_of("answers.csv")[0]["problem"].startswith("age 不是 0 到 150 的整数; care_need ")


# Problems and counts ----------------------------------------------------------------------------------------------


@to_every_kind
@pytest.mark.parametrize("problems_kind", [".parquet", ".csv"])
def test_the_file_of_problems_holds_just_the_rows_that_have_one_as_they_are_in_the_target(
    folder, target_kind, problems_kind
):
    written("people.csv", f"{NAMES},note", "yes,800,a", "yes,-1,b", "no,1,c", 'maybe,1,"d, e"', "yes,-1,")
    target, problems = f"answers{target_kind}", f"problems{problems_kind}"
    found = bc.assess_file("people.csv", target, rules=POOLING, problems=problems)
    wrong = read(target).filter(pl.col("problem").is_not_null())
    assert read(problems).equals(wrong)
    assert read(problems)["note"].to_list() == ["b", "d, e", None]
    assert (found.rows, found.with_problem) == (5, 3)


def read(name):
    """All cells of a file as text."""
    if name.endswith(".csv"):
        return pl.read_csv(name, infer_schema=False)
    return pl.read_parquet(name).cast(pl.String)


def test_the_file_of_problems_has_names_alone_where_there_are_none(folder):
    written("people.csv", NAMES, "yes,800")
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, detail="amount", problems=Path("problems.csv"))
    assert Path("problems.csv").read_text(encoding="utf-8-sig") == f"{NAMES},{ADDED}\n"


def test_a_summary_counts_rows_and_problems_and_tells_them_in_both_languages(folder):
    written("people.csv", NAMES, "yes,800", "yes,-1", "maybe,-1", "yes,800")
    found = bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert found[:3] == (
        4,
        2,
        {"outpatient_cost is less than zero": 2, "has_resident_insurance is neither yes nor no": 1},
    )
    assert found.notices == ()
    assert (
        str(found)
        == found.explain("en")
        == (
            "2 of 4 rows have a problem\n"
            "2 × outpatient_cost is less than zero\n"
            "1 × has_resident_insurance is neither yes nor no"
        )
    )
    chinese = bc.assess_file("people.csv", "answers.csv", rules=POOLING, lang="zh").explain("zh")
    assert chinese.splitlines()[:2] == ["4 行中有 2 行有问题", "2 行：outpatient_cost 小于零"]
    assert isinstance(found, bc.Summary)


def test_a_problem_is_counted_once_whatever_signs_are_in_it(folder):
    written("people.csv", NAMES, "yes,much")
    found = bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert len(found.problems) == 1


def test_a_last_line_without_an_end_is_noticed_for_each_such_file(folder):
    written("whole.csv", NAMES, "yes,1")
    written("cut-1.csv", NAMES, b"yes,80")
    written("cut-2.csv", NAMES, b"yes,8")
    insured([1]).write_parquet("people.parquet")
    told = "the last line has no end; if the file was cut short, its last row is not right"
    found = bc.assess_file(["whole.csv", "cut-1.csv", "cut-2.csv"], "answers.csv", rules=POOLING)
    assert found.explain().splitlines() == [
        f"cut-1.csv: {told}",
        f"cut-2.csv: {told}",
        "0 of 3 rows have a problem",
    ]
    assert found.explain("zh").splitlines()[0].startswith("cut-1.csv：")
    assert [row["outpatient_cost"] for row in rows_of("answers.csv")] == ["1", "80", "8"]
    for source in ("whole.csv", "people.parquet"):
        assert bc.assess_file(source, "answers.csv", rules=POOLING).notices == ()


@pytest.mark.parametrize("kind", [".parquet", ".csv"])
def test_progress_is_told_up_to_the_last_row_of_the_last_file(folder, kind):
    rows = 40_000
    for at in range(5):
        table = insured([at] * rows)
        table.write_parquet(f"people-{at}.parquet")
        table.rename({"outpatient_cost_fen": "outpatient_cost"}).write_csv(f"people-{at}.csv")
    called = []
    bc.assess_file(f"people-*{kind}", "answers.parquet", rules=POOLING, progress=lambda *each: called.append(each))
    assert called[-1] == (5 * rows, 5 * rows)
    assert len(called) > 1
    assert called == sorted(set(called))
    assert {of for _, of in called} == {5 * rows}


def test_progress_is_told_in_whichever_thread_a_part_is_read(folder, monkeypatch):
    # Polars reads in threads of its own, where nobody measures which lines of this library are run.
    monkeypatch.setattr(pl.LazyFrame, "map_batches", lambda frame, told, **_: told(frame.collect()).lazy())
    written("people.csv", NAMES, "yes,800", "yes,-1")
    called = []
    bc.assess_file("people.csv", "answers.csv", rules=POOLING, progress=lambda *each: called.append(each))
    assert called == [(2, 2)]
    assert [row["outpatient_pooling_fen"] for row in rows_of("answers.csv")] == ["56250", ""]


def test_strict_writes_where_no_row_has_a_problem(folder):
    written("people.csv", NAMES, "yes,800")
    assert bc.assess_file("people.csv", "answers.csv", rules=POOLING, strict=True).rows == 1
    assert rows_of("answers.csv")[0]["outpatient_pooling_fen"] == "56250"


@every_kind
def test_strict_writes_nothing_where_a_row_has_a_problem_and_tells_the_counts(folder, kind):
    written("people.csv", NAMES, "yes,800", "yes,-1", "yes,-1", "maybe,1")
    with refused(folder) as told:
        bc.assess_file("people.csv", f"answers{kind}", rules=POOLING, strict=True, problems="problems.csv")
    assert str(told.value).splitlines() == [
        "3 of 4 rows have a problem",
        "2 × outpatient_cost is less than zero",
        "1 × has_resident_insurance is neither yes nor no",
    ]


# What is refused before any work ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("absent.csv", "answers.csv", "absent.csv: there is no such file"),
        ("absent-*.csv", "answers.csv", "absent-*.csv: there is no such file"),
        ("absent/people.csv", "answers.csv", "absent/people.csv: there is no such file"),
        ("people.csv/x.csv", "answers.csv", "people.csv/x.csv: there is no such file"),
        ("http://localhost/people.csv", "answers.csv", "http://localhost/people.csv: there is no such file"),
        ("people.xlsx", "answers.csv", "people.xlsx: the name must end in .parquet, .csv"),
        ("people", "answers.csv", "people: the name must end in .parquet, .csv"),
        ("", "answers.csv", ".: the name must end in .parquet, .csv"),
        ("folder.csv", "answers.csv", "folder.csv: is a folder; give the files in it, such as folder.csv/*.parquet"),
        ("folder*", "answers.csv", "folder.csv: is a folder; give the files in it, such as folder.csv/*.parquet"),
        ("people.*", "answers.csv", "people.xlsx: the name must end in .parquet, .csv"),
        (["people.csv", "people.parquet"], "answers.csv", "the sources are of several kinds; give Parquet or CSV"),
        ([], "answers.csv", "give at least one source"),
        ("people.csv", "answers.xlsx", "answers.xlsx: the name must end in .parquet, .csv"),
        ("people.csv", "answers", "answers: the name must end in .parquet, .csv"),
        ("people.csv", "answers.csv.gz", "answers.csv.gz: the name must end in .parquet, .csv"),
        ("people.csv", ".csv", ".csv: the name must end in .parquet, .csv"),
        ("people.csv", "folder.csv", "folder.csv: is a folder; give the files in it, such as folder.csv/*.parquet"),
        ("people.csv", "absent/answers.csv", "absent/answers.csv: there is no such folder"),
        ("people.csv", "people.csv/answers.csv", "people.csv/answers.csv: there is no such folder"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(folder, source, target, told):
    written("people.csv", NAMES, "yes,800")
    written("people.xlsx")
    written("people")
    insured([1]).write_parquet("people.parquet")
    (folder / "folder.csv").mkdir()
    with refused(folder) as caught:
        bc.assess_file(source, target, rules=POOLING)
    assert told in str(caught.value).splitlines()


def test_every_source_that_cannot_be_read_is_named_at_once(folder):
    written("people.csv", NAMES)
    written("people.xlsx")
    with refused(folder) as told:
        bc.assess_file(["absent-1.csv", "people.csv", "people.xlsx", "absent-2.csv"], "answers.csv")
    assert str(told.value).splitlines() == [
        "absent-1.csv: there is no such file",
        "absent-2.csv: there is no such file",
        "people.xlsx: the name must end in .parquet, .csv",
        "the sources are of several kinds; give Parquet or CSV",
    ]


def test_every_target_that_cannot_be_written_is_named_at_once(folder):
    written("people.csv", NAMES)
    with refused(folder) as told:
        bc.assess_file("people.csv", "answers.xlsx", problems="absent/problems.csv")
    assert str(told.value).splitlines() == [
        "answers.xlsx: the name must end in .parquet, .csv",
        "absent/problems.csv: there is no such folder",
    ]


def test_sources_and_targets_are_named_at_once(folder):
    with refused(folder) as told:
        bc.assess_file("absent.csv", "absent/answers.csv")
    assert str(told.value).splitlines() == [
        "absent.csv: there is no such file",
        "absent/answers.csv: there is no such folder",
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("people.csv", "people.csv"),
        ("people.csv", "./people.csv"),
        ("people.csv", "sub/../people.csv"),
        ("people.csv", "{folder}/people.csv"),
        ("{folder}/people.csv", "people.csv"),
        ("people.csv", "link.csv"),
        ("link.csv", "people.csv"),
        ("people.csv", "hard.csv"),
        ("people.csv", "below/people.csv"),
        ("p*.csv", "people.csv"),
        (["other.csv", "people.csv"], "people.csv"),
    ],
)
@pytest.mark.parametrize("which", ["target", "problems"])
def test_a_source_is_never_written_over(folder, source, target, which):
    written("people.csv", NAMES, "yes,800")
    written("other.csv", NAMES, "yes,1")
    (folder / "link.csv").symlink_to("people.csv")
    (folder / "hard.csv").hardlink_to("people.csv")
    (folder / "below").symlink_to(folder)
    (folder / "sub").mkdir()
    source = [each.format(folder=folder) for each in ([source] if isinstance(source, str) else source)]
    target = target.format(folder=folder)
    files = {"target": target} if which == "target" else {"target": "answers.csv", "problems": target}
    with refused(folder) as told:
        bc.assess_file(source, **files, rules=POOLING)
    assert str(told.value) == f"{Path(target)}: a source is never written over; give another name"


@pytest.mark.parametrize("problems", ["answers.csv", "./answers.csv", "link.csv", "{folder}/answers.csv"])
def test_the_target_is_not_the_file_of_problems_too(folder, problems):
    written("people.csv", NAMES, "yes,800")
    (folder / "link.csv").symlink_to("answers.csv")
    with refused(folder) as told:
        bc.assess_file("people.csv", "answers.csv", problems=problems.format(folder=folder), rules=POOLING)
    assert str(told.value) == "answers.csv: the target cannot be the file of the problems too"


def test_what_is_asked_wrongly_is_refused(folder):
    written("people.csv", NAMES, "yes,800")
    for asked, told in (
        ({"detail": "much"}, "detail: 'much' is not one of: amount, range, lines"),
        ({"rules": []}, "rules: give at least one rule"),
        ({"rules": [bread_allowance]}, "zhangdian-2022 says nothing of bread_allowance"),
        ({"policy": "atlantis"}, "there is no policy atlantis"),
        ({"policy": Path("absent.toml")}, "absent.toml: cannot be read"),
        ({"lang": "fr"}, "There are no words in 'fr'"),
    ):
        with refused(folder) as caught:
            bc.assess_file("people.csv", "answers.csv", **{"rules": POOLING, **asked})
        assert told in str(caught.value)


# Columns that cannot be used --------------------------------------------------------------------------------------


@every_kind
def test_every_column_that_is_missing_is_named_at_once(folder, kind):
    pl.DataFrame({"id": ["1"]}).write_csv("people.csv")
    pl.DataFrame({"id": [1]}).write_parquet("people.parquet")
    with refused(folder) as told:
        bc.assess_file(f"people{kind}", "answers.csv")
    lines = str(told.value).splitlines()
    assert [line.partition(": there is no such column; needed: ")[0] for line in lines] == ASKED


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("age", "60", "age: a column of String; needed: whole numbers (Int64)"),
        ("is_dibao", 1, "is_dibao: a column of Int64; needed: true or false (Boolean)"),
        ("care_need", 2, "care_need: a column of Int64; needed: text: none, partial, full"),
        (
            "outpatient_cost_fen",
            1.0,
            "outpatient_cost_fen: a column of Float64; needed: yuan with decimals in outp",
        ),
        ("outpatient_cost", 1, "outpatient_cost, outpatient_cost_fen: the same fact twice; leave one out"),
    ],
)
def test_a_column_of_a_wrong_type_in_parquet_is_refused(folder, column, value, told):
    table = as_columns([dict.fromkeys(FACTS, 0)])
    table.with_columns(pl.Series(column, [value])).write_parquet("people.parquet")
    with refused(folder) as caught:
        bc.assess_file("people.parquet", "answers.parquet")
    assert told in str(caught.value)


@every_kind
@pytest.mark.parametrize("name", ["problem", "Problem", "outpatient_pooling_fen", "OUTPATIENT_Pooling_Fen"])
def test_a_column_that_would_be_overwritten_is_refused(folder, kind, name):
    insured([1]).with_columns(pl.lit("x").alias(name)).write_parquet("people.parquet")
    rows_written("people.csv", [{"has_resident_insurance": "yes", "outpatient_cost": "1", name: "x"}])
    with refused(folder) as told:
        bc.assess_file(f"people{kind}", "answers.csv", rules=POOLING)
    assert str(told.value) == f"{name}: this column would be overwritten; rename it"


def test_the_columns_of_an_earlier_run_are_all_named(folder):
    written("people.csv", NAMES, "yes,800")
    bc.assess_file("people.csv", "first.csv", rules=POOLING)
    with refused(folder) as told:
        bc.assess_file("first.csv", "answers.csv", rules=POOLING)
    assert len(told.value.problems) == 6


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("has_resident_insurance,outpatient_cost,a,a,b,b,c", "people.csv: more than one column has the name: a, b"),
        (f"{NAMES},outpatient_cost", "people.csv: more than one column has the name: outpatient_cost"),
        (
            'has_resident_insurance,outpatient_cost,"a\nb","a\nb"',
            "people.csv: more than one column has the name: a\N{REPLACEMENT CHARACTER}b",
        ),
        ("has_resident_insurance,outpatient_cost,,", "people.csv: more than one column has the name: "),
        ("\nhas_resident_insurance,outpatient_cost,a,a", "people.csv: more than one column has the name: a"),
    ],
)
def test_twofold_names_in_csv_are_refused(folder, names, told):
    written("people.csv", names, "yes,800")
    with refused(folder) as caught:
        bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert str(caught.value).startswith(told)


def test_twofold_names_in_parquet_are_refused(folder):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = [pa.array([True]), pa.array([1]), pa.array([1]), pa.array([2])]
    table = pa.Table.from_arrays(columns, names=["has_resident_insurance", "outpatient_cost_fen", "a", "a"])
    parquet.write_table(table, "people.parquet")
    with refused(folder):
        bc.assess_file("people.parquet", "answers.parquet", rules=POOLING)


@pytest.mark.parametrize(
    "names",
    [
        "outpatient_cost,has_resident_insurance",
        "has_resident_insurance",
        f"{NAMES},note",
        "Has_Resident_Insurance,outpatient_cost",
        "yes,800",
        "",
    ],
)
def test_csv_files_of_other_columns_than_the_first_are_all_named(folder, names):
    written("part-1.csv", NAMES, "yes,800")
    for name in ("part-2.csv", "part-4.csv"):
        written(name, names, "yes,800")
    written("part-3.csv", MARK, NAMES, "yes,1")
    if not names:
        written("part-2.csv")
        written("part-4.csv")
    with refused(folder) as told:
        bc.assess_file("part-*.csv", "answers.csv", rules=POOLING)
    assert str(told.value).splitlines() == [
        "part-2.csv: other columns than in the first source",
        "part-4.csv: other columns than in the first source",
    ]


@pytest.mark.parametrize(
    "other",
    [
        insured([1]).with_columns(note=pl.lit("x")),
        insured([1]).drop("outpatient_cost_fen"),
        insured([1]).cast({"outpatient_cost_fen": pl.Int32}),
        insured([1]).cast({"outpatient_cost_fen": pl.String}),
    ],
    ids=["one more", "one less", "narrower", "text"],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_parquet_files_of_several_schemas_are_refused(folder, other, is_first):
    insured([1]).write_parquet("part-2.parquet")
    other.write_parquet("part-1.parquet" if is_first else "part-3.parquet")
    with refused(folder):
        bc.assess_file("part-*.parquet", "answers.parquet", rules=POOLING)


def test_an_empty_line_is_nobody(folder):
    Path("people.csv").write_text(f"{NAMES}\nyes,800\n\n,\nyes,900\n\n", encoding="utf-8")
    found = bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert (found.rows, found.problems) == (2, {})
    # 75 % of what is above 50 yuan
    assert pl.read_csv("answers.csv")["outpatient_pooling_fen"].to_list() == [562_50, 637_50]


# Content that cannot be read --------------------------------------------------------------------------------------

NOT_UTF_8 = "people.csv: line {}: is not UTF-8; save it as “CSV UTF-8”"
MORE = 'people.csv: line {}: more cells than columns; an amount with a comma needs quotes, as "1,500"'
QUOTE = "people.csv: line {}: a quote is not closed, or does not belong there"
RETURN = "people.csv: line {}: ends in a carriage return alone"
OTHERWISE = "people.csv: the columns are separated by {}; save it as CSV with commas"
UNREADABLE = "people.csv: cannot be read, or its results not be written: "


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([f"{NAMES},姓名".encode("gbk"), b"\nyes,800,x\n"], NOT_UTF_8.format(1)),
        ([f"{NAMES},name", "yes,800,张三".encode("gbk"), b"\n"], NOT_UTF_8.format(2)),
        ([NAMES, "是,800".encode("gbk"), b"\n"], NOT_UTF_8.format(2)),
        ([f"{NAMES}\nyes,800\n".encode("utf-16")], NOT_UTF_8.format(1)),
        ([NAMES, *["yes,800"] * 5_000, "是,800".encode("gbk"), b"\n"], NOT_UTF_8.format(5_002)),
        ([NAMES, "yes,800,x"], MORE.format(2)),
        ([NAMES, *["yes,800"] * 5_000, "yes,800,x"], MORE.format(5_002)),
        ([NAMES, 'yes,"1,500"', "yes,1,500"], MORE.format(3)),
        ([f"{NAMES},note", 'yes,800,"x', "yes,800,x"], QUOTE.format(2)),
        ([f"{NAMES},note", "yes,800,x", 'yes,800,"x'], QUOTE.format(3)),
        ([f"{NAMES},note", "yes,800,x", b'yes,800,"x'], QUOTE.format(3)),
        ([f"{NAMES},note", 'yes,800,5" pipe', "yes,800,x"], QUOTE.format(2)),
        ([f"{NAMES},note", 'yes,800,5" pipe', 'yes,800,6" pipe'], QUOTE.format(2)),
        ([f"{NAMES},note", 'yes,800,"a"b'], QUOTE.format(2)),
        ([f"{NAMES}\ryes,800\ryes,900\r".encode()], RETURN.format(1)),
        ([NAMES, b"yes,800\ryes,900\n"], RETURN.format(2)),
        ([NAMES.replace(",", ";"), "yes;800"], OTHERWISE.format("semicolons")),
        ([NAMES.replace(",", "\t"), "yes\t800"], OTHERWISE.format("tabs")),
        ([NAMES.replace(",", "|"), "yes|800"], OTHERWISE.format("bars")),
        ([], UNREADABLE),
        ([MARK], UNREADABLE),
        (["", ""], UNREADABLE),
        ([f'{NAMES},"note', *["yes,800,x"] * 15_000], QUOTE.format(1)),
        ([f'{NAMES},"note', "yes,800,x"], QUOTE.format(1)),
        pytest.param(
            [f'{NAMES},5" pipe', "yes,800,x"],
            "people.csv: ",
            marks=reported(pytest.fail.Exception, why="every row is taken for a part of a name, and none is told of"),
        ),
    ],
)
def test_a_csv_file_that_cannot_be_read_in_full_is_refused(folder, lines, told):
    written("people.csv", *lines)
    for target in ("answers.csv", "answers.parquet"):
        with refused(folder) as caught:
            bc.assess_file("people.csv", target, rules=POOLING)
        assert str(caught.value).startswith(told)
        assert len(str(caught.value).splitlines()) == len(caught.value.problems)


def parquet_bytes():
    insured([1, 2, 3]).write_parquet("whole.parquet")
    return Path("whole.parquet").read_bytes()


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: b"",
        lambda whole: whole[:4],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-8],
        lambda whole: whole[:-1],
        lambda whole: whole + b"\n",
        lambda whole: f"{NAMES}\nyes,800\n".encode(),
    ],
    ids=["empty", "its mark alone", "half", "without its end", "a byte short", "a byte more", "CSV"],
)
def test_a_parquet_file_that_is_not_whole_is_refused(folder, damaged):
    written("people.parquet", damaged(parquet_bytes()))
    with refused(folder) as told:
        bc.assess_file("people.parquet", "answers.parquet", rules=POOLING)
    assert str(told.value).startswith("people.parquet: cannot be read, or its results not be written: parquet: ")


def test_a_parquet_file_that_is_damaged_within_is_refused(folder):
    whole = parquet_bytes()
    written("people.parquet", whole[:4] + bytes(60) + whole[64:])
    with refused(folder) as told:
        bc.assess_file("people.parquet", "answers.parquet", rules=POOLING)
    assert str(told.value).startswith("people.parquet: cannot be read")


def test_a_parquet_file_that_is_called_csv_is_refused(folder):
    written("people.csv", parquet_bytes())
    with refused(folder) as told:
        bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert str(told.value).startswith("people.csv: line 1: ")


def test_what_csv_cannot_hold_is_refused(folder):
    insured([1]).with_columns(list=pl.Series([[1, 2]])).write_parquet("people.parquet")
    with refused(folder) as told:
        bc.assess_file("people.parquet", "answers.csv", rules=POOLING)
    assert "CSV format does not support nested data" in str(told.value)


@pytest.mark.parametrize(("source", "target"), [("people.csv", "x" * 300 + ".csv"), ("x" * 300 + ".csv", "y.csv")])
def test_a_name_that_is_too_long_is_refused(folder, source, target):
    written("people.csv", NAMES, "yes,800")
    with refused(folder):
        bc.assess_file(source, target, rules=POOLING)


@pytest.mark.parametrize("points_to", ["absent.csv", "people.csv"])
def test_a_link_that_leads_nowhere_is_refused_as_a_source(folder, points_to):
    (folder / "people.csv").symlink_to(points_to)
    with refused(folder) as told:
        bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert str(told.value).startswith("people.csv")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
@pytest.mark.parametrize("is_source", [True, False])
@pytest.mark.parametrize("name", ["居民.csv", "居民?.csv"])
def test_a_name_that_is_not_utf_8_is_refused(folder, name, is_source):
    gbk = os.fsdecode(name.encode("gbk"))
    written(gbk if is_source else "people.csv", NAMES, "yes,800")
    with refused(folder):
        bc.assess_file(gbk if is_source else "people.csv", "answers.csv" if is_source else gbk, rules=POOLING)


@every_kind
def test_a_source_that_changes_while_it_is_read_is_refused(folder, kind, monkeypatch):
    def source(costs):
        insured(costs).write_parquet("people.parquet")
        insured(costs).rename({"outpatient_cost_fen": "outpatient_cost"}).write_csv("people.csv")

    counted = files._counted

    def changes_once_counted(frame, *of):
        source([1, 2, 3])
        return counted(frame, *of)

    monkeypatch.setattr(files, "_counted", changes_once_counted)
    source([1, 2])
    written("answers.csv", "of an earlier run")
    with pytest.raises(bc.Refused) as told:
        bc.assess_file(f"people{kind}", "answers.csv", rules=POOLING)
    if kind == ".csv":  # Polars tells of Parquet, whose parts lie elsewhere then
        assert str(told.value) == "the source changed while it was read: first 2 rows, then 3"
    assert sorted(file.name for file in folder.iterdir()) == ["answers.csv", "people.csv", "people.parquet"]
    assert Path("answers.csv").read_text(encoding="utf-8") == "of an earlier run\n"


# Whole or not at all ----------------------------------------------------------------------------------------------


@every_kind
def test_an_earlier_target_is_replaced_and_nothing_else_is_left(folder, kind):
    written("people.csv", NAMES, "yes,800")
    for name in (f"answers{kind}", "problems.csv"):
        written(name, "of an earlier run " * 1_000)
    bc.assess_file("people.csv", f"answers{kind}", rules=POOLING, problems="problems.csv")
    assert sorted(file.name for file in folder.iterdir()) == sorted([f"answers{kind}", "people.csv", "problems.csv"])
    assert b"earlier" not in Path(f"answers{kind}").read_bytes() + Path("problems.csv").read_bytes()


def test_all_is_on_disk_before_it_takes_its_name_the_target_last(folder, monkeypatch):
    done = []

    def noted(owner, name, note):
        real = getattr(owner, name)

        def noting(*given, **named):
            result = real(*given, **named)
            done.append(note(*given, **named))
            return result

        monkeypatch.setattr(owner, name, noting)

    noted(Path, "replace", lambda _, target: f"named {target.name}")
    noted(os, "fsync", lambda opened: "the folder" if stat.S_ISDIR(os.fstat(opened).st_mode) else "a file")
    written("people.csv", NAMES, "yes,800")
    bc.assess_file("people.csv", "answers.parquet", rules=POOLING, problems="problems.csv")
    assert done == [
        *("a file", "a file"),
        *("named problems.csv", "the folder", "named answers.parquet", "the folder"),
    ]


def test_a_target_may_lie_in_another_folder_than_one_works_in(folder):
    written("people.csv", NAMES, "yes,800")
    (folder / "below").mkdir()
    bc.assess_file("people.csv", "below/answers.csv", rules=POOLING)
    assert [file.name for file in (folder / "below").iterdir()] == ["answers.csv"]


def test_a_system_that_opens_no_folder_is_written_to_all_the_same(folder, monkeypatch):
    monkeypatch.delattr(os, "O_DIRECTORY")
    written("people.csv", NAMES, "yes,800")
    bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert len(rows_of("answers.csv")) == 1


@pytest.mark.parametrize("error", [ValueError, TypeError, RuntimeError, KeyboardInterrupt])
def test_an_error_of_the_caller_s_own_passes_through_and_nothing_is_left(folder, error):
    def progress(read, rows):
        raise error

    written("people.csv", NAMES, "yes,800")
    written("answers.csv", "of an earlier run")
    before = contents(folder)
    with pytest.raises(error):
        bc.assess_file("people.csv", "answers.csv", rules=POOLING, progress=progress)
    assert contents(folder) == before


@every_kind
def test_polars_is_given_no_path_that_it_might_open_once_it_has_failed(folder, kind, monkeypatch):
    given_to_it = []

    def fails(frame, target, **_):
        given_to_it.append(target)
        raise pl.exceptions.ComputeError("found wrong on another thread")

    for sink in ("sink_csv", "sink_parquet"):
        monkeypatch.setattr(pl.LazyFrame, sink, fails)
    written("people.csv", NAMES, "yes,800")
    with refused(folder):
        bc.assess_file("people.csv", f"answers{kind}", rules=POOLING)
    assert [each for each in given_to_it if isinstance(each, str | Path)] == []


STOPS = """
import sys
from benefitcalc.cli import main
from benefitcalc.population import files
def sink(frame, file):
    file.write(b"a part")
    file.flush()
    print("it writes", flush=True)
    sys.stdin.read()
files._sink = sink
main.main()
"""
"""The command line, which writes a part of its target and then waits to be killed."""


@every_kind
def test_a_run_that_is_killed_leaves_the_target_as_it_was_and_the_next_run_succeeds(folder, kind):
    (folder / "below").mkdir()
    target = folder / "below" / f"answers{kind}"
    target.write_bytes(b"of an earlier run")
    insured([1, 2, 3]).write_parquet("people.parquet")
    source = Path("people.parquet").read_bytes()
    command = [sys.executable, "-c", STOPS, "table", "people.parquet", str(target), "--rule", "outpatient_pooling"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"it writes\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"of an earlier run"
    assert Path("people.parquet").read_bytes() == source
    [part] = {*target.parent.iterdir()} - {target}
    assert part.name.startswith(".answers.")
    assert part.read_bytes() == b"a part"
    assert bc.assess_file("people.parquet", target, rules=POOLING).rows == 3
    assert len(read(str(target))) == 3


STAGES = {
    "reading the names": (files, "_column_names"),
    "planning": (files, "polars_opened"),
    "counting": (pl.LazyFrame, "select"),
    "writing": (files, "_sink"),
    "summing up": (files, "summary"),
    "forcing it to disk": (os, "fsync"),
    "naming it": (Path, "replace"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_ctrl_c_at_any_stage_ends_a_run_with_code_130_and_leaves_the_target_as_it_was(
    folder, stage, monkeypatch, capsys
):
    owner, name = STAGES[stage]
    real = getattr(owner, name)

    def interrupted(*given, **named):
        signal.raise_signal(signal.SIGINT)
        return real(*given, **named)

    written("people.csv", NAMES, "yes,800")
    written("answers.csv", "of an earlier run")
    monkeypatch.setattr(owner, name, interrupted)
    assert main(["table", "people.csv", "answers.csv", "--rule", "outpatient_pooling"]) == 130
    assert capsys.readouterr() == ("", "\n")
    assert sorted(file.name for file in folder.iterdir()) == ["answers.csv", "people.csv"]
    assert Path("answers.csv").read_text(encoding="utf-8") == "of an earlier run\n"


def test_ctrl_c_in_what_polars_calls_from_rust_is_no_panic(folder, monkeypatch):
    scan = pl.scan_csv

    def scanned(*given, with_column_names, **named):
        def names(found):
            signal.raise_signal(signal.SIGINT)
            return with_column_names(found)

        return scan(*given, with_column_names=names, **named)

    written("people.csv", NAMES, "yes,800")
    monkeypatch.setattr(pl, "scan_csv", scanned)
    with pytest.raises(KeyboardInterrupt):
        bc.assess_file("people.csv", "answers.csv", rules=POOLING)
    assert [file.name for file in folder.iterdir()] == ["people.csv"]


@every_kind
def test_a_full_disk_is_told_in_a_line_and_leaves_the_target_as_it_was_and_nothing_else(folder, kind):
    insured(range(200_000)).write_parquet("many.parquet")
    target = folder / f"answers{kind}"
    target.write_bytes(b"of an earlier run")
    # No file may be longer than some hundred blocks, as if the disk were full after them.
    limited = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh"]
    command = [*limited, sys.executable, "-m", "benefitcalc", "table", "many.parquet", target]
    command += ["--rule", "outpatient_pooling", "--detail", "range"]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("many.parquet: cannot be read, or its results not be written: ")
    assert "File too large" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert target.read_bytes() == b"of an earlier run"
    assert {file.name for file in folder.iterdir()} == {"many.parquet", target.name}
