"""The tools: the name and the JSON Schema of each, and its answer in words and as data."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from benefitcalc.engine.estimate import Estimate, headline
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading, schema
from benefitcalc.facts.derived import days_of
from benefitcalc.facts.fact import FACTS
from benefitcalc.facts.parsing import LONGEST
from benefitcalc.facts.reading import Known
from benefitcalc.person.advice import Advice, advice
from benefitcalc.person.screening import screen
from benefitcalc.person.settlement import settle
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of, policies
from benefitcalc.rules import answering_on, by_name, rule_of, rules_of
from benefitcalc.text import exact_json
from benefitcalc.text.errors import at, collect, names, pointer, refuse, unknown
from benefitcalc.text.languages import LOCALES, Language
from benefitcalc.text.message import N_, Message, Problem, Refused, language, say

JSON = dict[str, Any]


class Answer(NamedTuple):
    """The answer of a tool: words that may be passed on to the person, and JSON data."""

    says: str
    data: JSON


class Arguments(NamedTuple):
    """The arguments of a call, parsed."""

    day: date
    known: Known
    policy: Policy | None
    lang: Language
    more: JSON


class Tool(NamedTuple):
    """One tool. ``description`` is read by the model, ``title`` by the person."""

    title: Message
    description: str
    properties: JSON
    answer: Callable[[Arguments], Answer]

    @property
    def schema(self) -> JSON:
        """The JSON Schema of the arguments."""
        required = [name for name in _REQUIRED if name in self.properties]
        properties = {**self.properties, **_of_every_tool()}
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}

    def call(self, given: JSON, lang: Language) -> Answer:
        """The answer for these arguments, in ``lang`` unless they ask for another; Refused with all problems."""
        known = list(self.schema["properties"])
        _, lang, policy, (day, facts) = collect(
            lambda: refuse(unknown((name for name in given if name not in known), known)),
            lambda: _language(given, lang),
            lambda: None if given.get("policy") is None else law_of(given["policy"]),
            lambda: reading.asked(
                exact_json.as_written(given.get("facts", {})), _today() if given.get("on") is None else given["on"]
            ),
        )
        return self.answer(Arguments(day, facts, policy, lang, given))


_REQUIRED = ("rule",)


def tools(lang: Language) -> dict[str, Tool]:
    """All tools by name: one for each rule, then those for all rules. Questions are in ``lang``."""
    as_there = _facts((), lang, "The facts are those of the tool screen, by the same names.")
    return {
        **{rule.name: _tool_of(rule, lang) for rule in by_name().values()},
        "screen": Tool(
            say(N_("All benefits for one person")),
            "Estimate all benefits for one person, and get the one question that decides most. Ask the person that "
            "question, call again with the answer, and stop when there is no next question.",
            {**_facts(FACTS, lang), **_NAMES},
            _screened,
        ),
        "settle": Tool(
            say(N_("Who pays a medical bill")),
            "Divide one person's medical bill of a calendar year among basic insurance, critical-illness insurance, "
            "medical assistance, commercial insurance and the person.",
            as_there,
            _settled,
        ),
        "explain": Tool(
            say(N_("One benefit, with reasons and sources")),
            "Everything behind one estimate, in words: the calculation, the reasons, the assumptions, and the place in "
            "the document of each figure; with a receipt that anybody can compute again.",
            {"rule": {"enum": list(by_name()), "description": "the benefit"}, **as_there},
            _explained,
        ),
        "law_on": Tool(
            say(N_("The law of a day")),
            "For each benefit the document that answers on a day, and whether it is in force, announced or expired.",
            {},
            _law,
        ),
    }


def refused(refusal: Refused, given: JSON, lang: Language) -> Answer:
    """All problems of the arguments, each with what its fact takes, so that the call can be corrected."""
    problems = [_problem(each, given, lang) for each in refusal.problems]
    told = zip((each.explain(lang) for each in refusal.problems), problems, strict=True)
    lines = [f"{line} ({each['takes']})" if "takes" in each else line for line, each in told]
    ending = say(N_("Correct these arguments, or leave out what the person does not know. Never guess."))
    return Answer("\n".join([*lines, ending.explain(lang)]), {"problems": problems})


def _problem(problem: Problem, given: JSON, lang: Language) -> JSON:
    inside = problem.path[0] not in given if problem.path else False
    fact = next((FACTS[step] for step in problem.path if isinstance(step, str) and step in FACTS), None)
    takes = {} if fact is None or not inside else {"takes": schema.hint(fact).explain(lang)}
    place = pointer(problem.path, {*given, *_REQUIRED, *_of_every_tool()}) if problem.path else None
    return {"path": list(problem.path), "pointer": place, "says": problem.message.explain(lang), **takes}


def _tool_of(rule: Rule, lang: Language) -> Tool:
    title, period = rule.title, rule.period
    told = f"Estimate {title.explain('en')} ({title.explain('zh')}) for one person, {period.explain('en')}."
    own = dict.fromkeys((*rule.facts._fields, *days_of(rule.facts._fields)))
    return Tool(
        title,
        f"{told} Unknown facts give a range and the questions to ask.",
        _facts(own, lang),
        lambda asked: _estimated(_estimate(rule, asked), asked),
    )


def _estimate(rule: Rule, asked: Arguments) -> Estimate:
    known = reading.read(asked.known, rule.facts._fields, asked.day)
    return rule.estimate_of(known, rule.law(asked.policy, on=asked.day), asked.day)


def _estimated(found: Estimate, asked: Arguments) -> Answer:
    told = advice(found, asked.known, asked.policy)
    questions = [each["question"] for each in _questions(found.missing, asked.lang)]
    lines = [headline(found), *told.steps, say(N_("To decide it, ask:")) if questions else None]
    says = [each.explain(asked.lang) for each in lines if each is not None]
    return Answer("\n".join([*says, *questions]), _data(found, told, asked))


def _data(found: Estimate, told: Advice, asked: Arguments) -> JSON:
    """The figures of an estimate; amounts are text in yuan, or in the currency of the document."""
    fields = {
        "rule",
        "on",
        "policy",
        "standing",
        "since",
        "until",
        "seen_until",
        "eligible",
        "amount",
        "at_least",
        "at_most",
    }
    return {
        **found.model_dump(mode="json", include=fields),
        "period": found.period.explain(asked.lang),
        "state": told.state,
        "marks": [each.explain(asked.lang) for each in told.marks],
        "is_current": found.is_current,
        "ask": _questions(found.missing, asked.lang),
    }


def _questions(missing: Iterable[str], lang: Language) -> list[JSON]:
    return [{"fact": name, "question": say(FACTS[name].question).explain(lang)} for name in missing]


def _screened(asked: Arguments) -> Answer:
    rules, declined = collect(lambda: _rules(asked.more), lambda: _declined(asked.more))
    found = screen(asked.known, policy=asked.policy, on=asked.day, rules=rules, declined=declined)
    told = [(each, advice(each, asked.known, asked.policy)) for each in found.estimates]
    says = [f"{headline(each).explain(asked.lang)} [{what.marks[0].explain(asked.lang)}]" for each, what in told]
    ask = found.next_question
    if ask is not None:
        says.append(say(N_("Ask next: {question}"), question=ask.says).explain(asked.lang))
    return Answer(
        "\n".join(says),
        {
            "estimates": [_data(each, what, asked) for each, what in told],
            "next_question": ask
            and {"fact": ask.fact, "question": ask.says.explain(asked.lang), "rules": list(ask.rules)},
        },
    )


def _rules(given: JSON) -> tuple[Rule, ...] | None:
    if given.get("rules") is None:
        return None
    with at("rules"):
        every = names(given["rules"])
    return rules_of(every)


def _declined(given: JSON) -> list[str]:
    past = given.get("declined")
    return [] if past is None else reading.declined(past)


def _settled(asked: Arguments) -> Answer:
    found = settle(asked.known, policy=asked.policy, on=asked.day)
    amounts = {"name", "amount", "at_least", "at_most"}
    parts = [
        {**part.model_dump(mode="json", include=amounts), "says": part.label.explain(asked.lang)}
        for part in found.parts
    ]
    ask = _questions(found.missing, asked.lang)
    return Answer(found.explain(asked.lang), {"parts": parts, "ask": ask, "receipt": found.receipt()})


def _explained(asked: Arguments) -> Answer:
    rule = rule_of(asked.more.get("rule"))
    found = _estimate(rule, asked)
    return Answer(found.explain(asked.lang), {"receipt": found.receipt()})


def _law(asked: Arguments) -> Answer:
    rows = []
    for answering in answering_on(asked.day):
        of_the_day = answering.dates
        rows.append(
            {
                "benefit": answering.benefit,
                "title": answering.title.explain(asked.lang),
                "policy": answering.policy.id,
                "document": answering.policy.title.explain(asked.lang),
                "says": answering.says.explain(asked.lang),
                "standing": of_the_day.standing,
                "since": of_the_day.since.isoformat(),
                "until": of_the_day.until and of_the_day.until.isoformat(),
                "seen_until": of_the_day.seen_until.isoformat(),
            }
        )
    return Answer("\n".join(f"{row['title']}: {row['document']} ({row['says']})" for row in rows), {"law": rows})


def _facts(names: Iterable[str], lang: Language, more: str = "") -> JSON:
    told = (
        "What is known of the person. Leave out what is not known; never guess. Amounts are text in yuan or whole "
        f"numbers, such as '1200.50'; a range such as '3000..5000' is possible. {more}".strip()
    )
    properties = {name: schema.fact_schema(FACTS[name], lang) for name in names}
    return {"facts": {"type": "object", "description": told, "properties": properties}}


_NAMES: JSON = {
    "rules": {"type": "array", "items": {"type": "string"}, "description": "the benefits; all if it is left out"},
    "declined": {
        "type": "array",
        "items": {"type": "string"},
        "description": "facts that the person does not know; they are not asked for again",
    },
}


def _of_every_tool() -> JSON:
    return {
        "on": {
            "type": "string",
            "maxLength": LONGEST,
            "description": "the day asked about, such as 2026-11-28; today if it is left out",
        },
        "policy": {"enum": list(policies()), "description": "the document to go by instead of the one of the day"},
        "lang": {"enum": list(LOCALES), "description": "the language of the answer"},
    }


def _language(given: JSON, lang: Language) -> Language:
    with at("lang"):
        return lang if given.get("lang") is None else language(given["lang"])


def language_of(given: JSON, lang: Language) -> Language:
    """The language that the arguments ask for, or ``lang`` if they ask for none that there is."""
    try:
        return _language(given, lang)
    except Refused:
        return lang


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day where the person is
