"""In words: all benefits of one person, who pays which part of a bill, a year visit by visit, what was proved."""

from collections.abc import Iterable, Iterator

from benefitcalc.estimate import Line, between
from benefitcalc.explain import (
    LEFT_OPEN,
    NOT_KNOWN,
    TO_BRING,
    Account,
    Passage,
    assumption,
    cite,
    given,
    headline,
    left_open,
    noted,
    papers,
    told_line,
    warnings,
    what_is_missing,
)
from benefitcalc.given_visits import COSTS
from benefitcalc.messages import N_, Between, Message, joined, say
from benefitcalc.proofs import EVERY_FIGURE, Case, Proof, Proofs
from benefitcalc.screening import Screening
from benefitcalc.settlement import Settlement
from benefitcalc.situation import FACTS
from benefitcalc.years import Counts, Visit, Year


def of_screening(screening: Screening) -> Account:
    """What is sure, what is not, what to ask next, and what to bring."""
    estimates, question = screening.estimates, screening.next_question
    sure = [each for each in estimates if not each.missing]
    facts = {name: value for each in estimates if each.eligible is not False for name, value in each.facts.items()}
    asked = {name: facts[name] for name in FACTS if name in facts}
    opening = say(N_("What is known settles {sure} of {all} benefits."), sure=len(sure), all=len(estimates))
    return Account(
        [opening, *dict.fromkeys(warning for each in estimates for warning in warnings(each.notices))],
        [
            Passage(N_("Settled by what is known"), [headline(each) for each in sure]),
            Passage(N_("Not settled yet"), [headline(each) for each in estimates if each.missing]),
            Passage(N_("The question that tells most"), [question.says] if question else []),
            Passage(NOT_KNOWN, [_concerns(screening, name) for name in screening.missing]),
            Passage(TO_BRING, list(papers(asked))),
            Passage(N_("Please note"), [say(_NO_TOTAL), *noted(())]),
        ],
    )


def _concerns(screening: Screening, name: str) -> Message:
    """The question after a fact, and the benefits that depend on the answer."""
    titles = joined([each.title for each in screening.estimates if name in each.missing])
    return say(N_("{question} It matters to: {benefits}."), question=say(FACTS[name].question), benefits=titles)


_NO_TOTAL = N_(
    "The amounts are of different periods, so there is no total. What a benefit rests on, its own estimate says."
)


def of_settlement(settlement: Settlement) -> Account:
    """What the resident pays, who pays the rest, and everything behind that."""
    bill = [line for line in settlement.lines if line.part != "payer"]
    settled = [each for each in settlement.assumptions if each.name not in settlement.undecided]
    open_ = left_open(settlement.undecided, settlement.assumptions, settlement.cites)
    return Account(
        [_resident(settlement), *warnings(settlement.notices)],
        [
            Passage(N_("What was given"), given(settlement.facts)),
            Passage(N_("The bill"), [told_line(line) for line in bill]),
            Passage(N_("Who pays which part"), [told_line(line) for line in settlement.parts]),
            Passage(NOT_KNOWN, list(what_is_missing(settlement.missing, settlement.what_if, _YOU_PAY))),
            Passage(LEFT_OPEN, list(open_)),
            Passage(N_("What is assumed"), [assumption(each) for each in settled]),
            Passage(N_("Where it stands"), [cite(settlement.policy_title, each) for each in settlement.cites]),
            Passage(TO_BRING, list(papers(settlement.facts))),
            Passage(N_("Please note"), noted(settlement.notices)),
        ],
    )


_YOU_PAY = N_("you pay {range:yuan}")


def _resident(settlement: Settlement) -> Message:
    line, bill = settlement.resident, settlement.line("total_bill")
    told = {"bill": _range(bill), "part": _range(line)}
    if not bill.at_least and bill.at_most is None:
        return say(N_("What the bill is, and so what you pay, depends on what is not known yet."))
    if not line.at_least and line.at_most is None:
        return say(N_("What you pay of the bill of {bill:yuan} depends on what is not known yet."), bill=told["bill"])
    if line.at_least == line.at_most:
        return say(N_("Of the bill of {bill:yuan} you pay {part:yuan}."), **told)
    if line.amount is None:
        return say(N_("Of the bill of {bill:yuan} you pay {part:yuan}, depending on what is not known yet."), **told)
    known = N_("Of the bill of {bill:yuan} you pay about {amount:yuan}, by other readings of the terms {part:yuan}.")
    return say(known, **told, amount=str(line.amount))


def _range(line: Line) -> str | Between:
    return str(line.at_least) if line.at_least == line.at_most else between(line.at_least, line.at_most)


def of_year(year: Year) -> Account:
    """What each visit adds, what the year comes to, and what is not known."""
    totals = [(at, each) for at, of_year in year.totals.items() for each in of_year]
    facts = {name: value for _, each in totals for name, value in each.facts.items()}
    # Of the visits, one is asked for, and not the sum of a year.
    missing = [name for name in facts if any(name in each.missing for _, each in totals)]
    questions = what_is_missing([name for name in missing if not FACTS[name].accumulates], ())
    of_visits = [lost for visit in year.visits if visit.counts == "counted" for lost in _lost(visit, missing)]
    counted = sum(visit.counts == "counted" for visit in year.visits)
    in_all = [say(N_("{year}: {answer}"), year=at, answer=headline(each)) for at, each in totals]
    return Account(
        [say(N_("{counted} of {all} visits count."), counted=counted, all=len(year.visits)), *warnings(year.notices)],
        [
            Passage(N_("Visit by visit"), [each for visit in year.visits for each in _visit(visit)]),
            Passage(N_("The year in all"), in_all),
            Passage(NOT_KNOWN, [*questions, *of_visits]),
            Passage(TO_BRING, list(papers(facts))),
            Passage(N_("Please note"), [say(_NOT_PRORATED), *noted(year.notices)]),
        ],
    )


def _visit(visit: Visit) -> Iterator[Message]:
    has_own_cost = any(name in visit.facts for name in COSTS)
    for name, written in visit.facts.items():
        value = FACTS[name].told(written)
        is_unknown = written is None or isinstance(value, Between)
        if has_own_cost and (name == "eligible_cost" or (name not in COSTS and is_unknown)):
            continue  # follows from the cost
        brought = say(N_("{fact}: {value:yuan}"), fact=say(_BROUGHT[name]), value=value)
        yield say(_COUNTS[visit.counts], date=visit.date.isoformat(), brought=brought)
    if visit.counts == "counted" and not visit.added:
        yield say(N_("→ This counts towards none of the benefits."))
    for each in visit.added:
        told = {"benefit": each.title, "added": told_line(each.added), "so_far": told_line(each.so_far)}
        if each.left:
            yield say(N_("→ {benefit}: {added}; {so_far}; {left}"), **told, left=told_line(each.left))
        else:
            yield say(N_("→ {benefit}: {added}; {so_far}"), **told)


def _lost(visit: Visit, missing: Iterable[str]) -> Iterator[Message]:
    """What is not known of a visit and matters."""
    for name, written in visit.facts.items():
        if name in missing and (written is None or isinstance(FACTS[name].told(written), Between)):
            label = say(_BROUGHT[name])
            told = say(N_("{fact}: {value:yuan}"), fact=label, value=FACTS[name].told(written))
            yield say(N_("{date:date}. {brought}"), date=visit.date.isoformat(), brought=told)


_BROUGHT = {
    "outpatient_cost": N_("Outpatient visit"),
    "chronic_cost": N_("Treatment of the chronic or special disease"),
    "inpatient_cost": N_("Treatment in hospital"),
    "inpatient_insurance_paid": N_("Paid by basic insurance for the treatment in hospital"),
    "eligible_cost": N_("Treatment in hospital"),
    "total_bill": N_("The whole bill"),
    "commercial_paid": N_("Paid by commercial insurance"),
    "basic_insurance_paid": N_("Paid by basic insurance"),
    "critical_illness_paid": N_("Paid by critical-illness insurance"),
}
"""What a visit brings; a fact says so for the year."""


_COUNTS: dict[Counts, str] = {
    "counted": N_("{date:date}. {brought}"),
    "cancelled": N_("{date:date}. {brought}. Cancelled: it adds nothing."),
    "outside": N_("{date:date}. {brought}. Outside the policy's dates: it adds nothing."),
}
_NOT_PRORATED = N_("Nothing is prorated: each calendar year has its deductible and its limit whole.")


def of_proofs(proofs: Proofs) -> Account:
    """What is proved for every input, and what is not, with whom it is not."""
    held = sum(proof.holds for proof in proofs.proofs)
    opening = say(N_("{held} of {all} promises hold for everybody."), held=held, all=len(proofs.proofs))
    titles = {proof.benefit: proof.title.source for proof in proofs.proofs}
    return Account(
        [say("{policy}: {told}", policy=proofs.policy_title, told=opening)],
        [
            Passage(title, [_proved(proof) for proof in proofs.proofs if proof.benefit == benefit])
            for benefit, title in titles.items()
        ],
    )


def _proved(proof: Proof) -> Message:
    """A promise, whether it holds, and where it does not the people who show it; and what nobody could decide."""
    if proof.holds_in_every_reading:
        return say(N_("Proved: {promise}"), promise=proof.says)
    undecided = [view for view, verdict in proof.verdicts.items() if verdict == "undecided"]
    if len(undecided) == len(proof.verdicts):
        return say(N_("Undecided: {promise}"), promise=proof.says)
    views = joined([say(_VIEWS[view]) for view in undecided]) if undecided else None
    if views and "refuted" not in proof.verdicts.values():
        told = (
            N_("Proved as stated, {views} undecided: {promise}") if proof.holds else N_("Undecided, {views}: {promise}")
        )
        return say(told, views=views, promise=proof.says)
    refuted = _refuted(proof)
    return say(N_("{told}; undecided, {views}"), told=refuted, views=views) if views else refuted


def _refuted(proof: Proof) -> Message:
    """A promise that does not hold in some reading, and the people who show it."""
    view = next(view for view in ("stated", *proof.verdicts) if proof.verdicts.get(view) == "refuted")
    people = [_case(case, with_terms=proof.view == EVERY_FIGURE) for case in proof.shown]
    told = {
        "promise": proof.says,
        "view": say(_VIEWS[view]),
        "people": joined(people, N_("{first}; {rest}")) if people else say(N_("Nobody is such")),
    }
    refuted = N_("Refuted, {view}: {promise}. {people}")
    return say(N_("Proved as stated, {view} not: {promise}. {people}") if proof.holds else refuted, **told)


def _case(case: Case, *, with_terms: bool) -> Message:
    facts = joined([FACTS[name].tell(value) for name, value in case.facts.items()])
    gives = say(N_("eligible") if case.eligible else N_("not eligible"))
    if case.amount:
        gives = say("{amount:yuan}", amount=str(case.amount))
    if not with_terms:
        return say(N_("{facts}: {gives}"), facts=facts, gives=gives)
    terms = joined([say("{name} {figure}", name=name, figure=str(figure)) for name, figure in case.terms.items()])
    return say(N_("{facts}, by {terms}: {gives}"), facts=facts, terms=terms, gives=gives)


_VIEWS = {
    "strict": N_("read strictly"),
    "stated": N_("as stated"),
    "generous": N_("read generously"),
    EVERY_FIGURE: N_("by other figures"),
}
