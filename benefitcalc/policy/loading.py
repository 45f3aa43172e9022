"""Find and load policy documents: by id, or from a file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from benefitcalc.districts import registry
from benefitcalc.policy.document import MOST_CHARACTERS, Policy, checked, decimal_of, refuse_past_bounds
from benefitcalc.text.errors import at
from benefitcalc.text.formats import exactly
from benefitcalc.text.message import N_, Refused, listed, say, shown
from benefitcalc.text.system_errors import why

ANNOUNCEMENT = "zhangdian-2022"


def policy(which: str | Path | None = None) -> Policy:
    """Load a policy document: by its id, from your own file given as a `Path`, or the announcement of 2022 by default.

    Raises `Refused` for a file that cannot be used, with file, key and reason, and for an unknown id, with the known
    ids.
    """
    given: object = ANNOUNCEMENT if which is None else which
    if isinstance(given, Path):
        return _load(given)
    if isinstance(given, str):
        return _loaded(given)
    raise Refused(say(N_("give a policy, its id or a Path, not '{given}'"), given=shown(given)))


def law_of(which: object) -> Policy:
    """Return the policy itself, or load it as `policy` does. Raises `Refused` for anything else."""
    if isinstance(which, Policy):
        return which
    if isinstance(which, Path):
        return policy(which)  # an error names the file
    given: Any = which
    with at("policy"):
        return policy(given)


def policies() -> tuple[str, ...]:
    """Return the ids of all policy documents, district packages included."""
    return tuple(sorted(registry().policies))


def _loaded(name: str) -> Policy:
    if name not in registry().policies:
        given = shown(name)
        seems_a_file = any(each in given for each in ("/", "\\", ".toml"))
        of_a_file = N_("there is no policy {name}; there are: {ids}; give a file of yours as a Path")
        told = of_a_file if seems_a_file else N_("there is no policy {name}; there are: {ids}")
        raise Refused(say(told, name=given, ids=listed(policies())))
    return named_after_its_id(registry().policies[name])


@cache
def named_after_its_id(file: Path) -> Policy:
    """Load a document of a district package. Raises `Refused` if the file name differs from the id."""
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
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or nested too deeply
        raise Refused(say(N_("is not TOML: {why}"), why=str(error))) from error
