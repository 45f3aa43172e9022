"""承诺兑现了没有：2022年公告的承诺与之后的现行规定对照。Were the promises kept? The promises of 2022 and the law since.

python examples/promises_kept.py --lang zh --charts FOLDER

Needs the extra `proof` (z3). With --charts, draws what was promised beside what is given (needs the extra `plot`;
Chinese text needs a Chinese font).
"""

from typing import Any

from asking import asked_language, flags_of, politely

import benefitcalc as bc
from benefitcalc.rules import city_medical_assistance, medical_assistance
from benefitcalc.text.message import Text


def main() -> None:
    """Print the result of each promise, and compute by both rules an example of a person who gets less."""
    lang, folder = flags_of(SAYS["description"], "--charts")
    kept = bc.kept()
    print(kept.explain(lang))
    short = kept.outcome("medical_assistance", "at_least_75_percent", "is_dibao").shortfalls["stated"]
    amounts = []
    for rule, policy in ((medical_assistance, kept.policy), (city_medical_assistance, "zibo-assistance-2023")):
        known: dict[str, Any] = {name: short.facts[name] for name in rule.facts._fields if name in short.facts}
        amounts.append(rule.estimate(policy=policy, **known).amount)
    promised, given = amounts
    assert (promised, given) == (short.promised, short.given)
    print("\n" + SAYS["again"].explain(lang).format(promised=promised, given=given))
    if folder:
        print(bc.chart(kept, folder / "kept.svg", lang=lang))


SAYS = {
    "description": Text(zh="每项承诺兑现了没有。", en="What came of each promise."),
    "again": Text(
        zh="再按两套规则各算一次：承诺 {promised} 元，现行 {given} 元。",
        en="Computed again by both rules: {promised} yuan promised, {given} yuan in force.",
    ),
}

if __name__ == "__main__":
    raise SystemExit(politely(main, asked_language()))
