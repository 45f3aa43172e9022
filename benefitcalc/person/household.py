"""A household: what each member gets, what all share given once, and one question that tells most of all.

Amounts of several members or of different periods are never added.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benefitcalc.engine.estimate import Estimate, headline
from benefitcalc.engine.parts import Told
from benefitcalc.engine.wording import NOT_KNOWN, TO_BRING, Explained, Explanation, Passage, notice_messages, papers
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS, Scalar, held, span_of
from benefitcalc.facts.parsing import Span, plain
from benefitcalc.facts.reading import Known
from benefitcalc.person.advice import facts_with_papers
from benefitcalc.person.employment import FACT, ZeroEmployment, zero_employment
from benefitcalc.person.screening import NO_TOTAL, Open, Screening, promise, screen, undecided, warning_messages
from benefitcalc.policy.document import Policy
from benefitcalc.policy.loading import law_of
from benefitcalc.rules import Asked, asked_on
from benefitcalc.text.errors import entries, kept, names, refuse
from benefitcalc.text.frozen import FixedDict
from benefitcalc.text.message import LONGEST_SHOWN, N_, Message, Problem, joined, language, listed, say, shown

MOST_MEMBERS = 20


class HouseholdQuestion(Told):
    """A fact to be asked for next: of one member, or of the household where ``member`` is None; and the question."""

    member: str | None
    fact: str
    says: Message

    @property
    def path(self) -> str:
        """Where the answer is given, such as ``members.grandmother.age``; `household` takes it as declined."""
        return _path(self.member, self.fact)


class Household(Explained):
    """A screening for each member, what they share, and what to ask next.

    ``shared`` holds what is known of the facts that are the same for everybody. ``zero_employment`` says what follows
    of it from the members; None where it was given, or where no benefit asks for it.
    """

    on: date | None
    shared: FixedDict[Scalar | None]
    zero_employment: ZeroEmployment | None
    members: FixedDict[Screening]
    next_question: HouseholdQuestion | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The unknown facts that can still change an answer, each by its path; one that is shared stands once."""
        named = ((_owner(name, fact), fact) for name, each in self.members.items() for fact in each.missing)
        return tuple(dict.fromkeys(_path(*each) for each in named))

    def __str__(self) -> str:
        return self.explain(language())

    def __repr__(self) -> str:
        asks = self.next_question and self.next_question.path
        return f"Household(on={self.on}, members={list(self.members)}, next_question={asks!r})"

    def _explanation(self) -> Explanation:
        return of_household(self)


def household(
    members: Mapping[str, Mapping[str, object]],
    *,
    shared: Mapping[str, object] | None = None,
    policy: Policy | str | Path | None = None,
    on: date | str | None = None,
    declined: Iterable[str] = (),
) -> Household:
    """What each rule answers each member of a household, and the question that narrows most of all.

    ``members`` has the facts of each by a name such as "grandmother"; ``shared`` those that are the same for all, such
    as Dibao. A fact of these that is given for a member is everybody's too, and has to agree. Whether it is a household
    of zero employment follows from the members where their ages and work are known. ``policy`` and ``on`` are as in
    `screen`. ``declined`` are paths of facts that are not asked for again (`HouseholdQuestion.path`). The next question
    is chosen as in `screen`, over the benefits of all members. Refused with everything that is wrong, each with its
    path, such as ``members.grandmother.age``.
    """
    given, past = _read_members(members, {} if shared is None else shared, policy, on, declined)
    common, zero = _common(given)
    people = {name: Known({**own, **common}) for name, own in given.members.items()}
    screenings = {name: screen(known, policy=given.policy, on=given.day) for name, known in people.items()}
    return Household(
        on=given.day,
        shared=reading.write(common),
        zero_employment=zero,
        members=screenings,
        next_question=_next_question(given.asked, screenings, people, past),
    )


class _Given(NamedTuple):
    """What was given, read."""

    members: Mapping[str, Known]
    shared: Known
    policy: Policy | None
    day: date | None
    asked: Asked


def _read_members(
    members: object, shared: Any, policy: Policy | str | Path | None, on: object, declined: object
) -> tuple[_Given, list[str]]:
    problems: list[Problem] = []
    law, day, common, past = None, None, Known(), []
    with kept(problems):
        law = None if policy is None else law_of(policy)
    with kept(problems):
        day = reading.day(on)
    asked = asked_on(law, None, day)
    wanted = () if problems else _asked_for(asked)  # of a day that cannot be read nothing more is told
    with kept(problems, "shared"):
        common = reading.known(shared, day)
    problems.extend(_of_one_person(shared))
    read: dict[str, Known] = {}
    named = dict(_named(members, problems))
    with kept(problems, "declined"):
        past = names(declined)
    problems.extend(_no_paths(past, named))
    for name, facts in named.items():
        with kept(problems, "members", shown(name)):
            read[name] = reading.known(facts, day, wanted)
    given = _Given(read, common, law, day, asked)
    refuse([*problems, *_not_the_same(given)])
    return given, past


def _asked_for(asked: Asked) -> tuple[str, ...]:
    """The facts that some rule asks for."""
    return tuple(name for name in FACTS if any(name in rule.facts._fields for rule, _ in asked.answering))


def _of_one_person(shared: object) -> Iterator[Problem]:
    told = N_("{name:fact} is of one person; give it for a member")
    names = entries(shared) or ()
    return (say(told, name=name).at("shared", name) for name in names if name in FACTS and not FACTS[name].is_shared)


def _no_paths(declined: Iterable[object], members: Iterable[str]) -> Iterator[Problem]:
    every = {_path(_owner(member, fact), fact) for member in members for fact in FACTS}
    told = N_("'{given}' is the path of no fact of this household; write it like {example}")
    for each in declined:
        if not isinstance(each, str) or each not in every:
            yield say(told, given=shown(each), example="shared.is_dibao").at("declined")


def _named(members: object, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """The members by their names; what is wrong with the names is added to the problems."""
    found = entries(members)
    if not found or len(found) > MOST_MEMBERS:
        told = N_("give 1 to {most} members by their names, each with its facts")
        problems.append(say(told, most=MOST_MEMBERS).at("members"))
        return
    taken: set[str] = set()
    for name, facts in found.items():
        called = plain(name) if isinstance(name, str) else ""
        if not called or len(name) > LONGEST_SHOWN:
            told = N_("give a member a name of 1 to {most} characters")
            problems.append(say(told, most=LONGEST_SHOWN).at("members", shown(name)))
        elif called in taken:
            problems.append(say(N_("is the name of another member too")).at("members", shown(name)))
        else:
            taken.add(called)
            yield name, facts


def _common(given: _Given) -> tuple[Known, ZeroEmployment | None]:
    """What is known of the facts that are shared, by whomever it was given, and what follows of zero employment."""
    known: dict[str, Any] = {}
    for name in (name for name, fact in FACTS.items() if fact.is_shared):
        if spans := [span for _, span in _places(given, name)]:
            known[name] = held(max(each.low for each in spans), min(each.high for each in spans))
    zero = zero_employment(given.members, given.asked.answering, given.day)
    if zero and isinstance(known.get(FACT, _OPEN), Span):
        return Known(known if zero.holds is None else {**known, FACT: int(zero.holds)}), zero
    if zero and zero.holds is False and known[FACT]:
        refuse(say("{told}", told=zero.says).at(*path) for path, _ in _places(given, FACT))
    return Known(known), None


_OPEN = Span(False, True)


def _places(given: _Given, name: str) -> list[tuple[tuple[str, ...], Span]]:
    """Where a shared fact was given, and what it may be by each."""
    places = {("shared", name): given.shared} | {("members", each, name): own for each, own in given.members.items()}
    return [(path, span_of(known[name])) for path, known in places.items() if name in known]


def _not_the_same(given: _Given) -> Iterator[Problem]:
    """The shared facts that are not the same wherever they were given, each at all of these places."""
    told = N_("{name:fact} is the same for the whole household, and here it differs: {places}; give it once, in shared")
    for name in FACTS:
        places = _places(given, name) if FACTS[name].is_shared else []
        if places and max(span.low for _, span in places) > min(span.high for _, span in places):
            every = listed([".".join(map(shown, path)) for path, _ in places])
            yield from (say(told, name=name, places=every).at(*path) for path, _ in places)


def _owner(member: str, fact: str) -> str | None:
    """Whose fact it is that a member's answer depends on."""
    return None if FACTS[fact].is_shared else member


def _path(member: str | None, fact: str) -> str:
    return f"shared.{fact}" if member is None else f"members.{member}.{fact}"


def _next_question(
    asked: Asked, screenings: Mapping[str, Screening], people: Mapping[str, Known], declined: Collection[str]
) -> HouseholdQuestion | None:
    """The question after which most rules of all members are decided, as `screen` chooses it."""
    concerned: dict[tuple[str | None, str], list[Open]] = {}
    for member, screening in screenings.items():
        known = reading.read(people[member], _asked_for(asked), screening.on)
        for each in undecided(asked.answering, screening.estimates, known):
            for fact in each.missing:
                concerned.setdefault((_owner(member, fact), fact), []).append(each)
    candidates = [(member, fact) for fact in FACTS for member in (None, *people) if (member, fact) in concerned]
    candidates = [each for each in candidates if _path(*each) not in declined]
    if not candidates:
        return None
    best = max(candidates, key=lambda each: promise(each[1], concerned[each]))
    return HouseholdQuestion(member=best[0], fact=best[1], says=_asks(*best))


def _asks(member: str | None, fact: str) -> Message:
    """The question, of the member whom it is about, also where its words speak of nobody."""
    who = None if member is None else say("{member}", member=shown(member))
    asks = FACTS[fact].asks(who)
    return asks if who is None or FACTS[fact].of_another else say(N_("{member}: {told}"), member=who, told=asks)


def of_household(found: Household) -> Explanation:
    """What they share, who gets what, what to ask next, and what to bring."""
    every = [each for screening in found.members.values() for each in screening.estimates]
    question, zero = found.next_question, found.zero_employment
    return Explanation(
        [_progress(every, len(found.members)), *warning_messages(every)],
        [
            Passage(
                N_("What the household shares"),
                [*(FACTS[name].message(value) for name, value in found.shared.items()), *([zero.says] if zero else [])],
            ),
            *(Passage(_called(name), list(_of_member(each))) for name, each in found.members.items()),
            Passage(N_("The question that tells most"), [question.says] if question else []),
            Passage(N_("Please note"), [say(NO_TOTAL), *notice_messages(())]),
        ],
    )


FEW = 3
"""So many facts that are not known are named; of more, how many there are."""


def _cut(facts: Sequence[Message]) -> Message:
    """Several facts, or how many there are: one question is asked at a time, and `missing` has them all."""
    if len(facts) > FEW:
        return say(N_("{count} facts; the question that tells most comes first"), count=len(facts))
    return joined(facts, N_("{first}; {rest}"))


def _called(member: str) -> Message:
    return say("{member}", member=shown(member))


def _progress(every: Iterable[Estimate], members: int) -> Message:
    answers = list(every)
    told = N_("Members: {members}. What is known settles {sure} of {all} answers.")
    return say(told, members=members, sure=sum(not each.missing for each in answers), all=len(answers))


def _of_member(screening: Screening) -> Iterator[Message]:
    """What a member gets or may get, what not, what is not known of the member, and what to bring."""
    possible = [each for each in screening.estimates if each.eligible is not False]
    yield from map(headline, possible)
    refused = [each.title for each in screening.estimates if each.eligible is False]
    if refused:
        yield say(N_("Not eligible: {benefits}."), benefits=joined(refused))
    own = [say(FACTS[name].meaning) for name in screening.missing if not FACTS[name].is_shared]
    if own:
        yield say(N_("{heading}: {told}"), heading=say(NOT_KNOWN), told=_cut(own))
    facts = facts_with_papers({name: value for each in possible for name, value in each.facts.items()})
    for paper in papers({name: facts[name] for name in FACTS if name in facts}):
        yield say(N_("{heading}: {told}"), heading=say(TO_BRING), told=paper)
