"""Methods whose help and signature tell the facts of the rule at hand, in a shell, a notebook and an editor."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, Signature, getdoc, signature
from typing import Any, TypeVar, cast

from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.schema import documented

Method = TypeVar("Method", bound=Callable[..., Any])


def with_facts(method: Method) -> Method:
    """The method of a rule; as one rule has it, its help and its signature tell the facts of that rule."""
    return cast(Method, _OfRule(method))  # to a type checker it is the method itself


class _OfRule:
    def __init__(self, method: Callable[..., Any]) -> None:
        self.method = method

    def __get__(self, rule: Any, _: type) -> Callable[..., Any]:
        if rule is None:
            return self.method
        own = vars(rule)[self.method.__name__] = _of(rule, self.method)  # once for a rule, as by cached_property
        return own


def _of(rule: Any, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def own(*given: Any, **named: Any) -> Any:
        return method(rule, *given, **named)

    names = rule.facts._fields
    own.__doc__ = f"{getdoc(method)}\n\n{_listed(names)}"
    own.__signature__ = _signature(method, names)  # type: ignore[attr-defined]  # as `inspect.signature` reads it
    return own


def _listed(names: Iterable[str]) -> str:
    return "\n".join(["Facts:", *(f"    {name}: {documented(FACTS[name])}" for name in names)])


def _signature(method: Callable[..., Any], names: Iterable[str]) -> Signature:
    found = signature(method)
    _, *own, others = found.parameters.values()
    facts = [Parameter(name, Parameter.KEYWORD_ONLY, default=None) for name in names]
    return found.replace(parameters=[*own, *facts, others])
