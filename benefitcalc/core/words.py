"""The words of a rule's body, and the kinds of value they work on.

A body uses ``+``, ``-``, single comparisons and these words, and nothing else. It does not know what it
works on: whole fen of one person, or the values of a backend (a column, a range, a curve, a symbol).

Four words form the kernel: `choose`, `share`, `least`, `most`. Only they look at their operands, to find
the backend of these; the other words are built from them. A new backend registers the four.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, IntEnum
from functools import cache, partial, reduce
from itertools import pairwise
from math import lcm
from typing import Annotated, Any, NamedTuple, Protocol, TypeVar

from benefitcalc.core.rates import Portion, Rate, Rounding, Row, Schedule
from benefitcalc.text.message import N_


class Kind(Enum):
    """What a fact, a term or a line may be."""

    MONEY = N_("amount of yuan")
    YES_NO = N_("yes or no")
    WHOLE = N_("whole number")
    LEVEL = N_("level")
    DAY = N_("day")
    RATE = N_("rate")
    ROUNDING = N_("way of rounding")
    SCHEDULE = N_("schedule")


class Part(Enum):
    """What a yes/no line decides."""

    CONDITION = "condition"
    """It must hold."""
    GROUP = "group"
    """One of the groups that may bring a person in."""


class Operand(Protocol):  # noqa: PLW1641 - never a dict key: == gives a value of the backend
    """What the values of every backend but plain numbers can do."""

    def __add__(self, other: Any, /) -> "Operand": ...
    def __sub__(self, other: Any, /) -> "Operand": ...
    def __ge__(self, other: Any, /) -> "Operand": ...
    def __le__(self, other: Any, /) -> "Operand": ...
    def __gt__(self, other: Any, /) -> "Operand": ...
    def __lt__(self, other: Any, /) -> "Operand": ...
    # A column compared with a value is a column, not a Boolean.
    def __eq__(self, other: object, /) -> "Operand": ...  # type: ignore[override]
    def __ne__(self, other: object, /) -> "Operand": ...  # type: ignore[override]


class Value:
    """A value of a backend other than numbers; it stands for many values at once, and so is no Boolean to Python."""

    __slots__ = ()

    def __bool__(self) -> bool:
        raise TypeError("a body decides with choose, when, all_of, any_of and is_not; not with if, and, or, not")

    # A backend compares with >=, <= and ==; the other three are their opposites.

    def __lt__(self, other: Any) -> Any:
        return is_not(self >= other)

    def __gt__(self, other: Any) -> Any:
        return is_not(self <= other)

    def __ne__(self, other: object) -> Any:
        return is_not(self == other)


def folded(word: Callable[[Any, Any], Any], plain: Callable[[Any, Any], Any], amounts: tuple[Any, ...]) -> Any:
    """A word of two values said of any number of them, the plain numbers first taken together."""
    numbers = [each for each in amounts if not isinstance(each, Value)]
    values = [each for each in amounts if isinstance(each, Value)]
    return reduce(word, [*values, reduce(plain, numbers)] if numbers else values)


N = TypeVar("N", int, Operand)
"""What a body works on. The type checker reads each body once for plain numbers and once for another backend."""

T = TypeVar("T")
Money = Annotated[T, Kind.MONEY]
YesNo = Annotated[T, Kind.YES_NO]
Whole = Annotated[T, Kind.WHOLE]
Level = Annotated[T, Kind.LEVEL]
Condition = Annotated[T, Kind.YES_NO, Part.CONDITION]
Group = Annotated[T, Kind.YES_NO, Part.GROUP]


def choose(condition: N, then: N | int, otherwise: N | int) -> N:
    """``then`` where the condition holds, ``otherwise`` where it does not."""
    # A plain Boolean chooses alike on every backend.
    if condition is True:
        return then
    if condition is False:
        return otherwise
    return _words_for(condition, then, otherwise).choose(condition, then, otherwise)  # type: ignore[no-any-return]


def share(rate: Rate | Schedule[Any, Rate], *, of: N, to: int = 1, way: Rounding = Rounding.NEAREST) -> N:
    """A rate of an amount, or of each band of a schedule its rate, rounded once to whole units of ``to`` fen.

    The one place that rounds. Where the law says no unit and no way it is half a fen up, once a payment: no official
    rounding mode was found, so that is an assumption, and every estimate says so.
    """
    return _words_for(of).share(Portion(rate, to, way), of)  # type: ignore[no-any-return]


def least(*amounts: N | int) -> N:
    """The least of the amounts."""
    return _words_for(*amounts).least(*amounts)  # type: ignore[no-any-return]


def most(*amounts: N | int) -> N:
    """The greatest of the amounts."""
    return _words_for(*amounts).most(*amounts)  # type: ignore[no-any-return]


def when(condition: N, amount: N | int) -> N:
    """The amount where the condition holds, nothing where it does not."""
    return choose(condition, amount, 0)


def above(amount: N, floor: N | int) -> N:
    """The part of an amount that lies above a floor."""
    return most(amount - floor, 0)


def all_of(first: N, *others: N | int) -> N:
    """Whether every condition holds."""
    held = first
    for other in others:
        held = choose(held, other, False)
    return held


def any_of(first: N, *others: N | int) -> N:
    """Whether at least one condition holds."""
    held = first
    for other in others:
        held = choose(held, True, other)
    return held


def is_not(condition: N) -> N:
    """Whether the condition does not hold."""
    return choose(condition, False, True)


def times(figure: int, count: N) -> N:
    """An amount of the law for each of a whole number."""
    return share(Rate(figure), of=count)


def step(
    schedule: Schedule[Any, Any], *, at: N, of: N | None = None, to: int = 1, way: Rounding = Rounding.NEAREST
) -> N | int:
    """The figure of the class in which a value lies; nothing below the first class.

    With ``of`` it is what the class gives of that: its rate of an amount, rounded as `share` rounds, or its amount for
    each of a whole number.
    """
    found: N | int = _of_class(schedule.rows, at, lambda each: each if of is None else _given(each, of, to, way))
    return found


def _of_class(rows: Sequence[Row], at: Any, given: Callable[[Any], Any], below: Any = None) -> Any:
    """What is given by the figure of the last row that a value reaches, or by the figure ``below`` the rows.

    The rows are halved again and again, so that of many only few choices lie in one another.
    """
    if not rows:
        return 0 if below is None else given(below)
    middle = len(rows) // 2
    is_reached = at >= rows[middle].start
    higher = partial(_of_class, rows[middle + 1 :], at, given, rows[middle].figure)
    lower = partial(_of_class, rows[:middle], at, given, below)
    if isinstance(is_reached, bool):  # so that of plain numbers one class alone is computed
        return higher() if is_reached else lower()
    return choose(is_reached, higher(), lower())


def _given(figure: Any, of: N, to: int, way: Rounding) -> N:
    return share(figure if isinstance(figure, Rate) else Rate(figure), of=of, to=to, way=way)


def pick(level: N, figures: Mapping[Any, N | int]) -> N | int:
    """The figure of a level; ``figures`` has one for each level that there is."""
    *others, last = _levels(figures)
    found = figures[last]
    for each in reversed(others):
        found = choose(level == each, figures[each], found)
    return found


def _levels(figures: Mapping[Any, object]) -> list[IntEnum]:
    """The levels in their order; TypeError where one has no figure."""
    kind: type[IntEnum] = type(next(iter(figures)))
    levels = list(kind)
    missing = [each.name.lower() for each in levels if each not in figures]
    if missing:
        raise TypeError(f"pick has no figure for: {', '.join(missing)}")
    return levels


def bands(portion: Portion, amount: Any) -> list[tuple[Rate, Any]]:
    """The parts of an amount of which a share is taken, each with its rate."""
    if not isinstance(portion.rate, Schedule):
        return [(portion.rate, amount)]
    rows = portion.rate.rows
    widths = [after.start - row.start for row, after in pairwise(rows)]
    parts = [above(amount, row.start) for row in rows]
    limited = [least(part, width) for part, width in zip(parts, widths, strict=False)]
    return [(row.figure, part) for row, part in zip(rows, [*limited, *parts[-1:]], strict=True)]


def rounded(numerator: Any, denominator: int, way: Rounding) -> Any:
    """A fraction rounded to a whole number; the denominator is positive, the numerator may be of any backend."""
    match way:
        case Rounding.DOWN:
            return numerator // denominator
        case Rounding.UP:
            return (numerator + (denominator - 1)) // denominator
        case Rounding.NEAREST:
            return (numerator * 2 + denominator) // (2 * denominator)
        case Rounding.NEAREST_EVEN:
            down = (numerator * 2 + (denominator - 1)) // (2 * denominator)
            up = (numerator * 2 + denominator) // (2 * denominator)
            return choose(down == (down // 2) * 2, down, up)


class Kernel(NamedTuple):
    """The four kernel words on one backend."""

    choose: Callable[..., Any]
    share: Callable[..., Any]
    least: Callable[..., Any]
    most: Callable[..., Any]


def register(kind: type, kernel: Kernel) -> None:
    """Let the kernel words work on values of this type and its subclasses."""
    _KERNELS[kind] = kernel
    _kernel_of.cache_clear()
    _kernel_of_all.cache_clear()


def _words_for(*operands: Any) -> Kernel:
    """The kernel of the operand that belongs to a backend, in any position; that of numbers where none does."""
    for operand in operands:
        if operand.__class__ is not int:
            break
    else:
        return NUMBERS
    return _kernel_of_all(*{operand.__class__ for operand in operands})


@cache
def _kernel_of_all(*kinds: type) -> Kernel:
    kernels = {_kernel_of(kind) for kind in kinds} - {NUMBERS}
    if len(kernels) > 1:
        raise TypeError("one body cannot mix two readings")
    return kernels.pop() if kernels else NUMBERS


@cache
def _kernel_of(kind: type) -> Kernel:
    for ancestor in kind.__mro__:
        if ancestor in _KERNELS:
            return _KERNELS[ancestor]
    if issubclass(kind, Rate | Schedule):
        raise TypeError(
            "a rate is not chosen: choose between shares, choose(condition, share(...), share(...)),"
            " or of a schedule take step(schedule, at=value, of=amount)"
        )
    raise TypeError(f"no reading works on {kind.__name__}; amounts are whole fen (int)")


def _share_of_number(portion: Portion, amount: int) -> int:
    rate, to, way = portion
    if rate.__class__ is Rate:
        taken, scale = rate.numerator * amount, rate.denominator
    else:
        parts = bands(portion, amount)
        scale = lcm(*(each.denominator for each, _ in parts))
        taken = sum(each.numerator * (scale // each.denominator) * part for each, part in parts)
    unit = scale * to
    if way is _NEAREST:  # as mostly, and so without a call
        return (taken * 2 + unit) // (2 * unit) * to
    return rounded(taken, unit, way) * to  # type: ignore[no-any-return]


_NEAREST = Rounding.NEAREST
NUMBERS = Kernel(
    choose=lambda condition, then, otherwise: then if condition else otherwise,
    share=_share_of_number,
    least=lambda *amounts: min(amounts),
    most=lambda *amounts: max(amounts),
)
_KERNELS: dict[type, Kernel] = {int: NUMBERS}
