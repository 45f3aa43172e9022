"""The typed facts that a type checker and an editor see: current, complete, and made for a district too."""

from typing import get_type_hints

import benefitcalc as bc
from benefitcalc.core.words import Kind
from benefitcalc.districts import own, using
from benefitcalc.facts import typed
from benefitcalc.facts.declared import TYPED, declaration, module, write
from benefitcalc.facts.fact import Fact


def test_the_committed_module_is_current():
    # To bring it up to date: python -c "from benefitcalc.facts.declared import write; write()"
    assert TYPED.read_text(encoding="utf-8") == module()


def test_it_is_written_where_it_is_asked_for(tmp_path):
    write(tmp_path / "typed.py")
    assert (tmp_path / "typed.py").read_text(encoding="utf-8") == module()


def test_every_fact_has_its_type_and_none_is_required():
    hints = get_type_hints(bc.Facts)
    assert list(hints) == [fact.name for fact in own().facts]
    assert hints["age"] == typed.Whole
    assert hints["is_dibao"] == typed.YesNo
    assert hints["eligible_cost"] == typed.Money
    assert hints["birth_date"] == typed.Day
    assert bc.CareNeed in hints["care_need"].__args__
    assert not bc.Facts.__required_keys__


def test_a_district_declares_facts_of_its_own_beside_those_that_there_are():
    with using(own()):  # forgotten afterwards
        loaves = Fact("loaves", Kind.WHOLE, "Loaves", "How many loaves?", "loaves", most=9)
    written = declaration([loaves], "BreadFacts", "Facts").splitlines()
    assert written[0] == "class BreadFacts(Facts, total=False):"
    assert written[-2:] == ["    loaves: Whole", '    """How many loaves? (loaves)"""']
