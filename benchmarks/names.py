"""The names that several modules of the package define: a search for one of them ends in several places.

python benchmarks/names.py

Counted are the functions, classes and constants of modules. Left out are the names that modules of one shape share by
design: those of a rule, and those that every backend has for the words of a body.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "benefitcalc"
OF_A_RULE = {"Facts", "Terms", "Lines", "assess", "rule"}
OF_A_BACKEND = {"_choose", "_difference", "_each", "_extreme", "_is_at_least", "_is_same", "_share", "_sum"}


def names(module: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines."""
    for each in module.body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield each.name
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            yield from (name.id for of in targets for name in ast.walk(of) if isinstance(name, ast.Name))


def is_by_design(name: str, rooms: set[str]) -> bool:
    """Whether modules of one shape share the name."""
    return (name in OF_A_RULE and "rules" in rooms) or (name in OF_A_BACKEND and rooms == {"core/backends"})


def repeated() -> dict[str, list[str]]:
    """Return the names that several modules define, not by design, each with its modules."""
    found = defaultdict(set)
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in names(ast.parse(file.read_text(encoding="utf-8"))):
            found[name].add(file.relative_to(PACKAGE).as_posix())
    return {
        name: sorted(files)
        for name, files in found.items()
        if len(files) > 1 and not is_by_design(name, {file.rpartition("/")[0] for file in files})
    }


def main() -> None:
    """Print how many names there are; with -v also each name with its modules, public names first."""
    found = repeated()
    public = [name for name in found if not name.startswith("_")]
    many = [name for name, files in found.items() if len(files) > 3]
    print(f"names in several modules: {len(found)}, of them public: {len(public)}, in more than three: {len(many)}")
    if "-v" in sys.argv:
        for name in sorted(found, key=lambda each: (each.startswith("_"), -len(found[each]), each)):
            print(f"    {name}: {', '.join(found[name])}")


if __name__ == "__main__":
    main()
