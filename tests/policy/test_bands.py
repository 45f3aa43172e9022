"""Schedules, fractions, ways of rounding and the order of figures, as a policy file states them."""

import tomllib
from decimal import Decimal

import pytest
from heating import DOCUMENT, made
from invented import written

import benefitcalc as bc
from benefitcalc.core.rates import Rate, Rounding, Row
from benefitcalc.districts import own, using
from benefitcalc.policy.bands import Bands


@pytest.fixture(scope="module", autouse=True)
def _rule():
    with using(own()):
        yield made()


def views(folder, text=DOCUMENT, **changes):
    return bc.policy(written(folder, text, **changes)).views("heating_allowance")


def refusal(folder, text=DOCUMENT, **changes) -> str:
    with pytest.raises(bc.Refused) as refused:
        bc.policy(written(folder, text, **changes))
    return str(refused.value)


def test_a_schedule_has_its_rows_in_each_view(tmp_path):
    found = views(tmp_path)
    third = Row(100_00, Rate(1, 3))
    assert [view.bands.rows for view in found] == [
        (third, Row(400_00, Rate.of(rate))) for rate in ("0.45", "0.50", "0.55")
    ]
    assert {view.classes.rows for view in found} == {(Row(18, 7_00), Row(65, 9_00))}


@pytest.mark.parametrize(("written", "way"), [("down", "DOWN"), ("up", "UP"), ("nearest_even", "NEAREST_EVEN")])
def test_a_way_of_rounding_is_a_figure_of_the_document(tmp_path, written, way):
    assert views(tmp_path, way=f"way = {{ exactly = '{written}', place = 'p' }}").stated.way is Rounding[way]


def test_a_way_of_rounding_may_be_vague(tmp_path):
    found = views(tmp_path, way="way = { assumed = 'nearest', or = 'down', because = 'b' }")
    assert [view.way.name for view in found] == ["DOWN", "NEAREST", "NEAREST"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("from = 400.00", "from = 100.00", "heating_allowance.bands: rows 2: from: must begin above the row before"),
        ("from = 400.00", "from = 99.99", "heating_allowance.bands: rows 2: from: must begin above the row before"),
        ("from = 400.00", "from = 0.001", "heating_allowance.bands: rows 2: more than two decimals"),
        ('rate = "1/3"', "amount = 3.00", "heating_allowance.bands: rows 1: needs rate as well"),
        ('rate = "1/3"', "amount = 3.00, rate = 0.5", "heating_allowance.bands.rows: needs exactly one of"),
        ('rate = "1/3"', 'rate = "4/3"', "heating_allowance.bands: must be a rate from 0 to 1"),
        ('rate = "1/3"', 'rate = "1/10001"', "heating_allowance.bands: must be a rate from 0 to 1"),
        ('rate = "1/3"', "rates = 0.5", "rates: is not known"),
        ("from = 18, amount", "from = -1, amount", "heating_allowance.classes: rows 1: must be a whole number"),
        ("from = 18, amount", "from = 18.5, amount", "heating_allowance.classes: rows 1: must be a whole number"),
        ('because = "not stated"', "", "heating_allowance.classes.rows.amount: needs because as well"),
        (
            "men = { exactly = 30.00",
            "men = { exactly = 19.99",
            "men: is 19.99 yuan, less than 20.00 yuan of women",
        ),
        (
            'way = { exactly = "down"',
            'way = { exactly = "sideways"',
            "way.exactly: cannot be 'sideways'",
        ),
        (
            'way = { exactly = "down"',
            "way = { exactly = 3",
            "way: must be a way of rounding from down to up",
        ),
        (
            "younger_than = { exactly = 100,",
            "younger_than = { exactly = 100, or = 90, because = 'b',",
            "heating_allowance.younger_than: cannot be vague",
        ),
        ("unit = { exactly = 10.00,", "unit = { rows = [{ from = 0, amount = 5 }],", "unit: is not a schedule"),
    ],
)
def test_what_is_wrong_is_refused_by_its_key_and_row(tmp_path, old, new, expected):
    assert old in DOCUMENT
    assert expected in refusal(tmp_path, DOCUMENT.replace(old, new, 1))


def test_a_figure_where_a_schedule_belongs_is_refused(tmp_path):
    start, end = DOCUMENT.index("[heating_allowance.classes]"), len(DOCUMENT)
    text = DOCUMENT[:start] + "[heating_allowance.classes]\nexactly = 5\nplace = 'p'\n" + DOCUMENT[end:]
    assert "heating_allowance.classes: must be a schedule, such as '0: 0.5; 100: 0.6'" in refusal(tmp_path, text)


def test_a_schedule_without_rows_is_refused(tmp_path):
    start = DOCUMENT.index("[heating_allowance.classes]")
    text = DOCUMENT[:start] + "[heating_allowance.classes]\nrows = []\nplace = 'p'\n"
    assert "heating_allowance.classes.rows: cannot be '[]'" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ("rows = 5\nplace = 'p'", "heating_allowance.classes.rows: cannot be '5'"),
        ("rows = [5]\nplace = 'p'", "heating_allowance.classes.rows"),
        (
            "rows = [{ from = 0, amount = { exactly = 5.00, place = 'p' } }]",
            "heating_allowance.classes: needs place as well",
        ),
    ],
)
def test_a_schedule_needs_a_list_of_rows_and_a_place(tmp_path, classes, expected):
    start = DOCUMENT.index("[heating_allowance.classes]")
    assert expected in refusal(tmp_path, f"{DOCUMENT[:start]}[heating_allowance.classes]\n{classes}\n")


def test_a_schedule_of_a_vague_row_has_the_reason_of_that_row(tmp_path):
    start = DOCUMENT.index("[heating_allowance.classes]")
    row = "{ from = 0, amount = { assumed = 5.00, because = 'not found' } }"
    law = bc.policy(written(tmp_path, f"{DOCUMENT[:start]}[heating_allowance.classes]\nrows = [{row}]\n"))
    assert law.benefits["heating_allowance"].terms["classes"].because.en == "not found"


def test_one_fraction_is_one_document_however_it_is_written(tmp_path):
    digests = set()
    for at, rate in enumerate(('"1/3"', '"2/6"')):
        folder = tmp_path / str(at)
        folder.mkdir()
        digests.add(bc.policy(written(folder, DOCUMENT.replace('"1/3"', rate))).digest)
    assert len(digests) == 1


def test_a_reform_may_state_a_whole_schedule(tmp_path):
    law = bc.policy(written(tmp_path, DOCUMENT))
    reform = law.with_terms({"heating_allowance.classes": [{"from": 0, "amount": "1.50"}]})
    assert reform.views("heating_allowance").stated.classes.rows == (Row(0, 1_50),)


def test_a_reform_may_take_the_figure_of_a_row_from_another_document(tmp_path):
    law = bc.policy(written(tmp_path, DOCUMENT))
    vague = law.benefits["heating_allowance"].terms["bands"].rows[1].rate
    reform = law.with_terms({"heating_allowance.bands": [{"from": 0, "rate": vague}]})
    found = reform.views("heating_allowance")
    assert [view.bands.rows for view in found] == [(Row(0, Rate.of(rate)),) for rate in ("0.45", "0.50", "0.55")]


def test_a_reform_that_breaks_the_order_of_the_figures_is_refused(tmp_path):
    law = bc.policy(written(tmp_path, DOCUMENT))
    with pytest.raises(bc.Refused, match=r"heating_allowance.men: is 30.00 yuan, less than 31.00 yuan of women"):
        law.with_terms({"heating_allowance.women": "31.00"})


@pytest.mark.parametrize("view", ["strict", "stated", "generous"])
def test_the_terms_are_read_as_they_are_written(tmp_path, view):
    terms = getattr(views(tmp_path), view)
    assert type(terms).read(terms.write()) == terms


@pytest.mark.parametrize(
    ("first", "is_stated"), [("5.00", True), ("{ assumed = 5.00, because = 'as elsewhere' }", False)]
)
def test_a_schedule_is_stated_where_each_of_its_rows_is(first, is_stated):
    rows = f"rows = [{{ from = 0, amount = {first} }}, {{ from = 5, amount = 6.00 }}]\nplace = 'p'"
    assert Bands.model_validate(tomllib.loads(rows, parse_float=Decimal)).is_stated is is_stated
