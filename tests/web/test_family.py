"""One more person of the household on the page: what is shared is not asked again, and one page says who gets what."""

import re
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest

from benefitcalc.web.pages import form
from benefitcalc.web.replies import texts

PAID = {"eligible_cost": "30000", "basic_insurance_paid": "12000", "critical_illness_paid": "0"}
MOTHER = {"who": "parent", "need": ["care_home", "treatment"], "age": "82", "is_dibao": "yes", **PAID}
"""Somebody who has an answer to be carried over, and other ones."""


def asking(client, fields, lang="en", **more):
    pairs = fields if isinstance(fields, list) else list(each_of(fields))
    sent = urlencode([*((name, value) for name, value in pairs if name not in more), *more.items()])
    return client.post(f"/{lang}/ask", content=sent, headers={"content-type": "application/x-www-form-urlencoded"})


def each_of(fields):
    for name, value in fields.items():
        yield from ((name, each) for each in (value if isinstance(value, list) else [value]))


def carried(answer):
    """What the form of a page holds, in order, besides what is typed."""
    text = answer.text.split("<main")[1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    return [(name, unescape(value)) for name, value in found]


def values(answer, name):
    return [value for each, value in carried(answer) if each == name]


def asked(answer):
    return next(iter(values(answer, "asked")), None)


def family(answer):
    """For each member the benefits that are told of, and how."""
    [section] = re.findall(r'<section class="family".*?</section>', answer.text, re.DOTALL)
    _, *members = section.split("<h3>")
    return {
        unescape(each.partition("</h3>")[0]): [
            " ".join(unescape(re.sub("<[^>]+>", " ", row)).split())
            for row in re.findall("<li.*?</li>", each, re.DOTALL)
        ]
        for each in members
    }


def one_more(client, fields, lang="en"):
    return asking(client, fields, lang, do="more")


def child_of(client, first=MOTHER):
    """The start of one more person, who is a child in need of treatment."""
    start = one_more(client, first)
    return [*carried(start), ("who", "child"), ("need", "treatment")]


def to_the_end(client, fields, lang="en"):
    """The result after everything that is asked is not known, and what was asked for."""
    answer, seen = asking(client, fields, lang, do="begin"), []
    while (name := asked(answer)) and name not in seen:
        together = values(answer, "together")
        seen += [each.partition("=")[0] for each in together[0].split()] if together else [name]
        answer = asking(client, carried(answer), lang, do="unknown")
    return answer, seen


# One more person --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_result_offers_one_more_person_and_leads_to_the_start(client, lang):
    assert texts.ONE_MORE.explain(lang) in asking(client, MOTHER, lang, do="result").text
    start = one_more(client, MOTHER, lang)
    assert texts.FOR_WHOM.explain(lang) in start.text
    assert texts.ONE_MORE_HINT.explain(lang) in start.text
    assert re.findall(r'value="(\w+)" checked', start.text) == ["self"]


def test_what_is_shared_is_carried_over_and_the_rest_is_asked_anew(client):
    start = one_more(client, MOTHER)
    assert parse_qs(values(start, "shared")[0]) == {"is_dibao": ["yes"]}
    assert "age" not in dict(carried(start))
    result, seen = to_the_end(client, child_of(client))
    assert "is_dibao" not in seen
    assert "age" not in seen  # treatment does not ask for it
    assert {"has_resident_insurance", "eligible_cost"} <= set(seen)
    assert 'value="change.is_dibao"' in result.text


def test_what_the_household_does_not_know_is_not_asked_again_either(client):
    _, seen = to_the_end(client, child_of(client, {**MOTHER, "is_dibao": "unknown"}))
    assert "is_dibao" not in seen


def test_what_is_shared_counts_for_the_next_person(client):
    # Medical assistance of the announcement: at least 75 % of the 18,000 that insurance leaves, to households on Dibao.
    with_dibao, without = (
        assistance(asking(client, [*child_of(client, {**MOTHER, "is_dibao": each}), *PAID.items()], do="result"))
        for each in ("yes", "no")
    )
    assert "13500" in with_dibao
    assert "if you qualify" not in with_dibao
    assert with_dibao != without


def assistance(answer):
    """What is told of medical assistance of the member at hand."""
    rows = list(family(answer).values())[-1]
    return next(each for each in rows if each.startswith("Medical assistance"))


# Who gets what ----------------------------------------------------------------------------------------------------


def test_one_page_says_who_gets_what_each_by_the_needs_of_that_person(client):
    told = family(to_the_end(client, child_of(client))[0])
    assert list(told) == ["1. a parent, aged 82", "2. my child · all of it is below"]
    assert any(each.startswith("Care-home subsidy") for each in told["1. a parent, aged 82"])
    assert not any(each.startswith("Care-home subsidy") for each in told["2. my child · all of it is below"])


def test_alone_nobody_is_told_who_gets_what(client):
    assert 'class="family"' not in asking(client, MOTHER, do="result").text


def test_all_of_another_member_is_a_button_away_and_nothing_is_lost(client):
    result, _ = to_the_end(client, child_of(client))
    other = asking(client, carried(result), do="member.0")
    assert list(family(other)) == ["1. my child", "2. a parent, aged 82 · all of it is below"]
    assert dict(carried(other))["age"] == "82"
    back = asking(client, carried(other), do="member.0")
    assert family(back) == family(result)
    assert sorted(carried(back)) == sorted(carried(result))


def test_a_shared_answer_is_changed_for_everybody(client):
    result, _ = to_the_end(client, child_of(client))
    question = asking(client, carried(result), do="change.is_dibao")
    assert asked(question) == "is_dibao"
    assert not values(question, "together")
    changed = asking(client, carried(question), given="no")
    assert parse_qs(values(changed, "shared")[0]) == {"is_dibao": ["no"]}
    assert "is_dibao" not in dict(carried(changed))
    mothers = family(asking(client, carried(changed), do="result"))["1. a parent, aged 82"]
    assert mothers != family(result)["1. a parent, aged 82"]


def test_a_shared_answer_that_is_given_later_counts_for_those_before(client):
    first = {key: value for key, value in MOTHER.items() if key != "is_dibao"}
    fields = child_of(client, first)
    rows = [
        family(asking(client, [*fields, *more], do="result"))["1. a parent, aged 82"]
        for more in ([], [("is_dibao", "yes")])
    ]
    assert rows[0] != rows[1]


def test_the_other_language_has_the_same_household(client):
    result, _ = to_the_end(client, child_of(client))
    other = asking(client, carried(result), "zh", do="stay")
    assert carried(other) == carried(result)
    assert list(family(other)) == ["1. 父母（82 岁）", "2. 孩子 · 详细内容在下面"]


def test_going_back_and_other_needs_keep_the_household(client):
    question = asking(client, child_of(client), do="begin")
    for do in ("back", "start"):
        before = asking(client, carried(question), do=do)
        assert values(before, "other") == values(question, "other")
        assert values(before, "shared") == values(question, "shared")


def test_to_begin_without_a_need_keeps_the_household(client):
    start = one_more(client, MOTHER)
    again = asking(client, carried(start), do="begin")
    assert again.status_code == 422
    assert values(again, "other") == values(start, "other")


def test_going_on_with_recognitions_does_not_touch_what_is_shared(client):
    fields = [*child_of(client, {**MOTHER, "is_dibao": "no"}), ("asked", "is_in_extreme_hardship")]
    answer = asking(client, fields, do="stay")
    assert "is_in_extreme_hardship=" in values(answer, "together")[0]
    assert "is_dibao" not in values(answer, "together")[0]
    gone_on = asking(client, carried(answer))
    back = asking(client, carried(gone_on), do="back")
    assert [values(each, "shared") for each in (gone_on, back)] == [["is_dibao=no"]] * 2


# Limits, and forms that no page of ours sent ----------------------------------------------------------------------


def test_a_household_has_eight_people_at_most(client):
    start = one_more(client, MOTHER)
    for _ in range(form.MOST_OTHERS - 1):
        result = asking(client, [*carried(start), ("who", "child"), ("need", "treatment")], do="result")
        assert texts.ONE_MORE.explain("en") in result.text
        start = one_more(client, carried(result))
    last = asking(client, [*carried(start), ("who", "child"), ("need", "treatment")], do="result")
    assert len(family(last)) == form.MOST_OTHERS + 1
    assert texts.ONE_MORE.explain("en") not in last.text
    assert one_more(client, carried(last)).status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"shared": "age=82"},
        {"shared": "bread=yes"},
        {"shared": "is_dibao=perhaps"},
        {"shared": "is_dibao=" + "x" * 101},
        {"shared": "&".join(f"is_dibao={number}" for number in range(70))},
        {"other": "bread=yes"},
        {"other": "who=nobody"},
        {"other": "age=82&age=83"},
        {"other": "age=-1"},
        {"other": "age=%ff"},
        {"other": "other=age%3D82"},
        {"other": "need=bread"},
        {"other": ["who=self"] * (form.MOST_OTHERS + 1)},
    ],
)
def test_a_household_that_no_page_of_ours_sent_is_refused(client, fields):
    assert asking(client, {"need": "treatment", **fields}, do="result").status_code == 400


def test_a_member_that_there_is_not_is_not_turned_to(client):
    for do in ("member.1", "member.x", "member."):
        assert asking(client, [*child_of(client)], do=do).status_code == 200


def test_what_a_form_holds_of_a_member_is_read_back(client):
    [other] = values(one_more(client, MOTHER), "other")
    begun = [("who", "parent"), ("need", "care_home"), ("need", "treatment"), ("age", "82")]
    assert parse_qsl(other) == [*begun, *PAID.items()]


def test_hostile_answers_of_another_member_are_only_text(client):
    start = one_more(client, {**MOTHER, "outpatient_cost": '"><script>'})
    assert "<script" not in start.text
