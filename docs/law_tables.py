"""Four pages in both languages, made from the rules, the facts and the policy files.

PYTHONPATH=tests .venv/bin/python docs/law_tables.py    makes docs/glossary.md, assumed.md, in-force.md and kept.md.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evidence import table

import benefitcalc as bc
from benefitcalc.analysis.kept import Outcome, verdict
from benefitcalc.facts.derived import days_of
from benefitcalc.facts.fact import Fact
from benefitcalc.policy.document import Policy
from benefitcalc.rules import OWN, of_policy
from benefitcalc.rules.facts import OWN as FACTS
from benefitcalc.text.message import Message, Text, say

DOCS = Path(__file__).parents[1] / "docs"
GLOSSARY, ASSUMED, IN_FORCE, KEPT = (DOCS / f"{name}.md" for name in ("glossary", "assumed", "in-force", "kept"))

# Of the field, whatever rule asks for them.
GENERAL = (
    ("has_resident_insurance", "居民基本医疗保险", "resident basic medical insurance"),
    ("outpatient_pooling", "门诊统筹", "outpatient pooling"),
    ("chronic_outpatient", "门诊慢特病", "outpatient chronic and special diseases"),
    ("critical_illness_paid", "大病保险", "critical-illness insurance"),
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
        "One of the twelve functions that a body may use, such as `share` or `when`.",
        "正文可以用的十二个函数之一，例如 `share`、`when`。",
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
    for rule in OWN:
        yield f"`{rule.name}`", both(rule.title), both(rule.law().benefits[rule.name].place)


def asked_by(fact: Fact) -> str:
    """The rules that ask for a fact; none ask for those of a settlement alone."""
    names = [f"`{rule.name}`" for rule in OWN if fact.name in (*rule.facts._fields, *days_of(rule.facts._fields))]
    return ", ".join(names) or "`settle`"


def facts() -> Iterator[tuple[str, str, str]]:
    """Each fact: its meaning, and who asks for it."""
    for fact in FACTS:
        yield f"`{fact.name}`", both(fact.meaning), asked_by(fact)


def terms() -> Iterator[tuple[str, str, str]]:
    """Each term of each rule: what it is, and where the document states it, or that it is assumed."""
    for rule in OWN:
        for name, entry in rule.terms.entries().items():
            place = rule.law().benefits[rule.name].terms[name].place
            where = both(place) if place else "假定<br>[assumed](assumed.md)"
            yield f"`{rule.name}.{name}`", both(entry.label), where


def assumed() -> Iterator[tuple[str, str, str, str]]:
    """Each figure that is assumed, or read in more ways than one: what is taken, why, and by which source."""
    for law in every_document():
        for rule in of_policy(law):
            for name, statement in law.benefits[rule.name].terms.items():
                if statement.because is not None:
                    told, why = both(statement.message(rule.terms.entries()[name])), both(statement.because)
                    yield f"`{rule.name}.{name}`<br>{law.id}", told, why, source_of(statement) or NONE_FOUND


NONE_FOUND = "没有找到<br>none found"


def every_document() -> list[Policy]:
    """The documents, the announcement first."""
    return sorted(map(bc.policy, bc.policies()), key=lambda law: (law.status != "announced", law.first_day))


def source_of(stated: Any) -> str:
    """The source of a figure, with its address and grade; empty where it has none of its own."""
    if stated.source is None:
        return ""
    address = f" [↗]({stated.address})" if stated.address else ""
    return f"{both(stated.source)} ({stated.grade}){address}"


def documents() -> Iterator[tuple[str, str, str, str]]:
    """The documents of the law in force: from when to when, and by which source."""
    for law in every_document():
        if law.status == "in_force":
            until = "" if law.until == "open" else f"{law.last_day}"
            yield f"`{law.id}`<br>{both(law.title)}", f"{law.first_day}", until or "没有载明<br>open", source_of(law)


def in_force() -> Iterator[tuple[str, str, str, str]]:
    """Each figure of the law in force: what it is, where it stands, and when it was seen."""
    for law in every_document():
        for rule in of_policy(law) if law.status == "in_force" else ():
            for name, stated in law.benefits[rule.name].terms.items():
                entry = rule.terms.entries()[name]
                told = f"{both(entry.label)}<br>{both(stated.message(entry))}"
                seen = ", ".join(map(str, stated.seen or ())) or "假定<br>[assumed](assumed.md)"
                place = both(stated.place) or source_of(stated) or NONE_FOUND
                yield f"`{rule.name}.{name}`<br>{law.id}", told, place, seen


def noticed() -> Iterator[tuple[str, str, str]]:
    """What else a reader of the law in force has to know, with its source."""
    for law in every_document():
        for rule in of_policy(law) if law.status == "in_force" else ():
            for notice in law.benefits[rule.name].notices:
                yield f"`{rule.name}`<br>{law.id}", both(notice.says), source_of(notice) or both(law.source)


def glossary() -> str:
    """The glossary."""
    return f"""# Glossary · 术语表

失能 (unable to care for oneself) is not 残疾 (disability); the two are never mixed here. The script
`PYTHONPATH=tests .venv/bin/python docs/law_tables.py` makes this page from the rules, the facts and the policy files.

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

Every figure that the documents do not state, or that can be read in more ways than one;
grade A is an official site, B a news report or an unofficial copy. Every answer that rests on one says so. The page is
made from the policy files by `PYTHONPATH=tests .venv/bin/python docs/law_tables.py`.

文件没有写明的，或者可以有几种理解的每一个数字；A 级为官方网站，B 级为新闻报道或非官方转载。
凡是用到的答复都会说明。本页由政策文件生成。

{table(("figure · 数字", "what is taken · 所取", "why · 理由", "source · 来源"), assumed())}
"""


def law_in_force() -> str:
    """The page of the law in force, figure by figure."""
    return f"""# The law in force · 现行规定

What was announced in 2022 is one thing; what official texts have stated since is another. Here is each document that
binds, with its source, its address and the days on which its figures were seen. "Open" does not mean that it still
holds: it means that nothing later was found. `bc.law().timeline("outpatient_pooling")` lists the documents of a
benefit with their days. The page is made from the policy files by
`PYTHONPATH=tests .venv/bin/python docs/law_tables.py`.

2022年公布的是一回事，之后官方文件实际规定的是另一回事。下面是正在执行的每一份文件：来源、网址，以及在哪一天查到。
“没有载明”不等于现在一定还这样执行，只是没有查到更新的文件。本页由政策文件生成。

## Documents · 文件

{table(("document · 文件", "since · 起", "until · 止", "source · 来源"), documents())}

## Figures · 数字

{table(("figure · 数字", "what it is · 内容", "place · 出处", "seen · 查到的日期"), in_force())}

## What else is known · 其他

{table(("benefit · 待遇", "what · 内容", "source · 来源"), noticed())}

## What was not found · 没有查到

No text that carries out the 80 % for care homes was found, and none for the placement of persons in extreme hardship or
the number of posts; for these the announcement alone speaks. Of 2026 no figure of the city was found: only the national
voucher for care services, without a text of Zibo that carries it out. The standards in extreme hardship after 2024 and
the city's income per head were not found. The law of another city fills no gap.

养老机构 80% 补贴、特困人员集中供养比例和公益性岗位数量都没有查到执行文件，只有公告的说法。
2026年只查到全国的养老服务消费补贴，没有查到淄博市的执行文件，也没有本市其他待遇 2026年的数字。
2024年以后的特困人员供养标准和本市居民人均可支配收入也没有查到。不用其他城市的规定填补。
"""


def promised(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, ...]]:
    """Each promise, or what it promises one group: by when, what came of it, by which document, and the evidence."""
    for each in outcomes:
        whom = f"<br>{both(each.whom)}" if each.whom else ""
        document = f"`{each.policy}`<br>{each.since}" if each.policy else ""
        reported = [f"{report.on}: {both(report.says)}<br>{source_of(report)}" for report in each.reports]
        because = "<br>".join([both(each.because), *reported])
        yield both(each.says) + whom, both(each.place), str(each.due), both(verdict(each)), document, because


def kept_promises() -> str:
    """The page of what came of the promises of 2022."""
    kept = bc.kept()
    columns = (
        "promise · 承诺",
        "place · 位置",
        "due · 期限",
        "what came of it · 兑现情况",
        "in force, since · 现行文件，起",
        "evidence · 依据",
    )
    reported = ((str(each.on), both(each.says), source_of(each)) for each in kept.reports)
    return f"""# Were the promises kept? · 承诺兑现了没有

Each promise of the announcement of 2022 beside the law in force after it. *Kept* and *not kept* need a document in
force that can be compared; amounts are proved for every possible person, on both rules at once, or refuted with one
person. *Not shown* is no verdict on anybody: it says that no evidence was found. The day is {kept.on}, the last one on
which a figure in force was seen. `benefitcalc kept` makes this table;
`PYTHONPATH=tests .venv/bin/python docs/law_tables.py` makes this page.

把2022年公布的每项承诺与之后的现行规定对照。只有找到可以比较的现行文件，才写“已兑现”或“没有兑现”；
金额按两套规则对所有可能的人同时证明，不成立时举出一个人。“未能查实”不是对谁的结论，只表示没有找到能证明的材料。
截至 {kept.on}，即最后一次见到现行数字的那天。本表由 `benefitcalc kept` 给出。

![What was promised beside what is given · 承诺与现行规定](images/kept.png)

{table(columns, promised(kept.outcomes))}

## What was reported later · 后来的报道

{table(("day · 日期", "what · 内容", "source · 来源"), reported)}
"""


PAGES = {GLOSSARY: glossary, ASSUMED: assumptions, IN_FORCE: law_in_force, KEPT: kept_promises}

if __name__ == "__main__":
    for file, made in PAGES.items():
        file.write_text(made(), encoding="utf-8")
