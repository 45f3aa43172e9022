"""A population that is prepared once: what laws give it, by hand, by estimates, and beside tables that are summed."""

from decimal import Decimal

import polars as pl
import pytest
from engines import ENGINES, as_columns
from heating import DOCUMENT, made
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import written
from scipy import stats
from strategies import people

import benefitcalc as bc
from benefitcalc.core.amounts import yuan
from benefitcalc.core.rates import Rate
from benefitcalc.core.words import Kind
from benefitcalc.districts import own, using
from benefitcalc.policy.terms import Entry
from benefitcalc.population.solving import Grid, Order
from benefitcalc.rules import medical_assistance, outpatient_pooling, public_welfare_post

RISE = "outpatient_pooling.payment_uplift"
LIMIT_RISE = "outpatient_pooling.limit_uplift"
WITHOUT_RISE = {RISE: "0", LIMIT_RISE: "0"}
PEOPLE = pl.DataFrame(
    {
        "has_resident_insurance": [True, True, True, False, True],
        "outpatient_cost_fen": [800_00, 2_000_00, 40_00, 900_00, -1],
        "town": ["a", "b", "a", "a", "b"],
        "stands_for": [1, 10, 1, 1, 1],
    }
)
MADE_UP = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": [150_00, 250_00]})
"""Two people with 100 and 200 yuan above the deductible of 50."""


@pytest.mark.parametrize("name", ENGINES)
def test_totals_and_people_reached_by_hand_from_every_kind_of_table(name):
    # 800: (800 - 50) x 0.75 = 562.50. 2,000: the limit of 712.50. 40 and who is not insured: nothing.
    found = bc.simulation(ENGINES[name].made(PEOPLE), rules=outpatient_pooling, by="town").run()
    a, b = found.of("outpatient_pooling", town="a"), found.of("outpatient_pooling", town="b")
    assert (a.people, a.with_problem, a.reached, a.total) == (3, 0, 1, Decimal("562.50"))
    assert (b.people, b.with_problem, b.reached, b.total) == (2, 1, 1, Decimal("712.50"))


def test_a_row_counts_as_often_as_its_weight_says():
    [total] = bc.simulation(PEOPLE, rules=outpatient_pooling, weights="stands_for").run().totals
    assert (total.people, total.with_problem, total.reached) == (14, 1, 11)
    assert total.total == Decimal("562.50") + 10 * Decimal("712.50")


def test_the_range_of_a_total_is_what_the_readings_leave():
    # The rise may be none at all: 375 and 475; at most 55 %: 581.25, and 736.25 by the limit.
    [total] = bc.simulation(PEOPLE, rules=outpatient_pooling).run().totals
    assert (total.total_at_least, total.total_at_most) == (Decimal("850.00"), Decimal("1317.50"))


@settings(max_examples=25, deadline=None)
@given(st.lists(people(outpatient_pooling), min_size=1, max_size=6), st.integers(0, 100))
def test_it_comes_to_the_sums_of_an_assessed_table_under_a_drawn_reform(drawn, percent):
    rows, reform = as_columns(drawn), {RISE: Decimal(percent) / 100}
    [total] = bc.simulation(rows, rules=outpatient_pooling).run(reform).totals
    policy = bc.policy().with_terms(reform)
    assessed = bc.assess_table(rows, policy=policy, rules=outpatient_pooling)
    columns = ("total", "total_at_least", "total_at_most")
    ends = ("", "_at_least", "_at_most")
    sums = {name: yuan(assessed[f"outpatient_pooling{end}_fen"].sum()) for name, end in zip(columns, ends, strict=True)}
    assert {name: getattr(total, name) for name in columns} == sums


def test_a_reform_of_figures_is_the_reform_of_its_document():
    simulation = bc.simulation(PEOPLE, rules=outpatient_pooling)
    assert simulation.run(WITHOUT_RISE).totals == simulation.run(bc.policy().with_terms(WITHOUT_RISE)).totals


def test_people_whose_amount_depends_on_what_is_missing_are_counted_apart():
    insured = pl.Series([True, None, None, False, True])
    cost = pl.Series([800_00, 800_00, 40_00, None, -1])
    table = PEOPLE.with_columns(has_resident_insurance=insured, outpatient_cost_fen=cost)
    [total] = bc.simulation(table, rules=outpatient_pooling).run().totals
    # Insured or not, 40 yuan give nothing; who is not insured gets nothing whatever the cost.
    assert (total.people, total.with_missing, total.with_problem, total.total) == (5, 1, 1, Decimal("562.50"))


def test_the_stated_comparison_is_that_of_two_policies():
    found = bc.simulation(PEOPLE, rules=outpatient_pooling, by="town").compare(WITHOUT_RISE).stated
    beside = bc.compare(bc.policy().with_terms(WITHOUT_RISE), None, PEOPLE, rules=outpatient_pooling, by="town")
    assert found.changes == beside.changes


def test_a_comparison_has_winners_and_losers_by_all_readings():
    # By the least reading nothing rises; by the most 800 gains 206.25 and 2,000 gains 261.25.
    found = bc.simulation(PEOPLE, rules=outpatient_pooling).compare(WITHOUT_RISE)
    assert (found.at_least.changes[0].gaining, found.at_least.changes[0].gained) == (0, 0)
    assert (found.at_most.changes[0].gaining, found.at_most.changes[0].gained) == (2, Decimal("467.50"))
    assert [row["view"] for row in found.rows()] == ["at_least", "stated", "at_most"]


def test_deciles_hold_a_tenth_of_the_people_each_and_those_without_a_value_apart():
    table = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": 150_00, "income": [*range(20), None]})
    found = bc.simulation(table, rules=outpatient_pooling, deciles="income").run()
    assert [(each.group["decile"], each.people) for each in found.totals] == [
        *((at, 2) for at in range(1, 11)),
        (None, 1),
    ]


def test_people_of_the_same_value_are_in_one_decile():
    table = pl.DataFrame({"has_resident_insurance": True, "outpatient_cost_fen": 150_00, "income": [1] * 10 + [2] * 10})
    found = bc.simulation(table, rules=outpatient_pooling, deciles="income").run()
    assert [(each.group["decile"], each.people) for each in found.totals] == [(1, 10), (6, 10)]


def test_a_sweep_says_of_each_row_which_reform_it_is():
    # 100 and 200 yuan at half of them and half as much, or all as much, again: 0.5 x 1.5 and 0.5 x 2 of 300.
    found = bc.simulation(MADE_UP, rules=outpatient_pooling).sweep({RISE: ["0.5", "1"], LIMIT_RISE: ["1"]})
    told = [(row[RISE], row[LIMIT_RISE], row["total"]) for row in found.rows()]
    assert told == [(Decimal("0.5"), Decimal(1), Decimal("225.00")), (Decimal(1), Decimal(1), Decimal("300.00"))]
    assert found.rows()[0]["reform"] == f"{RISE} = 0.5; {LIMIT_RISE} = 1"


def test_a_budget_is_met_exactly_by_the_least_generous_figure_that_meets_it():
    # 300 yuan at half of it, raised by a share: 150 + 150 x share; 200 yuan are a third. To the fen each of the two
    # is 66.67 from 0.3333 on and 133.33 up to 0.333349.
    found = bc.simulation(MADE_UP, rules=outpatient_pooling).solve(200, RISE)
    assert (found.cost, found.left, found.next_figure) == (200, 0, None)
    assert Decimal("0.3332") < found.figure < Decimal("0.3334")


def test_a_budget_between_two_figures_leaves_what_rounding_does_not_let_be_spent():
    # One person stands for a thousand: the cost goes in steps of 10 yuan. Half of 100 raised by 0.0008 is 50.04.
    table = MADE_UP.head(1).with_columns(many=1000)
    found = bc.simulation(table, rules=outpatient_pooling, weights="many").solve(50_045, RISE)
    assert (found.cost, found.left, found.next_cost) == (50_040, 5, 50_050)
    # 50.045 is reached at 0.0009: from there on it rounds up.
    assert found.next_figure == Decimal("0.0009")
    assert found.figure == Decimal("0.000899")


def test_a_budget_may_be_for_what_a_reform_gives_more():
    found = bc.simulation(MADE_UP, rules=outpatient_pooling).solve(75, RISE, more_than={RISE: "0"})
    # 75 more than 150: half as much again, and rounding leaves a little below that the same.
    assert found.cost == 75
    assert found.found.of("outpatient_pooling").total == 225
    assert Decimal("0.4998") < found.figure <= Decimal("0.5")


def test_a_figure_of_which_less_is_more_generous_is_found_too():
    # 150 and 250 less a deductible of 90: 60 and 160 at 0.75 are 165.
    found = bc.simulation(MADE_UP, rules=outpatient_pooling).solve(165, "outpatient_pooling.deductible")
    assert (found.cost, found.figure.quantize(Decimal(1))) == (165, 90)


@pytest.fixture
def heating(tmp_path):
    """A man and a woman under a made-up law by which men never get less than women: 30 yuan, and 20."""
    with using(own()):
        rule = made()
        yield bc.simulation(HEATED, policy=bc.policy(written(tmp_path, DOCUMENT)), rules=rule)


HEATED = pl.DataFrame({"age": [30, 30], "sex": ["male", "female"], "care_home_stars": 0, "care_home_cost_fen": 90_00})
"""Each gets 7 yuan by age, and what is for men or for women."""


def test_a_figure_is_looked_for_within_the_order_that_the_document_declares(heating):
    # 27 for the woman, 7 and the figure for the man: 60 with 26.
    assert heating.solve(60, "heating_allowance.men").figure == 26
    # 37 for the man, as stated.
    assert heating.solve(60, "heating_allowance.women").figure == 16


def test_a_budget_that_only_a_figure_out_of_order_costs_is_refused_with_the_ends_of_the_order(heating):
    with pytest.raises(bc.Refused, match=r"20\.00 costs 54(\.00)? yuan"):
        heating.solve(40, "heating_allowance.men")
    with pytest.raises(bc.Refused, match=r"30\.00 costs 74(\.00)? yuan"):
        heating.solve(80, "heating_allowance.women")


def test_a_figure_that_no_order_leaves_is_refused_with_what_it_is_compared_with():
    # By one reading it is at least 30 yuan, by another at most 20.
    order = Order(at_least={"grown": 30_00}, at_most={"third": 20_00})
    with pytest.raises(bc.Refused, match=r"^no figure is in the order that the document states with grown, third$"):
        Grid.of(Entry(Kind.MONEY), order)


def test_the_ends_of_an_order_of_rates_are_figures_that_a_document_can_state():
    # Between a third and two thirds, in millionths.
    grid = Grid.of(Entry(Kind.RATE), Order({"lower": Rate(1, 3)}, {"upper": Rate(2, 3)}))
    assert (grid.figure(0), grid.figure(grid.last)) == (Decimal("0.333334"), Decimal("0.666666"))


def test_quantiles_are_costs_of_the_draws():
    # The cost of a rise r is 150 + 150 r yuan: of 0, 0.5 and 1, drawn alike often, 150, 225 and 300.
    simulation = bc.simulation(MADE_UP, rules=outpatient_pooling)
    found = simulation.uncertainty({RISE: ["0", "0.5", "1"], LIMIT_RISE: "0.5"}, n=60, seed=7)
    quantiles = found.of("outpatient_pooling").quantiles
    assert (quantiles["0.05"], quantiles["0.5"], quantiles["0.95"]) == (150, 225, 300)
    assert found == simulation.uncertainty({RISE: ["0", "0.5", "1"], LIMIT_RISE: "0.5"}, n=60, seed=7)


def test_a_distribution_of_scipy_is_drawn_to_figures_that_a_document_can_state():
    simulation = bc.simulation(MADE_UP, rules=outpatient_pooling)
    found = simulation.uncertainty({RISE: stats.uniform(0.4, 0.2), LIMIT_RISE: stats.uniform(0.4, 0.2)}, n=50)
    [costs] = found.costs
    assert 210 <= costs.quantiles["0.05"] <= costs.mean <= costs.quantiles["0.95"] <= 240
    assert found.rows()[0]["draws"] == 50


def test_each_person_gets_what_a_table_says():
    found = bc.simulation(PEOPLE, rules=outpatient_pooling).people(WITHOUT_RISE)
    assert found["outpatient_pooling_fen"].to_list() == [375_00, 475_00, 0, 0, None]


@pytest.mark.parametrize("name", ["polars", "pandas", "pyarrow"])
def test_results_are_tables_of_the_kind_that_the_people_came_in(name):
    table = ENGINES[name].made(PEOPLE)
    simulation = bc.simulation(table, rules=outpatient_pooling)
    found = simulation.frame(simulation.run())
    assert type(found) is type(table)
    assert list(ENGINES[name].back(found)["total"]) == [1275]


def test_what_is_wrong_with_the_columns_is_refused_together():
    with pytest.raises(bc.Refused) as refused:
        bc.simulation(PEOPLE, rules=public_welfare_post, by="street", weights="many", deciles="rank")
    assert [str(each) for each in refused.value.problems] == [
        "public_welfare_post gives no money",
        "street: there is no such column",
        "many: there is no such column",
        "rank: there is no such column",
    ]


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        ([1, 1, -1, 1, None], "2 of 5 weights are missing, negative or above 1000000000"),
        ([1.5, 1, 1, 1, 1], "weights are whole numbers of people, not a column of Float64; round them first"),
    ],
)
def test_weights_that_are_none_are_refused(weights, why):
    with pytest.raises(bc.Refused, match=why):
        bc.simulation(PEOPLE.with_columns(w=pl.Series(weights)), rules=outpatient_pooling, weights="w")


def test_more_deciles_than_rows_and_deciles_of_words_are_refused():
    with pytest.raises(bc.Refused, match="5 rows have a value here, too few for 10 groups"):
        bc.simulation(PEOPLE, rules=outpatient_pooling, deciles="outpatient_cost_fen")
    with pytest.raises(bc.Refused, match="deciles are of numbers, not of a column of String"):
        bc.simulation(PEOPLE, rules=outpatient_pooling, deciles="town")


def test_figures_that_the_law_does_not_have_are_refused_together():
    simulation = bc.simulation(PEOPLE, rules=outpatient_pooling)
    with pytest.raises(bc.Refused) as refused:
        simulation.run({"outpatient_pooling.cap": 1, "bread.rate": "0.5"})
    assert [each.path for each in refused.value.problems] == [("outpatient_pooling.cap",), ("bread.rate",)]
    with pytest.raises(bc.Refused, match="must be a rate"):
        simulation.run({RISE: "2"})


def test_a_budget_that_no_figure_comes_near_is_refused_with_what_they_cost():
    simulation = bc.simulation(MADE_UP, rules=outpatient_pooling)
    told = "no figure costs 400.00 yuan: 0.000000 costs 150.00 yuan, and 1.000000 costs 300.00 yuan"
    with pytest.raises(bc.Refused, match=told):
        simulation.solve(400, RISE)


def test_a_budget_that_is_none_and_a_figure_that_is_none_are_refused_together():
    with pytest.raises(bc.Refused) as refused:
        bc.simulation(MADE_UP, rules=outpatient_pooling).solve(0.5, "outpatient_pooling.cap")
    assert [each.path[0] for each in refused.value.problems] == ["budget", "outpatient_pooling.cap"]


def test_a_vague_figure_without_a_distribution_is_refused_by_name():
    simulation = bc.simulation(MADE_UP, rules=outpatient_pooling)
    with pytest.raises(bc.Refused, match=f"^{LIMIT_RISE}: is vague; name its distribution, or give it one figure$"):
        simulation.uncertainty({RISE: stats.uniform(0.4, 0.2)})


def test_draws_that_no_figure_can_be_are_refused():
    simulation = bc.simulation(MADE_UP, rules=outpatient_pooling)
    with pytest.raises(bc.Refused, match="20 of 20 draws are not from 0 to 1; cut the distribution off there"):
        simulation.uncertainty({RISE: stats.uniform(2, 1), LIMIT_RISE: "0.5"}, n=20)


def test_numbers_of_draws_that_are_none_are_refused_together():
    with pytest.raises(bc.Refused) as refused:
        bc.simulation(MADE_UP, rules=outpatient_pooling).uncertainty([], n=0, seed=-1)
    assert [each.path[0] for each in refused.value.problems] == ["n", "seed", "distribution"]


def test_a_sweep_without_figures_is_refused():
    simulation = bc.simulation(MADE_UP, rules=outpatient_pooling)
    with pytest.raises(bc.Refused, match=r"give figures by their terms, such as benefit\.term, not 5"):
        simulation.sweep(5)
    with pytest.raises(bc.Refused, match=f"{RISE}: give at least one figure"):
        simulation.sweep({RISE: []})
    assert [row[RISE] for row in simulation.sweep({RISE: "0.5"}).rows()] == [Decimal("0.5")]


def test_a_way_of_rounding_or_a_yes_or_no_is_no_figure_for_a_budget():
    none = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    costs = {"eligible_cost_fen": [100_00], "basic_insurance_paid_fen": 0, "critical_illness_paid_fen": 0}
    simulation = bc.simulation(pl.DataFrame({**costs, **none}), rules=medical_assistance)
    with pytest.raises(bc.Refused, match="is no figure of which more is known to be more, or less, generous"):
        simulation.solve(1, "medical_assistance.covers_other_groups")


def test_a_yes_or_no_has_draws_of_both_and_a_figure_without_numbers_none():
    none = {"is_dibao": False, "is_in_extreme_hardship": False, "is_in_other_hardship_group": True}
    costs = {"eligible_cost_fen": [100_00], "basic_insurance_paid_fen": 0, "critical_illness_paid_fen": 0}
    simulation = bc.simulation(pl.DataFrame({**costs, **none}), rules=medical_assistance)
    given = {
        "medical_assistance.covers_other_groups": stats.bernoulli(0.5),
        "medical_assistance.rate": "0.75",
        "medical_assistance.yearly_limit": "none",
    }
    quantiles = simulation.uncertainty(given, n=40).of("medical_assistance").quantiles
    assert (quantiles["0.05"], quantiles["0.95"]) == (0, 75)
