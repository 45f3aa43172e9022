"""The figures that a reform changes: what it is called, and the terms of each rule by it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from benefitcalc.core.words import Kind
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import Scalar
from benefitcalc.policy.document import Policy, by_terms
from benefitcalc.policy.loading import law_of
from benefitcalc.policy.terms import Entry, Views
from benefitcalc.population.solving import Order
from benefitcalc.population.summing import Laws
from benefitcalc.text.errors import kept, refuse
from benefitcalc.text.message import N_, Problem, Refused, listed, say, shown

Reform = Mapping[str, object] | Policy | str | Path | None


class Figures:
    """The laws that reforms change, each rule with the document by which it answers."""

    def __init__(self, laws: Mapping[Rule, Policy]) -> None:
        self.base = laws
        self.rules = {rule.name: rule for rule in laws}

    def name(self, reform: Reform) -> str:
        """What a reform is called: as its document, or by its figures."""
        if isinstance(reform, Mapping) and (numbers := self.as_numbers(reform)):
            return "; ".join(f"{key} = {figure}" for key, figure in numbers.items())
        laws = self.base.values() if reform is None or isinstance(reform, Mapping) else [law_of(reform)]
        return "; ".join(dict.fromkeys(law.id for law in laws))

    def laws(self, reform: Reform) -> Laws:
        """The terms of each rule; Refused with all figures that the laws do not have, or cannot be."""
        if reform is not None and not isinstance(reform, Mapping):
            return {rule: rule.views(law) for rule, law in self.policies(reform).items()}
        views: dict[Rule, Views] = {}
        problems: list[Problem] = []
        changes = self._by_rule({} if reform is None else reform)
        for rule, law in self.base.items():
            with kept(problems):
                views[rule] = law.views_with(rule.name, changes[rule], rule.terms) if changes[rule] else rule.views(law)
        refuse(problems)
        return views

    def policies(self, reform: Reform) -> dict[Rule, Policy]:
        """The document of each rule."""
        if isinstance(reform, Mapping):
            changes = self._by_rule(reform)
            return {rule: law.with_terms(_keys(rule, changes[rule])) for rule, law in self.base.items()}
        return dict(self.base) if reform is None else dict.fromkeys(self.base, law_of(reform))

    def entry(self, key: str) -> Entry:
        """What the rule of a term declares of it; Refused for any other name."""
        rule, name = self._rule_of(key)
        if name not in rule.terms.entries():
            raise Refused(self._unknown(key))
        return rule.terms.entries()[name]

    def order(self, key: str, laws: Laws) -> Order:
        """The figures that the order of a document compares with a term, by the readings that leave it least room."""
        rule, name = self._rule_of(key)
        entries, views = rule.terms.entries(), laws[rule]
        less, more = entries[name].at_least, [other for other, entry in entries.items() if entry.at_least == name]
        return Order(
            at_least={less: max(getattr(view, less) for view in views)} if less else {},
            at_most={other: min(getattr(view, other) for view in views) for other in more},
        )

    def vague(self, laws: Laws) -> Iterator[str]:
        """The figures that are not the same by all readings."""
        for rule, views in laws.items():
            for name in rule.terms.entries():
                if len({getattr(view, name) for view in views}) > 1:
                    yield f"{rule.name}.{name}"

    def as_numbers(self, reform: Mapping[str, object]) -> dict[str, Decimal | Scalar]:
        """The figures of a reform as numbers; one that is stated otherwise as text."""
        return {key: self._as_number(key, figure) for key, figure in by_terms(reform).items()}

    def _as_number(self, key: object, figure: object) -> Decimal | Scalar:
        rule, _, name = key.partition(".") if isinstance(key, str) else ("", "", "")
        entry = self.rules[rule].terms.entries().get(name) if rule in self.rules else None
        if entry is None or isinstance(figure, Mapping | list | tuple):
            return str(figure)
        return number(entry, entry.read(figure))

    def _by_rule(self, reform: Mapping[str, object]) -> dict[Rule, dict[str, object]]:
        """The figures of each rule, by their terms."""
        found: dict[Rule, dict[str, object]] = {rule: {} for rule in self.base}
        problems: list[Problem] = []
        for key, figure in by_terms(reform).items():
            with kept(problems):
                rule, name = self._rule_of(key)
                found[rule][name] = figure
        refuse(problems)
        return found

    def _rule_of(self, key: object) -> tuple[Rule, str]:
        rule, _, name = key.partition(".") if isinstance(key, str) else ("", "", "")
        if rule not in self.rules or name.partition(".")[0] not in self.rules[rule].terms.entries():
            raise Refused(self._unknown(key))
        return self.rules[rule], name

    def _unknown(self, key: object) -> Problem:
        known = [f"{rule.name}.{name}" for rule in self.base for name in rule.terms.entries()]
        told = say(N_("is not known; there are: {known}"), known=listed(known))
        return told.at(shown(key))


def number(entry: Entry, value: Any) -> Decimal | Scalar:
    """A value of a term as a number, where it is one that decimals can write."""
    written = entry.write(value)
    is_number = entry.kind in (Kind.RATE, Kind.MONEY) and "/" not in str(written) and written != "none"
    return Decimal(str(written)) if is_number else written


def _keys(rule: Rule, changes: Mapping[str, object]) -> dict[str, object]:
    return {f"{rule.name}.{name}": figure for name, figure in changes.items()}
