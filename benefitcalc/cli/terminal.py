"""Terminal input and output: columns that align in Chinese too, and questions with answers.

Everything that the library prints goes through this module, so that text of foreign files cannot control the terminal.
"""

import codecs
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO
from unicodedata import east_asian_width

from benefitcalc.text.message import N_, STEERING, Message, Refused, by_name, joined, say, shown
from benefitcalc.text.system_errors import why

PATIENCE = 3
"""The greatest number of unusable answers in a row; after these, the questions end."""

MOST_TRIES = 100
"""The same where somebody may try for as long as they like: more of them come from a program."""

LONGEST_LINE = 100_000
"""The longest answer that is read; a line without end would fill the memory."""

BACK = ("back", "b", "返回", "上一步", "退回", "上一题")
"""The words that take the last answer back."""

RESULT = ("result", "see the result", "看结果", "结果")
"""The words that show the result so far."""

HELP = ("help", "h", "帮助", "?帮助", "怎么填")
"""The words that show how to answer a question."""


NOTHING_TYPED = N_("Nothing was typed.")
MAY_BE_UNKNOWN = N_("Nothing was typed. If you do not know, type: don't know")


class Ended(Exception):
    """The questions ended before all were answered, or the answer could not be written."""

    def __init__(self, told: Message) -> None:
        super().__init__(str(told))
        self.told = told


class NotUnderstood(Ended):
    """Too many answers in a row could not be used."""


def width(text: str) -> int:
    """Return the number of terminal columns of a text; a Chinese character takes two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def aligned(rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Return rows as lines with aligned columns; the columns in ``right`` are right-aligned."""
    table = [list(row) for row in rows]
    widths = [max(map(width, cells)) for cells in zip(*table, strict=True)]
    at_the_right = set(right)

    def padded(at: int, cell: str) -> str:
        space = " " * (widths[at] - width(cell))
        return space + cell if at in at_the_right else cell + space

    return "\n".join("  ".join(padded(at, cell) for at, cell in enumerate(row)).rstrip() for row in table)


def print_text(text: str, stream: TextIO | None, end: str = "\n", *, start: str = "") -> None:
    """Print a text. A closed pipe, or characters that the stream cannot encode, are not errors.

    Control characters in ``text`` are replaced; ``start`` and ``end`` may have them.
    """
    if stream is None:
        return
    harmless = "\n".join(STEERING.sub("\N{REPLACEMENT CHARACTER}", line) for line in text.split("\n"))
    try:
        known = _encoding(stream)
        print(start + harmless.encode(known, errors="replace").decode(known), end=end, file=stream, flush=True)
    except OSError as error:
        let_go(stream)
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise Ended(not_written(error)) from error  # an incomplete answer is not an answer


def _encoding(stream: TextIO) -> str:
    return stream.encoding or "utf-8"  # an in-memory stream has no encoding


def print_json(text: str) -> None:
    """Print JSON on the standard output: in UTF-8, or with escapes if the stream has another encoding."""
    stream = sys.stdout
    is_utf_8 = stream is None or codecs.lookup(_encoding(stream)).name == "utf-8"
    if not is_utf_8 and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="ascii")  # for UTF-16 too, which is not valid for JSON
    print_text((NOT_SHOWN if is_utf_8 else NOT_ASCII).sub(_escaped, text), stream)


NOT_ASCII = re.compile("[^\\x00-\\x7e]")
NOT_SHOWN = re.compile(f"(?!\n){STEERING.pattern}|[\ud800-\udfff]")
"""Control characters except line ends, which never occur inside JSON text, and lone surrogates."""


def _escaped(sign: re.Match[str]) -> str:
    units = sign[0].encode("utf-16-be", errors="surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def let_go(stream: TextIO) -> None:
    """Redirect a broken stream to the null device, or Python would try to flush it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def not_written(error: OSError) -> Message:
    """Return the message for an answer that could not be written."""
    return say(N_("The answer could not be written: {why}"), why=why(error))


def ask(
    question: str,
    read: Callable[[str], object],
    lang: str,
    *,
    back: Sequence[str] = BACK,
    empty: str = MAY_BE_UNKNOWN,
    words: Sequence[Sequence[str]] = (),
    helps: Message | None = None,
    patience: int = PATIENCE,
    call: Callable[[Sequence[str]], Message] = by_name,
) -> str:
    """Return the first answer that can be parsed, or the first of ``back``; ``empty`` is the message for no input.

    Each word in ``words`` is also accepted and returned as the first of its group; `HELP` prints ``helps``. Raises
    `Ended` at the end of the input, and `NotUnderstood` after ``patience`` unusable answers.
    ``call`` maps the facts in an error to names for readers.
    """
    wrong: list[str] = []
    for _ in range(patience):
        print_text(f"\n{question}\n> ", sys.stderr, end="")
        answer = _line().strip()
        spoken = next((each[0] for each in (back, *words) if answer.lower() in each), None)
        if spoken is not None:
            return spoken
        if helps is not None and answer.lower() in HELP:
            print_text(helps.explain(lang), sys.stderr)
            wrong.append(answer)
            continue
        try:
            read(answer)
        except Refused as refused:
            told = "\n".join(each.explain(lang, call) for each in refused.problems)
            print_text(told if answer else say(empty).explain(lang), sys.stderr)
            wrong.append(answer)
        else:
            return answer
    given = joined([say("“{given}”", given=shown(answer)) for answer in wrong[-PATIENCE:]])
    told = N_("These answers were not understood: {answers}. Nothing was computed or stored.")
    raise NotUnderstood(say(told, answers=given))


def _line() -> str:
    """Return the next line of the input. Raises `Ended` if there is none that can be read, or if it is too long."""
    try:
        line = sys.stdin.readline(LONGEST_LINE + 1) if sys.stdin else ""
    except (OSError, UnicodeDecodeError):
        line = ""
    if 0 < len(line) <= LONGEST_LINE:
        return line
    print_text("", sys.stderr)
    if line:
        told = N_("The answer is too long: it has more than {most} characters. Nothing was computed or stored.")
        raise Ended(say(told, most=LONGEST_LINE))
    raise Ended(say(N_("The input ended early; nothing was computed or stored.")))
