"""Hostile input: whatever is given, an entrance answers, or refuses in words that every file takes."""

import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count

import numpy as np
import pandas as pd
import polars as pl
import pytest

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.rules import RULES, care_home_subsidy, outpatient_pooling, rule_of
from benefitcalc.text.message import Refused, language, shown


class Speechless:
    """An object without text."""

    def __repr__(self):
        raise LookupError


class Headless:
    """An object that fails when it is asked for what it does not have."""

    def __getattr__(self, name):
        raise LookupError


class Endless(list):
    """A list that does not know its length."""

    def __len__(self):
        return -1  # noqa: PLE0303 - what is wrong with it is what it is for


class Mute(int):
    """A number without text."""

    def __str__(self):
        raise LookupError


class Nameless(Mapping):
    """A mapping that fails when it is asked for its names."""

    def __iter__(self):
        raise LookupError

    def __len__(self):
        raise LookupError

    def __getitem__(self, name):
        raise LookupError


class Valueless(Nameless):
    """A mapping that fails when it is asked for a value."""

    def __iter__(self):
        return iter(["age"])

    def __len__(self):
        return 1


class Unread(list):
    """A list that fails when it is read."""

    def __iter__(self):
        raise LookupError


class Contrary(str):
    """Text that fails when it is shown, parsed or made lower case."""

    def fail(self, *_):
        raise LookupError

    __str__ = __repr__ = __format__ = lower = strip = split = partition = translate = fail


class Undecided(Decimal):
    """A number that fails when it is looked at."""

    def is_nan(self):
        raise LookupError

    __str__ = __lt__ = as_tuple = is_nan


def nested(times):
    value = []
    for _ in range(times):
        value = [value]
    return value


TEXTS = (
    *("", " ", "\x00", "82\x00", "\ud800", "82\udcff", "\u202e82", "1e3", "1_000", "+5", "-5", "0x10", "٣", "½", "①"),
    *(
        "１２",
        "八十二",
        "捌佰元整",
        "九" * 1000,
        "1" * 5000,
        "nan",
        "inf",
        "None",
        "True",
        "1.",
        "12,34",
        "1e999999999",
    ),
    *(
        "3..",
        "..3",
        "..",
        "5..3",
        "1999-02-30",
        "0000-00-00",
        "9999-12-31",
        "2023-13",
        "约800",
        "9-" * 5000,
        "{0}",
        "%s",
    ),
    *("<script>", "\x1b[31m", "一点五", "三块五", "★" * 9, "1944年13月", "today", "y", "care_home_subsidy", "age"),
)
NUMBERS = (
    *(0, 1, -1, 82, 151, 2**64, 10**5000, 0.0, 82.5, 1e308, float("nan"), float("-inf"), True, 1j),
    *map(Decimal, ("-0", "8.2E1", "1E+999999", "1E-999999", "NaN", "sNaN", "-Infinity", "800.005")),
    *(np.float16("inf"), np.bytes_(b"82"), np.timedelta64(82, "ns"), np.datetime64("NaT", "s")),
    *(np.datetime64(10**15, "Y"),),
    *(np.datetime64(10**18, "fs"), np.array(82), np.array([82]), np.array([[1, 2]]), np.void(b"82"), pd.NA, pd.NaT),
)
OBJECTS = (
    *(None, ..., object(), int, b"82", date.max, {}, [], (), {"age"}, [1, 2], (2, 1), [1], [None, 5], [[1], [2]]),
    *({"age": 82}, {1: 2}, {None: 1}, bc.CareNeed.FULL, bc.policy(), care_home_subsidy, nested(3000)),
    *(pd.Series([82]), pd.DataFrame({"age": [82]}), pl.Series([82]), pl.lit(82), pl.DataFrame({"age": [82]})),
    *(Speechless(), Headless(), Endless([1, 2]), Mute(82)),
)
VALUES = (*TEXTS, *NUMBERS, *OBJECTS, None)
MAKERS = (
    *(count, lambda: (each for each in (1, 2)), Nameless, Valueless, lambda: Unread([1, 2])),
    *(lambda: Contrary("82"), lambda: Contrary("zh"), lambda: Undecided("8.2")),
)
"""What never ends, is read once, or is not even shown by a test that fails."""


def drawn(draw):
    return draw.choice(MAKERS)() if draw.random() < 0.08 else draw.choice(VALUES)


def refused(call):
    """What is refused; None where there is an answer."""
    try:
        call()
    except Refused as refusal:
        return refusal
    return None


def person(draw):
    if draw.random() < 0.1:
        return drawn(draw)
    return {name: drawn(draw) for name in draw.sample(list(FACTS), draw.randrange(4))}


def request(draw):
    """The policy and the day of a request."""
    named = {"policy": drawn, "on": drawn}
    return {name: make(draw) for name, make in named.items() if draw.random() < 0.2}


def visits(draw):
    every = [{name: drawn(draw) for name in draw.sample(["date", "kind", "cost", "age"], 2)} for _ in range(2)]
    return drawn(draw) if draw.random() < 0.2 else every


ENTRANCES = {
    "estimate": lambda draw: draw.choice(RULES).estimate(person(draw), **request(draw)),
    "curve": lambda draw: outpatient_pooling.curve(person(draw), over=drawn(draw), view=drawn(draw), **request(draw)),
    "screen": lambda draw: bc.screen(
        person(draw), rules=drawn(draw), declined=draw.choice([(), drawn(draw)]), **request(draw)
    ),
    "settle": lambda draw: bc.settle(person(draw), **request(draw)),
    "year": lambda draw: bc.year(visits(draw), person(draw), rules=draw.choice([None, drawn(draw)])),
    "household": lambda draw: bc.household(
        draw.choice([{"mother": person(draw)}, drawn(draw)]), declined=draw.choice([(), drawn(draw)]), **request(draw)
    ),
    "law": lambda draw: bc.law().on(drawn(draw)),
    "timeline": lambda draw: bc.law().timeline(drawn(draw)),
    "verify": lambda draw: bc.verify(draw.choice([RECEIPT | {"facts": person(draw)}, drawn(draw)]), policy=drawn(draw)),
    "reform": lambda draw: bc.policy().with_terms({"outpatient_pooling.rate": drawn(draw)}),
    "prove": lambda draw: bc.prove(rules=Speechless(), policy=drawn(draw)),
    "sql": lambda draw: bc.sql(rules=drawn(draw), dialect=drawn(draw), table=drawn(draw)),
    "expected": lambda draw: bc.expected(outpatient_pooling, drawn(draw), drawn(draw), person(draw)),
    "table": lambda draw: bc.assess_table(drawn(draw), rules=drawn(draw), detail=drawn(draw), on=drawn(draw)),
    "visits": lambda draw: bc.assess_visits(
        pl.DataFrame({"age": [82]}), person=drawn(draw), order=drawn(draw), year=drawn(draw)
    ),
    "yuan": lambda draw: bc.to_fen(pl.DataFrame({"age": [82]}), drawn(draw)),
    "simulation": lambda draw: SIMULATED.sweep({"outpatient_pooling.rate": drawn(draw)}),
    "reformed": lambda draw: SIMULATED.run(draw.choice([drawn(draw), {"outpatient_pooling.rate": drawn(draw)}])),
}
RECEIPT = outpatient_pooling.estimate(outpatient_cost=800).receipt()
SIMULATED = bc.simulation(
    pl.DataFrame({"has_resident_insurance": [True], "outpatient_cost_fen": [800_00]}),
    rules=outpatient_pooling,
    native=False,
)


@pytest.mark.many_cases
@pytest.mark.parametrize("name", ENTRANCES)
def test_whatever_is_given_is_answered_or_refused_in_words_that_every_file_takes(name):
    draw = random.Random(name)
    for refusal in filter(None, (refused(lambda: ENTRANCES[name](draw)) for _ in range(120))):
        assert refusal.problems
        assert (refusal.explain("en") + refusal.explain("zh")).encode()
        assert all(isinstance(step, str | int) for each in refusal.problems for step in each.path)


@pytest.mark.parametrize("given", [np.timedelta64(82, "ns"), np.timedelta64(82, "D"), np.datetime64(10**15, "Y")])
@pytest.mark.parametrize("fact", ["age", "care_home_cost", "birth_date"])
def test_a_length_of_time_and_a_day_that_no_calendar_has_are_no_number(fact, given):
    with pytest.raises(bc.Refused):
        care_home_subsidy.estimate({fact: given}, on="2026-11-27")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (np.datetime64("1944"), "1944-01-01..1944-12-31"),
        (np.datetime64("1944-05"), "1944-05-01..1944-05-31"),
        (np.datetime64("1944-05-06"), "1944-05-06"),
        (np.datetime64("NaT", "Y"), None),
    ],
)
def test_a_year_or_a_month_of_numpy_is_not_its_first_day(given, read):
    found = care_home_subsidy.estimate(birth_date=given, on="2026-11-27").facts
    assert found.get("birth_date") == read


def test_a_decimal_that_is_not_a_number_and_signals_it_is_not_known():
    assert care_home_subsidy.estimate(care_home_cost=Decimal("sNaN")).facts["care_home_cost"] is None


def test_an_object_without_text_is_told_by_its_kind():
    assert shown(Speechless()) == "Speechless"


@pytest.mark.parametrize("make", [Nameless, Valueless])
@pytest.mark.parametrize("named", [{}, {"age": 82}])
def test_a_mapping_that_fails_by_itself_is_refused_as_none(make, named):
    with pytest.raises(bc.Refused, match="give facts by their names, not <"):
        care_home_subsidy.estimate(make(), **named)


@pytest.mark.parametrize(
    ("fact", "kind", "written", "read"),
    [
        ("age", Contrary, "82", 82),
        ("age", Mute, "82", 82),
        ("care_home_cost", Contrary, "1200.5", "1200.50"),
        ("care_home_cost", Undecided, "1200.5", "1200.50"),
        ("birth_date", Contrary, "1944-05-06", "1944-05-06"),
    ],
)
def test_a_value_of_a_subclass_is_read_as_the_text_or_the_number_that_it_is(fact, kind, written, read):
    assert care_home_subsidy.estimate({fact: kind(written)}, on="2026-11-27").facts[fact] == read


def test_the_ends_of_a_range_are_read_as_the_texts_that_they_are():
    assert care_home_subsidy.estimate(age=(Contrary("82"), 90)).facts["age"] == "82..90"


def test_a_range_that_fails_by_itself_is_refused():
    with pytest.raises(bc.Refused, match="is not a whole number"):
        care_home_subsidy.estimate(age=Unread([82, 90]))


def test_a_name_of_a_subclass_is_read_as_the_text_that_it_is():
    assert rule_of(Contrary("care_home_subsidy")) is care_home_subsidy
    assert bc.policy(Contrary("zhangdian-2022")) == bc.policy()
    assert language(Contrary("zh")) == "zh"
    assert shown(Contrary("zh")) == "zh"


def test_a_text_that_an_object_makes_of_itself_is_shown_as_the_text_that_it_is():
    class Confused:
        def __repr__(self):
            return Contrary("lost")

    assert shown(Confused()) == "lost"


@pytest.mark.parametrize("given", [3, ["zhangdian-2022"], {}, object()])
def test_what_is_no_policy_is_refused(given):
    with pytest.raises(bc.Refused, match="give a policy, its id or a Path"):
        bc.policy(given)


@pytest.mark.parametrize("make", [Nameless, int])
def test_figures_that_are_no_mapping_are_refused_by_every_reform(make):
    for reform in (bc.policy().with_terms, SIMULATED.sweep):
        with pytest.raises(bc.Refused, match="give figures by their terms"):
            reform(make())


def test_a_reform_that_fails_by_itself_is_refused():
    with pytest.raises(bc.Refused, match="give figures by their terms"):
        SIMULATED.run(Nameless())


@pytest.mark.parametrize("make", [Headless, lambda: pl.DataFrame({"age": [82]}), int])
def test_what_has_no_rows_with_names_is_not_written(make, tmp_path):
    with pytest.raises(bc.Refused, match="there is nothing to be written"):
        bc.write_csv(make(), tmp_path / "answer.csv")
    assert not list(tmp_path.iterdir())


def test_half_a_character_is_told_by_its_replacement():
    assert shown("82\udcff") == "82\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("declined", ["age", 3, {"age": 1}, ["age", "agee"], count()])
def test_what_is_declined_and_no_fact_is_refused(declined):
    with pytest.raises(bc.Refused) as refusal:
        bc.screen(declined=declined)
    assert [each.path for each in refusal.value.problems] == [("declined",)]


@pytest.mark.parametrize("key", ["person", "order", "year"])
def test_a_key_of_visits_that_is_no_name_is_refused_at_its_path(key):
    with pytest.raises(bc.Refused) as refusal:
        bc.assess_visits(pl.DataFrame({"age": [82]}), **{"person": "age", "order": "age", key: ["age"]})
    assert [each.path for each in refusal.value.problems] == [(key,)]


def test_a_receipt_is_compared_with_a_policy_by_its_id():
    bc.verify(RECEIPT, policy="zhangdian-2022")
    with pytest.raises(bc.Refused, match="policy"):
        bc.verify(RECEIPT, policy="care-voucher-2026")


def test_no_column_to_convert_leaves_the_table_as_it_is():
    table = pl.DataFrame({"age": [82]})
    assert bc.to_fen(table).equals(table)


def test_a_range_that_may_be_meant_is_told_without_half_a_character():
    with pytest.raises(bc.Refused, match="write both ends in full") as refusal:
        care_home_subsidy.estimate(care_home_cost="\ud8003到5千")
    assert str(refusal.value).encode()


def test_a_term_that_is_not_known_is_told_without_half_a_character():
    with pytest.raises(bc.Refused, match="is not known") as refusal:
        bc.policy().with_terms({"\ud800": 1})
    assert [each.path for each in refusal.value.problems] == [("\N{REPLACEMENT CHARACTER}",)]
    assert str(refusal.value).encode()
