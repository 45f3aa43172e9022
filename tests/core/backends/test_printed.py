"""A body written down: shared values once, figures of the law as parameters, and the meaning that the body has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import people

import benefitcalc as bc
from benefitcalc.core.backends.printed import Program, Tape, Terms
from benefitcalc.core.rates import Rate, Rounding, Row, Schedule
from benefitcalc.core.words import above, all_of, any_of, choose, is_not, least, most, share, step, times, when

BY_DOCUMENT = [
    pytest.param(bc.RULES[at], law, id=f"{bc.RULES[at].name} by {name}")
    for at in range(len(bc.RULES))
    for name in sorted(bc.policies())
    if bc.RULES[at].name in (law := bc.policy(name)).benefits
]


def printed(body, *facts, **figures):
    """The text of a body of these facts, its figures of the law given by name."""
    tape = Tape()
    law = {name: tape.figure(name, value) for name, value in figures.items()}
    return str(Program(tape, {"line": body(*map(tape.fact, facts), **law)}))


def test_a_value_that_is_used_twice_stands_there_once():
    text = printed(lambda cost: least(above(cost, 100), 500) + above(cost, 100), "cost")
    assert text == "shared_1 = above(facts.cost, 100)\nline = least(shared_1, 500) + shared_1"


def test_a_number_may_stand_before_a_value():
    assert printed(lambda cost: 500 - cost, "cost") == "line = 500 - facts.cost"
    assert printed(lambda cost: 500 + cost, "cost") == "line = 500 + facts.cost"


def test_a_rate_of_the_law_is_the_rate_that_it_names():
    assert Tape().figure("half", Rate(1, 2)) == Rate(1, 2)


def test_a_line_may_be_a_number_that_nothing_is_computed_for():
    tape = Tape()
    program = Program(tape, {"line": tape.fact("cost") + 1, "fixed": 7})
    assert program.values({"cost": 2}) == {"line": 3, "fixed": 7}


def test_a_line_that_another_is_computed_from_is_named_by_its_own_name():
    tape = Tape()
    first = tape.fact("cost") + 1
    lines = {"first": first, "again": first, "twice": first + first, "fixed": 7}
    assert str(Program(tape, lines)).splitlines() == [
        "first = facts.cost + 1",
        "twice = first + first",
        "again = first",
        "fixed = 7",
    ]


def test_conditions_within_conditions_of_the_same_word_are_said_as_one():
    text = printed(lambda a, b, c, d: all_of(all_of(all_of(a, b), c), d), "a", "b", "c", "d")
    assert text == "line = all_of(facts.a, facts.b, facts.c, facts.d)"


def test_a_named_condition_stands_by_its_name_within_a_longer_one():
    tape = Tape()
    both = all_of(tape.fact("p"), tape.fact("q"))
    text = str(Program(tape, {"both": both, "all": all_of(both, tape.fact("r"))}))
    assert text == "both = all_of(facts.p, facts.q)\nall = all_of(both, facts.r)"


def test_the_words_are_said_as_a_body_says_them():
    def body(age, sick, cost):
        return when(all_of(any_of(age >= 60, sick, age == 18), is_not(age <= 3)), choose(sick, cost, 7) + most(cost, 9))

    assert printed(body, "age", "sick", "cost") == (
        "line = when(all_of(any_of(facts.age >= 60, facts.sick, facts.age == 18), is_not(facts.age <= 3)), "
        "choose(facts.sick, facts.cost, 7) + most(facts.cost, 9))"
    )


def test_the_greater_of_two_values_need_not_be_a_difference_and_zero():
    text = printed(lambda cost, paid: most(above(cost, paid), paid), "cost", "paid")
    assert text == "line = most(above(facts.cost, facts.paid), facts.paid)"


def test_what_a_share_of_a_share_is_taken_of_has_a_level_of_its_own():
    tape = Tape()
    half, cost = tape.figure("half", Rate(1, 2)), tape.fact("cost")
    amounts = [cost + 1, share(half, of=cost + 1) + 2, share(half, of=share(half, of=cost + 1) + 2)]
    program = Program(tape, {"line": share(half, of=amounts[-1])})
    # The first is an amount of no share.
    assert program.levels() == {amounts[1].ref: 0, amounts[2].ref: 1}


def test_a_choice_by_a_plain_condition_is_made_at_once():
    assert printed(lambda cost: choose(1, cost, 7), "cost") == "line = facts.cost"
    assert printed(lambda cost: choose(0, cost, 7), "cost") == "line = 7"


def test_a_share_that_is_used_twice_has_a_level_of_its_own():
    tape = Tape()
    once = share(tape.figure("half", Rate(1, 2)), of=tape.fact("cost"))
    assert Program(tape, {"line": once + once}).levels() == {once.ref: 0}
    assert Program(tape, {"line": once + 1}).levels() == {}


def test_a_difference_within_a_difference_is_in_brackets():
    assert printed(lambda a, b, c: a - (b - c), "a", "b", "c") == "line = facts.a - (facts.b - facts.c)"
    assert printed(lambda a, b, c: a - b - c, "a", "b", "c") == "line = facts.a - facts.b - facts.c"


def test_a_share_says_its_unit_and_its_way_where_they_are_not_the_usual_ones():
    text = printed(lambda cost, rate: share(rate, of=cost, to=100, way=Rounding.DOWN), "cost", rate=Rate(1, 3))
    assert text == "line = share(terms.rate, of=facts.cost, to=100, way=down)"


def test_a_share_is_rounded_the_way_that_it_says_where_a_program_is_run():
    tape = Tape()
    third = tape.figure("third", Rate(1, 3))
    lines = {way.name: share(third, of=tape.fact("cost"), to=10, way=way) for way in (Rounding.DOWN, Rounding.UP)}
    # A third of 50 lies between 10 and 20.
    assert Program(tape, lines).values({"cost": 50}) == {"DOWN": 10, "UP": 20}


def test_later_statements_take_what_is_kept_of_a_value():
    tape = Tape()
    cost = tape.fact("cost")
    more = cost + 1
    found = Program(tape, {"line": more}).run({"cost": 2}, kept=lambda ref, value: 10 * value + ref.at)
    # The fact is the first statement, at 0: 2 is kept as 20. The sum is the second: 20 + 1 is kept as 211.
    assert found == {cost.ref: 20, more.ref: 211}


def test_a_figure_may_be_named_by_its_value():
    tape = Tape()
    terms = Terms(tape, Row(500, Rate(1, 2)), lambda name, value: f"{name}_{value}")
    assert str(Program(tape, {"line": tape.fact("cost") + terms.start})) == "line = facts.cost + terms.start_500"


def test_the_rows_of_a_schedule_are_parameters():
    bands = Schedule((Row(0, Rate(1, 2)), Row(100, Rate(3, 5))))
    text = printed(lambda cost, bands: share(bands, of=cost), "cost", bands=bands)
    assert text == (
        "line = share({from terms.bands_1_from: terms.bands_1, from terms.bands_2_from: terms.bands_2}, of=facts.cost)"
    )


def test_an_amount_for_each_is_said_as_such():
    classes = Schedule((Row(1, 500),))
    text = printed(lambda days, fee, classes: times(fee, days) + step(classes, at=days), "days", fee=9, classes=classes)
    assert text == "line = times(terms.fee, facts.days) + when(facts.days >= terms.classes_1_from, terms.classes_1)"


@pytest.mark.parametrize(("rule", "law"), BY_DOCUMENT)
@settings(max_examples=10)
@given(data=st.data())
def test_a_program_means_what_its_body_means(rule, law, data):
    program = rule.program(policy=law)
    person = data.draw(people(rule, law))
    for view, lines in zip(law.views(rule.name), rule.read(person, law.views(rule.name)), strict=True):
        tape = Tape()
        terms = Terms(tape, view)
        rule.assess(rule.facts(**{name: tape.fact(name) for name in rule.facts._fields}), terms)
        assert program.values(person, tape.law) == vars(lines)


def test_one_program_serves_a_document_and_a_reform_of_it():
    reform = bc.policy().with_terms({"medical_assistance.rate": "0.9"})
    before, after = (bc.rules.medical_assistance.program(policy=law) for law in (bc.policy(), reform))
    assert str(before) == str(after)
    assert (before.figures()["rate"], after.figures()["rate"]) == (Rate(3, 4), Rate(9, 10))


def test_a_program_names_the_figures_that_it_needs():
    program = bc.rules.medical_assistance.program()
    assert program.figures() == {"rate": Rate(3, 4), "covers_other_groups": True, "yearly_limit": 10**12}
    assert program.facts()[0] == "is_dibao"
