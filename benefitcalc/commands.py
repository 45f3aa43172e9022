"""What the commands of the command line do; each prints its answer and returns its exit code."""

import csv
import json
import socket
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from pathlib import Path
from typing import Any

import benefitcalc as bc
from benefitcalc import forms
from benefitcalc.explain import headline
from benefitcalc.interview import Interview
from benefitcalc.messages import N_, Between, Message, Refused, listed, say, shown
from benefitcalc.situation import FACTS
from benefitcalc.system_errors import why
from benefitcalc.terminal import BACK, Ended, aligned, ask, tell, tell_json
from benefitcalc.terms import TERMS

ANSWERED, BROKEN = 0, 1
PICTURES = (".svg", ".png")
VISIT_COLUMNS = ("date", "kind", "cost", "cancelled")


@cache
def rules() -> dict[str, bc.Rule]:
    """The rules by name; ImportError where a district is broken."""
    return {rule.name: rule for rule in bc.RULES}


def estimate(asked: Namespace) -> int:
    """One benefit for one person, from flags."""
    found = rules()[asked.rule].estimate(policy=law(asked), on=asked.on, **facts(asked))
    return answer(asked, found)


def screen(asked: Namespace) -> int:
    """All benefits for one person, from a file."""
    return answer(asked, bc.screen(read_json(asked.file), policy=law(asked), on=asked.on))


def settle(asked: Namespace) -> int:
    """Who pays which part of a bill, from a file."""
    return answer(asked, bc.settle(read_json(asked.file), policy=law(asked), on=asked.on))


def year(asked: Namespace) -> int:
    """The visits of a file, one by one."""
    person = read_json(asked.person) if asked.person else {}
    return answer(asked, bc.year(read_visits(asked.file), person, policy=law(asked)))


def answer(asked: Namespace, found: Any) -> int:
    """An answer in words, or as JSON."""
    if asked.json:
        tell_json(found.model_dump_json(indent=2))
    else:
        tell(found.explain(asked.lang), sys.stdout)
    return ANSWERED


def curve(asked: Namespace) -> int:
    """The shape of a benefit along one fact: its points, what gives an amount, or a file."""
    rule, given = rules()[asked.rule], facts(asked)
    ending = Path(asked.out).suffix.lower() if asked.out else None
    if ending not in (None, ".csv", *PICTURES):
        told = N_("{file}: a curve goes into a file that ends in .csv, .svg or .png")
        raise Refused(say(told, file=shown(asked.out)))
    if ending in PICTURES:
        drawn = bc.chart(rule, asked.over, asked.out, lang=asked.lang, policy=law(asked), **given)
        tell(str(drawn), sys.stdout)
        return ANSWERED
    found = rule.curve(over=asked.over, view=asked.view, policy=law(asked), **given)
    if asked.out:
        tell(str(bc.write_csv(found, asked.out)), sys.stdout)
        return ANSWERED
    if asked.solve is not None:
        rows = [{"low": str(low), "high": str(high)} for low, high in found.solve(asked.solve)]
        words = _intervals(rows, asked.lang)
    else:
        rows, words = found.rows(), _points(found, asked.lang)
    if asked.json:
        tell_json(json.dumps(rows))
    else:
        tell(words, sys.stdout)
    return ANSWERED


def _intervals(rows: list[dict[str, str]], lang: str) -> str:
    if not rows:
        return say(N_("Nothing gives exactly this.")).explain(lang)
    ends = (Between(low=row["low"], high=row["high"]) for row in rows)
    return "\n".join(say("{value}", value=each).explain(lang) for each in ends)


def _points(found: bc.Curve, lang: str) -> str:
    columns = (FACTS[found.over].meaning, N_("below"), N_("there"), N_("above"), N_("slope from there"))
    heads = [say(column) for column in columns]
    rows = [
        [*(point[name] for name in ("x", "below", "at", "above")), str(found.slope_at(of.x))]
        for point, of in zip(found.rows(), found.points, strict=True)
    ]
    return aligned([[each.explain(lang) for each in heads], *rows], right=range(1, len(heads)))


# Policies -----------------------------------------------------------------------------------------------------------


def list_policies(asked: Namespace) -> int:
    """Every policy document there is, a line each."""
    laws = [bc.policy(name) for name in bc.policies()]
    if asked.json:
        told = [{"id": each.id, "status": each.status, "title": each.title.model_dump()} for each in laws]
        tell_json(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        tell(aligned([each.id, each.status, each.title.explain(asked.lang)] for each in laws), sys.stdout)
    return ANSWERED


def show_policy(asked: Namespace) -> int:
    """The figures of a policy document, each with where it stands or why it is assumed."""
    found = bc.policy(law(asked))
    if asked.json:
        tell_json(found.model_dump_json(indent=2, by_alias=True, exclude_none=True))
        return ANSWERED
    parts = [found.title.explain(asked.lang)]
    for name, rows in _figures(found, asked.lang).items():
        table = aligned([f"  {key}", *row] for key, row in rows.items())
        parts.append(f"{rules()[name].title.explain(asked.lang)} ({name})\n{table}")
    tell("\n\n".join(parts), sys.stdout)
    return ANSWERED


def _figures(found: bc.Policy, lang: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Of each benefit each term: what is said of it, and where it stands or that it is assumed."""
    return {
        benefit: {
            name: (
                statement.says(TERMS[benefit].entries()[name]).explain(lang),
                (statement.place or say(N_("assumed"))).explain(lang),
            )
            for name, statement in section.terms.items()
        }
        for benefit, section in found.benefits.items()
    }


def check_policy(asked: Namespace) -> int:
    """A policy document checked, and each of its promises proved or refuted."""
    proofs = bc.prove(law(asked))
    answer(asked, proofs)
    return BROKEN if proofs.broken else ANSWERED


def diff_policies(asked: Namespace) -> int:
    """The figures that differ between two policy documents."""
    laws = [bc.policy(which(each)) for each in (asked.before, asked.after)]
    before, after = (_figures(each, asked.lang) for each in laws)
    rows = [
        {"term": f"{benefit}.{name}", "before": old, "after": new}
        for benefit in {**before, **after}
        for name in {**before.get(benefit, {}), **after.get(benefit, {})}
        for old, new in [[each.get(benefit, {}).get(name, ("", ""))[0] for each in (before, after)]]
        if old != new
    ]
    if asked.json:
        tell_json(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        tell("\n\n".join(_differences(laws, rows, asked.lang)), sys.stdout)
    else:
        tell(say(N_("The figures are the same.")).explain(asked.lang), sys.stdout)
    return ANSWERED


def _differences(laws: Sequence[bc.Policy], rows: Iterable[Mapping[str, str]], lang: str) -> Iterator[str]:
    """Figure by figure where both documents call a benefit alike; else all that each says, side by side."""
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


def serve(asked: Namespace) -> int:
    """The page and the API, on this machine alone, until it is interrupted."""
    from benefitcalc.web import serve

    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", asked.port))
        except OSError as error:
            told = N_("port {port} cannot be had ({why}); give another one with --port")
            raise Refused(say(told, port=asked.port, why=why(error))) from error
    tell(f"http://127.0.0.1:{asked.port}/", sys.stdout)
    serve(port=asked.port)
    return ANSWERED


def schema(asked: Namespace) -> int:
    """The JSON Schema of what may be known of a person."""
    tell_json(json.dumps(forms.json_schema(asked.lang), ensure_ascii=False, indent=2))
    return ANSWERED


# The interview ------------------------------------------------------------------------------------------------------


def interview(asked: Namespace) -> int:
    """Questions, of which only those are asked that still matter; then the answers."""
    chosen = tuple(rules()[name] for name in dict.fromkeys(asked.rules)) or None
    state = Interview({}, chosen, law(asked), asked.on)
    state.screening  # noqa: B018 - what is wrong with the policy or the day is told before anything is asked
    tell(say(_BEGINS).explain(asked.lang), sys.stderr)
    state = _asked_on(state, asked.lang)
    while (fact := _to_be_changed(state, asked.lang)) is not None:
        state = _asked_on(_asked(state, fact, asked.lang), asked.lang)
    tell("", sys.stderr)
    found = state.screening
    if asked.json:
        return answer(asked, found)
    parts = [found.explain(asked.lang)]
    for each in found.estimates:
        is_told_whole = chosen is not None or each.eligible is not False
        parts.append(each.explain(asked.lang) if is_told_whole else _why_not(each, asked.lang))
    tell(f"\n\n{'─' * 40}\n".join(parts), sys.stdout)
    return ANSWERED


_BEGINS = N_('Nothing is stored. "don\'t know" is an answer; "back" takes the last answer back; Ctrl-C stops.')


def _why_not(estimate: bc.Estimate, lang: str) -> str:
    """The answer of a benefit that somebody does not get, and its reasons."""
    return "\n  ".join(
        each.explain(lang) for each in (headline(estimate), *(reason.says for reason in estimate.reasons))
    )


def _asked_on(state: Interview, lang: str) -> Interview:
    """The interview with all that matters answered."""
    while question := (found := state.screening).next_question:
        left = forms.questions_left(len(found.to_ask(state.answered)))
        state = _asked(state, question.fact, lang, left.explain(lang))
    return state


def _asked(state: Interview, name: str, lang: str, *also: str) -> Interview:
    """The interview with one question answered, or without the last answer; one that is changed keeps its place."""
    is_changed = name in state.answered
    number = list(state.answered).index(name) + 1 if is_changed else len(state.answered) + 1
    asks = forms.question(FACTS[name], number)
    given = ask("\n".join([asks.explain(lang), *also]), partial(state.answer, name), lang)
    if given == BACK[0]:
        return state if is_changed else state.back()
    return state.answer(name, given)


def _to_be_changed(state: Interview, lang: str) -> str | None:
    """The fact whose answer is to be changed, by its number; None where none is, or where nobody says any more."""
    names = list(state.answered)
    rows = [
        [f"{number}.", say(FACTS[name].meaning).explain(lang), state.answered[name]]
        for number, name in enumerate(names, start=1)
    ]
    if not rows:
        return None
    tell(f"\n{aligned(rows)}", sys.stderr)

    def read(text: str) -> None:
        if text and not (text.isdecimal() and len(text) <= len(str(len(names))) and 1 <= int(text) <= len(names)):
            raise Refused(say(N_("'{given}' is no number from 1 to {last}"), given=shown(text), last=len(names)))

    told = say(N_("Press Enter for the result, or give the number of an answer to change it."))
    try:
        chosen = ask(told.explain(lang), read, lang)
    except Ended:
        return None  # every answer is there
    if chosen == BACK[0]:
        return names[-1]
    return names[int(chosen) - 1] if chosen else None


# Reading ------------------------------------------------------------------------------------------------------------


def which(given: str | None) -> str | Path | None:
    """A policy by its id, or a file."""
    return given if given is None or given in bc.policies() else Path(given)


def law(asked: Namespace) -> str | Path | None:
    """The policy that a command line asks for."""
    return which(asked.policy)


def facts(asked: Namespace) -> dict[str, str]:
    """The facts among the flags, as they were written."""
    return {name: value for name in FACTS if (value := getattr(asked, name, None)) is not None}


def read_json(file: str) -> Any:
    """The JSON of a file, or of the standard input for ``-``; numbers as they are written."""
    try:
        text = _standard_input() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        return json.loads(
            text, parse_float=_number, parse_int=_number, parse_constant=_no_number, object_pairs_hook=_named_once
        )
    except OSError as error:
        raise Refused(say(N_("{file}: cannot be read: {why}"), file=shown(file), why=why(error))) from error
    except (ValueError, RecursionError) as error:
        raise Refused(say(N_("{file}: is not JSON: {why}"), file=shown(file), why=_why_not_json(error))) from error


def _standard_input() -> str:
    return sys.stdin.read() if sys.stdin else ""


def _why_not_json(error: ValueError | RecursionError) -> Message:
    match error:
        case Refused():
            return error.problems[0]
        case json.JSONDecodeError():
            return say(N_("see line {line}, column {column}"), line=error.lineno, column=error.colno)
        case UnicodeDecodeError():
            return say(N_("save it in UTF-8"))
        case _:
            return say(N_("it is nested too deeply"))


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if [each for each, _ in pairs].count(name) > 1)
        raise Refused(say(N_("{name} is given twice"), name=shown(twice)))
    return found


def _number(written: str) -> Decimal | int | str:
    """A number as it is written; one that Python cannot hold stays text, so that it is refused with its fact."""
    try:
        return int(written) if written.lstrip("-").isdigit() else Decimal(written)
    except (ValueError, InvalidOperation):
        return written


def _no_number(name: str) -> None:
    raise Refused(say(N_("{name} is no number"), name=name))


def read_visits(file: str) -> list[dict[str, Any]]:
    """The visits of a CSV file: date, kind and cost, or facts that add up; an empty cell is not known."""
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as opened:
            head, *rows = list(csv.reader(opened)) or [[]]
    except OSError as error:
        raise Refused(say(N_("{file}: cannot be read: {why}"), file=shown(file), why=why(error))) from error
    except (UnicodeDecodeError, csv.Error) as error:
        told = N_("{file}: is not CSV in UTF-8; save it as “CSV UTF-8” in the spreadsheet")
        raise Refused(say(told, file=shown(file))) from error
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()  # spreadsheets leave empty columns at the end
    filled = [row for row in rows if any(map(str.strip, row))]
    known = [*VISIT_COLUMNS, *(name for name, fact in FACTS.items() if fact.accumulates)]
    unknown = [name for name in names if name not in known]
    twice = [name for at, name in enumerate(names) if name in names[:at]]
    long = [str(number) for number, row in enumerate(filled, start=1) if any(map(str.strip, row[len(names) :]))]
    if unknown or twice:
        told = N_("{file}: these columns cannot be: {columns}; there are, each once and with commas between: {known}")
        raise Refused(
            say(told, file=shown(file), columns=listed(list(map(shown, [*unknown, *twice]))), known=listed(known))
        )
    if not filled:
        raise Refused(say(N_("{file}: has no visits"), file=shown(file)))
    if long:
        told = N_('{file}: more cells than columns in visit {visits}; an amount with a comma needs quotes, as "1,500"')
        raise Refused(say(told, file=shown(file), visits=listed(long)))
    return [{name: cell.strip() or None for name, cell in zip(names, row, strict=False)} for row in filled]
