"""How the tests run an example script: with flags, with piped input, and in a terminal."""

import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pexpect
import programs
from programs import EXAMPLES

from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED
from benefitcalc.text.message import say

OF_A_DAY = {rule.name for rule in ANNOUNCED} | {"as_a_program", "family_with_gaps", "poor_chronic_patient"}
PROMPT = "\r\n> "
NOTHING = {"zh": "没有计算，也没有保存任何内容。", "en": "Nothing was computed or stored."}


def environment(**more: str) -> dict[str, str]:
    """Return the environment without a language."""
    language = ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG", "LANGUAGE")
    kept = {name: value for name, value in os.environ.items() if name not in language}
    return {**kept, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", **more}


def run(script: str, *flags: str, answers: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the script with these flags and answers as its input; a script with a day gets an announced day."""
    return programs.run(_command(script, *flags, *of_that_day(script, flags)), environment(**more), answers=answers)


def of_that_day(script: str, flags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the flags with an announced day, because a script with a day uses today by default."""
    is_asked = script in OF_A_DAY and not {"--on", "--help"} & set(flags)
    return ("--on", "2023-05-01") if is_asked else ()


def run_plain(
    script: str, *flags: str, answers: str = "", folder: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """The script with these flags and no others."""
    return programs.run(_command(script, *flags), environment(), answers=answers, folder=folder)


def run_afresh(script: str, *flags: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the script as people do: started by Python, it imports what it needs itself."""
    command = [sys.executable, *_command(script, *flags, *of_that_day(script, flags))]
    streams: Any = {"stdin": subprocess.DEVNULL, "capture_output": True, "encoding": "utf-8"}
    return subprocess.run(command, env=environment(**more), timeout=30, check=False, **streams)


def terminal(script: str, *flags: str, lang: str) -> AbstractContextManager[Any]:
    """Run the script in a pseudo-terminal in this language; its exit code is available afterwards."""
    env = environment(LANG={"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
    return programs.terminal(_command(script, *flags, *of_that_day(script, flags)), env)


def _command(script: str, *flags: str) -> list[str]:
    return [str(EXAMPLES / f"{script}.py"), *flags]


def rest(child: Any) -> str:
    """Return the remaining output of the script."""
    child.expect(pexpect.EOF)
    said: str = child.before
    return said


def question(name: str, lang: str) -> str:
    """The question for a fact."""
    return say(FACTS[name].question).explain(lang)
