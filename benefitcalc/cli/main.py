"""The command line `benefitcalc`: its arguments, in the language of the user, and its exit codes.

Exit codes: 0 done; 1 refused (the reason is on stderr), or a promise of a policy does not hold, or the input ended
early; 2 the command was wrong; 130 interrupted. Nothing is stored.
"""

import sys
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import benefitcalc as bc
from benefitcalc.cli import ask, commands, law, policies, serving
from benefitcalc.cli.parser import Parser, speaking
from benefitcalc.cli.table import assess, select
from benefitcalc.cli.terminal import Ended, print_text
from benefitcalc.engine.provenance import library_version
from benefitcalc.facts import schema
from benefitcalc.facts.derived import days_of
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.loading import ANNOUNCEMENT
from benefitcalc.rules import by_name, named
from benefitcalc.text.extras import MissingExtra
from benefitcalc.text.languages import LOCALES, Language
from benefitcalc.text.message import N_, Refused, language, listed, say, shown
from benefitcalc.text.system_errors import why


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        print_text("", sys.stderr)
        return 130


def _run(arguments: Sequence[str] | None) -> int:
    lang, given = _language(sys.argv[1:] if arguments is None else list(arguments))
    try:
        with speaking(lang):
            asked = _parser(lang).parse_args(given)
        asked.lang = lang
        return asked.command(asked)  # type: ignore[no-any-return]  # every command returns its exit code
    except Refused as refused:
        print_text(refused.explain(lang), sys.stderr)
    except Ended as ended:
        print_text(ended.told.explain(lang), sys.stderr)
    except ImportError as missing:
        # If a district package fails to load, there is no Chinese text, because the texts of districts load then.
        print_text(missing.explain(lang) if isinstance(missing, MissingExtra) else _in_a_line(missing), sys.stderr)
    except OSError as error:
        told = say(N_("{file}: {why}"), file=shown(error.filename), why=why(error)) if error.filename else why(error)
        print_text(told.explain(lang), sys.stderr)
    return 1


def _in_a_line(error: ImportError) -> str:
    return " ".join(str(error).split())


def _language(arguments: list[str]) -> tuple[Language, list[str]]:
    """Return the language of ``--lang``, in any position, or of the environment; and the other arguments."""
    lang = language()
    with speaking(lang):
        first = Parser(prog="benefitcalc", lang=lang)
        first.add_argument("--lang", type=_named_language, choices=tuple(LOCALES))
        found, rest = first.parse_known_args(arguments)
    return found.lang or lang, rest


def _named_language(name: str) -> str:
    """Return the language of a name such as ``zh-CN``; another name is unchanged, so argparse refuses it."""
    try:
        return language(name)
    except Refused:
        return name


class _Commands:
    """Builds the parser, command by command."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        described = self.help_text(N_("What a policy document promises one person, to the fen, with the reasons."))
        self.parser = Parser(prog="benefitcalc", lang=lang, description=described)
        self.everywhere(self.parser)
        told = self.help_text(N_("show the version"))
        self.parser.add_argument("--version", action="version", version=library_version(), help=told)
        self.commands = self.parser.add_subparsers(required=True, metavar="COMMAND")

    def help_text(self, source: str, **values: Any) -> str:
        """Return a help text in its language; percent signs are escaped for argparse."""
        return say(source, **values).explain(self.lang).replace("%", "%%")

    def add(self, where: Any, name: str, does: Callable[[Namespace], int] | None, told: str) -> ArgumentParser:
        parser: ArgumentParser = where.add_parser(name, lang=self.lang, help=told, description=told)
        self.everywhere(parser)
        if does is not None:
            parser.set_defaults(command=does)
        return parser

    def of_each_rule(
        self, name: str, does: Callable[[Namespace], int], told: str
    ) -> Iterator[tuple[bc.Rule, ArgumentParser]]:
        """Add a command about one rule; yield each rule with its parser."""
        of_rules = self.add(self.commands, name, None, told).add_subparsers(required=True, metavar="RULE")
        for rule in by_name().values():
            parser = self.add(of_rules, rule.name, does, self.help_text(N_("{title}"), title=rule.title))
            parser.set_defaults(rule=rule.name)
            yield rule, parser

    def checked(self, read: Callable[[str], Any]) -> Callable[[str], Any]:
        """What reads an argument: what is refused is told as argparse tells it."""

        def checking(text: str) -> Any:
            try:
                return read(text)
            except Refused as refused:
                raise ArgumentTypeError(refused.explain(self.lang)) from refused

        return checking

    def everywhere(self, parser: ArgumentParser) -> None:
        """Add the flags of every command. ``--lang`` is parsed earlier (`_language`) and is here for the help only."""
        parser.add_argument("-h", "--help", action="help", help=self.help_text(N_("show this help")))
        told = N_("language of answers and messages, zh or en (default: the environment's)")
        parser.add_argument("--lang", type=_named_language, choices=tuple(LOCALES), help=self.help_text(told))

    def policy(self, parser: ArgumentParser) -> None:
        """Add the flags of the policy, which exclude each other."""
        one = parser.add_mutually_exclusive_group()
        told = N_("the id of a policy document, or a policy file of your own")
        one.add_argument("--policy", metavar="ID|FILE", help=self.help_text(told))
        announced = self.help_text(N_("answer as announced; the same as --policy {id}"), id=ANNOUNCEMENT)
        one.add_argument("--announced", action="store_const", dest="policy", const=ANNOUNCEMENT, help=announced)

    def day(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", metavar="YYYY-MM-DD", help=self.help_text(N_("the day asked about (default: today)"))
        )

    def rules(self, parser: ArgumentParser) -> None:
        names, again = _rule_names(), self.help_text(N_("this rule only; may be given again"))
        help_ = f"{again}: {listed(names)}"
        parser.add_argument("--rule", action="append", metavar="RULE", choices=names, help=help_)

    def detail(self, parser: ArgumentParser) -> None:
        told = self.help_text(N_("how much is written (default: range)"))
        parser.add_argument("--detail", choices=("amount", "range", "lines"), default="range", help=told)

    def json(self, parser: ArgumentParser, **more: Any) -> None:
        parser.add_argument("--json", action="store_true", help=self.help_text(N_("answer as JSON")), **more)

    def facts(self, parser: ArgumentParser, rule: bc.Rule) -> None:
        """Add a flag for each fact of a rule, with its question as help."""
        told = N_("what is not known may be left out, or given as a range such as 3000..5000")
        group = parser.add_argument_group(self.help_text(N_("facts")), self.help_text(told))
        for name in (*rule.facts._fields, *days_of(rule.facts._fields)):
            fact = FACTS[name]
            asks = f"{self.help_text(fact.question)} ({self.help_text('{hint}', hint=schema.hint(fact))})"
            group.add_argument(f"--{name.replace('_', '-')}", metavar=fact.unit.upper() or "ANSWER", help=asks)


def _parser(lang: Language) -> ArgumentParser:
    made = _Commands(lang)
    told = made.help_text

    asks = made.add(made.commands, "ask", ask.interview, told(N_("answer questions: what matters, and no more")))
    asks.add_argument(
        "rules", nargs="*", metavar="RULE", type=made.checked(_rule), default=[], help=listed(_rule_names())
    )
    for add in (made.policy, made.day, made.json):
        add(asks)

    estimates = told(N_("one benefit for one person, from flags"))
    for rule, parser in made.of_each_rule("estimate", commands.estimate, estimates):
        made.facts(parser, rule)
        for add in (made.policy, made.day, made.json):
            add(parser)

    of_a_file = told(N_("a JSON file of facts, or - for the standard input"))
    for name, does, source in (
        ("screen", commands.screen, N_("all benefits for one person, and what to ask next")),
        ("household", commands.household, N_("all benefits for each member of a household, and what to ask next")),
        ("settle", commands.settle, N_("who pays which part of a medical bill")),
    ):
        parser = made.add(made.commands, name, does, told(source))
        parser.add_argument("file", metavar="FILE.json", help=of_a_file)
        for add in (made.policy, made.day, made.json):
            add(parser)

    years = made.add(made.commands, "year", commands.year, told(N_("what each visit adds to the year")))
    years.add_argument(
        "file", metavar="VISITS.csv", help=told(N_("with columns date, kind, cost, cancelled, or facts"))
    )
    years.add_argument("--person", metavar="FILE.json", help=of_a_file)
    for add in (made.policy, made.json):
        add(years)

    curves = told(N_("the shape of a benefit along one fact"))
    for rule, parser in made.of_each_rule("curve", commands.curve, curves):
        parser.add_argument(
            "--over", metavar="FACT", required=True, choices=rule.facts._fields, help=", ".join(rule.facts._fields)
        )
        parser.add_argument(
            "--view", choices=("strict", "stated", "generous"), default="stated", help=told(N_("of the terms"))
        )
        parser.add_argument("--solve", metavar="YUAN", help=told(N_("what gives exactly this amount")))
        parser.add_argument("--out", metavar="FILE", help=told(N_("a .csv, .svg or .png file to be written")))
        made.facts(parser, rule)
        for add in (made.policy, made.day, made.json):
            add(parser)

    _table(made)
    _sql(made)
    _policies(made)
    _law(made)
    _serve(made)
    mcp = made.add(made.commands, "mcp", serving.mcp, told(N_("the rules as tools of a language model")))
    mcp.add_argument("--http", action="store_true", help=told(N_("over HTTP instead of standard input and output")))
    port = told(N_("the port (default: 8001)"))
    mcp.add_argument("--port", type=made.checked(serving.port), default=8001, help=port)
    made.add(
        made.commands, "schema", commands.json_schema, told(N_("the JSON Schema of what may be known of a person"))
    )
    return made.parser


def _rule(name: str) -> str:
    return named(name).name


def _serve(made: _Commands) -> None:
    told = made.help_text
    serves = made.add(
        made.commands, "serve", serving.serve, told(N_("the page and the API (default: for this machine)"))
    )
    address = told(N_("the address that it listens on (default: 127.0.0.1, this machine alone)"))
    serves.add_argument(
        "--host", metavar="ADDRESS", type=made.checked(serving.address), default="127.0.0.1", help=address
    )
    port = told(N_("the port (default: 8000)"))
    serves.add_argument("--port", type=made.checked(serving.port), default=8000, help=port)
    allowed = told(N_("a name under which it is asked for, beside its address; may be given again"))
    serves.add_argument(
        "--allow-host", metavar="NAME", type=made.checked(serving.name), action="append", default=[], help=allowed
    )
    proxy = told(N_("a proxy stands in front: take from it whose request it is (default: from 127.0.0.1)"))
    serves.add_argument(
        "--behind-proxy",
        metavar="ADDRESS",
        type=made.checked(serving.addresses),
        nargs="?",
        const="127.0.0.1",
        help=proxy,
    )


def _rule_names() -> list[str]:
    return list(by_name())


def _policies(made: _Commands) -> None:
    told = made.help_text
    group = made.add(made.commands, "policy", None, told(N_("policy documents"))).add_subparsers(
        required=True, metavar="COMMAND"
    )
    one = told(N_("the id of a policy document, or a policy file of your own"))
    lists = made.add(group, "list", policies.list_policies, told(N_("every policy document there is")))
    shows = made.add(group, "show", policies.show_policy, told(N_("the figures of a document, and where they stand")))
    checks = made.add(group, "check", policies.check_policy, told(N_("check a document, and prove what it promises")))
    differs = made.add(group, "diff", policies.diff_policies, told(N_("the figures that differ between two documents")))
    for parser in (shows, checks):
        parser.add_argument("policy", nargs="?", metavar="ID|FILE", help=one)
    for name in ("before", "after"):
        differs.add_argument(name, metavar="ID|FILE", help=one)
    for parser in (lists, shows, checks, differs):
        made.json(parser)


def _law(made: _Commands) -> None:
    of_day = made.add(made.commands, "law", law.of_day, made.help_text(N_("which document answers for each benefit")))
    made.day(of_day)
    made.json(of_day)
    more = of_day.add_subparsers(metavar="COMMAND")
    told = made.help_text(N_("from when to when which document speaks of a benefit"))
    timeline = made.add(more, "timeline", law.timeline, told)
    timeline.add_argument("benefit", metavar="BENEFIT", help=made.help_text(N_("a benefit that benefitcalc law names")))
    made.json(timeline, default=SUPPRESS)  # the flag may also stand before the command
    kept = made.add(
        made.commands, "kept", law.kept, made.help_text(N_("what came of each promise by the law in force"))
    )
    seen = made.help_text(N_("the day asked about (default: the last day on which a figure in force was seen)"))
    kept.add_argument("--on", metavar="YYYY-MM-DD", help=seen)
    made.policy(kept)
    made.json(kept)


def _table(made: _Commands) -> None:
    told = made.help_text
    table = made.add(made.commands, "table", assess, told(N_("what the rules give each row of a Parquet or CSV file")))
    sources = N_("a file, a pattern such as 'people-*.parquet', or several of these")
    table.add_argument("source", nargs="+", help=told(sources))
    table.add_argument("target", help=told(N_("the file to be written, Parquet or CSV by the end of its name")))
    made.policy(table)
    made.day(table)
    made.rules(table)
    made.detail(table)
    strict = told(N_("write nothing where a row has a problem"))
    table.add_argument("--strict", action="store_true", help=strict)
    table.add_argument("--problems", metavar="FILE", help=told(N_("a copy of the rows that have a problem")))


def _sql(made: _Commands) -> None:
    told = made.help_text
    sql = made.add(made.commands, "sql", select, told(N_("the same as a SELECT for a database")))
    made.policy(sql)
    made.day(sql)
    made.rules(sql)
    dialects = ("postgres", "duckdb", "spark")
    sql.add_argument(
        "--dialect", choices=dialects, default="postgres", help=told(N_("the database (default: postgres)"))
    )
    made.detail(sql)
    sql.add_argument("--table", default="people", help=told(N_("the name of the table (default: people)")))
