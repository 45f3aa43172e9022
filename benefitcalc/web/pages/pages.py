"""The pages: start, question and result. Each answers one request and carries all its state in the form."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from benefitcalc.core.words import Kind
from benefitcalc.engine.wording import notice_messages
from benefitcalc.facts import schema
from benefitcalc.facts.fact import FACTS, Fact, Held
from benefitcalc.facts.parsing import is_unknown, truth
from benefitcalc.person.interview import Interview, meanings
from benefitcalc.person.needs import PEOPLE, called, offered
from benefitcalc.person.recognitions import RECOGNITIONS
from benefitcalc.person.screening import Screening, progress
from benefitcalc.person.spoken import read_aloud
from benefitcalc.rules import asked_on
from benefitcalc.text.languages import Language
from benefitcalc.text.message import Message, say
from benefitcalc.web.pages import form
from benefitcalc.web.pages.cards import cards, common_warnings
from benefitcalc.web.pages.family import family
from benefitcalc.web.pages.form import NOTHING_KEPT, Form, Kept, Step
from benefitcalc.web.replies import languages, texts
from benefitcalc.web.replies.problems import Stopped
from benefitcalc.web.replies.rendering import render

router = APIRouter(include_in_schema=False)

GONE_BACK_TO = "private, no-cache"
"""The cache policy of interview pages: the browser may keep them for its own Back and Forward only."""

FEW = 10
"""A counted fact with fewer values than this has a button for each."""


@router.get("/")
async def choose_language(request: Request) -> Response:
    """Redirect to the language that the browser prefers; by default Chinese."""
    lang = languages.preferred(request.headers.get("accept-language", ""), otherwise="zh")
    return RedirectResponse(f"/{lang}/", 303, {"vary": "accept-language"})


@router.get("/{lang}")
async def to_start(lang: Language) -> Response:
    """Redirect to the start if the final slash is missing."""
    return RedirectResponse(f"/{lang}/", 303)


@router.get("/{lang}/")
async def start(request: Request, lang: Language) -> Response:
    """The start page: what this service is and is not, and how to begin."""
    return await _page(request, lambda day: _start(Interview({}), lang, day))


@router.get("/{lang}/ask")
async def ask_again(lang: Language) -> Response:
    """Redirect to the start; the answers were in a form and are gone."""
    return RedirectResponse(f"/{lang}/", 303)


@router.post("/{lang}/ask")
async def ask(request: Request, lang: Language) -> Response:
    """One step of the interview."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Stopped(415, texts.SEND_FORM)
    read = form.read(await request.body())
    page = await _page(request, lambda day: _step(read, lang, day))
    page.headers["cache-control"] = GONE_BACK_TO
    return page


@router.post("/{lang}/forget")
async def forget(lang: Language) -> Response:
    """Redirect to the start; the browser deletes the pages that it kept."""
    return RedirectResponse(f"/{lang}/", 303, {"clear-site-data": '"cache", "cookies", "storage"'})


async def _page(request: Request, make: Callable[[date], Response]) -> Response:
    state = request.app.state
    made: Response = await state.workers.do(lambda: make(state.day()))
    return made


def _start(
    asked: Interview,
    lang: Language,
    day: date,
    others: Sequence[Interview] = (),
    *,
    problem: Message | None = None,
    kept: Kept = NOTHING_KEPT,
) -> Response:
    """For whom and what for; what was chosen, answered and typed before is still there."""
    found = Interview({}, on=day).screening
    documents = dict.fromkeys(each.policy_title.explain(lang) for each in found.estimates)
    page = render(
        "start.html",
        lang,
        answers=asked.answered,
        **_household(asked, others),
        kept=kept,
        who=asked.who,
        chosen=asked.needs,
        people=[(name, say(words).explain(lang)) for name, (words, _) in PEOPLE.items()],
        needs=[(name, says.explain(lang)) for name, says in offered(None, day).items()],
        problem=problem and problem.explain(lang),
        documents=list(documents),
        warnings=[each.explain(lang) for each in _first_warnings(found)],
        decides_nothing=notice_messages(())[-1].explain(lang),
        rules=[(each.rule, each.title.explain(lang)) for each in found.estimates],
    )
    return HTMLResponse(page, 422 if problem else 200)


def _first_warnings(found: Screening) -> list[Message]:
    """Return the warnings for all benefits, and a note if only some are in force."""
    differ = [texts.NOT_ALL_IN_FORCE] if len({each.is_current for each in found.estimates}) > 1 else []
    return [*common_warnings(found.estimates), *differ]


def _step(read: Form, lang: Language, day: date) -> Response:
    if read.asks_for_nothing:
        return _start(read.interview, lang, day, read.others, problem=texts.NO_NEED, kept=read.kept)
    if read.do == form.MORE:
        begun = form.one_more(read)
        return _start(begun.interview, lang, day, begun.others, kept=begun.kept)
    step = form.take(read, day)
    if step is None:
        return _start(read.interview, lang, day, read.others, kept=read.kept)
    if step.asked is None:
        return _result_page(step, lang, day)
    together = step.interview.asked_with(step.asked, step.found)
    return _which(step, step.asked, together, lang) if len(together) > 1 else _question(step, step.asked, lang)


def _household(interview: Interview, others: Sequence[Interview]) -> dict[str, Any]:
    """What a form carries of the household: what is shared, and the other members."""
    return {"shared": form.write_shared(interview), "others": [form.write(each) for each in others]}


def _common(step: Step, lang: Language) -> dict[str, Any]:
    answers = step.interview.answered
    return {
        **_household(step.interview, step.others),
        "answers": answers,
        "kept": step.kept,
        "who": step.interview.who,
        "needs": step.interview.needs,
        "benefit": step.interview.rules[0].name if step.interview.rules else "",
        "progress": progress(step.found).explain(lang),
        "settled": sum(not each.missing for each in step.found.estimates),
        "all": len(step.found.estimates),
        "left": "" if step.asked in step.interview.every else _left(step).explain(lang),
    }


def _left(step: Step) -> Message:
    return schema.questions_left(len(step.found.to_ask(step.interview.every)))


def _question(step: Step, asked: str, lang: Language) -> Response:
    fact = FACTS[asked]
    benefits = [each.title.explain(lang) for each in step.found.estimates if asked in each.facts]
    page = render(
        "question.html",
        lang,
        **_common(step, lang),
        fact=fact,
        question=step.interview.asks(asked).explain(lang),
        unit=say("{unit:word}", unit=fact.unit).explain(lang) if fact.unit else "",
        is_money=fact.kind is Kind.MONEY,
        choices=[(value, label.explain(lang)) for value, label in _choices(fact)],
        given=step.given,
        most_typed=form.MOST_TYPED,
        periods=[(name, says.explain(lang)) for name, says in texts.PERIODS.items() if fact.recurs],
        period=step.kept.period or ("year" if fact.accumulates else "month"),
        offered=[(each, texts.take(read_aloud(each)).explain(lang)) for each in step.offered],
        at_odds=[(name, say(FACTS[name].meaning).explain(lang)) for name in step.at_odds],
        before=step.interview.every.get(asked, ""),
        benefits=benefits,
        problems=[each.explain(lang, meanings) for each in step.problems],
    )
    return HTMLResponse(page, 422 if step.problems else 200)


def _which(step: Step, asked: str, together: Sequence[str], lang: Language) -> Response:
    """Return the page that asks for several recognitions together, with ticks for the known ones."""
    common = _common(step, lang)
    answered = step.interview.answered
    asked_at_once = " ".join(f"{name}={_ticked(answered.get(name))}" for name in together)
    # It takes the place of the earlier answers, so that the order of the questions stays.
    in_place = {"together" if name in together else name: answer for name, answer in answered.items()}
    carried = {**in_place, "together": asked_at_once}
    page = render(
        "which.html",
        lang,
        **{**common, "answers": carried},
        asked=asked,
        has_answers=bool(answered),
        question=step.interview.asks_which().explain(lang),
        choices=[
            (name, say(RECOGNITIONS[name].says).explain(lang), _ticked(answered.get(name)) == form.YES)
            for name in together
        ],
    )
    return HTMLResponse(page)


def _ticked(answer: str | None) -> str:
    """Return the form value of a recognition's answer."""
    if not answer or is_unknown(answer):
        return form.UNKNOWN if answer else ""
    return form.YES if truth(answer) else form.NO


def _choices(fact: Fact) -> list[tuple[str, Any]]:
    """Return the answers that are buttons, with their texts; empty for an amount."""
    if fact.kind is Kind.WHOLE and fact.most < FEW:
        return [(str(value), say("{value}", value=value)) for value in range(fact.most + 1)]
    return list(schema.choices(fact).items())


def _result_page(step: Step, lang: Language, day: date) -> Response:
    page = render(
        "result.html",
        lang,
        **_common(step, lang),
        warnings=_first_warnings(step.found),
        cards=cards(step.found, step.interview.known, lang, called(step.interview.who)),
        is_single=len(step.found.estimates) == 1,
        all_again=texts.all_again(len(asked_on(None, None, day).answering)),
        decides_nothing=notice_messages(())[-1],
        told=[
            _answer(name, value, lang) for name, value in step.interview.known.items() if name in step.interview.every
        ],
        has_more=step.found.next_question is not None,
        family=family(step),
        may_add=len(step.others) < form.MOST_OTHERS,
    )
    return HTMLResponse(page)


def _answer(name: str, value: Held, lang: Language) -> tuple[str, str, str]:
    """Return an answer of the interview: its fact, the meaning of the fact, and the value in words."""
    fact = FACTS[name]
    told = fact.message(fact.write(value))
    answer = told.model_copy(update={"source": told.source.partition(": ")[2]})
    return name, say(fact.meaning).explain(lang), answer.explain(lang)
