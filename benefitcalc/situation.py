"""Every fact that may be known of a person, each stated once: name, kind, meaning, unit and question.

A rule, a table's column, a form's field and a flag of a command line call a fact alike. Facts are of one
person; amounts are of one calendar year unless the fact says otherwise.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import IntEnum

from benefitcalc import amounts
from benefitcalc.messages import N_, Message, Refused, joined, listed, say, shown
from benefitcalc.words import CareNeed, Kind, Sex

Scalar = bool | int | str
"""A value as JSON writes it: yes/no, a whole number, or text (yuan such as ``"800.00"``, a level's name)."""


@dataclass(frozen=True)
class Fact:
    """One fact: how it is called, asked for, read and written."""

    name: str
    kind: Kind
    meaning: str
    question: str
    unit: str = ""
    levels: type[IntEnum] | None = None
    most: int = 0
    accumulates: bool = False
    """Whether the visits of a year each bring a part of it, so that the year's figure is their sum."""

    def read(self, given: object) -> int:
        """The value inside the library (fen, truth, whole number, level) of what somebody gave."""
        match self.kind:
            case Kind.MONEY:
                return amounts.fen(given)
            case Kind.YES_NO:
                return _truth(given)
            case Kind.LEVEL:
                return self._level(given)
            case _:
                return self._whole(given)

    def write(self, value: int) -> Scalar:
        """The value as JSON writes it; `read` reads it back."""
        match self.kind:
            case Kind.MONEY:
                return str(amounts.yuan(value))
            case Kind.LEVEL:
                assert self.levels is not None
                return self.levels(value).name.lower()
            case _:
                return value

    def tell(self, written: Scalar) -> Message:
        """A value that `write` wrote, in words, under its meaning."""
        value = (N_("yes") if written else N_("no")) if isinstance(written, bool) else written
        return say(_TOLD[self.kind], fact=say(self.meaning), value=value)

    def words(self) -> Mapping[str, int]:
        """What people write for each value of a yes/no or level fact, in small letters."""
        return _LEVELS[self.levels] if self.levels else _TRUTHS

    def choices(self) -> list[str]:
        """The names of a level fact's levels, in order."""
        return [level.name.lower() for level in self.levels or ()]

    def _whole(self, given: object) -> int:
        written = _WHOLE_TEXT.fullmatch(_plain(given))
        number: object = int(written[1]) if written else given
        if isinstance(number, bool | IntEnum) or not isinstance(number, int) or not 0 <= number <= self.most:
            raise Refused(
                say(N_("'{given}' is not a whole number from 0 to {most}"), given=shown(given), most=self.most)
            )
        return number

    def _level(self, given: object) -> int:
        assert self.levels is not None
        if isinstance(given, self.levels):
            return given
        level = self.words().get(_plain(given))
        if level is None:
            choices = joined([say("{level:word}", level=each) for each in self.choices()])
            raise Refused(say(N_("'{given}' is not one of: {choices}"), given=shown(given), choices=choices))
        return level


def _yes_no(name: str, meaning: str, question: str) -> Fact:
    return Fact(name, Kind.YES_NO, meaning, question)


def _money(name: str, meaning: str, question: str, *, accumulates: bool = True) -> Fact:
    return Fact(name, Kind.MONEY, meaning, question, unit=N_("yuan"), accumulates=accumulates)


# A meaning heads a value in a list of facts; a question is asked as it stands.
_ALL = (
    # Health
    _yes_no(
        "has_resident_insurance",
        N_("Insured in the resident basic medical insurance"),
        N_("Are you insured in the resident basic medical insurance?"),
    ),
    _money(
        "outpatient_cost",
        N_("Eligible cost of ordinary outpatient visits in the calendar year"),
        N_(
            "What did ordinary outpatient visits cost in the calendar year, counting only what the insurance "
            "catalogue covers?"
        ),
    ),
    _yes_no(
        "has_chronic_recognition",
        N_("Recognised as having an outpatient chronic or special disease"),
        N_("Has the insurance recognised that you have an outpatient chronic or special disease?"),
    ),
    _money(
        "chronic_cost",
        N_("Eligible cost of outpatient treatment of the recognised disease in the calendar year"),
        N_(
            "What did outpatient treatment of the recognised chronic or special disease cost in the calendar "
            "year, counting only what the insurance catalogue covers?"
        ),
    ),
    _yes_no(
        "is_dibao",
        N_("In a household on the minimum living guarantee (Dibao)"),
        N_("Is your household on the minimum living guarantee (Dibao)?"),
    ),
    _yes_no(
        "is_in_extreme_hardship",
        N_("Recognised as a person in extreme hardship"),
        N_("Are you recognised as a person in extreme hardship?"),
    ),
    _yes_no(
        "is_in_other_hardship_group",
        N_("In another group that an office counts as in hardship"),
        N_("Does an office count you in another group in hardship, such as the edge of Dibao?"),
    ),
    _money(
        "eligible_cost",
        N_("Medical cost within the insurance rules in the calendar year, before anybody paid"),
        N_("What was the medical cost within the insurance rules in the calendar year, before anybody paid?"),
    ),
    _money(
        "basic_insurance_paid",
        N_("What the basic medical insurance paid of that cost"),
        N_("How much of that cost did the basic medical insurance pay (see the settlement sheet)?"),
    ),
    _money(
        "critical_illness_paid",
        N_("What the critical-illness insurance paid of that cost"),
        N_("How much of that cost did the critical-illness insurance pay (see the settlement sheet)?"),
    ),
    # Older people
    Fact(
        "age",
        Kind.WHOLE,
        N_("Age in completed years"),
        N_("How old are you, in completed years?"),
        N_("years"),
        most=150,
    ),
    Fact(
        "care_need",
        Kind.LEVEL,
        N_("How far unable to care for oneself"),
        N_("How far are you unable to care for yourself: not at all (none), partly (partial) or fully (full)?"),
        levels=CareNeed,
    ),
    _yes_no(
        "is_in_economic_hardship",
        N_("An older person in economic hardship"),
        N_("Does the civil-affairs office count you as an older person in economic hardship?"),
    ),
    Fact(
        "care_home_stars",
        Kind.WHOLE,
        N_("Star rating of the care home, 0 for a home without one"),
        N_("How many stars does the care home have (1 to 5, or 0 if it has not been rated)?"),
        N_("stars"),
        most=5,
    ),
    _money(
        "care_home_cost",
        N_("Cost that the care home charged, for whichever period"),
        N_("What did the care home charge (for a month or for a year: the subsidy is for the same period)?"),
        accumulates=False,
    ),
    _yes_no(
        "wants_placement",
        N_("Wants to live in a support institution"),
        N_("Would you like to live in a support institution?"),
    ),
    # Work
    _yes_no("is_rural", N_("A rural resident"), N_("Are you a rural resident?")),
    Fact("sex", Kind.LEVEL, N_("Sex"), N_("What is your sex: female or male?"), levels=Sex),
    _yes_no(
        "is_lifted_from_poverty",
        N_("Entitled to the policies for people lifted from poverty"),
        N_("Are you entitled to the policies for people lifted from poverty?"),
    ),
    _yes_no(
        "is_low_income",
        N_("Counted as a low-income person"),
        N_("Does the civil-affairs office count you as a low-income person?"),
    ),
    _yes_no(
        "has_disability", N_("With a disability"), N_("Do you have a disability (as a rule, a disability certificate)?")
    ),
    _yes_no("is_unemployed", N_("Unemployed"), N_("Are you unemployed?")),
    _yes_no(
        "is_in_zero_employment_household",
        N_("In a household where nobody of working age has work"),
        N_("Is your household one in which nobody who can and wants to work has work (a zero-employment household)?"),
    ),
)

FACTS: dict[str, Fact] = {fact.name: fact for fact in _ALL}
"""The facts by name, in the order in which they are asked."""

PARTS_OF = {"eligible_cost": ("basic_insurance_paid", "critical_illness_paid")}
"""Payments that together are never more than the amount they are part of."""


def read(given: Mapping[str, object], wanted: Iterable[str]) -> dict[str, int]:
    """The wanted facts, read; Refused with everything that is wrong with what was given.

    A fact that is left out or ``None`` is unknown, never zero and never no. A fact that is known here and
    not wanted is checked like the others, so that one description of a person serves every rule.
    """
    problems: list[Message] = []
    values: dict[str, int] = {}
    for name, value in given.items():
        if name not in FACTS:
            problems.append(_unknown(name))
        elif value is not None:
            try:
                values[name] = FACTS[name].read(value)
            except Refused as refused:
                problems.extend(_of_fact(name, reason) for reason in refused.problems)
    problems.extend(_contradictions(values))
    problems.extend(
        say(N_("{fact} is missing: {question}"), fact=name, question=say(FACTS[name].question))
        for name in wanted
        if given.get(name) is None
    )
    if problems:
        raise Refused(*problems)
    return {name: values[name] for name in wanted}


def day(given: object) -> date | None:
    """The day asked about: a date, or text such as ``2023-05-01`` or ``2023年5月1日``; None where none was given."""
    if isinstance(given, str) and (written := _DAY_TEXT.fullmatch(_plain(given))):
        try:
            return date(*map(int, written.groups()))
        except ValueError:  # no such day in the calendar
            pass
    elif given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    raise Refused(say(N_("on: '{given}' is not a day; write it like 2023-05-01"), given=shown(given)))


def write(facts: Mapping[str, int]) -> dict[str, Scalar]:
    """Facts as JSON writes them; `read` reads them back."""
    return {name: FACTS[name].write(value) for name, value in facts.items()}


def _contradictions(values: Mapping[str, int]) -> Iterable[Message]:
    for whole, parts in PARTS_OF.items():
        known = [part for part in parts if part in values]
        total = sum(values[part] for part in known)
        if whole in values and total > values[whole]:
            yield say(
                N_("{parts}: {total:yuan} paid is {total-whole:yuan} more than {name} of {whole:yuan}"),
                parts=listed([part for part in known if values[part]]),
                total=str(amounts.yuan(total)),
                name=whole,
                whole=str(amounts.yuan(values[whole])),
            )


def _unknown(name: str) -> Message:
    close = get_close_matches(name, FACTS, n=1)
    if close:
        return say(N_("'{fact}' is not a known fact; did you mean {close}?"), fact=shown(name), close=close[0])
    return say(N_("'{fact}' is not a known fact; there are: {facts}"), fact=shown(name), facts=listed(list(FACTS)))


def _of_fact(name: str, reason: Message) -> Message:
    return say(N_("{fact}: {reason}"), fact=name, reason=reason)


_TOLD = {
    Kind.MONEY: N_("{fact}: {value:yuan}"),
    Kind.YES_NO: N_("{fact}: {value:word}"),
    Kind.LEVEL: N_("{fact}: {value:word}"),
    Kind.WHOLE: N_("{fact}: {value}"),
}
_DAY_TEXT = re.compile("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_WHOLE_TEXT = re.compile("([0-9]{1,4}) ?(?:岁|周岁|星|星级|years?|stars?)?")
# What people answer, in the words of the questions too.
_YES = "yes yeah y true 是 是的 有 有的 对 嗯 参加 参加了 认定了 登记了 愿意 想 要"
_NO = "no nope n false 否 不是 没 没有 无 不 没参加 没有参加 未参加 没认定 没有认定 没登记 没有登记 不愿意 不想 不要"
_TRUTHS = {**dict.fromkeys(_YES.split(), True), **dict.fromkeys(_NO.split(), False)}


def _levels(kind: type[IntEnum], **said: str) -> dict[str, int]:
    return {word: kind[name] for name, words in said.items() for word in (name.lower(), *words.split())}


_LEVELS = {
    CareNeed: _levels(
        CareNeed,
        NONE="能自理 自理",
        PARTIAL="半失能 部分失能 半自理 partly",
        FULL="失能 完全失能 全失能 不能自理 fully",
    ),
    Sex: _levels(Sex, FEMALE="女 女的 女性 女士 f woman", MALE="男 男的 男性 男士 m man"),
}


def _plain(given: object) -> str:
    """What somebody wrote, without its width, its capitals, the space around it and a full stop; empty if no text."""
    return amounts.narrow(given).strip().rstrip("。.").lower() if isinstance(given, str) else ""


def _truth(given: object) -> bool:
    if isinstance(given, bool):
        return given
    truth = _TRUTHS.get(_plain(given))
    if truth is None:
        raise Refused(say(N_("'{given}' is neither yes nor no"), given=shown(given)))
    return truth
