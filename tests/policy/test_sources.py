"""What the policy file says of its own sources, against a table written by hand from the facts that were found.

A grade is a promise: A was seen on an official government site, B is a news report or an unofficial copy.
"""

import pytest

import benefitcalc as bc
from benefitcalc.facts.fact import FACTS
from benefitcalc.text.message import say

# term: grade, and what its source has to name. None: no source was found, and the file says why it is assumed.
SOURCES = {
    "outpatient_pooling.payment_uplift": ("B", "Guangming"),
    "outpatient_pooling.limit_uplift": None,
    "outpatient_pooling.deductible": ("A", "Boshan branch"),
    "outpatient_pooling.rate": ("A", "Boshan branch"),
    "outpatient_pooling.payment_limit": ("B", "[2024] no. 44"),
    "chronic_outpatient.rate": None,
    "chronic_outpatient.deductible": ("A", "Zichuan branch"),
    "chronic_outpatient.payment_limit": None,
    "medical_assistance.rate": None,
    "medical_assistance.covers_other_groups": None,
    "medical_assistance.yearly_limit": ("A", "Zichuan branch"),
    "extreme_hardship_support.elderly_from": ("A", "[2018] no. 99"),
    "care_home_subsidy.rate": None,
    "care_home_subsidy.most_stars": None,
    "care_home_subsidy.fewest_stars": None,
    "care_home_subsidy.elderly_from": ("A", "[2018] no. 99"),
    "public_welfare_post.rural_groups_must_be_rural": None,
    "public_welfare_post.older_rural_from": ("B", "several counties"),
    "public_welfare_post.older_urban_women_from": ("B", "Linyi"),
    "public_welfare_post.older_urban_men_from": ("B", "Linyi"),
    "public_welfare_post.working_age_from": ("B", "Tai'an"),
    "public_welfare_post.rural_until": ("B", "several counties"),
    "public_welfare_post.urban_women_until": ("B", "statutory age"),
    "public_welfare_post.urban_men_until": ("B", "statutory age"),
}

# What a reader of an answer must be told, by a phrase of each notice, and the grade of its source.
NOTICES = {
    "outpatient_pooling": [("65 %", "A")],
    "chronic_outpatient": [("60 %", "A")],
    "medical_assistance": [
        ("no deductible", None),
        ("do not add up", "B"),
        ("50 % above 3,000", "A"),
        ("70 %", "A"),
    ],
    "extreme_hardship_support": [("same stay", None), ("placed nearby", "B"), ("name older people", None)],
    "care_home_subsidy": [("same stay", None), ("no ceiling", None), ("level 1 to 5", "B")],
    "public_welfare_post": [
        ("none of the groups that it names", None),
        ("Posts are limited", None),
        ("'Urban' is taken", None),
        ("able and willing", "B"),
    ],
}

# The law in force, by document: the grade, and what the source and the address have to name. It is the source of every
# figure that has none of its own.
DOCUMENTS = {
    "zibo-outpatient-2023": ("A", "Boshan branch", "boshan.gov.cn"),
    "zibo-outpatient-2024": ("A", "[2024] no. 44", "zichuan.gov.cn"),
    "zibo-chronic-2023": ("A", "Zichuan branch, reply to deputy no. 71", "boshan.gov.cn"),
    "zibo-critical-illness-2023": ("A", "Zhoucun branch, reply to proposal 142163", "zhoucun.gov.cn"),
    "zibo-assistance-2023": ("A", "Zichuan branch, reply of 2024-09-03", "zichuan.gov.cn"),
    "zibo-extreme-hardship-2023": ("B", "[2024] no. 10", "mzh.zibo.gov.cn"),
    "zibo-extreme-hardship-2024": ("A", "[2024] no. 10", "mzh.zibo.gov.cn"),
    "care-voucher-2026": ("B", "CCTV", "chinadaily.com.cn"),
    "shandong-posts-2025": ("A", "Shennongjia", "rsj.snj.gov.cn"),
}

# The figures that have a source of their own, or none.
OTHERWISE = {
    "zibo-outpatient-2023.payment_limit": ("B", "interpretation of Zi Yi Bao Zi [2024] no. 44", "sisapamba.com"),
    "zibo-outpatient-2024.payment_limit": ("B", "interpretation of Zi Yi Bao Zi [2024] no. 44", "sisapamba.com"),
    "zibo-outpatient-2024.deductible": ("A", "Boshan branch", "boshan.gov.cn"),
    "zibo-chronic-2023.payment_limit": None,
    "zibo-critical-illness-2023.payment_limit": ("B", "press conference of the city, 2020-12-25", "lznews.cn"),
    "zibo-critical-illness-2023.payment_limit_of_the_poorest": None,
    "care-voucher-2026.elderly_from": ("B", "a notice of Henan", "news.qq.com"),
    "shandong-posts-2025.rural_groups_must_be_rural": None,
    "shandong-posts-2025.older_rural_from": ("A", "Liaocheng", "liaocheng.gov.cn"),
    "shandong-posts-2025.older_urban_women_from": ("B", "Linyi", ""),
    "shandong-posts-2025.older_urban_men_from": ("B", "Linyi", ""),
    "shandong-posts-2025.working_age_from": ("B", "Tai'an", ""),
    "shandong-posts-2025.rural_until": ("A", "Liaocheng", "liaocheng.gov.cn"),
    "shandong-posts-2025.women_retire_later": None,
    **{
        f"shandong-posts-2025.men_{name}": ("B", "copy of the decision", "gzstv.com")
        for name in ("without_delay", "delay", "at_last")
    },
}

# The days on which the figures were found stated: those of the document, and of the figures that differ.
SEEN = {
    "zibo-outpatient-2023": ["2023-05-12"],
    "zibo-outpatient-2023.payment_limit": [],
    "zibo-outpatient-2024": ["2024-09-29"],
    "zibo-outpatient-2024.deductible": [],
    "zibo-chronic-2023": ["2023-05-12", "2024-09-03"],
    "zibo-chronic-2023.payment_limit": [],
    "zibo-critical-illness-2023": ["2023-07-20"],
    "zibo-critical-illness-2023.payment_limit": [],
    "zibo-critical-illness-2023.payment_limit_of_the_poorest": [],
    "zibo-assistance-2023": ["2023-07-20", "2024-09-03", "2025-11-11"],
    **{
        f"zibo-assistance-2023.edge_{name}": ["2024-09-03", "2025-11-11"]
        for name in ("deductible", "rate", "limit", "again_above")
    },
    **{f"zibo-assistance-2023.strained_{name}": ["2025-11-11"] for name in ("share", "rate", "limit")},
    "zibo-extreme-hardship-2023": ["2024-04-03"],
    "zibo-extreme-hardship-2024": ["2024-04-03"],
    "care-voucher-2026": ["2026-01-22"],
    "care-voucher-2026.elderly_from": ["2026-01-26"],
    "shandong-posts-2025": ["2024-09-20"],
    **{
        f"shandong-posts-2025.{name}": []
        for name in (
            "rural_groups_must_be_rural",
            "older_rural_from",
            "older_urban_women_from",
            "older_urban_men_from",
            "working_age_from",
            "rural_until",
            "women_retire_later",
        )
    },
    **{f"shandong-posts-2025.men_{name}": ["2024-09-13"] for name in ("without_delay", "delay", "at_last")},
}

# What a reader of an answer must be told, with the grade and the address of its source.
NOTICES_IN_FORCE = {
    "zibo-outpatient-2023": [("primary designated", "B", "sisapamba.com"), ("70 %", "A", "boshan.gov.cn")],
    "zibo-outpatient-2024": [("primary designated", "B", "sisapamba.com"), ("75 %", "A", "zichuan.gov.cn")],
    "zibo-chronic-2023": [("same figures", "A", "zichuan.gov.cn")],
    "zibo-critical-illness-2023": [("four years running", "B", "dezhoudaily.com")],
    "zibo-assistance-2023": [
        ("No second assistance", None, None),
        ("do not add up", "B", None),
        ("first seen on 2024-09-03", "A", "zichuan.gov.cn"),
        ("income per head", None, None),
        ("began on 2023-01-01", "B", "cbbn.net"),
    ],
    "zibo-extreme-hardship-2023": [("assesses", None, None), ("was not seen", None, None)],
    "zibo-extreme-hardship-2024": [("assesses", None, None), ("was not seen", None, None)],
    "care-voucher-2026": [
        ("after 2026-12-31", None, None),
        ("household register", "A", "luolong.gov.cn"),
        ("Minzhengtong", "B", "news.qq.com"),
        ("Shanghai and Shandong", "B", "news.yufumall.com"),
    ],
    "shandong-posts-2025": [
        ("Liaocheng and Wendeng", "A", "liaocheng.gov.cn"),
        ("early retirement", None, None),
        ("2024-02-01", "B", "ushui.net"),
        ("none of the groups that are named", None, None),
        ("Posts are limited", None, None),
        ("'Urban' is taken", None, None),
        ("able and willing", "B", None),
    ],
}

QUESTIONS = {
    "has_resident_insurance": "您参加的是居民医保吗？（上班交的是职工医保）",
    "total_bill": "今年看病一共花了多少钱（报销、救助、赔付前）？",
    "outpatient_cost": "今年普通门诊花了多少钱（结算单上的“政策范围内”费用）？",
    "has_chronic_recognition": "您办过门诊慢特病认定吗（如糖尿病、高血压；先核对病种）？",
    "chronic_cost": "今年看已认定的门诊慢特病花了多少钱（结算单上的“政策范围内”费用）？",
    "inpatient_cost": "今年住院花了多少钱（结算单上的“政策范围内”费用）？",
    "inpatient_insurance_paid": "住院费里基本医保报销了多少（见结算单）？",
    "is_dibao": "您家是低保户吗？",
    "is_in_extreme_hardship": "您领特困供养吗？（过去叫“五保”“三无”）",
    "is_in_other_hardship_group": "您是民政或医保认定的其他困难群体吗（如低保边缘家庭）？",
    "eligible_cost": "今年看病的“政策范围内”费用一共多少（报销前，见结算单）？",
    "basic_insurance_paid": "其中基本医保报销了多少（见结算单）？",
    "critical_illness_paid": "大病保险今年报销了多少（见结算单）？",
    "commercial_paid": "商业保险一共赔付了多少？",
    "birth_date": "您是哪一天出生的？",
    "age": "您今年多大（周岁，如 82）？",
    "care_need": "您能自己照顾自己吗：能自理、半失能还是失能？",
    "is_in_economic_hardship": "您是民政认定的经济困难老年人吗？",
    "care_home_stars": "养老机构是几星级（1 到 5；没评星级填 0）？",
    "care_home_cost": "养老院每月收多少钱？",
    "wants_placement": "您愿意去供养机构住吗？",
    "is_rural": "您是农村户口吗（不是城镇户口）？",
    "sex": "您的性别：女还是男？",
    "is_lifted_from_poverty": "您是享受政策的脱贫人口吗？",
    "is_low_income": "您是民政认定的低收入人口吗？",
    "has_disability": "您是残疾人吗（一般以残疾人证为准）？",
    "is_unemployed": "您现在失业吗？",
    "has_work": "您现在有工作吗（上班、打工、自己做生意都算）？",
    "is_in_zero_employment_household": "您家是零就业家庭吗（能工作、想工作的，一个都没有工作）？",
    "is_back_in_poverty": "您是认定过的返贫致贫人口吗？",
    "is_at_edge_of_dibao": "您家是民政认定的低保边缘家庭吗？",
    "is_watched_for_poverty": "您是防止返贫监测帮扶对象吗？",
    "is_gravely_ill_under_rigid_expenses": "您是民政认定的刚性支出困难家庭大病患者吗？",
    "disposable_income_per_head": "市里公布的上年居民人均可支配收入是多少？",
    "ability_level": ("您的老年人能力评估是哪一级（看评估报告，国标 GB/T 42195-2022）？"),
    "has_institutional_care_allowance": "您领经济困难失能老年人集中照护服务补助吗？",
    "is_in_home_care_scheme": "您享受居家和社区基本养老服务提升行动项目的服务吗？",
    "home_service_cost": "这个月上门养老服务花了多少钱（长期护理保险付了的不算）？",
    "institution_service_cost": "这个月养老院的服务花了多少钱（长期护理保险付了的不算）？",
    "birth_month": "您是哪年哪月出生的（如 1966-12）？",
    "months_since_birth": "从您出生的那个月到现在过了多少个月？",
}


def statements():
    return {
        f"{benefit}.{name}": statement
        for benefit, section in bc.policy().benefits.items()
        for name, statement in section.terms.items()
    }


def test_every_term_is_in_the_table():
    assert list(statements()) == list(SOURCES)


@pytest.mark.parametrize("path", SOURCES)
def test_a_term_names_the_source_that_was_found_with_its_grade(path):
    statement = statements()[path]
    if SOURCES[path] is None:
        assert (statement.source, statement.grade) == (None, None)
    else:
        grade, named = SOURCES[path]
        assert statement.grade == grade
        assert named in statement.source.en


@pytest.mark.parametrize("benefit", NOTICES)
def test_a_benefit_has_the_notices_that_belong_to_it(benefit):
    notices = bc.policy().benefits[benefit].notices
    assert len(notices) == len(NOTICES[benefit])
    for notice, (phrase, grade) in zip(notices, NOTICES[benefit], strict=True):
        assert phrase in notice.says.en
        assert notice.grade == grade
        assert (notice.source is None) == (grade is None)


def in_force(law):
    [section] = bc.policy(law).benefits.values()
    return section


FIGURES_IN_FORCE = [(law, name) for law in DOCUMENTS for name in in_force(law).terms]


def test_every_document_in_force_is_in_the_tables():
    shipped = {law for law in bc.policies() if bc.policy(law).status == "in_force"}
    assert shipped == {*DOCUMENTS} == {*NOTICES_IN_FORCE}
    named = {f"{law}.{name}" for law, name in FIGURES_IN_FORCE} | {*DOCUMENTS}
    assert {*OTHERWISE, *SEEN} <= named


@pytest.mark.parametrize("law", DOCUMENTS)
def test_a_document_in_force_names_its_source_its_address_and_its_grade(law):
    grade, named, host = DOCUMENTS[law]
    assert bc.policy(law).grade == grade
    assert named in bc.policy(law).source.en
    assert host in bc.policy(law).address


@pytest.mark.parametrize(("law", "name"), FIGURES_IN_FORCE)
def test_a_figure_in_force_has_the_source_of_its_document_or_its_own(law, name):
    figure = in_force(law).terms[name]
    expected = OTHERWISE.get(f"{law}.{name}", DOCUMENTS[law])
    if expected is None:
        assert (figure.source, figure.grade, figure.address) == (None, None, None)
        assert figure.because
    else:
        where = figure if figure.source else bc.policy(law)
        assert where.grade == expected[0]
        assert expected[1] in where.source.en
        assert expected[2] in (where.address or "")


@pytest.mark.parametrize(("law", "name"), FIGURES_IN_FORCE)
def test_a_figure_in_force_has_the_days_on_which_it_was_found(law, name):
    seen = in_force(law).terms[name].seen or ()
    assert [day.isoformat() for day in seen] == SEEN.get(f"{law}.{name}", SEEN[law])


@pytest.mark.parametrize("law", NOTICES_IN_FORCE)
def test_a_document_in_force_has_the_notices_that_belong_to_it(law):
    for notice, (phrase, grade, host) in zip(in_force(law).notices, NOTICES_IN_FORCE[law], strict=True):
        assert phrase in notice.says.en
        assert notice.grade == grade
        assert (notice.source is None) == (grade is None)
        assert host is None or host in notice.address


def test_the_document_itself_is_a_press_report():
    assert bc.policy().grade == "B"
    assert "press report" in bc.policy().source.en


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_in_chinese_what_it_asks_in_english(name):
    assert list(QUESTIONS) == list(FACTS)
    assert say(FACTS[name].question).explain("zh") == QUESTIONS[name]
