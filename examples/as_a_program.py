"""程序怎样使用本库：几个人、各项待遇、JSON、凭据、改革。How a program uses it: people, JSON, a receipt, a reform.

python examples/as_a_program.py --lang zh --on 2023-05-01
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from asking import main_of

from benefitcalc import Estimate, Refused, policy, screen, verify
from benefitcalc.cli.terminal import aligned, width
from benefitcalc.engine.estimate import stands
from benefitcalc.rules import care_home_subsidy, outpatient_pooling
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Text

# Nobody here exists: the people and their bills are invented. What is not known of somebody is left out.
PEOPLE: list[tuple[Text, dict[str, Any]]] = [
    (
        Text(zh="王奶奶", en="Granny Wang"),
        {
            "age": 82,
            "care_need": "partial",
            "is_in_economic_hardship": True,
            "care_home_stars": 2,
            "care_home_cost": "36000",
            "has_resident_insurance": True,
            "outpatient_cost": Decimal(800),
            "is_dibao": True,
            "is_in_extreme_hardship": False,
            "is_in_other_hardship_group": False,
            "is_back_in_poverty": False,
            "eligible_cost": "10,000.00",
            "basic_insurance_paid": 6000,
            "critical_illness_paid": 500,
        },
    ),
    (
        Text(zh="李姐", en="Ms Li"),
        {
            "age": 45,
            "sex": "female",
            "is_rural": False,
            "is_lifted_from_poverty": False,
            "is_low_income": False,
            "has_disability": False,
            "is_unemployed": True,
            "is_in_zero_employment_household": False,
            "has_resident_insurance": True,
            "has_chronic_recognition": True,
            "chronic_cost": "1万",
        },
    ),
    (
        Text(zh="赵叔", en="Uncle Zhao"),
        {"age": 45, "is_in_extreme_hardship": True, "wants_placement": True, "has_resident_insurance": False},
    ),
]

# Given by their names instead, as in estimate(outpatient_cost=800.0), a type checker finds both.
MISTAKEN = {"outpatient_cost": 800.0, "has_resident_insurence": True}


def show(lang: Language, day: date) -> None:
    """Show all steps, one after the other."""
    estimates = [(person, estimate) for person, facts in PEOPLE for estimate in estimates_of(facts, day)]
    heading(SAYS["people"], lang)
    rows = [cells(*each, lang) for each in estimates]
    print(table([SAYS[name].explain(lang) for name in COLUMNS], rows, right=FIGURES))

    heading(SAYS["explained"], lang)
    subsidy = care_home_subsidy.estimate(on=day, **known(PEOPLE[0][1], care_home_subsidy.facts._fields))
    print(subsidy.explain(lang))

    heading(SAYS["json"], lang)
    written = subsidy.model_dump_json()
    same = Estimate.model_validate_json(written) == subsidy
    print(SAYS["read back"].explain(lang).format(length=len(written), same=yes_no(lang)[same]))

    heading(SAYS["receipt"], lang)
    check_receipts(subsidy, lang)

    heading(SAYS["reform"], lang)
    compare_reform(subsidy, lang)

    heading(SAYS["refused"], lang)
    try:
        outpatient_pooling.estimate(MISTAKEN, on="2023-05-40")
    except Refused as refused:
        print(refused.explain(lang))


def known(facts: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """Return the facts of a person that a rule asks for."""
    return {name: facts[name] for name in wanted if name in facts}


def estimates_of(facts: Mapping[str, Any], day: date) -> Iterator[Estimate]:
    """Return one estimate for each benefit of that day whose answer is certain."""
    return (estimate for estimate in screen(facts, on=day).estimates if not estimate.missing)


def check_receipts(estimate: Estimate, lang: Language) -> None:
    """Check receipts. A receipt is JSON, from which the answer can be computed again; every change in it is found."""
    receipt = json.loads(json.dumps(estimate.receipt()))
    verify(receipt)
    print(SAYS["verified"].explain(lang))
    receipt["result"]["amount"] = "32000.00"
    try:
        verify(receipt)
    except Refused as refused:
        print(SAYS["forged"].explain(lang), refused.explain(lang), sep="\n")


def compare_reform(before: Estimate, lang: Language) -> None:
    """Compare one person under other terms. Benefit and period are the same, so the amounts may be subtracted."""
    reform = policy().with_terms({"care_home_subsidy.rate": "0.85"})
    after = care_home_subsidy.estimate(before.facts, policy=reform, on=before.on)
    assert before.amount is not None
    assert after.amount is not None
    figures = {"before": before.amount, "after": after.amount, "more": after.amount - before.amount}
    print(SAYS["reformed"].explain(lang).format(policy=after.policy, **figures))


# A table for a terminal ----------------------------------------------------------------------------------

COLUMNS = ("person", "benefit", "eligible", "amount", "range", "period", "standing")
"""There is no row of sums: the amounts are of different periods."""
FIGURES = (COLUMNS.index("amount"), COLUMNS.index("range"))


def cells(person: Text, estimate: Estimate, lang: Language) -> list[str]:
    """Return a row of the table."""
    return [
        person.explain(lang),
        estimate.title.explain(lang),
        yes_no(lang)[estimate.eligible],
        "-" if estimate.amount is None else f"{estimate.amount:,.2f}",
        "-" if estimate.amount is None else f"{estimate.at_least:,.2f} .. {estimate.at_most:,.2f}",
        estimate.period.explain(lang),
        stands(estimate).explain(lang),
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[int]) -> str:
    """Return a table with a header; each column is as wide as its widest cell."""
    rule = ["-" * max(map(width, column)) for column in zip(head, *rows, strict=True)]
    return aligned([head, rule, *rows], right=right)


def heading(heading: Text, lang: Language) -> None:
    """Return an underlined heading."""
    text = heading.explain(lang)
    print(f"\n{text}\n{'=' * width(text)}")


def yes_no(lang: Language) -> dict[bool | None, str]:
    """Return the words for yes, no and "it depends"."""
    return {answer: SAYS[name].explain(lang) for answer, name in ((True, "yes"), (False, "no"), (None, "depends"))}


SAYS = {
    "description": Text(
        zh="按程序的方式使用 benefitcalc：几个虚构的人、各项待遇、JSON、凭据、改革。",
        en="Uses benefitcalc as a program would: invented people, every benefit, JSON, receipts, a reform.",
    ),
    "people": Text(
        zh="几个虚构的人（金额：元；情况不全、还定不了的待遇不列）",
        en="Some people, invented (amounts in yuan; a benefit is left out where what is not known matters)",
    ),
    "explained": Text(zh="其中一个估算的说明", en="One of the estimates, explained"),
    "json": Text(zh="写成 JSON，再读回来", en="To JSON and back"),
    "receipt": Text(zh="凭据", en="A receipt"),
    "reform": Text(zh="改革：养老机构补贴比例从 80% 提高到 85%", en="A reform: the care-home subsidy from 80% to 85%"),
    "refused": Text(zh="不能用的输入，一次说清", en="Input that cannot be used, all of it at once"),
    "person": Text(zh="姓名", en="person"),
    "benefit": Text(zh="待遇", en="benefit"),
    "eligible": Text(zh="符合条件", en="eligible"),
    "amount": Text(zh="金额", en="amount"),
    "range": Text(zh="范围", en="range"),
    "period": Text(zh="期间", en="period"),
    "standing": Text(zh="规定的状态", en="the law that day"),
    "yes": Text(zh="是", en="yes"),
    "no": Text(zh="否", en="no"),
    "depends": Text(zh="还要再问", en="it depends"),
    "read back": Text(
        zh="{length} 个字符；读回后与原来相同：{same}", en="{length} characters; read back, the same: {same}"
    ),
    "verified": Text(zh="凭据与重新计算的结果一致。", en="The receipt fits what is computed again."),
    "forged": Text(zh="把金额改成 32000.00 以后：", en="With its amount changed to 32000.00:"),
    "reformed": Text(
        zh="{policy}：{before:,.2f} 元变为 {after:,.2f} 元，多 {more:,.2f} 元。",
        en="{policy}: {before:,.2f} yuan become {after:,.2f} yuan, {more:,.2f} yuan more.",
    ),
}


if __name__ == "__main__":
    raise SystemExit(main_of(show, SAYS["description"]))
