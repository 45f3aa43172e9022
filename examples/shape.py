"""一项待遇的形状：折点、断崖、反算，以及图表。The shape of a benefit: its kinks, its cliff, its inverse, and a chart.

python examples/shape.py --lang zh --charts FOLDER

With --charts, draws two charts there (needs the extra `plot`; Chinese text needs a Chinese font).
"""

from typing import Any

from asking import asked_language, flags_of, politely

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, medical_assistance, outpatient_pooling
from benefitcalc.text.message import Text

# Nobody here exists.
INSURED: dict[str, Any] = {"has_resident_insurance": True}
RESIDENT: dict[str, Any] = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_cost": 36_000,
}
POOR: dict[str, Any] = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
PAID: dict[str, Any] = {"basic_insurance_paid": 0, "critical_illness_paid": 0}


def main() -> None:
    """Print the shape of three benefits, and draw two of them."""
    lang, folder = flags_of(SAYS["description"], "--charts")

    pooling = outpatient_pooling.curve(over="outpatient_cost", **INSURED)
    subsidy = care_home_subsidy.curve(over="care_home_stars", **RESIDENT)
    assistance = medical_assistance.curve(over="eligible_cost", **POOR, **PAID)
    said = SAYS["text"].explain(lang)
    print(
        said.format(
            free=f"{float(pooling.kinks[0].x):,.2f}",
            slope=f"{float(pooling.slope_at(500)):.0%}",
            full=pooling.solve(pooling.at(1_000_000))[0].low,
            limit=pooling.at(1_000_000),
            cliff=subsidy.cliffs[-1].x,
            lost=f"{float(subsidy.cliffs[-1].below - subsidy.cliffs[-1].at):,.2f}",
            bill=assistance.solve(1_000)[0].low,
            half=f"{float(pooling.area(0, 1_000) / 1_000):,.2f}",
        )
    )
    if folder:
        print(bc.chart(outpatient_pooling, "outpatient_cost", folder / "pooling.svg", lang=lang, **INSURED))
        print(bc.chart(care_home_subsidy, "care_home_stars", folder / "stars.png", lang=lang, **RESIDENT))
        print(bc.write_csv(pooling, folder / "pooling.csv"))


SAYS = {
    "description": Text(zh="三项待遇的形状。", en="The shape of three benefits."),
    "text": Text(
        zh="""门诊统筹：全年 {free} 元以内不报销；超过部分每元报 {slope}；费用达到 {full} 元时报满 {limit} 元。
费用从 0 到 1000 元的平均报销额为 {half} 元。
养老机构补贴：到 {cliff} 星级时一下子少了 {lost} 元（断崖）。
医疗救助：要得到 1000 元，政策范围内费用至少要有 {bill} 元。""",
        en="""Outpatient pooling: nothing up to {free} yuan, {slope} of what is above, and {limit} from {full} on.
Over costs from 0 to 1,000 yuan it gives {half} yuan on average.
Care-home subsidy: at {cliff} stars {lost} yuan are lost at once (a cliff).
Medical assistance: to receive 1,000 yuan, the eligible cost must be {bill} yuan at least.""",
    ),
}

if __name__ == "__main__":
    raise SystemExit(politely(main, asked_language()))
