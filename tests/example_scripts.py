"""How the tests run an example script: with flags, with piped input, and in a terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect

from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import ANNOUNCED
from benefitcalc.text.message import say

EXAMPLES = Path(__file__).parents[1] / "examples"
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
    return run_plain(script, *flags, *of_that_day(script, flags), answers=answers, **more)


def of_that_day(script: str, flags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the flags with an announced day, because a script with a day uses today by default."""
    is_asked = script in OF_A_DAY and not {"--on", "--help"} & set(flags)
    return ("--on", "2023-05-01") if is_asked else ()


def run_plain(script: str, *flags: str, answers: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """The script with these flags and no others."""
    return subprocess.run(
        [sys.executable, str(EXAMPLES / f"{script}.py"), *flags],
        **({"input": answers} if answers else {"stdin": subprocess.DEVNULL}),
        capture_output=True,
        env=environment(**more),
        encoding="utf-8",
        errors="surrogateescape",
        timeout=30,
        check=False,
    )


@contextmanager
def terminal(script: str, *flags: str, lang: str) -> Iterator[Any]:
    """Run the script in a pseudo-terminal in this language; its exit code is available afterwards."""
    command = [str(EXAMPLES / f"{script}.py"), *flags, *of_that_day(script, flags)]
    env = environment(LANG={"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
    child = pexpect.spawn(sys.executable, command, env=env, encoding="utf-8", timeout=30)
    child.delaybeforesend = None
    child.delayafterclose = child.delayafterterminate = 0
    try:
        yield child
        child.wait()
    finally:
        child.close(force=True)


def rest(child: Any) -> str:
    """Return the remaining output of the script."""
    child.expect(pexpect.EOF)
    said: str = child.before
    return said


def question(name: str, lang: str) -> str:
    """The question for a fact."""
    return say(FACTS[name].question).explain(lang)
