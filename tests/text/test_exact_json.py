"""JSON read exactly."""

from decimal import Decimal

import pytest

from benefitcalc.text import exact_json
from benefitcalc.text.message import Refused


def test_figures_are_as_they_are_written():
    found = exact_json.parse('[82, -1, 0.10, 1e2, "1"]')
    assert [(type(each), str(each)) for each in found] == [
        (int, "82"),
        (int, "-1"),
        (Decimal, "0.10"),
        (Decimal, "1E+2"),
        (str, "1"),
    ]


@pytest.mark.parametrize("written", ["9" * 6_000, "1e99999999999999999999"])
def test_a_number_that_python_cannot_hold_stays_text(written):
    assert exact_json.parse(f"[{written}]") == [written]


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("[" + "9" * 11 + "]", "a number is too long; write it with at most 10 signs", "有一个数太长"),
        ("[NaN]", "NaN is not a number", "NaN 不是数字"),
        ('{"a": 1, "b": 2, "b": 3}', "b is given twice", "b 出现了两次"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(text, en, zh):
    with pytest.raises(Refused) as refused:
        exact_json.parse(text, 10)
    assert refused.value.explain("en").startswith(en)
    assert refused.value.explain("zh").startswith(zh)


def test_a_number_past_every_bound_is_refused_where_numbers_are_bounded():
    assert exact_json.parse("[1e999]", 30) == [Decimal("1e999")]
    with pytest.raises(Refused, match="a number is too large"):
        exact_json.parse("[1e99999999999999999999]", 30)


@pytest.mark.parametrize("written", ["0.1", "1200.55", "999999999999.999", "-0.07"])
def test_a_number_of_up_to_fifteen_digits_is_found_again_in_a_float(written):
    assert exact_json.as_written([float(written)]) == [Decimal(written)]


@pytest.mark.parametrize("given", [0.1 + 0.2, float("inf"), 1, True, "0.1", None])
def test_what_is_no_such_float_stays_as_it_is(given):
    found = exact_json.as_written({"a": given})
    assert (found, type(found["a"])) == ({"a": given}, type(given))
