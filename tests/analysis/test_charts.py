"""Charts: what is drawn, in which letters, and that no character is ever an empty box."""

import os
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

import benefitcalc as bc
from benefitcalc.analysis import charts, drawing
from benefitcalc.analysis.shapes import FLAT
from benefitcalc.core.words import when
from benefitcalc.rules import care_home_subsidy, medical_assistance, outpatient_pooling, public_welfare_post

STAY = {"age": 82, "care_need": "full", "is_in_economic_hardship": True, "care_home_stars": 2, "care_home_cost": 3_000}
POOLING = (outpatient_pooling, "outpatient_cost")
INSURED = {"has_resident_insurance": True}


def has_chinese() -> bool:
    try:
        drawing._font(frozenset("居民门诊统筹"))
    except bc.Refused:
        return False
    return True


in_chinese = pytest.mark.skipif(
    not has_chinese() and not os.environ.get("BENEFITCALC_REQUIRE_FONTS"), reason="no font here has Chinese"
)


@pytest.fixture
def drawn(monkeypatch):
    """The figures that are drawn, as they are saved."""
    figures = []
    save = charts.Figure.savefig

    def saved(figure, *arguments, **more):
        figures.append(figure)
        return save(figure, *arguments, **more)

    monkeypatch.setattr(charts.Figure, "savefig", saved)
    return figures


@pytest.mark.parametrize("name", ["shape.svg", "shape.PNG"])
def test_a_chart_is_a_picture_of_the_kind_that_its_name_says(tmp_path, name):
    file = bc.chart(*POOLING, tmp_path / name, lang="en", **INSURED)
    content = file.read_bytes()
    if name.endswith("svg"):
        assert ET.fromstring(content).tag.endswith("svg")
        assert b"<text" not in content  # letters are shapes
    else:
        assert content.startswith(b"\x89PNG")


@in_chinese
@pytest.mark.parametrize("name", ["shape.svg", "shape.png"])
def test_a_chart_in_chinese_has_its_letters(tmp_path, name, drawn, recwarn):
    bc.chart(*POOLING, tmp_path / name, lang="zh", **INSURED)
    [axes] = drawn[0].axes
    assert axes.get_title(loc="left") == "居民门诊统筹"
    assert axes.get_xlabel() == "全年普通门诊的政策范围内费用 (元)"
    assert not [each for each in recwarn if "Glyph" in str(each.message)]


def test_a_character_that_no_font_has_is_refused_with_fonts_that_have_it(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "FONTS", ("Noto Sans CJK SC of nobody", "DejaVu Sans"))
    drawing._font.cache_clear()
    with pytest.raises(bc.Refused, match=r"no font here has .*Debian: fonts-noto-cjk, fonts-wqy-microhei"):
        bc.chart(*POOLING, tmp_path / "shape.svg", lang="zh", **INSURED)
    assert list(tmp_path.iterdir()) == []
    bc.chart(*POOLING, tmp_path / "shape.svg", lang="en", **INSURED)
    drawing._font.cache_clear()


def test_one_chart_is_the_same_file_twice(tmp_path):
    files = [bc.chart(*POOLING, tmp_path / f"{number}.svg", lang="en", **INSURED) for number in (1, 2)]
    assert files[0].read_bytes() == files[1].read_bytes()


def lines_of(figure):
    """The stated line: its straight parts, each by its ends."""
    [axes] = figure.axes
    parts = [line for line in axes.lines if line.get_color() == drawing.COLOURS["stated"] and line.get_lw() == 2]
    return [tuple(zip(part.get_xdata(), part.get_ydata(), strict=True)) for part in parts]


def test_the_line_goes_through_the_points_and_a_little_on(tmp_path, drawn):
    bc.chart(*POOLING, tmp_path / "a.svg", lang="en", **INSURED)
    assert lines_of(drawn[0]) == [
        ((0, 0), (50, 0)),
        ((50, 0), (1_000, 712.5)),
        ((1_000, 712.5), (1_250, 712.5)),
    ]


def test_the_readings_are_shaded(tmp_path, drawn):
    bc.chart(*POOLING, tmp_path / "a.svg", lang="en", **INSURED)
    [axes] = drawn[0].axes
    corners = {tuple(corner) for area in axes.collections for path in area.get_paths() for corner in path.vertices}
    assert {(1_000, 475), (1_000, 736.25), (1_250, 475), (1_250, 736.25)} <= corners


def test_a_range_of_the_fact_is_what_is_drawn(tmp_path, drawn):
    bc.chart(*POOLING, tmp_path / "a.svg", lang="en", outpatient_cost="0..500", **INSURED)
    assert drawn[0].axes[0].get_xlim() == (0, 500)


def test_a_shape_that_never_changes_is_drawn_up_to_something(tmp_path, drawn):
    bc.chart(*POOLING, tmp_path / "a.svg", lang="en", has_resident_insurance=False)
    assert drawn[0].axes[0].get_xlim() == (0, FLAT)


def test_a_jump_is_drawn_as_one(tmp_path, drawn):
    def cliff(facts, terms):
        lines = outpatient_pooling.assess(facts, terms)
        return replace(lines, payout=when(facts.outpatient_cost >= 200_00, lines.payout))

    bc.chart(replace(outpatient_pooling, assess=cliff), "outpatient_cost", tmp_path / "a.svg", lang="en", **INSURED)
    [axes] = drawn[0].axes
    dotted = [list(line.get_xdata()) for line in axes.lines if line.get_ls() == ":"]
    assert dotted == [[200, 200]]
    filled = [line for line in axes.lines if line.get_marker() == "o" and line.get_markerfacecolor() != "white"]
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in filled] == [([200], [112.5])]


def test_what_is_counted_is_drawn_in_marks(tmp_path, drawn):
    person = {**STAY, "care_home_stars": None}
    bc.chart(care_home_subsidy, "care_home_stars", tmp_path / "a.png", lang="en", **person)
    [axes] = drawn[0].axes
    [marks] = axes.lines
    assert list(marks.get_ydata()) == [0, 2_400, 2_400, 0, 0, 0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == list("012345")


def test_levels_are_called_by_their_names(tmp_path, drawn):
    bc.chart(care_home_subsidy, "care_need", tmp_path / "a.png", lang="en", **{**STAY, "care_need": None})
    assert [tick.get_text() for tick in drawn[0].axes[0].get_xticklabels()] == ["none", "partial", "full"]


def test_a_rule_without_money_is_drawn_too(tmp_path, drawn):
    nobody = dict.fromkeys(public_welfare_post.facts._fields, False)
    person = nobody | {"sex": "male", "age": None, "is_rural": True}
    bc.chart(public_welfare_post, "age", tmp_path / "a.png", lang="en", **person)
    [axes] = drawn[0].axes
    assert axes.get_ylabel() == "Eligible"
    [marks] = axes.lines
    assert [x for x, y in zip(marks.get_xdata(), marks.get_ydata(), strict=True) if y] == list(range(45, 66))


def test_another_ending_is_refused_before_anything_is_drawn(tmp_path):
    with pytest.raises(bc.Refused, match=r"shape.pdf: a chart ends in .svg or .png"):
        bc.chart(*POOLING, tmp_path / "shape.pdf", lang="en", **INSURED)


def test_what_a_curve_refuses_a_chart_refuses(tmp_path):
    with pytest.raises(bc.Refused, match="is_dibao: give one value"):
        bc.chart(medical_assistance, "eligible_cost", tmp_path / "a.svg", lang="en")
    with pytest.raises(bc.Refused, match="zh, en"):
        bc.chart(*POOLING, tmp_path / "a.svg", lang="fr", **INSURED)


def test_a_chart_ends_where_its_fact_ends(tmp_path, drawn):
    poor = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    bill = {"eligible_cost": 250_000, "critical_illness_paid": 0}
    bc.chart(medical_assistance, "basic_insurance_paid", tmp_path / "a.svg", lang="en", **poor, **bill)
    assert drawn[0].axes[0].get_xlim() == (0, 250_000)


@pytest.mark.parametrize("given", [None, "don't know"])
def test_a_fact_that_is_not_known_is_no_range_to_be_drawn_whole(tmp_path, drawn, given):
    bc.chart(*POOLING, tmp_path / "a.svg", lang="en", outpatient_cost=given, **INSURED)
    assert drawn[0].axes[0].get_xlim() == (0, 1_250)


def test_texts_are_no_formulas(tmp_path):
    law = bc.policy().model_copy(update={"id": r"a$\frac$ b"})
    assert bc.chart(*POOLING, tmp_path / "a.svg", lang="en", policy=law, **INSURED).exists()


@pytest.mark.parametrize("file", ["nowhere/a.svg", "/proc/a.png", "folder.svg", "a\0.svg"])
def test_a_picture_that_cannot_be_written_is_refused(tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(bc.Refused, match="cannot be written: "):
        bc.chart(*POOLING, file, lang="en", **INSURED)


def test_what_is_no_file_no_policy_and_no_rule_is_refused_together():
    with pytest.raises(bc.Refused) as refused:
        bc.chart("pooling", "outpatient_cost", 5, lang="fr", policy=3)
    assert len(refused.value.problems) == 4
