"""The picture of a shape: the places of the curve, one's own, the cliffs, and the same in words."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import payout

from benefitcalc import policy
from benefitcalc.core.words import choose
from benefitcalc.facts.reading import known
from benefitcalc.rules import (
    care_home_subsidy,
    chronic_outpatient,
    medical_assistance,
    outpatient_pooling,
    public_welfare_post,
)
from benefitcalc.web.pages.picture import FRAME, _round_numbers, drawings
from benefitcalc.web.replies.rendering import _PAGES, Words

HOME = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}
WORKER = {
    "is_rural": True,
    "age": 30,
    "sex": "female",
    "is_lifted_from_poverty": False,
    "is_low_income": False,
    "has_disability": False,
    "is_unemployed": True,
    "is_in_zero_employment_household": False,
}


def drawn(rule, **facts):
    return drawings(rule, known(facts), policy(rule.estimate(**facts).policy))


def rows(drawing):
    return [(row.place.explain(), *(value.explain() for value in row.values)) for row in drawing.rows]


def numbers(path):
    return [float(each) for each in re.findall(r"-?[0-9.]+", path)]


def test_the_shape_ends_a_little_past_the_last_place_where_it_changes():
    [drawing] = drawn(outpatient_pooling, has_resident_insurance=True, outpatient_cost=800)
    # 1.25 times 1000, from where on the limit holds.
    assert [row[0] for row in rows(drawing)] == ["0.00 yuan", "50.00 yuan", "1,000.00 yuan", "1,250.00 yuan"]
    assert rows(drawing)[2] == ("1,000.00 yuan", "475.00 yuan", "712.50 yuan", "736.25 yuan")


def test_ones_own_point_lies_on_the_line():
    [drawing] = drawn(outpatient_pooling, has_resident_insurance=True, outpatient_cost=800)
    assert drawing.own_says.explain() == "You: 800.00 yuan → 562.50 yuan"
    assert drawing.own.x == round(FRAME.left + 800 / 1250 * (FRAME.right - FRAME.left), 1)
    assert drawing.own.y == round(FRAME.bottom - 562.5 / 736.25 * (FRAME.bottom - FRAME.top), 1)


def test_a_point_far_out_is_still_on_the_picture():
    [drawing] = drawn(chronic_outpatient, has_resident_insurance=True, has_chronic_recognition=True, chronic_cost=10**9)
    assert drawing.own.x == FRAME.right
    assert rows(drawing)[-1][0] == "1,000,000,000.00 yuan"


@pytest.mark.parametrize("cost", [None, "600..800"])
def test_without_a_value_of_ones_own_there_is_no_point(cost):
    [drawing] = drawn(outpatient_pooling, has_resident_insurance=True, outpatient_cost=cost)
    assert (drawing.own, drawing.own_says) == (None, None)


def test_a_range_of_ones_own_lies_on_the_picture():
    cost, *_ = drawn(care_home_subsidy, **HOME, care_home_cost="30000..40000")
    assert rows(cost)[-1][0] == "50,000.00 yuan"


def test_a_range_without_an_end_ends_where_the_shape_does():
    [drawing] = drawn(outpatient_pooling, has_resident_insurance=True, outpatient_cost="at least 600")
    assert rows(drawing)[-1][0] == "1,250.00 yuan"


def test_what_changes_nothing_need_not_be_known_for_a_picture():
    [drawing] = drawn(
        medical_assistance, is_dibao=True, eligible_cost=30_000, basic_insurance_paid=20_000, critical_illness_paid=0
    )
    assert drawing.own_says.explain() == "You: 30,000.00 yuan → 7,500.00 yuan"


def test_each_of_a_few_stars_has_its_figures():
    *_, stars = drawn(care_home_subsidy, **{**HOME, "care_home_stars": None}, care_home_cost=1_000)
    assert [row[2] for row in rows(stars)] == ["0.00 yuan", "800.00 yuan", "800.00 yuan", *["0.00 yuan"] * 3]
    assert rows(stars)[0][1:] == ("0.00 yuan", "0.00 yuan", "800.00 yuan")


def test_a_cliff_is_drawn_where_the_amount_jumps():
    cost, age = drawn(care_home_subsidy, **HOME, care_home_cost=36000)
    assert cost.cliffs == ()
    [cliff] = age.cliffs
    assert (cliff.below, cliff.at, cliff.above) == (FRAME.bottom, FRAME.top, FRAME.top)
    assert cliff.x == round(FRAME.left + 60 / 100 * (FRAME.right - FRAME.left), 1)
    assert age.line.count("M") == 2


def jumping(there):
    """Nothing below 1,000 yuan, 400 above, and so much there."""
    return payout(
        outpatient_pooling,
        lambda f, _, __: choose(f.outpatient_cost == 1_000_00, there, choose(f.outpatient_cost >= 1_000_00, 400_00, 0)),
    )


@pytest.mark.parametrize(("there", "hollow"), [(0, [400]), (100_00, [0, 400]), (400_00, [0])])
def test_at_a_jump_the_value_that_holds_is_full_and_every_other_end_is_hollow(there, hollow):
    [drawing] = drawn(jumping(there), has_resident_insurance=True, outpatient_cost=500)
    [cliff] = drawing.cliffs

    def height(value):
        return round(FRAME.bottom - value / 400 * (FRAME.bottom - FRAME.top), 1)

    assert (cliff.below, cliff.at, cliff.above) == (height(0), height(there / 100), height(400))
    assert cliff.hollow == [height(each) for each in hollow]
    assert [row[2] for row in rows(drawing) if row[0] == "1,000.00 yuan"] == [f"{there // 100}.00 yuan"]


def test_the_page_draws_the_full_end_and_the_hollow_ones_of_a_jump():
    [drawing] = drawn(jumping(100_00), has_resident_insurance=True, outpatient_cost=500)
    [cliff] = drawing.cliffs
    chart = _PAGES.from_string('{% from "parts.html" import chart with context %}{{ chart(drawing, "it", 1) }}')
    shown = chart.render(drawing=drawing, t=Words("en"), said=lambda message: message.explain("en"))
    assert [float(y) for y in re.findall(r'class="hollow" [^>]*cy="([0-9.]+)"', shown)] == [cliff.below, cliff.above]
    assert [float(y) for y in re.findall(r'class="dot" [^>]*cy="([0-9.]+)"', shown)] == [cliff.at]


# What is run ------------------------------------------------------------------------------------------------------


def counted(rule):
    """The rule, and a list that grows with every run of its body."""
    runs = []

    def assess(facts, terms):
        runs.append(facts)
        return rule.assess(facts, terms)

    return replace(rule, assess=assess), runs


def test_where_six_unknown_facts_matter_the_body_runs_once_to_find_that_nothing_can_be_drawn():
    rule, runs = counted(public_welfare_post)
    assert list(rule.estimate(age=30, sex="female").facts.values()).count(None) == 6
    facts, law = known({"age": 30, "sex": "female"}), policy("zhangdian-2022")
    runs.clear()
    assert drawings(rule, facts, law) == []
    assert len(runs) == 1


def test_a_shape_over_an_age_is_read_off_the_ages_that_are_told_apart():
    rule, runs = counted(public_welfare_post)
    facts, law = known(WORKER), policy("zhangdian-2022")
    runs.clear()  # it was read when it was made
    [drawing] = drawings(rule, facts, law)
    # Once for each view of the terms, once for oneself, and for each row by each view: no age is looked at by itself.
    assert len(runs) == 3 + 1 + 3 * len(drawing.rows)


def test_a_shape_over_a_cost_runs_the_body_twice_for_each_view():
    rule, runs = counted(outpatient_pooling)
    facts, law = known({"has_resident_insurance": True, "outpatient_cost": 800}), policy("zhangdian-2022")
    runs.clear()  # it was read when it was made
    [drawing] = drawings(rule, facts, law)
    # To find what matters, and to read the curve.
    assert len(runs) == 3 * 2 + 1 + 3 * len(drawing.rows)


def test_an_unknown_count_is_what_the_shape_is_drawn_along():
    [stars] = drawn(care_home_subsidy, **{**HOME, "care_home_stars": None}, care_home_cost=36000)
    assert stars.over == "care_home_stars"
    assert rows(stars)[0] == ("0 stars", "0.00 yuan", "0.00 yuan", "28,800.00 yuan")


def test_where_no_money_is_given_it_is_who_is_eligible():
    [drawing] = drawn(public_welfare_post, **WORKER)
    assert [tick.says.explain() for tick in drawing.up] == ["no", "yes"]
    assert ("45 years", "yes", "yes", "yes") in rows(drawing)
    assert drawing.own_says.explain() == "You: 30 years → no"


def test_somebody_older_than_most_is_on_the_picture():
    drawing = drawn(care_home_subsidy, **{**HOME, "age": 110}, care_home_cost=1000)[-1]
    assert rows(drawing)[-1][0] == "110 years"


@pytest.mark.parametrize(
    "facts",
    [
        {"has_resident_insurance": False, "outpatient_cost": 800},
        {"outpatient_cost": 800},
        {},
    ],
)
def test_nothing_is_drawn_of_what_is_not_known_or_always_nought(facts):
    assert drawn(outpatient_pooling, **facts) == []


def test_a_shape_begins_where_the_facts_let_it():
    known = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    [drawing] = drawn(
        medical_assistance, **known, eligible_cost=9000, basic_insurance_paid=5000, critical_illness_paid=0
    )
    assert rows(drawing)[0] == ("5,000.00 yuan", "0.00 yuan", "0.00 yuan", "0.00 yuan")


def test_a_shape_without_a_bend_goes_on_for_a_while():
    [cost, *_] = drawn(care_home_subsidy, **HOME, care_home_cost=None)
    assert rows(cost)[-1][0] == "1,000.00 yuan"


def test_an_end_without_money_is_no_place_of_its_own():
    [cost, *_] = drawn(care_home_subsidy, **HOME, care_home_cost="0.01")
    assert [tick.says.explain() for tick in cost.along] == ["0", "1"]


@pytest.mark.parametrize(
    ("cost", "zh", "en"),
    [
        ("3000", "0 1,000 2,000 3,000", "0 1,000 2,000 3,000"),
        ("36000", "0 20,000 40,000", "0 20,000 40,000"),
        ("1200000", "0 50万 100万 150万", "0 500K 1M 1.5M"),
        ("1000000000", "0 2.5亿 5亿 7.5亿 10亿", "0 250M 500M 750M 1B"),
    ],
)
def test_figures_of_a_large_cost_are_short_in_each_language(cost, zh, en):
    [drawing, *_] = drawn(care_home_subsidy, **HOME, care_home_cost=cost)
    for lang, expected in (("zh", zh), ("en", en)):
        assert " ".join(tick.says.explain(lang) for tick in drawing.along) == expected


def width(text):
    """How wide a figure is on the picture, at most: a character of 15 units, or half of that."""
    return sum(15 if each in "万亿千" else 4.5 if each in ",." else 13 if each in "KMB" else 9 for each in text)


@given(st.integers(1, 10**9) | st.integers(1, 10**6), st.sampled_from(["zh", "en"]))
@settings(deadline=None)
def test_no_two_figures_of_an_axis_run_together_and_all_stand_beside_the_picture(cost, lang):
    [drawing, *_] = drawn(care_home_subsidy, **HOME, care_home_cost=cost)
    placed = [(tick.at, width(tick.says.explain(lang))) for tick in drawing.along]
    for (one, wide), (other, wider) in pairwise(placed):
        assert other - one > (wide + wider) / 2 + 3
    assert all(width(tick.says.explain(lang)) <= FRAME.left - 6 for tick in drawing.up)
    assert placed[-1][0] + placed[-1][1] / 2 <= FRAME.width + 16


@given(st.integers(0, 10**9 - 10**6), st.integers(10**6, 10**9))
def test_a_short_figure_is_exactly_where_it_stands(low, high):
    units = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "万": 10**4, "亿": 10**8}
    for at, says in _round_numbers(Fraction(low), Fraction(low + high)):
        for lang in ("zh", "en"):
            number, unit = re.fullmatch(r"([0-9.,]+)(\D?)", says.explain(lang)).groups()
            assert Fraction(number.replace(",", "")) * units[unit] == at


def test_every_place_lies_on_the_picture():
    everyone = [
        *drawn(outpatient_pooling, has_resident_insurance=True, outpatient_cost="12345.67"),
        *drawn(care_home_subsidy, **HOME, care_home_cost=Decimal("36000.55")),
        *drawn(public_welfare_post, **WORKER),
    ]
    for drawing in everyone:
        for path in (drawing.band, drawing.line):
            values = numbers(path)
            assert all(FRAME.left <= x <= FRAME.right for x in values[::2])
            assert all(FRAME.top <= y <= FRAME.bottom for y in values[1::2])
        assert 1 < len(drawing.along) <= 6
        assert 1 < len(drawing.up) <= 6
