"""Expected cost against what R's actuar gives, against quadrature, and against a population drawn and assessed."""

import csv
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import inf, sqrt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from invented import ANYBODY, bread_allowance, written
from scipy import integrate, stats

import benefitcalc as bc
from benefitcalc.analysis.moments import by_quadrature, partial_moments
from benefitcalc.rules import (
    care_home_subsidy,
    chronic_outpatient,
    medical_assistance,
    outpatient_pooling,
    public_welfare_post,
)

with (Path(__file__).parent / "actuar.csv").open(encoding="utf-8", newline="") as file:
    ACTUAR = list(csv.DictReader(file))

POOR = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
CASES = {
    "outpatient_pooling": (outpatient_pooling, "outpatient_cost", {"has_resident_insurance": True}),
    "chronic_outpatient": (
        chronic_outpatient, "chronic_cost", {"has_resident_insurance": True, "has_chronic_recognition": True},
    ),
    "medical_assistance": (
        medical_assistance, "eligible_cost", {**POOR, "basic_insurance_paid": 0, "critical_illness_paid": 0},
    ),
    "care_home_subsidy": (
        care_home_subsidy, "care_home_cost",
        {"age": 80, "care_need": "full", "is_in_economic_hardship": True, "care_home_stars": 2},
    ),
}  # fmt: skip
SEVERITIES = {
    "lognormal": stats.lognorm(1.2, scale=900),
    "gamma": stats.gamma(0.7, scale=3_000),
    "exponential": stats.expon(scale=800),
    "Weibull": stats.weibull_min(0.8, scale=1_000),
    "uniform": stats.uniform(20, 3_000),
    "Lomax": stats.lomax(3.5, scale=2_000),
    "Pareto": stats.pareto(2.5, scale=300),
    "shifted gamma": stats.gamma(2.0, loc=40, scale=500),
}
every_case = pytest.mark.parametrize("case", CASES)
every_severity = pytest.mark.parametrize("severity", SEVERITIES)


def expected(case, severity, **more):
    rule, over, facts = CASES[case]
    return bc.expected(rule, over, SEVERITIES[severity], **facts, **more)


# R ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ACTUAR, ids=lambda row: "-".join([*row.values()][:6]))
def test_mean_and_variance_are_those_of_actuar(row, tmp_path):
    shape, scale = float(row["shape"]), float(row["scale"])
    severity = {"lognorm": stats.lognorm, "gamma": stats.gamma}[row["distribution"]](shape, scale=scale)
    rate = f"{float(row['coinsurance']):.4f}"
    law = bc.policy(
        written(
            tmp_path,
            rate=f'rate = {{ exactly = {rate}, place = "here" }}',
            floor=f'floor = {{ exactly = {row["deductible"]}.00, place = "here" }}',
            limit=f'limit = {{ exactly = {float(row["limit"]):.2f}, place = "here" }}',
        )
    )
    person = {**ANYBODY, "outpatient_cost": None}
    found = bc.expected(bread_allowance, "outpatient_cost", severity, policy=law, **person).stated
    mean, square = float(row["mean"]), float(row["square"])
    assert found.mean == pytest.approx(mean, rel=1e-9)
    assert found.variance == pytest.approx(square - mean**2, rel=1e-7)


# Quadrature -------------------------------------------------------------------------------------------------------


@pytest.mark.many_cases
@every_severity
@every_case
def test_mean_and_chances_are_those_of_quadrature(case, severity):
    rule, over, facts = CASES[case]
    of = SEVERITIES[severity]
    curve = rule.curve(over=over, **facts)
    found = expected(case, severity).stated
    [low, *_], places = of.support(), [float(point.x) for point in curve.points[:-1]]

    def amount(x):
        # By hand from the points, as np.interp has them; beyond the last kink the last slope goes on.
        last = curve.points[-2]
        values = [float(point.at) for point in curve.points[:-1]]
        return np.interp(x, places, values) + max(x - places[-1], 0) * float(curve.slope_at(last.x))

    ends = sorted({low, *(place for place in places if place > low), *of.ppf([0.2, 0.5, 0.8, 0.95, 0.999]), inf})
    pieces = pairwise(ends)
    mean = sum(integrate.quad(lambda x: amount(x) * of.pdf(x), one, other, epsabs=1e-10)[0] for one, other in pieces)
    assert found.mean == pytest.approx(mean, rel=1e-6)
    free = max(float(point.x) for point in curve.points if point.at == 0)
    assert found.share_paid == pytest.approx(of.sf(free), abs=1e-9)


@every_severity
@pytest.mark.parametrize("k", [0, 1, 2])
def test_a_partial_moment_by_its_closed_form_is_that_by_quadrature(k, severity):
    of = SEVERITIES[severity]
    closed = partial_moments(of)
    for x in (0.0, 1.0, 45.0, 500.0, 4_000.0, 60_000.0):
        assert closed(k, x) == pytest.approx(by_quadrature(of, k, x), rel=1e-6, abs=1e-9)
    whole = [1.0, of.mean(), of.var() + of.mean() ** 2][k]
    assert closed(k, inf) == pytest.approx(whole, rel=1e-9)


def test_a_distribution_without_a_closed_form_goes_by_quadrature():
    severity = stats.invgauss(0.6, scale=1_500)
    found = bc.expected(outpatient_pooling, "outpatient_cost", severity, has_resident_insurance=True).stated
    # Three quarters of what lies between 50 and 1,000.
    by_hand, _ = integrate.quad(severity.sf, 50, 1_000)
    assert found.mean == pytest.approx(0.75 * by_hand, rel=1e-6)


def test_a_moment_that_does_not_exist_is_infinite():
    heavy = stats.lomax(1.5, scale=1_000)
    found = bc.expected(*CASES["chronic_outpatient"][:2], heavy, **CASES["chronic_outpatient"][2]).stated
    assert found.mean == pytest.approx(0.65 * heavy.expect(lambda x: max(x - 500, 0)), rel=1e-4)
    assert found.variance == inf
    limited = bc.expected(outpatient_pooling, "outpatient_cost", heavy, has_resident_insurance=True).stated
    assert limited.variance < inf


# A histogram --------------------------------------------------------------------------------------------------------

BINS = 200
COUNTS = [(7 * at * at + 3) % 101 + 5 * (BINS - at) for at in range(BINS)]
EDGES = [at + at * at / 128 for at in range(BINS + 1)]  # wider and wider, up to 512.50, each exactly as it stands


def histogram(loc, scale, *, is_density=False):
    heights = np.array(COUNTS) / np.diff(EDGES) / sum(COUNTS) if is_density else COUNTS
    return stats.rv_histogram((heights, EDGES), density=is_density)(loc=loc, scale=scale)


def exactly(loc, scale, slope, free, full):
    """Mean, variance and chances of what is paid, in fractions: so much of what lies above ``free``, up to ``full``."""
    mean = square = paid = limited = Fraction(0)
    for count, one, other in zip(COUNTS, EDGES, EDGES[1:], strict=False):
        low, high = (loc + scale * Fraction(end) for end in (one, other))
        height = Fraction(count, sum(COUNTS)) / (high - low)
        a, b = (min(max(end, free), full) - free for end in (low, high))  # rising evenly from a to b
        over = max(high - max(low, full), 0)
        mean += height * (slope * (b * b - a * a) / 2 + over * slope * (full - free))
        square += height * (slope**2 * (b**3 - a**3) / 3 + over * (slope * (full - free)) ** 2)
        paid += height * max(high - max(low, free), 0)
        limited += height * over
    return mean, square - mean**2, paid, limited


@pytest.mark.parametrize("is_density", [False, True])
@pytest.mark.parametrize(("loc", "scale"), [(0, 4), (64, 2), (3, 1)])
def test_of_a_histogram_all_figures_are_those_worked_out_in_fractions(loc, scale, is_density):
    of = histogram(loc, scale, is_density=is_density)
    found = bc.expected(outpatient_pooling, "outpatient_cost", of, has_resident_insurance=True).stated
    mean, variance, paid, limited = exactly(loc, scale, Fraction(3, 4), 50, 1_000)
    assert found.mean == pytest.approx(float(mean), rel=1e-13)
    assert found.variance == pytest.approx(float(variance), rel=1e-12)
    assert found.share_paid == pytest.approx(float(paid), rel=1e-13)
    assert found.share_at_limit == pytest.approx(float(limited), rel=1e-13)


def test_of_a_histogram_nothing_is_integrated_by_quadrature(monkeypatch):
    monkeypatch.setattr("benefitcalc.analysis.moments.by_quadrature", None)
    assert bc.expected(outpatient_pooling, "outpatient_cost", histogram(0, 1), has_resident_insurance=True)


@pytest.mark.many_cases
@pytest.mark.parametrize("k", [0, 1, 2])
def test_a_partial_moment_of_a_histogram_is_that_by_quadrature(k):
    of = histogram(64, 2)
    for x in (0.0, 63.0, 64.5, 300.0, 5_000.0, inf):
        assert partial_moments(of)(k, x) == pytest.approx(by_quadrature(of, k, x), rel=1e-9)


# A population -----------------------------------------------------------------------------------------------------

PEOPLE = 200_000
PAID = ("basic_insurance_paid", "critical_illness_paid")  # nothing, here


@pytest.mark.parametrize("severity", ["lognormal", "gamma", "uniform"])
@every_case
def test_a_population_that_is_drawn_and_assessed_lies_within_its_own_confidence_interval(case, severity):
    rule, over, facts = CASES[case]
    drawn = SEVERITIES[severity].rvs(PEOPLE, random_state=np.random.default_rng(20220209))
    in_fen = {f"{name}_fen" if name in PAID else name: value for name, value in facts.items()}
    costs = pl.DataFrame({f"{over}_fen": np.rint(drawn * 100).astype("int64")})
    people = costs.with_columns(**{name: pl.lit(value) for name, value in in_fen.items()})
    found = expected(case, severity)
    columns = {"strict": "at_least_fen", "generous": "at_most_fen"}
    by_range = bc.assess_table(people, rules=rule, detail="range")
    amounts = {view: by_range[f"{rule.name}_{column}"] for view, column in columns.items()}
    amounts["stated"] = bc.assess_table(people, rules=rule, detail="amount")[f"{rule.name}_fen"]
    for view, fen in amounts.items():
        told, paid = getattr(found, view), fen.to_numpy() / 100
        error = 4 * paid.std() / sqrt(PEOPLE)
        # The costs are drawn to the fen, and so is what is paid.
        assert abs(paid.mean() - told.mean) <= error + told.rounding + 0.005, view
        share = (paid == told.limit).mean() if told.limit else 0
        assert abs(share - told.share_at_limit) <= 4 * sqrt(told.share_at_limit / PEOPLE) + 1e-3, view


def test_rounding_moves_the_mean_by_no_more_than_half_a_fen_and_not_where_nothing_is_rounded():
    assert 0 < expected("chronic_outpatient", "lognormal").stated.rounding <= 0.005
    # Above the deductible the limit is paid almost at once.
    law = bc.policy().with_terms({"chronic_outpatient.payment_limit": "0.01"})
    assert expected("chronic_outpatient", "gamma", policy=law).stated.rounding < 1e-5


# By hand ----------------------------------------------------------------------------------------------------------


def test_of_a_uniform_cost_up_to_the_limit_the_mean_is_half():
    # From 50 to 1,000 the amount rises evenly from 0 to 712.50.
    found = bc.expected(
        outpatient_pooling, "outpatient_cost", stats.uniform(50, 950), has_resident_insurance=True
    ).stated
    assert found.mean == pytest.approx(356.25)
    assert found.variance == pytest.approx(712.5**2 / 12)
    assert (found.share_paid, found.limit) == (pytest.approx(1), 712.5)
    assert found.share_at_limit == pytest.approx(0, abs=1e-12)


def test_the_layers_add_up_to_the_mean():
    for case in CASES:
        for severity in SEVERITIES:
            for outcome in (getattr(expected(case, severity), view) for view in ("strict", "stated", "generous")):
                assert sum(layer.mean for layer in outcome.layers) == pytest.approx(outcome.mean, rel=1e-9)


def test_a_cliff_is_a_layer_of_its_own_height(tmp_path):
    # Nobody below the first age gets bread: a discrete age, and so no layer; over the stars the subsidy is counted too.
    stars = stats.binom(5, 0.5)
    person = {"age": 80, "care_need": "full", "is_in_economic_hardship": True, "care_home_cost": 36_000}
    found = bc.expected(care_home_subsidy, "care_home_stars", stars, **person)
    # One star or two: 5/32 + 10/32 of 28,800; read generously none counts as well, 1/32 more.
    assert found.stated.mean == pytest.approx(28_800 * 15 / 32)
    assert found.generous.mean == pytest.approx(28_800 * 16 / 32)
    assert found.stated.share_paid == pytest.approx(15 / 32)
    assert found.stated.variance == pytest.approx(28_800**2 * 15 / 32 * 17 / 32)
    assert found.stated.layers == ()


def test_a_member_has_such_costs_as_often_as_is_said():
    # Poisson with 0.3: mean 0.3 m, variance 0.3 (v + m^2). One with a chance of 0.4: variance 0.4 v + 0.24 m^2.
    one = expected("outpatient_pooling", "gamma").stated
    poisson = expected("outpatient_pooling", "gamma", frequency=stats.poisson(0.3)).stated.per_member
    assert poisson.mean == pytest.approx(0.3 * one.mean)
    assert poisson.variance == pytest.approx(0.3 * (one.variance + one.mean**2))
    once = expected("outpatient_pooling", "gamma", frequency=stats.bernoulli(0.4)).stated.per_member
    assert once.variance == pytest.approx(0.4 * one.variance + 0.24 * one.mean**2)
    assert one.per_member is None


def test_a_sample_of_how_often_is_a_frequency():
    # Of 0, 0, 0, 1 and 3 times the mean is 0.8, and the variance 10 / 5 - 0.64 = 1.36.
    found = expected("outpatient_pooling", "gamma", frequency=[0, 0, 0, 1, 3]).stated
    assert found.per_member.mean == pytest.approx(0.8 * found.mean)
    assert found.per_member.variance == pytest.approx(0.8 * found.variance + 1.36 * found.mean**2)


@every_case
def test_the_views_are_in_order(case):
    found = expected(case, "lognormal")
    assert found.strict.mean <= found.stated.mean <= found.generous.mean


def test_a_reform_has_its_own_expectation():
    law = bc.policy().with_terms({"care_home_subsidy.rate": "0.85"})
    found = expected("care_home_subsidy", "gamma", policy=law)
    assert found.policy == "zhangdian-2022+reform"
    assert found.stated.mean == pytest.approx(0.85 * 0.7 * 3_000)


def test_what_is_expected_goes_through_json():
    found = expected("chronic_outpatient", "gamma", frequency=stats.poisson(0.3))
    assert type(found).model_validate_json(found.model_dump_json()) == found
    assert found.stated.layers[-1].high is None  # no limit


UNLIMITED = {
    "generalised Pareto": stats.genpareto(0.6, scale=500),
    "Burr": stats.burr12(1, 1.8, scale=300),
    "Fisk": stats.fisk(2.5, scale=3_000),
    "inverse gamma": stats.invgamma(3, scale=1e4),
    "a histogram": stats.rv_histogram(([999, 1], [55, 65, 66]), density=False)(),
}


@pytest.mark.parametrize("severity", UNLIMITED)
def test_quadrature_loses_no_tail_of_a_benefit_without_a_limit(severity):
    of = UNLIMITED[severity]
    # 65 % of what lies above 500: of the mean, less the chance of more than so much up to there.
    rule, over, facts = CASES["chronic_outpatient"]
    by_hand = 0.65 * (of.mean() - integrate.quad(of.sf, 0, 500, epsabs=0, limit=500, full_output=1)[0])
    assert bc.expected(rule, over, of, **facts).stated.mean == pytest.approx(by_hand, rel=1e-6, abs=1e-6)


class Drawn(stats.rv_continuous):
    """A histogram that is not known to be one."""

    def _cdf(self, x):
        return np.interp(x, [55, 65, 895, 905], [0, 0.999, 0.999, 1])


@pytest.mark.parametrize(
    "two", [stats.rv_histogram(([999, 0, 1], [55, 65, 895, 905]), density=False)(), Drawn(a=55, b=905)()]
)
def test_two_bins_that_lie_far_apart_are_both_met(two):
    # 999 of 1,000 people have 55 to 65 yuan, and one 895 to 905: 75 % of 10 and of 850 above the deductible.
    found = bc.expected(outpatient_pooling, "outpatient_cost", two, has_resident_insurance=True).stated
    assert found.mean == pytest.approx(0.999 * 7.5 + 0.001 * 637.5, rel=1e-4)


def test_quadrature_is_as_precise_beside_a_bend():
    # A triangular cost has its density's bend at 300 of 1,000 yuan: the partial moments by hand.
    of = stats.triang(0.3, scale=1_000)
    # Up to 600: 1 less the triangle above, 0.4 * 0.4 / 0.7; the mean of the rest.
    above_600 = 0.4**2 / 0.7
    assert by_quadrature(of, 1, 600) == pytest.approx(1_000 * (1.3 / 3 - above_600 * (0.6 + 0.4 / 3)), rel=1e-10)


def test_a_distribution_is_known_by_what_it_is_and_not_by_its_name():
    class Rising(stats.rv_continuous):
        def _pdf(self, x):
            return 2 * x

    severity = Rising(a=0, b=1, name="uniform")(scale=1_000)
    found = bc.expected(outpatient_pooling, "outpatient_cost", severity, has_resident_insurance=True).stated
    # The integral of 0.75 (1000 x - 50) 2x from 0.05 to 1.
    assert found.mean == pytest.approx(0.75 * (2_000 / 3 * (1 - 0.05**3) - 50 * (1 - 0.05**2)), rel=1e-9)


def test_what_hardly_varies_has_no_variance_below_nought():
    found = bc.expected(outpatient_pooling, "outpatient_cost", stats.uniform(500, 1e-6), has_resident_insurance=True)
    assert 0 <= found.stated.variance < 1e-6


def test_figures_without_an_end_go_through_json():
    rule, over, facts = CASES["chronic_outpatient"]
    for heavy in (stats.lomax(1.5, scale=1_000), stats.lomax(1.0, scale=0.5)):
        found = bc.expected(rule, over, heavy, **facts)
        assert found.stated.variance == inf
        assert bc.Expected.model_validate_json(found.model_dump_json()) == found


def test_a_level_and_a_yes_or_no_are_counted_too():
    person = {"age": 80, "is_in_economic_hardship": True, "care_home_stars": 2, "care_home_cost": 1_000}
    need = bc.expected(care_home_subsidy, "care_need", stats.randint(0, 3), **person).stated
    assert need.mean == pytest.approx(800 * 2 / 3)
    person = {**person, "care_need": "full", "is_in_economic_hardship": None}
    hardship = bc.expected(care_home_subsidy, "is_in_economic_hardship", stats.bernoulli(0.3), **person).stated
    assert hardship.mean == pytest.approx(240)


def test_what_is_counted_lies_on_whole_numbers_that_there_are():
    person = {"age": 80, "care_need": "full", "is_in_economic_hardship": True, "care_home_cost": 1_000}
    for severity in (stats.randint(0, 2, loc=0.5), stats.randint(3, 9)):
        with pytest.raises(bc.Refused, match=r"severity: .* of it lies outside 0 to 5"):
            bc.expected(care_home_subsidy, "care_home_stars", severity, **person)


def test_what_is_no_rule_is_refused():
    with pytest.raises(bc.Refused, match="rule: there is no rule bread"):
        bc.expected("bread", "outpatient_cost", stats.expon(scale=5))


def test_a_rule_may_be_given_by_its_name_and_facts_in_a_mapping():
    found = bc.expected("outpatient_pooling", "outpatient_cost", stats.expon(scale=5), {"has_resident_insurance": True})
    assert found == bc.expected(
        outpatient_pooling, "outpatient_cost", stats.expon(scale=5), has_resident_insurance=True
    )


# What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "frequency", "why"),
    [
        (900, None, "severity: give a frozen distribution of scipy.stats with figures that it can have, not '900'"),
        (stats.lognorm, None, "severity: give a frozen distribution"),
        (stats.poisson(3), None, "severity: an amount has a continuous distribution"),
        (stats.norm(100, 50), None, "severity: 0.023 of it lies outside 0 to 1e[+]09"),
        (stats.uniform(0, 1e10), None, "severity: 0.9 of it lies outside"),
        (stats.gamma(2, scale=500), 3, "frequency: give a frozen distribution"),
        (stats.gamma(-1), None, "severity: give a frozen distribution of scipy.stats with figures that it can have"),
        (stats.gamma([1, 2]), None, "severity: give a frozen distribution of scipy.stats with figures"),
        (stats.uniform(0, 0), None, "severity: give a frozen distribution of scipy.stats with figures"),
        (stats.gamma(2, scale=500), stats.poisson(-1), "frequency: give a frozen distribution"),
        (stats.gamma(2, scale=500), stats.gamma(2), "frequency: give a distribution of how often"),
        (stats.gamma(2, scale=500), [], "frequency: give whole numbers from zero on, at least one"),
        (stats.gamma(2, scale=500), [1, -1], "frequency: give whole numbers from zero on, at least one"),
        ([-1], [1.5], "frequency: give whole numbers from zero on, at least one"),
        (stats.gamma(2, scale=500), stats.binom(5, 0.2, loc=-3), "frequency: give a distribution of how often"),
    ],
)
def test_a_distribution_that_cannot_be_is_refused(severity, frequency, why):
    with pytest.raises(bc.Refused, match=why):
        bc.expected(outpatient_pooling, "outpatient_cost", severity, frequency=frequency, has_resident_insurance=True)


def test_what_is_counted_has_no_continuous_distribution():
    with pytest.raises(bc.Refused, match="what is counted a discrete one"):
        bc.expected(
            care_home_subsidy, "age", stats.norm(70, 2), care_need="full", is_in_economic_hardship=True,
            care_home_stars=2, care_home_cost=1,
        )  # fmt: skip


def test_a_rule_without_money_has_no_expected_cost():
    nobody = dict.fromkeys(public_welfare_post.facts._fields, False)
    with pytest.raises(bc.Refused, match="public_welfare_post gives no money"):
        bc.expected(public_welfare_post, "age", stats.poisson(40), **nobody | {"sex": "male", "age": None})


def test_a_fact_that_is_not_known_is_refused_as_in_a_curve():
    with pytest.raises(bc.Refused, match="has_resident_insurance: give one value"):
        bc.expected(outpatient_pooling, "outpatient_cost", stats.expon(scale=100))


def test_a_sample_is_taken_as_it_is_to_the_fen():
    # 65 % of what lies above 500: 0, 325, 975 and again 975; three of four get something.
    rule, over, facts = CASES["chronic_outpatient"]
    found = bc.expected(rule, over, ["500", 1_000, Decimal(2_000), 2_000], **facts).stated
    assert found.mean == pytest.approx((325 + 2 * 975) / 4)
    assert (found.share_paid, found.rounding) == (0.75, 0.0)


def test_counts_with_their_edges_are_a_histogram():
    rule, over, facts = CASES["chronic_outpatient"]
    beside = stats.rv_histogram(([3, 1], [0, 1_000, 2_000]), density=False)()
    counted = bc.expected(rule, over, ([3, 1], [0, 1_000, 2_000]), **facts)
    assert counted == bc.expected(rule, over, beside, **facts)
    # Of 0 to 1,000: half lie above 500, by 250 on average; of 1,000 to 2,000 all, by 1,000.
    assert counted.stated.mean == pytest.approx(0.65 * (0.75 * 0.5 * 250 + 0.25 * 1_000))


@pytest.mark.parametrize("given", [([1], [0, 1, 2]), ([1, 1], [0, 2, 1]), ([-1, 2], [0, 1, 2]), ([0], [0, 1])])
def test_counts_that_do_not_fit_their_edges_are_refused(given):
    rule, over, facts = CASES["chronic_outpatient"]
    with pytest.raises(bc.Refused, match="severity: give counts, none below zero"):
        bc.expected(rule, over, given, **facts)


def test_an_empty_sample_and_a_float_in_one_are_refused():
    rule, over, facts = CASES["chronic_outpatient"]
    with pytest.raises(bc.Refused, match="severity: give at least one figure"):
        bc.expected(rule, over, [], **facts)
    with pytest.raises(bc.Refused, match="a float cannot hold yuan exactly"):
        bc.expected(rule, over, [0.5], **facts)
