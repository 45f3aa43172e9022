"""The results of a document's promises under the law in force: kept, broken or not shown, with the evidence."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import Field

from benefitcalc.core.amounts import GREATEST, yuan
from benefitcalc.engine.parts import Cite, Told
from benefitcalc.engine.wording import Explained, Explanation, Passage
from benefitcalc.facts.fact import FACTS, Scalar
from benefitcalc.facts.relations import PAID_OF
from benefitcalc.policy.statement import Report
from benefitcalc.text.frozen import Fixed, FixedDict
from benefitcalc.text.message import N_, Message, Text, joined, say

Verdict = Literal["kept", "broken", "not_shown"]

READINGS = ("stated", "least")
"""A promise as it is stated, and its lowest interpretation if it is vague."""


class Shortfall(Told):
    """A person whom the law in force pays less than promised, in yuan, and every cost for which it pays less.

    ``costs`` are closed intervals of the cost ``over``, with the other facts fixed. They are empty if there is no such
    cost or there are too many intervals.
    """

    facts: FixedDict[Scalar]
    promised: Decimal
    given: Decimal
    over: str | None
    costs: tuple[tuple[Decimal, Decimal], ...]

    @property
    def missing(self) -> Decimal:
        """The promised minus the paid amount, in yuan."""
        return self.promised - self.given


class Beside(NamedTuple):
    """The promised and the paid amount for one cost, in yuan, each rounded to the fen."""

    cost: Decimal
    promised: Decimal
    given: Decimal


class Outcome(Told):
    """The result of one promise, or of its part for one group.

    ``verdicts`` has one for each interpretation: ``stated``, and ``least`` for the lowest one of a vague promise.
    ``policy`` is the document in force that was compared, ``since`` its first day, ``seen_until`` the last day on which
    one of its figures was found stated; all three are None if nothing was compared.

    ``beside`` has the promised and the paid amount of one person along the cost ``over``, at each breakpoint of either
    amount and a little further; between them the amounts are linear. It is empty if there are no amounts.
    """

    benefit: str | None
    title: Message | None
    promise: str
    says: Text
    place: Text
    due: date
    group: str | None
    whom: Message | None
    verdicts: FixedDict[Verdict]
    because: Message
    policy: str | None = None
    policy_title: Text | None = None
    since: date | None = None
    seen_until: date | None = None
    shortfalls: FixedDict[Shortfall] = Field(default_factory=Fixed)
    over: str | None = None
    beside: tuple[Beside, ...] = ()
    reports: tuple[Report, ...] = ()
    cites: tuple[Cite, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict on the promise as it is stated."""
        return self.verdicts["stated"]


class Kept(Explained):
    """The results of all due promises of a document on a day. `benefitcalc.kept` returns it."""

    policy: str
    policy_title: Text
    policy_digest: str
    on: date
    outcomes: tuple[Outcome, ...]
    reports: tuple[Report, ...]

    @property
    def broken(self) -> tuple[Outcome, ...]:
        """The promises, as stated, that the law in force breaks."""
        return tuple(each for each in self.outcomes if each.verdict == "broken")

    def outcome(self, benefit: str | None, promise: str, group: str | None = None) -> Outcome:
        """Return the result of a promise of a benefit (None: of the district) to a group; KeyError if there is none."""
        return {(each.benefit, each.promise, each.group): each for each in self.outcomes}[benefit, promise, group]

    def _explanation(self) -> Explanation:
        return of_kept(self)


def of_kept(kept: Kept) -> Explanation:
    """Return each promise with its verdict and evidence in words, grouped by benefit."""
    count = {name: sum(each.verdict == name for each in kept.outcomes) for name in ("kept", "broken", "not_shown")}
    told = N_(
        "{when}, of {promises} promises ({all} with each group by itself), as stated: "
        "{kept} shown to be kept, {broken} shown to be broken, {not_shown} not shown"
    )
    promises = len({(each.benefit, each.promise) for each in kept.outcomes})
    opening = say(told, when=_when(kept), promises=promises, all=len(kept.outcomes), **count)
    headings = dict.fromkeys((each.benefit, each.title) for each in kept.outcomes)
    passages = [
        Passage(
            title.source if title else N_("The district as a whole"),
            [said(each) for each in kept.outcomes if each.benefit == benefit],
        )
        for benefit, title in headings
    ]
    reported = list(map(report, kept.reports))
    return Explanation(
        [say(N_("{policy}: {told}"), policy=kept.policy_title, told=opening)],
        [*passages, Passage(N_("What was reported later"), reported)],
    )


def _when(kept: Kept) -> Message:
    """Return the day, and when the compared law was last seen, as a message."""
    seen = max([each.seen_until for each in kept.outcomes if each.seen_until is not None], default=None)
    if seen is None:
        return say(N_("By {on:date}"), on=kept.on.isoformat())
    told = N_("By {on:date}, in force as last seen on {seen:date}")
    return say(told, on=kept.on.isoformat(), seen=seen.isoformat())


def said(outcome: Outcome) -> Message:
    """Return a promise with its verdict and the reason as a message."""
    promise: Message | Text = outcome.says
    if outcome.whom is not None:
        promise = say(N_("{promise} — {whom}"), promise=promise, whom=outcome.whom)
    told = say(N_("{verdict}: {promise}. {why}."), verdict=verdict(outcome), promise=promise, why=outcome.because)
    return joined([told, *map(report, outcome.reports)], N_("{first} {rest}"))


def verdict(outcome: Outcome) -> Message:
    """Return the verdict as a message; for a vague promise both verdicts if they differ."""
    stated, least = outcome.verdicts["stated"], outcome.verdicts["least"]
    if least == "broken" and outcome.shortfalls:
        return say(N_("Not kept for everybody"))
    return say(VERDICTS[stated, least])


VERDICTS: dict[tuple[Verdict, Verdict], str] = {
    ("kept", "kept"): N_("Kept"),
    ("broken", "broken"): N_("Not kept"),
    ("not_shown", "not_shown"): N_("Not shown"),
    ("broken", "kept"): N_("Not kept as stated, kept at the low end of what is vague"),
    ("not_shown", "kept"): N_("Not shown as stated, kept at the low end of what is vague"),
}


MOST_INTERVALS = 5
"""The greatest number of cost intervals in a message; all of them are in ``costs``."""


def lacks(shortfall: Shortfall, group: str | None) -> Message:
    """Return who is paid how much less than promised, and for which costs, as a message."""
    others = {name: value for name, value in shortfall.facts.items() if name not in (shortfall.over, group)}
    paid = {part for wholes, parts in PAID_OF if shortfall.over in wholes for part in parts}  # shown even if it is zero
    facts = [FACTS[name].message(value) for name, value in others.items() if FACTS[name].read(value) or name in paid]
    amounts = (("given", shortfall.given), ("promised", shortfall.promised), ("missing", shortfall.missing))
    values = {name: str(amount) for name, amount in amounts}
    told = say(N_("{given:yuan} instead of {promised:yuan}, {missing:yuan} missing"), **values)
    if facts:
        told = say(N_("{told} ({facts})"), told=told, facts=joined(facts))
    if shortfall.over is None:
        return told
    cost = str(shortfall.facts[shortfall.over])
    told = say(N_("{fact}: at {cost:yuan} {told}"), fact=say(FACTS[shortfall.over].meaning), cost=cost, told=told)
    if not 0 < len(shortfall.costs) <= MOST_INTERVALS:
        return told
    ranges = N_("{told}; with all else the same, less than promised {ranges}, and for no other amount")
    return say(ranges, told=told, ranges=_ranges(shortfall))


def _ranges(shortfall: Shortfall) -> Message:
    return joined([_range(*map(str, each), is_end=each[1] == GREATEST_COST) for each in shortfall.costs])


def _range(low: str, high: str, *, is_end: bool) -> Message:
    if is_end:
        return say(N_("from {low:yuan} on"), low=low)
    return (
        say(N_("for {low:yuan}"), low=low)
        if low == high
        else say(N_("from {low:yuan} to {high:yuan}"), low=low, high=high)
    )


GREATEST_COST = yuan(GREATEST)
"""The greatest cost; an interval up to it has no upper end in words."""


def report(report: Report) -> Message:
    """Return a report with its day and its source as a message."""
    if report.source is None:
        return say("{on:date}: {told}", on=report.on.isoformat(), told=report.says)
    return say(N_("{on:date}: {told} ({source})"), on=report.on.isoformat(), told=report.says, source=report.source)
