"""The pages of docs/law_tables.py are what their script makes, and leave nothing out."""

import law_tables
import pytest

import benefitcalc as bc
from benefitcalc.rules import ANNOUNCED, IN_FORCE

RULES = (*ANNOUNCED, *IN_FORCE)


@pytest.mark.parametrize("page", law_tables.PAGES, ids=lambda page: page.name)
def test_the_page_is_what_its_script_makes(page):
    assert page.read_text(encoding="utf-8") == law_tables.PAGES[page]()


def test_every_fact_rule_and_term_is_in_the_glossary():
    text = law_tables.GLOSSARY.read_text(encoding="utf-8")
    names = [fact.name for fact in law_tables.FACTS] + [rule.name for rule in RULES]
    names += [f"{rule.name}.{term}" for rule in RULES for term in rule.terms.entries()]
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_a_word_of_the_library_has_one_entry():
    words = [word for word, *_ in law_tables.concepts()]
    assert len(words) == len(set(words))


def test_every_term_that_is_not_stated_has_its_reason():
    told = {row[0] for row in law_tables.assumed()}
    for benefit, section in bc.policy().benefits.items():
        for name, statement in section.terms.items():
            assert statement.place is not None or f"`{benefit}.{name}`" in told


def test_every_figure_of_a_document_in_force_is_on_the_page_of_the_law_in_force():
    told = {row[0] for row in law_tables.in_force()}
    for law in law_tables.DOCUMENTS:
        for benefit, section in law.benefits.items():
            assert {f"`{law.id}`<br>`{benefit}.{name}`" for name in section.terms} <= told


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
    ):
        assert all(cell.strip() for row in rows for cell in row)
