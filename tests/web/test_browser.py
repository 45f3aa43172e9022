"""The page as a resident sees it: Debian's Chromium, a phone's window, no JavaScript, in both languages.

With BENEFITCALC_WRITE_IMAGES=1 the screenshots of the docs are made anew.
"""

import io
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from serving import DAY

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.person.needs import NEEDS
from benefitcalc.rules import ANNOUNCED, care_home_subsidy
from benefitcalc.text.message import say
from benefitcalc.web.replies import texts

PHONE = {"width": 390, "height": 844}
IMAGES = Path(__file__).parents[2] / "docs" / "images"

TOGETHER = len(bc.screen({}, on=DAY).estimates)
"""So many benefits are asked about together."""

GRANDMOTHER = {
    "age": "82",
    "care_need": "partial",
    "is_in_economic_hardship": "yes",
    "care_home_cost": "3000",
    "has_resident_insurance": "yes",
    "outpatient_cost": "800",
    "has_chronic_recognition": "no",
    "is_in_extreme_hardship": "no",
    "is_dibao": "no",
    "is_in_other_hardship_group": "no",
}
"""Who does not know how many stars the home has; what is not here she does not know either."""


class Visit:
    """One person's visit to the page, and everything that the browser did for it."""

    def __init__(self, browser, address, tmp_path, lang, *, javascript=False):
        self.site = "http://{}:{}".format(*address)
        self.lang, self.images = lang, tmp_path
        self.context = browser.new_context(
            viewport=PHONE,
            java_script_enabled=javascript,
            bypass_csp=javascript,
            locale={"zh": "zh-CN", "en": "en-GB"}[lang],
        )
        self.page = self.context.new_page()
        self.requests, self.said = [], []
        self.page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - it marks what it is given
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def asked(self):
        """The fact that is asked for; None on another page."""
        field = self.page.locator("main input[name=asked]")
        return field.get_attribute("value") if field.count() else None

    def press(self, text):
        self.click(self.page.locator("main").get_by_role("button", name=text, exact=True).first)

    def press_again(self, does):
        """A button above the page, which shows it in another way."""
        self.click(self.page.locator(f"header button[value$='{does}']"))

    def begin(self):
        """Everything is needed, by whoever answers."""
        for each in self.page.locator("input[name=need]").all():
            each.check()
        self.press(texts.BEGIN.explain(self.lang))

    def alone(self, benefit):
        """One benefit only, from the folded list."""
        self.page.locator("details.ones summary").click()
        self.press(benefit)

    def click(self, button):
        with self.page.expect_navigation():
            button.click()

    def answer(self, given):
        """Answers the question at hand as a person does: by the button that says so, or in the field."""
        if given is None:
            self.press(texts.I_DO_NOT_KNOW.explain(self.lang))
        elif self.page.locator("input#given").count():
            self.page.get_by_label(say(FACTS[self.asked()].question).explain(self.lang)).fill(given)
            self.press(texts.GO_ON.explain(self.lang))
        else:
            self.click(self.page.locator(f"button[name=given][value='{given}']"))

    def tick(self, ticks, person):
        """Ticks what there is of several recognitions."""
        for each in ticks:
            if person.get(each.get_attribute("name")) == "yes":
                each.check()
        self.press(texts.GO_ON.explain(self.lang))

    def interview(self, person):
        """All questions, answered; the facts that were asked for."""
        seen = []
        while name := self.asked():
            seen.append(name)
            self.shoot("question", when=name == "care_home_stars")
            before = len(self.requests)
            ticks = self.page.locator("main input[type=checkbox]")
            if ticks.count():
                self.tick(ticks.all(), person)
            else:
                self.answer(person.get(name))
            assert len(self.requests) == before + 1, "a step is one request"
        return seen

    def shoot(self, name, *, when=True, of=None):
        if when:
            folder = IMAGES if os.environ.get("BENEFITCALC_WRITE_IMAGES") == "1" else self.images
            (of or self.page).screenshot(path=folder / f"web-{name}-{self.lang}.png")

    def check(self):
        """Nothing was said on the console, kept, fetched from elsewhere, or put into an address."""
        assert self.said == []
        assert self.context.cookies() == []
        allowed = {
            f"{self.site}/",
            *(f"{self.site}/{lang}/{end}" for lang in ("zh", "en") for end in ("", "ask", "forget")),
        }
        assert {request.url for request in self.requests if not request.url.startswith("data:")} <= allowed


@pytest.fixture
def visit(chromium, address, tmp_path):
    """Opens visits, and closes them."""
    visits = []

    def opened(lang, **more):
        visits.append(Visit(chromium, address, tmp_path, lang, **more))
        return visits[-1]

    yield opened
    for each in visits:
        each.context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_resident_who_does_not_know_the_stars_gets_an_answer(visit, lang):
    here = visit(lang)
    here.page.goto(here.site)
    assert here.page.url == f"{here.site}/{lang}/"
    here.shoot("start")
    here.begin()
    seen = here.interview(GRANDMOTHER)
    assert "care_home_stars" in seen
    assert len(seen) == len(set(seen)) <= 12
    assert here.page.locator("article").count() == TOGETHER
    here.page.locator("article[aria-labelledby=outpatient_pooling] .basis > summary").click()
    here.shoot("curve", of=here.page.locator("article[aria-labelledby=outpatient_pooling] figure"))
    card = here.page.locator("article[aria-labelledby=care_home_subsidy]")
    said = {"zh": "0.00 元 至 2,400.00 元", "en": "0.00 yuan to 2,400.00 yuan"}
    assert said[lang] in card.locator(".told").text_content()
    here.click(card.get_by_role("button", name=texts.ONLY_THIS.explain(lang)))
    here.shoot("result")
    sheet = PdfReader(io.BytesIO(here.page.pdf(prefer_css_page_size=True)))
    assert [len(sheet.pages), round(sheet.pages[0].mediabox.height)] == [1, 842]  # A4, in points
    assert "2,400.00" in sheet.pages[0].extract_text()
    here.check()


NOTHING = dict.fromkeys(FACTS, "unknown")


@pytest.mark.parametrize(
    ("lang", "person"), [("zh", GRANDMOTHER), ("zh", NOTHING), ("en", NOTHING)], ids=["known", "nothing", "nothing-en"]
)
def test_the_result_of_each_benefit_is_one_sheet_of_paper(visit, lang, person):
    here = visit(lang)
    for rule in ANNOUNCED:
        form = {**person, "benefit": rule.name, "do": "result"}
        fields = "".join(f'<input name="{name}" value="{value}">' for name, value in form.items())
        here.page.set_content(f'<form method="post" action="{here.site}/{lang}/ask">{fields}<button>go</button></form>')
        here.click(here.page.get_by_role("button"))
        assert len(PdfReader(io.BytesIO(here.page.pdf(prefer_css_page_size=True))).pages) == 1, rule.name
    here.check()


def test_all_that_applies_is_one_sheet_and_each_benefit_another(visit):
    here = visit("zh")
    here.page.goto(f"{here.site}/zh/")
    here.begin()
    here.interview(GRANDMOTHER)
    sheets = PdfReader(io.BytesIO(here.page.pdf(prefer_css_page_size=True))).pages
    titles = here.page.locator("article h2").all_inner_texts()
    assert len(sheets) == 1 + len(titles)
    first, *others = (sheet.extract_text() for sheet in sheets)
    assert all(title in first for title in titles)
    assert all(title in sheet for title, sheet in zip(titles, others, strict=True))


def test_a_printed_page_is_of_11_points(visit):
    here = visit("zh", javascript=True)
    here.page.goto(f"{here.site}/zh/")
    here.press_again("larger")
    here.alone("养老机构补贴")
    here.click(here.page.get_by_role("button", name=texts.I_DO_NOT_KNOW.explain("zh")))
    here.click(here.page.get_by_role("button", name=texts.SEE_RESULT.explain("zh")))
    here.page.emulate_media(media="print")
    sizes = here.page.evaluate(
        """() => [...document.querySelectorAll("main p, main li, main dd")].filter(each => each.offsetParent)
        .map(each => parseFloat(getComputedStyle(each).fontSize) * 72 / 96)"""
    )
    assert min(sizes) >= 11


def test_answers_may_be_changed_and_gone_back_to_and_the_language_too(visit):
    here = visit("zh")
    here.page.goto(f"{here.site}/zh/")
    here.alone("养老机构补贴")
    here.answer("70")
    here.press("← 返回上一题")
    assert here.page.locator("#given").input_value() == "70"
    here.answer("82")
    here.click(here.page.get_by_role("button", name="English"))
    assert here.page.locator("html").get_attribute("lang") == "en"
    here.lang = "en"
    here.interview(GRANDMOTHER)
    here.click(here.page.get_by_role("button", name="Change: Star rating of the care home"))
    here.answer("2")
    assert here.page.locator(".told").inner_text() == "2,400.00 yuan for the period of the cost."
    assert here.page.locator(".word").all_inner_texts() == ["As announced then"]
    here.check()


def test_back_forward_and_reload_work_until_everything_is_forgotten(visit):
    here = visit("zh")
    here.page.goto(f"{here.site}/zh/")
    here.begin()
    first = here.page.title()
    here.answer("yes")
    second = here.page.title()
    here.page.go_back()
    assert here.page.title() == first
    here.page.go_forward()
    assert here.page.title() == second
    here.page.reload()
    assert here.page.title() == second
    here.press(texts.FORGET.explain("zh"))
    assert here.page.url == f"{here.site}/zh/"
    assert here.page.locator("input[type=hidden]").count() == 0
    with pytest.raises(Exception, match="ERR_CACHE_MISS"):
        here.page.go_back()


def test_a_mistake_is_told_beside_the_field_that_it_is_of(visit):
    here = visit("zh")
    here.page.goto(f"{here.site}/zh/")
    here.alone("养老机构补贴")
    here.page.locator("#given").fill("八十多")
    here.press(texts.GO_ON.explain("zh"))
    assert here.page.title().startswith("有误：")
    here.page.get_by_role("alert").get_by_role("link").click()
    assert here.page.locator("#given:focus").input_value() == "八十多"
    here.press("是，80～89")
    assert here.asked() != "age"


def test_enter_in_a_field_goes_on_and_presses_no_other_button(visit):
    here = visit("zh")
    here.page.goto(f"{here.site}/zh/")
    here.alone("养老机构补贴")
    here.page.locator("#given").fill("82")
    with here.page.expect_navigation():
        here.page.locator("#given").press("Enter")
    assert "/zh/" in here.page.url
    assert here.asked() != "age"


def test_what_is_typed_is_still_there_in_the_other_language(visit):
    here = visit("zh")
    here.page.goto(f"{here.site}/zh/")
    here.alone("养老机构补贴")
    here.page.locator("#given").fill("八十多")
    here.click(here.page.get_by_role("button", name="English"))
    assert here.page.locator("#given").input_value() == "八十多"


def test_the_keyboard_is_enough(visit):
    here = visit("en")
    here.page.goto(f"{here.site}/en/")
    here.page.keyboard.press("Tab")
    assert here.page.locator(":focus").inner_text() == texts.SKIP.explain("en")
    here.page.keyboard.press("Enter")
    here.page.keyboard.press("Tab")
    assert here.page.locator(":focus").get_attribute("value") == "self"
    here.page.keyboard.press("Tab")
    here.page.keyboard.press("Space")
    assert here.page.locator("input[name=need]:checked").count() == 1
    with here.page.expect_navigation():
        here.page.keyboard.press("Enter")
    assert here.asked() == "has_resident_insurance"
    here.page.locator("button[name=given]").first.focus()
    with here.page.expect_navigation():
        here.page.keyboard.press("Enter")
    assert here.asked() != "has_resident_insurance"
    here.check()


SMALL = """() => [...document.querySelectorAll("a:not(.skip), button, summary, label.tick, input:not([type=hidden])")]
  .filter(each => each.offsetParent && !each.closest("label.tick:not(:scope)") && !each.closest("[role=alert]"))
  .filter(each => each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML.slice(0, 80))"""
"""What is lower than 44 pixels and may be pressed; a box is pressed by its label, and a mistake has its field."""


def test_the_text_may_be_twice_as_large_and_stays_so_until_it_is_to_be_small_again(visit):
    here = visit("zh", javascript=True)
    here.page.goto(f"{here.site}/zh/")

    def size():
        return here.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")

    normal = size()
    here.page.locator("input[name=who][value=parent]").check()
    here.press_again("larger")
    assert size() == 2 * normal
    assert here.page.locator("input[name=who]:checked").get_attribute("value") == "parent"
    here.alone("养老机构补贴")
    assert size() == 2 * normal
    here.page.locator("#given").fill("82")
    here.press_again("smaller")
    assert size() == normal
    assert here.page.locator("#given").input_value() == "82"
    here.press(texts.GO_ON.explain("zh"))
    here.press_again("larger")
    here.click(here.page.get_by_role("button", name=texts.SEE_RESULT.explain("zh")))
    assert size() == 2 * normal


@pytest.mark.parametrize("need", NEEDS)
def test_at_twice_the_text_every_question_of_a_small_phone_begins_with_a_way_to_go_on(visit, need):
    here = visit("zh")
    here.page.set_viewport_size({"width": 360, "height": 640})
    here.page.goto(f"{here.site}/zh/")
    here.press_again("larger")
    here.page.locator(f"input[name=need][value={need}]").check()
    here.click(here.page.locator("main .primary"))
    while here.asked():
        field, goes_on = here.page.locator("input#given"), here.page.locator("main .primary, main .choice").first
        for each in (goes_on, *field.all()):
            box = each.bounding_box()
            assert box["y"] + min(box["height"], 44) <= 640
        here.click(here.page.locator("button.unknown"))


def test_a_reader_of_the_screen_hears_a_question_in_the_order_of_the_page(visit):
    here = visit("en")
    here.page.goto(f"{here.site}/en/")
    here.alone(care_home_subsidy.title.explain("en"))
    heard = here.page.locator("body").aria_snapshot()
    order = [
        texts.SKIP.explain("en"),
        texts.LARGER_TEXT.explain("en"),
        "中文",
        'heading "How old are you',
        "textbox",
        texts.GO_ON.explain("en"),
        texts.I_DO_NOT_KNOW.explain("en"),
        texts.GO_BACK.explain("en"),
        texts.FORGET.explain("en"),
    ]
    places = [heard.index(each) for each in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("lang", "light", "large"),
    [
        ("zh", "light", False),
        ("en", "light", False),
        ("zh", "dark", False),
        ("en", "dark", False),
        ("zh", "light", True),
        ("en", "dark", True),
    ],
)
def test_no_page_has_a_barrier_or_is_wider_than_a_phone_or_hard_to_press(visit, lang, light, large):
    here = visit(lang, javascript=True)  # for the check alone; the pages have none
    here.page.emulate_media(color_scheme=light)

    def check():
        found = Axe().run(here.page)
        assert found.violations_count == 0, found.generate_report()
        assert here.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert here.page.evaluate(SMALL) == []

    def begin():
        here.page.goto(f"{here.site}/{lang}/")
        if large:
            here.press_again("larger")

    begin()
    check()
    here.begin()
    here.answer("yes")
    while "together" not in here.page.content():
        here.answer(None)
    check()  # several recognitions at once
    begin()
    here.alone(care_home_subsidy.title.explain(lang))
    check()  # a field
    here.page.locator("#given").fill("?!")
    here.press(texts.GO_ON.explain(lang))
    check()  # a mistake
    here.answer("82")
    check()  # a choice
    here.interview(GRANDMOTHER)
    folded = here.page.locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    check()  # the result, with everything unfolded


def test_one_more_person_is_asked_about_and_one_page_says_who_gets_what(visit):
    here = visit("zh", javascript=True)
    here.page.goto(f"{here.site}/zh/")
    here.begin()
    here.interview(GRANDMOTHER)
    here.press(texts.ONE_MORE.explain("zh"))
    here.page.get_by_label("孩子").check()
    here.begin()
    assert "is_dibao" not in here.interview({})
    assert here.page.locator(".family h3").count() == 2
    here.shoot("family", of=here.page.locator(".family"))
    assert Axe().run(here.page).violations_count == 0
    assert here.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert here.page.evaluate(SMALL) == []
    here.click(here.page.locator(".family").get_by_role("button", name=texts.SEE_ALL_OF_IT.explain("zh")))
    assert here.page.locator("article[aria-labelledby=care_home_subsidy]").count() == 1
    here.press(texts.FORGET.explain("zh"))
    assert here.page.locator("input[type=hidden]").count() == 0
