"""The commands about policy documents."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence

import benefitcalc as bc
from benefitcalc.cli.commands import ANSWERED, BROKEN, answer
from benefitcalc.cli.reading import law, which
from benefitcalc.cli.terminal import aligned, print_json, print_text
from benefitcalc.policy.terms import TERMS
from benefitcalc.rules import by_name
from benefitcalc.text.currency import in_currency
from benefitcalc.text.message import N_, say


def list_policies(asked: Namespace) -> int:
    """Print every policy document, one per line."""
    laws = [bc.policy(name) for name in bc.policies()]
    if asked.json:
        told = [{"id": each.id, "status": each.status, "title": each.title.model_dump()} for each in laws]
        print_json(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print_text(aligned([each.id, each.status, each.title.explain(asked.lang)] for each in laws), sys.stdout)
    return ANSWERED


def show_policy(asked: Namespace) -> int:
    """Print the figures of a policy document, each with its place or as assumed."""
    found = bc.policy(law(asked))
    if asked.json:
        print_json(found.model_dump_json(indent=2, by_alias=True, exclude_none=True))
        return ANSWERED
    parts = [found.title.explain(asked.lang)]
    for name, rows in _statements(found, asked.lang).items():
        table = aligned([f"  {key}", *row] for key, row in rows.items())
        parts.append(f"{by_name()[name].title.explain(asked.lang)} ({name})\n{table}")
    print_text("\n\n".join(parts), sys.stdout)
    return ANSWERED


def _statements(found: bc.Policy, lang: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return, for each benefit and term, its statement and its place."""
    return {
        benefit: {
            name: (
                in_currency(statement.message(TERMS[benefit].entries()[name]), found.currency).explain(lang),
                (statement.place or say(N_("assumed"))).explain(lang),
            )
            for name, statement in section.terms.items()
        }
        for benefit, section in found.benefits.items()
    }


def check_policy(asked: Namespace) -> int:
    """Check a policy document, and prove or refute each of its promises."""
    proofs = bc.prove(law(asked))
    answer(asked, proofs)
    return BROKEN if proofs.broken else ANSWERED


def diff_policies(asked: Namespace) -> int:
    """Print the figures that differ between two policy documents."""
    laws = [bc.policy(which(each)) for each in (asked.before, asked.after)]
    before, after = (_statements(each, asked.lang) for each in laws)
    rows = [
        {"term": f"{benefit}.{name}", "before": old, "after": new}
        for benefit in {**before, **after}
        for name in {**before.get(benefit, {}), **after.get(benefit, {})}
        for old, new in [[each.get(benefit, {}).get(name, ("", ""))[0] for each in (before, after)]]
        if old != new
    ]
    if asked.json:
        print_json(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        print_text("\n\n".join(_differences(laws, rows, asked.lang)), sys.stdout)
    else:
        print_text(say(N_("The figures are the same.")).explain(asked.lang), sys.stdout)
    return ANSWERED


def _differences(laws: Sequence[bc.Policy], rows: Iterable[Mapping[str, str]], lang: str) -> Iterator[str]:
    """Yield the differences figure by figure if both documents name a benefit alike; otherwise both sides in full."""
    called = {name: section.carries_out or name for law in laws for name, section in law.benefits.items()}
    by_benefit: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_benefit.setdefault(called[row["term"].partition(".")[0]], []).append(row)
    for benefit, own in by_benefit.items():
        names = [[name for name in law.benefits if called[name] == benefit] for law in laws]
        if names[0] == names[1]:
            yield from (f"{row['term']}\n  - {row['before']}\n  + {row['after']}" for row in own)
        else:
            heads = [", ".join(each) or say(N_("nothing of it")).explain(lang) for each in names]
            sides = [
                f"  {mark} {row['term']}: {row[side]}"
                for mark, side in (("-", "before"), ("+", "after"))
                for row in own
                if row[side]
            ]
            yield "\n".join([" / ".join(heads), *sides])
