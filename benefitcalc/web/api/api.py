"""The JSON API: the functions of the library over HTTP, with the same names, errors and texts."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter

from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading, schema
from benefitcalc.facts.fact import FACTS, Fact, Held
from benefitcalc.person.household import household
from benefitcalc.person.screening import screen
from benefitcalc.person.settlement import settle
from benefitcalc.person.year import year
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of, policies
from benefitcalc.policy.timeline import dates, law
from benefitcalc.rules import Answering, answering_on, by_name, rule_of, rules_of
from benefitcalc.text import message as text
from benefitcalc.text.errors import collect, kept, pointer, refuse, unknown
from benefitcalc.text.formats import exactly
from benefitcalc.text.languages import Language
from benefitcalc.text.message import N_, Refused, language, listed, say, shown
from benefitcalc.web.api import body
from benefitcalc.web.api.schemas import (
    DETAILS,
    MOST_PEOPLE,
    MOST_VISITS,
    AmountAnswer,
    BatchAnswer,
    BatchAsked,
    BindingTold,
    EstimateAnswer,
    EstimateAsked,
    FactTold,
    HouseholdAnswer,
    HouseholdAsked,
    LawAnswer,
    PoliciesAnswer,
    PolicyTold,
    RulesAnswer,
    RuleTold,
    ScreenAnswer,
    ScreenAsked,
    SettleAnswer,
    SettleAsked,
    StretchTold,
    TimelineAnswer,
    YearAnswer,
    YearAsked,
)
from benefitcalc.web.replies import languages, texts
from benefitcalc.web.replies.problems import MOST_PROBLEMS, Path, ProblemDetails, Stopped, failure


def _operation(route: APIRoute) -> str:
    """The last part of a route's path: a client's method has this name."""
    return route.path.rpartition("/")[2]


router = APIRouter(prefix="/api/v1", tags=["benefits"], generate_unique_id_function=_operation)


class ApiRequest(NamedTuple):
    """A parsed request, and the language of its answer."""

    request: Request
    lang: Language
    given: dict[str, Any]
    law: Policy | None
    known: tuple[str, ...]
    problems: tuple[text.Problem, ...]

    @property
    def facts(self) -> Any:
        """The given facts of the person, not yet parsed."""
        return self.given.get("facts", {})

    @property
    def has_unknown_names(self) -> bool:
        """Whether some name is unknown; suggestions for unknown names take long."""
        facts = self.facts if isinstance(self.facts, dict) else {}
        return not (self.given.keys() <= set(self.known) and all(name in FACTS for name in facts))

    def check(self) -> None:
        """Raise `Refused` with the problems of the request itself."""
        names = [name for name in self.given if name not in self.known]
        refuse([*unknown(names, self.known), *self.problems])

    def place(self, path: Path) -> str | None:
        """Return the JSON Pointer of a problem's path in the body; None if it is in the address, or nowhere."""
        if not path or path[0] in self.request.query_params or not self.known:
            return None
        top = {*self.given, *self.known}
        return pointer(path, top) if path[0] in top or "facts" in self.known else None

    async def answer(self, compute: Callable[[], BaseModel]) -> Response:
        """Compute the answer on a worker thread; return it as JSON, or everything that is wrong."""
        return await self.request.app.state.workers.do(lambda: self.answer_now(compute))  # type: ignore[no-any-return]

    def answer_now(self, compute: Callable[[], BaseModel]) -> Response:
        """Compute the answer; return it as JSON, or everything that is wrong."""
        try:
            with exactly():
                told = compute()
                content = _written(type(told)).dump_json(told, context=text.sentence_context(self.lang))
        except Refused as refused:
            return failure(self.request.scope, 422, refused.problems, self.lang, self.place)
        return Response(content, headers={"content-language": self.lang}, media_type="application/json")


@cache
def _written(answer: type[BaseModel]) -> TypeAdapter[BaseModel]:
    """What writes an answer as bytes; `model_dump_json` makes text of them, and they are sent."""
    return TypeAdapter(answer)


def _request(request: Request, given: dict[str, Any], known: Iterable[str]) -> ApiRequest:
    lang, policy = languages.asked(request.scope), given.get("policy")
    problems: list[text.Problem] = []
    pinned = None
    if lang is not None:
        with kept(problems, "lang"):
            language(lang)
    if policy is not None:
        with kept(problems):
            pinned = law_of(policy)
    return ApiRequest(request, languages.of_scope(request.scope), given, pinned, tuple(known), tuple(problems))


async def _posted(request: Request, model: type[BaseModel]) -> ApiRequest:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Stopped(415, texts.SEND_JSON)
    return _request(request, body.parse(await request.body()), model.model_fields)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ProblemDetails, "description": texts.STATUS[status].explain("en")} for status in statuses}


_OF_GET = _problems(400, 422, 503)
_OF_POST = _problems(400, 408, 413, 415, 422, 503)


@router.post("/estimate", response_model=EstimateAnswer, responses=_OF_POST)
async def estimate(request: Request) -> Response:
    """What one rule gives one person, and why."""
    return await _estimated(request, lambda: _detail(request.query_params.get("detail", DETAILS[0])))


@router.post("/amount", response_model=AmountAnswer, responses=_OF_POST)
async def amount(request: Request) -> Response:
    """What one rule gives one person: the amount alone, several times as fast."""
    return await _estimated(request, lambda: "amount")


async def _estimated(request: Request, how: Callable[[], str]) -> Response:
    asked = await _posted(request, EstimateAsked)
    given = asked.given

    def compute() -> EstimateAnswer | AmountAnswer:
        _, detail, rule, (day, facts) = collect(
            asked.check,
            how,
            lambda: rule_of(given.get("rule")),
            lambda: reading.asked(asked.facts, given.get("on")),
        )
        known, law = reading.read(facts, rule.facts._fields, day), rule.law(asked.law, on=day)
        if detail == "amount":
            return AmountAnswer(**_head(rule, law, day), **dict(rule.amounts(known, rule.views(law))))
        found = rule.estimate_of(known, law, day)
        return EstimateAnswer(estimate=found, explanation=found.explain(asked.lang), receipt=found.receipt())

    if asked.has_unknown_names:
        return await asked.answer(compute)
    return asked.answer_now(compute)  # one or two milliseconds in every case, less than a worker thread costs


@router.post("/batch", response_model=BatchAnswer, responses=_OF_POST)
async def batch(request: Request) -> Response:
    """What one rule gives each of up to 1,000 people: the amounts alone."""
    asked = await _posted(request, BatchAsked)
    given = asked.given
    people = given.get("people")
    if isinstance(people, list) and len(people) > MOST_PEOPLE:
        raise Stopped(422, say(N_("too many people; at most {most}"), most=MOST_PEOPLE))

    def compute() -> BatchAnswer:
        _, rule, day, every = collect(
            asked.check,
            lambda: rule_of(given.get("rule")),
            lambda: reading.day(given.get("on")),
            lambda: _list("people", people),
        )
        known, law = _known_people(every, rule, day), rule.law(asked.law, on=day)
        views = rule.views(law)
        return BatchAnswer(**_head(rule, law, day), people=tuple(rule.amounts(each, views) for each in known))

    return await asked.answer(compute)


@router.post("/screen", response_model=ScreenAnswer, responses=_OF_POST)
async def screen_all(request: Request) -> Response:
    """What every rule gives one person, also with unknown facts, and what to ask next."""
    asked = await _posted(request, ScreenAsked)
    given = asked.given

    def compute() -> ScreenAnswer:
        _, rules, declined, (day, known) = collect(
            asked.check,
            lambda: _rules(given.get("rules")),
            lambda: _past(given),
            lambda: reading.asked(asked.facts, given.get("on")),
        )
        found = screen(known, policy=asked.law, on=day, rules=rules, declined=declined)
        return ScreenAnswer(screening=found, explanation=found.explain(asked.lang))

    return await asked.answer(compute)


@router.post("/household", response_model=HouseholdAnswer, responses=_OF_POST)
async def household_together(request: Request) -> Response:
    """What every rule gives each member of a household, whatever is not known, and what to ask next."""
    asked = await _posted(request, HouseholdAsked)
    given = asked.given

    def compute() -> HouseholdAnswer:
        past, shared, on = given.get("declined"), given.get("shared"), given.get("on")
        _, found = collect(
            asked.check,
            lambda: household(
                given.get("members"),  # type: ignore[arg-type]  # it checks
                shared=shared,
                policy=asked.law,
                on=on,
                declined=() if past is None else past,
            ),
        )
        return HouseholdAnswer(household=found, explanation=found.explain(asked.lang))

    return await asked.answer(compute)


@router.post("/settle", response_model=SettleAnswer, responses=_OF_POST)
async def settle_bill(request: Request) -> Response:
    """Who pays which part of a person's medical bill of a calendar year."""
    asked = await _posted(request, SettleAsked)
    given = asked.given

    def compute() -> SettleAnswer:
        _, found = collect(asked.check, lambda: settle(asked.facts, policy=asked.law, on=given.get("on")))
        return SettleAnswer(settlement=found, explanation=found.explain(asked.lang), receipt=found.receipt())

    return await asked.answer(compute)


@router.post("/year", response_model=YearAnswer, responses=_OF_POST)
async def year_of_visits(request: Request) -> Response:
    """What each visit of one person adds to the year, visit by visit."""
    asked = await _posted(request, YearAsked)
    given = asked.given
    visits = given.get("visits")
    if isinstance(visits, list) and len(visits) > MOST_VISITS:
        raise Stopped(422, say(N_("too many visits; at most {most}"), most=MOST_VISITS))

    def compute() -> YearAnswer:
        _, found = collect(
            asked.check,
            lambda: year(visits, asked.facts, policy=asked.law),  # type: ignore[arg-type]  # checked by `year`
        )
        return YearAnswer(year=found, explanation=found.explain(asked.lang))

    return await asked.answer(compute)


@router.get("/policies", response_model=PoliciesAnswer, responses=_OF_GET)
async def policies_known(request: Request) -> Response:
    """All policy documents."""
    asked = _request(request, {}, ())

    def compute() -> PoliciesAnswer:
        asked.check()
        return PoliciesAnswer(policies=tuple(_policy(name, asked.lang) for name in policies()))

    return await asked.answer(compute)


@router.get("/law", response_model=LawAnswer, responses=_OF_GET)
async def law_of_a_day(request: Request) -> Response:
    """For each benefit, the document and the rule that answer on a day, and the document's status."""
    asked = _request(request, {}, ())

    def compute() -> LawAnswer:
        _, day = collect(asked.check, lambda: _day(request.query_params.get("on")))
        return LawAnswer(on=day, law=tuple(_binding(each, asked.lang) for each in answering_on(day)))

    return await asked.answer(compute)


@router.get("/timeline", response_model=TimelineAnswer, responses=_OF_GET)
async def timeline_of_a_benefit(request: Request) -> Response:
    """The periods in which documents cover a benefit; a gap is a period without a document."""
    asked = _request(request, {}, ())

    def compute() -> TimelineAnswer:
        benefit = request.query_params.get("benefit", "")
        _, found = collect(asked.check, lambda: law().timeline(benefit))
        return TimelineAnswer(benefit=benefit, timeline=tuple(StretchTold(**each._asdict()) for each in found))

    return await asked.answer(compute)


@router.get("/rules", response_model=RulesAnswer, responses=_OF_GET)
async def rules_known(request: Request) -> Response:
    """All rules, their facts, and the questions for these facts."""
    asked = _request(request, {}, ())

    def compute() -> RulesAnswer:
        asked.check()
        return RulesAnswer(
            rules=tuple(_rule_told(rule, asked.lang) for rule in by_name().values()),
            facts=tuple(_fact_told(fact, asked.lang) for fact in FACTS.values()),
        )

    return await asked.answer(compute)


def _detail(given: str) -> str:
    if given not in DETAILS:
        told = N_("'{given}' is not one of: {choices}")
        raise Refused(say(told, given=shown(given), choices=listed(DETAILS)).at("detail"))
    return given


def _head(rule: Rule, law: Policy, day: date | None) -> dict[str, Any]:
    """Of what amounts are: the rule, the document, the day, and what the document is on it."""
    return {"rule": rule.name, "policy": law.id, "on": day, "standing": dates(law, rule.name, day).standing}


def _known_people(people: list[object], rule: Rule, day: date | None) -> list[dict[str, Held]]:
    """The facts of each person that the rule asks for; Refused with what is wrong, by the number of the person."""
    found: list[dict[str, Held]] = []
    problems: list[text.Problem] = []
    for number, person in enumerate(people, start=1):
        with kept(problems, "people", number):
            found.append(reading.read(person, rule.facts._fields, day))  # type: ignore[arg-type]  # it checks
        if len(problems) >= MOST_PROBLEMS:  # no more of them are told
            break
    refuse(problems)
    return found


def _rules(names: object) -> tuple[Rule, ...] | None:
    return None if names is None else rules_of(_list("rules", names))


def _list(field: str, given: object) -> list[object]:
    if not isinstance(given, list):
        raise Refused(text.Problem((field,), texts.NO_LIST))
    return given


def _past(given: dict[str, Any]) -> list[str]:
    past = given.get("declined")
    return [] if past is None else reading.declined(past)


def _policy(name: str, lang: Language) -> PolicyTold:
    found = law_of(name)
    return PolicyTold(
        **found.model_dump(include={"id", "status", "announced"}),
        title=found.title.explain(lang),
        since=found.first_day,
        until=None if found.last_day == date.max else found.last_day,
        digest=found.digest,
        benefits=tuple(found.benefits),
    )


def _day(given: str | None) -> date:
    found = reading.day(given)
    if found is None:
        raise Refused(say(N_("is missing; write it like 2023-05-01")).at("on"))
    return found


def _binding(answering: Answering, lang: Language) -> BindingTold:
    return BindingTold(
        benefit=answering.benefit,
        title=answering.title.explain(lang),
        rule=answering.rule,
        policy=answering.policy.id,
        says=answering.says.explain(lang),
        **{name: value for name, value in answering.dates._asdict().items() if name != "on"},
    )


def _rule_told(rule: Rule, lang: Language) -> RuleTold:
    return RuleTold(
        name=rule.name,
        title=rule.title.explain(lang),
        period=rule.period.explain(lang),
        gives_money=rule.gives_money,
        facts=rule.facts._fields,
    )


def _fact_told(fact: Fact, lang: Language) -> FactTold:
    return FactTold(
        name=fact.name,
        kind=fact.kind.name.lower(),
        meaning=say(fact.meaning).explain(lang),
        question=say(fact.question).explain(lang),
        unit=say("{unit:word}", unit=fact.unit).explain(lang) if fact.unit else None,
        choices={choice: told.explain(lang) for choice, told in schema.choices(fact).items()},
        is_shared=fact.is_shared,
    )
