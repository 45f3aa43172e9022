"""一个人的就诊，逐次按当天的规定计算；也可以读 CSV 文件。A person's visits, each by the law of its day, or a CSV file.

python examples/year_of_visits.py --lang zh

With --visits FILE, reads them from a CSV file (UTF-8, columns date,kind,cost,cancelled); an empty cost is unknown.
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asking import (
    UNUSABLE,
    Ends,
    add_facts,
    asked,
    asked_language,
    chosen_language,
    facts_given,
    parser_for,
    politely,
    read_flags,
    told,
)

import benefitcalc as bc
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Problem, Text, language, shown

NEEDED, COLUMNS = {"date", "kind", "cost"}, {"date", "kind", "cost", "cancelled"}
INPATIENT = ("inpatient", "住院")
PERSON = (
    "has_resident_insurance",
    "has_chronic_recognition",
    "is_dibao",
    "is_in_extreme_hardship",
    "is_in_other_hardship_group",
    "is_back_in_poverty",
    "is_at_edge_of_dibao",
    "is_watched_for_poverty",
    "is_gravely_ill_under_rigid_expenses",
)
"""What is the same for all visits, and may matter to them."""

# Nobody here exists, and the visits are made up. What a visit cost is yuan; None is not known.
SOMEBODY = {
    "has_resident_insurance": True,
    "has_chronic_recognition": True,
    **dict.fromkeys(("is_dibao", "is_in_extreme_hardship", "is_back_in_poverty"), False),
}
VISITS: list[dict[str, Any]] = [
    {"date": "2023-02-10", "kind": "outpatient", "cost": 320},
    {"date": "2023-06-05", "kind": "outpatient", "cost": "180.00"},
    {"date": "2023-06-05", "kind": "chronic", "cost": "1,500"},  # two on one day
    {"date": "2023-09-18", "kind": "outpatient", "cost": 260, "cancelled": True},
    {"date": "2024-01-04", "kind": "outpatient", "cost": 240},  # after New Year: the deductible begins anew
    {"date": "2024-03-11", "kind": "outpatient", "cost": None},  # its receipt is lost
    {"date": "2025-01-09", "kind": "outpatient", "cost": 90},  # by the law of that day, as each of them
]


def visits_of(path: str, lang: Language) -> dict[int, dict[str, Any]]:
    """Return the visits of a CSV file by row number; the script ends if the file cannot be read."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            head = [cell.strip().lower() for cell in next(rows, [])]
            if not NEEDED <= set(head) <= COLUMNS or len(set(head)) < len(head):
                raise _unreadable("columns", lang, path=shown(path), head=shown(",".join(head)))
            written = [(rows.line_num, row) for row in rows if any(map(str.strip, row))]
    except UnicodeDecodeError as error:
        raise _unreadable("no utf-8", lang, path=shown(path)) from error
    except (OSError, csv.Error) as error:
        raise _unreadable("no file", lang, path=shown(path), why=getattr(error, "strerror", None) or error) from error
    if not written:
        raise _unreadable("no visits", lang, path=shown(path))
    long = [
        _told("too many", lang, row=at, given=len(row), wanted=len(head)) for at, row in written if row[len(head) :]
    ]
    if long:
        raise Ends(UNUSABLE, *long, told("nothing", lang))
    return {at: _visit(dict(zip(head, map(str.strip, row), strict=False))) for at, row in written}


def _visit(cells: dict[str, str]) -> dict[str, Any]:
    unknown = dict.fromkeys(("basic_insurance_paid", "critical_illness_paid"))  # such a file does not say
    kind = cells.get("kind", "")
    empty = {name: cells.get(name) or None for name in ("cost", "cancelled")}
    return {**cells, "kind": kind, **empty, **(unknown if kind.lower() in INPATIENT else {})}


def year_of(visits: dict[int, dict[str, Any]], person: Mapping[str, Any], lang: Language) -> bc.Year:
    """Compute the visits of a file one by one; the script ends with all problems, by row."""
    try:
        return bc.year(visits.values(), person)
    except bc.Refused as refused:
        problems = [_by_row(problem, list(visits), lang) for problem in refused.problems]
        raise Ends(UNUSABLE, *problems, told("nothing", lang)) from refused


def _by_row(problem: Problem, rows: list[int], lang: Language) -> str:
    match problem.path:
        case ("visits", int(number), *inside):
            reason = Problem(tuple(inside), problem.message)
            return _told("row", lang, row=rows[number - 1], reason=reason.explain(lang))
        case _:
            return problem.explain(lang)  # of all visits together


def still_asked(year: bc.Year, person: Mapping[str, Any]) -> list[str]:
    """Return the missing facts that matter to these visits and are the same for all of them."""
    missing = {name for of_year in year.totals.values() for each in of_year for name in each.missing}
    return [name for name in PERSON if name in missing and name not in person]


def main() -> None:
    """Read the flags, ask for the language if ``--lang`` is missing, and show the visits."""
    lang = asked_language()
    parser, group = parser_for(SAYS["description"].explain(lang), lang)
    group.add_argument("--visits", metavar="FILE", help=SAYS["visits"].explain(lang))
    add_facts(parser, PERSON, lang)
    flags, problems = read_flags(parser, lang)
    person, unusable = facts_given(flags, PERSON, lang)
    if problems or unusable:
        raise Ends(UNUSABLE, *problems, *unusable, told("nothing", lang))
    if flags.visits is None:
        lang = chosen_language(flags.lang, lang)
        print(SAYS["made up"].explain(lang), end="\n\n")
        print(bc.year(VISITS, {**SOMEBODY, **person}).explain(lang))
    else:
        lang = language(flags.lang)
        visits = visits_of(flags.visits, lang)
        if open_ := still_asked(year_of(visits, person, lang), person):
            print(told("begins", lang, title=SAYS["title"].explain(lang), count=len(open_)), file=sys.stderr)
            person |= asked(open_, lang)
            print(file=sys.stderr)
        print(year_of(visits, person, lang).explain(lang))


def _unreadable(name: str, lang: Language, **values: object) -> Ends:
    return Ends(UNUSABLE, _told(name, lang, **values), told("nothing", lang))


def _told(name: str, lang: Language, **values: object) -> str:
    return SAYS[name].explain(lang).format(**values)


SAYS = {
    "description": Text(
        zh="逐次计算一个人的就诊，按自然年度累计。不带 --visits 时用虚构的就诊；带上时，不知道的个人情况会提问。",
        en="One person's visits, one after another, summed by calendar year: made-up visits, or those of a file; what "
        "matters of the person is asked then, unless a flag gives it.",
    ),
    "title": Text(zh="逐次就诊", en="Visit by visit"),
    "visits": Text(
        zh="CSV 文件（UTF-8），列为 date,kind,cost,cancelled；kind 填 门诊、慢特病 或 住院；费用留空表示不知道",
        en="a CSV file (UTF-8) with the columns date,kind,cost,cancelled; kind is outpatient, chronic or inpatient; an "
        "empty cost is not known",
    ),
    "made up": Text(zh="这个人和这些就诊都是虚构的。", en="This person and these visits are made up."),
    "row": Text(zh="第 {row} 行：{reason}", en="row {row}: {reason}"),
    "too many": Text(
        zh='第 {row} 行：有 {given} 格，应为 {wanted} 格；带逗号的金额要加引号，例如 "1,500"',
        en='row {row}: {given} cells where there are {wanted} columns; quote an amount with a comma, such as "1,500"',
    ),
    "columns": Text(
        zh="{path}：第一行应为 date,kind,cost,cancelled，现在是“{head}”",
        en="{path}: the first row should be date,kind,cost,cancelled and is '{head}'",
    ),
    "no utf-8": Text(
        zh="{path}：不是 UTF-8 编码；在表格软件中请另存为“CSV UTF-8”",
        en="{path}: is not UTF-8; save it as “CSV UTF-8” in the spreadsheet",
    ),
    "no file": Text(zh="{path}：文件打不开（{why}）", en="{path}: cannot be read ({why})"),
    "no visits": Text(zh="{path}：没有就诊记录", en="{path}: has no visits"),
}

if __name__ == "__main__":
    raise SystemExit(politely(main, asked_language()))
