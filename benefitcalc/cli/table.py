"""The commands `table`, with a progress bar, and `sql`."""

import sys
from argparse import Namespace
from time import monotonic

import benefitcalc as bc
from benefitcalc.cli import reading
from benefitcalc.cli.terminal import print_text
from benefitcalc.rules import by_name
from benefitcalc.text.message import N_, say

BAR, REDRAWN = 30, 0.1
"""The width of the progress bar in characters, and its refresh interval in seconds."""


def assess(asked: Namespace) -> int:
    """Assess each row of a file."""
    found = bc.assess_file(
        asked.source,
        asked.target,
        policy=reading.law(asked),
        on=asked.on or reading.today(),
        rules=asked.rule and [rule for name, rule in by_name().items() if name in asked.rule],
        detail=asked.detail,
        strict=asked.strict,
        lang=asked.lang,
        problems=asked.problems,
        progress=_Bar(asked.lang) if sys.stderr and sys.stderr.isatty() else None,
    )
    print_text(found.explain(asked.lang), sys.stdout)
    return 0


def select(asked: Namespace) -> int:
    """Print the SELECT that assesses each row of a database table."""
    text = bc.sql(
        policy=reading.law(asked),
        on=asked.on,
        rules=asked.rule and [rule for name, rule in by_name().items() if name in asked.rule],
        dialect=asked.dialect,
        detail=asked.detail,
        table=asked.table,
        lang=asked.lang,
    )
    print_text(text.rstrip("\n"), sys.stdout)
    return 0


class _Bar:
    def __init__(self, lang: str) -> None:
        self.lang, self.drawn = lang, monotonic()

    def __call__(self, read: int, rows: int) -> None:
        is_done = read >= rows
        if is_done or monotonic() - self.drawn > REDRAWN:
            self.drawn = monotonic()
            filled = BAR * read // rows
            told = say(N_("{read} of {rows} rows"), read=f"{read:,}", rows=f"{rows:,}").explain(self.lang)
            print_text(f"{'#' * filled:.<{BAR}} {told}", sys.stderr, "\n" if is_done else "", start="\r")
