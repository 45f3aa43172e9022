"""Record a rule's body as a straight-line program of named values, and print it in other languages.

A value that is used in several places is computed once and has a name; any other value is printed in place. Facts and
figures of the law are parameters. So one program serves every person, and every document whose schedules have the same
number of rows. A `Target` prints each word in one language; `TEXT` is the readable form.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cached_property, partial
from typing import Any, NamedTuple

from benefitcalc.core import words
from benefitcalc.core.rates import Portion, Rate, Rounding, Row, Schedule
from benefitcalc.core.words import Kernel, Value, register


class Statement(NamedTuple):
    """A word and its operands."""

    word: str
    operands: tuple[Any, ...]
    """Each is a `Ref`, a plain value, or the rate of a share: a `LawRate` or rows of them."""


class Ref(NamedTuple):
    """The index of a statement of a tape."""

    at: int


class Tape:
    """The statements of a body in order, without duplicates."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.law: dict[str, Any] = {}
        """The figures of the law that are used, by name."""
        self._places: dict[str, Ref] = {}

    def record(self, word: str, *operands: Any) -> "Printed":
        """Return the value of a word applied to operands; record the statement if it is new."""
        statement = Statement(word, tuple(each.ref if isinstance(each, Printed) else each for each in operands))
        place = self._places.setdefault(repr(statement), Ref(len(self.statements)))
        if place.at == len(self.statements):
            self.statements.append(statement)
        return Printed(self, place)

    def fact(self, name: str) -> "Printed":
        """Return a fact of the person as a value of the tape."""
        return self.record("fact", name)

    def figure(self, name: str, value: Any) -> Any:
        """Record a figure of the law under a name, and return it as a value of the tape."""
        if isinstance(value, Schedule):
            rows = enumerate(value.rows, start=1)
            return Schedule(
                tuple(
                    Row(self.figure(f"{name}_{at}_from", row.start), self.figure(f"{name}_{at}", row.figure))
                    for at, row in rows
                )
            )
        self.law[name] = value
        return LawRate(name, value) if isinstance(value, Rate) else self.record("law", name)


class Terms:
    """The terms of a rule with each figure as a parameter, computed figures included.

    ``named`` maps the name and the value of a figure to the name of its parameter; by default the name is kept.
    """

    def __init__(self, tape: Tape, terms: Any, named: Callable[[str, Any], str] = lambda name, _: name) -> None:
        self._tape, self._terms, self._named = tape, terms, named

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._terms, name)
        return self._tape.figure(self._named(name, value), value)


class LawRate(Rate):
    """A rate of the law with the name of its parameter."""

    __slots__ = ("name",)
    name: str

    def __init__(self, name: str, rate: Rate) -> None:
        super().__init__(rate.numerator, rate.denominator)
        object.__setattr__(self, "name", name)

    def __repr__(self) -> str:
        return f"LawRate({self.name!r})"


class Printed(Value):  # noqa: PLW1641 - never a dict key: == gives a printed value
    """A value of a tape."""

    __slots__ = ("ref", "tape")

    def __init__(self, tape: Tape, ref: Ref) -> None:
        self.tape, self.ref = tape, ref

    def __add__(self, other: Any) -> "Printed":
        return self.tape.record("sum", self, other)

    def __radd__(self, other: int) -> "Printed":
        return self.tape.record("sum", other, self)

    def __sub__(self, other: Any) -> "Printed":
        return self.tape.record("difference", self, other)

    def __rsub__(self, other: int) -> "Printed":
        return self.tape.record("difference", other, self)

    def __ge__(self, other: Any) -> "Printed":
        return self.tape.record("is_at_least", self, other)

    def __le__(self, other: Any) -> "Printed":
        return self.tape.record("is_at_most", self, other)

    def __eq__(self, other: object) -> "Printed":  # type: ignore[override]  # a value, not a Boolean
        return self.tape.record("is_same", self, other)


def _choose(condition: Any, then: Any, otherwise: Any) -> Any:
    if not isinstance(condition, Printed):
        return then if condition else otherwise
    record = condition.tape.record
    match then, otherwise:
        case False, True:
            return record("is_not", condition)
        case True, _:
            return record("any_of", condition, otherwise)
        case _, False:
            return record("all_of", condition, then)
        case _, int(0):
            return record("when", condition, then)
    return record("choose", condition, then, otherwise)


def _share(portion: Portion, amount: Printed) -> Printed:
    rate, to, way = portion
    if isinstance(rate, Schedule):
        starts: list[Any] = [row.start for row in rate.rows]
        rate = tuple((start.ref, row.figure) for start, row in zip(starts, rate.rows, strict=True))
    elif not isinstance(rate, LawRate):
        return amount.tape.record("times", rate.numerator, amount)
    return amount.tape.record("share", rate, amount, to, way)


def _least(*amounts: Any) -> Printed:
    return _tape(amounts).record("least", *amounts)


def _most(*amounts: Any) -> Printed:
    tape = _tape(amounts)
    match amounts:
        case Printed(), int(0):
            above, operands = tape.statements[amounts[0].ref.at]
            if above == "difference":
                return tape.record("above", *operands)
    return tape.record("most", *amounts)


def _tape(values: tuple[Any, ...]) -> Tape:
    return next(each.tape for each in values if isinstance(each, Printed))


register(Printed, Kernel(choose=_choose, share=_share, least=_least, most=_most))


class Target(NamedTuple):
    """The syntax of one output language."""

    words: Mapping[str, Callable[..., str]]
    """For each word, a function from the texts of its operands to text."""
    signs: Mapping[str, str]
    """The words that are printed as operators between their operands."""
    plain: Callable[[Any], str]
    """Prints a plain value."""


class Program:
    """A body as a straight-line program."""

    def __init__(self, tape: Tape, lines: Mapping[str, Any], shared: str = "shared") -> None:
        """``lines`` are the results by name; each is a value of the tape or a plain value.

        ``shared`` is the prefix for the names of other values that are used in several places.
        """
        self.tape, self.shared = tape, shared
        self.lines = {name: each.ref if isinstance(each, Printed) else each for name, each in lines.items()}
        self.names = self._named()

    def steps(self) -> Iterator[tuple[str, Ref]]:
        """Iterate over the named values, each after the values that it is computed from."""
        return ((name, ref) for ref, name in sorted(self.names.items()))

    def uses(self, ref: Ref) -> Iterator[Ref]:
        """Iterate over the operands of a value that are values of the tape."""
        return (each for each in _flat(self.tape.statements[ref.at].operands) if isinstance(each, Ref))

    def facts(self) -> list[str]:
        """Return the facts that are used, in order."""
        return self._inputs("fact")

    def figures(self) -> dict[str, Any]:
        """Return the figures of the law that are used, by name."""
        operands = [each for ref in sorted(self._reached) for each in _flat(self.tape.statements[ref.at].operands)]
        rates = {each.name for each in operands if isinstance(each, LawRate)}
        used = {*self._inputs("law"), *rates}
        return {name: value for name, value in self.tape.law.items() if name in used}

    def written(self, target: Target) -> Iterator[tuple[str, str]]:
        """Yield ``(name, text)`` in a language: first the named values, then the other lines."""
        for name, ref in self.steps():
            yield name, self.computation(target, ref)
        for name, value in self.lines.items():
            if not (isinstance(value, Ref) and self.names.get(value) == name):
                yield name, self.operand(target, value)

    def computation(self, target: Target, ref: Ref) -> str:
        """Return the text of a value's computation."""
        word, operands = self.tape.statements[ref.at]
        if word in CHAINED:
            operands = tuple(self._chained(word, operands))
        if sign := target.signs.get(word):
            return f" {sign} ".join(self._beside(target, word, each, at) for at, each in enumerate(operands))
        return target.words[word](*(self.operand(target, each) for each in operands))

    def operand(self, target: Target, operand: Any) -> str:
        """Return the text of an operand: its name if it has one, otherwise its computation."""
        match operand:
            case Ref() if operand in self.names:
                return target.words["named"](self.names[operand])
            case Ref():
                return self.computation(target, operand)
            case LawRate():
                return target.words["rate"](operand.name)
            case tuple():
                return target.words["rows"](*((self.operand(target, start), rate.name) for start, rate in operand))
        return target.plain(operand)

    def _chained(self, word: str, operands: tuple[Any, ...]) -> Iterator[Any]:
        """Yield the operands of a word that takes any number of them; nested uses of the same word are flattened."""
        for each in operands:
            own = self.tape.statements[each.at] if isinstance(each, Ref) and each not in self.names else None
            if own and own.word == word:
                yield from self._chained(word, own.operands)
            else:
                yield each

    def _beside(self, target: Target, word: str, operand: Any, at: int) -> str:
        """Return the text of an operand beside an operator, in brackets where needed."""
        text = self.operand(target, operand)
        own = self.tape.statements[operand.at].word if isinstance(operand, Ref) else ""
        is_open = own in target.signs and operand not in self.names and (own != word or at > 0)
        return f"({text})" if is_open else text

    def run(
        self,
        facts: Mapping[str, Any],
        law: Mapping[str, Any] | None = None,
        kept: Callable[[Ref, Any], Any] | None = None,
    ) -> dict[Ref, Any]:
        """Return every value that is used, for facts of any backend. ``law`` replaces the recorded figures.

        ``kept`` gives what later statements take for a value.
        """
        figures = self.tape.law if law is None else law
        found: dict[Ref, Any] = {}
        for ref in sorted(self._reached):
            word, operands = self.tape.statements[ref.at]
            values = [_valued(each, found, figures) for each in operands]
            value = _RUN[word](*values) if word in _RUN else {"fact": facts, "law": figures}[word][operands[0]]
            found[ref] = value if kept is None else kept(ref, value)
        return found

    def levels(self) -> dict[Ref, int]:
        """Return the shares that other shares are computed from or that are used in several places, each with a level.

        A value needs only values of lower levels.
        """
        of_share, height, kept = set[Ref](), dict[Ref, int](), dict[Ref, int]()
        places = self._reached
        shares = {ref for ref in places if self.tape.statements[ref.at].word in SHARES}
        shared_again = {used for ref in shares for used in self.uses(ref)}
        for ref in sorted(places):
            used = list(self.uses(ref))
            height[ref] = max((height[each] + (each in kept) for each in used), default=0)
            if ref in shares or any(each in of_share and each not in kept for each in used):
                of_share.add(ref)
                if ref in shared_again or places[ref] > 1:
                    kept[ref] = height[ref]
        return kept

    def values(self, facts: Mapping[str, Any], law: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the results by name, for facts of any backend. ``law`` replaces the recorded figures."""
        found = self.run(facts, law)
        return {name: found[each] if isinstance(each, Ref) else each for name, each in self.lines.items()}

    def __str__(self) -> str:
        return "\n".join(f"{name} = {text}" for name, text in self.written(TEXT))

    def _inputs(self, word: str) -> list[str]:
        statements = (self.tape.statements[ref.at] for ref in sorted(self._reached))
        return [each.operands[0] for each in statements if each.word == word]

    @cached_property
    def _reached(self) -> dict[Ref, int]:
        """Return the values that the lines need, each with its number of uses."""
        places: dict[Ref, int] = {}
        open_ = [each for each in self.lines.values() if isinstance(each, Ref)]
        while open_:
            ref = open_.pop()
            places[ref] = places.get(ref, 0) + 1
            if places[ref] == 1:
                open_.extend(self.uses(ref))
        return places

    def _named(self) -> dict[Ref, str]:
        lines: dict[Ref, str] = {}
        for name, each in self.lines.items():
            if isinstance(each, Ref):
                lines.setdefault(each, name)
        places = self._reached
        wanted = [ref for ref in sorted(places) if self.tape.statements[ref.at].word not in INPUTS]
        shared = [ref for ref in wanted if places[ref] > 1 and ref not in lines]
        names = {ref: name for ref, name in lines.items() if ref in wanted}
        return names | {ref: f"{self.shared}_{at}" for at, ref in enumerate(shared, start=1)}


INPUTS = {"fact", "law"}
"""The words of a program's parameters."""

SHARES = {"share", "times"}
"""The words that use their amount in several places where it may be without limit."""

CHAINED = {"all_of", "any_of"}
"""The words of two operands that are printed once for many operands."""


def _flat(operands: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the operands; of rows, each start and rate."""
    for each in operands:
        if isinstance(each, tuple) and not isinstance(each, Ref):
            yield from _flat(each)
        else:
            yield each


def _valued(operand: Any, found: Mapping[Ref, Any], law: Mapping[str, Any]) -> Any:
    match operand:
        case Ref():
            return found[operand]
        case LawRate():
            return law[operand.name]
        case tuple():
            return Schedule(tuple(Row(found[start], law[rate.name]) for start, rate in operand))
    return operand


def _run_share(rate: Any, of: Any, to: int, way: Rounding) -> Any:
    return words.share(rate, of=of, to=to, way=way)


_RUN: Mapping[str, Callable[..., Any]] = {
    "sum": lambda one, other: one + other,
    "difference": lambda one, other: one - other,
    "is_at_least": lambda one, other: one >= other,
    "is_at_most": lambda one, other: one <= other,
    "is_same": lambda one, other: one == other,
    "share": _run_share,
    **{name: getattr(words, name) for name in ("all_of", "any_of", "is_not", "choose", "when", "above", "times")},
    **{name: getattr(words, name) for name in ("least", "most")},
}
"""The words in Python."""


def call(name: str, *operands: str) -> str:
    """Print a word as a function call."""
    return f"{name}({', '.join(operands)})"


def _plain(value: Any) -> str:
    return value.name.lower() if isinstance(value, Enum) else str(value)


def _share_by_words(rate: str, of: str, to: str, way: str) -> str:
    told = [*([f"to={to}"] if to != "1" else []), *([f"way={way}"] if way != "nearest" else [])]
    return call("share", rate, f"of={of}", *told)


TEXT = Target(
    words={
        "fact": "facts.{}".format,
        "law": "terms.{}".format,
        "rate": "terms.{}".format,
        "rows": lambda *rows: f"{{{', '.join(f'from {start}: terms.{rate}' for start, rate in rows)}}}",
        "named": str,
        "share": _share_by_words,
        **{
            name: partial(call, name)
            for name in ("all_of", "any_of", "is_not", "choose", "when", "above", "times", "least", "most")
        },
    },
    signs={"sum": "+", "difference": "-", "is_at_least": ">=", "is_at_most": "<=", "is_same": "=="},
    plain=_plain,
)
"""The words as a body writes them, for readers."""
