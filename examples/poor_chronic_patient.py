"""低保慢特病患者一年的医疗费，各方各付多少。A poor, chronically ill patient's bill: who pays which part.

python examples/poor_chronic_patient.py --lang zh --on 2023-05-01
"""

from datetime import date
from decimal import Decimal
from typing import Any

from as_a_program import heading, table
from asking import main_of

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Text, say

# Nobody here exists, and the bill is made up: yuan of the calendar year of the day asked about.
PATIENT: dict[str, Any] = {
    "has_resident_insurance": True,
    "is_dibao": True,
    "is_in_extreme_hardship": False,
    "is_in_other_hardship_group": False,
    "total_bill": "56,000",
    "outpatient_cost": 850,
    "has_chronic_recognition": True,
    "chronic_cost": 9_500,
    "inpatient_cost": "4万",
    "inpatient_insurance_paid": 26_000,
    "critical_illness_paid": 4_000,
    "commercial_paid": 3_000,
}
LOST = {**PATIENT, "commercial_paid": None}
"""The same, the settlement of the commercial insurance lost: what it paid is not known."""


def show(lang: Language, day: date) -> None:
    """Show who pays the bill, the same if one paper is lost, and the basis of the first answer."""
    whole, gap = bc.settle(PATIENT, on=day), bc.settle(LOST, on=day)
    print(SAYS["made up"].explain(lang))
    heading(SAYS["whole"], lang)
    show_parts(whole, lang)

    heading(SAYS["lost"], lang)
    show_parts(gap, lang)
    for name in gap.missing:
        question, paper = say(FACTS[name].question).explain(lang), say(FACTS[name].shown_by).explain(lang)
        print(SAYS["ask"].explain(lang).format(question=question, paper=paper))

    heading(SAYS["explained"], lang)
    print(whole.explain(lang))


def show_parts(settlement: bc.Settlement, lang: Language) -> None:
    """Print the payers as a table. The stated parts add up to the bill; the ends of their ranges do not."""
    lines = [*settlement.parts, settlement.line("total_bill")]
    rows = [[line.label.explain(lang), *map(yuan, (line.amount, line.at_least, line.at_most))] for line in lines]
    head = [SAYS[name].explain(lang) for name in ("payer", "stated", "at least", "at most")]
    print(table(head, rows, right=range(1, len(head))))
    print(f"\n{SAYS['one by one'].explain(lang)}")


def yuan(amount: Decimal | None) -> str:
    """Return an amount as a table cell."""
    return "?" if amount is None else f"{amount:,.2f}"


SAYS = {
    "description": Text(
        zh="虚构的低保慢特病患者：一年的医疗费由各方各付多少，商业保险理赔单丢了又怎样，依据是什么。",
        en="A made-up patient on Dibao: who pays which part of a year's medical bill, what if the commercial insurer's "
        "settlement is lost, and what it rests on.",
    ),
    "made up": Text(
        zh="这位患者和账单都是虚构的：低保家庭，门诊慢特病已认定，住过院，有一份商业保险。",
        en="This patient and the bill are made up: on Dibao, with a recognised chronic disease, a stay in hospital and "
        "a commercial insurance.",
    ),
    "whole": Text(zh="各方承担（元，全年）", en="Who pays which part (yuan of the calendar year)"),
    "lost": Text(
        zh="同一份账单，商业保险的理赔单丢了（元，全年）",
        en="The same bill, the commercial insurer's settlement lost (yuan of the calendar year)",
    ),
    "payer": Text(zh="承担方", en="who"),
    "stated": Text(zh="估算", en="estimate"),
    "at least": Text(zh="最少", en="at least"),
    "at most": Text(zh="最多", en="at most"),
    "one by one": Text(
        zh="“最少”“最多”要逐行看：一方多付，另一方就少付，所以这两列不能相加。“?” 表示还差几个情况，暂时算不出。",
        en='Read "at least" and "at most" row by row: where one pays more another pays less, so these columns do not '
        'add up. "?" depends on what is not known.',
    ),
    "ask": Text(zh="要弄清的：{question}看{paper}。", en="To find out: {question} It stands in: {paper}."),
    "explained": Text(zh="完整说明（理赔单没有丢的账单）", en="In full (the bill with nothing lost)"),
}


if __name__ == "__main__":
    raise SystemExit(main_of(show, SAYS["description"]))
