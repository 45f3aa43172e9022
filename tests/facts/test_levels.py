"""A level of a district's own: any IntEnum, with its words, wherever a fact is given, computed and told."""

import json
from enum import IntEnum
from typing import Generic, NamedTuple

import polars as pl
import pytest
from engines import every_engine
from invented import written
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.authoring import (
    Fact,
    Group,
    Kind,
    Level,
    Money,
    N,
    Rule,
    RuleLines,
    RuleTerms,
    T,
    YesNo,
    level,
    line,
    say,
    term,
    when,
)
from benefitcalc.cli.main import main
from benefitcalc.districts import District, own, using
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import Span
from benefitcalc.web import create_app


class Damage(IntEnum):
    """Values that begin above zero and leave gaps."""

    LIGHT = 10
    HEAVY = 20
    NO_ROOF_LEFT = 40


WORDS = {Damage.LIGHT: "lightly damaged", Damage.HEAVY: "heavily damaged"}


def damage(**more):
    return level(
        "damage", Damage, "Damage to the house", "How badly is the house damaged?", words=WORDS, said={"d2": 20}, **more
    )


class Facts(NamedTuple, Generic[T]):
    damage: Level[T]


class Terms(RuleTerms):
    grant: Money[int] = term("Grant", more_is="generous")


class Lines(RuleLines, Generic[T]):
    is_heavy: Group[T] = line("Heavily damaged or worse", otherwise="The house is {damage:word}")
    is_eligible: YesNo[T]
    payout: Money[T]


def assess(facts: Facts[N], terms: Terms) -> Lines[N]:
    is_heavy = facts.damage >= Damage.HEAVY
    return Lines(is_heavy=is_heavy, is_eligible=is_heavy, payout=when(is_heavy, terms.grant))


NOWHERE = """
id = "nowhere"
status = "in_force"
title = "Repairs in Nowhere"
announced = 2020-01-01
since = 2020-01-01
until = 2020-12-31

[repair_grant]
place = "page 1"
grant = { exactly = 100.00, place = "page 1" }
"""


@pytest.fixture
def rule(tmp_path):
    """The rule of a district that brings its levels, with Chinese for two of them."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    folder = tmp_path / "words" / "zh_Hans_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words = Catalog(locale="zh_Hans_CN")
    words.add("lightly damaged", "轻微受损")
    words.add("heavily damaged", "严重受损")
    with (folder / "benefitcalc.mo").open("wb") as file:
        write_mo(file, words)
    law = written(tmp_path, NOWHERE).rename(tmp_path / "nowhere.toml")
    with using():
        fact = damage()
        made = Rule(
            name="repair_grant",
            title=say("Repair grant"),
            period=say("once"),
            facts=Facts,
            terms=Terms,
            lines=Lines,
            assess=assess,
        )
        brought = District("nowhere", (law,), (made,), (fact,), tmp_path / "words")
        with using(own(), brought):
            FACTS.define("damage", fact)
            yield made


@pytest.mark.parametrize(
    "given",
    [Damage.HEAVY, "heavy", "HEAVY", "heavily damaged", "Heavily damaged.", "严重受损", "d2", "Ｄ2"],
)
def test_a_level_is_read_by_its_name_its_words_in_both_languages_and_what_else_is_said(rule, given):
    assert FACTS["damage"].read(given) == Damage.HEAVY


def test_a_level_without_words_is_said_by_its_name(rule):
    assert FACTS["damage"].message("no_roof_left").explain() == "Damage to the house: no roof left"
    assert FACTS["damage"].read("no roof left") == Damage.NO_ROOF_LEFT


def test_another_text_is_refused_with_the_words_of_the_language(rule):
    with pytest.raises(bc.Refused) as refused:
        rule.estimate(damage="broken")
    assert refused.value.explain("zh").endswith("轻微受损、严重受损、no roof left")


def test_a_whole_number_is_no_level(rule):
    with pytest.raises(bc.Refused, match="'20' is not one of"):
        rule.estimate(damage=20)


def test_an_unknown_level_is_each_of_its_levels_and_none_between(rule):
    answer = rule.estimate(damage=None)
    assert [(each.answer, each.eligible) for each in answer.what_if] == [("light", False), ("heavy..", True)]
    assert answer.is_tight


def test_a_range_of_levels_is_told_in_words(rule):
    assert rule.estimate(damage="light..heavy").facts["damage"] == "..heavy"
    assert FACTS["damage"].message("..heavy").explain("zh") == "Damage to the house：严重受损以下"


def test_the_values_of_a_span_are_the_levels_in_it(rule):
    assert FACTS["damage"].values(Span(10, 39)) == [Damage.LIGHT, Damage.HEAVY]


def test_a_sentence_of_a_line_says_the_level_in_its_language(rule):
    [reason] = rule.estimate(damage="light").reasons
    assert reason.says.explain() == "The house is lightly damaged"
    assert reason.says.explain("zh") == "The house is 轻微受损"


def test_json_has_the_level_s_name(rule):
    answer = rule.estimate(damage="严重受损")
    assert json.loads(answer.model_dump_json())["facts"] == {"damage": "heavy"}
    bc.verify(answer.receipt())


def test_the_schema_names_the_levels(rule):
    assert schema.answers(FACTS["damage"])[0] == {"type": "string", "enum": ["light", "heavy", "no_roof_left"]}
    assert schema.hint(FACTS["damage"]).explain("zh").startswith("轻微受损")


@every_engine
def test_a_table_has_levels_by_their_names_or_words(rule, engine):
    given = ["light", "heavily damaged", "no_roof_left", "严重受损", "broken", None]
    table = engine.back(bc.assess_table(engine.made(pl.DataFrame({"damage": given})), rules=rule))
    assert table["repair_grant_at_least_fen"].to_list() == [0, 100_00, 100_00, 100_00, None, 0]
    assert table["repair_grant_at_most_fen"].to_list() == [0, 100_00, 100_00, 100_00, None, 100_00]
    assert table["missing"].to_list() == [None] * 5 + ["damage"]


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["light", "heavy"])], ids=["categorical", "enum"])
def test_a_column_of_categories_has_levels(rule, dtype):
    table = pl.DataFrame({"damage": pl.Series(["heavy", "light"], dtype=dtype)})
    assert bc.assess_table(table, rules=rule, detail="amount")["repair_grant_fen"].to_list() == [100_00, 0]


def test_a_csv_file_has_levels(rule, tmp_path):
    (tmp_path / "people.csv").write_text("damage\n严重受损\nLight\n", encoding="utf-8")
    bc.assess_file(tmp_path / "people.csv", tmp_path / "answers.csv", rules=rule, detail="amount")
    assert (tmp_path / "answers.csv").read_text(encoding="utf-8-sig").split()[1:] == ["严重受损,10000,,", "Light,0,,"]


def test_a_curve_goes_from_level_to_level(rule):
    curve = rule.curve(over="damage")
    assert [curve.at(each) for each in Damage] == [0, 100, 100]
    assert [(each.low, each.high) for each in curve.solve("100")] == [("heavy", "no_roof_left")]
    assert [(each.low, each.high) for each in curve.solve("0")] == [("light", "light")]


def test_a_curve_has_no_value_between_two_levels(rule):
    [last] = rule.curve(over="damage").points[-1:]
    assert rule.curve(over="damage").at(last.x) == 100
    with pytest.raises(bc.Refused, match="is not a value from"):
        rule.curve(over="damage").at(last.x - 1)


def test_the_command_line_takes_a_level(rule, capsys):
    assert main(["estimate", "repair_grant", "--policy=nowhere", "--damage=严重受损", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"] == {"damage": "heavy"}


def test_the_page_offers_the_levels_in_words_and_takes_one(rule):
    with TestClient(create_app(), base_url="http://127.0.0.1") as client:
        head = {"content-type": "application/x-www-form-urlencoded"}
        asked = client.post("/zh/ask", content="benefit=repair_grant", headers=head)
        assert "严重受损" in asked.text
        answered = client.post("/zh/ask", content="benefit=repair_grant&asked=damage&given=heavy", headers=head)
        assert "100.00" in answered.text


def test_words_that_mean_two_levels_are_an_author_s_error():
    with pytest.raises(ValueError, match="the fact damage: give the words light one of its levels alone"):
        level("damage", Damage, "Damage", "Damage?", words={Damage.HEAVY: "light"})


def test_a_word_for_not_known_is_an_author_s_error():
    with pytest.raises(ValueError, match="the words unknown"):
        level("damage", Damage, "Damage", "Damage?", said={"unknown": Damage.LIGHT})


def test_words_for_what_is_no_level_are_an_author_s_error():
    with pytest.raises(ValueError, match="each word that is said for a level"):
        level("damage", Damage, "Damage", "Damage?", words={30: "in between"})


def test_a_fact_of_levels_without_levels_is_an_author_s_error():
    with pytest.raises(ValueError, match="the fact damage has no levels"):
        Fact("damage", Kind.LEVEL, "Damage", "Damage?")
