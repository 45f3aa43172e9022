"""The schemas of the OpenAPI document that several places share, each under its name.

Generators of clients make a type of each named schema. They name a schema inside another one by its title or its place,
so that each schema of several forms has a name here, and none has a title.
"""

import json
from collections.abc import Mapping
from typing import Any

REF = "#/components/schemas/{model}"

_NULL = {"type": "null"}
_BESIDE = ("description", "default")
"""What is said of a place, and not of the schema that stands there."""


class Names:
    """The schemas that have a name; each may hold those before it. Those in ``written`` are written in another way."""

    def __init__(self, shared: Mapping[str, dict[str, Any]], written: Mapping[str, dict[str, Any]]) -> None:
        self.components: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        for name, schema in shared.items():
            self.components[name] = self.inside(written.get(name, schema))
            self._names[_key(self.inside(schema))] = name

    def put(self, found: Any) -> Any:
        """Return a part of the document with a reference in place of each schema that has a name."""
        if isinstance(found, list):
            return [self.put(each) for each in found]
        return self._referred(self.inside(found)) if isinstance(found, dict) else found

    def inside(self, found: dict[str, Any]) -> dict[str, Any]:
        """Return a schema without titles, with a reference in place of each schema in it that has a name."""
        return {name: self.put(each) for name, each in found.items() if not _is_noise(name, each)}

    def _referred(self, found: dict[str, Any]) -> dict[str, Any]:
        if _NULL in found.get("anyOf", ()):
            return self._nullable(found)
        name = self._names.get(_key(found))
        return found if name is None else {"$ref": REF.format(model=name), **_beside(found)}

    def _nullable(self, found: dict[str, Any]) -> dict[str, Any]:
        """One way to be null: a schema, or null."""
        several = [each for each in found["anyOf"] if each != _NULL]
        one = several[0] if len(several) == 1 else self._referred({"anyOf": several})
        return {"anyOf": [one, _NULL], **_beside(found)}


def _is_noise(name: str, value: Any) -> bool:
    """A title repeats a name; a fact that is left out is null, and a default would have some generators require it."""
    return (name == "title" and isinstance(value, str)) or (name == "default" and value is None)


def _beside(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in _BESIDE if name in found}


def _key(found: dict[str, Any]) -> str:
    return json.dumps({name: each for name, each in found.items() if name not in _BESIDE}, sort_keys=True)
