"""docs/glossary.md and docs/assumed.md are what their script makes, and leave nothing out."""

import law_tables
import pytest

import benefitcalc as bc
from benefitcalc.rules import ANNOUNCED


@pytest.mark.parametrize("page", law_tables.PAGES, ids=lambda page: page.name)
def test_the_page_is_what_its_script_makes(page):
    assert page.read_text(encoding="utf-8") == law_tables.PAGES[page]()


def test_every_fact_rule_and_term_is_in_the_glossary():
    text = law_tables.GLOSSARY.read_text(encoding="utf-8")
    names = [fact.name for fact in law_tables.FACTS] + [rule.name for rule in ANNOUNCED]
    names += [f"{rule.name}.{term}" for rule in ANNOUNCED for term in rule.terms.entries()]
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_a_word_of_the_library_has_one_entry():
    words = [word for word, *_ in law_tables.concepts()]
    assert len(words) == len(set(words))


def test_every_term_that_is_not_stated_has_its_reason():
    told = {row[0] for row in law_tables.assumed()}
    for benefit, section in bc.policy().benefits.items():
        for name, statement in section.terms.items():
            assert statement.place is not None or f"`{benefit}.{name}`" in told


def test_no_cell_is_empty():
    for rows in (
        law_tables.concepts(),
        law_tables.general(),
        law_tables.rules(),
        law_tables.facts(),
        law_tables.terms(),
        law_tables.assumed(),
    ):
        assert all(cell.strip() for row in rows for cell in row)
