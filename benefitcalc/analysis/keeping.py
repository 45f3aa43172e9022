"""Decide whether the law in force keeps the promises of a document: each due promise, compared as the document says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benefitcalc.analysis.kept import READINGS, Beside, Kept, Outcome, Shortfall, Verdict, lacks
from benefitcalc.analysis.properties import key_of, promise_problems
from benefitcalc.analysis.shortfalls import Comparison, Side, by_figures
from benefitcalc.core.rates import WHOLE, Rate
from benefitcalc.core.words import Kind, share
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.promise import Pays, Promise
from benefitcalc.policy.statement import Statement
from benefitcalc.policy.terms import Entry
from benefitcalc.policy.timeline import Law, benefit_of, law
from benefitcalc.rules import named
from benefitcalc.text.errors import refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, joined, say


def kept(on: date | str | None = None, *, policy: Policy | str | Path | None = None) -> Kept:
    """Return the result of each promise by a day (kept, broken or not shown), with the document in force.

    ``policy`` is the announcement of 2022 by default. ``on`` is a day; by default it is the last day on which a figure
    in force was seen stated, whatever the date of today. Amounts are compared for every person by z3.

    Raises `Refused` as `benefitcalc.policy` does, for a document without due promises, and for a day before the
    document.
    """
    announced, found = law_of(policy), law()
    day = reading.day(on) or _last_seen(found)
    promises = list(_promises(announced))
    if not any(each.promise.due for each in promises):
        raise Refused(say(N_("the document {id} promises nothing by a day"), id=announced.id).at("policy"))
    if day < announced.announced:
        days = {"on": day.isoformat(), "announced": announced.announced.isoformat()}
        raise Refused(say(N_("{on:date} is before the document was announced, on {announced:date}"), **days).at("on"))
    rules = [named(benefit) for benefit in announced.benefits]
    refuse(problem for rule in rules for problem in (*promise_problems(rule, announced), *_compared(rule, announced)))
    outcomes = tuple(each for promised in promises for each in _outcomes(promised, _Evidence(announced, found, day)))
    return Kept(
        policy=announced.id,
        policy_title=announced.title,
        policy_digest=announced.digest,
        on=day,
        outcomes=outcomes,
        reports=announced.reports,
    )


class _Promised(NamedTuple):
    """A promise with its name and its benefit; None for a promise to the district."""

    benefit: str | None
    name: str
    promise: Promise


class _Finding(NamedTuple):
    """The result of a promise in each interpretation, the reason, and who is paid less."""

    verdicts: dict[str, Verdict]
    because: Message
    shortfalls: dict[str, Shortfall]
    over: str | None = None
    beside: tuple[Beside, ...] = ()


def _not_shown(because: Message) -> _Finding:
    return _Finding(dict.fromkeys(READINGS, "not_shown"), because, {})


def _promises(announced: Policy) -> Iterator[_Promised]:
    for benefit, section in announced.benefits.items():
        yield from (_Promised(benefit, name, each) for name, each in section.promises.items() if each.due)
    yield from (_Promised(None, name, each) for name, each in announced.promises.items())


def _last_seen(found: Law) -> date:
    """Return the last day on which a figure in force was found stated."""
    in_force = [each for each in found.documents if each.status == "in_force"]
    return max(each.seen_until(benefit) for each in in_force for benefit in each.benefits)


def _compared(rule: Rule, announced: Policy) -> Iterator[Problem]:
    """Yield the promises that cannot be compared as the document says."""
    entries = rule.terms.entries()
    for name, promise in announced.benefits[rule.name].promises.items():
        if not set(promise.figures) <= entries.keys():
            continue  # reported as its own problem
        kinds = {entries[figure].kind for figure in promise.figures}
        if promise.compares == "figures" and kinds & {Kind.SCHEDULE, Kind.ROUNDING, Kind.YES_NO}:
            yield say(N_("is no single figure; compare amounts")).at(key_of(rule, name), "figure")
        if promise.compares == "figures" and entries[promise.rise_of or promise.figure or ""].more_is == "neither":
            yield say(N_("is neither better nor worse for being more; compare amounts")).at(
                key_of(rule, name), "figure"
            )
        if promise.compares and promise.figure and _is_only_bounded(rule, announced, promise.figure):
            yield say(N_("is at most so good; it promises nothing at least")).at(key_of(rule, name), "figure")
        if promise.compares == "amounts" and kinds - {Kind.RATE}:
            yield say(N_("is not a rate")).at(key_of(rule, name), "figure")
        elif (above := _above(rule, announced, promise)) is not None:
            yield above.at(key_of(rule, name), "pays")
        if promise.compares == "amounts" and not _rates(rule, announced, promise):
            yield say(N_("promises no least share")).at(key_of(rule, name), "pays")


def _is_only_bounded(rule: Rule, announced: Policy, figure: str) -> bool:
    """Whether a document only bounds how generous a figure is."""
    stated = announced.benefits[rule.name].terms[figure]
    bound = "at_least" if rule.terms.entries()[figure].more_is == "strict" else "at_most"
    return isinstance(stated, Statement) and stated.kind == bound


def _above(rule: Rule, announced: Policy, promise: Promise) -> Message | None:
    """Return a message if the promised share is above its own figure; otherwise None."""
    if not isinstance(promise.pays, Pays) or promise.figure is None or promise.compares != "amounts":
        return None
    low, figure = promise.pays.rates[0], getattr(announced.views(rule.name).stated, promise.figure)
    if low is None or low <= figure:
        return None
    message = rule.terms.entries()[promise.figure].message
    return say(N_("promises {share}, and the figure says {figure}"), share=message(low), figure=message(figure))


class _Evidence(NamedTuple):
    """The announcement, the law to compare it with, and the day."""

    announced: Policy
    law: Law
    day: date

    def in_force(self, benefit: str) -> tuple[Rule, Policy] | None:
        """Return the rule and the document in force for a benefit on the day; None if none was found."""
        if benefit not in self.law.benefits:
            return None
        binding = self.law.on(self.day)[benefit]
        return (named(binding.rule), binding.policy) if binding.standing == "in_force" else None

    def last(self, benefit: str) -> Policy | None:
        """Return the last document in force before the day."""
        own = [each for each in self.law.documents if each.status == "in_force" and self.law.span(each)[1] < self.day]
        speaking = [each for each in own if benefit in {benefit_of(name, each) for name in each.benefits}]
        return speaking[-1] if speaking else None


def _outcomes(promised: _Promised, evidence: _Evidence) -> Iterator[Outcome]:
    benefit, name, promise = promised
    in_force = evidence.in_force(benefit) if benefit and promise.compares else None
    rule = named(benefit) if benefit else None
    for group in promise.for_each or (None,):
        finding = _found(promise, rule, group, in_force, evidence)
        compared = {} if in_force is None else _sources(*in_force, evidence.law)
        yield Outcome(
            benefit=benefit,
            title=rule.title if rule else None,
            promise=name,
            says=promise.says,
            place=promise.place,
            due=promise.due,
            group=group,
            whom=_label(rule, group) if rule and group else None,
            verdicts=finding.verdicts,
            because=finding.because,
            shortfalls=finding.shortfalls,
            over=finding.over,
            beside=finding.beside,
            reports=promise.reports,
            **compared,
        )


def _label(rule: Rule, group: str) -> Message:
    entries = rule.lines.entries()
    return say(entries[group].label) if group in entries else say(FACTS[group].meaning)


def _sources(rule: Rule, document: Policy, found: Law) -> dict[str, Any]:
    return {
        "policy": document.id,
        "policy_title": document.title,
        "since": found.span(document)[0],
        "seen_until": document.seen_until(rule.name),
        "cites": rule.provenance(document).cites,
    }


def _found(
    promise: Promise, rule: Rule | None, group: str | None, in_force: tuple[Rule, Policy] | None, evidence: _Evidence
) -> _Finding:
    """Return the result of a promise, to everybody or to one group; "not shown" if the evidence is missing."""
    if rule is None or promise.compares is None:
        told = N_("No text was found that says how many") if promise.number else N_("No text was found that shows it")
        return _not_shown(say(told))
    if in_force is None:
        return _not_shown(_nothing_found(rule, evidence))
    compare = _figures if promise.compares == "figures" else _amounts
    finding = compare(promise, rule, group, in_force, evidence.announced)
    finding = finding._replace(because=_until(finding.because, *in_force, promise, evidence.day))
    if promise.due and evidence.day < promise.due and "broken" in finding.verdicts.values():
        early = {each: "not_shown" if way == "broken" else way for each, way in finding.verdicts.items()}
        because = say(N_("{because}; it is due on {due:date}"), because=finding.because, due=promise.due.isoformat())
        return _Finding(early, because, {})  # type: ignore[arg-type]  # the same literals
    return finding


def _nothing_found(rule: Rule, evidence: _Evidence) -> Message:
    last = evidence.last(rule.name)
    if last is None:
        return say(N_("No text in force that carries it out was found"))
    told = N_("The last text in force, {policy}, ended on {until:date}; none after it was found")
    return say(told, policy=last.id, until=evidence.law.span(last)[1].isoformat())


def _until(because: Message, rule: Rule, document: Policy, promise: Promise, day: date) -> Message:
    seen = document.seen_until(rule.name)
    values: dict[str, Message | str] = {"because": because, "policy": document.id, "seen": seen.isoformat()}
    if promise.due and seen < promise.due <= day:
        early = N_(
            "{because}; by {policy}, last seen stated on {seen:date}, before it was due on {due:date}; "
            "what held after that was not found"
        )
        return say(early, **values, due=promise.due.isoformat())
    told = N_("{because}; by {policy}, last seen stated on {seen:date}; what held after that was not found")
    return say(told, **values)


# Figures ----------------------------------------------------------------------------------------------------------


def _figures(promise: Promise, rule: Rule, _: str | None, in_force: tuple[Rule, Policy], announced: Policy) -> _Finding:
    """Decide whether the figure in force is as promised or more generous."""
    own, document = in_force
    entries, missing = rule.terms.entries(), [name for name in promise.figures if name not in own.terms.entries()]
    if missing:
        return _not_shown(say(N_("The document in force has no such figure: {terms}"), terms=_terms(rule, missing)))
    if unstated := [name for name in promise.figures if not _is_stated(announced, rule, name)]:
        told = N_("What it was raised from is not stated: {terms}") if promise.rise_of else N_("Not stated: {terms}")
        return _not_shown(say(told, terms=_terms(rule, unstated)))
    if assumed := [name for name in promise.figures if not _is_stated(document, own, name)]:
        return _not_shown(say(N_("Assumed, and not stated in force: {terms}"), terms=_terms(own, assumed)))
    assert promise.figure is not None  # a promise that compares figures names one
    entry = entries[promise.rise_of or promise.figure]
    views = announced.views(rule.name)
    promised = {"stated": _promised_figure(promise, views.stated), "least": _promised_figure(promise, views.strict)}
    given = _promised_figure(promise, document.views(own.name).stated)
    verdicts: dict[str, Verdict] = {
        reading: "kept" if _is_as_good(entry, given, each) else "broken" for reading, each in promised.items()
    }
    figures = {"term": say(entry.label), "given": entry.message(given), "promised": entry.message(promised["stated"])}
    because = say(N_("{term}: {given} in force, {promised} promised"), **figures)
    if not (own.gives_money and own.costs):
        return _Finding(verdicts, because, {})
    own_views = document.views(own.name)
    raised = replace(own_views.stated, **{name: getattr(views.stated, name) for name in promise.figures})
    return _Finding(verdicts, because, {}, own.costs[0], by_figures(Side(own, own_views), raised))


def _is_stated(document: Policy, rule: Rule, term: str) -> bool:
    return document.benefits[rule.name].terms[term].is_stated


def _promised_figure(promise: Promise, terms: Any) -> Any:
    """Return the promised figure by these terms; a rise is applied to its base."""
    figure = getattr(terms, promise.figure or "")
    if promise.rise_of is None:
        return figure
    base = getattr(terms, promise.rise_of)
    return base.raised_by(figure) if isinstance(base, Rate) else share(WHOLE.raised_by(figure), of=base)


def _is_as_good(entry: Entry, given: Any, promised: Any) -> bool:
    return bool(given <= promised) if entry.more_is == "strict" else bool(given >= promised)


def _terms(rule: Rule, names: list[str]) -> Message:
    return joined([say(rule.terms.entries()[name].label) for name in names])


# Amounts ----------------------------------------------------------------------------------------------------------


def _amounts(
    promise: Promise, rule: Rule, group: str | None, in_force: tuple[Rule, Policy], announced: Policy
) -> _Finding:
    """Decide whether everybody is paid at least the promised share."""
    own, document = in_force
    if not own.gives_money:
        return _not_shown(say(N_("The rule in force gives no amount")))
    sides = Side(rule, announced.views(rule.name)), Side(own, document.views(own.name))
    comparison = Comparison(*sides, promise, group)
    rates = _rates(rule, announced, promise)
    if comparison.is_of_nobody(rates["stated"]):
        return _not_shown(say(N_("Nobody is meant")))
    assumed = [name for name in rule.terms.entries() if not _is_stated(announced, rule, name)]
    promised = [name for name in promise.figures if name in assumed]
    if unstated := list(dict.fromkeys((*promised, *comparison.unstated(rates["stated"], assumed)))):
        return _not_shown(_not_comparable(rule, unstated))
    unseen = [name for name in own.terms.entries() if not _is_stated(document, own, name)]
    if guessed := comparison.assumed(rates["stated"], unseen):
        return _not_shown(say(N_("Assumed, and not stated in force: {terms}"), terms=_terms(own, guessed)))
    try:
        short = {reading: comparison.shortfall(rate) for reading, rate in rates.items()}
    except TimeoutError:
        return _not_shown(say(N_("The comparison could not be decided")))
    verdicts: dict[str, Verdict] = {reading: "broken" if each else "kept" for reading, each in short.items()}
    shortfalls = {reading: each for reading, each in short.items() if each}
    first = shortfalls.get("stated") or shortfalls.get("least")
    because = lacks(first, group) if first else say(N_("Everybody is given at least that"))
    return _Finding(verdicts, because, shortfalls, comparison.over, comparison.beside(rates["stated"]))


def _not_comparable(rule: Rule, unstated: list[str]) -> Message:
    """Return the facts that the other document does not have, and the figures that are not stated, as a message."""
    facts, terms = ([name for name in unstated if (name in FACTS) is is_fact] for is_fact in (True, False))
    told = []
    if terms:
        told.append(say(N_("Not stated: {terms}"), terms=_terms(rule, terms)))
    if facts:
        meanings = joined([say(FACTS[name].meaning) for name in facts])
        told.append(say(N_("The document in force does not speak of: {what}"), what=meanings))
    return joined(told, N_("{first}; {rest}"))


def _rates(rule: Rule, announced: Policy, promise: Promise) -> dict[str, Rate]:
    """Return the promised share in each interpretation; empty if no minimum share is promised."""
    if promise.figure:
        views = announced.views(rule.name)
        return {"stated": getattr(views.stated, promise.figure), "least": getattr(views.strict, promise.figure)}
    low, _ = promise.pays.rates if isinstance(promise.pays, Pays) else (None, None)
    return {} if low is None else dict.fromkeys(READINGS, low)
