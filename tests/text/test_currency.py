"""Amounts of a document in a currency of its own are said in that currency, in both languages, wherever they stand."""

import pickle

import pytest
from invented import ANYBODY, NOWHERE, bread_allowance, written

import benefitcalc as bc
from benefitcalc.authoring import money, say
from benefitcalc.districts import using
from benefitcalc.facts import schema
from benefitcalc.text.currency import in_currency
from benefitcalc.text.formats import Between
from benefitcalc.text.message import Text

YEN = Text(zh="日元", en="yen")


@pytest.fixture
def law(tmp_path):
    """A document that names its currency."""
    return bc.policy(written(tmp_path, "currency = { zh = '日元', en = 'yen' }\n" + NOWHERE))


def test_an_amount_is_said_in_the_currency():
    told = in_currency(say("{cost:yuan}", cost="1200.50"), YEN)
    assert (told.explain(), told.explain("zh")) == ("1,200.50 yen", "1,200.50 日元")


def test_both_ends_of_a_range_are_said_in_the_currency():
    told = in_currency(say("{cost:yuan}", cost=Between(low="1.00", high="2.00")), YEN)
    assert told.explain() == "1.00 yen to 2.00 yen"


def test_a_range_of_one_value_is_said_in_the_currency():
    told = in_currency(say("{cost:yuan}", cost=Between(low="1.00", high="1.00")), YEN)
    assert told.explain() == "1.00 yen"


def test_a_sentence_within_a_sentence_says_the_currency():
    told = in_currency(say("{label}!", label=say("{cost:yuan}", cost="1.00")), YEN)
    assert told.explain() == "1.00 yen!"


def test_no_limit_has_no_currency():
    assert in_currency(say("{cost:yuan}", cost="none"), YEN).explain() == "no limit"


def test_what_says_no_amount_stays_as_it_is():
    assert in_currency(say("{age}", age=3), YEN) == say("{age}", age=3)


def test_without_a_currency_it_is_yuan():
    told = say("{cost:yuan}", cost="1.00")
    assert in_currency(told, None) is told
    assert told.explain() == "1.00 yuan"


def test_an_estimate_says_every_amount_in_the_currency_of_its_document(law):
    answer = bread_allowance.estimate(policy=law, **ANYBODY)
    assert answer.currency == YEN
    for lang, yuan, own in (("en", "yuan", "yen"), ("zh", " 元", "日元")):
        told = answer.explain(lang)
        assert yuan not in told
        assert told.count(own) > 4
    assert "yen" in answer.lines[3].label.explain()


def test_an_estimate_in_a_currency_is_copied_and_read_back_as_it_is(law):
    answer = bread_allowance.estimate(policy=law, **ANYBODY)
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert bc.Estimate.model_validate_json(answer.model_dump_json()).explain("zh") == answer.explain("zh")


def test_the_page_of_html_says_the_currency(law):
    assert "yuan" not in bread_allowance.estimate(policy=law, **ANYBODY)._repr_html_()


def test_what_is_not_known_is_told_in_the_currency(law):
    told = bread_allowance.estimate(policy=law, is_rural=True, outpatient_cost="20..40").explain()
    assert "yuan" not in told


def test_a_year_of_visits_says_the_currency(law):
    visits = [{"date": "2020-03-01", "outpatient_cost": 100}]
    told = bc.year(visits, {"age": 30, "is_rural": True}, policy=law, rules=[bread_allowance])
    assert "yen" in told.explain()
    assert "yuan" not in told.explain()


def test_a_document_without_a_currency_keeps_its_digest(tmp_path, law):
    without = bc.policy(written(tmp_path))
    assert without.currency is None
    assert "currency" not in without._data("json")
    assert without.digest != law.digest


def test_a_fact_of_money_asks_in_its_own_unit():
    with using():
        rent = money("rent", "Rent", "What is the rent?", "the contract", unit="yen")
        assert schema.hint(rent).explain() == "yen, such as 1200.50, or a range: 1000 to 1500"
