"""How a chart becomes a file: its fonts, its format, and the same bytes for the same chart.

Text is drawn as shapes, so that a chart looks alike wherever it is opened. A character that no font of this machine has
would be an empty box in it, so it is refused, with the fonts that have it.
"""

import io
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from benefitcalc.text.message import N_, Refused, say
from benefitcalc.text.targets import path_of, write

FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",  # by this name alone some Matplotlib know the collection that SC is in
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "DejaVu Sans",  # comes with Matplotlib, and has no Chinese
)
"""The fonts that charts are written in, the first that this machine has and that has every character needed."""

TO_INSTALL = "fonts-noto-cjk, fonts-wqy-microhei"
"""Debian's packages of fonts that have Chinese."""

COLOURS = {"stated": "#0b5394", "between": "#9fc5e8", "cliff": "#7f7f7f", "promised": "#b45f06", "missing": "#f6c19b"}


def chart_path(file: str | Path) -> Path:
    """The file of a chart; Refused for a name that ends otherwise than in .svg or .png."""
    path = path_of(file)
    if path.suffix.lower() not in (".svg", ".png"):
        raise Refused(say(N_("a chart ends in .svg or .png")).at(path.name))
    return path


def save(path: Path, title: str, texts: Iterable[str], salt: str, drawn: Callable[[], Figure]) -> None:
    """Draws a chart into its file, in a font that has all of its texts; the same ``salt``, the same bytes."""
    is_svg = path.suffix.lower() == ".svg"
    family = _font(frozenset("".join([title, *texts, "0123456789.,−-"])))
    with rc_context({"font.family": family, "svg.fonttype": "path", "text.parse_math": False, "svg.hashsalt": salt}):
        picture = io.BytesIO()
        metadata = {"Title": title, **({"Date": None} if is_svg else {})}
        drawn().savefig(picture, format=path.suffix[1:].lower(), metadata=metadata)
    write(path, picture.getvalue())


@cache
def _font(characters: frozenset[str]) -> str:
    """The first font that has all of these; Refused where there is none."""
    needed = {ord(each) for each in characters if not each.isspace()}
    missing = needed
    for name in FONTS:
        for each in font_manager.fontManager.ttflist:
            if each.name == name:
                lacking = needed - set(FT2Font(each.fname).get_charmap())
                if not lacking:
                    return name
                missing = min(missing, lacking, key=len)
    told = N_("no font here has {characters}; install one of: {fonts} (Debian: {packages})")
    shown = "".join(map(chr, sorted(missing)))[:20]
    raise Refused(say(told, characters=shown, fonts=", ".join(FONTS[:-1]), packages=TO_INSTALL))
