"""An answer for a resident: which of four states a benefit has, how much it pays, and what to do next."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Literal, NamedTuple

from benefitcalc.core.words import Kind
from benefitcalc.engine.estimate import Estimate, result, stands
from benefitcalc.engine.parts import Assumption, Cite
from benefitcalc.engine.wording import papers
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS, Held, Scalar
from benefitcalc.person.recognitions import RECOGNITIONS
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.rules import by_name
from benefitcalc.text.message import N_, Message, joined, say

State = Literal["yes", "could", "then", "no"]


class Advice(NamedTuple):
    """What a resident reads first: the state of a benefit, the amount, the reason against it, and the next steps."""

    state: State
    marks: tuple[Message, ...]
    """The state in words, and how to take it where the document does not bind now."""
    how_much: Message
    because: Message | None
    steps: tuple[Message, ...]

    @property
    def sentences(self) -> tuple[Message, ...]:
        """What is read under the title and the marks, on a page, in a terminal and of an example alike."""
        return (self.because or self.how_much, *self.steps)


def advice(estimate: Estimate, known: Mapping[str, Held], policy: Policy | None = None) -> Advice:
    """Return the advice to a resident about one benefit; ``known`` are the known facts of the person.

    ``policy`` is the document of the estimate, if it is not an installed one.
    """
    missing, reached = lacking(estimate, known, policy or law_of(estimate.policy))
    state = state_of(estimate, missing)
    marks = tuple(_marks(estimate, state))
    if state == "no":
        because = next((each.says for each in estimate.reasons), None)
        return Advice(state, marks, say(N_("nothing")), because, tuple(_otherwise(estimate)))
    steps = (
        *_to_apply(missing),
        *_decided_by(estimate, missing),
        *_otherwise(estimate),
        *_ask_and_bring(reached, state),
    )
    return Advice(state, marks, how_much(estimate, reached), None, steps)


def _marks(estimate: Estimate, state: State) -> Iterator[Message]:
    if state != "then":
        yield say(STATES[state])
    if state == "then" or not estimate.is_current:
        yield stands(estimate)


STATES: Mapping[State, str] = {
    "yes": N_("applies today"),
    "could": N_("could apply"),
    "no": N_("does not apply"),
}


BINDING = ("in_force", "reform")
"""The standings under which a benefit may apply; the date when its figures were last seen is shown beside it."""


def state_of(estimate: Estimate, missing: tuple[str, ...]) -> State:
    """Return the state of a benefit, from its standing, its eligibility and the missing recognitions."""
    if estimate.eligible is False and not missing:
        return "no"
    if estimate.standing not in BINDING:
        return "then"
    return "yes" if estimate.eligible else "could"


def lacking(estimate: Estimate, known: Mapping[str, Held], law: Policy) -> tuple[tuple[str, ...], Estimate]:
    """Return the missing recognitions that could make the person eligible, and the estimate with the first of them.

    For a person who is or may be eligible, these are the unknown recognitions that can still change it.
    """
    if estimate.eligible:
        return (), estimate
    if estimate.eligible is None:
        return tuple(name for name in estimate.missing if _can_be_applied_for(name)), estimate
    found = {name: each for name in estimate.facts if (each := _with(estimate, name, known, law)) is not None}
    return tuple(found), next(iter(found.values()), estimate)


def _can_be_applied_for(name: str) -> bool:
    return name in RECOGNITIONS and bool(RECOGNITIONS[name].where)


def _with(estimate: Estimate, name: str, known: Mapping[str, Held], law: Policy) -> Estimate | None:
    """Return the estimate with one more recognition; None if that changes nothing."""
    if not _can_be_applied_for(name) or FACTS[name].kind is not Kind.YES_NO or estimate.facts[name] is True:
        return None
    rule = by_name()[estimate.rule]
    facts = reading.read(reading.Known({**known, name: 1}), rule.facts._fields, estimate.on)
    found = rule.estimate_of(facts, law, estimate.on)
    return None if found.eligible is False else found


def how_much(estimate: Estimate, reached: Estimate) -> Message:
    """Return the amount: to the fen if it is certain, otherwise in whole yuan, with a range rounded outward."""
    if reached.at_least is None:
        return result(estimate) if estimate.eligible else say(N_("given to who is eligible; it is no amount of money"))
    period = _period(estimate)
    low = int(reached.at_least.to_integral_value(ROUND_FLOOR))
    if reached.at_most is None:
        return say(N_("how much depends on what is not known yet"))
    high = int(reached.at_most.to_integral_value(ROUND_CEILING))
    is_one = reached.at_least == reached.at_most
    if is_one and estimate.is_current and estimate.eligible:
        return say(N_("{amount:yuan} {period}"), amount=str(reached.at_least), period=period)
    if estimate.eligible is not True:
        return _if_so(low if reached.eligible else 0, high, period)
    if low == high or is_one:
        return say(N_("about {amount} yuan {period}"), amount=high, period=period)
    return say(N_("{low} to {high} yuan {period}"), low=low, high=high, period=period)


def _if_so(low: int, high: int, period: Message) -> Message:
    if low == high:
        return say(N_("if eligible, about {amount} yuan {period}; else nothing"), amount=high, period=period)
    return say(N_("if eligible, at most {amount} yuan {period}; else nothing"), amount=high, period=period)


def _period(estimate: Estimate) -> Message:
    """Return "a month" if the questions ask for monthly costs, otherwise the benefit's period."""
    costs = [FACTS[name] for name in estimate.facts if FACTS[name].kind is Kind.MONEY and not FACTS[name].is_means]
    is_monthly = bool(costs) and not any(each.accumulates for each in costs)
    return say(N_("a month")) if is_monthly else estimate.period


def _to_apply(missing: tuple[str, ...]) -> Iterator[Message]:
    """Yield which recognition to apply for, and where; any one of several is enough."""
    by_place: dict[str, list[Message]] = {}
    for name in missing:
        by_place.setdefault(RECOGNITIONS[name].where, []).append(say(RECOGNITIONS[name].says))
    for where, says in by_place.items():
        yield say(
            N_("Apply for “{recognition}”: {where} (as a rule; ask 12345)"),
            recognition=joined(says, _OR),
            where=say(where),
        )


_OR = N_("{first}” or “{rest}")


def _decided_by(estimate: Estimate, missing: tuple[str, ...]) -> Iterator[Message]:
    """Yield which answers decide it, and what the office decides."""
    open_facts = [say(FACTS[name].meaning) for name in estimate.missing if name not in missing]
    if open_facts:
        yield say(N_("Still to be answered: {facts}"), facts=joined(open_facts, N_("{first}; {rest}")))
    told: tuple[Assumption | Cite, ...] = (*estimate.cites, *estimate.assumptions)
    labels = {each.name: each.label for each in told if each.label}
    terms = [label for name in estimate.undecided if (label := labels.get(name))]
    if terms:
        left_open = N_("The document leaves open, so the office decides: {terms}")
        yield say(left_open, terms=joined(terms, N_("{first}; {rest}")))


def _otherwise(estimate: Estimate) -> Iterator[Message]:
    """Yield benefits that are not computed here but may apply."""
    facts = estimate.facts
    if "has_resident_insurance" in facts and facts["has_resident_insurance"] is False:
        yield say(N_("With employees' medical insurance other rules apply, which are not counted here; call 12345"))
    if "has_chronic_recognition" in facts and not facts["has_chronic_recognition"]:
        yield say(
            N_(
                "With high blood pressure or diabetes alone, medicine may be covered without it (the “two diseases”): "
                "ask at the medical-insurance office of a hospital; it is not counted here"
            )
        )


def _ask_and_bring(estimate: Estimate, state: State) -> Iterator[Message]:
    """Yield the hotline 12345 with three questions to ask, and the papers that this person needs."""
    first = N_("is it paid now, and until when?") if state == "then" else N_("how much is it at present?")
    told = N_("Call 12345 and ask: {first} {second} {third}")
    second, third = say(N_("do we count for it?")), say(N_("where does one apply, with which papers?"))
    yield say(told, first=say(first), second=second, third=third)
    yield from papers(facts_with_papers(estimate.facts))


def facts_with_papers(facts: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """The facts that are known and more than nothing: those that a person has papers to show for."""
    return {name: value for name, value in facts.items() if value is not None and not _is_of_nothing(name, value)}


def _is_of_nothing(name: str, value: object) -> bool:
    return FACTS[name].kind is Kind.MONEY and value == "0.00"
