"""A command line in the language of the user: argparse, with its own texts in the catalogue."""

import gettext
import os
import shutil
import sys
from argparse import Action, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, NoReturn, cast

from benefitcalc.cli.terminal import print_text
from benefitcalc.text.languages import LOCALE_FOLDER, LOCALES, Language
from benefitcalc.text.message import N_, Message, say, shown

SENTENCES = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("%(heading)s:"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("not allowed with argument %s"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""The texts of argparse that appear here, marked for the catalogue. argparse looks them up itself."""


@contextmanager
def speaking(lang: Language) -> Iterator[None]:
    """A context manager in which argparse uses a language."""
    domain, languages = gettext.textdomain(), os.environ.get("LANGUAGE", "")
    gettext.bindtextdomain("benefitcalc", str(LOCALE_FOLDER))
    gettext.textdomain("benefitcalc")
    os.environ["LANGUAGE"] = LOCALES[lang]
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ["LANGUAGE"] = languages  # an empty value has no effect


class Parser(ArgumentParser):
    """A parser that refuses a duplicate flag, because it is unclear which value was meant."""

    def __init__(self, *, lang: Language, indent: int = 30, **more: Any) -> None:
        # A Chinese character is two columns wide, but argparse counts one.
        width = (shutil.get_terminal_size().columns - 2) // (2 if lang == "zh" else 1)
        super().__init__(
            allow_abbrev=False,
            add_help=False,
            formatter_class=lambda prog: HelpFormatter(prog, max_help_position=indent, width=width),
            **more,
        )
        self.register("action", None, _Once)
        self.lang = lang
        self.given: dict[str, Any] = {}

    def parse_known_args(self, *arguments: Any, **named: Any) -> Any:
        """Parse as `ArgumentParser` does; the flags of an earlier call are forgotten."""
        self.given = {}
        return super().parse_known_args(*arguments, **named)

    def parse_args(self, *arguments: Any, **named: Any) -> Any:
        """Parse as `ArgumentParser` does; an unknown flag gets a suggestion."""
        found, unknown = self.parse_known_args(*arguments, **named)
        if unknown:
            self.error(self.not_known(" ".join(unknown)).explain(self.lang))
        return found

    def not_known(self, given: str) -> Message:
        """Return a message for an unknown flag, with a suggestion."""
        flags = [flag for action in self._actions for flag in action.option_strings]
        close = get_close_matches(given.split(" ", maxsplit=1)[0].split("=", maxsplit=1)[0], flags, n=1, cutoff=0.8)
        if close:
            return say(N_("{given} is not known here; did you mean {close}?"), given=shown(given), close=close[0])
        return say(N_("{given} is not known here"), given=shown(given))

    def error(self, message: str) -> NoReturn:
        """Print the problem in one line, with the command for help, and exit with 2."""
        told = say(N_("{problem}; see {command} --help"), problem=message, command=self.prog)
        print_text(told.explain(self.lang), sys.stderr)
        raise SystemExit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        print_text(message.rstrip("\n"), file or sys.stdout)


class _Once(Action):
    """An action that accepts a flag only once."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, value: Any, flag: str | None = None) -> None:
        own = cast("Parser", parser)
        if flag and self.dest in own.given:
            told = N_("{name} is given twice, {first} and {other}; give it once")
            first, other = (shown(str(each)) for each in (own.given[self.dest], value))
            own.error(say(told, name=flag, first=first, other=other).explain(own.lang))
        own.given[self.dest] = value
        setattr(namespace, self.dest, value)
