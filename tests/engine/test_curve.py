"""Curves of rules: worked shapes, around every break fen by fen, and what is refused."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ANYBODY, bread_allowance, written
from strategies import outside, people

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST, yuan
from benefitcalc.core.words import Kind, choose, times
from benefitcalc.facts.fact import FACTS
from benefitcalc.policy.terms import Views
from benefitcalc.rules import RULES, care_home_subsidy, medical_assistance, outpatient_pooling, public_welfare_post

MOST = Decimal(1_000_000_000)
RESIDENT = {"age": 82, "care_need": "full", "is_in_economic_hardship": True}


def shape(curve):
    """Each point as (x, value), in whole or broken yuan."""
    return [(point.x, point.at) for point in curve.points]


# Worked shapes ----------------------------------------------------------------------------------------------------


def test_outpatient_pooling_rises_by_75_percent_from_50_to_1000_and_stays():
    # Half as much again of 50 % is 75 %; of 475 it is 712.50; 712.50 / 0.75 + 50 = 1,000.
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=True)
    assert shape(curve) == [(0, 0), (50, 0), (1000, Fraction(1425, 2)), (10**9, Fraction(1425, 2))]
    assert curve.kinks == curve.points[1:3]
    assert curve.cliffs == ()
    assert [curve.slope_at(x) for x in ("49.99", 50, "999.99", 1000, 10**9)] == [
        0,
        Fraction(3, 4),
        Fraction(3, 4),
        0,
        0,
    ]


@pytest.mark.parametrize(("view", "reached"), [("strict", "999.99"), ("stated", "1000.00"), ("generous", "1000.00")])
def test_the_limit_of_outpatient_pooling_is_reached_at_about_1000_in_every_view(view, reached):
    # Rate and limit rise alike: 475/0.50, 712.50/0.75 and 736.25/0.775 are 950 above the deductible. A fen before
    # that, half of 949.99 is 474.995, which is rounded up to the limit; 75 % is 712.4925 and 77.5 % is 736.24225.
    curve = outpatient_pooling.curve(over="outpatient_cost", view=view, has_resident_insurance=True)
    assert curve.solve(curve.at(MOST)) == ((Decimal(reached), MOST),)


def test_what_the_bill_must_be_to_receive_an_amount():
    # 1,000 / 0.75 is 1,333.33 and a third: 1,333.33 gives 999.9975, so 1,000.00; 1,333.34 gives 1,000.005, so 1,000.01.
    bill = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    curve = medical_assistance.curve(over="eligible_cost", basic_insurance_paid=0, critical_illness_paid=0, **bill)
    assert curve.solve("1000") == ((Decimal("1333.33"), Decimal("1333.33")),)
    assert curve.at("1333.33") == Decimal("1000.00")
    assert curve.at("1333.34") == Decimal("1000.01")


def test_a_flat_shape_gives_one_amount_everywhere_and_no_other():
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=False)
    assert shape(curve) == [(0, 0), (10**9, 0)]
    assert curve.solve(0) == ((Decimal(0), MOST),)
    assert curve.solve(1) == ()


def test_over_the_stars_the_subsidy_is_steps():
    curve = care_home_subsidy.curve(over="care_home_stars", care_home_cost=36000, **RESIDENT)
    assert [(point.x, point.below, point.at) for point in curve.cliffs] == [(1, 0, 28_800), (3, 28_800, 0)]
    assert curve.solve("28800") == ((1, 2),)
    assert curve.at(2) == Decimal("28800.00")
    assert curve.slope_at(2) == 0


def test_over_a_level_and_over_a_yes_or_no_it_is_steps_too():
    person = RESIDENT | {"care_home_stars": 2, "care_home_cost": 1000}
    need = care_home_subsidy.curve(over="care_need", **{**person, "care_need": None})
    assert need.solve(800) == (("partial", "full"),)
    assert need.at("none") == 0
    hardship = care_home_subsidy.curve(over="is_in_economic_hardship", **{**person, "is_in_economic_hardship": None})
    assert hardship.solve(800) == ((True, True),)
    assert hardship.at("no") == 0


def test_a_rule_without_money_has_the_shape_of_who_is_eligible():
    nobody = dict.fromkeys(public_welfare_post.facts._fields, False)
    curve = public_welfare_post.curve(over="age", **nobody | {"is_rural": True, "sex": "female", "age": None})
    assert curve.solve("yes") == ((45, 65),)  # older rural residents, up to the last age
    assert curve.at(45) is True
    assert curve.at(44) is False
    with pytest.raises(bc.Refused, match="'800' is neither yes nor no"):
        curve.solve("800")


def test_a_range_of_the_fact_is_the_part_that_is_looked_at():
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=True, outpatient_cost="0..500")
    assert curve.ends == (0, 500)
    assert curve.solve("712.50") == ()
    with pytest.raises(bc.Refused, match=r"outpatient_cost: '500.01' is not a value from 0.00 to 500.00"):
        curve.at("500.01")


def test_what_facts_imply_of_one_another_ends_the_curve():
    bill = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    curve = medical_assistance.curve(
        over="basic_insurance_paid", eligible_cost=10_000, critical_illness_paid=1_000, **bill
    )
    assert curve.ends == (0, 9_000)
    assert curve.slope_at(0) == Fraction(-3, 4)


def test_the_area_of_a_triangle_and_a_plateau():
    # 950 wide and 712.50 high, then 500 of 712.50.
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=True)
    assert curve.area(0, 1000) == Fraction(950) * Fraction("712.50") / 2
    assert curve.area("1000", Decimal(1500)) == 500 * Fraction("712.50")
    assert (
        curve.area(Fraction(50), Fraction(151, 3)) == Fraction(1, 3) * Fraction(1, 4) / 2
    )  # a third wide, a quarter high


# Invented law -----------------------------------------------------------------------------------------------------


def law(folder, **changes):
    return bc.policy(written(folder, **changes))


def test_a_law_with_a_cliff_a_plateau_and_two_answers(tmp_path):
    # 50 % above 10 yuan up to 30 yuan of bread, so from 70 yuan; nobody is rural below the first age of 18.
    nowhere = law(tmp_path, limit='limit = { exactly = 30.00, place = "page 2" }')
    person = {**ANYBODY, "outpatient_cost": None}
    curve = bread_allowance.curve(over="outpatient_cost", policy=nowhere, **person)
    assert shape(curve) == [(0, 0), (10, 0), (70, 30), (10**9, 30)]
    by_age = bread_allowance.curve(over="age", policy=nowhere, **{**person, "age": None, "outpatient_cost": 100})
    assert [(each.x, each.below, each.at, each.above) for each in by_age.cliffs] == [(18, 0, 30, 30)]
    assert by_age.solve(0) == ((0, 17),)


def test_each_view_of_the_terms_has_its_own_shape(tmp_path):
    person = {**ANYBODY, "outpatient_cost": None}
    slopes = {}
    for view in Views._fields:
        curve = bread_allowance.curve(over="outpatient_cost", view=view, policy=law(tmp_path), **person)
        slopes[view] = curve.slope_at(100)
    assert slopes == {"strict": Fraction(1, 2), "stated": Fraction(1, 2), "generous": 1}


# Every rule -------------------------------------------------------------------------------------------------------

SHAPES = [(rule, over) for rule in RULES for over in rule.facts._fields]


@pytest.mark.parametrize("view", Views._fields)
@pytest.mark.parametrize(("rule", "over"), SHAPES, ids=[f"{rule.name}-{over}" for rule, over in SHAPES])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_around_every_break_the_curve_agrees_with_the_estimate_fen_by_fen(rule, over, view, data):
    facts = data.draw(people(rule))
    person = {name: value for name, value in outside(facts).items() if name != over}
    try:
        curve = rule.curve(over=over, view=view, **person)
    except bc.Refused as refused:
        assert "can only be" in str(refused)  # noqa: PT017 - a payment of a cost of nothing
        return
    terms = getattr(rule.views(rule.law()), view)
    is_money = FACTS[over].kind is Kind.MONEY
    low, high = map(FACTS[over].read, curve.ends)
    for point in curve.points:
        middle = int(point.x * (100 if is_money else 1))
        for x in range(max(low, middle - 3), min(high, middle + 3) + 1):
            lines = rule.assess(rule.facts(**{**facts, over: x}), terms)
            value = curve.at(yuan(x) if is_money else FACTS[over].write(x))
            assert value == (yuan(lines.payout) if rule.gives_money else lines.is_eligible)
            intervals = [[FACTS[over].read(end) for end in each] for each in curve.solve(value)]
            assert any(first <= x <= last for first, last in intervals)


@settings(max_examples=40, deadline=None)
@given(facts=people(outpatient_pooling), a=st.integers(0, 200_000), b=st.integers(0, 200_000))
def test_areas_add_up_and_are_what_lies_below_the_straight_lines(facts, a, b):
    person = {"has_resident_insurance": facts["has_resident_insurance"]}
    curve = outpatient_pooling.curve(over="outpatient_cost", **person)
    low, high = sorted((a, b))
    whole = curve.area(0, 2_000)
    assert curve.area(0, yuan(low)) + curve.area(yuan(low), yuan(high)) + curve.area(yuan(high), 2_000) == whole
    trapezoids = [(other.x - one.x) * (one.above + other.below) / 2 for one, other in pairwise(curve.points)]
    assert curve.area(0, yuan(GREATEST)) == sum(trapezoids)


# What is refused --------------------------------------------------------------------------------------------------


def test_everything_wrong_is_named_at_once():
    with pytest.raises(bc.Refused) as refused:
        outpatient_pooling.curve(over="cost", view="kind", outpatient_cost="-1", policy="nowhere")
    told = str(refused.value)
    assert "over: 'cost' is not one of: has_resident_insurance, outpatient_cost" in told
    assert "view: 'kind' is not one of: strict, stated, generous" in told
    assert "less than zero" in told
    assert "there is no policy nowhere" in told


def test_facts_that_are_not_known_are_named():
    with pytest.raises(bc.Refused) as refused:
        care_home_subsidy.curve(over="care_home_cost", age=82, care_home_stars="1..3")
    named = [str(problem).partition(":")[0] for problem in refused.value.problems]
    assert named == ["care_need", "is_in_economic_hardship", "care_home_stars"]
    assert "a curve is of what is known" in str(refused.value)


def test_what_changes_nothing_need_not_be_known_whatever_it_is():
    # One star or two: the rate is one. Below sixty nothing else matters.
    known = care_home_subsidy.curve(over="care_home_cost", **RESIDENT, care_home_stars=2)
    either = care_home_subsidy.curve(over="care_home_cost", **RESIDENT, care_home_stars="1..2")
    assert either.points == known.points
    young = care_home_subsidy.curve(over="care_home_stars", age=40)
    assert shape(young) == [(0, 0), (5, 0)]


def test_a_curve_is_refused_for_what_matters_and_for_nothing_else():
    # Two groups are of townspeople alone.
    with pytest.raises(bc.Refused) as refused:
        public_welfare_post.curve(over="age", is_rural=True, sex="female")
    assert [str(problem).partition(":")[0] for problem in refused.value.problems] == [
        "is_lifted_from_poverty",
        "is_low_income",
        "has_disability",
    ]


def test_answers_that_come_to_one_curve_are_told_apart_by_nothing_but_the_curve(tmp_path):
    # Either way half of what lies above ten: worked out otherwise, and the same.
    def assess(facts, terms):
        lines = bread_allowance.assess(facts, terms)
        same = choose(facts.is_low_income, lines.bread + facts.outpatient_cost - facts.outpatient_cost, lines.bread)
        return replace(lines, payout=same)

    rule = replace(bread_allowance, assess=assess)
    curve = rule.curve(over="outpatient_cost", policy=law(tmp_path), age=30, is_rural=True)
    assert curve.slope_at(20) == Fraction(1, 2)


def test_a_count_that_is_reckoned_with_is_looked_at_year_by_year(tmp_path):
    # The floor of ten yuan for each year of age.
    rule = replace(
        bread_allowance,
        assess=lambda facts, terms: replace(bread_allowance.assess(facts, terms), payout=times(terms.floor, facts.age)),
    )
    curve = rule.curve(over="age", policy=law(tmp_path), age="16..19", is_rural=True, outpatient_cost=0)
    assert [(int(point.x), point.at * 100) for point in curve.points] == [(age, age * 10_00) for age in range(16, 20)]


def test_a_fact_that_runs_cannot_be_one_value():
    with pytest.raises(bc.Refused, match=r"outpatient_cost: can only be 800.00 here; leave it out, or give a range"):
        outpatient_pooling.curve(over="outpatient_cost", outpatient_cost=800, has_resident_insurance=True)


@pytest.mark.parametrize("given", ["-1", "a lot", None, "1..2", 1.5, "2000000000"])
def test_a_place_that_is_no_value_of_the_fact_is_refused_under_its_name(given):
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=True)
    with pytest.raises(bc.Refused, match=r"^outpatient_cost: "):
        curve.at(given)


def test_an_amount_that_ten_thousand_costs_give_is_found_whole(tmp_path):
    # At a hundredth of a percent each fen of bread is given by ten thousand fen of cost:
    nowhere = law(tmp_path, rate='rate = { exactly = 0.0001, place = "page 2" }')
    curve = bread_allowance.curve(over="outpatient_cost", policy=nowhere, **{**ANYBODY, "outpatient_cost": None})
    # from 50 yuan above the floor, which give half a fen, to a fen less than 150.
    assert curve.solve("0.01") == ((Decimal("60.00"), Decimal("159.99")),)


def test_what_leaves_the_fact_one_value_or_none_is_refused():
    poor = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    for critical in (0, 10**9):
        with pytest.raises(bc.Refused, match=r"eligible_cost: can only be \d+.00 here"):
            medical_assistance.curve(
                over="eligible_cost", basic_insurance_paid=10**9, critical_illness_paid=critical, **poor
            )


def test_a_place_may_be_a_fraction_of_what_the_fact_may_be_and_no_other():
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=True)
    assert curve.at(curve.points[2].x) == Decimal("712.50")
    assert curve.slope_at(Fraction(151, 3)) == Fraction(3, 4)
    for beyond in (Fraction(-5), Fraction(10**10)):
        with pytest.raises(bc.Refused, match=r"is not a value from 0\.00 to 1000000000\.00"):
            curve.slope_at(beyond)
        with pytest.raises(bc.Refused, match="is not a value from"):
            curve.area(0, beyond)
    with pytest.raises(bc.Refused, match="outpatient_cost: "):
        curve.at(Fraction(1, 3))


def test_an_area_the_other_way_round_is_less_than_nothing():
    curve = outpatient_pooling.curve(over="outpatient_cost", has_resident_insurance=True)
    assert curve.area(1000, 50) == -curve.area(50, 1000)


def test_a_yes_or_no_that_changes_nothing_need_not_be_known():
    # Whoever is on Dibao is covered, whatever else they are.
    bill = {"basic_insurance_paid": 0, "critical_illness_paid": 0}
    curve = medical_assistance.curve(over="eligible_cost", is_dibao=True, **bill)
    assert curve.slope_at(0) == Fraction(3, 4)
    with pytest.raises(bc.Refused) as refused:
        medical_assistance.curve(over="eligible_cost", is_dibao=False, is_in_extreme_hardship=False, **bill)
    assert [str(each).partition(":")[0] for each in refused.value.problems] == ["is_in_other_hardship_group"]


def test_where_very_much_is_not_known_each_fact_is_named():
    with pytest.raises(bc.Refused) as refused:
        public_welfare_post.curve(over="age")
    assert len(refused.value.problems) == len(public_welfare_post.facts._fields) - 1
