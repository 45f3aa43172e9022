"""Files and lines of the command line that have no end."""

import io
import sys

import pytest

from benefitcalc.cli import reading, terminal
from benefitcalc.cli.main import main


class Zeros(io.TextIOBase):
    """A line without end, of which no more is read at once than is asked for."""

    def read(self, size=-1):
        assert size >= 0, "all of an endless input is asked for"
        return "0" * size

    readline = read


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 20)


@pytest.mark.parametrize("command", ["screen", "household", "settle"])
def test_standard_input_without_end_is_refused(command, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Zeros())
    assert main([command, "-", "--lang", "en"]) == 1
    assert capsys.readouterr().err == "-: cannot be read: File too large\n"


@pytest.mark.parametrize("arguments", [["screen"], ["year"]])
@pytest.mark.usefixtures("few")
def test_a_file_of_one_character_too_many_is_refused(arguments, tmp_path, capsys):
    file = tmp_path / "long"
    file.write_text(" " * 21, encoding="utf-8")
    assert main([*arguments, str(file), "--lang", "en"]) == 1
    assert capsys.readouterr().err.endswith(": cannot be read: File too large\n")


@pytest.mark.usefixtures("few")
def test_a_file_of_as_many_characters_as_may_be_is_read(tmp_path):
    file = tmp_path / "just.json"
    file.write_text('{"age": 82}'.ljust(20), encoding="utf-8")
    assert reading.read_json(str(file)) == {"age": 82}


def test_an_answer_without_end_ends_the_questions_and_is_told_to_be_too_long(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Zeros())
    assert main(["ask", "care_home_subsidy", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1] == (
        "The answer is too long: it has more than 100000 characters. Nothing was computed or stored."
    )


def test_an_answer_of_as_many_characters_as_may_be_is_read_whole(monkeypatch, capsys):
    line = "y" * (terminal.LONGEST_LINE - 1) + "\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(line))
    assert main(["ask", "care_home_subsidy", "--lang", "en"]) == 1
    assert "is not" in capsys.readouterr().err
