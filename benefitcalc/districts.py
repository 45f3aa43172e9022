"""Districts: packages that bring policy documents, rules, facts and words of their own.

A package names its district as an entry point of the group ``benefitcalc.districts``: a module, or any object, with
``POLICIES``, ``RULES``, ``FACTS`` and ``LOCALE``. What it does not bring it leaves out.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, NamedTuple

GROUP = "benefitcalc.districts"


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


@cache
def districts() -> tuple[District, ...]:
    """What the installed packages bring, in the order of their names; loaded when it is first asked for.

    ImportError where one cannot be loaded: to leave it out would be to answer as if its law did not exist.
    """
    return tuple(_loaded(each) for each in sorted(entry_points(group=GROUP), key=lambda each: each.name))


def _loaded(entry: EntryPoint) -> District:
    try:
        found = entry.load()
        policies = tuple(Path(file) for file in getattr(found, "POLICIES", ()))
        rules, facts = (tuple(getattr(found, name, ())) for name in ("RULES", "FACTS"))
        locale = getattr(found, "LOCALE", None)
    except Exception as error:
        mend = f"the district {entry.name} ({entry.value}) cannot be loaded: {error}; mend its package or uninstall it"
        raise ImportError(mend) from error
    return District(entry.name, policies, rules, facts, locale and Path(locale))
