"""What is not known of a person: the answer holds for whatever it may be, and asks for what can still change it."""

from decimal import Decimal
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import bread_allowance, written
from strategies import people

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.words import Kind
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import derived, reading, relations
from benefitcalc.facts.fact import FACTS, span_of
from benefitcalc.facts.parsing import Span
from benefitcalc.rules import care_home_subsidy, extreme_hardship_support, medical_assistance, public_welfare_post

# What is estimated --------------------------------------------------------------------------------------


class Subject(NamedTuple):
    """A rule, and the document by which it is read; None for the district's."""

    rule: Rule
    law: bc.Policy | None = None

    def estimate(self, facts):
        return self.rule.estimate(policy=self.law, **facts)

    def people(self):
        return people(self.rule, self.law)


def nowhere(**changes) -> bc.Policy:
    with TemporaryDirectory() as folder:
        return bc.policy(written(Path(folder), **changes))


VAGUE_TOWNS = "covers_towns = { assumed = false, or = true, because = 'b' }"
VAGUE_LIMIT = "limit = { assumed = 5.00, or = 7.00, because = 'b' }"
VAGUE_AGE = "from_age = { between = [18, 30], stated = 24, because = 'b' }"
SUBJECTS = {
    **{rule.name: Subject(rule) for rule in bc.RULES},
    "bread": Subject(bread_allowance, nowhere()),
    "bread, vague towns": Subject(bread_allowance, nowhere(limit=VAGUE_LIMIT, covers_towns=VAGUE_TOWNS)),
    "bread, vague ages": Subject(bread_allowance, nowhere(from_age=VAGUE_AGE, covers_towns=VAGUE_TOWNS)),
}
every_subject = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
MOST_LOOKED_AT = 2_000
"""Of the numbers that a month of birth may be each by itself would take too long."""

with_a_number = pytest.mark.parametrize(
    ("subject", "number"),
    [
        pytest.param(subject, name, id=f"{label}: {name}")
        for label, subject in SUBJECTS.items()
        for name in subject.rule.facts._fields
        if FACTS[name].kind is Kind.WHOLE and FACTS[name].most < MOST_LOOKED_AT
    ],
)


TOLD_APART = (Kind.YES_NO, Kind.LEVEL)


def enumerable(subject):
    return [name for name in subject.rule.facts._fields if FACTS[name].kind in TOLD_APART]


# Drawn people of whom something is not known ------------------------------------------------------------


def told(facts):
    """Facts as a caller gives them: as JSON writes them."""
    return reading.write(facts)


@st.composite
def parts_known(draw, facts):
    """The same facts, some of them hidden, some of them known as a range that holds the true value."""
    return {name: part_known(draw, FACTS[name], value) for name, value in facts.items()}


HOW = st.sampled_from(("known", "unknown", "range"))


def part_known(draw, fact, value, within=None):
    low, high = within or fact.span
    how = draw(HOW)
    if how == "known" or low == high:
        return value
    if how == "unknown" or fact.kind is Kind.YES_NO:
        return Span(low, high)
    lower = draw(st.sampled_from((low, value)) | st.integers(low, value))
    upper = draw(st.sampled_from((high, value)) | st.integers(value, min(high, max(GREATEST, value))))
    return Span(lower, upper) if lower < upper else value


def is_open(held) -> bool:
    return isinstance(held, Span)


def outcome(estimate):
    """What an answer comes down to; where no money is given, what is found counts too."""
    holds = () if estimate.at_least is not None else tuple(each.holds for each in estimate.lines if is_finding(each))
    return estimate.eligible, estimate.amount, estimate.at_least, estimate.at_most, *holds


def is_finding(line) -> bool:
    return line.part == "finding" and line.name != "is_eligible"


def stays_inside(inner, outer):
    """Whether whatever one answer leaves possible is possible by the other one too, line by line."""
    assert outer.eligible in (None, inner.eligible)
    for one, other in zip((inner, *inner.lines), (outer, *outer.lines), strict=True):
        if other.at_least is None:
            assert one.at_least is None
            continue
        assert other.at_least <= one.at_least
        assert other.at_most is None or (one.at_most is not None and one.at_most <= other.at_most)
        assert other.amount in (None, one.amount)
    for one, other in zip(inner.lines, outer.lines, strict=True):
        assert one.name == other.name
        assert other.holds in (None, one.holds)


@every_subject
@settings(max_examples=100)
@given(data=st.data())
def test_the_answer_holds_for_the_true_person_whatever_is_not_known(subject, data):
    person = data.draw(subject.people())
    stays_inside(subject.estimate(told(person)), subject.estimate(told(data.draw(parts_known(person)))))


@every_subject
@settings(max_examples=100)
@given(data=st.data())
def test_learning_a_fact_never_leaves_the_earlier_range(subject, data):
    person = data.draw(subject.people())
    before = data.draw(parts_known(person))
    now = {
        name: part_known(data.draw, FACTS[name], person[name], held) if is_open(held) else held
        for name, held in before.items()
    }
    stays_inside(subject.estimate(told(now)), subject.estimate(told(before)))


@every_subject
@settings(max_examples=50)
@given(data=st.data())
def test_past_the_bound_the_answer_still_holds_and_says_that_it_may_be_too_wide(subject, data):
    person = data.draw(subject.people())
    # One unknown truth or level makes more scenarios than one.
    hidden = data.draw(st.sampled_from(enumerable(subject)))
    before = {**data.draw(parts_known(person)), hidden: FACTS[hidden].span}
    open_, full = subject.estimate(told(before)), subject.estimate(told(person))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benefitcalc.engine.scenarios.MOST_SCENARIOS", 1)
        hull = subject.estimate(told(before))
        assert subject.estimate(told(person)) == full
    # An amount that is not known and works both ways leaves a range that may be wide; so do several numbers of a day.
    amounts = [name for name, value in before.items() if FACTS[name].kind is Kind.MONEY and isinstance(value, Span)]
    assert open_.is_tight or amounts or derived.several_of_a_day(open_.missing)
    assert not hull.is_tight
    stays_inside(full, hull)
    stays_inside(open_, hull)
    assert set(open_.missing) <= set(hull.missing)
    assert set(open_.undecided) <= set(hull.undecided)
    assert "not every case was looked at by itself" in hull.explain("en")
    assert ("not every case was looked at by itself" in open_.explain("en")) == (not open_.is_tight)


def test_just_as_many_scenarios_as_the_bound_are_still_looked_at(monkeypatch):
    # Yes or no, and partly, fully or not at all: six.
    facts = {"age": 82, "is_in_economic_hardship": None, "care_need": None, "care_home_stars": 2, "care_home_cost": 1}
    monkeypatch.setattr("benefitcalc.engine.scenarios.MOST_SCENARIOS", 6)
    assert care_home_subsidy.estimate(**facts).is_tight
    monkeypatch.setattr("benefitcalc.engine.scenarios.MOST_SCENARIOS", 5)
    assert not care_home_subsidy.estimate(**facts).is_tight


@every_subject
@settings(max_examples=100)
@given(data=st.data())
def test_a_fact_that_is_not_missing_changes_nothing_whatever_it_is(subject, data):
    before = data.draw(parts_known(data.draw(subject.people())))
    open_ = subject.estimate(told(before))
    for name, held in relations.narrowed(before).items():
        tells_of_another = relations.of_the_same_day(name, [name, *open_.missing])
        if is_open(held) and name not in open_.missing and not tells_of_another:
            high = min(held.high, GREATEST)
            value = data.draw(st.sampled_from((held.low, high)) | st.integers(held.low, high))
            now = subject.estimate(told({**before, name: value}))
            assert outcome(now) == outcome(open_)
            assert now.missing == open_.missing


@every_subject
@settings(max_examples=100)
@given(data=st.data())
def test_missing_names_unknown_facts_only_and_all_that_is_open_has_a_cause(subject, data):
    before = data.draw(parts_known(data.draw(subject.people())))
    open_ = subject.estimate(told(before))
    assert set(open_.missing) <= {name for name, held in before.items() if is_open(held)}
    assert {each.fact for each in open_.what_if} <= set(open_.missing)
    if not open_.missing:
        assert bool(open_.undecided) == (open_.eligible is None or open_.at_least != open_.at_most)
        assert (open_.amount is None) == (open_.at_least is None)


@every_subject
@settings(max_examples=50)
@given(data=st.data())
def test_what_if_says_what_that_answer_would_make(subject, data):
    before = told(data.draw(parts_known(data.draw(subject.people()))))
    for foreseen in subject.estimate(before).what_if:
        now = subject.estimate({**before, foreseen.fact: foreseen.answer})
        assert (foreseen.eligible, foreseen.at_least, foreseen.at_most) == (now.eligible, now.at_least, now.at_most)
        assert foreseen.settles == (not now.missing)
        held = FACTS[foreseen.fact].read(foreseen.answer)
        if is_open(held):
            value = data.draw(st.integers(*held))
            one = subject.estimate({**before, foreseen.fact: FACTS[foreseen.fact].write(value)})
            stays_inside(one, now)
            assert not (foreseen.settles and one.missing)


def test_answers_that_differ_in_the_amount_as_stated_alone_do_not_settle_together():
    # From 18 to 23 nothing is stated to be paid, from 24 to 29 half of 20 less 10: 5; both may be nothing or all of 20.
    subject = SUBJECTS["bread, vague ages"]
    facts = {"is_rural": True, "is_low_income": False, "outpatient_cost": "20"}
    amounts = {age: subject.estimate({**facts, "age": age}).amount for age in (18, 23, 24, 29)}
    assert amounts == {18: 0, 23: 0, 24: 5, 29: 5}
    for each in subject.estimate(facts).what_if:
        assert each.settles == (not subject.estimate({**facts, "age": each.answer}).missing)


@every_subject
@settings(max_examples=50)
@given(data=st.data())
def test_what_if_has_each_answer_to_its_fact_once(subject, data):
    before = data.draw(parts_known(data.draw(subject.people())))
    open_ = subject.estimate(told(before))
    for name in {each.fact for each in open_.what_if}:
        spans = [FACTS[name].read(each.answer) for each in open_.what_if if each.fact == name]
        answers = [value for held in spans for value in (range(held.low, held.high + 1) if is_open(held) else [held])]
        low, high = relations.narrowed(before)[name]
        assert answers == list(range(low, high + 1))


@every_subject
@settings(max_examples=50)
@given(data=st.data())
def test_an_open_answer_goes_through_json_its_receipt_is_verified_and_it_can_be_said(subject, data):
    open_ = subject.estimate(told(data.draw(parts_known(data.draw(subject.people())))))
    assert bc.Estimate.model_validate_json(open_.model_dump_json()) == open_
    if subject.rule in bc.RULES:
        bc.verify(open_.receipt())
    for lang in ("zh", "en"):
        assert "{" not in open_.explain(lang)


@every_subject
@settings(max_examples=100)
@given(data=st.data())
def test_an_open_answer_is_the_same_from_the_facts_that_it_writes(subject, data):
    open_ = subject.estimate(told(data.draw(parts_known(data.draw(subject.people())))))
    assert subject.estimate(open_.facts) == open_


# Every scenario, one by one ---------------------------------------------------------------------------


def scenarios(subject, facts, hidden):
    """The full estimate of each way of filling in what is hidden."""
    possible = relations.narrowed({**facts, **{name: FACTS[name].span for name in hidden}})
    spans = [span_of(possible[name]) for name in hidden]
    choices = [range(low, high + 1) for low, high in spans]
    return {
        values: subject.estimate(told({**facts, **dict(zip(hidden, values, strict=True))}))
        for values in product(*choices)
    }


def deciding(every, hidden):
    """The facts for which two scenarios that differ in that fact alone differ in what they come down to."""
    found = set()
    for at, name in enumerate(hidden):
        others = {}
        for values, full in every.items():
            others.setdefault(values[:at] + values[at + 1 :], set()).add(outcome(full))
        if any(len(each) > 1 for each in others.values()):
            found.add(name)
    return found


def assert_tight(subject, facts, hidden):
    """What the open answer says is just what its scenarios say together."""
    every = scenarios(subject, facts, hidden)
    open_ = subject.estimate({**told(facts), **dict.fromkeys(hidden)})
    fulls = list(every.values())
    verdicts = {full.eligible for full in fulls}
    assert open_.eligible == (verdicts.pop() if len(verdicts) == 1 else None)
    if subject.rule.gives_money:
        assert open_.at_least == min(full.at_least for full in fulls)
        assert open_.at_most == max(full.at_most for full in fulls)
        amounts = {full.amount for full in fulls}
        assert open_.amount == (amounts.pop() if len(amounts) == 1 else None)
    assert open_.is_tight
    assert {name for full in fulls for name in full.undecided} <= set(open_.undecided)
    for at, line in enumerate(open_.lines):
        if line.at_least is None:
            held = {full.lines[at].holds for full in fulls}
            assert line.holds == (held.pop() if len(held) == 1 else None)
        else:
            assert line.at_least == min(full.lines[at].at_least for full in fulls)
            assert line.at_most == max(full.lines[at].at_most for full in fulls)
    assert set(open_.missing) == deciding(every, hidden)
    assert list(open_.missing) == [name for name in subject.rule.facts._fields if name in open_.missing]


@every_subject
@settings(max_examples=40)
@given(data=st.data())
def test_of_unknown_truths_and_levels_the_answer_is_what_all_scenarios_say_together(subject, data):
    facts = data.draw(subject.people())
    hidden = data.draw(st.lists(st.sampled_from(enumerable(subject)), min_size=1, max_size=4, unique=True))
    assert_tight(subject, facts, hidden)


@pytest.mark.parametrize("age", [15, 16, 40, 47, 51, 60, 66])
def test_of_everybody_of_an_age_the_answer_about_a_post_is_what_all_scenarios_say_together(age):
    assert_tight(SUBJECTS["public_welfare_post"], {"age": age}, enumerable(SUBJECTS["public_welfare_post"]))


@with_a_number
@settings(max_examples=15)
@given(data=st.data())
def test_of_an_unknown_number_the_answer_is_what_all_numbers_say_together(subject, number, data):
    facts = data.draw(subject.people())
    others = data.draw(st.lists(st.sampled_from(enumerable(subject)), max_size=1, unique=True))
    assert_tight(subject, facts, [number, *others])


def test_stars_and_age_that_are_both_unknown_are_every_pair_of_them():
    facts = {"care_need": 1, "is_in_economic_hardship": 1, "care_home_cost": 36000_00}
    assert_tight(SUBJECTS["care_home_subsidy"], facts, ["age", "care_home_stars"])


# By hand ------------------------------------------------------------------------------------------------

RESIDENT = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_cost": "36000"}
GROUPS = ("is_lifted_from_poverty", "is_low_income", "has_disability", "is_in_zero_employment_household")
DIBAO = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}


def test_where_a_woman_of_47_without_work_lives_does_not_matter_for_a_post():
    # Of the country she is older from 45 and may work until 65; of the town from 40 or 45, until 50 or 55.
    woman = {"sex": "female", "age": 47, "is_unemployed": True, **dict.fromkeys(GROUPS, False)}
    answer = public_welfare_post.estimate(**woman)
    assert (answer.eligible, answer.missing, answer.undecided, answer.what_if) == (True, (), (), ())


def test_where_a_woman_of_47_with_work_lives_decides():
    woman = {"sex": "female", "age": 47, "is_unemployed": False, **dict.fromkeys(GROUPS, False)}
    answer = public_welfare_post.estimate(**woman)
    assert (answer.eligible, answer.missing) == (None, ("is_rural",))
    # Of the country yes. Of the town only if older people of the first groups need not be of the country.
    assert [(each.answer, each.eligible, each.settles) for each in answer.what_if] == [
        (False, None, True),
        (True, True, True),
    ]


def test_the_stars_of_a_home_decide_between_nothing_and_four_fifths_of_the_cost():
    answer = care_home_subsidy.estimate(**RESIDENT)
    # 36,000 x 0.80 in a home of at most two stars; whether one without any counts is not stated.
    assert (answer.eligible, answer.amount) == (None, None)
    assert (answer.at_least, answer.at_most) == (Decimal(0), Decimal("28800.00"))
    assert answer.missing == ("care_home_stars",)
    assert answer.undecided == ("fewest_stars",)
    assert [(each.answer, each.eligible, each.at_least, each.at_most, each.settles) for each in answer.what_if] == [
        (0, None, Decimal(0), Decimal("28800.00"), True),
        ("1..2", True, Decimal("28800.00"), Decimal("28800.00"), True),
        ("3..", False, Decimal(0), Decimal(0), True),
    ]


def test_a_range_of_stars_within_which_nothing_changes_is_as_good_as_one_number():
    answer = care_home_subsidy.estimate(care_home_stars="1到2", **RESIDENT)
    assert (answer.eligible, answer.amount, answer.missing) == (True, Decimal("28800.00"), ())
    assert answer.facts["care_home_stars"] == "1..2"


def test_who_is_too_young_for_certain_is_asked_nothing_more():
    answer = care_home_subsidy.estimate(age=50)
    assert (answer.eligible, answer.missing, answer.undecided, answer.what_if) == (False, (), (), ())
    assert (answer.at_least, answer.amount, answer.at_most) == (Decimal(0),) * 3
    [reason] = answer.reasons
    assert reason.line == "is_elderly"


def test_at_least_60_is_as_good_as_an_age():
    answer = care_home_subsidy.estimate(**{**RESIDENT, "age": "at least 60"}, care_home_stars=2)
    assert (answer.eligible, answer.amount, answer.missing) == (True, Decimal("28800.00"), ())


def test_at_most_60_leaves_one_age_that_counts():
    answer = care_home_subsidy.estimate(**{**RESIDENT, "age": "60以下"}, care_home_stars=2)
    assert (answer.eligible, answer.missing) == (None, ("age",))
    assert [(each.answer, each.eligible) for each in answer.what_if] == [("..59", False), (60, True)]


def test_a_range_of_the_cost_is_a_range_of_the_subsidy():
    # 3,000 x 0.80 and 5,000 x 0.80.
    answer = care_home_subsidy.estimate(**{**RESIDENT, "care_home_cost": "3000..5000"}, care_home_stars=2)
    assert (answer.eligible, answer.amount, answer.missing) == (True, None, ("care_home_cost",))
    assert (answer.at_least, answer.at_most) == (Decimal(2400), Decimal(4000))


def test_an_amount_of_which_nothing_is_known_leaves_no_greatest_one():
    answer = care_home_subsidy.estimate(**{**RESIDENT, "care_home_cost": None}, care_home_stars=2)
    assert (answer.at_least, answer.at_most, answer.missing) == (Decimal(0), None, ("care_home_cost",))


def test_nothing_paid_is_more_than_the_cost_so_assistance_is_not_either():
    # The rate is at least 0.75 and may be the whole; all or nothing of 10,000 may have been paid.
    answer = medical_assistance.estimate(eligible_cost=10000, **DIBAO)
    assert (answer.eligible, answer.at_least, answer.at_most) == (True, Decimal(0), Decimal(10000))
    assert answer.missing == ("basic_insurance_paid", "critical_illness_paid")


def test_what_one_payer_paid_leaves_the_other_no_more_than_the_rest():
    # 10,000 - 9,000 leaves 1,000: nothing if critical-illness insurance paid that, all of it if not.
    answer = medical_assistance.estimate(eligible_cost=10000, basic_insurance_paid=9000, **DIBAO)
    assert (answer.at_least, answer.at_most) == (Decimal(0), Decimal(1000))
    assert answer.line("burden").at_most == Decimal(1000)


def test_a_payment_known_from_below_is_between_that_and_the_cost():
    # Of 1,000 at least 300 was paid, and perhaps all: 700 to nothing is left.
    paid = {"basic_insurance_paid": "at least 300", "critical_illness_paid": 0}
    answer = medical_assistance.estimate(eligible_cost=1000, **paid, **DIBAO)
    assert (answer.at_least, answer.at_most) == (Decimal(0), Decimal(700))


def test_what_is_not_known_is_narrowed_to_what_the_other_facts_leave():
    known = {"eligible_cost": Span(0, 10_000), "basic_insurance_paid": 9_000, "critical_illness_paid": Span(200, 5_000)}
    assert relations.narrowed(known) == {
        "eligible_cost": Span(9_200, 10_000),
        "basic_insurance_paid": 9_000,
        "critical_illness_paid": Span(200, 1_000),
    }


def test_a_cost_that_was_paid_in_full_leaves_nothing_to_ask():
    answer = medical_assistance.estimate(eligible_cost=10000, basic_insurance_paid=10000, **DIBAO)
    assert (answer.amount, answer.at_most, answer.missing) == (Decimal(0), Decimal(0), ())


def test_an_unknown_cost_is_never_below_what_was_paid_of_it():
    # With 6,000 and 500 paid, and the cost at most 10,000: up to 3,500 is left.
    paid = {"basic_insurance_paid": 6000, "critical_illness_paid": 500}
    answer = medical_assistance.estimate(eligible_cost="不超过1万", **paid, **DIBAO)
    assert (answer.at_least, answer.at_most) == (Decimal(0), Decimal(3500))


def test_where_no_money_is_given_what_is_found_is_asked_about_too():
    # Eligible for certain; whether a place is promised is for those of 60 or over who want one.
    hardship = {"is_in_extreme_hardship": True}
    assert extreme_hardship_support.estimate(**hardship).missing == ("age", "wants_placement")
    assert extreme_hardship_support.estimate(wants_placement=False, **hardship).missing == ()
    assert extreme_hardship_support.estimate(age=59, **hardship).missing == ()
    answer = extreme_hardship_support.estimate(age=60, **hardship)
    assert (answer.eligible, answer.missing) == (True, ("wants_placement",))
    assert answer.line("is_promised_a_place").holds is None


def test_ranges_that_cannot_be_together_are_refused_with_everything_else_that_is_wrong():
    with pytest.raises(bc.Refused) as refused:
        medical_assistance.estimate(
            eligible_cost="0..100", basic_insurance_paid=200, is_dibao="maybe", age="70..60", on="never"
        )
    problems = [str(problem) for problem in refused.value.problems]
    assert "basic_insurance_paid: 200.00 yuan is 100.00 yuan more than eligible_cost of 100.00 yuan" in problems
    assert sorted(problem.split(":")[0] for problem in problems) == ["age", "basic_insurance_paid", "is_dibao", "on"]


def test_ranges_that_may_be_together_are_not_refused():
    answer = medical_assistance.estimate(eligible_cost="0..100", basic_insurance_paid="50..200", **DIBAO)
    # At most 100 - 50 is left.
    assert answer.at_most == Decimal(50)


def test_two_least_payments_that_together_are_above_the_most_cost_are_refused():
    paid = {"basic_insurance_paid": "at least 60", "critical_illness_paid": "50..70"}
    with pytest.raises(bc.Refused, match=r"basic_insurance_paid, critical_illness_paid: 110\.00 yuan is 10\.00 yuan"):
        medical_assistance.estimate(eligible_cost="at most 100", **paid, **DIBAO)


@every_subject
def test_of_somebody_of_whom_nothing_is_known_everything_is_open(subject):
    answer = subject.estimate({})
    assert (answer.eligible, answer.amount) == (None, None)
    assert answer.facts == dict.fromkeys(subject.rule.facts._fields)
    assert answer == subject.estimate(dict.fromkeys(subject.rule.facts._fields, "不知道"))
    if subject.rule.gives_money:
        assert answer.at_least == 0
