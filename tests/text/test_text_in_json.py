"""A sentence in JSON: what it is made of, and its words in the language asked for."""

import json
from collections.abc import Mapping

import pytest
from pydantic import TypeAdapter, ValidationError
from test_copies import MADE

import benefitcalc as bc
from benefitcalc.policy.statement import InBoth, Notice
from benefitcalc.text.message import Message, Text, say, sentence_context

ANSWERS = ["estimate", "screening", "settlement", "year", "proofs"]


def sentences(told):
    """Every sentence of JSON data, the outermost ones alone."""
    if isinstance(told, Mapping):
        if ("source" in told and "values" in told) or told.keys() >= {"zh", "en"}:
            yield told
        else:
            yield from (each for value in told.values() for each in sentences(value))
    elif isinstance(told, list):
        yield from (each for value in told for each in sentences(value))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ANSWERS)
def test_every_sentence_of_an_answer_has_its_words(name, lang):
    found = list(sentences(MADE[name]().as_dict(lang)))
    assert found
    for each in found:
        made_of = Message.model_validate(each) if "source" in each else Text.model_validate(each)
        assert each["text"] == made_of.explain(lang)


@pytest.mark.parametrize("name", ANSWERS)
def test_json_with_words_is_the_same_answer(name):
    made = MADE[name]()
    assert json.loads(made.to_json("zh")) == made.as_dict("zh")
    assert type(made).model_validate_json(made.to_json("zh")) == made
    assert type(made).model_validate(made.as_dict("en")) == made


def test_without_a_language_named_it_is_that_of_the_environment(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert MADE["estimate"]().as_dict() == MADE["estimate"]().as_dict("zh")
    assert MADE["estimate"]().to_json(indent=1).startswith('{\n "rule"')


def test_a_language_that_there_is_not_is_refused():
    with pytest.raises(bc.Refused, match="There are no words in 'fr'"):
        MADE["estimate"]().to_json("fr")


def test_json_without_a_language_has_no_words():
    assert all("text" not in each for each in sentences(MADE["estimate"]().model_dump()))


def test_a_value_that_is_a_sentence_has_its_words_too():
    told = say("{benefit}: {amount:yuan}", benefit=say("Outpatient pooling"), amount="712.50")
    assert told.model_dump(context=sentence_context("zh")) == {
        "source": "{benefit}: {amount:yuan}",
        "values": {
            "benefit": {"source": "Outpatient pooling", "values": {}, "text": "居民门诊统筹"},
            "amount": "712.50",
        },
        "text": "居民门诊统筹: 712.50 元",
    }


def test_a_receipt_holds_no_words_and_is_verified_as_before():
    estimate = MADE["estimate"]()
    estimate.to_json("zh")
    assert estimate.receipt() == MADE["estimate"]().receipt()
    assert '"text"' not in json.dumps(estimate.receipt())
    bc.verify(estimate.receipt())


@pytest.mark.parametrize("text", ["another", None])
def test_a_text_of_a_policy_file_has_two_languages_and_no_other_key(text):
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        TypeAdapter(InBoth).validate_python({"zh": "甲", "en": "a", "text": text})


def a_notice():
    return Notice(says=Text(zh="请先咨询", en="Please ask first"))


def test_a_shared_part_is_written_in_each_language_asked_for():
    shared = a_notice()
    contexts = [sentence_context(lang) for lang in ("en", "zh", "en")]
    written = [shared.model_dump(mode="json", context=each)["says"]["text"] for each in contexts]
    assert written == ["Please ask first", "请先咨询", "Please ask first"]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ({"exclude_none": True}, {"says"}),
        ({"include": {"grade"}}, {"grade"}),
        ({"exclude": {"says", "grade"}}, {"source", "address"}),
    ],
)
def test_a_shared_part_that_was_written_leaves_out_what_is_not_asked_for(options, left):
    shared = a_notice()
    assert len(shared.model_dump(mode="json", context=sentence_context("en"))) == 4
    assert shared.model_dump(mode="json", context=sentence_context("en"), **options).keys() == left


def test_a_change_of_what_was_written_changes_no_other_answer():
    shared = a_notice()
    shared.model_dump(mode="json", context=sentence_context("en"))["says"]["text"] = "another"
    assert shared.model_dump(mode="json", context=sentence_context("en"))["says"]["text"] == "Please ask first"
