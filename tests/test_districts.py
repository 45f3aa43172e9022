"""Districts: packages that bring policy documents, rules, facts and words of their own."""

import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from invented import NOWHERE, bread_allowance, written

import benefitcalc as bc
from benefitcalc import districts, rules
from benefitcalc.authoring import (
    Fact,
    Kind,
    Money,
    Rule,
    RuleLines,
    RuleTerms,
    Whole,
    YesNo,
    means,
    say,
    term,
    when,
    yes_no,
)
from benefitcalc.districts import FACTS, POLICY_FOLDER, TERMS, District, own, using
from benefitcalc.policy.timeline import speaking_of
from benefitcalc.rules import care_home_subsidy
from benefitcalc.text import message

ROOT = Path(__file__).parents[1]
PACKAGES = [ROOT / "examples" / name for name in ("japan_child_allowance", "uk_winter_fuel")]


# As a stranger adds one -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment in which the packages of the examples are installed beside this one."""
    site = tmp_path_factory.mktemp("site")
    how = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "install", *how, "--target", site, *PACKAGES], check=True)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_district_s_package_passes_its_own_tests_where_it_is_installed(installed, package):
    how = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", package, "-W", "error"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *how, package / "tests"],
        env=installed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout


@pytest.mark.parametrize("first", ["import benefitcalc as bc", "from benefitcalc_japan import RULES"])
def test_whichever_of_the_two_is_imported_first_every_rule_is_there(installed, first):
    then = "import benefitcalc as bc; print([rule.name for rule in bc.RULES][-3:])"
    ran = subprocess.run([sys.executable, "-c", f"{first}; {then}"], env=installed, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "['post_until_retirement', 'japan_child_allowance', 'uk_winter_fuel']"


def test_the_api_serves_a_district_s_rule_by_its_policy(installed):
    asked = """
from starlette.testclient import TestClient
from benefitcalc.web import create_app
client = TestClient(create_app(), base_url="http://127.0.0.1")
ages = {f"{place}_age": 150 for place in ("second", "third", "fourth", "fifth")} | {"first_age": 2}
facts = ages | {name.replace("age", "in_school"): age < 19 for name, age in ages.items()}
body = {"rule": "japan_child_allowance", "policy": "japan-child-allowance-2024", "facts": facts}
print(client.post("/api/v1/estimate", json=body).json()["estimate"]["amount"])
"""
    ran = subprocess.run([sys.executable, "-c", asked], env=installed, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "15000.00"


# What a package may get wrong -----------------------------------------------------------------------------------


@pytest.fixture
def bringing():
    """Make the library find these districts and its own, and no others."""
    with ExitStack() as stack:
        yield lambda *found: stack.enter_context(using(own(), *found))


def district(**brings):
    return District(**{"name": "nowhere", "policies": (), "rules": (), "facts": (), "locale": None, **brings})


def nowhere(folder, name="nowhere", text=NOWHERE):
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_a_module_does_not_bring_it_leaves_out(monkeypatch):
    brought = SimpleNamespace(RULES=[bread_allowance], LOCALE="words")
    entry = SimpleNamespace(name="nowhere", value="nowhere", load=lambda: brought)
    monkeypatch.setattr(districts, "entry_points", lambda group: [entry] if group == "benefitcalc.districts" else [])
    _, *found = districts.districts()
    assert found == [district(rules=(bread_allowance,), locale=Path("words"))]


def test_a_district_that_cannot_be_loaded_is_named_and_not_left_out(monkeypatch):
    entry = EntryPoint("nowhere", "nowhere_at_all", "benefitcalc.districts")
    monkeypatch.setattr(districts, "entry_points", lambda group: [entry])
    with pytest.raises(ImportError, match=r"the district nowhere \(nowhere_at_all\) cannot be loaded: No module named"):
        districts.districts()


def test_a_district_s_policy_is_loaded_by_its_id(bringing, tmp_path):
    bringing(district(policies=(nowhere(tmp_path),), rules=(bread_allowance,)))
    assert {"nowhere", "zhangdian-2022"} <= set(bc.policies())
    assert bc.policy("nowhere").title.en == "Bread for <Nowhere>"
    assert speaking_of("bread_allowance").id == "nowhere"
    assert rules.RULES[-1] is bread_allowance
    assert rules.of_policy(bc.policy("nowhere")) == (bread_allowance,)


def test_a_policy_file_is_called_after_its_id(bringing, tmp_path):
    bringing(district(policies=(nowhere(tmp_path, "elsewhere"),)))
    with pytest.raises(bc.Refused, match=r"elsewhere\.toml: the id is nowhere; call the file after it"):
        bc.policy("elsewhere")


def test_two_policies_of_one_id_are_refused(bringing, tmp_path):
    bringing(district(policies=(nowhere(tmp_path, "zhangdian-2022"),)))
    with pytest.raises(ImportError, match="two packages bring a policy of the id zhangdian-2022"):
        bc.policies()


def test_two_rules_of_one_name_are_refused(bringing):
    bringing(district(rules=(care_home_subsidy,)))
    with pytest.raises(ImportError, match="two packages bring rules of one name: care_home_subsidy"):
        _ = rules.RULES


def test_two_policies_that_bind_for_one_benefit_on_one_day_are_refused_by_name(bringing, tmp_path):
    another = NOWHERE.replace('id = "nowhere"', 'id = "nowhere-2"')
    bringing(district(policies=(nowhere(tmp_path), nowhere(tmp_path, "nowhere-2", another))))
    with pytest.raises(bc.Refused, match=r"nowhere-2: speaks of bread_allowance .* as nowhere does; let one supersede"):
        bread_allowance.estimate(age=30)


def test_the_words_of_a_district_are_said_in_chinese(bringing, tmp_path):
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    words = Catalog()
    words.add("Bread <allowance>", "面包补贴")
    folder = tmp_path / "zh_Hans_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "benefitcalc.mo").open("wb") as file:
        write_mo(file, words)
    bringing(district(locale=tmp_path), district(name="without words"))
    assert message.say("Bread <allowance>").explain("zh") == "面包补贴"
    assert message.say("Amount").explain("zh") == "金额"


def test_rules_has_no_other_names():
    with pytest.raises(AttributeError, match="has no attribute 'RULE'"):
        _ = rules.RULE


def test_a_fact_is_stated_once():
    with pytest.raises(ValueError, match="another fact has the name is_dibao"):
        yes_no("is_dibao", "Something else", "Is it?")


def test_what_a_person_has_is_no_cost_of_a_rule(bringing):
    bringing()
    income = means("income", "Income", "What is your income?", "payslip")
    assert (income.is_means, income.unit, income.read("1200.50")) == (True, "yuan", 120_050)
    assert not income.accumulates


def test_a_benefit_carries_out_one_that_is_known(tmp_path):
    file = nowhere(tmp_path, text=NOWHERE.replace("[bread_allowance]", '[bread_allowance]\ncarries_out = "cake"'))
    with pytest.raises(bc.Refused, match=r"bread_allowance\.carries_out: cake: is not known; there are: "):
        bc.policy(file)


# What a program defines itself --------------------------------------------------------------------------------------


@pytest.fixture
def notebook():
    """A separate program; its definitions are removed afterwards."""
    with using():
        yield


def loaves(meaning):
    """A fact of a notebook."""
    return Fact("loaves", Kind.WHOLE, meaning, "How many loaves?", "loaves", most=9)


class Facts(NamedTuple):
    loaves: Whole[int]


class Lines(RuleLines):
    is_eligible: YesNo[int]
    payout: Money[int]


def loaf_grant(**terms):
    """A rule of a notebook: it pays the figure of its only term to people without loaves."""
    [name] = terms

    def assess(facts, of):
        return Lines(is_eligible=facts.loaves <= 0, payout=when(facts.loaves <= 0, getattr(of, name)))

    return Rule(
        name="loaf_grant",
        title=say("Loaf grant"),
        period=say("for the day"),
        facts=Facts,
        terms=type("Terms", (RuleTerms,), {"__annotations__": {name: Money[int]}, **terms}),
        lines=Lines,
        assess=assess,
    )


LOAVES = NOWHERE.partition("[")[0] + '[loaf_grant]\nplace = "page 1"\n{} = {{ exactly = {}, place = "page 1" }}\n'
AMOUNT = {"amount": term("Amount", more_is="generous")}
PIECE = {"piece": term("Piece", more_is="generous")}


def test_a_fact_that_is_defined_again_is_asked_for_in_its_later_words(notebook, tmp_path):
    loaves("Bread in the house")
    loaves("Loaves in the house")
    law = written(tmp_path, LOAVES.format("amount", "3.00"))
    assert "Loaves in the house: 0" in loaf_grant(**AMOUNT).estimate(loaves=0, policy=law).explain("en")


def test_a_rule_that_is_defined_again_with_other_terms_reads_the_document_of_today(notebook, tmp_path):
    loaves("Loaves")
    loaf_grant(**AMOUNT)
    later = loaf_grant(**PIECE)
    law = bc.policy(written(tmp_path, LOAVES.format("piece", "5.00")))
    assert later.estimate(loaves=0, policy=law).amount == 5


def test_the_earlier_rule_still_answers_by_a_document_that_it_can_read(notebook, tmp_path):
    loaves("Loaves")
    earlier = loaf_grant(**AMOUNT)
    law = bc.policy(written(tmp_path, LOAVES.format("amount", "3.00")))
    loaf_grant(**PIECE)
    found = earlier.estimate(loaves=0, policy=law)
    assert (found.amount, found.cites[-1].name) == (3, "amount")


def test_a_document_without_a_term_of_the_rule_is_refused_by_the_key(notebook, tmp_path):
    loaves("Loaves")
    loaf_grant(**AMOUNT)
    law = bc.policy(written(tmp_path, LOAVES.format("amount", "3.00")))
    with pytest.raises(bc.Refused, match=r"^loaf_grant\.piece: is missing$"):
        loaf_grant(**PIECE).estimate(loaves=0, policy=law)


def test_what_is_defined_for_a_while_is_forgotten_afterwards(notebook):
    with using():
        loaves("Loaves")
        loaf_grant(**AMOUNT)
        assert "loaves" in FACTS
        assert "loaf_grant" in TERMS
    assert "loaves" not in FACTS
    assert "loaf_grant" not in TERMS


def test_a_rule_of_a_name_that_is_taken_changes_nothing_of_the_documents(notebook):
    replace(bread_allowance, name="care_home_subsidy")
    assert TERMS["care_home_subsidy"] is care_home_subsidy.terms
    assert bc.policy(POLICY_FOLDER / "zhangdian-2022.toml") == bc.policy()


def test_facts_are_looked_up_together_in_the_order_of_their_names():
    assert list(FACTS.of(["sex", "age", "sex"]).items()) == [("sex", FACTS["sex"]), ("age", FACTS["age"])]


def test_a_fact_of_a_district_is_found_among_others_before_the_district_is_loaded(bringing):
    with using():
        brought = loaves("Loaves")
    bringing(district(facts=(brought,)))
    assert FACTS.of(["age", "loaves"])["loaves"] is brought


def test_a_name_that_is_no_fact_is_not_found_among_others():
    with pytest.raises(KeyError, match="no_fact"):
        FACTS.of(["age", "no_fact"])


def test_facts_are_to_be_read_and_not_to_be_changed():
    with pytest.raises(AttributeError):
        FACTS.pop("sex")
    with pytest.raises(TypeError):
        FACTS["sex"] = FACTS["age"]


@pytest.mark.parametrize("lists_it", [True, False])
def test_a_package_that_gives_a_fact_of_another_one_its_own_meaning_is_refused(notebook, monkeypatch, lists_it):
    loaves("Loaves")

    def load():
        fact = loaves("Bread")
        return SimpleNamespace(FACTS=[fact] if lists_it else [])

    entry = SimpleNamespace(name="nowhere", value="nowhere", load=load)
    monkeypatch.setattr(districts, "entry_points", lambda group: [entry])
    with pytest.raises(ImportError, match=r"the district nowhere .* cannot be loaded: another fact has the name"):
        _ = rules.RULES


def test_what_a_package_lists_is_what_its_name_means(notebook, monkeypatch):
    brought = loaves("Loaves")
    loaves("Bread")
    entry = SimpleNamespace(name="nowhere", value="nowhere", load=lambda: SimpleNamespace(FACTS=[brought]))
    monkeypatch.setattr(districts, "entry_points", lambda group: [entry])
    with pytest.raises(ImportError, match="another fact has the name loaves"):
        _ = rules.RULES


def test_a_fact_that_a_district_brings_cannot_be_defined_otherwise(notebook, bringing):
    bringing(district(facts=(loaves("Loaves"),)))
    assert len(FACTS) > 1
    with pytest.raises(ValueError, match="another fact has the name loaves"):
        loaves("Bread")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("from benefitcalc.policy.loading import policy; print(len(policy().benefits))", "6"),
        ("from benefitcalc.districts import registry; print(len(registry().rules))", "11"),
        ("from benefitcalc.districts import TERMS; print(len(TERMS))", "11"),
        (
            "import benefitcalc.authoring; from benefitcalc.policy.terms import TERMS; print(len(TERMS))",
            "11",
        ),
    ],
)
def test_whatever_is_imported_first_every_rule_is_there_to_check_a_document_against(asked, expected):
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert ran.stdout.decode().strip() == expected


def test_a_name_that_nothing_defines_is_not_there():
    with pytest.raises(KeyError, match="cake"):
        _ = FACTS["cake"]
