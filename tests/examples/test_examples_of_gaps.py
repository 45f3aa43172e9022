"""The example programs that show what is not known, run as people run them; the amounts are worked by hand, in yuan."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from example_scripts import NOTHING, PROMPT, question, rest, run, run_plain, terminal

from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED as RULES
from benefitcalc.rules import chronic_outpatient, outpatient_pooling
from benefitcalc.text.message import say

FAMILY, PATIENT, YEAR = "family_with_gaps", "poor_chronic_patient", "year_of_visits"
OFFICE = {
    "zh": "这只是估算，不是审批决定；以经办机构的决定为准。",
    "en": "This is an estimate and decides nothing; the decision of the office prevails.",
}
YUAN = re.compile(r"[0-9,]+\.[0-9]{2}")

both_languages = pytest.mark.parametrize("lang", ["zh", "en"])
every_program = pytest.mark.parametrize("script", [FAMILY, PATIENT, YEAR])


@every_program
@both_languages
def test_it_says_that_it_is_made_up_and_that_an_office_decides(script: str, lang: str) -> None:
    lines = shown(script, lang).splitlines()
    assert {"zh": "虚构", "en": "made up"}[lang] in lines[0]
    assert OFFICE[lang] in [line.strip() for line in lines]
    other = {"zh": " yuan", "en": " 元"}[lang]
    assert not any(other in line for line in lines)


@every_program
def test_started_bare_in_a_terminal_it_asks_for_the_language_alone(script: str) -> None:
    with terminal(script, lang="en") as child:
        child.expect_exact(PROMPT)
        child.sendline("")
        child.expect_exact("Nothing was typed.")
        child.expect_exact(PROMPT)
        assert "don't know" not in child.before  # nobody does not know their language
        child.sendline("中文")
        said = rest(child)
    assert child.exitstatus == 0
    assert OFFICE["zh"] in said


@every_program
@both_languages
def test_flags_that_there_are_not_are_each_named_in_a_line(script: str, lang: str) -> None:
    ran = run(script, "--lang", lang, "--unheard-of", "1", "--langue", "2")
    assert (ran.returncode, ran.stdout) == (2, "")
    first, second, last = ran.stderr.splitlines()
    assert "--unheard-of" in first
    assert "--lang" in second.replace("--langue", "")
    assert last == NOTHING[lang]


# The family ----------------------------------------------------------------------------------------------


@both_languages
def test_each_of_the_family_is_asked_what_tells_most_until_nothing_is_left(lang: str) -> None:
    asked = {"zh": "先问：", "en": "To ask next: "}[lang]
    for person, facts in zip(
        people(lang),
        [["care_home_stars"], ["is_rural"], ["outpatient_cost", "is_in_other_hardship_group", "eligible_cost"]],
        strict=True,
    ):
        assert [line.removeprefix(asked) for line in person if line.startswith(asked)] == [
            question(name, lang) for name in facts
        ]
        assert {"zh": "要问的都问清了", "en": "There is nothing left to ask"}[lang] in person[-1]


@both_languages
def test_the_range_of_each_narrows(lang: str) -> None:
    grandmother, father, mother = people(lang)
    # Unrated or above 2 stars nothing (0 stars: by one reading), else 80 % of 36,000; at 2 stars that alone.
    assert figures(grandmother, "care_home_subsidy", lang) == [["0.00", "28,800.00"], ["28,800.00"]]
    # 300 less 50 is 250; half of it is 125, raised by half 187.50, by 55 % 193.75; it depends on nothing not known.
    assert figures(grandmother, "outpatient_pooling", lang) == [["187.50", "125.00", "193.75"]]
    # Whoever is rural and 45 or over is in a group; no other group has him.
    depends, eligible = told_of(father, "public_welfare_post", lang)
    assert {"zh": "还差几个情况", "en": "it depends"}[lang] in depends
    assert {"zh": "：符合条件：", "en": ": eligible: "}[lang] in eligible
    # 500 less 50 is 450, half of it 225; 1,100 less 50 is above the limit: 475 raised by 55 % is 736.25.
    # 800 less 50 is 750: half of it is 375, raised by half 562.50, by 55 % 581.25.
    assert figures(mother, "outpatient_pooling", lang) == [["225.00", "736.25"], ["562.50", "375.00", "581.25"]]
    # Whether other groups are covered the document leaves open: from nothing, to all that is left of 12,000 less 6,000.
    # Of 10,000 less 6,000 it is 75 % as stated, at most all.
    assert [sorted(each) for each in figures(mother, "medical_assistance", lang)] == [
        ["0.00", "6,000.00"],
        ["0.00", "6,000.00"],
        ["0.00", "3,000.00", "4,000.00"],
    ]


@both_languages
def test_amounts_of_different_periods_are_never_added(lang: str) -> None:
    said = shown(FAMILY, lang)
    assert {"zh": "因此不合计", "en": "nothing is added up"}[lang] in said
    amounts = {Decimal(each.replace(",", "")) for each in YUAN.findall(said)}
    assert Decimal("28987.50") not in amounts  # the grandmother's 28,800.00 and 187.50
    assert max(amounts) == Decimal("28800.00")


def people(lang: str) -> list[list[str]]:
    """What is said of each of the family, line by line."""
    lines = [line for line in shown(FAMILY, lang).splitlines() if line]
    heads = [at - 1 for at, line in enumerate(lines) if set(line) == {"="}]
    return [lines[at + 2 : end] for at, end in zip(heads, [*heads[1:], -2], strict=True)]


def told_of(person: list[str], rule: str, lang: str) -> list[str]:
    """What is said of one benefit, first and after each answer."""
    title = title_of(rule, lang)
    return [line for line in person if line.startswith(f"  - {title}")]


def figures(person: list[str], rule: str, lang: str) -> list[list[str]]:
    return [YUAN.findall(line) for line in told_of(person, rule, lang)]


def title_of(rule: str, lang: str) -> str:
    return next(each for each in RULES if each.name == rule).title.explain(lang)


# The patient ---------------------------------------------------------------------------------------------

# Eligible are 850 + 9,500 + 40,000 = 50,350 of 56,000.
# Pooling: 850 less 50 is 800, half of it 400, raised by half 600, by 55 % 620; below the limit of 475 raised.
# Chronic: 9,500 less 500 is 9,000; 65 % is 5,850, 60 % is 5,400, 70 % is 6,300.
# Assistance: 50,350 less 600 + 5,850 + 26,000 and 4,000 is 13,900; 75 % is 10,425. Least: with 620 and 6,300 it is
# 13,430, less 3,000 of commercial insurance 10,430; 75 % is 7,822.50. Most: with 400 and 5,400 it is 14,550, all of it.
# The resident: 56,000 less 26,000, 4,000 and 3,000 is 23,000; less 600, 5,850 and 10,425 that is 6,125. Least: all of
# the assistance, 5,650 outside the catalogue less 3,000 = 2,650. Most: 23,000 less 5,800 less 75 % of 11,550
# (8,662.50) = 8,537.50.
WHOLE = [
    ("600.00", "400.00", "620.00"),
    ("5,850.00", "5,400.00", "6,300.00"),
    ("26,000.00",) * 3,
    ("4,000.00",) * 3,
    ("10,425.00", "7,822.50", "14,550.00"),
    ("3,000.00",) * 3,
    ("6,125.00", "2,650.00", "8,537.50"),
    ("56,000.00",) * 3,
]
# Commercial insurance paid from nothing to all of 56,000 that the sheets leave, 26,000. Where it paid all nobody else
# pays anything; where it paid nothing assistance is at most 14,550, and the resident pays at most 26,000 less 5,800
# less 75 % of 14,550 (10,912.50), that is 9,287.50. The library may say less exactly, and never less than this.
LOST = [
    ("?", "0.00", "620.00"),
    ("?", "0.00", "6,300.00"),
    ("26,000.00",) * 3,
    ("4,000.00",) * 3,
    ("?", "0.00", "14,550.00"),
    ("?", "0.00", "26,000.00"),
    ("?", "0.00", "9,287.50"),
    ("56,000.00",) * 3,
]


@both_languages
def test_the_bill_is_divided_as_worked_by_hand(lang: str) -> None:
    whole, lost = tables(shown(PATIENT, lang))
    assert [cells for _, *cells in whole] == [list(row) for row in WHOLE]
    assert [row[0] for row in whole] == [row[0] for row in lost]
    parts = [Decimal(stated.replace(",", "")) for _, stated, *_ in whole]
    assert sum(parts[:-1]) == parts[-1]


@both_languages
def test_without_the_commercial_settlement_the_ranges_hold_all_that_may_be(lang: str) -> None:
    said = shown(PATIENT, lang)
    _, lost = tables(said)
    for (_, stated, least, most), (hand_stated, hand_least, hand_most) in zip(lost, LOST, strict=True):
        assert stated == hand_stated
        assert least == hand_least
        assert Decimal(most.replace(",", "")) >= Decimal(hand_most.replace(",", ""))
    fact = FACTS["commercial_paid"]
    paper = say(fact.shown_by).explain(lang)
    assert any(question(fact.name, lang) in line and paper in line for line in said.splitlines())


@both_languages
def test_the_columns_of_both_tables_line_up(lang: str) -> None:
    lines = shown(PATIENT, lang).splitlines()
    rules = [at for at, line in enumerate(lines) if re.fullmatch("[- ]{20,}", line)]
    assert len(rules) == 2
    for rule in rules:
        ends = [found.end() for found in re.finditer("-+", lines[rule])][1:]
        for line in lines[rule + 1 : rule + 9]:
            # Every character of the table that is not ASCII is Chinese, two columns wide.
            drawn = "".join(each if each.isascii() else f"{each}\0" for each in line)
            assert all(drawn[end - 1] in "0123456789?" and drawn[end : end + 2] in ("  ", "") for end in ends)


@both_languages
def test_the_full_explanation_follows(lang: str) -> None:
    said = shown(PATIENT, lang)
    headline = {"zh": "本人约承担 6,125.00 元", "en": "you pay about 6,125.00 yuan"}[lang]
    assert headline in said
    for heading in {"zh": ("已填的情况", "假定", "出处"), "en": ("What was given", "What is assumed")}[lang]:
        assert heading in said.partition(headline)[2].splitlines()


def tables(said: str) -> list[list[list[str]]]:
    """The cells of each table, without its head."""
    lines = said.splitlines()
    rules = [at for at, line in enumerate(lines) if re.fullmatch("[- ]{20,}", line)]
    ends = [next(at for at in range(rule, len(lines)) if not lines[at]) for rule in rules]
    return [
        [re.split(r"\s{2,}", line) for line in lines[rule + 1 : end]] for rule, end in zip(rules, ends, strict=True)
    ]


# The year ------------------------------------------------------------------------------------------------

TOTALS = {
    # As announced half of 270 is 135, raised by half 202.50, by 55 % 209.25; then in force half of 180, 90 more.
    ("2023", "outpatient_pooling"): {"292.50", "225.00", "299.25"},
    # In force, 1,500 less 500 is 1,000: 60 %.
    ("2023", "chronic_outpatient"): {"600.00"},
    # 240 less 50 is 190, half of it 95 where the lost receipt is of nothing; at most the limit.
    ("2024", "outpatient_pooling"): {"95.00", "475.00"},
    # 90 less 50 is 40: 65 %.
    ("2025", "outpatient_pooling"): {"26.00"},
}


@both_languages
def test_the_year_is_counted_visit_by_visit(lang: str) -> None:
    said = shown(YEAR, lang)
    assert {"zh": "7 次就诊中计入 6 次。", "en": "6 of 7 visits count."}[lang] in said
    # As announced 320 less 50 is 270, raised 202.50; in force the next 180 add half, and 1,500 on the same day 600;
    # after New Year the deductible begins anew: half of 190; of the lost receipt nothing or more; 65 % of 40.
    titles = [rule.title.explain(lang) for rule in (outpatient_pooling, chronic_outpatient)]
    lines = [line for line in said.splitlines() if "→" in line and any(title in line for title in titles)]
    assert [YUAN.findall(line)[0] for line in lines] == ["202.50", "90.00", "600.00", "95.00", "0.00", "26.00"]
    assert said.count({"zh": "取消，不计入", "en": "Cancelled: it adds nothing"}[lang]) == 1
    for (year, rule), amounts in TOTALS.items():
        assert total(said, year, rule, lang) == amounts
    assert (
        said.count({"zh": "普通门诊：不清楚", "en": "Outpatient visit: not known"}[lang]) == 2
    )  # the visit, and what to find


ROWS = (
    "date,kind,cost,cancelled",
    "2023-02-10,outpatient,320,",
    "2023年6月5日,门诊,180元,否",
    '2023-06-05,慢特病,"1,500",no',
    ",,,",
    "2023-09-18,outpatient,260,是",
    "2024-01-04,Outpatient,240,no",
    "2024-03-11,outpatient,,",
    "2025-01-09,outpatient,90,",
)


@both_languages
@pytest.mark.parametrize(("encoding", "newline"), [("utf-8", "\n"), ("utf-8-sig", "\r\n")])
def test_the_same_visits_from_a_file_come_to_the_same(tmp_path, lang: str, encoding: str, newline: str) -> None:
    file = written(tmp_path, *ROWS, encoding=encoding, newline=newline)
    ran = run(
        YEAR, "--visits", file, "--has-resident-insurance", "yes", "--has-chronic-recognition", "是", "--lang", lang,
        "--is-dibao", "no", "--is-in-extreme-hardship", "no", "--is-back-in-poverty", "no",
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    made_up, _, same = shown(YEAR, lang).partition("\n\n")
    assert ran.stdout == same
    assert made_up not in ran.stdout


def test_the_cancelled_column_may_be_left_out_and_a_language_too(tmp_path) -> None:
    file = written(tmp_path, "kind,date,cost", "outpatient,2023-02-10,320")
    ran = run(YEAR, "--visits", file, "--has-resident-insurance", "yes", LANG="zh_CN.UTF-8")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert total(ran.stdout, "2023", "outpatient_pooling", "zh") == {"202.50", "135.00", "209.25"}


def test_what_matters_of_the_person_is_asked_and_may_be_unknown(tmp_path) -> None:
    file = written(tmp_path, "date,kind,cost", "2023-02-10,outpatient,320", "2023-06-05,chronic,1500")
    with terminal(YEAR, "--visits", file, "--has-resident-insurance", "是", lang="zh") as child:
        child.expect_exact(question("has_chronic_recognition", "zh"))
        child.expect_exact(PROMPT)
        child.sendline("不知道")
        child.expect_exact("\r\n\r\n")
        said = rest(child)
    assert child.exitstatus == 0
    assert question("is_dibao", "zh") not in said  # nobody was in hospital
    assert total(said, "2023", "outpatient_pooling", "zh") == {"202.50", "135.00", "209.25"}
    assert total(said, "2023", "chronic_outpatient", "zh") == {"0.00", "600.00"}


def test_what_insurance_paid_of_a_stay_in_hospital_is_not_known(tmp_path) -> None:
    file = written(tmp_path, "date,kind,cost", "2023-02-10,住院,10000")
    ran = run(YEAR, "--visits", file, "--is-dibao", "yes", "--lang", "en", answers="no\n" * 9)
    assert ran.returncode == 0
    # All of it where insurance paid nothing, and nothing where it paid all.
    assert total(ran.stdout, "2023", "medical_assistance", "en") == {"0.00", "10,000.00"}
    assert "Paid by basic insurance: at most 10,000.00 yuan" in ran.stdout


WRONG = {
    "2023-02-30,outpatient,320,": "2023-02-30",
    "2023-02-10,dentist,20,": "dentist",
    "2023-02-10,outpatient,-5,": "cost",
    "2023-02-10,outpatient,1e5,": "1e5",
    "2023-02-10,outpatient,20,perhaps": "perhaps",
    ",outpatient,20,": "date",
    "2023-02-10": "kind",
}


@both_languages
def test_every_wrong_cell_is_told_by_its_row(tmp_path, lang: str) -> None:
    ran = run(YEAR, "--visits", written(tmp_path, ROWS[0], *WRONG, *ROWS[1:]), "--lang", lang)
    assert (ran.returncode, ran.stdout) == (2, "")
    *problems, last = ran.stderr.splitlines()
    assert last == NOTHING[lang]
    form = {"zh": "第 {row} 行：", "en": "row {row}: "}[lang]
    for row, (problem, named) in enumerate(zip(problems, WRONG.values(), strict=True), start=2):
        assert problem.startswith(form.format(row=row))
        assert named in problem


@both_languages
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ("date,kind,cost", "2023-02-10,outpatient,1,500"),
            {"zh": "第 2 行：有 4 格，应为 3 格", "en": "row 2: 4 cells"},
        ),
        (("date,art,cost", "2023-02-10,outpatient,1"), {"zh": "“date,art,cost”", "en": "'date,art,cost'"}),
        (("date,kind,cost,canceled", "2023-02-10,outpatient,1,yes"), {"zh": "canceled”", "en": "canceled'"}),
        (("date,kind,cost,cost", "2023-02-10,outpatient,1,2"), {"zh": "cost,cost”", "en": "cost,cost'"}),
        (("date,kind,cost", ",,"), {"zh": "没有就诊记录", "en": "has no visits"}),
        ((), {"zh": "第一行应为", "en": "the first row should be"}),
    ],
)
def test_a_file_of_another_form_is_told_in_one_line(tmp_path, rows: tuple[str, ...], told: dict[str, str], lang: str):
    assert_one_problem(written(tmp_path, *rows), told[lang], lang)


@both_languages
def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path, lang: str) -> None:
    cannot = {"zh": "文件打不开", "en": "cannot be read"}[lang]
    assert_one_problem(str(tmp_path / "none.csv"), cannot, lang)
    assert_one_problem(str(tmp_path), cannot, lang)
    chinese = written(tmp_path, "date,kind,cost", "2023-02-10,门诊,1", encoding="gbk")
    assert_one_problem(chinese, {"zh": "不是 UTF-8 编码", "en": "is not UTF-8"}[lang], lang)
    assert_one_problem(written(tmp_path, "date,kind,cost", f"{'9' * 200_000},门诊,1"), cannot, lang)


def test_wrong_facts_are_named_before_the_file_is_opened() -> None:
    ran = run(YEAR, "--visits", "none.csv", "--is-dibao", "perhaps")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == ["--is-dibao: 'perhaps' is neither yes nor no", NOTHING["en"]]


def test_it_works_from_any_folder_and_stores_nothing(tmp_path) -> None:
    written(tmp_path, *ROWS)
    for script, flags in ((FAMILY, ()), (PATIENT, ()), (YEAR, ("--visits", "visits.csv"))):
        ran = run_plain(script, "--lang", "en", *flags, answers="yes\nyes\n", folder=tmp_path)
        assert ran.returncode == 0
        assert ran.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["visits.csv"]


def assert_one_problem(file: str, told: str, lang: str) -> None:
    ran = run(YEAR, "--visits", file, "--lang", lang)
    assert (ran.returncode, ran.stdout) == (2, "")
    problem, last = ran.stderr.splitlines()
    assert told in problem
    assert last == NOTHING[lang]


def written(folder: Path, *rows: str, encoding: str = "utf-8", newline: str = "\n") -> str:
    """A CSV file of these rows."""
    file = folder / "visits.csv"
    file.write_bytes("".join(f"{row}{newline}" for row in rows).encode(encoding))
    return str(file)


def total(said: str, year: str, rule: str, lang: str) -> set[str]:
    """The figures of one year's sum."""
    start = {"zh": f"  {year} 年：{title_of(rule, lang)}", "en": f"  {year}: {title_of(rule, lang)}"}[lang]
    [line] = [line for line in said.splitlines() if line.startswith(start)]
    return set(YUAN.findall(line))


def shown(script: str, lang: str) -> str:
    """All that a program shows."""
    ran = run(script, "--lang", lang)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout
