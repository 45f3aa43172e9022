"""每项承诺要花多少钱，以及提高 50% 的代价。What each promise costs, with its range; what the rise of 50 % costs.

python examples/budget.py --lang zh --files FOLDER

The distributions and the people are made up; replace them by those of the district. Needs the extras `actuarial` and
`tables`.
"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl
from asking import asked_language, flags_of, politely
from scipy import stats

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, chronic_outpatient, medical_assistance, outpatient_pooling
from benefitcalc.text.message import Text


class Promise(NamedTuple):
    """A benefit, the fact on which its cost depends, the distribution of the fact, and the number of people."""

    rule: bc.Rule
    over: str
    severity: Any
    frequency: Any
    facts: dict[str, Any]


# Made up: yuan, of one person and the benefit's own period; and the chance that a member of the scheme has such a cost.
PROMISES = (
    Promise(
        outpatient_pooling,
        "outpatient_cost",
        stats.lognorm(1.1, scale=450),
        stats.bernoulli(0.6),
        {"has_resident_insurance": True},
    ),
    Promise(
        chronic_outpatient,
        "chronic_cost",
        stats.gamma(1.8, scale=1_600),
        stats.bernoulli(0.12),
        {"has_resident_insurance": True, "has_chronic_recognition": True},
    ),
    Promise(
        medical_assistance,
        "eligible_cost",
        stats.lognorm(1.3, scale=2_200),
        stats.bernoulli(0.01),
        {
            "is_dibao": True,
            "is_in_extreme_hardship": False,
            "is_in_other_hardship_group": False,
            "basic_insurance_paid": 0,
            "critical_illness_paid": 0,
        },
    ),
    Promise(
        care_home_subsidy,
        "care_home_cost",
        stats.gamma(20, scale=1_500),
        stats.bernoulli(0.002),
        {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2},
    ),
)
WITHOUT_RISE = {"outpatient_pooling.payment_uplift": "0", "outpatient_pooling.limit_uplift": "0"}
PEOPLE, INSURED, SEED = 100_000, 0.97, 2022


def people() -> pl.DataFrame:
    """Return made-up members of the scheme: the cost of their outpatient visits in a year, and their town."""
    chance = np.random.default_rng(SEED)
    pooling = PROMISES[0]
    costs = pooling.severity.rvs(PEOPLE, random_state=chance) * pooling.frequency.rvs(PEOPLE, random_state=chance)
    towns = chance.choice(["南定镇", "沣水镇", "房镇镇"], PEOPLE)
    return pl.DataFrame(
        {
            "town": towns,
            "has_resident_insurance": chance.random(PEOPLE) < INSURED,
            "outpatient_cost_fen": np.rint(costs * 100).astype("int64"),
        }
    )


def main() -> None:
    """Print the expected cost of each promise, and the cost of the rise of 50 % by town."""
    lang, folder = flags_of(SAYS["description"], "--files")

    print(SAYS["made up"].explain(lang), end="\n\n")
    budgets = [
        bc.expected(each.rule, each.over, each.severity, frequency=each.frequency, **each.facts) for each in PROMISES
    ]
    for promise, found in zip(PROMISES, budgets, strict=True):
        members = [getattr(found, view).per_member for view in ("strict", "stated", "generous")]
        told = {view: f"{each.mean:,.2f}" for view, each in zip(("strict", "stated", "generous"), members, strict=True)}
        share = f"{found.stated.share_at_limit:.1%}"
        print(SAYS["budget"].explain(lang).format(benefit=promise.rule.title.explain(lang), share=share, **told))

    rise = bc.compare(bc.policy().with_terms(WITHOUT_RISE), None, people(), rules=outpatient_pooling, by="town")
    print(f"\n{SAYS['rise'].explain(lang)}")
    for change in rise.changes:
        figures = {name: f"{value:,}" for name, value in change.figures().items()}
        print(SAYS["town"].explain(lang).format(town=change.group["town"], **figures))
    if folder:
        for found in budgets:
            print(bc.write_csv(found, folder / f"{found.rule}.csv"))
        print(bc.write_csv(rise, folder / "rise.csv"))


SAYS = {
    "description": Text(zh="每项承诺的预期成本。", en="The expected cost of each promise."),
    "made up": Text(
        zh="分布和人口都是虚构的。金额是每个参保人的预期（元），各项期间不同，不能相加。",
        en="Distributions and people are made up. Amounts are expected yuan a member, of different periods: no total.",
    ),
    "budget": Text(
        zh="{benefit}：{stated}（从严 {strict}，从宽 {generous}）；有费用的人中 {share} 达到限额",
        en="{benefit}: {stated} (strictly {strict}, generously {generous}); {share} of those with costs at the limit",
    ),
    "rise": Text(
        zh="门诊统筹提高 50%，按镇（元，全镇合计）：",
        en="The rise of outpatient pooling by 50 %, by town (yuan, all people together):",
    ),
    "town": Text(
        zh="{town}：{people} 人，提高前 {before}，提高后 {after}，增加 {difference}；{gaining} 人受益，{losing} 人减少",
        en="{town}: {people} people, {before} before, {after} after, {difference} more; {gaining} gain, {losing} lose",
    ),
}

if __name__ == "__main__":
    raise SystemExit(politely(main, asked_language()))
