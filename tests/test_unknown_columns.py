"""Facts that are null in a table: answered where the others decide, as `Rule.estimate` answers, on every engine."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from engines import ENGINES, answered, as_columns, every_engine, missing
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import NOWHERE, bread_allowance, written
from strategies import people

import benefitcalc as bc
from benefitcalc.rules import care_home_subsidy, medical_assistance, outpatient_pooling

VAGUE = bc.policy().with_terms(
    {
        "care_home_subsidy.rate": {"about": "0.8", "give_or_take": "0.1", "words": "x", "because": "x", "place": "x"},
        "medical_assistance.yearly_limit": {"assumed": "none", "or": "10.01", "because": "x"},
        "outpatient_pooling.rate": "0.3333",
        "outpatient_pooling.payment_uplift": "0.7777",
        "chronic_outpatient.rate": "0",
    }
)
LAWS = {"as announced": bc.policy(), "vaguer": VAGUE}
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)


@st.composite
def half_known(draw, rules=bc.RULES, law=None):
    """Some people of whom some facts are not known, often nearly all."""
    crowd = []
    for _ in range(draw(st.integers(1, 30))):
        facts: dict[str, Any] = {}
        for rule in rules:
            facts |= draw(people(rule, law))
        often = draw(st.sampled_from([0, 1, 5, 9]))
        crowd.append({name: None if draw(st.integers(0, 9)) < often else value for name, value in facts.items()})
    return crowd


@every_law
@every_engine
def test_a_row_with_nulls_gets_what_the_scalar_body_gives_line_by_line(engine, law):
    @settings(max_examples=max(1, 50 // engine.times), deadline=None)
    @given(half_known())
    def agree(crowd):
        table = engine.back(bc.assess_table(engine.made(as_columns(crowd)), policy=law, detail="lines"))
        expected = [{k: v for rule in bc.RULES for k, v in answered(rule, each, law).items()} for each in crowd]
        assert table.select(list(expected[0])).to_dicts() == expected
        assert table["missing"].to_list() == [missing(bc.RULES, each, law) for each in crowd]
        assert table["problem"].null_count() == len(crowd)

    agree()
