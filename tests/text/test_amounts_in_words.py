"""Amounts in sentences: grouped, with two decimals, as Babel writes them in both languages."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from benefitcalc.text.languages import LOCALES
from benefitcalc.text.message import say

AMOUNTS = ["0", "0.01", "999.99", "1000.00", "36000", "1234567.80", "99999999999999999999.99", "-28800.50", "1E+5"]


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize(("lang", "unit"), [("en", "yuan"), ("zh", "元")])
def test_an_amount_is_written_as_babel_writes_it(lang, unit, amount):
    number = format_decimal(Decimal(amount), "#,##0.00", LOCALES[lang])
    assert say("{cost:yuan}", cost=amount).explain(lang) == f"{number} {unit}"
