"""A promise of a document as a claim about its rule, in the words of a body; and the checks of a promise.

A fact or a line is compared with the value in the policy file: an amount in yuan, a level by its name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from benefitcalc.core import amounts
from benefitcalc.core.rates import Rate
from benefitcalc.core.words import Kind, all_of, any_of, is_not
from benefitcalc.engine.rule import Rule
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.policy.document import Policy
from benefitcalc.policy.promise import Ends, Pays, Promise
from benefitcalc.text.errors import kept
from benefitcalc.text.message import N_, Problem, Refused, listed, say, shown

NEVER, ELIGIBLE, EXACTLY, IN_ORDER = "never_", "only_the_eligible", "exact", "in_order"
GENEROUS, SOMEBODY, MATTERS = "more_generous_", "somebody", "matters_"
RESERVED = (NEVER, ELIGIBLE, EXACTLY, IN_ORDER, GENEROUS, SOMEBODY, MATTERS)
"""The prefixes of the names of promises about every rule; a document must not use them."""


def is_kept(rule: Rule, promise: Promise, facts: Mapping[str, Any], lines: Any) -> Any:
    """Whether a promise is kept, or is not made to this person."""
    return any_of(is_not(is_meant(rule, promise, facts, lines)), _is_given(promise, {**facts, **vars(lines)}))


def is_meant(rule: Rule, promise: Promise, facts: Mapping[str, Any], lines: Any) -> Any:
    """Whether a promise is made to this person."""
    values = {**facts, **vars(lines)}
    return all_of(True, *(_is_so(rule, name, values[name], sought) for name, sought in promise.where.items()))


def promise_problems(rule: Rule, law: Policy) -> Iterator[Problem]:
    """Yield everything that is wrong with the promises of a document about one rule, each under its key."""
    for name, promise in law.benefits[rule.name].promises.items():
        if name.startswith(RESERVED):
            told = say(N_("this name is that of a promise about every rule; choose another"))
            yield told.at(key_of(rule, name))
        yield from (problem.at(key_of(rule, name)) for problem in _problems(rule, promise))


def key_of(rule: Rule, name: str) -> str:
    """Return the key of a promise in the policy file."""
    return f"{rule.name}.promises.{name}"


def _problems(rule: Rule, promise: Promise) -> Iterator[Problem]:
    kinds = _kinds(rule)
    entries = rule.terms.entries()
    told = N_("{name} is not a term of it; there are: {known}")
    strange = [name for name in promise.figures if name not in entries]
    yield from (say(told, name=shown(name), known=listed(list(entries))).at("figure") for name in strange)
    groups = [name for name in promise.for_each if kinds.get(name, Kind.YES_NO) is not Kind.YES_NO]
    yield from (say(N_("{name} is not yes or no"), name=name).at("for_each") for name in groups)
    unknown = [name for name in promise.mentioned if name not in kinds]
    told = N_("{name} is neither a fact nor a line of it; there are: {known}")
    yield from (say(told, name=shown(name), known=listed(list(kinds))).at() for name in unknown)
    if promise.finds in kinds and not (promise.finds in rule.lines.entries() and kinds[promise.finds] is Kind.YES_NO):
        yield say(N_("{name} is not a line of yes or no"), name=promise.finds or "").at("finds")
    if isinstance(promise.pays, Pays):
        if not rule.gives_money:
            yield say(N_("this benefit gives no money")).at("pays")
        elif kinds.get(promise.pays.of, Kind.MONEY) is not Kind.MONEY:
            yield say(N_("{name} is not an amount"), name=promise.pays.of).at("pays")
    for name, sought in promise.where.items():
        if name in kinds:
            problems: list[Problem] = []
            with kept(problems, f"where.{name}"):
                _ends(rule, name, sought)
            yield from problems


def _kinds(rule: Rule) -> dict[str, Kind]:
    """Return the kind of each fact and each line of a rule."""
    return {name: FACTS[name].kind for name in rule.facts._fields} | {
        name: each.kind for name, each in rule.lines.entries().items() if name not in rule.facts._fields
    }


def _ends(rule: Rule, name: str, sought: Any) -> tuple[int | None, int | None]:
    """Return the bounds of a value; raise `Refused` if they are invalid or exclude everything."""
    if not isinstance(sought, Ends):
        value = _sought_value(rule, name, sought)
        return value, value
    low, high = (None if end is None else _sought_value(rule, name, end) for end in (sought.at_least, sought.at_most))
    if low is None and high is None:
        raise Refused(say(N_("needs at_least or at_most")))
    if low is not None and high is not None and low > high:
        raise Refused(say(N_("at_least is above at_most")))
    return low, high


def _sought_value(rule: Rule, name: str, sought: Any) -> int:
    kind = _kinds(rule)[name]
    if kind is Kind.YES_NO:
        if isinstance(sought, bool):
            return sought
        raise Refused(say(N_("'{given}' is neither yes nor no"), given=shown(sought)))
    if name in rule.facts._fields:
        value = FACTS[name].read(sought)
        if isinstance(value, Span):
            raise Refused(say(N_("'{given}' is not one value"), given=shown(sought)))
        return value
    if kind is Kind.MONEY:
        return amounts.fen(sought)
    if isinstance(sought, bool) or not isinstance(sought, int):
        raise Refused(say(N_("'{given}' is not a whole number"), given=shown(sought)))
    return sought


def _is_so(rule: Rule, name: str, value: Any, sought: Any) -> Any:
    low, high = _ends(rule, name, sought)
    if _kinds(rule)[name] is Kind.YES_NO:
        return value if low else is_not(value)
    return all_of(True, *([] if low is None else [value >= low]), *([] if high is None else [value <= high]))


def _is_given(promise: Promise, values: Mapping[str, Any]) -> Any:
    if promise.finds is not None:
        return values[promise.finds]
    if not isinstance(promise.pays, Pays):
        return values["payout"] <= 0 if "payout" in values else is_not(values["is_eligible"])
    low, high = promise.pays.rates
    paid, of = values["payout"], values[promise.pays.of]
    enough = [] if low is None else [_times(paid, low) + low.denominator >= of * (2 * low.numerator)]
    not_more = [] if high is None else [_times(paid, high) <= of * (2 * high.numerator) + high.denominator]
    return all_of(True, *enough, *not_more)


def _times(paid: Any, rate: Rate) -> Any:
    """Return twice the payment in the fractions of a rate; twice, so that half a fen is a whole number."""
    return paid * (2 * rate.denominator)
