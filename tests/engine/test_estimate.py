"""What a person is told: the parts of an estimate, its notices, its JSON, its HTML."""

import copy
import decimal
import pickle
from datetime import date
from decimal import Decimal

import pytest
from invented import ANYBODY, NOWHERE, bread_allowance, written
from pydantic import ValidationError

import benefitcalc as bc
from benefitcalc.engine.scenarios import MOST_SCENARIOS
from benefitcalc.engine.sensitivity import relevant_terms
from benefitcalc.policy.terms import Views
from benefitcalc.rules import (
    care_home_subsidy,
    care_service_voucher,
    extreme_hardship_support,
    medical_assistance,
    outpatient_pooling,
    public_welfare_post,
)

RESIDENT = {"age": 82, "care_need": "partial", "is_in_economic_hardship": True, "care_home_stars": 2}


def told(**more):
    return care_home_subsidy.estimate(**{**RESIDENT, "care_home_cost": "36000", **more})


def notices(estimate) -> str:
    return " ".join(str(getattr(notice, "says", notice)) for notice in estimate.notices)


# The day ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "No day was given. The terms are those of January 1, 2022 to December 31, 2024."),
        (date(2021, 12, 31), "December 31, 2021 is before January 1, 2022"),
        (date(2022, 1, 1), "January 1, 2022 lies within"),
        ("2023-05-01", "May 1, 2023 lies within"),
        (date(2024, 12, 31), "December 31, 2024 lies within"),
        (date(2025, 1, 1), "January 1, 2025 is after December 31, 2024. The policy has no terms after that day"),
    ],
)
def test_an_estimate_says_whether_the_policy_has_terms_for_the_day(on, words):
    estimate = told(on=on)
    assert words in notices(estimate)
    assert estimate.amount == Decimal("28800.00")


@pytest.mark.parametrize("on", ["tomorrow", "2023-02-30", 2023, 1.5])
def test_what_is_not_a_day_is_refused_together_with_the_facts(on):
    with pytest.raises(bc.Refused) as refused:
        told(on=on, age=-1)
    assert [str(problem).split(":")[0] for problem in refused.value.problems] == ["on", "age"]


def test_a_reform_says_that_it_is_one_and_not_that_it_was_announced():
    text = told(policy=bc.policy().with_terms({"care_home_subsidy.rate": "0.85"})).explain("en")
    assert "This is a reform made up to be compared" in text.splitlines()[2]
    assert "announced target" not in text


def test_what_has_to_be_known_before_the_answer_is_believed_stands_right_below_it():
    answer, day, status, blank, *_ = told(on="2026-11-23").explain("en").splitlines()
    assert (
        answer
        == "Care-home subsidy (expired; as stated on February 9, 2022): 28,800.00 yuan for the period of the cost."
    )
    assert "after December 31, 2024" in day
    assert "announced target" in status
    assert blank == ""


def test_a_figure_that_is_computed_from_terms_is_told_where_it_is_used():
    text = outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost=800).explain("en")
    assert "With any rise: 75% of it, at most 712.50 yuan: 562.50 yuan (375.00 yuan to 581.25 yuan)" in text


def test_a_rule_without_money_says_in_the_first_sentence_what_holds():
    support = {"is_in_extreme_hardship": True, "wants_placement": True}
    first = extreme_hardship_support.estimate(age=45, **support).explain("zh").splitlines()[0]
    assert first == "特困人员供养（按当时公布的说法）：符合条件：在家供养，有人照护。"


def test_a_person_who_is_in_one_group_by_one_reading_and_in_another_by_the_other_is_eligible():
    person = {"age": 45, "sex": "male", "is_rural": True, "is_unemployed": False}
    groups = ("is_lifted_from_poverty", "is_low_income", "has_disability", "is_in_zero_employment_household")
    told_of = public_welfare_post.estimate(**person, **dict.fromkeys(groups, False))
    neither = told_of.model_copy(update={"lines": tuple(line for line in told_of.lines if line.part != "group")})
    assert neither.explain("en").splitlines()[0] == "Public-welfare post (as announced then): eligible."


def test_a_policy_in_force_is_not_called_a_target(tmp_path):
    estimate = bread_allowance.estimate(policy=bc.policy(written(tmp_path)), **ANYBODY)
    assert "announced target" not in notices(estimate)
    assert "announced target" in notices(told())


# What it rests on ---------------------------------------------------------------------------------------


def test_every_assumption_has_a_reason_and_every_source_a_grade():
    for assumption in outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost=800).assumptions:
        assert str(assumption.because)
        assert (assumption.source is None) == (assumption.grade is None)


def test_the_document_is_cited_with_its_own_words():
    cites = {cite.name: cite for cite in told().cites}
    assert str(cites["most_stars"].words) == "及以下"
    assert cites["care_home_subsidy"].place.zh == "养老服务品质提升行动，养老机构补贴"


def test_an_estimate_holds_the_facts_and_the_terms_that_it_used():
    estimate = told()
    assert estimate.facts == {**RESIDENT, "care_home_cost": "36000.00"}
    assert estimate.terms.stated == {"rate": "0.8", "most_stars": 2, "fewest_stars": 1, "elderly_from": 60}
    assert estimate.terms.generous["fewest_stars"] == 0


def test_a_line_is_found_by_its_name():
    assert told().line("subsidy").amount == Decimal("28800.00")
    with pytest.raises(KeyError):
        told().line("bread")


# Undecided terms ----------------------------------------------------------------------------------------


def test_a_term_that_matters_only_beside_another_reading_of_the_others_is_undecided_too(tmp_path):
    vague = {
        "limit": "limit = { assumed = 5.00, or = 7.00, because = 'b' }",
        "covers_towns": "covers_towns = { assumed = false, or = true, because = 'b' }",
    }
    policy = bc.policy(written(tmp_path, **vague))
    facts = {"age": 30, "is_rural": False, "is_low_income": True, "outpatient_cost": "100"}
    # Read strictly nothing is paid in town, whatever the limit; with towns covered the limit matters.
    assert bread_allowance.estimate(policy=policy, **facts).undecided == ("limit", "covers_towns")


def test_past_so_many_readings_every_vague_term_counts(monkeypatch):
    monkeypatch.setattr("benefitcalc.engine.sensitivity.MOST_SCENARIOS", 1)
    facts = {"is_dibao": True, "is_in_extreme_hardship": False, "is_in_other_hardship_group": False}
    bill = {"eligible_cost": "100", "basic_insurance_paid": "0", "critical_illness_paid": "0"}
    policy = bc.policy().with_terms(
        {"medical_assistance.yearly_limit": {"assumed": "none", "or": "29999.00", "because": "b"}}
    )
    assert medical_assistance.estimate(policy=policy, **facts, **bill).undecided == (
        "rate", "covers_other_groups", "yearly_limit",
    )  # fmt: skip
    assert MOST_SCENARIOS > 1


def test_where_every_view_gives_the_same_no_term_is_undecided():
    views = bc.policy().views("medical_assistance")
    assert relevant_terms(views, Views(1, 1, 1), lambda _: pytest.fail("nothing is to be computed")) == ()


# Data ---------------------------------------------------------------------------------------------------


def test_an_estimate_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        told().amount = Decimal(0)


def test_nothing_inside_an_estimate_or_a_policy_can_be_changed_for_the_next_reader():
    estimate = told()
    boxes = [
        estimate.facts,
        estimate.terms.stated,
        estimate.lines[0].label.values,
        estimate.title.values,
        bc.policy().benefits,
        bc.policy().benefits["care_home_subsidy"].terms,
    ]
    for box in boxes:
        for change in (
            lambda box: box.update(x=1),
            lambda box: box.__setitem__("x", 1),
            lambda box: box.pop("rate", None),
            lambda box: box.clear(),
            lambda box: box.setdefault("x", 1),
            lambda box: box.__ior__({"x": 1}),
        ):
            with pytest.raises(TypeError, match="this is fixed"):
                change(box)
    assert told() == estimate


def test_an_estimate_can_be_copied_and_sent_to_another_process():
    estimate = told()
    assert copy.deepcopy(estimate) == estimate
    assert pickle.loads(pickle.dumps(estimate)) == estimate
    assert {**estimate.facts, "age": 83}["age"] == 83


@pytest.mark.parametrize("context", [decimal.Context(prec=1), decimal.Context(prec=3, traps=[])])
def test_an_explanation_does_not_depend_on_the_callers_decimal_context(context):
    expected = told(care_home_cost="123456789.01")
    with decimal.localcontext(context):
        again = told(care_home_cost="123456789.01")
        text = again.explain("zh")
    assert again == expected
    assert text == expected.explain("zh")
    assert "98,765,431.21" in text  # 123,456,789.01 x 0.80 = 98,765,431.208


def test_the_same_question_has_the_same_answer():
    assert told(on="2023-05-01") == told(on=date(2023, 5, 1))


def test_json_holds_amounts_as_text_and_comes_back_whole():
    estimate = told()
    assert '"amount":"28800.00"' in estimate.model_dump_json()
    assert bc.Estimate.model_validate_json(estimate.model_dump_json()) == estimate
    assert bc.Estimate.model_validate_json(estimate.model_dump_json()).explain("zh") == estimate.explain("zh")


def test_html_is_in_the_language_of_the_environment(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "养老机构补贴" in told()._repr_html_()
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert "Care-home subsidy" in told()._repr_html_()


def test_html_escapes_everything_that_a_policy_file_or_a_rule_says(tmp_path):
    hostile = '<script>alert("1")</script>'
    file = written(tmp_path, NOWHERE.replace("page 1", hostile.replace('"', "'")), title="title = '" + hostile + "'")
    html = bread_allowance.estimate(policy=bc.policy(file), **ANYBODY)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(" in html
    assert "Bread &lt;allowance&gt;" in html


def test_nobody_is_told_to_bring_papers_of_what_they_are_not():
    person = {"is_dibao": True, "is_in_extreme_hardship": False, "eligible_cost": 100}
    told = medical_assistance.estimate(**person).explain("en").split("What to bring to the counter")[1]
    assert "Dibao certificate" in told
    assert "the office's recognition of the group in hardship" in told  # was not asked yet
    assert "certificate of support for persons in extreme hardship" not in told


def test_an_amount_that_rests_on_an_assumed_figure_is_not_called_exact():
    # The ceiling of the reply of 2023 is assumed; the services of the voucher are 40 % of 1,000 yuan, as it states.
    capped = outpatient_pooling.estimate(on="2023-06-01", has_resident_insurance=True, outpatient_cost=1_000)
    assert capped.explain("en").startswith("Outpatient pooling: 475.00 yuan for the calendar year.")
    assert capped.explain("zh").startswith("居民门诊统筹：全年 475.00 元。")


def test_an_assumed_rounding_alone_leaves_an_amount_exact():
    facts = {"age": 80, "ability_level": "moderate", "home_service_cost": 0, "institution_service_cost": 1_000}
    no = dict.fromkeys(("is_in_extreme_hardship", "has_institutional_care_allowance", "is_in_home_care_scheme"), False)
    found = care_service_voucher.estimate(on="2026-06-01", **facts, **no)
    assert found.explain("en").startswith("Voucher for care services: exactly 400.00 yuan for the month.")
