"""The example by need, `ask` and the page say the same of four residents, word for word, and each what to do next."""

import re
from datetime import date
from html import unescape
from typing import NamedTuple

import programs
import pytest
from example_scripts import environment, run_plain
from starlette.testclient import TestClient

from benefitcalc.person.interview import Interview
from benefitcalc.person.needs import NEEDS, PEOPLE
from benefitcalc.web.app import create_app

TODAY = date(2026, 11, 28)


class Resident(NamedTuple):
    """For whom is asked, what is needed, and what is known; what is not here is not known, or there is none of it."""

    who: str
    need: str
    known: dict[str, str]


RESIDENTS = {
    "mother": Resident(
        "parent", "care_home", {"age": "82", "ability_level": "中度失能", "institution_service_cost": "3200"}
    ),
    "man": Resident("self", "work", {"age": "56", "sex": "男", "is_rural": "否", "is_unemployed": "是"}),
    "dibao": Resident(
        "self",
        "treatment",
        {"is_dibao": "是", "eligible_cost": "60000", "basic_insurance_paid": "36000", "critical_illness_paid": "2000"},
    ),
    "diabetes": Resident("self", "chronic", {"has_resident_insurance": "是"}),
}


def steps(resident):
    """The questions as they are asked: the facts of each, and the answers."""
    state = Interview({}, on=TODAY).about(resident.who, [resident.need])
    while question := (found := state.screening).next_question:
        names = state.asked_with(question.fact, found)
        answers = {name: resident.known.get(name, "否" if len(names) > 1 else "不知道") for name in names}
        yield answers
        state = state.answer_all(answers)


def typed(resident):
    """What is typed for them in a terminal: of several recognitions their numbers."""
    for answers in steps(resident):
        numbers = [str(at) for at, answer in enumerate(answers.values(), start=1) if answer == "是"]
        yield (" ".join(numbers) or "0") if len(answers) > 1 else next(iter(answers.values()))


def of_terminal(out):
    """The benefits of what a terminal says first: title, marks and sentences of each."""
    blocks = [each.splitlines() for each in out.split("─")[0].strip().split("\n\n")]
    return {tuple(head.split(" · ")): [line.strip() for line in lines] for head, *lines in blocks}


def of_page(html):
    """The same of a page's cards."""
    found = {}
    for card in re.findall(r"<article.*?</article>", html, re.DOTALL):
        shown = card.split("<details")[0]
        parts = [
            re.findall(pattern, shown, re.DOTALL)
            for pattern in (
                r"<h2[^>]*>(.*?)</h2>",
                r'class="(?:word|chip standing)">(.*?)</span>',
                r'<p class="result[^"]*">(.*?)</p>|<li>(.*?)</li>',
            )
        ]
        titles, marks, sentences = parts
        found[tuple(map(unescape, titles + marks))] = [unescape("".join(each)).strip() for each in sentences]
    return found


def page(resident):
    client = TestClient(create_app(day=lambda: TODAY), base_url="http://127.0.0.1")
    answers = {name: answer for step in steps(resident) for name, answer in step.items()}
    implied = Interview({}, on=TODAY).about(resident.who, [resident.need]).answered
    form = {**implied, **answers, "who": resident.who, "need": resident.need, "do": "result"}
    return of_page(client.post("/zh/ask", data=form).text)


def ask(resident):
    begins = [str([*PEOPLE].index(resident.who) + 1), str([*NEEDS].index(resident.need) + 1)]
    command = ["-m", "benefitcalc", "ask", "--lang", "zh", "--on", TODAY.isoformat()]
    lines = "".join(f"{line}\n" for line in (*begins, *typed(resident), ""))
    done = programs.run(command, environment(), answers=lines)
    assert done.returncode == 0, done.stderr
    return of_terminal(done.stdout)


def script(resident):
    flags = ("--who", resident.who, "--need", resident.need, "--lang", "zh", "--on", TODAY.isoformat())
    done = run_plain("by_need", *flags, answers="".join(f"{line}\n" for line in (*typed(resident), "")))
    assert done.returncode == 0, done.stderr
    return of_terminal(done.stdout)


@pytest.mark.parametrize("resident", RESIDENTS.values(), ids=RESIDENTS)
def test_the_example_by_need_and_ask_and_the_page_say_the_same_word_for_word(resident):
    assert script(resident) == ask(resident) == page(resident)


ALONE = {
    "outpatient_pooling": {"has_resident_insurance": "是", "outpatient_cost": "1000"},
    "public_welfare_post": {"age": "56", "sex": "男", "is_rural": "否", "is_unemployed": "不知道"},
    "chronic_outpatient": {"has_resident_insurance": "是", "has_chronic_recognition": "否"},
}
"""What is known for one benefit; what is not here does not matter then."""


@pytest.mark.parametrize("benefit", ALONE)
def test_the_script_of_one_benefit_and_the_page_say_the_same_word_for_word(benefit):
    known = ALONE[benefit]
    flags = [part for name, answer in known.items() for part in (f"--{name.replace('_', '-')}", answer)]
    said = run_plain(benefit, *flags, "--lang", "zh", "--on", TODAY.isoformat(), answers="看结果\n\n")
    client = TestClient(create_app(day=lambda: TODAY), base_url="http://127.0.0.1")
    shown = client.post("/zh/ask", data={**known, "benefit": benefit, "do": "result"})
    assert of_terminal(said.stdout) == of_page(shown.text)


@pytest.mark.parametrize("resident", RESIDENTS.values(), ids=RESIDENTS)
def test_what_is_not_refused_says_whom_to_ask(resident):
    for (_, mark, *_), sentences in page(resident).items():
        assert mark == "不适用" or any("12345" in each for each in sentences)


def test_the_example_by_need_names_what_may_be_needed_where_nothing_is():
    done = run_plain("by_need", "--lang", "zh")
    assert done.returncode == 2
    assert "--need" in done.stderr


def test_the_example_by_need_answers_for_today_unless_a_day_is_given():
    done = run_plain("by_need", "--need", "work", "--lang", "en", answers="result\n\n")
    assert done.returncode == 0
    assert f"{date.today():%Y}" in done.stdout  # noqa: DTZ011 - the day where the person is
