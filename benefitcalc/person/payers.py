"""Divide one person's medical bill of a calendar year among the payers, in the order of the announcement.

First, basic insurance pays (outpatient pooling and chronic disease by the rules, inpatient treatment by the settlement
sheet). Then critical-illness insurance pays (by the sheet, or by the rule where law in force states it), then medical
assistance (by the rule, from the rest of the eligible cost). Commercial insurance has paid what its own settlement
says. The resident pays the rest. The parts add up to the bill, and none is negative.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple

from benefitcalc.core.backends.ranges import comparable
from benefitcalc.core.words import Money, T, above, choose, least
from benefitcalc.engine.lines import RuleLines, line
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules.chronic_outpatient import rule as chronic_outpatient
from benefitcalc.rules.city_medical_assistance import rule as city_medical_assistance
from benefitcalc.rules.critical_illness_insurance import rule as critical_illness_insurance
from benefitcalc.rules.medical_assistance import rule as medical_assistance
from benefitcalc.rules.outpatient_pooling import rule as outpatient_pooling
from benefitcalc.text.message import N_


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
