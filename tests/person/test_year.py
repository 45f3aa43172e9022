"""A person's year: what each visit adds, to the fen, and what is left of a limit, whatever is not known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import polars as pl
import pytest
from engines import as_columns
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import bread_allowance, written
from strategies import around

import benefitcalc as bc
from benefitcalc.core.amounts import fen, yuan
from benefitcalc.core.words import Money, Whole, YesNo
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.rules import (
    care_home_subsidy,
    chronic_outpatient,
    critical_illness_insurance,
    medical_assistance,
    outpatient_pooling,
)

RULES = (outpatient_pooling, chronic_outpatient, medical_assistance)
SUMS = ("outpatient_cost", "chronic_cost", "eligible_cost", "basic_insurance_paid", "critical_illness_paid")
TRUTHS = (
    "has_resident_insurance", "has_chronic_recognition", "is_dibao", "is_in_extreme_hardship",
    "is_in_other_hardship_group",
)  # fmt: skip
INSURED = {"has_resident_insurance": True}
POOR = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}


def announced(*given: Any, **more: Any) -> bc.Year:
    """The year as announced, unless another policy is given."""
    return bc.year(*given, **{"policy": "zhangdian-2022", **more})


def outpatient(day: str, cost: object, **more: object) -> dict[str, object]:
    return {"date": day, "kind": "outpatient", "cost": cost, **more}


def told(year: bc.Year, rule: str = "outpatient_pooling") -> list[tuple[str, ...]]:
    """Of each visit that counts: what it adds, so far, and what is left, as stated."""
    every = [each for visit in year.visits for each in visit.added if each.rule == rule]
    return [tuple(str(line and line.amount) for line in (each.added, each.so_far, each.left)) for each in every]


# By hand ----------------------------------------------------------------------------------------------------------


def test_the_deductible_falls_on_the_first_visits_and_the_limit_ends_the_last():
    year = announced([outpatient(f"2023-0{at}-01", cost) for at, cost in enumerate((30, 70, 100, 900), 1)], INSURED)
    # 75 % above 50, at most 712.50. After 30: nothing. After 100: 37.50. After 200: 112.50. After 1,100: 787.50, cut.
    assert told(year) == [
        ("0.00", "0.00", "712.50"),
        ("37.50", "37.50", "675.00"),
        ("75.00", "112.50", "600.00"),
        ("600.00", "712.50", "0.00"),
    ]
    assert year.total(2023, "outpatient_pooling").amount == Decimal("712.50")


def test_the_range_of_a_visit_is_what_it_adds_by_any_reading():
    year = announced([outpatient("2023-01-01", 800), outpatient("2023-01-02", 800)], INSURED)
    first, second = (visit.added[0] for visit in year.visits)
    # Strict: 50 % of 750 is 375, then to the limit of 475. Generous: 77.5 % of 750 is 581.25, then to 736.25.
    assert (str(first.added.at_least), str(first.added.at_most)) == ("375.00", "581.25")
    assert (str(second.added.at_least), str(second.added.at_most)) == ("100.00", "155.00")
    assert (str(first.left.at_least), str(first.left.at_most)) == ("100.00", "155.00")
    assert (str(second.left.at_least), str(second.left.at_most)) == ("0.00", "0.00")


def test_a_benefit_without_a_limit_has_none_left():
    person = {**INSURED, "has_chronic_recognition": True}
    year = announced([{"date": "2023-01-01", "kind": "chronic", "cost": cost} for cost in (400, 300)], person)
    # 65 % above 500: nothing after 400, 130 after 700.
    assert told(year, "chronic_outpatient") == [("0.00", "0.00", "None"), ("130.00", "130.00", "None")]


def test_an_inpatient_visit_brings_its_cost_and_what_was_paid_of_it():
    bill = {"kind": "住院", "cost": 1_000, "basic_insurance_paid": 600, "critical_illness_paid": 0}
    year = announced(
        [{"date": "2023-01-01", **bill}, {"date": "2023-01-02", **bill, "critical_illness_paid": 100}], POOR
    )
    # 75 % of 400, then of 400 + 300.
    assert told(year, "medical_assistance") == [("300.00", "300.00", "None"), ("225.00", "525.00", "None")]


def test_two_visits_of_one_day_are_taken_as_they_come():
    year = announced([outpatient("2023-03-01", 100), outpatient("2023-03-01", 30)], INSURED)
    assert [each[0] for each in told(year)] == ["37.50", "22.50"]
    other = announced([outpatient("2023-03-01", 30), outpatient("2023-03-01", 100)], INSURED)
    # 30 stay below the deductible; 130 - 50 = 80, of which 75 % are 60.
    assert [each[0] for each in told(other)] == ["0.00", "60.00"]


def test_facts_of_the_person_may_be_given_by_keyword():
    year = announced([outpatient("2023-01-01", 90)], has_resident_insurance=True)
    assert told(year) == [("30.00", "30.00", "682.50")]  # 75 % of 40


def test_visits_are_sorted_by_their_dates():
    year = announced(
        [outpatient("2023年3月2日", 100), outpatient("2023-01-09", 30), outpatient("2023.2.5", 10)], INSURED
    )
    assert [visit.date for visit in year.visits] == [date(2023, 1, 9), date(2023, 2, 5), date(2023, 3, 2)]
    # 140 - 50 = 90, of which 75 % are 67.50.
    assert [each[0] for each in told(year)] == ["0.00", "0.00", "67.50"]


def test_a_cancelled_visit_adds_nothing_and_says_so():
    cancelled = outpatient("2023-01-02", 900, cancelled="yes")
    visits = [outpatient("2023-01-01", 100), cancelled, outpatient("2023-01-03", 100, cancelled=False)]
    year = announced(visits, INSURED)
    assert [visit.counts for visit in year.visits] == ["counted", "cancelled", "counted"]
    assert year.visits[1].added == ()
    assert [each[0] for each in told(year)] == ["37.50", "75.00"]
    assert "900.00 yuan. Cancelled: it adds nothing." in year.explain("en")
    assert year.explain("en").startswith("2 of 3 visits count.")


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2023-06-01", "The terms are those of May 12, 2023 to September 30, 2024; a visit outside adds nothing."),
        ("2025-05-01", "The terms are those from October 1, 2024 on; a visit before adds nothing."),
    ],
)
def test_a_year_under_one_document_says_on_which_days_its_terms_hold(day, says):
    assert says in bc.year([outpatient(day, 100)], INSURED, rules=[outpatient_pooling]).explain("en")


def test_a_new_calendar_year_begins_anew():
    year = announced([outpatient("2022-12-31", 800), outpatient("2023-01-01", 800)], INSURED)
    # 75 % of 750, twice.
    assert told(year) == [("562.50", "562.50", "150.00")] * 2
    assert list(year.totals) == ["2022", "2023"]
    assert year.total(2022, "outpatient_pooling") != year.total(2023, "outpatient_pooling")


def test_visits_outside_the_policys_dates_add_nothing_and_say_so():
    days = ("2021-12-31", "2022-01-01", "2024-12-31", "2025-01-01")
    year = announced([outpatient(day, 800) for day in days], INSURED)
    assert [visit.counts for visit in year.visits] == ["outside", "counted", "counted", "outside"]
    assert [visit.added == () for visit in year.visits] == [True, False, False, True]
    assert list(year.totals) == ["2022", "2024"]
    assert year.explain("en").count("Outside the policy's dates: it adds nothing.") == 2
    with pytest.raises(KeyError):
        year.total(2021, "outpatient_pooling")


def test_nothing_is_prorated_where_the_policy_ends_within_the_year(tmp_path):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    file = tmp_path / "half.toml"
    file.write_text(text.replace("until = 2024-12-31", "until = 2024-06-30"), encoding="utf-8")
    visits = [outpatient("2024-01-05", 80), outpatient("2024-06-30", 5_000), outpatient("2024-07-01", 100)]
    year = announced(visits, INSURED, policy=file)
    # The deductible of 50 and the limit of 712.50 whole: 22.50, and the rest of the limit.
    assert told(year) == [("22.50", "22.50", "690.00"), ("690.00", "712.50", "0.00")]
    assert year.visits[2].counts == "outside"
    assert "Nothing is prorated" in year.explain("en")


@pytest.mark.parametrize("person", [POOR, {}], ids=["known", "not known"])
def test_a_visit_more_runs_the_body_on_the_year_with_it_alone(person):
    years: list[Any] = []

    def assess(facts: Any, terms: Any) -> Any:
        years.append(facts)
        return medical_assistance.assess(facts, terms)

    counted = replace(medical_assistance, assess=assess)
    bill = {"kind": "inpatient", "basic_insurance_paid": 5, "critical_illness_paid": 0}
    runs = []
    for number in (10, 20):
        years.clear()
        announced([{"date": DAY, "cost": 10 + at, **bill} for at in range(number)], person, rules=[counted])
        runs.append(len(years))
    # Once for each view of the terms.
    assert runs[1] - runs[0] == 10 * 3


def test_a_year_without_visits_is_one():
    year = announced([])
    assert (year.visits, year.totals) == ((), {})
    assert year.explain("en").startswith("0 of 0 visits count.")


def test_facts_may_be_given_by_their_names_and_each_goes_to_the_benefits_that_ask_for_it():
    everything = {"outpatient_cost": 100, "chronic_cost": 600, "eligible_cost": 10, "basic_insurance_paid": 2}
    year = announced([{"date": "2023-01-01", **everything, "critical_illness_paid": 0}], INSURED | POOR)
    assert [each.rule for each in year.visits[0].added] == [rule.name for rule in RULES]
    only = announced([outpatient("2023-01-01", 100)], INSURED)
    assert [each.rule for each in only.visits[0].added] == ["outpatient_pooling"]


def test_invented_law_has_its_year_too(tmp_path):
    law = bc.policy(written(tmp_path))
    person = {"age": 30, "is_rural": True, "is_low_income": False}
    visits = [outpatient(f"2020-01-0{at}", cost) for at, cost in enumerate((8, 8, 20), 1)]
    year = announced(visits, person, policy=law, rules=[bread_allowance])
    # Half of what is above 10: of 8 nothing, of 16 three, of 36 thirteen. At most all, without a floor.
    assert told(year, "bread_allowance") == [
        ("0.00", "0.00", "None"),
        ("3.00", "3.00", "None"),
        ("10.00", "13.00", "None"),
    ]
    assert [visit.added[0].added.at_most for visit in year.visits] == [8, 8, 20]
    limited = bc.policy(written(tmp_path, limit="limit = { exactly = 5.00, place = 'page 4' }"))
    year = announced(visits, person, policy=limited, rules=[bread_allowance])
    assert told(year, "bread_allowance") == [
        ("0.00", "0.00", "5.00"),
        ("3.00", "3.00", "2.00"),
        ("2.00", "5.00", "0.00"),
    ]


class OfTheBill(NamedTuple):
    age: Whole[int]
    is_rural: YesNo[int]
    is_low_income: YesNo[int]
    outpatient_cost: Money[int]
    total_bill: Money[int]


def test_a_bill_of_which_visits_bring_a_part_alone_is_not_known_and_never_nothing(tmp_path):
    def assess(facts: OfTheBill, terms: Any) -> Any:
        return bread_allowance.assess(bread_allowance.facts(*facts[:3], facts.total_bill), terms)

    rule = replace(bread_allowance, facts=OfTheBill, assess=assess)
    person = {"age": 30, "is_rural": True, "is_low_income": False}
    year = announced([outpatient("2020-01-01", 20)], person, policy=bc.policy(written(tmp_path)), rules=[rule])
    total = year.total(2020, rule.name)
    # Half of what 20 or more is above 10.
    assert (total.missing, total.amount, total.at_least) == (("total_bill",), None, 5)


class OfAStay(NamedTuple):
    age: Whole[int]
    is_rural: YesNo[int]
    is_low_income: YesNo[int]
    outpatient_cost: Money[int]
    inpatient_cost: Money[int]


def test_a_cost_of_which_visits_bring_no_part_is_nothing(tmp_path):
    def assess(facts: OfAStay, terms: Any) -> Any:
        return bread_allowance.assess(bread_allowance.facts(*facts[:3], facts[3] + facts[4]), terms)

    rule = replace(bread_allowance, facts=OfAStay, assess=assess)
    person = {"age": 30, "is_rural": True, "is_low_income": False}
    year = announced([outpatient("2020-01-01", 20)], person, policy=bc.policy(written(tmp_path)), rules=[rule])
    total = year.total(2020, rule.name)
    assert (total.missing, total.amount) == ((), 5)  # half of what is above 10


def test_who_is_paid_nothing_in_any_case_has_nothing_left():
    year = announced([outpatient("2023-01-01", 800)], {"has_resident_insurance": False})
    assert told(year) == [("0.00", "0.00", "None")]


# What holds for every year ----------------------------------------------------------------------------------------

DAYS = [date(2022, 1, 1), date(2022, 6, 30), date(2022, 12, 31), date(2023, 1, 1), date(2023, 5, 5), date(2025, 1, 1)]
COST = (
    st.integers(0, 3)
    | around([50_00, 500_00, 1_000_00], 2_000_00)
    | st.integers(0, 2_000_00)
    | st.integers(0, 100_000_00)
)


def in_yuan(facts: dict[str, int]) -> dict[str, Any]:
    return {name: yuan(value) for name, value in facts.items()}


@st.composite
def parts_of_a_year(draw: st.DrawFn, *, every: bool = False) -> dict[str, int]:
    """What one visit brings, in fen: every fact that adds up, or those of one kind."""
    if not every and draw(st.booleans()):
        nothing = dict.fromkeys(("eligible_cost", "basic_insurance_paid", "critical_illness_paid"), 0)
        return {draw(st.sampled_from(["outpatient_cost", "chronic_cost"])): draw(COST), **nothing}
    paid = [draw(st.integers(0, 1_000_00)), draw(st.just(0) | st.integers(0, 50_000_00))]
    facts = {"eligible_cost": sum(paid) + draw(COST), "basic_insurance_paid": paid[0], "critical_illness_paid": paid[1]}
    return {"outpatient_cost": draw(COST), "chronic_cost": draw(COST), **facts} if every else facts


@st.composite
def years(
    draw: st.DrawFn, *, every: bool = False, days: list[date] = DAYS
) -> tuple[list[dict[str, Any]], dict[str, bool]]:
    """The visits of a person, as the library is given them, and what is known of the person."""
    person = {name: draw(st.booleans() | st.just(True)) for name in TRUTHS}
    visits = []
    for day in draw(st.lists(st.sampled_from(days), min_size=1, max_size=6)):
        cancelled = {"cancelled": True} if not every and draw(st.integers(0, 5)) == 0 else {}
        visits.append({"date": day, **in_yuan(draw(parts_of_a_year(every=every))), **cancelled})
    return visits, person


def of_rule(year: bc.Year, at: int, rule: bc.Rule) -> list[Any]:
    return [each for visit in year.visits if visit.date.year == at for each in visit.added if each.rule == rule.name]


@given(years())
def test_the_visits_of_a_year_add_up_to_the_year_to_the_fen(drawn):
    year = announced(*drawn)
    for at, totals in year.totals.items():
        for total in totals:
            [rule] = [rule for rule in RULES if rule.name == total.rule]
            added = [each.added.amount for each in of_rule(year, int(at), rule)]
            assert sum(added) == total.amount == year.total(int(at), rule.name).amount
            for before, now in pairwise(of_rule(year, int(at), rule)):
                assert before.so_far.amount + now.added.amount == now.so_far.amount


@given(years())
def test_up_to_each_visit_the_year_is_the_estimate_of_the_costs_so_far(drawn):
    visits, person = drawn
    year = announced(visits, person)
    for at in {visit.date.year for visit in year.visits}:
        counted = [visit for visit in year.visits if visit.date.year == at and visit.counts == "counted"]
        sums = dict.fromkeys(SUMS, Decimal(0))
        for visit in counted:
            for name, value in visit.facts.items():
                sums[name] += Decimal(value)
            for each in visit.added:
                [rule] = [rule for rule in RULES if rule.name == each.rule]
                whole = rule.estimate(**person, **sums)
                line = each.so_far
                assert (line.amount, line.at_least, line.at_most) == (whole.amount, whole.at_least, whole.at_most)
        for rule in RULES if counted else ():
            if of_rule(year, at, rule):
                whole = rule.estimate(on=counted[-1].date, **person, **sums)
                assert year.total(at, rule.name) == whole


@given(years(), st.data())
def test_in_any_order_the_totals_are_the_same(drawn, data):
    visits, person = drawn
    counted = [visit for visit in visits if "cancelled" not in visit]
    days = [visit["date"] for visit in counted]
    moved = []
    for at in sorted({day.year for day in days}):
        own = [visit for visit in counted if visit["date"].year == at]
        order = data.draw(st.permutations(own))
        moved += [{**visit, "date": other["date"]} for visit, other in zip(order, own, strict=True)]
    year, other = announced(counted, person), announced(moved, person)
    assert other.totals == year.totals
    assert [visit.date for visit in other.visits] == sorted(days)


@given(years())
def test_no_visit_takes_anything_away_and_what_is_left_falls_to_nothing_at_the_least(drawn):
    visits, person = drawn
    for visit in announced(visits, person).visits:
        for each in visit.added:
            assert 0 <= each.added.at_least <= each.added.amount <= each.added.at_most
            assert each.left is None or each.left.at_least >= 0


@settings(max_examples=40)
@given(years(every=True, days=DAYS[:-1]))
def test_a_table_of_visits_agrees_visit_by_visit(drawn):
    visits, person = drawn
    year = announced(visits, person)
    facts = [
        {**{name: int(value) for name, value in person.items()}, **{name: fen(visit.facts[name]) for name in SUMS}}
        for visit in year.visits
    ]
    keys = pl.DataFrame({
        "who": ["A"] * len(visits),
        "year": [visit.date.year for visit in year.visits],
        "no": list(range(len(visits))),
    })  # fmt: skip
    table = pl.concat([keys, as_columns(facts)], how="horizontal")
    result = bc.assess_visits(table, person="who", year="year", order="no", rules=RULES)
    assert result["problem"].null_count() == len(visits)
    for row, visit in zip(result.rows(named=True), year.visits, strict=True):
        for each in visit.added:
            line = each.added
            assert row[f"{each.rule}_fen"] == fen(line.amount)
            assert row[f"{each.rule}_at_least_fen"] == fen(line.at_least)
            assert row[f"{each.rule}_at_most_fen"] == fen(line.at_most)


# What is not known ------------------------------------------------------------------------------------------------


@st.composite
def partly_known(draw: st.DrawFn) -> tuple[Any, Any]:
    """A year, and the same with some of it not known: left out, unknown, or a range."""
    visits, person = draw(years(days=DAYS[:-1]))
    hidden = []
    for visit in visits:
        other = dict(visit)
        for name in SUMS:
            if name in other and draw(st.integers(0, 2)) == 0:
                low = fen(other[name]) - draw(st.integers(0, fen(other[name])))
                high = fen(other[name]) + draw(st.integers(0, 500_00))
                other[name] = draw(st.sampled_from([None, "?", (yuan(low), yuan(high)), (yuan(low), None)]))
        hidden.append(other)
    known = {name: value for name, value in person.items() if draw(st.integers(0, 3))}
    return (visits, person), (hidden, known)


def lies_within(inner: Any, outer: Any) -> bool:
    below = outer.at_most is None or (inner.at_most is not None and inner.at_most <= outer.at_most)
    return below and outer.at_least <= inner.at_least


LIMITED = {"chronic_outpatient.payment_limit": "300", "medical_assistance.yearly_limit": "400"}
laws = pytest.mark.parametrize("law", [bc.policy(), bc.policy().with_terms(LIMITED)], ids=["announced", "limited"])


@laws
@settings(max_examples=120)
@given(drawn=partly_known())
def test_whatever_is_not_known_every_range_holds_what_it_turns_out_to_be(law, drawn):
    full, hidden = (announced(*each, policy=law, rules=RULES) for each in drawn)
    for visit, known in zip(hidden.visits, full.visits, strict=True):
        assert [each.rule for each in visit.added] == [each.rule for each in known.added]
        for each, own in zip(visit.added, known.added, strict=True):
            assert lies_within(own.so_far, each.so_far)
            assert lies_within(own.added, each.added)
            assert each.added.amount in (None, own.added.amount)
            assert each.so_far.amount in (None, own.so_far.amount)
    for at, totals in hidden.totals.items():
        for total in totals:
            own = full.total(int(at), total.rule)
            assert lies_within(own, total)
            assert total.eligible in (None, own.eligible)


@st.composite
def learned(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The visits of a year, and the same after one more amount of one of them became known."""
    visits = [
        {"date": day, "kind": kind, "cost": draw(st.tuples(st.just(0), st.integers(0, 900)) | st.integers(0, 2_000))}
        for day in draw(st.lists(st.sampled_from(DAYS[:-1]), min_size=1, max_size=4))
        for kind in [draw(st.sampled_from(["outpatient", "chronic", "inpatient"]))]
    ]
    visit = draw(st.sampled_from(visits))
    cost = visit["cost"] = draw(st.integers(0, 2_000))
    paid = ["basic_insurance_paid", "critical_illness_paid", "inpatient_insurance_paid"]
    name = draw(st.sampled_from(["cost", *(paid if visit["kind"] == "inpatient" else paid[:2])]))
    value = cost if name == "cost" else draw(st.integers(0, cost))
    unknown = draw(st.sampled_from([None, (0, value), (value, None), (value // 2, value + 5)]))
    return (
        [{**each, name: unknown} if each is visit else each for each in visits],
        [{**each, name: value} if each is visit else each for each in visits],
    )


@laws
@settings(max_examples=150)
@given(drawn=learned(), person=st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in TRUTHS}))
def test_to_learn_an_amount_only_narrows_every_range_of_the_year(law, drawn, person):
    wide, narrow = (announced(visits, person, policy=law, rules=RULES) for visits in drawn)
    for visit, other in zip(narrow.visits, wide.visits, strict=True):
        for each, open_ in zip(visit.added, other.added, strict=True):
            assert lies_within(each.added, open_.added)
            assert lies_within(each.so_far, open_.so_far)
            assert each.left is None or lies_within(each.left, open_.left)
    for at, totals in narrow.totals.items():
        for total in totals:
            assert lies_within(total, wide.total(int(at), total.rule))


@laws
@settings(max_examples=80)
@given(drawn=partly_known())
def test_whatever_is_not_known_what_is_left_holds_what_it_turns_out_to_be_and_is_never_negative(law, drawn):
    full, hidden = (announced(*each, policy=law) for each in drawn)
    for visit, known in zip(hidden.visits, full.visits, strict=True):
        for each, own in zip(visit.added, known.added, strict=True):
            if each.left and own.left:
                assert lies_within(own.left, each.left)
            assert each.left is None or each.left.at_least >= 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 40_00), st.integers(0, 40_00), st.booleans()), max_size=5), st.data())
def test_invented_law_holds_whatever_is_not_known(tmp_path_factory, costs, data):
    law = bc.policy(
        written(tmp_path_factory.mktemp("law"), limit="limit = { assumed = 5.00, or = 9.00, because = 'b' }")
    )
    person = {"age": data.draw(st.integers(16, 20)), "is_rural": data.draw(st.booleans()), "is_low_income": False}
    known = {name: value for name, value in person.items() if data.draw(st.booleans())}
    visits = [outpatient("2020-01-01", yuan(low + more)) for low, more, _ in costs]
    spans = [(yuan(low), yuan(low + 2 * more)) if is_hidden else yuan(low + more) for low, more, is_hidden in costs]
    open_visits = [{**visit, "cost": span} for visit, span in zip(visits, spans, strict=True)]
    full = announced(visits, person, policy=law, rules=[bread_allowance])
    hidden = announced(open_visits, known, policy=law, rules=[bread_allowance])
    for visit, own in zip(hidden.visits, full.visits, strict=True):
        [open_], [sure] = visit.added, own.added
        for line in ("added", "so_far"):
            assert lies_within(getattr(sure, line), getattr(open_, line))
        assert open_.left is None or open_.left.at_least >= 0
        if open_.left and sure.left:
            assert lies_within(sure.left, open_.left)


@settings(max_examples=40)
@given(partly_known())
def test_the_totals_of_a_year_are_estimates_with_receipts(drawn):
    for year in (announced(*each) for each in drawn):
        for totals in year.totals.values():
            for total in totals:
                bc.verify(total.receipt())


def test_an_unknown_cost_leaves_the_year_between_what_is_sure_and_the_limit():
    year = announced([outpatient("2023-01-01", 150), {"date": "2023-02-01", "kind": "outpatient"}], INSURED)
    second = year.visits[1].added[0]
    # 75 % (50 %, 77.5 %) of 100, and up to 475 x 1.55 = 736.25.
    assert (second.so_far.at_least, second.so_far.at_most) == (Decimal("50.00"), Decimal("736.25"))
    assert second.added.at_least == 0
    # Up to each reading's limit: 475 - 50 = 425, 736.25 - 77.50 = 658.75.
    assert second.added.at_most == Decimal("658.75")
    assert year.total(2023, "outpatient_pooling").missing == ("outpatient_cost",)


@pytest.mark.parametrize("cost", [550, 900, 20_000])
@pytest.mark.parametrize("paid", [[550], [50, 300, 550]], ids=["known", "a range"])
def test_a_payment_takes_the_most_that_any_cost_before_it_lets_it_take(cost, paid):
    bill = {"date": DAY, "basic_insurance_paid": 0, "critical_illness_paid": 0}
    costs, later = (cost, cost + 300, cost + 10_000), {"date": "2023-01-02"}

    def added(cost: object, paid: object) -> Any:
        return (
            announced([{**bill, "eligible_cost": cost}, {**later, "basic_insurance_paid": paid}], POOR)
            .visits[1]
            .added[0]
        )

    grid = [added(one, other).added for one in costs for other in paid]
    told = added((costs[0], costs[-1]), (paid[0], paid[-1])).added
    assert all(lies_within(each, told) for each in grid)
    assert told.at_least == min(each.at_least for each in grid)


def test_a_fen_more_may_add_a_fen_or_none_where_the_year_before_is_not_known():
    year = announced([outpatient("2023-01-01", "50.00..50.03"), outpatient("2023-01-02", "0.01")], INSURED)
    added = year.visits[1].added[0].added
    # 75 % of 0, 1, 2, 3 and 4 fen above 50 yuan is 0, 1, 2, 2 and 3 fen, half a fen up: the third fen adds none.
    assert added.at_least <= 0
    assert added.at_most >= Decimal("0.01")


def test_a_fen_paid_later_may_take_a_fen_or_none_where_the_year_before_is_not_known():
    bill = {"eligible_cost": "1.00..1.03", "basic_insurance_paid": 0, "critical_illness_paid": 0}
    visits = [{"date": "2023-01-01", **bill}, {"date": "2023-01-02", "basic_insurance_paid": "0.01"}]
    year = announced(visits, POOR, policy=bc.policy().with_terms({"medical_assistance.rate": "0.75"}))
    added = year.visits[1].added[0].added
    # 75 % of 103, 102 and 101 fen is 77, 77 and 76 fen, half a fen up.
    assert added.at_least <= Decimal("-0.01")
    assert added.at_most >= 0


def test_the_receipt_of_a_year_whose_range_goes_past_a_billion_is_verified():
    visits = [outpatient("2023-01-01", "0..1000000000"), outpatient("2023-01-02", 5)]
    bc.verify(announced(visits, INSURED).total(2023, "outpatient_pooling").receipt())


def test_what_is_left_is_never_negative_where_a_payment_is_not_known():
    law = bc.policy().with_terms({"medical_assistance.yearly_limit": "100"})
    bill = {"eligible_cost": 1_000, "basic_insurance_paid": None, "critical_illness_paid": 0}
    [visit] = announced([{"date": "2023-01-01", **bill}], POOR, policy=law).visits
    # The limit is 100, and of it anything may be left.
    assert (visit.added[0].left.at_least, visit.added[0].left.at_most) == (Decimal("0.00"), Decimal("100.00"))


def test_what_was_paid_of_an_inpatient_cost_is_not_known_where_it_is_left_out():
    year = announced([{"date": "2023-01-01", "kind": "inpatient", "cost": 1_000}], POOR)
    total = year.total(2023, "medical_assistance")
    assert total.missing == ("basic_insurance_paid", "critical_illness_paid")
    # Nothing left, or all of it paid by assistance.
    assert (total.amount, total.at_least, total.at_most) == (None, Decimal("0.00"), Decimal("1000.00"))


EVERYTHING = [
    outpatient("2023-05-01", 850),
    {"date": "2023-05-02", "kind": "chronic", "cost": 9_500},
    {"date": "2023-05-03", "kind": "inpatient", "cost": 40_000, "basic_insurance_paid": 26_000},
]
"""A year of a poor patient; what critical-illness insurance paid is not known."""


def test_outpatient_and_chronic_costs_count_towards_assistance_of_somebody_who_may_be_meant():
    # Of 850 + 9,500 + 40,000 basic insurance paid 26,000 at least, and of the rest no more than all of it.
    year = announced(EVERYTHING, POOR | INSURED | {"has_chronic_recognition": True})
    total = year.total(2023, "medical_assistance")
    assert (total.at_least, total.at_most) == (0, 50_350 - 26_000)
    assert total.missing == ("basic_insurance_paid", "critical_illness_paid")
    bill = {"total_bill": 50_350, "outpatient_cost": 850, "chronic_cost": 9_500, "inpatient_cost": 40_000}
    paid = {"inpatient_insurance_paid": 26_000, "critical_illness_paid": 4_000, "commercial_paid": 0}
    whole = bc.settle({**POOR, **INSURED, "has_chronic_recognition": True, **bill, **paid}).line("medical_assistance")
    assert total.at_least <= whole.at_least <= whole.at_most <= total.at_most


def test_what_insurance_paid_of_each_visit_makes_the_assistance_exact():
    # Pooling 600, chronic 5,850 by the visits' own sheets: three quarters of 50,350 - 32,450 - 4,000 are 10,425.
    paid = [(600, 0), (5_850, 0), (26_000, 4_000)]
    sheets = [
        {**visit, "basic_insurance_paid": basic, "critical_illness_paid": critical}
        for visit, (basic, critical) in zip(EVERYTHING, paid, strict=True)
    ]
    assert announced(sheets, POOR).total(2023, "medical_assistance").amount == 10_425


def test_an_outpatient_visit_alone_concerns_assistance_too_where_the_person_may_be_meant():
    year = announced([outpatient(DAY, 100)], POOR | INSURED)
    assert [each.rule for each in year.visits[0].added] == ["outpatient_pooling", "medical_assistance"]


@pytest.mark.parametrize("person", [{}, INSURED, {**POOR, "is_dibao": False}])
def test_assistance_is_not_spoken_of_where_nothing_says_that_the_person_may_be_meant(person):
    year = announced(EVERYTHING[:2], person)
    assert [each.rule for each in year.totals["2023"]] == ["outpatient_pooling", "chronic_outpatient"]


def test_a_stay_given_by_the_facts_of_its_sheet_counts_towards_assistance():
    sheet = {"inpatient_cost": 5_000, "inpatient_insurance_paid": 4_000, "critical_illness_paid": 0}
    assert announced([{"date": "2023-05-01", **sheet}], POOR).total(2023, "medical_assistance").amount == 750


def test_what_is_implied_by_a_visit_is_not_said_as_if_it_had_been_given():
    told = announced(EVERYTHING[:1], INSURED).explain("en")
    assert "May 1, 2023. Outpatient visit: 850.00 yuan" in told
    assert "Treatment in hospital" not in told
    assert "Paid by" not in told


def test_the_cost_of_a_stay_in_hospital_is_said_visit_by_visit():
    assert "May 3, 2023. Treatment in hospital: 40,000.00 yuan" in announced(EVERYTHING, POOR).explain("en")


@pytest.mark.parametrize("visit", [{"basic_insurance_paid": 500}, {"critical_illness_paid": 5_000}])
def test_nothing_can_have_been_paid_of_no_cost(visit):
    with pytest.raises(bc.Refused, match=r"2023: .* more than eligible_cost of 0.00 yuan"):
        announced([{"date": "2023-05-01", **visit}], POOR)


def test_a_name_that_a_visit_does_not_have_is_compared_with_those_that_it_has():
    with pytest.raises(bc.Refused, match=r"visit 1: 'canceled' is not a known fact; did you mean cancelled\?"):
        announced([outpatient("2023-05-01", 5, canceled=True)])
    with pytest.raises(bc.Refused) as refused:
        announced([outpatient("2023-05-01", 5, xyz=True)])
    assert "there are: date, kind, cost, cancelled, total_bill, outpatient_cost" in str(refused.value)
    assert "is_dibao" not in str(refused.value)


HOSPITAL = {"kind": "inpatient", "cost": 1_000}


def test_a_hospital_visit_whose_payments_are_not_known_never_lowers_the_year():
    year = announced([{"date": f"2023-01-0{at}", **HOSPITAL} for at in (1, 2, 3)], POOR)
    for visit in year.visits:
        [each] = visit.added
        assert each.added.at_least == Decimal("0.00"), visit


def test_a_visit_that_brings_a_payment_alone_may_lower_the_year():
    paid = {"date": "2023-02-01", "basic_insurance_paid": "0..100"}
    year = announced(
        [{"date": "2023-01-01", **HOSPITAL, "basic_insurance_paid": 0, "critical_illness_paid": 0}, paid], POOR
    )
    # 75 % of what was paid later, or by the generous reading all of it.
    assert year.visits[1].added[0].added.at_least == Decimal("-100.00")


@given(st.data())
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_says_so_never_gives_less_for_a_visit_more(rule, data):
    assert rule.never_falls
    person = {name: data.draw(st.booleans()) for name in TRUTHS}
    first, second = (data.draw(parts_of_a_year(every=True)) for _ in range(2))
    both = {name: first[name] + second[name] for name in first}
    for terms in bc.policy().views(rule.name):
        one, two = (
            rule.assess(rule.facts(**{name: {**person, **sums}[name] for name in rule.facts._fields}), terms).payout
            for sums in (first, both)
        )
        assert one <= two


# What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("visits", [None, 5, "2023-01-01", {"date": "2023-01-01"}])
def test_what_is_no_list_of_visits_is_refused(visits):
    with pytest.raises(bc.Refused, match="visits: give a list of visits"):
        announced(visits)


@pytest.mark.parametrize("person", ["x", [], 5])
def test_what_is_no_person_is_refused(person):
    with pytest.raises(bc.Refused, match="give facts by their names"):
        announced([], person)


DAY = "2023-01-01"
WRONG = [
    ({"date": "2023-02-30", "kind": "outpatient", "cost": 5}, "date: '2023-02-30' is not a day"),
    ({"kind": "outpatient", "cost": 5}, "date: is missing; write it like 2023-05-01"),
    ({"date": DAY, "kind": "outpatient", "cost": 5, "cancelled": []}, "cancelled: "),
    ({"date": DAY, "kind": "dental", "cost": 5}, "kind: 'dental' is not one of: outpatient"),
    ({"date": DAY, "kind": "outpatient", "cost": 5.0}, "cost: a float cannot hold yuan exactly"),
    ({"date": DAY, "cost": 5}, "cost: of which kind?"),
    ({"date": DAY, "kind": "outpatient", "cost": 5, "age": 70}, "age: is not part of a visit"),
    ({"date": DAY, "outpatient_cost": 5, "care_home_cost": 5}, "care_home_cost: is not part of a visit"),
    ({"date": DAY, "kind": "outpatient", "cost": 5, "outpatient_cost": 5}, "outpatient_cost: given twice"),
    ({"date": DAY, "eligible_cost": 1, "basic_insurance_paid": 2}, "basic_insurance_paid: 2.00 yuan is 1.00 yuan more"),
    ({"date": DAY}, "brings nothing"),
    ("2023-01-01", "is not a visit"),
    ({"date": DAY, "outpatient_cots": 5}, "'outpatient_cots' is not a known fact; did you mean outpatient_cost?"),
    ({"date": DAY, "kind": "outpatient", "cost": -5}, "cost: less than zero"),
    ({"date": DAY, "kind": "outpatient", "cost": 5, "cancelled": "perhaps"}, "cancelled: 'perhaps' is neither yes nor"),
]


@pytest.mark.parametrize(("visit", "why"), WRONG, ids=[why for _, why in WRONG])
def test_a_wrong_visit_is_refused_by_its_number(visit, why):
    with pytest.raises(bc.Refused) as refused:
        announced([outpatient(DAY, 5), visit])
    assert str(refused.value).startswith(f"visit 2: {why}")
    assert "{" not in refused.value.explain("zh")


@pytest.mark.parametrize("refund", [{"kind": "outpatient", "cost": -61}, {"outpatient_cost": "-61"}])
def test_a_refund_is_refused_with_how_it_is_entered(refund):
    with pytest.raises(
        bc.Refused, match="for a refund, cancel the visit that it belongs to, and enter what is left of it: 739"
    ):
        announced([outpatient(DAY, 800), {"date": DAY, **refund}])


def test_all_wrong_visits_are_named_at_once_with_the_person_and_the_policy(tmp_path):
    with pytest.raises(bc.Refused) as refused:
        announced([visit for visit, _ in WRONG], {"age": -1}, policy=tmp_path / "none")
    told = str(refused.value)
    assert "none: cannot be read" in told
    assert "age: '-1'" in told
    for number, (_, why) in enumerate(WRONG, 1):
        assert f"visit {number}: {why}" in told


def test_all_that_is_wrong_with_one_visit_is_named_at_once():
    wrong = {"date": "banana", "kind": "outpatient", "cost": 5.0, "care_home_cost": 5, "agge": 1, "eligible_cost": -1}
    with pytest.raises(bc.Refused) as refused:
        announced([wrong])
    for fault in (
        "date: 'banana'",
        "cost: a float",
        "care_home_cost: is not part",
        "'agge' is not",
        "eligible_cost: less",
    ):
        assert f"visit 1: {fault}" in str(refused.value)


def test_facts_of_the_person_that_are_sums_of_the_visits_are_refused():
    with pytest.raises(bc.Refused, match=r"^outpatient_cost: the visits bring .*\neligible_cost: the visits bring "):
        announced([outpatient(DAY, 5)], {"outpatient_cost": 5, "eligible_cost": 5})


def test_all_that_is_wrong_with_the_person_is_named_at_once():
    with pytest.raises(bc.Refused) as refused:
        announced([outpatient(DAY, 5)], {"outpatient_cost": 5, "age": -1, "agge": 3})
    for fault in ("outpatient_cost: the visits bring this", "age: '-1'", "'agge' is not"):
        assert fault in str(refused.value)


def test_more_paid_than_a_visit_cost_is_refused_also_where_the_cost_is_given_with_its_kind():
    visit = {"date": DAY, "kind": "inpatient", "cost": 100, "basic_insurance_paid": 60, "critical_illness_paid": 41}
    with pytest.raises(bc.Refused, match=r"visit 1: .*101.00 yuan is 1.00 yuan more than"):
        announced([visit], POOR)


TOO_MUCH = [
    {"kind": "outpatient", "cost": 100, "basic_insurance_paid": 200},
    {"kind": "outpatient", "cost": 100, "critical_illness_paid": 200},
    {"kind": "chronic", "cost": 100, "basic_insurance_paid": 150, "critical_illness_paid": 50},
    {"kind": "outpatient", "cost": "50..100", "basic_insurance_paid": 200},
    {"kind": "outpatient", "cost": 100, "basic_insurance_paid": "200..300"},
    {"inpatient_cost": 100, "basic_insurance_paid": 200},
    {"outpatient_cost": 60, "inpatient_cost": 40, "basic_insurance_paid": 200, "critical_illness_paid": 0},
    {"kind": "inpatient", "cost": 100, "basic_insurance_paid": 200},
]


@pytest.mark.parametrize("visit", TOO_MUCH, ids=lambda visit: ", ".join(f"{key} {visit[key]}" for key in visit))
def test_more_paid_than_a_visit_implies_that_it_cost_is_refused(visit):
    # Each costs 100 at the most, and 200 at the least were paid.
    with pytest.raises(bc.Refused, match=r"visit 1: .*: 200.00 yuan is 100.00 yuan more than eligible_cost of 100.00"):
        announced([{"date": DAY, **visit}], POOR | INSURED)


HOSPITAL_BILLS = [
    [{**HOSPITAL, "inpatient_insurance_paid": 500}],
    [{"eligible_cost": 1_000, "inpatient_insurance_paid": 500}],
    [{"inpatient_cost": 1_000, "inpatient_insurance_paid": 500}],
    [{**HOSPITAL, "inpatient_insurance_paid": 400}, {"inpatient_insurance_paid": 100}],
    [
        {"kind": "住院", "cost": 900, "inpatient_insurance_paid": 420},
        {"inpatient_cost": 100, "inpatient_insurance_paid": 80},
    ],
]


@pytest.mark.parametrize("visits", HOSPITAL_BILLS, ids=str)
def test_what_insurance_paid_in_hospital_is_taken_however_the_cost_is_named(visits):
    sheets = [{"date": DAY, "critical_illness_paid": 0, **visit} for visit in visits]
    total = announced(sheets, {"is_dibao": True}).total(2023, "medical_assistance")
    # Of 500 left three quarters at the least, or all.
    assert (total.at_least, total.at_most) == (Decimal("375.00"), Decimal("500.00"))


def test_a_hospital_visit_whose_payment_in_hospital_is_known_never_lowers_the_year():
    visits = [{"date": DAY, **HOSPITAL}, {"date": DAY, **HOSPITAL, "inpatient_insurance_paid": 500}]
    assert announced(visits, POOR).visits[1].added[0].added.at_least == 0


@pytest.mark.parametrize("others", [{"outpatient_cost": 50}, {"eligible_cost": 150}], ids=str)
def test_what_insurance_paid_outside_hospital_is_not_known_from_what_it_paid_there(others):
    [visit] = announced([{"date": DAY, "inpatient_cost": 100, "inpatient_insurance_paid": 70, **others}], POOR).visits
    # Of the other 50 anything may have been paid.
    assert visit.facts["basic_insurance_paid"] == "70.00..120.00"


def test_nothing_can_have_been_paid_in_hospital_where_nobody_was():
    with pytest.raises(bc.Refused, match=r"inpatient_insurance_paid: .* more than inpatient_cost of 0.00 yuan"):
        announced([outpatient(DAY, 1_000), {"date": DAY, "inpatient_insurance_paid": 500}], POOR)


def test_a_payment_reported_before_its_cost_is_no_cost():
    paid_before = {"date": DAY, "basic_insurance_paid": "40..60"}
    cost = {"date": "2023-02-01", "eligible_cost": 100, "basic_insurance_paid": 0, "critical_illness_paid": 0}
    year = announced([paid_before, cost], POOR)
    assert year.visits[0].added[0].so_far.amount == 0
    # Three quarters of 40, or all of 60.
    total = year.total(2023, "medical_assistance")
    assert (total.at_least, total.at_most) == (Decimal("30.00"), Decimal("60.00"))


def test_more_paid_in_a_year_than_it_cost_is_refused():
    paid_later = {"date": "2023-02-01", "basic_insurance_paid": 101}
    with pytest.raises(bc.Refused, match="basic_insurance_paid"):
        announced([{"date": DAY, "eligible_cost": 100, "basic_insurance_paid": 0}, paid_later], POOR)


def test_a_payment_reported_later_counts_where_the_year_covers_it():
    paid_later = {"date": "2023-02-01", "basic_insurance_paid": 60}
    cost = {"eligible_cost": 100, "basic_insurance_paid": 0, "critical_illness_paid": 0}
    year = announced([{"date": DAY, **cost}, paid_later], POOR)
    assert year.total(2023, "medical_assistance").amount == Decimal("30.00")  # 75 % of 40


def test_a_year_whose_sum_is_past_the_bound_is_refused_and_another_year_is_not():
    billion = 1_000_000_000
    over = [outpatient("2023-01-01", billion), outpatient("2023-01-02", "0.01")]
    with pytest.raises(bc.Refused, match=r"^year 2023: .* 1,000,000,000\.01 yuan"):
        announced(over, INSURED)
    year = announced([outpatient("2022-12-31", billion), outpatient("2023-01-01", billion)], INSURED)
    assert [str(year.total(at, "outpatient_pooling").amount) for at in (2022, 2023)] == ["712.50", "712.50"]


@pytest.mark.parametrize("why", [{"cancelled": True}, {"date": "2022-01-01"}], ids=["cancelled", "outside"])
def test_a_visit_that_adds_nothing_adds_nothing_to_the_bound_either(why, tmp_path):
    text = (POLICY_FOLDER / "zhangdian-2022.toml").read_text(encoding="utf-8")
    file = tmp_path / "late.toml"
    file.write_text(text.replace("assumed = 2022-01-01", "assumed = 2022-03-01"), encoding="utf-8")
    visits = [{**outpatient("2022-05-01", 1_000_000_000), **why}, outpatient("2022-05-02", 90)]
    year = announced(visits, INSURED, policy=file)
    assert told(year) == [("30.00", "30.00", "682.50")]  # 75 % of 40


def test_a_policy_that_says_nothing_of_what_visits_bring_is_refused(tmp_path):
    with pytest.raises(bc.Refused, match="nowhere says nothing of what these visits bring; it has: bread_allowance"):
        announced([outpatient("2020-01-01", 5)], policy=written(tmp_path))


def test_a_benefit_to_which_no_visit_brings_anything_has_no_total():
    year = announced([outpatient(DAY, 5)], INSURED, rules=[care_home_subsidy, outpatient_pooling])
    assert [total.rule for total in year.totals["2023"]] == ["outpatient_pooling"]


# Data and words ---------------------------------------------------------------------------------------------------


def test_what_was_paid_of_a_visit_is_said_where_it_is_known():
    visit = outpatient(DAY, 100, basic_insurance_paid=60)
    assert "Paid by basic insurance: 60.00 yuan" in announced([visit], POOR).explain("en")


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "counts towards none of the benefits"), ("zh", "不计入任何一项待遇")]
)
def test_a_visit_that_brings_what_no_benefit_counts_says_so(lang, says):
    counted = [{"date": f"2023-05-0{at}", "kind": "门诊", "cost": 100} for at in (2, 3)]
    visits = [{"date": "2023-05-01", "commercial_paid": 100}, *counted]
    told = announced(visits, {"has_resident_insurance": True}).explain(lang)
    assert told.count(says) == 1


def test_a_year_says_what_to_bring_for_the_facts_that_count():
    _, bring = announced([outpatient(DAY, 100)], INSURED).explain("en").split("What to bring to the counter\n")
    assert bring.startswith("  medical-insurance card; settlement sheets of the visits. ")


@settings(max_examples=30)
@given(partly_known())
def test_a_year_goes_through_json(drawn):
    for year in (announced(*each) for each in drawn):
        again = bc.Year.model_validate_json(year.model_dump_json())
        assert again == year
        assert again.explain("zh") == year.explain("zh")


@settings(max_examples=30)
@given(partly_known())
def test_a_year_can_be_said_in_both_languages(drawn):
    for lang in ("zh", "en"):
        for year in (announced(*each) for each in drawn):
            text = year.explain(lang)
            assert "{" not in text
            for totals in year.totals.values():
                for total in totals:
                    assert total.title.explain(lang) in text


# By the law of each day -------------------------------------------------------------------------------------------


def test_after_a_change_of_law_a_visit_adds_what_it_adds_without_the_ceiling_cut_to_what_is_left_of_it():
    year = bc.year([outpatient("2024-03-01", 800), outpatient("2024-11-01", 800)], INSURED)
    # Half of 750; then 65 % of 800 is 520, and of the ceiling of 475 there are 100 left.
    assert told(year) == [("375.00", "375.00", "100.00"), ("100.00", "475.00", "0.00")]
    assert year.total(2024, "outpatient_pooling").amount == Decimal("475.00")
    assert year.policy is None
    assert "The law, or what the person is, changed within the year" in year.explain("en")


def test_a_sum_by_two_documents_has_no_receipt_of_one_of_them():
    year = bc.year([outpatient("2024-03-01", 100), outpatient("2024-11-01", 100)], INSURED)
    # Half of 50, and 65 % of 100: neither document gives their sum for 200.
    total = year.total(2024, "outpatient_pooling")
    assert (total.amount, total.line("payout").amount) == (Decimal("90.00"), Decimal("90.00"))
    assert (total.at_least, total.at_most) == (90, 90)
    # The other lines are those of the last document: 65 % of 150.
    assert total.line("reimbursement").amount == Decimal("97.50")
    with pytest.raises(bc.Refused, match="the visits go by more than one document"):
        total.receipt()


def test_a_year_names_its_document_where_there_is_one():
    def documents(*days: str) -> str | None:
        return bc.year([outpatient(day, 100) for day in days], INSURED, rules=[outpatient_pooling]).policy

    assert documents("2025-03-01", "2025-11-01") == "zibo-outpatient-2024"
    assert documents("2023-03-01", "2025-11-01") is None


def test_a_law_that_changed_within_the_first_of_two_years_is_told():
    days = ("2024-03-01", "2024-11-01", "2025-03-01")
    year = bc.year([outpatient(day, 100) for day in days], INSURED, rules=[outpatient_pooling])
    assert "changed within the year" in year.explain("en")


def test_a_law_that_changed_between_two_years_has_changed_within_neither():
    year = bc.year([outpatient("2023-03-01", 100), outpatient("2025-03-01", 100)], INSURED, rules=[outpatient_pooling])
    assert "changed within the year" not in year.explain("en")


def test_a_visit_that_counts_and_whose_cost_is_not_known_is_asked_about():
    open_ = [outpatient(f"2023-0{month}-01", "100..200", cancelled=month == 3) for month in (2, 3)]
    year = announced([outpatient("2023-01-01", 100), *open_], INSURED, rules=[outpatient_pooling])
    _, asked = year.explain("en").split("What is not known, and the answer depends on\n")
    assert asked.partition("\n\n")[0] == "  February 1, 2023. Outpatient visit: 100.00 yuan to 200.00 yuan"


def test_a_year_under_one_document_is_its_estimate_and_has_its_receipt():
    year = bc.year([outpatient("2025-03-01", 100), outpatient("2025-11-01", 100)], INSURED)
    total = year.total(2025, "outpatient_pooling")
    assert (total.policy, total.amount) == ("zibo-outpatient-2024", Decimal("97.50"))
    bc.verify(total.receipt())


def test_rules_that_are_given_answer_by_the_law_of_each_day_and_outside_of_it_add_nothing():
    visits = [outpatient("2021-12-31", 800), outpatient("2024-03-01", 800), outpatient("2024-11-01", 800)]
    year = bc.year(visits, INSURED, rules=(outpatient_pooling,))
    assert [visit.counts for visit in year.visits] == ["outside", "counted", "counted"]
    # As above: half of 750, and the rest of the ceiling of 475.
    assert told(year) == [("375.00", "375.00", "100.00"), ("100.00", "475.00", "0.00")]


def test_where_a_change_of_law_leaves_nothing_of_the_ceiling_a_visit_adds_nothing_by_any_reading():
    visits = [outpatient(day, 1_000) for day in ("2024-03-01", "2024-11-01", "2024-11-02")]
    last = bc.year(visits, INSURED, rules=(outpatient_pooling,)).visits[-1].added[0]
    assert (last.added.at_least, last.added.at_most, last.so_far.amount) == (0, 0, Decimal("475.00"))


def test_a_change_of_the_person_of_which_a_benefit_does_not_ask_leaves_its_sum_a_receipt():
    year = announced([outpatient("2023-05-01", 100, is_dibao=at) for at in (False, True)], INSURED)
    total = year.total(2023, "outpatient_pooling")
    assert total.amount == Decimal("112.50")  # 75 % of 150
    bc.verify(total.receipt())


def test_a_benefit_whose_conditions_changed_stays_the_sum_of_its_visits_after_another_change():
    bill = {"date": DAY, "basic_insurance_paid": 0, "critical_illness_paid": 0}
    visits = [
        {**bill, "eligible_cost": 1_000, "is_dibao": False},
        {**bill, "eligible_cost": 400},
        {**bill, "outpatient_cost": 200, "has_resident_insurance": False},
    ]
    total = announced(visits, POOR | INSURED).total(2023, "medical_assistance")
    # 75 % of 400 and of 200, and nothing of the 1,000 before.
    assert total.amount == 450
    with pytest.raises(bc.Refused, match="more than one document"):
        total.receipt()


def test_a_visit_adds_no_more_than_it_cost_where_the_cost_before_it_is_not_known():
    year = announced([outpatient("2023-01-01", "0..2000"), outpatient("2023-01-02", 10)], INSURED)
    # 77.5 % of it are 7.75, and nothing below the deductible and above the limit.
    added = year.visits[1].added[0].added
    assert added.at_least == 0
    assert Decimal("7.75") <= added.at_most <= 10


def test_a_rule_that_is_asked_for_counts_a_visit_of_a_day_on_which_another_answers_for_its_benefit():
    # From July 20, 2023 on the city's scheme is in force; the announcement of the district runs to the end of 2024.
    bill = {"kind": "inpatient", "cost": 1_000, "basic_insurance_paid": 600, "critical_illness_paid": 0}
    visits = [{"date": "2024-05-01", **bill}]
    assert bc.year(visits, POOR, rules=[medical_assistance]).total(2024, "medical_assistance").amount == 300
    assert "medical_assistance" not in [each.rule for each in bc.year(visits, POOR).totals["2024"]]


def test_a_visit_outside_all_law_adds_nothing_and_says_so():
    year = bc.year([outpatient("2021-12-31", 800), outpatient("2022-01-01", 800)], INSURED)
    assert [visit.counts for visit in year.visits] == ["outside", "counted"]


def test_a_visit_that_concerns_only_a_benefit_without_law_that_day_is_outside_though_another_has_law():
    # Critical-illness insurance has law from 2023-07-20 on; outpatient pooling has law on both days.
    visits = [{"date": day, "eligible_cost": 100} for day in ("2023-07-19", "2023-07-20")]
    year = bc.year(visits, INSURED, rules=(critical_illness_insurance, outpatient_pooling))
    assert [visit.counts for visit in year.visits] == ["outside", "counted"]


def test_who_is_insured_from_a_day_on_is_paid_from_that_day_on():
    visits = [
        outpatient("2025-03-01", 800, has_resident_insurance=False),
        outpatient("2025-06-01", 800, has_resident_insurance=True),
    ]
    # 65 % of 800, cut to the ceiling: the costs of the year have passed the deductible.
    assert [each[:2] for each in told(bc.year(visits))] == [("0.00", "0.00"), ("475.00", "475.00")]


def test_an_unknown_cost_before_a_change_of_law_leaves_a_range_that_holds():
    for known in (0, 50, 400, 800, 2_000):
        exact = bc.year([outpatient("2024-03-01", known), outpatient("2024-11-01", 800)], INSURED)
        open_ = bc.year([outpatient("2024-03-01", "0..2000"), outpatient("2024-11-01", 800)], INSURED)
        amount = exact.total(2024, "outpatient_pooling").amount
        total = open_.total(2024, "outpatient_pooling")
        assert total.at_least <= amount <= total.at_most
