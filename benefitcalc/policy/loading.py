"""Finding and loading policy documents: by id, from a file, or the one that speaks of a benefit."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from benefitcalc.districts import registry
from benefitcalc.policy.document import MOST_CHARACTERS, Policy, checked, decimal_of, refuse_past_bounds
from benefitcalc.text.errors import at
from benefitcalc.text.message import N_, Refused, exactly, listed, say, shown
from benefitcalc.text.system_errors import why

ANNOUNCEMENT = "zhangdian-2022"


def policy(which: str | Path | None = None) -> Policy:
    """A policy document: by its id, from your own file given as a `Path`, or the announcement of 2022 by default.

    Refused for a file that cannot be used, naming file, key and reason; for an unknown id, naming those
    that there are.
    """
    return _load(which) if isinstance(which, Path) else _known(ANNOUNCEMENT if which is None else which)


def law_of(which: object) -> Policy:
    """The policy itself, or that which `policy` loads; Refused for anything else."""
    if isinstance(which, Policy):
        return which
    if isinstance(which, Path):
        return policy(which)  # its file is a place of its own
    with at("policy"):
        if which is None or isinstance(which, str):
            return policy(which)
        raise Refused(say(N_("give a policy, its id or a Path, not '{given}'"), given=shown(which)))


def policies() -> tuple[str, ...]:
    """The ids of the policy documents that there are, those of the packages of districts among them."""
    return tuple(sorted(registry().policies))


def _known(name: str) -> Policy:
    if name not in registry().policies:
        names = {"name": shown(name), "ids": listed(policies())}
        raise Refused(say(N_("there is no policy {name}; there are: {ids}; give a file of yours as a Path"), **names))
    return named_after_its_id(registry().policies[name])


@cache
def named_after_its_id(file: Path) -> Policy:
    """The document of a file of a district; Refused where the file is called after another id."""
    found = _load(file)
    if found.id != file.stem:
        raise Refused(say(N_("the id is {id}; call the file after it"), id=found.id).at(file.name))
    return found


def _load(file: Path) -> Policy:
    with at(file.name):
        document = _parsed(file)
    return checked(document, file.name)


def _parsed(file: Path) -> dict[str, Any]:
    try:
        with file.open(encoding="utf-8-sig") as opened, exactly():
            text = opened.read(MOST_CHARACTERS + 1)
            refuse_past_bounds(text)
            return tomllib.loads(text, parse_float=decimal_of)
    except OSError as error:
        raise Refused(say(N_("cannot be read: {why}"), why=why(error))) from error
    except Refused:
        raise
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or tables in one another without end
        raise Refused(say(N_("is not TOML: {why}"), why=str(error))) from error
