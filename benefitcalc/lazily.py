"""Public names that load their module when they are first asked for: not every program needs all of them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from benefitcalc.messages import N_, Message, say


class Lazy(NamedTuple):
    """Where a public name lives, and the extra that its module needs, if any."""

    module: str
    extra: str | None = None


class MissingExtra(ModuleNotFoundError):
    """A library that is not installed; ``problem`` says which extra has it, `explain` in ``zh`` or ``en``."""

    def __init__(self, problem: Message, name: str | None) -> None:
        super().__init__(problem.explain(), name=name)
        self.problem = problem

    def explain(self, lang: str = "en") -> str:
        """What is missing and how it is installed, in ``zh`` or ``en``."""
        return self.problem.explain(lang)


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
            install = f"pip install '{package.partition('.')[0]}[{extra}]'"
            told = N_("{name} needs {library}: {install}")
            needs = say(told, name=f"{package}.{name}", library=str(error.name), install=install)
            raise MissingExtra(needs, error.name) from error

    return load
