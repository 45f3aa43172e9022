"""Pages in both languages, made from the rules, the facts and the policy files.

They are the glossary, the assumptions of the announcement, and the law in force.

PYTHONPATH=tests .venv/bin/python docs/law_tables.py    makes them anew.
"""

from collections.abc import Iterator
from pathlib import Path

from evidence import table

import benefitcalc as bc
from benefitcalc.facts.derived import days_of
from benefitcalc.facts.fact import Fact
from benefitcalc.policy.document import Policy
from benefitcalc.policy.statement import Grounds
from benefitcalc.rules import ANNOUNCED, IN_FORCE, by_name
from benefitcalc.rules import facts as every_fact
from benefitcalc.text.message import Message, Text, say

DOCS = Path(__file__).parents[1] / "docs"
GLOSSARY, ASSUMED, LAW = DOCS / "glossary.md", DOCS / "assumed.md", DOCS / "in-force.md"
RULES = (*ANNOUNCED, *IN_FORCE)
FACTS = (*every_fact.ANNOUNCED, *every_fact.IN_FORCE)
DOCUMENTS = [law for law in map(bc.policy, bc.policies()) if law.status == "in_force"]

# Of the field, whatever rule asks for them.
GENERAL = (
    ("has_resident_insurance", "居民基本医疗保险", "resident basic medical insurance"),
    ("outpatient_pooling", "门诊统筹", "outpatient pooling"),
    ("chronic_outpatient", "门诊慢特病", "outpatient chronic and special diseases"),
    ("critical_illness_insurance", "大病保险", "critical-illness insurance"),
    ("deductible", "起付线", "deductible"),
    ("rate", "报销比例", "reimbursement rate"),
    ("payment_limit", "最高支付限额", "payment ceiling: the maximum of the payment, not of the eligible expense"),
    ("eligible_cost", "合规费用、政策范围内费用", "eligible expense"),
    ("outside_catalogue", "目录外费用", "cost outside the insurance catalogue"),
    ("burden", "个人自付", "personal burden: the cost that insurance leaves"),
    ("is_dibao", "低保", "minimum living guarantee (Dibao)"),
    ("is_in_extreme_hardship", "特困人员", "person in extreme hardship"),
    ("is_promised_a_place", "集中供养", "support in an institution"),
    ("is_cared_for_at_home", "分散供养", "support at home"),
    ("care_need", "能自理、半失能、失能", "able, partly unable, unable to care for oneself: none, partial, full"),
    ("ability_level", "能力完好、轻度、中度、重度、完全失能", "intact, mild, moderate, severe, complete impairment"),
    ("is_in_economic_hardship", "经济困难老年人", "older person in economic hardship"),
    ("has_disability", "残疾人", "person with a disability"),
    ("is_in_zero_employment_household", "零就业家庭", "zero-employment household"),
    ("settle", "费用结算", "settlement: the payers of a bill, and the part of each"),
    ("stated, strict, generous", "按所载、从严、从宽", "the three views of a document's terms"),
    ("fen, yuan", "分、元", "100 fen are one yuan"),
)

# The library's own words, each with that of OpenFisca and that of an actuary; "-" where they have none.
CONCEPTS = (
    (
        "document · 文件",
        "The published text that states the law, such as the announcement.",
        "写明规定的公开文件，例如公告。",
        "reference",
        "policy wording",
    ),
    (
        "rule · 规则",
        "One benefit as a pure function: facts and terms in, lines out.",
        "一项待遇的计算，是一个纯函数：给它各项情况和条款，得到逐行结果。",
        "variable group, formula",
        "benefit, cover",
    ),
    (
        "body · 正文",
        "The function `assess` of a rule. It is written in words, and runs on every backend.",
        "规则里的函数 `assess`，用词写成，在每种后端上都能运行。",
        "formula",
        "benefit formula",
    ),
    (
        "fact · 情况",
        "One thing that is known, partly known or unknown about a person.",
        "一个人的一项情况：清楚、只知道大概，或者不清楚。",
        "input variable",
        "rating factor, claim data",
    ),
    (
        "term · 条款",
        "One figure of the document that a rule uses, such as a rate or a limit.",
        "规则用到的文件里的一个数字，例如比例或限额。",
        "parameter",
        "policy term, parameter",
    ),
    (
        "policy · 政策",
        "The figures of one document in one state, with their places, loaded from a policy file.",
        "一份文件在某一状态下的全部数字和出处，从政策文件读入。",
        "parameters in one state, legislation",
        "policy terms, basis",
    ),
    (
        "reform · 调整",
        "A policy with other figures.",
        "换了数字的政策。",
        "reform",
        "change of terms",
    ),
    (
        "line · 行",
        "One named step of the calculation, such as the payout.",
        "计算中有名称的一步，例如应付金额。",
        "intermediate variable",
        "calculation step",
    ),
    (
        "group, condition · 人群、条件",
        "Yes/no lines: one group is enough, every condition must hold.",
        "是或否的行：人群符合一类即可，条件要全部符合。",
        "Boolean variable",
        "eligibility criterion",
    ),
    (
        "interpretation · 理解",
        "One meaning that a vague term can have.",
        "含糊条款的一种理解。",
        "-",
        "assumption",
    ),
    (
        "view · 口径",
        "One interpretation of all terms together: strict, stated or generous.",
        "对全部条款的一种理解：从严、按所载或从宽。",
        "-",
        "scenario (low, central, high)",
    ),
    (
        "scenario · 情形",
        "One combination of values of the unknown facts. The scenario of an actuary is a view.",
        "不清楚的情况取值的一种组合。精算上说的情景，这里叫口径。",
        "situation, test case",
        "model point",
    ),
    (
        "word · 词",
        "One of the nine functions that a body may use, such as `share` or `when`.",
        "正文可以用的九个函数之一，例如 `share`、`when`。",
        "NumPy function, such as `where`",
        "-",
    ),
    (
        "kernel word · 核心词",
        "One of the four words that each backend defines: `choose`, `share`, `least`, `most`.",
        "每种后端要定义的四个词；其他词由它们组成。",
        "-",
        "-",
    ),
    (
        "backend · 后端",
        "The type of value that a body runs on: whole numbers, columns, ranges, increments, curves, symbols.",
        "正文所运算的值的类型：整数、列、范围、增量、曲线、符号。",
        "NumPy array",
        "-",
    ),
    (
        "parse · 解析",
        "Turn given text or data into facts or a policy, or refuse it.",
        "把给出的文字或数据变成情况或政策，有误就不接受。",
        "build a simulation",
        "-",
    ),
    (
        "estimate · 测算结果",
        "The answer of one rule for one person, with range, reasons and assumptions.",
        "一条规则对一个人的答复，有范围、理由和假定。",
        "simulation result, `calculate`",
        "benefit amount",
    ),
    (
        "what-if · 假如",
        "The result for one possible answer to an unknown fact.",
        "某项不清楚的情况有了回答时的结果。",
        "-",
        "sensitivity",
    ),
    (
        "receipt · 凭据",
        "The facts, terms and results of an estimate. Anybody can compute it again with `bc.verify`.",
        "一次测算的情况、条款和结果，任何人都可以用 `bc.verify` 重新计算。",
        "trace",
        "audit trail",
    ),
    (
        "screening · 全部测算",
        "Estimates of all rules for one person, and the next question.",
        "对一个人测算全部规则，并给出下一个问题。",
        "simulation of many variables",
        "-",
    ),
    (
        "settlement · 费用结算",
        "The payers of one bill, and the part of each.",
        "一张账单由哪些方付、各付多少。",
        "-",
        "coordination of benefits",
    ),
    (
        "curve · 曲线",
        "A benefit as an exact piecewise-linear function of one fact.",
        "一项待遇随一项情况变化的分段线性函数，没有误差。",
        "axes",
        "benefit schedule",
    ),
    (
        "cliff · 断崖",
        "A place on a curve where the amount jumps.",
        "曲线上金额突变的地方。",
        "threshold effect",
        "discontinuity",
    ),
    (
        "promise · 承诺",
        "A statement of the document that can be proved or refuted for every possible person.",
        "文件里的一句话，可以对所有可能的人证明或推翻。",
        "-",
        "-",
    ),
    (
        "expected cost · 预期费用",
        "The mean of a benefit over a distribution of its cost.",
        "按费用的分布算出的待遇平均值。",
        "-",
        "pure premium, expected loss",
    ),
)


def both(told: Message | Text | str | None) -> str:
    """A text in Chinese and English, in a cell of a table."""
    if told is None:
        return ""
    said = say(told) if isinstance(told, str) else told
    return "<br>".join(dict.fromkeys(said.explain(lang).replace("|", "\\|") for lang in ("zh", "en")))


def general() -> Iterator[tuple[str, str, str]]:
    """The standard terms of the field."""
    yield from ((f"`{'`, `'.join(name.split(', '))}`", term, english) for name, term, english in GENERAL)


def concepts() -> Iterator[tuple[str, str, str, str]]:
    """The library's own words, in English and Chinese."""
    yield from (
        (word, f"{english}<br>{chinese}", fisca, actuary) for word, english, chinese, fisca, actuary in CONCEPTS
    )


def rules() -> Iterator[tuple[str, str, str]]:
    """Each rule: its title, and where the document speaks of it."""
    for rule in RULES:
        yield f"`{rule.name}`", both(rule.title), both(rule.law().benefits[rule.name].place)


def asked_by(fact: Fact) -> str:
    """The rules that ask for a fact; none ask for those of a settlement alone."""
    names = [f"`{rule.name}`" for rule in RULES if fact.name in (*rule.facts._fields, *days_of(rule.facts._fields))]
    return ", ".join(names) or "`settle`"


def facts() -> Iterator[tuple[str, str, str]]:
    """Each fact: its meaning, and who asks for it."""
    for fact in FACTS:
        yield f"`{fact.name}`", both(fact.meaning), asked_by(fact)


def terms() -> Iterator[tuple[str, str, str]]:
    """Each term of each rule: what it is, and where the document states it, or that it is assumed."""
    for rule in RULES:
        page = ASSUMED if rule in ANNOUNCED else LAW
        for name, entry in rule.terms.entries().items():
            place = rule.law().benefits[rule.name].terms[name].place
            where = both(place) if place else f"假定<br>[assumed]({page.name})"
            yield f"`{rule.name}.{name}`", both(entry.label), where


def assumed() -> Iterator[tuple[str, str, str, str]]:
    """Each figure that is assumed, or read in more ways than one: what is taken, why, and by which source."""
    law = bc.policy()
    for rule in ANNOUNCED:
        for name, statement in law.benefits[rule.name].terms.items():
            if statement.because is not None:
                entry = rule.terms.entries()[name]
                source = (
                    f"{both(statement.source)} ({statement.grade})" if statement.source else "没有找到<br>none found"
                )
                yield f"`{rule.name}.{name}`", both(statement.says(entry)), both(statement.because), source


def address(grounds: Grounds | Policy) -> str:
    """A source with its address and its grade."""
    if grounds.source is None:
        return "没有找到<br>none found"
    where = f"<br><{grounds.address}>" if grounds.address else ""
    return f"{both(grounds.source)} ({grounds.grade}){where}"


def documents() -> Iterator[tuple[str, str, str, str, str]]:
    """Each document in force: its title, its days, until when it was seen, its source."""
    for law in DOCUMENTS:
        [benefit] = law.benefits
        until = "没有找到<br>none found" if law.until == "open" else law.last_day.isoformat()
        days = f"{law.first_day.isoformat()} – {until}"
        yield f"`{law.id}`", both(law.title), days, law.seen_until(benefit).isoformat(), address(law)


def in_force() -> Iterator[tuple[str, str, str, str, str]]:
    """Each figure in force: how it is stated, where or why it is assumed, when it was seen, its source."""
    for law in DOCUMENTS:
        for benefit, section in law.benefits.items():
            for name, entry in by_name()[benefit].terms.entries().items():
                stated = section.terms[name]
                why = "<br>".join(filter(None, (both(stated.place), both(stated.because))))
                seen = "<br>".join(day.isoformat() for day in stated.seen or ()) or "-"
                yield f"`{law.id}`<br>`{benefit}.{name}`", both(stated.says(entry)), why, seen, address(stated)


def glossary() -> str:
    """The glossary."""
    return f"""# Glossary · 术语表

失能 (unable to care for oneself) is not 残疾 (disability); the two are never mixed here. The script
`PYTHONPATH=tests .venv/bin/python docs/law_tables.py` makes this page from the rules, the facts and the policy file.

失能（生活不能自理）不是残疾，这里从不混用。本页由规则、各项情况和政策文件生成。

## Words of the library · 本程序库的用词

One word has one meaning in code, messages and docs.

一个词只有一个意思，代码、提示和文档里都一样。

{table(("word · 用词", "meaning · 含义", "OpenFisca", "actuary · 精算"), concepts())}

## Terms of the field · 常用术语

{table(("identifier · 标识", "official term · 正式名称", "English"), general())}

## Rules · 规则

{table(("identifier · 标识", "title · 名称", "place · 出处"), rules())}

## Facts · 各项情况

{table(("identifier · 标识", "meaning · 含义", "asked for by · 由谁询问"), facts())}

## Terms of the rules · 规则的条款

{table(("identifier · 标识", "label · 名称", "place · 出处"), terms())}
"""


def assumptions() -> str:
    """The page of what is assumed."""
    return f"""# What is assumed, and what is read in several ways · 假定与多种理解

Every figure of the announcement's rules that the document does not state, or that can be read in more ways than one;
grade A is an official site, B a news report or an unofficial copy. Every answer that rests on one says so. The page is
made from the policy file by `PYTHONPATH=tests .venv/bin/python docs/law_tables.py`.

文件没有写明的，或者可以有几种理解的每一个数字；A 级为官方网站，B 级为新闻报道或非官方转载。
凡是用到的答复都会说明。本页由政策文件生成。

{table(("figure · 数字", "what is taken · 所取", "why · 理由", "source · 来源"), assumed())}
"""


def law_in_force() -> str:
    """The page of the law in force."""
    days = ("document · 文件", "title · 名称", "days · 起止", "last seen · 最近查到", "source · 来源")
    columns = (
        "figure · 数字",
        "as stated · 所载",
        "place, or why assumed · 出处或理由",
        "seen · 查到的日期",
        "source · 来源",
    )
    return f"""# The law in force · 现行规定

What was found of the law that came into force after the announcement: the documents that benefitcalc ships, and every
figure of them with its source, its address, its grade and the days of the texts in which it was found. Grade A is an
official site, B a news report or an unofficial copy. A document without a last day is one of which no later text was
found; it may have changed since. The page is made from the policy files by
`PYTHONPATH=tests .venv/bin/python docs/law_tables.py`.

公告之后实际执行的规定里，已经找到的部分：程序自带的文件，以及其中每一个数字的来源、网址、等级和查到的日期。
A 级为官方网站，B 级为新闻报道或非官方转载。没有截止日的文件，是没有查到更新的文本，不等于没有调整。本页由政策文件生成。

## Documents · 文件

{table(days, documents())}

## Figures · 数字

{table(columns, in_force())}

## What was not found · 没有找到的

- Figures of 2026 for outpatient pooling, chronic diseases and critical-illness insurance, and whether the deductible of
  50 yuan still holds after 2024-10-01.
- A ceiling of critical-illness insurance for persons in extreme hardship, on Dibao or back in poverty.
- The standards in extreme hardship after 2024, and the city's income per head of 2022 to 2025.
- A text that carries out the announced 80 % for care homes, and a text of Zibo on the voucher for care services.

- 2026年居民门诊统筹、慢特病、大病保险的数字；2024年10月1日以后起付线是否仍为 50 元。
- 特困、低保、返贫致贫人口的大病保险限额。
- 2024年以后的特困人员供养标准；本市 2022 至 2025 年居民人均可支配收入。
- 落实养老机构补贴 80% 的文本；淄博市关于养老服务消费补贴的文本。
"""


PAGES = {GLOSSARY: glossary, ASSUMED: assumptions, LAW: law_in_force}

if __name__ == "__main__":
    for file, made in PAGES.items():
        file.write_text(made(), encoding="utf-8")
