"""Bring the Chinese catalogues of the pages up to date: new texts are empty, those that are gone are gone.

python docs/catalogues.py
"""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

DOCS = Path(__file__).parent
CATALOGUES = DOCS / "locale" / "zh_CN" / "LC_MESSAGES"
AS_IT_IS = {"api", "assumed", "benchmarks", "evidence", "glossary", "in-force", "kept", "law-map"}
"""Made by scripts in both languages; or made from docstrings, or measured, in the language of the code."""


def updated(template: Path, kept: Path) -> bytes:
    """The catalogue of a page: its texts now, each with the Chinese that it had."""
    found = Catalog(locale="zh_CN", project="benefitcalc", fuzzy=False)
    if kept.exists():
        with kept.open("rb") as file:
            found = read_po(file, locale="zh_CN")
    with template.open("rb") as file:
        now = read_po(file)
    had = {each.id: each.string for each in found}
    made = Catalog(locale="zh_CN", project="benefitcalc", fuzzy=False, header_comment="# Chinese of a page.")
    for each in now:
        if each.id:
            made.add(each.id, had.get(each.id, ""))
    written = BytesIO()
    write_po(written, made, width=0, omit_header=True)
    return written.getvalue().strip() + b"\n"


def main() -> None:
    """Write every catalogue anew, and say what is left to be translated."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", "-d", f"{folder}/doctrees", str(DOCS), folder]
        subprocess.run(command, check=True)  # noqa: S603 - the documentation's own builder
        templates = {str(each.relative_to(folder).with_suffix("")): each for each in Path(folder).rglob("*.pot")}
        for page in sorted(templates.keys() - AS_IT_IS):
            file = CATALOGUES / f"{page}.po"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(updated(templates[page], file))
            with file.open("rb") as opened:
                left = sum(not each.string for each in read_po(opened) if each.id)
            print(f"{page}: {left} to be translated")
    for file in CATALOGUES.rglob("*.po"):
        if str(file.relative_to(CATALOGUES).with_suffix("")) not in templates:
            file.unlink()


if __name__ == "__main__":
    main()
