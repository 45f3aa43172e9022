"""Programs that answer the questions of a terminal without end."""

import io
import sys
from itertools import repeat

import pytest

from benefitcalc.cli.main import main


class Endless(io.StringIO):
    """The same line again and again."""

    def __init__(self, line):
        super().__init__()
        self.lines = repeat(f"{line}\n")

    def readline(self, size=-1):
        return next(self.lines)


@pytest.fixture
def endless(monkeypatch, capsys):
    def answer(line, *flags):
        monkeypatch.setattr(sys, "stdin", Endless(line))
        return main(["ask", "--lang", "en", "--on", "2023-05-01", *flags]), capsys.readouterr()

    return answer


def test_who_never_says_which_answer_to_change_gets_the_result(endless):
    code, said = endless("don't know", "care_home_subsidy")
    assert code == 0
    assert said.out.startswith("Care-home subsidy")


@pytest.mark.parametrize("line", ["what?", "help"])
def test_answers_of_which_none_can_be_used_end_the_questions(endless, line):
    code, said = endless(line, "care_home_subsidy")
    assert (code, said.out) == (1, "")
    assert f"“{line}”, “{line}”, “{line}”" in said.err


def test_somebody_who_is_unsure_for_whom_they_ask_is_not_asked_without_end(endless):
    code, said = endless("don't know")
    assert (code, said.out) == (1, "")
