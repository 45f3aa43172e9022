"""政策承诺的证明，以及一项会破坏承诺的改革。Proofs of what is promised, and a reform that breaks a promise.

python examples/prove.py --lang zh

Needs the extra `proof` (z3).
"""

from asking import asked_language, flags_of, politely

import benefitcalc as bc
from benefitcalc.text.message import Text

REFORMS: dict[str, dict[str, object]] = {
    "care_home_subsidy": {"care_home_subsidy.most_stars": 3},
    "medical_assistance": {"medical_assistance.yearly_limit": "30000"},
}


def main() -> None:
    """Print all promises of the announcement, and for each reform the promises that it breaks."""
    lang, _ = flags_of(SAYS["description"])
    print(bc.prove().explain(lang))
    for benefit, figures in REFORMS.items():
        proofs = bc.prove(bc.policy().with_terms(figures))
        reform = ", ".join(f"{name} = {figure}" for name, figure in figures.items())
        print(f"\n{SAYS['reform'].explain(lang)}{reform}")
        for proof in proofs.broken:
            [case, *_] = proof.shown
            given = ", ".join(f"{name}={value}" for name, value in case.facts.items())
            print(f"  {proof.says.explain(lang)}\n    {given}: {case.amount}")
        assert {proof.benefit for proof in proofs.broken} == {benefit}


SAYS = {
    "description": Text(zh="证明政策承诺。", en="Proves what the policy promises."),
    "reform": Text(zh="如果改成：", en="If it were: "),
}

if __name__ == "__main__":
    raise SystemExit(politely(main, asked_language()))
