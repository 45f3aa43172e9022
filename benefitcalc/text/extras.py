"""Public names that load their module when they are first asked for: not every program needs all of them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from benefitcalc.text.message import N_, Message, say


class Lazy(NamedTuple):
    """Where a public name lives, and the extra that its module needs, if any."""

    module: str
    extra: str | None = None


class MissingExtra(ModuleNotFoundError):
    """A library that is not installed; ``problem`` says which extra has it, `explain` in ``zh`` or ``en``."""

    def __init__(self, problem: Message, name: str | None) -> None:
        super().__init__(str(problem), name=name)
        self.problem = problem

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problem, self.name)

    def explain(self, lang: str | None = None) -> str:
        """What is missing and how it is installed, in ``zh`` or ``en``, or in the language of the environment."""
        return self.problem.explain(lang)


class Missing(type):
    """A public name whose library is not installed: it can be imported and looked at; who uses it is told."""

    problem: Message
    cause: ModuleNotFoundError

    def __call__(cls, *_: object, **__: object) -> Any:
        """Raise what says which extra has the library."""
        raise MissingExtra(cls.problem, cls.cause.name) from cls.cause

    def __getattr__(cls, name: str) -> Any:
        raise AttributeError(f"{name}: {cls.problem}")


def installed(named: Any) -> Any:
    """A public name whose library is installed; `MissingExtra` where it is not."""
    return named() if isinstance(named, Missing) else named


def loader(package: str, names: Mapping[str, Lazy]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package with these names; without its library, a name is a `Missing` one."""

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
