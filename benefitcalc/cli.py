"""The command line: `benefitcalc table SOURCE TARGET` and `benefitcalc policy check FILE`.

Exit code 0: done; 1: refused, with the reason on stderr, or a promise of the policy does not hold; 2: the command
itself was wrong; 130: interrupted.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TextIO

import benefitcalc as bc
from benefitcalc.messages import LOCALES, N_, language, say

BAR, REDRAWN = 30, 0.1
"""How wide the bar of progress is, in characters, and after how many seconds it is drawn anew."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line asks for; its exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return asked.command(asked)  # type: ignore[no-any-return]  # each command returns its exit code
    except bc.Refused as refused:
        _tell(refused.explain(asked.lang), sys.stderr)
    except ModuleNotFoundError as missing:
        _tell(str(missing), sys.stderr)
    except KeyboardInterrupt:
        _tell("", sys.stderr)
        return 130
    return 1


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="benefitcalc", description=bc.__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    table = commands.add_parser("table", help="what the rules give each row of a Parquet or CSV file")
    table.set_defaults(command=_table)
    table.add_argument("source", nargs="+", help="a file, a pattern such as 'people-*.parquet', or several of these")
    table.add_argument("target", help="the file to be written, Parquet or CSV by the end of its name")
    table.add_argument("--policy", help="the id of a policy document, or a policy file of your own")
    table.add_argument(
        "--rule",
        action="append",
        metavar="RULE",
        choices=[rule.name for rule in bc.RULES],
        help="this rule only; may be given again: %(choices)s",
    )
    table.add_argument(
        "--detail",
        choices=("amount", "range", "lines"),
        default="range",
        help="how much is written (default: %(default)s)",
    )
    table.add_argument("--strict", action="store_true", help="write nothing where a row has a problem")
    table.add_argument("--problems", metavar="FILE", help="a copy of the rows that have a problem")
    policy = commands.add_parser("policy", help="policy documents").add_subparsers(required=True, metavar="COMMAND")
    check = policy.add_parser("check", help="check a policy document, and prove or refute what it promises")
    check.set_defaults(command=_check)
    check.add_argument("policy", nargs="?", help="the id of a policy document, or a policy file of your own")
    for command in (table, check):
        command.add_argument(
            "--lang",
            choices=tuple(LOCALES),
            default=language(),
            help="language of problems and messages (default: the environment's)",
        )
    return parser


def _law(asked: Namespace) -> str | Path | None:
    return asked.policy if asked.policy in (None, *bc.policies()) else Path(asked.policy)


def _check(asked: Namespace) -> int:
    proofs = bc.prove(_law(asked))
    _tell(proofs.explain(asked.lang), sys.stdout)
    return 1 if proofs.broken else 0


def _table(asked: Namespace) -> int:
    rules = [rule for rule in bc.RULES if asked.rule is None or rule.name in asked.rule]
    found = bc.assess_file(
        asked.source,
        asked.target,
        policy=_law(asked),
        rules=rules,
        detail=asked.detail,
        strict=asked.strict,
        lang=asked.lang,
        problems=asked.problems,
        progress=_Bar(asked.lang) if sys.stderr and sys.stderr.isatty() else None,
    )
    _tell(found.explain(asked.lang), sys.stdout)
    return 0


def _tell(text: str, stream: TextIO | None) -> None:
    """Print a text; where nobody can read it, or a character of it, that is no reason to fail."""
    if stream is None:
        return
    try:
        known = stream.encoding or "utf-8"  # text kept in memory has none
        print(text.encode(known, errors="replace").decode(known), file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Bar:
    """A bar of progress on a terminal."""

    def __init__(self, lang: str) -> None:
        self.lang, self.drawn = lang, monotonic()

    def __call__(self, read: int, rows: int) -> None:
        is_done = read >= rows
        if is_done or monotonic() - self.drawn > REDRAWN:
            self.drawn = monotonic()
            filled = BAR * read // rows
            told = say(N_("{read} of {rows} rows"), read=f"{read:,}", rows=f"{rows:,}").explain(self.lang)
            print(f"\r{'#' * filled:.<{BAR}} {told}", end="\n" if is_done else "", file=sys.stderr, flush=True)
