"""The command line: what it says, where it says it, and how it ends."""

import contextlib
import csv
import io
import os
import runpy
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from invented import NOWHERE, written

import benefitcalc as bc
from benefitcalc.cli import table, terminal
from benefitcalc.cli.main import main
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.rules import ANNOUNCED

POLICY = POLICY_FOLDER / "zhangdian-2022.toml"
NAMES = "has_resident_insurance,outpatient_cost"
POOLING = ("--rule", "outpatient_pooling")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to work in, with two people in it, in a language that is neither of the two."""
    for name in ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    people("yes,800", "no,800")
    return tmp_path


def people(*rows, name="people.csv", end="\n"):
    Path(name).write_text("\n".join([NAMES, *rows]) + end, encoding="utf-8")


def rows_of(name="answers.csv"):
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def program(*arguments, **more):
    """The command as a program of its own; warnings are errors."""
    command = [sys.executable, "-W", "error", "-m", "benefitcalc", *map(str, arguments)]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **more.pop("env", {})}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(command, stdin=subprocess.DEVNULL, env=env, encoding="utf-8", check=False, **streams)


# What it does -----------------------------------------------------------------------------------------------------


def test_a_table_is_assessed_and_the_counts_go_to_standard_output_alone(capsys):
    assert main(["table", "people.csv", "answers.csv", *POOLING]) == 0
    assert capsys.readouterr() == ("0 of 2 rows have a problem\n", "")
    assert [row["outpatient_pooling_fen"] for row in rows_of()] == ["56250", "0"]


def test_the_installed_command_and_python_m_do_the_same(folder):
    ran = program("table", "people.csv", "answers.csv", *POOLING)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "0 of 2 rows have a problem\n", "")
    command = Path(sys.executable).with_name("benefitcalc")
    if not command.exists():
        pytest.skip("the library is not installed beside this Python")
    before = Path("answers.csv").read_bytes()
    again = subprocess.run(
        [command, "table", "people.csv", "again.csv", *POOLING], capture_output=True, encoding="utf-8", check=False
    )
    assert (again.returncode, again.stdout, again.stderr) == (0, ran.stdout, "")
    assert Path("again.csv").read_bytes() == before


def test_python_m_passes_the_exit_code_on(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["benefitcalc", "table", "absent.csv", "answers.csv"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("benefitcalc", run_name="__main__")
    assert ended.value.code == 1
    assert capsys.readouterr() == ("", "absent.csv: there is no such file\n")


def test_several_sources_and_patterns_go_before_the_target():
    people("yes,1", name="more-1.csv")
    people("yes,2", name="more-2.csv")
    assert main(["table", "more-*.csv", "people.csv", "answers.csv", *POOLING]) == 0
    assert [row["outpatient_cost"] for row in rows_of()] == ["1", "2", "800", "800"]


def test_flags_may_stand_anywhere():
    for arguments in (
        ["table", *POOLING, "people.csv", "answers.csv"],
        ["table", "people.csv", *POOLING, "answers.csv"],
        ["table", "people.csv", "answers.csv", *POOLING],
    ):
        Path("answers.csv").unlink(missing_ok=True)
        assert main(arguments) == 0
        assert len(rows_of()) == 2


def test_a_rule_may_be_given_again_and_others_are_left_out():
    facts = {"has_chronic_recognition": ["no"], "chronic_cost": ["1"], "has_resident_insurance": ["yes"]}
    pl.DataFrame(facts | {"outpatient_cost": ["800"]}).write_csv("people.csv")
    rules = ("--rule", "chronic_outpatient", "--rule", "outpatient_pooling", "--rule", "chronic_outpatient")
    assert main(["table", "people.csv", "answers.csv", "--detail", "amount", *rules]) == 0
    both = ("outpatient_pooling", "chronic_outpatient")
    answers = [*(f"{each}_fen" for each in both), "missing", *(f"{each}_standing" for each in both), "problem"]
    assert list(rows_of()[0])[4:] == answers


def test_all_rules_are_assessed_unless_some_are_given(capsys):
    assert main(["table", "people.csv", "answers.csv"]) == 1
    missing = {line.partition(":")[0] for line in capsys.readouterr().err.splitlines()}
    assert missing == {name for rule in ANNOUNCED for name in rule.facts._fields} - set(NAMES.split(","))


EVERY_COMMAND = (
    *("ask", "estimate", "estimate care_home_subsidy", "screen", "household", "settle", "year"),
    *("curve", "curve care_home_subsidy", "table", "policy", "policy list", "policy diff", "serve", "schema"),
)


@pytest.mark.parametrize("command", ["", *EVERY_COMMAND])
def test_the_help_of_every_command_tells_of_itself_and_of_the_language(command, capsys):
    with pytest.raises(SystemExit):
        main([*command.split(), "--help"])
    told = capsys.readouterr().out
    assert [told.count(f"\n  {flag}") for flag in ("-h, --help", "--lang {zh,en}")] == [1, 1]


@pytest.mark.parametrize("detail", ["amount", "range", "lines", None])
def test_the_detail_is_as_asked_for_and_a_range_unless_it_is_asked_for(detail):
    assert main(["table", "people.csv", "answers.csv", *POOLING, *(["--detail", detail] if detail else [])]) == 0
    columns = set(rows_of()[0])
    assert ("outpatient_pooling_at_most_fen" in columns) is (detail != "amount")
    assert ("outpatient_pooling_before_fen" in columns) is (detail == "lines")


@pytest.mark.parametrize("given", ["zhangdian-2022", str(POLICY)])
def test_a_policy_is_given_by_its_id_or_as_a_file(given):
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--policy", given]) == 0
    assert rows_of()[0]["outpatient_pooling_fen"] == "56250"


def test_a_reform_in_a_file_of_ones_own_is_applied(folder):
    # A deductible of 400.00 instead of 50.00: 75 % of 400.00 instead of 750.00.
    text = POLICY.read_text(encoding="utf-8").replace("assumed = 50.00", "assumed = 400.00")
    Path("mine.toml").write_text(text, encoding="utf-8")
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--policy", "mine.toml"]) == 0
    assert rows_of()[0]["outpatient_pooling_fen"] == "30000"


def test_problems_are_counted_and_copied_and_the_run_succeeds(capsys):
    people("yes,800", "yes,-1", "yes,-1", "maybe,1")
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--problems", "problems.parquet"]) == 0
    told = [
        "3 of 4 rows have a problem",
        "2 × outpatient_cost is less than zero",
        "1 × has_resident_insurance is neither yes nor no",
    ]
    assert capsys.readouterr().out.splitlines() == told
    assert pl.read_parquet("problems.parquet")["outpatient_cost"].to_list() == ["-1", "-1", "1"]


def test_a_file_that_may_have_been_cut_short_is_noticed(capsys):
    people("yes,800", end="")
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--lang", "zh"]) == 0
    notice, counts = capsys.readouterr().out.splitlines()
    assert notice == "people.csv：最后一行没有换行；如果文件不完整，最后一行的结果就不对"
    assert counts == "1 行中有 0 行有问题"


# What is refused --------------------------------------------------------------------------------------------------


def test_strict_writes_nothing_where_a_row_has_a_problem_and_ends_with_code_1(folder, capsys):
    people("yes,800", "yes,-1")
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--strict", "--problems", "problems.csv"]) == 1
    told = "1 of 2 rows have a problem\n1 × outpatient_cost is less than zero\n"
    assert capsys.readouterr() == ("", told)
    assert [file.name for file in folder.iterdir()] == ["people.csv"]


def test_strict_succeeds_where_no_row_has_a_problem():
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--strict"]) == 0
    assert len(rows_of()) == 2


@pytest.mark.parametrize("name", ["zh-CN", "zh_Hans_CN.UTF-8"])
def test_a_language_is_known_by_every_name_that_it_has(capsys, name):
    assert main(["estimate", "care_home_subsidy", "--lang", name]) == 0
    assert capsys.readouterr().out.startswith("养老机构补贴")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["absent-1.csv", "absent-2.csv", "answers.csv"], ["absent-1.csv: there is no such file", "absent-2.csv: "]),
        (["people.csv", "answers.xlsx"], ["answers.xlsx: the name must end in .parquet, .csv"]),
        (["people.csv", "people.csv"], ["people.csv: a source is never written over; give another name"]),
        (["*.csv", "people.csv"], ["people.csv: a source is never written over; give another name"]),
        (["people.csv", "absent/answers.csv"], ["absent/answers.csv: there is no such folder"]),
        (["people.csv", "answers.csv", "--problems", "answers.csv"], ["answers.csv: the target cannot be the file "]),
        (["people.csv", "answers.csv", "--policy", "atlantis"], ["policy: there is no policy atlantis; there are: "]),
        (["people.csv", "answers.csv", "--policy", "people.csv"], ["people.csv: is not TOML: "]),
        (["people.csv", "answers.csv", "--policy", "."], [": cannot be read: "]),
        (["people.csv", "answers.csv", "--policy", "mine.toml"], ["nowhere says nothing of outpatient_pooling"]),
        (["gbk.csv", "answers.csv"], ["gbk.csv: line 1: is not UTF-8; save it as “CSV UTF-8”"]),
        (["empty.csv", "answers.csv"], ["empty.csv: cannot be read, or its results not be written: empty CSV"]),
        (["cut.parquet", "answers.csv"], ["cut.parquet: cannot be read"]),
    ],
)
def test_what_is_refused_is_told_in_a_line_a_problem_on_standard_error_and_ends_with_code_1(
    folder, capsys, arguments, told
):
    written(folder, NOWHERE)
    Path("gbk.csv").write_bytes(f"{NAMES},姓名\nyes,800,x\n".encode("gbk"))
    Path("empty.csv").touch()
    Path("cut.parquet").write_bytes(b"PAR1")
    before = sorted(folder.iterdir())
    assert main(["table", *arguments, *POOLING]) == 1
    said, errors = capsys.readouterr()
    assert said == ""
    assert len(errors.splitlines()) == len(told)
    for line, start in zip(errors.splitlines(), told, strict=True):
        assert line.startswith(start) or start in line
    assert sorted(folder.iterdir()) == before


REQUIRED = "the following arguments are required: "


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], f"{REQUIRED}COMMAND"),
        (["tables", "people.csv", "answers.csv"], "argument COMMAND: invalid choice: 'tables' (choose from "),
        (["table"], f"{REQUIRED}source, target"),
        (["table", "people.csv"], f"{REQUIRED}target"),
        (
            ["table", "people.csv", "answers.csv", "--rule", "bread"],
            "argument --rule: invalid choice: 'bread' (choose from ",
        ),
        (
            ["table", "people.csv", "answers.csv", "--detail", "much"],
            "argument --detail: invalid choice: 'much' (choose from ",
        ),
        (["table", "people.csv", "answers.csv", "--lang", "fr"], "argument --lang: invalid choice: 'fr' (choose from "),
        (["table", "people.csv", "answers.csv", "--unheard-of"], "--unheard-of is not known here"),
        (["table", "people.csv", "people.csv", *POOLING, "answers.csv"], "answers.csv is not known here"),
        (["table", "people.csv", "answers.csv", "--problems"], "argument --problems: expected one argument"),
    ],
)
def test_a_wrong_command_ends_with_code_2_and_says_why(folder, capsys, arguments, told):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said, errors = capsys.readouterr()
    assert said == ""
    assert errors.startswith(told)
    assert errors.endswith(" --help\n")
    assert [file.name for file in folder.iterdir()] == ["people.csv"]


def test_help_names_every_rule_and_flag_and_ends_with_code_0(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["table", "--help"])
    assert ended.value.code == 0
    said, errors = capsys.readouterr()
    flags = ("--policy", "--rule", "--detail", "--strict", "--problems", "--lang")
    for named in (*flags, *(rule.name for rule in bc.RULES), "zh,en", "amount,range,lines"):
        assert named in said
    assert errors == ""


# Languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_the_environment_chooses_the_language_unless_lang_does(name, monkeypatch, capsys):
    monkeypatch.setenv(name, "zh_CN.UTF-8")
    people("yes,-1")
    assert main(["table", "people.csv", "answers.csv", *POOLING]) == 0
    assert capsys.readouterr().out == "1 行中有 1 行有问题\n1 行：outpatient_cost 小于零\n"
    assert rows_of()[0]["problem"] == "outpatient_cost 小于零"
    assert main(["table", "people.csv", "answers.csv", *POOLING, "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("1 of 1 rows have a problem\n")
    assert rows_of()[0]["problem"] == "outpatient_cost is less than zero"


def test_what_is_refused_is_told_in_the_language_asked_for(capsys):
    assert main(["table", "absent.csv", "answers.csv", "--lang", "zh"]) == 1
    assert capsys.readouterr().err == "absent.csv：没有这个文件\n"


# How it ends ------------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_it_with_code_130_and_an_empty_line(monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(bc, "assess_file", interrupted)
    assert main(["table", "people.csv", "answers.csv"]) == 130
    assert capsys.readouterr() == ("", "\n")


def test_ctrl_c_before_the_language_is_known_ends_it_in_the_same_way(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("benefitcalc.cli.main.language", interrupted)
    assert main(["law"]) == 130
    assert capsys.readouterr() == ("", "\n")


def test_a_missing_library_is_told_in_a_line_and_ends_with_code_1(monkeypatch, capsys):
    def missing(*_, **__):
        raise ModuleNotFoundError("pip install 'benefitcalc[tables]'")

    monkeypatch.setattr(bc, "assess_file", missing)
    assert main(["table", "people.csv", "answers.csv"]) == 1
    assert capsys.readouterr() == ("", "pip install 'benefitcalc[tables]'\n")


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


@FULL
def test_counts_that_cannot_be_told_are_no_reason_for_a_traceback():
    with Path("/dev/full").open("w") as full:
        ran = program("table", "people.csv", "answers.csv", *POOLING, stdout=full)
    assert len(rows_of()) == 2
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) <= 1


def test_a_reader_who_stops_reading_sees_no_traceback():
    reading, writing = os.pipe()
    os.close(reading)
    ran = program("table", "people.csv", "answers.csv", *POOLING, stdout=writing)
    os.close(writing)
    assert ran.stderr == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_output_that_lacks_a_character_loses_it_and_nothing_else(lang):
    people("yes,-1")
    arguments = ("table", "people.csv", "answers.csv", *POOLING, "--lang", lang)
    ran = program(*arguments, env={"PYTHONIOENCODING": "ascii"})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "outpatient_cost" in ran.stdout


def test_what_is_told_may_be_kept_in_memory():
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(io.StringIO()) as errors:
        assert main(["table", "people.csv", "answers.csv", *POOLING]) == 0
        assert main(["table", "absent.csv", "answers.csv", *POOLING]) == 1
    assert said.getvalue() == "0 of 2 rows have a problem\n"
    assert errors.getvalue() == "absent.csv: there is no such file\n"


def test_closed_streams_are_no_reason_to_fail():
    command = [sys.executable, "-m", "benefitcalc", "table", "people.csv", "answers.csv", *POOLING]
    ran = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], check=False)
    assert ran.returncode == 0
    assert len(rows_of()) == 2


# Progress ---------------------------------------------------------------------------------------------------------


def many(rows=200_000):
    pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": range(rows)}).write_parquet(
        "many.parquet", row_group_size=rows // 4
    )


def on_a_terminal(*arguments):
    """The command with its standard error on a terminal, and what stood there in the end."""
    reading, writing = os.openpty()
    ran = program(*arguments, stderr=writing)
    os.close(writing)
    told = b""
    try:
        while piece := os.read(reading, 1 << 16):
            told += piece
    except OSError:  # Linux says so where nobody writes to it any more
        pass
    os.close(reading)
    return ran, told.decode()


@pytest.mark.parametrize(
    ("lang", "last"), [("en", "200,000 of 200,000 rows"), ("zh", "已读 200,000 行，共 200,000 行")]
)
def test_a_bar_of_progress_is_drawn_on_a_terminal_up_to_the_last_row(lang, last):
    many()
    ran, told = on_a_terminal("table", "many.parquet", "answers.parquet", *POOLING, "--lang", lang)
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 1
    *others, end = told.split("\r")[1:]
    assert end == "\n"
    assert others[-1] == f"{'#' * 30} {last}"
    assert all(len(each.split(" ")[0]) == 30 for each in others)


def test_what_is_refused_stands_below_the_bar():
    people("yes,-1")
    ran, told = on_a_terminal("table", "people.csv", "answers.csv", *POOLING, "--strict")
    assert ran.returncode == 1
    assert told.replace("\r\n", "\n") == (
        f"\r{'#' * 30} 1 of 1 rows\n1 of 1 rows have a problem\n1 × outpatient_cost is less than zero\n"
    )


def test_a_file_without_rows_needs_no_bar():
    people()
    ran, told = on_a_terminal("table", "people.csv", "answers.csv", *POOLING)
    assert (ran.returncode, ran.stdout, told) == (0, "0 of 0 rows have a problem\n", "")


def test_no_bar_is_drawn_where_standard_error_is_no_terminal(capsys):
    many()
    assert main(["table", "many.parquet", "answers.parquet", *POOLING]) == 0
    assert capsys.readouterr().err == ""
    assert program("table", "many.parquet", "answers.parquet", *POOLING).stderr == ""


class Terminal(io.StringIO):
    """A terminal on which nothing is seen before it is flushed."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def isatty(self):
        return True

    def flush(self):
        self.seen.append(self.getvalue()[len("".join(self.seen)) :])


def test_the_bar_grows_with_what_has_been_read_and_is_drawn_anew_after_a_while_only(monkeypatch):
    many()
    drawn = {}
    for after in (-1, 10**9):
        monkeypatch.setattr(table, "REDRAWN", after)
        monkeypatch.setattr(sys, "stderr", Terminal())
        assert main(["table", "many.parquet", "answers.parquet", *POOLING]) == 0
        drawn[after] = sys.stderr.seen
    each = drawn[-1]
    assert len(each) > 1
    assert all(line.startswith("\r#") for line in each)
    assert each == sorted(each, key=lambda line: line.count("#"))
    assert "." * 5 in each[0]
    assert [line.endswith("\n") for line in each] == [False] * (len(each) - 1) + [True]
    assert drawn[10**9] == each[-1:]


def test_a_bar_is_drawn_in_whichever_thread_a_part_is_read(monkeypatch, capsys):
    # Polars reads in threads of its own, where nobody measures which lines of this library are run.
    monkeypatch.setattr(pl.LazyFrame, "map_batches", lambda frame, told, **_: told(frame.collect()).lazy())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["table", "people.csv", "answers.csv", *POOLING]) == 0
    assert capsys.readouterr() == ("0 of 2 rows have a problem\n", f"\r{'#' * 30} 2 of 2 rows\n")


def test_where_nobody_can_read_nothing_is_told(tmp_path):
    terminal.print_text("unheard", None)
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as full:
            terminal.print_text("unheard", full)
            terminal.print_text("unheard again", full)


def test_a_bar_is_not_drawn_more_often_than_eyes_can_follow(monkeypatch, capsys):
    monkeypatch.setattr(table, "REDRAWN", 10**9)  # however slow the machine is
    bar = table._Bar("en")
    bar(1, 10)
    assert capsys.readouterr().err == ""
    bar(10, 10)
    assert capsys.readouterr().err == f"\r{'#' * table.BAR} 10 of 10 rows\n"
