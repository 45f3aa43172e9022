"""What the system says of files and ports, in the language that is asked for."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import benefitcalc as bc
from benefitcalc.cli import commands
from benefitcalc.cli.main import main
from benefitcalc.text import targets
from benefitcalc.text.message import Refused
from benefitcalc.text.system_errors import why

HOME = ["--age", "82", "--care-need", "full", "--is-in-economic-hardship", "yes", "--care-home-cost", "100"]
CURVE = ["curve", "care_home_subsidy", "--over", "care_home_stars", *HOME]
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to work in."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.EACCES, errno.ENOSPC, errno.EEXIST]
)
def test_an_error_is_told_in_the_systems_words_and_in_chinese(number):
    told = why(OSError(number, os.strerror(number)))
    assert told.explain("en") == os.strerror(number)
    assert told.explain("zh").isascii() is False


def test_an_error_that_is_seldom_is_told_in_the_systems_own_words():
    assert why(OSError(errno.ELOOP, "Too many links")).explain("zh") == "Too many links"
    assert why(ValueError("no such\ncolour")).explain("zh") == "no such"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["estimate", "care_home_subsidy", "--policy", "absent.toml"], "absent.toml：无法读取：没有这个文件或文件夹"),
        (["estimate", "care_home_subsidy", "--policy", "folder"], "folder：无法读取：这是文件夹"),
        (["estimate", "care_home_subsidy", "--policy", "file/a.toml"], "a.toml：无法读取：路径中有一项不是文件夹"),
        (["screen", "absent.json"], "absent.json：无法读取：没有这个文件或文件夹"),
        (["screen", "a" * 300], f"{'a' * 39}…：无法读取：文件名太长"),
        (["year", "folder"], "folder：无法读取：这是文件夹"),
        ([*CURVE, "--out", "absent/a.csv"], "a.csv：无法写入：没有这个文件或文件夹"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_chinese(capsys, command, says):
    assert main([*command, "--lang", "zh"]) == 1
    assert capsys.readouterr() == ("", f"{says}\n")


def test_a_file_that_nobody_may_read_is_told_in_chinese(capsys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert main(["screen", "file", "--lang", "zh"]) == 1
    assert capsys.readouterr().err == "file：无法读取：没有权限\n"


@pytest.mark.parametrize(
    ("content", "en", "zh"),
    [
        (b'{"age": 82, "age": 83}', "age is given twice", "age 出现了两次"),
        (b'{"age": NaN}', "NaN is not a number", "NaN 不是数字"),
        (b'{"age": 82,\n "sex" 1}', "see line 2, column 8", "请看第 2 行第 8 列"),
        ('{"sex": "女性"}'.encode("gbk"), "save it in UTF-8", "请另存为 UTF-8 编码"),
        (b"[" * 100_000, "it is nested too deeply", "嵌套太深"),
    ],
)
def test_what_is_wrong_with_json_is_said_in_the_language_asked_for(capsys, content, en, zh):
    Path("me.json").write_bytes(content)
    for lang, says in (("en", f"me.json: is not JSON: {en}"), ("zh", f"me.json：不是 JSON：{zh}")):
        assert main(["screen", "me.json", "--lang", lang]) == 1
        err = capsys.readouterr().err
        assert err.startswith(says)
        assert len(err.splitlines()) == 1


# Reading and writing ----------------------------------------------------------------------------------------------


def test_an_error_of_the_system_that_nobody_foresaw_names_the_file_and_is_not_taken_for_a_full_disk(
    capsys, monkeypatch
):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied", "fonts.json")

    monkeypatch.setattr(commands, "facts", refuse)
    assert main([*CURVE, "--lang", "en"]) == 1
    assert capsys.readouterr().err == "fonts.json: Permission denied\n"


def test_an_error_of_the_system_without_a_file_is_told_alone(capsys, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(commands, "facts", refuse)
    assert main([*CURVE, "--lang", "zh"]) == 1
    assert capsys.readouterr().err == "没有权限\n"


@FULL
@pytest.mark.parametrize("command", [["policy", "list"], ["--help"], ["estimate", "--help"], ["--version"]])
def test_what_cannot_be_written_whole_is_told_and_has_no_traceback(command):
    run = [sys.executable, "-m", "benefitcalc", *command, "--lang", "zh"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            run,
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    assert (ran.returncode, ran.stderr) == (1, "答复没有写完：磁盘空间不足\n")


# What is not installed --------------------------------------------------------------------------------------------


def test_a_missing_extra_is_told_in_the_language_asked_for(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "benefitcalc.analysis.charts", None)
    assert main([*CURVE, "--out", "a.svg", "--lang", "zh"]) == 1
    assert (
        capsys.readouterr().err
        == "benefitcalc.chart 需要 benefitcalc.analysis.charts：pip install 'benefitcalc[plot]'\n"
    )
    with pytest.raises(
        ModuleNotFoundError, match=r"benefitcalc.chart needs benefitcalc.analysis.charts: pip install"
    ) as told:
        bc.chart()
    assert told.value.explain("zh").startswith("benefitcalc.chart 需要")


def test_a_target_that_cannot_be_written_is_told_by_its_name_alone_in_chinese(tmp_path):
    with pytest.raises(Refused) as told:
        targets.write(tmp_path / "nowhere" / "a.csv", b"")
    assert told.value.explain("zh") == "a.csv：无法写入：没有这个文件或文件夹"
