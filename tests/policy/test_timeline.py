"""Which document speaks of a benefit on a day, and what it is on that day; by law invented for the tests."""

from contextlib import ExitStack
from datetime import date

import dated
import pytest
from dated import EARLY, LATE, TARGET
from invented import bread_allowance

import benefitcalc as bc
from benefitcalc.rules import outpatient_pooling


@pytest.fixture
def having(tmp_path):
    """Nothing but these documents beside those of benefitcalc itself, as long as the test lasts."""
    with ExitStack() as opened:
        yield lambda *documents: opened.enter_context(dated.having(tmp_path, *documents))


def answering(law, day: str) -> tuple[str, str]:
    found = law.on(date.fromisoformat(day))["bread_allowance"]
    return found.policy.id, found.standing


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-06-30", ("target", "not_yet")),
        ("2019-07-01", ("target", "announced")),
        ("2019-12-31", ("target", "announced")),
        ("2020-01-01", ("early", "in_force")),
        ("2020-12-31", ("early", "in_force")),
        ("2021-01-01", ("target", "announced")),
        ("2021-02-28", ("target", "announced")),
        ("2021-03-01", ("late", "in_force")),
        ("2030-01-01", ("late", "in_force")),
    ],
)
def test_what_binds_answers_else_what_was_announced_else_the_nearest(having, day, expected):
    assert answering(having(EARLY, LATE, TARGET), day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2019-12-31", ("early", "not_yet")), ("2021-01-29", ("early", "expired")), ("2021-01-31", ("late", "not_yet"))],
)
def test_in_a_gap_the_nearest_document_answers_and_says_that_it_does_not_bind(having, day, expected):
    assert answering(having(EARLY, LATE), day) == expected


def test_a_timeline_names_the_gap_between_two_documents_that_bind(having):
    stretches = having(LATE, EARLY, TARGET).timeline("bread_allowance")
    assert [(str(each.since), each.until and str(each.until), each.policy, each.status) for each in stretches] == [
        ("2020-01-01", "2020-12-31", "early", "in_force"),
        ("2021-01-01", "2021-02-28", None, None),
        ("2021-03-01", None, "late", "in_force"),
        ("2019-07-01", "2021-06-30", "target", "announced"),
    ]


def test_two_documents_that_bind_on_one_day_are_refused_by_name(having):
    with pytest.raises(bc.Refused, match=r"late: speaks of bread_allowance from December 31, 2020 on, as early does"):
        having(EARLY, {**LATE, "since": "2020-12-31"})


def test_a_document_that_supersedes_another_ends_it_the_day_before(having):
    law = having(EARLY, {**LATE, "since": "2020-12-31", "supersedes": "early"})
    assert [answering(law, day)[0] for day in ("2020-12-30", "2020-12-31")] == ["early", "late"]
    assert law.timeline("bread_allowance")[0].until == date(2020, 12, 30)


def test_a_document_that_supersedes_one_that_does_not_exist_is_refused(having):
    with pytest.raises(bc.Refused, match=r"late: supersedes: there is no policy erly"):
        having(EARLY, {**LATE, "supersedes": "erly"})


def test_an_answer_says_what_the_document_is_on_the_day_and_until_when_it_was_seen(having):
    having(EARLY, {**LATE, "seen": "2022-01-01, 2021-04-04"}, TARGET)
    person = {"age": 30, "is_rural": True, "is_low_income": False, "outpatient_cost": 100}
    answer = bread_allowance.estimate(on="2022-02-02", **person)
    assert (answer.policy, answer.standing, str(answer.since), answer.until, str(answer.seen_until)) == (
        "late", "in_force", "2021-03-01", None, "2022-01-01",
    )  # fmt: skip
    assert answer.is_current
    bc.verify(answer.receipt())
    assert not bread_allowance.estimate(on="2023-02-02", **person).is_current
    assert bread_allowance.estimate(on="2022-02-02", policy="early", **person).standing == "expired"


def test_a_receipt_that_says_another_standing_is_refused(having):
    having(EARLY)
    person = {"age": 30, "is_rural": True, "is_low_income": False, "outpatient_cost": 100}
    receipt = bread_allowance.estimate(on="2021-02-02", **person).receipt()
    with pytest.raises(bc.Refused, match='standing: the receipt has "in_force", computed again it is "expired"'):
        bc.verify({**receipt, "standing": "in_force"})


@pytest.mark.parametrize(
    ("day", "standing", "expected"),
    [
        ("2020-06-01", "in_force", "Bread <allowance>: "),
        ("2021-01-01", "expired", "Bread <allowance> (expired; as stated on May 5, 2020): "),
        ("2019-12-31", "not_yet", "Bread <allowance> (not in force yet): "),
    ],
)
def test_only_what_binds_on_the_day_is_said_without_a_reserve(having, day, standing, expected):
    having(EARLY)
    answer = bread_allowance.estimate(on=day, age=30, is_rural=True, is_low_income=False, outpatient_cost=100)
    assert answer.standing == standing
    assert answer.explain("en").startswith(expected)


def test_a_benefit_of_which_no_document_speaks_is_refused_with_those_that_there_are(having):
    law = having(EARLY)
    with pytest.raises(bc.Refused, match=r"benefit: no policy speaks of cake; there are: .*bread_allowance"):
        law.timeline("cake")


def test_a_screening_on_a_day_answers_each_benefit_by_what_binds_and_says_what_was_announced(having):
    having(EARLY)
    found = bc.screen({"age": 30}, on="2020-06-01")
    assert found.estimate("bread_allowance").standing == "in_force"
    assert found.estimate("care_home_subsidy").standing == "not_yet"
    assert found.policy is None
    assert found.announced == ()
    assert bc.screen({"age": 30}).policy == "zhangdian-2022"


def test_rules_that_are_named_are_answered_on_a_day_beside_what_was_announced_of_them(having):
    having({**EARLY, "carries_out": "outpatient_pooling"})
    found = bc.screen({"age": 30}, on="2020-06-01", rules=[bread_allowance])
    assert [(each.rule, each.policy) for each in found.estimates] == [("bread_allowance", "early")]
    assert [(each.rule, each.policy) for each in found.announced] == [("outpatient_pooling", "zhangdian-2022")]


def test_a_screening_says_of_which_benefits_a_warning_is_unless_it_is_of_all(having):
    having(EARLY)
    told = "June 1, 2020 is before January 1, 2022. The policy has no terms before that day"
    both = bc.screen({"age": 30}, on="2020-06-01", rules=[outpatient_pooling, bread_allowance]).explain("en")
    assert f"\nOutpatient pooling: {told}" in both
    alone = bc.screen({"age": 30}, on="2020-06-01", rules=[outpatient_pooling]).explain("en")
    assert f"\n{told}" in alone


def test_a_curve_is_by_the_document_of_the_day(having):
    having(EARLY, LATE)
    person = {"age": 30, "is_rural": True, "is_low_income": False}
    amounts = [
        bread_allowance.curve(over="outpatient_cost", on=day, **person).at(110) for day in ("2020-06-01", "2021-06-01")
    ]
    assert amounts == [50, 60]  # half, and six tenths, of 110 yuan less 10


def test_a_day_is_read_as_people_write_it_and_refused_where_it_is_none():
    assert bc.law().on("2024年11月1日") == bc.law().on(date(2024, 11, 1))
    with pytest.raises(bc.Refused) as caught:
        bc.law().on("soon")
    assert caught.value.problems[0].path == ("on",)
