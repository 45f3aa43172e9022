"""一家三口，情况不全：什么已经确定，先问什么。A family of whom not all is known: what is sure, and what to ask first.

python examples/family_with_gaps.py --lang zh --on 2023-05-01
"""

from datetime import date
from typing import Any, NamedTuple

from as_a_program import heading
from asking import main_of

import benefitcalc as bc
from benefitcalc.engine.estimate import headline
from benefitcalc.facts.fact import FACTS
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Text


class Person(NamedTuple):
    """A person: the facts known at first, and the answers that they find later."""

    who: Text
    known: dict[str, Any]
    answers: dict[str, Any]


# Nobody here exists. What nobody knows is None or left out; a text such as "500..1100" is a range.
ALL = {
    "has_resident_insurance": True,
    "has_chronic_recognition": False,
    "is_dibao": False,
    "is_in_extreme_hardship": False,
    "is_lifted_from_poverty": False,
    "has_disability": False,
    "is_back_in_poverty": False,
    "is_watched_for_poverty": False,
    "is_gravely_ill_under_rigid_expenses": False,
}
"""What holds for all three."""
FAMILY = [
    Person(
        Text(
            zh="奶奶，82 岁，住养老机构，没人知道是几星级",
            en="Grandmother, 82, in a care home whose stars nobody knows",
        ),
        {
            **ALL,
            "age": 82,
            "is_in_other_hardship_group": False,
            "is_at_edge_of_dibao": False,
            "eligible_cost": 0,
            "basic_insurance_paid": 0,
            "critical_illness_paid": 0,
            "outpatient_cost": 300,
            "care_need": "partial",
            "is_in_economic_hardship": True,
            "care_home_stars": None,
            "care_home_cost": 36_000,
            "has_institutional_care_allowance": False,
            "is_in_home_care_scheme": False,
            "home_service_cost": 0,
            "institution_service_cost": 3_000,
        },
        {"care_home_stars": 2, "ability_level": "moderate"},
    ),
    Person(
        Text(zh="爸爸，47 岁，失业，不清楚算不算农村居民", en="Father, 47, unemployed, rural or not unclear"),
        {
            **ALL,
            "age": 47,
            "is_in_other_hardship_group": False,
            "is_at_edge_of_dibao": False,
            "eligible_cost": 0,
            "basic_insurance_paid": 0,
            "critical_illness_paid": 0,
            "outpatient_cost": 0,
            "sex": "male",
            "is_in_economic_hardship": False,
            "is_unemployed": True,
            "is_rural": "不清楚",
        },
        {"is_rural": "是"},
    ),
    Person(
        Text(zh="妈妈，44 岁，有工作，收据丢了一半", en="Mother, 44, in work, with half of her receipts lost"),
        {
            **ALL,
            "age": 44,
            "is_in_economic_hardship": False,
            "is_unemployed": False,
            "is_rural": True,
            "is_low_income": False,
            "is_in_zero_employment_household": False,
            "outpatient_cost": "500..1100",
            "eligible_cost": "8000..12000",
            "basic_insurance_paid": 6_000,
            "critical_illness_paid": 0,
        },
        {
            "is_in_other_hardship_group": "是",
            "is_at_edge_of_dibao": "是",
            "outpatient_cost": 800,
            "eligible_cost": "1万",
        },
    ),
]


def show(lang: Language, day: date) -> None:
    """Show for each person what is certain and what is not, and the questions that give all possible knowledge."""
    print(SAYS["made up"].explain(lang))
    for person in FAMILY:
        heading(person.who, lang)
        screening = bc.screen(person.known, on=day)
        print_text("sure", [each for each in screening.estimates if not each.missing], lang)
        print_text("not sure", [each for each in screening.estimates if each.missing], lang)
        ask_on(person, screening, lang, day)
    print(f"\n{SAYS['no total'].explain(lang)}")


def ask_on(person: Person, screening: bc.Screening, lang: Language, day: date) -> None:
    """Ask the most useful question until no unknown fact matters, or until no answer is known."""
    known, declined = person.known, list[str]()
    while question := screening.next_question:
        answer = person.answers.get(question.fact)
        known = {**known, question.fact: answer}
        declined += [] if answer is not None else [question.fact]
        screening = bc.screen(known, on=day, declined=declined)
        read = FACTS[question.fact].write(FACTS[question.fact].read(answer))
        print(f"\n{SAYS['asked'].explain(lang)}{question.says.explain(lang)}")
        print(f"{SAYS['answered'].explain(lang)}{FACTS[question.fact].message(read).explain(lang)}")
        print_text("now", [screening.estimate(rule) for rule in question.rules], lang)
    print(f"\n{SAYS['nothing missing'].explain(lang)}")


def print_text(name: str, estimates: list[bc.Estimate], lang: Language) -> None:
    """Print the answers under a heading, one per line."""
    print(SAYS[name].explain(lang))
    for estimate in estimates:
        print(f"  - {headline(estimate).explain(lang)}")


SAYS = {
    "description": Text(
        zh="虚构的一家三口，情况不全：逐人说明什么已经确定、先要弄清什么，再一问一答，直到弄清为止。",
        en="A made-up family of three, of whom not all is known: what is sure, what to ask first, and how each answer "
        "narrows what is open.",
    ),
    "made up": Text(
        zh="这一家人和所有数字都是虚构的。凡是不知道的，都按所有可能的情况估算。",
        en="This family and all its figures are made up. What is not known is estimated for all that it may be.",
    ),
    "sure": Text(zh="已知情况足以确定：", en="Settled by what is known:"),
    "not sure": Text(zh="还不能确定：", en="Not settled yet:"),
    "asked": Text(zh="先问：", en="To ask next: "),
    "answered": Text(zh="得知：", en="Found out:   "),
    "now": Text(zh="现在：", en="Now:"),
    "nothing missing": Text(
        zh="要问的都问清了；如果还有范围，是文件本身没有写定。",
        en="There is nothing left to ask; where a range is left, the document itself leaves it open.",
    ),
    "no total": Text(
        zh="各项待遇的期间不同（全年、按费用的期间、所问日期），因此不合计，三个人的也不合计。\n"
        "这只是估算，不是审批决定；以经办机构的决定为准。",
        en="The benefits are of different periods (a calendar year, that of a cost, a day), so nothing is added up, "
        "for one person or for all three.\n"
        "This is an estimate and decides nothing; the decision of the office prevails.",
    ),
}


if __name__ == "__main__":
    raise SystemExit(main_of(show, SAYS["description"]))
