"""The law map: every statement of the announcement has its rule or its reason, and whatever it names is there.

Each check is tried on the map and on a map with a fault in it.
"""

import os
import re
from pathlib import Path

import law_map
import pytest
from pydantic import ValidationError

import benefitcalc as bc
from benefitcalc.rules import ANNOUNCED

TEXT = law_map.DATA.read_text(encoding="utf-8")
LAW = law_map.read(TEXT)


def faulty(old: str, new: str, of: str = "") -> law_map.LawMap:
    """The map with one thing changed, the first after the id of a statement."""
    before, mark, after = TEXT.partition(f'id = "{of}"') if of else ("", "", TEXT)
    assert old in after
    return law_map.read(before + mark + after.replace(old, new, 1))


def without(name: str, text: str = TEXT) -> law_map.LawMap:
    """The map without one of its statements."""
    left = re.sub(rf'\[\[parts\.statements\]\]\nid = "{name}"\n(?:[^\[\n].*\n)+', "", text)
    assert left != text
    return law_map.read(left)


# Each statement by itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "of", "why"),
    [
        ('because = "kindergartens"\n', "", "kindergartens", "kindergartens: because is missing"),
        ('because = "support"\n', "", "willing", "willing: because is missing"),
        ('kind = "not computable"\n', "", "schools", "schools: kind is missing"),
        ('kind = "not computable"', 'kind = "computed"', "schools", "rule is missing, lines is missing"),
        ('rule = "chronic_outpatient"\n', "", "chronic", "chronic: rule is missing"),
        ("tests = [", "cases = [", "subsidy_rate", "Cannot overwrite a value"),
        ('lines = ["subsidy", "payout"]', "lines = []", "subsidy_rate", "subsidy_rate: lines is missing"),
        ('terms = ["rate"]', "terms = []", "subsidy_rate", "subsidy_rate: terms is missing"),
        ('repeats = "chronic"', 'repeats = "chronic"\nkind = "computed"', "point_chronic", "kind is too much"),
        ('says.zh = "第一是产业品质"', 'says.zh = " "', "point_industry", "is empty"),
        ('says.en = "The first is for industry"', "", "point_industry", "says.en"),
        ('zh = "只写明有多少项', 'zh = ""\n# "', "", "is empty"),
    ],
)
def test_a_statement_that_is_not_complete_does_not_load(old, new, of, why):
    with pytest.raises((ValidationError, ValueError), match=why):
        faulty(old, new, of)


def test_a_statement_has_a_class_and_what_carries_it_out_or_the_reason_why_nothing_does():
    for each in map(LAW.in_full, LAW.statements):
        assert each.kind in law_map.KINDS
        assert each.kind == "computed" or LAW.reasons[each.because]
        assert each.kind == "not computable" or (each.rule and each.lines and each.terms and each.tests)


# What is named is there, and what is there is named -------------------------------------------------------


def test_whatever_a_statement_names_is_there():
    assert list(law_map.unknown(LAW)) == []


@pytest.mark.parametrize(
    ("old", "new", "of", "why"),
    [
        ('"is_recognised"', '"is_recognized"', "chronic", "chronic: there is no is_recognized in lines"),
        ('terms = ["rate"', 'terms = ["rates"', "chronic", "chronic: there is no rates in terms"),
        ('"about_65_percent"', '"about_66_percent"', "chronic", "chronic: there is no about_66_percent in proofs"),
        ('"10,000"', '"10,001"', "chronic", "chronic: there is no 10,001 in cases"),
        ("::test_the_", "::test_a_", "chronic", "chronic: there is no tests/rules/test_chronic_outpatient.py::test_a_"),
        ("test_chronic_outpatient.py", "test_chronic.py", "chronic", "there is no tests/rules/test_chronic.py::test"),
        ('rule = "chronic_outpatient"', 'rule = "chronic"', "chronic", "chronic: there is no rule chronic"),
        ('place = "education"', 'place = "schooling"', "schools", "schools: there is no place schooling"),
        ('because = "schools"', 'because = "school"', "schools", "schools: there is no because school"),
        ('because = "schools"', 'because = "kindergartens"', "schools", "the because schools is of no statement"),
        ('repeats = "schools"', 'repeats = "school"', "point_schools", "point_schools: school is no statement in full"),
        ('repeats = "schools"', 'repeats = "point_willing"', "point_schools", "is no statement in full"),
        ('id = "schools"', 'id = "kindergartens"', "", "kindergartens stands twice"),
    ],
)
def test_a_name_of_nothing_is_found(old, new, of, why):
    assert any(problem.startswith(why) or why in problem for problem in law_map.unknown(faulty(old, new, of)))


def test_every_rule_line_term_and_promise_is_asked_for_by_a_statement():
    assert list(law_map.uncovered(LAW)) == []


@pytest.mark.parametrize("rule", ANNOUNCED, ids=lambda rule: rule.name)
def test_a_rule_that_no_statement_asks_for_is_found(rule):
    others = "outpatient_pooling" if rule.name != "outpatient_pooling" else "chronic_outpatient"
    law = law_map.read(TEXT.replace(f'rule = "{rule.name}"', f'rule = "{others}"'))
    problems = list(law_map.uncovered(law))
    assert f"no statement is carried out by {rule.name}" in problems
    assert {f"no statement has {rule.name}.{name} in terms" for name in rule.terms.entries()} <= {*problems}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("chronic", "no statement has chronic_outpatient.about_65_percent in proofs"),
        ("assistance_rate", "no statement has medical_assistance.rate with the figure of the policy file"),
        ("subsidy_stars", "no statement has care_home_subsidy.most_stars in terms"),
        ("older_rural", "no statement has public_welfare_post.is_older_rural in lines"),
    ],
)
def test_a_statement_of_a_rule_that_is_left_out_is_missed(name, why):
    assert why in list(law_map.uncovered(without(name)))


# Figures --------------------------------------------------------------------------------------------------


def test_figures_agree_in_both_languages_where_they_are_repeated_and_with_the_policy_file():
    assert list(law_map.at_odds(LAW)) == []


@pytest.mark.parametrize(
    ("old", "new", "of", "why"),
    [
        ("17,300", "17,000", "school_places", "school_places: the figures are not the same in both languages"),
        ("10 所", "11 所", "point_kindergartens", "point_kindergartens: the figures are not those of kindergartens"),
        ("80%", "85%", "subsidy_rate", "subsidy_rate: a figure is not the policy file's"),
        ("80%", "80", "subsidy_rate", "subsidy_rate: a figure is not the policy file's"),
    ],
)
def test_a_figure_at_odds_with_another_is_found(old, new, of, why):
    assert why in list(law_map.at_odds(faulty(old, new, of)))


def test_the_items_and_measures_of_the_campaigns_add_up_as_the_map_says():
    counts = [
        LAW.by_id[f"{name}_count"].figures for name in ("education", "healthcare", "care", "employment", "living")
    ]
    items, measures = (sum(map(int, each)) for each in zip(*counts, strict=True))
    whole = LAW.by_id["plan_count"]
    assert whole.figures == [str(items + 1), str(measures)]
    assert f"add up to {items} and their measures to {measures}" in whole.note.en


@pytest.fixture(scope="module")
def announcement():
    original = os.environ.get("BENEFITCALC_ANNOUNCEMENT")
    if original is None:
        pytest.skip("the announcement is not part of the project; give its text in BENEFITCALC_ANNOUNCEMENT")
    return Path(original).read_text(encoding="utf-8")


def test_the_map_leaves_no_figure_term_or_clause_of_the_announcement_out(announcement):
    assert list(law_map.not_of(announcement, LAW)) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("school_places", "1.73万 is stated and not in the map"),
        ("old_estates_area", "151.9万 is stated and not in the map"),
        ("city_circle", "“15分钟生活圈” is named and not in the map"),
        ("focus_party", "“宽、松、软” is named and not in the map"),
        ("compare_results", "nothing is in the map of: 比业绩看贡献"),
    ],
)
def test_a_statement_that_is_left_out_is_missed(announcement, name, why):
    assert why in list(law_map.not_of(announcement, without(name)))


def test_a_figure_that_is_not_stated_is_found(announcement):
    problems = list(law_map.not_of(announcement, faulty("3000 个", "3500 个", "posts")))
    assert problems == ["3000 is stated and not in the map", "posts: 3500 is not stated here"]


# The page -------------------------------------------------------------------------------------------------


def test_the_page_is_what_its_script_makes():
    assert law_map.PAGE.read_text(encoding="utf-8") == law_map.page(LAW)


def test_the_page_has_no_empty_cell():
    lines = [line for line in law_map.page(LAW).splitlines() if line.startswith("|")]
    assert len(lines) > len(LAW.statements)
    assert all(cell.strip() for line in lines for cell in line.strip("|").split("|"))


def test_the_places_of_a_benefit_are_those_of_the_policy_file():
    for each in LAW.statements:
        if each.rule:
            assert LAW.place(each) == bc.policy().benefits[each.rule].place
