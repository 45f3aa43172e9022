"""Sentences, and the catalogue that says them in Chinese."""

import ast
import pickle
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po

import benefitcalc
from benefitcalc.text.formats import Between
from benefitcalc.text.languages import LOCALE_FOLDER
from benefitcalc.text.message import Message, Refused, Text, language, say, shown

PACKAGE = Path(benefitcalc.__file__).parent
CATALOGUE = LOCALE_FOLDER / "zh_Hans_CN" / "LC_MESSAGES" / "benefitcalc.po"


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


@pytest.fixture(scope="module")
def sources():
    return {message for _, _, message, _, _ in extract_from_dir(str(PACKAGE))}


# The catalogue ------------------------------------------------------------------------------------------


def test_every_message_is_in_the_catalogue_and_no_other(catalogue, sources):
    known = {message.id for message in catalogue if message.id}
    assert sources - known == set(), "missing"
    assert known - sources == set(), "obsolete"
    assert not catalogue.obsolete


def test_no_message_is_marked_inside_an_f_string_where_an_older_python_does_not_find_it():
    for file in PACKAGE.rglob("*.py"):
        texts = [each for each in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(each, ast.JoinedStr)]
        names = [part for each in texts for part in ast.walk(each) if isinstance(part, ast.Name)]
        assert not [f"{file}:{part.lineno}" for part in names if part.id == "N_"]


def test_every_message_is_translated_and_none_is_fuzzy(catalogue):
    for message in catalogue:
        assert message.string
        assert not message.fuzzy or not message.id


def test_a_translation_mentions_the_same_values_in_the_same_forms(catalogue):
    for message in catalogue:
        if message.id:
            assert sorted(re.findall(r"{[^}]*}", message.id)) == sorted(re.findall(r"{[^}]*}", message.string))


def test_a_translation_is_chinese_and_not_english_left_over(catalogue):
    kept = {"{figure}"}
    for message in catalogue:
        text = re.sub(r"{[^}]*}", "", message.string)
        if message.id and message.id not in kept and re.search("[A-Za-z]{3}", re.sub(r"{[^}]*}", "", message.id)):
            assert re.search("[\u4e00-\u9fff（）：；]", text) or "{figure}" in message.string, message.id


def test_in_chinese_a_space_stands_between_words_and_the_figure_after_them(catalogue):
    figures = "yuan|percent|points|months"
    for message in catalogue:
        if message.id:
            assert not re.search(rf"[\u4e00-\u9fff}}]{{[a-z_-]+:({figures})}}", message.string), message.string


def test_the_catalogue_is_written_as_the_documented_command_writes_it(catalogue):
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, omit_header=True)
    _, _, messages = CATALOGUE.read_bytes().partition(b"\n\n")
    assert messages.strip() == written.getvalue().strip(), "run the commands of CONTRIBUTING, section Words"


def test_the_compiled_catalogue_is_that_of_its_source(catalogue):
    compiled = CATALOGUE.with_suffix(".mo")
    assert compiled.exists(), "not built: pip install -e ."
    with compiled.open("rb") as file:
        built = read_mo(file)
    assert {m.id: m.string for m in built if m.id} == {m.id: m.string for m in catalogue if m.id}, "pip install -e ."


def test_compiled_catalogues_are_not_committed():
    assert "*.mo" in (PACKAGE.parent / ".gitignore").read_text(encoding="utf-8").split()


# Saying -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "value", "english", "chinese"),
    [
        ("yuan", "2625.00", "2,625.00 yuan", "2,625.00 元"),
        ("yuan", "1000000000.00", "1,000,000,000.00 yuan", "1,000,000,000.00 元"),
        ("yuan", "none", "no limit", "没有限额"),
        ("percent", "0.775", "77.5%", "77.5%"),
        ("percent", "0.00005", "0.005%", "0.005%"),
        ("percent", "0.77500001", "77.500001%", "77.500001%"),
        ("points", "0.05", "5 percentage points", "5 个百分点"),
        ("months", "720", "60 years", "60 岁"),
        ("months", "721", "60 years and 1 month", "60 岁 1 个月"),
        ("months", "731", "60 years and 11 months", "60 岁 11 个月"),
        ("date", "2022-01-01", "January 1, 2022", "2022年1月1日"),
        ("word", "partial", "partial", "半失能"),
        ("", 5, "5", "5"),
    ],
)
def test_a_value_is_said_as_its_language_writes_it(form, value, english, chinese):
    message = say("{value:" + form + "}" if form else "{value}", value=value)
    assert (message.explain("en"), message.explain("zh")) == (english, chinese)


def test_a_difference_of_two_values_is_said_without_a_sign():
    assert str(say("{age-from}", age=58, **{"from": 60})) == "2"
    assert str(say("{a-b:yuan}", a="100.01", b="100.00")) == "0.01 yuan"


@pytest.mark.parametrize(
    ("low", "high", "english", "chinese"),
    [
        ("1.00", "2.50", "1.00 yuan to 2.50 yuan", "1.00 元 至 2.50 元"),
        ("2.50", None, "at least 2.50 yuan", "2.50 元以上"),
        (None, "2.50", "at most 2.50 yuan", "2.50 元以下"),
        ("2.50", "2.50", "2.50 yuan", "2.50 元"),
        (None, None, "not known", "不清楚"),
    ],
)
def test_a_range_is_said_by_its_ends_each_in_its_form(low, high, english, chinese):
    message = say("{value:yuan}", value=Between(low=low, high=high))
    assert (message.explain("en"), message.explain("zh")) == (english, chinese)
    assert Message.model_validate_json(message.model_dump_json()) == message


def test_a_difference_of_ranges_is_a_range_without_a_sign():
    ages = {"age": Between(low="40", high="50"), "from": 60, "until": Between(low="30", high="35")}
    # 60 less 40 to 50; 40 to 50 less 30 to 35, either way round.
    assert str(say("{from-age}", **ages)) == "10 to 20"
    assert str(say("{age-from}", **ages)) == "10 to 20"
    assert str(say("{age-until}", **ages)) == "5 to 20"
    assert str(say("{a-b}", a=Between(low="3", high=None), b=1)) == "at least 2"


def test_a_message_and_a_text_may_stand_inside_a_message():
    inner = say("{inner}; {text}", inner=say("yes"), text=Text(zh="文", en="text"))
    assert (inner.explain("en"), inner.explain("zh")) == ("yes; text", "是; 文")


def test_a_value_with_braces_is_said_as_it_stands():
    assert str(say("{a}", a="{b}")) == "{b}"


def test_a_message_goes_through_json():
    message = say("{a} {b} {c}", a=1, b="x", c=say("yes"))
    assert Message.model_validate_json(message.model_dump_json()) == message


@pytest.mark.parametrize("asked", ["zh", "ZH", "zh-CN", "zh_Hans_CN.UTF-8"])
def test_chinese_has_many_names(asked):
    assert language(asked) == "zh"


@pytest.mark.parametrize("asked", ["fr", "", "english please"])
def test_another_language_is_refused_naming_those_there_are(asked):
    with pytest.raises(Refused, match="there are: zh, en"):
        language(asked)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"), ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"), ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)  # fmt: skip
def test_without_a_name_the_environment_decides(monkeypatch, environment, expected):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_what_somebody_gave_is_shown_back_short():
    assert shown("x" * 100) == "x" * 39 + "…"
    assert shown("x" * 40) == "x" * 40
    assert shown(None) == "None"


def test_a_refusal_names_every_problem_in_either_language():
    refused = Refused(say("yes"), say("no"))
    assert str(refused) == "yes\nno"
    assert refused.explain("zh") == "是\n否"
    assert isinstance(refused, ValueError)


def test_a_message_that_was_said_is_the_same_message():
    told, untold = (say("{cost:yuan}", cost="1200.50") for _ in range(2))
    assert (told.explain("en"), told.explain("zh")) == ("1,200.50 yuan", "1,200.50 元")
    assert (told, hash(told), told.model_dump_json()) == (untold, hash(untold), untold.model_dump_json())
    assert (pickle.loads(pickle.dumps(told)), repr(told)) == (untold, repr(untold))
