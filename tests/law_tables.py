"""Two pages in both languages, made from the rules, the facts and the policy file: what is called how, what is assumed.

.venv/bin/python tests/law_tables.py    makes docs/glossary.md and docs/assumed.md anew.
"""

from collections.abc import Iterator
from pathlib import Path

from evidence import table

import benefitcalc as bc
from benefitcalc.fact import Fact
from benefitcalc.messages import Message, Text, say
from benefitcalc.rules import ANNOUNCED
from benefitcalc.situation import ANNOUNCED as FACTS

DOCS = Path(__file__).parents[1] / "docs"
GLOSSARY, ASSUMED = DOCS / "glossary.md", DOCS / "assumed.md"

# Of the field, whatever rule asks for them.
GENERAL = (
    ("has_resident_insurance", "居民基本医疗保险", "resident basic medical insurance"),
    ("outpatient_pooling", "门诊统筹", "outpatient pooling"),
    ("chronic_outpatient", "门诊慢特病", "outpatient chronic and special diseases"),
    ("critical_illness_paid", "大病保险", "critical-illness insurance"),
    ("deductible", "起付线", "deductible"),
    ("rate", "报销比例", "reimbursement rate"),
    ("payment_limit", "最高支付限额", "payment ceiling: of what is paid, not of the eligible expense"),
    ("eligible_cost", "合规费用、政策范围内费用", "eligible expense"),
    ("outside_catalogue", "目录外费用", "what is outside the insurance catalogue"),
    ("burden", "个人自付", "personal burden: what insurance left to pay"),
    ("is_dibao", "低保", "minimum living guarantee (Dibao)"),
    ("is_in_extreme_hardship", "特困人员", "person in extreme hardship"),
    ("is_promised_a_place", "集中供养", "support in an institution"),
    ("is_cared_for_at_home", "分散供养", "support at home"),
    ("care_need", "能自理、半失能、失能", "able, partly unable, unable to care for oneself: none, partial, full"),
    ("is_in_economic_hardship", "经济困难老年人", "older person in economic hardship"),
    ("has_disability", "残疾人", "person with a disability"),
    ("is_in_zero_employment_household", "零就业家庭", "zero-employment household"),
    ("settle", "费用结算", "who pays which part of a bill"),
    ("stated, strict, generous", "按所载、从严、从宽", "the three views of a document's terms"),
    ("fen, yuan", "分、元", "100 fen are one yuan"),
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


def rules() -> Iterator[tuple[str, str, str]]:
    """Each rule: its title, and where the document speaks of it."""
    for rule in ANNOUNCED:
        yield f"`{rule.name}`", both(rule.title), both(bc.policy().benefits[rule.name].place)


def asked_by(fact: Fact) -> str:
    """The rules that ask for a fact; none ask for those of a settlement alone."""
    names = [f"`{rule.name}`" for rule in ANNOUNCED if fact.name in rule.facts._fields]
    return ", ".join(names) or "`settle`"


def facts() -> Iterator[tuple[str, str, str]]:
    """Each fact: its meaning, and who asks for it."""
    for fact in FACTS:
        yield f"`{fact.name}`", both(fact.meaning), asked_by(fact)


def terms() -> Iterator[tuple[str, str, str]]:
    """Each term of each rule: what it is, and where the document states it, or that it is assumed."""
    for rule in ANNOUNCED:
        for name, entry in rule.terms.entries().items():
            place = bc.policy().benefits[rule.name].terms[name].place
            where = both(place) if place else "假定<br>[assumed](assumed.md)"
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


def glossary() -> str:
    """The page of what is called how."""
    return f"""# Glossary · 术语表

失能 (unable to care for oneself) is not 残疾 (disability), and the two are never mixed up here. The page is made from
the rules, the facts and the policy file by `.venv/bin/python tests/law_tables.py`.

失能（生活不能自理）不是残疾，这里从不混用。本页由规则、各项情况和政策文件生成。

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
made from the policy file by `.venv/bin/python tests/law_tables.py`.

文件没有写明的，或者可以有几种理解的每一个数字；A 级为官方网站，B 级为新闻报道或非官方转载。
凡是用到的答复都会说明。本页由政策文件生成。

{table(("figure · 数字", "what is taken · 所取", "why · 理由", "source · 来源"), assumed())}
"""


PAGES = {GLOSSARY: glossary, ASSUMED: assumptions}

if __name__ == "__main__":
    for file, made in PAGES.items():
        file.write_text(made(), encoding="utf-8")
