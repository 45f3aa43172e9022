"""What came of promises: those of the announcement as its sources bear out, and each verdict by invented law."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import promised
import pytest
import z3
from promised import SHARE, STATED, came_of, promising

import benefitcalc as bc
from benefitcalc.analysis import shortfalls
from benefitcalc.authoring import Rate, term
from benefitcalc.cli.main import main
from benefitcalc.core.words import all_of, is_not
from benefitcalc.rules import city_medical_assistance, medical_assistance

ASSISTANCE = "at_least_75_percent"


@pytest.fixture(scope="module")
def kept():
    return bc.kept()


# The announcement of 2022 -----------------------------------------------------------------------------------------


def test_the_day_is_the_last_on_which_anything_in_force_was_seen(kept):
    assert kept.on == max(
        day
        for law in map(bc.policy, bc.policies())
        if law.status == "in_force"
        for section in law.benefits.values()
        for term in section.terms.values()
        for day in term.seen or ()
    )


@pytest.mark.parametrize("group", ["is_dibao", "is_in_extreme_hardship"])
def test_three_quarters_are_given_up_to_66_666_67_yuan_and_not_above(kept, group):
    # At most 30,000 + 20,000 are given; three quarters of 66,666.67 are 50,000.0025, of 66,666.68 they are 50,000.01.
    outcome = kept.outcome("medical_assistance", ASSISTANCE, group)
    short = outcome.shortfalls["stated"]
    assert outcome.verdicts == {"stated": "broken", "least": "broken"}
    assert [low for low, _ in short.costs] == [Decimal("66666.68")]
    assert (short.facts["eligible_cost"], short.promised, short.given) == ("100000.00", 75_000, 50_000)
    assert short.missing == 25_000


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "What the basic medical insurance paid of that cost: 0.00 yuan"), ("zh", "其中基本医保已报销：0.00 元")],
)
def test_the_cost_over_which_less_is_given_is_told_with_what_insurance_paid_of_it(kept, lang, says):
    assert says in kept.outcome("medical_assistance", ASSISTANCE, "is_dibao").because.explain(lang)


@pytest.mark.parametrize(("lang", "says"), [("en", "of 13 promises (15 with"), ("zh", "13 项承诺（分人群计 15 项）")])
def test_a_promise_to_several_groups_is_counted_as_one(kept, lang, says):
    assert says in kept.explain(lang)


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "September 3, 2024, before it was due on December 31, 2024;"), ("zh", "还没到期限（2024年12月31日）")],
)
def test_a_figure_last_seen_before_the_promise_was_due_is_told_to_be_so(kept, lang, says):
    assert says in kept.outcome("chronic_outpatient", "about_65_percent").because.explain(lang)
    assert says not in kept.outcome("medical_assistance", ASSISTANCE, "is_dibao").because.explain(lang)  # seen in 2025


def test_who_is_given_less_is_so_by_both_rules_on_numbers(kept):
    short = kept.outcome("medical_assistance", ASSISTANCE, "is_dibao").shortfalls["stated"]
    law, day = bc.policy("zibo-assistance-2023"), "2025-11-11"
    for cost, is_less in (("66666.67", False), ("66666.68", True), (short.facts["eligible_cost"], True)):
        facts = {**short.facts, "eligible_cost": cost}
        given = city_medical_assistance.estimate(policy=law, on=day, **own(city_medical_assistance, facts)).amount
        promised = medical_assistance.estimate(**own(medical_assistance, facts)).amount
        assert (given < promised) is is_less


def own(rule, facts):
    return {name: facts[name] for name in rule.facts._fields if name in facts}


def test_other_groups_are_not_shown_since_no_document_in_force_names_them(kept):
    outcome = kept.outcome("medical_assistance", ASSISTANCE, "is_other")
    assert outcome.verdict == "not_shown"
    assert "another group" in outcome.because.explain("en")


def test_about_65_percent_is_kept_only_at_its_low_end_as_last_seen_in_2024(kept):
    outcome = kept.outcome("chronic_outpatient", "about_65_percent")
    assert outcome.verdicts == {"stated": "broken", "least": "kept"}
    assert (outcome.policy, outcome.seen_until) == ("zibo-chronic-2023", date(2024, 9, 3))
    assert "what held after that was not found" in outcome.because.explain("en")


def test_a_rise_of_a_base_that_was_not_found_is_not_shown(kept):
    outcome = kept.outcome("outpatient_pooling", "half_as_much_again")
    assert outcome.verdict == "not_shown"
    assert "What it was raised from is not stated" in outcome.because.explain("en")
    assert "ceiling of 475 yuan expressly unchanged" in outcome.reports[0].says.en


def test_what_no_text_carries_out_is_not_shown(kept):
    outcome = kept.outcome("care_home_subsidy", "80_percent")
    assert (outcome.verdict, outcome.policy) == ("not_shown", None)
    assert outcome.because.explain("en") == "No text in force that carries it out was found"


def test_the_numbers_for_the_district_are_not_shown(kept):
    numbers = [("public_welfare_post", "3000_posts"), *((None, name) for name in bc.policy().promises)]
    assert len(numbers) == 7
    assert {kept.outcome(*each).verdict for each in numbers} == {"not_shown"}
    assert len(kept.reports) == 2


def test_nothing_is_called_broken_before_it_is_due():
    early = bc.kept("2024-12-30").outcome("chronic_outpatient", "about_65_percent")
    assert early.verdicts == {"stated": "not_shown", "least": "kept"}
    assert "zibo-chronic-2023, last seen stated on September 3, 2024;" in early.because.explain("en")
    assert "due on December 31, 2024" in early.because.explain("en")
    assert bc.kept("2024-12-31").outcome("chronic_outpatient", "about_65_percent").verdict == "broken"


def test_before_any_document_in_force_was_seen_nothing_is_shown():
    assert {each.verdict for each in bc.kept("2022-02-09").outcomes} == {"not_shown"}


def test_a_reform_of_the_document_turns_a_verdict():
    more = bc.policy().with_terms({"chronic_outpatient.rate": {"exactly": "0.60", "place": "another document"}})
    assert bc.kept(policy=more).outcome("chronic_outpatient", "about_65_percent").verdict == "kept"


def test_an_answer_goes_through_json(kept):
    assert bc.Kept.model_validate_json(kept.model_dump_json()) == kept


# Law invented ------------------------------------------------------------------------------------------------------


def test_a_promise_is_kept_where_everybody_is_given_as_much(tmp_path):
    [outcome] = came_of(tmp_path).outcomes
    assert outcome.verdicts == {"stated": "broken", "least": "broken"}  # on low income one is poor to the town alone
    [outcome] = came_of(tmp_path, SHARE + '\nfor_each = ["is_dibao"]').outcomes
    assert outcome.verdicts == {"stated": "kept", "least": "kept"}
    assert (outcome.policy, outcome.since) == ("county", date(2021, 4, 1))


GROUP = SHARE + '\nfor_each = ["is_dibao"]'


def test_a_promise_is_broken_for_one_whom_the_document_in_force_leaves_out(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, for_towns=STATED.format("false")).outcomes
    short = outcome.shortfalls["stated"]
    assert short.facts == {"is_dibao": True, "is_low_income": False, "is_rural": False, "outpatient_cost": "1000.00"}
    assert (short.promised, short.given) == (500, 0)
    assert short.costs[0][0] == Decimal("0.01")  # half a fen is rounded up


def test_a_promise_is_broken_by_a_fen_of_rounding(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, way=STATED.format('"down"')).outcomes
    short = outcome.shortfalls["stated"]
    assert short.missing == Decimal("0.01")
    assert short.costs == ()  # every other fen: too many to be told
    assert "less than promised" not in outcome.because.explain("en")


def test_a_ceiling_breaks_a_promise_from_where_it_binds(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, limit=STATED.format("300.00")).outcomes
    assert [low for low, _ in outcome.shortfalls["stated"].costs] == [Decimal("600.01")]


def test_many_ranges_of_costs_are_not_told_one_by_one(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, rate=STATED.format("0.49")).outcomes
    # Of an odd number of fen up to 49 half is half a fen above a fen, and 0.49 at least a hundredth below that.
    assert [low for low, _ in outcome.shortfalls["stated"].costs] == [Decimal(odd) / 100 for odd in range(1, 52, 2)]
    assert "less than promised" not in outcome.because.explain("en")


def test_what_rests_on_an_assumed_base_of_the_announcement_is_not_comparable(tmp_path):
    promise = GROUP.replace('of = "outpatient_cost"', 'of = "above_floor"')
    [outcome] = came_of(tmp_path, promise).outcomes
    assert outcome.verdict == "not_shown"
    assert "Floor" in outcome.because.explain("en")
    [outcome] = came_of(tmp_path, promise, town={"floor": STATED.format("10.00")}).outcomes
    assert outcome.verdict == "kept"


def test_a_promise_to_nobody_is_not_kept_by_giving_nothing(tmp_path):
    [outcome] = came_of(tmp_path, GROUP + "\nwhere = { is_dibao = false }").outcomes
    assert outcome.verdict == "not_shown"
    assert outcome.because.explain("en").startswith("Nobody is meant")


ASSUMED = "{{ assumed = {}, because = 'as in the next county' }}"


def test_a_share_that_the_announcement_assumes_was_not_promised(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, town={"rate": ASSUMED.format("0.5")}).outcomes
    assert outcome.because.explain("en").startswith("Not stated: Rate;")


@pytest.mark.parametrize(
    ("term", "value", "label"),
    [
        ("rate", "0.9", "Rate"),
        ("limit", "300.00", "Limit"),
        ("for_towns", "true", "Whether towns are covered"),
        ("for_towns", "false", "Whether towns are covered"),
    ],
)
def test_what_is_assumed_in_force_neither_keeps_nor_breaks_amounts(tmp_path, term, value, label):
    [outcome] = came_of(tmp_path, GROUP, **{term: ASSUMED.format(value)}).outcomes
    assert set(outcome.verdicts.values()) == {"not_shown"}
    assert outcome.because.explain("en").startswith(f"Assumed, and not stated in force: {label};")


def test_what_is_assumed_in_force_and_changes_no_amount_is_no_obstacle(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, uplift=ASSUMED.format("0.9")).outcomes
    assert outcome.verdict == "kept"  # the rule in force makes no use of it


def test_a_group_that_the_document_in_force_does_not_know_is_not_comparable(tmp_path):
    [outcome] = came_of(tmp_path, SHARE + '\nfor_each = ["is_low_income"]').outcomes
    assert outcome.verdict == "not_shown"


@pytest.mark.parametrize(("rate", "verdict"), [("0.49", "broken"), ("0.5", "kept"), ("0.51", "kept")])
def test_a_figure_is_kept_from_what_was_promised_on(tmp_path, rate, verdict):
    [outcome] = came_of(tmp_path, 'figure = "rate"\ncompares = "figures"', rate=STATED.format(rate)).outcomes
    assert outcome.verdict == verdict


def test_a_way_of_rounding_that_is_assumed_in_force_is_no_evidence(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, way="{ assumed = 'nearest', because = 'none is stated' }").outcomes
    assert outcome.verdict == "not_shown"
    assert "Way of rounding" in outcome.because.explain("en")


@pytest.mark.parametrize("compares", [GROUP, 'figure = "rate"\ncompares = "figures"'])
def test_up_to_a_figure_promises_nothing_at_least(tmp_path, compares):
    up_to = "{ at_most = 0.5, words = 'up to', place = 'page 2' }"
    with pytest.raises(bc.Refused, match="is at most so good; it promises nothing at least"):
        came_of(tmp_path, compares, town={"rate": up_to})


def test_long_after_it_was_seen_the_day_on_which_it_was_last_seen_is_told_first(tmp_path):
    first = came_of(tmp_path, GROUP, on="2030-01-01").explain("en").splitlines()[0]
    assert "By January 1, 2030, in force as last seen on March 1, 2021" in first


def test_a_figure_that_is_assumed_in_force_is_no_evidence(tmp_path):
    assumed = "{ assumed = 0.9, because = 'as in the next county' }"
    [outcome] = came_of(tmp_path, 'figure = "rate"\ncompares = "figures"', rate=assumed).outcomes
    assert outcome.verdict == "not_shown"
    assert "Assumed" in outcome.because.explain("en")


@pytest.mark.parametrize(("rate", "verdict"), [("0.74", "broken"), ("0.75", "kept")])
def test_a_rise_of_a_stated_figure_is_compared_as_what_it_comes_to(tmp_path, rate, verdict):
    promise = 'figure = "uplift"\nrise_of = "rate"\ncompares = "figures"'
    [outcome] = came_of(tmp_path, promise, town={"uplift": STATED.format("0.5")}, rate=STATED.format(rate)).outcomes
    assert outcome.verdict == verdict


def test_where_the_document_in_force_has_ended_it_is_said_which_and_when(tmp_path):
    [outcome] = came_of(tmp_path, GROUP, until="2022-01-31").outcomes
    assert outcome.because.explain("en") == (
        "The last text in force, county, ended on January 31, 2022; none after it was found"
    )


def test_a_vague_share_is_compared_at_both_ends(tmp_path):
    about = "{ about = 0.5, give_or_take = 0.1, words = 'about', place = 'page 2', because = 'ten points' }"
    [outcome] = came_of(tmp_path, GROUP, town={"rate": about}, rate=STATED.format("0.4")).outcomes
    assert outcome.verdicts == {"stated": "broken", "least": "kept"}


# What is refused ---------------------------------------------------------------------------------------------------


def test_a_document_without_promises_is_refused():
    with pytest.raises(bc.Refused, match="zibo-chronic-2023 promises nothing by a day"):
        bc.kept(policy="zibo-chronic-2023")


def test_a_day_before_the_announcement_is_refused():
    with pytest.raises(bc.Refused, match="on: February 8, 2022 is before the document was announced"):
        bc.kept("2022-02-08")


@pytest.mark.parametrize(
    ("promise", "why"),
    [
        ('figure = "rates"\ncompares = "figures"', "rates is not a term of it"),
        (SHARE + '\nfor_each = ["outpatient_cost"]', "outpatient_cost is not yes or no"),
        (SHARE + '\nfor_each = ["is_rich"]', "is_rich is neither a fact nor a line"),
        (SHARE.replace('"rate"', '"floor"'), "is not a rate"),
        ('pays = { at_most = 0.5, of = "outpatient_cost" }\ncompares = "amounts"', "promises no least share"),
        (SHARE.replace("0.5", "0.9"), "pays: promises 90%, and the figure says 50%"),
        ('compares = "figures"', "needs figure as well"),
        ('compares = "amounts"\nfigure = "rate"', "needs pays as well"),
        ('finds = "is_poor"\nnumber = 3', "has finds, number, and can have one of them"),
        ('for_each = ["is_dibao"]', "needs compares as well"),
    ],
)
def test_a_promise_that_cannot_be_compared_is_refused_with_the_reason(tmp_path, promise, why):
    with pytest.raises(bc.Refused, match=why):
        came_of(tmp_path, promise)


def test_a_figure_that_is_no_better_for_being_more_is_not_compared(tmp_path, monkeypatch):
    class Terms(promised.AnnouncedTerms):
        rate: Rate = term("Rate", more_is="neither")

    monkeypatch.setattr(promised, "AnnouncedTerms", Terms)
    with pytest.raises(bc.Refused, match="half: figure: is neither better nor worse for being more"):
        came_of(tmp_path, 'figure = "rate"\ncompares = "figures"')


def test_a_promise_for_the_district_says_nothing_of_a_person(tmp_path):
    promise = 'number = 3\n[promises.schools]\nsays = "s"\nplace = "p"\nfinds = "x"\ndue = 2021-12-31'
    with pytest.raises(bc.Refused, match="what a person is promised belongs to a benefit"):
        came_of(tmp_path, promise)


# On the command line and in a chart --------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "says"), [("en", "Not kept for everybody"), ("zh", "没有对所有人兑现")])
def test_the_command_tells_each_verdict(capsys, lang, says):
    assert main(["kept", "--lang", lang]) == 0
    assert capsys.readouterr().out.count(says) == 2


def test_the_command_answers_as_json(capsys, kept):
    assert main(["kept", "--json"]) == 0
    assert bc.Kept.model_validate_json(capsys.readouterr().out) == kept


def test_amounts_beside_one_another_are_those_of_both_rules(kept):
    beside = {each.cost: each for each in kept.outcome("medical_assistance", ASSISTANCE, "is_dibao").beside}
    assert beside[Decimal("40000.00")] == (40_000, 30_000, Decimal("33500.00"))


def test_a_chart_draws_what_was_promised_beside_what_is_given(kept, tmp_path):
    files = [bc.chart(kept, tmp_path / f"kept{number}.svg", lang="en") for number in (1, 2)]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_promises_without_amounts_are_not_drawn(kept, tmp_path):
    bare = kept.model_copy(update={"outcomes": kept.outcomes[-6:]})
    with pytest.raises(bc.Refused, match="no promise of zhangdian-2022 has amounts to be drawn"):
        bc.chart(bare, tmp_path / "kept.svg", lang="en")


def test_a_rule_that_gives_no_amount_is_not_comparable(tmp_path, monkeypatch):
    with promising(tmp_path, GROUP):
        monkeypatch.setattr(bc.Rule, "gives_money", property(lambda rule: rule.name != "county_grant"))
        [outcome] = bc.kept("2022-06-01", policy="town").outcomes
    assert outcome.because.explain("en").startswith("The rule in force gives no amount")


def test_a_figure_is_told_where_nobody_is_eligible_by_the_rule_in_force(tmp_path, monkeypatch):
    county = promised.county

    def to_nobody(facts, terms):
        return replace(county(facts, terms), is_eligible=all_of(facts.is_dibao, is_not(facts.is_dibao)))

    monkeypatch.setattr(promised, "county", to_nobody)
    [outcome] = came_of(tmp_path, 'figure = "rate"\ncompares = "figures"').outcomes
    assert (outcome.verdict, outcome.beside) == ("kept", ())


def test_what_z3_does_not_find_out_is_not_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(z3.Solver, "check", lambda *_: z3.unknown)
    monkeypatch.setattr(shortfalls.Comparison, "unstated", lambda *_: [])
    [outcome] = came_of(tmp_path, GROUP).outcomes
    assert (outcome.verdict, outcome.because.explain("en")[:36]) == (
        "not_shown",
        "The comparison could not be decided;",
    )
