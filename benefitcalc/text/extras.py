"""Public names that load their module at the first use, because not every program needs all of them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from benefitcalc.text.message import N_, Message, say


class Lazy(NamedTuple):
    """The module of a public name, and the extra that the module needs, if any."""

    module: str
    extra: str | None = None


class MissingExtra(ModuleNotFoundError):
    """Error for a library that is not installed. ``problem`` names the extra; `explain` says it in ``zh`` or ``en``."""

    def __init__(self, problem: Message, name: str | None) -> None:
        super().__init__(str(problem), name=name)
        self.problem = problem

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problem, self.name)

    def explain(self, lang: str | None = None) -> str:
        """What is missing and how it is installed, in ``zh`` or ``en``, or in the language of the environment."""
        return self.problem.explain(lang)


class Missing(type):
    """A public name whose library is not installed. It can be imported and inspected; a call raises `MissingExtra`."""

    problem: Message
    cause: ModuleNotFoundError

    def __call__(cls, *_: object, **__: object) -> Any:
        """Raise `MissingExtra`, which names the extra with the library."""
        raise MissingExtra(cls.problem, cls.cause.name) from cls.cause

    def __getattr__(cls, name: str) -> Any:
        raise AttributeError(f"{name}: {cls.problem}")


def installed(named: Any) -> Any:
    """Return a public name whose library is installed; raise `MissingExtra` otherwise."""
    return named() if isinstance(named, Missing) else named


def loader(package: str, names: Mapping[str, Lazy]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package. A name whose library is not installed becomes a `Missing`."""

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
            return Missing(name, (), {"__module__": package, "problem": needs, "cause": error})

    return load
