"""Who pays which part of one person's medical bill: the body of `payers` over every reading and every unknown fact."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Unpack

from benefitcalc.core.amounts import yuan
from benefitcalc.core.backends.ranges import Lanes, are_certain
from benefitcalc.core.words import Kind
from benefitcalc.engine.answer import line_maker, what_ifs
from benefitcalc.engine.parts import Assumption, Cite, Line, Sentence, TermsRead, Told, WhatIf, between
from benefitcalc.engine.provenance import ROUNDING, dated, library_version
from benefitcalc.engine.receipts import Calculated, shared_passages
from benefitcalc.engine.rule import Rule
from benefitcalc.engine.scenarios import Foreseen, Scenarios, shown_readings
from benefitcalc.engine.sensitivity import combinations, relevant_terms
from benefitcalc.engine.wording import (
    Explanation,
    Passage,
    cite,
    line_message,
    warnings,
)
from benefitcalc.facts import reading, relations
from benefitcalc.facts.fact import FACTS, Held, Scalar
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.typed import Facts
from benefitcalc.person.payers import ANNOUNCED, PAYERS, Chain, Divided, Lines, Payers, Reading
from benefitcalc.policy import timeline
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import Views
from benefitcalc.text.errors import collect
from benefitcalc.text.formats import Between
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Message, Text, joined, say

SETTLEMENT = "settlement"
"""The value of ``rule`` in the receipt of a settlement."""


def laws_on(day: date) -> dict[Rule, Policy]:
    """Return the rules that pay on a day, each with its document.

    Critical-illness insurance and the city's assistance pay where they are in force; otherwise the sheet counts, and
    assistance is as announced.
    """
    found = timeline.law().on(day).values()
    in_force = {each.rule for each in found if each.standing == "in_force"}
    return {rule: rule.law(on=day) for rule in Chain.of(in_force).rules}


class Source(Told):
    """The document of a rule."""

    id: str
    title: Text
    digest: str

    @classmethod
    def of(cls, law: Policy) -> "Source":
        """Return a document as a source."""
        return cls(id=law.id, title=law.title, digest=law.digest)


class Settlement(Calculated):
    """Who pays which part of a bill, with everything that a reader needs to follow and to check it.

    Amounts are yuan of the calendar year. The lines of the payers (``parts``) add up to the bill as stated. The range
    of a line holds for every interpretation of the terms and every value of the unknown facts, as in
    `benefitcalc.Estimate`. ``what_if`` has what the resident would pay. ``policy`` is the document of all rules, or
    None if there are several; ``policies`` has the document of each rule. `benefitcalc.settle` returns it.
    """

    policy: str | None
    policies: FixedDict[Source]
    library: str
    on: date | None
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    what_if: tuple[WhatIf, ...]
    is_tight: bool
    lines: tuple[Line, ...]
    assumptions: tuple[Assumption, ...]
    cites: tuple[Cite, ...]
    notices: tuple[Sentence, ...]
    facts: FixedDict[Scalar | None]
    terms: FixedDict[TermsRead]

    @property
    def parts(self) -> tuple[Line, ...]:
        """The lines of the payers, the resident last."""
        return tuple(line for line in self.lines if line.part == "payer")

    @property
    def resident(self) -> Line:
        """The line of the resident."""
        return self.line("resident")

    def _head(self) -> dict[str, Any]:
        return {
            "rule": SETTLEMENT,
            "policies": {name: {"id": each.id, "digest": each.digest} for name, each in self.policies.items()},
            "library": self.library,
            "on": None if self.on is None else self.on.isoformat(),
        }

    def _explanation(self) -> Explanation:
        return of_settlement(self)


def settle(
    given: Mapping[str, object] = reading.NOTHING,
    /,
    *,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    **facts: Unpack[Facts],
) -> Settlement:
    """Who pays which part of one person's medical bill of a calendar year.

    Facts are given as `Rule.estimate` takes them; those of which the rules ask are read, the others checked. With
    a day ``on`` each payer goes by the law of that day; critical-illness insurance is computed then where it is in
    force and its sheet is not known. Without a day, and by a ``policy``, the rules are those of the announcement.

    Raises `Refused` with everything that is wrong: each name that is not a fact, each value that cannot be read, and
    facts that contradict each other (more paid than billed); also if the policy says nothing about one of the benefits.
    """
    pinned, (day, checked) = collect(
        lambda: None if policy is None else law_of(policy),
        lambda: reading.asked(reading.gathered(given, facts), on),
    )
    if pinned is None and day is not None:
        laws = laws_on(day)
    else:
        laws = dict.fromkeys(ANNOUNCED.rules, pinned or timeline.speaking_of())
    views = {rule.name: rule.views(law) for rule, law in laws.items()}
    known = reading.read(checked, Chain.of(views).facts, day)
    bases = {rule.name: rule.provenance(law).among_others(rule.name, rule.title) for rule, law in laws.items()}
    divided = division(known, views)
    documents = list(dict.fromkeys(laws.values()))
    told = [
        *_dated(laws, day),
        *(() if divided.is_tight else (NOT_TIGHT_HERE,)),
        *_differs_from_sheet(known, views),
        *chain.from_iterable(each.notices for each in bases.values()),
    ]
    assumed = chain.from_iterable(each.assumptions for each in bases.values())
    return Settlement(
        **divided._asdict(),
        policy=documents[0].id if len(documents) == 1 else None,
        policies={rule.name: Source.of(law) for rule, law in laws.items()},
        library=library_version(),
        on=day,
        assumptions=(*dict.fromkeys(assumed), COMMERCIAL_ORDER, ROUNDING),
        cites=tuple(chain.from_iterable(each.cites for each in bases.values())),
        notices=tuple(dict.fromkeys(told)),
        facts=reading.write(known),
        terms={name: each.terms for name, each in bases.items()},
    )


def _differs_from_sheet(known: Mapping[str, Held], views: Mapping[str, Views]) -> Iterator[Message]:
    """Yield a notice if the sheet of critical-illness insurance states another amount than the rule gives."""
    said, unknown = known["critical_illness_paid"], FACTS["critical_illness_paid"].span
    if Chain.of(views).critical is None or isinstance(said, Span):
        return
    lines = {each.name: each for each in division({**known, "critical_illness_paid": unknown}, views).lines}
    computed = lines["critical_illness_insurance"]
    if computed.at_least == computed.at_most != yuan(said):
        told = N_(
            "The sheet of critical-illness insurance says {said:yuan}, which counts; by the rule it is {rule:yuan}."
        )
        yield say(told, said=str(yuan(said)), rule=str(computed.at_least))


class Division(NamedTuple):
    """The result of the body over all interpretations and scenarios; `Settlement` describes each field."""

    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    what_if: tuple[WhatIf, ...]
    is_tight: bool
    lines: tuple[Line, ...]


def division(known: Mapping[str, Held], views: Mapping[str, Views]) -> Division:
    """Return who pays what, for facts from `reading.read`."""
    payers, facts = Payers.of(Chain.of(views), known), relations.narrowed(known)
    if not payers.critical_by_sheet:  # it is computed, so nothing is by the sheet
        facts = {**facts, "critical_illness_paid": 0}
    scenarios = Scenarios.of(facts, {})
    facts = scenarios.facts
    [stated] = _readings({name: (each.stated,) for name, each in views.items()}, orders=(False,))
    # Each line is monotone in the generosity of each benefit, so the extreme interpretations bound all others.
    outermost = _readings({name: (each.strict, each.generous) for name, each in views.items()})
    divided = Divided(facts, payers)
    found = [divided.by(reading) for reading in (stated, *outermost)]
    parts = {payer: [getattr(lines, payer) for lines in found] for payer in PAYERS}
    told = [value for readings in parts.values() for value in shown_readings(readings, is_amount=True)]
    missing = scenarios.relevant_facts(told)

    def foreseen(within: Lanes) -> Foreseen:
        settles = are_certain(told, within)
        return Foreseen.of(parts["resident"], within, eligible=None, settles=settles)

    return Division(
        missing=missing,
        undecided=tuple(_undecided(divided, views)),
        what_if=tuple(each for name in missing for each in what_ifs(scenarios, name, foreseen)),
        is_tight=scenarios.is_tight and not any(FACTS[name].kind is Kind.MONEY for name in missing),
        lines=tuple(
            make(*values) for make, *values in zip(_MAKERS, *(vars(each).values() for each in found), strict=True)
        ),
    )


_MAKERS = [
    line_maker(name, say(each.label), each.kind, "payer" if name in PAYERS else "amount")
    for name, each in Lines.entries().items()
]


def _readings(terms: Mapping[str, Iterable[Any]], orders: Iterable[bool] = (True, False)) -> list[Reading]:
    """Return every combination of the rules' terms with an order of commercial insurance."""
    return [Reading(each, order) for each in combinations(terms) for order in orders]


def _undecided(divided: Divided, views: Mapping[str, Views]) -> Iterator[str]:
    """Yield the vague terms that can change a payment, for some interpretation of the other benefits."""

    def parts(name: str, terms: Any) -> tuple[object, ...]:
        readings = _readings({other: (terms,) if other == name else views[other] for other in views})
        return tuple(divided.parts_by(each) for each in readings)

    for name, each in views.items():
        outcomes = Views(*(parts(name, terms) for terms in each))
        yield from (f"{name}.{term}" for term in relevant_terms(each, outcomes, partial(parts, name)))
    for one in _readings(views):
        other_order = one._replace(commercial_first=not one.commercial_first)
        if divided.parts_by(one) != divided.parts_by(other_order):
            yield COMMERCIAL_ORDER.name
            return


NOT_TIGHT_HERE = say(
    N_("An amount that is not known counts in several lines; the ranges hold, and may be wider than they need be.")
)
"""The notice for a settlement that is not tight: each line is evaluated separately."""

COMMERCIAL_ORDER = Assumption(
    name="commercial_order",
    label=say(N_("Whether commercial insurance counts before medical assistance")),
    says=say(N_("no, or the opposite")),
    because=say(N_("the document joins basic insurance, commercial insurance and assistance, and states no order")),
)
"""Assistance is a share of the rest after basic and critical-illness insurance, up to the rest after all insurers."""


def of_settlement(settlement: Settlement) -> Explanation:
    """Return in words what the resident pays, who pays the rest, and everything behind that."""
    bill = [line for line in settlement.lines if line.part != "payer"]
    behind = shared_passages(settlement, _YOU_PAY)
    places = [cite(_title(settlement, each), each) for each in settlement.cites]
    return Explanation(
        [_resident(settlement), *warnings(settlement.notices)],
        [
            behind["given"],
            Passage(N_("The bill"), [line_message(line) for line in bill]),
            Passage(N_("Who pays which part"), [line_message(line) for line in settlement.parts]),
            behind["missing"],
            behind["open"],
            behind["assumed"],
            Passage(N_("Where it stands"), places),
            behind["to_bring"],
            behind["notes"],
        ],
    )


def _title(settlement: Settlement, cited: Cite) -> Text:
    return settlement.policies[cited.name.partition(".")[0]].title


def _dated(laws: Mapping[Rule, Policy], day: date | None) -> list[Message]:
    """The notice about the day for each document; where there are several, with the benefits that it has."""
    titles: dict[Policy, list[Message]] = {}
    for rule, law in laws.items():
        titles.setdefault(law, []).append(rule.title)
    if len(titles) == 1:
        return [dated(law, day) for law in titles]
    told = N_("{benefits}: {warning}")
    return [say(told, benefits=joined(of), warning=dated(law, day)) for law, of in titles.items()]


_YOU_PAY = N_("you pay {range:yuan}")


def _resident(settlement: Settlement) -> Message:
    line, bill = settlement.resident, settlement.line("total_bill")
    told = {"bill": _range(bill), "part": _range(line)}
    if not bill.at_least and bill.at_most is None:
        return say(N_("What the bill is, and so what you pay, depends on what is not known yet."))
    if not line.at_least and line.at_most is None:
        return say(N_("What you pay of the bill of {bill:yuan} depends on what is not known yet."), bill=told["bill"])
    if line.at_least == line.at_most:
        return say(N_("Of the bill of {bill:yuan} you pay {part:yuan}."), **told)
    if line.amount is None:
        return say(N_("Of the bill of {bill:yuan} you pay {part:yuan}, depending on what is not known yet."), **told)
    known = N_("Of the bill of {bill:yuan} you pay about {amount:yuan}, by other readings of the terms {part:yuan}.")
    return say(known, **told, amount=str(line.amount))


def _range(line: Line) -> str | Between:
    return str(line.at_least) if line.at_least == line.at_most else between(line.at_least, line.at_most)
