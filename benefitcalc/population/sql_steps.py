"""Steps of a query as text: each adds columns to those before it, and carries on what later ones need.

What columns are computed from in several places has a column of its own, so that it is computed and written once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from benefitcalc.population.sql_text import Text

LEAST_WORDS = 12
"""What has fewer words is written again wherever it is needed: to carry a column takes time too."""

LAW = "law"
"""The common table expression that has the figures of the law."""

Columns = Mapping[str, str]
"""Columns by name, each with its text."""

Step = tuple[str, Columns]
"""Columns that are added at once, and what the step is called."""


class Said(NamedTuple):
    """A value of a step."""

    text: str
    level: int
    """After so many of the steps that share what is used in several places."""
    words: int


class Shared:
    """The columns of a query so far; what has a column is said by its name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = dict(names)
        """What has a column: its text, and the name of the column."""

    def steps(self, columns: Mapping[str, Text]) -> list[dict[str, str]]:
        """The steps that add these columns: what is used in several places first, at last the columns themselves."""
        below = self._below(columns.values())
        uses = Counter(part.sql for each in below for part in self._parts(each))
        steps: list[dict[str, str]] = [{} for _ in below]
        said: dict[str, Said] = {}
        for each in below:
            own = said[each.sql] = self._read(each, said)
            if uses[each.sql] > 1 and own.words >= LEAST_WORDS:
                name = self.names[each.sql] = f"shared_{len(self.names) + 1}"
                steps[own.level][name] = own.text
                said[each.sql] = Said(name, own.level + 1, 0)
        last = max((said[each.sql].level for each in columns.values()), default=0)
        for name, each in columns.items():
            text = said[each.sql].text
            if text.isidentifier():
                self.names[name] = text  # as it is called already
            else:
                steps[last][name] = text
                self.names[each.sql] = name
        return [step for step in steps if step]

    def column_texts(self, columns: Mapping[str, Text]) -> dict[str, str]:
        """The columns, said of those that there are."""
        said: dict[str, Said] = {}
        for each in self._below(columns.values()):
            said[each.sql] = self._read(each, said)
        return {name: said[each.sql].text for name, each in columns.items()}

    def _read(self, value: Text, said: Mapping[str, Said]) -> Said:
        if value.sql in self.names:
            return Said(self.names[value.sql], 0, 0)
        if not value.parts:
            return Said(value.sql, 0, 0)
        parts = [said[part.sql] for part in value.parts]
        level, words = max(part.level for part in parts), 1 + sum(part.words for part in parts)
        return Said(value.said.format(*(part.text for part in parts)), level, words)

    def _parts(self, value: Text) -> Sequence[Text]:
        return () if value.sql in self.names else value.parts

    def _below(self, values: Iterable[Text]) -> list[Text]:
        """All that values are said of, once, each after its own parts."""
        found: dict[str, Text] = {}
        open_ = list(values)
        while open_:
            parts = [part for part in self._parts(open_[-1]) if part.sql not in found]
            open_.extend(parts)
            if not parts:
                last = open_.pop()
                found.setdefault(last.sql, last)
        return list(found.values())


def names_in(texts: Iterable[str]) -> set[str]:
    """The names that stand in texts."""
    return {name for text in texts for name in re.findall(r"\w+", text)}


def needed(steps: Sequence[Step], wanted: set[str]) -> list[Step]:
    """The steps with the columns that later ones need, and at last those that are wanted."""
    found: list[Step] = []
    for at, (label, step) in reversed(list(enumerate(steps))):
        own = {name: text for name, text in step.items() if name in wanted}
        carried = {name: name for _, before in steps[:at] for name in before if name in wanted and name not in own}
        wanted = {*carried, *names_in(own.values())}
        found.insert(0, (label, carried | own if own else {}))
    return [(label, step) for label, step in found if step]


class Chain(NamedTuple):
    """A query of steps, each a common table expression that selects from the one before."""

    steps: Sequence[Step]
    """Each with its name; steps of one name are numbered."""
    results: Columns
    source: str = ""
    """What the first step selects from; nothing where it selects of a row that stands outside."""
    where: str = ""
    """In which rows."""
    joins: Sequence[str] = ()
    """What the results are selected from beside the last step."""

    def written(self, law: str, written_out: str, kept: str) -> str:
        """The text; ``law`` is the step with the figures of the law, and `Engine` says how the others are written."""
        steps = needed(self.steps, names_in([*self.results.values(), *self.joins]))
        names = _numbered([label for label, _ in steps])
        texts, before, where = [law] if law else [], self.source, self.where
        for name, (_, step) in zip(names, steps, strict=True):
            texts.append(f"{name} AS {written_out}(\n{select(step, before, where)}{kept}\n)")
            before, where = name, ""
        results = select(self.results, "\n".join([before, *self.joins]), where)
        return f"WITH {', '.join(texts)}\n{results}" if texts else results


def _numbered(names: Sequence[str]) -> list[str]:
    """Names, those that there were before with a number."""
    counts = [names[:at].count(name) + 1 for at, name in enumerate(names)]
    return [name if count == 1 else f"{name}_{count}" for name, count in zip(names, counts, strict=True)]


def select(columns: Columns, source: str = "", where: str = "") -> str:
    """A SELECT of columns; of the figures of the law too, where these are among what they are computed from."""
    texts = [text if text == name else f"{text} AS {name}" for name, text in columns.items()]
    if any("law." in text for text in columns.values()):
        source = f"{source} CROSS JOIN {LAW}"
    parts = [
        "SELECT\n    " + ",\n    ".join(texts),
        f"FROM {source}" if source else "",
        f"WHERE {where}" if where else "",
    ]
    return "\n".join(f"  {part}" for part in parts if part)
