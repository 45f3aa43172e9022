"""Screening: every rule at once, and the question that is asked next."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ANYBODY, Lines, bread_allowance, written
from strategies import full_people, outside, people

import benefitcalc as bc
from benefitcalc.core.amounts import GREATEST
from benefitcalc.core.words import Kind, any_of, when
from benefitcalc.facts import reading, relations
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.levels import CareNeed, Sex
from benefitcalc.rules import ANNOUNCED as RULES
from benefitcalc.rules import care_home_subsidy, extreme_hardship_support, outpatient_pooling
from benefitcalc.text.message import say

ASKED = tuple(name for name in FACTS if any(name in rule.facts._fields for rule in RULES))
"""The facts that some rule asks for."""


@st.composite
def partly_known(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A person, and what is known of that person."""
    full = draw(full_people())
    known = draw(st.integers(0, 4))
    unknown = {name for name in ASKED if draw(st.integers(0, 4)) >= known}
    return full, {name: value for name, value in full.items() if name not in unknown}


# One estimate a rule ----------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(partly_known())
def test_the_estimates_are_those_of_each_rule_by_itself(drawn):
    _, known = drawn
    told = bc.screen(known, on="2023-05-01", policy="zhangdian-2022")
    assert [each.rule for each in told.estimates] == [rule.name for rule in RULES]
    for rule in RULES:
        assert told.estimate(rule.name) == rule.estimate(on="2023-05-01", policy="zhangdian-2022", **known)


def test_an_estimate_is_found_by_the_name_of_its_rule():
    assert bc.screen({}).estimate("care_home_subsidy") == care_home_subsidy.estimate()
    with pytest.raises(KeyError):
        bc.screen({}).estimate("bread")


@settings(max_examples=60)
@given(partly_known())
def test_something_is_asked_exactly_where_something_is_missing_and_it_is_one_of_that(drawn):
    told = bc.screen(drawn[1])
    missing = {name for each in told.estimates for name in each.missing}
    assert told.missing == tuple(name for name in FACTS if name in missing)
    assert (told.next_question is None) == (not missing)
    if told.next_question:
        name = told.next_question.fact
        assert name in missing
        assert name not in drawn[1]
        assert told.next_question.rules == tuple(each.rule for each in told.estimates if name in each.missing)
        assert str(told.next_question.says) == FACTS[name].question


# Asking -----------------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(partly_known())
def test_asking_what_is_asked_next_ends_with_the_answers_for_the_full_person(drawn):
    full, known = drawn
    told, asked = bc.screen(known), 0
    while told.next_question:
        name = told.next_question.fact
        assert name not in known
        known = {**known, name: full[name]}
        told, asked = bc.screen(known), asked + 1
    assert asked <= len(full) - len(drawn[1])
    assert told.missing == ()
    for rule in RULES:
        end, whole = told.estimate(rule.name), rule.estimate(**full)
        for part in ("eligible", "amount", "at_least", "at_most"):
            assert getattr(end, part) == getattr(whole, part)
        if not rule.gives_money:
            assert findings(end) == findings(whole)


def findings(estimate: bc.Estimate) -> dict[str, bool | None]:
    return {line.name: line.holds for line in estimate.lines if line.part == "finding"}


@settings(max_examples=40)
@given(full_people(), st.data())
def test_a_range_is_asked_for_again_where_it_still_matters_and_the_answer_ends_it(full, data):
    name = data.draw(st.sampled_from(["age", "care_home_stars", "outpatient_cost", "care_home_cost"]))
    spans = {"age": (0, 150), "care_home_stars": (0, 5)}.get(name, (0, 1_000_000_000))
    told = bc.screen({**full, name: spans})
    assert told.missing in ((), (name,))
    if told.next_question:
        assert told.next_question.fact == name
        assert bc.screen(full).next_question is None


def drawn_by_chance(chance: random.Random) -> dict[str, Any]:
    """Every fact of somebody, the same for the same seed."""
    truths = [name for name in ASKED if FACTS[name].kind is Kind.YES_NO]
    person: dict[str, Any] = {name: chance.random() < 0.5 for name in truths}
    person |= {"age": chance.randint(16, 95), "care_home_stars": chance.randint(0, 5)}
    person |= {"care_need": chance.choice(list(CareNeed)), "sex": chance.choice(list(Sex))}
    person |= {name: chance.randint(0, 5_000) for name in ("outpatient_cost", "chronic_cost", "care_home_cost")}
    eligible = chance.randint(0, 100_000)
    paid = chance.randint(0, eligible)
    critical = chance.randint(0, eligible - paid)
    return person | {"eligible_cost": eligible, "basic_insurance_paid": paid, "critical_illness_paid": critical}


@cache
def screened(known: frozenset[tuple[str, Any]]) -> bc.Screening:
    return bc.screen(dict(known))


def questions(person: Mapping[str, Any], choose: Callable[[bc.Screening], str]) -> int:
    """How many questions it takes until nothing is missing, each chosen in this way."""
    known: dict[str, Any] = {}
    while (told := screened(frozenset(known.items()))).missing:
        name = choose(told)
        known[name] = person[name]
    return len(known)


@pytest.mark.many_cases
def test_asking_what_tells_most_takes_fewer_questions_in_all_than_asking_in_a_fixed_order():
    crowd = [drawn_by_chance(random.Random(seed)) for seed in range(20)]
    total_greedy = sum(questions(person, lambda told: told.next_question.fact) for person in crowd)
    total_fixed = sum(questions(person, lambda told: told.missing[0]) for person in crowd)
    assert total_greedy < total_fixed


# What is asked first ----------------------------------------------------------------------------------------------


def bread(is_eligible: Callable[[Any, Any], Any]) -> bc.Rule:
    """The invented allowance for others: ten yuan of bread to whoever is eligible."""

    def assess(facts: Any, terms: Any) -> Any:
        eligible = is_eligible(facts, terms)
        is_old_enough = facts.age >= terms.from_age
        return Lines(
            is_old_enough=is_old_enough,
            is_rural=facts.is_rural,
            is_in_town=facts.is_low_income,
            bread=10_00,
            is_eligible=eligible,
            payout=when(eligible, 10_00),
        )

    return replace(bread_allowance, assess=assess)


@pytest.fixture
def towns(tmp_path):
    """The invented law with the towns covered."""
    return bc.policy(written(tmp_path, covers_towns="covers_towns = { exactly = true, place = 'page 3' }"))


OF_AGE = {"age": 30, "outpatient_cost": 20}


def asked_first(given: Mapping[str, Any], law: bc.Policy, rules: Iterable[bc.Rule]) -> str | None:
    question = bc.screen(given, policy=law, rules=rules).next_question
    return question and question.fact


def test_of_two_questions_that_tell_as_much_the_first_in_order_is_asked(towns):
    # In the country or of low income: each yes decides, each no leaves the other open.
    assert asked_first(OF_AGE, towns, [bread_allowance]) == "is_rural"


def test_what_decides_a_rule_whatever_the_answer_is_asked_before_what_may_decide_none(towns):
    low = bread(lambda facts, _: facts.is_low_income)
    # Low income decides the second rule by either answer, and with a yes the first one too; rural at best the first.
    assert asked_first(OF_AGE, towns, [bread_allowance, low]) == "is_low_income"


def test_the_worst_case_goes_before_the_average(towns):
    low = bread(lambda facts, _: facts.is_low_income)
    either = [bread(lambda facts, terms: any_of(facts.is_rural, facts.age >= terms.from_age)) for _ in range(4)]
    # Rural: yes decides four, no decides none; on average two. An age below 18 decides none either.
    # Low income decides one by either answer: on average one, but never none.
    assert asked_first({"outpatient_cost": 20}, towns, [*either, low]) == "is_low_income"
    assert asked_first({"outpatient_cost": 20}, towns, either) == "age"


def test_where_the_worst_case_is_the_same_the_average_decides():
    known = {"age": 70, "care_home_stars": 2, "care_home_cost": 1_000}
    # Both have an answer that leaves all open. No hardship decides: one answer of two; care need "none": one of three.
    assert asked_first(known, bc.policy(), [care_home_subsidy]) == "is_in_economic_hardship"


def test_an_answer_that_matters_to_two_rules_counts_for_both():
    known = {"age": 70, "wants_placement": True, "is_dibao": False, "is_in_other_hardship_group": False}
    bill = {"eligible_cost": 100, "basic_insurance_paid": 0, "critical_illness_paid": 0}
    home = {"care_need": "full", "care_home_stars": 2, "care_home_cost": 100}
    # Extreme hardship decides two rules; insurance one of two that it matters to, and that by a no alone.
    told = bc.screen({**known, **bill, **home, "has_chronic_recognition": True, "outpatient_cost": 100})
    assert told.next_question.fact == "is_in_extreme_hardship"
    assert told.next_question.rules == ("medical_assistance", "extreme_hardship_support")


def test_of_an_amount_both_ends_are_looked_at(towns):
    # 20 yuan or more of cost above a floor of at most 10: each amount is another, but any one amount decides.
    given = {"age": 30, "is_rural": True, "is_low_income": True, "outpatient_cost": "20..30"}
    assert asked_first(given, towns, [bread_allowance]) == "outpatient_cost"


COMES_DOWN_TO = {
    **dict.fromkeys(("outpatient_pooling", "chronic_outpatient", "medical_assistance"), ("is_eligible", "payout")),
    **dict.fromkeys(("care_home_subsidy", "bread_allowance"), ("is_eligible", "payout")),
    "extreme_hardship_support": ("is_eligible", "is_promised_a_place", "is_cared_for_at_home"),
    "public_welfare_post": ("is_eligible",),
}
"""What the answer of each rule is: the amount, or how somebody is supported where there is none."""


def what_is_told(line: str, readings: list[int]) -> tuple[Any, ...]:
    """Of an amount, strict, stated and generous: all three; of a yes or no: that, or that readings disagree."""
    return tuple(readings) if line == "payout" else (min(readings), max(readings))


def chosen_by_hand(rules: Iterable[bc.Rule], known: Mapping[str, Any], law: bc.Policy) -> str | None:
    """The question of the criterion, found by looking at every scenario; unknown are yes/no and level facts alone."""
    open_rules = []
    for rule in rules:
        told = COMES_DOWN_TO[rule.name]
        names = [name for name in rule.facts._fields if name not in known]
        choices = {name: FACTS[name].levels or (False, True) for name in names}
        outcomes = {}
        for answers in product(*choices.values()):
            facts = {**known, **dict(zip(names, answers, strict=True))}
            person = rule.facts(**{name: facts[name] for name in rule.facts._fields})
            lines = [rule.assess(person, terms) for terms in law.views(rule.name)]
            outcomes[answers] = [what_is_told(name, [getattr(each, name) for each in lines]) for name in told]
        matters = [
            name
            for at, name in enumerate(names)
            if any(outcomes[answers] != outcomes[*answers[:at], other, *answers[at + 1 :]]
                   for answers in outcomes for other in choices[name])
        ]  # fmt: skip
        open_rules.append((names, matters, outcomes))
    promises = {}
    for name in FACTS:
        concerned = [each for each in open_rules if name in each[1]]
        if concerned:
            decided = []
            for answer in FACTS[name].levels or (False, True):
                left = [
                    [outcome for answers, outcome in outcomes.items() if answers[names.index(name)] == answer]
                    for names, _, outcomes in concerned
                ]
                decided.append(sum(all(outcome == each[0] for outcome in each) for each in left))
            promises[name] = (min(decided), Fraction(sum(decided), len(decided)))
    return max(promises, key=promises.__getitem__, default=None)  # max takes the first of equals


COUNTED = tuple(name for name in ASKED if FACTS[name].kind in (Kind.YES_NO, Kind.LEVEL))


@settings(max_examples=30)
@given(st.data())
def test_the_criterion_is_that_of_looking_at_every_scenario(data):
    facts: dict[str, int] = {}
    for rule in RULES:
        facts |= data.draw(people(rule))
    unknown = {name for name in COUNTED if data.draw(st.booleans())}
    known = {name: value for name, value in facts.items() if name not in unknown}
    assert asked_first(outside(known), bc.policy(), RULES) == chosen_by_hand(RULES, known, bc.policy())


def apart(name: str, concerned: Iterable[bc.Rule], possible: Mapping[str, Any], law: bc.Policy) -> list[int]:
    """The answers to a question that are looked at: of an amount both ends, else one of each that rules tell apart."""
    low, high = possible[name]
    if FACTS[name].kind is Kind.MONEY:
        return sorted({low, min(high, GREATEST)})
    if FACTS[name].kind is not Kind.WHOLE:
        return list(range(low, high + 1))
    figures = {
        getattr(terms, term)
        for rule in concerned
        for term, entry in rule.terms.entries().items()
        for terms in law.views(rule.name)
        if entry.kind is Kind.WHOLE
    }
    return sorted({low} | {at for figure in figures for at in (figure, figure + 1) if low < at <= high})


def asked_literally(known: Mapping[str, Any], law: bc.Policy) -> str | None:
    """The question that `bc.screen` says it asks, word for word, by estimates alone."""
    possible = relations.narrowed(reading.read(known, ASKED))
    missing = {rule: rule.estimate(**known).missing for rule in RULES}
    promises = {}
    for name in FACTS:
        concerned = [rule for rule in RULES if name in missing[rule]]
        answers = apart(name, concerned, possible, law) if concerned else []
        decided = [
            sum(not rule.estimate_of({**possible, name: answer}, law, None).missing for rule in concerned)
            for answer in answers
        ]
        if decided:
            promises[name] = (min(decided), Fraction(sum(decided), len(decided)))
    return max(promises, key=promises.__getitem__, default=None)  # max takes the first of equals


@pytest.mark.many_cases
@pytest.mark.parametrize("begin", range(0, 120, 20))
def test_the_criterion_is_the_documented_one_of_amounts_and_counts_too(begin):
    amounts = [name for name in ASKED if FACTS[name].kind is Kind.MONEY]
    for seed in range(begin, begin + 20):
        chance = random.Random(seed)
        person = drawn_by_chance(chance)
        unknown = {*chance.sample(amounts, 3), *chance.sample(ASKED, chance.randint(3, 6))}
        known = {name: value for name, value in person.items() if name not in unknown}
        assert asked_first(known, bc.policy(), RULES) == asked_literally(known, bc.policy()), (seed, unknown)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory):
    """The invented law that leaves open whether towns are covered."""
    covered = "covers_towns = { assumed = false, or = true, because = 'it is not said' }"
    return bc.policy(written(tmp_path_factory.mktemp("law"), covers_towns=covered))


BODIES = (
    lambda facts, _: facts.is_rural,
    lambda facts, _: facts.is_low_income,
    lambda facts, _: any_of(facts.is_rural, facts.is_low_income),
    lambda facts, terms: when(facts.is_rural, facts.age >= terms.from_age),
)


@settings(max_examples=60)
@given(rules=st.lists(st.sampled_from([bread_allowance, *map(bread, BODIES)]), min_size=1, unique=True), data=st.data())
def test_the_criterion_holds_for_invented_law(nowhere, rules, data):
    facts = data.draw(people(bread_allowance, nowhere))
    unknown = data.draw(st.sets(st.sampled_from(["is_rural", "is_low_income"]), min_size=1))
    known = {name: value for name, value in facts.items() if name not in unknown}
    assert asked_first(outside(known), nowhere, rules) == chosen_by_hand(rules, known, nowhere)


# Of which policy, which rules, which day --------------------------------------------------------------------------


RESIDENT = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}


def test_a_reform_is_screened_by_its_own_terms():
    reform = bc.policy().with_terms({"care_home_subsidy.rate": "0.85"})
    told = bc.screen({**RESIDENT, "care_home_cost": 36_000}, policy=reform).estimate("care_home_subsidy")
    assert told.amount == Decimal("30600.00")  # 85 % of 36,000
    assert told == care_home_subsidy.estimate(policy=reform, care_home_cost=36_000, **RESIDENT)


def test_rules_are_those_of_which_the_policy_says_something(tmp_path):
    nowhere = bc.policy(written(tmp_path))
    assert bc.screen({}, policy=nowhere).estimates == ()
    assert bc.screen({}, policy=nowhere).next_question is None
    told = bc.screen({}, policy=nowhere, rules=[bread_allowance])
    assert told.estimates == (bread_allowance.estimate(policy=nowhere),)
    assert bc.screen(ANYBODY, policy=nowhere, rules=[bread_allowance]).next_question is None


def test_a_rule_of_which_the_policy_says_nothing_is_refused(tmp_path):
    with pytest.raises(bc.Refused, match="outpatient_pooling"):
        bc.screen({}, policy=written(tmp_path), rules=[outpatient_pooling])


def test_the_rules_asked_for_come_in_their_order_and_others_facts_stay_aside():
    told = bc.screen({"is_in_extreme_hardship": True}, rules=iter([extreme_hardship_support, outpatient_pooling]))
    assert [each.rule for each in told.estimates] == ["extreme_hardship_support", "outpatient_pooling"]
    # Eligible in any case; how such a person is supported depends on age and wish.
    assert told.missing == ("has_resident_insurance", "outpatient_cost", "age", "wants_placement")


def test_every_estimate_is_of_the_day_asked_about():
    told = bc.screen({}, on="2025-01-01")
    assert {str(each.on) for each in told.estimates} == {"2025-01-01"}
    assert "is after December 31, 2024" in told.explain("en")


def test_all_that_is_wrong_is_named_at_once(tmp_path):
    wrong = {"age": -1, "agge": 3, "outpatient_cost": 1.0, "eligible_cost": 1, "basic_insurance_paid": 2}
    with pytest.raises(bc.Refused) as refused:
        bc.screen(wrong, policy=tmp_path / "none", on="banana")
    told = str(refused.value)
    for fault in ("none: cannot be read", "on: 'banana'", "age: '-1'", "'agge' is not", "outpatient_cost: a float",
                  "basic_insurance_paid: 2.00 yuan is 1.00 yuan more than eligible_cost of 1.00 yuan"):  # fmt: skip
        assert fault in told
    assert len(refused.value.problems) == 6
    assert "{" not in refused.value.explain("zh")


# Words and data ---------------------------------------------------------------------------------------------------


def test_a_cost_of_which_more_than_a_billion_was_paid_is_asked_for_too():
    told = bc.screen({"is_dibao": True, "basic_insurance_paid": 1_000_000_000, "critical_illness_paid": 5})
    assert "eligible_cost" in told.estimate("medical_assistance").missing


def test_amounts_of_different_periods_are_never_added():
    insured = {"has_resident_insurance": True, "has_chronic_recognition": True, "is_dibao": True}
    costs = {"outpatient_cost": 801, "chronic_cost": 1_707, "care_home_cost": 3_603}
    bill = {"eligible_cost": 9_001, "basic_insurance_paid": 4_003, "critical_illness_paid": 0}
    told = bc.screen({**RESIDENT, **insured, **costs, **bill})
    assert not {"total", "amount", "at_least", "at_most", "sum"} & set(dir(told))
    for which in ("amount", "at_least", "at_most"):
        amounts = [value for each in told.estimates if (value := getattr(each, which))]
        assert len(amounts) == 4
        for size in (2, 3, 4):
            for some in combinations(amounts, size):
                assert f"{sum(some):,.2f}" not in told.explain("en")
                assert str(sum(some)) not in told.model_dump_json()
    assert "there is no total" in told.explain("en")


@settings(max_examples=15)
@given(partly_known())
def test_a_screening_can_be_said_in_both_languages(drawn):
    told = bc.screen(drawn[1])
    for lang in ("zh", "en"):
        text = told.explain(lang)
        assert "{" not in text
        for each in told.estimates:
            assert each.title.explain(lang) in text
        for name in told.missing:
            assert say(FACTS[name].question).explain(lang) in text


def test_what_is_settled_is_counted():
    told = bc.screen({"has_resident_insurance": False})
    # Without insurance neither pooling nor chronic disease pays anything; the others are open.
    assert told.explain("en").splitlines()[0] == "What is known settles 2 of 6 benefits."
    assert {each.rule for each in told.estimates if not each.missing} == {"outpatient_pooling", "chronic_outpatient"}


@settings(max_examples=15)
@given(partly_known())
def test_a_screening_goes_through_json(drawn):
    told = bc.screen(drawn[1], on="2023-05-01")
    again = bc.Screening.model_validate_json(told.model_dump_json())
    assert again == told
    assert again.explain("zh") == told.explain("zh")
    for each in again.estimates:
        bc.verify(each.receipt())


# What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [bc.screen, bc.settle], ids=["screen", "settle"])
@pytest.mark.parametrize("person", [None, "x", []])
def test_what_is_no_person_is_refused(ask, person):
    with pytest.raises(bc.Refused, match="give facts by their names") as refused:
        ask(person)
    assert [each.path for each in refused.value.problems] == [("facts",)]


@pytest.mark.parametrize("law", [[], 5, b"zhangdian-2022"])
def test_what_is_no_policy_is_refused(law):
    with pytest.raises(bc.Refused, match="policy: give a policy, its id or a Path"):
        bc.screen({}, policy=law)


@pytest.mark.parametrize(
    ("rules", "why"),
    [(5, "there is no rule 5; there are: outpatient_pooling, "), ([None], "give a rule; there are: "),
     (["medical_assistance", "bread"], "there is no rule bread"), ("bread", "there is no rule bread"),
     ([], "give at least one rule")],
)  # fmt: skip
def test_what_are_no_rules_is_refused(rules, why):
    for ask in (lambda: bc.screen({}, rules=rules), lambda: bc.year([], rules=rules)):
        with pytest.raises(bc.Refused, match=f"rules: {why}"):
            ask()


def test_every_name_that_is_no_rule_is_told():
    with pytest.raises(bc.Refused) as refused:
        bc.screen(rules=["bread", outpatient_pooling, "butter"], policy="nowhere")
    assert [each.path for each in refused.value.problems] == [("policy",), ("rules",), ("rules",)]
    assert "bread" in str(refused.value.problems[1])
    assert "butter" in str(refused.value.problems[2])


RULES_NAMED = {
    "one name": "care_home_subsidy",
    "names": ["care_home_subsidy", "outpatient_pooling"],
    "a rule and a name": [care_home_subsidy, "outpatient_pooling"],
    "twice": ["care_home_subsidy", care_home_subsidy],
}


@pytest.mark.parametrize("rules", RULES_NAMED.values(), ids=RULES_NAMED)
def test_a_rule_may_be_given_by_its_name(rules):
    names = [rules] if isinstance(rules, str) else [getattr(each, "name", each) for each in rules]
    assert [each.rule for each in bc.screen(rules=rules).estimates] == list(dict.fromkeys(names))


VISITS = [{"date": "2023-02-01", "kind": "outpatient", "cost": 100}]
ASK = {
    "estimate": outpatient_pooling.estimate,
    "curve": lambda *given, **facts: outpatient_pooling.curve(*given, over="outpatient_cost", **facts),
    "screen": bc.screen,
    "settle": bc.settle,
    "year": lambda *given, **facts: bc.year(VISITS, *given, **facts),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_facts_may_be_given_in_a_mapping_or_by_their_names(ask):
    named = ask(has_resident_insurance=True, age=70)
    assert ask({"has_resident_insurance": True, "age": 70}) == named
    assert ask({"has_resident_insurance": True}, age=70) == named


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_a_fact_given_in_both_ways_is_refused(ask):
    with pytest.raises(bc.Refused, match="age: is named twice"):
        ask({"age": 70}, age=70)


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
@pytest.mark.parametrize("person", [None, "x", []])
def test_what_is_no_mapping_is_refused_whatever_is_named_beside_it(ask, person):
    with pytest.raises(bc.Refused, match="give facts by their names"):
        ask(person, age=70)


def test_a_screening_says_by_which_policy_and_for_which_day():
    told = bc.screen({}, on="2023-05-01", policy="zhangdian-2022")
    assert (told.policy, str(told.on)) == ("zhangdian-2022", "2023-05-01")


def test_what_somebody_does_not_know_is_not_asked_for_again_and_every_question_is_asked_once_at_most():
    declined: list[str] = []
    while question := bc.screen({}, declined=declined).next_question:
        assert question.fact not in declined
        declined.append(question.fact)
    assert sorted(declined) == sorted(ASKED)
    assert bc.screen({}, declined=declined).missing == tuple(ASKED)
