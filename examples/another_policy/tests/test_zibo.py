"""The city's medical assistance, as an installed district: by every reading of its one body.

Figures are those of the publication, worked out by hand. Run where both packages are installed.
"""

import itertools
import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from benefitcalc_zibo import FACTS, city_medical_assistance
from starlette.testclient import TestClient

import benefitcalc as bc
from benefitcalc.text.message import say_of
from benefitcalc.web import create_app

POOREST, EDGE, STRAINED = "is_in_extreme_hardship", "is_at_edge_of_dibao", "is_gravely_ill_under_rigid_expenses"
NOBODY = dict.fromkeys(["is_dibao", POOREST, "is_back_in_poverty", EDGE, "is_watched_for_poverty", STRAINED], False) | {
    "disposable_income_per_head": "40000",
    "basic_insurance_paid": 0,
    "critical_illness_paid": 0,
}


def left(burden, *groups):
    """Somebody of these groups whom insurance leaves so much to pay."""
    return {**NOBODY, **dict.fromkeys(groups, True), "eligible_cost": burden}


def paid(burden, *groups):
    return str(city_medical_assistance.estimate(**left(burden, *groups)).amount)


# Worked by hand -------------------------------------------------------------------------------------------------


def test_of_a_burden_of_60000_in_extreme_hardship_12500_are_left_to_pay():
    # 75 % = 45,000, at most 30,000; (30,000 - 5,000) x 70 % = 17,500.
    facts = left("150000", POOREST) | {"basic_insurance_paid": "80000", "critical_illness_paid": "10000"}
    found = city_medical_assistance.estimate(**facts, on="2025-11-30")
    lines = {line.name: str(line.amount) for line in found.lines}
    assert (lines["burden"], lines["poorest"], lines["poorest_again"]) == ("60000.00", "30000.00", "17500.00")
    assert Decimal(lines["burden"]) - found.amount == 12_500
    assert (found.at_least, found.at_most, found.undecided) == (found.amount, found.amount, ())


@pytest.mark.parametrize(
    ("burden", "group", "amount"),
    [
        ("19999.99", POOREST, "14999.99"),  # 14,999.9925; 4,999.9975 are left, nothing again
        ("20000.00", POOREST, "15000.00"),  # 5,000.00 are left
        ("20000.04", POOREST, "15000.04"),  # 15,000.03; 5,000.01 are left, 0.007 of them again
        ("40000.00", POOREST, "33500.00"),  # 30,000.00, and 70 % of 5,000
        ("63571.43", POOREST, "50000.00"),  # 30,000.00, and 70 % of 28,571.43 is 20,000.001
        ("3000.00", EDGE, "0.00"),
        ("3000.01", EDGE, "0.01"),  # half a fen up
        ("3000.02", EDGE, "0.01"),
        ("43000.00", EDGE, "29100.00"),  # 20,000.00, and 70 % of 13,000
        ("58571.43", EDGE, "40000.00"),  # 20,000.00, and 70 % of 28,571.43
        ("10000.00", STRAINED, "0.00"),  # a quarter of an income of 40,000
        ("10001.00", STRAINED, "0.60"),
        ("43333.33", STRAINED, "20000.00"),
        ("90000.00", STRAINED, "20000.00"),
    ],
)
def test_each_group_has_its_own_deductible_rate_and_ceiling(burden, group, amount):
    assert paid(burden, group) == amount


def test_the_best_status_counts_and_several_do_not_add_up():
    alone = {group: Decimal(paid("50000", group)) for group in (POOREST, EDGE, STRAINED)}
    for groups in itertools.chain(*(itertools.combinations(alone, size) for size in (2, 3))):
        assert Decimal(paid("50000", *groups)) == max(alone[group] for group in groups)


def test_without_a_status_nothing_is_paid():
    found = city_medical_assistance.estimate(**left("50000"))
    assert (found.eligible, str(found.amount), len(found.reasons)) == (False, "0.00", 3)


# By every reading -----------------------------------------------------------------------------------------------


def test_an_unknown_status_is_whatever_it_may_be():
    known = left("50000") | {EDGE: None, POOREST: None}
    found = city_medical_assistance.estimate(**known)
    # Neither, the edge, or extreme hardship: 0, 20,000 + 70 % of 20,000, 30,000 + 70 % of 15,000.
    assert (str(found.at_least), str(found.at_most), found.eligible) == ("0.00", "40500.00", None)
    assert found.missing == (POOREST, EDGE)
    assert found.is_tight


def test_an_unknown_cost_has_a_range_that_holds_and_says_that_it_may_be_wide():
    found = city_medical_assistance.estimate(**left("15000..35000", POOREST))
    for burden in range(15_000, 35_001, 100):
        assert found.at_least <= Decimal(paid(burden, POOREST)) <= found.at_most
    assert not found.is_tight


def test_a_table_gives_each_row_what_a_person_is_given():
    burdens = range(0, 90_000, 1_237)
    rows = [
        left(f"{burden}.37", *groups) for burden in burdens for groups in ((POOREST,), (EDGE,), (STRAINED, EDGE), ())
    ]
    money = ["disposable_income_per_head", "basic_insurance_paid", "critical_illness_paid", "eligible_cost"]
    table = pl.DataFrame(
        [
            {name: Decimal(value).quantize(Decimal("0.01")) if name in money else value for name, value in row.items()}
            for row in rows
        ],
        schema_overrides={name: pl.Decimal(12, 2) for name in money},
    )
    found = bc.assess_table(table, policy="zibo-2025", detail="amount")
    alone = [int(city_medical_assistance.estimate(**row).amount * 100) for row in rows]
    assert found["city_medical_assistance_fen"].to_list() == alone
    assert found["problem"].null_count() == len(rows)


def test_the_curve_is_exact_and_has_its_breaks_where_the_publication_has_them():
    curve = city_medical_assistance.curve(over="eligible_cost", **{**left(0, POOREST), "eligible_cost": "0..90000"})
    assert [kink.x for kink in curve.kinks] == [20_000, 40_000, Fraction(445_000, 7)]
    assert str(curve.at("60000")) == "47500.00"
    assert curve.cliffs == ()


def test_every_promise_holds_for_everybody():
    proofs = bc.prove("zibo-2025")
    assert all(proof.holds_in_every_reading for proof in proofs.proofs)
    promises = {proof.promise for proof in proofs.proofs}
    assert {"poorest_75_percent_up_to_the_ceiling", "never_falls_with_eligible_cost"} <= promises
    assert "never_falls_with_disposable_income_per_head" not in promises  # it is what a person has, and no cost


def test_a_receipt_is_computed_again():
    bc.verify(city_medical_assistance.estimate(**left("60000", POOREST)).receipt())


def test_a_screening_under_the_city_s_policy_asks_for_what_the_city_asks_for():
    found = bc.screen({"is_dibao": False, "eligible_cost": "50000"}, policy="zibo-2025")
    assert [each.rule for each in found.estimates] == ["city_medical_assistance"]
    assert found.next_question.fact in city_medical_assistance.facts._fields


# Beside the announcement ----------------------------------------------------------------------------------------


def test_what_the_announcement_gives_is_as_it_was():
    found = bc.screen(
        {"is_dibao": True, "eligible_cost": "60000", "basic_insurance_paid": 0, "critical_illness_paid": 0}
    )
    assert [each.rule for each in found.estimates] == [
        rule.name for rule in bc.RULES if rule is not city_medical_assistance
    ]
    assert bc.policies() == ("zhangdian-2022", "zibo-2025")


def test_a_rule_of_which_one_policy_speaks_takes_that_one():
    assert city_medical_assistance.estimate(**left("1", POOREST)).policy == "zibo-2025"
    with pytest.raises(bc.Refused, match="zhangdian-2022 says nothing of city_medical_assistance"):
        city_medical_assistance.estimate(policy="zhangdian-2022", **left("1", POOREST))


def test_a_description_of_a_person_serves_both():
    person = left("60000", POOREST) | {"is_in_other_hardship_group": False}
    promised = next(rule for rule in bc.RULES if rule.name == "medical_assistance").estimate(**person)
    # The announcement: at least 75 %, with a ceiling of 30,000 or none.
    assert [str(each) for each in (promised.at_least, promised.amount)] == ["30000.00", "45000.00"]
    assert str(city_medical_assistance.estimate(**person).amount) == "47500.00"


def run(*arguments):
    ran = subprocess.run(
        [sys.executable, "-m", "benefitcalc", *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_what_was_promised_stands_beside_what_is_in_force():
    told = run("policy", "diff", "zhangdian-2022", "zibo-2025", "--lang", "en")
    part = next(each for each in told.split("\n\n") if each.startswith("medical_assistance"))
    first, *lines = part.splitlines()
    assert first == "medical_assistance / city_medical_assistance"
    assert "  - medical_assistance.rate: at least 75%" in lines
    assert "  + city_medical_assistance.poorest_limit: exactly 30,000.00 yuan" in lines


def test_the_command_line_asks_for_the_city_s_facts_in_both_languages():
    flags = [
        "--on",
        "2025-12-01",
        "--is-dibao",
        "yes",
        "--eligible-cost",
        "60000",
        "--basic-insurance-paid",
        "0",
        "--critical-illness-paid",
        "0",
    ]
    told = run("estimate", "city_medical_assistance", *flags, "--lang", "zh")
    assert told.startswith("市级医疗救助：全年正好 47,500.00 元。")
    estimate = json.loads(run("estimate", "city_medical_assistance", *flags, "--json"))
    assert estimate["amount"] == "47500.00"


def test_every_word_of_it_is_said_in_chinese():
    sources = {fact.meaning for fact in FACTS} | {fact.question for fact in FACTS} | {fact.shown_by for fact in FACTS}
    lines = city_medical_assistance.lines.entries().values()
    sources |= {each.label for each in lines} | {each.otherwise for each in lines if each.otherwise}
    sources |= {entry.label for entry in city_medical_assistance.terms.entries().values()}
    terms = bc.policy("zibo-2025").views("city_medical_assistance").stated.mentioned()
    for source in sources:
        assert say_of(source, terms).explain("zh").isascii() is False, source


def test_the_page_asks_for_the_city_s_benefit_under_the_city_s_policy():
    client = TestClient(create_app(), base_url="http://127.0.0.1")
    start = client.get("/zh/").text
    assert "市级医疗救助" in start
    assert "看看 6 项待遇" in start  # what carries out the announced assistance answers instead of it
    assert "开始：6 项一起问" in start
    assert "淄博市医疗救助待遇（2025年公布）" in start
    fields = {"benefit": "city_medical_assistance", **{name: "no" for name in NOBODY if NOBODY[name] is False}}
    fields |= {"is_dibao": "yes", "eligible_cost": "60000", "basic_insurance_paid": "0", "critical_illness_paid": "0"}
    page = client.post("/zh/ask", data={**fields, "do": "result"}).text
    assert "47,500.00 元" in page
    assert "淄博市医疗救助待遇（2025年公布）" in page
