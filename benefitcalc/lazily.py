"""Public names that load their module when they are first asked for: not every program needs all of them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple


class Lazy(NamedTuple):
    """Where a public name lives, and the extra that its module needs, if any."""

    module: str
    extra: str | None = None


def loader(package: str, names: Mapping[str, Lazy]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package with these names; a missing library is an error that says what to install."""

    def load(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, extra = names[name]
        try:
            return getattr(import_module(module), name)
        except ModuleNotFoundError as error:
            if extra is None:
                raise
            needs = f"{package}.{name} needs {error.name}: pip install '{package.partition('.')[0]}[{extra}]'"
            raise ModuleNotFoundError(needs, name=error.name) from error

    return load
