"""The registry of all rules, facts, policy files and catalogues.

It has those of benefitcalc itself, then those of installed packages. A package declares its district as an entry point
of the group ``benefitcalc.districts``: a module, or any object, with ``POLICIES``, ``RULES``, ``FACTS`` and ``LOCALE``;
each may be left out. A program may define more facts and rules (`Definitions`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

GROUP = "benefitcalc.districts"

Defined = TypeVar("Defined")

POLICY_FOLDER = Path(__file__).parent / "policy" / "documents"


class District(NamedTuple):
    """The contents of a district package."""

    name: str
    """The name of its entry point."""
    policies: tuple[Path, ...]
    """Its policy files, each named after the id of its document."""
    rules: tuple[Any, ...]
    """Its rules, in its own order."""
    facts: tuple[Any, ...]
    """Its facts; their names must be new."""
    locale: Path | None
    """The folder of its catalogues, of the domain ``benefitcalc``."""

    def keep(self) -> None:
        """Protect the names of its facts and rules from later definitions."""
        FACTS.keep({fact.name: fact for fact in self.facts})
        TERMS.keep({rule.name: rule.terms for rule in self.rules})


@dataclass(frozen=True, eq=False)
class Registry:
    """The contents of all districts together, created once and immutable; it is a key of caches by itself."""

    rules: Mapping[str, Any]
    policies: Mapping[str, Path]
    locales: tuple[Path, ...]

    @classmethod
    def of(cls, districts: Iterable[District]) -> "Registry":
        """Return the registry of these districts, in their order; ImportError if two of them share a name."""
        every = tuple(districts)
        rules = [(rule.name, rule) for each in every for rule in each.rules]
        files = [(file.stem, file) for each in every for file in each.policies]
        return cls(
            _by_name("rules of one name:", rules),
            _by_name("a policy of the id", files),
            tuple(each.locale for each in every if each.locale is not None),
        )


def _by_name(what: str, pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ImportError(f"two packages bring {what} {', '.join(twice)}; uninstall one of them")
    return dict(pairs)


def registry() -> Registry:
    """Return the registry, loaded at the first call, independent of earlier imports. ImportError as in `districts`."""
    if _process.registry is None:
        found = _process.districts or districts()
        _process.registry = Registry.of(found)
        for each in found:
            each.keep()
    return _process.registry


def districts() -> tuple[District, ...]:
    """Return the district of benefitcalc itself, then the districts of installed packages, by name.

    ImportError if one cannot be loaded: without it, answers would ignore its law.
    """
    return own(), *(_load(each) for each in sorted(entry_points(group=GROUP), key=lambda each: each.name))


def own() -> District:
    """Return the district of benefitcalc itself."""
    rules = import_module("benefitcalc.rules")
    return District("benefitcalc", tuple(POLICY_FOLDER.glob("*.toml")), rules.OWN, rules.facts.OWN, locale=None)


def _load(entry: EntryPoint) -> District:
    before = tuple(FACTS.defined.values())
    try:
        found = entry.load()
        policies = tuple(Path(file) for file in getattr(found, "POLICIES", ()))
        rules, facts = (tuple(getattr(found, name, ())) for name in ("RULES", "FACTS"))
        locale = getattr(found, "LOCALE", None)
        _refuse_another((*before, *facts))
    except Exception as error:
        mend = f"the district {entry.name} ({entry.value}) cannot be loaded: {error}; mend its package or uninstall it"
        raise ImportError(mend) from error
    return District(entry.name, policies, rules, facts, locale and Path(locale))


def _refuse_another(facts: Iterable[Any]) -> None:
    """ValueError if one of these facts has been replaced by another fact of the same name."""
    taken = sorted({fact.name for fact in facts if FACTS.defined.get(fact.name, fact) != fact})
    if taken:
        raise ValueError(f"another fact has the name {', '.join(taken)}")


class Definitions(Mapping[str, Defined]):
    """A read-only mapping of definitions by name: those of the registry, and those of the program.

    A name can be defined again, for example by a notebook cell that runs twice; the later definition counts. The
    definitions of a district do not change.
    """

    def __init__(self) -> None:
        self.defined: dict[str, Defined] = {}
        """The definitions so far; reading this loads no district."""
        self.kept: frozenset[str] = frozenset()

    def define(self, name: str, value: Defined) -> None:
        """Define a name, unless it belongs to a district."""
        if name not in self.kept:
            self.defined[name] = value

    def keep(self, brought: Mapping[str, Defined]) -> None:
        """Define the names of a district and protect them from later definitions."""
        self.defined |= brought
        self.kept |= brought.keys()

    def of(self, names: Iterable[str]) -> dict[str, Defined]:
        """Return these definitions by name."""
        wanted = list(names)
        try:
            return {name: self.defined[name] for name in wanted}
        except KeyError:
            registry()
            return {name: self.defined[name] for name in wanted}

    def __getitem__(self, name: str) -> Defined:
        try:
            return self.defined[name]
        except KeyError:
            registry()
            return self.defined[name]

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if name not in self.defined:
            registry()
        return name in self.defined

    def __iter__(self) -> Iterator[str]:
        registry()
        return iter(self.defined)

    def __len__(self) -> int:
        registry()
        return len(self.defined)


FACTS, TERMS = Definitions[Any](), Definitions[Any]()
"""All facts, and the terms of all rules."""


class _Process:
    def __init__(self) -> None:
        self.districts: tuple[District, ...] = ()
        self.registry: Registry | None = None


_process = _Process()


@contextmanager
def using(*found: District) -> Iterator[None]:
    """A context manager for tests in which only these districts exist; without arguments, the installed ones.

    Definitions made inside are removed at the end.
    """
    before = [(each, {name: copy(value) for name, value in vars(each).items()}) for each in (_process, FACTS, TERMS)]
    _process.districts, _process.registry = found, None
    try:
        yield
    finally:
        for each, values in before:
            vars(each).update(values)
