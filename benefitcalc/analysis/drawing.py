"""Save a chart to a file: fonts, format, and identical bytes for identical charts.

Text is drawn as shapes, so a chart looks the same everywhere. A character that no font of this machine has would be an
empty box, so it is refused, and the error names fonts that have it.
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
    "Noto Sans CJK JP",  # some versions of Matplotlib know the collection with SC by this name only
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "DejaVu Sans",  # part of Matplotlib; has no Chinese
)
"""The fonts for charts. The first one on this machine with every needed character is used."""

TO_INSTALL = "fonts-noto-cjk, fonts-wqy-microhei"
"""Debian packages with Chinese fonts."""

COLOURS = {"stated": "#0b5394", "between": "#9fc5e8", "cliff": "#7f7f7f", "promised": "#b45f06", "missing": "#f6c19b"}


def chart_path(file: str | Path) -> Path:
    """Return the path of a chart; raise `Refused` for a suffix other than .svg or .png."""
    path = path_of(file)
    if path.suffix.lower() not in (".svg", ".png"):
        raise Refused(say(N_("a chart ends in .svg or .png")).at(path.name))
    return path


def save(path: Path, title: str, texts: Iterable[str], salt: str, drawn: Callable[[], Figure]) -> None:
    """Draw a chart into its file, in a font with all of its characters. The same ``salt`` gives the same bytes."""
    is_svg = path.suffix.lower() == ".svg"
    family = _font(frozenset("".join([title, *texts, "0123456789.,−-"])))
    with rc_context({"font.family": family, "svg.fonttype": "path", "text.parse_math": False, "svg.hashsalt": salt}):
        picture = io.BytesIO()
        metadata = {"Title": title, **({"Date": None} if is_svg else {})}
        drawn().savefig(picture, format=path.suffix[1:].lower(), metadata=metadata)
    write(path, picture.getvalue())


@cache
def _font(characters: frozenset[str]) -> str:
    """Return the first font with all of these characters; raise `Refused` if there is none."""
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
