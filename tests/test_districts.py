"""Districts: packages that bring policy documents, rules, facts and words of their own."""

import os
import subprocess
import sys
from contextlib import ExitStack
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import pytest
from invented import NOWHERE, bread_allowance

import benefitcalc as bc
from benefitcalc import districts, rules
from benefitcalc.districts import District, own, using
from benefitcalc.facts.fact import means, yes_no
from benefitcalc.policy.loading import speaking_of
from benefitcalc.rules import care_home_subsidy
from benefitcalc.text import message

ROOT = Path(__file__).parents[1]
ANOTHER = ROOT / "examples" / "another_policy"


# As a stranger adds one -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment in which the city's package is installed beside this one."""
    site = tmp_path_factory.mktemp("site")
    how = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "install", *how, "--target", site, ANOTHER], check=True)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}


def test_the_city_s_package_passes_its_own_tests_where_it_is_installed(installed):
    how = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", ANOTHER, "-W", "error"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *how, ANOTHER / "tests"],
        env=installed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout


@pytest.mark.parametrize("first", ["import benefitcalc as bc", "from benefitcalc_zibo import RULES"])
def test_whichever_of_the_two_is_imported_first_every_rule_is_there(installed, first):
    then = "import benefitcalc as bc; print([rule.name for rule in bc.RULES][-2:])"
    ran = subprocess.run([sys.executable, "-c", f"{first}; {then}"], env=installed, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "['public_welfare_post', 'city_medical_assistance']"


def test_the_api_serves_the_city_s_rule_by_the_city_s_policy(installed):
    asked = """
from starlette.testclient import TestClient
from benefitcalc.web import create_app
client = TestClient(create_app(), base_url="http://127.0.0.1")
facts = {"is_dibao": True, "eligible_cost": 60000, "basic_insurance_paid": 0, "critical_illness_paid": 0}
body = {"rule": "city_medical_assistance", "policy": "zibo-2025", "facts": facts}
print(client.post("/api/v1/estimate", json=body).json()["estimate"]["amount"])
"""
    ran = subprocess.run([sys.executable, "-c", asked], env=installed, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "47500.00"


# What a package may get wrong -----------------------------------------------------------------------------------


@pytest.fixture
def bringing():
    """Makes the library find these districts beside its own, and none besides."""
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
    assert bc.policies() == ("nowhere", "zhangdian-2022")
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


def test_where_several_policies_speak_of_a_benefit_one_has_to_be_given(bringing, tmp_path):
    another = NOWHERE.replace('id = "nowhere"', 'id = "nowhere-2"')
    bringing(district(policies=(nowhere(tmp_path), nowhere(tmp_path, "nowhere-2", another))))
    with pytest.raises(
        bc.Refused, match="policy: give one that speaks of bread_allowance; there are: nowhere, nowhere-2"
    ):
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
    with pytest.raises(bc.Refused, match=r"bread_allowance\.carries_out cake is not known; there are: "):
        bc.policy(file)
