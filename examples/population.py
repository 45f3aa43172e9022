r"""虚构的人群：每项待遇多少人符合、要多少钱。A made-up population: who is eligible for what, and what it costs.

python examples/population.py --people 100000 --seed 2022 --by age --chart population.svg --table population.parquet

These people do not exist, and the results say nothing about Zhangdian or any other place. People are drawn by the
figures of `made_up_people.py`, each a round guess with its reason. For a real place, replace these figures, or pass its
people to `benefitcalc.assess_table`. Needs the extra ``tables``.
"""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from asking import ENDED, UNUSABLE, Ends, asked_language, parser_for, politely, read_flags, told

try:
    import polars as pl
    from made_up_people import AGE, BANDS, IS_RURAL, OLDEST, Draws, population, spoiled

    from benefitcalc import assess_table, summary
except ModuleNotFoundError as missing:
    raise SystemExit(
        "请在本项目的目录里运行：python -m pip install '.[tables]'\n"
        "Tables need more than is installed here. In the folder of the project: python -m pip install '.[tables]'"
    ) from missing
from benefitcalc import Policy, Refused, Rule, policy
from benefitcalc.cli.terminal import aligned, print_text, width
from benefitcalc.core.amounts import yuan
from benefitcalc.rules import ANNOUNCED as RULES
from benefitcalc.rules import care_home_subsidy
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Text
from benefitcalc.text.targets import written_whole

# Sums ----------------------------------------------------------------------------------------------------


class Grouping(NamedTuple):
    """The groups of a sum."""

    labels: tuple[Text, ...]
    number: pl.Expr
    """Which of them a person is in; null where that cannot be known."""


def _bands() -> Iterator[Text]:
    for start, end in zip(BANDS, (*BANDS[1:], None), strict=True):
        years = f"{start}-{end - 1}" if end else f"{start}+"
        yield Text(zh=f"{years} 岁，城镇", en=f"{years}, urban")
        yield Text(zh=f"{years} 岁，农村", en=f"{years}, rural")


GROUPINGS = {
    "age": Grouping(
        tuple(_bands()),
        pl.when(AGE.is_between(0, OLDEST) & IS_RURAL.is_not_null()).then(
            2 * sum((start <= AGE).cast(pl.Int64) for start in BANDS[1:]) + IS_RURAL.cast(pl.Int64)
        ),
    ),
    "hardship": Grouping(
        (
            Text(zh="特困", en="extreme hardship"),
            Text(zh="低保", en="Dibao"),
            Text(zh="其他困难群体", en="other hardship"),
            Text(zh="无困难身份", en="no status"),
        ),
        pl.when("is_in_extreme_hardship")
        .then(0)
        .when("is_dibao")
        .then(1)
        .when("is_in_other_hardship_group")
        .then(2)
        .otherwise(3),
    ),
}

COUNTED = {care_home_subsidy: pl.col("care_home_cost_fen").ne_missing(0)}
"""Whom a rule is about, where that is not everybody: no fact says that somebody lives in no care home."""


class Sums(NamedTuple):
    """The sum of one benefit for one group: people, and whole fen (0 for a benefit without money)."""

    people: int = 0
    yes: int = 0
    depends: int = 0
    no: int = 0
    stated: int = 0
    at_least: int = 0
    at_most: int = 0

    @property
    def answered(self) -> int:
        """Return the people whose facts were valid."""
        return self.yes + self.depends + self.no


Groups = dict[int | None, Sums]
"""The sums of each group, by its number."""


def sums(assessed: pl.DataFrame, rule: Rule, grouping: Grouping) -> Groups:
    """Return the sums of a benefit for each group."""
    counted = assessed.filter(COUNTED.get(rule, pl.lit(True)))
    answers = {each: (pl.col(f"{rule.name}_eligible") == each).sum() for each in ("yes", "depends", "no")}
    endings = {"stated": "_fen", "at_least": "_at_least_fen", "at_most": "_at_most_fen"}
    # Where facts are missing that matter an amount is null, though it may have a range: it is in no sum.
    has_amount = pl.col(f"{rule.name}_fen" if rule.gives_money else f"{rule.name}_eligible").is_not_null()
    amounts = {
        each: pl.col(f"{rule.name}{ending}").filter(has_amount).sum()
        for each, ending in endings.items()
        if rule.gives_money
    }
    by_group = counted.group_by(grouping.number.alias("group")).agg(people=pl.len(), **answers, **amounts)
    rows = by_group.sort("group", nulls_last=True).to_dicts()
    return {row.pop("group"): Sums(**row) for row in rows}


def together(groups: Iterable[Sums]) -> Sums:
    """Return the sum of all groups."""
    return Sums(*map(sum, zip(*groups, strict=True)))


def rounded(part: int, whole: int, decimals: int) -> str:
    """Return a share with this number of decimals, rounded half up, computed in whole numbers."""
    if not whole:
        return "-"
    return f"{Decimal(f'{(2 * part * 10**decimals + whole) // (2 * whole)}E-{decimals}'):,}"


def cells(label: str, group: Sums, rule: Rule) -> list[str]:
    """Return a row of the table of a benefit."""
    answers = [rounded(100 * each, group.answered, 1) for each in (group.yes, group.depends, group.no)]
    row = [label, f"{group.people:,}", f"{group.people - group.answered:,}", *answers]
    if rule.gives_money:
        totals = [f"{yuan(each):,}" for each in (group.stated, group.at_least, group.at_most)]
        means = [rounded(each, 100 * group.answered, 2) for each in (group.stated, group.at_least, group.at_most)]
        row += [cell for stated, least, most in (totals, means) for cell in (stated, f"{least} .. {most}")]
    return row


def show(rule: Rule, groups: Groups, labels: Mapping[int | None, str], lang: Language) -> None:
    """Print one benefit: its groups, and their sum."""
    heading(f"{rule.title.explain(lang)} ({period(rule, lang)})")
    if rule in COUNTED:
        print(said(f"{rule.name}, counted", lang))
    head = COLUMNS if rule.gives_money else COLUMNS[:6]
    rows = [cells(labels[number], group, rule) for number, group in groups.items()]
    rows.append(cells(said("all", lang), together(groups.values()), rule))
    print(aligned([[said(name, lang) for name in head], *rows], right=range(1, len(head))))


def period(rule: Rule, lang: Language) -> str:
    """The period of a benefit; that of the care-home bills is known here."""
    words = rule.period.explain(lang).rstrip("，")  # as it stands in a sentence
    return said("a year", lang, words) if rule is care_home_subsidy else words


def heading(text: str) -> None:
    """Return an underlined heading."""
    print(f"\n{text}\n{'=' * width(text)}")


COLUMNS = ("group", "people", "not answered", "yes", "depends", "no", "total", "total range", "mean", "mean range")
"""The columns of a table: the last four where the benefit is money."""


# The chart -----------------------------------------------------------------------------------------------
# One panel a benefit, so that nothing is added to anything: a bar as stated, and over it a line from least to most.

INK, FAINT, GRID, BAR, RANGE = "#1f2933", "#66727f", "#e3e7eb", "#8db8d8", "#17466b"
FONTS = "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Zen Hei', sans-serif"
WIDE, ROW, THICK, TOP, MARGIN = 430, 24, 14, 116, 28
"""In pixels: the width of a panel, a row and its bar, and the room above the panels and around all."""

UNITS: dict[Language, dict[int, str]] = {
    "zh": {10**6: "万元", 10**2: "元"},
    "en": {10**8: "million yuan", 10**5: "thousand yuan", 10**2: "yuan"},
}
"""So many fen are one of a unit, by which amounts are written in the chart; the greatest first."""


class Sheet(NamedTuple):
    """The canvas of the chart, with its texts and its format of amounts."""

    svg: ET.Element
    lang: Language
    unit: int

    def add(self, shape: str, **attributes: object) -> ET.Element:
        """Draw a shape."""
        return ET.SubElement(self.svg, shape, {name.replace("_", "-"): f"{each}" for name, each in attributes.items()})

    def write(self, x: int, y: int, text: str, **attributes: object) -> None:
        """Write a text."""
        self.add("text", x=x, y=y, **{"fill": FAINT, "font_size": 12, **attributes}).text = text

    def scaled(self, fen: int) -> str:
        """Return an amount in the unit."""
        return f"{Decimal(fen) / self.unit:,.2f}"


def chart(found: Mapping[Rule, Groups], labels: Mapping[int | None, str], lang: Language, *head: str) -> ET.Element:
    """Draw the benefits with money, two panels per row."""
    left, deep = MARGIN + 12 + 7 * max(map(width, labels.values())), ROW * len(labels) + 108
    greatest = max((group.at_most for groups in found.values() for group in groups.values()), default=0)
    unit = next((each for each in UNITS[lang] if each <= greatest), 10**2)
    sheet = Sheet(paper(left + 2 * (WIDE + MARGIN), TOP + deep * ((len(found) + 1) // 2)), lang, unit)
    heads(sheet, left + WIDE + MARGIN, *head)
    for n, (rule, groups) in enumerate(found.items()):
        x, y = left + (WIDE + MARGIN) * (n % 2), TOP + deep * (n // 2)
        panel(sheet, x, y, rule, [groups.get(number, Sums()) for number in labels])
        for row, label in enumerate(() if n % 2 else labels.values()):
            sheet.write(x - 12, y + 62 + ROW * row, label, fill=INK, text_anchor="end")
    return sheet.svg


def paper(width: int, height: int) -> ET.Element:
    """Return a white canvas of this size."""
    size = {"width": f"{width}", "height": f"{height}"}
    svg = ET.Element("svg", size, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}")
    svg.set("font-family", FONTS)
    ET.SubElement(svg, "rect", size, fill="white")
    return svg


def heads(sheet: Sheet, x: int, title: str, *below: str) -> None:
    """Draw the title, the subtitle, and the legend of bars and lines."""
    sheet.write(MARGIN, 38, title, font_size=20, fill=INK)
    for n, line in enumerate(below):
        sheet.write(MARGIN, 62 + 20 * n, line, font_size=13)
    bar(sheet, (x, x + 36, x + 28, x + 48), TOP - 24)
    sheet.write(x + 58, TOP - 20, said("legend", sheet.lang))


def panel(sheet: Sheet, x: int, y: int, rule: Rule, groups: Sequence[Sums]) -> None:
    """Draw one benefit: its title, its axis, and a labelled bar for each group."""
    everybody = together(groups)
    whole = map(sheet.scaled, (everybody.stated, everybody.at_least, everybody.at_most))
    sheet.write(x, y + 16, rule.title.explain(sheet.lang), font_size=15, font_weight="bold", fill=INK)
    sheet.write(x, y + 36, said("in all", sheet.lang, period(rule, sheet.lang), *whole))
    greatest = max(group.at_most for group in groups)
    most = greatest * 7 // 6 + 1  # with room for the figure behind the longest bar
    axis(sheet, (x, y + 46, y + 46 + ROW * len(groups)), tick(greatest), most)
    for row, group in enumerate(groups):
        ends = [x + WIDE * each // most for each in (0, group.stated, group.at_least, group.at_most)]
        bar(sheet, ends, y + 58 + ROW * row)
        sheet.write(max(ends) + 8, y + 62 + ROW * row, sheet.scaled(group.stated), font_size=11)


def axis(sheet: Sheet, at: tuple[int, int, int], step: int, most: int) -> None:
    """Draw the grid lines, the amounts below them, and their unit."""
    x, top, bottom = at
    for each in range(0, most, step):
        along = x + WIDE * each // most
        sheet.add("line", x1=along, x2=along, y1=top, y2=bottom, stroke=GRID)
        amount = f"{(Decimal(each) / sheet.unit).normalize():,f}"
        sheet.write(along, bottom + 17, amount, text_anchor="middle")
    sheet.write(x + WIDE, bottom + 34, UNITS[sheet.lang][sheet.unit], text_anchor="end")


def bar(sheet: Sheet, ends: Sequence[int], middle: int) -> None:
    """Draw a bar up to the stated amount, and over it the range from the least to the greatest."""
    start, stated, least, most = ends
    sheet.add("rect", x=start, y=middle - THICK // 2, width=stated - start, height=THICK, fill=BAR)
    if most > least:
        line = f"M{least} {middle - 4}v8m0-4H{most}m0-4v8"
        sheet.add("path", d=line, stroke=RANGE, stroke_width=1.6, fill="none")


def tick(most: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, ... fen that gives at most five steps up to the greatest amount."""
    step = 1
    while 5 * step < most:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


# Flags and files -----------------------------------------------------------------------------------------


def _people(given: str) -> int:
    if (people := int(given.replace(",", ""))) < 1:
        raise ValueError
    return people


def _share(given: str) -> float:
    if not 0 <= (share := float(given)) <= 1:
        raise ValueError
    return share


def _grouping(given: str) -> Grouping:
    if given not in GROUPINGS:
        raise ValueError
    return GROUPINGS[given]


def _file(*endings: str) -> Callable[[str], Path]:
    def read(given: str) -> Path:
        if Path(given).suffix.lower() not in endings:
            raise ValueError
        return Path(given)

    return read


def _policy(given: str) -> Policy:
    return policy(Path(given) if given.endswith(".toml") else given)


class Flags(NamedTuple):
    """The flags of the script."""

    people: int
    seed: str
    faults: float
    by: Grouping
    policy: Policy
    chart: Path
    table: Path | None = None


FLAGS: dict[str, tuple[str, str | None, Callable[[str], object]]] = {
    "people": ("N>=1", "100000", _people),
    "seed": ("SEED", "2022", str),
    "faults": ("0..1", "0", _share),
    "by": ("|".join(GROUPINGS), "age", _grouping),
    "policy": ("ID|FILE.toml", "zhangdian-2022", _policy),
    "chart": ("FILE.svg", "population.svg", _file(".svg")),
    "table": ("FILE.parquet|FILE.csv", None, _file(".parquet", ".csv")),
}
"""Each flag: what it takes, what it is where it is left out, and how it is read."""


def flags_of(lang: Language) -> Flags:
    """Read the flags; the script ends with all problems if one cannot be used."""
    parser, group = parser_for(said("description", lang), lang)
    parser.epilog = said("epilog", lang)
    for name, (takes, default, _) in FLAGS.items():
        group.add_argument(f"--{name}", metavar=takes, default=default, help=said(f"--{name}", lang, default=default))
    given, problems = read_flags(parser, lang)
    values: dict[str, Any] = {}
    for name, text in vars(given).items():
        if name in FLAGS and text is not None:
            try:
                values[name] = FLAGS[name][2](text)
            except ValueError as error:
                problems.append(f"--{name}: {why(error, text, name, lang)}")
    if problems:
        raise Ends(UNUSABLE, *problems, told("nothing", lang))
    return Flags(**values)


def why(error: ValueError, given: str, name: str, lang: Language) -> str:
    """Return why a flag cannot be used."""
    return (
        error.explain(lang) if isinstance(error, Refused) else said("unusable", lang, given=given, takes=FLAGS[name][0])
    )


def save(file: Path, to: Callable[[BinaryIO], object], lang: Language) -> None:
    """Write a file, replacing an existing one, and print its path."""
    try:
        with written_whole(file) as [opened]:
            to(opened)
    except Refused as refused:
        raise Ends(ENDED, refused.explain(lang)) from refused
    print(said("saved", lang, file=file))


def said(name: str, lang: Language, *values: object, **named: object) -> str:
    """Return one of the texts of this script."""
    return SAYS[name].explain(lang).format(*values, **named)


SAYS = {
    "description": Text(
        zh="随机生成一个虚构的人群，按六项待遇逐人估算，分组汇总，并画图。",
        en="Draws a made-up population, assesses each person by the six benefits, sums by groups, and draws a chart.",
    ),
    "epilog": Text(
        zh="只写入 --chart 和 --table 的文件，已有的会被覆盖。"
        "退出码：0 完成，1 无法写入，2 参数无法使用，130 按 Ctrl-C 停止。",
        en="Only the files of --chart and --table are written, over what was there. Exit codes: 0 done, 1 a file or "
        "the output could not be written, 2 flags that cannot be used, 130 stopped by Ctrl-C.",
    ),
    "--people": Text(zh="人数；默认 {default}", en="how many people; {default} unless given"),
    "--seed": Text(
        zh="随机种子；种子相同，人群相同；默认 {default}", en="the same seed, the same people; {default} unless given"
    ),
    "--faults": Text(
        zh="故意弄错的行所占的比例，0 至 1；默认 {default}",
        en="the share of rows that are spoiled on purpose, 0 to 1; {default} unless given",
    ),
    "--by": Text(
        zh="按年龄和城乡（age）或按困难身份（hardship）分组；默认 {default}",
        en="groups by age and town or village, or by hardship; {default} unless given",
    ),
    "--policy": Text(
        zh="政策文件的编号，或自己的 TOML 文件；默认 {default}", en="a policy's id or file; {default} unless given"
    ),
    "--chart": Text(zh="图写到哪个文件；默认 {default}", en="where the chart goes; {default} unless given"),
    "--table": Text(
        zh="逐人的结果写到哪个文件；默认不写", en="where the people and their results go; nowhere unless given"
    ),
    "unusable": Text(zh="“{given}”不能用；应为 {takes}", en="'{given}' cannot be used; needed: {takes}"),
    "saved": Text(zh="已写入 {file}", en="Written: {file}"),
    "chart title": Text(
        zh="虚构的 {people:,} 人，各项待遇一年的金额（种子 {seed}）",
        en="What the benefits cost in a year: a made-up population of {people:,} people, seed {seed}",
    ),
    "title": Text(
        zh="虚构的人群：{people:,} 人，种子 {seed}", en="A made-up population: {people:,} people, seed {seed}"
    ),
    "made up": Text(
        zh="人和费用都是按程序开头的假设随机生成的，不是任何真实地区的数据。",
        en="People and bills are drawn by the assumptions that head the script. They are no data about any real place.",
    ),
    "by": Text(zh="政策：{}，{}", en="By {}: {}"),
    "not added": Text(
        zh="各项待遇的金额不相加。范围是文件的各种理解之间的差别，不是抽样误差。",
        en="Amounts of different benefits are not added. A range is what readings of the document leave open; it is no "
        "sampling error.",
    ),
    "care_home_subsidy, counted": Text(
        zh="只统计住在养老机构的人。", en="Only those who live in a care home are counted."
    ),
    "a year": Text(zh="{}，这里是一年", en="{}, here one year"),
    "group": Text(zh="组", en="group"),
    "people": Text(zh="人数", en="people"),
    "not answered": Text(zh="有误", en="faulty"),
    "yes": Text(zh="符合 %", en="yes %"),
    "depends": Text(zh="视情况 %", en="depends %"),
    "no": Text(zh="不符合 %", en="no %"),
    "total": Text(zh="合计（元）", en="total, yuan"),
    "total range": Text(zh="至少 .. 至多", en="at least .. at most"),
    "mean": Text(zh="人均（元）", en="a head, yuan"),
    "mean range": Text(zh="至少 .. 至多", en="at least .. at most"),
    "all": Text(zh="全部", en="all"),
    "unknown": Text(zh="无法分组", en="in no group"),
    "in all": Text(zh="{}：共 {}（{} 至 {}）", en="{}: {} in all ({} to {})"),
    "legend": Text(zh="条：按文件所述；线：至少到至多", en="bar: as stated; line: from at least to at most"),
}


def main() -> None:
    """Draw the people, assess them, print the sums, and write the files."""
    lang = asked_language()
    flags = flags_of(lang)
    draws = Draws(flags.seed)
    people = spoiled(population(flags.people, draws), flags.faults, draws)
    rules = [rule for rule in RULES if rule.name in flags.policy.benefits]
    assessed = assess_table(people, policy=flags.policy, rules=rules, lang=lang)
    found = {rule: sums(assessed, rule, flags.by) for rule in rules}
    labels: dict[int | None, str] = {n: label.explain(lang) for n, label in enumerate(flags.by.labels)}
    if any(None in groups for groups in found.values()):
        labels[None] = said("unknown", lang)
    heading(said("title", lang, people=flags.people, seed=flags.seed))
    print(said("made up", lang))
    print_text(said("by", lang, flags.policy.id, flags.policy.title.explain(lang)), sys.stdout)
    print(summary(assessed).explain(lang))
    for rule, groups in found.items():
        show(rule, groups, labels, lang)
    print(f"\n{said('not added', lang)}")
    money = {rule: groups for rule, groups in found.items() if rule.gives_money}
    title = said("chart title", lang, people=flags.people, seed=flags.seed)
    save(flags.chart, drawn(chart(money, labels, lang, title, said("made up", lang))), lang)
    if flags.table:
        is_csv = flags.table.suffix.lower() == ".csv"
        save(flags.table, partial(assessed.write_csv, include_bom=True) if is_csv else assessed.write_parquet, lang)


def drawn(svg: ET.Element) -> Callable[[BinaryIO], object]:
    """What writes a drawing."""
    ET.indent(svg)
    return lambda file: ET.ElementTree(svg).write(file, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    raise SystemExit(politely(main, asked_language()))
