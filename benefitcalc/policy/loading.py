"""Finding and loading policy documents: by id, from a file, or the one that speaks of a benefit."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from benefitcalc.districts import districts
from benefitcalc.policy.document import MOST_CHARACTERS, Policy, checked, decimal_of, refuse_past_bounds
from benefitcalc.text.errors import at
from benefitcalc.text.message import N_, Refused, exactly, listed, say, shown
from benefitcalc.text.system_errors import why

POLICY_FOLDER = Path(__file__).parent / "documents"


ANNOUNCEMENT = "zhangdian-2022"


def policy(which: str | Path | None = None) -> Policy:
    """The announcement of 2022; a policy document by its id; or one from a file of yours, given as a `Path`.

    Refused for a file that cannot be used, naming file, key and reason; for an unknown id, naming those
    that there are.
    """
    return _load(which) if isinstance(which, Path) else _shipped(ANNOUNCEMENT if which is None else which)


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
    return tuple(sorted(_files()))


@cache
def _files() -> Mapping[str, Path]:
    """Each policy document's file by its id, after which it is called."""
    found: dict[str, Path] = {}
    for file in (*POLICY_FOLDER.glob("*.toml"), *(file for district in districts() for file in district.policies)):
        if found.setdefault(file.stem, file) != file:
            raise ImportError(f"two packages bring a policy of the id {file.stem}; uninstall one of them")
    return found


@cache
def _shipped(name: str) -> Policy:
    if name not in policies():
        names = {"name": shown(name), "ids": listed(policies())}
        raise Refused(say(N_("there is no policy {name}; there are: {ids}; give a file of yours as a Path"), **names))
    found = _load(_files()[name])
    if found.id != name:
        raise Refused(say(N_("the id is {id}; call the file after it"), id=found.id).at(f"{name}.toml"))
    return found


def speaking_of(*benefits: str) -> Policy:
    """The policy that is meant where none is given: the announcement, or else the only one that speaks of these."""
    if policy().benefits.keys() >= {*benefits}:
        return policy()
    found = [name for name in policies() if policy(name).benefits.keys() >= {*benefits}]
    if len(found) > 1:
        told = N_("give one that speaks of {benefits}; there are: {ids}")
        raise Refused(say(told, benefits=listed(benefits), ids=listed(found)).at("policy"))
    return policy(*found)


def _load(file: Path) -> Policy:
    districts()  # their rules and terms are known from here on
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
