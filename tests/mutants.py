"""Put one fault at a time into modules of the library, and print each that no test notices.

    python tests/mutants.py benefitcalc/core/words.py benefitcalc/core/rates.py --tests tests/core tests/rules

The faults are mutmut's. pytest collects the tests once. Each fault gets a fork of that process, in which the code of
one function is replaced. There the tests that reach the function run, the fastest first, up to the first that fails.
"""

import argparse
import ast
import builtins
import gc
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

EXAMPLES = 25
"""The greatest number of cases that a test draws here."""

SECONDS = 20
"""How many seconds of tests a fault is given; the fastest tests come first."""

BYTES = 6 << 30
READS_SOURCE = "no_branches or no_digit or below_a_place or of_one_shape"
"""Tests of how a body is written; and no fault is put into a process of Spark or of a browser."""


class Mutant(NamedTuple):
    """A function of a module with one fault."""

    path: str
    function: str
    number: int
    source: str

    @property
    def name(self) -> str:
        return f"{self.path}::{self.function}#{self.number}"


def mutants_of(path: str) -> Iterator[Mutant]:
    """The faults of a module, each with the function in which it is, numbered as mutmut numbers them."""
    import libcst  # both are installed for mutants alone, and doctests import this file
    from mutmut.mutation.file_mutation import create_mutations

    module, mutations, *_ = create_mutations(path, Path(path).read_text())
    owners = {
        id(each): owner.name.value
        for owner in module.body
        if isinstance(owner, libcst.ClassDef)
        for each in owner.body.body
    }
    numbers = Counter[str]()
    for mutation in mutations:
        within = mutation.contained_by_top_level_function
        if isinstance(within, libcst.FunctionDef):
            function = ".".join(filter(None, (owners.get(id(within)), within.name.value)))
            numbers[function] += 1
            changed = within.deep_replace(mutation.original_node, mutation.mutated_node)
            yield Mutant(path, function, numbers[function], module.code_for_node(changed).strip())


class Module:
    """The syntax tree of a module, and the bodies in which its functions stand."""

    def __init__(self, path: str) -> None:
        self.file = str(Path(path).resolve())
        self.tree = ast.parse(Path(path).read_text())
        classes = {each.name + ".": each.body for each in self.tree.body if isinstance(each, ast.ClassDef)}
        self.places = {
            prefix + each.name: (body, at)
            for prefix, body in {"": self.tree.body, **classes}.items()
            for at, each in enumerate(body)
            if isinstance(each, ast.FunctionDef)
        }

    def codes(self) -> dict[str, CodeType]:
        """The code of every function of the module, by its qualified name."""
        open_, found = [compile(self.tree, self.file, "exec")], dict[str, CodeType]()
        while open_:
            inner = [each for each in open_.pop().co_consts if isinstance(each, CodeType)]
            found |= {each.co_qualname: each for each in inner}
            open_ += inner
        return found


class Library:
    """The functions of the library in this process, by file and name, and what it keeps of earlier calls."""

    def __init__(self) -> None:
        gc.unfreeze()  # conftest has frozen what was imported, and frozen objects are not listed
        every = gc.get_objects()
        self.functions: dict[tuple[str, str], list[FunctionType]] = {}
        for each in every:
            if isinstance(each, FunctionType):
                self.functions.setdefault((each.__code__.co_filename, each.__code__.co_qualname), []).append(each)
        self.caches = [each for each in every if type(each).__name__ == "_lru_cache_wrapper"]
        gc.freeze()

    def run_with(self, module: Module, names: Iterable[str]) -> None:
        """Let the functions of these names have the code and the defaults of the module."""
        codes = module.codes()
        for name in names:
            body, at = module.places[name]
            for each in self.functions.get((module.file, name), []):
                each.__code__ = codes[name]
                _give_defaults(each, body[at].args)
            self._change_closures(module, name, codes)
        for each in self.caches:
            each.cache_clear()

    def _change_closures(self, module: Module, name: str, codes: dict[str, CodeType]) -> None:
        """Change the functions that a function has made before, as `_extreme` of columns makes two."""
        for inner, code in codes.items():
            if inner.startswith(f"{name}.<locals>.") and "<lambda>" not in inner:
                for each in self.functions.get((module.file, inner), []):
                    if each.__code__.co_freevars == code.co_freevars:
                        each.__code__ = code


def _give_defaults(function: FunctionType, arguments: ast.arguments) -> None:
    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), "", "eval"), function.__globals__)

    function.__defaults__ = tuple(map(value, arguments.defaults)) or None
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    function.__kwdefaults__ = {name.arg: value(node) for name, node in named if node is not None} or None


def forked(work: Callable[[], str], seconds: float) -> str | None:
    """What the work says in a fork of this process; None if it needs too much time or memory."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
        signal.alarm(10 * int(seconds) + 60)
        try:
            os.write(writer, work().encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        found = said.read()
    os.waitpid(child, 0)
    return found or None


def outcomes(item: pytest.Item) -> set[str]:
    """What becomes of a test: passed, failed or skipped, in its setup, its call and its end."""
    return {report.outcome for report in runtestprotocol(item, log=False, nextitem=None)}


def draw_few(items: Iterable[pytest.Item]) -> None:
    """Let tests draw few cases, and make no failing case smaller."""
    from hypothesis import Phase, settings  # pytest rewrites it, so it is imported after pytest has begun

    for item in items:
        own = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
        if own:
            few = settings(own, max_examples=min(own.max_examples, EXAMPLES), phases=[Phase.explicit, Phase.generate])
            item.obj._hypothesis_internal_use_settings = few


class Faults:
    """A plugin of pytest that runs the tests once for each fault, instead of once."""

    def __init__(self, mutants: list[Mutant]) -> None:
        self.mutants, self.said = mutants, Counter[tuple[str, str]]()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        draw_few(session.items)
        self.library, self.items = Library(), {item.nodeid: item for item in session.items}
        reach = self._reach()
        if not reach:
            raise pytest.UsageError("none of these tests reaches a function of these modules")
        for mutant in self.mutants:
            tests = sorted(reach.get(f"{mutant.path}::{mutant.function}", []))
            self._tell(mutant, tests)
        return True

    def _reach(self) -> dict[str, list[tuple[float, str]]]:
        """The tests that reach a function, each with its seconds."""
        reach: dict[str, list[tuple[float, str]]] = {}
        files = {name.partition("::")[0]: None for name in self.items}
        for file in files:
            own = [name for name in self.items if name.partition("::")[0] == file]
            for name, seconds, functions in json.loads(forked(lambda own=own: self._traced(own), 600) or "[]"):
                for each in functions:
                    reach.setdefault(each, []).append((seconds, name))
        return reach

    def _traced(self, names: list[str]) -> str:
        reached: set[str] = set()
        builtins._reached = reached.add
        for path in {each.path for each in self.mutants}:
            module = Module(path)
            for name, (body, at) in module.places.items():
                for each in ast.walk(body[at]):
                    if isinstance(each, ast.FunctionDef):  # also those inside it, which it may have made before
                        each.body[:0] = ast.parse(f"_reached({path + '::' + name!r})").body
            self.library.run_with(module, module.places)
        found = []
        for name in names:
            reached.clear()
            begun = time.process_time()
            if outcomes(self.items[name]) == {"passed"}:
                found.append((name, time.process_time() - begun, sorted(reached)))
        return json.dumps(found)

    def _tell(self, mutant: Mutant, tests: list[tuple[float, str]]) -> None:
        chosen, seconds = [], 0.0
        for needed, name in tests:
            if not chosen or seconds + needed < SECONDS:
                chosen, seconds = [*chosen, name], seconds + needed
        said = forked(lambda: self._planted(mutant, chosen), 10 + 3 * seconds) or "out of time"
        self.said[mutant.path, said] += 1
        if said != "killed":
            sys.__stderr__.write(
                f"{said} after {len(chosen)} of {len(tests)} tests: {mutant.name}\n{changed(mutant)}\n"
            )

    def _planted(self, mutant: Mutant, names: list[str]) -> str:
        module = Module(mutant.path)
        body, at = module.places[mutant.function]
        [body[at]] = ast.parse(mutant.source).body
        self.library.run_with(module, [mutant.function])
        return "killed" if any("failed" in outcomes(self.items[name]) for name in names) else "survived"


def changed(mutant: Mutant) -> str:
    """The lines of a fault that the module has not."""
    own = {line.strip() for line in Path(mutant.path).read_text().splitlines()}
    return "\n".join(f"    {line.strip()}" for line in mutant.source.splitlines() if line.strip() not in own)


def counts(said: Counter[tuple[str, str]]) -> Iterator[str]:
    """A line for each module: how many faults were run, and what became of them.

    >>> list(counts(Counter({("year.py", "killed"): 7, ("year.py", "survived"): 1})))
    ['year.py: 8 run, 7 killed, 1 survived']
    """
    for path in sorted({path for path, _ in said}):
        own = {outcome: count for (each, outcome), count in sorted(said.items()) if each == path}
        yield ", ".join([f"{path}: {sum(own.values())} run", *(f"{count} {outcome}" for outcome, count in own.items())])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--sample", type=int, help="so many faults, the same each time, instead of all")
    asked = parser.parse_args()
    mutants = [each for path in asked.modules for each in mutants_of(path)]
    random.Random(22).shuffle(mutants)
    faults = Faults(mutants[: asked.sample])
    options = ["-q", "-p", "no:cacheprovider", "--no-cov", "--override-ini=addopts=--import-mode=importlib"]
    pytest.main([*options, "-k", f"not (spark or browser or {READS_SOURCE})", *asked.tests], plugins=[faults])
    sys.stderr.writelines(f"{each}\n" for each in counts(faults.said))


if __name__ == "__main__":
    main()
