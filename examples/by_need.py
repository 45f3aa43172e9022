r"""需要什么，就问什么：替谁问，问哪方面；只问用得着的，按今天回答。By need: only what matters is asked, for today.

python examples/by_need.py --who parent --need care_home
python examples/by_need.py --who self --need chronic --need treatment --lang en
"""

from argparse import Namespace

from asking import UNUSABLE, Ends, add_day, asked_language, chosen_language, parser_for, politely, read_flags, told

from benefitcalc.cli.ask import ask_on
from benefitcalc.cli.reading import day
from benefitcalc.person.interview import Interview
from benefitcalc.person.needs import NEEDS, PEOPLE
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Text

DESCRIPTION = Text(
    zh="按需要提问：只问用得着的，按今天回答；先说多少钱、接下来怎么办，再说依据。",
    en="Questions by need: only what matters, answered for today; first how much and what next, then what it rests on.",
)


def main() -> int:
    """Ask about the needs of one person; return the exit code."""
    lang = asked_language()
    return politely(lambda: _ask(lang), lang)


def _ask(lang: Language) -> None:
    parser, group = parser_for(DESCRIPTION.explain(lang), lang)
    add_day(group, lang)
    group.add_argument("--who", choices=[*PEOPLE], default="self")
    group.add_argument("--need", choices=[*NEEDS], action="append", required=True)
    flags, problems = read_flags(parser, lang)
    if problems:
        raise Ends(UNUSABLE, *problems, told("nothing", lang))
    asked = Namespace(lang=chosen_language(flags.lang or lang, lang), policy=None, on=flags.on, json=False)
    ask_on(Interview({}, on=day(asked)).about(flags.who, flags.need), asked)


if __name__ == "__main__":
    raise SystemExit(main())
