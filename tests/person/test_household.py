"""A household: what is shared is given once, each member has a screening, and one question tells most of all."""

import re

import pytest

import benefitcalc as bc
from benefitcalc.core.words import Kind
from benefitcalc.facts.fact import FACTS

DAY = "2023-05-01"
GRANDMOTHER = {
    "age": 82,
    "care_need": "partial",
    "is_in_economic_hardship": True,
    "care_home_stars": 2,
    "care_home_cost": 36_000,
}
FATHER = {"age": 47, "sex": "male", "is_rural": False, "is_unemployed": True}
MOTHER = {"age": 44, "sex": "female", "has_work": True}
FAMILY = {"grandmother": GRANDMOTHER, "father": FATHER, "mother": MOTHER}


def refused(members, **more):
    with pytest.raises(bc.Refused) as error:
        bc.household(members, **{"on": DAY, **more})
    return {".".join(map(str, each.path)): each for each in error.value.problems}


# Who gets what ----------------------------------------------------------------------------------------------------


def test_each_member_has_the_screening_of_that_person_with_what_is_shared():
    found = bc.household({"grandmother": GRANDMOTHER, "mother": MOTHER}, shared={"is_dibao": True}, on=DAY)
    shared = {"is_dibao": True, "is_in_zero_employment_household": False}
    assert list(found.members) == ["grandmother", "mother"]
    for name, own in (("grandmother", GRANDMOTHER), ("mother", MOTHER)):
        assert found.members[name] == bc.screen({**own, **shared}, on=DAY)


def test_the_care_home_pays_for_the_grandmother_alone():
    found = bc.household(FAMILY, on=DAY)
    # Rates of the announcement: 80 % of 36,000.
    amounts = {name: each.estimate("care_home_subsidy").amount for name, each in found.members.items()}
    assert [str(each) for each in amounts.values()] == ["28800.00", "0.00", "0.00"]


def test_the_facts_that_a_household_shares_are_these():
    assert [name for name, fact in FACTS.items() if fact.is_shared] == [
        "is_dibao",
        "is_in_zero_employment_household",
        "is_at_edge_of_dibao",
        "disposable_income_per_head",
    ]


def test_a_shared_fact_that_one_member_gives_is_everybodys():
    found = bc.household({"grandmother": {"is_dibao": True}, "mother": {}}, on=DAY)
    assert found.shared["is_dibao"] is True
    assert found.members["mother"].estimate("medical_assistance").facts["is_dibao"] is True


def test_what_is_known_in_part_at_several_places_is_what_all_leave_possible():
    income = "disposable_income_per_head"
    found = bc.household({"mother": {income: "40000..50000"}}, shared={income: "45000..60000"}, on=DAY)
    assert found.shared[income] == "45000.00..50000.00"


def test_a_shared_fact_that_nobody_knows_is_not_at_odds_with_anything():
    assert bc.household({"mother": {"is_dibao": True}}, shared={"is_dibao": None}, on=DAY).shared["is_dibao"] is True


def test_without_a_day_the_announcement_answers():
    found = bc.household({"mother": MOTHER})
    assert found.on is None
    assert found.members["mother"].policy == "zhangdian-2022"


def test_a_policy_may_be_given_and_answers_for_all():
    found = bc.household({"mother": MOTHER}, policy="zibo-assistance-2023", on=DAY)
    assert found.members["mother"].policy == "zibo-assistance-2023"
    assert found.zero_employment is None


# Zero employment --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mother", "holds"), [(MOTHER, False), ({"age": 44, "is_unemployed": True}, True), ({}, None)])
def test_zero_employment_follows_from_the_members_or_stays_unknown(mother, holds):
    found = bc.household({"father": FATHER, "mother": mother}, on=DAY)
    assert found.zero_employment.holds is holds
    assert found.shared.get("is_in_zero_employment_household") is holds
    assert found.members["father"].estimate("public_welfare_post").eligible is (holds or None)


def test_what_was_given_of_zero_employment_is_kept_where_the_members_do_not_say_otherwise():
    for given, mother in ((True, {}), (False, {"age": 44, "is_unemployed": True})):
        shared = {"is_in_zero_employment_household": given}
        found = bc.household({"father": FATHER, "mother": mother}, shared=shared, on=DAY)
        assert found.shared["is_in_zero_employment_household"] is given
        assert found.zero_employment is None


def test_zero_employment_that_was_given_is_refused_where_somebody_has_work():
    problems = refused({"father": FATHER, "mother": MOTHER}, shared={"is_in_zero_employment_household": True})
    assert list(problems) == ["shared.is_in_zero_employment_household"]
    assert "of working age and in work: mother" in str(problems["shared.is_in_zero_employment_household"])


# What to ask next -------------------------------------------------------------------------------------------------


def test_the_question_of_one_member_is_that_of_the_screening():
    for known in ({}, GRANDMOTHER, FATHER):
        found = bc.household({"grandmother": known}, on=DAY)
        alone = found.members["grandmother"].next_question
        assert found.next_question.fact == alone.fact


SETTLED = {
    "has_resident_insurance": True,
    "outpatient_cost": 100,
    "has_chronic_recognition": False,
    "chronic_cost": 500,
    "is_in_extreme_hardship": False,
    "is_in_other_hardship_group": False,
    "eligible_cost": 10_000,
    "basic_insurance_paid": 6_000,
    "critical_illness_paid": 0,
    "care_need": "none",
    "is_in_economic_hardship": False,
    "has_work": True,
    "age": 44,
    "sex": "female",
    "is_rural": False,
    "is_unemployed": False,
}
"""All that the announcement asks for but Dibao, on which medical assistance depends."""


def test_a_shared_fact_is_asked_for_before_one_that_decides_for_one_member_alone():
    # The recognition of a chronic disease stands before Dibao in the order of facts; each decides one rule of a person.
    members = {"father": {**SETTLED, "has_chronic_recognition": None}, "mother": SETTLED}
    asked = bc.household(members, policy="zhangdian-2022", on=DAY).next_question
    assert (asked.member, asked.path) == (None, "shared.is_dibao")
    assert asked.says.explain("zh").startswith("您家")
    alone = bc.household({"father": members["father"]}, policy="zhangdian-2022", on=DAY).next_question
    assert alone.path == "members.father.has_chronic_recognition"


def test_the_questions_end_with_nothing_unknown_and_each_is_asked_once():
    members, shared, asked = {"grandmother": {}, "father": {}}, {}, []
    while question := bc.household(members, shared=shared, on=DAY).next_question:
        asked.append(question.path)
        answer = {"age": 47, "sex": "male", "care_need": "none"}.get(question.fact, 0)
        if FACTS[question.fact].kind.name == "YES_NO":
            answer = False
        if question.member is None:
            shared[question.fact] = answer
        else:
            members[question.member][question.fact] = answer
    assert len(asked) == len(set(asked))
    found = bc.household(members, shared=shared, on=DAY)
    assert found.missing == ()
    assert "not known" not in found.explain()


def test_what_is_declined_is_not_asked_again():
    first = bc.household({"mother": {}}, on=DAY).next_question
    second = bc.household({"mother": {}}, on=DAY, declined=[first.path]).next_question
    assert second.path != first.path
    every = bc.household({"mother": {}}, on=DAY).missing
    assert bc.household({"mother": {}}, on=DAY, declined=every).next_question is None


def test_what_is_shared_stands_once_among_what_is_missing():
    found = bc.household({"grandmother": {}, "father": {}}, on=DAY)
    assert found.missing.count("shared.is_dibao") == 1
    assert {"members.grandmother.age", "members.father.age"} <= set(found.missing)


@pytest.mark.parametrize(("fact", "begins"), [("age", "奶奶今年多大"), ("outpatient_cost", "奶奶：")])
def test_a_question_names_the_member_whom_it_is_about(fact, begins):
    every = bc.household({"奶奶": {}}, on=DAY).missing
    others = [each for each in every if each != f"members.奶奶.{fact}"]
    asked = bc.household({"奶奶": {}}, on=DAY, declined=others).next_question
    assert asked.says.explain("zh").startswith(begins)


# In words, and as data --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_says_who_gets_what_and_adds_nothing(lang):
    found = bc.household(FAMILY, shared={"is_dibao": False}, on=DAY)
    words = found.explain(lang)
    assert "\n\ngrandmother\n" in words
    assert found.next_question.says.explain(lang) in words
    assert found.zero_employment.says.explain(lang) in words
    assert {"en": "there is no total", "zh": "不能加在一起"}[lang] in words
    mother = words.partition("\n\nmother\n")[2].partition("\n\n")[0]
    assert {"en": "Not eligible: Care-home subsidy.", "zh": "不符合条件：养老机构补贴。"}[lang] in mother


def test_of_somebody_of_whom_little_is_known_the_open_facts_are_counted_and_no_paper_is_named_for_them():
    words = bc.household({"奶奶": {"age": 82}}, on=DAY).explain("zh")
    own = {
        line.partition("：")[0].strip(): line for line in words.partition("\n\n奶奶\n")[2].split("\n\n")[0].splitlines()
    }
    assert re.fullmatch(r" *还差的情况：\d+ 项；先问最要紧的一个", own["还差的情况"])
    assert own["办理时带什么"].startswith("  办理时带什么：身份证。")


def test_a_few_open_facts_are_named():
    known = {name: False for name, fact in FACTS.items() if fact.kind is Kind.YES_NO} | {"age": 50, "sex": "female"}
    words = bc.household({"mother": known | {"is_unemployed": None}}, on=DAY).explain("en")
    assert "What is not known, and the answer depends on: Unemployed\n" in words


def test_it_counts_the_answers_that_are_settled():
    # Seven benefits of that day, and for a child nothing but the post and the home is refused by age alone.
    found = bc.household({"child": {"age": 9}}, on=DAY)
    sure = [each.rule for each in found.members["child"].estimates if not each.missing]
    assert sure == ["care_home_subsidy", "public_welfare_post"]
    assert found.explain().startswith("Members: 1. What is known settles 2 of 7 answers.")


def test_print_says_it_in_the_language_of_the_environment(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    found = bc.household({"妈妈": MOTHER}, on=DAY)
    assert str(found) == found.explain("zh")


def test_its_repr_is_one_line():
    found = bc.household({"妈妈": MOTHER}, on=DAY, declined=["members.妈妈.age"])
    assert repr(found).startswith("Household(on=2023-05-01, members=['妈妈'], next_question='members.妈妈.")
    assert "\n" not in repr(found)


def test_it_comes_back_from_json_as_it_was():
    found = bc.household(FAMILY, shared={"is_dibao": None}, on=DAY)
    assert bc.Household.model_validate_json(found.model_dump_json()) == found


def test_a_notebook_shows_it_with_every_name_escaped():
    assert "<b>" not in bc.household({"<b>": {}}, on=DAY)._repr_html_()


# Bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("members", [{}, [], None, "grandmother", {f"member {each}": {} for each in range(21)}])
def test_there_are_1_to_20_members_by_their_names(members):
    assert [(path, str(each)) for path, each in refused(members).items()] == [
        ("members", "members: give 1 to 20 members by their names, each with its facts")
    ]


def test_twenty_members_are_taken():
    assert len(bc.household({f"member {each}": {"age": 9} for each in range(20)}, on=DAY).members) == 20


@pytest.mark.parametrize("name", ["", "  ", 3, None, "x" * 41])
def test_a_member_has_a_name(name):
    problems = refused({name: {}, "mother": {}})
    assert [str(each).endswith("give a member a name of 1 to 40 characters") for each in problems.values()] == [True]


def test_two_members_do_not_share_a_name():
    assert list(refused({"Mother": {}, "mother ": {}})) == ["members.mother "]


def test_everything_that_is_wrong_is_told_at_once_with_its_path():
    members = {"grandmother": {"age": -1, "agee": 82}, "father": 3, "mother": {"is_dibao": "perhaps"}}
    assert list(refused(members, shared={"age": 3, "is_dibaoo": True}, on="tomorrow", policy="atlantis")) == [
        "policy",
        "on",
        "shared.is_dibaoo",
        "shared.age",
        "members.grandmother.agee",
        "members.grandmother.age",
        "members.father",
        "members.mother.is_dibao",
    ]


def test_a_fact_that_is_missing_its_day_is_told_by_its_member():
    assert list(refused({"mother": {"birth_date": "1980-01-01"}}, on=None)) == ["members.mother.birth_date"]


def test_a_shared_fact_that_differs_is_refused_at_every_place():
    members = {"grandmother": {"is_dibao": True}, "mother": {"is_dibao": False}, "father": {}}
    problems = refused(members, shared={"is_dibao": True})
    assert list(problems) == ["shared.is_dibao", "members.grandmother.is_dibao", "members.mother.is_dibao"]
    told = problems["members.mother.is_dibao"].explain("zh")
    assert "shared.is_dibao, members.grandmother.is_dibao, members.mother.is_dibao" in told
    assert told.endswith("请只在 shared 中写一次")


def test_who_is_said_to_have_work_and_to_be_unemployed_is_refused():
    assert list(refused({"father": {"is_unemployed": True, "has_work": True}})) == ["members.father.has_work"]


def test_amounts_at_odds_are_told_by_their_member():
    assert list(refused({"mother": {"total_bill": 10, "outpatient_cost": 20}})) == ["members.mother.total_bill"]
