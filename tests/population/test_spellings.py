"""A column of text as people write it, in the spelling of JSON."""

import polars as pl
import pytest

from benefitcalc.facts.fact import FACTS
from benefitcalc.population.spellings import respelled


@pytest.mark.parametrize(
    ("fact", "texts", "expected"),
    [
        ("care_home_cost", ["1.2万", "800", " 1,200.5 ", None], ["12000.00", "800", " 1,200.5 ", None]),
        ("care_home_cost", ["不知道", "3000..5000", "约800", "free"], [None, "3000..5000", "约800", "free"]),
        ("age", ["82岁", "八十二", "82"], ["82", "82", "82"]),
        ("care_need", ["半失能", "PARTIAL"], ["partial", "partial"]),
        ("is_dibao", ["是的", "沒有", "perhaps"], ["yes", "no", "perhaps"]),
        ("age", ["82", None], ["82", None]),
    ],
)
def test_what_is_one_value_is_written_as_json_has_it_and_all_else_stays(fact, texts, expected):
    assert respelled(FACTS[fact], pl.Series(texts, dtype=pl.String)).to_list() == expected
