"""The registry: which rules, facts, policy files and catalogues there are.

benefitcalc brings its own; after it comes what installed packages bring. A package names its district as an entry point
of the group ``benefitcalc.districts``: a module, or any object, with ``POLICIES``, ``RULES``, ``FACTS`` and ``LOCALE``.
What it does not bring it leaves out. A program may define more facts and rules (`Definitions`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, NamedTuple

GROUP = "benefitcalc.districts"

POLICY_FOLDER = Path(__file__).parent / "policy" / "documents"


class District(NamedTuple):
    """What a package brings."""

    name: str
    """The name of its entry point."""
    policies: tuple[Path, ...]
    """Its policy files, each called after the id of its document."""
    rules: tuple[Any, ...]
    """Its rules, in its own order."""
    facts: tuple[Any, ...]
    """Its facts, none of a name that is taken."""
    locale: Path | None
    """The folder of its catalogues, of the domain ``benefitcalc``."""

    def keep(self) -> None:
        """From here on nothing else can bear the names of its facts and rules."""
        FACTS.keep({fact.name: fact for fact in self.facts})
        TERMS.keep({rule.name: rule.terms for rule in self.rules})


class Registry(NamedTuple):
    """What all districts bring together: a value, made once and never changed."""

    rules: Mapping[str, Any]
    policies: Mapping[str, Path]
    locales: tuple[Path, ...]

    @classmethod
    def of(cls, districts: Iterable[District]) -> "Registry":
        """The registry of these districts, in their order; ImportError where two bring one name."""
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
    """What there is, loaded when it is first asked for, whatever was imported. ImportError as `districts`."""
    if _process.registry is None:
        found = _process.districts or districts()
        _process.registry = Registry.of(found)
        for each in found:
            each.keep()
    return _process.registry


def districts() -> tuple[District, ...]:
    """What benefitcalc itself brings, and after it what the installed packages bring, in the order of their names.

    ImportError where one cannot be loaded: to leave it out would be to answer as if its law did not exist.
    """
    return own(), *(_load(each) for each in sorted(entry_points(group=GROUP), key=lambda each: each.name))


def own() -> District:
    """What benefitcalc itself brings."""
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
    """ValueError where one of these facts is no longer what its name means."""
    taken = sorted({fact.name for fact in facts if FACTS.defined.get(fact.name, fact) != fact})
    if taken:
        raise ValueError(f"another fact has the name {', '.join(taken)}")


class Definitions(Mapping[str, Any]):
    """Definitions by their names, to be read: what the registry brings, and what the program defines beside it.

    A name can be defined again, as by a cell of a notebook that is run twice, and the later definition counts. What a
    district brings stays as it is.
    """

    def __init__(self) -> None:
        self.defined: dict[str, Any] = {}
        """What is defined so far; no district is loaded for it."""
        self.kept: frozenset[str] = frozenset()

    def define(self, name: str, value: object) -> None:
        """Define a name, unless a district brings it."""
        if name not in self.kept:
            self.defined[name] = value

    def keep(self, brought: Mapping[str, Any]) -> None:
        """Define what a district brings; from here on it stays as it is."""
        self.defined |= brought
        self.kept |= brought.keys()

    def __getitem__(self, name: str) -> Any:
        try:
            return self.defined[name]
        except KeyError:
            registry()
            return self.defined[name]

    def __contains__(self, name: object) -> bool:
        if name not in self.defined:
            registry()
        return name in self.defined

    def __iter__(self) -> Iterator[str]:
        registry()
        return iter(self.defined)

    def __len__(self) -> int:
        registry()
        return len(self.defined)


FACTS, TERMS = Definitions(), Definitions()
"""The facts that there are, and the terms of the rules that there are."""


class _Process:
    """What this process answers by."""

    def __init__(self) -> None:
        self.districts: tuple[District, ...] = ()
        self.registry: Registry | None = None


_process = _Process()


@contextmanager
def using(*found: District) -> Iterator[None]:
    """For tests: these districts are all that there are, or without any those that are installed.

    What is defined meanwhile is forgotten afterwards.
    """
    before = [(each, {name: copy(value) for name, value in vars(each).items()}) for each in (_process, FACTS, TERMS)]
    _process.districts, _process.registry = found, None
    try:
        yield
    finally:
        for each, values in before:
            vars(each).update(values)
