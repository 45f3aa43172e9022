"""Divide one person's medical bill of a calendar year among the payers, in the order of the announcement.

First, basic insurance pays (outpatient pooling and chronic disease by the rules, inpatient treatment by the settlement
sheet). Then critical-illness insurance pays (by the sheet, or by the rule where law in force states it), then medical
assistance (by the rule, from the rest of the eligible cost). Commercial insurance has paid what its own settlement
says. The resident pays the rest. The parts add up to the bill, and none is negative.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Generic, NamedTuple, Unpack

from benefitcalc.core.amounts import yuan
from benefitcalc.core.backends.ranges import Lanes, are_certain, comparable
from benefitcalc.core.words import Kind, Money, T, above, choose, least
from benefitcalc.engine.answer import line_maker, what_ifs
from benefitcalc.engine.lines import RuleLines, line
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
from benefitcalc.policy import timeline
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import Views
from benefitcalc.rules.chronic_outpatient import rule as chronic_outpatient
from benefitcalc.rules.city_medical_assistance import rule as city_medical_assistance
from benefitcalc.rules.critical_illness_insurance import rule as critical_illness_insurance
from benefitcalc.rules.medical_assistance import rule as medical_assistance
from benefitcalc.rules.outpatient_pooling import rule as outpatient_pooling
from benefitcalc.text.errors import collect
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import N_, Between, Message, Text, say

SETTLEMENT = "settlement"
"""The value of ``rule`` in the receipt of a settlement."""


class Chain(NamedTuple):
    """The rules that pay towards a bill, in order. If ``critical`` is None, only its sheet says what it paid."""

    pooling: Rule
    chronic: Rule
    critical: Rule | None
    assistance: Rule

    @classmethod
    def of(cls, names: Iterable[str]) -> "Chain":
        """Return the chain of the rules with these names."""
        given = set(names)
        critical = critical_illness_insurance if critical_illness_insurance.name in given else None
        assistance = city_medical_assistance if city_medical_assistance.name in given else medical_assistance
        return cls(outpatient_pooling, chronic_outpatient, critical, assistance)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are present."""
        return tuple(rule for rule in self if rule is not None)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the chain: the bill, the amounts on sheets, and the facts of the rules."""
        asked = {name for rule in self.rules for name in rule.facts._fields} - _COMPUTED
        return tuple(name for name in FACTS if name in asked or name in _OF_THE_BILL)


_COMPUTED = {"eligible_cost", "basic_insurance_paid"}
_OF_THE_BILL = ("total_bill", "inpatient_cost", "inpatient_insurance_paid", "critical_illness_paid", "commercial_paid")

ANNOUNCED = Chain(outpatient_pooling, chronic_outpatient, None, medical_assistance)
"""The rules of the announcement, which does not state what critical-illness insurance pays."""


def laws_on(day: date) -> dict[Rule, Policy]:
    """Return the rules that pay on a day, each with its document.

    Critical-illness insurance and the city's assistance pay where they are in force; otherwise the sheet counts, and
    assistance is as announced.
    """
    found = timeline.law().on(day).values()
    in_force = {each.rule for each in found if each.standing == "in_force"}
    return {rule: rule.law(on=day) for rule in Chain.of(in_force).rules}


class Lines(RuleLines, Generic[T]):
    """The bill and its payers."""

    total_bill: Money[T] = line(N_("The whole bill"))
    outside_catalogue: Money[T] = line(N_("of it outside the insurance catalogue"))
    burden: Money[T] = line(N_("of it eligible and left by basic and critical-illness insurance"))
    outpatient_pooling: Money[T] = line(N_("Basic insurance, outpatient pooling"))
    chronic_outpatient: Money[T] = line(N_("Basic insurance, chronic and special diseases"))
    inpatient_insurance: Money[T] = line(N_("Basic insurance, inpatient treatment"))
    critical_illness_insurance: Money[T] = line(N_("Critical-illness insurance"))
    medical_assistance: Money[T] = line(N_("Medical assistance"))
    commercial_insurance: Money[T] = line(N_("Commercial insurance"))
    resident: Money[T] = line(N_("The resident"))


class Reading(NamedTuple):
    """One interpretation of the rules' terms, by rule name, and the order of commercial insurance."""

    terms: Mapping[str, Any]
    commercial_first: bool


class Payers(NamedTuple):
    """The rules that pay, and whether critical-illness insurance is taken from the sheet."""

    chain: Chain
    critical_by_sheet: bool

    @classmethod
    def of(cls, chain: Chain, facts: Mapping[str, Any]) -> "Payers":
        """Return the payers; an amount on a sheet has priority over the rule."""
        is_said = facts["critical_illness_paid"] != FACTS["critical_illness_paid"].span
        return cls(chain, critical_by_sheet=chain.critical is None or is_said)


class Insured(NamedTuple):
    """The rest of a bill, and the computed payments of basic and critical-illness insurance."""

    eligible_cost: Any
    eligible_left: Any
    left: Any
    pooling: Any
    chronic: Any
    critical: Any


def divide(facts: Mapping[str, Any], reading: Reading, payers: Payers) -> Lines[Any]:
    """The body: return what each payer pays, by one interpretation, for facts on any backend."""
    return _assist(_insure(facts, reading.terms, payers), facts, reading, payers)


def _insure(facts: Mapping[str, Any], terms: Mapping[str, Any], payers: Payers) -> Insured:
    """The body before assistance; the order of commercial insurance does not affect it."""
    chain = payers.chain
    # Payments on settlement sheets are certain. A computed payment is never more than what they leave of the bill and
    # of its part that the insurance catalogue covers; the resident bears the rest.
    by_sheets = facts["inpatient_insurance_paid"] + facts["critical_illness_paid"]
    eligible_cost = least(
        facts["outpatient_cost"] + facts["chronic_cost"] + facts["inpatient_cost"], facts["total_bill"]
    )
    left, eligible_left = (
        above(facts["total_bill"], by_sheets + facts["commercial_paid"]),
        above(eligible_cost, by_sheets),
    )
    # Healthcare campaign: basic insurance first,
    pooling = least(_payout(chain.pooling, terms, facts), eligible_left)
    chronic = least(_payout(chain.chronic, terms, facts), above(eligible_left, pooling))
    basic = pooling + chronic
    # ... then critical-illness insurance, by its sheet or, if that is unknown, by the rule.
    critical: Any = 0
    if chain.critical is not None and not payers.critical_by_sheet:
        bill = {"eligible_cost": eligible_cost, "basic_insurance_paid": basic + facts["inpatient_insurance_paid"]}
        critical = least(_payout(chain.critical, terms, {**facts, **bill}), above(eligible_left, basic))
    return Insured(eligible_cost, eligible_left, left, pooling, chronic, critical)


def _assist(insured: Insured, facts: Mapping[str, Any], reading: Reading, payers: Payers) -> Lines[Any]:
    """The rest of the body, from assistance on."""
    eligible_cost, eligible_left, left, pooling, chronic, critical = insured
    basic = pooling + chronic
    # ... then assistance on what is left of the eligible cost (the document does not state whether commercial insurance
    # counts before assistance),
    bill = {
        "eligible_cost": eligible_cost,
        "basic_insurance_paid": basic + facts["inpatient_insurance_paid"],
        "critical_illness_paid": facts["critical_illness_paid"]
        + critical
        + choose(reading.commercial_first, facts["commercial_paid"], 0),
    }
    assistance = _payout(payers.chain.assistance, reading.terms, {**facts, **bill})
    # ... and never more than what all insurers left.
    left_by_all = above(left, basic + critical)
    return Lines(
        total_bill=facts["total_bill"],
        outside_catalogue=above(facts["total_bill"], eligible_cost),
        burden=above(eligible_left, least(basic + critical, left)),
        outpatient_pooling=least(pooling, left),
        chronic_outpatient=least(chronic, above(left, pooling)),
        inpatient_insurance=facts["inpatient_insurance_paid"],
        critical_illness_insurance=facts["critical_illness_paid"] + least(critical, above(left, basic)),
        medical_assistance=least(assistance, left_by_all),
        commercial_insurance=facts["commercial_paid"],
        resident=above(left_by_all, assistance),
    )


def _payout(rule: Rule, terms: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    return rule.assess(rule.facts(**{name: facts[name] for name in rule.facts._fields}), terms[rule.name]).payout


class Divided:
    """One person's bill by one reading after another: what several readings have in common is computed once.

    Readings that leave assistance the same, as most do of somebody's bill, divide it alike from there on.
    """

    def __init__(self, facts: Mapping[str, Any], payers: Payers) -> None:
        self._facts, self._payers = facts, payers
        self._insured: dict[tuple[Any, ...], Insured] = {}
        self._alike: dict[tuple[object, ...], Insured] = {}
        self._parts: dict[tuple[Any, ...], tuple[object, ...]] = {}

    def by(self, reading: Reading) -> Lines[Any]:
        """Return what each payer pays by one interpretation."""
        return _assist(self._insured_by(reading.terms), self._facts, reading, self._payers)

    def parts_by(self, reading: Reading) -> tuple[object, ...]:
        """Return what each payer pays, as values that are equal only if they are equal in every scenario."""
        insured = self._insured_by(reading.terms)
        key = (id(insured), reading.terms[self._payers.chain.assistance.name], reading.commercial_first)
        if key not in self._parts:
            lines = _assist(insured, self._facts, reading, self._payers)
            self._parts[key] = comparable([getattr(lines, payer) for payer in PAYERS])
        return self._parts[key]

    def _insured_by(self, terms: Mapping[str, Any]) -> Insured:
        """What insurance pays: one object for all readings by which it is the same in every scenario."""
        key = tuple(each for name, each in terms.items() if name != self._payers.chain.assistance.name)
        if key not in self._insured:
            found = _insure(self._facts, terms, self._payers)
            self._insured[key] = self._alike.setdefault(comparable(found), found)
        return self._insured[key]


_NAMES = tuple(Lines.entries())
PAYERS = _NAMES[_NAMES.index("outpatient_pooling") :]
"""The lines that add up to the bill."""


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
        *(dated(law, day) for law in documents),
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
