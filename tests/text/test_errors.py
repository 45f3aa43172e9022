import pickle

import pytest

from benefitcalc.text.errors import at, collect, kept, refuse
from benefitcalc.text.message import N_, Message, Problem, Refused, Text, joined, say

WRONG = say("wrong")


def refusal(read) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        read()
    return refused.value.problems


def fail(*path: str | int) -> None:
    with at(*path):
        raise Refused(WRONG)


def in_capitals(names) -> Message:
    return joined([say("{name}", name=name.upper()) for name in names], N_("{first}; {rest}"))


def test_a_message_is_a_problem_without_a_path():
    assert Refused(WRONG).problems == (Problem((), WRONG),)


def test_a_place_stands_before_the_path_of_what_is_refused_inside():
    def read():
        with at("visits", 2):
            fail("cost")

    assert refusal(read) == (Problem(("visits", 2, "cost"), WRONG),)


def test_a_place_stands_before_the_paths_of_all_problems():
    def read():
        with at("policy"):
            raise Refused(WRONG.at("a"), WRONG)

    assert [each.path for each in refusal(read)] == [("policy", "a"), ("policy",)]


def test_a_place_leaves_other_errors_as_they_are():
    with pytest.raises(KeyError, match="age"), at("age"):
        raise KeyError("age")


def test_reads_are_refused_together():
    assert [each.path for each in refusal(lambda: collect(lambda: fail("a"), int, lambda: fail("b")))] == [
        ("a",),
        ("b",),
    ]


def test_reads_that_are_right_give_what_they_read():
    assert collect(int, list) == [0, []]


def test_what_is_kept_does_not_stop_what_comes_after():
    problems: list[Problem] = []
    for number in (1, 2):
        with kept(problems, "visits", number):
            fail("cost")
    assert [each.path for each in problems] == [("visits", 1, "cost"), ("visits", 2, "cost")]


def test_other_errors_are_not_kept():
    with pytest.raises(KeyError), kept([]):
        raise KeyError


def test_no_problems_refuse_nothing():
    refuse([])


def test_problems_are_refused_all_at_once():
    assert refusal(lambda: refuse([WRONG, WRONG.at("age")])) == (Problem((), WRONG), Problem(("age",), WRONG))


@pytest.mark.parametrize(
    ("path", "en", "zh"),
    [
        ((), "wrong", "wrong"),
        (("", "age"), ": age: wrong", "：age：wrong"),
        (("age",), "age: wrong", "age：wrong"),
        (("visits",), "visits: wrong", "visits：wrong"),
        (("visits", 2), "visit 2: wrong", "第 2 次就诊：wrong"),
        (("visits", 2, "cost"), "visit 2: cost: wrong", "第 2 次就诊：cost：wrong"),
        (("years", 2023, "eligible_cost"), "year 2023: eligible_cost: wrong", "2023 年：eligible_cost：wrong"),
        (("mine.toml", "bread.rate"), "mine.toml: bread.rate: wrong", "mine.toml：bread.rate：wrong"),
        (("row", 3), "row 3: wrong", "row 3：wrong"),
    ],
)
def test_a_path_is_said_before_what_is_wrong(path, en, zh):
    problem = Problem(path, WRONG)
    assert (problem.explain(), problem.explain("zh"), str(problem)) == (en, zh, en)


def test_a_place_that_the_sentence_names_is_not_said_twice():
    assert say("{part:fact} is above the bill", part="cost").at("visits", 1, "cost").explain() == (
        "visit 1: cost is above the bill"
    )


def test_only_the_last_place_is_left_out_where_the_sentence_names_it():
    assert say("{part:fact} is wrong", part="cost").at("cost", "low").explain() == "cost: low: cost is wrong"


def test_facts_are_called_as_the_reader_knows_them():
    told = say("{parts:fact} of {whole:fact}: {given}", parts=("a", "b"), whole="c", given="c").at("d")
    assert told.explain() == "d: a, b of c: c"
    assert told.explain("en", in_capitals) == "D: A; B of C: c"


def test_a_text_of_both_languages_is_a_problem_too():
    problem = Problem(("rules",), Text(zh="请给出清单", en="give a list"))
    assert (problem.explain(), problem.explain("zh")) == ("rules: give a list", "rules：请给出清单")


def test_paths_come_through_pickling():
    assert pickle.loads(pickle.dumps(Refused(WRONG.at("age")))).problems == (Problem(("age",), WRONG),)
