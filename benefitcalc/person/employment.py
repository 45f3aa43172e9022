"""Zero employment (零就业家庭): what follows for a household from what is known of its members' work.

Of a household on the day asked about. It follows where nobody of working age has work and somebody of them is
unemployed, and does not where somebody of working age has work; else it stays unknown. Between which ages a person can
work is what the rule of public-welfare posts has for residents of a town.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from benefitcalc.engine.parts import Told
from benefitcalc.engine.rule import Rule
from benefitcalc.facts import reading
from benefitcalc.facts.fact import FACTS, Held, held
from benefitcalc.facts.parsing import Span
from benefitcalc.facts.reading import Known
from benefitcalc.policy.document import Policy
from benefitcalc.rules import public_welfare_post
from benefitcalc.text.message import N_, Message, joined, say, shown

FACT = "is_in_zero_employment_household"


class ZeroEmployment(Told):
    """What the members tell of zero employment: ``holds`` is None where it stays unknown.

    ``missing`` has the path of each fact that it then depends on.
    """

    holds: bool | None
    missing: tuple[str, ...]
    says: Message


class _Member(NamedTuple):
    """Whether somebody is of working age, has work, and is unemployed; and the facts that leave it open."""

    name: str
    is_of_age: bool | None
    has_work: bool | None
    is_unemployed: bool | None
    missing: tuple[str, ...]

    @property
    def may_work(self) -> bool:
        # Past the last age of the document's readings somebody in work leaves it open: the age of retirement rises.
        return bool(self.has_work) or (self.is_of_age is not False and self.has_work is None)

    @property
    def may_be_counted(self) -> bool:
        return self.is_of_age is not False and self.is_unemployed is not False


def zero_employment(
    members: Mapping[str, Known], answering: Iterable[tuple[Rule, Policy]], day: date | None
) -> ZeroEmployment | None:
    """What follows from the members; None where no rule that answers asks for it."""
    law = next((law for rule, law in answering if rule is public_welfare_post), None)
    if law is None:
        return None
    every = [_member(name, known, law, day) for name, known in members.items()]
    workers = [each for each in every if each.is_of_age and each.has_work]
    unemployed = [each for each in every if each.is_of_age and each.is_unemployed]
    open_ = [each for each in every if each.may_work]
    if workers:
        return ZeroEmployment(holds=False, missing=(), says=say(_NO, members=_member_names(workers)))
    if unemployed and not open_:
        return ZeroEmployment(holds=True, missing=(), says=say(_YES, members=_member_names(unemployed)))
    return _unknown(open_ or [each for each in every if each.may_be_counted])


_NO = N_("Not a zero-employment household; of working age and in work: {members}.")
_YES = N_(
    "A zero-employment household by what is known: nobody of working age has work, and unemployed is: {members}. An "
    "office recognises it, and asks about business and investment income too."
)
_OPEN = N_("Whether it is a zero-employment household is not known; it depends on: {facts}.")
_NOBODY = N_("Whether it is a zero-employment household does not follow from the members; the office can tell.")


def _unknown(open_: Iterable[_Member]) -> ZeroEmployment:
    missing = [(each.name, fact) for each in open_ for fact in each.missing]
    paths = tuple(f"members.{name}.{fact}" for name, fact in missing)
    facts = [say(N_("{member}: {told}"), member=shown(name), told=say(FACTS[fact].meaning)) for name, fact in missing]
    says = say(_OPEN, facts=joined(facts, N_("{first}; {rest}"))) if facts else say(_NOBODY)
    return ZeroEmployment(holds=None, missing=paths, says=says)


def _member_names(members: Iterable[_Member]) -> Message:
    return joined([say("{member}", member=shown(each.name)) for each in members])


def _member(name: str, known: Known, law: Policy, day: date | None) -> _Member:
    is_unemployed = _truth(known.get("is_unemployed"))
    has_work = False if is_unemployed else _truth(known.get("has_work"))
    is_of_age, ages = _working_age(known, law, day)
    work = [] if has_work is not None else ["has_work"]
    unemployed = ["is_unemployed"] if has_work is False and is_unemployed is None else []
    return _Member(name, is_of_age, has_work, is_unemployed, (*work, *unemployed, *ages))


def _truth(value: Held | None) -> bool | None:
    return None if value is None or isinstance(value, Span) else bool(value)


def _working_age(known: Known, law: Policy, day: date | None) -> tuple[bool | None, tuple[str, ...]]:
    """Whether somebody is of working age by every reading, and the unknown facts that leave it open."""
    in_town = reading.read(Known({**known, "is_rural": held(0, 0)}), public_welfare_post.facts._fields, day)
    found = public_welfare_post.estimate_of(in_town, law, day)
    ends = [found.line(name).holds for name in ("is_old_enough", "is_young_enough")]
    if None not in ends or False in ends:
        return all(ends), ()
    return None, tuple(name for name in ("age", "sex") if isinstance(in_town[name], Span))
