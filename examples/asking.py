"""Shared code of the example scripts: flags for the facts of a rule, and questions for facts without a flag.

A script calls `main` with its rule, or `main_of` with a function, and exits with the returned code: 0 answered, 1 the
input or the output ended, 2 unusable flags or answers, 130 stopped by Ctrl-C. "Don't know" is an answer. Answers go to
standard output, questions to standard error; nothing is stored.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

try:
    from benefitcalc import Refused, Rule
    from benefitcalc.cli import terminal
    from benefitcalc.cli.ask import completed, result_text
    from benefitcalc.cli.parser import Parser, speaking
    from benefitcalc.facts import reading, schema
    from benefitcalc.facts.fact import FACTS, Fact
    from benefitcalc.person.interview import Interview
    from benefitcalc.text.languages import Language
    from benefitcalc.text.message import Text, language, listed, say
except ModuleNotFoundError as missing:
    raise SystemExit(
        "这个 Python 里没有安装 benefitcalc，请按 README.zh-CN.md 安装。\n"
        "benefitcalc is not installed in this Python; README.md says how."
    ) from missing
except KeyboardInterrupt as stopped:
    raise SystemExit(130) from stopped

ENDED, UNUSABLE, STOPPED = 1, 2, 130
WHICH_LANGUAGE = "中文还是英文？ Chinese or English? (zh / en)"
LANGUAGES = {"中文": "zh", "汉语": "zh", "chinese": "zh", "英文": "en", "英语": "en", "english": "en"}


class Ends(Exception):
    """Error: the script ends without an answer, with an exit code and a message."""

    def __init__(self, code: int, *told: str) -> None:
        super().__init__("\n".join(told))
        self.code = code


def main(rule: Rule) -> int:
    """Answer one person by this rule, from flags and questions; return the exit code."""
    lang = asked_language()
    return politely(lambda: _answer(rule, lang), lang)


def main_of(show: Callable[[Language, date], None], description: Text) -> int:
    """Show something for a day, and return the exit code. Without ``--lang``, ask for the language."""
    lang = asked_language()
    return politely(lambda: _show(show, description, lang), lang)


def _show(show: Callable[[Language, date], None], description: Text, lang: Language) -> None:
    flags = _flags(description, lang, has_day=True)
    show(chosen_language(flags.lang, lang), reading.day(flags.on) or _today())


def flags_of(description: Text, folder: str | None = None) -> tuple[Language, Path | None]:
    """Return the language, and the folder that this flag names; the folder is created if necessary."""
    lang = asked_language()
    found: Path | None = _flags(description, lang, folder).folder
    if found:
        found.mkdir(parents=True, exist_ok=True)
    return lang, found


def _flags(
    description: Text, lang: Language, folder: str | None = None, *, has_day: bool = False
) -> argparse.Namespace:
    parser, group = parser_for(description.explain(lang), lang)
    parser.set_defaults(folder=None)
    if folder:
        group.add_argument(folder, metavar="FOLDER", type=Path, dest="folder", help=told("folder", lang))
    if has_day:
        add_day(group, lang)
    flags, problems = read_flags(parser, lang)
    problems += _problems_of_day(flags) if has_day else []
    if problems:
        raise Ends(UNUSABLE, *problems, told("nothing", lang))
    return flags


def _answer(rule: Rule, lang: Language) -> None:
    flags, given = _read(rule, lang)
    flags.lang = lang
    state = _completed(rule, given, flags)
    if flags.json:
        terminal.print_json(state.screening.estimates[0].model_dump_json(indent=2))
    else:
        terminal.print_text(result_text(state, lang), sys.stdout)


# Flags ---------------------------------------------------------------------------------------------------


def flag(name: str) -> str:
    """Return the flag of a fact."""
    return f"--{name.replace('_', '-')}"


def parser_for(description: str, lang: Language) -> tuple[Parser, argparse._ArgumentGroup]:
    """Return a parser with help in this language, and its group of the flags that all scripts have."""
    parser = _Parser(
        lang=lang,
        indent=6,
        prog=f"python {sys.argv[0]}",
        usage=told("usage", lang),
        description=description,
        epilog=told("epilog", lang),
    )
    group = parser.add_argument_group(told("flags", lang))
    group.add_argument("-h", "--help", action="help", help=told("help", lang))
    group.add_argument("--lang", metavar="zh|en", help=told("lang", lang))
    return parser, group


class _Parser(Parser):
    def error(self, message: str) -> NoReturn:
        """End the script."""
        raise Ends(UNUSABLE, message, told("nothing", self.lang))


def _parser(rule: Rule, lang: Language) -> Parser:
    title, period = rule.title.explain(lang), rule.period.explain(lang)
    parser, group = parser_for(told("description", lang, title=title, period=period), lang)
    add_day(group, lang)
    group.add_argument("--json", action="store_true", help=told("json", lang))
    add_facts(parser, rule.facts._fields, lang)
    return parser


def add_day(group: argparse._ArgumentGroup, lang: Language) -> None:
    """Add the flag for the day asked about."""
    group.add_argument("--on", metavar="YYYY-MM-DD", help=told("on", lang))


def _problems_of_day(flags: argparse.Namespace) -> list[str]:
    """Yield the problems of the day asked about."""
    try:
        reading.day(flags.on)
    except Refused as refused:
        return [f"--{refused.explain(flags.lang)}"]
    return []


def add_facts(parser: Parser, names: Iterable[str], lang: Language) -> None:
    """Add a flag for each of these facts, with its question as help."""
    group = parser.add_argument_group(told("facts", lang), told("gaps", lang))
    for name in names:
        question = say(FACTS[name].question).explain(lang)
        group.add_argument(flag(name), metavar=_metavar(FACTS[name], lang), help=question.replace("%", "%%"))


def asked_language() -> Language:
    """Return the language of ``--lang``, or that of the environment if it is missing or unknown."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang")  # the last one, of several: that there are several is told in it
    try:
        return language(parser.parse_known_args()[0].lang)
    except (argparse.ArgumentError, Refused):
        return language()


def read_flags(parser: Parser, lang: Language) -> tuple[argparse.Namespace, list[str]]:
    """Return the flags, and the problems with the language and with unknown flags."""
    flags, rest = parser.parse_known_args()
    # What follows an unknown flag is most likely its value.
    unknown = [each for each in rest if each.startswith("-")] or rest
    problems = [parser.not_known(each).explain(lang) for each in unknown]
    try:
        language(flags.lang)
    except Refused as refused:
        problems.insert(0, refused.explain(lang))
    return flags, problems


def _read(rule: Rule, lang: Language) -> tuple[argparse.Namespace, dict[str, str]]:
    """Return the flags and the facts among them; the script ends with all problems if one cannot be used."""
    flags, problems = read_flags(_parser(rule, lang), lang)
    problems += _problems_of_day(flags)
    given, unusable = facts_given(flags, rule.facts._fields, lang)
    if problems or unusable:
        raise Ends(UNUSABLE, *problems, *unusable, told("nothing", lang))
    return flags, given


def facts_given(flags: argparse.Namespace, names: Iterable[str], lang: Language) -> tuple[dict[str, str], list[str]]:
    """Return the facts that were given as flags, and their problems."""
    given = {name: value for name in names if (value := getattr(flags, name)) is not None}
    try:
        reading.read(given, ())
    except Refused as refused:
        return given, [
            problem.explain(lang, lambda names: say("{flags}", flags=listed([flag(name) for name in names])))
            for problem in refused.problems
        ]
    return given, []


def _today() -> date:
    return datetime.now().astimezone().date()


# Questions -----------------------------------------------------------------------------------------------


def _completed(rule: Rule, given: dict[str, str], flags: argparse.Namespace) -> Interview:
    """Return the interview about this rule alone, with the given facts and an answer to each question that matters."""
    on = flags.on or _today()
    state = Interview({}, rules=(rule,), on=on).answer_all(given)
    if state.screening.next_question:
        terminal.print_text(told("begins", flags.lang, title=rule.title.explain(flags.lang)), sys.stderr)
    try:
        return completed(state, argparse.Namespace(lang=flags.lang, policy=None, on=on, json=flags.json))
    except terminal.Ended as ended:
        needed = " ".join(f"{flag(name)} {_metavar(FACTS[name], flags.lang)}" for name in rule.facts._fields)
        raise Ends(ENDED, told("ended", flags.lang, ended=ended.told.explain(flags.lang), flags=needed)) from ended


def asked(names: Sequence[str], lang: Language) -> dict[str, str]:
    """Return the answers to the questions for these facts; "don't know" is an answer."""
    answered = {}
    needed = " ".join(f"{flag(name)} {_metavar(FACTS[name], lang)}" for name in names)
    for at, name in enumerate(names):
        left = schema.questions_left(len(names) - at)
        question = f"{schema.question(FACTS[name]).explain(lang)}\n{left.explain(lang)}"
        answered[name] = ask(question, FACTS[name].read, lang, needed=needed)
    return answered


def chosen_language(given: str | None, lang: Language) -> Language:
    """Return the language of ``--lang``, by its code or name; ask for it if the flag is missing."""
    return _chosen(given or ask(WHICH_LANGUAGE, _chosen, lang, needed="--lang zh|en", empty=terminal.NOTHING_TYPED))


def _chosen(answer: str) -> Language:
    return language(LANGUAGES.get(answer.lower(), answer))


def ask(
    question: str, read: Callable[[str], object], lang: Language, *, needed: str, empty: str = terminal.MAY_BE_UNKNOWN
) -> str:
    """Ask as `terminal.ask` does; without an answer the script ends. ``needed`` names the flags to give instead."""
    try:
        return terminal.ask(question, read, lang, back=(), empty=empty)
    except terminal.NotUnderstood as ended:
        raise Ends(UNUSABLE, ended.told.explain(lang)) from ended
    except terminal.Ended as ended:
        raise Ends(ENDED, told("ended", lang, ended=ended.told.explain(lang), flags=needed)) from ended


def _metavar(fact: Fact, lang: Language) -> str:
    if fact.unit:
        return say("{unit:word}", unit=fact.unit).explain(lang).upper()
    return "|".join(choice.explain(lang) for choice in schema.choices(fact).values())


# Endings -------------------------------------------------------------------------------------------------


def politely(script: Callable[[], None], lang: Language) -> int:
    """Run a script and return its exit code; no action of the user gives a traceback."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):  # None where it is closed
            stream.reconfigure(errors="replace")  # a terminal that lacks a character shows another
    try:
        with speaking(lang):
            script()
        print(end="", flush=True)
    except Ends as end:
        terminal.print_text(str(end), sys.stderr)
        return end.code
    except terminal.Ended as ended:
        terminal.print_text(ended.told.explain(lang), sys.stderr)
        return ENDED
    except KeyboardInterrupt:
        terminal.print_text(f"\n{told('stopped', lang)}", sys.stderr)
        return STOPPED
    except OSError as error:
        terminal.let_go(sys.stdout)
        if not isinstance(error, BrokenPipeError):  # where the reader of the answer has seen enough, all is well
            terminal.print_text(terminal.not_written(error).explain(lang), sys.stderr)
            return ENDED
    return 0


def told(name: str, lang: Language, **values: object) -> str:
    """Return one of the texts of the scripts."""
    return SAYS[name].explain(lang).format(**values)


SAYS = {
    "usage": Text(zh="%(prog)s [参数 ...]", en="%(prog)s [flags ...]"),
    "description": Text(
        zh="{title}（{period}）：按所问那天的文件估算，并说明依据。"
        "参数没给出的，只问用得着的，一次问一个；不知道的可以答“不知道”。",
        en="{title} ({period}): an estimate by the document of the day, and what it rests on. Of what the flags leave "
        'open only what matters is asked, one question at a time; "don\'t know" is an answer.',
    ),
    "epilog": Text(
        zh="不保存任何内容。退出码：0 已回答，1 输入或输出提前结束，2 参数或回答无法使用，130 按 Ctrl-C 停止。",
        en="Nothing is stored. Exit codes: 0 answered, 1 the input or output ended early, 2 flags or answers that "
        "cannot be used, 130 stopped by Ctrl-C.",
    ),
    "flags": Text(zh="参数", en="flags"),
    "facts": Text(zh="情况（都是本人的情况）", en="facts (all of one person)"),
    "help": Text(zh="显示本说明", en="show this help"),
    "lang": Text(zh="语言：zh 中文，en 英文；默认随系统环境", en="zh or en; the environment's unless given"),
    "on": Text(zh="所问的日期；默认今天", en="the day asked about; today unless given"),
    "folder": Text(zh="把图表和表格写到这个文件夹", en="write charts and tables into this folder"),
    "json": Text(zh="以 JSON 输出", en="answer as JSON"),
    "nothing": Text(zh="没有计算，也没有保存任何内容。", en="Nothing was computed or stored."),
    "begins": Text(
        zh="{title}：只问用得着的。“返回”退回上一题，“看结果”先看结果。"
        "不保存任何内容；按 Ctrl-C 随时停止。（English: --lang en）",
        en="{title}: only what matters is asked. “back” takes the last answer back, “result” shows the result so far. "
        "Nothing is stored; Ctrl-C stops. （中文：--lang zh）",
    ),
    "gaps": Text(
        zh="不知道的可以写“不知道”；只知道大概的可以写范围，例如 3000..5000",
        en='what is not known may be given as "don\'t know", what is partly known as a range such as 3000..5000',
    ),
    "ended": Text(
        zh="{ended}也可以用参数给出：{flags}",
        en="{ended} Flags would do as well: {flags}",
    ),
    "stopped": Text(zh="已停止，没有计算，也没有保存任何内容。", en="Stopped; nothing was computed or stored."),
}
