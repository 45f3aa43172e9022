"""Every example script, run as people run it: with flags, in a terminal, and with input that is of no use.

The amounts are worked by hand from the announcement's figures and those around it, in yuan.
"""

import json
import re
import shlex
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from example_scripts import EXAMPLES, NOTHING, PROMPT, environment, question, rest, run, run_afresh, run_plain, terminal

from benefitcalc.person.recognitions import RECOGNITIONS
from benefitcalc.rules import ANNOUNCED as RULES
from benefitcalc.text.message import say

ROOT = Path(__file__).parents[2]
PROGRAM = "as_a_program"
OF_GAPS = ("family_with_gaps", "poor_chronic_patient", "year_of_visits")
"""Programs that show what is not known; what they show is tested in `test_examples_of_gaps`."""
LANGUAGES = ("zh", "en")
NONSENSE = "???"
RESULT = {"zh": "按回车看结果", "en": "Press Enter for the result"}
INPUT_ENDED = {
    "zh": "输入提前结束，没有计算，也没有保存任何内容。",
    "en": "The input ended early; nothing was computed or stored.",
}


class Case(NamedTuple):
    """What one resident answers, in English and in Chinese, and what comes out."""

    answers: dict[str, tuple[str, str]]
    eligible: bool
    amounts: tuple[str, str, str] | None = None
    """As stated, at least, at most."""
    lines: tuple[tuple[str, bool], ...] = ()

    def flags(self, lang: str) -> list[str]:
        """The answers as flags."""
        return [part for name in self.answers for part in (flag(name), self.answer(name, lang))]

    def answer(self, name: str, lang: str) -> str:
        """One answer, as somebody who speaks this language gives it."""
        return self.answers[name][lang == "zh"]


YES, NO = ("yes", "是"), ("no", "否")
CASES = {
    # 800 less 50 is 750; half of it is 375.00, raised by half 562.50, by 55 % 581.25.
    "outpatient_pooling": Case(
        {"has_resident_insurance": YES, "outpatient_cost": ("800", "８００元")},
        eligible=True,
        amounts=("562.50", "375.00", "581.25"),
    ),
    # 10,000 less 500 is 9,500; 65 % of it, or 60 % to 70 %.
    "chronic_outpatient": Case(
        {"has_resident_insurance": YES, "has_chronic_recognition": YES, "chronic_cost": ("10,000", "1万")},
        eligible=True,
        amounts=("6175.00", "5700.00", "6650.00"),
    ),
    # 10,000 less 6,000 and 500 is 3,500; at least 75 % of it, at most all of it.
    "medical_assistance": Case(
        {
            "is_dibao": YES,
            "is_in_extreme_hardship": NO,
            "is_in_other_hardship_group": NO,
            "eligible_cost": ("10000", "１万元"),
            "basic_insurance_paid": ("6,000.00", "6千"),
            "critical_illness_paid": ("500 yuan", "５００．００"),
        },
        eligible=True,
        amounts=("2625.00", "2625.00", "3500.00"),
    ),
    # No age is promised a place before 60.
    "extreme_hardship_support": Case(
        {"is_in_extreme_hardship": YES, "age": ("45", "４５岁"), "wants_placement": YES},
        eligible=True,
        lines=(("is_promised_a_place", False), ("is_cared_for_at_home", True)),
    ),
    # 80 % of 36,000.
    "care_home_subsidy": Case(
        {
            "age": ("82", "８２"),
            "care_need": ("Partial", "半失能"),
            "is_in_economic_hardship": YES,
            "care_home_stars": ("2", "2星"),
            "care_home_cost": ("¥36,000.00", "3.6万元"),
        },
        eligible=True,
        amounts=("28800.00", "28800.00", "28800.00"),
    ),
    "public_welfare_post": Case(
        {
            "is_rural": NO,
            "age": ("45 years", "45周岁"),
            "sex": ("female", "女"),
            "is_lifted_from_poverty": NO,
            "is_low_income": NO,
            "has_disability": NO,
            "is_unemployed": YES,
            "is_in_zero_employment_household": NO,
        },
        eligible=True,
    ),
}
SCRIPTS = (*CASES, PROGRAM, *OF_GAPS)

every_benefit = pytest.mark.parametrize("script", CASES)
ON = ("--on", "2023-05-01")
every_script = pytest.mark.parametrize("script", SCRIPTS)
both_languages = pytest.mark.parametrize("lang", LANGUAGES)
every_benefit_in_turn = pytest.mark.parametrize(("script", "lang"), list(zip(CASES, cycle(LANGUAGES), strict=False)))
every_script_in_turn = pytest.mark.parametrize(("script", "lang"), list(zip(SCRIPTS, cycle(LANGUAGES), strict=False)))
"""Each once, one in Chinese, the next in English: what is tried so is the same code in all of them."""


# With flags ----------------------------------------------------------------------------------------------


ELSEWHERE = ("asking", "made_up_people", "population", "shape", "prove", "promises_kept", "budget", "by_need")
"""What the scripts share, and those that have a file of tests of their own."""


def test_every_rule_has_its_script_and_every_script_is_tested() -> None:
    assert {rule.name for rule in RULES} == set(CASES)
    assert {file.stem for file in EXAMPLES.glob("*.py")} == {*SCRIPTS, *ELSEWHERE}


@every_benefit
@both_languages
def test_flags_alone_bring_the_explanation(script: str, lang: str) -> None:
    ran = run(script, *CASES[script].flags(lang), "--lang", lang)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert_explains(ran.stdout, script, lang)


@every_benefit
def test_json_holds_the_worked_amounts(script: str) -> None:
    case = CASES[script]
    answer = json.loads(run(script, *case.flags("en"), "--json", *ON).stdout)
    assert answer["rule"] == script
    assert answer["on"] == "2023-05-01"
    assert answer["eligible"] is case.eligible
    assert (answer["amount"], answer["at_least"], answer["at_most"]) == (case.amounts or (None, None, None))
    holds = {line["name"]: line["holds"] for line in answer["lines"]}
    assert [(name, holds[name]) for name, _ in case.lines] == list(case.lines)


@every_script
def test_the_command_line_in_the_docstring_works(script: str) -> None:
    source = (EXAMPLES / f"{script}.py").read_text(encoding="utf-8")
    shown = re.search(rf"^python examples/{script}\.py (?:.*\\\n)*.*$", source, re.MULTILINE)
    assert shown is not None
    command, path, *flags = shlex.split(shown[0].replace("\\\n", ""))
    assert (command, path) == ("python", f"examples/{script}.py")
    ran = run_afresh(script, *flags)
    assert (ran.returncode, ran.stderr) == (0, "")
    for amount in in_words(CASES[script].amounts if script in CASES else None):
        assert amount in ran.stdout


@every_script_in_turn
def test_help_is_in_the_language_asked_for(script: str, lang: str) -> None:
    ran = run(script, "--help", "--lang", lang)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith({"zh": "用法：", "en": "usage: "}[lang])
    for name in CASES[script].answers if script in CASES else ():
        assert flag(name) in ran.stdout
        assert unwrapped(question(name, lang)) in unwrapped(ran.stdout)


def test_the_environment_chooses_the_language_unless_lang_does() -> None:
    flags = CASES["outpatient_pooling"].flags("en")
    assert run("outpatient_pooling", *flags, LANG="zh_CN.UTF-8").stdout.startswith("居民门诊统筹 ·")
    assert run("outpatient_pooling", *flags, "--lang", "en", LANG="zh_CN.UTF-8").stdout.startswith("Outpatient")


def test_without_a_day_the_law_of_today_answers() -> None:
    ran = run_plain("outpatient_pooling", *CASES["outpatient_pooling"].flags("en"))
    assert headline(ran.stdout).startswith("Outpatient pooling (as last seen on September 29, 2024): 475.00 yuan")


def test_with_a_day_of_the_policy_the_answer_says_that_it_lies_within() -> None:
    ran = run("outpatient_pooling", *CASES["outpatient_pooling"].flags("zh"), "--on", "2023-05-01", "--lang", "zh")
    assert "2023年5月1日在期限之内" in ran.stdout


def test_an_urban_unemployed_woman_of_39_is_told_why_she_is_in_no_group() -> None:
    answers = {**CASES["public_welfare_post"].answers, "age": ("39", "39")}
    ran = run("public_welfare_post", *Case(answers, eligible=False).flags("en"), *ON)
    assert ran.returncode == 0
    assert headline(ran.stdout) == "Public-welfare post (as announced then): not eligible."
    assert "Not an urban, unemployed person of 45 or over (aged 39)" in ran.stdout


@every_benefit_in_turn
def test_all_bad_flags_are_named_at_once(script: str, lang: str) -> None:
    bad = [part for name in CASES[script].answers for part in (flag(name), NONSENSE)]
    ran = run(script, *bad, "--on", "2023-02-30", "--unheard-of", "1", "--lang", lang)
    assert (ran.returncode, ran.stdout) == (2, "")
    *problems, last = ran.stderr.splitlines()
    assert last == NOTHING[lang]
    assert len(problems) == len(CASES[script].answers) + 2
    for named in (*map(flag, CASES[script].answers), "--on", "--unheard-of"):
        assert any(named in problem for problem in problems)


@pytest.mark.parametrize("script", ["outpatient_pooling", PROGRAM, *OF_GAPS])
def test_a_language_that_there_is_not_is_named_with_what_else_is_wrong(script: str) -> None:
    ran = run(script, "--lang", "fr", "--langue", "fr")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        "There are no words in 'fr'; there are: zh, en.",
        "--langue is not known here; did you mean --lang?",
        NOTHING["en"],
    ]


def test_a_flag_without_its_value_is_named() -> None:
    ran = run("care_home_subsidy", "--age", "--lang", "zh")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == ["--age：后面缺少内容", NOTHING["zh"]]


HOME = ("--age", "82", "--care-need", "partial", "--is-in-economic-hardship", "yes")


@pytest.mark.parametrize(("stars", "lang"), [("don't know", "en"), ("不知道", "zh"), ("？", "zh"), ("UNKNOWN", "en")])
def test_without_the_stars_of_the_home_it_depends(stars: str, lang: str) -> None:
    home = (*HOME, "--care-home-stars", stars, "--care-home-cost", "36000", *ON)
    ran = run("care_home_subsidy", *home, "--lang", lang)
    assert (ran.returncode, ran.stderr) == (0, "")
    said = headline(ran.stdout)
    told = {"zh": ("还差几个情况", "0.00 元", "28,800.00 元"), "en": ("it depends", "0.00 yuan to 28,800.00 yuan")}
    assert all(each in said for each in told[lang])
    answer = json.loads(run("care_home_subsidy", *home, "--json").stdout)
    assert (answer["eligible"], answer["missing"]) == (None, ["care_home_stars"])
    assert (answer["amount"], answer["at_least"], answer["at_most"]) == (None, "0.00", "28800.00")


@pytest.mark.parametrize("cost", ["3000..5000", "3000到5000", "between 3,000 and 5,000"])
def test_an_amount_may_be_a_range(cost: str) -> None:
    ran = run("care_home_subsidy", *HOME, "--care-home-stars", "2", "--care-home-cost", cost)
    assert (ran.returncode, ran.stderr) == (0, "")
    # 80 % of 3,000 and of 5,000.
    assert "2,400.00 yuan to 4,000.00 yuan" in headline(ran.stdout)


def test_ages_and_levels_may_be_ranges() -> None:
    home = ("--age", "at least 60", "--care-need", "partial..full", "--is-in-economic-hardship", "yes")
    ran = run("care_home_subsidy", *home, "--care-home-stars", "1到2", "--care-home-cost", "36000", *ON)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert headline(ran.stdout).startswith("Care-home subsidy (as announced then): 28,800.00 yuan")


def test_a_range_that_cannot_be_meant_is_refused() -> None:
    ran = run("care_home_subsidy", *HOME, "--care-home-stars", "2", "--care-home-cost", "5000..3000")
    assert (ran.returncode, ran.stdout) == (2, "")
    problem, last = ran.stderr.splitlines()
    assert problem.startswith("--care-home-cost: '5000..3000'")
    assert last == NOTHING["en"]


def test_flags_that_contradict_each_other_are_named_before_anything_is_asked() -> None:
    paid = ("--basic-insurance-paid", "80", "--critical-illness-paid", "30")
    ran = run("medical_assistance", "--eligible-cost", "100", *paid)
    assert (ran.returncode, ran.stdout) == (2, "")
    problem, last = ran.stderr.splitlines()
    for told in ("--basic-insurance-paid", "--critical-illness-paid", "--eligible-cost", "10.00 yuan more"):
        assert told in problem
    assert last == NOTHING["en"]


# In a terminal -------------------------------------------------------------------------------------------


@every_benefit_in_turn
def test_started_bare_in_a_terminal_it_asks_each_question_and_asks_again_after_nonsense(script: str, lang: str) -> None:
    with terminal(script, lang=lang) as child:
        child.expect_exact(PROMPT)
        child.sendline(NONSENSE)
        child.expect_exact(NONSENSE)
        answered(child, CASES[script], lang)
        assert_explains(rest(child).partition("\r\n\r\n")[2], script, lang)
    assert child.exitstatus == 0


@both_languages
def test_only_what_the_flags_leave_open_is_asked(lang: str) -> None:
    with terminal("outpatient_pooling", "--has-resident-insurance", "yes", lang=lang) as child:
        child.expect_exact(PROMPT)
        assert question("outpatient_cost", lang) in child.before
        assert question("has_resident_insurance", lang) not in child.before
        child.sendline("800")
        child.expect_exact(PROMPT)
        child.sendline("")
        assert "562.50" in rest(child)
    assert child.exitstatus == 0


@every_benefit_in_turn
def test_what_is_not_understood_is_asked_again_without_end(script: str, lang: str) -> None:
    with terminal(script, lang=lang) as child:
        for _ in range(4):
            child.expect_exact(PROMPT)
            child.sendline(NONSENSE)
        child.expect_exact(PROMPT)
        child.sendline({"zh": "看结果", "en": "result"}[lang])
        assert script_title(script, lang) in rest(child)
    assert child.exitstatus == 0


@pytest.mark.parametrize(("script", "lang"), [(PROGRAM, "zh"), *((script, "en") for script in OF_GAPS)])
def test_three_answers_of_nonsense_end_it_politely(script: str, lang: str) -> None:
    with terminal(script, lang=lang) as child:
        for answer in ("once", "twice", "thrice"):
            child.expect_exact(PROMPT)
            child.sendline(answer)
        last = rest(child).splitlines()[-1]
    assert child.exitstatus == 2
    assert all(f"“{answer}”" in last for answer in ("once", "twice", "thrice"))
    assert {"zh": "没有看懂", "en": "not understood"}[lang] in last


@every_script_in_turn
def test_ctrl_c_ends_it_politely(script: str, lang: str) -> None:
    with terminal(script, lang=lang) as child:
        child.expect_exact(PROMPT)
        child.sendintr()
        said = rest(child)
    assert child.exitstatus == 130
    assert said.splitlines()[1:] == [
        {"zh": "已停止，没有计算，也没有保存任何内容。", "en": "Stopped; nothing was computed or stored."}[lang]
    ]


def test_ctrl_c_while_it_loads_ends_it_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "pydantic.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    ran = run_afresh("outpatient_pooling", PYTHONPATH=str(tmp_path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


@every_script_in_turn
def test_ctrl_d_ends_it_politely(script: str, lang: str) -> None:
    with terminal(script, lang=lang) as child:
        child.expect_exact(PROMPT)
        child.sendeof()
        said = rest(child)
    assert child.exitstatus == 1
    assert said.splitlines()[-1].startswith(INPUT_ENDED[lang])
    assert "Traceback" not in said


def test_an_empty_answer_is_asked_again() -> None:
    with terminal("outpatient_pooling", lang="zh") as child:
        child.expect_exact(PROMPT)
        child.sendline("")
        child.expect_exact("没有输入内容。不知道的话，请答“不知道”。")
        child.expect_exact(PROMPT)
        child.sendintr()
        rest(child)


def test_answers_that_contradict_each_other_are_told_in_the_words_of_the_questions_and_asked_again() -> None:
    flags = ("--is-dibao", "yes", "--is-in-extreme-hardship", "no", "--is-in-other-hardship-group", "no")
    with terminal("medical_assistance", *flags, "--eligible-cost", "100", lang="zh") as child:
        for answer in ("80", "30"):
            child.expect_exact(PROMPT)
            child.sendline(answer)
        child.expect_exact(PROMPT)
        assert all(told in child.before for told in ("110.00 元", "100.00 元", "10.00 元", "请打：改4"))
        assert "eligible_cost" not in child.before
        for answer in ("改 4", "10000", "500", ""):
            child.sendline(answer)
        said = rest(child)
    assert child.exitstatus == 0
    # 10,000 less 80 and 500 is 9,420; 75 % of it.
    assert "7,065.00 元" in headline(said)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", ("养老机构补贴（", "0.00 元", "28,800.00 元")),
        ("en", ("it depends", "0.00 yuan to 28,800.00 yuan")),
    ],
)
def test_somebody_who_does_not_know_goes_on_and_learns_that_it_depends(lang: str, told: tuple[str, ...]) -> None:
    case = CASES["care_home_subsidy"]
    unknown = Case({**case.answers, "care_home_stars": ("I don't know.", "不知道")}, eligible=False)
    with terminal("care_home_subsidy", lang=lang) as child:
        child.expect_exact(PROMPT)
        assert {"zh": "也可以答“不知道”", "en": "or: don't know"}[lang] in child.before
        child.sendline(NONSENSE)
        answered(child, unknown, lang)
        said = rest(child)
    assert child.exitstatus == 0
    assert all(each in headline(said) for each in told)
    assert question("care_home_stars", lang) in said  # it is what the answer depends on


def test_a_range_is_an_answer() -> None:
    with terminal("outpatient_pooling", lang="zh") as child:
        for answer in ("是", "500到1100", ""):
            child.expect_exact(PROMPT)
            child.sendline(answer)
        said = headline(rest(child))
    assert child.exitstatus == 0
    # 500 less 50 is 450, half of it 225; 1,100 less 50 is 1,050, above the limit: 475 raised by 55 % is 736.25.
    assert "225.00 元" in said
    assert "736.25 元" in said


# With other input ----------------------------------------------------------------------------------------


@every_script_in_turn
def test_closed_input_ends_it_politely_and_names_the_flags(script: str, lang: str) -> None:
    ran = run(script, LANG={"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr
    last = ran.stderr.splitlines()[-1]
    assert last.startswith(INPUT_ENDED[lang])
    for needed in map(flag, CASES[script].answers) if script in CASES else ("--lang",):
        assert needed in last


@pytest.mark.parametrize("redirection", ["<&-", "0>/dev/null"])
def test_input_that_is_not_there_or_cannot_be_read_ends_it_politely(redirection: str) -> None:
    command = ["sh", "-c", f'exec "$0" "$1" {redirection}', sys.executable, str(EXAMPLES / "outpatient_pooling.py")]
    ran = subprocess.run(command, capture_output=True, env=environment(), check=False, encoding="utf-8")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.splitlines()[-1].startswith(INPUT_ENDED["en"])


def test_answers_may_come_through_a_pipe_and_only_the_answer_goes_to_standard_output() -> None:
    ran = run("outpatient_pooling", "--json", answers="yes\n800\n")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["amount"] == "562.50"


def test_bytes_that_are_no_text_are_an_answer_of_nonsense() -> None:
    ran = run("outpatient_pooling", answers="\udcff\udcfe\nyes\n800\n")
    assert ran.returncode == 0
    assert "is neither yes nor no" in ran.stderr


def test_output_that_lacks_chinese_loses_characters_and_json_loses_none() -> None:
    flags = CASES["outpatient_pooling"].flags("en")
    ran = run("outpatient_pooling", *flags, "--lang", "zh", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "562.50" in ran.stdout
    ran = run("outpatient_pooling", *flags, "--json", PYTHONIOENCODING="ascii")
    assert json.loads(ran.stdout)["policy_title"]["zh"].startswith("张店区")


def test_a_reader_who_stops_reading_sees_no_traceback() -> None:
    script = shlex.join([sys.executable, str(EXAMPLES / f"{PROGRAM}.py"), "--lang", "zh"])
    ran = subprocess.run(["sh", "-c", f"{script} | true"], capture_output=True, env=environment(), check=False)
    assert ran.stderr == b""


# As a program --------------------------------------------------------------------------------------------


@both_languages
def test_the_program_shows_every_rule_a_receipt_a_reform_and_a_refusal(lang: str) -> None:
    ran = run(PROGRAM, "--lang", lang)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert_shows_all(ran.stdout, lang)


@pytest.mark.parametrize(("answer", "lang"), [("中文", "zh"), ("en", "en")])
def test_the_program_asks_its_one_question_when_started_bare_in_a_terminal(answer: str, lang: str) -> None:
    with terminal(PROGRAM, lang=lang) as child:
        child.expect_exact(PROMPT)
        child.sendline(NONSENSE)
        child.expect_exact(PROMPT)
        assert NONSENSE in child.before
        child.sendline(answer)
        assert_shows_all(rest(child), lang)
    assert child.exitstatus == 0


def test_the_columns_of_the_table_line_up_under_chinese_characters() -> None:
    lines = run(PROGRAM, "--lang", "zh").stdout.splitlines()
    rule_at = next(at for at, line in enumerate(lines) if re.fullmatch("[- ]{20,}", line))
    starts = [found.start() for found in re.finditer("-+", lines[rule_at])]
    for line in (lines[rule_at - 1], *lines[rule_at + 1 : rule_at + 7]):
        # Every character of the table that is not ASCII is Chinese, two columns wide.
        drawn = "".join(each if each.isascii() else f"{each}\0" for each in line)
        assert all(drawn[start - 2 : start] == "  " for start in starts[1:])


# What is expected ---------------------------------------------------------------------------------------


def flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def unwrapped(text: str) -> str:
    return "".join(text.split())


def in_words(amounts: tuple[str, ...] | None) -> list[str]:
    """Amounts as an explanation writes them, in either language."""
    return [re.sub(r"(\d)(\d{3}\.)", r"\1,\2", amount) for amount in amounts or ()]


def assert_explains(said: str, script: str, lang: str) -> None:
    """The answer comes first, with its amounts, and what it rests on comes after."""
    case, title = CASES[script], script_title(script, lang)
    assert said.strip().startswith(f"{title} · ")
    assert headline(said).startswith(title)
    assert all(amount in headline(said) for amount in in_words(case.amounts))
    told = {"zh": "（按当时公布的说法）：符合条件：", "en": " (as announced then): eligible: "}[lang]
    assert case.amounts or headline(said).startswith(title + told)
    assert {"zh": "请注意", "en": "Please note"}[lang] in said.splitlines()
    assert "Traceback" not in said


def script_title(script: str, lang: str) -> str:
    return next(rule for rule in RULES if rule.name == script).title.explain(lang)


def headline(said: str) -> str:
    """The first line of the explanation, which stands last."""
    return said.rpartition("─")[2].strip().splitlines()[0]


def answered(child: Any, case: Case, lang: str) -> None:
    """Answers each question as this resident does, whatever its place; then takes the result."""
    while child.expect_exact([PROMPT, RESULT[lang]]) == 0:
        asks = child.before
        name = next((each for each in case.answers if question(each, lang) in asks), None)
        child.sendline(case.answer(name, lang) if name else numbers(case, asks, lang))
    child.expect_exact(PROMPT)
    child.sendline("")


def numbers(case: Case, asks: str, lang: str) -> str:
    """The numbers of the recognitions that this resident has, of those that are asked for at once."""
    rows = {name: say(RECOGNITIONS[name].says).explain(lang) for name in case.answers if name in RECOGNITIONS}
    of = {name: re.search(rf"(\d)\. {re.escape(says)}", asks) for name, says in rows.items()}
    return " ".join(at[1] for name, at in of.items() if at and case.answers[name] == YES) or "0"


def assert_shows_all(said: str, lang: str) -> None:
    """All six rules and their worked amounts, a receipt, a reform and a refusal."""
    assert all(rule.title.explain(lang) in said for rule in RULES)
    for case in CASES.values():
        assert all(amount in said for amount in in_words(case.amounts))
    told = {
        "zh": (
            "与重新计算的结果一致",
            "28,800.00 元变为 30,600.00 元，多 1,800.00 元",
            "重新计算是",
            "浮点数不能精确表示金额",
            "请注意",
        ),
        "en": (
            "fits what is computed",
            "become 30,600.00 yuan, 1,800.00 yuan more",
            "computed again it is",
            "a float cannot hold",
            "Please note",
        ),
    }
    assert all(each in said for each in told[lang])
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("script", "flags"),
    [
        *((name, [flag(next(iter(case.answers))), "1"]) for name, case in CASES.items()),
        ("care_home_subsidy", ["--on", "2023-05-01"]),
        ("year_of_visits", ["--visits", "visits.csv"]),
        ("population", ["--people", "10"]),
        ("budget", ["--files", "folder"]),
        ("prove", ["--lang", "en"]),
    ],
)
def test_a_flag_that_is_given_twice_is_refused(script: str, flags: list[str], tmp_path: Path) -> None:
    ran = run_plain(script, *flags, *flags, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    told, nothing = ran.stderr.splitlines()
    assert told == f"{flags[0]} is given twice, {flags[1]} and {flags[1]}; give it once"
    assert nothing == "Nothing was computed or stored."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="a full disk is played by /dev/full, which this system lacks"
)
def test_an_answer_that_cannot_be_written_is_told_in_one_line() -> None:
    answers = CASES["outpatient_pooling"].flags("en")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, EXAMPLES / "outpatient_pooling.py", *answers],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith("The answer could not be written: ")
    assert len(ran.stderr.splitlines()) == 1
