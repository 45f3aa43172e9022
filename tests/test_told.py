"""Complete answers in both languages, compared with files that a person has read.

After changed texts, rewrite the files and read the differences: ``BENEFITCALC_WRITE_TOLD=1 pytest tests/test_told.py``.
"""

import os
from pathlib import Path

import pytest

import benefitcalc as bc
from benefitcalc.rules import (
    care_home_subsidy,
    chronic_outpatient,
    extreme_hardship_support,
    medical_assistance,
    outpatient_pooling,
)

FOLDER = Path(__file__).parent / "told"
STAY = {"age": 82, "care_need": "full", "is_in_economic_hardship": True, "care_home_cost": "1000"}
BILL = {"eligible_cost": "10000", "basic_insurance_paid": "6000", "critical_illness_paid": 0}
TOLD = {
    "open by the document": lambda: care_home_subsidy.estimate(care_home_stars=0, **STAY),
    "open by what is not known": lambda: care_home_subsidy.estimate(**{**STAY, "care_need": None}, care_home_stars=2),
    "open by both": lambda: care_home_subsidy.estimate(**{**STAY, "age": None}, care_home_stars=0),
    "not eligible": lambda: care_home_subsidy.estimate(**{**STAY, "age": 50}, care_home_stars=0),
    "about": lambda: chronic_outpatient.estimate(
        on="2023-05-01", has_resident_insurance=True, has_chronic_recognition=True, chronic_cost="2000"
    ),
    "at most": lambda: outpatient_pooling.estimate(has_resident_insurance=True, outpatient_cost="1200.50"),
    "group open by the document": lambda: medical_assistance.estimate(
        is_dibao=False, is_in_extreme_hardship=False, is_in_other_hardship_group=True, **BILL
    ),
    "without an amount": lambda: extreme_hardship_support.estimate(
        is_in_extreme_hardship=True, wants_placement=None, care_need="full"
    ),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", TOLD)
def test_an_answer_is_told_as_in_its_file(name, lang):
    file, told = FOLDER / f"{name}.{lang}.txt", TOLD[name]().explain(lang) + "\n"
    if "BENEFITCALC_WRITE_TOLD" in os.environ:
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_every_file_is_told():
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(
        f"{name}.{lang}.txt" for name in TOLD for lang in ("en", "zh")
    )


@pytest.mark.parametrize("name", TOLD)
def test_a_term_is_told_under_one_heading(name):
    estimate = TOLD[name]()
    open_, assumed = (passages(estimate, heading) for heading in (LEFT_OPEN, "What is assumed"))
    labels = [str(each.label) for each in estimate.assumptions]
    for label in labels:
        told = [line for line in (*open_, *assumed) if line.startswith(f"{label}: ")]
        assert len(told) == labels.count(label), label
    assert len(open_) == len(estimate.undecided)
    assert len(assumed) == len([each for each in estimate.assumptions if each.name not in estimate.undecided])


LEFT_OPEN = "What the document leaves open, and the answer depends on"
HEADINGS = {
    True: ("How it is worked out", "Why"),
    False: ("What it would be if the conditions were met", "Why not"),
    None: ("How it is worked out", "Why it is not certain"),
}


@pytest.mark.parametrize("name", [name for name in TOLD if name != "without an amount"])
def test_the_headings_are_those_of_the_answer(name):
    estimate = TOLD[name]()
    every = {each for pair in HEADINGS.values() for each in pair}
    said = [line for line in estimate.explain("en").split("\n") if line in every]
    assert said == list(HEADINGS[estimate.eligible])


def passages(estimate: bc.Estimate, heading: str) -> list[str]:
    """The sentences under one heading."""
    for passage in estimate.explain("en").split("\n\n"):
        head, *sentences = passage.split("\n")
        if head == heading:
            return [each.strip() for each in sentences]
    return []
