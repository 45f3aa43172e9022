"""What a result has to be drawn: panels of lines, bands and bars over the same places, in words of both languages."""

from collections.abc import Sequence
from typing import NamedTuple

from benefitcalc.text.message import Message


class Line(NamedTuple):
    """A value for each place."""

    label: Message
    values: Sequence[float]


class Band(NamedTuple):
    """From the one to the other value for each place."""

    label: Message
    low: Sequence[float]
    high: Sequence[float]


class Panel(NamedTuple):
    """One chart. Where the places are numbers lines run through them; where they are words each stands by itself."""

    title: Message
    x: Message
    y: Message
    places: Sequence[float] | Sequence[Message]
    lines: Sequence[Line] = ()
    bands: Sequence[Band] = ()
    """The wider before the narrower ones."""
    bars: Sequence[Line] = ()
