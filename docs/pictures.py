"""Make the pictures of the docs: a curve, what was promised, and one picture for each kind of reader.

python docs/pictures.py

Every picture shows real output of this version. The script needs the extra `plot`, the group `test`, Chromium and a
Chinese font. Sphinx takes `name.zh_CN.png` for the Chinese pages and `name.png` for the others. The pictures
`web-*.png` are screenshots of the page: make them first, as docs/web.md says.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.rules import outpatient_pooling
from benefitcalc.web import create_app

IMAGES = Path(__file__).parent / "images"
WIDTH, HEIGHT = 640, 400
"""The size of a picture on the page; its file has half as many dots again."""

ENDS = {"en": ".png", "zh": ".zh_CN.png"}
"""How the name of a picture ends, by its language; Sphinx looks for these."""

STYLE = """
body { margin: 0; width: 640px; height: 400px; overflow: hidden; background: #fafafa; }
pre { margin: 0; padding: 16px 20px 8px; white-space: pre-wrap; }
pre { font: 19px/1.6 "DejaVu Sans Mono", "WenQuanYi Micro Hei Mono", monospace; }
"""

PERSON = (
    "--age 82 --care-need partial --is-in-economic-hardship yes --care-home-stars 2 --care-home-cost 36000 "
    "--on 2023-05-01"
)

PROGRAM = """\
>>> from benefitcalc.rules import outpatient_pooling
>>> answer = outpatient_pooling.estimate(
...     has_resident_insurance=True,
...     outpatient_cost="{cost}",
... )
>>> answer.amount
{amount}
>>> answer.at_least, answer.at_most
{ends}
>>> answer.undecided
{undecided}
"""

COST = {"en": "800", "zh": "800元"}

REQUEST = """\
$ curl '…/api/v1/estimate?detail=amount&lang={lang}' -d '{asked}'
"""

ASKED = {
    "rule": "care_home_subsidy",
    "on": "2023-05-01",
    "facts": {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000"},
}

# The policy file and the body of docs/writing-a-rule.md.
FIGURES = """\
[heating_grant]
rate  = {{ exactly = 0.50, place = "{place}" }}
floor = {{ exactly = 200.00, place = "{place}" }}
limit = {{ about = 900.00, words = "{about}" }}
"""

BODY = """\
# {place}
half = share(rate, of=above(bill, floor))
grant = least(half, limit)
payout = when(is_eligible, grant)
"""

WORDS = {"en": {"place": "page 2", "about": "about"}, "zh": {"place": "第 2 页", "about": "左右"}}


def program(lang: str) -> str:
    """A call from Python, with what it prints."""
    answer = outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost=COST[lang])
    ends = (answer.at_least, answer.at_most)
    return PROGRAM.format(cost=COST[lang], amount=repr(answer.amount), ends=ends, undecided=answer.undecided)


def command(lang: str) -> str:
    """A command in a terminal, with the first lines that it prints."""
    program = Path(sys.executable).with_name("benefitcalc")
    asked = ["estimate", "care_home_subsidy", "--lang", lang, *PERSON.split()]
    done = subprocess.run([program, *asked], capture_output=True, encoding="utf-8", check=True)  # noqa: S603 - ours
    return f"$ benefitcalc estimate care_home_subsidy …\n{done.stdout}"


def request(lang: str) -> tuple[str, str]:
    """A request to the JSON API, and its answer."""
    client = TestClient(create_app(), base_url="http://127.0.0.1")
    answer = client.post(f"/api/v1/estimate?detail=amount&lang={lang}", json=ASKED).json()
    return REQUEST.format(lang=lang, asked=json.dumps(ASKED)), json.dumps(answer, indent=1)


def page_of(*blocks: tuple[str, str]) -> str:
    """A page of HTML with blocks of highlighted code: the language and the code of each."""
    formatter = HtmlFormatter(style="friendly")
    shown = "".join(highlight(code, get_lexer_by_name(language), formatter) for language, code in blocks)
    return f"<style>{STYLE}{formatter.get_style_defs()}</style>{shown}"


def saved(picture: Image.Image, file: Path) -> None:
    """Write a picture in few colours, so that its file is small."""
    picture.convert("RGB").quantize(64).save(file, optimize=True)


def opened(file: Path) -> Image.Image:
    """A picture that keeps no file open."""
    return Image.open(BytesIO(file.read_bytes()))


def shot(page: Page, html: str) -> Image.Image:
    """What Chromium shows of a page."""
    page.set_content(html)
    return Image.open(BytesIO(page.screenshot()))


def texts(lang: str) -> Iterator[tuple[str, str]]:
    """The pictures of text: the reader, and the page."""
    yield "clerk", page_of(("text", command(lang)))
    yield "programmer", page_of(("pycon", program(lang)))
    asked, answered = request(lang)
    yield "integrator", page_of(("text", asked), ("json", answered))
    yield "district", page_of(("toml", FIGURES.format(**WORDS[lang])), ("python", BODY.format(**WORDS[lang])))


def question(lang: str) -> Image.Image:
    """The upper part of a question on the page, below the title of the page."""
    whole = opened(IMAGES / f"web-question-{lang}.png")
    top = whole.height // 5
    return whole.crop((0, top, whole.width, top + whole.width * HEIGHT // WIDTH))


def draw(browser: Browser, folder: Path) -> None:
    """Make every picture in both languages."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.5)
    for lang, end in ENDS.items():
        for reader, html in texts(lang):
            saved(shot(page, html), folder / f"door-{reader}{end}")
        saved(question(lang), folder / f"door-resident{end}")
        insured: dict[str, Any] = {"has_resident_insurance": True}
        curve = bc.chart(outpatient_pooling, "outpatient_cost", folder / f"curve{end}", lang=lang, **insured)
        saved(opened(curve), curve)
        kept = bc.chart(bc.kept(), folder / f"kept{end}", lang=lang)
        saved(opened(kept), kept)
    page.close()


def main() -> None:
    """Make every picture anew."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        draw(browser, IMAGES)
        browser.close()


if __name__ == "__main__":
    main()
