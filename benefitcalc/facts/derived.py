"""Facts that are derived from a day: whole numbers, computed before a rule's body runs. A body never sees a day.

A user may give the day instead of the number. If both are given, they must agree.
"""

from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from benefitcalc.core.words import Kind
from benefitcalc.facts import parsing
from benefitcalc.facts.days import Derivation
from benefitcalc.facts.fact import FACTS, Fact, Held, held, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.text.errors import kept, refuse
from benefitcalc.text.formats import Between
from benefitcalc.text.message import N_, Problem, Refused, say


def derive(values: Mapping[str, Held], on: date | None) -> dict[str, Held]:
    """What follows from the days among the facts, and from what was given of it; without a day asked about, what can.

    Refused, all at once, where a number is none that the fact may have, or another than was given. Of a day that is
    wrong by one number, no other is told that was not given.
    """
    found: dict[str, Held] = {}
    problems: list[Problem] = []
    for fact, derivation in _following(days_in(values)):
        is_told = fact.name not in values and any(each.path[0] == derivation.of for each in problems)
        if not derivation.is_open(on) and not is_told:
            with kept(problems, derivation.of):
                found[fact.name] = _derived(fact, derivation, values, on)
    refuse(problems)
    return found


def _derived(fact: Fact, derivation: Derivation, values: Mapping[str, Held], on: date | None) -> Held:
    """Return the derived number, or the span of its possible values."""
    counted = Span(*sorted(derivation.at(end, on) for end in span_of(values[derivation.of])))
    possible = _both(counted, fact.span)
    if possible is None:
        told = N_("{name:fact} would be {found}; it is from 0 to {most}")
        raise Refused(say(told, name=fact.name, found=_between(counted), most=fact.most))
    given = span_of(values.get(fact.name, fact.span))
    agreed = _both(possible, given)
    if agreed is None:
        told = N_("{name:fact} is {found} by this day, and {given} was given; correct one of them, or leave it out")
        raise Refused(say(told, name=fact.name, found=_between(possible), given=_between(given)))
    return held(*agreed)


def _both(one: Span, other: Span) -> Span | None:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Span(low, high) if low <= high else None


def _between(span: Span) -> Between:
    return Between(low=str(span.low), high=str(span.high))


def without_day_asked(values: Mapping[str, Held], wanted: Iterable[str], on: date | None) -> Iterator[Problem]:
    """Yield a problem for each day from which a wanted fact cannot be derived because no day asked about was given."""
    given = days_in(values)
    for fact in FACTS.of(wanted).values() if given else ():
        derivation = fact.derivation
        if derivation and derivation.of in given and derivation.is_open(on):
            told = N_("{name:fact} is counted up to the day asked about; give that day (on), or {name:fact} instead")
            yield say(told, name=fact.name).at(derivation.of)


def days_in(values: Mapping[str, Held]) -> list[str]:
    """Return the facts that are days and are not fully unknown."""
    return [name for name, fact in FACTS.of(values).items() if fact.kind is Kind.DAY and values[name] != fact.span]


def days_of(wanted: Iterable[str]) -> list[str]:
    """Return the days from which these facts are derived."""
    return list(dict.fromkeys(each.of for each in _derivations(wanted)))


def may_lack_anniversary(values: Mapping[str, Held], wanted: Iterable[str]) -> bool:
    """Whether a wanted fact counts years or months from a day that may be 29 February."""
    given = days_in(values)
    counted = [each for each in _derivations(wanted) if each.of in given] if given else []
    return any(each.by.has_anniversaries and _may_be_29_february(span_of(values[each.of])) for each in counted)


def _may_be_29_february(span: Span) -> bool:
    first, last = (date.fromordinal(end) for end in span)
    leap = (year for year in range(first.year, min(last.year, first.year + 8) + 1) if isleap(year))
    return any(first <= date(year, 2, 29) <= last for year in leap)


def several_of_a_day(missing: Iterable[str]) -> bool:
    """Whether several numbers matter that follow from one day: each is looked at by itself, so they may not fit."""
    days = [each.of for each in _derivations(missing)]
    return len(set(days)) < len(days)


def instead(fact: Fact, given: object) -> Held | None:
    """Return the day that was given instead of a derived number; None if it is not a day. A bare number is none."""
    if fact.derivation is None or parsing.plain(given).isdecimal() or isinstance(given, int):
        return None
    try:
        return FACTS[fact.derivation.of].read(given)
    except Refused:
        return None


def has_day(given: Mapping[str, object]) -> bool:
    """Whether the input contains a day, under its own name or instead of a derived number."""
    facts = [(FACTS[name], value) for name, value in given.items() if name in FACTS and not parsing.is_unknown(value)]
    return any(fact.kind is Kind.DAY or instead(fact, value) is not None for fact, value in facts)


def _derivations(wanted: Iterable[str]) -> list[Derivation]:
    return [fact.derivation for fact in FACTS.of(wanted).values() if fact.derivation]


def _following(days: Iterable[str]) -> Iterator[tuple[Fact, Derivation]]:
    given = set(days)
    if given:
        for fact in FACTS.values():
            if fact.derivation and fact.derivation.of in given:
                yield fact, fact.derivation
