"""The estimate of one rule for one person: amount in yuan with its range, lines, reasons, assumptions.

An estimate is data: frozen, self-contained, convertible to JSON and back. `explain` renders it; `receipt` lets anybody
compute it again.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from benefitcalc.engine.parts import Assumption, Cite, Line, Reason, Sentence, TermsRead, WhatIf, between
from benefitcalc.engine.receipts import Calculated, shared_passages
from benefitcalc.engine.wording import (
    Explanation,
    Passage,
    cite,
    line_message,
    warnings,
)
from benefitcalc.facts.fact import Scalar
from benefitcalc.policy.timeline import Dates, Standing
from benefitcalc.text.currency import in_currency
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Message, Text, joined, say, say_of


class Estimate(Calculated):
    """The answer of one rule for one person, with everything that a reader needs to follow and to check it.

    Amounts are in yuan, or in ``currency`` if it is not None; they are None for a rule without money. ``amount`` is by
    the terms as stated; None if an unknown fact can change it. ``at_least`` and ``at_most`` hold for every
    interpretation of the terms and every value of the unknown facts; ``at_most`` is None if there is no limit.
    ``eligible`` is None if interpretations or scenarios disagree. ``undecided`` names the vague terms that can still
    change ``eligible`` or the amount, ``missing`` the unknown facts that can, and ``what_if`` has the result of each
    answer to one of these. ``standing`` is the status of the document on the day: in_force, announced, expired, not_yet
    or reform. ``since`` and ``until`` are its first and last day (None: no end was found), ``seen_until`` the day when
    its figures were last found. ``is_tight`` is False if the range may be wider than necessary: there were too many
    scenarios to enumerate, or an unknown amount works in both directions. `Rule.estimate` returns it.
    """

    rule: str
    title: Message
    period: Message
    policy: str
    policy_title: Text
    policy_digest: str
    library: str
    on: date | None
    standing: Standing
    since: date
    until: date | None
    seen_until: date
    eligible: bool | None
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    what_if: tuple[WhatIf, ...]
    is_tight: bool
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    cites: tuple[Cite, ...]
    notices: tuple[Sentence, ...]
    facts: FixedDict[Scalar | None]
    terms: TermsRead
    currency: Text | None = None

    @property
    def assumes_figures(self) -> bool:
        """Whether a figure of the document is assumed, apart from the rounding of a payment."""
        return any(each.name in self.terms.stated for each in self.assumptions)

    @property
    def is_current(self) -> bool:
        """Whether the document is in force on the day, and its figures were seen not long before."""
        return Dates(self.on, self.standing, self.since, self.until, self.seen_until).is_current

    def _head(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "policy": {"id": self.policy, "digest": self.policy_digest},
            "library": self.library,
            **self.model_dump(mode="json", include={*Dates._fields}),
        }

    def _explanation(self) -> Explanation:
        return explanation(self)


def explanation(estimate: Estimate) -> Explanation:
    """Return the estimate in words: the answer and its warnings first, then everything behind it."""
    return Explanation([headline(estimate), *warnings(estimate.notices)], passages(estimate))


def headline(estimate: Estimate) -> Message:
    """Return the answer in one sentence."""
    told = say(N_("{benefit}: {result}"), benefit=estimate.title, result=result(estimate))
    if estimate.is_current:
        return told
    return say(N_("{benefit} ({standing}): {result}"), **told.values, standing=stands(estimate))


def stands(dated: Estimate | Dates) -> Message:
    """Return the status of the document on the day as a message, with the day on which it was last seen."""
    return say_of(_STANDS[dated.standing, dated.is_current], {"day": dated.seen_until.isoformat()})


_STANDS = {
    ("in_force", True): N_("in force"),
    ("in_force", False): N_("as last seen on {day:date}"),
    ("announced", False): N_("as announced then"),
    ("expired", False): N_("expired; as stated on {day:date}"),
    ("not_yet", False): N_("not in force yet"),
    ("reform", True): N_("made up to be compared"),
}


def result(estimate: Estimate) -> Message:
    """Return the result of the benefit as a message."""
    amounts = {name: getattr(estimate, name) for name in ("amount", "at_least", "at_most")}
    told: dict[str, Any] = {name: str(amount) for name, amount in amounts.items() if amount is not None}
    told["range"] = between(estimate.at_least, estimate.at_most)
    held = [line.label for line in estimate.lines if line.part in ("finding", "group") and line.holds and _is_own(line)]
    if held:
        told["held"] = joined(held)
    said = say_of(_headline_source(estimate, has_held=bool(held)), {**told, "period": estimate.period})
    return in_currency(said, estimate.currency)


class Passages(NamedTuple):
    """Everything behind an answer, in the order in which a reader asks for it."""

    given: Passage
    how: Passage
    why: Passage
    missing: Passage
    open: Passage
    assumed: Passage
    places: Passage
    to_bring: Passage
    notes: Passage


def passages(estimate: Estimate) -> Passages:
    """Return everything behind the answer."""
    told = Passages(
        **shared_passages(estimate),
        how=Passage(_how(estimate), [line_message(line) for line in estimate.lines if _is_a_step(line)]),
        why=Passage(_WHY[estimate.eligible], [_reason(reason) for reason in estimate.reasons]),
        places=Passage(N_("Where it stands"), [cite(estimate.policy_title, each) for each in estimate.cites]),
    )
    return in_currency(told, estimate.currency)


def _how(estimate: Estimate) -> str:
    if estimate.at_least is None:
        return N_("What was found")
    if estimate.eligible is False:
        return N_("What it would be if the conditions were met")
    return N_("How it is worked out")


_WHY = {
    True: N_("Why"),
    False: N_("Why not"),
    None: N_("Why it is not certain"),
}


def _headline_source(estimate: Estimate, *, has_held: bool) -> str:
    if estimate.at_least is None:
        return _found(estimate, has_held=has_held)
    if estimate.missing:
        return _not_known(estimate)
    if estimate.eligible is not True:
        return _NOT_ELIGIBLE[estimate.eligible]
    is_least, is_most = estimate.at_least == estimate.amount, estimate.amount == estimate.at_most
    if is_least and is_most and estimate.is_current and not estimate.assumes_figures:
        return N_("exactly {amount:yuan} {period}.")
    return _AMOUNT[is_least, is_most]


def _found(estimate: Estimate, *, has_held: bool) -> str:
    if estimate.eligible and not has_held:  # it depends on the view or scenario which group holds
        return N_("eligible.")
    if estimate.eligible is None and estimate.missing:
        return N_("it depends on what is not known yet.")
    return _WITHOUT_AMOUNT[estimate.eligible]


def _not_known(estimate: Estimate) -> str:
    if estimate.amount is not None and estimate.at_least == estimate.at_most:
        return N_("it depends on what is not known yet; {amount:yuan} {period} either way.")
    says_something = bool(estimate.at_least) or estimate.at_most is not None
    return _NOT_KNOWN[estimate.eligible, says_something]


_WITHOUT_AMOUNT = {True: N_("eligible: {held}."), False: N_("not eligible."), None: N_("it depends.")}


# The keys: eligible, and whether the range is known at all.
_NOT_KNOWN = {
    (True, True): N_("{range:yuan} {period}, depending on what is not known yet."),
    (True, False): N_("eligible; the amount depends on what is not known yet."),
    (None, True): N_("it depends on what is not known yet, {range:yuan} {period}."),
    (None, False): N_("it depends on what is not known yet, the amount too."),
}


_NOT_ELIGIBLE = {
    False: N_("not eligible, {amount:yuan}."),
    None: N_(
        "it depends, {amount:yuan} {period} by the terms as taken here, from {at_least:yuan} to {at_most:yuan} by "
        "other readings of them."
    ),
}


# The keys: whether the amount is the least and the greatest amount of all interpretations.
_AMOUNT = {
    (True, True): N_("{amount:yuan} {period}."),
    (True, False): N_("at least {amount:yuan} {period}, and at most {at_most:yuan}."),
    (False, True): N_("at most {amount:yuan} {period}, and at least {at_least:yuan}."),
    (False, False): N_("about {amount:yuan} {period}, at least {at_least:yuan} and at most {at_most:yuan}."),
}


def _is_a_step(line: Line) -> bool:
    return line.part in ("amount", "number", "finding") and _is_own(line)


def _is_own(line: Line) -> bool:
    """Whether the line belongs to this rule, and is not one of the two last lines of every rule."""
    return line.name not in ("is_eligible", "payout")


def _reason(reason: Reason) -> Message:
    if reason.holds:
        return _met(reason.says)
    return say(_NOT_KNOWN_YET if reason.missing else _REASON[reason.holds], reason=reason.says)


@lru_cache(maxsize=1_024)
def _met(condition: Message) -> Message:
    """What holds, kept: it is said of everybody in the words of its line."""
    return say(N_("Yes: {reason}"), reason=condition)


_NOT_KNOWN_YET = N_("Not known yet: {reason}")
_REASON = {
    False: N_("No: {reason}"),
    None: N_("Open: {reason}. By another reading of the terms this is decided the other way"),
}
