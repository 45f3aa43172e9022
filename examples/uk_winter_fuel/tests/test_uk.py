"""The winter fuel payment, as an installed district; the cases are those of PolicyEngine UK's tests."""

import pytest
from benefitcalc_uk import winter_fuel

import benefitcalc as bc

PENSIONER = {"age": 67, "uk_country": "england", "gets_means_tested_benefit": True, "uk_taxable_income": 10_000}
WITHOUT_BENEFIT = {**PENSIONER, "gets_means_tested_benefit": False}
INCOME_TEST = {"uk_winter_fuel.tests_income": True, "uk_winter_fuel.income_below": "20000"}


def amount(law="uk-winter-fuel-2024", **facts):
    return winter_fuel.estimate(policy=law, **facts).amount


def test_a_pensioner_with_a_benefit_gets_200_pounds_and_300_from_80_years_on():
    assert amount(**PENSIONER) == amount(**{**PENSIONER, "age": 79}) == 200
    assert amount(**{**PENSIONER, "age": 80}) == 300


@pytest.mark.parametrize("other", [{"age": 65}, {"uk_country": "Scotland"}, {"gets_means_tested_benefit": False}])
def test_who_is_younger_or_in_scotland_or_has_no_benefit_gets_nothing(other):
    assert amount(**{**PENSIONER, **other}) == 0


@pytest.mark.parametrize(("income", "paid"), [("19999.99", 200), ("20000", 0), ("25000", 0)])
def test_by_a_reform_that_tests_incomes_one_below_the_limit_is_enough(income, paid):
    reform = bc.policy("uk-winter-fuel-2024").with_terms(INCOME_TEST)
    assert amount(reform, **{**WITHOUT_BENEFIT, "uk_taxable_income": income}) == paid


@pytest.mark.parametrize(("country", "paid"), [("Wales", 200), ("Northern Ireland", 0)])
def test_the_test_of_incomes_is_for_england_and_wales(country, paid):
    reform = bc.policy("uk-winter-fuel-2024").with_terms(INCOME_TEST)
    assert amount(reform, **{**WITHOUT_BENEFIT, "uk_country": country, "uk_taxable_income": 15_000}) == paid


def test_by_a_reform_that_asks_for_no_benefit_every_pensioner_gets_it():
    reform = bc.policy("uk-winter-fuel-2024").with_terms({"uk_winter_fuel.requires_benefits": False})
    assert amount(reform, **{**WITHOUT_BENEFIT, "uk_taxable_income": 50_000}) == 200


def test_a_date_of_birth_will_do_instead_of_the_age():
    born = {"birth_date": "1944-10-01", "on": "2024-09-30"}
    person = {name: value for name, value in PENSIONER.items() if name != "age"}
    assert winter_fuel.estimate(**person, **born).amount == 200
    assert winter_fuel.estimate(**person, **{**born, "on": "2024-10-01"}).amount == 300


def test_amounts_are_said_in_pounds_and_countries_in_words():
    found = winter_fuel.estimate(**PENSIONER, on="2024-10-01")
    assert found.explain("en").startswith("Winter fuel payment: 200.00 pounds a winter.")
    assert "Country of the United Kingdom: England" in found.explain("en")
    assert "200.00 英镑" in found.explain("zh")
    assert "英格兰" in found.explain("zh")


def test_every_promise_about_the_rule_is_proved():
    proofs = bc.prove("uk-winter-fuel-2024").proofs
    assert [each.promise for each in proofs if not each.holds] == []
