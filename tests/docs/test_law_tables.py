"""docs/glossary.md and docs/assumed.md are what their script makes, and leave nothing out."""

import law_tables
import pytest

import benefitcalc as bc
from benefitcalc.rules import OWN


@pytest.mark.parametrize("page", law_tables.PAGES, ids=lambda page: page.name)
def test_the_page_is_what_its_script_makes(page):
    assert page.read_text(encoding="utf-8") == law_tables.PAGES[page]()


def test_every_fact_rule_and_term_is_in_the_glossary():
    text = law_tables.GLOSSARY.read_text(encoding="utf-8")
    names = [fact.name for fact in law_tables.FACTS] + [rule.name for rule in OWN]
    names += [f"{rule.name}.{term}" for rule in OWN for term in rule.terms.entries()]
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_a_word_of_the_library_has_one_entry():
    words = [word for word, *_ in law_tables.concepts()]
    assert len(words) == len(set(words))


def test_every_term_that_is_not_stated_has_its_reason():
    told = {row[0] for row in law_tables.assumed()}
    for law in map(bc.policy, bc.policies()):
        for benefit, section in law.benefits.items():
            for name, statement in section.terms.items():
                assert statement.place is not None or f"`{benefit}.{name}`<br>{law.id}" in told


def test_every_figure_of_the_law_in_force_is_on_its_page_with_a_source_and_an_address():
    for law in map(bc.policy, bc.policies()):
        if law.status == "in_force":
            assert law.grade
            assert law.address
            for benefit, section in law.benefits.items():
                assert {f"`{benefit}.{name}`<br>{law.id}" for name in section.terms} <= {
                    row[0] for row in law_tables.in_force()
                }
                assert all(each.address for each in section.notices if each.grade == "A")


def test_no_cell_is_empty():
    for rows in (
        law_tables.concepts(),
        law_tables.general(),
        law_tables.rules(),
        law_tables.facts(),
        law_tables.terms(),
        law_tables.assumed(),
        law_tables.documents(),
        law_tables.in_force(),
        law_tables.noticed(),
    ):
        assert all(cell.strip() for row in rows for cell in row)
