"""A policy document as data: loaded, checked, reformed. The law is invented unless a test says otherwise."""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from invented import ANYBODY, NOWHERE, bread_allowance, written

import benefitcalc as bc
from benefitcalc.core.amounts import NO_LIMIT
from benefitcalc.core.rates import WHOLE, Rate
from benefitcalc.core.words import Kind
from benefitcalc.districts import POLICY_FOLDER
from benefitcalc.policy.statement import Statement
from benefitcalc.policy.terms import Entry
from benefitcalc.text.languages import LOCALE_FOLDER


def refusal(folder: Path, **changes: str) -> str:
    with pytest.raises(bc.Refused) as refused:
        bc.policy(written(folder, **changes))
    assert refused.value.explain("zh") != str(refused.value)
    return str(refused.value)


# Loading ------------------------------------------------------------------------------------------------


def test_the_announcement_is_the_policy_unless_another_is_asked_for():
    assert bc.policy() is bc.policy("zhangdian-2022")
    assert "zhangdian-2022" in bc.policies()
    assert bc.policy().status == "announced"
    assert (bc.policy().first_day, bc.policy().until) == (date(2022, 1, 1), date(2024, 12, 31))


def test_a_file_of_ones_own_is_a_policy(tmp_path):
    policy = bc.policy(written(tmp_path))
    assert (policy.id, policy.first_day) == ("nowhere", date(2020, 1, 1))
    assert bread_allowance.estimate(policy=policy, **ANYBODY).amount == Decimal("5.00")


def test_an_unknown_id_is_refused_naming_those_there_are():
    with pytest.raises(bc.Refused, match=r"no policy atlantis; there are: .*zhangdian-2022"):
        bc.policy("atlantis")


def test_a_policy_without_the_rule_is_refused_naming_what_it_has():
    with pytest.raises(
        bc.Refused, match="zhangdian-2022 says nothing of bread_allowance; it has: outpatient_pooling, "
    ):
        bread_allowance.estimate(policy="zhangdian-2022", **ANYBODY)


def test_a_rule_of_which_no_policy_speaks_is_refused_naming_those_that_there_are():
    with pytest.raises(bc.Refused, match=r"policy: no policy speaks of bread_allowance; there are: .*zhangdian-2022"):
        bread_allowance.estimate(**ANYBODY)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(bc.Refused, match=r"absent\.toml: cannot be read"):
        bc.policy(tmp_path / "absent.toml")


@pytest.mark.parametrize("content", [b"id = ", b"\xff\xfe\x00", b"a = 1\na = 2", b'a = """'])
def test_a_file_that_is_not_toml_is_refused(tmp_path, content):
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    with pytest.raises(bc.Refused, match=r"broken\.toml: is not TOML"):
        bc.policy(file)


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ({"id": ""}, "id", "is missing"),
        ({"titel": 'titel = "x"'}, "bread_allowance.titel", "neither a known key nor a table: x"),
        ({"status": 'status = "maybe"'}, "status", "cannot be 'maybe'; it can be: 'announced', 'in_force'"),
        ({"title": 'title = { zh = "x" }'}, "title.en", "is missing"),
        ({"title": 'title = { zh = "x", en = "y", fr = "z" }'}, "title.fr", "is not known"),
        ({"announced": 'announced = "soon"'}, "announced", "cannot be 'soon'"),
        ({"since": "since = { assumed = 2020-01-01 }"}, "since.because", "is missing"),
        ({"until": "until = 2019-12-31"}, "mine.toml: until", "is before since"),
        ({"place": ""}, "bread_allowance.place", "is missing"),
        ({"rate": ""}, "bread_allowance.rate", "is missing"),
        ({"crumbs": "crumbs = { exactly = 1, place = 'p' }"}, "bread_allowance.crumbs", "is not known; there are: "),
        ({"rate": "rate = { at_least = 1.5, words = 'w', place = 'p' }"}, "bread_allowance.rate", "rate from 0 to 1"),
        ({"rate": "rate = { exactly = 0.1234567, place = 'p' }"}, "bread_allowance.rate", "at most six decimals"),
        ({"rate": "rate = { exactly = true, place = 'p' }"}, "bread_allowance.rate", "must be a rate"),
        ({"rate": "rate = { exactly = 'none', place = 'p' }"}, "bread_allowance.rate", "must be a rate"),
        ({"rate": "rate = { exactly = 'much', place = 'p' }"}, "bread_allowance.rate.exactly", "cannot be 'much'"),
        ({"rate": "rate = { exactly = 0.5 }"}, "bread_allowance.rate", "needs place as well"),
        ({"rate": "rate = { at_least = 0.5, place = 'p' }"}, "bread_allowance.rate", "needs words as well"),
        ({"rate": "rate = { assumed = 0.5 }"}, "bread_allowance.rate", "needs because as well"),
        ({"rate": "rate = { assumed = 0.5, because = 'b', source = 's' }"}, "bread_allowance.rate", "needs grade"),
        ({"rate": "rate = { assumed = 0.5, because = 'b', grade = 'A' }"}, "bread_allowance.rate", "needs source"),
        (
            {"rate": "rate = { assumed = 0.5, because = 'b', source = 's', grade = 'C' }"},
            "bread_allowance.rate.grade",
            "cannot be 'C'; it can be: 'A', 'B'",
        ),
        ({"rate": "rate = { exactly = 0.5, place = 'p', or = 0 }"}, "bread_allowance.rate", "needs because"),
        ({"rate": "rate = { about = 0.5, words = 'w', place = 'p' }"}, "bread_allowance.rate", "because, give_or_take"),
        ({"rate": "rate = { exactly = 0.5, place = 'p', stated = 1 }"}, "bread_allowance.rate", "has stated, which"),
        ({"rate": "rate = { between = [0.1, 0.2], because = 'b' }"}, "bread_allowance.rate", "needs stated as well"),
        (
            {"rate": "rate = { between = [0.1, 0.2], stated = 0.3, because = 'b' }"},
            "bread_allowance.rate",
            "must have its lower end first",
        ),
        (
            {"rate": "rate = { about = 0.9, give_or_take = 0.2, words = 'w', place = 'p', because = 'b' }"},
            "bread_allowance.rate",
            "leaves the bounds of a rate",
        ),
        ({"rate": "rate = { exactly = 0.5, assumed = 0.5, place = 'p', because = 'b' }"}, "rate", "exactly one of"),
        ({"rate": "rate = { place = 'p' }"}, "bread_allowance.rate", "needs exactly one of: exactly, about"),
        ({"rate": "rate = { exactly = 0.5, place = 'p', wher = 'x' }"}, "bread_allowance.rate.wher", "is not known"),
        ({"floor": "floor = { exactly = 10.001, place = 'p' }"}, "bread_allowance.floor", "more than two decimals"),
        ({"floor": "floor = { exactly = -1, place = 'p' }"}, "bread_allowance.floor", "less than zero"),
        ({"floor": "floor = { exactly = true, place = 'p' }"}, "bread_allowance.floor", "not an amount"),
        ({"floor": "floor = { exactly = 1000000000.01, place = 'p' }"}, "bread_allowance.floor", "one billion"),
        (
            {"from_age": "from_age = { exactly = 18.5, place = 'p' }"},
            "bread_allowance.from_age",
            "must be a whole number",
        ),
        (
            {"from_age": "from_age = { exactly = -1, place = 'p' }"},
            "bread_allowance.from_age",
            "must be a whole number",
        ),
        (
            {"from_age": "from_age = { exactly = 9_999_999, place = 'p' }"},
            "bread_allowance.from_age",
            "must be a whole number",
        ),
        ({"covers_towns": "covers_towns = { assumed = 1, because = 'b' }"}, "covers_towns", "must be a yes or no"),
        ({"place": "place = ' '"}, "bread_allowance.place", "is empty"),
        ({"id": 'id = ""'}, "id", "cannot be ''"),
        ({"place": "place = 'p'\nterms = 5"}, "bread_allowance.terms", "cannot be '5'"),
        ({"announced": "announced = 2020-01-01\nbenefits = 5"}, "benefits", "cannot be '5'"),
        ({"rate": "rate = 0.5"}, "bread_allowance.rate", "nor a table: 0.5"),
        # Written out, these would fill any memory.
        ({"rate": "rate = { exactly = 1e999999999999999999, place = 'p' }"}, "bread_allowance.rate", "from 0 to 1"),
        ({"rate": "rate = { exactly = 1e-999999999999999999, place = 'p' }"}, "bread_allowance.rate", "from 0 to 1"),
        ({"floor": "floor = { exactly = 1e999999999999999999, place = 'p' }"}, "bread_allowance.floor", "one billion"),
    ],
)
def test_a_broken_file_is_refused_naming_file_key_and_reason(tmp_path, changes, key, why):
    text = refusal(tmp_path, **changes)
    assert text.startswith("mine.toml: ")
    assert key in text
    assert why in text
    assert len(text.splitlines()) == 1


def test_everything_that_is_wrong_in_a_file_is_named_at_once(tmp_path):
    text = refusal(tmp_path, id="", status='status = "x"', rate="rate = { exactly = 0.5 }")
    assert len(text.splitlines()) == 3
    text = refusal(
        tmp_path, rate="rate = { exactly = 2, place = 'p' }", floor="floor = { exactly = 0.001, place = 'p' }"
    )
    assert len(text.splitlines()) == 2


def test_a_section_that_is_no_table_is_refused(tmp_path):
    text = NOWHERE.partition("[bread_allowance]")[0] + "bread_allowance = 5"
    with pytest.raises(bc.Refused, match="bread_allowance: is neither a known key nor a table: 5"):
        bc.policy(written(tmp_path, text))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "notepad.toml"
    file.write_text(NOWHERE, encoding="utf-8-sig")
    assert bc.policy(file).id == "nowhere"


def test_an_empty_id_is_not_taken_for_the_announcement():
    with pytest.raises(bc.Refused, match="there is no policy ; there are"):
        bc.policy("")


@pytest.mark.parametrize(
    ("name", "is_of_a_file"),
    [("zhangdian-2202", False), ("reform.toml", True), ("policies/reform", True), (r"C:\reform", True)],
)
def test_only_who_seems_to_give_a_file_is_told_how_a_file_is_given(name, is_of_a_file):
    with pytest.raises(bc.Refused) as refused:
        bc.policy(name)
    assert ("give a file of yours as a Path" in str(refused.value)) is is_of_a_file


def test_a_policy_and_the_facts_are_checked_together():
    with pytest.raises(bc.Refused) as refused:
        bread_allowance.estimate(policy="atlantis", on="soon", **{**ANYBODY, "age": -1})
    assert len(refused.value.problems) == 3


def test_the_shape_and_the_figures_are_checked_together(tmp_path):
    text = refusal(tmp_path, status='status = "x"', rate="rate = { exactly = 2, place = 'p' }", floor="floor = 1")
    assert len(text.splitlines()) == 3


def test_a_section_that_no_rule_computes_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(bc.Refused, match="bread_allowence: is not known; there are: bread_allowance"):
        bc.policy(written(tmp_path, NOWHERE.replace("[bread_allowance]", "[bread_allowence]")))


# What a statement means ---------------------------------------------------------------------------------

BECAUSE = {"because": "b", "place": "p", "words": "w"}


@pytest.mark.parametrize(
    ("statement", "more_is", "views"),
    [
        ({"exactly": "0.5", "place": "p"}, "generous", ("0.5", "0.5", "0.5")),
        ({"about": "0.5", "give_or_take": "0.1", **BECAUSE}, "generous", ("0.4", "0.5", "0.6")),
        ({"about": "0.5", "give_or_take": "0.1", **BECAUSE}, "strict", ("0.6", "0.5", "0.4")),
        ({"about": "0.5", "give_or_take": "0.1", "or": 0, **BECAUSE}, "generous", ("0", "0.5", "0.6")),
        ({"at_least": "0.5", **BECAUSE}, "generous", ("0.5", "0.5", "1")),
        ({"at_least": "0.5", **BECAUSE}, "strict", ("1", "0.5", "0.5")),
        ({"at_most": "0.5", **BECAUSE}, "generous", ("0", "0.5", "0.5")),
        ({"between": ("0.2", "0.6"), "stated": "0.5", "because": "b"}, "generous", ("0.2", "0.5", "0.6")),
        ({"assumed": "0.5", "because": "b"}, "generous", ("0.5", "0.5", "0.5")),
        ({"assumed": "0.5", "or": "0.7", "because": "b"}, "generous", ("0.5", "0.5", "0.7")),
    ],
)
def test_a_rate_resolves_to_strict_stated_and_generous(statement, more_is, views):
    entry = Entry(Kind.RATE, "Rate", more_is)
    assert Statement.model_validate(statement).views(entry) == tuple(map(Rate.of, views))


@pytest.mark.parametrize(
    ("kind", "statement", "views"),
    [
        (Kind.MONEY, {"assumed": "none", "or": "30000.00", "because": "b"}, (3_000_000, NO_LIMIT, NO_LIMIT)),
        (Kind.MONEY, {"at_least": "1.00", **BECAUSE}, (100, 100, NO_LIMIT)),
        (Kind.MONEY, {"about": "1.00", "give_or_take": "0.50", **BECAUSE}, (50, 100, 150)),
        (Kind.WHOLE, {"between": (40, 45), "stated": 45, "because": "b"}, (40, 45, 45)),
        (Kind.YES_NO, {"assumed": False, "or": True, "because": "b"}, (False, False, True)),
    ],
)
def test_every_kind_of_term_resolves_alike(kind, statement, views):
    assert Statement.model_validate(statement).views(Entry(kind, "Term", "generous")) == views


@pytest.mark.parametrize(
    ("statement", "english", "chinese"),
    [
        ({"exactly": "0.8", "place": "p"}, "exactly 80%", "80%"),
        (
            {"about": "0.5", "give_or_take": "0.055", **BECAUSE},
            "about 50%, taken as up to 5.5 percentage points either way",
            "50% 左右，按上下不超过 5.5 个百分点理解",
        ),
        ({"at_least": "0.7525", **BECAUSE}, "at least 75.25%", "不低于 75.25%"),
        ({"at_most": "0.5", **BECAUSE}, "at most 50%", "不高于 50%"),
        ({"between": ("0.2", "0.6"), "stated": "0.5", "because": "b"}, "50%, or another from 20% to 60%",
         "50%，也可能是 20% 至 60% 之间的其他数字"),
        ({"assumed": "0.5", "or": "0.7", "because": "b"}, "50%; or 70%", "50%；也可能是 70%"),
    ],
)  # fmt: skip
def test_a_statement_is_said_in_both_languages(statement, english, chinese):
    says = Statement.model_validate(statement).message(Entry(Kind.RATE, "Rate", "generous"))
    assert (says.explain("en"), says.explain("zh")) == (english, chinese)


def test_another_reading_of_a_yes_or_no_is_the_opposite():
    says = Statement.model_validate({"assumed": True, "or": False, "because": "b"}).message(Entry(Kind.YES_NO))
    assert (says.explain("en"), says.explain("zh")) == ("yes, or the opposite", "是，也可能相反")


def test_a_width_of_money_is_said_as_money():
    statement = Statement.model_validate({"about": "1.00", "give_or_take": "0.50", **BECAUSE})
    assert str(statement.message(Entry(Kind.MONEY, "Limit", "generous"))).endswith("up to 0.50 yuan either way")


# Reforms ------------------------------------------------------------------------------------------------


def test_a_reform_changes_the_answer_and_the_id_and_leaves_the_document_alone():
    reform = bc.policy().with_terms({"care_home_subsidy.rate": "0.85"})
    assert reform.id == "zhangdian-2022+reform"
    assert reform.views("care_home_subsidy").stated.rate == Rate.of("0.85")
    assert bc.policy().views("care_home_subsidy").stated.rate == Rate.of("0.80")
    assert reform.digest != bc.policy().digest


@pytest.mark.parametrize("figure", ["0.85", Decimal("0.85"), {"exactly": "0.85", "place": "a bill"}])
def test_a_reform_takes_a_figure_or_a_statement(figure):
    reform = bc.policy().with_terms({"care_home_subsidy.rate": figure})
    assert reform.views("care_home_subsidy").generous.rate == Rate.of("0.85")


def test_a_reform_of_a_reform_keeps_one_suffix_and_both_changes():
    once = bc.policy().with_terms({"medical_assistance.yearly_limit": "500.00"})
    twice = once.with_terms({"medical_assistance.rate": 1})
    stated = twice.views("medical_assistance").stated
    assert (twice.id, stated.yearly_limit, stated.rate) == ("zhangdian-2022+reform", 50_000, WHOLE)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"care_home_subsidy.rat": "0.85"}, "care_home_subsidy.rat: is not known; there are: care_home_subsidy.rate"),
        ({"rate": "0.85"}, "rate: is not known"),
        ({"care_home_subsidy.rate": 0.85}, "care_home_subsidy.rate.assumed: is a float"),
        ({"care_home_subsidy.rate": "1.5"}, "must be a rate"),
        ({"care_home_subsidy.most_stars": "two"}, "cannot be 'two'"),
        ({"medical_assistance.covers_other_groups": "no"}, "cannot be 'no'"),
    ],
)
def test_a_reform_that_cannot_be_is_refused(changes, why):
    with pytest.raises(bc.Refused, match=why):
        bc.policy().with_terms(changes)


# The document itself ------------------------------------------------------------------------------------


def test_the_digest_is_of_the_data_and_not_of_the_layout(tmp_path):
    one = bc.policy(written(tmp_path))
    two = bc.policy(written(tmp_path, "# a comment\n" + NOWHERE.replace(" = ", "   =   ")))
    other = bc.policy(written(tmp_path, rate="rate = { at_least = 0.6, words = 'no less than', place = 'page 2' }"))
    assert one.digest == two.digest
    assert one == two
    assert hash(one) == hash(two)
    assert one.digest != other.digest
    spelled = [bc.policy().with_terms({"care_home_subsidy.rate": rate}) for rate in ("0.8", "0.80", Decimal("0.8000"))]
    assert len({policy.digest for policy in spelled}) == 1
    assert len(set(spelled)) == 1


def test_a_policy_goes_through_json():
    policy = bc.policy()
    back = bc.Policy.model_validate_json(policy.model_dump_json(by_alias=True, exclude_none=True))
    assert back == policy
    assert back.digest == policy.digest


def test_a_policy_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        bc.policy().id = "other"


def test_no_sentence_of_the_announcement_is_copied_into_the_project():
    original = os.environ.get("BENEFITCALC_ANNOUNCEMENT")
    if original is None:
        pytest.skip("the announcement is not part of the project; give its text in BENEFITCALC_ANNOUNCEMENT")
    announcement = Path(original)
    text = "".join(announcement.read_text(encoding="utf-8").split())
    files = (
        POLICY_FOLDER / "zhangdian-2022.toml",
        *LOCALE_FOLDER.rglob("*.po"),
        POLICY_FOLDER.parents[2] / "README.zh-CN.md",
        POLICY_FOLDER.parent / "law-map.toml",
    )
    ours = "".join("".join(file.read_text(encoding="utf-8").split()) for file in files)
    ours = ours.replace(bc.policy().title.zh, "")  # a document's title is its name
    longest = 16  # characters; names of benefits and campaigns are shorter, a sentence is longer
    copied = {ours[at : at + longest] for at in range(len(ours)) if ours[at : at + longest] in text}
    assert copied == set()


def test_the_data_of_a_policy_is_plain_json():
    assert json.loads(bc.policy().model_dump_json(by_alias=True))["benefits"]["care_home_subsidy"]["terms"]["rate"]


@pytest.mark.parametrize(
    ("term", "figure", "value"),
    [
        *(("most_stars", figure, 3) for figure in ("3", 3, Decimal("3.0"))),
        *(("rate", figure, Rate.of("0.85")) for figure in ("85%", " 85.0 % ", "８５％", "0.85")),
    ],
)
def test_a_figure_of_a_reform_is_read_as_people_write_it(term, figure, value):
    reform = bc.policy().with_terms({f"care_home_subsidy.{term}": figure})
    assert getattr(reform.views("care_home_subsidy").stated, term) == value


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": "0.7"},
        {"payment_uplift": {"at_least": "0.2", "place": "p", "words": "w"}, "payment_limit": "none"},
        {"rate": "85%", "deductible": 0},
    ],
)
def test_the_views_of_a_reform_are_those_of_its_document(changes):
    law = bc.policy()
    document = law.with_terms({f"outpatient_pooling.{name}": figure for name, figure in changes.items()})
    assert law.views_with("outpatient_pooling", changes) == document.views("outpatient_pooling")


@pytest.mark.parametrize("changes", [{"rate": "2"}, {"cap": 1}, {"rate": 0.5}])
def test_the_views_of_a_reform_that_cannot_be_are_refused_as_its_document(changes):
    law = bc.policy()
    with pytest.raises(bc.Refused) as of_document:
        law.with_terms({f"outpatient_pooling.{name}": figure for name, figure in changes.items()})
    with pytest.raises(bc.Refused) as of_views:
        law.views_with("outpatient_pooling", changes)
    assert of_views.value.problems == of_document.value.problems
